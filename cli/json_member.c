#include "cli/json_member.h"

#include "parsers/ad_json.h"

#include <string.h>

static bool is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* To the quote that ends the string whose text begins at p. */
static const char *string_end(const char *p, const char *end)
{
	const char *quote;

	while ((quote = memchr(p, '"', (size_t)(end - p)))) {
		const char *text = quote;

		while (text > p && text[-1] == '\\')
			text--;
		if ((quote - text) % 2 == 0)
			return quote;
		p = quote + 1; /* its backslash makes it part of the text */
	}
	return end;
}

/* To the comma or bracket that follows the value at p. */
static const char *value_end(const char *p, const char *end)
{
	int depth = 0;

	while (p < end) {
		char c = *p;

		if (depth == 0 && (c == ',' || c == '}' || c == ']'))
			break;
		if (c == '"') {
			p = string_end(p + 1, end);
			if (p == end)
				break;
		}
		depth += (c == '{' || c == '[') - (c == '}' || c == ']');
		p++;
	}
	return p;
}

bool json_member_next(struct span *at, struct json_member *out)
{
	const char *p = at->ptr;
	const char *end = at->ptr + at->len;
	const char *stop;

	while (p < end && (is_space(*p) || *p == '{' || *p == ','))
		p++;
	if (p == end || *p != '"')
		return false;
	stop = string_end(++p, end);
	out->key = (struct span){ p, (size_t)(stop - p) };
	p = stop < end ? stop + 1 : end;
	while (p < end && (is_space(*p) || *p == ':'))
		p++;
	stop = value_end(p, end);
	out->value = span_trim((struct span){ p, (size_t)(stop - p) });
	*at = (struct span){ stop, (size_t)(end - stop) };
	return true;
}

static bool keep(const struct json_member *m, struct buf *out,
		 struct error *err)
{
	struct span key = { m->key.ptr - 1, m->key.len + 2 }; /* its quotes */

	if (err && !json_is_strict(key)) {
		error_set(err, "expected a name that can be kept, found half a "
			       "character or a NUL in it");
		return false;
	}
	if (err && !json_is_strict(m->value)) {
		error_set(err, "%.*s: expected JSON that can be kept, found what "
			       "RFC 8259 forbids or a NUL",
			  (int)(m->key.len < 40 ? m->key.len : 40), m->key.ptr);
		return false;
	}
	buf_add_char(out, out->len ? ',' : '{');
	buf_add_span(out, key);
	buf_add_char(out, ':');
	buf_add_span(out, m->value);
	return true;
}

bool json_unknown_members(struct span object, struct buf *out,
			  struct error *err)
{
	struct json_member m;

	while (json_member_next(&object, &m)) {
		if (!ad_json_is_known(m.key) && !keep(&m, out, err))
			return false;
	}
	if (out->len)
		buf_add_char(out, '}');
	return true;
}
