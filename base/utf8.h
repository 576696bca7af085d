/*
 * utf8.h - Unicode as bytes (RFC 3629).
 */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include "base/span.h"

#include <stdint.h>

#define UTF8_MAX 4              /* bytes of one code point */
#define UTF8_REPLACEMENT 0xFFFD /* what a broken sequence stands for */

/* utf8_next for any byte; most are ASCII and need no call. */
uint32_t utf8_decode(const char **at, const char *end);

/*
 * The code point at *at, which moves on by at least one byte and never past
 * `end`. A broken, overlong or surrogate sequence gives UTF8_REPLACEMENT and
 * moves on by one byte. *at < end is required.
 */
static inline uint32_t utf8_next(const char **at, const char *end)
{
	unsigned char c = (unsigned char)**at;

	if (c >= 0x80)
		return utf8_decode(at, end);
	(*at)++;
	return c;
}

/* Writes 1..4 bytes, returns how many. Surrogates and > U+10FFFF become U+FFFD. */
int utf8_put(uint32_t code_point, char out[UTF8_MAX]);

/* Length of the valid prefix; equals s.len when all of it is valid. */
size_t utf8_valid_prefix(struct span s);

/* Code points in s, a broken byte counting as one: "offsets in characters". */
size_t utf8_length(struct span s);

#endif
