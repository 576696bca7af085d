#include "enrich/automaton_table.h"

#include "base/byte_walk.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "enrich/letter.h"

#include <endian.h>
#include <stdlib.h>
#include <string.h>

#define NEWLINES_MAX 1 /* a blank line parts words */

struct scan {
	const struct automaton *a;
	const char             *text, *end;
	struct match_list      *out;
	uint32_t                inside, opening; /* groups */
	uint32_t                wanted; /* of the place that is tried now */
	const char             *line_end; /* of the line looked at last */
	bool                    is_heading; /* that line ends in a colon */
};

void match_list_deinit(struct match_list *list)
{
	free(list->items);
	*list = (struct match_list)MATCH_LIST_INIT;
}

size_t automaton_bytes(const struct automaton *a)
{
	return sizeof(*a) + a->n_pages * sizeof(a->pages[0]) +
	       a->n_states * sizeof(*a->states) +
	       a->n_classes * sizeof(*a->root) +
	       a->n_first * sizeof(*a->first) + (1 << NEXT_BITS) / 8 +
	       a->stem_slots * sizeof(*a->stems) +
	       a->n_outputs * sizeof(*a->outputs) + a->forms_len;
}

size_t automaton_forms(const struct automaton *a)
{
	return a->n_outputs - 1;
}

static inline enum letter_kind kind_of(uint16_t entry)
{
	return (enum letter_kind)(entry >> KIND_SHIFT);
}

/* Kind of the character at `at`; LETTER_NONE at the end. */
static enum letter_kind kind_at(const struct scan *s, const char *at)
{
	if (at >= s->end)
		return LETTER_NONE;
	return kind_of(automaton_entry(s->a, utf8_next(&at, s->end)));
}

/* Past further blanks and hyphens; NULL when they are too many to be one. */
static const char *skip_separators(const struct scan *s, const char *at,
				   const char *first)
{
	int newlines = *first == '\n';

	for (int n = 1; at < s->end; n++) {
		const char *next = at;
		uint32_t    c = utf8_next(&next, s->end);

		if ((automaton_entry(s->a, c) & CLASS_MASK) != CLASS_SEPARATOR)
			break;
		newlines += c == '\n';
		if (n >= SEPARATORS_MAX || newlines > NEWLINES_MAX)
			return NULL;
		at = next;
	}
	return at;
}

/* Where the other gender's ending begins: behind one of / * : ( . _ or a
 * middle dot, and a hyphen; NULL when nothing of the kind is there. */
static const char *gender_mark(const struct scan *s, const char *at)
{
	bool is_dot = s->end - at > 2 && at[0] == '\xC2' && at[1] == '\xB7';

	if (s->end - at < 2 || !(is_dot || (*at && strchr("/*:(._", *at))))
		return NULL;
	at += is_dot ? 2 : 1;
	return *at == '-' ? at + 1 : at;
}

/* Past "Entwickler:in", "ingeniero/a", "ingénieur(e)"; `at` when it is not. */
static const char *skip_gender(const struct scan *s, const char *at)
{
	static const char *const endings[] = {
		"innen", "trice", "euse", "rice", "in", "ne", "ra",
		"a",	 "e",	  "o",
	};
	const char *mark = gender_mark(s, at);
	bool        is_open = mark && *at == '(';

	for (size_t i = 0; mark && i < ARRAY_LEN(endings); i++) {
		size_t      n = strlen(endings[i]);
		struct span rest = { mark, (size_t)(s->end - mark) };
		const char *after = mark + n;

		if (!span_starts(rest, endings[i]))
			continue;
		if (is_open)
			return after < s->end && *after == ')' ? after + 1 : at;
		return kind_at(s, after) == LETTER_NONE ? after : at;
	}
	return at;
}

/* Past the letters that remain of the word, and another gender's ending. */
static const char *skip_letters(const struct scan *s, const char *at)
{
	for (int n = 0; at < s->end && n < STAR_LETTERS_MAX; n++) {
		const char      *next = at;
		uint16_t         e = automaton_entry(s->a, utf8_next(&next, s->end));
		enum letter_kind kind = kind_of(e);

		if (kind != LETTER_WORD && kind != LETTER_TAIL &&
		    (e & CLASS_MASK) != CLASS_IGNORED)
			break;
		at = next;
	}
	return skip_gender(s, at);
}

/* ---- a form against the letters as they stand in the text ---- */

