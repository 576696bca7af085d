/* fetch_test.c - the fetcher against the server of fetch_server.c. */
#include "base/mem.h"
#include "daemon/config.h"
#include "daemon/fetch.h"
#include "tests/acting/fetch_server.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct world {
	uv_loop_t           loop;
	struct fetch_server server;
	struct config      *config;
	struct fetcher     *fetcher;
	struct fetched      result;
	int                 answers;
	char                path[64]; /* of the configuration file */
};

static struct world *world; /* of the test that runs */

/* ---- set up ------------------------------------------------------------- */

static void configure(struct world *w, const char *more)
{
	struct error err = ERROR_INIT;
	FILE        *file = fopen(w->path, "w");

	assert_non_null(file);
	fprintf(file,
		"exempt_hosts = {\"127.0.0.1:%d\"}\n"
		"user_agent = \"testbot/1\"\ncontact = \"me@example.org\"\n"
		"max_response = \"100 KiB\"\nrequest_timeout = \"2 s\"\n"
		"connect_timeout = \"1 s\"\nmax_redirects = 3\n"
		"low_speed = \"100 B\"\nlow_speed_time = \"30 s\"\n%s", w->server.port,
		more);
	fclose(file);
	config_free(w->config);
	w->config = config_load(w->path, &err);
	if (!w->config)
		fail_msg("%s", err.text);
}

static int set_up(void **state)
{
	struct world *w = xcalloc(1, sizeof(*w));
	struct error  err = ERROR_INIT;
	int           fd;

	world = w;
	*state = w;
	memcpy(w->path, "/tmp/jobtrend-fetch-XXXXXX", 27);
	fd = mkstemp(w->path);
	if (fd < 0)
		return -1;
	close(fd);
	uv_loop_init(&w->loop);
	fetch_server_open(&w->server, &w->loop);
	configure(w, "");
	w->fetcher = fetcher_open(&w->loop, w->config, &err);
	return w->fetcher ? 0 : -1;
}

/* Everything is given back: the loop runs dry. */
static int tear_down(void **state)
{
	struct world *w = *state;
	int           rc;

	fetcher_close(w->fetcher);
	fetch_server_close(&w->server);
	while (uv_run(&w->loop, UV_RUN_DEFAULT)) /* on_fetched may have stopped it */
		;
	rc = uv_loop_close(&w->loop);
	fetched_deinit(&w->result);
	config_free(w->config);
	unlink(w->path);
	free(w);
	return rc;
}

static void on_fetched(struct fetched *result, void *arg)
{
	struct world *w = arg;

	fetched_deinit(&w->result);
	fetched_move(&w->result, result);
	w->answers++;
	uv_stop(&w->loop); /* do not wait for more events */
}

static void wait_for(struct world *w, int wanted)
{
	while (w->answers < wanted)
		uv_run(&w->loop, UV_RUN_ONCE);
}

static struct fetched *get_with(struct world *w, struct fetch_request *q,
				const char *path)
{
	char url[256];

	snprintf(url, sizeof(url), "http://127.0.0.1:%d%s", w->server.port, path);
	q->url = url;
	w->answers = 0;
	uv_update_time(&w->loop);
	fetch_start(w->fetcher, q, on_fetched, w);
	assert_int_equal(w->answers, 0); /* never from inside */
	wait_for(w, 1);
	return &w->result;
}

static struct fetched *get(struct world *w, const char *path)
{
	return get_with(w, &(struct fetch_request){ .url = NULL }, path);
}

/* ---- tests -------------------------------------------------------------- */

