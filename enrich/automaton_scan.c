#include "enrich/automaton_walk.h"

#include "base/byte_walk.h"
#include "base/mem.h"
#include "base/utf8.h"

#include <endian.h>
#include <stdlib.h>
#include <string.h>

/* ---- words of a text ---- */

struct word {
	uint64_t key; /* of a first word */
	uint32_t start, end; /* bytes */
	/* bits of automata: of which a form may begin so, or have a stem of it */
	uint8_t  known, stems;
	uint8_t  any;     /* ... of which it is to be tried */
	bool     is_root; /* more than the key decides */
};

struct reader {
	const struct automaton   *a;
	const struct word_filter *filter;
	const char               *text, *at, *end;
	struct byte_walk          plain;
	enum letter_kind          before; /* what stands before `at` */
};

#define READ_TOGETHER 256 /* words */

static struct reader reader_of(const struct automaton *a, struct span text)
{
	return (struct reader){ .a = a, .filter = a->filter,
				.text = text.ptr, .at = text.ptr,
				.end = span_end(text),
				.plain = byte_walk_of(text),
				.before = LETTER_NONE };
}

/* The first bytes of a word in lower case; digits have bit 5 anyway. */
static inline uint64_t load_key(const char *word, const char *end, size_t len)
{
	uint64_t key = 0;

	if (len > FIRST_WORD_MAX)
		len = FIRST_WORD_MAX;
	if (end - word >= FIRST_WORD_MAX)
		memcpy(&key, word, FIRST_WORD_MAX);
	else
		memcpy(&key, word, len);
	return (le64toh(key) | 0x2020202020202020u) &
	       UINT64_MAX >> (64 - 8 * len);
}

/* Writes a word of ASCII letters and digits to `out`; whether it may begin a
 * form, with what follows it or without. */
static bool put_word(const struct reader *r, const char *start, const char *last,
		     struct word *out)
{
	uint64_t key = load_key(start, r->end, (size_t)(last - start));
	unsigned known = r->filter->known[known_index(key_hash(key))];
	/* what follows may be a letter that folds to an ASCII one */
	bool     is_root = last < r->end && (unsigned char)*last >= 0x80;

	*out = (struct word){
		.key = key,
		.start = (uint32_t)(start - r->text),
		.end = (uint32_t)(last - r->text),
		.known = (uint8_t)((known | known / FILTER_LINK) & ALL_BITS),
		.stems = r->filter->stems[stem_index(key)],
		.is_root = is_root,
	};
	out->any = (uint8_t)(is_root ? ALL_BITS : out->known | out->stems);
	return out->any;
}

/* Bytes of a text and, as bits, what they are. */
struct block {
	const char *at;
	uint64_t    plain, high;
};

#define BLOCK 64     /* bytes */
#define BLOCK_MORE FIRST_WORD_MAX /* behind it, which can be read */
#define BLOCK_NEXT 4 /* at its end, not those of a word that is read */
#define BLOCK_WORDS (BLOCK / 2)

/*
 * Bits of automata of which a form may go on as the text does: by the letters
 * of the next word behind a plain blank, or by those of its own word.
 */
static inline unsigned pair_bits(const struct reader *r, const struct block *b,
				 int start, int last, uint64_t hash)
{
	static const uint32_t masks[] = { 0, 0xFF, 0xFFFF, 0xFFFFFF };
	bool     is_long = last - start > FIRST_WORD_MAX;
	int      next = is_long ? start + FIRST_WORD_MAX : last + 1;
	unsigned char sign = is_long ? ' ' : (unsigned char)b->at[last];
	unsigned n = (unsigned)__builtin_ctzll(~(b->plain >> next) |
					       1u << NEXT_WORD_MAX);
	uint32_t letters;
	unsigned bits;

	memcpy(&letters, b->at + next, sizeof(letters));
	letters = (le32toh(letters) | 0x202020u) & masks[n];
	bits = r->filter->pairs[pair_index(
		hash, letters | (uint32_t)is_long * PAIR_LETTERS)];
	/* what may_follow() does not know either */
	bits |= r->filter->unasked[sign] | (n == 0 ? ALL_BITS : 0u);
	if (b->high && b->high >> next & ((2u << n) - 1) & 7)
		bits = ALL_BITS;
	return bits & r->filter->asked[sign];
}

