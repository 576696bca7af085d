/*
 * cells.c - read, count on threads, write.
 *
 *   cells_recompute -> (newest months, then all that is due)
 *                   -> stage_cells() in SQL, cells_data_read
 *                   -> (threads) cells_do -> on_cell -> staged by COPY
 *                   -> take_series(), take_cells() in SQL
 *
 * Folds wait while the snapshot is taken and while its results are written, not
 * while it is read and counted: what they touch meanwhile is noted
 * (cell_touched) and stays stale.
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
#define SEND_BYTES  (2 * 1024 * 1024) /* of rows that a thread gathers */

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

/* In the order of the columns of denominator_fresh. */
static void put_below(struct buf *b, const struct cells_data *d,
		      const struct below_answer *a)
{
	const struct window *w = &d->windows[a->window].w;

	copy_put_row(b, 15);
	copy_put_text(b, facts_region(d->facts, a->region));
	copy_put_text(b, span_of(d->periods[a->window]));
	copy_put_day(b, w->from);
	copy_put_day(b, w->to);
	copy_put_day(b, w->base_from);
	copy_put_day(b, w->base_to);
	copy_put_int8(b, (int64_t)a->cur_all);
	copy_put_int8(b, (int64_t)a->base_all);
	copy_put_int8(b, (int64_t)a->cur_ads);
	copy_put_int8(b, (int64_t)a->base_ads);
	copy_put_bool(b, a->is_many);
	copy_put_float(b, a->coverage);
	copy_put_float(b, a->base_coverage);
	copy_put_numbers(b, a->cur, REPLICATES);
	copy_put_numbers(b, a->base, REPLICATES);
}

/* ---- threads ---- */

struct work {
	struct cells_data          *d;
	struct database            *db;
	const struct cells_options *options;
	enum cells_scope            scope;
	struct cells               *cells;
	uv_mutex_t                  lock; /* of what follows, and of the copy */
	size_t                      next; /* task */
	size_t                      n_done;
	int64_t                     n_cells, n_series;
	bool                        is_stopped;
	struct error               *err;
	bool is_locking, is_staged; /* to be taken back */
};

struct worker {
	struct work       *work;
	struct series_rows series;
	struct buf         cells, below;
	int64_t            n_cells;
	bool               may_report; /* the calling thread */
};

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

static void send_rows(struct worker *w, const char *sql, struct buf *rows)
{
	struct work *work = w->work;

	uv_mutex_lock(&work->lock);
	if (!work->is_stopped && rows->len)
		work->is_stopped = !copy_rows(work, sql, rows);
	uv_mutex_unlock(&work->lock);
	buf_clear(rows);
}

static void send_cells(struct worker *w)
{
	send_rows(w, "COPY cell_fresh FROM STDIN (FORMAT binary)", &w->cells);
}

static void send_series(struct worker *w)
{
	send_rows(w, "COPY series_fresh FROM STDIN (FORMAT binary)",
		  &w->series.series);
}

static void send_coverage(struct worker *w)
{
	send_rows(w, "COPY coverage_fresh FROM STDIN (FORMAT binary)",
		  &w->series.coverage);
}

static void on_cell(const struct cell_answer *a, void *arg)
{
	struct worker *w = arg;

	put_cell(&w->cells, w->work->d, a);
	w->n_cells++;
	if (w->cells.len >= SEND_BYTES)
		send_cells(w);
}

static void send_below(struct worker *w)
{
	send_rows(w, "COPY denominator_fresh FROM STDIN (FORMAT binary)",
		  &w->below);
}

static void on_below(const struct below_answer *a, void *arg)
{
	struct worker *w = arg;

	put_below(&w->below, w->work->d, a);
	if (w->below.len >= SEND_BYTES)
		send_below(w);
}

static void on_series(const struct series_answer *a, void *arg)
{
	struct worker *w = arg;

	series_rows_add(&w->series, w->work->d, a);
	if (w->series.series.len >= SEND_BYTES)
		send_series(w);
}

static void on_coverage(const struct coverage_answer *a, void *arg)
{
	struct worker *w = arg;

	series_rows_add_coverage(&w->series, w->work->d, a);
	if (w->series.coverage.len >= SEND_BYTES)
		send_coverage(w);
}

static void send_rest(struct worker *w)
{
	struct work *work = w->work;

	series_rows_end(&w->series, work->d);
	send_cells(w);
	send_below(w);
	send_series(w);
	send_coverage(w);
	uv_mutex_lock(&work->lock);
	work->n_cells += w->n_cells;
	work->n_series += w->series.n;
	uv_mutex_unlock(&work->lock);
	series_rows_deinit(&w->series);
	buf_deinit(&w->below);
	buf_deinit(&w->cells);
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
					.on_below = on_below,
					.on_series = on_series,
					.on_coverage = on_coverage,
					.arg = w };
	size_t                 task;

	while (next_task(w->work, &task)) {
		cells_do(own, task, &sink);
		end_task(w);
	}
	send_rest(w);
	cell_worker_free(own);
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

/* ---- steps ---- */

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
	uv_mutex_init(&work->lock);
	work->cells = cells_new(&work->d->in);
	count_on_threads(work);
	cells_free(work->cells);
	uv_mutex_destroy(&work->lock);
	out->cells += work->n_cells;
	out->series += work->n_series;
	return !work->is_stopped;
}

