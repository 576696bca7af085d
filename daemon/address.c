#include "daemon/address.h"

#include "base/mem.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* IPv4 is kept as ::ffff:a.b.c.d, so that one comparison serves both. */
struct range {
	unsigned char bytes[16];
	int           bits;
	int           port; /* 0: any */
};

struct address_guard {
	struct range *exempt;
	size_t        n;
};

/* IANA IPv4 special-purpose registry and RFC 1112 (read 2026-11). */
static const struct special4 {
	unsigned char first[4];
	int           bits;
} special4[] = {
	{ { 0, 0, 0, 0 }, 8 },       /* this network, RFC 791 */
	{ { 10, 0, 0, 0 }, 8 },      /* private, RFC 1918 */
	{ { 100, 64, 0, 0 }, 10 },   /* shared, RFC 6598 */
	{ { 127, 0, 0, 0 }, 8 },     /* loopback, RFC 1122 */
	{ { 169, 254, 0, 0 }, 16 },  /* link-local, RFC 3927 */
	{ { 172, 16, 0, 0 }, 12 },   /* private */
	{ { 192, 0, 0, 0 }, 24 },    /* IETF protocols, RFC 6890 */
	{ { 192, 0, 2, 0 }, 24 },    /* documentation, RFC 5737 */
	{ { 192, 88, 99, 0 }, 24 },  /* 6to4 relays, RFC 7526 */
	{ { 192, 168, 0, 0 }, 16 },  /* private */
	{ { 198, 18, 0, 0 }, 15 },   /* benchmarking, RFC 2544 */
	{ { 198, 51, 100, 0 }, 24 }, /* documentation */
	{ { 203, 0, 113, 0 }, 24 },  /* documentation */
	{ { 224, 0, 0, 0 }, 4 },     /* multicast */
	{ { 240, 0, 0, 0 }, 4 },     /* reserved, broadcast */
};

/*
 * Of IPv6 only 2000::/3 is global unicast; what is special inside it, or
 * carries an IPv4 address, is listed. NAT64 (64:ff9b::/96) is judged by the
 * address inside, for hosts that have no IPv4 of their own.
 */
static const struct special6 {
	unsigned char first[16];
	int           bits;
} special6[] = {
	{ { 0x20, 0x01, 0x00 }, 23 },             /* IETF, Teredo, ORCHID */
	{ { 0x20, 0x01, 0x0d, 0xb8 }, 32 },       /* documentation */
	{ { 0x20, 0x02 }, 16 },                   /* 6to4 */
	{ { 0x3f, 0xff, 0x00 }, 20 },             /* documentation, RFC 9637 */
};

static const unsigned char mapped4[12] = { [10] = 0xff, [11] = 0xff };
static const unsigned char nat64[12] = { 0x00, 0x64, 0xff, 0x9b };

static bool is_within(const unsigned char *address, const unsigned char *first,
		      int bits)
{
	int whole = bits / 8;
	int rest = bits % 8;

	if (memcmp(address, first, (size_t)whole) != 0)
		return false;
	if (!rest)
		return true;
	return ((address[whole] ^ first[whole]) >> (8 - rest)) == 0;
}

static bool is_global4(const unsigned char *address)
{
	for (size_t i = 0; i < ARRAY_LEN(special4); i++) {
		if (is_within(address, special4[i].first, special4[i].bits))
			return false;
	}
	return true;
}

static bool is_global6(const unsigned char *address)
{
	if (memcmp(address, mapped4, sizeof(mapped4)) == 0)
		return is_global4(address + 12);
	if (memcmp(address, nat64, sizeof(nat64)) == 0)
		return is_global4(address + 12);
	if ((address[0] & 0xe0) != 0x20)
		return false;
	for (size_t i = 0; i < ARRAY_LEN(special6); i++) {
		if (is_within(address, special6[i].first, special6[i].bits))
			return false;
	}
	return true;
}

/* The 16 bytes of an address, IPv4 mapped; false for other families. */
static bool address_bytes(const struct sockaddr *address,
			  unsigned char bytes[16], int *port)
{
	if (address->sa_family == AF_INET) {
		struct sockaddr_in in;

		memcpy(&in, address, sizeof(in));
		memcpy(bytes, mapped4, sizeof(mapped4));
		memcpy(bytes + 12, &in.sin_addr, 4);
		*port = ntohs(in.sin_port);
		return true;
	}
	if (address->sa_family == AF_INET6) {
		struct sockaddr_in6 in6;

		memcpy(&in6, address, sizeof(in6));
		memcpy(bytes, &in6.sin6_addr, 16);
		*port = ntohs(in6.sin6_port);
		return true;
	}
	return false;
}

