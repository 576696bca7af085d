#include "enrich/candidate.h"

#include "base/mem.h"

#include <stdlib.h>
#include <string.h>

#define NEAR_BYTES 90  /* a neighbour that refutes or vouches is within these */
#define TOKEN_MAX 120  /* bytes of an address that are looked at */
#define SHORT_FORM 3   /* bytes; "ML" behind a number is a unit */
#define SPELLED_LEAST 2 /* letters of an abbreviation */
#define SPELLED_MOST 5

/* ---- addresses and units ---- */

static bool is_word_byte(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	       (c >= '0' && c <= '9');
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

static bool ends_in_domain(struct span text, uint32_t end)
{
	static const char *const tails[] = { "com", "org", "net", "co", "io",
					     "dev", "de", "eu", "ai" };
	struct span rest = { text.ptr + end, text.len - end };

	if (rest.len < 3 || rest.ptr[0] != '.')
		return false;
	rest.ptr++;
	rest.len--;
	for (size_t i = 0; i < sizeof(tails) / sizeof(tails[0]); i++) {
		size_t n = strlen(tails[i]);

		if (span_starts(rest, tails[i]) &&
		    (rest.len == n || !is_word_byte(rest.ptr[n])))
			return true;
	}
	return false;
}

/*
 * Whether the token that ends before `start` begins like a web address, or like
 * one without its scheme, whose parts are small: "github.com/" is one, but
 * "H2O.ai/" before a capital is none.
 */
static bool is_in_url(struct span text, uint32_t start)
{
	bool     is_small = text.ptr[start] >= 'a' && text.ptr[start] <= 'z';
	uint32_t left = start;

	while (left > 0 && start - left < TOKEN_MAX &&
	       !is_blank(text.ptr[left - 1]) && text.ptr[left - 1] != '(')
		left--;
	for (uint32_t i = left; i + 3 <= start; i++) {
		if (!memcmp(text.ptr + i, "://", 3) ||
		    (i + 4 <= start && !memcmp(text.ptr + i, "www.", 4)))
			return true;
		if (text.ptr[i] == '.' && i > left && is_small &&
		    ends_in_domain(text, i))
			return memchr(text.ptr + i, '/', start - i) != NULL;
	}
	return false;
}

/* Part of an e-mail or web address, or of a host name such as "acme.ai". */
static bool is_address(struct span text, const struct match *m)
{
	char before = m->start > 0 ? text.ptr[m->start - 1] : ' ';
	char after = m->end < text.len ? text.ptr[m->end] : ' ';

	if (before == '@' || after == '@')
		return true;
	if (before == '.' && m->start > 1 && is_word_byte(text.ptr[m->start - 2]))
		return true;
	if (after == '.' && ends_in_domain(text, m->end))
		return true;
	return !is_blank(before) && is_in_url(text, m->start);
}

/* Whether its words belong to different items of a list, or paragraphs. */
static bool is_parted(struct span text, const struct match *m)
{
	const char *at = text.ptr + m->start, *end = text.ptr + m->end;

	while ((at = memchr(at, '\n', (size_t)(end - at))) && ++at < end) {
		if (*at == '-' || *at == '\n')
			return true;
	}
	return false;
}

/* "10 ML", "250ML": a number before a short form makes it a unit. */
static bool is_unit(struct span text, const struct match *m)
{
	uint32_t at = m->start;

	if (m->end - m->start > SHORT_FORM)
		return false;
	if (at > 0 && text.ptr[at - 1] == ' ')
		at--;
	return at > 0 && text.ptr[at - 1] >= '0' && text.ptr[at - 1] <= '9';
}

/* ---- what an abbreviation stands for ---- */

/*
 * Whether the words that follow `at` begin with the letters of `short_form`,
 * "appreciative inquiry" with those of AI. *end is behind the last of them.
 */
static bool spells_out(struct span text, uint32_t at, struct span short_form,
		       uint32_t *end)
{
	for (size_t i = 0; i < short_form.len; i++) {
		while (at < text.len && (text.ptr[at] == ' ' ||
					 text.ptr[at] == '-'))
			at++;
		if (at == text.len || (text.ptr[at] & ~0x20) != short_form.ptr[i])
			return false;
		while (at < text.len && (is_word_byte(text.ptr[at]) ||
					 text.ptr[at] == '\'' ||
					 text.ptr[at] & 0x80))
			at++;
	}
	*end = at;
	return true;
}

/* Where the nth word before `at` begins. */
static uint32_t words_before(struct span text, uint32_t at, size_t n)
{
	for (; n > 0 && at > 0; n--) {
		while (at > 0 && (text.ptr[at - 1] == ' ' ||
				  text.ptr[at - 1] == '-'))
			at--;
		while (at > 0 && (is_word_byte(text.ptr[at - 1]) ||
				  text.ptr[at - 1] == '\'' ||
				  text.ptr[at - 1] & 0x80))
			at--;
	}
	return at;
}

static bool is_capitals(struct span word)
{
	for (size_t i = 0; i < word.len; i++) {
		if (word.ptr[i] < 'A' || word.ptr[i] > 'Z')
			return false;
	}
	return word.len >= SPELLED_LEAST && word.len <= SPELLED_MOST;
}

/*
 * The bytes first..last that say in full what the capitals at `m` are short
 * for: "AI (adequate intake)", "all inclusive (AI)".
 */
static bool is_spelled(struct span text, const struct match *m, uint32_t *first,
		       uint32_t *last)
{
	struct span word = { text.ptr + m->span_start,
			     m->span_end - m->span_start };
	uint32_t    at = m->span_end;

	if (!is_capitals(word))
		return false;
	while (at < text.len && text.ptr[at] == ' ')
		at++;
	if (at < text.len && text.ptr[at] == '(' &&
	    spells_out(text, at + 1, word, last) && *last < text.len &&
	    text.ptr[*last] == ')') {
		*first = at + 1;
		return true;
	}
	at = m->span_start;
	if (at < 2 || text.ptr[at - 1] != '(' || m->span_end == text.len ||
	    text.ptr[m->span_end] != ')')
		return false;
	*first = words_before(text, at - 1, word.len);
	return spells_out(text, *first, word, last) && *last < at;
}

/*
 * Drop capitals that the ad says to be short for something else, everywhere in
 * it: for words in which no skill is named.
 */
static void drop_spelled(struct span text, struct candidates *list)
{
	for (size_t i = 0; i < list->n; i++) {
		struct candidate *c = &list->items[i];
		uint32_t          first, last, len;

		if (c->is_dropped ||
		    !is_spelled(text, &c->match, &first, &last))
			continue;
		if ((i > 0 && c[-1].match.end > first &&
		     c[-1].match.start < last) ||
		    (i + 1 < list->n && c[1].match.start < last &&
		     c[1].match.end > first))
			continue;
		len = c->match.span_end - c->match.span_start;
		for (size_t k = 0; k < list->n; k++) {
			const struct match *m = &list->items[k].match;

			if (m->span_end - m->span_start == len &&
			    !memcmp(text.ptr + m->span_start,
				    text.ptr + c->match.span_start, len))
				list->items[k].is_dropped = true;
		}
	}
}

/* ---- order and overlap ---- */

/* By start; the longer first; the surer, then the more exact form first. */
static int by_place(const void *a, const void *b)
{
	const struct candidate *x = a, *y = b;

	if (x->match.span_start != y->match.span_start)
		return x->match.span_start < y->match.span_start ? -1 : 1;
	if (x->match.span_end != y->match.span_end)
		return x->match.span_end > y->match.span_end ? -1 : 1;
	if (x->pattern->is_unsure != y->pattern->is_unsure)
		return x->pattern->is_unsure ? 1 : -1;
	/* what a neighbour may refute is less sure; of the unsure, it may help */
	if (!x->pattern->key != !y->pattern->key)
		return !x->pattern->key == x->pattern->is_unsure ? 1 : -1;
	if (x->pattern->letters != y->pattern->letters)
		return x->pattern->letters > y->pattern->letters ? -1 : 1;
	return (x->match.id > y->match.id) - (x->match.id < y->match.id);
}

/* Where the traps among the matches from *at on that begin before `start` end,
 * or `end` if that is further. */
static uint32_t traps_before(const struct taxonomy *t,
			     const struct match_list *matches, size_t *at,
			     uint32_t start, uint32_t end)
{
	for (; *at < matches->n && matches->items[*at].start < start; ++*at) {
		const struct match *trap = &matches->items[*at];

		if (t->patterns[trap->id].kind == PATTERN_TRAP &&
		    trap->end > end)
			end = trap->end;
	}
	return end;
}

/* Languages that say what a thing is first and of which kind behind it. */
static bool is_kind_behind(const char *language)
{
	static const char *const languages[] = { "ca", "cs", "es", "fr", "gl",
						 "it", "pl", "pt", "ro", "sk" };

	for (size_t i = 0; i < ARRAY_LEN(languages); i++) {
		if (!strncmp(language, languages[i], 2) &&
		    (!language[2] || language[2] == '-'))
			return true;
	}
	return false;
}

/*
 * Whether the form at `at` is overlapped by one that begins inside it, ends
 * behind it and is as sure, and that one names the skill: the longer, or the
 * latter in "déploiement de l'IA générative", where the kind stands behind.
 * Where what it is stands last ("大模型微调"), as in Han and Hangul, the first stays.
 */
static bool gives_way(struct span text, const struct candidates *list, size_t at,
		      bool kind_is_behind)
{
	const struct match *m = &list->items[at].match;

	for (size_t i = at + 1; i < list->n; i++) {
		const struct match *other = &list->items[i].match;

		if (other->span_start >= m->span_end)
			return false;
		if (other->span_start > m->span_start &&
		    other->span_end > m->span_end &&
		    (unsigned char)text.ptr[m->span_start] < 0xE3 &&
		    (kind_is_behind || other->span_end - other->span_start >
					       m->span_end - m->span_start) &&
		    list->items[i].pattern->is_unsure <=
			    list->items[at].pattern->is_unsure)
			return true;
	}
	return false;
}

/*
 * Keep what is neither inside a trap, nor begins in one ("cutting edge AI" is
 * AI, no edge AI), nor is overlapped by a form that names more of the skill.
 */
static void keep_apart(const struct taxonomy *t, struct span text,
		       const struct match_list *matches, bool kind_is_behind,
		       struct candidates *list)
{
	size_t   next = 0, kept = 0;
	uint32_t trap_end = 0, last_end = 0;

	for (size_t i = 0; i < list->n; i++) {
		const struct match *m = &list->items[i].match;
		size_t              here;

		trap_end = traps_before(t, matches, &next, m->span_start,
					trap_end);
		here = next;
		if (trap_end > m->span_start || m->span_start < last_end ||
		    traps_before(t, matches, &here, m->span_start + 1, 0) >=
			    m->span_end ||
		    gives_way(text, list, i, kind_is_behind))
			continue;
		last_end = m->span_end;
		list->items[kept++] = list->items[i];
	}
	list->n = kept;
}

/* ---- neighbours that refute or vouch ---- */

/* Whether `other` is sure, or at least no abbreviation and not ambiguous in a
 * way `c` is. */
static bool is_surer(const struct taxonomy *t, const struct candidate *c,
		     const struct candidate *other)
{
	const struct surface_key *key = other->pattern->key
						? &t->keys[other->pattern->key - 1]
						: NULL;

	return !other->pattern->is_unsure &&
	       t->traits[other->pattern->value] & TRAIT_CORE &&
	       (!key || (!key->needs_word && !key->is_name &&
			 other->pattern->letters > SPELLED_MOST &&
			 !trap_rows_meet(&key->rows,
					 &t->keys[c->pattern->key - 1].rows)));
}

/* A surer skill beside it speaks louder than a neighbour that refutes. */
static bool has_company(const struct taxonomy *t, const struct candidates *list,
			size_t at)
{
	const struct candidate *c = &list->items[at];

	if (at > 0 && !c[-1].is_dropped && is_surer(t, c, c - 1) &&
	    c->match.start - c[-1].match.end < NEAR_BYTES)
		return true;
	return at + 1 < list->n && is_surer(t, c, c + 1) &&
	       c[1].match.start - c->match.end < NEAR_BYTES;
}

static bool overlaps(const struct match *a, const struct match *b)
{
	return a->start < b->end && b->start < a->end;
}

/* What stands around a candidate that traps.tsv speaks of. */
static void judge_by_neighbours(const struct taxonomy *t,
				const struct match_list *matches, size_t first,
				struct candidates *list, size_t at)
{
	struct candidate         *c = &list->items[at];
	const struct surface_key *key = &t->keys[c->pattern->key - 1];
	uint32_t                  high = c->match.end + NEAR_BYTES;

	for (size_t k = first; k < matches->n && matches->items[k].start < high;
	     k++) {
		const struct pattern *p = &t->patterns[matches->items[k].id];

		if ((p->kind != PATTERN_NEAR && p->kind != PATTERN_WITH) ||
		    !trap_rows_have(&key->rows, p->value))
			continue;
		if (p->kind == PATTERN_NEAR)
			c->is_dropped |= !has_company(t, list, at);
		else if (!overlaps(&matches->items[k], &c->match))
			c->is_vouched = true;
	}
	/* an unsure one may still find another skill that supports it */
	if (key->needs_word && !c->is_vouched && !c->pattern->is_unsure)
		c->is_dropped = true;
}

/* ---- trades whose words mean something else ---- */

/* Whether it is one of three skills close together. */
static bool is_listed(const struct taxonomy *t, const struct candidates *list,
		     size_t at)
{
	uint32_t own = list->items[at].pattern->value, other = own;
	uint32_t low = list->items[at].match.start;
	uint32_t high = list->items[at].match.end + NEAR_BYTES;

	low = low > NEAR_BYTES ? low - NEAR_BYTES : 0;
	for (size_t i = 0; i < list->n && list->items[i].match.start < high; i++) {
		const struct pattern *p = list->items[i].pattern;

		if (list->items[i].match.end < low || p->is_unsure ||
		    p->value == own || !(t->traits[p->value] & TRAIT_CORE))
			continue;
		if (other != own && p->value != other)
			return true;
		other = p->value;
	}
	return false;
}

/* Whether the ad speaks of AI in words that mean the same in these trades. */
static bool speaks_of_ai(const struct taxonomy *t, const struct candidates *list,
			 uint64_t trades)
{
	for (size_t i = 0; i < list->n; i++) {
		const struct candidate *c = &list->items[i];

		if (!c->is_dropped && !c->pattern->is_unsure &&
		    t->traits[c->pattern->value] & TRAIT_CORE &&
		    !(t->trades[c->pattern->value] & trades))
			return true;
	}
	return false;
}

/* "Algorithm", "camera": whether a word near it, of no skill, tells so. */
static bool is_of_machine(const struct taxonomy *t,
			  const struct match_list *matches, size_t first,
			  const struct match *m)
{
	for (size_t k = first; k < matches->n &&
			       matches->items[k].start < m->end + NEAR_BYTES; k++) {
		if (t->patterns[matches->items[k].id].kind == PATTERN_MACHINE &&
		    !overlaps(&matches->items[k], m))
			return true;
	}
	return false;
}

/* Drop what means something else in the trade that the title names. */
static void drop_elsewhere(const struct taxonomy *t,
			   const struct match_list *matches, uint64_t trades,
			   struct candidates *list)
{
	size_t first = 0;

	if (!trades || speaks_of_ai(t, list, trades))
		return;
	for (size_t i = 0; i < list->n; i++) {
		struct candidate   *c = &list->items[i];
		const struct match *m = &c->match;

		while (first < matches->n &&
		       matches->items[first].start + NEAR_BYTES < m->start)
			first++;
		if (t->trades[c->pattern->value] & trades &&
		    !is_listed(t, list, i) &&
		    !is_of_machine(t, matches, first, m))
			c->is_dropped = true;
	}
}

static void drop_refuted(const struct taxonomy *t,
			 const struct match_list *matches,
			 const struct trap_rows *refuted, struct candidates *list)
{
	size_t first = 0;

	for (size_t i = 0; i < list->n; i++) {
		struct candidate *c = &list->items[i];
		uint32_t          low;

		if (!c->pattern->key)
			continue;
		if (trap_rows_meet(refuted,
				   &t->keys[c->pattern->key - 1].rows)) {
			c->is_dropped = true;
			continue;
		}
		low = c->match.start > NEAR_BYTES ? c->match.start - NEAR_BYTES : 0;
		while (first < matches->n && matches->items[first].start < low)
			first++;
		judge_by_neighbours(t, matches, first, list, i);
	}
}

void candidate_refute(const struct taxonomy *t, const struct match_list *matches,
		      struct refuted *refuted)
{
	for (size_t i = 0; i < matches->n; i++) {
		const struct pattern *p = &t->patterns[matches->items[i].id];

		if (p->kind == PATTERN_ELSEWHERE)
			trap_rows_add(&refuted->rows, p->value);
		else if (p->kind == PATTERN_TRADE)
			refuted->trades |= UINT64_C(1) << p->value;
	}
}

static bool is_spoken(const struct taxonomy *t, const struct pattern *p,
		      uint64_t languages)
{
	return !p->is_local || is_spoken_in(t, p->spoken, languages);
}

void candidate_collect(const struct taxonomy *t, struct span text,
		       const struct match_list *matches, const char *language,
		       const struct refuted *refuted, struct arena *arena,
		       struct candidates *out)
{
	uint64_t languages = spoken_bits(&t->spoken, language);
	size_t   n = 0;

	for (size_t i = 0; i < matches->n; i++)
		n += t->patterns[matches->items[i].id].kind == PATTERN_SKILL;
	out->n = 0;
	out->items = arena_alloc(arena, n * sizeof(*out->items));
	for (size_t i = 0; i < matches->n; i++) {
		const struct match   *m = &matches->items[i];
		const struct pattern *p = &t->patterns[m->id];

		if (p->kind != PATTERN_SKILL || !is_spoken(t, p, languages) ||
		    is_unit(text, m) || is_parted(text, m) ||
		    is_address(text, m))
			continue;
		out->items[out->n++] = (struct candidate){ .match = *m,
							   .pattern = p };
	}
	qsort(out->items, out->n, sizeof(*out->items), by_place);
	keep_apart(t, text, matches, is_kind_behind(language), out);
	drop_refuted(t, matches, &refuted->rows, out);
	drop_spelled(text, out);
	drop_elsewhere(t, matches, refuted->trades, out);
}
