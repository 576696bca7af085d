/*
 * schedule.c - when sources are visited, and how their runs end.
 *
 *   tick -> due_sources -> on_due -> open_run (each) -> opened
 *   run idle -> finish_run -> on_finished -> read the run -> ended
 *   stored -> fold, fold, ... until nothing is dirty
 *   tick -> recount -> publish_due, what that leaves (stocks) -> retain
 *           (soon after the last fold, but most of the time not at all)
 */
#include "daemon/schedule.h"

#include "base/hash.h"
#include "base/json_out.h"
#include "base/mem.h"
#include "daemon/config.h"
#include "daemon/link.h"
#include "daemon/log.h"
#include "daemon/page.h"
#include "daemon/recount.h"
#include "daemon/retain.h"
#include "daemon/schedule_seeds.h"
#include "daemon/seed.h"
#include "daemon/tally.h"
#include "daemon/wire.h"
#include "parsers/parser.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define TICK_MS 1000
#define IDLE_CHECK_MS 30000 /* runs that a crash left open */
#define DUE_AT_ONCE 500 /* sources of one question */
#define FOLD_ADS 20000 /* of one fold */
#define BUSY_MS 2000 /* after ads came while more were under way */
#define FOLD_BUSY_PERIODS 6 /* while ads pour in, fold so much less often */
#define PUBLISH_CELLS 5 /* at a time, so that folds do not wait long */
#define PUBLISH_FIRST_MS 60000 /* after the start, whatever is folded */
#define PUBLISH_IDLE_MS 300000 /* when nothing was left to publish */
#define PUBLISH_PAUSE_MS 10000 /* at least, between two recounts */
#define PUBLISH_PAUSE 4 /* times what the last one took: a fifth of all time */
#define PUBLISH_BUSY_MS 10000 /* while ads pour in */

struct schedule {
	uv_loop_t              *loop;
	struct schedule_options options;
	uv_timer_t              timer;
	uint64_t                idle_checked_ms;
	bool                    is_asking;  /* due_sources is under way */
	bool                    is_stopped;
	bool                    is_closed;
	size_t                  n_under_way; /* questions about runs */
	/* is_once */
	bool    is_all_opened;
	int64_t n_open; /* runs in the database; -1: not known */
	bool    is_counting;
	/* folding */
	bool     is_dirty;
	bool     has_folded; /* what is not published yet, */
	bool     is_folded;  /* and nothing more was left to fold */
	uint64_t busy_until_ms; /* ads pour in */
	bool     is_folding;
	uint64_t folded_ms;
	uint64_t fold_every_ms;
	/* publishing */
	bool     is_publishing;
	uint64_t publish_at_ms;
	uint64_t recounted_ms; /* when it began; then until when it is not again */
	uint64_t rested_ms;
	struct retain retain;
	struct recount *recount;
};

/* ---- folding ---- */

static const char fold_sql[] = "SELECT jobtrend.fold($1)";

static void fold(struct schedule *s);

static bool is_busy(const struct schedule *s)
{
	return uv_now(s->loop) < s->busy_until_ms;
}

static void on_folded(const struct answer *a, void *arg)
{
	struct schedule *s = arg;

	s->is_folding = false;
	s->folded_ms = uv_now(s->loop);
	if (s->is_closed)
		return;
	if (answer_status(a) != ANSWER_OK) {
		if (answer_status(a) != ANSWER_LOST)
			log_warning("fold database: failed error=\"%s\"",
				    answer_message(a));
		s->is_dirty = true; /* once more at the next turn */
		return;
	}
	s->has_folded |= answer_int(a, 0, 0) > 0;
	/* Beside a crawl a few ads at a time would cost as much as many. */
	if (answer_int(a, 0, 0) >= FOLD_ADS ||
	    (answer_int(a, 0, 0) > 0 && !is_busy(s)))
		fold(s);
	else if (answer_int(a, 0, 0) > 0)
		s->is_dirty = true;
	else /* nobody has to wait any longer, unless ads pour in */
		s->is_folded = s->has_folded && !is_busy(s);
}

