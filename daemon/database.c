#include "daemon/database.h"

#include "base/mem.h"
#include "daemon/shared.h"

#include <assert.h>
#include <errno.h>
#include <libpq-fe.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define PARAMS_MAX   64
#define CONNINFO_MAX 4096 /* bytes of var/conninfo */

/* Built-in types by their fixed OIDs (src/include/catalog/pg_type.dat). */
enum {
	OID_BOOL = 16,
	OID_INT8 = 20,
	OID_INT2 = 21,
	OID_INT4 = 23,
	OID_FLOAT4 = 700,
	OID_FLOAT8 = 701,
	OID_NUMERIC = 1700,
};

#define SQLSTATE_ARGUMENT "22023" /* invalid_parameter_value */

struct database {
	PGconn      *conn;
	bool         was_refused;
	progress_fn *on_progress; /* NULL: nobody asks */
	void        *progress_arg;
};

struct rows {
	PGresult *result;
};

static bool is_given(const char *text)
{
	return text && *text;
}

/* The first line of `path`, if there is such a file. */
static bool read_line(const char *path, struct buf *out)
{
	FILE *f = fopen(path, "r");
	char  line[CONNINFO_MAX];
	bool  ok = f && fgets(line, sizeof(line), f);

	if (f)
		fclose(f);
	if (!ok)
		return false;
	line[strcspn(line, "\r\n")] = '\0';
	buf_add_text(out, line);
	return line[0] != '\0';
}

static bool read_beside_program(struct buf *out)
{
	char path[PATH_MAX];

	return shared_beside("var/conninfo", path, sizeof(path)) &&
	       read_line(path, out);
}

bool database_conninfo(const char *given, const char *configured,
		       struct buf *out, struct error *err)
{
	const char *environment = getenv("JOBTREND_DB");

	if (is_given(given))
		buf_add_text(out, given);
	else if (is_given(environment))
		buf_add_text(out, environment);
	else if (is_given(configured))
		buf_add_text(out, configured);
	else if (!read_line("var/conninfo", out) && !read_beside_program(out)) {
		error_set(err, "database: expected --db, JOBTREND_DB, "
			       "`database` in the configuration or a private "
			       "cluster under var/ (`make run`), found none");
		return false;
	}
	return true;
}

/* libpq's messages end lines and span several; ours are one. */
static void set_message(struct error *err, const char *message)
{
	char   text[ERROR_SIZE];
	size_t len = 0;

	for (const char *p = message; *p && len + 1 < sizeof(text); p++) {
		bool is_space = *p == '\n' || *p == '\t' || *p == ' ';

		if (is_space && (!len || text[len - 1] == ' '))
			continue;
		text[len++] = is_space ? ' ' : *p;
	}
	while (len && text[len - 1] == ' ')
		len--;
	text[len] = '\0';
	error_set(err, "database: %s", text);
}

static void set_result_message(struct error *err, const PGresult *result,
			       struct database *db)
{
	const char *state =
		result ? PQresultErrorField(result, PG_DIAG_SQLSTATE) : NULL;
	const char *primary =
		result ? PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY)
		       : NULL;
	const char *detail =
		result ? PQresultErrorField(result, PG_DIAG_MESSAGE_DETAIL)
		       : NULL;
	const char *hint =
		result ? PQresultErrorField(result, PG_DIAG_MESSAGE_HINT)
		       : NULL;

	db->was_refused = state && strcmp(state, SQLSTATE_ARGUMENT) == 0;
	if (!primary) {
		set_message(err, PQerrorMessage(db->conn));
		return;
	}
	if (db->was_refused) {
		error_set(err, hint ? "%s; %s" : "%s", primary, hint);
		return;
	}
	set_message(err, primary);
	if (detail) {
		struct error whole = *err;

		error_set(err, "%.300s (%.180s)", whole.text, detail);
	}
}

/* Notices ("relation exists, skipping") are no news to a command's user. */
static void on_notice(void *arg, const char *message)
{
	(void)arg;
	(void)message;
}

static bool set_up(PGconn *conn, struct error *err)
{
	static const char settings[] =
		"SET timezone = 'UTC'; SET datestyle = 'ISO';"
		"SET intervalstyle = 'iso_8601'; SET bytea_output = 'hex';"
		"SET extra_float_digits = 1"; /* numbers to the last digit */
	PGresult *result = NULL;
	bool      ok = false;

	if (PQstatus(conn) == CONNECTION_OK) {
		PQsetNoticeProcessor(conn, on_notice, NULL);
		result = PQexec(conn, settings);
		ok = PQresultStatus(result) == PGRES_COMMAND_OK;
	}
	if (!ok)
		set_message(err, PQerrorMessage(conn));
	PQclear(result);
	return ok;
}

