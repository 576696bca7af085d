#include "enrich/sketch_title.h"

#include "base/fold.h"
#include "base/hash.h"
#include "base/mem.h"
#include "enrich/facts.h"

#include <stdlib.h>
#include <string.h>

#define TITLE_WORDS 64

/* Words that say nothing of the job, folded; by memcmp order. */
static const char *const empty_words[] = {
	"all",	   "and",     "at",	   "cdd",	"cdi",	   "d",
	"das",	   "de",      "der",	   "des",	"die",	   "div",
	"divers",  "du",      "e",	   "en",	"et",	   "f",
	"flexible", "for",    "full",	   "fulltime",	"fur",	   "g",
	"genders", "gn",      "h",	   "hf",	"hiring",  "home",
	"homeoffice", "hybrid", "hybride", "immediate", "in",
	"innen",   "job",     "jobs",	   "la",	"le",	   "m",
	"mf",	   "mwd",     "mwx",	   "neu",	"new",	   "now",
	"of",	   "office",  "on",	   "onsite",	"or",	   "part",
	"parttime", "pour",   "puesto",	   "remote",	"site",	   "stelle",
	"teilzeit", "the",    "time",	   "to",	"und",	   "urgent",
	"v",	   "vacancy", "vollzeit",  "w",		"we",	   "x",
	"y",
};

/* Short for another word. */
static const char *const short_words[][2] = {
	{ "dev", "developer" }, { "eng", "engineer" }, { "jr", "junior" },
	{ "mgr", "manager" },	{ "snr", "senior" },   { "sr", "senior" },
};

struct word_list {
	struct span words[TITLE_WORDS];
	size_t      n;
};

static void split(struct span folded, struct word_list *out)
{
	while (folded.len && out->n < TITLE_WORDS) {
		const char *space = memchr(folded.ptr, ' ', folded.len);
		size_t      n = space ? (size_t)(space - folded.ptr) : folded.len;

		if (n)
			out->words[out->n++] = (struct span){ folded.ptr, n };
		folded.ptr += n + (space != NULL);
		folded.len -= n + (space != NULL);
	}
}

static bool holds(const struct word_list *list, struct span word)
{
	for (size_t i = 0; i < list->n; i++) {
		if (span_same(list->words[i], word))
			return true;
	}
	return false;
}

static bool is_empty_word(struct span word)
{
	size_t first = 0, last = ARRAY_LEN(empty_words);

	while (first < last) {
		size_t      mid = (first + last) / 2;
		size_t      len = strlen(empty_words[mid]);
		size_t      least = len < word.len ? len : word.len;
		int         order = memcmp(word.ptr, empty_words[mid], least);

		if (!order && len == word.len)
			return true;
		if (order < 0 || (!order && word.len < len))
			last = mid;
		else
			first = mid + 1;
	}
	return false;
}

static struct span whole_word(struct span word)
{
	for (size_t i = 0; i < ARRAY_LEN(short_words); i++) {
		if (word.ptr[0] == short_words[i][0][0] &&
		    span_is(word, short_words[i][0]))
			return span_of(short_words[i][1]);
	}
	return word;
}

static void fold_onto(struct span text, struct buf *out)
{
	buf_add_char(out, ' ');
	if (text.len)
		fold_text(text, 512, out);
}

/* Employer and places, which boards put behind a title. */
static void add_around(const struct ad *ad, const struct facts *facts,
		       struct buf *out)
{
	fold_onto(facts->employer_key, out);
	for (size_t i = 0; i < ad->n_locations && i < 8; i++) {
		fold_onto(ad->locations[i].text, out);
		fold_onto(ad->locations[i].city, out);
	}
	for (size_t i = 0; i < facts->n_regions && i < 8; i++)
		fold_onto(facts->regions[i].city, out);
}

static int compare_words(const void *a, const void *b)
{
	const struct span *x = a, *y = b;
	size_t             n = x->len < y->len ? x->len : y->len;
	int                order = memcmp(x->ptr, y->ptr, n);

	return order ? order : (x->len > y->len) - (x->len < y->len);
}

static uint64_t hash_words(struct word_list *list, uint64_t hash)
{
	qsort(list->words, list->n, sizeof(list->words[0]), compare_words);
	for (size_t i = 0; i < list->n; i++) {
		if (i && span_same(list->words[i], list->words[i - 1]))
			continue;
		hash = hash64_seeded(list->words[i], hash);
	}
	return hash;
}

/* Places that nobody understood still part what lies in them. */
static uint64_t unknown_places(const struct ad *ad, const struct facts *facts)
{
	struct word_list list = { .n = 0 };
	struct buf       folded = BUF_INIT;
	uint64_t         hash;

	for (size_t i = 0; !facts->n_regions && i < ad->n_locations && i < 8;
	     i++)
		fold_onto(ad->locations[i].text, &folded);
	split(buf_span(&folded), &list);
	hash = hash_words(&list, 0);
	buf_deinit(&folded);
	return hash;
}

uint64_t sketch_title(const struct ad *ad, const struct facts *facts)
{
	struct word_list title = { .n = 0 }, around = { .n = 0 };
	struct word_list kept = { .n = 0 };
	struct buf       folded = BUF_INIT, beside = BUF_INIT;
	uint64_t         hash = 0;

	if (ad->title.len)
		fold_text(ad->title, 512, &folded);
	add_around(ad, facts, &beside);
	split(buf_span(&folded), &title);
	split(buf_span(&beside), &around);
	for (size_t i = 0; i < title.n; i++) {
		struct span word = title.words[i];

		if (!is_empty_word(word) && !holds(&around, word))
			kept.words[kept.n++] = whole_word(word);
	}
	if (title.n)
		hash = hash_words(kept.n ? &kept : &title,
				  unknown_places(ad, facts)) | 1;
	buf_deinit(&beside);
	buf_deinit(&folded);
	return hash;
}