static void fold(struct schedule *s)
{
	struct params p = PARAMS_INIT;

	if (s->is_folding || !link_is_up(s->options.fold_link))
		return;
	s->is_folding = true;
	s->is_folded = false;
	s->is_dirty = false;
	wire_int4(params_next(&p), FOLD_ADS);
	link_send(s->options.fold_link, fold_sql, &p, on_folded, s);
	params_deinit(&p);
}

void schedule_stored(struct schedule *s, bool has_more)
{
	s->is_dirty = true;
	s->busy_until_ms = has_more ? uv_now(s->loop) + BUSY_MS : 0;
}

static void fold_if_due(struct schedule *s)
{
	uint64_t every = s->fold_every_ms;

	if (is_busy(s))
		every *= FOLD_BUSY_PERIODS;
	if (s->options.is_once && s->n_open == 0)
		every = 0; /* nothing else is to be waited for */
	if (s->is_dirty && uv_now(s->loop) - s->folded_ms >= every)
		fold(s);
}

/* ---- publishing ---- */

static const char publish_sql[] = "SELECT jobtrend.publish_due($1)";

static void on_published(const struct answer *a, void *arg)
{
	struct schedule *s = arg;

	s->is_publishing = false;
	s->publish_at_ms = uv_now(s->loop) + PUBLISH_IDLE_MS;
	if (s->is_closed || answer_status(a) == ANSWER_LOST)
		return;
	if (answer_status(a) != ANSWER_OK)
		log_warning("publish database: failed error=\"%s\"",
			    answer_message(a));
	else if (answer_int(a, 0, 0) > 0)
		s->publish_at_ms = uv_now(s->loop) +
				   (is_busy(s) ? PUBLISH_BUSY_MS : TICK_MS);
}

static void publish_rest(struct schedule *s)
{
	struct params p = PARAMS_INIT;

	s->is_publishing = true;
	wire_int4(params_next(&p), PUBLISH_CELLS);
	link_send(s->options.fold_link, publish_sql, &p, on_published, s);
	params_deinit(&p);
}

/* All cells but those of stocks have been brought up to date at once. */
static void on_recounted(const struct recount_result *result,
			 const char *error, void *arg)
{
	const struct cells_result *cells = &result->cells;
	struct schedule           *s = arg;
	uint64_t now = uv_now(s->loop), pause = PUBLISH_PAUSE * (now - s->recounted_ms);

	s->rested_ms = now + (pause > PUBLISH_PAUSE_MS ? pause : PUBLISH_PAUSE_MS);
	s->publish_at_ms = now + PUBLISH_IDLE_MS;
	if (*error)
		log_warning("publish database: failed error=\"%s\"", error);
	else if (cells->cells || cells->series)
		log_info("publish cells: counted cells=%" PRId64
			 " published=%" PRId64 " series=%" PRId64 " ads=%" PRId64,
			 cells->cells, cells->published, cells->series,
			 cells->ads);
	if (!*error && result->answers)
		log_info("publish answers: kept n=%" PRId64, result->answers);
	if (!*error && result->lifetimes)
		log_info("publish lifetimes: counted cohorts=%" PRId64,
			 result->lifetimes);
	if (!*error && link_is_up(s->options.fold_link))
		publish_rest(s);
}

static bool is_publishing_due(const struct schedule *s)
{
	uint64_t now = uv_now(s->loop);

	return now >= s->publish_at_ms || (s->is_folded && now >= s->rested_ms);
}

/* What a single visit changes is left to the daemon that stays. */
static void publish_if_due(struct schedule *s)
{
	if (s->options.is_once || s->is_publishing || s->is_folding ||
	    recount_is_busy(s->recount) || !is_publishing_due(s) ||
	    !link_is_up(s->options.fold_link))
		return;
	s->has_folded = s->is_folded = false;
	s->recounted_ms = uv_now(s->loop);
	s->publish_at_ms = s->recounted_ms + PUBLISH_IDLE_MS;
	(void)recount_start(s->recount);
}

