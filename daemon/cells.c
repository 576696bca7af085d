/*
 * cells.c - read, count on threads, write.
 *
 *   cells_recompute -> cells_data_read -> (threads) cells_do -> on_cell
 *                                                    \--> staged by COPY
 *                   -> take_cells() in SQL
 */
#include "daemon/cells.h"

#include "base/mem.h"
#include "daemon/cells_data.h"
#include "daemon/cells_series.h"
#include "daemon/copy_row.h"
#include "daemon/database.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <uv.h>

#define THREADS_MAX 64
#define SEND_BYTES  (256 * 1024) /* of rows that a thread gathers */

/* ---- rows of what was counted ---- */

static void put_bridge(struct buf *b, const struct cell_answer *a)
{
	static const enum bridge_part parts[] = {
		BRIDGE_DEMAND,      BRIDGE_SOURCES,    BRIDGE_HEALTH,
		BRIDGE_DUPLICATES,  BRIDGE_DEFINITION, BRIDGE_CONTEXT,
		BRIDGE_DENOMINATOR,
	};

	for (size_t i = 0; i < ARRAY_LEN(parts); i++)
		copy_put_float(b,
			       a->has_bridge ? a->cell.bridge[parts[i]] : NAN);
}

/* In the order of the columns of cell_fresh. */
static void put_cell(struct buf *b, const struct cells_data *d,
		     const struct cell_answer *a)
{
	const struct cell_question *q = &a->question;
	const struct demand_cell   *c = &a->cell;
	const struct window        *w = &d->windows[q->window].w;

	copy_put_row(b, 29);
	copy_put_text(b, facts_region(d->facts, q->region));
	copy_put_text(b, texts_get(&d->skills, (size_t)q->skill));
	copy_put_text(b, span_of(d->periods[q->window]));
	copy_put_text(b, texts_get(&d->definitions, q->definition));
	copy_put_text(b, span_of(q->is_share ? "share" : "flow"));
	copy_put_text(b, span_of(grain_name(d->grains[q->window])));
	copy_put_float(b, c->value);
	copy_put_float(b, c->lo);
	copy_put_float(b, c->hi);
	copy_put_float(b, c->naive);
	copy_put_int8(b, c->n);
	copy_put_int8(b, c->n_base);
	copy_put_int8(b, c->employers);
	copy_put_float(b, c->top_employer_share);
	copy_put_int8(b, (int64_t)a->sources);
	copy_put_float(b, a->coverage);
	copy_put_text(b, a->taxonomy < 0 ? span_of(NULL)
					 : texts_get(&d->taxonomies,
						     (size_t)a->taxonomy));
	copy_put_int4(b, (int32_t)a->flags);
	put_bridge(b, a);
	copy_put_day(b, w->from);
	copy_put_day(b, w->to);
	copy_put_day(b, w->base_from);
	copy_put_day(b, w->base_to);
}

/* ---- threads ---- */

struct work {
	struct cells_data          *d;
	struct database            *db;
	const struct cells_options *options;
	struct cells               *cells;
	uv_mutex_t                  lock; /* of what follows, and of the copy */
	size_t                      next; /* task */
	size_t                      n_done;
	int64_t                     n_cells;
	int64_t n_series;
	struct buf series, coverage; /* rows */
	bool                        is_stopped;
	struct error               *err;
};

struct worker {
	struct work *work;
	struct series_rows series;
	struct buf   rows;
	int64_t      n_rows;
	bool         may_report; /* the calling thread */
};

static void send_rows(struct worker *w)
{
	struct work *work = w->work;

	uv_mutex_lock(&work->lock);
	if (!work->is_stopped && w->rows.len)
		work->is_stopped = !database_copy_bytes(
			work->db, buf_span(&w->rows), work->err);
	work->n_cells += w->n_rows;
	uv_mutex_unlock(&work->lock);
	w->n_rows = 0;
	buf_clear(&w->rows);
}

static void on_cell(const struct cell_answer *a, void *arg)
{
	struct worker *w = arg;

	put_cell(&w->rows, w->work->d, a);
	w->n_rows++;
	if (w->rows.len >= SEND_BYTES)
		send_rows(w);
}

