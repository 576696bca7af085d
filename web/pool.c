#include "web/pool.h"

#include "base/mem.h"
#include "daemon/config.h"
#include "daemon/log.h"
#include "web/claims.h"
#include "web/metrics.h"
#include "web/pool_work.h"
#include "web/route_sql.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define QUEUE_MAX      256  /* different questions that wait */
#define QUEUE_PATIENCE 5000 /* ms; then the client had better come back */
#define LOOK_EVERY_S   1    /* at the data's state */
#define FIRST_LOOK_S   3    /* that opening waits for */
#define STACK_BYTES    (512 * 1024)

const struct route route_metrics = {
	.path = "metrics",
	.sql = SQL_DAEMONS,
	.fresh = FRESH_BY_TIME,
	.is_light = true,
};

/* A question and all who wait for its answer. */
struct job {
	struct question *waiters;
	const char      *key; /* of the first waiter */
	int64_t          asked_ms;
	bool             is_running, may_join;
	struct job      *next;
};

struct pool {
	const struct config *config;
	pthread_mutex_t      lock;
	pthread_cond_t       work, stop;
	struct job          *jobs; /* waiting and running, oldest first */
	size_t               n_waiting, n_heavy, n_streams;
	bool                 is_stopping;
	struct pool_tools    tools;
	struct worker      **workers;
	size_t               n_workers;
	pthread_t            watcher;
	bool                 has_watcher;

	pthread_mutex_t state_lock;
	pthread_cond_t  looked;
	bool            has_looked;
	struct state   *state; /* NULL: away */
	struct problem  why;
};

struct worker {
	struct pool        *pool;
	struct pool_desk    desk;
	const struct route *route; /* what it works on; NULL: nothing */
	pthread_t           thread;
	bool                has_thread;
};

static int64_t now_ms(void)
{
	return metrics_now_us() / 1000;
}

/* ---- who may start what ---- */

static size_t running_of(const struct pool *p, const struct route *route)
{
	size_t n = 0;

	for (size_t i = 0; i < p->n_workers; i++)
		n += p->workers[i]->route == route;
	return n;
}

static bool may_start(const struct pool *p, const struct job *job)
{
	const struct route *route = job->waiters->call->route;
	size_t              most = p->n_workers / 2;

	if (running_of(p, route) >= (most ? most : 1))
		return false;
	return route->is_light || p->n_heavy + 1 < p->n_workers;
}

/* The oldest that may be started. The lock is held. */
static struct job *next_job(const struct pool *p)
{
	for (struct job *job = p->jobs; job; job = job->next) {
		if (!job->is_running && may_start(p, job))
			return job;
	}
	return NULL;
}

static void unlink_job(struct pool *p, struct job *job)
{
	struct job **at = &p->jobs;

	while (*at != job)
		at = &(*at)->next;
	*at = job->next;
}

/* ---- answering ---- */

/* Everybody gets what the first got. */
static void finish(struct question *waiters, const struct outcome *outcome)
{
	for (struct question *q = waiters, *next; q; q = next) {
		next = q->next_waiter;
		*q->outcome = *outcome;
		if (outcome->answer)
			answer_ref(outcome->answer);
		q->on_done(q->arg); /* q may be gone now */
	}
	answer_unref(outcome->answer);
}

static struct question *take_waiters(struct pool *p, struct job *job)
{
	struct question *waiters;

	pthread_mutex_lock(&p->lock);
	unlink_job(p, job);
	waiters = job->waiters;
	free(job);
	pthread_mutex_unlock(&p->lock);
	return waiters;
}

/* A stream has one reader, so nobody has joined. */
static void work_stream(struct worker *w, struct job *job)
{
	struct question *q = job->waiters;
	struct outcome   outcome = { .answer = NULL };

	if (!pool_stream_open(&w->pool->tools, &w->desk, q, &outcome)) {
		finish(take_waiters(w->pool, job), &outcome);
		return;
	}
	/* The question is gone once its answer has begun. */
	finish(take_waiters(w->pool, job), &outcome);
	pool_stream_rows(&w->pool->tools, &w->desk);
}

static void work(struct worker *w, struct job *job)
{
	struct outcome outcome = { .answer = NULL };

	if (now_ms() - job->asked_ms > QUEUE_PATIENCE) {
		problem_set(&outcome.problem, PROBLEM_BUSY,
			    "expected a free worker within %d s, found none",
			    QUEUE_PATIENCE / 1000);
		finish(take_waiters(w->pool, job), &outcome);
	} else if (job->waiters->may_stream) {
		work_stream(w, job);
	} else {
		pool_answer(&w->pool->tools, &w->desk, job->waiters, &outcome);
		finish(take_waiters(w->pool, job), &outcome);
	}
}

