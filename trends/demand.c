#include "trends/demand.h"

#include "base/mem.h"
#include "trends/weight.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define REPLICATES 200
#define BUNDLES 256 /* employers beyond these are weighted in groups */
#define Z_95 1.959964
#define LEAST_POSTINGS 10
#define LEAST_EMPLOYERS 3

/* Corrections, as bits of a subset. */
enum {
	OF_SOURCES = 1,
	OF_HEALTH = 2,
	OF_DUPLICATES = 4,
	OF_CONTEXT = 8,
	OF_DEFINITION = 16,
	CORRECTIONS = 5,
	SUBSETS = 32,
};

struct employer {
	struct span name;
	double      cur, base, cur_all, base_all; /* postings */
};

struct counts {
	double           cur[SUBSETS], base[SUBSETS]; /* by corrections made */
	double           cur_ads, base_ads;           /* all rows */
	struct employer *employers;
	size_t           n_employers;
};

/* ---- one posting in one window ---- */

/* What a reading says; which one is meant follows from the corrections. */
enum hit { ASKED, NAMED, WAS_ASKED, WAS_NAMED, HITS };

struct posting {
	bool hit[HITS][SOURCE_CLASSES];
	bool had[SOURCE_CLASSES];
	bool is_kept;
};

static enum hit hit_of(int subset)
{
	if (subset & OF_DEFINITION)
		return subset & OF_CONTEXT ? ASKED : NAMED;
	return subset & OF_CONTEXT ? WAS_ASKED : WAS_NAMED;
}

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

static bool counts_source(int subset, int source)
{
	return !((source == SOURCE_MOVED && (subset & OF_SOURCES)) ||
		 (source == SOURCE_SICK && (subset & OF_HEALTH)));
}

static bool counts_posting(const struct posting *p, int subset)
{
	const bool *hit = p->hit[hit_of(subset)];
	bool        is_hit = false;

	for (int s = 0; s < SOURCE_CLASSES; s++) {
		if (!counts_source(subset, s))
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
		e->cur = p->hit[ASKED][SOURCE_KEPT];
		e->cur_all = 1;
	} else {
		e->base = p->hit[ASKED][SOURCE_KEPT];
		e->base_all = 1;
	}
}

/* The rows of one posting in one window; the first has its employer. */
static void count_posting(struct counts *c, const struct demand_row *rows,
			  size_t n)
{
	double        *to = rows->is_cur ? c->cur : c->base;
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
			    counts_source(s, (int)r->source))
				to[s] += hit[hit_of(s)];
		}
	}
	for (int s = 0; s < SUBSETS; s++) {
		if ((s & OF_DUPLICATES) && counts_posting(&p, s))
			to[s]++;
	}
	if (p.is_kept && !p.had[SOURCE_KEPT])
		add_employer(c, rows, &p);
}

static void count_rows(struct counts *c, struct demand_row *rows, size_t n)
{
	if (n)
		qsort(rows, n, sizeof(*rows), compare_rows);
	for (size_t i = 0, end; i < n; i = end) {
		for (end = i; end < n && rows[end].is_cur == rows[i].is_cur &&
			      rows[end].posting == rows[i].posting;
		     end++)
			*(rows[i].is_cur ? &c->cur_ads : &c->base_ads) += 1;
		count_posting(c, &rows[i], end - i);
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

		if (n && compare_employers(&c->employers[n - 1], e) == 0) {
			c->employers[n - 1].cur += e->cur;
			c->employers[n - 1].base += e->base;
			c->employers[n - 1].cur_all += e->cur_all;
			c->employers[n - 1].base_all += e->base_all;
		} else {
			c->employers[n++] = *e;
		}
	}
	c->n_employers = n;
}

static void describe_employers(const struct counts *c, struct demand_cell *out)
{
	double top = 0, all = 0;

	for (size_t i = 0; i < c->n_employers; i++) {
		const struct employer *e = &c->employers[i];

		out->employers += e->cur > 0;
		out->employers_base += e->base > 0;
		all += e->cur;
		top = e->cur > top ? e->cur : top;
	}
	out->top_employer_share = all > 0 ? top / all : NAN;
}

/* Very many employers share the names of their groups. */
static void bundle_employers(struct counts *c, char (*names)[12])
{
	if (c->n_employers <= BUNDLES)
		return;
	for (size_t i = 0; i < c->n_employers; i++) {
		struct span *name = &c->employers[i].name;
		size_t       group = postgres_hash(*name, 0) & (BUNDLES - 1);

		*name = span_of(names[group]);
	}
	join_employers(c);
}

static double at_least_half(double count)
{
	return count > 0.5 ? count : 0.5;
}

static double one_replicate(const struct counts *c, int replicate,
			    bool is_share)
{
	struct employer sum = { .cur = 0 };
	double          change;

	for (size_t i = 0; i < c->n_employers; i++) {
		const struct employer *e = &c->employers[i];
		int weight = bootstrap_weight(e->name, replicate);

		sum.cur += weight * e->cur;
		sum.base += weight * e->base;
		sum.cur_all += weight * e->cur_all;
		sum.base_all += weight * e->base_all;
	}
	change = log(at_least_half(sum.cur) / at_least_half(sum.base));
	if (is_share)
		change -= log(at_least_half(sum.cur_all) /
			      at_least_half(sum.base_all));
	return change;
}

