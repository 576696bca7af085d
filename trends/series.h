/*
 * series.h - counts of postings by period: what jobtrend.trend_counts() says in
 * SQL, for every period of a grain at once.
 */
#ifndef TRENDS_SERIES_H
#define TRENDS_SERIES_H

#include "trends/cell_count.h"
#include "trends/period.h"

#define SERIES_GRAINS 4 /* GRAIN_YEAR .. GRAIN_WEEK */

/* One period that has postings. */
struct series_slot {
	enum grain grain;
	int32_t    from; /* its first day */
	uint32_t   n, employers;
	uint32_t   top;     /* postings of the largest employer */
	uint64_t   squares; /* sum of the employers' squared counts */
};

typedef void series_fn(const struct series_slot *slot, void *arg);

/* The period of a grain that holds a day: [*from, *to). */
void series_bounds(enum grain grain, int32_t day, int32_t *from, int32_t *to);

struct series_counter;

struct series_counter *series_counter_new(const struct facts *f);
void                   series_counter_free(struct series_counter *c);

/*
 * Each period of `grain` in the days [from, to), which begin and end with one,
 * that has postings of the list; oldest first.
 */
void series_count(struct series_counter *c, const struct row_list *list,
		  uint64_t mask, enum grain grain, int32_t from, int32_t to,
		  series_fn *emit, void *arg);

#endif
