/*
 * engine.c - the way of a page.
 *
 *   schedule -> run and first pages in the database
 *                  |
 *   frontier  lease hosts, load pages <-----------------------------+
 *                  |                                                |
 *   pump      robots.txt known? -- no --> fetch it, frontier_rules  |
 *                  | yes                                            |
 *   fetch     -> on_fetched -- retry, gone, refused ---+            | links
 *                  | 200, 304                          |            |
 *   pool      digest: decode, parse, compare, enrich   |            |
 *                  |                                   v            |
 *   store     on_digested -> outcomes, many to a transaction -> on_stored
 *                                                      \-> run idle -> finish
 *
 * Each arrow has a bound: fetches under way (connections), bodies in the pool
 * (pool_has_room), outcomes in the store (store_has_room). pump stops taking
 * pages while one of them is reached, and goes on when it is not.
 */
#include "daemon/engine.h"

#include "base/hash.h"
#include "base/json_out.h"
#include "base/mem.h"
#include "daemon/budget.h"
#include "daemon/config.h"
#include "daemon/crawl.h"
#include "daemon/database.h"
#include "daemon/frontier.h"
#include "daemon/keep.h"
#include "daemon/link.h"
#include "daemon/log.h"
#include "daemon/notify.h"
#include "daemon/pool.h"
#include "daemon/spool.h"
#include "daemon/state_dir.h"
#include "daemon/store.h"
#include "daemon/taxonomy_sync.h"
#include "daemon/wire.h"
#include "enrich/enrich.h"

#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TICK_MS 1000
#define STATUS_TICKS 5 /* daemon_status is written every so many */
#define ANSWER_MS 120000 /* a batch without answer: the connection is dead */
#define PATIENCE_MS 60000 /* a single visit does not wait longer */
#define HOSTS_MAX 12000
#define DRAIN_TICK_MS 20

enum stage {
	RUNNING,
	DRAINING,  /* no new fetches; what is under way is finished */
	RELEASING, /* hosts are given back */
	CLOSED,
};

struct engine {
	const struct engine_options *options;
	const struct config         *config;
	uv_loop_t                    loop;
	enum stage                   stage;
	struct crawl                 crawl;
	struct spool                *spool;
	struct keeper               *keeper;
	struct link                 *link, *fold_link;
	struct schedule             *schedule;
	struct taxonomy_keys         keys;
	struct outcome_context       context;
	int32_t                     *among;
	char                        *owner;
	struct metrics               metrics;
	uv_timer_t                   tick;
	uv_timer_t                   drain; /* checks, and the deadline */
	uv_timer_t                   watchdog;
	uv_signal_t                  signals[3];
	uint64_t                     drain_began_ms;
	int                          ticks;
	struct metrics_rated         rated;
	bool                         was_spooling;
};

/* ---- what it does, for people and for the database ---- */

static void gather(struct engine *e)
{
	struct metrics           *m = &e->metrics;
	struct store_counters     stored;
	struct frontier_counters  held;

	*m = e->crawl.metrics;
	store_counters(e->crawl.store, &stored);
	frontier_counters(e->crawl.frontier, &held);
	m->store_batches_total = stored.batches;
	m->store_microseconds_total = stored.busy_us;
	m->store_refused_total = stored.refused;
	m->spooled_total = stored.spooled;
	m->fetches_under_way = fetcher_running(e->crawl.fetcher);
	m->pages_in_pool = pool_pending(e->crawl.pool);
	m->hosts_held = held.hosts;
	m->pages_held = held.pages;
	if (e->spool) {
		m->spool_bytes = (uint64_t)spool_bytes(e->spool);
		m->spool_limit_bytes = (uint64_t)e->config->spool_max_bytes;
	}
	metrics_of_process(m);
}

