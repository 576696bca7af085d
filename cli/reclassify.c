/*
 * reclassify.c - slices of the stored ads through the pool and back.
 *
 *   on_up -> next_slice -> ask -> on_read -> (pool) on_work -> on_worked
 *                 ^                                              |
 *                 '---------------- on_merged <-------- merge <--'
 *
 * Each lane is a connection with one slice on the way.
 */
#include "cli/reclassify.h"

#include "cli/command.h"
#include "cli/export_sql.h"
#include "cli/progress.h"
#include "cli/reread.h"

#include "base/mem.h"
#include "daemon/link.h"
#include "daemon/wire.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <uv.h>

#define SLICE_ADS  300 /* about so many: ids are hashes, evenly spread */
#define PASSES_MAX 5   /* ads that others were writing are tried again */
#define OID_INT8   20  /* pg_type.dat */
#define TOLD_MOST  20  /* ads refused, by source */

struct slice {
	int32_t source_id;
	int64_t from, to; /* ad ids, both within */
};

struct job;

struct lane {
	struct job             *job;
	struct link            *link;
	uv_work_t               work;
	struct slice            slice;
	struct arena            arena; /* of the rows */
	struct stored_ad       *ads;
	size_t                  n_ads;
	struct outcome_builder *builder;
	struct outcome         *outcome;
	struct buf              hashes; /* elements of an array */
	uint32_t                n_hashes;
	size_t                  n_refused, n_without_text;
	struct error            err; /* of the first refused */
	bool                    is_open;
};

struct job {
	struct reclassify  *r;
	uv_loop_t           loop;
	uv_timer_t          closer; /* a callback must not close its caller */
	struct skill_index *index;
	struct lane         lanes[CONNECTIONS_MAX];
	size_t              n_lanes, n_busy;
	struct slice       *slices;
	size_t              n_slices, next;
	struct progress     progress;
	int64_t             done, whole; /* ads */
	bool                has_failed, is_closing;
};

static void next_slice(struct lane *l);

/* ---- what there is to do ---- */

static struct rows *ask_counts(const struct reclassify *r)
{
	static const char sql[] =
		"SELECT source_id,"
		" count(*) FILTER (WHERE a.taxonomy_version < $1::smallint"
		"  AND ($2::smallint = 0 OR a.taxonomy_version = $2::smallint)),"
		" count(*) FILTER (WHERE a.taxonomy_version > $1::smallint)"
		" FROM jobtrend.ad AS a JOIN jobtrend.source AS s"
		"  USING (source_id)"
		" WHERE s.id = $3 OR $3 IS NULL"
		" GROUP BY source_id ORDER BY source_id";
	char        number[16], from[16];
	const char *params[] = { number, from, r->source };

	snprintf(number, sizeof(number), "%d", r->context.taxonomy_id);
	snprintf(from, sizeof(from), "%d", r->from);
	return session_query(r->s, sql, params, ARRAY_LEN(params));
}

/* Ids run from 0 to INT64_MAX: equal parts of that are equal parts of the ads. */
static void add_slices(struct job *j, int32_t source_id, int64_t ads)
{
	int64_t n = (ads + SLICE_ADS - 1) / SLICE_ADS;
	int64_t width = n ? INT64_MAX / n : 0;

	j->slices = xrealloc(j->slices, (j->n_slices + (size_t)n) *
						sizeof(*j->slices));
	for (int64_t i = 0; i < n; i++)
		j->slices[j->n_slices++] = (struct slice){
			.source_id = source_id,
			.from = i * width,
			.to = i + 1 < n ? (i + 1) * width - 1 : INT64_MAX,
		};
}

/* Cut what is left into slices; false after having complained. */
static bool plan(struct job *j)
{
	struct rows *rows = ask_counts(j->r);

	j->n_slices = j->next = 0;
	j->r->left = j->r->later = 0;
	for (size_t i = 0; rows && i < rows_count(rows); i++) {
		j->r->left += rows_get_int(rows, i, 1);
		j->r->later += rows_get_int(rows, i, 2);
		add_slices(j, (int32_t)rows_get_int(rows, i, 0),
			   rows_get_int(rows, i, 1));
	}
	rows_free(rows);
	return rows != NULL;
}

/* ---- the end of a pass ---- */

static void on_closer(uv_timer_t *timer)
{
	struct job *j = timer->data;

	for (size_t i = 0; i < j->n_lanes; i++)
		link_close(j->lanes[i].link);
	uv_close((uv_handle_t *)timer, NULL);
}