struct alignment {
	const struct scan *s;
	const char        *at; /* in the text */
	bool               is_exact, is_capital;
};

static void align_one(struct alignment *al, uint32_t want, bool is_inside)
{
	const char *next = al->at;
	uint32_t    c;

	if (want == '*') {
		al->at = skip_letters(al->s, al->at);
		return;
	}
	do {
		c = utf8_next(&next, al->s->end);
	} while (letter_is_ignorable(c) && next < al->s->end);
	if (letter_is_separator(want)) {
		al->at = skip_separators(al->s, next, al->at);
		return;
	}
	al->at = next;
	if (!is_inside)
		return;
	al->is_exact &= c == want;
	al->is_capital &= !letter_is_lower(c);
}

/*
 * Finds the braces of the form in the text, and whether what they hold is
 * written in the form's own case or in capitals throughout.
 */
static bool align(const struct scan *s, const char *form, unsigned flags,
		  struct match *m)
{
	const char      *end = form;
	const char      *brace;
	struct alignment al = { s, s->text + m->start, true, true };
	bool             is_inside;

	while (*end)
		end++;
	for (brace = form; brace < end && *brace != '{'; brace++)
		;
	is_inside = brace == end;
	while (form < end) {
		uint32_t want = utf8_next(&form, end);

		if (want == '{' || want == '}') {
			is_inside = want == '{';
			*(is_inside ? &m->span_start : &m->span_end) =
				(uint32_t)(al.at - s->text);
		} else if (al.at && al.at < s->end) {
			/* a blank at the border belongs to nobody's span */
			align_one(&al, want, is_inside);
		}
	}
	return !(flags & FORM_CASE) || al.is_exact || al.is_capital;
}

/* ---- matches ---- */

static void add_match(struct match_list *out, struct match m)
{
	if (out->n >= MATCHES_MAX)
		return;
	if (out->n == out->cap) {
		out->cap = out->cap ? out->cap * 2 : 64;
		out->items = xrealloc(out->items,
				      out->cap * sizeof(*out->items));
	}
	out->items[out->n++] = m;
}

/* A word may end at `at` when `last` was its last letter. */
static inline bool ends_word(const struct scan *s, const char *at,
			     enum letter_kind last)
{
	if (last != LETTER_WORD || at >= s->end)
		return true;
	if ((unsigned char)*at < 0x80)
		return !s->a->is_plain[(unsigned char)*at];
	return kind_at(s, at) != LETTER_WORD;
}

static void report(const struct scan *s, uint32_t output, const char *start,
		   const char *at, enum letter_kind last)
{
	const struct output *o = &s->a->outputs[output];
	bool                 is_end = ends_word(s, at, last);
	bool is_plural = !is_end && (*at | 32) == 's' && ends_word(s, at + 1, last);

	if (!is_end && !is_plural)
		return;
	for (;; o++) {
		if ((is_end || o->flags & FORM_PLURAL) &&
		    o->groups & s->wanted) {
			uint32_t     first = (uint32_t)(start - s->text);
			uint32_t     after = (uint32_t)(at - s->text) + is_plural;
			struct match m = { o->id, first, after, first, after };

			if (!o->form ||
			    align(s, s->a->forms + o->form, o->flags, &m))
				add_match(s->out, m);
		}
		if (o->is_last)
			return;
	}
}

static inline uint32_t step(const struct automaton *a, uint32_t state,
			    uint32_t class)
{
	uint32_t to = (uint32_t)a->states[state].base + class;

	return a->states[to].check == state ? to : 0;
}

/*
 * Whether the word at `at`, of which the first letter is a plain one, may go on
 * a form from `state`. No is certain.
 */
static inline bool may_follow(const struct scan *s, uint32_t state,
			      const char *at)
{
	const struct automaton *a = s->a;
	uint32_t                letters = (unsigned char)*at | 32, bit;

	if (s->end - at < NEXT_WORD_MAX)
		return true;
	for (int i = 1; i < NEXT_WORD_MAX; i++) {
		unsigned char c = (unsigned char)at[i];

		if (c >= 0x80) /* it may fold to a letter */
			return true;
		if (!a->is_plain[c])
			break;
		letters |= (uint32_t)(c | 32) << 8 * i;
	}
	bit = next_bit(state, letters);
	return a->nexts[bit / 32] >> bit % 32 & 1;
}

