#include "trends/estimate.h"

#include "trends/weight.h"

#include <math.h>
#include <string.h>

#define Z_95            1.959964
#define LEAST_POSTINGS  10
#define LEAST_EMPLOYERS 3

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

/* ---- the bridge ---- */

/* The effect of one correction, averaged over all orders (Shapley 1953). */
static double shapley(const double level[SUBSETS], int correction)
{
	/* made! (corrections - made - 1)! / corrections!, by how many of the
	 * others are made before it */
	static const double weights[CORRECTIONS] = {
		24 / 120.0, 6 / 120.0, 4 / 120.0, 6 / 120.0, 24 / 120.0,
	};
	double share = 0;

	for (int s = 0; s < SUBSETS; s++) {
		if (!(s & correction))
			share += weights[__builtin_popcount((unsigned)s)] *
				 (level[s] - level[s | correction]);
	}
	return share;
}

/* log(a / b), NAN unless both are positive. */
static double log_ratio(double a, double b)
{
	return a > 0 && b > 0 ? log(a / b) : NAN;
}

/* The level of a subset that counts the same as one with a correction less:
 * many do, and logarithms are most of the work. */
static int same_level(const struct demand_counts *c, int subset)
{
	for (int bit = 1; bit < SUBSETS; bit *= 2) {
		if ((subset & bit) && c->cur[subset] == c->cur[subset ^ bit] &&
		    c->base[subset] == c->base[subset ^ bit])
			return subset ^ bit;
	}
	return subset;
}

static void build_bridge(const struct demand_counts *c, double below,
			 double below_naive, double bridge[BRIDGE_PARTS])
{
	double level[SUBSETS];

	for (int s = 0; s < SUBSETS; s++) {
		int same = same_level(c, s);

		level[s] = same < s ? level[same]
				    : log_ratio(c->cur[s], c->base[s]);
	}
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
			const struct bootstrap *b, bool is_share, double k)
{
	double chance = 1 / c->cur[SUBSETS - 1] + 1 / c->base[SUBSETS - 1];
	double spread = bootstrap_spread(b, employers, n, is_share) *
			sqrt(k / (k - 1));

	if (is_share)
		chance -= 1 / (double)c->cur_all + 1 / (double)c->base_all;
	return fmax(spread, sqrt(fmax(chance, 0)));
}

void demand_estimate(const struct demand_counts  *c,
		     const struct employer_count *employers, size_t n,
		     const struct bootstrap *b, bool is_share,
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
	spread = spread_of(c, employers, n, b, is_share,
			   (double)out->employers);
	out->lo = exp(log(1 + out->value) - Z_95 * spread) - 1;
	out->hi = exp(log(1 + out->value) + Z_95 * spread) - 1;
}
