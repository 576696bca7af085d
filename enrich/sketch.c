#include "enrich/sketch.h"

#include "base/byte_walk.h"
#include "base/fold.h"
#include "base/hash.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "enrich/facts.h"

#include <endian.h>
#include <stdlib.h>
#include <string.h>

#define COPY_BITS 256
#define WORD_BITS 192
#define START_BITS 64
#define NAME_BITS 64
#define ALL_BITS (COPY_BITS + WORD_BITS + START_BITS + NAME_BITS)
#define SHINGLE 3
#define WORD_LEAST 4 /* bytes; shorter ones are in every text */
#define LEFT_LEAST 32 /* bits that must remain when the common ones are out */
#define TITLE_WORDS 64
#define TAG_MAX 200 /* bytes of a tag that a text may still hold */

static const struct part {
	int first, bits;
} parts[] = {
	[SKETCH_COPY] = { 0, COPY_BITS },
	[SKETCH_WORDS] = { COPY_BITS, WORD_BITS },
	[SKETCH_START] = { COPY_BITS + WORD_BITS, START_BITS },
	[SKETCH_NAMES] = { COPY_BITS + WORD_BITS + START_BITS, NAME_BITS },
};

/* The least value that fell into each place; UINT32_MAX: none did. */
struct maker {
	uint32_t least[ALL_BITS];
	uint64_t last[SHINGLE - 1]; /* the words before, the nearest first */
	uint64_t word;              /* hash of the word that is being read */
	size_t   word_len;          /* bytes */
	uint64_t digits, capitals, smalls; /* of the word; 0: none */
	bool     was_unspaced;
	uint32_t n; /* words */
	uint64_t anchors[SKETCH_ANCHORS_MIN]; /* the first different ones */
	size_t   n_anchors;
};

/* Every bit of the result depends on every bit: the halves of a product. */
static inline uint64_t mix(uint64_t h)
{
	h = (h ^ h >> 32) * UINT64_C(0x9e3779b97f4a7c15);
	return (h ^ h >> 29) * UINT64_C(0xbf58476d1ce4e5b9);
}

/*
 * One permutation for all places (Li, Owen and Zhang 2012): the upper half of
 * the hash says which, the lower half how small. What is `out` goes nowhere,
 * without a branch.
 */
static inline void put(struct maker *m, enum sketch_part part, uint64_t hash,
		       bool out)
{
	uint32_t *least = m->least + parts[part].first;
	size_t    at = (hash >> 32) * (size_t)parts[part].bits >> 32;
	uint32_t  value = ((uint32_t)(hash ^ hash >> 35) >> 1) |
			 (0 - (uint32_t)out);

	least[at] = value < least[at] ? value : least[at];
}

static inline void add_word(struct maker *m, uint64_t word)
{
	uint64_t shingle = mix(word + 3 * m->last[0] + 7 * m->last[1]);

	m->last[1] = m->last[0];
	m->last[0] = word;
	m->n++;
	put(m, SKETCH_COPY, shingle, m->n < SHINGLE);
	if (m->n <= SKETCH_LEAD)
		put(m, SKETCH_START, shingle, m->n < SHINGLE);
}

/* A shouted text has no names. */
static bool is_anchor(const struct maker *m)
{
	return m->digits || (m->capitals && m->word_len >= 2 &&
			     (m->smalls || m->word_len <= 5));
}

static void add_anchor(struct maker *m, uint64_t word)
{
	size_t i = 0;

	put(m, SKETCH_NAMES, word, false);
	while (i < m->n_anchors && m->anchors[i] != word)
		i++;
	if (i == m->n_anchors && i < SKETCH_ANCHORS_MIN)
		m->anchors[m->n_anchors++] = word;
}

static inline void end_word(struct maker *m)
{
	uint64_t word;

	m->was_unspaced = false;
	if (!m->word_len)
		return;
	word = mix(m->word);
	put(m, SKETCH_WORDS, word, m->word_len < WORD_LEAST);
	if (m->digits | m->capitals && is_anchor(m))
		add_anchor(m, word);
	add_word(m, word);
	m->word = 0;
	m->word_len = 0;
	m->digits = m->capitals = m->smalls = 0;
}

/* A character that is a word; two of them are one that says something. */
static void add_character(struct maker *m, uint32_t c)
{
	uint64_t word = mix(c);
	bool     follows = m->was_unspaced && !m->word_len;
	uint64_t before = m->last[0];

	end_word(m);
	put(m, SKETCH_WORDS, mix(word + 5 * before), !follows);
	add_word(m, word);
	m->was_unspaced = true;
}

static inline void add_bytes(struct maker *m, uint64_t bytes, size_t len)
{
	m->word = (m->word ^ bytes) * UINT64_C(0x9fb21c651e98df25);
	m->word ^= m->word >> 28;
	m->word_len += len;
}