static void rest(struct lane *l)
{
	struct job *j = l->job;

	arena_deinit(&l->arena);
	if (--j->n_busy || j->is_closing)
		return;
	j->is_closing = true;
	uv_timer_start(&j->closer, on_closer, 0, 0);
}

static void fail(struct lane *l, const char *why)
{
	struct job *j = l->job;

	if (!j->has_failed) {
		progress_end(&j->progress);
		complain(j->r->s->command,
			 "%s; the same command goes on from here", why);
	}
	j->has_failed = true;
	rest(l);
}

/* ---- into the database ---- */

static void on_merged(const struct answer *a, void *arg)
{
	struct lane       *l = arg;
	struct reclassify *r = l->job->r;

	outcome_free(l->outcome);
	l->outcome = NULL;
	if (answer_status(a) != ANSWER_OK || !answer_rows(a)) {
		fail(l, answer_message(a));
		return;
	}
	r->changed += answer_int(a, 0, 0);
	r->unchanged += answer_int(a, 0, 1);
	r->gained += answer_int(a, 0, 2);
	r->lost += answer_int(a, 0, 3);
	r->without_text += (int64_t)l->n_without_text;
	next_slice(l);
}

static void merge(struct lane *l)
{
	static const char sql[] =
		"SELECT changed, stamped, gained, lost"
		" FROM jobtrend.reclassify($1, $2, $3::bigint[], $4::boolean)";
	static const enum outcome_section sections[] = { SECTION_ADS,
							 SECTION_MENTIONS };
	char              is_trial = l->job->r->is_trial;
	struct buf        bytes[3] = { BUF_INIT };
	struct link_value values[4];

	for (size_t i = 0; i < ARRAY_LEN(sections); i++) {
		wire_array_head(&bytes[i],
				link_type(l->link,
					  outcome_section_type(sections[i])),
				outcome_rows(l->outcome, sections[i]));
		buf_add_span(&bytes[i],
			     outcome_section(l->outcome, sections[i]));
	}
	wire_array_head(&bytes[2], OID_INT8, l->n_hashes);
	buf_add_span(&bytes[2], buf_span(&l->hashes));
	for (size_t i = 0; i < ARRAY_LEN(bytes); i++)
		values[i] = (struct link_value){ bytes[i].ptr,
						 (int)bytes[i].len };
	values[3] = (struct link_value){ &is_trial, 1 };
	link_send_values(l->link, sql, values, ARRAY_LEN(values), on_merged, l);
	for (size_t i = 0; i < ARRAY_LEN(bytes); i++)
		buf_deinit(&bytes[i]);
}

/* ---- through the pool ---- */

static void on_work(uv_work_t *work)
{
	struct lane      *l = work->data;
	const struct job *j = l->job;

	for (size_t i = 0; i < l->n_ads; i++) {
		const struct stored_ad *ad = &l->ads[i];
		struct error            err = ERROR_INIT;

		if (reread_ad(ad, l->slice.source_id, &j->r->context, j->index,
			      l->builder, &err)) {
			wire_put32(&l->hashes, 8);
			wire_put64(&l->hashes, (uint64_t)ad->content_hash);
			l->n_hashes++;
			l->n_without_text += !ad->description.ptr;
		} else if (err.text[0] && !l->n_refused++) {
			l->err = err;
		}
	}
	l->outcome = outcome_finish(l->builder);
}

static void on_worked(uv_work_t *work, int status)
{
	struct lane *l = work->data;
	struct job  *j = l->job;

	(void)status; /* nothing is ever cancelled */
	if (l->n_refused && j->r->refused < TOLD_MOST) {
		progress_end(&j->progress);
		complain(j->r->s->command, "source %d: %s",
			 (int)l->slice.source_id, l->err.text);
	}
	j->r->refused += (int64_t)l->n_refused;
	j->r->read += (int64_t)l->n_ads;
	j->done += (int64_t)l->n_ads;
	progress_show(&j->progress, j->done, j->whole, j->done);
	merge(l);
}

/* ---- out of the database ---- */

static void on_read(const struct answer *a, void *arg)
{
	struct lane *l = arg;

	if (answer_status(a) != ANSWER_OK) {
		fail(l, answer_message(a));
		return;
	}
	l->n_ads = (size_t)answer_rows(a);
	if (!l->n_ads) {
		next_slice(l);
		return;
	}
	l->ads = arena_alloc(&l->arena, l->n_ads * sizeof(*l->ads));
	for (size_t i = 0; i < l->n_ads; i++)
		stored_ad_take(a, (int)i, &l->arena, &l->ads[i]);
	uv_queue_work(&l->job->loop, &l->work, on_work, on_worked);
}

