/*
 * recount.h - cells.h and lifetimes.h on a thread beside the loop, with its own
 * connection.
 *
 *   recount_start -> (thread) what is due -> cells_recompute
 *                                         -> kept_answers_count
 *                                         -> lifetimes_recompute_all
 *                                         -> refresh_employers() -> done
 */
#ifndef DAEMON_RECOUNT_H
#define DAEMON_RECOUNT_H

#include "daemon/cells.h"

#include <uv.h>

struct recount;

struct recount_result {
	struct cells_result cells;
	int64_t             answers;   /* kept */
	int64_t             lifetimes; /* cohorts counted */
};

/* Once for each start, on the loop. `error` is "" when all went well. */
typedef void recount_done_fn(const struct recount_result *result,
			     const char *error, void *arg);

struct recount *recount_open(uv_loop_t *loop, const char *conninfo,
			     recount_done_fn *done, void *arg);
/* Ends what is under way, without a change to what is published. */
void recount_close(struct recount *r);

/* False while one is under way. */
bool recount_start(struct recount *r);
bool recount_is_busy(const struct recount *r);

#endif
