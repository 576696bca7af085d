/*
 * utf8.h - Unicode as bytes (RFC 3629).
 */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include "base/span.h"

#include <stdint.h>

#define UTF8_MAX 4              /* bytes of one code point */
#define UTF8_REPLACEMENT 0xFFFD /* what a broken sequence stands for */

/*
 * The code point at *at, which moves on by at least one byte and never past
 * `end`. A broken, overlong or surrogate sequence gives UTF8_REPLACEMENT and
 * moves on by one byte. *at < end is required.
 */
uint32_t utf8_next(const char **at, const char *end);

/* Writes 1..4 bytes, returns how many. Surrogates and > U+10FFFF become U+FFFD. */
int utf8_put(uint32_t code_point, char out[UTF8_MAX]);

/* Length of the valid prefix; equals s.len when all of it is valid. */
size_t utf8_valid_prefix(struct span s);

/* Code points in s, a broken byte counting as one: "offsets in characters". */
size_t utf8_length(struct span s);

#endif
