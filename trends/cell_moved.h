/*
 * cell_moved.h - did an employer go to sources that are not compared?
 *
 * Its postings that ask, by window: those that are compared (kept), and those
 * that stand in other sources alone (elsewhere).
 */
#ifndef TRENDS_CELL_MOVED_H
#define TRENDS_CELL_MOVED_H

#include <stdbool.h>
#include <stdint.h>

#define MOVED_LEAST 10 /* postings of a cell; what is less is not told */
#define MOVED_PART  20 /* nor what is no more than this part of a cell */

/* Of an employer. */
struct tally {
	uint32_t cur, base, cur_all, base_all;
	uint32_t elsewhere[2]; /* of the base and of the period */
};

struct days {
	int32_t first, last; /* none: first is the later one */
};

/* On which an employer asked in one window. */
struct asked_days {
	struct days kept, elsewhere;
};

/*
 * By how much it has less in one window (is_cur: the period), where it asks
 * elsewhere then, for half as many at least: by three and for three, as one ad
 * more or less is chance. 0: it did not move.
 */
uint32_t tally_moved(const struct tally *t, bool is_cur);

/* One after the other, but for a week: else they are copies, or two boards. */
bool days_are_apart(const struct asked_days *d);

#endif
