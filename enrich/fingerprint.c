#include "enrich/fingerprint.h"

#include "base/byte_walk.h"
#include "base/hash.h"
#include "base/utf8.h"
#include "base/fold.h"

#include <stdlib.h>
#include <string.h>

#define PLACES_MAX 256 /* as many as place_of_ad gives */

/* Punctuation and spaces beyond ASCII that editors put in and take out. */
static bool is_decoration(uint32_t c)
{
	return c == 0xA0 || c == 0xAD || c == 0xB7 || c == 0xAB || c == 0xBB ||
	       (c >= 0x2000 && c <= 0x206F) || (c >= 0x3000 && c <= 0x3003) ||
	       c == 0xFEFF || c == 0x2022 || c == UTF8_REPLACEMENT;
}

/* Those from `at` to `stop` one by one. */
static size_t add_slowly(const char *at, const char *stop, const char *end,
			 char *to)
{
	size_t len = 0;

	while (at < stop) {
		const char *from = at;
		uint32_t    c = utf8_next(&at, end);

		if (c >= 0x80 && !is_decoration(c)) {
			memcpy(to + len, from, (size_t)(at - from));
			len += (size_t)(at - from);
		} else if ((c >= '0' && c <= '9') ||
			   ((c | 32) >= 'a' && (c | 32) <= 'z')) {
			to[len++] = (char)(c | 32);
		}
	}
	return len;
}

/*
 * The letters and digits of `text` alone. Case is folded in ASCII only: copies
 * of one text are alike in the rest, and this runs over every description.
 */
static void add_letters(struct span text, struct buf *out)
{
	const char *at = text.ptr;
	const char *end = text.ptr + text.len;
	char       *to = buf_reserve(out, text.len + BYTE_STEP);
	size_t      len = 0;

	while (end - at >= 64 + BYTE_STEP) {
		const char *stop;

		len += byte_copy_plain(&at, to + len);
		for (stop = at; stop < end && *stop & 0x80; stop++)
			;
		len += add_slowly(at, stop, end, to + len);
		at = stop;
	}
	len += add_slowly(at, end, end, to + len);
	buf_commit(out, len);
}

static bool is_gender_letter(struct span word)
{
	return word.len == 1 && memchr("mwfdxhgi", word.ptr[0], 8) != NULL;
}

/* Folded, without "(m/w/d)" and the like. */
static void add_title(struct span title, struct buf *out)
{
	struct buf  folded = BUF_INIT;
	struct span rest;
	bool        was_letter = false;

	fold_text(title, 512, &folded);
	rest = buf_span(&folded);
	while (rest.len) {
		const char *space = memchr(rest.ptr, ' ', rest.len);
		size_t      n = space ? (size_t)(space - rest.ptr) : rest.len;
		struct span word = { rest.ptr, n };
		struct span next = { rest.ptr + n + 1,
				     space && rest.len > n + 1 ? 1 : 0 };
		bool next_is_letter =
			next.len && is_gender_letter(next) &&
			(rest.len == n + 2 || next.ptr[1] == ' ');
		bool is_letter = is_gender_letter(word);

		if (!(is_letter && (was_letter || next_is_letter)))
			buf_add_span(out, word);
		was_letter = is_letter;
		rest.ptr += n + (space != NULL);
		rest.len -= n + (space != NULL);
	}
	buf_deinit(&folded);
}

static int compare_hashes(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a;
	uint64_t y = *(const uint64_t *)b;

	return (x > y) - (x < y);
}

static uint64_t region_hash(const struct region *r)
{
	return hash64_seeded(span_of(r->code), (uint64_t)r->city_id);
}

static uint64_t text_hash(struct span text)
{
	struct buf folded = BUF_INIT;
	uint64_t   hash;

	if (text.ptr)
		fold_text(text, 512, &folded);
	hash = hash64(buf_span(&folded));
	buf_deinit(&folded);
	return hash;
}

/* The set of places, in no order. */
static uint64_t places_hash(const struct ad *ad, const struct facts *facts)
{
	uint64_t hashes[PLACES_MAX];
	size_t   n = 0;

	for (size_t i = 0; i < facts->n_regions && n < PLACES_MAX; i++)
		hashes[n++] = region_hash(&facts->regions[i]);
	for (size_t i = 0; !facts->n_regions && i < ad->n_locations &&
			   n < PLACES_MAX; i++)
		hashes[n++] = text_hash(ad->locations[i].text);
	qsort(hashes, n, sizeof(hashes[0]), compare_hashes);
	return hash64((struct span){ (const char *)hashes,
				     n * sizeof(hashes[0]) });
}

uint64_t fingerprint_of(const struct ad *ad, const struct facts *facts)
{
	struct buf text = BUF_INIT;
	uint64_t   hash = 0;
	size_t     least = facts->employer_key.len ?
				   FINGERPRINT_TEXT_MIN :
				   FINGERPRINT_TEXT_ALONE_MIN;

	if (ad->description.ptr)
		add_letters(ad->description, &text);
	if (text.len >= least) {
		uint64_t parts[] = { hash64(buf_span(&text)), 0, 0, 0, 0 };

		buf_clear(&text);
		if (ad->title.ptr)
			add_title(ad->title, &text);
		parts[1] = hash64(buf_span(&text));
		parts[2] = hash64(facts->employer_key);
		parts[3] = places_hash(ad, facts);
		parts[4] = text_hash(ad->requisition_id);
		hash = hash64((struct span){ (const char *)parts,
					     sizeof(parts) });
		hash += hash == 0; /* 0 says that there is none */
	}
	buf_deinit(&text);
	return hash;
}
