/*
 * byte_walk.h - the next byte of a class, or the next that is not of it, looked
 * for in 64 bytes of a text at a time.
 *
 * A class is a function that compares sixteen bytes; the compiler puts it into
 * the loop. Bytes from 0x80 on are negative in such a comparison.
 */
#ifndef BASE_BYTE_WALK_H
#define BASE_BYTE_WALK_H

#include "base/bytes16.h"
#include "base/span.h"

#include <stddef.h>

/* -1 for each byte that is of the class. 0 must not be. */
typedef bytes16 byte_class_fn(bytes16 bytes);

struct byte_walk {
	const char *end;
	const char *block; /* the 64 bytes that `bits` is about */
	uint64_t    bits;  /* of the class; the first byte lowest */
};

static inline struct byte_walk byte_walk_of(struct span text)
{
	const char *end = span_end(text);

	return (struct byte_walk){ .end = end, .block = end };
}

/* Of the 64 bytes at `at`; those from `end` on are of no class. */
static inline uint64_t byte_bits(const char *at, const char *end,
				 byte_class_fn *is_member)
{
	char     tail[64];
	uint64_t bits = 0;

	if (end - at < 64) {
		memset(tail, 0, sizeof(tail));
		memcpy(tail, at, (size_t)(end - at));
		at = tail;
	}
#pragma GCC unroll 4
	for (int i = 0; i < 4; i++) {
		bytes16 found = is_member(bytes16_load(at + 16 * i));

		bits |= (uint64_t)bytes16_mask(found) << 16 * i;
	}
	return bits;
}

static inline const char *byte_walk_find(struct byte_walk *w, const char *at,
					 uint64_t flip, byte_class_fn *is_member)
{
	while (at < w->end) {
		size_t   in = (size_t)(at - w->block); /* huge when before */
		uint64_t bits;

		if (in >= 64) {
			w->block = at;
			w->bits = byte_bits(at, w->end, is_member);
			in = 0;
		}
		/* behind the end all are of no class */
		bits = (w->bits ^ flip) >> in;
		if (bits)
			return at + __builtin_ctzll(bits);
		if (w->end - w->block <= 64)
			break;
		at = w->block + 64;
	}
	return w->end;
}

/* The first byte at or after `at` that is of the class; the end when none is. */
static inline const char *byte_walk_to(struct byte_walk *w, const char *at,
				       byte_class_fn *is_member)
{
	return byte_walk_find(w, at, 0, is_member);
}

/* The first byte at or after `at` that is not of it; the end when all are. */
static inline const char *byte_walk_past(struct byte_walk *w, const char *at,
					 byte_class_fn *is_member)
{
	return byte_walk_find(w, at, UINT64_MAX, is_member);
}

/* ---- classes ---- */

static inline bytes16 byte_is_high(bytes16 v)
{
	return v < 0;
}

static inline bool is_ascii_letter(char c)
{
	return (c | 32) >= 'a' && (c | 32) <= 'z';
}

static inline bytes16 byte_is_letter(bytes16 v)
{
	return bytes16_within(v | 0x20, 'a', 'z');
}

/* An ASCII letter or digit. */
static inline bytes16 byte_is_plain(bytes16 v)
{
	return byte_is_letter(v) | bytes16_within(v, '0', '9');
}

/* ---- letters and digits alone ---- */

#define BYTE_STEP 8 /* bytes copied at a time */

/*
 * Copies the ASCII letters and digits before the first byte beyond ASCII of the
 * 64 at *at to `to`, letters made small; *at moves behind what was read, the
 * number of bytes written is returned. 64 + BYTE_STEP bytes can be read and
 * written.
 */
static inline size_t byte_copy_plain(const char **at, char *to)
{
	const char *from = *at, *end = from + 64;
	uint64_t    bits = byte_bits(from, end, byte_is_plain);
	uint64_t    high = byte_bits(from, end, byte_is_high);
	size_t      len = 0;

	*at = high ? from + __builtin_ctzll(high) : end;
	if (high)
		bits &= (high & (0 - high)) - 1; /* those before it */
	while (bits) {
		int      first = __builtin_ctzll(bits);
		uint64_t others = ~(bits >> first);
		size_t   n = others ? (size_t)__builtin_ctzll(others) : 64;

		for (size_t i = 0; i < n; i += BYTE_STEP) {
			uint64_t bytes;

			/* bit 0x20 leaves digits as they are */
			memcpy(&bytes, from + first + i, BYTE_STEP);
			bytes |= UINT64_C(0x2020202020202020);
			memcpy(to + len + i, &bytes, BYTE_STEP);
		}
		len += n;
		bits &= bits + (UINT64_C(1) << first); /* without the run */
	}
	return len;
}

#endif
