#include "daemon/wire.h"

#include "base/utf8.h"

#include <assert.h>
#include <string.h>

/* pg_type.dat; these numbers never change. */
enum oid {
	OID_BOOL = 16,
	OID_BYTEA = 17,
	OID_CHAR = 18,
	OID_INT8 = 20,
	OID_INT2 = 21,
	OID_INT4 = 23,
	OID_TEXT = 25,
	OID_FLOAT8 = 701,
	OID_INT4_ARRAY = 1007,
	OID_TEXT_ARRAY = 1009,
	OID_INT8_ARRAY = 1016,
	OID_BOOL_ARRAY = 1000,
	OID_TIMESTAMPTZ = 1184,
	OID_TIMESTAMPTZ_ARRAY = 1185,
	OID_JSONB = 3802,
};

#define EPOCH_2000_USEC 946684800000000LL /* 2000-01-01 since 1970-01-01 */
#define JSONB_VERSION 1

static void put_be(char *at, uint64_t value, int bytes)
{
	for (int i = bytes - 1; i >= 0; i--) {
		at[i] = (char)(value & 0xff);
		value >>= 8;
	}
}

static uint64_t get_be(const char *at, int bytes)
{
	uint64_t value = 0;

	for (int i = 0; i < bytes; i++)
		value = value << 8 | (unsigned char)at[i];
	return value;
}

void wire_put32(struct buf *b, uint32_t value)
{
	put_be(buf_reserve(b, 4), value, 4);
	buf_commit(b, 4);
}

void wire_put64(struct buf *b, uint64_t value)
{
	put_be(buf_reserve(b, 8), value, 8);
	buf_commit(b, 8);
}

uint16_t wire_get16(const char *at)
{
	return (uint16_t)get_be(at, 2);
}

uint32_t wire_get32(const char *at)
{
	return (uint32_t)get_be(at, 4);
}

uint64_t wire_get64(const char *at)
{
	return get_be(at, 8);
}

int64_t wire_time_of(int64_t usec)
{
	return usec - EPOCH_2000_USEC;
}

int64_t wire_get_time(const char *at)
{
	return (int64_t)get_be(at, 8) + EPOCH_2000_USEC;
}

size_t wire_row_begin(struct buf *b, int fields)
{
	size_t mark = b->len;

	wire_put32(b, 0);
	wire_put32(b, (uint32_t)fields);
	return mark;
}

void wire_row_end(struct buf *b, size_t mark)
{
	put_be(b->ptr + mark, b->len - mark - 4, 4);
}

static void put_null(struct buf *b, enum oid type)
{
	char *at = buf_reserve(b, 8);

	put_be(at, type, 4);
	memset(at + 4, 0xff, 4); /* length -1 */
	buf_commit(b, 8);
}

static void put_number(struct buf *b, enum oid type, uint64_t value, int bytes)
{
	char *at = buf_reserve(b, 16);

	put_be(at, type, 4);
	put_be(at + 4, (uint64_t)bytes, 4);
	put_be(at + 8, value, bytes);
	buf_commit(b, 8 + (size_t)bytes);
}

static void put_bytes(struct buf *b, enum oid type, struct span value)
{
	char *at;

	if (!value.ptr) {
		put_null(b, type);
		return;
	}
	at = buf_reserve(b, 8 + value.len);
	put_be(at, type, 4);
	put_be(at + 4, value.len, 4);
	memcpy(at + 8, value.ptr, value.len);
	buf_commit(b, 8 + value.len);
}

void wire_bool(struct buf *b, bool value)
{
	put_number(b, OID_BOOL, value, 1);
}

void wire_bool_null(struct buf *b)
{
	put_null(b, OID_BOOL);
}

void wire_int2(struct buf *b, int16_t value)
{
	put_number(b, OID_INT2, (uint16_t)value, 2);
}

void wire_int4(struct buf *b, int32_t value)
{
	put_number(b, OID_INT4, (uint32_t)value, 4);
}

void wire_int4_or_null(struct buf *b, int32_t value, bool is_there)
{
	if (is_there)
		wire_int4(b, value);
	else
		put_null(b, OID_INT4);
}

void wire_int8(struct buf *b, int64_t value)
{
	put_number(b, OID_INT8, (uint64_t)value, 8);
}

void wire_int8_or_null(struct buf *b, int64_t value, bool is_there)
{
	if (is_there)
		wire_int8(b, value);
	else
		put_null(b, OID_INT8);
}

void wire_float8_or_null(struct buf *b, double value, bool is_there)
{
	uint64_t raw;

	memcpy(&raw, &value, sizeof(raw));
	if (is_there)
		put_number(b, OID_FLOAT8, raw, 8);
	else
		put_null(b, OID_FLOAT8);
}