struct database *database_open(const char *conninfo, struct error *err)
{
	static const char *const keywords[] = { "dbname",
						"fallback_application_name",
						"client_encoding", NULL };
	const char *const values[] = { conninfo, "jobtrendctl", "UTF8", NULL };
	PGconn           *conn = PQconnectdbParams(keywords, values, 1);
	struct database  *db;

	if (!set_up(conn, err)) {
		PQfinish(conn);
		return NULL;
	}
	db = xcalloc(1, sizeof(*db));
	db->conn = conn;
	return db;
}

void database_close(struct database *db)
{
	if (!db)
		return;
	PQfinish(db->conn);
	free(db);
}

static bool is_fine(const PGresult *result)
{
	ExecStatusType status = PQresultStatus(result);

	return status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK ||
	       status == PGRES_SINGLE_TUPLE;
}

static struct rows *rows_new(PGresult *result)
{
	struct rows *r = xcalloc(1, sizeof(*r));

	r->result = result;
	return r;
}

void rows_free(struct rows *r)
{
	if (!r)
		return;
	PQclear(r->result);
	free(r);
}

/* "NOTICE:  progress 3 of 15: posting" */
static void on_progress_notice(void *arg, const char *message)
{
	struct database *db = arg;
	const char      *at = strstr(message, "progress ");
	int              done, whole;

	if (at && sscanf(at, "progress %d of %d:", &done, &whole) == 2)
		db->on_progress(done, whole, db->progress_arg);
}

bool database_tell_progress(struct database *db, progress_fn *on_progress,
			    void *arg, struct error *err)
{
	db->on_progress = on_progress;
	db->progress_arg = arg;
	PQsetNoticeProcessor(db->conn,
			     on_progress ? on_progress_notice : on_notice, db);
	return database_run_script(db,
				   on_progress ? "SET jobtrend.progress = 'on';"
						 "SET client_min_messages = notice"
					       : "RESET jobtrend.progress;"
						 "RESET client_min_messages",
				   err);
}

struct rows *database_query(struct database *db, const char *sql,
			    const char *const *params, size_t n,
			    struct error *err)
{
	PGresult *result;

	assert(n <= PARAMS_MAX);
	result = PQexecParams(db->conn, sql, (int)n, NULL, params, NULL, NULL,
			      0);
	if (!is_fine(result)) {
		set_result_message(err, result, db);
		PQclear(result);
		return NULL;
	}
	return rows_new(result);
}

bool database_run(struct database *db, const char *sql,
		  const char *const *params, size_t n, struct error *err)
{
	struct rows *r = database_query(db, sql, params, n, err);

	rows_free(r);
	return r != NULL;
}

static int line_of(const char *sql, const char *position)
{
	long at = position ? strtol(position, NULL, 10) : 0;
	int  line = 1;

	for (long i = 1; *sql && i < at; sql++) {
		line += *sql == '\n';
		i += ((unsigned char)*sql & 0xC0) != 0x80; /* characters */
	}
	return line;
}

bool database_run_script(struct database *db, const char *sql,
			 struct error *err)
{
	/* Several statements sent as one are one transaction, unless the text
	 * itself ends it. */
	PGresult *result = PQexec(db->conn, sql);
	bool      ok = is_fine(result);

	if (!ok) {
		const char *position =
			PQresultErrorField(result, PG_DIAG_STATEMENT_POSITION);

		set_result_message(err, result, db);
		if (position)
			error_prefix(err, "line %d", line_of(sql, position));
	}
	PQclear(result);
	return ok;
}

bool database_was_refused(const struct database *db)
{
	return db->was_refused;
}

bool database_is_lost(const struct database *db)
{
	return PQstatus(db->conn) != CONNECTION_OK;
}

bool database_reconnect(struct database *db, struct error *err)
{
	PQreset(db->conn);
	return set_up(db->conn, err);
}

size_t rows_count(const struct rows *r)
{
	return (size_t)PQntuples(r->result);
}

size_t rows_columns(const struct rows *r)
{
	return (size_t)PQnfields(r->result);
}

const char *rows_name(const struct rows *r, size_t column)
{
	return PQfname(r->result, (int)column);
}

const char *rows_get(const struct rows *r, size_t row, size_t column)
{
	if (PQgetisnull(r->result, (int)row, (int)column))
		return NULL;
	return PQgetvalue(r->result, (int)row, (int)column);
}

int64_t rows_get_int(const struct rows *r, size_t row, size_t column)
{
	const char *text = rows_get(r, row, column);

	return text ? strtoll(text, NULL, 10) : 0;
}

double rows_get_double(const struct rows *r, size_t row, size_t column)
{
	const char *text = rows_get(r, row, column);

	return text ? strtod(text, NULL) : 0;
}

