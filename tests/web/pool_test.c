/*
 * pool_test.c - who is answered when: questions that are equal, slow, too many.
 *
 * The pool is real with its threads; what a worker does with a question is ours
 * here: it waits until the test lets it go on, so nothing hangs on a clock.
 */
#include "web/pool.h"

#include "base/mem.h"
#include "daemon/config.h"
#include "web/metrics.h"
#include "web/pool_work.h"

#include <pthread.h>
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define WORKERS     4
#define QUEUE       256 /* as many different questions wait at most */
#define QUESTIONS   (QUEUE + 2 * WORKERS)
#define PATIENCE_MS 20000 /* of the test, on a slow machine */

static struct {
	pthread_mutex_t lock;
	pthread_cond_t  moved;
	int             running, most_running; /* held by workers */
	int             asked;                 /* of the database, in all */
	int             done;                  /* answers that were given */
	bool            is_open;               /* workers may go on */
	bool            is_away;               /* the database */
} desk = { .lock = PTHREAD_MUTEX_INITIALIZER,
	   .moved = PTHREAD_COND_INITIALIZER };

/* ---- what pool_work.c does elsewhere ---- */

void pool_answer(const struct pool_tools *t, struct pool_desk *d,
		 const struct question *q, struct outcome *out)
{
	struct buf bytes = BUF_INIT;

	(void)t;
	(void)d;
	pthread_mutex_lock(&desk.lock);
	desk.asked++;
	if (++desk.running > desk.most_running)
		desk.most_running = desk.running;
	pthread_cond_broadcast(&desk.moved);
	while (!desk.is_open)
		pthread_cond_wait(&desk.moved, &desk.lock);
	desk.running--;
	pthread_mutex_unlock(&desk.lock);
	buf_add_text(&bytes, q->key);
	out->answer = answer_new(&(struct answer_init){
		.key = q->key, .version = "v", .type = "x", .bytes = &bytes });
}

bool pool_stream_open(const struct pool_tools *t, struct pool_desk *d,
		      const struct question *q, struct outcome *out)
{
	(void)t;
	(void)d;
	(void)q;
	problem_set(&out->problem, PROBLEM_SLOW, "no streams here");
	return false;
}

void pool_stream_rows(const struct pool_tools *t, struct pool_desk *d)
{
	(void)t;
	(void)d;
}

void pool_stream_stop(struct pool_desk *d)
{
	(void)d;
}

struct state *pool_look(const struct pool_tools *t, struct pool_desk *d,
			const struct state *before, struct problem *why)
{
	bool is_away;

	(void)t;
	(void)d;
	(void)before;
	pthread_mutex_lock(&desk.lock);
	is_away = desk.is_away;
	pthread_mutex_unlock(&desk.lock);
	if (!is_away)
		return state_of(NULL);
	problem_set(why, PROBLEM_DATABASE, "it is away");
	return NULL;
}

void db_close(struct db *db)
{
	(void)db;
}

size_t table_rows(const struct table *t)
{
	(void)t;
	return 0;
}

/* Of the state: no text at all. */
const char *table_get(const struct table *t, size_t row, size_t column)
{
	(void)t;
	(void)row;
	(void)column;
	return NULL;
}

/* ---- a pool and who asks it ---- */

struct asker {
	struct question question;
	struct call     call;
	struct outcome  outcome;
	char            key[24];
	bool            is_done;
};

static struct asker askers[QUESTIONS];
static struct config config;

static void on_done(void *arg)
{
	struct asker *a = arg;

	pthread_mutex_lock(&desk.lock);
	assert_false(a->is_done); /* once and no more */
	a->is_done = true;
	desk.done++;
	pthread_cond_broadcast(&desk.moved);
	pthread_mutex_unlock(&desk.lock);
}

static bool ask(struct pool *p, int i, const char *route, const char *key)
{
	struct asker *a = &askers[i];

	memset(a, 0, sizeof(*a));
	snprintf(a->key, sizeof(a->key), "%s", key);
	a->call.route = route_find(route);
	a->question = (struct question){
		.call = &a->call,
		.key = a->key,
		.outcome = &a->outcome,
		.on_done = on_done,
		.arg = a,
	};
	return pool_ask(p, &a->question);
}

static void let_go(bool is_open)
{
	pthread_mutex_lock(&desk.lock);
	desk.is_open = is_open;
	pthread_cond_broadcast(&desk.moved);
	pthread_mutex_unlock(&desk.lock);
}

/* Until *n is `wanted`; the test fails when it never is. */
static void await(const int *n, int wanted)
{
	struct timespec until;
	int             rc = 0;

	clock_gettime(CLOCK_REALTIME, &until);
	until.tv_sec += PATIENCE_MS / 1000;
	pthread_mutex_lock(&desk.lock);
	while (*n != wanted && rc == 0)
		rc = pthread_cond_timedwait(&desk.moved, &desk.lock, &until);
	if (rc)
		fail_msg("expected %d, found %d", wanted, *n);
	pthread_mutex_unlock(&desk.lock);
}

static struct pool *open_pool(void)
{
	desk.running = desk.most_running = desk.asked = desk.done = 0;
	desk.is_open = desk.is_away = false;
	config.web_pool = WORKERS;
	config.web_timeout_ms = 1000;
	return pool_open(&config, "", NULL, NULL);
}

