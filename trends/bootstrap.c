#include "trends/estimate.h"

#include "base/mem.h"
#include "trends/weight.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define WEIGHT_MAX 9    /* of bootstrap_weight() */
#define LOGS       8192 /* sums whose logarithm is at hand: 64 kB */
#define ADDED_MAX  2    /* such counts are added, greater ones multiplied */

struct bootstrap {
	uint8_t groups[EMPLOYER_GROUPS][REPLICATE_LANES];
	double  logs[LOGS];
};

void weigh_employer(struct span name, uint8_t weights[REPLICATE_LANES])
{
	memset(weights, 0, REPLICATE_LANES);
	bootstrap_weights(name, REPLICATES, weights);
}

uint8_t employer_group(struct span name)
{
	return postgres_hash(name, 0) & (EMPLOYER_GROUPS - 1);
}

struct bootstrap *bootstrap_new(void)
{
	struct bootstrap *b = xcalloc(1, sizeof(*b));

	for (int i = 0; i < EMPLOYER_GROUPS; i++) {
		char name[12];

		snprintf(name, sizeof(name), "%d", i);
		weigh_employer(span_of(name), b->groups[i]);
	}
	b->logs[0] = log(0.5); /* nothing counts as half a posting */
	for (int i = 1; i < LOGS; i++)
		b->logs[i] = log(i);
	return b;
}

void bootstrap_free(struct bootstrap *b)
{
	free(b);
}

/* Very many employers are weighted in groups; returns how many are left. */
static size_t group_employers(const struct bootstrap      *b,
			      const struct employer_count *employers, size_t n,
			      struct employer_count out[EMPLOYER_GROUPS])
{
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
		out[i].weights = b->groups[i];
	return EMPLOYER_GROUPS;
}

/* ---- weighted sums ---- */

/*
 * Sums of weights times counts over all replicates, exact. Most counts are one
 * or two: their weights are added as bytes, others as 16 bits, and either moves
 * on before the greatest weights could overflow it.
 */
struct sums {
	uint8_t  bytes[REPLICATE_LANES];
	uint16_t narrow[REPLICATE_LANES];
	uint32_t wide[REPLICATE_LANES];
	uint32_t in_bytes, in_narrow; /* counts that they hold at most */
};

static void widen_bytes(struct sums *s)
{
	for (int r = 0; r < REPLICATE_LANES; r++)
		s->wide[r] += s->bytes[r];
	memset(s->bytes, 0, sizeof(s->bytes));
	s->in_bytes = 0;
}

static void widen_narrow(struct sums *s)
{
	for (int r = 0; r < REPLICATE_LANES; r++)
		s->wide[r] += s->narrow[r];
	memset(s->narrow, 0, sizeof(s->narrow));
	s->in_narrow = 0;
}

static void add_once(struct sums *s, const uint8_t *restrict weights)
{
	for (int r = 0; r < REPLICATE_LANES; r++)
		s->bytes[r] = (uint8_t)(s->bytes[r] + weights[r]);
}

static void add_narrow(struct sums *s, const uint8_t *restrict weights,
		       uint16_t count)
{
	for (int r = 0; r < REPLICATE_LANES; r++)
		s->narrow[r] = (uint16_t)(s->narrow[r] + weights[r] * count);
}

static void add_wide(struct sums *s, const uint8_t *restrict weights,
		     uint32_t count)
{
	for (int r = 0; r < REPLICATE_LANES; r++)
		s->wide[r] += weights[r] * count;
}

static void add_weighted(struct sums *s, const uint8_t *weights, uint32_t count)
{
	if (count <= ADDED_MAX) {
		if (s->in_bytes + count > UINT8_MAX / WEIGHT_MAX)
			widen_bytes(s);
		s->in_bytes += count;
		for (uint32_t i = 0; i < count; i++)
			add_once(s, weights);
	} else if (count <= UINT16_MAX / WEIGHT_MAX) {
		if (s->in_narrow + count > UINT16_MAX / WEIGHT_MAX)
			widen_narrow(s);
		s->in_narrow += count;
		add_narrow(s, weights, (uint16_t)count);
	} else {
		add_wide(s, weights, count);
	}
}

enum column { CUR, BASE, CUR_ALL, BASE_ALL };

static uint32_t count_of(const struct employer_count *e, int column)
{
	const uint32_t columns[] = { [CUR] = e->cur,
				     [BASE] = e->base,
				     [CUR_ALL] = e->cur_all,
				     [BASE_ALL] = e->base_all };

	return columns[column];
}

static void sum_column(const struct employer_count *employers, size_t n,
		       int column, struct sums *s)
{
	memset(s, 0, sizeof(*s));
	for (size_t i = 0; i < n; i++)
		add_weighted(s, employers[i].weights,
			     count_of(&employers[i], column));
	widen_bytes(s);
	widen_narrow(s);
}

/* ---- the spread ---- */

static double log_of(const struct bootstrap *b, uint32_t sum)
{
	return sum < LOGS ? b->logs[sum] : log(sum);
}

static double deviation(const double changes[REPLICATES])
{
	double mean = 0, squares = 0;

	for (int r = 0; r < REPLICATES; r++)
		mean += changes[r];
	mean /= REPLICATES;
	for (int r = 0; r < REPLICATES; r++)
		squares += (changes[r] - mean) * (changes[r] - mean);
	return sqrt(squares / (REPLICATES - 1));
}

void bootstrap_below(const struct bootstrap      *b,
		     const struct employer_count *employers, size_t n,
		     uint32_t cur[REPLICATES], uint32_t base[REPLICATES])
{
	struct employer_count some[EMPLOYER_GROUPS];
	struct sums           s;

	if (n > EMPLOYER_GROUPS) {
		n = group_employers(b, employers, n, some);
		employers = some;
	}
	sum_column(employers, n, CUR_ALL, &s);
	memcpy(cur, s.wide, REPLICATES * sizeof(*cur));
	sum_column(employers, n, BASE_ALL, &s);
	memcpy(base, s.wide, REPLICATES * sizeof(*base));
}

double bootstrap_spread(const struct bootstrap      *b,
			const struct employer_count *employers, size_t n,
			bool is_share)
{
	static const double   signs[] = { 1, -1, -1, 1 };
	struct employer_count some[EMPLOYER_GROUPS];
	double                changes[REPLICATES] = { 0 };
	struct sums           s;

	if (n > EMPLOYER_GROUPS) {
		n = group_employers(b, employers, n, some);
		employers = some;
	}
	for (int column = 0; column < (is_share ? 4 : 2); column++) {
		sum_column(employers, n, column, &s);
		for (int r = 0; r < REPLICATES; r++)
			changes[r] += signs[column] * log_of(b, s.wide[r]);
	}
	return deviation(changes);
}
