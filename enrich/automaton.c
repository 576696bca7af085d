#include "enrich/automaton_walk.h"

#include "base/mem.h"
#include "base/utf8.h"
#include "enrich/letter.h"

#include <stdlib.h>
#include <string.h>

#define NEWLINES_MAX 1 /* a blank line parts words */

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
	       sizeof(*a->filter) / a->filter->users + /* its share */
	       a->stem_slots * sizeof(*a->stems) +
	       a->n_outputs * sizeof(*a->outputs) + a->forms_len;
}

size_t automaton_forms(const struct automaton *a)
{
	return a->n_outputs - 1;
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

/* Hardly any byte that ends a word is. */
static inline bool may_be_mark(char c)
{
	return c == '/' || c == '*' || c == ':' || c == '(' || c == '.' ||
	       c == '_' || c == '\xC2';
}

/* Where the other gender's ending begins: behind one of / * : ( . _ or a
 * middle dot, and a hyphen; NULL when nothing of the kind is there. */
static const char *gender_mark(const struct scan *s, const char *at)
{
	if (*at == '\xC2') {
		if (s->end - at < 3 || at[1] != '\xB7')
			return NULL;
		at++;
	}
	at++;
	return *at == '-' ? at + 1 : at;
}

/* Past what the mark at `at` begins, if it is one of the endings. */
static const char *skip_ending(const struct scan *s, const char *at)
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

/* Past "Entwickler:in", "ingeniero/a", "ingénieur(e)"; `at` when it is not. */
static inline const char *skip_gender(const struct scan *s, const char *at)
{
	return s->end - at < 2 || !may_be_mark(*at) ? at : skip_ending(s, at);
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

const char *automaton_skip_word(const struct scan *s, const char *at,
				const char *end)
{
	return skip_gender(s, end - at > STAR_LETTERS_MAX ? at + STAR_LETTERS_MAX
							  : end);
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
		if (letter_is_separator(c)) /* else it is left out there */
			al->at = skip_separators(al->s, next, al->at);
		return;
	}
	if (letter_is_separator(c) && next < al->s->end)
		c = utf8_next(&next, al->s->end); /* more than the form has */
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

/* A single blank, and behind it or before it letters beyond ASCII. */
static inline bool is_blank_before_more(const struct scan *s, const char *at)
{
	return *at == ' ' && s->end - at > 1 &&
	       ((unsigned char)at[1] >= 0x80 || (unsigned char)at[-1] >= 0x80);
}

/* Of letters on both sides of a blank, whether they part scripts. */
static inline bool parts_scripts(enum letter_kind before, enum letter_kind here)
{
	return here != LETTER_NONE &&
	       (before == LETTER_WORD) != (here == LETTER_WORD);
}

/*
 * Go on where the blank at `at` is not in the form, as in "AI 智能体" against
 * "AI智能体": between scripts writers set one or none.
 */
static void walk_past_blank(const struct scan *s, uint32_t state,
			    const char *start, const char *at,
			    enum letter_kind last)
{
	const char *next = at + 1;
	uint16_t    entry = automaton_entry(s->a, utf8_next(&next, s->end));
	uint32_t    to = step(s->a, state, entry & CLASS_MASK);

	if (to && parts_scripts(last, kind_of(entry)))
		automaton_walk(s, to, start, next, kind_of(entry));
}

/* Go on where the form has a blank and the text none before `at`: between
 * scripts, and in Korean, which writes compounds both ways. */
static inline void walk_without_blank(const struct scan *s, uint32_t state,
				      const char *start, const char *at,
				      enum letter_kind last, enum letter_kind here)
{
	uint32_t to;

	if (here == LETTER_NONE || (last == LETTER_WORD && here == LETTER_WORD))
		return;
	to = step(s->a, state, CLASS_SEPARATOR);
	if (to)
		automaton_walk(s, to, start, at, last);
}

void automaton_walk(const struct scan *s, uint32_t state, const char *start,
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

			automaton_walk(s, step(s->a, state, CLASS_STAR), start,
				       rest, last);
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
		if (class == CLASS_SEPARATOR) {
			if (!here.is_open && !may_go_on(s, state, at))
				return;
			if (is_blank_before_more(s, at))
				walk_past_blank(s, state, start, at, last);
		} else {
			walk_without_blank(s, state, start, at, last,
					   kind_of(entry));
		}
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

void automaton_walk_root(const struct scan *s, const char *start)
{
	const char *next = start;
	uint16_t    entry = automaton_entry(s->a, utf8_next(&next, s->end));
	uint32_t    state = s->a->root[entry & CLASS_MASK];

	if (state)
		automaton_walk(s, state, start, next, kind_of(entry));
}