static const char status_sql[] =
	"INSERT INTO jobtrend.daemon_status AS d "
	"(owner, version, started_at, heartbeat, counters, stopped_at) "
	"VALUES ($1, '" JOBTREND_VERSION "', now(), now(), $2, "
	"CASE WHEN $4 THEN now() END) "
	"ON CONFLICT (owner) DO UPDATE SET heartbeat = EXCLUDED.heartbeat, "
	"version = EXCLUDED.version, counters = EXCLUDED.counters, "
	"stopped_at = EXCLUDED.stopped_at, "
	"started_at = CASE WHEN $3 THEN EXCLUDED.started_at "
	"ELSE d.started_at END";

/* A visit that people started leaves nothing to look at. */
static const char forget_status_sql[] =
	"DELETE FROM jobtrend.daemon_status WHERE owner = $1";

static void forget_status(struct engine *e)
{
	struct params p = PARAMS_INIT;

	wire_text(params_next(&p), span_of(e->owner));
	link_send(e->link, forget_status_sql, &p, NULL, NULL);
	params_deinit(&p);
}

static void write_status(struct engine *e, bool is_first)
{
	struct params p = PARAMS_INIT;
	struct buf    json = BUF_INIT;

	metrics_measure_rates(&e->metrics, &e->rated, uv_now(&e->loop));
	if (!link_is_up(e->link))
		return;
	metrics_json(&e->metrics, &json);
	wire_text(params_next(&p), span_of(e->owner));
	wire_jsonb(params_next(&p), buf_span(&json));
	wire_bool(params_next(&p), is_first);
	wire_bool(params_next(&p), e->stage == RELEASING);
	link_send(e->link, status_sql, &p, NULL, NULL);
	params_deinit(&p);
	buf_deinit(&json);
}

/* ---- stopping ---- */

static void on_watch_closed(uv_handle_t *handle)
{
	(void)handle;
}

static void close_all(struct engine *e)
{
	e->stage = CLOSED;
	schedule_close(e->schedule);
	link_close(e->link);
	link_close(e->fold_link);
	store_close(e->crawl.store);
	frontier_close(e->crawl.frontier);
	fetcher_close(e->crawl.fetcher);
	pool_close(e->crawl.pool);
	uv_close((uv_handle_t *)&e->tick, on_watch_closed);
	uv_close((uv_handle_t *)&e->drain, on_watch_closed);
	uv_close((uv_handle_t *)&e->watchdog, on_watch_closed);
	if (e->options->is_daemon) {
		for (size_t i = 0; i < ARRAY_LEN(e->signals); i++)
			uv_close((uv_handle_t *)&e->signals[i],
				 on_watch_closed);
	}
}

static void on_released(void *arg)
{
	struct engine *e = arg;

	if (e->stage == RELEASING)
		close_all(e);
}

/* Is everything that was begun stored, or too late? */
static void on_drain(uv_timer_t *timer)
{
	struct engine *e = timer->data;
	uint64_t       spent = uv_now(&e->loop) - e->drain_began_ms;
	bool           is_late = spent > (uint64_t)e->config->drain_timeout_ms;

	if (is_late && fetcher_running(e->crawl.fetcher)) {
		log_warning("engine: drain late transfers=%zu",
			    fetcher_running(e->crawl.fetcher));
		crawl_cancel(&e->crawl);
	}
	if (fetcher_running(e->crawl.fetcher) || pool_pending(e->crawl.pool))
		return; /* the pool always ends: its work is bounded */
	if (e->stage == RELEASING) {
		if (is_late)
			close_all(e); /* no answer: the leases run out */
		return;
	}
	store_flush(e->crawl.store);
	if (!store_is_settled(e->crawl.store) && !is_late)
		return;
	e->stage = RELEASING;
	gather(e);
	if (e->options->is_daemon)
		write_status(e, false);
	else
		forget_status(e);
	frontier_release_all(e->crawl.frontier, on_released, e);
}