static void an_answer_comes_with_its_headers_and_undecoded(void **state)
{
	struct fetched *r = get(*state, "/page");
	const char     *q = world->server.last_request.ptr;
	char            url[64];

	snprintf(url, sizeof(url), "http://127.0.0.1:%d/page", world->server.port);
	assert_int_equal(r->status, FETCH_ANSWERED);
	assert_int_equal(r->http_status, 200);
	assert_int_equal(r->body.len, 5);
	assert_memory_equal(r->body.ptr, "hello", 5);
	assert_string_equal(r->content_encoding, "gzip");
	assert_string_equal(r->content_type, "text/html; charset=utf-8");
	assert_string_equal(r->etag, "W/\"a1\"");
	assert_string_equal(r->last_modified, "Fri, 03 Jan 2025 06:00:00 GMT");
	assert_string_equal(r->url, url);
	assert_string_equal(r->redirect_url, "");
	assert_string_equal(r->err.text, "");
	assert_int_equal(r->retry_after_s, -1);
	assert_false(r->is_tdm_reserved);
	assert_true(r->wire_bytes > 100);

	assert_non_null(strstr(q, "\r\nUser-Agent: testbot/1 (+me@example.org)\r\n"));
	assert_non_null(strstr(q, "\r\nAccept-Encoding: gzip, br, zstd, deflate\r\n"));
	assert_null(strstr(q, "If-"));
}

static void conditions_are_sent_and_304_is_an_answer(void **state)
{
	struct fetch_request q = { .etag = "\"b\"",
				   .last_modified = "Fri, 03 Jan 2025 06:00:00 GMT" };
	struct fetched      *r = get_with(*state, &q, "/same");

	assert_int_equal(r->http_status, 304);
	assert_string_equal(r->etag, "\"b\"");
	assert_int_equal(r->body.len, 0);
	assert_non_null(strstr(world->server.last_request.ptr,
			       "\r\nIf-None-Match: \"b\"\r\n"));
	assert_non_null(strstr(world->server.last_request.ptr,
			       "\r\nIf-Modified-Since: Fri, 03 Jan"));

	get(*state, "/page");
	assert_null(strstr(world->server.last_request.ptr, "If-"));
}

static void a_condition_cannot_add_a_header(void **state)
{
	struct fetch_request q = { .etag = "\"b\"\r\nX-Evil: 1" };

	get_with(*state, &q, "/page");

	assert_null(strstr(world->server.last_request.ptr, "Evil"));
	assert_null(strstr(world->server.last_request.ptr, "If-None-Match"));
}

static void repeated_encodings_are_one_list(void **state)
{
	struct fetched *r = get(*state, "/twice");

	assert_string_equal(r->content_encoding, "br, gzip");
	assert_true(r->is_tdm_reserved);
}

static void a_chunked_body_is_joined(void **state)
{
	struct fetched *r = get(*state, "/chunked");

	assert_int_equal(r->body.len, 5);
	assert_memory_equal(r->body.ptr, "abcde", 5);
}

static void headers_of_an_interim_answer_are_forgotten(void **state)
{
	assert_string_equal(get(*state, "/hint")->etag, "");
}

static const struct redirect_case {
	const char *path, *end;
	int         redirects;
	bool        is_moved;
} redirect_cases[] = {
	{ "/moved",          "/page", 1, true  },
	{ "/moved-for-good", "/page", 2, true  },
	{ "/found",          "/page", 2, false },
};

static void redirects_are_followed_and_told(void **state)
{
	for (size_t i = 0; i < ARRAY_LEN(redirect_cases); i++) {
		const struct redirect_case *c = &redirect_cases[i];
		struct fetched             *r = get(*state, c->path);

		assert_int_equal(r->http_status, 200);
		assert_string_equal(strrchr(r->url, '/'), c->end);
		assert_string_equal(r->etag, "W/\"a1\"");
		assert_int_equal(r->redirects, c->redirects);
		assert_int_equal(r->is_moved, c->is_moved);
	}
}

static bool refuse_hop(const char *url, void *arg)
{
	(void)arg;
	return strstr(url, "/moved") != NULL;
}

static void a_redirect_may_be_left_to_the_caller(void **state)
{
	struct fetch_request q = { .may_follow = refuse_hop };
	struct fetched      *r = get_with(*state, &q, "/moved-for-good");

	assert_int_equal(r->status, FETCH_ANSWERED);
	assert_int_equal(r->http_status, 301);
	assert_string_equal(strrchr(r->redirect_url, '/'), "/page");
	assert_int_equal(r->redirects, 1);
}

