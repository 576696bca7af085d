/* pace_test.c - how long a host is left alone. */
#include "daemon/pace.h"

#include "base/mem.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>
#include <string.h>

static const struct pace_policy policy = {
	.delay_ms = 1000,
	.delay_max_ms = 10000,
	.delay_factor = 2.0,
	.crawl_delay_max_ms = 30000,
	.backoff_min_ms = 5000,
	.backoff_max_ms = 600000,
	.per_host = 1,
};

#define NOW INT64_C(1700000000000)
#define MOST UINT32_MAX /* the longest pause the dice give */

/* One request that ends `took_ms` later. */
static int64_t pause_after(struct pace *p, enum pace_answer answer,
			   int64_t took_ms, int64_t retry_after_ms,
			   uint32_t random)
{
	pace_started(p, &policy, NOW);
	pace_answered(p, &policy, answer, NOW + took_ms, took_ms,
		      retry_after_ms, random);
	return pace_ready_at(p, &policy) - (NOW + took_ms);
}

static void one_at_a_time(void **state)
{
	struct pace p;

	(void)state;
	pace_init(&p);
	assert_true(pace_ready_at(&p, &policy) <= NOW);
	pace_started(&p, &policy, NOW);
	assert_true(pace_ready_at(&p, &policy) == PACE_NEVER);
	pace_answered(&p, &policy, PACE_GOOD, NOW + 100, 100, -1, 0);
	assert_int_equal(pace_ready_at(&p, &policy), NOW + 1100);
}

static void several_at_a_time_start_a_delay_apart(void **state)
{
	struct pace_policy two = policy;
	struct pace        p;

	(void)state;
	two.per_host = 2;
	pace_init(&p);
	pace_started(&p, &two, NOW);
	assert_int_equal(pace_ready_at(&p, &two), NOW + 1000);
	pace_started(&p, &two, NOW + 1000);
	assert_true(pace_ready_at(&p, &two) == PACE_NEVER);
}

static const struct pause_case {
	const char      *name;
	int64_t          crawl_delay_ms;
	enum pace_answer answer;
	int64_t          took_ms, retry_after_ms;
	uint32_t         random;
	int64_t          want_ms;
} pauses[] = {
	{ "a quick host gets the delay", -1, PACE_GOOD, 100, -1, 0, 1000 },
	{ "a slow host twice its time", -1, PACE_GOOD, 3000, -1, 0, 6000 },
	{ "a very slow host no more than delay_max", -1, PACE_GOOD, 50000, -1,
	  0, 10000 },
	{ "crawl-delay lengthens", 5000, PACE_GOOD, 100, -1, 0, 5000 },
	{ "crawl-delay never shortens", 10, PACE_GOOD, 100, -1, 0, 1000 },
	{ "crawl-delay has a cap", 86400000, PACE_GOOD, 100, -1, 0, 30000 },
	{ "a failure backs off, at least half", -1, PACE_FAILED, 100, -1, 0,
	  2500 },
	{ "a failure backs off, at most all", -1, PACE_FAILED, 100, -1, MOST,
	  5000 },
	{ "busy backs off as well", -1, PACE_BUSY, 100, -1, MOST, 5000 },
	{ "Retry-After lengthens", -1, PACE_BUSY, 100, 120000, MOST, 120000 },
	{ "Retry-After shortens the back-off", -1, PACE_BUSY, 100, 2000, MOST,
	  2000 },
	{ "Retry-After never below the delay", -1, PACE_BUSY, 100, 0, MOST,
	  1000 },
	{ "Retry-After has a cap", -1, PACE_BUSY, 100, 86400000, MOST, 600000 },
	{ "Retry-After of a good answer is no matter", -1, PACE_GOOD, 100,
	  120000, 0, 1000 },
	{ "no answer at all", -1, PACE_FAILED, -1, -1, MOST, 5000 },
};

static void an_answer_sets_the_pause(void **state)
{
	const struct pause_case *c = *state;
	struct pace              p;

	pace_init(&p);
	p.crawl_delay_ms = c->crawl_delay_ms;

	assert_int_equal(pause_after(&p, c->answer, c->took_ms,
				     c->retry_after_ms, c->random),
			 c->want_ms);
}

static void a_crawl_delay_holds_from_when_it_is_known(void **state)
{
	struct pace p;

	(void)state;
	pace_init(&p);
	assert_int_equal(pause_after(&p, PACE_GOOD, 100, -1, 0), 1000);
	pace_ruled(&p, &policy, NOW + 100, 7000);
	assert_int_equal(pace_ready_at(&p, &policy), NOW + 100 + 7000);
	pace_ruled(&p, &policy, NOW + 100, -1);
	assert_int_equal(p.crawl_delay_ms, -1);
}

