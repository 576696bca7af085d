/*
 * reparse.c - chunks of documents through the pool into the database.
 *
 *   on_up -> begin_chunk -> (pool) on_work -> on_worked -> merge -> on_merged
 *               ^____________________ note the place _________________/
 */
#include "cli/reparse.h"

#include "cli/command.h"
#include "cli/progress.h"
#include "cli/reparse_read.h"

#include "base/hash.h"
#include "base/mem.h"
#include "daemon/link.h"
#include "daemon/wire.h"
#include "enrich/enrich.h"

#include <stdlib.h>
#include <string.h>
#include <uv.h>

#define CHUNK_DOCUMENTS 256
#define CHUNK_BYTES     (32 * 1024 * 1024) /* of records */
#define WORKERS_MAX     16
#define TOLD_MOST       20 /* documents refused, by name */

struct job;

struct worker {
	uv_work_t               work;
	struct job             *job;
	struct outcome_builder *builder;
	struct outcome        **outcomes;
	size_t                  n_outcomes;
};

struct job {
	struct reparse      *r;
	uv_loop_t            loop;
	struct link         *link;
	uv_timer_t           closer; /* a callback must not close its caller */
	struct kept_files   *files;
	struct worker        workers[WORKERS_MAX];
	size_t               n_workers, n_busy;
	size_t               waiting; /* outcomes that the database has */
	bool                 has_begun, has_failed;
	struct progress      progress;
	int64_t              done, whole; /* documents */
	char                 journal_key[SHA256_HEX_SIZE];
	/* The chunk, and the place behind it. */
	struct rows         *rows;
	struct kept_document documents[CHUNK_DOCUMENTS];
	size_t               n;
	size_t               next; /* to be parsed */
	uv_mutex_t           lock; /* of `next` */
	char                *file;
	int64_t              offset;
	int32_t              source_id;
};

static void begin_chunk(struct job *j);

/* ---- how far it came ---- */

/* Another dictionary or choice of documents is another task. */
static void make_journal_key(struct job *j)
{
	const struct reparse *r = j->r;
	struct buf            what = BUF_INIT;

	buf_printf(&what, "reparse %s %s %s %s %s", JOBTREND_VERSION,
		   taxonomy_version(r->context.taxonomy),
		   r->source ? r->source : "", r->kind ? r->kind : "",
		   r->since ? r->since : "");
	sha256_hex(buf_span(&what), j->journal_key);
	buf_deinit(&what);
}

static void read_journal(struct job *j)
{
	const char  *key = j->journal_key;
	struct rows *rows = session_query(
		j->r->s,
		"SELECT path, lines FROM jobtrend.import_journal"
		" WHERE file_key = $1",
		&key, 1);

	if (rows && rows_count(rows)) {
		free(j->file);
		j->file = xstrdup(rows_get(rows, 0, 0));
		j->offset = rows_get_int(rows, 0, 1);
		complain(j->r->s->command, "going on behind %s, %lld", j->file,
			 (long long)j->offset);
	}
	rows_free(rows);
}

static void write_journal(struct job *j, bool is_done)
{
	char        offset[32];
	const char *params[] = { j->journal_key, j->file, offset };

	snprintf(offset, sizeof(offset), "%lld", (long long)j->offset);
	rows_free(is_done
			  ? session_query(j->r->s,
					  "DELETE FROM jobtrend.import_journal"
					  " WHERE file_key = $1",
					  params, 1)
			  : session_query(
				    j->r->s,
				    "INSERT INTO jobtrend.import_journal"
				    " (file_key, path, lines)"
				    " VALUES ($1, $2, $3)"
				    " ON CONFLICT (file_key) DO UPDATE SET"
				    " path = EXCLUDED.path,"
				    " lines = EXCLUDED.lines,"
				    " written_at = now()",
				    params, 3));
}

/* ---- documents of the database ---- */

