#include "web/db.h"

#include "base/mem.h"
#include "web/route_sql.h"

#include <libpq-fe.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define CONNECT_TIMEOUT_S "3"
#define GRACE_MS          2000 /* beyond the server's own time-out */

/* Built-in types by their fixed OIDs (src/include/catalog/pg_type.dat). */
enum {
	OID_BOOL = 16,
	OID_INT8 = 20,
	OID_INT2 = 21,
	OID_INT4 = 23,
	OID_TEXT = 25,
	OID_JSON = 114,
	OID_FLOAT4 = 700,
	OID_FLOAT8 = 701,
	OID_TIMESTAMPTZ = 1184,
	OID_NUMERIC = 1700,
	OID_JSONB = 3802,
};

const struct statement statement_state = { 0, SQL_STATE, 0 };

struct db {
	PGconn *conn;
	int64_t timeout_ms;
	bool    is_lost;
	bool    is_prepared[DB_STATEMENTS_MAX];
};

struct table {
	PGresult *result;
};

/* ---- rows ---- */

static struct table *table_of(PGresult *result)
{
	struct table *t = xmalloc(sizeof(*t));

	t->result = result;
	return t;
}

void table_free(struct table *t)
{
	if (!t)
		return;
	PQclear(t->result);
	free(t);
}

size_t table_rows(const struct table *t)
{
	return (size_t)PQntuples(t->result);
}

size_t table_columns(const struct table *t)
{
	return (size_t)PQnfields(t->result);
}

const char *table_name(const struct table *t, size_t column)
{
	return PQfname(t->result, (int)column);
}

enum column_type table_type(const struct table *t, size_t column)
{
	switch (PQftype(t->result, (int)column)) {
	case OID_BOOL: return COLUMN_BOOL;
	case OID_INT2:
	case OID_INT4:
	case OID_INT8:
	case OID_FLOAT4:
	case OID_FLOAT8:
	case OID_NUMERIC: return COLUMN_NUMBER;
	case OID_TIMESTAMPTZ: return COLUMN_TIME;
	case OID_JSON:
	case OID_JSONB: return COLUMN_JSON;
	default: return COLUMN_TEXT;
	}
}

const char *table_get(const struct table *t, size_t row, size_t column)
{
	if (PQgetisnull(t->result, (int)row, (int)column))
		return NULL;
	return PQgetvalue(t->result, (int)row, (int)column);
}

/* ---- what went wrong ---- */

static void set_message(struct error *err, const char *message)
{
	error_set(err, "%.*s", (int)strcspn(message, "\n"), message);
}

static enum db_status status_of(const char *state)
{
	static const struct {
		const char    *prefix; /* of the SQLSTATE, appendix A */
		enum db_status status;
	} rows[] = {
		{ "22", DB_REFUSED }, /* data exception: an argument */
		{ "57014", DB_SLOW }, /* statement_timeout */
		{ "55P03", DB_SLOW }, /* lock_timeout */
		{ "53", DB_AWAY },    /* too many connections, disk full */
		{ "57P", DB_AWAY },   /* shutting down, starting up */
		{ "08", DB_AWAY },
		{ "40", DB_AWAY },     /* may work the next time */
		{ "3F000", DB_EMPTY }, /* no such schema */
		{ "42P01", DB_EMPTY }, /* no such table */
		{ "42883", DB_EMPTY }, /* no such function */
		{ "42703", DB_EMPTY }, /* no such column: an older schema */
		{ "42501", DB_EMPTY }, /* no right to read it */
	};

	for (size_t i = 0; state && i < ARRAY_LEN(rows); i++) {
		if (strncmp(state, rows[i].prefix, strlen(rows[i].prefix)) == 0)
			return rows[i].status;
	}
	return state ? DB_DEFECT : DB_AWAY;
}

static enum db_status failed(struct db *db, const PGresult *result,
			     struct error *err)
{
	const char *state =
		result ? PQresultErrorField(result, PG_DIAG_SQLSTATE) : NULL;
	const char *text =
		result ? PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY)
		       : NULL;
	const char *hint =
		result ? PQresultErrorField(result, PG_DIAG_MESSAGE_HINT)
		       : NULL;

	set_message(err, text ? text : PQerrorMessage(db->conn));
	if (hint && state && strcmp(state, "22023") == 0) {
		struct error whole = *err;

		error_set(err, "%s; %s", whole.text, hint);
	}
	if (PQstatus(db->conn) != CONNECTION_OK) {
		db->is_lost = true;
		return DB_AWAY;
	}
	return status_of(state);
}

