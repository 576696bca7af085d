#include "enrich/mention.h"

#include "base/fold.h"
#include "base/utf8.h"
#include "enrich/candidate.h"
#include "enrich/context_beside.h"
#include "enrich/employer.h"

#include <string.h>

#define COMPANY_BYTES 300 /* a sure skill this near supports an unsure one */
#define PEERS_LEAST 3     /* unsure ones that support each other */
#define PEERS_MOST 16     /* that are looked at, on both sides */
#define PEERS_BYTES 160   /* ... within so many bytes */

/* ---- the employer's name ---- */

/* Whether the words of the candidate and no more make the name of that key. */
static bool is_named(struct span text, const struct match *m, struct span key)
{
	struct buf folded = BUF_INIT;
	bool       is_same;

	if ((m->span_end - m->span_start) * FOLD_MAX < key.len)
		return false;
	fold_text((struct span){ text.ptr + m->span_start,
				 m->span_end - m->span_start },
		  EMPLOYER_KEY_MAX, &folded);
	is_same = folded.len == key.len &&
		  !memcmp(folded.ptr, key.ptr, key.len);
	buf_deinit(&folded);
	return is_same;
}

/*
 * Drop the employer's own name, whole and legal forms aside, wherever it
 * stands: a maker of models or tools names itself in every paragraph, and what
 * it asks for is no skill in itself. Only names are dropped: "data science" is
 * none, whatever a board takes for the employer.
 */
static void drop_employer(const struct taxonomy *t, struct span text,
			  struct span key, struct candidates *list)
{
	for (size_t i = 0; key.len && i < list->n; i++) {
		struct candidate *c = &list->items[i];

		if (!(t->traits[c->pattern->value] & TRAIT_BROAD) &&
		    is_named(text, &c->match, key))
			c->is_dropped = true;
	}
}

/* ---- contexts ---- */

/* "Scale AI" in the text of Scale AI names the employer. */
static bool is_employer(struct span text, struct span employer,
			const struct match *m)
{
	uint32_t low = m->span_end > employer.len
			       ? m->span_end - (uint32_t)employer.len
			       : 0;

	if (employer.len <= m->span_end - m->span_start)
		return employer.len == m->span_end - m->span_start &&
		       !memcmp(text.ptr + m->span_start, employer.ptr,
			       employer.len);
	for (uint32_t at = low; at <= m->span_start; at++) {
		if (text.len - at >= employer.len &&
		    !memcmp(text.ptr + at, employer.ptr, employer.len))
			return true;
	}
	return false;
}

static void set_title_contexts(const struct ad_scan *scan,
			       struct candidates    *title)
{
	for (size_t i = 0; i < title->n; i++) {
		struct candidate *c = &title->items[i];

		c->context = is_employer(scan->ad->title, scan->ad->employer,
					 &c->match)
				     ? CONTEXT_COMPANY
				     : CONTEXT_TITLE;
	}
}

static void set_contexts(const struct taxonomy *t, const struct ad_scan *scan,
			 struct candidates *description, struct arena *arena)
{
	struct span          employer = scan->ad->employer;
	struct context_view *views =
		arena_alloc(arena, (description->n + 1) * sizeof(*views));
	struct context_map   map;
	size_t               n = 0, at = 0;

	context_map_make(t, &scan->words, scan->language, arena, &map);
	for (size_t i = 0; i < description->n; i++) {
		const struct candidate *c = &description->items[i];

		if (!c->is_dropped)
			context_at(&map, c->match.span_start, c->match.span_end,
				   &views[n++]);
	}
	for (size_t i = 0; i < description->n; i++) {
		struct candidate *c = &description->items[i];
		bool              is_clear;

		if (c->is_dropped)
			continue;
		is_clear = context_beside(t, views, n, at, &c->context);
		c->is_weak = views[at++].is_weak;
		if (is_employer(map.text, employer, &c->match))
			c->context = CONTEXT_COMPANY;
		else if (!is_clear)
			c->is_dropped = true;
	}
	context_map_deinit(&map);
}

/* ---- support ---- */

static bool supports(const struct taxonomy *t, const struct candidate *c)
{
	return !c->is_dropped && !c->pattern->is_unsure &&
	       t->traits[c->pattern->value] & (TRAIT_CORE | TRAIT_BROAD) &&
	       (mention_is_demand(c->context) || c->context == CONTEXT_PRODUCT ||
		c->context == CONTEXT_COMPANY || c->context == CONTEXT_BENEFIT);
}

