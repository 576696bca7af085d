/*
 * database.h - which database, and asking it from a command line.
 *
 * The calls here wait for their answer: they are for jobtrendctl and for tests.
 * The daemon talks to PostgreSQL through store.h. Values travel as parameters,
 * never inside the statement.
 */
#ifndef DAEMON_DATABASE_H
#define DAEMON_DATABASE_H

#include "base/buf.h"
#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * The libpq conninfo to use, appended to `out`: `given` (of --db), else the
 * environment's JOBTREND_DB, else `configured` (database in the configuration),
 * else that of the private cluster: the line in var/conninfo below the working
 * directory or beside the build folder of the running program. False with
 * `err` when none of them is there. NULL and "" mean not given.
 */
bool database_conninfo(const char *given, const char *configured,
		       struct buf *out, struct error *err);

struct database;

/* Connected, in UTC, ISO dates, UTF-8; NULL with `err`. */
struct database *database_open(const char *conninfo, struct error *err);
void             database_close(struct database *db);

/* An answer, all of it in memory. */
struct rows;

/*
 * Run one statement with `n` text parameters (NULL elements are SQL NULL).
 * NULL with `err`, which is the server's message in one line.
 */
struct rows *database_query(struct database *db, const char *sql,
			    const char *const *params, size_t n,
			    struct error *err);
void         rows_free(struct rows *r);

/* The same for statements whose answer does not matter. */
bool database_run(struct database *db, const char *sql,
		  const char *const *params, size_t n, struct error *err);

/* How far a long statement is: `done` of `whole` parts. */
typedef void progress_fn(int done, int whole, void *arg);

/* From now on the server says how far it is where it can, and `on_progress` is
 * called during the statements that follow; NULL: no more. */
bool database_tell_progress(struct database *db, progress_fn *on_progress,
			    void *arg, struct error *err);

/*
 * Several statements at once, as in a file of SQL, in one transaction: all of
 * them or none. Messages name the line of `sql`.
 */
bool database_run_script(struct database *db, const char *sql,
			 struct error *err);

/*
 * The last statement was refused because of what it was given (SQLSTATE
 * 22023): the message then says what was expected, and nothing of a database.
 */
bool database_was_refused(const struct database *db);

/* From any thread: the statement under way ends, refused by the server. */
void database_cancel(struct database *db);

/* The connection is gone; database_reconnect is due. */
bool database_is_lost(const struct database *db);
/* The same connection anew. False with `err` when the server does not answer.
 */
bool database_reconnect(struct database *db, struct error *err);

size_t      rows_count(const struct rows *r);
size_t      rows_columns(const struct rows *r);
const char *rows_name(const struct rows *r, size_t column); /* borrowed */
/* NULL for SQL NULL. Borrowed. */
const char *rows_get(const struct rows *r, size_t row, size_t column);
int64_t     rows_get_int(const struct rows *r, size_t row, size_t column);
double      rows_get_double(const struct rows *r, size_t row, size_t column);
/* Numbers stand on the right in a table and without quotes in JSON. */
bool        rows_is_number(const struct rows *r, size_t column);
bool        rows_is_bool(const struct rows *r, size_t column);

/* Called for each row as it comes; false ends the query. */
typedef bool row_fn(const struct rows *one_row, void *arg);

/* One statement row by row: memory does not grow with the answer. */
bool database_stream(struct database *db, const char *sql,
		     const char *const *params, size_t n, row_fn *on_row,
		     void *arg, struct error *err);

/* One row of COPY data, borrowed; of a binary COPY the first has its head. */
typedef void copy_fn(struct span data, void *arg);

/* `sql` is COPY ... TO STDOUT. */
bool database_copy_out(struct database *db, const char *sql, copy_fn *on_data,
		       void *arg, struct error *err);

/* `sql` is COPY ... FROM STDIN; then bytes of it, then the end. Bytes may come
 * from several threads, one at a time. */
bool database_copy_in(struct database *db, const char *sql, struct error *err);
bool database_copy_bytes(struct database *db, struct span bytes,
			 struct error *err);
bool database_copy_end(struct database *db, struct error *err);

/* A prepared statement many times, its answer not wanted. */
bool database_prepare(struct database *db, const char *name, const char *sql,
		      struct error *err);
bool database_run_prepared(struct database *db, const char *name,
			   const char *const *params, size_t n,
			   struct error *err);

#endif
