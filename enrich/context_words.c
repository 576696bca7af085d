#include "enrich/context_words.h"

#include "base/byte_walk.h"
#include "base/hash.h"
#include "base/utf8.h"
#include "enrich/letter.h"
#include "enrich/tsv.h"

#include <endian.h>
#include <string.h>

#define LONG_WORD 6     /* letters; a longer word has a start */
#define START_LETTERS 5
#define STEM_LETTERS 4  /* of any longer word */
#define HEADING_BYTES 60
#define ABOVE_BYTES 600 /* in which a heading is looked for */

/* ---- words ---- */

enum script {
	SCRIPT_NONE,
	SCRIPT_LETTERS,
	SCRIPT_SIGN,   /* a word by itself */
	SCRIPT_PAIRS,  /* Han, kana, Thai: two characters are a word */
	SCRIPT_HANGUL, /* first and last two of a word are words */
};

static bool is_sign(char c)
{
	return c == ':' || c == '?' || c == '!' || c == ',' || c == '(' ||
	       c == ')';
}

static enum script script_of(uint32_t c)
{
	if (c < 0x80) {
		if (letter_kind(c) != LETTER_NONE)
			return SCRIPT_LETTERS;
		return is_sign((char)c) ? SCRIPT_SIGN : SCRIPT_NONE;
	}
	if ((c >= 0x3400 && c <= 0x9FFF) || (c >= 0x3041 && c <= 0x30FA) ||
	    c == 0x30FC)
		return SCRIPT_PAIRS;
	if (c >= 0xAC00 && c <= 0xD7A3)
		return SCRIPT_HANGUL;
	switch (letter_kind(c)) {
	case LETTER_WORD: return SCRIPT_LETTERS;
	case LETTER_FREE:
	case LETTER_TAIL: return SCRIPT_PAIRS;
	default: return SCRIPT_NONE;
	}
}

static uint32_t fold(uint32_t c)
{
	if (c < 0x80)
		return c >= 'A' && c <= 'Z' ? c | 0x20 : c;
	return c >= 0x3000 && c <= 0xD7A3 ? c : letter_fold(c);
}

/* ---- hashes: computed anew in every process ---- */

#define HASH_PARTS (CONTEXT_WORD_BYTES / 8)

static uint64_t mix(uint64_t hash, uint64_t part)
{
	hash = (hash ^ part) * UINT64_C(0x9E3779B97F4A7C15);
	return hash ^ hash >> 32;
}

/* Of the first `len` of CONTEXT_WORD_BYTES bytes. */
static uint64_t hash_bytes(const char *bytes, size_t len)
{
	uint64_t hash = 0;

	for (size_t i = 0; i < HASH_PARTS; i++, bytes += 8) {
		uint64_t part;

		memcpy(&part, bytes, 8);
		if (len <= 8)
			return mix(hash, len ? le64toh(part) &
						       UINT64_MAX >> (64 - 8 * len)
					     : 0);
		hash = mix(hash, part);
		len -= 8;
	}
	return hash;
}

/* ---- reading ---- */

struct reader {
	struct span           text;
	struct context_words *out;
	uint32_t              last;
	uint64_t              seen[4]; /* bits by hash */
};

/* The character at *at, folded, and its script; full-width signs are plain. */
static uint32_t next(const struct reader *r, uint32_t *at, enum script *script)
{
	const char *p = r->text.ptr + *at;
	uint32_t    c = utf8_next(&p, r->text.ptr + r->last);

	if (c >= 0xFF01 && c <= 0xFF5E)
		c -= 0xFEE0;
	*at = (uint32_t)(p - r->text.ptr);
	*script = script_of(c);
	return fold(c);
}

static struct context_word *begin(struct reader *r, uint32_t first)
{
	struct context_word *w = &r->out->items[r->out->n];

	*w = (struct context_word){ .first = first, .last = first };
	return w;
}