static const struct failure_case {
	const char       *path;
	enum fetch_status status;
	const char       *err;
} failure_cases[] = {
	{ "/self", FETCH_REDIRECTS,
	  "expected at most 3 redirects, found one to itself" },
	{ "/ping", FETCH_REDIRECTS,
	  "expected at most 3 redirects, found one more" },
	{ "/to-file", FETCH_REFUSED,
	  "redirect: expected http or https, found file:///etc/passwd" },
	{ "/to-user", FETCH_REFUSED,
	  "redirect: expected a URL without user, found one" },
	{ "/to-private", FETCH_REFUSED,
	  "expected a public address, found 10.0.0.1:80 (exempt_hosts)" },
	{ "/to-loopback", FETCH_REFUSED,
	  "expected a public address, found 127.0.0.1:1 (exempt_hosts)" },
	{ "/to-mapped", FETCH_REFUSED,
	  "expected a public address, found [::ffff:10.0.0.1]:80 "
	  "(exempt_hosts)" },
	{ "/announced-large", FETCH_TOO_LARGE,
	  "expected at most 102400 bytes, found more" },
	{ "/endless", FETCH_TOO_LARGE,
	  "expected at most 102400 bytes, found more" },
	{ "/endless-headers", FETCH_TOO_LARGE,
	  "expected at most 102400 bytes, found more" },
	{ "/cut", FETCH_BROKEN, NULL },
	{ "/hang-up", FETCH_BROKEN, "Empty reply from server" },
	{ "/not-http", FETCH_BROKEN,
	  "Received HTTP/0.9 when not allowed" },
};

static bool was_sent(const char *text)
{
	return strstr(world->server.last_request.ptr, text) != NULL;
}

static void a_body_is_posted_as_json(void **state)
{
	struct fetch_request q = { .post = "{\"offset\":20}",
				   .headers = "X-Key: abc\nAccept: a/b" };
	struct fetched      *r = get_with(*state, &q, "/page");

	assert_int_equal(r->http_status, 200);
	assert_true(was_sent("POST /page HTTP/1.1\r\n"));
	assert_true(was_sent("\r\nContent-Type: application/json\r\n"));
	assert_true(was_sent("\r\nContent-Length: 13\r\n"));
	assert_true(was_sent("\r\nX-Key: abc\r\n"));
	assert_true(was_sent("\r\nAccept: a/b\r\n"));
	assert_true(was_sent("\r\n\r\n{\"offset\":20}"));
	assert_false(was_sent("Expect"));

	q.headers = "content-type: text/plain";
	get_with(*state, &q, "/page");
	assert_true(was_sent("\r\ncontent-type: text/plain\r\n"));
	assert_false(was_sent("application/json"));

	get(*state, "/page"); /* nothing of it is left */
	assert_true(was_sent("GET /page HTTP/1.1\r\n"));
	assert_false(was_sent("ontent-"));
	assert_false(was_sent("X-Key"));
}

static const struct method_case {
	const char *path;
	const char *method;
} methods[] = {
	{ "/see-other", "GET /bye " },
	{ "/found-elsewhere", "GET /bye " },
	{ "/elsewhere", "POST /bye " },
};

static void a_redirect_keeps_the_method_or_reads_the_answer(void **state)
{
	for (size_t i = 0; i < ARRAY_LEN(methods); i++) {
		struct fetch_request q = { .post = "{}",
					   .headers = "X-Key: abc" };
		struct fetched *r = get_with(*state, &q, methods[i].path);

		assert_int_equal(r->http_status, 200);
		if (!was_sent(methods[i].method))
			fail_msg("%s: %s", methods[i].path,
				 world->server.last_request.ptr);
		assert_true(was_sent("X-Key: abc")); /* the same host */
	}
}

static void headers_do_not_go_to_another_host(void **state)
{
	struct world        *w = *state;
	struct error         err = ERROR_INIT;
	struct fetch_request q = { .post = "{}", .headers = "X-Key: abc" };

	configure(w, "exempt_hosts += {\"127.0.0.0/8\", \"[::1]\"}\n");
	assert_true(fetcher_reload(w->fetcher, w->config, &err));

	assert_int_equal(get_with(w, &q, "/other-host")->http_status, 200);
	assert_true(was_sent("POST /bye "));
	assert_true(was_sent("Host: localhost:"));
	assert_false(was_sent("X-Key"));
}