/* "Gemini", "Mistral": yarns, boats and horses are called so, too. */
static bool is_given_name(const struct taxonomy *t, const struct candidate *c)
{
	return c->pattern->is_unsure && c->pattern->key &&
	       t->keys[c->pattern->key - 1].is_name;
}

/*
 * Whether enough other names of core skills stand near: a list of tools. Words
 * that everybody uses ("boosting", "classification") do not vouch, nor do
 * names alone that others bear as well.
 */
static bool has_peers(const struct taxonomy *t, const struct candidates *list,
		      size_t at)
{
	bool     has_other = false;
	uint32_t start = list->items[at].match.start;
	uint32_t seen[PEERS_MOST];
	size_t   n = 0;
	size_t   i = at;

	while (i > 0 && at - i < 8 &&
	       start - list->items[i - 1].match.end < PEERS_BYTES)
		i--;
	for (; i < list->n && !(n >= PEERS_LEAST && has_other) && i < at + 8;
	     i++) {
		const struct candidate *c = &list->items[i];
		bool is_new = !c->is_dropped &&
			      t->traits[c->pattern->value] & TRAIT_CORE;

		if (c->match.start > start + PEERS_BYTES)
			break;
		for (size_t k = 0; k < n; k++)
			is_new &= seen[k] != c->pattern->value;
		if (is_new)
			seen[n++] = c->pattern->value;
		has_other |= is_new && !is_given_name(t, c);
	}
	return n >= PEERS_LEAST && has_other;
}

/*
 * Drop the unsure ones that nothing supports. Support comes from a sure skill
 * within COMPANY_BYTES that no notice or ban names, from one in the title, or
 * from peers.
 */
static void drop_alone(const struct taxonomy *t, struct candidates *list,
		       bool is_title_sure, struct arena *arena)
{
	uint32_t *next = arena_alloc(arena, (list->n + 1) * sizeof(*next));
	uint32_t  after = UINT32_MAX, before = UINT32_MAX;

	for (size_t i = list->n; i-- > 0;) {
		next[i] = after;
		if (supports(t, &list->items[i]))
			after = list->items[i].match.start;
	}
	for (size_t i = 0; i < list->n; i++) {
		struct candidate *c = &list->items[i];
		bool              is_near;

		is_near = (before != UINT32_MAX &&
			   c->match.start - before < COMPANY_BYTES) ||
			  (next[i] != UINT32_MAX &&
			   next[i] - c->match.end < COMPANY_BYTES);
		if (supports(t, c))
			before = c->match.end;
		if (c->pattern->is_unsure && !c->is_vouched && !is_near &&
		    !is_title_sure && !has_peers(t, list, i))
			c->is_dropped = true;
	}
}

/* ---- results ---- */

/* Counts characters from the last place on: called with growing offsets. */
struct counter {
	const char *at, *end;
	uint32_t    characters;
};

static uint32_t characters_to(struct counter *c, const char *to)
{
	while (c->at < to) {
		uint64_t bytes;

		if (to - c->at >= 8) {
			memcpy(&bytes, c->at, sizeof(bytes));
			if (!(bytes & 0x8080808080808080u)) {
				c->at += 8;
				c->characters += 8;
				continue;
			}
		}
		utf8_next(&c->at, c->end);
		c->characters++;
	}
	return c->characters;
}

static void add_mentions(struct facts *out, struct span text,
			 enum mention_field field, const struct candidates *list)
{
	struct counter count = { text.ptr, text.ptr + text.len, 0 };

	for (size_t i = 0; i < list->n && out->n_mentions < MENTIONS_MAX; i++) {
		const struct candidate *c = &list->items[i];
		const char             *start = text.ptr + c->match.span_start;
		const char             *end = text.ptr + c->match.span_end;
		struct mention         *m;

		if (c->is_dropped)
			continue;
		m = &out->mentions[out->n_mentions++];
		*m = (struct mention){
			.skill = c->pattern->value,
			.field = field,
			.context = c->context,
			.paragraph = c->is_weak &&
				     mention_is_demand(c->context),
			.surface = { start, (size_t)(end - start) },
		};
		m->start = characters_to(&count, start);
		m->end = characters_to(&count, end);
	}
}

void mention_collect_skills(const struct taxonomy *t, struct arena *arena,
			    struct facts *out)
{
	uint64_t *seen = arena_alloc(arena, (t->n_skills / 64 + 1) * 8);
	size_t    n = 0;

