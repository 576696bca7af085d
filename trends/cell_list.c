#include "trends/cell_worker.h"

#include "base/mem.h"

#include <stdlib.h>

#define KEPT_ENTRIES 65536 /* longer lists are not kept for the next region */

static void add_entry(struct entries *e, const struct entry *entry)
{
	if (e->n == e->cap) {
		e->cap = e->cap ? 2 * e->cap : 16;
		e->at = xrealloc(e->at, e->cap * sizeof(*e->at));
	}
	e->at[e->n++] = *entry;
}

/* ---- the lists of skills ---- */

/* One reading of a row, and what its words count for. */
struct listing {
	struct cell_worker *w;
	struct entry        entry;
	int                 kind;
};

/* A row has one entry in the list of a skill; the last one is its own. */
static inline void note(struct listing *l, int32_t skill, uint8_t said,
			uint8_t hits)
{
	struct entries *e;

	if (!l->w->is_mine[skill])
		return;
	e = row_list_entries(&l->w->lists[skill], l->kind);
	if (!e->n || e->at[e->n - 1].row != l->entry.row)
		add_entry(e, &l->entry);
	e->at[e->n - 1].said |= said;
	e->at[e->n - 1].hits |= hits;
}

struct meaning {
	uint8_t said, hits;
};

static void list_reading(struct listing *l, const struct fact_reading *r,
			 struct meaning asked, struct meaning named)
{
	const int32_t *skills = facts_skills(l->w->c->in.facts, r->skills);

	if (!(r->definitions & 1ull << l->w->c->in.usual))
		asked.hits = 0;
	if (r->definitions || r->is_core)
		note(l, 0, asked.said, asked.hits);
	if (r->is_core)
		note(l, 0, named.said, named.hits);
	for (size_t i = 0; i < r->n_asked; i++)
		note(l, skills[i], asked.said, asked.hits);
	skills += r->n_asked;
	for (size_t i = 0; i < r->n_named && l->kind != FACT_JOINED; i++)
		note(l, skills[i], named.said, named.hits);
}

#define NOW_ASKED (1 << ASKED | 1 << NAMED)
#define NOW_NAMED (1 << NAMED)
#define THEN_ASKED (1 << WAS_ASKED | 1 << WAS_NAMED)
#define THEN_NAMED (1 << WAS_NAMED)

static void list_row(struct cell_worker *w, uint32_t row)
{
	static const struct meaning only[] = {
		{ SAID_ASKED, NOW_ASKED | THEN_ASKED },
		{ SAID_NAMED, NOW_NAMED | THEN_NAMED },
	};
	static const struct meaning now_only[] = {
		{ SAID_ASKED, NOW_ASKED },
		{ SAID_NAMED, NOW_NAMED },
	};
	static const struct meaning first[] = {
		{ SAID_WAS_ASKED, THEN_ASKED },
		{ SAID_WAS_NAMED, THEN_NAMED },
	};
	const struct facts        *f = w->c->in.facts;
	const struct fact         *r = &facts_rows(f)[row];
	const struct fact_reading *was = facts_earlier(f, r);
	const struct meaning      *means = was ? now_only : only;
	struct fact_reading        now = fact_now(r);
	struct listing             l = { .w = w, .kind = r->kind };

	l.entry = (struct entry){ .row = row,
				  .employer = r->employer,
				  .source = r->source,
				  .is_reread = was != NULL,
				  .taxonomy = r->taxonomy };
	list_reading(&l, &now, means[0], means[1]);
	if (was)
		list_reading(&l, was, first[0], first[1]);
}

static void empty_list(struct row_list *l)
{
	if (l->alone.cap > KEPT_ENTRIES || l->members.cap > KEPT_ENTRIES ||
	    l->joined.cap > KEPT_ENTRIES)
		row_list_deinit(l);
	row_list_clear(l);
}

void cell_list_skills(struct cell_worker *w, const struct task *t)
{
	size_t          n;
	const uint32_t *rows = facts_of_region(w->c->in.facts, t->region, &n);

	for (int32_t s = 0; s < w->c->skills; s++) {
		empty_list(&w->lists[s]);
		w->lists[s].mask = 1ull << w->c->in.usual;
		w->is_mine[s] = (uint32_t)s % t->parts == t->part;
	}
	for (size_t i = 0; i < n; i++)
		list_row(w, rows[i]);
}

/* ---- every row ---- */

/* What a reading says of one skill. */
static uint8_t said_of(const struct facts *f, const struct fact_reading *r,
		       int32_t skill, uint8_t asked, uint8_t named)
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

void cell_list_whole(struct cell_worker *w, int32_t skill)
{
	const struct facts *f = w->c->in.facts;
	size_t              n;
	const uint32_t     *rows = facts_of_region(f, w->region, &n);

	empty_list(&w->whole);
	for (size_t i = 0; i < n; i++) {
		const struct fact         *r = &facts_rows(f)[rows[i]];
		const struct fact_reading *was = facts_earlier(f, r);
		struct fact_reading        now = fact_now(r);
		struct entry               e = { .row = rows[i],
						 .employer = r->employer,
						 .source = r->source,
						 .is_reread = was != NULL,
						 .taxonomy = r->taxonomy };

		if (r->kind == FACT_JOINED)
			continue;
		e.said = said_of(f, &now, skill, SAID_ASKED, SAID_NAMED);
		if (was)
			e.said |= said_of(f, was, skill, SAID_WAS_ASKED,
					  SAID_WAS_NAMED);
		add_entry(row_list_entries(&w->whole, r->kind), &e);
	}
	row_list_number(&w->whole, w->lister);
}
