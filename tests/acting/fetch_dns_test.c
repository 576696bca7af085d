/*
 * fetch_dns_test.c - names that do not resolve, or take their time, hold
 * nobody else up. The resolver of this program is the one below.
 */
#include "base/mem.h"
#include "daemon/config.h"
#include "daemon/fetch.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>
#include <netdb.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define LOOKUP_S 3         /* of a name server that does not answer */
#define CONNECT_TIMEOUT_MS 300
#define TICK_MS 20
#define GAP_MAX_MS 1000    /* far below LOOKUP_S */

int getaddrinfo(const char *node, const char *service,
		const struct addrinfo *hints, struct addrinfo **result)
{
	(void)service;
	(void)hints;
	*result = NULL;
	if (strstr(node, "slow"))
		sleep(LOOKUP_S);
	return EAI_NONAME;
}

struct watch {
	uint64_t last_ms, longest_ms;
	int      answers;
};

static void on_tick(uv_timer_t *timer)
{
	struct watch *w = timer->data;
	uint64_t      now_ms = uv_hrtime() / 1000000;

	if (w->last_ms && now_ms - w->last_ms > w->longest_ms)
		w->longest_ms = now_ms - w->last_ms;
	w->last_ms = now_ms;
	if (w->answers)
		uv_timer_stop(timer);
}

static uv_timer_t ticker;
static struct watch watch;

static void on_fetched(struct fetched *result, void *arg)
{
	watch.answers++;
	fetched_move(arg, result);
}

static void get(const char *url, struct fetched *out)
{
	struct error         err = ERROR_INIT;
	struct fetch_request q = { .url = url };
	struct config       *config;
	struct fetcher      *fetcher;
	uv_loop_t            loop;
	char                 path[] = "/tmp/jobtrend-dns-XXXXXX";
	int                  fd = mkstemp(path);

	assert_true(fd >= 0);
	close(fd);
	uv_loop_init(&loop);
	config = config_load(path, &err);
	assert_non_null(config);
	config->connect_timeout_ms = CONNECT_TIMEOUT_MS;
	fetcher = fetcher_open(&loop, config, &err);
	assert_non_null(fetcher);
	watch = (struct watch){ 0 };
	uv_timer_init(&loop, &ticker);
	ticker.data = &watch;
	uv_timer_start(&ticker, on_tick, 0, TICK_MS);

	fetch_start(fetcher, &q, on_fetched, out);
	uv_run(&loop, UV_RUN_DEFAULT);

	fetcher_close(fetcher);
	uv_close((uv_handle_t *)&ticker, NULL);
	uv_run(&loop, UV_RUN_DEFAULT);
	assert_int_equal(uv_loop_close(&loop), 0);
	config_free(config);
	unlink(path);
}

static void an_unknown_name_is_told_as_such(void **state)
{
	struct fetched r;

	(void)state;
	get("http://unknown.example/", &r);

	assert_int_equal(r.status, FETCH_DNS);
	assert_string_equal(r.err.text,
			    "Could not resolve host: unknown.example");
	fetched_deinit(&r);
}

static void a_silent_name_server_does_not_stop_the_loop(void **state)
{
	struct fetched r;

	(void)state;
	get("http://slow.example/", &r);

	assert_int_equal(r.status, FETCH_TIMEOUT);
	assert_in_range(watch.longest_ms, 0, GAP_MAX_MS);
	fetched_deinit(&r);
	sleep(LOOKUP_S); /* let the lookup end before the program does */
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_unknown_name_is_told_as_such),
		cmocka_unit_test(a_silent_name_server_does_not_stop_the_loop),
	};

	return cmocka_run_group_tests_name("fetch_dns", tests, NULL, NULL);
}
