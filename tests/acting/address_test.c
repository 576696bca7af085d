/* address_test.c - which addresses may be connected to. */
#include "daemon/address.h"

#include "base/mem.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>
#include <string.h>
#include <sys/un.h>

static char *exempt[] = { "127.0.0.1:8080", "10.1.0.0/16", "[::1]:80",
			  "fd00:1::/32", "192.168.1.1" };

static const struct address_case {
	const char *address;
	int         port;
	bool        is_allowed;
} cases[] = {
	{ "93.184.216.34", 80, true },
	{ "8.8.8.8", 443, true },
	{ "0.0.0.0", 80, false },
	{ "0.1.2.3", 80, false },
	{ "10.0.0.1", 80, false },
	{ "10.1.2.3", 80, true }, /* exempt */
	{ "10.2.0.0", 80, false },
	{ "100.63.255.255", 80, true },
	{ "100.64.0.1", 80, false },
	{ "100.127.255.255", 80, false },
	{ "100.128.0.1", 80, true },
	{ "127.0.0.1", 80, false },
	{ "127.0.0.1", 8080, true }, /* exempt */
	{ "127.1.2.3", 8080, false },
	{ "169.254.169.254", 80, false }, /* cloud metadata */
	{ "172.15.0.1", 80, true },
	{ "172.16.0.1", 80, false },
	{ "172.31.255.255", 80, false },
	{ "172.32.0.1", 80, true },
	{ "192.0.0.8", 80, false },
	{ "192.0.2.1", 80, false },
	{ "192.88.99.1", 80, false },
	{ "192.168.0.1", 80, false },
	{ "192.168.1.1", 22, true }, /* exempt */
	{ "198.17.255.255", 80, true },
	{ "198.18.0.1", 80, false },
	{ "198.51.100.7", 80, false },
	{ "203.0.113.9", 80, false },
	{ "224.0.0.1", 80, false },
	{ "239.255.255.255", 80, false },
	{ "255.255.255.255", 80, false },
	{ "2606:2800:220:1::1", 80, true },
	{ "2a00:1450:4001::1", 443, true },
	{ "::", 80, false },
	{ "::1", 443, false },
	{ "::1", 80, true }, /* exempt */
	{ "::ffff:8.8.8.8", 80, true },
	{ "::ffff:10.0.0.1", 80, false },
	{ "::ffff:127.0.0.1", 80, false },
	{ "::ffff:127.0.0.1", 8080, true }, /* exempt */
	{ "::127.0.0.1", 80, false },
	{ "64:ff9b::8.8.8.8", 80, true },
	{ "64:ff9b::10.0.0.1", 80, false },
	{ "64:ff9b:1::1", 80, false },
	{ "fe80::1", 80, false },
	{ "fec0::1", 80, false },
	{ "fc00::1", 80, false },
	{ "fd12:3456::1", 80, false },
	{ "fd00:1::5", 80, true }, /* exempt */
	{ "ff02::1", 80, false },
	{ "2001:db8::1", 80, false },
	{ "2001::1", 80, false }, /* Teredo */
	{ "2002:7f00:1::", 80, false }, /* 6to4 of 127.0.0.1 */
	{ "3fff::1", 80, false },
	{ "100::1", 80, false },
};

static void make_address(const char *text, int port,
			 struct sockaddr_storage *out)
{
	struct sockaddr_in  in = { .sin_family = AF_INET };
	struct sockaddr_in6 in6 = { .sin6_family = AF_INET6 };

	memset(out, 0, sizeof(*out));
	if (inet_pton(AF_INET, text, &in.sin_addr) == 1) {
		in.sin_port = htons((uint16_t)port);
		memcpy(out, &in, sizeof(in));
		return;
	}
	assert_int_equal(inet_pton(AF_INET6, text, &in6.sin6_addr), 1);
	in6.sin6_port = htons((uint16_t)port);
	memcpy(out, &in6, sizeof(in6));
}

static void only_public_or_exempt_addresses_are_allowed(void **state)
{
	struct error          err = ERROR_INIT;
	struct address_guard *g = address_guard_new(exempt, ARRAY_LEN(exempt),
						    &err);

	(void)state;
	assert_non_null(g);
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct sockaddr_storage address;

		make_address(cases[i].address, cases[i].port, &address);
		if (address_guard_allows(g, (struct sockaddr *)&address) !=
		    cases[i].is_allowed)
			fail_msg("%s port %d", cases[i].address,
				 cases[i].port);
	}
	address_guard_free(g);
}

static void other_families_are_refused(void **state)
{
	struct sockaddr_un    local = { .sun_family = AF_UNIX };
	struct address_guard *g = address_guard_new(NULL, 0, NULL);
	char                  text[ADDRESS_TEXT_SIZE];

	(void)state;
	assert_false(address_guard_allows(g, (struct sockaddr *)&local));
	address_text((struct sockaddr *)&local, text);
	assert_string_equal(text, "address family 1");
	address_guard_free(g);
}

static void an_exemption_must_be_an_address(void **state)
{
	static char *const bad[] = { "localhost", "10.0.0.0/33", "10.0.0/8",
				     "127.0.0.1:99999", "127.0.0.1:", "[::1",
				     "[::1]80", "", "::1/129", "1.2.3.4/" };

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
		struct error err = ERROR_INIT;

		assert_null(address_guard_new(&bad[i], 1, &err));
		assert_true(*err.text);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(only_public_or_exempt_addresses_are_allowed),
		cmocka_unit_test(other_families_are_refused),
		cmocka_unit_test(an_exemption_must_be_an_address),
	};

	return cmocka_run_group_tests_name("address", tests, NULL, NULL);
}
