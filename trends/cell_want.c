#include "trends/cell_worker.h"

#include "base/mem.h"
#include "base/stamp.h"

#include <stdlib.h>
#include <string.h>

static int compare_wanted(const void *left, const void *right)
{
	const struct wanted_pair *a = left, *b = right;

	if (a->skill != b->skill)
		return a->skill < b->skill ? -1 : 1;
	return (a->region > b->region) - (a->region < b->region);
}

static void add_pair(struct cells *c, int32_t skill, uint32_t region)
{
	c->pairs[c->n_pairs++] = (struct wanted_pair){ skill, region };
}

/* By skill, because what is done at a time is a skill in all regions. */
void cell_find_wanted(struct cells *c)
{
	const struct cell_inputs *in = &c->in;

	c->pairs = xcalloc(in->n_questions + in->n_wanted + 1,
			   sizeof(*c->pairs));
	c->every = xcalloc(facts_regions(in->facts) + 1, sizeof(*c->every));
	for (size_t i = 0; i < in->n_questions; i++)
		add_pair(c, in->questions[i].skill, in->questions[i].region);
	for (size_t i = 0; i < in->n_wanted; i++) {
		const struct cell_series *s = &in->wanted[i];

		if (s->skill == SERIES_EVERY)
			c->is_every = c->every[s->region] = true;
		else if (s->skill != SERIES_ALL)
			add_pair(c, s->skill, s->region);
	}
	qsort(c->pairs, c->n_pairs, sizeof(*c->pairs), compare_wanted);
}

/* The first pair of a skill or behind it. */
static size_t first_pair(const struct cells *c, int32_t skill)
{
	size_t low = 0, high = c->n_pairs;

	while (low < high) {
		size_t mid = (low + high) / 2;

		if (c->pairs[mid].skill < skill)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

bool cell_wants_skill(const struct cells *c, int32_t skill)
{
	size_t i = first_pair(c, skill);

	return c->in.is_planned || c->is_every ||
	       (i < c->n_pairs && c->pairs[i].skill == skill);
}

bool cell_list_wanted(struct cell_worker *w, int32_t skill)
{
	const struct cells *c = w->c;
	size_t              n = facts_regions(c->in.facts);
	bool                is_any = c->in.is_planned || c->is_every;

	for (size_t r = 0; r < n; r++)
		w->is_listed[r] = c->in.is_planned || c->every[r];
	for (size_t i = first_pair(c, skill);
	     i < c->n_pairs && c->pairs[i].skill == skill; i++)
		is_any = w->is_listed[c->pairs[i].region] = true;
	return is_any;
}

/* ---- series ---- */

static const struct cell_series *find_series(const struct cell_inputs *in,
					     uint32_t region, int32_t skill)
{
	size_t low = 0, high = in->n_wanted;

	while (low < high) {
		size_t                    mid = (low + high) / 2;
		const struct cell_series *s = &in->wanted[mid];

		if (s->region < region ||
		    (s->region == region && s->skill < skill))
			low = mid + 1;
		else
			high = mid;
	}
	return low < in->n_wanted && in->wanted[low].region == region &&
			       in->wanted[low].skill == skill
		       ? &in->wanted[low]
		       : NULL;
}

bool cell_take_series(struct cell_worker *w, int32_t skill)
{
	const struct cell_inputs *in = &w->c->in;

	w->due[0] = find_series(in, w->region, skill);
	w->due[1] = find_series(in, w->region, SERIES_EVERY);
	return in->is_planned || w->due[0] || w->due[1];
}

bool cell_wants_year(const struct cell_worker *w, int32_t day)
{
	int year = civil_year(day);

	for (size_t i = 0; i < ARRAY_LEN(w->due); i++) {
		if (w->due[i] && year >= w->due[i]->first_year &&
		    year <= w->due[i]->last_year)
			return true;
	}
	return w->c->in.is_planned;
}
