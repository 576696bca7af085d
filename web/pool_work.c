#include "web/pool_work.h"

#include "base/mem.h"
#include "daemon/log.h"
#include "trends/claim_json.h"
#include "web/claims.h"
#include "web/encode.h"
#include "web/metrics.h"
#include "web/route_sql.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FRESH_MS 2000 /* of what may change with every visit */

enum { /* numbers of statements; 0 is statement_state */
       STATEMENT_NAMES = 1,
       STATEMENT_CLAIM,
       STATEMENT_METRICS,
       STATEMENT_ROUTES, /* and after it */
};

static const struct statement ask_names = { STATEMENT_NAMES, SQL_NAMES, 0 };
static const struct statement ask_claim = { STATEMENT_CLAIM, SQL_CLAIM,
					    CLAIM_PARAMS };

/* ---- statements and their parameters ---- */

/* As route.h numbers them. `limit` has room for a number. */
static struct statement statement_of(const struct call *c, long rows,
				     char        limit[24],
				     const char *params[DB_PARAMS_MAX])
{
	struct statement s = { STATEMENT_METRICS, c->route->sql, 0 };
	bool             has_limit = false;

	for (size_t i = 0; route_at(i); i++) {
		if (route_at(i) == c->route)
			s.number = STATEMENT_ROUTES + (int)i;
	}
	for (size_t i = 0; c->route->params[i].name; i++) {
		enum param_type type = c->route->params[i].type;

		has_limit = has_limit || type == PARAM_LIMIT;
		if (type != PARAM_LIMIT && type != PARAM_CURSOR &&
		    type != PARAM_FORMAT)
			params[s.n_params++] = c->values[i];
	}
	snprintf(limit, 24, "%ld", rows);
	if (has_limit)
		params[s.n_params++] = rows ? limit : NULL;
	for (int i = 0; i < c->route->cursor_fields; i++)
		params[s.n_params++] = c->cursor[i];
	return s;
}

/* One more row than a page has says whether there is another. */
static long rows_of(const struct call *c)
{
	return c->limit ? c->limit + (c->route->cursor_fields ? 1 : 0) : 0;
}

/* ---- failing ---- */

static void explain(enum db_status status, const struct pool_tools *t,
		    const struct error *err, struct problem *p)
{
	switch (status) {
	case DB_REFUSED:
		problem_set(p, PROBLEM_PARAMETER, "%s", err->text);
		break;
	case DB_SLOW:
		problem_set(p, PROBLEM_SLOW,
			    "expected an answer within %g s, found none; ask "
			    "for less, or later",
			    (double)t->timeout_ms / 1000);
		break;
	case DB_EMPTY:
		/* Names of the server and its tables are nobody's business. */
		log_error("database: not as expected error=\"%s\"", err->text);
		problem_set(p, PROBLEM_DATABASE,
			    "expected the tables of this version, found "
			    "others or none; `jobtrendctl schema init` or "
			    "`schema upgrade` makes them");
		break;
	case DB_AWAY:
		log_debug("database: %s", err->text);
		problem_set(p, PROBLEM_DATABASE,
			    "expected an answer, found no connection");
		break;
	case DB_DEFECT:
	case DB_DONE:
		log_error("database: refused a statement error=\"%s\"",
			  err->text);
		problem_set(p, PROBLEM_DEFECT,
			    "the database refused our statement");
		break;
	}
}

static bool connect_desk(const struct pool_tools *t, struct pool_desk *d,
			 enum db_status *status, struct error *err)
{
	if (d->db && db_is_lost(d->db)) {
		db_close(d->db);
		d->db = NULL;
	}
	if (!d->db)
		d->db = db_open(t->conninfo, t->timeout_ms, status, err);
	return d->db != NULL;
}

struct asked { /* what came back */
	struct table *state, *rows;
};

static void release(struct asked *a)
{
	table_free(a->rows);
	table_free(a->state);
	*a = (struct asked){ NULL, NULL };
}

/* A connection that died in its sleep is replaced and asked once more. */
static enum db_status ask(const struct pool_tools *t, struct pool_desk *d,
			  const struct statement *s, const char *const *params,
			  bool is_stream, struct asked *out, struct error *err)
{
	enum db_status status = DB_AWAY;
	int64_t        began = metrics_now_us();

	for (int tries = 0; tries < 2; tries++) {
		bool is_old = d->db && !db_is_lost(d->db);

		if (!connect_desk(t, d, &status, err))
			break;
		status = (is_stream ? db_stream : db_ask)(
			d->db, s, params, &out->state, &out->rows, err);
		if (status != DB_AWAY || !is_old)
			break;
	}
	metrics_count_query(t->metrics, status, metrics_now_us() - began);
	return status;
}