#define CHOSEN                                                           \
	" FROM jobtrend.document AS d"                                   \
	" JOIN jobtrend.page AS p USING (source_id, page_id)"            \
	" JOIN jobtrend.source AS s USING (source_id)"                   \
	" WHERE d.warc_file IS NOT NULL"                                 \
	" AND (s.id = $1 OR $1 IS NULL)"                                 \
	" AND (p.kind = $2 OR s.kind = $2 OR $2 IS NULL)"                \
	" AND (d.first_fetched_at >= $3::timestamptz OR $3 IS NULL)"

/*
 * A document was its page's from when it came until the next one came. The one
 * that the page has now may have been there before: it is so since changed_at.
 */
static const char chunk_sql[] =
	"SELECT source_id, page_id, p.kind, s.employer, s.options::text,"
	" p.post, coalesce(p.moved_to, p.url), s.id, encode(d.sha256, 'hex'),"
	" d.warc_file, d.warc_offset,"
	" (extract(epoch FROM CASE WHEN p.body_sha256 = d.sha256"
	"   THEN p.changed_at ELSE d.first_fetched_at END) * 1000000)::bigint,"
	" CASE WHEN p.body_sha256 IS DISTINCT FROM d.sha256 THEN"
	"  (extract(epoch FROM least(p.changed_at,"
	"   (SELECT min(n.first_fetched_at) FROM jobtrend.document AS n"
	"    WHERE n.source_id = d.source_id AND n.page_id = d.page_id"
	"     AND n.first_fetched_at > d.first_fetched_at)))"
	"   * 1000000)::bigint END, p.role"
	CHOSEN
	" AND (d.warc_file, d.warc_offset, d.source_id)"
	"  > ($4, $5::bigint, $6::integer)"
	" ORDER BY d.warc_file, d.warc_offset, d.source_id LIMIT 256";

static const char count_sql[] =
	"SELECT count(*), count(*) FILTER (WHERE (d.warc_file, d.warc_offset)"
	"  < ($4, $5::bigint))" CHOSEN;

static struct rows *ask(struct job *j, const char *sql, size_t n)
{
	char        offset[32], source_id[16];
	const char *params[] = { j->r->source, j->r->kind, j->r->since,
				 j->file,      offset,     source_id };

	snprintf(offset, sizeof(offset), "%lld", (long long)j->offset);
	snprintf(source_id, sizeof(source_id), "%d", (int)j->source_id);
	return session_query(j->r->s, sql, params, n);
}

static bool count(struct job *j)
{
	struct rows *rows = ask(j, count_sql, 5);

	if (!rows)
		return false;
	j->whole = rows_get_int(rows, 0, 0);
	j->done = rows_get_int(rows, 0, 1);
	rows_free(rows);
	return true;
}

static void take_row(struct job *j, size_t i, struct kept_document *d)
{
	struct buf record = d->record; /* its memory */

	*d = (struct kept_document){
		.source_id = (int32_t)rows_get_int(j->rows, i, 0),
		.page_id = rows_get_int(j->rows, i, 1),
		.kind = rows_get(j->rows, i, 2),
		.employer = rows_get(j->rows, i, 3),
		.options = rows_get(j->rows, i, 4),
		.post = rows_get(j->rows, i, 5),
		.url = rows_get(j->rows, i, 6),
		.source = rows_get(j->rows, i, 7),
		.sha256 = rows_get(j->rows, i, 8),
		.file = rows_get(j->rows, i, 9),
		.offset = rows_get_int(j->rows, i, 10),
		.from = rows_get_int(j->rows, i, 11),
		.until = rows_get_int(j->rows, i, 12),
		.is_detail = !strcmp(rows_get(j->rows, i, 13), "detail"),
		.record = record,
	};
}

/* Documents that are not read are named: the first ones. */
static void tell(struct job *j, const struct kept_document *d,
		 const struct error *err)
{
	if (j->r->refused++ >= TOLD_MOST)
		return;
	progress_end(&j->progress);
	complain(j->r->s->command, "%s:%lld: %s (%s %s)", d->file,
		 (long long)d->offset, err->text, d->source, d->url);
}

