/*
 * estimate.h - from counts to a cell: change, interval, bridge.
 *
 * The second half of what demand.h and cell.h do; they differ in how they
 * count.
 */
#ifndef TRENDS_ESTIMATE_H
#define TRENDS_ESTIMATE_H

#include "trends/demand.h"

#include <stddef.h>
#include <stdint.h>

#define REPLICATES      200
#define REPLICATE_LANES 208 /* with zeros behind them, to add 16 at a time */
#define EMPLOYER_GROUPS 256 /* employers beyond these are weighted in groups \
			     */

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

/* Whether ads of a source of this class count with these corrections made. */
static inline bool subset_has(int subset, int source)
{
	return !((source == SOURCE_MOVED && (subset & OF_SOURCES)) ||
		 (source == SOURCE_SICK && (subset & OF_HEALTH)));
}

/* What a reading says; which one is meant follows from the corrections. */
enum hit { ASKED, NAMED, WAS_ASKED, WAS_NAMED, HITS };

static inline enum hit subset_hit(int subset)
{
	if (subset & OF_DEFINITION)
		return subset & OF_CONTEXT ? ASKED : NAMED;
	return subset & OF_CONTEXT ? WAS_ASKED : WAS_NAMED;
}

/* Matched postings of one employer. */
struct employer_count {
	uint32_t       cur, base;         /* that ask for the skill */
	uint32_t       cur_all, base_all; /* for a share: of any kind */
	const uint8_t *weights;           /* REPLICATE_LANES; borrowed */
	uint8_t        group;             /* of EMPLOYER_GROUPS */
};

struct demand_counts {
	double   cur[SUBSETS], base[SUBSETS]; /* by corrections made */
	double   cur_ads, base_ads;           /* for a share: of any kind */
	uint64_t cur_all, base_all;           /* sums over the employers */
};

/* The weights of an employer. */
void    weigh_employer(struct span name, uint8_t weights[REPLICATE_LANES]);
/* The group that an employer is in, where there are very many. */
uint8_t employer_group(struct span name);

/* What the bootstrap has ready: weights of groups, logarithms of small sums. */
struct bootstrap;

struct bootstrap *bootstrap_new(void);
void              bootstrap_free(struct bootstrap *b);

/* Standard deviation of the logarithm of the change over the replicates. */
double bootstrap_spread(const struct bootstrap      *b,
			const struct employer_count *employers, size_t n,
			bool is_share);

/* Postings of any kind in each replicate. */
void bootstrap_below(const struct bootstrap      *b,
		     const struct employer_count *employers, size_t n,
		     uint32_t cur[REPLICATES], uint32_t base[REPLICATES]);

/*
 * Fill `out` from counts.
 *
 *   employers  with at least one matched posting each; one row an employer
 */
void demand_estimate(const struct demand_counts  *c,
		     const struct employer_count *employers, size_t n,
		     const struct bootstrap *b, bool is_share,
		     struct demand_cell *out);

#endif
