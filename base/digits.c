#include "base/digits.h"

#include "base/mem.h"

#include <string.h>

static const struct script {
	const char *zero; /* UTF-8; nine others follow it */
	size_t      len;
} scripts[] = {
	{ "\xD9\xA0", 2 },     /* Arabic */
	{ "\xDB\xB0", 2 },     /* Persian */
	{ "\xE0\xA5\xA6", 3 }, /* Devanagari */
	{ "\xE0\xB9\x90", 3 }, /* Thai */
	{ "\xEF\xBC\x90", 3 }, /* full width */
};

#define POINT "\xD9\xAB"	 /* Arabic decimal mark */
#define THOUSANDS "\xD9\xAC" /* Arabic mark between thousands */

/* Bytes of the digit at p, 0 when none of the script stands there. */
static size_t digit_at(const struct script *s, const char *p, const char *end,
		       char *digit)
{
	size_t last = s->len - 1;
	int    value;

	if ((size_t)(end - p) < s->len || memcmp(p, s->zero, last) != 0)
		return 0;
	value = (unsigned char)p[last] - (unsigned char)s->zero[last];
	if (value < 0 || value > 9)
		return 0;
	*digit = (char)('0' + value);
	return s->len;
}

static bool has_digit(const struct script *s, struct span text)
{
	const char *end = text.ptr + text.len;
	char        digit;

	for (const char *p = text.ptr;
	     (p = memchr(p, s->zero[0], (size_t)(end - p))); p++) {
		if (digit_at(s, p, end, &digit))
			return true;
	}
	return false;
}

static size_t any_at(const char *p, const char *end, char *out)
{
	if ((unsigned char)*p < 0x80)
		return 0;
	for (size_t i = 0; i < ARRAY_LEN(scripts); i++) {
		size_t len = digit_at(&scripts[i], p, end, out);

		if (len)
			return len;
	}
	if (end - p < 2 || (memcmp(p, POINT, 2) && memcmp(p, THOUSANDS, 2)))
		return 0;
	*out = memcmp(p, POINT, 2) ? ',' : '.';
	return 2;
}

bool digits_to_ascii(struct span text, struct buf *out)
{
	const char *end = text.ptr + text.len;
	const char *kept = text.ptr;
	bool        has_any = false;

	for (size_t i = 0; text.len && i < ARRAY_LEN(scripts); i++)
		has_any |= has_digit(&scripts[i], text);
	if (!has_any)
		return false;
	for (const char *p = text.ptr; p < end;) {
		char   digit;
		size_t len = any_at(p, end, &digit);

		if (!len) {
			p++;
			continue;
		}
		buf_add(out, kept, (size_t)(p - kept));
		buf_add_char(out, digit);
		p += len;
		kept = p;
	}
	buf_add(out, kept, (size_t)(end - kept));
	return true;
}