/* put_word of bytes start..last of a block, without a branch. */
static inline bool put_block_word(const struct reader *r, const struct block *b,
				  int start, int last, struct word *out)
{
	int      n = last - start < FIRST_WORD_MAX ? last - start : FIRST_WORD_MAX;
	uint32_t from = (uint32_t)(b->at - r->text);
	uint64_t key, hash;
	unsigned known, stems;

	memcpy(&key, b->at + start, sizeof(key));
	key = (le64toh(key) | 0x2020202020202020u) & UINT64_MAX >> (64 - 8 * n);
	hash = key_hash(key);
	known = r->filter->known[known_index(hash)];
	stems = r->filter->stems[stem_index(key)];
	known = (known | (known / FILTER_LINK &
			  pair_bits(r, b, start, last, hash))) & ALL_BITS;
	*out = (struct word){ .key = key,
			      .start = from + (uint32_t)start,
			      .end = from + (uint32_t)last,
			      .known = (uint8_t)known,
			      .stems = (uint8_t)stems,
			      .any = (uint8_t)(known | stems) };
	return out->any;
}

/*
 * The words that end among the 64 bytes at r->at, where one may begin, up to
 * the first byte beyond ASCII; r->at moves to where the rest of them begins.
 */
static size_t read_block(struct reader *r, struct word *out)
{
	struct block b = { r->at, byte_bits(r->at, r->end, byte_is_plain),
			   byte_bits(r->at, r->end, byte_is_high) };
	uint64_t     before = b.high ? (b.high & (0 - b.high)) - 1 : UINT64_MAX;
	uint64_t     starts = b.plain & ~(b.plain << 1) & before;
	uint64_t     ends = ~b.plain & b.plain << 1 & before;
	size_t       n = 0;

	ends &= UINT64_MAX >> BLOCK_NEXT;
	for (; ends; ends &= ends - 1, starts &= starts - 1)
		n += put_block_word(r, &b, __builtin_ctzll(starts),
				    __builtin_ctzll(ends), &out[n]);
	if (starts) /* its end is not among them */
		r->at += __builtin_ctzll(starts);
	else
		r->at += b.high ? __builtin_ctzll(b.high) : BLOCK;
	return n;
}

/* Scripts in which a word, once begun, has no other beginning inside. */
static inline bool joins(enum letter_kind before, enum letter_kind here)
{
	return before == here && here != LETTER_FREE;
}

/* What begins or ends at r->at, be it a word or not. */
static size_t read_one(struct reader *r, struct word *out)
{
	const char      *start = r->at;
	enum letter_kind kind, before = r->before;
	uint16_t         entry;

	if (r->a->is_plain[(unsigned char)*start]) {
		r->at = byte_walk_past(&r->plain, start, byte_is_plain);
		r->before = LETTER_WORD;
		return before != LETTER_WORD && put_word(r, start, r->at, out);
	}
	if ((unsigned char)*start < 0x80) { /* no word, nor within one */
		r->before = LETTER_NONE;
		r->at++;
		return 0;
	}
	entry = automaton_entry(r->a, utf8_next(&r->at, r->end));
	kind = kind_of(entry);
	if (kind != LETTER_NONE || (entry & CLASS_MASK) != CLASS_IGNORED)
		r->before = kind;
	if (kind == LETTER_NONE || joins(before, kind))
		return 0;
	*out = (struct word){ .start = (uint32_t)(start - r->text),
			      .end = (uint32_t)(r->at - r->text),
			      .any = ALL_BITS,
			      .is_root = true };
	return 1;
}

