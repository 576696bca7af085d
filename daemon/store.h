/*
 * store.h - commits outcomes to PostgreSQL, many to a transaction.
 *
 *   store_submit -> batch -> jobtrend.merge() -> done
 *                     \ database away: spool -> ... -> merge
 *
 * One connection (link.h) in libpq's pipeline mode on the loop. A batch is one
 * statement and so one transaction: it is sent when it is full, has waited
 * store_wait_ms, or is what the crawl cannot go on without. Outcomes are stored in the order they came, except those
 * that PostgreSQL refuses: their batch is taken apart, and a refused outcome
 * is reported as STORE_REFUSED, the others being stored.
 *
 * synchronous_commit is off for this connection: a crash of the server may
 * take back the last commits, never a part of one. What was taken back is due
 * again and fetched again, so nothing is lost or doubled.
 */
#ifndef DAEMON_STORE_H
#define DAEMON_STORE_H

#include "base/error.h"
#include "daemon/outcome.h"

#include <stdbool.h>
#include <stdint.h>
#include <uv.h>

struct link;
struct store;
struct spool;

enum store_result {
	STORED,         /* committed */
	STORE_SPOOLED,  /* on disk; will be stored */
	STORE_REFUSED,  /* the database does not take it: `err` says why */
	STORE_CLOSED,   /* neither: closed without database and room */
};

typedef void store_done_fn(void *arg, enum store_result result,
			   const struct error *err);

struct store_options {
	struct link *link;        /* borrowed */
	struct spool *spool;      /* borrowed; NULL: wait for the database */
	/* A run has nothing left to fetch; may be NULL. */
	void (*run_idle)(void *arg, int32_t source_id, int64_t run_id);
	/* There is room again, or the queue ran empty; may be NULL. */
	void (*has_room)(void *arg);
	void *arg;
};

#define STORE_BATCH_BYTES (4 * 1024 * 1024)

struct store_limits {
	int64_t queue_bytes; /* outcomes held at most */
	int64_t wait_ms;     /* a batch is sent after this */
	size_t  batch;       /* pages, or ads, of one; 1 to 2000 */
};

/* Its limits have to be set before anything is submitted. */
struct store *store_open(uv_loop_t *loop, const struct store_options *options);
void          store_set_limits(struct store *s, const struct store_limits *l);

/* False: submit no more until has_room. */
bool store_has_room(const struct store *s);

/* `o` becomes the store's. `done` (may be NULL) comes once, later. */
void store_submit(struct store *s, struct outcome *o, store_done_fn *done,
		  void *arg);

/* Send what is waiting now. */
void store_flush(struct store *s);
/* Nothing more will come before this is stored: the same, if the database is
 * there and works. */
void store_hurry(struct store *s);
/* Nothing is waiting, under way or on disk. */
bool store_is_idle(const struct store *s);

struct store_counters {
	uint64_t batches, outcomes, ads, touches, refused, spooled, bytes;
	uint64_t busy_us; /* of batches, from sent to answered */
};
void store_counters(const struct store *s, struct store_counters *out);

/* The same but for what is on disk. */
bool store_is_settled(const struct store *s);
/* Results on disk: pages that look due in the database may be done. */
bool store_has_spooled(const struct store *s);

/*
 * Close, after the link: what is waiting goes to the spool, or is dropped and
 * fetched again. The loop then runs dry.
 */
void store_close(struct store *s);

#endif