/* Standard deviation of the logarithm of the change over the replicates. */
static double bootstrap_spread(struct counts *c, bool is_share)
{
	char (*names)[12] = xcalloc(BUNDLES, sizeof(*names));
	double mean = 0, squares = 0; /* Welford 1962 */

	for (int i = 0; i < BUNDLES; i++)
		snprintf(names[i], sizeof(names[i]), "%d", i);
	bundle_employers(c, names);
	for (int r = 1; r <= REPLICATES; r++) {
		double change = one_replicate(c, r, is_share);
		double off = change - mean;

		mean += off / r;
		squares += off * (change - mean);
	}
	free(names);
	return sqrt(squares / (REPLICATES - 1));
}

/* ---- the bridge ---- */

static double factorial(int n)
{
	double product = 1;

	while (n > 1)
		product *= n--;
	return product;
}

static int bits_of(int subset)
{
	int n = 0;

	for (; subset; subset >>= 1)
		n += subset & 1;
	return n;
}

/* The effect of one correction, averaged over all orders (Shapley 1953). */
static double shapley(const double level[SUBSETS], int correction)
{
	double share = 0;

	for (int s = 0; s < SUBSETS; s++) {
		int    made = bits_of(s);
		double weight;

		if (s & correction)
			continue;
		weight = factorial(made) * factorial(CORRECTIONS - made - 1) /
			 factorial(CORRECTIONS);
		share += weight * (level[s] - level[s | correction]);
	}
	return share;
}

/* log(a / b), NAN unless both are positive. */
static double log_ratio(double a, double b)
{
	return a > 0 && b > 0 ? log(a / b) : NAN;
}

static void build_bridge(const struct counts *c, double below,
			 double below_naive, double bridge[BRIDGE_PARTS])
{
	double level[SUBSETS];

	for (int s = 0; s < SUBSETS; s++)
		level[s] = log_ratio(c->cur[s], c->base[s]);
	bridge[BRIDGE_DEMAND] = level[SUBSETS - 1] - below;
	bridge[BRIDGE_SOURCES] = shapley(level, OF_SOURCES);
	bridge[BRIDGE_HEALTH] = shapley(level, OF_HEALTH);
	bridge[BRIDGE_DUPLICATES] = shapley(level, OF_DUPLICATES);
	bridge[BRIDGE_DEFINITION] = shapley(level, OF_DEFINITION);
	bridge[BRIDGE_CONTEXT] = shapley(level, OF_CONTEXT);
	bridge[BRIDGE_DENOMINATOR] = below - below_naive;
}

/* ---- the cell ---- */

static void estimate(struct counts *c, double below, bool is_share,
		     const struct employer *all, struct demand_cell *out)
{
	double cur = c->cur[SUBSETS - 1], base = c->base[SUBSETS - 1];
	double k = out->employers > 2 ? (double)out->employers : 2;
	double spread, chance;

	if (base <= 0)
		return;
	out->value = cur / base / exp(below) - 1;
	if (cur <= 0)
		return;
	chance = 1 / cur + 1 / base;
	if (is_share)
		chance -= 1 / all->cur_all + 1 / all->base_all;
	spread = bootstrap_spread(c, is_share) * sqrt(k / (k - 1));
	spread = fmax(spread, sqrt(fmax(chance, 0)));
	out->lo = exp(log(1 + out->value) - Z_95 * spread) - 1;
	out->hi = exp(log(1 + out->value) + Z_95 * spread) - 1;
}

static struct employer sum_employers(const struct counts *c)
{
	struct employer sum = { .cur = 0 };

	for (size_t i = 0; i < c->n_employers; i++) {
		sum.cur_all += c->employers[i].cur_all;
		sum.base_all += c->employers[i].base_all;
	}
	return sum;
}

void demand_compute(struct demand_row *rows, size_t n, bool is_share,
		    struct demand_cell *out)
{
	struct counts   c = { .employers = xcalloc(n + 1, sizeof(*c.employers)) };
	struct employer all;
	double          below = 0, below_naive = 0;

	*out = (struct demand_cell){ .value = NAN, .lo = NAN, .hi = NAN,
				     .naive = NAN };
	count_rows(&c, rows, n);
	join_employers(&c);
	describe_employers(&c, out);
	all = sum_employers(&c);
	if (is_share) {
		below = log_ratio(all.cur_all, all.base_all);
		below_naive = log_ratio(c.cur_ads, c.base_ads);
	}
	out->n = (int64_t)c.cur[SUBSETS - 1];
	out->n_base = (int64_t)c.base[SUBSETS - 1];
	if (c.base[0] > 0)
		out->naive = c.cur[0] / c.base[0] / exp(below_naive) - 1;
	build_bridge(&c, below, below_naive, out->bridge);
	estimate(&c, below, is_share, &all, out);
	out->is_small = out->n < LEAST_POSTINGS ||
			out->n_base < LEAST_POSTINGS ||
			out->employers < LEAST_EMPLOYERS ||
			out->employers_base < LEAST_EMPLOYERS;
	free(c.employers);
}
