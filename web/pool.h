/*
 * pool.h - workers, each with a connection to the database.
 *
 *   pool_ask -> queue -> worker -> database -> answer or problem -> on_done
 *
 * Equal questions that are under way are asked once. A route has half of the
 * workers at most, and routes whose statements may take long leave one worker
 * to the others, so that a slow question keeps nobody waiting but those who ask
 * the same. A queue that is full, or has kept a question too long, says so.
 */
#ifndef WEB_POOL_H
#define WEB_POOL_H

#include "base/error.h"
#include "web/answer.h"
#include "web/call.h"
#include "web/stream.h"

struct config;
struct metrics;
struct pool;

/* What became of a question. */
struct outcome {
	struct answer *answer; /* a reference, or */
	struct stream *stream; /* a reference, or */
	struct problem problem;
	char           version[VERSION_SIZE]; /* of the data in the stream */
};

/* On a worker's thread, exactly once. */
typedef void asked_fn(void *arg);

struct question {
	const struct call *call; /* borrowed until on_done */
	const char        *key;  /* of the call; borrowed likewise */
	bool               may_stream;
	bool               takes_gzip; /* of a stream */
	/* NULL: as the call's format has it. */
	void (*encode)(const struct table *rows, struct buf *out, void *arg);
	const char      *type;    /* of what it makes */
	struct outcome  *outcome; /* the caller's; set before on_done */
	asked_fn        *on_done;
	void            *arg;
	struct question *next_waiter; /* the pool's own */
};

/* Returns when the database was asked once, or after some seconds. */
struct pool *pool_open(const struct config *config, const char *conninfo,
		       struct cache *cache, struct metrics *metrics);
/* Questions under way are answered, those in the queue and later ones refused.
 * NULL is fine. */
void         pool_stop(struct pool *p);
void         pool_close(struct pool *p); /* after pool_stop */

/* A reference; NULL while the database is away. `p` says why then. */
struct state *pool_state(struct pool *p, struct problem *why);

/* What Prometheus asks; its statement belongs to no route of the API. */
extern const struct route route_metrics;

/* False: too much is asked; on_done is not called. */
bool pool_ask(struct pool *p, struct question *q);

size_t pool_queue_length(struct pool *p);

#endif