/* A decimal number up to `max` that is all of `text`; -1 otherwise. */
static int small_number(const char *text, int max)
{
	char *end;
	long  value;

	if (*text < '0' || *text > '9')
		return -1;
	value = strtol(text, &end, 10);
	return *end || value > max ? -1 : (int)value;
}

/*
 * Cut "[v6]:port", "v4:port", "address/bits" into its parts, in place. The
 * colons of a bare IPv6 address are its own.
 */
static bool split_exempt(char *text, char **address, const char **port,
			 const char **bits)
{
	char *mark;

	*port = *bits = NULL;
	*address = text;
	if (*text == '[') {
		mark = strchr(text, ']');
		if (!mark)
			return false;
		*mark = '\0';
		*address = text + 1;
		if (mark[1] == ':')
			*port = mark + 2;
		else if (mark[1])
			return false;
		return true;
	}
	mark = strchr(text, '/');
	if (mark) {
		*mark = '\0';
		*bits = mark + 1;
	}
	mark = strchr(text, ':');
	if (mark && !strchr(mark + 1, ':')) {
		*mark = '\0';
		*port = mark + 1;
	}
	return true;
}

static bool parse_exempt(const char *entry, struct range *out)
{
	char        text[128];
	char       *address;
	const char *port, *bits;
	int         family_bits = 128;

	if (strlen(entry) >= sizeof(text))
		return false;
	memcpy(text, entry, strlen(entry) + 1);
	if (!split_exempt(text, &address, &port, &bits))
		return false;
	if (inet_pton(AF_INET, address, out->bytes + 12) == 1) {
		memcpy(out->bytes, mapped4, sizeof(mapped4));
		family_bits = 32;
	} else if (inet_pton(AF_INET6, address, out->bytes) != 1) {
		return false;
	}
	out->bits = bits ? small_number(bits, family_bits) : family_bits;
	out->port = port ? small_number(port, 65535) : 0;
	if (out->bits < 0 || out->port < 0)
		return false;
	out->bits += 128 - family_bits;
	return true;
}

struct address_guard *address_guard_new(char *const *exempt, size_t n,
					struct error *err)
{
	struct address_guard *g = xcalloc(1, sizeof(*g));

	g->exempt = xcalloc(n ? n : 1, sizeof(*g->exempt));
	for (size_t i = 0; i < n; i++) {
		if (!parse_exempt(exempt[i], &g->exempt[i])) {
			error_set(err,
				  "exempt_hosts: expected ADDRESS, "
				  "ADDRESS:PORT or ADDRESS/BITS, found %.100s",
				  exempt[i]);
			address_guard_free(g);
			return NULL;
		}
		g->n++;
	}
	return g;
}

void address_guard_free(struct address_guard *g)
{
	if (!g)
		return;
	free(g->exempt);
	free(g);
}

bool address_guard_allows(const struct address_guard *g,
			  const struct sockaddr *address)
{
	unsigned char bytes[16];
	int           port;

	if (!address_bytes(address, bytes, &port))
		return false;
	if (is_global6(bytes))
		return true;
	for (size_t i = 0; i < g->n; i++) {
		const struct range *r = &g->exempt[i];

		if (is_within(bytes, r->bytes, r->bits) &&
		    (!r->port || r->port == port))
			return true;
	}
	return false;
}

void address_text(const struct sockaddr *address, char out[ADDRESS_TEXT_SIZE])
{
	unsigned char bytes[16];
	char          text[INET6_ADDRSTRLEN];
	int           port;

	if (!address_bytes(address, bytes, &port)) {
		snprintf(out, ADDRESS_TEXT_SIZE, "address family %d",
			 address->sa_family);
		return;
	}
	if (address->sa_family == AF_INET) {
		inet_ntop(AF_INET, bytes + 12, text, sizeof(text));
		snprintf(out, ADDRESS_TEXT_SIZE, "%s:%d", text, port);
	} else {
		inet_ntop(AF_INET6, bytes, text, sizeof(text));
		snprintf(out, ADDRESS_TEXT_SIZE, "[%s]:%d", text, port);
	}
}