static void *run_worker(void *arg)
{
	struct worker *w = arg;
	struct pool   *p = w->pool;

	pthread_mutex_lock(&p->lock);
	for (;;) {
		struct job *job;
		bool        is_heavy, is_stream;

		while (!(job = next_job(p)) && !p->is_stopping)
			pthread_cond_wait(&p->work, &p->lock);
		if (p->is_stopping)
			break;
		job->is_running = true;
		w->route = job->waiters->call->route;
		is_heavy = !w->route->is_light;
		is_stream = job->waiters->may_stream;
		p->n_waiting--;
		p->n_heavy += is_heavy;
		pthread_mutex_unlock(&p->lock);

		work(w, job);

		pthread_mutex_lock(&p->lock);
		p->n_heavy -= is_heavy;
		p->n_streams -= is_stream;
		w->route = NULL;
		/* What had to wait for us may now start elsewhere, too. */
		pthread_cond_broadcast(&p->work);
	}
	pthread_mutex_unlock(&p->lock);
	db_close(w->desk.db);
	return NULL;
}

/* ---- asking ---- */

static bool join(struct pool *p, struct question *q)
{
	for (struct job *job = p->jobs; job; job = job->next) {
		if (!job->may_join || strcmp(job->key, q->key) != 0)
			continue;
		/* Behind the first, whose call and key are worked with. */
		q->next_waiter = job->waiters->next_waiter;
		job->waiters->next_waiter = q;
		return true;
	}
	return false;
}

static bool is_full(const struct pool *p, const struct question *q)
{
	size_t streams = p->n_workers / 2;

	return p->is_stopping || p->n_waiting >= QUEUE_MAX ||
	       (q->may_stream && p->n_streams >= (streams ? streams : 1));
}

static void enqueue(struct pool *p, struct question *q)
{
	struct job  *job = xcalloc(1, sizeof(*job));
	struct job **end = &p->jobs;

	job->waiters = q;
	job->key = q->key;
	job->asked_ms = now_ms();
	job->may_join = !q->may_stream;
	while (*end)
		end = &(*end)->next;
	*end = job;
	p->n_waiting++;
	p->n_streams += q->may_stream;
	pthread_cond_signal(&p->work);
}

bool pool_ask(struct pool *p, struct question *q)
{
	bool is_taken = true;

	q->next_waiter = NULL;
	pthread_mutex_lock(&p->lock);
	if (q->may_stream || !join(p, q)) {
		is_taken = !is_full(p, q);
		if (is_taken)
			enqueue(p, q);
	}
	pthread_mutex_unlock(&p->lock);
	return is_taken;
}

size_t pool_queue_length(struct pool *p)
{
	size_t n;

	pthread_mutex_lock(&p->lock);
	n = p->n_waiting;
	pthread_mutex_unlock(&p->lock);
	return n;
}

/* ---- the state of the data ---- */

struct state *pool_state(struct pool *p, struct problem *why)
{
	struct state *s;

	pthread_mutex_lock(&p->state_lock);
	s = p->state ? state_ref(p->state) : NULL;
	if (!s)
		*why = p->why;
	pthread_mutex_unlock(&p->state_lock);
	return s;
}

static void set_state(struct pool *p, struct state *s,
		      const struct problem *why)
{
	struct state *old;

	pthread_mutex_lock(&p->state_lock);
	old = p->state;
	p->has_looked = true;
	pthread_cond_broadcast(&p->looked);
	if (!s && old)
		log_error("database: away error=\"%s\"", why->detail);
	if (s && !old)
		log_info("database: answers");
	p->state = s;
	if (why)
		p->why = *why;
	pthread_mutex_unlock(&p->state_lock);
	state_unref(old);
}

/* Who is told that we serve shall not hear that nothing was asked yet; a
 * database that does not even refuse is not waited for. */
static void await_first_look(struct pool *p)
{
	struct timespec until;

	clock_gettime(CLOCK_REALTIME, &until);
	until.tv_sec += FIRST_LOOK_S;
	pthread_mutex_lock(&p->state_lock);
	while (!p->has_looked &&
	       pthread_cond_timedwait(&p->looked, &p->state_lock, &until) == 0)
		;
	pthread_mutex_unlock(&p->state_lock);
}

