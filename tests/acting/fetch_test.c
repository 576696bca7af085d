/*
 * fetch_test.c - the fetcher against a server on the loopback.
 *
 * The server shares the loop: what it answers to a path is a row of a table.
 */
#include "base/mem.h"
#include "daemon/config.h"
#include "daemon/fetch.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum how {
	HOW_KEEP,    /* answer, keep the connection */
	HOW_CLOSE,   /* answer, hang up */
	HOW_SILENT,  /* say nothing */
	HOW_DRIP,    /* answer, then a byte every 50 ms */
	HOW_ENDLESS, /* answer, then as much as is taken */
	HOW_HEADERS, /* answer, then header lines without end */
};

#define OK_HEAD "HTTP/1.1 200 OK\r\n"
#define EMPTY "Content-Length: 0\r\n\r\n"

static const struct answer {
	const char *path;
	enum how    how;
	const char *bytes; /* "PORT" in it becomes the server's */
} answers[] = {
	{ "/page", HOW_KEEP, OK_HEAD
	  "Content-Type: text/html; charset=utf-8\r\nETag: W/\"a1\"\r\n"
	  "Last-Modified: Fri, 03 Jan 2025 06:00:00 GMT\r\n"
	  "Content-Encoding: gzip\r\nContent-Length: 5\r\n\r\nhello" },
	{ "/twice", HOW_KEEP, OK_HEAD
	  "Content-Encoding: br\r\nContent-Encoding: gzip\r\n"
	  "TDM-Reservation: 1\r\n" EMPTY },
	{ "/same", HOW_KEEP, "HTTP/1.1 304 Not Modified\r\nETag: \"b\"\r\n\r\n" },
	{ "/chunked", HOW_KEEP, OK_HEAD
	  "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n" },
	{ "/hint", HOW_KEEP, "HTTP/1.1 103 Early Hints\r\nETag: \"old\"\r\n\r\n"
	  OK_HEAD EMPTY },
	{ "/moved", HOW_KEEP,
	  "HTTP/1.1 301 Moved\r\nLocation: /page\r\nETag: \"r\"\r\n" EMPTY },
	{ "/moved-for-good", HOW_KEEP,
	  "HTTP/1.1 308 Moved\r\nLocation: http://127.0.0.1:PORT/moved\r\n"
	  EMPTY },
	{ "/found", HOW_KEEP,
	  "HTTP/1.1 302 Found\r\nLocation: moved\r\n" EMPTY },
	{ "/self", HOW_KEEP, "HTTP/1.1 302 Found\r\nLocation: /self\r\n" EMPTY },
	{ "/ping", HOW_KEEP, "HTTP/1.1 302 Found\r\nLocation: /pong\r\n" EMPTY },
	{ "/pong", HOW_KEEP, "HTTP/1.1 302 Found\r\nLocation: /ping\r\n" EMPTY },
	{ "/to-file", HOW_KEEP,
	  "HTTP/1.1 302 Found\r\nLocation: file:///etc/passwd\r\n" EMPTY },
	{ "/to-user", HOW_KEEP,
	  "HTTP/1.1 302 Found\r\nLocation: http://a:b@127.0.0.1:PORT/\r\n"
	  EMPTY },
	{ "/to-private", HOW_KEEP,
	  "HTTP/1.1 302 Found\r\nLocation: http://10.0.0.1/\r\n" EMPTY },
	{ "/to-loopback", HOW_KEEP,
	  "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\n" EMPTY },
	{ "/to-mapped", HOW_KEEP,
	  "HTTP/1.1 302 Found\r\nLocation: http://[::ffff:10.0.0.1]/\r\n"
	  EMPTY },
	{ "/busy", HOW_KEEP,
	  "HTTP/1.1 429 Too Many\r\nRetry-After: 120\r\n" EMPTY },
	{ "/busy-until", HOW_KEEP,
	  "HTTP/1.1 503 Unavailable\r\nDate: Fri, 03 Jan 2025 06:00:00 GMT\r\n"
	  "Retry-After: Fri, 03 Jan 2025 06:01:30 GMT\r\n" EMPTY },
	{ "/announced-large", HOW_KEEP, OK_HEAD
	  "Content-Length: 100000000\r\n\r\n" },
	{ "/endless", HOW_ENDLESS, OK_HEAD "\r\n" },
	{ "/endless-headers", HOW_HEADERS, OK_HEAD },
	{ "/silent", HOW_SILENT, "" },
	{ "/drip", HOW_DRIP, OK_HEAD "\r\n" },
	{ "/cut", HOW_CLOSE, OK_HEAD "Content-Length: 100\r\n\r\nonly this" },
	{ "/hang-up", HOW_CLOSE, "" },
	{ "/not-http", HOW_CLOSE, "220 mail.example ESMTP\r\n" },
	{ "/bye", HOW_CLOSE, OK_HEAD EMPTY },
};

