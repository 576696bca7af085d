#define _GNU_SOURCE /* memmem */

#include "daemon/path_pattern.h"

#include <string.h>

static bool is_unreserved(unsigned char c) /* RFC 3986 2.3 */
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	       (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_' ||
	       c == '~';
}

static int hex_value(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

/* The octet that "%41" at `at` stands for, or -1. */
static int escaped_octet(const char *at, const char *end)
{
	int high, low;

	if (end - at < 3 || *at != '%')
		return -1;
	high = hex_value(at[1]);
	low = hex_value(at[2]);
	return high < 0 || low < 0 ? -1 : high * 16 + low;
}

static void add_escaped(struct buf *out, unsigned char octet)
{
	static const char digits[] = "0123456789ABCDEF";
	char escaped[3] = { '%', digits[octet >> 4], digits[octet & 15] };

	buf_add(out, escaped, sizeof(escaped));
}

/*
 * `literal` names characters that are special in patterns and are compared as
 * escapes when they stand for themselves.
 */
static void normalise(struct span text, const char *literal, struct buf *out)
{
	const char *end = text.ptr + text.len;

	for (const char *at = text.ptr; at < end; at++) {
		unsigned char c = (unsigned char)*at;
		int           octet = escaped_octet(at, end);

		if (octet >= 0) {
			if (is_unreserved((unsigned char)octet))
				buf_add_char(out, (char)octet);
			else
				add_escaped(out, (unsigned char)octet);
			at += 2;
		} else if (c <= 0x20 || c >= 0x7f || strchr(literal, c)) {
			add_escaped(out, c);
		} else {
			buf_add_char(out, (char)c);
		}
	}
}

/* First of "/?;" at or after `from`, or `end`. */
static const char *path_mark(const char *from, const char *end)
{
	while (from < end && *from != '/' && *from != '?' && *from != ';')
		from++;
	return from;
}

void url_path_normalise(struct span url, struct buf *out)
{
	const char *start = url.ptr, *end = url.ptr + url.len;
	const char *hash = memchr(url.ptr, '#', url.len);
	const char *scheme_end, *path;

	if (hash)
		end = hash;
	if (span_starts(url, "//"))
		start += 2;
	path = path_mark(start, end);
	scheme_end = span_find((struct span){ start, (size_t)(end - start) },
			       "://");
	if (scheme_end && scheme_end < path)
		path = path_mark(scheme_end + 3, end);
	if (path == end || *path != '/')
		buf_add_char(out, '/');
	normalise((struct span){ path, (size_t)(end - path) }, "*$", out);
}

void pattern_normalise(struct span pattern, struct buf *out)
{
	bool is_anchored = pattern.len && pattern.ptr[pattern.len - 1] == '$';

	if (is_anchored)
		pattern.len--;
	normalise(pattern, "$", out);
	if (is_anchored)
		buf_add_char(out, '$');
}

/*
 * The pieces between the stars, each at its first place after the one before:
 * if any placement works, the leftmost does. An anchored last piece is
 * compared with the end instead.
 */
bool pattern_matches(struct span pattern, struct span path)
{
	bool is_anchored = pattern.len && pattern.ptr[pattern.len - 1] == '$';
	const char *at = pattern.ptr;
	const char *end = at + pattern.len - (is_anchored ? 1 : 0);
	const char *from = path.ptr, *path_end = path.ptr + path.len;
	bool        is_first = true;

	for (;;) {
		const char *star = memchr(at, '*', (size_t)(end - at));
		size_t      len = (size_t)((star ? star : end) - at);
		size_t      left = (size_t)(path_end - from);

		if (len > left)
			return false;
		if (is_first) {
			if (memcmp(at, from, len) != 0)
				return false;
			if (!star && is_anchored)
				return len == left;
			from += len;
		} else if (!star && is_anchored) {
			return memcmp(path_end - len, at, len) == 0;
		} else if (len) {
			const char *found = memmem(from, left, at, len);

			if (!found)
				return false;
			from = found + len;
		}
		if (!star)
			return true;
		at = star + 1;
		is_first = false;
	}
}
