#include "trends/cell_worker.h"

#include "base/mem.h"

#include <stdlib.h>

static struct entries *entries_of(struct row_list *l, int kind)
{
	struct entries *all[] = { &l->alone, &l->members, &l->joined };

	return all[kind];
}

static void add_entry(struct sized_list *l, int kind, uint32_t entry)
{
	struct entries *e = entries_of(&l->list, kind);

	if (e->n == l->cap[kind]) {
		l->cap[kind] = l->cap[kind] ? 2 * l->cap[kind] : 16;
		e->at = xrealloc(e->at, l->cap[kind] * sizeof(*e->at));
	}
	e->at[e->n++] = entry;
}

static void clear_list(struct sized_list *l)
{
	for (int kind = 0; kind < 3; kind++)
		entries_of(&l->list, kind)->n = 0;
}

/* Skills of this task: those whose number leaves `part`. */
static bool is_mine(const struct task *t, int32_t skill)
{
	return (uint32_t)skill % t->parts == t->part;
}

/* A row has one entry in the list of a skill; the last one is its own. */
static void note(struct cell_worker *w, const struct task *t, int32_t skill,
		 int kind, uint32_t row, uint32_t bits)
{
	struct sized_list *l = &w->lists[skill];
	struct entries    *e = entries_of(&l->list, kind);

	if (!is_mine(t, skill))
		return;
	if (e->n && (e->at[e->n - 1] & ENTRY_ROW) == row)
		e->at[e->n - 1] |= bits;
	else
		add_entry(l, kind, row | bits);
}

static void list_reading(struct cell_worker *w, const struct task *t,
			 uint32_t row, int kind, const struct fact_reading *r,
			 uint32_t asked, uint32_t named)
{
	const int32_t *skills = facts_skills(w->c->in.facts, r->skills);

	if (r->definitions || r->is_core)
		note(w, t, 0, kind, row, asked | (r->is_core ? named : 0));
	for (size_t i = 0; i < r->n_asked; i++)
		note(w, t, skills[i], kind, row, asked);
	skills += r->n_asked;
	for (size_t i = 0; i < r->n_named && kind != FACT_JOINED; i++)
		note(w, t, skills[i], kind, row, named);
}

static void list_row(struct cell_worker *w, const struct task *t, uint32_t row)
{
	const struct facts        *f = w->c->in.facts;
	const struct fact         *r = &facts_rows(f)[row];
	const struct fact_reading *was = facts_earlier(f, r);
	struct fact_reading        now = fact_now(r);

	list_reading(w, t, row, r->kind, &now, ENTRY_ASKED, ENTRY_NAMED);
	if (was)
		list_reading(w, t, row, r->kind, was, ENTRY_WAS_ASKED,
			     ENTRY_WAS_NAMED);
}

static int compare_keys(const void *left, const void *right)
{
	uint64_t a = *(const uint64_t *)left, b = *(const uint64_t *)right;

	return (a > b) - (a < b);
}

static int compare_groups(const void *left, const void *right)
{
	const struct member_group *a = left, *b = right;

	return (a->first > b->first) - (a->first < b->first);
}

static void add_group(struct row_list *l, const struct member_group *g)
{
	size_t span = (size_t)g->last - g->first;

	if (l->n_groups == l->groups_cap) {
		l->groups_cap = l->groups_cap ? 2 * l->groups_cap : 16;
		l->groups = xrealloc(l->groups,
				     l->groups_cap * sizeof(*l->groups));
	}
	l->groups[l->n_groups++] = *g;
	l->span = span > l->span ? span : l->span;
}

/* Entries that stand by posting, as groups by the first row of each. */
static void group_members(const struct fact *rows, struct row_list *l)
{
	const struct entries *e = &l->members;

	l->n_groups = 0;
	l->span = 0;
	for (size_t i = 0, end; i < e->n; i = end) {
		struct member_group g = { .at = (uint32_t)i,
					  .first = UINT32_MAX };
		uint32_t posting = rows[e->at[i] & ENTRY_ROW].posting;

		for (end = i; end < e->n; end++) {
			uint32_t row = e->at[end] & ENTRY_ROW;

			if (rows[row].posting != posting)
				break;
			g.first = row < g.first ? row : g.first;
			g.last = row > g.last ? row : g.last;
			g.n++;
		}
		add_group(l, &g);
	}
	if (l->n_groups)
		qsort(l->groups, l->n_groups, sizeof(*l->groups),
		      compare_groups);
}

static void sort_members(const struct facts *f, struct row_list *l)
{
	const struct fact *rows = facts_rows(f);
	struct entries    *e = &l->members;
	uint64_t          *keys = xcalloc(e->n + 1, sizeof(*keys));

	for (size_t i = 0; i < e->n; i++)
		keys[i] = (uint64_t)rows[e->at[i] & ENTRY_ROW].posting << 32 |
			  e->at[i];
	qsort(keys, e->n, sizeof(*keys), compare_keys);
	for (size_t i = 0; i < e->n; i++)
		e->at[i] = (uint32_t)keys[i];
	free(keys);
	group_members(rows, l);
}

void cell_list_skills(struct cell_worker *w, const struct task *t)
{
	size_t          n;
	const uint32_t *rows = facts_of_region(w->c->in.facts, t->region, &n);

	for (int32_t s = 0; s < w->c->skills; s++)
		clear_list(&w->lists[s]);
	for (size_t i = 0; i < n; i++)
		list_row(w, t, rows[i]);
	for (int32_t s = 0; s < w->c->skills; s++)
		sort_members(w->c->in.facts, &w->lists[s].list);
}

/* What a reading says of one skill. */
static uint32_t bits_of(const struct facts *f, const struct fact_reading *r,
			int32_t skill, uint32_t asked, uint32_t named)
{
	const int32_t *skills = facts_skills(f, r->skills);

	if (skill == 0)
		return asked | (r->is_core ? named : 0);
	for (int i = 0; i < r->n_asked + r->n_named; i++) {
		if (skills[i] == skill)
			return i < r->n_asked ? asked : named;
	}
	return 0;
}

/* Every row of the region with what it says of one skill. */
void cell_list_whole(struct cell_worker *w, int32_t skill)
{
	const struct facts *f = w->c->in.facts;
	size_t              n;
	const uint32_t     *rows = facts_of_region(f, w->region, &n);

	clear_list(&w->whole);
	for (size_t i = 0; i < n; i++) {
		const struct fact         *r = &facts_rows(f)[rows[i]];
		const struct fact_reading *was = facts_earlier(f, r);
		struct fact_reading        now = fact_now(r);
		uint32_t                   bits =
			bits_of(f, &now, skill, ENTRY_ASKED, ENTRY_NAMED);

		if (was)
			bits |= bits_of(f, was, skill, ENTRY_WAS_ASKED,
					ENTRY_WAS_NAMED);
		if (r->kind != FACT_JOINED)
			add_entry(&w->whole, r->kind, rows[i] | bits);
	}
	sort_members(f, &w->whole.list);
}
