/*
 * pool_work.h - what a worker does with a question; for pool.c alone.
 */
#ifndef WEB_POOL_WORK_H
#define WEB_POOL_WORK_H

#include "web/db.h"
#include "web/pool.h"

#include <pthread.h>

struct claims;

struct pool_tools { /* shared by the workers */
	const char     *conninfo;
	int64_t         timeout_ms;
	struct cache   *cache;
	struct metrics *metrics;
	struct claims  *claims;
};

/* A stream of several statements, each of `page` rows. */
struct pool_more {
	struct statement statement;
	char            *params[DB_PARAMS_MAX]; /* owned; the last: the place */
	int              page;                  /* 0: one statement gives all */
	int              seen;                  /* rows of this one */
};

struct pool_desk {              /* of one worker */
	struct db      *db;     /* NULL: not connected */
	pthread_mutex_t lock;   /* of stream */
	struct stream  *stream; /* under way; a reference */
	bool            is_stopped;
	struct table    *row; /* its first */
	struct pool_more more;
};

/* Sets the answer (which is then in the cache, too) or the problem. */
void pool_answer(const struct pool_tools *t, struct pool_desk *d,
		 const struct question *q, struct outcome *out);

/*
 * The first row of an answer that is sent while it comes: sets the stream, or
 * the problem and is false. Then the rest of the rows, to the end.
 */
bool pool_stream_open(const struct pool_tools *t, struct pool_desk *d,
		      const struct question *q, struct outcome *out);
void pool_stream_rows(const struct pool_tools *t, struct pool_desk *d);
/* From another thread: the stream under way ends, and none begins. */
void pool_stream_stop(struct pool_desk *d);

/* The state of the data now; NULL with `why`. `before` may give its names. */
struct state *pool_look(const struct pool_tools *t, struct pool_desk *d,
			const struct state *before, struct problem *why);

#endif
