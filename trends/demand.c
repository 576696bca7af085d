#include "trends/demand.h"

#include "base/mem.h"
#include "trends/estimate.h"

#include <stdlib.h>
#include <string.h>

struct employer {
	struct span           name;
	struct employer_count count;
};

struct counts {
	struct demand_counts sums;
	struct employer     *employers;
	size_t               n_employers;
};

/* ---- one posting in one window ---- */

struct posting {
	bool hit[HITS][SOURCE_CLASSES];
	bool had[SOURCE_CLASSES];
	bool is_kept;
};

static void take_hits(const struct demand_row *r, bool hit[HITS])
{
	hit[ASKED] = r->is_asked;
	hit[NAMED] = r->is_named;
	hit[WAS_ASKED] = r->was_asked;
	hit[WAS_NAMED] = r->was_named;
}

static int compare_spans(struct span a, struct span b)
{
	size_t shorter = a.len < b.len ? a.len : b.len;
	int    order = shorter ? memcmp(a.ptr, b.ptr, shorter) : 0;

	return order ? order : (a.len > b.len) - (a.len < b.len);
}

static int compare_rows(const void *left, const void *right)
{
	const struct demand_row *a = left, *b = right;

	if (a->is_cur != b->is_cur)
		return a->is_cur ? -1 : 1;
	if (a->posting != b->posting)
		return a->posting < b->posting ? -1 : 1;
	return compare_spans(a->employer, b->employer);
}

static bool counts_posting(const struct posting *p, int subset)
{
	const bool *hit = p->hit[subset_hit(subset)];
	bool        is_hit = false;

	for (int s = 0; s < SOURCE_CLASSES; s++) {
		if (!subset_has(subset, s))
			continue;
		if (p->had[s])
			return false;
		is_hit = is_hit || hit[s];
	}
	return is_hit;
}

static void add_employer(struct counts *c, const struct demand_row *first,
			 const struct posting *p)
{
	struct employer *e = &c->employers[c->n_employers++];

	*e = (struct employer){ .name = first->employer };
	if (first->is_cur) {
		e->count.cur = p->hit[ASKED][SOURCE_KEPT];
		e->count.cur_all = 1;
		c->sums.cur_all++;
	} else {
		e->count.base = p->hit[ASKED][SOURCE_KEPT];
		e->count.base_all = 1;
		c->sums.base_all++;
	}
}

/* The rows of one posting in one window; the first has its employer. */
static void count_posting(struct counts *c, const struct demand_row *rows,
			  size_t n, bool is_share)
{
	double        *to = rows->is_cur ? c->sums.cur : c->sums.base;
	struct posting p = { .is_kept = false };

	for (size_t i = 0; i < n; i++) {
		const struct demand_row *r = &rows[i];
		bool                     hit[HITS];

		take_hits(r, hit);
		for (int h = 0; h < HITS; h++)
			p.hit[h][r->source] |= hit[h];
		p.is_kept |= r->source == SOURCE_KEPT;
		for (int s = 0; s < SOURCE_CLASSES; s++)
			p.had[s] |= r->had[s];
		for (int s = 0; s < SUBSETS; s++) {
			if (!(s & OF_DUPLICATES) &&
			    subset_has(s, (int)r->source))
				to[s] += hit[subset_hit(s)];
		}
	}
	for (int s = 0; s < SUBSETS; s++) {
		if ((s & OF_DUPLICATES) && counts_posting(&p, s))
			to[s]++;
	}
	if (p.is_kept && !p.had[SOURCE_KEPT] &&
	    (is_share || p.hit[ASKED][SOURCE_KEPT]))
		add_employer(c, rows, &p);
}

static void count_rows(struct counts *c, struct demand_row *rows, size_t n,
		       bool is_share)
{
	if (n)
		qsort(rows, n, sizeof(*rows), compare_rows);
	for (size_t i = 0, end; i < n; i = end) {
		for (end = i; end < n && rows[end].is_cur == rows[i].is_cur &&
			      rows[end].posting == rows[i].posting;
		     end++)
			*(rows[i].is_cur ? &c->sums.cur_ads
					 : &c->sums.base_ads) += 1;
		count_posting(c, &rows[i], end - i, is_share);
	}
}

/* ---- employers ---- */

static int compare_employers(const void *left, const void *right)
{
	const struct employer *a = left, *b = right;

	return compare_spans(a->name, b->name);
}

/* Make the rows of one employer one. */
static void join_employers(struct counts *c)
{
	size_t n = 0;

	if (c->n_employers)
		qsort(c->employers, c->n_employers, sizeof(*c->employers),
		      compare_employers);
	for (size_t i = 0; i < c->n_employers; i++) {
		const struct employer *e = &c->employers[i];
		struct employer_count *to;

		if (!n || compare_employers(&c->employers[n - 1], e) != 0) {
			c->employers[n++] = *e;
			continue;
		}
		to = &c->employers[n - 1].count;
		to->cur += e->count.cur;
		to->base += e->count.base;
		to->cur_all += e->count.cur_all;
		to->base_all += e->count.base_all;
	}
	c->n_employers = n;
}

void demand_compute(struct demand_row *rows, size_t n, bool is_share,
		    struct demand_cell *out)
{
	struct counts c = { .employers = xcalloc(n + 1, sizeof(*c.employers)) };
	struct employer_count *employers;
	struct bootstrap      *bootstrap = bootstrap_new();
	uint8_t(*weights)[REPLICATE_LANES];

	count_rows(&c, rows, n, is_share);
	join_employers(&c);
	employers = xcalloc(c.n_employers + 1, sizeof(*employers));
	weights = xcalloc(c.n_employers + 1, sizeof(*weights));
	for (size_t i = 0; i < c.n_employers; i++) {
		weigh_employer(c.employers[i].name, weights[i]);
		employers[i] = c.employers[i].count;
		employers[i].weights = weights[i];
		employers[i].group = employer_group(c.employers[i].name);
	}
	demand_estimate(&c.sums, employers, c.n_employers, bootstrap, is_share,
			out);
	bootstrap_free(bootstrap);
	free(weights);
	free(employers);
	free(c.employers);
}