static enum db_status lose(struct db *db, const char *why, struct error *err)
{
	db->is_lost = true;
	set_message(err, why);
	return DB_AWAY;
}

/* ---- the connection ---- */

static bool set_up(struct db *db, enum db_status *status, struct error *err)
{
	char      sql[512];
	PGresult *result;
	bool      is_done;

	snprintf(sql, sizeof(sql),
		 "SET ROLE jobtrend_reader;"
		 "SET default_transaction_read_only = on;"
		 "SET default_transaction_isolation = 'repeatable read';"
		 "SET statement_timeout = %lld;"
		 "SET TimeZone = 'UTC'; SET DateStyle = 'ISO'; SET jit = off;"
		 "SET client_encoding = 'UTF8';"
		 "SET extra_float_digits = 1;"
		 "SET search_path = jobtrend, pg_catalog",
		 (long long)db->timeout_ms);
	result = PQexec(db->conn, sql);
	is_done = PQresultStatus(result) == PGRES_COMMAND_OK;
	if (!is_done) {
		*status = failed(db, result, err);
		if (*status == DB_REFUSED || *status == DB_DEFECT)
			*status = DB_EMPTY; /* no such role yet */
	}
	PQclear(result);
	return is_done && PQenterPipelineMode(db->conn) &&
	       PQsetnonblocking(db->conn, 1) == 0;
}

struct db *db_open(const char *conninfo, int64_t timeout_ms,
		   enum db_status *status, struct error *err)
{
	const char *const keys[] = { "dbname", "connect_timeout",
				     "fallback_application_name", NULL };
	const char *const values[] = { conninfo, CONNECT_TIMEOUT_S,
				       "jobtrend-web", NULL };
	struct db        *db = xcalloc(1, sizeof(*db));

	db->timeout_ms = timeout_ms;
	db->conn = PQconnectdbParams(keys, values, 1);
	if (PQstatus(db->conn) != CONNECTION_OK) {
		set_message(err, PQerrorMessage(db->conn));
		*status = DB_AWAY;
	} else if (set_up(db, status, err)) {
		return db;
	}
	db_close(db);
	return NULL;
}

void db_close(struct db *db)
{
	if (!db)
		return;
	PQfinish(db->conn);
	free(db);
}

bool db_is_lost(const struct db *db)
{
	return db->is_lost;
}

/* ---- asking ---- */

static int64_t now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* Wait until bytes come or go; false when `until_ms` has passed. */
static bool wait_socket(struct db *db, bool wants_write, int64_t until_ms)
{
	struct pollfd p = { .fd = PQsocket(db->conn), .events = POLLIN };
	int64_t       left = until_ms - now_ms();

	if (wants_write)
		p.events |= POLLOUT;
	return left > 0 && poll(&p, 1, (int)left) > 0;
}

/* The next result, NULL between statements; *ok is false when it is lost. */
static PGresult *next_result(struct db *db, int64_t until_ms, bool *ok)
{
	*ok = true;
	while (PQisBusy(db->conn)) {
		int unsent = PQflush(db->conn);

		if (unsent < 0 || !wait_socket(db, unsent > 0, until_ms) ||
		    !PQconsumeInput(db->conn)) {
			*ok = false;
			return NULL;
		}
	}
	return PQgetResult(db->conn);
}

static bool send_one(struct db *db, const struct statement *s,
		     const char *const *params)
{
	Oid  types[DB_PARAMS_MAX];
	char name[16];

	snprintf(name, sizeof(name), "s%d", s->number);
	for (int i = 0; i < s->n_params; i++)
		types[i] = OID_TEXT;
	if (!db->is_prepared[s->number] &&
	    !PQsendPrepare(db->conn, name, s->sql, s->n_params, types))
		return false;
	return PQsendQueryPrepared(db->conn, name, s->n_params, params, NULL,
				   NULL, 0);
}

/* One result and the NULL behind it. */
static PGresult *take(struct db *db, int64_t until_ms, bool *ok)
{
	PGresult *result = next_result(db, until_ms, ok);

	if (*ok && result && PQresultStatus(result) != PGRES_PIPELINE_SYNC)
		PQclear(next_result(db, until_ms, ok));
	return result;
}

/* To the end of the journey, whatever is left of it. */
static bool drain(struct db *db, int64_t until_ms)
{
	bool ok = true;

	for (;;) {
		PGresult *result = next_result(db, until_ms, &ok);
		bool      is_end =
			result && PQresultStatus(result) == PGRES_PIPELINE_SYNC;

		PQclear(result);
		if (!ok || PQstatus(db->conn) != CONNECTION_OK)
			return false;
		if (is_end)
			return true;
	}
}

