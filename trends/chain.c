#include "trends/chain.h"

#include "base/mem.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define GROUPS 20 /* of sources, for the jackknife */
#define WINDOW (CHAIN_YEAR + 1)
#define Z_95 1.959964

/* Both sides of a comparison of two months. */
struct pair {
	double from, to, all_from, all_to;
};

/* pairs[a][b - a - 1]: month a with the twelve after it. */
struct pairs {
	struct pair of[CHAIN_MONTHS_MOST][CHAIN_YEAR];
};

struct table {
	int          k, months;
	bool         is_share;
	int          groups;
	struct pairs total;
	struct pairs group[GROUPS];
	int64_t      sources[CHAINS];
};

double student_95(double degrees)
{
	double z = Z_95, v = degrees;

	if (degrees == 1)
		return 12.7062;
	if (degrees == 2)
		return 4.302653;
	if (degrees == 3)
		return 3.182446;
	return z + (pow(z, 3) + z) / (4 * v) +
	       (5 * pow(z, 5) + 16 * pow(z, 3) + 3 * z) / (96 * v * v) +
	       (3 * pow(z, 7) + 19 * pow(z, 5) + 17 * pow(z, 3) - 15 * z) /
		       (384 * pow(v, 3));
}

/* ---- sums over sources ---- */

static int compare_months(const void *left, const void *right)
{
	const struct chain_month *a = left, *b = right;

	if (a->source != b->source)
		return a->source < b->source ? -1 : 1;
	return (a->month > b->month) - (a->month < b->month);
}

static void pair_add(struct pair *p, const struct chain_month *a,
		     const struct chain_month *b)
{
	p->from += a->asked;
	p->to += b->asked;
	p->all_from += a->all;
	p->all_to += b->all;
}

/* The healthy months of one source, in order. */
static void add_source(struct table *t, const struct chain_month *rows, size_t n,
		       int group)
{
	bool is_used[CHAINS] = { false };

	for (size_t i = 0; i < n; i++) {
		for (size_t j = i + 1; j < n; j++) {
			int a = rows[i].month, apart = rows[j].month - a;

			if (apart < 1 || apart > CHAIN_YEAR)
				continue;
			pair_add(&t->total.of[a][apart - 1], &rows[i], &rows[j]);
			pair_add(&t->group[group].of[a][apart - 1], &rows[i],
				 &rows[j]);
			is_used[CHAIN_DIRECT] |= apart == CHAIN_YEAR;
			is_used[CHAIN_CHAINED] |= apart == 1;
			is_used[CHAIN_GEKS] = true;
		}
	}
	for (int e = 0; e < CHAINS; e++)
		t->sources[e] += is_used[e];
}

static void sum_up(struct table *t, struct chain_month *rows, size_t n)
{
	int number = 0;

	if (n)
		qsort(rows, n, sizeof(*rows), compare_months);
	for (size_t i = 0, end; i < n; i = end, number++) {
		for (end = i; end < n && rows[end].source == rows[i].source;
		     end++)
			;
		add_source(t, &rows[i], end - i, number % GROUPS);
	}
	t->groups = number < GROUPS ? number : GROUPS;
}

/* ---- one comparison ---- */

static struct pair pair_less(const struct pair *all, const struct pair *less)
{
	return (struct pair){
		all->from - less->from,
		all->to - less->to,
		all->all_from - less->all_from,
		all->all_to - less->all_to,
	};
}

static double pair_log(const struct pair *p, bool is_share)
{
	if (!(p->from > 0 && p->to > 0))
		return NAN;
	if (is_share && !(p->all_from > 0 && p->all_to > 0))
		return NAN;
	return log(p->to / p->from) -
	       (is_share ? log(p->all_to / p->all_from) : 0);
}

/* Logarithms of P as seen without a group of sources; -1: of all. */
struct view {
	const struct table *t;
	int                 without;
};

static struct pair view_pair(const struct view *v, int a, int apart)
{
	static const struct pair none;
	const struct table      *t = v->t;

	return pair_less(&t->total.of[a][apart - 1],
			 v->without < 0 ? &none :
			 &t->group[v->without].of[a][apart - 1]);
}

static double view_log(const struct view *v, int a, int b)
{
	struct pair p;

	if (a == b)
		return 0;
	if (a > b)
		return -view_log(v, b, a);
	p = view_pair(v, a, b - a);
	return pair_log(&p, v->t->is_share);
}

/* ---- the three ---- */

static struct pair direct_sums(const struct view *v)
{
	struct pair sum = { 0, 0, 0, 0 };

	for (int t = 0; t < v->t->k; t++) {
		struct pair p = view_pair(v, t, CHAIN_YEAR);

		sum.from += p.from;
		sum.to += p.to;
		sum.all_from += p.all_from;
		sum.all_to += p.all_to;
	}
	return sum;
}

/* The levels of the period over those of the year before, as a logarithm. */
static double levels_change(const double *level, int k)
{
	double cur = 0, base = 0;

	for (int t = 0; t < k; t++) {
		base += exp(level[t]);
		cur += exp(level[t + CHAIN_YEAR]);
	}
	return log(cur / base);
}

static double chained(const struct view *v)
{
	double level[CHAIN_MONTHS_MOST] = { 0 };

	for (int t = 1; t < v->t->months; t++)
		level[t] = level[t - 1] + view_log(v, t - 1, t);
	return levels_change(level, v->t->k);
}

