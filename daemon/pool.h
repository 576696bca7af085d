/*
 * pool.h - digests visits on libuv's thread pool.
 *
 * As many jobs as there are threads; each takes several visits at a time, so
 * that waking a thread is paid for once, and works with memory of its own.
 */
#ifndef DAEMON_POOL_H
#define DAEMON_POOL_H

#include "daemon/digest.h"

#include <stdbool.h>
#include <stddef.h>
#include <uv.h>

struct config;
struct pool;

/* A visit was digested; it is the callee's. */
typedef void pool_done_fn(struct visit *v, void *arg);

/* `threads` as UV_THREADPOOL_SIZE has it. */
struct pool *pool_open(uv_loop_t *loop, const struct outcome_context *context,
		       struct keeper *keeper, int threads, pool_done_fn *done,
		       void *arg);
void         pool_set_limits(struct pool *p, const struct config *c);

bool   pool_has_room(const struct pool *p); /* false: submit no more for now */
void   pool_submit(struct pool *p, struct visit *v);
size_t pool_pending(const struct pool *p); /* submitted and not done */

/* Nothing may be pending. */
void pool_close(struct pool *p);

#endif