static void read_one(struct job *j, const struct kept_document *row)
{
	struct kept_document *d = &j->documents[j->n];
	struct error          err = ERROR_INIT;

	switch (kept_files_read(j->files, d, &err)) {
	case KEPT_READ:
		j->n++;
		break;
	case KEPT_MISSING:
		j->r->missing++;
		if (!err.text[0])
			break;
		progress_end(&j->progress);
		complain(j->r->s->command, "%s; its documents are left out",
			 err.text);
		break;
	case KEPT_DAMAGED:
		tell(j, row, &err);
		break;
	}
}

/* Fill the chunk with records; false when there are no more documents. */
static bool read_chunk(struct job *j)
{
	size_t bytes = 0, i, rows;

	rows_free(j->rows);
	j->rows = ask(j, chunk_sql, 6);
	j->n = j->next = 0;
	j->has_failed |= !j->rows;
	rows = j->rows ? rows_count(j->rows) : 0;
	for (i = 0; i < rows && bytes < CHUNK_BYTES; i++) {
		struct kept_document *d = &j->documents[j->n];
		size_t                before = j->n;

		take_row(j, i, d);
		read_one(j, d);
		if (j->n > before)
			bytes += d->record.len;
		j->done++;
	}
	if (i) {
		free(j->file);
		j->file = xstrdup(rows_get(j->rows, i - 1, 9));
		j->offset = rows_get_int(j->rows, i - 1, 10);
		j->source_id = (int32_t)rows_get_int(j->rows, i - 1, 0);
	}
	return i > 0;
}

/* ---- through the pool ---- */

static void put_outcome(void *arg, struct outcome *o)
{
	struct worker *w = arg;

	w->outcomes = xrealloc(w->outcomes,
			       (w->n_outcomes + 1) * sizeof(*w->outcomes));
	w->outcomes[w->n_outcomes++] = o;
}

static struct kept_document *next_document(struct job *j)
{
	struct kept_document *d;

	uv_mutex_lock(&j->lock);
	d = j->next < j->n ? &j->documents[j->next++] : NULL;
	uv_mutex_unlock(&j->lock);
	return d;
}

static void on_work(uv_work_t *work)
{
	struct worker        *w = work->data;
	struct kept_document *d;

	while ((d = next_document(w->job)))
		kept_document_parse(d, &w->job->r->context, w->builder,
				    put_outcome, w);
	if (outcome_builder_ads(w->builder))
		put_outcome(w, outcome_finish(w->builder));
}

/* ---- into the database ---- */

static void on_closer(uv_timer_t *timer)
{
	struct job *j = timer->data;

	link_close(j->link);
	uv_close((uv_handle_t *)timer, NULL);
}

static void stop(struct job *j)
{
	progress_end(&j->progress);
	uv_timer_start(&j->closer, on_closer, 0, 0);
}

static void chunk_is_done(struct job *j)
{
	for (size_t i = 0; i < j->n; i++) {
		const struct kept_document *d = &j->documents[i];

		j->r->documents++;
		j->r->ads += d->n_ads;
		if (d->is_refused)
			tell(j, d, &d->err);
	}
	progress_show(&j->progress, j->done, j->whole, j->r->changed);
	if (j->has_failed) {
		stop(j);
		return;
	}
	write_journal(j, false);
	begin_chunk(j);
}

static void on_merged(const struct answer *a, void *arg)
{
	struct job *j = arg;

	if (answer_status(a) == ANSWER_OK && answer_rows(a)) {
		j->r->changed += answer_int(a, 0, 0);
		j->r->added += answer_int(a, 0, 1);
	} else if (!j->has_failed) {
		progress_end(&j->progress);
		complain(j->r->s->command,
			 "%s; the same command goes on from here",
			 answer_message(a));
		j->has_failed = true;
	}
	if (!--j->waiting)
		chunk_is_done(j);
}