/* Solve m y = r by elimination with pivots; false when it has no one answer. */
static bool solve(double m[WINDOW][WINDOW], double r[WINDOW], int n)
{
	for (int c = 0; c < n; c++) {
		int best = c;

		for (int i = c + 1; i < n; i++)
			best = fabs(m[i][c]) > fabs(m[best][c]) ? i : best;
		if (fabs(m[best][c]) < 1e-9)
			return false;
		for (int j = 0; j < n; j++) {
			double kept = m[c][j];

			m[c][j] = m[best][j];
			m[best][j] = kept;
		}
		double kept = r[c];

		r[c] = r[best];
		r[best] = kept;
		for (int i = c + 1; i < n; i++) {
			double f = m[i][c] / m[c][c];

			for (int j = c; j < n; j++)
				m[i][j] -= f * m[c][j];
			r[i] -= f * r[c];
		}
	}
	for (int i = n - 1; i >= 0; i--) {
		for (int j = i + 1; j < n; j++)
			r[i] -= m[i][j] * r[j];
		r[i] /= m[i][i];
	}
	return true;
}

/*
 * Logarithms of the levels of 13 months from `first` on, the first 0: least
 * squares over the pairs that are known. False where they do not hang together.
 */
static bool window_levels(const struct view *v, int first, double level[WINDOW])
{
	double m[WINDOW][WINDOW] = { { 0 } }, r[WINDOW] = { 0 };

	for (int a = 0; a < WINDOW; a++) {
		for (int b = a + 1; b < WINDOW; b++) {
			double p = view_log(v, first + a, first + b);

			if (isnan(p))
				continue;
			m[a][a]++;
			m[b][b]++;
			m[a][b]--;
			m[b][a]--;
			r[b] += p;
			r[a] -= p;
		}
	}
	/* The first level is 0: its row and column fall away. */
	for (int i = 1; i < WINDOW; i++) {
		r[i - 1] = r[i];
		for (int j = 1; j < WINDOW; j++)
			m[i - 1][j - 1] = m[i][j];
	}
	if (!solve(m, r, WINDOW - 1))
		return false;
	level[0] = 0;
	for (int i = 1; i < WINDOW; i++)
		level[i] = r[i - 1];
	return true;
}

static double geks(const struct view *v)
{
	double level[CHAIN_MONTHS_MOST], window[WINDOW];

	if (!window_levels(v, 0, level))
		return NAN;
	for (int t = WINDOW; t < v->t->months; t++) {
		int first = t - CHAIN_YEAR;

		if (!window_levels(v, first, window))
			return NAN;
		level[t] = 0;
		for (int l = 0; l < CHAIN_YEAR; l++)
			level[t] += (level[first + l] + window[CHAIN_YEAR] -
				     window[l]) / CHAIN_YEAR;
	}
	return levels_change(level, v->t->k);
}

static void changes(const struct view *v, double out[CHAINS])
{
	struct pair direct = direct_sums(v);

	out[CHAIN_DIRECT] = pair_log(&direct, v->t->is_share);
	out[CHAIN_CHAINED] = chained(v);
	out[CHAIN_GEKS] = geks(v);
}

/* ---- how sure ---- */

/* Standard error of each over the groups; NAN where one cannot be left out. */
static void jackknife(const struct table *t, double out[CHAINS])
{
	double without[GROUPS][CHAINS];

	for (int g = 0; g < t->groups; g++)
		changes(&(struct view){ t, g }, without[g]);
	for (int e = 0; e < CHAINS; e++) {
		double mean = 0, squares = 0;

		for (int g = 0; g < t->groups; g++)
			mean += without[g][e] / t->groups;
		for (int g = 0; g < t->groups; g++)
			squares += pow(without[g][e] - mean, 2);
		out[e] = t->groups < 2 ? NAN :
			sqrt(squares * (t->groups - 1) / t->groups);
	}
}

static void describe(const struct table *t, struct chain_estimate out[CHAINS])
{
	struct view view = { t, -1 };
	struct pair direct = direct_sums(&view);
	double      change[CHAINS], spread[CHAINS];

	changes(&view, change);
	jackknife(t, spread);
	for (int e = 0; e < CHAINS; e++) {
		double wide = student_95(t->groups - 1) * spread[e];

		out[e] = (struct chain_estimate){
			.value = exp(change[e]) - 1,
			.lo = exp(change[e] - wide) - 1,
			.hi = exp(change[e] + wide) - 1,
			.drift = change[e] - change[CHAIN_DIRECT],
			.n = (int64_t)direct.to,
			.n_base = (int64_t)direct.from,
			.sources = t->sources[e],
		};
	}
}

void chain_compute(const struct chain_month *rows, size_t n, int k,
		   bool is_share, struct chain_estimate out[CHAINS])
{
	struct table       *t = xcalloc(1, sizeof(*t));
	struct chain_month *sorted = xcalloc(n + 1, sizeof(*sorted));

	assert(k >= 1 && k + CHAIN_YEAR <= CHAIN_MONTHS_MOST);
	t->k = k;
	t->months = k + CHAIN_YEAR;
	t->is_share = is_share;
	for (size_t i = 0; i < n; i++) {
		assert(rows[i].month >= 0 && rows[i].month < t->months);
		sorted[i] = rows[i];
	}
	sum_up(t, sorted, n);
	describe(t, out);
	free(sorted);
	free(t);
}
