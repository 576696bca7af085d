/*
 * cells.h - recompute what is published: cells and series.
 *
 * Reads sources and ads in one snapshot, has trends/cell.h count them on
 * several threads, and brings the tables cell, series and series_coverage to
 * what came out: what is the same stays, what changed supersedes what was
 * there. Of what has changed, cells of the newest months come first, in a
 * transaction of their own. Ads are folded on meanwhile; what they change stays stale. One at a
 * time: a second call waits. Blocks: for jobtrendctl, and for a thread of the
 * daemon.
 */
#ifndef DAEMON_CELLS_H
#define DAEMON_CELLS_H

#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct database;

enum cells_step {
	CELLS_WAIT,  /* for another recomputation */
	CELLS_READ,  /* ads */
	CELLS_COUNT, /* regions */
	CELLS_WRITE,
};

/* Called between steps; false ends the work without a change. */
typedef bool cells_progress_fn(enum cells_step step, int64_t done,
			       int64_t whole, void *arg);

struct cells_options {
	bool               is_all;   /* everything, not only what has changed */
	int                threads;  /* 0: as many as there are processors */
	cells_progress_fn *progress; /* or NULL */
	void              *arg;
};

struct cells_result {
	int64_t ads;       /* read at a time, at most */
	int64_t cells;     /* computed */
	int64_t published; /* of them new or changed */
	int64_t series;    /* periods counted */
	double  read_s, count_s, write_s;
	double  newest_s; /* until cells of the newest months were there; 0: none
			   * were due */
};

/* False with `err`; "" when `progress` ended it. */
bool cells_recompute(struct database *db, const struct cells_options *options,
		     struct cells_result *out, struct error *err);

#endif
