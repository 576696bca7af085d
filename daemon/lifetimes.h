/*
 * lifetimes.h - recompute how long postings stay open: the table lifetime.
 */
#ifndef DAEMON_LIFETIMES_H
#define DAEMON_LIFETIMES_H

#include "base/error.h"

#include <stdbool.h>
#include <stdint.h>

struct database;

/*
 * Read the lives of all AI postings, estimate each region, skill and time of
 * birth (trends/lifetime.h), and put the table anew, in one transaction. Memory
 * grows with the answer alone. False with `err`, and the table is as it was.
 *
 *   among  JSON, [{"region", "skill", "period"}, ...]: these and no others are in
 *          the table afterwards; NULL: all
 *   n      gets how many cohorts there are
 */
bool lifetimes_recompute(struct database *db, const char *among, int64_t *n,
			 struct error *err);

/*
 * The same of all. Where there is much to count and nothing was counted yet, the
 * cohorts of any skill are in the table after a part of the time, in a
 * transaction of their own.
 */
bool lifetimes_recompute_all(struct database *db, int64_t *n,
			     struct error *err);

#endif