bool rows_is_number(const struct rows *r, size_t column)
{
	static const Oid numbers[] = { OID_INT2,   OID_INT4,   OID_INT8,
				       OID_FLOAT4, OID_FLOAT8, OID_NUMERIC };
	Oid              type = PQftype(r->result, (int)column);

	for (size_t i = 0; i < ARRAY_LEN(numbers); i++) {
		if (numbers[i] == type)
			return true;
	}
	return false;
}

bool rows_is_bool(const struct rows *r, size_t column)
{
	return PQftype(r->result, (int)column) == OID_BOOL;
}

void database_cancel(struct database *db)
{
	PGcancel *cancel = PQgetCancel(db->conn);
	char      message[256];

	if (cancel)
		PQcancel(cancel, message, sizeof(message));
	PQfreeCancel(cancel);
}

/* Stop the query and read what has already come. */
static void abandon(struct database *db)
{
	PGresult *result;

	database_cancel(db);
	while ((result = PQgetResult(db->conn)))
		PQclear(result);
}

bool database_stream(struct database *db, const char *sql,
		     const char *const *params, size_t n, row_fn *on_row,
		     void *arg, struct error *err)
{
	PGresult *result;
	bool ok = PQsendQueryParams(db->conn, sql, (int)n, NULL, params, NULL,
				    NULL, 0) == 1;

	if (!ok) {
		set_message(err, PQerrorMessage(db->conn));
		return false;
	}
	PQsetSingleRowMode(db->conn);
	while ((result = PQgetResult(db->conn))) {
		struct rows r = { result };
		bool        wants_more = true;

		if (!is_fine(result)) {
			set_result_message(err, result, db);
			ok = false;
		} else if (PQntuples(result) > 0) {
			wants_more = on_row(&r, arg);
		}
		PQclear(result);
		if (!wants_more) {
			abandon(db);
			return true;
		}
	}
	return ok;
}

/* ---- COPY ---- */

static bool start_copy(struct database *db, const char *sql,
		       ExecStatusType wanted, struct error *err)
{
	PGresult *result = PQexec(db->conn, sql);
	bool      ok = PQresultStatus(result) == wanted;

	if (!ok)
		set_result_message(err, result, db);
	PQclear(result);
	return ok;
}

/* What the server says when all is copied. */
static bool finish_copy(struct database *db, struct error *err)
{
	PGresult *result;
	bool      ok = true;

	while ((result = PQgetResult(db->conn))) {
		if (ok && !is_fine(result)) {
			set_result_message(err, result, db);
			ok = false;
		}
		PQclear(result);
	}
	return ok;
}

bool database_copy_out(struct database *db, const char *sql, copy_fn *on_data,
		       void *arg, struct error *err)
{
	char *data;
	int   len;

	if (!start_copy(db, sql, PGRES_COPY_OUT, err))
		return false;
	while ((len = PQgetCopyData(db->conn, &data, 0)) > 0) {
		on_data((struct span){ data, (size_t)len }, arg);
		PQfreemem(data);
	}
	if (len == -2) {
		set_message(err, PQerrorMessage(db->conn));
		return false;
	}
	return finish_copy(db, err);
}

bool database_copy_in(struct database *db, const char *sql, struct error *err)
{
	return start_copy(db, sql, PGRES_COPY_IN, err);
}

bool database_copy_bytes(struct database *db, struct span bytes,
			 struct error *err)
{
	while (bytes.len) {
		int part = bytes.len > INT_MAX / 2 ? INT_MAX / 2
						   : (int)bytes.len;

		if (PQputCopyData(db->conn, bytes.ptr, part) != 1) {
			set_message(err, PQerrorMessage(db->conn));
			return false;
		}
		bytes.ptr += part;
		bytes.len -= (size_t)part;
	}
	return true;
}

bool database_copy_end(struct database *db, struct error *err)
{
	if (PQputCopyEnd(db->conn, NULL) != 1) {
		set_message(err, PQerrorMessage(db->conn));
		return false;
	}
	return finish_copy(db, err);
}

bool database_prepare(struct database *db, const char *name, const char *sql,
		      struct error *err)
{
	PGresult *result = PQprepare(db->conn, name, sql, 0, NULL);
	bool      ok = is_fine(result);

	if (!ok)
		set_result_message(err, result, db);
	PQclear(result);
	return ok;
}

bool database_run_prepared(struct database *db, const char *name,
			   const char *const *params, size_t n,
			   struct error *err)
{
	PGresult *result =
		PQexecPrepared(db->conn, name, (int)n, params, NULL, NULL, 0);
	bool ok = is_fine(result);

	if (!ok)
		set_result_message(err, result, db);
	PQclear(result);
	return ok;
}
