#include "enrich/context_words.h"

#include "base/bytes16.h"
#include "base/utf8.h"
#include "enrich/letter.h"

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

static enum script script_of(uint32_t c)
{
	if (c < 0x80) {
		if (letter_kind(c) != LETTER_NONE)
			return SCRIPT_LETTERS;
		return c && strchr(":?!,()", (int)c) ? SCRIPT_SIGN
						     : SCRIPT_NONE;
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

struct reader {
	struct span           text;
	struct context_words *out;
	uint32_t              last;
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

static void finish(struct reader *r, struct context_word *w, uint32_t last)
{
	w->last = last;
	if (w->len > 0)
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

/* A word of letters from `at` on; returns where it ends. */
static uint32_t read_letters(struct reader *r, uint32_t at)
{
	struct context_word *w = begin(r, at);
	unsigned             letters = 0;
	enum script          script;
	uint32_t             after = at;

	while (at < r->last) {
		char plain = r->text.ptr[at];

		if (is_plain(plain)) {
			put_plain(w, plain);
			after = at + 1;
		} else {
			uint32_t c = next(r, &after, &script);

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
	struct reader r = { text, out, last };
	uint32_t      at = first;

	out->n = 0;
	while (at < last && out->n < CONTEXT_WORDS_MAX) {
		uint32_t    after = at;
		enum script script;
		uint32_t    c;

		if (text.ptr[at] == ' ' || text.ptr[at] == '-') {
			at++;
			continue;
		}
		if (is_plain(text.ptr[at])) {
			at = read_letters(&r, at);
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

/* ---- features ---- */

struct sink {
	context_word_fn *take;
	void            *data;
};

static struct span bytes_of(const struct context_word *w)
{
	return (struct span){ w->bytes, w->len };
}

/* Give the name "KIND a", or "KIND a b" when there is a b. */
static void give(const struct sink *to, const char *kind, struct span a,
		 struct span b)
{
	char   name[CONTEXT_WORD_NAME];
	size_t n = strlen(kind);

	memcpy(name, kind, n);
	name[n++] = ' ';
	memcpy(name + n, a.ptr, a.len);
	n += a.len;
	if (b.ptr) {
		name[n++] = ' ';
		memcpy(name + n, b.ptr, b.len);
		n += b.len;
	}
	to->take(to->data, (struct span){ name, n });
}

static bool stood_before(const struct context_words *words, size_t at)
{
	for (size_t i = 0; i < at; i++) {
		if (words->items[i].len == words->items[at].len &&
		    !memcmp(words->items[i].bytes, words->items[at].bytes,
			    words->items[at].len))
			return true;
	}
	return false;
}

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

void context_words_shared(struct span text, uint32_t first,
			  const struct context_words *words,
			  context_word_fn *take, void *data)
{
	const struct span         none = { NULL, 0 };
	const struct sink         to = { take, data };
	const struct context_word *w = words->items;
	struct span heading = context_heading_above(text, first);

	for (size_t i = 0; i < words->n; i++) {
		if (stood_before(words, i))
			continue;
		give(&to, "w", bytes_of(&w[i]), none);
		if (w[i].start > 0)
			give(&to, "p", (struct span){ w[i].bytes, w[i].start },
			     none);
		if (w[i].stem > 0)
			give(&to, "q", (struct span){ w[i].bytes, w[i].stem },
			     none);
	}
	if (words->n > 0) {
		give(&to, "f", bytes_of(&w[0]), none);
		give(&to, "z", bytes_of(&w[words->n - 1]), none);
	}
	if (words->n > 1)
		give(&to, "f2", bytes_of(&w[0]), bytes_of(&w[1]));
	if (heading.ptr) {
		struct context_words in;

		context_words_read(heading, 0, (uint32_t)heading.len, &in);
		for (size_t i = 0; i < in.n; i++)
			give(&to, "h", bytes_of(&in.items[i]), none);
	}
}

void context_words_beside(const struct context_words *words, uint32_t start,
			  uint32_t end, context_word_fn *take, void *data)
{
	const struct span none = { NULL, 0 };
	const struct sink to = { take, data };
	struct span       before = SPAN("^"), after = SPAN("$");

	for (size_t i = 0; i < words->n; i++) {
		const struct context_word *w = &words->items[i];

		if (w->last <= start)
			before = bytes_of(w);
		if (w->first >= end) {
			after = bytes_of(w);
			break;
		}
	}
	give(&to, "l1", before, none);
	give(&to, "r1", after, none);
}