/* Takes the answer to Parse, if one was sent. */
static enum db_status take_prepared(struct db *db, const struct statement *s,
				    int64_t until_ms, struct error *err)
{
	bool      ok;
	PGresult *result;

	if (db->is_prepared[s->number])
		return DB_DONE;
	result = take(db, until_ms, &ok);
	if (!ok || !result)
		return lose(db, "no answer in time", err);
	if (PQresultStatus(result) == PGRES_COMMAND_OK) {
		db->is_prepared[s->number] = true;
		PQclear(result);
		return DB_DONE;
	}
	ok = PQresultStatus(result) == PGRES_PIPELINE_ABORTED;
	if (!ok) {
		enum db_status status = failed(db, result, err);

		PQclear(result);
		return status;
	}
	PQclear(result);
	return DB_DEFECT;
}

static enum db_status take_rows(struct db *db, const struct statement *s,
				int64_t until_ms, struct table **out,
				struct error *err)
{
	enum db_status status = take_prepared(db, s, until_ms, err);
	PGresult      *result;
	bool           ok;

	if (status != DB_DONE)
		return status;
	result = take(db, until_ms, &ok);
	if (!ok || !result) {
		PQclear(result);
		return lose(db, "no answer in time", err);
	}
	if (PQresultStatus(result) != PGRES_TUPLES_OK) {
		status = failed(db, result, err);
		PQclear(result);
		return status;
	}
	*out = table_of(result);
	return DB_DONE;
}

static bool send_all(struct db *db, const struct statement *statement,
		     const char *const *params, bool with_state)
{
	return (!with_state || send_one(db, &statement_state, NULL)) &&
	       send_one(db, statement, params) && PQpipelineSync(db->conn) &&
	       PQflush(db->conn) >= 0;
}

static int64_t deadline(const struct db *db)
{
	return now_ms() + 2 * db->timeout_ms + GRACE_MS;
}

enum db_status db_ask(struct db *db, const struct statement *statement,
		      const char *const *params, struct table **state,
		      struct table **rows, struct error *err)
{
	int64_t        until_ms = deadline(db);
	enum db_status status = DB_DONE;

	*rows = NULL;
	if (state)
		*state = NULL;
	if (!send_all(db, statement, params, state != NULL))
		return lose(db, PQerrorMessage(db->conn), err);
	if (state)
		status = take_rows(db, &statement_state, until_ms, state, err);
	if (status == DB_DONE)
		status = take_rows(db, statement, until_ms, rows, err);
	if (!db->is_lost && !drain(db, until_ms))
		db->is_lost = true;
	if (status != DB_DONE && state) {
		table_free(*state);
		*state = NULL;
	}
	return status;
}

/* ---- row by row ---- */

enum db_status db_next(struct db *db, struct table **row, struct error *err)
{
	int64_t        until_ms = deadline(db);
	bool           ok;
	PGresult      *result = next_result(db, until_ms, &ok);
	enum db_status status;

	*row = NULL;
	if (!ok || !result) {
		PQclear(result);
		return lose(db, "no answer in time", err);
	}
	switch (PQresultStatus(result)) {
	case PGRES_SINGLE_TUPLE: *row = table_of(result); return DB_DONE;
	case PGRES_TUPLES_OK: /* the end: no rows, but the columns */
		*row = table_of(result);
		if (!drain(db, until_ms))
			db->is_lost = true;
		return DB_DONE;
	default:
		status = failed(db, result, err);
		PQclear(result);
		if (!db->is_lost && !drain(db, until_ms))
			db->is_lost = true;
		return status;
	}
}

enum db_status db_stream(struct db *db, const struct statement *statement,
			 const char *const *params, struct table **state,
			 struct table **first, struct error *err)
{
	int64_t        until_ms = deadline(db);
	enum db_status status;

	*first = *state = NULL;
	if (!send_all(db, statement, params, true))
		return lose(db, PQerrorMessage(db->conn), err);
	status = take_rows(db, &statement_state, until_ms, state, err);
	if (status == DB_DONE)
		status = take_prepared(db, statement, until_ms, err);
	if (status == DB_DONE && !PQsetSingleRowMode(db->conn))
		status = lose(db, "no rows one by one", err);
	else if (status == DB_DONE)
		status = db_next(db, first, err);
	else if (!db->is_lost && !drain(db, until_ms))
		db->is_lost = true;
	if (status != DB_DONE) {
		table_free(*state);
		*state = NULL;
	}
	return status;
}
