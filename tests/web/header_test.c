/* header_test.c - conditional requests, codings, formats. */
#include "web/header.h"

#include "base/mem.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>

#define TAG "\"v1\""

enum header { ACCEPT_ENCODING, IF_NONE_MATCH, ACCEPT };

static const struct header_case {
	const char *name;
	enum header header;
	const char *value;
	bool        want;
} cases[] = {
	{ "no coding is named", ACCEPT_ENCODING, NULL, false },
	{ "an empty list", ACCEPT_ENCODING, "", false },
	{ "gzip", ACCEPT_ENCODING, "gzip", true },
	{ "GZIP", ACCEPT_ENCODING, "GZIP", true },
	{ "gzip at the end", ACCEPT_ENCODING, "br, deflate,\tgzip", true },
	{ "empty elements", ACCEPT_ENCODING, ",, ,gzip", true },
	{ "a weight", ACCEPT_ENCODING, "br;q=1.0, gzip;q=0.001", true },
	{ "a weight of 0", ACCEPT_ENCODING, "gzip;q=0", false },
	{ "a weight of 0.000", ACCEPT_ENCODING, "gzip ; Q=0.000, br", false },
	{ "another's weight is not ours", ACCEPT_ENCODING, "gzip, br;q=0",
	  true },
	{ "a parameter before the weight", ACCEPT_ENCODING,
	  "gzip;level=9;q=0", false },
	{ "a weight that is none", ACCEPT_ENCODING, "gzip;q=", false },
	{ "a name that begins so", ACCEPT_ENCODING, "gzipped", false },
	{ "a name that ends so", ACCEPT_ENCODING, "x-gzip", false },
	{ "a star is not taken for it", ACCEPT_ENCODING, "*", false },
	{ "only semicolons", ACCEPT_ENCODING, "gzip;;;;", true },

	{ "no tag is named", IF_NONE_MATCH, NULL, false },
	{ "an empty list of tags", IF_NONE_MATCH, "", false },
	{ "the tag", IF_NONE_MATCH, TAG, true },
	{ "the tag, weak", IF_NONE_MATCH, "W/" TAG, true },
	{ "the last of three", IF_NONE_MATCH, "\"a\", W/\"b\"," TAG, true },
	{ "any", IF_NONE_MATCH, "*", true },
	{ "another", IF_NONE_MATCH, "\"v2\"", false },
	{ "longer", IF_NONE_MATCH, "\"v1z\"", false },
	{ "shorter", IF_NONE_MATCH, "\"v\"", false },
	{ "without its quotes", IF_NONE_MATCH, "v1", false },
	{ "with half of them", IF_NONE_MATCH, "\"v1", false },
	{ "between two others", IF_NONE_MATCH, "\"a\"v1\"b\"", false },
	{ "an odd quote before it", IF_NONE_MATCH, "\"" TAG, false },

	{ "any format", ACCEPT, NULL, false },
	{ "CSV", ACCEPT, "text/csv", true },
	{ "CSV and all others", ACCEPT, "text/csv;q=0.9, */*;q=0.1", true },
	{ "CSV and JSON", ACCEPT, "application/json, text/csv", false },
	{ "a browser", ACCEPT, "text/html,text/csv", false },
};

static void header_is_read(void **state)
{
	const struct header_case *c = *state;
	bool                      got;

	switch (c->header) {
	case ACCEPT_ENCODING: got = header_takes_gzip(c->value); break;
	case IF_NONE_MATCH: got = header_has_tag(c->value, TAG); break;
	default: got = header_wants_csv(c->value); break;
	}

	assert_int_equal(got, c->want);
}

int main(void)
{
	struct CMUnitTest tests[ARRAY_LEN(cases)] = { 0 };

	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		tests[i].name = cases[i].name;
		tests[i].test_func = header_is_read;
		tests[i].initial_state = (void *)&cases[i];
	}
	return cmocka_run_group_tests_name("header", tests, NULL, NULL);
}