/* The next words, with room for READ_TOGETHER; 0 at the end of the text. */
static size_t read_words(struct reader *r, struct word *out)
{
	size_t n = 0;

	while (r->at < r->end && n + BLOCK_WORDS < READ_TOGETHER) {
		if (r->before == LETTER_NONE &&
		    r->end - r->at >= BLOCK + BLOCK_MORE)
			n += read_block(r, out + n);
		if (r->at < r->end)
			n += read_one(r, out + n);
	}
	return n;
}

/* ---- groups ---- */

/* Whether the line at `at`, which is not before those asked of before, ends in
 * a colon. */
static bool is_heading_line(struct scan *s, const char *at)
{
	const char *last;

	if (s->line_end && at < s->line_end)
		return s->is_heading;
	last = memchr(at, '\n', (size_t)(s->end - at));
	s->line_end = last ? last : s->end;
	for (last = s->line_end; last > at && last[-1] == ' ';)
		last--;
	s->is_heading = last > at && last[-1] == ':';
	return s->is_heading;
}

/* Groups of which a form may begin with the word at `at`. */
static inline uint32_t groups_at(struct scan *s, const char *at)
{
	if (s->inside == s->opening)
		return s->inside;
	if (at - s->text >= 2 && at[-1] == ' ' && is_ascii_letter(at[-2]) &&
	    !is_heading_line(s, at))
		return s->inside;
	return s->opening;
}

/* ---- words against the forms ---- */

/* Whether no form can go on as the text does behind the key of its word. */
static inline bool ends_here(const struct scan *s, const char *start,
			     const char *end, const struct first_word *found)
{
	if (end - start > FIRST_WORD_MAX)
		return !found->is_open &&
		       !may_follow(s, found->state | NEXT_LETTERS,
				   start + FIRST_WORD_MAX);
	if (!found->is_link)
		return false;
	return end == s->end ||
	       (s->a->ascii[(unsigned char)*end] & CLASS_MASK) !=
		       CLASS_SEPARATOR ||
	       !may_go_on(s, found->state, end);
}

/* The forms that begin with "*" behind fewer than `letters` of the word. */
static void try_stems(const struct scan *s, uint64_t key, const char *start,
		      const char *end, int letters)
{
	uint32_t left = stem_lengths(s->a, key) & ((1u << letters) - 1);

	for (; left; left &= left - 1) {
		int                n = __builtin_ctz(left);
		const struct stem *stem = stem_slot(s->a, key_of(key, n));

		if (stem->groups & s->wanted)
			automaton_walk(s, stem->state, start,
				       automaton_skip_word(s, start + n, end),
				       LETTER_WORD);
	}
}

static inline void try_word(struct scan *s, const char *text,
			    const struct word *w)
{
	const struct automaton  *a = s->a;
	const char              *start = text + w->start, *end = text + w->end;
	const struct first_word *found = NULL;
	int len = end - start > FIRST_WORD_MAX ? FIRST_WORD_MAX
					       : (int)(end - start);

	s->wanted = groups_at(s, start);
	if (w->is_root) {
		automaton_walk_root(s, start);
		return;
	}
	if (w->known & a->filter_bit) {
		found = first_word_slot(a, w->key);
		if (!found->key || !(found->groups & s->wanted))
			found = NULL;
		else
			len -= found->is_plural;
	}
	if (found && found->state == WALK_ALL) {
		automaton_walk_root(s, start);
		return;
	}
	if (w->stems & a->filter_bit)
		try_stems(s, w->key, start, end, len);
	if (found && !ends_here(s, start, end, found))
		automaton_walk(s, found->state, start, start + len, LETTER_WORD);
}

#define WORDS_AHEAD 16 /* looked up together, so that the cache is asked ahead */

/* Offsets of the words are in `text`. */
static void try_words(struct scan *s, const char *text, const struct word *words,
		      size_t n)
{
	unsigned bit = s->a->filter_bit;
	size_t   at = 0;

	while (at < n) {
		uint32_t found[WORDS_AHEAD];
		size_t   n_found = 0;

		for (; at < n && n_found < WORDS_AHEAD; at++) {
			const struct word *w = &words[at];

			found[n_found] = (uint32_t)at;
			n_found += (w->any & bit) != 0;
			__builtin_prefetch(
				first_word_home(s->a, key_hash(w->key)));
		}
		for (size_t i = 0; i < n_found; i++)
			try_word(s, text, &words[found[i]]);
	}
}

