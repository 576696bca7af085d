#include "trends/cell_worker.h"

#define AHEAD 12 /* rows lie apart in memory: they are asked for before */

/* What a row says of any skill. */
static unsigned said_of_any(const struct facts *f, const struct fact *row)
{
	const struct fact_reading *was = facts_earlier(f, row);
	unsigned                   said = 0;

	if (row->definitions || row->is_core)
		said |= SAID_ASKED | (row->is_core ? SAID_NAMED : 0);
	if (was && (was->definitions || was->is_core))
		said |= SAID_WAS_ASKED | (was->is_core ? SAID_WAS_NAMED : 0);
	return said;
}

static void start_list(struct cell_worker *w, struct row_list *l)
{
	row_list_clear(l);
	l->mask = 1ull << w->c->in.usual;
}

void cell_list_any(struct cell_worker *w, uint32_t region)
{
	const struct facts *f = w->c->in.facts;
	struct row_list    *l = &w->lists[region];
	size_t              n;
	const uint32_t     *rows = facts_of_region(f, region, &n);

	start_list(w, l);
	for (size_t i = 0; i < n; i++) {
		const struct fact *row = &facts_rows(f)[rows[i]];
		unsigned           said = said_of_any(f, row);
		struct entry       e;

		if (!said)
			continue;
		e = row_list_entry(f, rows[i], said, l->mask);
		row_list_add(l, &e, row->kind, false);
	}
}

void cell_list_skill(struct cell_worker *w, int32_t skill)
{
	const struct facts *f = w->c->in.facts;
	size_t              n, n_regions;
	const uint32_t     *rows = facts_of_skill(f, skill, &n);

	for (size_t r = 0; r < facts_regions(f); r++) {
		if (w->is_listed[r])
			start_list(w, &w->lists[r]);
	}
	for (size_t i = 0; i < n; i++) {
		uint32_t           number = rows[i] & SAID_ROW;
		const struct fact *row = &facts_rows(f)[number];
		struct entry       e;
		const uint32_t    *regions;

		if (i + AHEAD < n)
			__builtin_prefetch(
				&facts_rows(f)[rows[i + AHEAD] & SAID_ROW]);
		e = row_list_entry(f, number, rows[i] >> SAID_SHIFT,
				   1ull << w->c->in.usual);
		regions = facts_places(f, row->places, &n_regions);
		for (size_t r = 0; r < n_regions; r++) {
			if (w->is_listed[regions[r]])
				row_list_add(&w->lists[regions[r]], &e,
					     row->kind, false);
		}
	}
}

void cell_list_whole(struct cell_worker *w)
{
	const struct facts *f = w->c->in.facts;
	size_t              n, n_skill, at = 0;
	const uint32_t     *rows = facts_of_region(f, w->region, &n);
	const uint32_t     *mine = facts_of_skill(f, w->skill, &n_skill);

	start_list(w, &w->whole);
	for (size_t i = 0; i < n; i++) {
		const struct fact *row = &facts_rows(f)[rows[i]];
		unsigned           said = 0;
		struct entry       e;

		while (at < n_skill && (mine[at] & SAID_ROW) < rows[i])
			at++;
		if (w->skill == 0)
			said = said_of_any(f, row);
		else if (at < n_skill && (mine[at] & SAID_ROW) == rows[i])
			said = mine[at] >> SAID_SHIFT;
		if (row->kind == FACT_JOINED)
			continue;
		e = row_list_entry(f, rows[i], said, w->whole.mask);
		row_list_add(&w->whole, &e, row->kind, true);
	}
	row_list_number(&w->whole, w->lister);
}