static void stop(struct engine *e, const char *why)
{
	if (e->stage != RUNNING)
		return;
	log_info("engine: stopping reason=%s", why);
	if (e->options->is_daemon)
		notify_stopping();
	e->stage = DRAINING;
	e->crawl.is_draining = true;
	e->drain_began_ms = uv_now(&e->loop);
	schedule_stop(e->schedule);
	frontier_set_loading(e->crawl.frontier, false);
	uv_timer_start(&e->drain, on_drain, 0, DRAIN_TICK_MS);
}

/* ---- events ---- */

static void adopt(struct engine *e, const struct config *c)
{
	e->config = c;
	e->context.keep_text = c->keep_text;
	log_set_level(c->log_level);
	frontier_set_policy(e->crawl.frontier, c);
	schedule_set_config(e->schedule, c);
	pool_set_limits(e->crawl.pool, c);
	crawl_set_config(&e->crawl, c);
	keeper_set_limits(e->keeper, c);
}

static void reload(struct engine *e)
{
	const struct config *fresh;
	struct error         err = ERROR_INIT;

	notify_reloading();
	fresh = e->options->reload ? e->options->reload(e->options->arg) : NULL;
	if (fresh && crawl_load_credentials(&e->crawl, &err) &&
	    fetcher_reload(e->crawl.fetcher, fresh, &err)) {
		adopt(e, fresh);
		if (link_is_up(e->link))
			schedule_sync(e->schedule, fresh);
		log_info("engine: reloaded");
	} else {
		log_error("engine: reload refused, the old configuration "
			  "holds%s%s",
			  err.text[0] ? " error=" : "", err.text);
	}
	notify_ready("running");
}

static void on_signal(uv_signal_t *handle, int number)
{
	struct engine *e = handle->data;

	if (number == SIGHUP)
		reload(e);
	else
		stop(e, number == SIGTERM ? "SIGTERM" : "SIGINT");
}

static void on_watchdog(uv_timer_t *timer)
{
	(void)timer;
	notify_watchdog();
}

static void on_tick(uv_timer_t *timer)
{
	struct engine *e = timer->data;
	bool           is_spooling = store_has_spooled(e->crawl.store);

	/* Pages whose results wait on disk look due in the database. */
	frontier_set_loading(e->crawl.frontier,
			     e->stage == RUNNING && link_is_up(e->link) &&
				     !is_spooling);
	if (e->was_spooling && !is_spooling)
		log_info("store spool: empty again");
	e->was_spooling = is_spooling;
	gather(e);
	keeper_tick(e->keeper);
	if (++e->ticks % STATUS_TICKS == 1)
		write_status(e, e->ticks == 1);
	if (e->options->progress &&
	    !e->options->progress(e->options->arg, &e->metrics))
		stop(e, "asked");
	crawl_pump(&e->crawl);
	if (schedule_is_done(e->schedule) && store_is_idle(e->crawl.store))
		stop(e, "done");
}

static void on_up(void *arg)
{
	struct engine *e = arg;

	log_info("database: connected");
	if (e->options->is_daemon)
		schedule_sync(e->schedule, e->config);
	frontier_set_loading(e->crawl.frontier,
			     e->stage == RUNNING &&
				     !store_has_spooled(e->crawl.store));
	frontier_wake(e->crawl.frontier);
	store_flush(e->crawl.store);
	schedule_wake(e->schedule);
}

static void on_down(void *arg, const char *reason)
{
	struct engine *e = arg;

	frontier_set_loading(e->crawl.frontier, false);
	log_error("database: away error=\"%s\"", reason);
}

static void on_fold_down(void *arg, const char *reason)
{
	(void)arg;
	log_debug("database: second connection away error=\"%s\"", reason);
}

static void on_run_opened(void *arg)
{
	struct engine *e = arg;

	frontier_news(e->crawl.frontier);
}

