#include "cli/import.h"

#include "cli/command.h"
#include "cli/import_ahead.h"
#include "cli/import_reader.h"
#include "cli/import_report.h"

#include "base/mem.h"
#include "daemon/link.h"
#include "daemon/store.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <uv.h>

#define JOBS_PER_THREAD  3
#define QUEUE_BYTES      (64 * 1024 * 1024) /* outcomes waiting for the database */
#define JOURNAL_EVERY_MS 2000
#define WATCH_MS         1000
#define STALL_MS         (60 * 1000) /* nothing was stored although it is there */
#define AWAY_MS          (15 * 60 * 1000) /* the database is gone for so long */
#define STORE_BATCH      250              /* ads of a transaction */
#define STORE_WAIT_MS    20               /* for a batch to become full */

/* A job on its way through the loop. */
struct flight {
	struct flight     *next; /* in the order of the items */
	struct import     *import;
	struct import_job *job;
	uv_work_t          work;
	size_t             waiting; /* outcomes not yet stored */
	bool               is_worked;
};

struct import {
	struct import_file *file;
	uv_loop_t           loop;
	struct link        *link;
	struct store       *store;
	struct ahead       *ahead;
	struct flight      *first, **last;
	size_t              n_flights, flights_max;
	bool                is_ended; /* no more items */
	bool                has_failed;
	bool                is_closing;
	uv_timer_t          closer; /* a callback must not close its caller */
	struct progress     progress;
	int64_t             stored; /* all items up to this place are */
	int64_t             journal_ms;   /* when it was last written */
	int64_t             moved_ms;     /* when something was last stored */
	uv_timer_t          watch;
};

static void pump(struct import *im);

/* ---- how far it came ---- */

static void write_journal(struct import *im)
{
	static const char sql[] =
		"INSERT INTO jobtrend.import_journal AS j"
		" (file_key, path, lines) VALUES ($1, $2, $3)"
		" ON CONFLICT (file_key) DO UPDATE SET lines = EXCLUDED.lines,"
		" written_at = now() WHERE j.lines < EXCLUDED.lines";
	char         lines[32];
	struct error err = ERROR_INIT;
	const char  *params[] = { im->file->journal_key, im->file->shared->file,
				  lines };

	if (!im->file->journal_key || !link_is_up(im->link))
		return;
	snprintf(lines, sizeof(lines), "%lld", (long long)im->stored);
	/* without it the import merely begins anew after a kill */
	(void)source_map_run(im->file->shared->sources, sql, params,
			     ARRAY_LEN(params), &err);
	im->journal_ms = now_ms();
}

/* ---- jobs ---- */

/*
 * Ads of which no visits are told are counted only when all are there: what
 * visits are inferred from the later ones decides when the earlier ones count.
 */
static void sum_up(struct import *im, const struct import_job *job)
{
	struct import_counts *sum = &im->file->counts;

	sum->ads += job->counts.ads;
	sum->runs += job->counts.runs;
	sum->sources += job->counts.sources;
	sum->passed += job->counts.passed;
	sum->refused += job->counts.refused;
	if (sum->runs)
		ahead_stored(im->ahead, job->counts.ads);
}

static void report(struct import *im, const struct import_job *job)
{
	struct import_report *to = im->file->report;
	struct buf            place = BUF_INIT;

	for (size_t i = 0; i < job->n_refusals; i++) {
		const struct refusal *r = &job->refusals[i];
		const char           *why = job->reasons.ptr + r->why;

		if (import_report_would_tell(to, why))
			progress_end(&im->progress);
		buf_clear(&place);
		buf_add_text(&place, im->file->shared->file);
		im->file->reader->type->print_place(r->place, &place);
		import_report_add(to, buf_span(&place), why);
	}
	buf_deinit(&place);
}

/* Flights land in the order of their items, whatever order they ended in. */
static void land(struct import *im)
{
	const struct import_reader *r = im->file->reader;

	while (im->first && im->first->is_worked && !im->first->waiting) {
		struct flight *f = im->first;

		im->first = f->next;
		if (!im->first)
			im->last = &im->first;
		im->n_flights--;
		im->has_failed |= f->job->has_failed;
		if (!im->has_failed)
			im->stored = f->job->last_place;
		report(im, f->job);
		sum_up(im, f->job);
		import_job_free(f->job);
		free(f);
	}
	if (now_ms() - im->journal_ms > JOURNAL_EVERY_MS)
		write_journal(im);
	progress_show(&im->progress, r->type->read(r), r->type->size(r),
		      im->file->counts.ads);
}

static void on_stored(void *arg, enum store_result result,
		      const struct error *err)
{
	struct flight     *f = arg;
	struct import     *im = f->import;
	struct import_job *job = f->job;

	f->waiting--;
	im->moved_ms = now_ms();
	if (result == STORE_REFUSED) {
		struct error why = *err;

		error_prefix(&why, "what begins here is not storable");
		import_job_refuse(job, job->items[0].place, why.text);
	} else if (result != STORED) {
		im->has_failed = true;
	}
	land(im);
	pump(im);
}

static void on_work(uv_work_t *work)
{
	struct flight *f = work->data;

	import_job_run(f->job);
}

