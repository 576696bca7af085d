#include "cli/import_job.h"

#include "cli/import_format.h"

#include "base/json_out.h"
#include "base/mem.h"
#include "enrich/enrich.h"

#include <stdlib.h>
#include <string.h>

#define OUTCOME_ADS 500 /* as many as a transaction should have at most */

struct import_job *import_job_new(const struct import_shared *shared)
{
	struct import_job *job = xcalloc(1, sizeof(*job));

	job->shared = shared;
	return job;
}

void import_job_free(struct import_job *job)
{
	if (!job)
		return;
	for (size_t i = 0; i < job->n_outcomes; i++)
		outcome_free(job->outcomes[i]);
	free(job->outcomes);
	free(job->refusals);
	buf_deinit(&job->reasons);
	buf_deinit(&job->text);
	free(job);
}

bool import_job_add(struct import_job *job, struct span item, int64_t place)
{
	job->items[job->n_items++] =
		(struct job_item){ job->text.len, item.len, place };
	job->last_place = place;
	buf_add_span(&job->text, item);
	return job->n_items < JOB_ITEMS && job->text.len < JOB_BYTES;
}

void import_job_refuse(struct import_job *job, int64_t place, const char *why)
{
	job->counts.refused++;
	if (place > job->last_place)
		job->last_place = place;
	job->refusals = xrealloc(job->refusals, (job->n_refusals + 1) *
							sizeof(*job->refusals));
	job->refusals[job->n_refusals++] =
		(struct refusal){ place, job->reasons.len };
	buf_add(&job->reasons, why, strlen(why) + 1);
}

/* In their order, which is that of the lines of each ad. */
static void finish_outcomes(struct import_work *w)
{
	struct import_job *job = w->job;

	for (size_t i = 0; i < JOB_LAYERS; i++) {
		if (!outcome_builder_ads(w->layers[i]))
			return;
		job->outcomes = xrealloc(job->outcomes,
					 (job->n_outcomes + 1) *
						 sizeof(*job->outcomes));
		job->outcomes[job->n_outcomes++] = outcome_finish(w->layers[i]);
	}
}

void import_add_ad(struct import_work *w, const struct outcome_ad *seen,
		   const struct ad *ad)
{
	struct facts facts;
	size_t       i = 0;

	enrich_ad(w->job->shared->context.taxonomy, ad, &w->facts, &facts);
	while (i < JOB_LAYERS && !outcome_add_ad(w->layers[i], seen, &facts))
		i++;
	if (i == JOB_LAYERS) {
		finish_outcomes(w);
		outcome_add_ad(w->layers[0], seen, &facts);
	}
	arena_deinit(&w->facts);
	w->job->counts.ads++;
	if (outcome_builder_ads(w->layers[0]) >= OUTCOME_ADS)
		finish_outcomes(w);
}

static bool add_ad(struct import_work *w, const struct archive_line *l,
		   struct error *err)
{
	struct outcome_ad seen = {
		.first_seen = l->first_seen,
		.last_seen = l->last_seen,
		.first_absent = l->gone_at,
		.gone_at = l->gone_at,
		.gone_reason = span_of(l->gone_at ? "archive" : NULL),
		.raw_sha256 = l->raw_sha256,
	};

	seen.source_id =
		source_map_get(w->job->shared->sources, l->source.id, err);
	if (!seen.source_id)
		return false;
	import_add_ad(w, &seen, &l->ad);
	return true;
}

static bool add_run(struct import_work *w, const struct archive_line *l,
		    struct error *err)
{
	int32_t source_id =
		source_map_get(w->job->shared->sources, l->source.id, err);
	int64_t ended_at = l->run.ended_at ? l->run.ended_at : l->run.at;