static void failures_double_the_pause_up_to_the_cap(void **state)
{
	static const int64_t want_ms[] = { 5000, 10000, 20000, 40000, 80000,
					   160000, 320000, 600000, 600000 };
	struct pace p;

	(void)state;
	pace_init(&p);
	for (size_t i = 0; i < ARRAY_LEN(want_ms); i++) {
		p.next_at_ms = 0;
		assert_int_equal(pause_after(&p, PACE_FAILED, 100, -1, MOST),
				 want_ms[i]);
	}
	for (int i = 0; i < 1000; i++) /* no overflow after a month of them */
		pace_backoff_ms(&policy, 1000 + i, MOST);
	p.next_at_ms = 0;
	assert_int_equal(pause_after(&p, PACE_GOOD, 100, -1, 0), 1000);
	assert_int_equal(p.failures, 0);
}

static void response_times_are_smoothed(void **state)
{
	struct pace p;

	(void)state;
	pace_init(&p);
	pause_after(&p, PACE_GOOD, 1000, -1, 0);
	assert_int_equal(p.response_ms, 1000);
	pause_after(&p, PACE_GOOD, 3000, -1, 0);
	assert_int_equal(p.response_ms, 1500);
}

static void a_status_tells_of_the_host(void **state)
{
	static const struct {
		int              status;
		enum pace_answer want;
	} cases[] = {
		{ 200, PACE_GOOD }, { 301, PACE_GOOD },   { 304, PACE_GOOD },
		{ 403, PACE_GOOD }, { 404, PACE_GOOD },   { 410, PACE_GOOD },
		{ 429, PACE_BUSY }, { 503, PACE_BUSY },   { 500, PACE_FAILED },
		{ 502, PACE_FAILED }, { 0, PACE_FAILED },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++)
		assert_int_equal(pace_answer_of(cases[i].status),
				 cases[i].want);
}

/* 784111777 is the instant of the examples in RFC 9110 5.6.7. */
static const struct retry_case {
	const char *text;
	int64_t     now, want; /* -1: refused */
} retries[] = {
	{ "120", 0, 120 },
	{ " 0 ", 0, 0 },
	{ "Sun, 06 Nov 1994 08:49:37 GMT", 784111700, 77 },
	{ "Sunday, 06-Nov-94 08:49:37 GMT", 784111700, 77 },
	{ "Sun Nov  6 08:49:37 1994", 784111700, 77 },
	{ "Sun Nov 16 08:49:37 1994", 784111777, 864000 },
	{ "Sun, 06 Nov 1994 08:49:37 GMT", 784111777, 0 },
	{ "Sun, 06 Nov 1994 08:49:37 GMT", 1700000000, 0 },
	{ "99999999999999999999999", 0, 999999999 },
	{ "", 0, -1 },
	{ "soon", 0, -1 },
	{ "-1", 0, -1 },
	{ "1.5", 0, -1 },
	{ "Sun, 32 Nov 1994 08:49:37 GMT", 0, -1 },
	{ "Sun, 06 Nov 1994 25:49:37 GMT", 0, -1 },
	{ "Sun, 06 Nov 1994 08:49:37 EST", 0, -1 },
	{ "Sun, 06 Non 1994 08:49:37 GMT", 0, -1 },
	{ "Sun, 06 Nov 1994", 0, -1 },
	{ ",", 0, -1 },
	{ "Sun ", 0, -1 },
};

static void retry_after_is_seconds_or_a_date(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(retries); i++) {
		const struct retry_case *c = &retries[i];
		int64_t                  got = -1;

		if (!retry_after_parse(span_of(c->text), c->now, &got))
			got = -1;
		if (got != c->want)
			fail_msg("\"%s\" gives %lld", c->text, (long long)got);
	}
}

int main(void)
{
	enum { FIRST = 7 };
	struct CMUnitTest tests[FIRST + ARRAY_LEN(pauses)] = {
		cmocka_unit_test(one_at_a_time),
		cmocka_unit_test(several_at_a_time_start_a_delay_apart),
		cmocka_unit_test(a_crawl_delay_holds_from_when_it_is_known),
		cmocka_unit_test(failures_double_the_pause_up_to_the_cap),
		cmocka_unit_test(response_times_are_smoothed),
		cmocka_unit_test(a_status_tells_of_the_host),
		cmocka_unit_test(retry_after_is_seconds_or_a_date),
	};

	for (size_t i = 0; i < ARRAY_LEN(pauses); i++) {
		tests[FIRST + i].name = pauses[i].name;
		tests[FIRST + i].test_func = an_answer_sets_the_pause;
		tests[FIRST + i].initial_state = (void *)&pauses[i];
	}
	return cmocka_run_group_tests_name("pace", tests, NULL, NULL);
}