/* ---- answering ---- */

static struct answer *make_answer(const struct question *q,
				  const struct state *state, struct buf *bytes)
{
	const struct call *c = q->call;
	struct answer_init init = {
		.key = q->key,
		.version = state->version,
		.type = q->type                   ? q->type
			: c->format == FORMAT_CSV ? "text/csv; charset=utf-8"
						  : "application/json",
		.name = c->format == FORMAT_CSV ? c->route->path : NULL,
		.good_for_ms = c->route->fresh == FRESH_BY_TIME ? FRESH_MS : 0,
		.bytes = bytes,
	};

	return answer_new(&init);
}

static void encode(const struct question *q, const struct encode_frame *f,
		   const struct table *rows, struct buf *out)
{
	if (q->encode) {
		q->encode(rows, out, q->arg);
		return;
	}
	switch (f->call->format) {
	case FORMAT_JSON: encode_json(f, rows, out); break;
	case FORMAT_JSON_STAT: encode_json_stat(f, rows, out); break;
	case FORMAT_CSV:
		encode_csv_head(rows, out);
		encode_csv_rows(rows, f->call->limit, out);
		break;
	}
}

/* The sentence, its verdict and what it lacks. */
static void encode_claim(const struct claim_question *claim,
			 const struct encode_frame *f, const struct table *rows,
			 struct buf *out)
{
	struct buf object = BUF_INIT;

	claim_json(&claim->claim, span_trim(span_of(f->call->values[0])),
		   table_get(rows, 0, 0), &object);
	encode_json_object(f, &object, out);
	buf_deinit(&object);
}

void pool_answer(const struct pool_tools *t, struct pool_desk *d,
		 const struct question *q, struct outcome *out)
{
	const char           *params[DB_PARAMS_MAX];
	char                  limit[24];
	struct claim_question claim;
	bool                  is_claim = !q->call->route->sql;
	struct statement      s = ask_claim;
	struct asked          got = { NULL, NULL };
	struct error          err = ERROR_INIT;
	struct state         *state;
	struct buf            bytes = BUF_INIT;
	enum db_status        status;

	if (is_claim && !claims_read(t->claims, q->call, &claim, &out->problem))
		return;
	if (is_claim)
		memcpy(params, claim.params, sizeof(claim.params));
	else
		s = statement_of(q->call, rows_of(q->call), limit, params);
	status = ask(t, d, &s, params, false, &got, &err);
	if (status != DB_DONE) {
		explain(status, t, &err, &out->problem);
		return;
	}
	state = state_of(got.state);
	{
		struct encode_frame f = { q->call, state->version,
					  state->updated[0] ? state->updated
							    : NULL };

		if (is_claim)
			encode_claim(&claim, &f, got.rows, &bytes);
		else
			encode(q, &f, got.rows, &bytes);
	}
	release(&got); /* as large as the answer, and not needed any more */
	out->answer = make_answer(q, state, &bytes);
	cache_put(t->cache, out->answer);
	state_unref(state);
}

/* ---- streams ---- */

static bool keep_stream(struct pool_desk *d, struct stream *s)
{
	bool is_stopped;

	pthread_mutex_lock(&d->lock);
	is_stopped = d->is_stopped;
	d->stream = s;
	pthread_mutex_unlock(&d->lock);
	return !is_stopped;
}

/* What asks for the rows behind the last one: the question is gone by then. */
static void keep_question(struct pool_desk *d, const struct statement *s,
			  const char *const *params, int page)
{
	struct pool_more *m = &d->more;

	*m = (struct pool_more){ .statement = *s, .page = page };
	for (int i = 0; page && i < s->n_params; i++)
		m->params[i] = params[i] ? xstrdup(params[i]) : NULL;
}

static void forget_question(struct pool_desk *d)
{
	for (int i = 0; i < d->more.statement.n_params; i++)
		free(d->more.params[i]);
	d->more = (struct pool_more){ .page = 0 };
}

bool pool_stream_open(const struct pool_tools *t, struct pool_desk *d,
		      const struct question *q, struct outcome *out)
{
	const char      *params[DB_PARAMS_MAX];
	char             limit[24];
	int              page = q->call->route->stream_page;
	struct statement s = statement_of(q->call, page, limit, params);
	struct asked     got = { NULL, NULL };
	struct error     err = ERROR_INIT;
	enum db_status   status = ask(t, d, &s, params, true, &got, &err);
	struct state    *state;

	if (status != DB_DONE) {
		explain(status, t, &err, &out->problem);
		return false;
	}
	state = state_of(got.state);
	memcpy(out->version, state->version, sizeof(out->version));
	state_unref(state);
	table_free(got.state);
	d->row = got.rows;
	keep_question(d, &s, params, page);
	out->stream = stream_new(q->takes_gzip);
	if (!keep_stream(d, out->stream))
		stream_leave(out->stream);
	return true;
}

