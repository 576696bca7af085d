#include "cli/json_member.h"

#include <string.h>

static bool is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* To the quote that ends the string whose text begins at p. */
static const char *string_end(const char *p, const char *end)
{
	while (p < end && *p != '"')
		p += *p == '\\' ? 2 : 1;
	return p < end ? p : end;
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
