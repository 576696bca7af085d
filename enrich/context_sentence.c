#include "enrich/context.h"

#include "base/bytes16.h"

static bool is_letter_byte(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	       (unsigned char)c >= 0x80;
}

/* Whether a sentence ends with the byte before `at`. */
static bool ends_before(struct span text, uint32_t at)
{
	const char *p = text.ptr + at;

	if (p[-1] == '\n')
		return true;
	if (at >= 3 && ((unsigned char)p[-3] == 0xE3 || (unsigned char)p[-3] == 0xEF ||
			(unsigned char)p[-3] == 0xE2))
		return !memcmp(p - 3, "\xE3\x80\x82", 3) || /* 。 */
		       !memcmp(p - 3, "\xEF\xBC\x81", 3) || /* ！ */
		       !memcmp(p - 3, "\xEF\xBC\x9F", 3) || /* ？ */
		       !memcmp(p - 3, "\xEF\xBC\x9B", 3) || /* ； */
		       !memcmp(p - 3, "\xE2\x80\xA2", 3);   /* • */
	if (at < text.len && *p != ' ')
		return false;
	if (p[-1] == '!' || p[-1] == '?' || p[-1] == ';')
		return true;
	if (p[-1] == '*') /* a bullet within its line */
		return at >= 2 && p[-2] == ' ';
	/* "e.g. PyTorch": a single letter before the dot ends nothing */
	return p[-1] == '.' &&
	       !(at >= 3 && is_letter_byte(p[-2]) &&
		 (p[-3] == '.' || p[-3] == ' '));
}

/* Whether bytes are the last one of any sign that ends sentences. */
static inline bytes16 may_end(bytes16 v)
{
	return (v == '\n') | (v == '!') | (v == '*') | (v == '.') |
	       (v == ';') | (v == '?') | (v == (signed char)0x81) |
	       (v == (signed char)0x82) | (v == (signed char)0x9B) |
	       (v == (signed char)0x9F) | (v == (signed char)0xA2);
}

/* Where the sentence begins that goes on at `at`; not before `low`. */
static uint32_t sentence_start(struct span text, uint32_t low, uint32_t at)
{
	while (at > low) {
		unsigned ends = 1u << 15;

		if (at >= 16)
			ends = bytes16_mask(
				may_end(bytes16_load(text.ptr + at - 16)));
		if (!ends && at - low < 16)
			return low;
		at -= ends ? (unsigned)__builtin_clz(ends) - 16 : 16;
		if (at <= low)
			return low;
		if (ends && ends_before(text, at))
			return at;
		at -= ends != 0;
	}
	return low;
}

/* Where it ends that goes on behind `at`; not behind `high`. */
static uint32_t sentence_end(struct span text, uint32_t at, uint32_t high)
{
	while (at < high) {
		unsigned ends = 1;

		if (text.len - at >= 16)
			ends = bytes16_mask(may_end(bytes16_load(text.ptr + at)));
		at += ends ? (unsigned)__builtin_ctz(ends) + 1 : 16;
		if (at >= high)
			return high;
		if (ends && ends_before(text, at))
			return at;
	}
	return high;
}

void context_sentence(struct span text, uint32_t start, uint32_t end,
		      uint32_t *first, uint32_t *last)
{
	uint32_t low = start > SENTENCE_MAX ? start - SENTENCE_MAX : 0;
	uint32_t high = end + SENTENCE_MAX < text.len ? end + SENTENCE_MAX
						      : (uint32_t)text.len;

	*first = start > low ? sentence_start(text, low, start) : start;
	*last = end < high ? sentence_end(text, end, high) : end;
}