static void ask(struct lane *l)
{
	const struct reclassify *r = l->job->r;
	struct buf        b = BUF_INIT;
	struct link_value values[5] = { { NULL, 4 }, { NULL, 8 }, { NULL, 8 },
					{ NULL, 2 }, { NULL, 2 } };
	size_t            at = 0;

	wire_put32(&b, (uint32_t)l->slice.source_id);
	wire_put64(&b, (uint64_t)l->slice.from);
	wire_put64(&b, (uint64_t)l->slice.to);
	wire_put32(&b, (uint32_t)(uint16_t)r->context.taxonomy_id << 16 |
			       (uint16_t)r->from);
	for (size_t i = 0; i < ARRAY_LEN(values); i++) {
		values[i].ptr = b.ptr + at;
		at += (size_t)values[i].len;
	}
	if (!r->from)
		values[4].ptr = NULL;
	link_send_values(l->link, reread_ads_sql, values, ARRAY_LEN(values),
			 on_read, l);
	buf_deinit(&b);
}

static void next_slice(struct lane *l)
{
	struct job *j = l->job;

	arena_deinit(&l->arena);
	buf_clear(&l->hashes);
	l->n_hashes = 0;
	l->n_refused = l->n_without_text = 0;
	if (j->has_failed || j->next == j->n_slices) {
		rest(l);
		return;
	}
	l->slice = j->slices[j->next++];
	ask(l);
}

/* ---- connections ---- */

static void on_up(void *arg)
{
	struct lane *l = arg;

	if (l->is_open)
		return;
	l->is_open = true;
	next_slice(l);
}

static void on_down(void *arg, const char *reason)
{
	struct lane *l = arg;

	if (l->is_open)
		return; /* what was under way is answered as lost */
	l->is_open = true;
	fail(l, reason);
}

static void open_lane(struct job *j, struct lane *l)
{
	struct link_options options = {
		.conninfo = j->r->s->conninfo.ptr,
		.name = "jobtrendctl reclassify",
		.on_up = on_up,
		.on_down = on_down,
		.arg = l,
	};

	*l = (struct lane){
		.job = j,
		.work.data = l,
		.builder = outcome_builder_new(&j->r->context),
		.err = ERROR_INIT,
	};
	l->link = link_open(&j->loop, &options);
}

/* Once over all that is left. */
static bool run_pass(struct job *j)
{
	size_t most = j->n_slices < (size_t)j->r->connections
			      ? j->n_slices
			      : (size_t)j->r->connections;

	uv_loop_init(&j->loop);
	uv_timer_init(&j->loop, &j->closer);
	j->closer.data = j;
	j->is_closing = false;
	j->n_lanes = j->n_busy = most;
	for (size_t i = 0; i < most; i++)
		open_lane(j, &j->lanes[i]);
	uv_run(&j->loop, UV_RUN_DEFAULT);
	uv_loop_close(&j->loop);
	for (size_t i = 0; i < most; i++) {
		outcome_builder_free(j->lanes[i].builder);
		buf_deinit(&j->lanes[i].hashes);
	}
	return !j->has_failed;
}

/*
 * Ads that others were writing are passed over; they are tried again for as
 * long as that helps. What is no ad stays, and a trial leaves all as it is.
 */
static bool run_passes(struct job *j)
{
	int64_t before = INT64_MAX;

	for (int i = 0; i < PASSES_MAX; i++) {
		if (!plan(j))
			return false;
		if (!j->r->left || j->r->left == before ||
		    (i && (j->r->is_trial || j->r->left <= j->r->refused)))
			return true;
		if (!i)
			j->whole = j->r->left;
		before = j->r->left;
		if (!run_pass(j))
			return false;
	}
	return plan(j);
}

bool reclassify_run(struct reclassify *r)
{
	struct job *j = xcalloc(1, sizeof(*j));
	bool        is_done;

	j->r = r;
	j->index = skill_index_new(&r->context);
	progress_start(&j->progress, r->is_trial ? "trying" : "reclassify",
		       "ads");
	is_done = run_passes(j);
	progress_end(&j->progress);
	skill_index_free(j->index);
	free(j->slices);
	free(j);
	return is_done;
}