/* ---- the server --------------------------------------------------------- */

struct guest {
	uv_tcp_t     tcp;
	uv_timer_t   timer;
	int          open_handles;
	struct buf   request;
	enum how     then;
	struct guest *next;
};

struct world {
	uv_loop_t       loop;
	uv_tcp_t        server;
	int             port;
	int             connections;
	struct guest   *guests;
	struct buf      last_request;
	struct config  *config;
	struct fetcher *fetcher;
	struct fetched  result;
	int             answers;
	char            path[64]; /* of the configuration file */
};

static struct world *world; /* of the test that runs */

static void on_guest_closed(uv_handle_t *handle)
{
	struct guest *g = handle->data;

	if (--g->open_handles)
		return;
	buf_deinit(&g->request);
	free(g);
}

static void guest_leave(struct guest *g)
{
	struct guest **at = &world->guests;

	while (*at && *at != g)
		at = &(*at)->next;
	if (!*at)
		return;
	*at = g->next;
	uv_close((uv_handle_t *)&g->tcp, on_guest_closed);
	uv_close((uv_handle_t *)&g->timer, on_guest_closed);
}

static void on_written(uv_write_t *write, int status)
{
	(void)status;
	free(write->data);
	free(write);
}

static void say(struct guest *g, const char *bytes, size_t len)
{
	uv_write_t *write = xcalloc(1, sizeof(*write));
	char       *copy = xmalloc(len + 1);
	uv_buf_t    buf = uv_buf_init(copy, (unsigned)len);

	memcpy(copy, bytes, len);
	write->data = copy;
	uv_write(write, (uv_stream_t *)&g->tcp, &buf, 1, on_written);
}

#define FILLER "X-Filler: 0123456789012345678901234567890123456789\r\n"

static void on_tick(uv_timer_t *timer)
{
	static char   plenty[65536];
	struct guest *g = timer->data;

	if (uv_stream_get_write_queue_size((uv_stream_t *)&g->tcp) > 1000000)
		return;
	if (g->then == HOW_DRIP)
		say(g, "x", 1);
	else if (g->then == HOW_ENDLESS)
		say(g, plenty, sizeof(plenty));
	else
		for (int i = 0; i < 100; i++)
			say(g, FILLER, sizeof(FILLER) - 1);
}

/* `bytes` with PORT replaced. */
static void say_answer(struct guest *g, const char *bytes)
{
	const char *mark = strstr(bytes, "PORT");
	struct buf  text = BUF_INIT;

	buf_add(&text, bytes, mark ? (size_t)(mark - bytes) : strlen(bytes));
	if (mark)
		buf_printf(&text, "%d%s", world->port, mark + 4);
	say(g, text.ptr, text.len);
	buf_deinit(&text);
}

static void on_shut(uv_shutdown_t *shut, int status)
{
	struct guest *g = shut->data;

	(void)status;
	free(shut);
	guest_leave(g);
}

static void answer(struct guest *g)
{
	const char *path = strchr(g->request.ptr, ' ');
	size_t      len = path ? strcspn(++path, " ") : 0;

	buf_clear(&world->last_request);
	buf_add_text(&world->last_request, g->request.ptr);
	for (size_t i = 0; i < ARRAY_LEN(answers); i++) {
		const struct answer *a = &answers[i];
		uv_shutdown_t       *shut;

		if (strlen(a->path) != len || memcmp(a->path, path, len) != 0)
			continue;
		g->then = a->how;
		if (*a->bytes)
			say_answer(g, a->bytes);
		if (a->how == HOW_CLOSE) {
			shut = xcalloc(1, sizeof(*shut));
			shut->data = g;
			uv_shutdown(shut, (uv_stream_t *)&g->tcp, on_shut);
		} else if (a->how != HOW_KEEP && a->how != HOW_SILENT) {
			uv_timer_start(&g->timer, on_tick, 0,
				       a->how == HOW_DRIP ? 50 : 1);
		}
		break;
	}
	buf_clear(&g->request);
}

