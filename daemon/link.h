/*
 * link.h - one connection to PostgreSQL on the loop.
 *
 *   connecting -> setting up -> up -> (lost) -> pausing -> connecting ...
 *
 * libpq without blocking and in pipeline mode: statements are sent without
 * waiting for the answers of those before; each is a transaction of its own.
 * It reconnects by itself for as long as it is open. Parameters and answers
 * are binary (wire.h).
 */
#ifndef DAEMON_LINK_H
#define DAEMON_LINK_H

#include "base/buf.h"
#include "base/error.h"

#include <stdbool.h>
#include <stdint.h>
#include <uv.h>

struct link;

/* ---- parameters ---- */

#define PARAMS_MAX 12

/* Values in order: wire_int8(params_next(&p), 5) adds one. */
struct params {
	struct buf bytes;
	size_t     at[PARAMS_MAX];
	int        n;
};

#define PARAMS_INIT { .bytes = BUF_INIT }

/* Where the next value is to be written, as a field of wire.h. */
struct buf *params_next(struct params *p);
void        params_deinit(struct params *p);

/* ---- answers ---- */

struct answer; /* borrowed for the callback */

enum answer_status {
	ANSWER_OK,
	ANSWER_REFUSED, /* the data are at fault: SQLSTATE class 22 or 23 */
	ANSWER_FAILED,  /* the server said no for another reason */
	ANSWER_LOST,    /* no answer: whether it was done is not known */
};

enum answer_status answer_status(const struct answer *a);
const char        *answer_message(const struct answer *a); /* one line */
int                answer_rows(const struct answer *a);
bool               answer_is_null(const struct answer *a, int row, int col);
struct span answer_bytes(const struct answer *a, int row, int col);
/* Of int2, int4 and int8; 0 for NULL. */
int64_t answer_int(const struct answer *a, int row, int col);
int64_t answer_time(const struct answer *a, int row, int col); /* 0: NULL */

typedef void answer_fn(const struct answer *a, void *arg);

/* ---- the connection ---- */

struct link_options {
	const char *conninfo; /* copied */
	const char *name;     /* application_name, and the subject in the log */
	int64_t     answer_ms; /* no answer for so long: lost; 0: wait */
	/* Connected and set up; lost, with the reason. May be NULL. */
	void (*on_up)(void *arg);
	void (*on_down)(void *arg, const char *reason);
	void *arg;
};

struct link *link_open(uv_loop_t *loop, const struct link_options *options);
bool         link_is_up(const struct link *l);
/* OID of the SQL type jobtrend.NAME; known for merge's types once it is up. */
uint32_t link_type(const struct link *l, const char *name);

/*
 * Send a statement. `sql` must be a literal: its address is the name under
 * which it is prepared once a connection. `params` may be NULL; it is read
 * before the call returns. `done` comes once, never from inside; NULL: the
 * answer does not matter. When the link is down it comes as ANSWER_LOST.
 */
void link_send(struct link *l, const char *sql, const struct params *params,
	       answer_fn *done, void *arg);
/* The same with raw values, for large ones. */
struct link_value {
	const char *ptr;
	int         len;
};
void link_send_values(struct link *l, const char *sql,
		      const struct link_value *values, int n, answer_fn *done,
		      void *arg);

/* Statements sent and not answered. */
size_t link_pending(const struct link *l);

/* Close; what is pending is answered as lost from inside this call. */
void link_close(struct link *l);

#endif