/* The words of a part of the text alone. */
static void scan_span(struct scan *s, struct span text)
{
	struct reader reader = reader_of(s->a, text);
	struct word   words[READ_TOGETHER];
	size_t        n;

	while ((n = read_words(&reader, words)) > 0)
		try_words(s, text.ptr, words, n);
}

void automaton_scan_groups(const struct automaton *a, struct span text,
			   uint32_t inside, uint32_t opening,
			   struct match_list *out)
{
	struct scan s = { .a = a, .text = text.ptr, .end = span_end(text),
			  .out = out, .inside = inside, .opening = opening };

	scan_span(&s, text);
}

void automaton_scan(const struct automaton *a, struct span text,
		    struct match_list *out)
{
	automaton_scan_groups(a, text, UINT32_MAX, UINT32_MAX, out);
}

/* ---- several automata over one text ---- */

void word_list_deinit(struct word_list *list)
{
	free(list->items);
	*list = (struct word_list)WORD_LIST_INIT;
}

void automaton_read(const struct automaton *a, struct span text,
		    struct word_list *out)
{
	struct reader reader = reader_of(a, text);
	size_t        n;

	out->text = text;
	out->n = 0;
	if (text.len > WORD_LIST_TEXT) {
		word_list_deinit(out);
		out->text = text;
		return;
	}
	do {
		if (out->cap < out->n + READ_TOGETHER) {
			/* a word and its blank take seven bytes or so */
			out->cap = out->cap * 2 + text.len / 7 + READ_TOGETHER;
			out->items = xrealloc(out->items,
					      out->cap * sizeof(*out->items));
		}
		n = read_words(&reader, out->items + out->n);
		out->n += n;
	} while (n > 0);
}

void automaton_scan_words(const struct automaton *a,
			  const struct word_list *words, uint32_t inside,
			  uint32_t opening, struct match_list *out)
{
	struct scan s = { .a = a, .text = words->text.ptr,
			  .end = span_end(words->text), .out = out,
			  .inside = inside, .opening = opening };

	if (words->items)
		try_words(&s, words->text.ptr, words->items, words->n);
	else
		scan_span(&s, words->text);
}

/* Whether no word reaches over this byte: what is behind it is read alike,
 * whatever stands before. */
static inline bool parts_words(const struct automaton *a, char c)
{
	return (unsigned char)c < 0x80 && !a->is_plain[(unsigned char)c];
}

/* Index of the first word at or behind `start`. */
static size_t word_index(const struct word_list *words, uint32_t start)
{
	size_t low = 0, high = words->n;

	while (low < high) {
		size_t middle = (low + high) / 2;

		if (words->items[middle].start < start)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

void automaton_scan_part(const struct automaton *a,
			 const struct word_list *words, uint32_t first,
			 uint32_t last, uint32_t groups, struct match_list *out)
{
	const char *text = words->text.ptr;
	struct scan s = { .a = a, .text = text + first, .end = text + last,
			  .out = out, .inside = groups, .opening = groups };
	uint32_t    from = first, to = last; /* between, words are whole */
	size_t      low, high;

	if (!words->items)
		from = last;
	else if (first > 0 && !parts_words(a, text[first - 1]))
		while (from < last && !parts_words(a, text[from]))
			from++;
	if (last < words->text.len && !parts_words(a, text[last]))
		while (to > from && !parts_words(a, text[to - 1]))
			to--;
	scan_span(&s, (struct span){ text + first, from - first });
	low = word_index(words, from);
	high = low;
	while (high < words->n && words->items[high].start < to)
		high++;
	try_words(&s, text, words->items + low, high - low);
	scan_span(&s, (struct span){ text + to, last - to });
}