static void on_room(uv_handle_t *handle, size_t hint, uv_buf_t *buf)
{
	static char room[65536];

	(void)handle;
	(void)hint;
	*buf = uv_buf_init(room, sizeof(room));
}

static void on_read(uv_stream_t *stream, ssize_t n, const uv_buf_t *buf)
{
	struct guest *g = stream->data;

	if (n < 0) {
		guest_leave(g);
		return;
	}
	buf_add(&g->request, buf->base, (size_t)n);
	if (strstr(g->request.ptr, "\r\n\r\n"))
		answer(g);
}

static void on_guest(uv_stream_t *server, int status)
{
	struct guest *g = xcalloc(1, sizeof(*g));

	assert_int_equal(status, 0);
	uv_tcp_init(&world->loop, &g->tcp);
	uv_timer_init(&world->loop, &g->timer);
	g->tcp.data = g->timer.data = g;
	g->open_handles = 2;
	g->next = world->guests;
	world->guests = g;
	world->connections++;
	assert_int_equal(uv_accept(server, (uv_stream_t *)&g->tcp), 0);
	uv_read_start((uv_stream_t *)&g->tcp, on_room, on_read);
}

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
		"low_speed = \"100 B\"\nlow_speed_time = \"30 s\"\n%s", w->port,
		more);
	fclose(file);
	config_free(w->config);
	w->config = config_load(w->path, &err);
	if (!w->config)
		fail_msg("%s", err.text);
}

static int set_up(void **state)
{
	struct world      *w = xcalloc(1, sizeof(*w));
	struct sockaddr_in address;
	int                len = sizeof(address), fd;
	struct error       err = ERROR_INIT;

	world = w;
	*state = w;
	memcpy(w->path, "/tmp/jobtrend-fetch-XXXXXX", 27);
	fd = mkstemp(w->path);
	if (fd < 0)
		return -1;
	close(fd);
	uv_loop_init(&w->loop);
	uv_tcp_init(&w->loop, &w->server);
	uv_ip4_addr("127.0.0.1", 0, &address);
	uv_tcp_bind(&w->server, (struct sockaddr *)&address, 0);
	uv_tcp_getsockname(&w->server, (struct sockaddr *)&address, &len);
	w->port = ntohs(address.sin_port);
	uv_listen((uv_stream_t *)&w->server, 128, on_guest);
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
	while (w->guests)
		guest_leave(w->guests);
	uv_close((uv_handle_t *)&w->server, NULL);
	while (uv_run(&w->loop, UV_RUN_DEFAULT)) /* on_fetched may have stopped it */
		;
	rc = uv_loop_close(&w->loop);
	fetched_deinit(&w->result);
	buf_deinit(&w->last_request);
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

	snprintf(url, sizeof(url), "http://127.0.0.1:%d%s", w->port, path);
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
	const char     *q = world->last_request.ptr;
	char            url[64];

	snprintf(url, sizeof(url), "http://127.0.0.1:%d/page", world->port);
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
	assert_non_null(strstr(world->last_request.ptr,
			       "\r\nIf-None-Match: \"b\"\r\n"));
	assert_non_null(strstr(world->last_request.ptr,
			       "\r\nIf-Modified-Since: Fri, 03 Jan"));

	get(*state, "/page");
	assert_null(strstr(world->last_request.ptr, "If-"));
}

static void a_condition_cannot_add_a_header(void **state)
{
	struct fetch_request q = { .etag = "\"b\"\r\nX-Evil: 1" };

	get_with(*state, &q, "/page");

	assert_null(strstr(world->last_request.ptr, "Evil"));
	assert_null(strstr(world->last_request.ptr, "If-None-Match"));
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

	assert_int_equal(world->connections, 1);
}

static void a_closed_connection_is_opened_anew(void **state)
{
	for (int i = 0; i < 4; i++) {
		assert_int_equal(get(*state, "/bye")->http_status, 200);
		assert_int_equal(get(*state, "/page")->http_status, 200);
		while (world->guests) /* the server tires of waiting */
			guest_leave(world->guests);
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
	{ "http://jobtrend.invalid/", FETCH_DNS, NULL },
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

	snprintf(url, sizeof(url), "http://127.0.0.1:%d/page", w->port);
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

	snprintf(url, sizeof(url), "http://127.0.0.1:%d/silent", w->port);
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