/* ---- the end of runs ---- */

static const char finish_sql[] = "SELECT jobtrend.finish_run($1, $2)";
static const char run_sql[] =
	"SELECT s.id, r.state, COALESCE(r.reason, ''), r.source_id, r.run_id, "
	"r.listed, r.fetched, r.failed, r.ads_seen, r.ads_new, r.ads_gone "
	"FROM jobtrend.run AS r JOIN jobtrend.source AS s USING (source_id) "
	"WHERE r.source_id = $1 AND r.run_id = $2";

static void on_run_read(const struct answer *a, void *arg)
{
	struct schedule *s = arg;
	struct buf       text = BUF_INIT;
	struct run_end   end;

	s->n_under_way--;
	s->n_open = -1;
	if (s->is_closed || answer_status(a) != ANSWER_OK || !answer_rows(a) ||
	    span_is(answer_bytes(a, 0, 1), "open"))
		return;
	for (int i = 0; i < 3; i++) {
		buf_add_span(&text, answer_bytes(a, 0, i));
		buf_add_char(&text, '\0');
	}
	end = (struct run_end){
		.source = text.ptr,
		.source_id = (int32_t)answer_int(a, 0, 3),
		.run_id = answer_int(a, 0, 4),
		.listed = answer_is_null(a, 0, 5) ? -1 : answer_int(a, 0, 5),
		.fetched = answer_int(a, 0, 6),
		.failed = answer_int(a, 0, 7),
		.ads_seen = answer_int(a, 0, 8),
		.ads_new = answer_int(a, 0, 9),
		.ads_gone = answer_int(a, 0, 10),
	};
	end.state = end.source + strlen(end.source) + 1;
	end.reason = end.state + strlen(end.state) + 1;
	s->is_dirty = true;
	s->options.ended(s->options.arg, &end);
	buf_deinit(&text);
}

static void on_finished(const struct answer *a, void *arg)
{
	struct schedule *s = arg;

	s->n_under_way--;
	if (answer_status(a) == ANSWER_REFUSED ||
	    answer_status(a) == ANSWER_FAILED)
		log_error("run database: finish_run failed error=\"%s\"",
			  answer_message(a));
}

void schedule_run_idle(struct schedule *s, int32_t source_id, int64_t run_id)
{
	struct params p = PARAMS_INIT;

	wire_int4(params_next(&p), source_id);
	wire_int8(params_next(&p), run_id);
	/* In this order: the second reads what the first has decided. */
	s->n_under_way += 2;
	link_send(s->options.link, finish_sql, &p, on_finished, s);
	link_send(s->options.link, run_sql, &p, on_run_read, s);
	params_deinit(&p);
}

static const char idle_sql[] =
	"SELECT source_id, run_id FROM jobtrend.idle_runs($1)";

static void put_among(const struct schedule *s, struct params *p)
{
	struct buf *b = params_next(p);

	if (s->options.among)
		wire_int4_array(b, s->options.among, s->options.n_among);
	else
		wire_text(b, (struct span){ NULL, 0 });
}

static void on_idle_runs(const struct answer *a, void *arg)
{
	struct schedule *s = arg;

	s->n_under_way--;
	if (s->is_closed || answer_status(a) != ANSWER_OK)
		return;
	for (int i = 0; i < answer_rows(a); i++)
		schedule_run_idle(s, (int32_t)answer_int(a, i, 0),
				  answer_int(a, i, 1));
}

static void check_idle(struct schedule *s)
{
	struct params p = PARAMS_INIT;

	s->idle_checked_ms = uv_now(s->loop);
	put_among(s, &p);
	s->n_under_way++;
	link_send(s->options.link, idle_sql, &p, on_idle_runs, s);
	params_deinit(&p);
}

/* ---- the beginning of runs ---- */

static const char due_sql[] =
	"SELECT source_id, id, kind, url, options "
	"FROM jobtrend.due_sources($1, $2)";