static bool take_series(struct work *work)
{
	const char *params[] = { work->scope == CELLS_ALL ? "true" : "false" };

	return work->scope == CELLS_NEWEST ||
	       database_run(work->db, "SELECT jobtrend.take_series($1)", params,
			    1, work->err);
}

static bool take(struct work *work, struct cells_result *out)
{
	const char  *params[] = { work->scope == CELLS_ALL ? "true" : "false" };
	struct rows *r;

	if (!take_series(work))
		return false;
	r = database_query(work->db, "SELECT jobtrend.take_cells($1)", params,
			   1, work->err);
	if (!r)
		return false;
	out->published += rows_get_int(r, 0, 0);
	rows_free(r);
	return true;
}

/* ---- what folds wait for ---- */

#define LOCKS(verb, name) \
	"SELECT pg_advisory_" verb "(hashtextextended('jobtrend." name "', 0))"

static bool run(struct work *work, const char *sql)
{
	return database_run(work->db, sql, NULL, 0, work->err);
}

/* Also where something went wrong before. */
static void run_anyway(struct work *work, const char *sql)
{
	struct error ignored = ERROR_INIT;

	(void)database_run(work->db, sql, NULL, 0, &ignored);
}

static bool unlock_fold(struct work *work)
{
	work->is_locking = false;
	return run(work, LOCKS("unlock", "fold"));
}

/* What is folded before is seen, and what comes later is noted. */
static bool open_snapshot(struct work *work)
{
	if (!run(work, LOCKS("lock", "fold")))
		return false;
	work->is_locking = true;
	work->is_staged = run(work, "SELECT jobtrend.stage_cells()");
	return work->is_staged &&
	       run(work, "BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY") &&
	       run(work, "SELECT FROM jobtrend.fold_watermark") &&
	       unlock_fold(work);
}

static bool read_facts(struct work *work)
{
	return open_snapshot(work) &&
	       cells_data_read(work->d, work->db, work->scope, work->err) &&
	       run(work, "COMMIT");
}

static bool write_results(struct work *work, struct cells_result *out)
{
	if (!run(work, LOCKS("lock", "fold")))
		return false;
	work->is_locking = true;
	return run(work, "BEGIN") && take(work, out) && run(work, "COMMIT") &&
	       unlock_fold(work);
}

/* ---- one recomputation ---- */

static bool recompute(struct work *work, struct cells_result *out)
{
	const struct cells_options *o = work->options;
	double                      start = now_s(), read, counted;

	if (!report(o, CELLS_READ) || !read_facts(work))
		return false;
	out->ads = work->d->ads > out->ads ? work->d->ads : out->ads;
	if (work->d->is_empty)
		return true;
	if (work->d->is_repacked && !run(work, "SELECT jobtrend.take_packs()"))
		return false;
	read = now_s();
	if (!report(o, CELLS_COUNT) || !count(work, out))
		return false;
	facts_free(work->d->facts); /* nobody asks while the server writes */
	work->d->facts = NULL;
	counted = now_s();
	if (!report(o, CELLS_WRITE) || !write_results(work, out))
		return false;
	out->read_s += read - start;
	out->count_s += counted - read;
	out->write_s += now_s() - counted;
	return true;
}

static bool recompute_scope(struct database            *db,
			    const struct cells_options *options,
			    enum cells_scope scope, struct cells_result *out,
			    struct error *err)
{
	struct cells_data data = { .is_empty = true };
	struct work       work = { .d = &data,
				   .db = db,
				   .options = options,
				   .scope = scope,
				   .err = err };
	bool              ok = recompute(&work, out);

	cells_data_deinit(&data);
	if (!ok)
		run_anyway(&work, "ROLLBACK");
	if (work.is_locking)
		run_anyway(&work, LOCKS("unlock", "fold"));
	if (work.is_staged)
		run_anyway(&work, "SELECT jobtrend.unstage_cells()");
	return ok;
}

/* The newest months by themselves: two months of ads and of the year before make
 * them, and longer periods take ten times as many. */
static bool recompute_newest(struct database            *db,
			     const struct cells_options *options,
			     struct cells_result *out, struct error *err)
{
	double       start = now_s();
	struct rows *r = database_query(
		db,
		"SELECT EXISTS (SELECT FROM jobtrend.cell WHERE is_stale"
		" AND superseded_at IS NULL AND measure <> 'stock'"
		" AND grain = 'month')",
		NULL, 0, err);
	bool is_due = r && strcmp(rows_get(r, 0, 0), "t") == 0;

	rows_free(r);
	if (!r || !is_due)
		return r != NULL;
	if (!recompute_scope(db, options, CELLS_NEWEST, out, err))
		return false;
	out->newest_s = now_s() - start;
	return true;
}

bool cells_recompute(struct database *db, const struct cells_options *options,
		     struct cells_result *out, struct error *err)
{
	struct work work = { .db = db, .options = options, .err = err };
	bool        ok;

	*out = (struct cells_result){ .ads = 0 };
	error_set(err, "%s", "");
	if (!report(options, CELLS_WAIT) || !run(&work, LOCKS("lock", "cells")))
		return false;
	ok = recompute_newest(db, options, out, err) &&
	     recompute_scope(db, options,
			     options->is_all ? CELLS_ALL : CELLS_CHANGED, out,
			     err);
	run_anyway(&work, LOCKS("unlock", "cells"));
	return ok;
}