static void on_series(const struct series_answer *a, void *arg)
{
	struct worker *w = arg;

	series_rows_add(&w->series, w->work->d, a);
}

static void on_coverage(const struct coverage_answer *a, void *arg)
{
	struct worker *w = arg;

	series_rows_add_coverage(&w->series, w->work->d, a);
}

static void hand_over_series(struct worker *w)
{
	struct work *work = w->work;

	series_rows_end(&w->series, work->d);
	uv_mutex_lock(&work->lock);
	buf_add_span(&work->series, buf_span(&w->series.series));
	buf_add_span(&work->coverage, buf_span(&w->series.coverage));
	work->n_series += w->series.n;
	uv_mutex_unlock(&work->lock);
	series_rows_deinit(&w->series);
}

static bool next_task(struct work *work, size_t *task)
{
	bool is_there;

	uv_mutex_lock(&work->lock);
	is_there = !work->is_stopped && work->next < cells_tasks(work->cells);
	if (is_there)
		*task = work->next++;
	uv_mutex_unlock(&work->lock);
	return is_there;
}

static void end_task(struct worker *w)
{
	struct work *work = w->work;
	size_t       done;

	uv_mutex_lock(&work->lock);
	done = ++work->n_done;
	uv_mutex_unlock(&work->lock);
	if (!w->may_report || !work->options->progress ||
	    work->options->progress(CELLS_COUNT, (int64_t)done,
				    (int64_t)cells_tasks(work->cells),
				    work->options->arg))
		return;
	uv_mutex_lock(&work->lock);
	work->is_stopped = true;
	uv_mutex_unlock(&work->lock);
}

static void do_tasks(struct worker *w)
{
	struct cell_worker    *own = cell_worker_new(w->work->cells);
	const struct cell_sink sink = { .on_cell = on_cell,
					.on_series = on_series,
					.on_coverage = on_coverage,
					.arg = w };
	size_t                 task;

	while (next_task(w->work, &task)) {
		cells_do(own, task, &sink);
		end_task(w);
	}
	send_rows(w);
	hand_over_series(w);
	cell_worker_free(own);
	buf_deinit(&w->rows);
}

static void run_beside(void *arg)
{
	struct worker w = { .work = arg };

	do_tasks(&w);
}

static void count_on_threads(struct work *work)
{
	uv_thread_t   threads[THREADS_MAX];
	struct worker own = { .work = work, .may_report = true };
	size_t        wanted = work->options->threads > 0
				       ? (size_t)work->options->threads
				       : uv_available_parallelism();
	size_t        n = 0;

	while (n + 1 < wanted && n < THREADS_MAX &&
	       n + 1 < cells_tasks(work->cells) &&
	       !uv_thread_create(&threads[n], run_beside, work))
		n++;
	do_tasks(&own);
	for (size_t i = 0; i < n; i++)
		uv_thread_join(&threads[i]);
}

/* ---- one recomputation ---- */

static double now_s(void)
{
	return (double)uv_hrtime() / 1e9;
}

static bool report(const struct cells_options *o, enum cells_step step)
{
	return !o->progress || o->progress(step, 0, 0, o->arg);
}

static bool count(struct work *work, struct cells_result *out)
{
	struct buf   ends = BUF_INIT;
	struct error ignored = ERROR_INIT;
	bool         ok;

	if (!database_run(work->db, "SELECT jobtrend.stage_cells()", NULL, 0,
			  work->err) ||
	    !database_copy_in(work->db,
			      "COPY cell_fresh FROM STDIN (FORMAT binary)",
			      work->err))
		return false;
	uv_mutex_init(&work->lock);
	copy_put_head(&ends);
	ok = database_copy_bytes(work->db, buf_span(&ends), work->err);
	work->is_stopped = !ok;
	work->cells = cells_new(&work->d->in);
	count_on_threads(work);
	cells_free(work->cells);
	buf_clear(&ends);
	copy_put_end(&ends);
	ok = !work->is_stopped &&
	     database_copy_bytes(work->db, buf_span(&ends), work->err);
	/* Without its end mark the server refuses what has come. */
	ok = database_copy_end(work->db, ok ? work->err : &ignored) && ok;
	buf_deinit(&ends);
	uv_mutex_destroy(&work->lock);
	out->cells = work->n_cells;
	return ok;
}

