/*
 * db.h - one connection to the database, read-only.
 *
 * It acts as jobtrend_reader, whoever has logged in; transactions are read-only
 * and see one state; statements are prepared once and get their arguments as
 * parameters. What state the data is in and the answer come in one journey and
 * out of one snapshot. Calls wait, but never longer than the time-out.
 */
#ifndef WEB_DB_H
#define WEB_DB_H

#include "base/error.h"
#include "web/table.h"

#include <stdbool.h>
#include <stdint.h>

enum db_status {
	DB_DONE,
	DB_REFUSED, /* an argument; the message says which */
	DB_SLOW,    /* the time-out */
	DB_AWAY,    /* no connection, or none any more */
	DB_EMPTY,   /* the schema is missing, or not readable */
	DB_DEFECT,  /* our statement is wrong */
};

/* A statement; `number` tells it from others, 0 .. DB_STATEMENTS_MAX - 1. */
#define DB_STATEMENTS_MAX 32
#define DB_PARAMS_MAX     24

struct statement {
	int         number;
	const char *sql; /* static */
	int         n_params;
};

/* What state the data is in: SQL_STATE of route_sql.h. */
extern const struct statement statement_state;

struct db;

/* NULL with `err` (and why) when nobody answers or the role is missing. */
struct db *db_open(const char *conninfo, int64_t timeout_ms,
		   enum db_status *status, struct error *err);
void       db_close(struct db *db); /* NULL is fine */
/* After DB_AWAY nothing more can be asked: close it. */
bool       db_is_lost(const struct db *db);

/*
 * Run `statement`, and SQL_STATE before it in the same snapshot when `state`
 * is wanted. The tables are the caller's; NULL unless DB_DONE.
 */
enum db_status db_ask(struct db *db, const struct statement *statement,
		      const char *const *params, struct table **state,
		      struct table **rows, struct error *err);

/*
 * The same row by row. After DB_DONE call db_next until it gives a table
 * without rows or fails; to stop before that, close the connection.
 */
enum db_status db_stream(struct db *db, const struct statement *statement,
			 const char *const *params, struct table **state,
			 struct table **first, struct error *err);
enum db_status db_next(struct db *db, struct table **row, struct error *err);

#endif