/* Waits a moment; false: the end. */
static bool pause_watch(struct pool *p)
{
	struct timespec until;
	bool            is_stopping;

	clock_gettime(CLOCK_REALTIME, &until);
	until.tv_sec += LOOK_EVERY_S;
	pthread_mutex_lock(&p->lock);
	if (!p->is_stopping)
		pthread_cond_timedwait(&p->stop, &p->lock, &until);
	is_stopping = p->is_stopping;
	pthread_mutex_unlock(&p->lock);
	return !is_stopping;
}

static void *run_watcher(void *arg)
{
	struct pool     *p = arg;
	struct pool_desk desk = { .db = NULL };

	do {
		struct problem why = { .detail = "" };
		struct state  *before, *s;

		pthread_mutex_lock(&p->state_lock);
		before = p->state ? state_ref(p->state) : NULL;
		pthread_mutex_unlock(&p->state_lock);
		s = pool_look(&p->tools, &desk, before, &why);
		set_state(p, s, s ? NULL : &why);
		state_unref(before);
		claims_forget(p->tools.claims);
	} while (pause_watch(p));
	db_close(desk.db);
	return NULL;
}

/* ---- all of it ---- */

static bool start_thread(pthread_t *thread, void *(*run)(void *), void *arg)
{
	pthread_attr_t attr;
	bool           is_started;

	pthread_attr_init(&attr);
	pthread_attr_setstacksize(&attr, STACK_BYTES);
	is_started = pthread_create(thread, &attr, run, arg) == 0;
	pthread_attr_destroy(&attr);
	return is_started;
}

struct pool *pool_open(const struct config *config, const char *conninfo,
		       struct cache *cache, struct metrics *metrics)
{
	struct pool *p = xcalloc(1, sizeof(*p));

	p->config = config;
	p->tools = (struct pool_tools){
		.conninfo = conninfo,
		.timeout_ms = config->web_timeout_ms,
		.cache = cache,
		.metrics = metrics,
		.claims = claims_new(config->taxonomy_dir),
	};
	pthread_mutex_init(&p->lock, NULL);
	pthread_mutex_init(&p->state_lock, NULL);
	pthread_cond_init(&p->work, NULL);
	pthread_cond_init(&p->stop, NULL);
	pthread_cond_init(&p->looked, NULL);
	problem_set(&p->why, PROBLEM_DATABASE, "it was not asked yet");
	p->n_workers = (size_t)config->web_pool;
	p->workers = xcalloc(p->n_workers, sizeof(*p->workers));
	for (size_t i = 0; i < p->n_workers; i++) {
		p->workers[i] = xcalloc(1, sizeof(**p->workers));
		p->workers[i]->pool = p;
		pthread_mutex_init(&p->workers[i]->desk.lock, NULL);
	}
	for (size_t i = 0; i < p->n_workers; i++)
		p->workers[i]->has_thread = start_thread(
			&p->workers[i]->thread, run_worker, p->workers[i]);
	p->has_watcher = start_thread(&p->watcher, run_watcher, p);
	if (p->has_watcher)
		await_first_look(p);
	return p;
}

/* Those whose turn never came. */
static void refuse_all(struct pool *p)
{
	while (p->jobs) {
		struct outcome outcome = { .answer = NULL };

		problem_set(&outcome.problem, PROBLEM_BUSY,
			    "the server is being stopped");
		finish(take_waiters(p, p->jobs), &outcome);
	}
}

void pool_stop(struct pool *p)
{
	if (!p)
		return;
	pthread_mutex_lock(&p->lock);
	p->is_stopping = true;
	pthread_cond_broadcast(&p->work);
	pthread_cond_broadcast(&p->stop);
	pthread_mutex_unlock(&p->lock);
	for (size_t i = 0; i < p->n_workers; i++)
		pool_stream_stop(&p->workers[i]->desk);
	for (size_t i = 0; i < p->n_workers; i++) {
		if (p->workers[i]->has_thread)
			pthread_join(p->workers[i]->thread, NULL);
	}
	if (p->has_watcher)
		pthread_join(p->watcher, NULL);
	refuse_all(p);
}

void pool_close(struct pool *p)
{
	if (!p)
		return;
	for (size_t i = 0; i < p->n_workers; i++)
		free(p->workers[i]);
	free(p->workers);
	state_unref(p->state);
	claims_free(p->tools.claims);
	free(p);
}