/* The cursor of a row: its column "_1". */
static void note_place(struct pool_more *m, const struct table *row)
{
	char **place = &m->params[m->statement.n_params - 1];

	for (size_t i = 0; i < table_columns(row); i++) {
		if (strcmp(table_name(row, i), "_1") != 0)
			continue;
		free(*place);
		*place = xstrdup(table_get(row, 0, i));
	}
	m->seen++;
}

/* The next row; behind a full page the first of the next page. */
static enum db_status next_row(struct pool_desk *d, struct error *err)
{
	struct pool_more *m = &d->more;
	struct table     *state;
	enum db_status    status;

	if (m->page)
		note_place(m, d->row);
	table_free(d->row);
	d->row = NULL;
	status = db_next(d->db, &d->row, err);
	if (status != DB_DONE || table_rows(d->row) || !m->page ||
	    m->seen < m->page)
		return status;
	m->seen = 0;
	table_free(d->row);
	d->row = NULL;
	status = db_stream(d->db, &m->statement,
			   (const char *const *)m->params, &state, &d->row,
			   err);
	if (status == DB_DONE)
		table_free(state);
	return status;
}

void pool_stream_rows(const struct pool_tools *t, struct pool_desk *d)
{
	struct error   err = ERROR_INIT;
	struct buf     bytes = BUF_INIT;
	struct stream *s = d->stream;
	enum db_status status = DB_DONE;
	bool           is_wanted = true;

	(void)t;
	encode_csv_head(d->row, &bytes);
	while (status == DB_DONE && is_wanted && table_rows(d->row)) {
		encode_csv_rows(d->row, 0, &bytes);
		if (bytes.len > 16 * 1024) {
			is_wanted = stream_put(s, buf_span(&bytes));
			buf_clear(&bytes);
		}
		status = next_row(d, &err);
	}
	if (is_wanted && status == DB_DONE)
		is_wanted = stream_put(s, buf_span(&bytes));
	if (status != DB_DONE)
		log_warning("database: a list ended early error=\"%s\"",
			    err.text);
	/* Rows that nobody takes are not waited for. */
	if (!is_wanted) {
		db_close(d->db);
		d->db = NULL;
	}
	stream_end(s, is_wanted && status == DB_DONE);
	keep_stream(d, NULL);
	stream_unref(s);
	table_free(d->row);
	d->row = NULL;
	forget_question(d);
	buf_deinit(&bytes);
}

void pool_stream_stop(struct pool_desk *d)
{
	pthread_mutex_lock(&d->lock);
	d->is_stopped = true;
	if (d->stream)
		stream_leave(d->stream);
	pthread_mutex_unlock(&d->lock);
}

/* ---- the state of the data ---- */

static struct names *read_names(const struct pool_tools *t, struct pool_desk *d,
				struct error *err, enum db_status *status)
{
	struct names *names;
	struct asked  got = { NULL, NULL };

	*status = ask(t, d, &ask_names, NULL, false, &got, err);
	if (*status != DB_DONE)
		return NULL;
	names = names_new();
	for (size_t i = 0; i < table_rows(got.rows); i++)
		names_add(names,
			  (enum name_kind)atoi(table_get(got.rows, i, 0)),
			  table_get(got.rows, i, 1), table_get(got.rows, i, 2));
	release(&got);
	return names;
}

struct state *pool_look(const struct pool_tools *t, struct pool_desk *d,
			const struct state *before, struct problem *why)
{
	struct asked   got = { NULL, NULL };
	struct error   err = ERROR_INIT;
	enum db_status status = DB_AWAY;
	struct state  *s;

	if (connect_desk(t, d, &status, &err))
		status = db_ask(d->db, &statement_state, NULL, NULL, &got.rows,
				&err);
	if (status != DB_DONE) {
		explain(status, t, &err, why);
		return NULL;
	}
	s = state_of(got.rows);
	release(&got);
	if (before && before->names &&
	    strcmp(before->dictionary, s->dictionary) == 0)
		s->names = names_ref(before->names);
	else
		s->names = read_names(t, d, &err, &status);
	if (!s->names) {
		explain(status, t, &err, why);
		state_unref(s);
		return NULL;
	}
	return s;
}
