#include "base/utf8.h"

#include <stdbool.h>
#include <string.h>

/* Bytes of the valid sequence at `at`, or 0; the code point in *out. */
static size_t decode(const unsigned char *at, const unsigned char *end,
		     uint32_t *out)
{
	static const uint32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };
	unsigned char         c = at[0];
	size_t                n;
	uint32_t              cp;

	if (c < 0x80) {
		*out = c;
		return 1;
	}
	if (c < 0xC2 || c > 0xF4)
		return 0;
	n = c < 0xE0 ? 2 : c < 0xF0 ? 3 : 4;
	if ((size_t)(end - at) < n)
		return 0;
	cp = c & (0x7Fu >> n);
	for (size_t i = 1; i < n; i++) {
		if ((at[i] & 0xC0) != 0x80)
			return 0;
		cp = cp << 6 | (at[i] & 0x3F);
	}
	if (cp < least[n] || cp > 0x10FFFF || (cp >= 0xD800 && cp <= 0xDFFF))
		return 0;
	*out = cp;
	return n;
}

static inline bool goes_on(unsigned char c)
{
	return (c & 0xC0) == 0x80;
}

/* The same of two or three bytes, which nearly all letters have. */
static inline size_t decode_short(const unsigned char *at,
				  const unsigned char *end, uint32_t *out)
{
	unsigned char c = at[0];

	if (end - at < 3 || c < 0xC2 || c >= 0xF0 || !goes_on(at[1]))
		return 0;
	*out = (c & 0x1Fu) << 6 | (at[1] & 0x3Fu);
	if (c < 0xE0)
		return 2;
	if (!goes_on(at[2]))
		return 0;
	*out = (c & 0xFu) << 12 | (at[1] & 0x3Fu) << 6 | (at[2] & 0x3Fu);
	return *out < 0x800 || (*out & 0xF800) == 0xD800 ? 0 : 3;
}

uint32_t utf8_decode(const char **at, const char *end)
{
	uint32_t cp = UTF8_REPLACEMENT;
	size_t   n = decode_short((const unsigned char *)*at,
				  (const unsigned char *)end, &cp);

	if (!n) {
		cp = UTF8_REPLACEMENT;
		n = decode((const unsigned char *)*at,
			   (const unsigned char *)end, &cp);
	}
	*at += n ? n : 1;
	return cp;
}

int utf8_put(uint32_t cp, char out[UTF8_MAX])
{
	if (cp > 0x10FFFF || (cp >= 0xD800 && cp <= 0xDFFF))
		cp = UTF8_REPLACEMENT;
	if (cp < 0x80) {
		out[0] = (char)cp;
		return 1;
	}
	if (cp < 0x800) {
		out[0] = (char)(0xC0 | cp >> 6);
		out[1] = (char)(0x80 | (cp & 0x3F));
		return 2;
	}
	if (cp < 0x10000) {
		out[0] = (char)(0xE0 | cp >> 12);
		out[1] = (char)(0x80 | (cp >> 6 & 0x3F));
		out[2] = (char)(0x80 | (cp & 0x3F));
		return 3;
	}
	out[0] = (char)(0xF0 | cp >> 18);
	out[1] = (char)(0x80 | (cp >> 12 & 0x3F));
	out[2] = (char)(0x80 | (cp >> 6 & 0x3F));
	out[3] = (char)(0x80 | (cp & 0x3F));
	return 4;
}

size_t utf8_valid_prefix(struct span s)
{
	const unsigned char *at = (const unsigned char *)s.ptr;
	const unsigned char *end = at + s.len;

	while (at < end) {
		uint32_t cp;
		size_t   n;
		uint64_t word;

		if (end - at >= 8) { /* eight ASCII bytes at a time */
			memcpy(&word, at, 8);
			if (!(word & 0x8080808080808080u)) {
				at += 8;
				continue;
			}
		}
		n = decode(at, end, &cp);
		if (!n)
			break;
		at += n;
	}
	return (size_t)((const char *)at - s.ptr);
}

size_t utf8_length(struct span s)
{
	const char *at = s.ptr;
	const char *end = s.ptr + s.len;
	size_t      n = 0;

	while (at < end) {
		utf8_next(&at, end);
		n++;
	}
	return n;
}