static void add_beyond_ascii(struct maker *m, uint32_t c)
{
	char folded[FOLD_MAX];
	int  len = 0;

	if (c == 0x2018 || c == 0x2019) { /* as the plain one does */
		end_word(m);
		return;
	}
	switch (fold_char(c, folded, &len)) {
	case FOLD_GAP:
		end_word(m);
		break;
	case FOLD_WORD:
		if (fold_is_unspaced(c)) {
			add_character(m, c);
			break;
		}
		for (int i = 0; i < len; i++)
			add_bytes(m, (unsigned char)folded[i], 1);
		break;
	case FOLD_NOTHING:
		break;
	}
}

/* Past a tag or a character reference that was left in the text. */
static const char *skip_markup(const char *at, const char *end)
{
	char        close = *at == '<' ? '>' : ';';
	size_t      max = *at == '<' ? TAG_MAX : 10;
	size_t      left = (size_t)(end - at);
	const char *stop;

	if (left < 3 || !(((at[1] | 32) >= 'a' && (at[1] | 32) <= 'z') ||
			  at[1] == '/' || at[1] == '#'))
		return at + 1;
	stop = memchr(at, close, left < max ? left : max);
	return stop ? stop + 1 : at + 1;
}

#define EACH(byte) (UINT64_C(0x0101010101010101) * (byte))

/* Eight bytes of a text, the first lowest; zeros behind its end. */
static inline uint64_t load(const char *at, const char *end)
{
	uint64_t bytes = 0;

	if (end - at >= 8)
		memcpy(&bytes, at, 8);
	else
		memcpy(&bytes, at, (size_t)(end - at));
	return le64toh(bytes);
}

/*
 * ASCII letters and digits from `at` to `stop`, eight at a time. Bit 0x20 of a
 * byte makes a letter small and leaves a digit what it is, bit 0x40 parts the
 * two.
 */
static inline void add_plain(struct maker *m, const char *at, const char *stop,
			     const char *end)
{
	for (; at < stop; at += 8) {
		size_t   n = stop - at < 8 ? (size_t)(stop - at) : 8;
		uint64_t mask = UINT64_MAX >> (64 - 8 * n);
		uint64_t bytes = load(at, end);
		uint64_t first = m->word_len ? 0 : 0xFF;

		m->digits |= ~bytes & EACH(0x40) & mask;
		m->capitals |= ~bytes & EACH(0x20) & mask & ~first;
		m->smalls |= bytes & (bytes & EACH(0x40)) >> 1 & mask;
		add_bytes(m, (bytes | EACH(0x20)) & mask, n);
	}
}

/*
 * A whole word of up to eight ASCII letters, of which only the first may be a
 * capital: what most words are, so that nothing need be kept between bytes.
 * False, and nothing done, when it is another.
 */
static inline bool add_short_word(struct maker *m, const char *at, size_t n,
				  const char *end)
{
	uint64_t mask = UINT64_MAX >> (64 - 8 * n);
	uint64_t bytes = (load(at, end) | 0x20) & mask;
	uint64_t word;

	if ((bytes & EACH(0x60)) != (mask & EACH(0x60)))
		return false;
	word = bytes * UINT64_C(0x9fb21c651e98df25);
	word = mix(word ^ word >> 28);
	put(m, SKETCH_WORDS, word, n < WORD_LEAST);
	add_word(m, word);
	m->was_unspaced = false;
	return true;
}

static void read_text(struct maker *m, struct span text)
{
	const char      *at = text.ptr, *end;
	struct byte_walk walk;

	text.len = text.len < SKETCH_READ ? text.len : SKETCH_READ;
	end = at + text.len;
	walk = byte_walk_of(text);
	while (at < end) {
		const char *stop = byte_walk_past(&walk, at, byte_is_plain);
		size_t      n = (size_t)(stop - at);
		bool is_alone = n - 1 < 8 && !m->word_len && stop < end &&
				(unsigned char)*stop < 0x80;

		if (!is_alone || !add_short_word(m, at, n, end))
			add_plain(m, at, stop, end);
		at = stop;
		if (at == end)
			break;
		if ((unsigned char)*at >= 0x80) {
			add_beyond_ascii(m, utf8_next(&at, end));
			continue;
		}
		if (m->word_len)
			end_word(m);
		m->was_unspaced = false;
		at = *at == '<' || *at == '&' ? skip_markup(at, end) : at + 1;
	}
	end_word(m);
}

static inline uint64_t place_among(uint64_t hash, int n)
{
	/* the other numbers are powers of two: dividing by what the compiler
	 * knows takes no division */
	return n == WORD_BITS ? hash % WORD_BITS : hash & (uint64_t)(n - 1);
}

/*
 * An empty place takes the value of one that is not, chosen by its number
 * alone (Shrivastava 2017, "optimal densification").
 */