static void on_run_ended(void *arg, const struct run_end *end)
{
	struct engine *e = arg;

	budget_forget(&e->crawl.budget, end->run_id);
	e->crawl.metrics.runs_total++;
	e->crawl.metrics.runs_ok_total += !strcmp(end->state, "ok");
	e->crawl.metrics.runs_blocked_total += !strcmp(end->state, "blocked");
	log_info("run %s: ended state=%s pages=%" PRId64 " failed=%" PRId64
		 " ads=%" PRId64 " new=%" PRId64 " gone=%" PRId64 "%s%s",
		 end->source, end->state, end->fetched, end->failed,
		 end->ads_seen, end->ads_new, end->ads_gone,
		 end->reason[0] ? " reason=" : "", end->reason);
	if (e->options->run_ended)
		e->options->run_ended(e->options->arg, end);
}

static void on_run_idle(void *arg, int32_t source_id, int64_t run_id)
{
	struct engine *e = arg;

	schedule_run_idle(e->schedule, source_id, run_id);
}

static void on_stored(void *arg, bool is_busy)
{
	struct engine *e = arg;

	schedule_stored(e->schedule, is_busy);
}

/* ---- beginning ---- */

/* Which sources are meant: their keys. */
static bool find_among(struct engine *e, struct database *db,
		       struct error *err)
{
	size_t n = e->options->n_sources;

	if (!e->options->sources)
		return true;
	e->among = xcalloc(n + 1, sizeof(*e->among));
	for (size_t i = 0; i < n; i++) {
		const char  *id = e->options->sources[i];
		struct rows *r = database_query(
			db, "SELECT source_id FROM jobtrend.source WHERE id = $1",
			&id, 1, err);

		if (r && rows_count(r))
			e->among[i] = (int32_t)rows_get_int(r, 0, 0);
		else if (r)
			error_set(err, "source %s: there is none of that name",
				  id);
		rows_free(r);
		if (!e->among[i])
			return false;
	}
	return true;
}

/* The dictionary has to be known to the database before anything is stored. */
static bool prepare(struct engine *e, struct error *err)
{
	struct database *db = database_open(e->options->conninfo, err);
	bool             is_done;

	if (!db)
		return false;
	is_done = taxonomy_sync(db, e->options->taxonomy, &e->keys, err) &&
		  find_among(e, db, err);
	database_close(db);
	e->context = (struct outcome_context){
		.taxonomy = e->options->taxonomy,
		.skill_ids = e->keys.skill_ids,
		.n_skills = e->keys.n_skills,
		.taxonomy_id = e->keys.taxonomy_id,
		.keep_text = e->config->keep_text,
	};
	return is_done;
}

static int threads_of(const struct config *c)
{
	int n = c->parse_threads ? (int)c->parse_threads
				 : (int)uv_available_parallelism();

	return n < 1 ? 1 : n;
}

static bool open_state(struct engine *e, struct error *err)
{
	struct buf dir = BUF_INIT;
	bool       is_done;

	if (!e->options->is_daemon) {
		e->owner = state_dir_guest();
		return true;
	}
	buf_printf(&dir, "%s/spool", e->config->state_dir);
	e->owner = state_dir_owner(e->config->state_dir, err);
	is_done = e->owner &&
		  (e->spool = spool_open(dir.ptr, e->config->spool_max_bytes,
					 err));
	if (is_done && e->config->keep_raw != KEEP_RAW_OFF)
		is_done = (e->keeper = keeper_open(e->config, e->owner, err));
	buf_deinit(&dir);
	return is_done;
}

static void open_links(struct engine *e)
{
	struct link_options options = {
		.conninfo = e->options->conninfo,
		.name = e->options->is_daemon ? "jobtrendd" : "jobtrendctl",
		.answer_ms = ANSWER_MS,
		.on_up = on_up,
		.on_down = on_down,
		.arg = e,
	};

	e->link = link_open(&e->loop, &options);
	options.name = "jobtrend fold";
	options.answer_ms = 0; /* counting may take long */
	options.on_up = NULL;
	options.on_down = on_fold_down;
	e->fold_link = link_open(&e->loop, &options);
}

