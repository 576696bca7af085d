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

/* The periods of a grain, and which rows of the facts lie in each. */
struct calendar {
	enum grain grain;
	size_t     n;
	int32_t   *days; /* first days, n + 1 of them */
	size_t    *rows; /* first rows, n + 1 of them */
};

/* The days [from, to) begin and end with a period; none: no periods. */
void calendar_init(struct calendar *c, const struct facts *f, enum grain grain,
		   int32_t from, int32_t to);
void calendar_deinit(struct calendar *c);

struct series_counter;

struct series_counter *series_counter_new(void);
void                   series_counter_free(struct series_counter *c);

/* Take a list, numbered and judged, that is to be counted. */
void series_take(struct series_counter *c, const struct row_list *list);

/* Each period that has postings of the list that was taken; oldest first. */
void series_count(struct series_counter *c, const struct calendar *calendar,
		  series_fn *emit, void *arg);

#endif