static const char open_sql[] = "SELECT jobtrend.open_run($1, $2)";

static void on_opened(const struct answer *a, void *arg)
{
	struct schedule *s = arg;

	s->n_under_way--;
	if (s->is_closed)
		return;
	s->n_open = -1;
	if (answer_status(a) == ANSWER_OK)
		s->options.opened(s->options.arg);
	else if (answer_status(a) != ANSWER_LOST)
		log_error("run database: open_run failed error=\"%s\"",
			  answer_message(a));
}

static void open_source(struct schedule *s, int32_t source_id, const char *id,
			const char *kind, const char *url, const char *options)
{
	struct params p = PARAMS_INIT;
	struct seed   seed;
	struct seeds  seeds = { .n = 0 };
	struct buf    map = BUF_INIT;
	char          host[HOST_MAX], map_host[HOST_MAX];

	if (strcmp(kind, "auto") && !parser_find(span_of(kind)))
		return; /* an archive's source: nobody can visit it */
	if (!seed_for(kind, url, options, &seed) ||
	    !schedule_add_seed(&seeds, source_id, seed.kind, span_of(seed.url),
			       span_of(seed.post.ptr), host)) {
		log_error("source %s: expected the address of a %s board, "
			  "got \"%s\"", id, kind, url);
	} else {
		if (option_text(options, "sitemap", &map))
			schedule_add_seed(&seeds, source_id, TALLY_KIND,
					  buf_span(&map),
					  (struct span){ NULL, 0 }, map_host);
		wire_int4(params_next(&p), source_id);
		schedule_put_seeds(s->options.link, &p, &seeds);
		s->n_under_way++;
		link_send(s->options.link, open_sql, &p, on_opened, s);
		params_deinit(&p);
	}
	buf_deinit(&map);
	seed_deinit(&seed);
}

static char *text_at(const struct answer *a, int row, int col)
{
	struct span s = answer_bytes(a, row, col);

	return s.ptr ? xstrndup(s.ptr, s.len) : NULL;
}

static void on_due(const struct answer *a, void *arg)
{
	struct schedule *s = arg;

	s->is_asking = false;
	if (s->is_closed || s->is_stopped || answer_status(a) != ANSWER_OK)
		return;
	for (int i = 0; i < answer_rows(a); i++) {
		char *id = text_at(a, i, 1), *kind = text_at(a, i, 2);
		char *url = text_at(a, i, 3), *options = text_at(a, i, 4);

		open_source(s, (int32_t)answer_int(a, i, 0), id, kind, url,
			    options);
		free(id);
		free(kind);
		free(url);
		free(options);
	}
	s->is_all_opened = true;
}

static void ask_due(struct schedule *s)
{
	struct params p = PARAMS_INIT;

	if (s->is_asking || s->is_stopped ||
	    (s->options.is_once && s->is_all_opened))
		return;
	s->is_asking = true;
	/* Once means all at once: what failed would be due again. */
	wire_int4(params_next(&p), s->options.is_once ? INT32_MAX : DUE_AT_ONCE);
	put_among(s, &p);
	link_send(s->options.link, due_sql, &p, on_due, s);
	params_deinit(&p);
}

/* ---- is everything over? ---- */

static const char open_count_sql[] =
	"SELECT count(*) FROM jobtrend.source WHERE open_run_id IS NOT NULL "
	"AND ($1::integer[] IS NULL OR source_id = ANY ($1))";

static void on_open_count(const struct answer *a, void *arg)
{
	struct schedule *s = arg;

	s->is_counting = false;
	if (!s->is_closed && answer_status(a) == ANSWER_OK)
		s->n_open = answer_int(a, 0, 0);
}

static void count_open(struct schedule *s)
{
	struct params p = PARAMS_INIT;

	if (s->is_counting || !s->options.is_once || !s->is_all_opened ||
	    s->n_under_way)
		return;
	s->is_counting = true;
	put_among(s, &p);
	link_send(s->options.link, open_count_sql, &p, on_open_count, s);
	params_deinit(&p);
}

