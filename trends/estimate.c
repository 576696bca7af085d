#include "trends/estimate.h"

#include "trends/weight.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define Z_95            1.959964
#define LEAST_POSTINGS  10
#define LEAST_EMPLOYERS 3
/* A weight is 9 at most: so many postings cannot overflow 16 bits. */
#define NARROW_MAX      (UINT16_MAX / 9)

void weigh_employer(struct span name, uint8_t weights[REPLICATES])
{
	for (int r = 0; r < REPLICATES; r++)
		weights[r] = (uint8_t)bootstrap_weight(name, r + 1);
}

void weigh_groups(uint8_t weights[EMPLOYER_GROUPS][REPLICATES])
{
	for (int i = 0; i < EMPLOYER_GROUPS; i++) {
		char name[12];

		snprintf(name, sizeof(name), "%d", i);
		weigh_employer(span_of(name), weights[i]);
	}
}

uint8_t employer_group(struct span name)
{
	return postgres_hash(name, 0) & (EMPLOYER_GROUPS - 1);
}

/* ---- employers ---- */

/* Also the largest share of an employer in the base. */
static double describe_employers(const struct employer_count *employers,
				 size_t n, struct demand_cell *out)
{
	uint64_t all = 0, all_base = 0;
	uint32_t top = 0, top_base = 0;

	for (size_t i = 0; i < n; i++) {
		const struct employer_count *e = &employers[i];

		out->employers += e->cur > 0;
		out->employers_base += e->base > 0;
		all += e->cur;
		all_base += e->base;
		top = e->cur > top ? e->cur : top;
		top_base = e->base > top_base ? e->base : top_base;
	}
	out->top_employer_share = all ? (double)top / (double)all : NAN;
	return all_base ? (double)top_base / (double)all_base : NAN;
}

/* Very many employers are weighted in groups; returns how many are left. */
static size_t group_employers(const struct employer_count *employers, size_t n,
			      group_weights         groups,
			      struct employer_count out[EMPLOYER_GROUPS])
{
	if (n <= EMPLOYER_GROUPS) {
		memcpy(out, employers, n * sizeof(*out));
		return n;
	}
	memset(out, 0, EMPLOYER_GROUPS * sizeof(*out));
	for (size_t i = 0; i < n; i++) {
		const struct employer_count *e = &employers[i];
		struct employer_count       *to = &out[e->group];

		to->cur += e->cur;
		to->base += e->base;
		to->cur_all += e->cur_all;
		to->base_all += e->base_all;
	}
	for (size_t i = 0; i < EMPLOYER_GROUPS; i++)
		out[i].weights = groups[i];
	return EMPLOYER_GROUPS;
}

/* Weighted sums of a column of counts over all replicates: exact. */
static void add_weighted(const uint8_t *restrict weights, uint32_t count,
			 uint32_t *restrict sums)
{
	for (int r = 0; r < REPLICATES; r++)
		sums[r] += weights[r] * count;
}

static void add_narrow(const uint8_t *restrict weights, uint32_t count,
		       uint16_t *restrict sums)
{
	uint16_t narrow = (uint16_t)count;

	for (int r = 0; r < REPLICATES; r++)
		sums[r] = (uint16_t)(sums[r] + weights[r] * narrow);
}

static uint32_t count_of(const struct employer_count *e, int column)
{
	const uint32_t columns[] = { e->cur, e->base, e->cur_all, e->base_all };

	return columns[column];
}

static void sum_column(const struct employer_count *employers, size_t n,
		       int column, uint32_t sums[REPLICATES])
{
	uint16_t narrow[REPLICATES] = { 0 };
	uint64_t all = 0;

	memset(sums, 0, REPLICATES * sizeof(*sums));
	for (size_t i = 0; i < n; i++)
		all += count_of(&employers[i], column);
	for (size_t i = 0; i < n; i++) {
		uint32_t count = count_of(&employers[i], column);

		if (count && all <= NARROW_MAX)
			add_narrow(employers[i].weights, count, narrow);
		else if (count)
			add_weighted(employers[i].weights, count, sums);
	}
	for (int r = 0; r < REPLICATES && all <= NARROW_MAX; r++)
		sums[r] = narrow[r];
}

static double at_least_half(uint32_t count)
{
	return count ? count : 0.5;
}

/* Standard deviation of the logarithm of the change over the replicates. */
static double bootstrap_spread(const struct employer_count *employers, size_t n,
			       group_weights groups, bool is_share)
{
	struct employer_count some[EMPLOYER_GROUPS];
	uint32_t              sums[4][REPLICATES];
	double                mean = 0, squares = 0; /* Welford 1962 */

	n = group_employers(employers, n, groups, some);
	for (int column = 0; column < (is_share ? 4 : 2); column++)
		sum_column(some, n, column, sums[column]);
	for (int r = 0; r < REPLICATES; r++) {
		double change = log(at_least_half(sums[0][r]) /
				    at_least_half(sums[1][r]));
		double off;

		if (is_share)
			change -= log(at_least_half(sums[2][r]) /
				      at_least_half(sums[3][r]));
		off = change - mean;
		mean += off / (r + 1);
		squares += off * (change - mean);
	}
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

static void build_bridge(const struct demand_counts *c, double below,
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

/* Never narrower than chance alone makes it: employers that happen to move
 * alike are no proof. */
static double spread_of(const struct demand_counts  *c,
			const struct employer_count *employers, size_t n,
			group_weights groups, bool is_share, double k)
{
	double chance = 1 / c->cur[SUBSETS - 1] + 1 / c->base[SUBSETS - 1];
	double spread = bootstrap_spread(employers, n, groups, is_share) *
			sqrt(k / (k - 1));

	if (is_share)
		chance -= 1 / (double)c->cur_all + 1 / (double)c->base_all;
	return fmax(spread, sqrt(fmax(chance, 0)));
}

void demand_estimate(const struct demand_counts  *c,
		     const struct employer_count *employers, size_t n,
		     group_weights groups, bool is_share,
		     struct demand_cell *out)
{
	double cur = c->cur[SUBSETS - 1], base = c->base[SUBSETS - 1];
	double below = 0, below_naive = 0, spread;

	*out = (struct demand_cell){
		.value = NAN, .lo = NAN, .hi = NAN, .naive = NAN
	};
	out->top_base_share = describe_employers(employers, n, out);
	if (is_share) {
		below = log_ratio((double)c->cur_all, (double)c->base_all);
		below_naive = log_ratio(c->cur_ads, c->base_ads);
	}
	out->n = (int64_t)cur;
	out->n_base = (int64_t)base;
	out->is_small = out->n < LEAST_POSTINGS ||
			out->n_base < LEAST_POSTINGS ||
			out->employers < LEAST_EMPLOYERS ||
			out->employers_base < LEAST_EMPLOYERS;
	if (c->base[0] > 0)
		out->naive = c->cur[0] / c->base[0] / exp(below_naive) - 1;
	build_bridge(c, below, below_naive, out->bridge);
	if (base <= 0)
		return;
	out->value = cur / base / exp(below) - 1;
	if (cur <= 0 || out->is_small)
		return;
	spread = spread_of(c, employers, n, groups, is_share,
			   (double)out->employers);
	out->lo = exp(log(1 + out->value) - Z_95 * spread) - 1;
	out->hi = exp(log(1 + out->value) + Z_95 * spread) - 1;
}
