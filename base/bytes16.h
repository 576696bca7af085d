/*
 * bytes16.h - sixteen bytes looked at together, on any CPU: the compilers'
 * vector types become SSE2, NEON or plain arithmetic.
 */
#ifndef BASE_BYTES16_H
#define BASE_BYTES16_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

typedef signed char bytes16 __attribute__((vector_size(16)));
typedef unsigned char ubytes16 __attribute__((vector_size(16)));
#ifdef __SSE2__
typedef char char16 __attribute__((vector_size(16))); /* as its builtins say */
#endif

/* Comparisons of two such give bytes of 0 and -1. */
static inline bytes16 bytes16_load(const char *at)
{
	bytes16 v;

	memcpy(&v, at, sizeof(v));
	return v;
}

/* -1 for each byte from `first` to `last`, which are ASCII. */
static inline bytes16 bytes16_within(bytes16 v, signed char first,
				     signed char last)
{
	/* `last` becomes the greatest there is, what is above it negative */
	bytes16 up = (bytes16)((ubytes16)v + (unsigned char)(INT8_MAX - last));

	return up > (signed char)(INT8_MAX - last + first - 1);
}

static inline bool bytes16_any(bytes16 v)
{
	uint64_t halves[2];

	memcpy(halves, &v, sizeof(halves));
	return (halves[0] | halves[1]) != 0;
}

/* bytes16_mask on any CPU. */
static inline unsigned bytes16_mask_anywhere(bytes16 v)
{
	const uint64_t tops = UINT64_C(0x8080808080808080);
	/* the products' upper bytes gather the bits, none carries */
	const uint64_t gather = UINT64_C(0x0002040810204081);
	uint64_t       halves[2];

	memcpy(halves, &v, sizeof(halves));
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
	halves[0] = __builtin_bswap64(halves[0]);
	halves[1] = __builtin_bswap64(halves[1]);
#endif
	return (unsigned)((halves[0] & tops) * gather >> 56 |
			  (halves[1] & tops) * gather >> 56 << 8);
}

/* Bit i for byte i of what comparisons give: 0 or -1. */
static inline unsigned bytes16_mask(bytes16 v)
{
#ifdef __SSE2__
	return (unsigned)__builtin_ia32_pmovmskb128((char16)v);
#else
	return bytes16_mask_anywhere(v);
#endif
}

/* The index of the first byte that is not 0; there is one. */
static inline unsigned bytes16_first(bytes16 v)
{
	uint64_t halves[2];
	unsigned half;

	memcpy(halves, &v, sizeof(halves));
	half = !halves[0];
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
	return 8 * half + (unsigned)__builtin_ctzll(halves[half]) / 8;
#else
	return 8 * half + (unsigned)__builtin_clzll(halves[half]) / 8;
#endif
}

/* The last `wanted` of the bytes from `first` to `last`, or NULL. */
static inline const char *bytes16_last(const char *first, const char *last,
				       char wanted)
{
	while (last - first >= 16) {
		bytes16  found = bytes16_load(last - 16) == (signed char)wanted;
		unsigned bits = bytes16_mask(found);

		if (bits)
			return last + 15 - __builtin_clz(bits);
		last -= 16;
	}
	while (last > first) {
		if (*--last == wanted)
			return last;
	}
	return NULL;
}

/*
 * Copy from *at up to the first `stop` or `end`, where *at then is; returns
 * the end of the copy. `to` has room for all of end - *at.
 */
static inline char *bytes16_copy_until(char stop, const char **from,
				       const char *end, char *to)
{
	const char *at = *from;

	while (end - at >= 16) {
		bytes16  stops = bytes16_load(at) == (signed char)stop;
		unsigned n = bytes16_any(stops) ? bytes16_first(stops) : 16;

		memcpy(to, at, 16);
		to += n;
		at += n;
		if (n < 16)
			break;
	}
	while (at < end && *at != stop)
		*to++ = *at++;
	*from = at;
	return to;
}

#endif