static void a_request_with_a_secret_is_not_redirected_nor_shown(void **state)
{
	struct fetch_request q = { .shown_url = "http://host/?key={key:x}" };
	struct fetched      *r = get_with(*state, &q, "/moved");

	assert_int_equal(r->status, FETCH_ANSWERED);
	assert_int_equal(r->http_status / 100, 3);
	assert_string_equal(r->redirect_url, "");
	assert_string_equal(r->url, "http://host/?key={key:x}");
}

static void a_failure_is_told_by_its_kind(void **state)
{
	for (size_t i = 0; i < ARRAY_LEN(failure_cases); i++) {
		const struct failure_case *c = &failure_cases[i];
		struct fetched            *r = get(*state, c->path);

		if (r->status != c->status)
			fail_msg("%s: found %s: %s", c->path,
				 fetch_status_name(r->status), r->err.text);
		if (c->err)
			assert_string_equal(r->err.text, c->err);
		assert_true(*r->err.text);
		assert_int_equal(r->body.len, 0);
	}
}

static void silence_times_out(void **state)
{
	struct world   *w = *state;
	struct error    err = ERROR_INIT;
	struct fetched *r;

	configure(w, "");
	w->config->request_timeout_ms = 200;
	assert_true(fetcher_reload(w->fetcher, w->config, &err));
	r = get(w, "/silent");

	assert_int_equal(r->status, FETCH_TIMEOUT);
	assert_int_equal(r->http_status, 0);
	assert_in_range(r->elapsed_ms, 150, 1500);
}

static void a_drip_is_too_slow(void **state)
{
	struct world *w = *state;
	struct error  err = ERROR_INIT;

	w->config->low_speed_ms = 1000;
	w->config->request_timeout_ms = 20000;
	assert_true(fetcher_reload(w->fetcher, w->config, &err));

	assert_int_equal(get(w, "/drip")->status, FETCH_SLOW);
}

static void retry_after_is_read_in_both_forms(void **state)
{
	assert_int_equal(get(*state, "/busy")->retry_after_s, 120);
	assert_int_equal(world->result.http_status, 429);
	assert_int_equal(get(*state, "/busy-until")->retry_after_s, 90);
}

static void one_connection_serves_many_requests(void **state)
{
	for (int i = 0; i < 5; i++)
		get(*state, i % 2 ? "/page" : "/chunked");

	assert_int_equal(world->server.connections, 1);
}

static void a_closed_connection_is_opened_anew(void **state)
{
	for (int i = 0; i < 4; i++) {
		assert_int_equal(get(*state, "/bye")->http_status, 200);
		assert_int_equal(get(*state, "/page")->http_status, 200);
		fetch_server_hang_up(&world->server); /* tired of waiting */
		for (int k = 0; k < 3; k++)
			uv_run(&world->loop, UV_RUN_NOWAIT);
	}
}

static const struct bad_url {
	const char       *url;
	enum fetch_status status;
	const char       *err;
} bad_urls[] = {
	{ "ftp://example.org/", FETCH_REFUSED,
	  "expected http or https, found ftp://example.org/" },
	{ "example.org", FETCH_REFUSED,
	  "expected http or https, found example.org" },
	{ "", FETCH_REFUSED, "expected http or https, found " },
	{ "http://", FETCH_REFUSED, "expected a host, found none in http://" },
	{ "http://u:p@example.org/", FETCH_REFUSED,
	  "expected a URL without user, found one" },
	{ "http://example.org/a b", FETCH_REFUSED,
	  "expected a URL, found byte 0x20 in it" },
	{ "http://example.org/\r\nX: y", FETCH_REFUSED,
	  "expected a URL, found byte 0x0d in it" },
	{ "http://[::1/", FETCH_REFUSED, NULL },
	{ "http://[fe80::1]/", FETCH_REFUSED,
	  "expected a public address, found [fe80::1]:80 (exempt_hosts)" },
	{ "http://2130706433/", FETCH_REFUSED,
	  "expected a public address, found 127.0.0.1:80 (exempt_hosts)" },
	{ "http://0x7f.1/", FETCH_REFUSED,
	  "expected a public address, found 127.0.0.1:80 (exempt_hosts)" },
};