static void on_worked(uv_work_t *work, int status)
{
	struct flight     *f = work->data;
	struct import     *im = f->import;
	struct import_job *job = f->job;
	size_t             n = job->n_outcomes;

	(void)status; /* nothing is ever cancelled */
	f->is_worked = true;
	f->waiting = n;
	job->n_outcomes = 0; /* they become the store's */
	for (size_t i = 0; i < n; i++)
		store_submit(im->store, job->outcomes[i], on_stored, f);
	if (!n)
		land(im);
	pump(im);
}

/* ---- reading ---- */

/* Fill a job; false when there are no more items. */
static bool fill(struct import *im, struct import_job *job)
{
	struct import_reader *r = im->file->reader;

	for (;;) {
		struct error     err = ERROR_INIT;
		struct span      item;
		enum item_status status = r->type->next(r, &item, &err);
		int64_t          place = r->type->place(r);

		if (status == ITEM_BROKEN) {
			complain(im->file->shared->command, "%s", err.text);
			im->has_failed = true;
		}
		if (status == ITEM_BROKEN || status == ITEM_END)
			return false;
		if (place <= im->file->skip)
			continue;
		if (status == ITEM_REFUSED)
			import_job_refuse(job, place, err.text);
		else if (span_trim(item).len &&
			 !import_job_add(job, item, place))
			return true;
	}
}

static void take_off(struct import *im, struct import_job *job)
{
	struct flight *f = xcalloc(1, sizeof(*f));

	f->import = im;
	f->job = job;
	f->work.data = f;
	if (!im->n_flights)
		im->moved_ms = now_ms(); /* what waited was the input */
	*im->last = f;
	im->last = &f->next;
	im->n_flights++;
	uv_queue_work(&im->loop, &f->work, on_work, on_worked);
}

static void finish(uv_timer_t *timer)
{
	struct import *im = timer->data;

	im->is_closing = true;
	write_journal(im);
	progress_end(&im->progress);
	store_close(im->store);
	ahead_close(im->ahead);
	link_close(im->link);
	uv_close((uv_handle_t *)&im->closer, NULL);
	uv_close((uv_handle_t *)&im->watch, NULL);
}

static bool is_all_worked(const struct import *im)
{
	for (const struct flight *f = im->first; f; f = f->next) {
		if (!f->is_worked)
			return false;
	}
	return true;
}

/* A database that is there and stores nothing will not get better. */
static void on_watch(uv_timer_t *timer)
{
	struct import *im = timer->data;
	int64_t        patience_ms = link_is_up(im->link) ? STALL_MS : AWAY_MS;

	if (im->is_closing || !im->n_flights || !is_all_worked(im) ||
	    now_ms() - im->moved_ms < patience_ms)
		return;
	progress_end(&im->progress);
	complain(im->file->shared->command,
		 "database: expected it to store, but nothing was stored for "
		 "%lld s; the same command goes on from here",
		 (long long)patience_ms / 1000);
	im->has_failed = true;
	finish(timer);
}

static void pump(struct import *im)
{
	while (!im->is_ended && !im->has_failed &&
	       im->n_flights < im->flights_max &&
	       store_has_room(im->store) && ahead_has_room(im->ahead)) {
		struct import_job *job = import_job_new(im->file->shared);

		im->is_ended = !fill(im, job);
		take_off(im, job);
	}
	if ((im->is_ended || im->has_failed) && !im->is_closing) {
		if (im->n_flights) {
			store_flush(im->store);
			return;
		}
		im->is_closing = true;
		uv_timer_start(&im->closer, finish, 0, 0);
	}
}

static void on_room(void *arg)
{
	pump(arg);
}

static void on_up(void *arg)
{
	store_flush(((struct import *)arg)->store);
}

static void on_down(void *arg, const char *reason)
{
	struct import *im = arg;

	if (im->is_closing)
		return;
	progress_end(&im->progress);
	complain(im->file->shared->command,
		 "database: %s; going on when it is back", reason);
}

bool import_file(struct import_file *file)
{
	struct import im = {
		.file = file,
		.last = &im.first,
		.flights_max = uv_available_parallelism() * JOBS_PER_THREAD,
		.stored = file->skip,
		.journal_ms = now_ms(),
		.moved_ms = now_ms(),
	};
	struct link_options link = {
		.conninfo = file->conninfo,
		.name = "jobtrendctl import",
		.on_up = on_up,
		.on_down = on_down,
		.arg = &im,
	};
	struct store_options store = {
		.has_room = on_room,
		.arg = &im,
	};

	uv_loop_init(&im.loop);
	uv_timer_init(&im.loop, &im.closer);
	im.closer.data = &im;
	uv_timer_init(&im.loop, &im.watch);
	im.watch.data = &im;
	uv_timer_start(&im.watch, on_watch, WATCH_MS, WATCH_MS);
	im.link = link_open(&im.loop, &link);
	im.ahead = ahead_open(&im.loop, file->conninfo, on_room, &im);
	store.link = im.link;
	im.store = store_open(&im.loop, &store);
	store_set_limits(im.store, &(struct store_limits){
		.queue_bytes = QUEUE_BYTES,
		.wait_ms = STORE_WAIT_MS,
		.batch = STORE_BATCH,
	});
	if (file->skip && file->reader->type->seek)
		file->reader->type->seek(file->reader, file->skip);
	progress_start(&im.progress, file->shared->file, "ads");
	pump(&im);
	uv_run(&im.loop, UV_RUN_DEFAULT);
	uv_loop_close(&im.loop);
	return !im.has_failed;
}