	if (!source_id)
		return false;
	json_open_object(&w->runs);
	json_put_int(&w->runs, "source_id", source_id);
	json_put_int(&w->runs, "at", l->run.at);
	json_put_int(&w->runs, "ended_at", ended_at);
	json_put_span(&w->runs, "state", l->run.state);
	if (l->run.listed >= 0)
		json_put_int(&w->runs, "listed", l->run.listed);
	if (l->run.fetched >= 0)
		json_put_int(&w->runs, "fetched", l->run.fetched);
	json_close_object(&w->runs);
	w->job->counts.runs++;
	return true;
}

bool import_put(struct import_work *w, const struct archive_line *l,
		struct error *err)
{
	if (l->type == ARCHIVE_AD)
		return add_ad(w, l, err);
	if (l->type == ARCHIVE_RUN)
		return add_run(w, l, err);
	w->job->counts.sources++;
	return source_map_put(w->job->shared->sources, &l->source, err);
}

void import_pass(struct import_work *w)
{
	w->job->counts.passed++;
}

void import_refuse(struct import_work *w, const struct error *why)
{
	import_job_refuse(w->job, w->place, why->text);
}

bool import_take_line(struct import_work *w, struct span line,
		      struct error *err)
{
	struct archive_line l;

	return archive_read(line, &w->job->shared->otherwise, &w->arena, &l,
			    err) &&
	       import_put(w, &l, err);
}

/*
 * Microseconds since 1970 become moments exactly. In one order, so that two
 * imports wait for each other and no more.
 */
static const char put_runs[] =
	"INSERT INTO jobtrend.run AS r (source_id, started_at, ended_at, state,"
	"  origin, listed, fetched)"
	" SELECT DISTINCT ON (source_id, at) source_id,"
	"  'epoch'::timestamptz + at * INTERVAL '1 microsecond',"
	"  'epoch'::timestamptz + ended_at * INTERVAL '1 microsecond',"
	"  state, 'import', listed, coalesce(fetched, 0)"
	" FROM jsonb_to_recordset($1::jsonb) AS f("
	"  source_id integer, at bigint, ended_at bigint, state text,"
	"  listed bigint, fetched bigint)"
	" ORDER BY source_id, at, state"
	" ON CONFLICT (source_id, started_at, origin) DO UPDATE SET"
	"  ended_at = EXCLUDED.ended_at, state = EXCLUDED.state,"
	"  listed = EXCLUDED.listed, fetched = EXCLUDED.fetched"
	" WHERE (r.ended_at, r.state, r.fetched, r.listed) IS DISTINCT FROM"
	"  (EXCLUDED.ended_at, EXCLUDED.state, EXCLUDED.fetched,"
	"   EXCLUDED.listed)";

static void store_runs(struct import_work *w)
{
	struct import_job *job = w->job;
	struct error       err = ERROR_INIT;
	const char        *param;

	json_close_array(&w->runs);
	param = w->runs.ptr;
	if (!job->counts.runs ||
	    source_map_run(job->shared->sources, put_runs, &param, 1, &err))
		return;
	job->has_failed = source_map_is_lost(job->shared->sources);
	job->counts.runs = 0;
	error_prefix(&err, "runs");
	import_job_refuse(job, job->last_place, err.text);
}

void import_job_run(struct import_job *job)
{
	const struct import_shared *s = job->shared;
	struct import_work          w = { .job = job };

	for (size_t i = 0; i < JOB_LAYERS; i++)
		w.layers[i] = outcome_builder_new(&s->context);
	json_open_array(&w.runs);
	for (size_t i = 0; i < job->n_items && !job->has_failed; i++) {
		const struct job_item *item = &job->items[i];
		struct span  bytes = { job->text.ptr + item->start, item->len };
		struct error err = ERROR_INIT;

		w.place = item->place;
		if (!s->format->take(&w, bytes, &err)) {
			job->has_failed = source_map_is_lost(s->sources);
			import_job_refuse(job, item->place, err.text);
		}
		arena_deinit(&w.arena);
	}
	finish_outcomes(&w);
	store_runs(&w);
	buf_deinit(&w.runs);
	for (size_t i = 0; i < JOB_LAYERS; i++)
		outcome_builder_free(w.layers[i]);
}