static void shut(struct pool *p)
{
	let_go(true);
	pool_stop(p);
	pool_close(p);
	for (int i = 0; i < QUESTIONS; i++) {
		answer_unref(askers[i].outcome.answer);
		askers[i].outcome.answer = NULL;
	}
}

/* ---- tests ---- */

static void equal_questions_are_asked_once(void **state)
{
	struct pool *p = open_pool();

	(void)state;
	for (int i = 0; i < 50; i++)
		assert_true(ask(p, i, "yoy", "same"));
	await(&desk.running, 1);
	let_go(true);
	await(&desk.done, 50);
	assert_int_equal(desk.asked, 1);
	for (int i = 1; i < 50; i++)
		assert_ptr_equal(askers[i].outcome.answer,
				 askers[0].outcome.answer);
	shut(p);
}

static void a_route_has_half_of_the_workers(void **state)
{
	struct pool *p = open_pool();
	char         key[16];

	(void)state;
	for (int i = 0; i < 20; i++) {
		snprintf(key, sizeof(key), "%d", i);
		assert_true(ask(p, i, "yoy", key));
	}
	await(&desk.running, WORKERS / 2);
	let_go(true);
	await(&desk.done, 20);
	assert_int_equal(desk.most_running, WORKERS / 2);
	assert_int_equal(desk.asked, 20);
	shut(p);
}

static void the_slow_leave_a_worker_to_the_light(void **state)
{
	static const char *const heavy[] = { "yoy",  "trend", "ranking",
					     "bridge", "explain" };
	struct pool             *p = open_pool();

	(void)state;
	for (int i = 0; i < 5; i++)
		assert_true(ask(p, i, heavy[i], heavy[i]));
	await(&desk.running, WORKERS - 1);
	assert_true(ask(p, 5, "definitions", "light"));
	await(&desk.running, WORKERS);
	let_go(true);
	await(&desk.done, 6);
	shut(p);
}

static void a_full_queue_takes_equal_questions_only(void **state)
{
	struct pool *p = open_pool();
	char         key[16];
	int          n = 0;

	(void)state;
	/* Two run; the rest waits, as all are of one route. */
	for (int i = 0; i < 2; i++) {
		snprintf(key, sizeof(key), "%d", n);
		assert_true(ask(p, n++, "yoy", key));
	}
	await(&desk.running, 2);
	for (int i = 0; i < QUEUE; i++) {
		snprintf(key, sizeof(key), "%d", n);
		assert_true(ask(p, n++, "yoy", key));
	}
	assert_int_equal(pool_queue_length(p), QUEUE);
	assert_false(ask(p, n, "yoy", "one more"));
	assert_true(ask(p, n, "yoy", "7"));
	let_go(true);
	await(&desk.done, QUEUE + 3);
	assert_int_equal(pool_queue_length(p), 0);
	shut(p);
}

static void stopping_answers_who_runs_and_refuses_who_waits(void **state)
{
	struct pool *p = open_pool();
	char         key[16];
	int          answered = 0, refused = 0;

	(void)state;
	for (int i = 0; i < 12; i++) {
		snprintf(key, sizeof(key), "%d", i);
		assert_true(ask(p, i, "yoy", key));
	}
	await(&desk.running, WORKERS / 2);
	let_go(true);
	pool_stop(p);
	assert_false(ask(p, 12, "yoy", "late"));
	assert_int_equal(desk.done, 12);
	for (int i = 0; i < 12; i++) {
		answered += askers[i].outcome.answer != NULL;
		refused += !askers[i].outcome.answer &&
			   askers[i].outcome.problem.kind == PROBLEM_BUSY;
	}
	assert_int_equal(answered + refused, 12);
	assert_true(answered >= WORKERS / 2);
	shut(p);
}

static void a_database_that_went_says_why(void **state)
{
	struct pool   *p = open_pool();
	struct problem why = { .detail = "" };
	struct state  *s = pool_state(p, &why);

	(void)state;
	assert_non_null(s);
	state_unref(s);
	pthread_mutex_lock(&desk.lock);
	desk.is_away = true;
	pthread_mutex_unlock(&desk.lock);
	for (int i = 0; i < PATIENCE_MS / 10; i++) {
		const struct timespec pause = { .tv_nsec = 10000000 };

		s = pool_state(p, &why);
		if (!s)
			break;
		state_unref(s);
		nanosleep(&pause, NULL);
	}
	assert_null(s);
	assert_string_equal(why.detail, "it is away");
	assert_int_equal(problem_status(why.kind), 503);
	shut(p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(equal_questions_are_asked_once),
		cmocka_unit_test(a_route_has_half_of_the_workers),
		cmocka_unit_test(the_slow_leave_a_worker_to_the_light),
		cmocka_unit_test(a_full_queue_takes_equal_questions_only),
		cmocka_unit_test(
			stopping_answers_who_runs_and_refuses_who_waits),
		cmocka_unit_test(a_database_that_went_says_why),
	};

	return cmocka_run_group_tests_name("pool", tests, NULL, NULL);
}