static void merge(struct job *j, const struct outcome *o)
{
	static const char sql[] =
		"SELECT changed, added FROM jobtrend.reparse($1, $2, $3)";
	static const enum outcome_section sections[] = {
		SECTION_ADS, SECTION_TEXTS, SECTION_MENTIONS
	};
	struct link_value values[ARRAY_LEN(sections)];
	struct buf        bytes[ARRAY_LEN(sections)] = { BUF_INIT };

	for (size_t i = 0; i < ARRAY_LEN(sections); i++) {
		const char *type = outcome_section_type(sections[i]);

		wire_array_head(&bytes[i], link_type(j->link, type),
				outcome_rows(o, sections[i]));
		buf_add_span(&bytes[i], outcome_section(o, sections[i]));
		values[i] = (struct link_value){ bytes[i].ptr,
						 (int)bytes[i].len };
	}
	j->waiting++;
	link_send_values(j->link, sql, values, ARRAY_LEN(values), on_merged, j);
	for (size_t i = 0; i < ARRAY_LEN(sections); i++)
		buf_deinit(&bytes[i]);
}

static void on_worked(uv_work_t *work, int status)
{
	struct worker *worker = work->data;
	struct job    *j = worker->job;

	(void)status; /* nothing is ever cancelled */
	if (--j->n_busy)
		return;
	for (size_t i = 0; i < j->n_workers; i++) {
		struct worker *w = &j->workers[i];

		for (size_t k = 0; k < w->n_outcomes; k++) {
			merge(j, w->outcomes[k]);
			outcome_free(w->outcomes[k]);
		}
		w->n_outcomes = 0;
	}
	if (!j->waiting)
		chunk_is_done(j);
}

static void begin_chunk(struct job *j)
{
	if (!read_chunk(j)) {
		if (!j->has_failed)
			write_journal(j, true);
		stop(j);
		return;
	}
	j->n_busy = j->n_workers;
	for (size_t i = 0; i < j->n_workers; i++)
		uv_queue_work(&j->loop, &j->workers[i].work, on_work,
			      on_worked);
}

static void on_up(void *arg)
{
	struct job *j = arg;

	if (j->has_begun)
		return;
	j->has_begun = true;
	begin_chunk(j);
}

static void on_down(void *arg, const char *reason)
{
	struct job *j = arg;

	if (j->has_begun)
		return; /* what was under way is answered as lost */
	complain(j->r->s->command, "database: %s", reason);
	j->has_begun = j->has_failed = true;
	stop(j);
}

/* ---- */

static void start(struct job *j)
{
	struct link_options link = {
		.conninfo = j->r->s->conninfo.ptr,
		.name = "jobtrendctl reparse",
		.on_up = on_up,
		.on_down = on_down,
		.arg = j,
	};
	unsigned n = uv_available_parallelism();

	j->n_workers = n > WORKERS_MAX ? WORKERS_MAX : n;
	for (size_t i = 0; i < j->n_workers; i++) {
		j->workers[i].job = j;
		j->workers[i].work.data = &j->workers[i];
		j->workers[i].builder = outcome_builder_new(&j->r->context);
	}
	uv_mutex_init(&j->lock);
	uv_loop_init(&j->loop);
	uv_timer_init(&j->loop, &j->closer);
	j->closer.data = j;
	j->link = link_open(&j->loop, &link);
}

static void finish(struct job *j)
{
	uv_loop_close(&j->loop);
	uv_mutex_destroy(&j->lock);
	for (size_t i = 0; i < j->n_workers; i++) {
		outcome_builder_free(j->workers[i].builder);
		free(j->workers[i].outcomes);
	}
	for (size_t i = 0; i < CHUNK_DOCUMENTS; i++)
		buf_deinit(&j->documents[i].record);
	rows_free(j->rows);
	kept_files_free(j->files);
	free(j->file);
}

bool reparse_run(struct reparse *r)
{
	struct job *j = xcalloc(1, sizeof(*j));
	bool        is_done;

	j->r = r;
	j->file = xstrdup("");
	j->files = kept_files_new(r->dir);
	make_journal_key(j);
	read_journal(j);
	progress_start(&j->progress, "reparse", "ads changed");
	is_done = count(j);
	if (is_done) {
		start(j);
		uv_run(&j->loop, UV_RUN_DEFAULT);
		is_done = !j->has_failed;
		finish(j);
	} else {
		kept_files_free(j->files);
		free(j->file);
	}
	free(j);
	return is_done;
}