static bool is_clean(struct span s)
{
	return !memchr(s.ptr, 0, s.len) && utf8_valid_prefix(s) == s.len;
}

/* The bytes of `s` as PostgreSQL takes them. */
static void put_cleaned(struct buf *b, struct span s)
{
	const char *at = s.ptr;

	while (at < s.ptr + s.len) {
		uint32_t c = utf8_next(&at, s.ptr + s.len);
		char     out[UTF8_MAX];

		buf_add(b, out, (size_t)utf8_put(c ? c : UTF8_REPLACEMENT, out));
	}
}

/* A length and as many bytes, as elements and fields both have it. */
static void put_sized_text(struct buf *b, struct span s)
{
	size_t mark = b->len;

	wire_put32(b, (uint32_t)s.len);
	if (is_clean(s)) {
		buf_add_span(b, s);
		return;
	}
	put_cleaned(b, s);
	put_be(b->ptr + mark, b->len - mark - 4, 4);
}

void wire_text(struct buf *b, struct span value)
{
	if (!value.ptr) {
		put_null(b, OID_TEXT);
		return;
	}
	wire_put32(b, OID_TEXT);
	put_sized_text(b, value);
}

void wire_bytea(struct buf *b, struct span value)
{
	put_bytes(b, OID_BYTEA, value);
}

void wire_jsonb(struct buf *b, struct span value)
{
	if (!value.ptr) {
		put_null(b, OID_JSONB);
		return;
	}
	wire_put32(b, OID_JSONB);
	wire_put32(b, (uint32_t)value.len + 1);
	buf_add_char(b, JSONB_VERSION);
	buf_add_span(b, value);
}

void wire_char(struct buf *b, char value)
{
	if (value)
		put_number(b, OID_CHAR, (unsigned char)value, 1);
	else
		put_null(b, OID_CHAR);
}

void wire_time(struct buf *b, int64_t usec)
{
	if (usec)
		put_number(b, OID_TIMESTAMPTZ, (uint64_t)wire_time_of(usec), 8);
	else
		put_null(b, OID_TIMESTAMPTZ);
}

void wire_array_head(struct buf *b, uint32_t element, uint32_t n)
{
	wire_put32(b, n ? 1 : 0); /* dimensions */
	wire_put32(b, 0);         /* no NULL inside */
	wire_put32(b, element);
	if (!n)
		return;
	wire_put32(b, n);
	wire_put32(b, 1); /* lower bound */
}

/* Begin a field that is an array; its length is set by wire_row_end. */
static size_t array_begin(struct buf *b, enum oid type, enum oid element,
			  size_t n)
{
	size_t mark;

	wire_put32(b, type);
	mark = b->len;
	wire_put32(b, 0);
	wire_array_head(b, element, (uint32_t)n);
	return mark;
}

void wire_int4_array(struct buf *b, const int32_t *values, size_t n)
{
	size_t mark = array_begin(b, OID_INT4_ARRAY, OID_INT4, n);

	for (size_t i = 0; i < n; i++) {
		wire_put32(b, 4);
		wire_put32(b, (uint32_t)values[i]);
	}
	wire_row_end(b, mark);
}

void wire_int8_array(struct buf *b, const int64_t *values, size_t n)
{
	size_t mark = array_begin(b, OID_INT8_ARRAY, OID_INT8, n);

	for (size_t i = 0; i < n; i++) {
		wire_put32(b, 8);
		wire_put64(b, (uint64_t)values[i]);
	}
	wire_row_end(b, mark);
}

void wire_int4_array_null(struct buf *b)
{
	put_null(b, OID_INT4_ARRAY);
}

void wire_int8_array_null(struct buf *b)
{
	put_null(b, OID_INT8_ARRAY);
}

void wire_text_array(struct buf *b, const struct span *values, size_t n)
{
	size_t mark = array_begin(b, OID_TEXT_ARRAY, OID_TEXT, n);

	for (size_t i = 0; i < n; i++)
		put_sized_text(b, values[i]);
	wire_row_end(b, mark);
}

void wire_time_array(struct buf *b, const int64_t *usec, size_t n)
{
	size_t mark = array_begin(b, OID_TIMESTAMPTZ_ARRAY, OID_TIMESTAMPTZ, n);

	for (size_t i = 0; i < n; i++) {
		wire_put32(b, 8);
		wire_put64(b, (uint64_t)wire_time_of(usec[i]));
	}
	wire_row_end(b, mark);
}

void wire_bool_array(struct buf *b, const bool *values, size_t n)
{
	size_t mark = array_begin(b, OID_BOOL_ARRAY, OID_BOOL, n);

	for (size_t i = 0; i < n; i++) {
		wire_put32(b, 1);
		buf_add_char(b, values[i]);
	}
	wire_row_end(b, mark);
}
