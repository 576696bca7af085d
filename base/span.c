#define _GNU_SOURCE
#include "base/span.h"

#include <string.h>
#include <strings.h>

struct span span_of(const char *text)
{
	return (struct span){ text, text ? strlen(text) : 0 };
}

bool span_is(struct span s, const char *text)
{
	size_t len = strlen(text);

	return s.ptr && s.len == len && memcmp(s.ptr, text, len) == 0;
}

bool span_same(struct span a, struct span b)
{
	return a.len == b.len && (!a.len || memcmp(a.ptr, b.ptr, a.len) == 0);
}

bool span_is_nocase(struct span s, const char *text)
{
	size_t len = strlen(text);

	return s.ptr && s.len == len && strncasecmp(s.ptr, text, len) == 0;
}

bool span_starts(struct span s, const char *prefix)
{
	size_t len = strlen(prefix);

	return s.len >= len && memcmp(s.ptr, prefix, len) == 0;
}

bool span_starts_nocase(struct span s, const char *prefix)
{
	size_t len = strlen(prefix);

	return s.len >= len && strncasecmp(s.ptr, prefix, len) == 0;
}

static bool is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

struct span span_trim(struct span s)
{
	while (s.len && is_space(s.ptr[0])) {
		s.ptr++;
		s.len--;
	}
	while (s.len && is_space(s.ptr[s.len - 1]))
		s.len--;
	return s;
}

const char *span_find(struct span s, const char *needle)
{
	return s.len ? memmem(s.ptr, s.len, needle, strlen(needle)) : NULL;
}

const char *span_find_nocase(struct span s, const char *needle)
{
	size_t len = strlen(needle);

	for (size_t i = 0; i + len <= s.len; i++) {
		if (strncasecmp(s.ptr + i, needle, len) == 0)
			return s.ptr + i;
	}
	return NULL;
}

bool span_take_line(struct span *text, struct span *line)
{
	const char *end = text->len ? memchr(text->ptr, '\n', text->len) : NULL;

	if (!end)
		return false;
	*line = (struct span){ text->ptr, (size_t)(end - text->ptr) };
	if (line->len && line->ptr[line->len - 1] == '\r')
		line->len--;
	text->len -= (size_t)(end + 1 - text->ptr);
	text->ptr = end + 1;
	return true;
}
