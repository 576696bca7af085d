#include "daemon/recount.h"

#include "base/mem.h"
#include "daemon/database.h"
#include "daemon/kept_answers.h"
#include "daemon/lifetimes.h"

#include <stdlib.h>
#include <string.h>

#define ANSWERS_MS (60 * 1000) /* then cells have their turn again */

struct recount {
	uv_async_t       ready;
	recount_done_fn *done;
	void            *arg;
	char            *conninfo;
	uv_thread_t      thread;
	bool             is_busy; /* of the loop */
	uv_mutex_t       lock;    /* of the two that follow */
	bool             is_stopping;
	struct database *db; /* that a stop has to interrupt */
	/* The thread's until `ready`. */
	struct recount_result result;
	struct error          err;
};

static bool is_stopping(struct recount *r)
{
	bool stopping;

	uv_mutex_lock(&r->lock);
	stopping = r->is_stopping;
	uv_mutex_unlock(&r->lock);
	return stopping;
}

static bool on_progress(enum cells_step step, int64_t done, int64_t whole,
			void *arg)
{
	(void)step;
	(void)done;
	(void)whole;
	return !is_stopping(arg);
}

/* Everything, what has changed, or nothing. */
static bool recompute_due(struct recount *r, struct database *db)
{
	struct cells_options options = { .progress = on_progress, .arg = r };
	struct rows         *due = database_query(
		db, "SELECT coalesce(jobtrend.cells_due(), '')", NULL, 0, &r->err);
	bool is_due = due && *rows_get(due, 0, 0);

	options.is_all = is_due && strcmp(rows_get(due, 0, 0), "all") == 0;
	rows_free(due);
	return due && (!is_due || cells_recompute(db, &options,
						  &r->result.cells, &r->err));
}

/* How long postings stay open; once a day is enough. */
static bool relive_due(struct recount *r, struct database *db)
{
	struct rows *due = database_query(
		db, "SELECT jobtrend.lifetimes_due()", NULL, 0, &r->err);
	bool is_due = due && strcmp(rows_get(due, 0, 0), "t") == 0;

	rows_free(due);
	return due && (!is_due || lifetimes_recompute_all(db, &r->result.lifetimes,
							  &r->err));
}

/* Employers and pairs of skills, a month at a time: it may take seconds. */
static bool recount_employers(struct recount *r, struct database *db)
{
	int64_t n = 1;

	while (n > 0 && !is_stopping(r)) {
		struct rows *done = database_query(
			db, "SELECT jobtrend.refresh_employers(1)", NULL, 0,
			&r->err);

		n = done ? rows_get_int(done, 0, 0) : -1;
		rows_free(done);
	}
	return n >= 0;
}

static bool on_answer(void *arg)
{
	return is_stopping(arg);
}

static bool keep_answers(struct recount *r, struct database *db)
{
	return kept_answers_count(db, ANSWERS_MS, on_answer, r, &r->result.answers,
			    &r->err);
}

static void show(struct recount *r, struct database *db)
{
	uv_mutex_lock(&r->lock);
	r->db = db;
	uv_mutex_unlock(&r->lock);
}

static void work(void *arg)
{
	struct recount  *r = arg;
	struct database *db = database_open(r->conninfo, &r->err);

	if (db) {
		show(r, db);
		if (!is_stopping(r) && recompute_due(r, db) &&
		    keep_answers(r, db) && !is_stopping(r) &&
		    relive_due(r, db))
			(void)recount_employers(r, db);
		show(r, NULL);
	}
	database_close(db);
	uv_async_send(&r->ready);
}

static void on_ready(uv_async_t *handle)
{
	struct recount *r = handle->data;

	if (!r->is_busy)
		return;
	uv_thread_join(&r->thread);
	r->is_busy = false;
	r->done(&r->result, r->err.text, r->arg);
}

struct recount *recount_open(uv_loop_t *loop, const char *conninfo,
			     recount_done_fn *done, void *arg)
{
	struct recount *r = xcalloc(1, sizeof(*r));

	r->done = done;
	r->arg = arg;
	r->conninfo = xstrdup(conninfo);
	uv_mutex_init(&r->lock);
	uv_async_init(loop, &r->ready, on_ready);
	r->ready.data = r;
	uv_unref((uv_handle_t *)&r->ready); /* nothing waits for it alone */
	return r;
}

static void on_closed(uv_handle_t *handle)
{
	struct recount *r = handle->data;

	uv_mutex_destroy(&r->lock);
	free(r->conninfo);
	free(r);
}

void recount_close(struct recount *r)
{
	if (!r)
		return;
	uv_mutex_lock(&r->lock);
	r->is_stopping = true;
	if (r->db)
		database_cancel(r->db);
	uv_mutex_unlock(&r->lock);
	if (r->is_busy)
		uv_thread_join(&r->thread);
	r->is_busy = false;
	uv_close((uv_handle_t *)&r->ready, on_closed);
}

bool recount_start(struct recount *r)
{
	if (r->is_busy)
		return false;
	r->result = (struct recount_result){ .lifetimes = 0 };
	error_set(&r->err, "%s", "");
	r->is_busy = uv_thread_create(&r->thread, work, r) == 0;
	return r->is_busy;
}

bool recount_is_busy(const struct recount *r)
{
	return r->is_busy;
}