static void fill_places(uint32_t *least, int n)
{
	uint32_t full[COPY_BITS];
	int      found = 0;

	memcpy(full, least, (size_t)n * sizeof(*least));
	for (int i = 0; i < n; i++)
		found += full[i] != UINT32_MAX;
	for (int i = 0; found && i < n; i++) {
		uint64_t from;

		if (full[i] != UINT32_MAX)
			continue;
		from = mix((uint64_t)i + 1);
		while (least[i] == UINT32_MAX) {
			least[i] = full[place_among(from, n)];
			from = mix(from + 1);
		}
	}
}

static void keep_bits(struct maker *m, struct sketch *out)
{
	/* too few are equal by chance: as different as the texts are */
	if (m->n_anchors < SKETCH_ANCHORS_MIN)
		memcpy(m->least + parts[SKETCH_NAMES].first, m->least,
		       NAME_BITS * sizeof(m->least[0]));
	for (size_t p = 0; p < ARRAY_LEN(parts); p++)
		fill_places(m->least + parts[p].first, parts[p].bits);
	for (int i = 0; i < ALL_BITS; i += 8) {
		unsigned byte = 0; /* bit 0 first, as in SQL's bit() */

		for (int k = 0; k < 8; k++)
			byte = byte << 1 | (m->least[i + k] & 1);
		out->bits[i / 8] = (unsigned char)byte;
	}
	for (size_t i = 0; i < SKETCH_BANDS; i++) {
		uint64_t band = (uint64_t)m->least[2 * i] << 32 |
				m->least[2 * i + 1];

		out->bands[i] = mix(band ^ mix(out->title + i)) | 1;
	}
	for (size_t i = 0; i < 2 && m->n_anchors >= SKETCH_ANCHORS_MIN; i++)
		out->anchors[i] =
			mix(m->least[parts[SKETCH_NAMES].first + (int)i]) | 1;
}

/* ---- title ---- */

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

static uint64_t title_key(const struct ad *ad, const struct facts *facts)
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

void sketch_of(const struct ad *ad, const struct facts *facts,
	       struct sketch *out)
{
	struct maker m = { .n = 0 };

	memset(out, 0, sizeof(*out));
	memset(m.least, 0xFF, sizeof(m.least));
	if (ad->description.ptr)
		read_text(&m, ad->description);
	out->words = m.n;
	out->title = title_key(ad, facts);
	if (m.n >= SKETCH_WORDS_MIN)
		keep_bits(&m, out);
}

/* ---- keeping ---- */

static void put64(unsigned char *at, uint64_t value)
{
	value = htobe64(value);
	memcpy(at, &value, sizeof(value));
}

bool sketch_pack(const struct facts *facts, unsigned char out[SKETCH_PACKED])
{
	const struct sketch *s = &facts->sketch;
	uint64_t city = facts->n_regions == 1 && facts->regions[0].city_id > 0
				? (uint64_t)facts->regions[0].city_id
				: 0;
	uint64_t job = 0, text = 0;

	if (facts->employer_key.len && s->title)
		job = hash64_seeded(facts->employer_key, s->title) | 1;
	if (city && s->words >= SKETCH_COPIED_MIN)
		text = mix(s->bands[0] ^ mix(city)) | 1;
	put64(out, job);
	put64(out + 8, city);
	put64(out + 20, s->words); /* its upper half is written over */
	put64(out + 16, text);
	memcpy(out + 28, s->bits, SKETCH_BYTES);
	return job || text;
}

/* ---- comparing ---- */

double sketch_alike(const struct sketch *a, const struct sketch *b,
		    const struct sketch_common *common, enum sketch_part part)
{
	int first = parts[part].first / 8;
	int last = first + parts[part].bits / 8;
	int unlike = 0, unlike_left = 0, left = 0;
	double alike;

	if (a->words < SKETCH_WORDS_MIN || b->words < SKETCH_WORDS_MIN)
		return -1;
	for (int i = first; i < last; i++) {
		unsigned differ = a->bits[i] ^ b->bits[i];
		unsigned keep = common ? (unsigned char)~common->bits[i] : 0xFF;

		unlike += __builtin_popcount(differ);
		unlike_left += __builtin_popcount(differ & keep);
		left += __builtin_popcount(keep);
	}
	if (left >= LEFT_LEAST)
		alike = 1 - 2.0 * unlike_left / left;
	else
		alike = 1 - 2.0 * unlike / parts[part].bits;
	return alike > 0 ? alike : 0;
}

void sketch_common_of(const struct sketch *const *sample, size_t n,
		      struct sketch_common *out)
{
	memset(out, 0, sizeof(*out));
	if (n < SKETCH_SAMPLE_MIN)
		return;
	for (int i = 0; i < ALL_BITS; i++) {
		size_t ones = 0;

		for (size_t k = 0; k < n; k++)
			ones += sample[k]->bits[i / 8] >> (7 - i % 8) & 1;
		if ((double)ones >= SKETCH_COMMON_SHARE * (double)n ||
		    (double)(n - ones) >= SKETCH_COMMON_SHARE * (double)n)
			out->bits[i / 8] |= (unsigned char)(1 << (7 - i % 8));
	}
}
