#include "cli/thrift.h"

#include <assert.h>
#include <string.h>

#define TYPE_TRUE 1
#define TYPE_FALSE 2
#define TYPE_LIST 9
#define SHORT_LIST 15 /* elements; from there on the count is apart */

void thrift_varint(struct buf *out, uint64_t value)
{
	for (; value >= 0x80; value >>= 7)
		buf_add_char(out, (char)(value | 0x80));
	buf_add_char(out, (char)value);
}

static void put_signed(struct thrift *t, int64_t value)
{
	thrift_varint(t->out, (uint64_t)value << 1 ^ (uint64_t)(value >> 63));
}

static void put_text(struct thrift *t, const char *text)
{
	thrift_varint(t->out, strlen(text));
	buf_add_text(t->out, text);
}

static void put_field(struct thrift *t, int16_t field, int type)
{
	int delta = field - t->field[t->depth];

	assert(delta > 0 && delta < 16); /* all that Parquet's structs need */
	buf_add_char(t->out, (char)(delta << 4 | type));
	t->field[t->depth] = field;
}

static void begin(struct thrift *t)
{
	assert(t->depth + 1 < THRIFT_DEPTH_MAX);
	t->field[++t->depth] = 0;
}

void thrift_i32(struct thrift *t, int16_t field, int32_t value)
{
	put_field(t, field, THRIFT_I32);
	put_signed(t, value);
}

void thrift_i64(struct thrift *t, int16_t field, int64_t value)
{
	put_field(t, field, THRIFT_I64);
	put_signed(t, value);
}

void thrift_bool(struct thrift *t, int16_t field, bool value)
{
	put_field(t, field, value ? TYPE_TRUE : TYPE_FALSE);
}

void thrift_text(struct thrift *t, int16_t field, const char *text)
{
	put_field(t, field, THRIFT_BINARY);
	put_text(t, text);
}

void thrift_open(struct thrift *t, int16_t field)
{
	put_field(t, field, THRIFT_STRUCT);
	begin(t);
}

void thrift_list(struct thrift *t, int16_t field, enum thrift_type of, size_t n)
{
	put_field(t, field, TYPE_LIST);
	if (n < SHORT_LIST) {
		buf_add_char(t->out, (char)((int)n << 4 | (int)of));
		return;
	}
	buf_add_char(t->out, (char)(SHORT_LIST << 4 | (int)of));
	thrift_varint(t->out, n);
}

void thrift_element_i32(struct thrift *t, int32_t value)
{
	put_signed(t, value);
}

void thrift_element_text(struct thrift *t, const char *text)
{
	put_text(t, text);
}

void thrift_element_open(struct thrift *t)
{
	begin(t);
}

void thrift_end(struct thrift *t)
{
	buf_add_char(t->out, 0);
	if (t->depth)
		t->depth--;
}