static void put(struct context_word *w, uint32_t c)
{
	char bytes[UTF8_MAX];
	int  n = utf8_put(c, bytes);

	if (w->len + n > CONTEXT_WORD_BYTES)
		return;
	memcpy(w->bytes + w->len, bytes, (size_t)n);
	w->len = (uint8_t)(w->len + n);
}

static bool stood_before(const struct context_words *words,
			 const struct context_word  *w)
{
	for (size_t i = 0; i < words->n; i++) {
		const struct context_word *other = &words->items[i];

		if (other->hash == w->hash && other->len == w->len &&
		    !memcmp(other->bytes, w->bytes, w->len))
			return true;
	}
	return false;
}

static void finish(struct reader *r, struct context_word *w, uint32_t last)
{
	uint64_t *seen, bit;

	w->last = last;
	if (!w->len)
		return;
	w->hash = hash_bytes(w->bytes, w->len);
	seen = &r->seen[w->hash >> 62];
	bit = UINT64_C(1) << (w->hash >> 56 & 63);
	w->is_again = *seen & bit && stood_before(r->out, w);
	*seen |= bit;
	r->out->n++;
}

/* Most letters of most texts: no table need be asked. */
static inline bool is_plain(char c)
{
	return (unsigned char)((c | 0x20) - 'a') < 26 ||
	       (unsigned char)(c - '0') < 10;
}

static inline void put_plain(struct context_word *w, char c)
{
	if (w->len < CONTEXT_WORD_BYTES)
		w->bytes[w->len++] = c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c;
}

/*
 * Put the plain letters among the sixteen bytes at `at` that are of the
 * sentence; returns how many.
 */
static unsigned put_run(const struct reader *r, struct context_word *w,
			uint32_t at)
{
	static const char kept[32] = { -1, -1, -1, -1, -1, -1, -1, -1,
				       -1, -1, -1, -1, -1, -1, -1, -1 };
	bytes16           v, small;
	unsigned          n;

	if (r->text.len - at < 16)
		return 0;
	v = bytes16_load(r->text.ptr + at);
	n = (unsigned)__builtin_ctz(~bytes16_mask(byte_is_plain(v)));
	if (n > r->last - at)
		n = r->last - at;
	small = v | 0x20; /* which leaves digits as they are */
	small &= bytes16_load(kept + 16 - n);
	memcpy(w->bytes, &small, 16);
	w->len = (uint8_t)n;
	return n;
}

/* A word of letters from `at` on; returns where it ends. */
static uint32_t read_letters(struct reader *r, uint32_t at)
{
	struct context_word *w = begin(r, at);
	unsigned             letters = put_run(r, w, at);
	enum script          script;
	uint32_t             after = at + letters;

	at = after;
	w->start = letters >= START_LETTERS ? START_LETTERS : 0;
	w->stem = letters >= STEM_LETTERS ? STEM_LETTERS : 0;
	while (at < r->last) {
		char plain = r->text.ptr[at];

		if (is_plain(plain)) {
			put_plain(w, plain);
			after = at + 1;
		} else {
			uint32_t c;

			if ((unsigned char)plain < 0x80)
				break;
			c = next(r, &after, &script);
			if (script != SCRIPT_LETTERS)
				break;
			put(w, c);
		}
		if (++letters == START_LETTERS)
			w->start = w->len;
		if (letters == STEM_LETTERS)
			w->stem = w->len;
		at = after;
	}
	if (letters <= LONG_WORD)
		w->start = 0;
	if (letters <= STEM_LETTERS)
		w->stem = 0;
	finish(r, w, at);
	return at;
}

static uint32_t read_pairs(struct reader *r, uint32_t at)
{
	uint32_t    after = at, before_at = at, before = 0;
	unsigned    n = 0;
	enum script script;

	while (at < r->last && r->out->n < CONTEXT_WORDS_MAX) {
		uint32_t c = next(r, &after, &script);

		if (script != SCRIPT_PAIRS)
			break;
		if (n++) {
			struct context_word *w = begin(r, before_at);

			put(w, before);
			put(w, c);
			finish(r, w, after);
		}
		before = c;
		before_at = at;
		at = after;
	}
	if (n == 1 && r->out->n < CONTEXT_WORDS_MAX) {
		struct context_word *w = begin(r, before_at);

		put(w, before);
		finish(r, w, at);
	}
	return at;
}