bool schedule_is_done(const struct schedule *s)
{
	return s->options.is_once && s->is_all_opened && !s->n_under_way &&
	       s->n_open == 0 && !s->is_dirty && !s->is_folding;
}

/* ---- sources ---- */

static const char sync_sql[] = "SELECT jobtrend.sync_sources($1, $2)";

static void on_synced(const struct answer *a, void *arg)
{
	struct schedule *s = arg;

	s->n_under_way--;
	for (int i = 0; answer_status(a) == ANSWER_OK && i < answer_rows(a);
	     i++) {
		struct span id = answer_bytes(a, i, 0);

		log_info("source %.*s: not configured any more, visited no "
			 "longer", (int)id.len, id.ptr);
	}
	if (answer_status(a) == ANSWER_OK)
		log_info("schedule sources: configured");
	else if (answer_status(a) != ANSWER_LOST)
		log_error("schedule sources: not configured error=\"%s\"",
			  answer_message(a));
}

void schedule_sync(struct schedule *s, const struct config *c)
{
	struct params p = PARAMS_INIT;
	struct buf    json = BUF_INIT;

	json_open_array(&json);
	for (size_t i = 0; i < c->n_sources; i++)
		source_config_put(&c->sources[i], &json);
	json_close_array(&json);
	wire_jsonb(params_next(&p), buf_span(&json));
	wire_text(params_next(&p), span_of(s->options.owner));
	s->n_under_way++;
	link_send(s->options.link, sync_sql, &p, on_synced, s);
	params_deinit(&p);
	buf_deinit(&json);
}

/* ---- life ---- */

static void on_tick(uv_timer_t *timer)
{
	struct schedule *s = timer->data;

	if (link_is_up(s->options.link)) {
		ask_due(s);
		if (uv_now(s->loop) - s->idle_checked_ms >= IDLE_CHECK_MS)
			check_idle(s);
		count_open(s);
	}
	publish_if_due(s);
	if (!s->options.is_once && !s->is_folding && !s->is_publishing)
		retain_if_due(&s->retain);
	fold_if_due(s);
}

static uint64_t loop_now(void *loop)
{
	return uv_now(loop);
}

struct schedule *schedule_open(uv_loop_t *loop,
			       const struct schedule_options *options)
{
	struct schedule *s = xcalloc(1, sizeof(*s));
	uint64_t         every;

	s->loop = loop;
	s->options = *options;
	s->n_open = -1;
	s->folded_ms = uv_now(loop); /* the first ads are not worth a fold */
	s->publish_at_ms = uv_now(loop) + PUBLISH_FIRST_MS;
	s->rested_ms = uv_now(loop) + PUBLISH_PAUSE_MS;
	retain_init(&s->retain, options->fold_link, s->publish_at_ms, loop_now,
		    loop);
	s->recount = recount_open(loop, options->conninfo, on_recounted, s);
	uv_timer_init(loop, &s->timer);
	s->timer.data = s;
	every = options->is_once ? TICK_MS / 10 : TICK_MS;
	uv_timer_start(&s->timer, on_tick, every, every);
	return s;
}

void schedule_set_config(struct schedule *s, const struct config *c)
{
	s->fold_every_ms = (uint64_t)c->fold_every_ms;
	s->retain.text_keep_s = c->text_keep_s;
	s->retain.detail_keep_s = c->detail_keep_s;
}

void schedule_wake(struct schedule *s)
{
	s->is_dirty = true;
	check_idle(s);
	ask_due(s);
}

void schedule_stop(struct schedule *s)
{
	s->is_stopped = true;
}

static void on_timer_closed(uv_handle_t *handle)
{
	free(handle->data);
}

void schedule_close(struct schedule *s)
{
	s->is_closed = true;
	recount_close(s->recount);
	uv_close((uv_handle_t *)&s->timer, on_timer_closed);
}