/* Rows that were gathered, into a staging table. */
static bool copy_rows(struct work *work, const char *sql, const struct buf *rows)
{
	struct buf head = BUF_INIT, end = BUF_INIT;
	bool       ok;

	copy_put_head(&head);
	copy_put_end(&end);
	ok = database_copy_in(work->db, sql, work->err) &&
	     database_copy_bytes(work->db, buf_span(&head), work->err) &&
	     database_copy_bytes(work->db, buf_span(rows), work->err) &&
	     database_copy_bytes(work->db, buf_span(&end), work->err) &&
	     database_copy_end(work->db, work->err);
	buf_deinit(&head);
	buf_deinit(&end);
	return ok;
}

static bool take_series(struct work *work)
{
	char        first[16], last[16];
	const char *params[] = { work->options->is_all ? "true" : "false",
				 first, last };

	if (work->d->first_year > work->d->last_year)
		return true;
	snprintf(first, sizeof(first), "%d", work->d->first_year);
	snprintf(last, sizeof(last), "%d", work->d->last_year);
	return copy_rows(work, "COPY series_fresh FROM STDIN (FORMAT binary)",
			 &work->series) &&
	       copy_rows(work, "COPY coverage_fresh FROM STDIN (FORMAT binary)",
			 &work->coverage) &&
	       database_run(work->db, "SELECT jobtrend.take_series($1, $2, $3)",
			    params, 3, work->err);
}

static bool take(struct work *work, struct cells_result *out)
{
	const char  *params[] = { work->options->is_all ? "true" : "false" };
	struct rows *r;

	if (!take_series(work))
		return false;
	r = database_query(work->db, "SELECT jobtrend.take_cells($1)", params,
			   1, work->err);
	if (!r)
		return false;
	out->published = rows_get_int(r, 0, 0);
	out->series = work->n_series;
	rows_free(r);
	return true;
}

static bool recompute(struct work *work, struct cells_result *out)
{
	const struct cells_options *o = work->options;
	double                      start = now_s(), read, counted;

	if (!report(o, CELLS_READ) ||
	    !cells_data_read(work->d, work->db, o->is_all, work->err))
		return false;
	out->ads = work->d->ads;
	if (work->d->is_empty)
		return true;
	read = now_s();
	if (!report(o, CELLS_COUNT) || !count(work, out))
		return false;
	counted = now_s();
	if (!report(o, CELLS_WRITE) || !take(work, out))
		return false;
	out->read_s = read - start;
	out->count_s = counted - read;
	out->write_s = now_s() - counted;
	return true;
}

static const char lock_sql[] =
	"SELECT pg_advisory_lock(hashtextextended('jobtrend.fold', 0))";
static const char unlock_sql[] =
	"SELECT pg_advisory_unlock(hashtextextended('jobtrend.fold', 0))";

/* The lock comes before the snapshot: what is folded after it is not seen,
 * and what was folded before it is. */
bool cells_recompute(struct database *db, const struct cells_options *options,
		     struct cells_result *out, struct error *err)
{
	struct cells_data data = { .is_empty = true };
	struct work       work = {
		      .d = &data, .db = db, .options = options, .err = err
	};
	struct error ignored = ERROR_INIT;
	bool         ok;

	*out = (struct cells_result){ .ads = 0 };
	error_set(err, "%s", "");
	if (!report(options, CELLS_WAIT) ||
	    !database_run(db, lock_sql, NULL, 0, err))
		return false;
	ok = database_run(db, "BEGIN ISOLATION LEVEL REPEATABLE READ", NULL, 0,
			  err) &&
	     recompute(&work, out) && database_run(db, "COMMIT", NULL, 0, err);
	cells_data_deinit(&data);
	buf_deinit(&work.series);
	buf_deinit(&work.coverage);
	if (!ok)
		(void)database_run(db, "ROLLBACK", NULL, 0, &ignored);
	(void)database_run(db, unlock_sql, NULL, 0, &ignored);
	return ok;
}
