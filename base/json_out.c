#include "base/json_out.h"

#include "base/utf8.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A comma, unless this value is the first of its container or follows a key. */
static void separate(struct buf *b)
{
	char last = b->len ? b->ptr[b->len - 1] : '\n';

	if (last != '{' && last != '[' && last != ':' && last != '\n')
		buf_add_char(b, ',');
}

static void open_with(struct buf *b, char c)
{
	separate(b);
	buf_add_char(b, c);
}

void json_open_object(struct buf *b)
{
	open_with(b, '{');
}

void json_close_object(struct buf *b)
{
	buf_add_char(b, '}');
}

void json_open_array(struct buf *b)
{
	open_with(b, '[');
}

void json_close_array(struct buf *b)
{
	buf_add_char(b, ']');
}

static bool is_plain(unsigned char c)
{
	return c >= 0x20 && c < 0x80 && c != '"' && c != '\\' && c != 0x7F;
}

static void add_escaped(struct buf *b, unsigned char c)
{
	static const char from[] = "\"\\\n\r\t\b\f";
	static const char to[] = "\"\\nrtbf";
	const char       *known = c ? strchr(from, c) : NULL;

	if (known)
		buf_printf(b, "\\%c", to[known - from]);
	else
		buf_printf(b, "\\u%04x", c);
}

static void add_string(struct buf *b, struct span s)
{
	const char *at = s.ptr ? s.ptr : "";
	const char *end = at + s.len;

	buf_reserve(b, s.len + 2);
	buf_add_char(b, '"');
	while (at < end) {
		const char   *run = at;
		unsigned char c;

		while (at < end && is_plain((unsigned char)*at))
			at++;
		buf_add(b, run, (size_t)(at - run));
		if (at == end)
			break;
		c = (unsigned char)*at;
		if (c < 0x80) {
			add_escaped(b, c);
			at++;
		} else {
			char out[UTF8_MAX];
			int  n = utf8_put(utf8_next(&at, end), out);

			buf_add(b, out, (size_t)n);
		}
	}
	buf_add_char(b, '"');
}

void json_key(struct buf *b, const char *key)
{
	separate(b);
	add_string(b, span_of(key));
	buf_add_char(b, ':');
}

void json_string(struct buf *b, struct span value)
{
	separate(b);
	add_string(b, value);
}

void json_int(struct buf *b, int64_t value)
{
	separate(b);
	buf_printf(b, "%lld", (long long)value);
}

void json_double(struct buf *b, double value)
{
	char text[32];

	if (!isfinite(value)) {
		json_null(b);
		return;
	}
	separate(b);
	/* the shortest form that reads back as the same number */
	for (int digits = 6; digits <= 17; digits++) {
		snprintf(text, sizeof(text), "%.*g", digits, value);
		if (strtod(text, NULL) == value)
			break;
	}
	buf_add_text(b, text);
}

void json_bool(struct buf *b, bool value)
{
	separate(b);
	buf_add_text(b, value ? "true" : "false");
}

void json_null(struct buf *b)
{
	separate(b);
	buf_add_text(b, "null");
}

void json_put_span(struct buf *b, const char *key, struct span value)
{
	if (!value.ptr)
		return;
	json_key(b, key);
	json_string(b, value);
}

void json_put_text(struct buf *b, const char *key, const char *value)
{
	json_put_span(b, key, span_of(value));
}

void json_put_int(struct buf *b, const char *key, int64_t value)
{
	json_key(b, key);
	json_int(b, value);
}

void json_put_double(struct buf *b, const char *key, double value)
{
	json_key(b, key);
	json_double(b, value);
}

void json_put_bool(struct buf *b, const char *key, bool value)
{
	json_key(b, key);
	json_bool(b, value);
}