static void open_parts(struct engine *e)
{
	struct crawl_options crawl = {
		.loop = &e->loop,
		.config = e->config,
		.context = &e->context,
		.link = e->link,
		.spool = e->spool,
		.keeper = e->keeper,
		.threads = threads_of(e->config),
		.backfill_months = e->options->backfill_months,
		.patience_ms = e->options->is_once ? PATIENCE_MS : 0,
		.run_idle = on_run_idle,
		.stored = on_stored,
		.arg = e,
	};
	struct frontier_options frontier = {
		.link = e->link,
		.owner = e->owner,
		.among = e->among,
		.n_among = e->options->n_sources,
		.max_hosts = HOSTS_MAX,
	};
	struct schedule_options schedule = {
		.link = e->link,
		.fold_link = e->fold_link,
		.conninfo = e->options->conninfo,
		.owner = e->owner,
		.among = e->among,
		.n_among = e->options->n_sources,
		.is_once = e->options->is_once,
		.opened = on_run_opened,
		.ended = on_run_ended,
		.arg = e,
	};

	crawl_open(&e->crawl, &crawl, &frontier);
	e->schedule = schedule_open(&e->loop, &schedule);
	adopt(e, e->config);
}

static void watch_signals(struct engine *e)
{
	static const int numbers[] = { SIGTERM, SIGINT, SIGHUP };

	if (!e->options->is_daemon)
		return;
	for (size_t i = 0; i < ARRAY_LEN(numbers); i++) {
		uv_signal_init(&e->loop, &e->signals[i]);
		e->signals[i].data = e;
		uv_signal_start(&e->signals[i], on_signal, numbers[i]);
	}
}

static void start_timers(struct engine *e)
{
	uint64_t every = e->options->is_daemon ? notify_watchdog_ms() : 0;

	uv_timer_init(&e->loop, &e->tick);
	uv_timer_init(&e->loop, &e->drain);
	uv_timer_init(&e->loop, &e->watchdog);
	e->tick.data = e->drain.data = e->watchdog.data = e;
	uv_timer_start(&e->tick, on_tick, TICK_MS / 10,
		       e->options->is_once ? TICK_MS / 10 : TICK_MS);
	if (every)
		uv_timer_start(&e->watchdog, on_watchdog, every, every);
}

static void release_all(struct engine *e)
{
	crawl_drop_secrets(&e->crawl);
	keeper_close(e->keeper);
	spool_close(e->spool);
	taxonomy_keys_deinit(&e->keys);
	free(e->among);
	free(e->owner);
	free(e);
}

bool engine_run(const struct engine_options *options, struct error *err)
{
	struct engine *e = xcalloc(1, sizeof(*e));
	char           threads[16];
	bool           is_done = false;

	e->options = options;
	e->config = options->config;
	snprintf(threads, sizeof(threads), "%d", threads_of(options->config));
	setenv("UV_THREADPOOL_SIZE", threads, 1); /* read at its first use */
	if (!crawl_load_credentials(&e->crawl, err) || !prepare(e, err) ||
	    !open_state(e, err))
		goto out;
	uv_loop_init(&e->loop);
	e->crawl.fetcher = fetcher_open(&e->loop, options->config, err);
	if (!e->crawl.fetcher) {
		uv_run(&e->loop, UV_RUN_DEFAULT);
		uv_loop_close(&e->loop);
		goto out;
	}
	open_links(e);
	open_parts(e);
	keeper_start(e->keeper, &e->loop, e->link);
	watch_signals(e);
	start_timers(e);
	if (options->is_daemon) {
		log_info("engine: ready owner=%s sources=%zu", e->owner,
			 options->config->n_sources);
		notify_ready("running");
	}
	uv_run(&e->loop, UV_RUN_DEFAULT);
	if (uv_loop_close(&e->loop))
		log_error("engine: handles left open");
	crawl_deinit(&e->crawl);
	is_done = true;
out:
	release_all(e);
	return is_done;
}