static void a_bad_address_is_refused_later(void **state)
{
	struct world *w = *state;

	for (size_t i = 0; i < ARRAY_LEN(bad_urls); i++) {
		struct fetch_request q = { .url = bad_urls[i].url };

		w->answers = 0;
		fetch_start(w->fetcher, &q, on_fetched, w);
		assert_int_equal(w->answers, 0);
		wait_for(w, 1);

		if (w->result.status != bad_urls[i].status)
			fail_msg("%s: found %s: %s", bad_urls[i].url,
				 fetch_status_name(w->result.status),
				 w->result.err.text);
		if (bad_urls[i].err)
			assert_string_equal(w->result.err.text,
					    bad_urls[i].err);
		assert_string_equal(w->result.url, bad_urls[i].url);
	}
}

static void nobody_listens(void **state)
{
	struct world        *w = *state;
	struct error         err = ERROR_INIT;
	struct fetch_request q = { .url = "http://127.0.0.1:1/" };

	free(w->config->exempt_hosts.item[0]);
	w->config->exempt_hosts.item[0] = xstrdup("127.0.0.0/8");
	assert_true(fetcher_reload(w->fetcher, w->config, &err));
	w->answers = 0;
	fetch_start(w->fetcher, &q, on_fetched, w);
	wait_for(w, 1);

	assert_int_equal(w->result.status, FETCH_CONNECT);
}

static void many_at_once_all_come(void **state)
{
	struct world *w = *state;
	char          url[64];

	snprintf(url, sizeof(url), "http://127.0.0.1:%d/page", w->server.port);
	w->answers = 0;
	for (int i = 0; i < 200; i++) {
		struct fetch_request q = { .url = url };

		fetch_start(w->fetcher, &q, on_fetched, w);
	}
	assert_int_equal(fetcher_running(w->fetcher), 200);
	wait_for(w, 200);

	assert_int_equal(fetcher_running(w->fetcher), 0);
	assert_int_equal(w->answers, 200);
}

static void closing_cancels_what_runs(void **state)
{
	struct world        *w = *state;
	struct error         err = ERROR_INIT;
	char                 url[64];
	struct fetch_request q = { .url = url };

	snprintf(url, sizeof(url), "http://127.0.0.1:%d/silent", w->server.port);
	w->answers = 0;
	fetch_start(w->fetcher, &q, on_fetched, w);
	fetch_start(w->fetcher, &q, on_fetched, w);
	for (int i = 0; i < 5; i++)
		uv_run(&w->loop, UV_RUN_NOWAIT);

	fetcher_close(w->fetcher);

	assert_int_equal(w->answers, 2);
	assert_int_equal(w->result.status, FETCH_CANCELLED);
	assert_string_equal(w->result.err.text, "shutting down");
	w->fetcher = fetcher_open(&w->loop, w->config, &err);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(an_answer_comes_with_its_headers_and_undecoded),
		TEST(conditions_are_sent_and_304_is_an_answer),
		TEST(a_condition_cannot_add_a_header),
		TEST(repeated_encodings_are_one_list),
		TEST(a_chunked_body_is_joined),
		TEST(headers_of_an_interim_answer_are_forgotten),
		TEST(redirects_are_followed_and_told),
		TEST(a_redirect_may_be_left_to_the_caller),
		TEST(a_body_is_posted_as_json),
		TEST(a_redirect_keeps_the_method_or_reads_the_answer),
		TEST(headers_do_not_go_to_another_host),
		TEST(a_request_with_a_secret_is_not_redirected_nor_shown),
		TEST(a_failure_is_told_by_its_kind),
		TEST(silence_times_out),
		TEST(a_drip_is_too_slow),
		TEST(retry_after_is_read_in_both_forms),
		TEST(one_connection_serves_many_requests),
		TEST(a_closed_connection_is_opened_anew),
		TEST(a_bad_address_is_refused_later),
		TEST(nobody_listens),
		TEST(many_at_once_all_come),
		TEST(closing_cancels_what_runs),
	};

	return cmocka_run_group_tests_name("fetch", tests, NULL, NULL);
}