static uint32_t read_hangul(struct reader *r, uint32_t at)
{
	uint32_t             first = at, after = at, ends[2] = { 0, 0 };
	unsigned             n = 0;
	enum script          script;
	struct context_word *w = begin(r, at);

	while (at < r->last) {
		uint32_t c = next(r, &after, &script);

		if (script != SCRIPT_HANGUL)
			break;
		if (n++ < 2)
			put(w, c);
		ends[0] = ends[1];
		ends[1] = c;
		at = after;
	}
	finish(r, w, at);
	if (n > 2 && r->out->n < CONTEXT_WORDS_MAX) {
		w = begin(r, first);
		put(w, ends[0]);
		put(w, ends[1]);
		put(w, '$');
		finish(r, w, at);
	}
	return at;
}

void context_words_read(struct span text, uint32_t first, uint32_t last,
			struct context_words *out)
{
	struct reader r = { .text = text, .out = out, .last = last };
	uint32_t      at = first;

	out->n = 0;
	while (at < last && out->n < CONTEXT_WORDS_MAX) {
		uint32_t    after = at;
		enum script script;
		uint32_t    c;

		if (is_plain(text.ptr[at])) {
			at = read_letters(&r, at);
			continue;
		}
		if ((unsigned char)text.ptr[at] < 0x80 &&
		    !is_sign(text.ptr[at])) {
			at++;
			continue;
		}
		c = next(&r, &after, &script);
		switch (script) {
		case SCRIPT_LETTERS: at = read_letters(&r, at); break;
		case SCRIPT_PAIRS: at = read_pairs(&r, at); break;
		case SCRIPT_HANGUL: at = read_hangul(&r, at); break;
		case SCRIPT_SIGN: {
			struct context_word *w = begin(&r, at);

			put(w, c);
			finish(&r, w, after);
			at = after;
			break;
		}
		default: at = after;
		}
	}
}

/* ---- headings ---- */

struct span context_heading_above(struct span text, uint32_t at)
{
	uint32_t low = at > ABOVE_BYTES ? at - ABOVE_BYTES : 0;

	while (at > low && text.ptr[at - 1] != '\n') /* to its own line's start */
		at--;
	while (at > low) {
		const char *begin = at - 1 > low
					    ? bytes16_last(text.ptr + low,
							   text.ptr + at - 1, '\n')
					    : NULL;
		uint32_t    first = begin ? (uint32_t)(begin - text.ptr) + 1 : low;
		struct span line = span_trim((struct span){
			text.ptr + first, at - 1 - first });

		if (line.len > 0 && line.len < HEADING_BYTES &&
		    !strchr("-*\xE2\xE3", line.ptr[0]) &&
		    !strchr(".!\x82", line.ptr[line.len - 1]))
			return line;
		at = first;
	}
	return (struct span){ NULL, 0 };
}

/* ---- features ---- */

static const char *const place_names[N_WORD_PLACES] = {
	[WORD_IN] = "w",      [WORD_START] = "p",      [WORD_STEM] = "q",
	[WORD_FIRST] = "f",   [WORD_FIRST_TWO] = "f2", [WORD_LAST] = "z",
	[WORD_HEADING] = "h", [WORD_LEFT] = "l1",      [WORD_RIGHT] = "r1",
};

struct sink {
	context_word_fn *take;
	void            *data;
};

/* The first `len` bytes of a word, of that hash. */
static void give(const struct sink *to, enum context_word_place place,
		 const struct context_word *w, size_t len, uint64_t hash)
{
	to->take(to->data, &(struct context_word_feature){
				   .hash = mix(hash, place),
				   .place = place,
				   .word = { w->bytes, len } });
}

