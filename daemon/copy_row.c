#include "daemon/copy_row.h"

#include "base/mem.h"
#include "daemon/wire.h"

#include <math.h>
#include <string.h>

#define SIGNATURE      "PGCOPY\n\377\r\n\0"
#define SIGNATURE_SIZE 11
#define HEAD_SIZE      19 /* signature, flags, length of an extension */
#define DAYS_TO_2000   10957
#define END_MARK       0xffff
#define OID_INT4       23 /* pg_type.dat */

bool copy_row_open(struct copy_row *r, struct span data)
{
	if (data.len >= HEAD_SIZE &&
	    memcmp(data.ptr, SIGNATURE, SIGNATURE_SIZE) == 0) {
		data.ptr += HEAD_SIZE;
		data.len -= HEAD_SIZE;
	}
	r->at = data.ptr;
	r->end = data.ptr + data.len;
	if (data.len < 2 || wire_get16(data.ptr) == END_MARK)
		return false;
	r->at += 2;
	return true;
}

struct span copy_next(struct copy_row *r)
{
	struct span field = { NULL, 0 };
	int32_t     len;

	if (r->end - r->at < 4)
		return field;
	len = (int32_t)wire_get32(r->at);
	r->at += 4;
	if (len < 0 || len > r->end - r->at)
		return field;
	field = (struct span){ r->at, (size_t)len };
	r->at += len;
	return field;
}

static int64_t number_of(struct span s)
{
	switch (s.ptr ? s.len : 0) {
	case 2: return (int16_t)wire_get16(s.ptr);
	case 4: return (int32_t)wire_get32(s.ptr);
	case 8: return (int64_t)wire_get64(s.ptr);
	default: return 0;
	}
}

int64_t copy_next_int(struct copy_row *r)
{
	return number_of(copy_next(r));
}

int32_t copy_next_day(struct copy_row *r, int32_t absent)
{
	struct span s = copy_next(r);

	return s.ptr ? (int32_t)number_of(s) + DAYS_TO_2000 : absent;
}

/* An array's fields are laid out as those of a row: open it at the first. */
static size_t open_array(struct copy_row *r, struct copy_row *elements)
{
	struct span s = copy_next(r);
	size_t      n;

	if (s.len < WIRE_ARRAY_HEAD)
		return 0;
	n = wire_get32(s.ptr + 12);
	elements->at = s.ptr + WIRE_ARRAY_HEAD;
	elements->end = s.ptr + s.len;
	return n <= s.len / 4 ? n : 0;
}

size_t copy_next_numbers(struct copy_row *r, int32_t **out, size_t *cap)
{
	struct copy_row elements;
	size_t          n = open_array(r, &elements);

	if (n > *cap) {
		*cap = 2 * n;
		*out = xrealloc(*out, *cap * sizeof(**out));
	}
	for (size_t i = 0; i < n; i++)
		(*out)[i] = (int32_t)copy_next_int(&elements);
	return n;
}

size_t copy_next_texts(struct copy_row *r, struct span **out, size_t *cap)
{
	struct copy_row elements;
	size_t          n = open_array(r, &elements);

	if (n > *cap) {
		*cap = 2 * n;
		*out = xrealloc(*out, *cap * sizeof(**out));
	}
	for (size_t i = 0; i < n; i++)
		(*out)[i] = copy_next(&elements);
	return n;
}

/* ---- writing ---- */

void copy_put_head(struct buf *b)
{
	buf_add(b, SIGNATURE, SIGNATURE_SIZE);
	wire_put32(b, 0);
	wire_put32(b, 0);
}

void copy_put_row(struct buf *b, int fields)
{
	buf_add_char(b, (char)(fields >> 8));
	buf_add_char(b, (char)fields);
}

void copy_put_text(struct buf *b, struct span value)
{
	wire_put32(b, value.ptr ? (uint32_t)value.len : UINT32_MAX);
	if (value.ptr)
		buf_add_span(b, value);
}

void copy_put_int4(struct buf *b, int32_t value)
{
	wire_put32(b, 4);
	wire_put32(b, (uint32_t)value);
}

void copy_put_int8(struct buf *b, int64_t value)
{
	wire_put32(b, 8);
	wire_put64(b, (uint64_t)value);
}

void copy_put_day(struct buf *b, int32_t day)
{
	copy_put_int4(b, day - DAYS_TO_2000);
}

void copy_put_float(struct buf *b, double value)
{
	uint64_t bits;

	if (isnan(value)) {
		wire_put32(b, UINT32_MAX);
		return;
	}
	memcpy(&bits, &value, sizeof(bits));
	wire_put32(b, 8);
	wire_put64(b, bits);
}

void copy_put_bool(struct buf *b, bool value)
{
	wire_put32(b, 1);
	buf_add_char(b, value);
}

void copy_put_numbers(struct buf *b, const uint32_t *values, size_t n)
{
	wire_put32(b, (uint32_t)(WIRE_ARRAY_HEAD + n * 8));
	wire_array_head(b, OID_INT4, (uint32_t)n);
	for (size_t i = 0; i < n; i++) {
		wire_put32(b, 4);
		wire_put32(b, values[i]);
	}
}

void copy_put_end(struct buf *b)
{
	copy_put_row(b, END_MARK);
}