	for (size_t i = 0; i < out->n_mentions; i++) {
		const struct mention *m = &out->mentions[i];

		if (!mention_is_demand(m->context))
			continue;
		n += !(seen[m->skill / 64] >> (m->skill % 64) & 1);
		seen[m->skill / 64] |= UINT64_C(1) << (m->skill % 64);
	}
	out->n_skills = 0;
	out->skills = arena_alloc(arena, n * sizeof(*out->skills));
	for (uint32_t k = 0; out->n_skills < n; k++) {
		for (uint64_t left = seen[k]; left; left &= left - 1)
			out->skills[out->n_skills++] =
				64 * k + (uint32_t)__builtin_ctzll(left);
	}
}

static bool any_supports(const struct taxonomy *t, const struct candidates *list)
{
	for (size_t i = 0; i < list->n; i++) {
		if (supports(t, &list->items[i]))
			return true;
	}
	return false;
}

/* The same of mentions that an earlier reading found. */
static bool any_known_supports(const struct taxonomy *t,
			       const struct ad_scan *scan)
{
	for (size_t i = 0; i < scan->n_known; i++) {
		const struct mention *m = &scan->known[i];

		if (t->traits[m->skill] & (TRAIT_CORE | TRAIT_BROAD) &&
		    (mention_is_demand(m->context) ||
		     m->context == CONTEXT_PRODUCT))
			return true;
	}
	return false;
}

/* A title is too short to hold its refutation: the description may. */
static void drop_refuted_titles(const struct taxonomy *t,
				const struct ad_scan *scan,
				struct candidates *title)
{
	struct trap_rows near = { { 0 } };

	for (size_t i = 0; i < scan->description.n; i++) {
		const struct pattern *p =
			&t->patterns[scan->description.items[i].id];

		if (p->kind == PATTERN_NEAR)
			trap_rows_add(&near, p->value);
	}
	for (size_t i = 0; i < title->n; i++) {
		struct candidate *c = &title->items[i];

		if (c->pattern->key &&
		    trap_rows_meet(&near, &t->keys[c->pattern->key - 1].rows))
			c->is_dropped = true;
	}
}

/* Whether one is left, or one that needs no support. */
static bool any_left(const struct candidates *list, bool is_sure)
{
	for (size_t i = 0; i < list->n; i++) {
		if (!list->items[i].is_dropped &&
		    !(is_sure && list->items[i].pattern->is_unsure))
			return true;
	}
	return false;
}

void mention_find(const struct taxonomy *t, const struct ad_scan *scan,
		  struct arena *arena, struct facts *out)
{
	struct refuted    refuted = { .trades = 0 };
	struct candidates title, description;
	struct span       key;
	bool  is_title_sure, is_text_sure, has_sure;

	candidate_refute(t, &scan->description, &refuted);
	candidate_refute(t, &scan->title, &refuted);
	candidate_collect(t, scan->ad->title, &scan->title, scan->language,
			  &(struct refuted){ .rows = refuted.rows }, arena,
			  &title);
	if (any_left(&title, true)) /* who teaches it says so */
		refuted.trades = 0;
	candidate_collect(t, scan->ad->description, &scan->description,
			  scan->language, &refuted, arena, &description);
	if (title.n + description.n > 0) { /* most ads name none */
		key = employer_key(scan->ad->employer, arena);
		drop_employer(t, scan->ad->title, key, &title);
		drop_employer(t, scan->ad->description, key, &description);
	}
	set_title_contexts(scan, &title);
	/* unsure ones support nothing, whatever their context */
	has_sure = any_left(&description, true);
	if (has_sure)
		set_contexts(t, scan, &description, arena);
	is_text_sure = any_supports(t, &description) ||
		       any_known_supports(t, scan);
	if (!is_text_sure)
		drop_refuted_titles(t, scan, &title);
	is_title_sure = any_supports(t, &title);
	drop_alone(t, &title, is_title_sure || is_text_sure, arena);
	drop_alone(t, &description, is_title_sure, arena);
	if (!has_sure && any_left(&description, false))
		set_contexts(t, scan, &description, arena);

	out->mentions = arena_alloc(
		arena, (title.n + description.n + scan->n_known) *
			       sizeof(*out->mentions));
	add_mentions(out, scan->ad->title, FIELD_TITLE, &title);
	add_mentions(out, scan->ad->description, FIELD_DESCRIPTION, &description);
	for (size_t i = 0; i < scan->n_known; i++)
		out->mentions[out->n_mentions++] = scan->known[i];
	mention_collect_skills(t, arena, out);
}