static void give_part(const struct sink *to, enum context_word_place place,
		      const struct context_word *w, size_t len)
{
	if (len > 0)
		give(to, place, w, len, hash_bytes(w->bytes, len));
}

static void give_whole(const struct sink *to, enum context_word_place place,
		       const struct context_word *w)
{
	give(to, place, w, w->len, w->hash);
}

static uint64_t hash_of_two(uint64_t first, uint64_t second)
{
	return mix(mix(first, WORD_FIRST_TWO), second);
}

void context_words_shared(const struct context_words *words,
			  context_word_fn *take, void *data)
{
	const struct sink          to = { take, data };
	const struct context_word *w = words->items;

	for (size_t i = 0; i < words->n; i++) {
		if (w[i].is_again)
			continue;
		give_whole(&to, WORD_IN, &w[i]);
		give_part(&to, WORD_START, &w[i], w[i].start);
		give_part(&to, WORD_STEM, &w[i], w[i].stem);
	}
	if (words->n > 0) {
		give_whole(&to, WORD_FIRST, &w[0]);
		give_whole(&to, WORD_LAST, &w[words->n - 1]);
	}
	if (words->n > 1)
		take(data, &(struct context_word_feature){
				   .hash = hash_of_two(w[0].hash, w[1].hash),
				   .place = WORD_FIRST_TWO,
				   .word = { w[0].bytes, w[0].len },
				   .second = { w[1].bytes, w[1].len } });
}

void context_words_heading(struct span heading, context_word_fn *take,
			   void *data)
{
	const struct sink    to = { take, data };
	struct context_words in;

	context_words_read(heading, 0, (uint32_t)heading.len, &in);
	for (size_t i = 0; i < in.n; i++)
		give_whole(&to, WORD_HEADING, &in.items[i]);
}

void context_words_beside(const struct context_words *words, uint32_t start,
			  uint32_t end, context_word_fn *take, void *data)
{
	static const struct context_word edges[] = {
		{ .len = 1, .bytes = "^" },
		{ .len = 1, .bytes = "$" },
	};
	const struct sink          to = { take, data };
	const struct context_word *before = &edges[0], *after = &edges[1];

	for (size_t i = 0; i < words->n; i++) {
		const struct context_word *w = &words->items[i];

		if (w->last <= start)
			before = w;
		if (w->first >= end) {
			after = w;
			break;
		}
	}
	give_part(&to, WORD_LEFT, before, before->len);
	give_part(&to, WORD_RIGHT, after, after->len);
}

/* ---- names ---- */

struct span context_word_name(const struct context_word_feature *feature,
			      char out[CONTEXT_WORD_NAME])
{
	const char *kind = place_names[feature->place];
	size_t      n = strlen(kind);

	memcpy(out, kind, n);
	out[n++] = ' ';
	memcpy(out + n, feature->word.ptr, feature->word.len);
	n += feature->word.len;
	if (feature->second.ptr) {
		out[n++] = ' ';
		memcpy(out + n, feature->second.ptr, feature->second.len);
		n += feature->second.len;
	}
	return (struct span){ out, n };
}

/* Words that are never read so long have a hash, too, that nobody asks for. */
static uint64_t hash_of_word(struct span word)
{
	char bytes[CONTEXT_WORD_BYTES] = { 0 };

	if (word.len > sizeof(bytes))
		return hash64(word);
	memcpy(bytes, word.ptr, word.len);
	return hash_bytes(bytes, word.len);
}

bool context_word_hash(struct span name, uint64_t *out)
{
	struct span kind = tsv_word(&name, ' ');

	for (unsigned place = 0; place < N_WORD_PLACES; place++) {
		uint64_t hash;

		if (!span_is(kind, place_names[place]))
			continue;
		if (place != WORD_FIRST_TWO) {
			*out = mix(hash_of_word(name), place);
			return true;
		}
		hash = hash_of_word(tsv_word(&name, ' '));
		*out = hash_of_two(hash, hash_of_word(name));
		return true;
	}
	return false;
}
