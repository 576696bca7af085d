#include "enrich/sketch.h"

#include "base/byte_walk.h"
#include "base/fold.h"
#include "base/hash.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "enrich/facts.h"
#include "enrich/sketch_title.h"

#include <endian.h>
#include <string.h>

#define COPY_BITS 256
#define WORD_BITS 192
#define START_BITS 64
#define NAME_BITS 64
#define ALL_BITS (COPY_BITS + WORD_BITS + START_BITS + NAME_BITS)
#define SHINGLE 3
#define WORD_LEAST 4 /* bytes; shorter ones are in every text */
#define LEFT_LEAST 32 /* bits that must remain when the common ones are out */
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

/* A whole word of ASCII letters and digits. */
static inline void add_whole_word(struct maker *m, const char *at,
				  const char *stop, const char *end)
{
	size_t n = (size_t)(stop - at);

	if (n <= 8 && add_short_word(m, at, n, end))
		return;
	add_plain(m, at, stop, end);
	end_word(m);
}

static inline bytes16 byte_is_sign(bytes16 v)
{
	return (v == '<') | (v == '&');
}

#define BLOCK 64 /* bytes */

/*
 * The words that end among the next 64 bytes, up to the first byte beyond ASCII
 * and what may be markup; no word has begun before. Returns where the rest of
 * them begins.
 */
static const char *read_block(struct maker *m, const char *at, const char *end)
{
	uint64_t plain = byte_bits(at, end, byte_is_plain);
	uint64_t signs = byte_bits(at, end, byte_is_sign);
	uint64_t stop = byte_bits(at, end, byte_is_high), before, starts, ends;
	const char *from = at;

	for (; signs; signs &= signs - 1) {
		const char *sign = at + __builtin_ctzll(signs);

		if (skip_markup(sign, end) != sign + 1)
			stop |= signs & (0 - signs);
	}
	before = stop ? (stop & (0 - stop)) - 1 : UINT64_MAX;
	starts = plain & ~(plain << 1) & before;
	ends = ~plain & plain << 1 & before;
	for (; ends; ends &= ends - 1, starts &= starts - 1)
		add_whole_word(m, at + __builtin_ctzll(starts),
			       at + __builtin_ctzll(ends), end);
	if (starts) /* its end is not among them */
		at += __builtin_ctzll(starts);
	else
		at += stop ? __builtin_ctzll(stop) : BLOCK;
	m->was_unspaced &= at == from;
	return at;
}

static void read_text(struct maker *m, struct span text)
{
	const char      *at = text.ptr, *end;
	struct byte_walk walk;

	text.len = text.len < SKETCH_READ ? text.len : SKETCH_READ;
	end = at + text.len;
	walk = byte_walk_of(text);
	while (at < end) {
		const char *stop;

		if (!m->word_len && end - at >= BLOCK) {
			at = read_block(m, at, end);
			if (at == end)
				break;
		}
		stop = byte_walk_past(&walk, at, byte_is_plain);
		add_plain(m, at, stop, end);
		at = stop;
		if (at == end)
			break;
		if ((unsigned char)*at >= 0x80) {
			add_beyond_ascii(m, utf8_next(&at, end));
			continue;
		}
		end_word(m);
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
	uint64_t empty[COPY_BITS / 64] = { 0 };
	int      found = n;

	for (int i = 0; i < n; i++)
		empty[i / 64] |= (uint64_t)(least[i] == UINT32_MAX) << i % 64;
	for (int k = 0; k < n / 64; k++)
		found -= __builtin_popcountll(empty[k]);
	for (int k = 0; found && k < n / 64; k++) {
		for (uint64_t left = empty[k]; left; left &= left - 1) {
			int      i = 64 * k + __builtin_ctzll(left);
			uint64_t from = mix((uint64_t)i + 1);
			uint64_t at = place_among(from, n);

			while (empty[at / 64] >> at % 64 & 1) {
				from = mix(from + 1);
				at = place_among(from, n);
			}
			least[i] = least[at];
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

#pragma GCC unroll 8
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

/* ---- all of it ---- */

void sketch_of(const struct ad *ad, const struct facts *facts,
	       struct sketch *out)
{
	struct maker m = { .n = 0 };

	memset(out, 0, sizeof(*out));
	memset(m.least, 0xFF, sizeof(m.least));
	if (ad->description.ptr)
		read_text(&m, ad->description);
	out->words = m.n;
	out->title = sketch_title(ad, facts);
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