/* The same of what is behind the separator at `at`: known of a plain blank. */
static inline bool may_go_on(const struct scan *s, uint32_t state,
			     const char *at)
{
	return *at != ' ' || s->end - at < 2 ||
	       !s->a->is_plain[(unsigned char)at[1]] ||
	       may_follow(s, state, at + 1);
}

/* Follow the text from `at` in `state`, reporting every form that ends. */
static void walk(const struct scan *s, uint32_t state, const char *start,
		 const char *at, enum letter_kind last)
{
	for (;;) {
		const struct state  here = s->a->states[state];
		const char         *next = at;
		uint16_t            entry;
		uint32_t            class, to;

		if (here.outputs)
			report(s, (uint32_t)here.outputs, start, at, last);
		if (here.has_star) {
			/* Past the word's letters, at most once a star. */
			const char *rest = skip_letters(s, at);

			walk(s, step(s->a, state, CLASS_STAR), start, rest, last);
		}
		if (here.base == 0 || at >= s->end)
			return;
		entry = automaton_entry(s->a, utf8_next(&next, s->end));
		class = entry & CLASS_MASK;
		while (class == CLASS_IGNORED && next < s->end) {
			at = next;
			entry = automaton_entry(s->a, utf8_next(&next, s->end));
			class = entry & CLASS_MASK;
		}
		if (class == CLASS_SEPARATOR && !here.is_open &&
		    !may_go_on(s, state, at))
			return;
		to = (uint32_t)here.base + class;
		if (s->a->states[to].check != state)
			return;
		state = to;
		if (class == CLASS_SEPARATOR) {
			next = skip_separators(s, next, at);
			if (!next)
				return;
		} else {
			last = kind_of(entry);
		}
		at = next;
	}
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

static void walk_from_root(const struct scan *s, const char *start)
{
	const char *next = start;
	uint16_t    entry = automaton_entry(s->a, utf8_next(&next, s->end));
	uint32_t    state = s->a->root[entry & CLASS_MASK];

	if (state)
		walk(s, state, start, next, kind_of(entry));
}

/* The first `len` bytes of a word in lower case; digits have bit 5 anyway. */
static inline uint64_t load_key(const char *word, const char *end, size_t len)
{
	uint64_t key = 0, used = UINT64_MAX >> (64 - 8 * len);

	if (end - word >= FIRST_WORD_MAX)
		memcpy(&key, word, FIRST_WORD_MAX);
	else
		memcpy(&key, word, len);
	return (le64toh(key) | 0x2020202020202020u) & used;
}

/* Words that are looked up together, so that the cache is asked ahead. */
#define WORDS_AHEAD 16

struct word {
	const char *start, *end;
	uint64_t    key;
	uint32_t    wanted;  /* groups */
	bool        is_root; /* more than the key decides */
};

struct words {
	struct word items[WORDS_AHEAD];
	size_t      n;
};

/* Whether no form can go on as the text does behind the key of its word. */
static inline bool ends_here(const struct scan *s, const struct word *w,
			     const struct first_word *found)
{
	if (w->end - w->start > FIRST_WORD_MAX)
		return !found->is_open &&
		       !may_follow(s, found->state | NEXT_LETTERS,
				   w->start + FIRST_WORD_MAX);
	if (!found->is_link)
		return false;
	return w->end == s->end ||
	       (s->a->ascii[(unsigned char)*w->end] & CLASS_MASK) !=
		       CLASS_SEPARATOR ||
	       !may_go_on(s, found->state, w->end);
}

static inline void try_word(struct scan *s, const struct word *w)
{
	size_t                   len = (size_t)(w->end - w->start);
	const struct first_word *found;

	s->wanted = w->wanted;
	if (w->is_root) {
		walk_from_root(s, w->start);
		return;
	}
	found = first_word_slot(s->a, w->key);
	if (!found->key || !(found->groups & w->wanted))
		return;
	if (len > FIRST_WORD_MAX)
		len = FIRST_WORD_MAX;
	if (found->state == WALK_ALL)
		walk_from_root(s, w->start);
	else if (!ends_here(s, w, found))
		walk(s, found->state, w->start,
		     w->start + len - found->is_plural, LETTER_WORD);
}

static void try_words(struct scan *s, struct words *w)
{
	for (size_t i = 0; i < w->n; i++)
		try_word(s, &w->items[i]);
	w->n = 0;
}

/* Keep the word behind the last one if it may begin a form: as it is
 * (`is_known`), or by a stem within it. */
static void keep_word(struct scan *s, struct words *w, bool is_known,
		      bool is_stem)
{
	struct word *it = &w->items[w->n];

	it->wanted = groups_at(s, it->start);
	if (is_stem)
		it->is_root |= automaton_has_stem(s->a, it->key, it->wanted);
	if (!is_known && !it->is_root)
		return;
	__builtin_prefetch(first_word_home(s->a, key_hash(it->key)));
	if (++w->n == WORDS_AHEAD)
		try_words(s, w);
}

/* A word of ASCII letters and digits from start to `at`. */
static inline void add_word(struct scan *s, struct words *w, const char *start,
			    const char *at)
{
	const struct automaton *a = s->a;
	struct word            *it = &w->items[w->n];
	size_t   len = (size_t)(at - start);
	uint64_t key = load_key(start, s->end,
				len < FIRST_WORD_MAX ? len : FIRST_WORD_MAX);
	uint32_t bit = known_bit(key_hash(key));
	bool     is_known = a->known[bit / 32] >> bit % 32 & 1;
	bool     is_stem = may_have_star(a, key);
	/* what follows may be a letter that folds to an ASCII one */
	bool     is_root = at < s->end && (unsigned char)*at >= 0x80;

	if (!(is_known | is_stem | is_root))
		return;
	it->start = start;
	it->end = at;
	it->key = key;
	it->is_root = is_root;
	keep_word(s, w, is_known, is_stem);
}

/*
 * The words that end among the 64 bytes at `at`, where one may begin, up to the
 * first byte beyond ASCII. Returns where the rest of them begins.
 */
static const char *add_words(struct scan *s, struct words *w, const char *at)
{
	uint64_t plain = byte_bits(at, s->end, byte_is_plain);
	uint64_t high = byte_bits(at, s->end, byte_is_high);
	int      n = high ? __builtin_ctzll(high) : 64;

	while (plain) {
		int      first = __builtin_ctzll(plain);
		uint64_t others = ~(plain >> first);
		int      last = first + (others ? __builtin_ctzll(others) : 64);

		if (last >= n)
			return at + (first < n ? first : n);
		add_word(s, w, at + first, at + last);
		plain &= plain + (UINT64_C(1) << first); /* without it */
	}
	return at + n;
}

/* Scripts in which a word, once begun, has no other beginning inside. */
static inline bool joins(enum letter_kind before, enum letter_kind here)
{
	return before == here && here != LETTER_FREE;
}

void automaton_scan_groups(const struct automaton *a, struct span text,
			   uint32_t inside, uint32_t opening,
			   struct match_list *out)
{
	struct scan      s = { .a = a, .text = text.ptr,
			       .end = span_end(text), .out = out,
			       .inside = inside, .opening = opening };
	struct byte_walk plain = byte_walk_of(text);
	struct words     words;
	enum letter_kind before = LETTER_NONE;
	const char      *at = text.ptr;

	words.n = 0;
	while (at < s.end) {
		const char      *start = at;
		uint16_t         entry;
		enum letter_kind kind;

		if (before == LETTER_NONE && s.end - at >= 64) {
			at = add_words(&s, &words, at);
			if (at == s.end)
				break;
			start = at;
		}
		if (a->is_plain[(unsigned char)*at]) {
			at = byte_walk_past(&plain, at, byte_is_plain);
			if (before != LETTER_WORD)
				add_word(&s, &words, start, at);
			before = LETTER_WORD;
			continue;
		}
		if ((unsigned char)*at < 0x80) { /* no word, nor within one */
			before = LETTER_NONE;
			at++;
			continue;
		}
		entry = automaton_entry(a, utf8_next(&at, s.end));
		kind = kind_of(entry);
		if (kind == LETTER_NONE) {
			if ((entry & CLASS_MASK) != CLASS_IGNORED)
				before = LETTER_NONE;
			continue;
		}
		if (!joins(before, kind)) {
			try_words(&s, &words);
			s.wanted = groups_at(&s, start);
			walk_from_root(&s, start);
		}
		before = kind;
	}
	try_words(&s, &words);
}

void automaton_scan(const struct automaton *a, struct span text,
		    struct match_list *out)
{
	automaton_scan_groups(a, text, UINT32_MAX, UINT32_MAX, out);
}
