/*
 * bare_fetch.c - the limit that our fetcher is measured against.
 *
 *   bare_fetch URLS N CONNECTIONS
 *
 * libuv and libcurl's multi interface with nothing around them: no robots, no
 * limits, no checks, bodies thrown away. Prints one line of JSON.
 */
#include "base/json_out.h"
#include "base/mem.h"
#include "bench/bench.h"

#include <curl/curl.h>
#include <stdio.h>
#include <stdlib.h>
#include <uv.h>

struct bare {
	uv_loop_t  loop;
	uv_timer_t timer;
	CURLM     *multi;
	struct text_lines urls;
	size_t     next, done, wanted, failed;
	uint64_t   bytes;
};

struct watch {
	uv_poll_t     poll;
	curl_socket_t fd;
	struct bare  *bare;
};

static size_t on_body(char *bytes, size_t size, size_t n, void *arg)
{
	struct bare *b = arg;

	(void)bytes;
	b->bytes += size * n;
	return size * n;
}

static void start_one(struct bare *b, CURL *easy)
{
	curl_easy_setopt(easy, CURLOPT_URL, b->urls.item[b->next++ % b->urls.n]);
	curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, on_body);
	curl_easy_setopt(easy, CURLOPT_WRITEDATA, b);
	curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(easy, CURLOPT_BUFFERSIZE, 65536L);
	curl_multi_add_handle(b->multi, easy);
}

static void collect(struct bare *b)
{
	CURLMsg *msg;
	int      left;

	while ((msg = curl_multi_info_read(b->multi, &left))) {
		CURL *easy = msg->easy_handle;
		long  status = 0;
		bool  is_bad;

		if (msg->msg != CURLMSG_DONE)
			continue;
		curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &status);
		is_bad = msg->data.result != CURLE_OK || status != 200;
		curl_multi_remove_handle(b->multi, easy);
		b->failed += is_bad;
		b->done++;
		if (b->next < b->wanted) {
			curl_easy_reset(easy);
			start_one(b, easy);
		} else {
			curl_easy_cleanup(easy);
		}
	}
	if (b->done == b->wanted)
		uv_stop(&b->loop);
}

static void on_ready(uv_poll_t *poll, int status, int events)
{
	struct watch *w = poll->data;
	struct bare  *b = w->bare;
	int           flags = status < 0 ? CURL_CSELECT_ERR : 0, running;

	if (events & UV_READABLE)
		flags |= CURL_CSELECT_IN;
	if (events & UV_WRITABLE)
		flags |= CURL_CSELECT_OUT;
	curl_multi_socket_action(b->multi, w->fd, flags, &running);
	collect(b);
}

static void on_timeout(uv_timer_t *timer)
{
	struct bare *b = timer->data;
	int          running;

	curl_multi_socket_action(b->multi, CURL_SOCKET_TIMEOUT, 0, &running);
	collect(b);
}

static int on_timer_wanted(CURLM *multi, long timeout_ms, void *arg)
{
	struct bare *b = arg;

	(void)multi;
	if (timeout_ms < 0)
		uv_timer_stop(&b->timer);
	else
		uv_timer_start(&b->timer, on_timeout, (uint64_t)timeout_ms, 0);
	return 0;
}

static void on_watch_closed(uv_handle_t *handle)
{
	free(handle->data);
}

static int on_socket_wanted(CURL *easy, curl_socket_t fd, int what, void *arg,
			    void *known)
{
	struct bare  *b = arg;
	struct watch *w = known;

	(void)easy;
	if (what == CURL_POLL_REMOVE) {
		if (w)
			uv_close((uv_handle_t *)&w->poll, on_watch_closed);
		return 0;
	}
	if (!w) {
		w = xcalloc(1, sizeof(*w));
		w->fd = fd;
		w->bare = b;
		w->poll.data = w;
		uv_poll_init_socket(&b->loop, &w->poll, fd);
		curl_multi_assign(b->multi, fd, w);
	}
	uv_poll_start(&w->poll,
		      (what & CURL_POLL_IN ? UV_READABLE : 0) |
			      (what & CURL_POLL_OUT ? UV_WRITABLE : 0),
		      on_ready);
	return 0;
}

static void print_result(const struct bare *b, double wall_s)
{
	struct buf out = BUF_INIT;

	json_open_object(&out);
	json_put_int(&out, "requests", (int64_t)b->done);
	json_put_int(&out, "failed", (int64_t)b->failed);
	json_put_double(&out, "wall_s", wall_s);
	json_put_double(&out, "requests_per_s", (double)b->done / wall_s);
	json_put_double(&out, "mb_per_s", (double)b->bytes / wall_s / 1e6);
	bench_put_usage(&out, "cpu_us_per_request", (double)b->done);
	json_close_object(&out);
	puts(out.ptr);
	buf_deinit(&out);
}

int main(int argc, char **argv)
{
	struct bare b = { 0 };
	double      start;
	size_t      connections;

	if (argc != 4) {
		fprintf(stderr, "usage: bare_fetch URLS N CONNECTIONS\n");
		return 2;
	}
	bench_read_lines(argv[1], &b.urls);
	b.wanted = strtoul(argv[2], NULL, 10);
	connections = strtoul(argv[3], NULL, 10);
	curl_global_init(CURL_GLOBAL_ALL);
	uv_loop_init(&b.loop);
	uv_timer_init(&b.loop, &b.timer);
	b.timer.data = &b;
	b.multi = curl_multi_init();
	curl_multi_setopt(b.multi, CURLMOPT_SOCKETFUNCTION, on_socket_wanted);
	curl_multi_setopt(b.multi, CURLMOPT_SOCKETDATA, &b);
	curl_multi_setopt(b.multi, CURLMOPT_TIMERFUNCTION, on_timer_wanted);
	curl_multi_setopt(b.multi, CURLMOPT_TIMERDATA, &b);
	curl_multi_setopt(b.multi, CURLMOPT_MAXCONNECTS, (long)connections * 2);

	start = bench_now_s();
	for (size_t i = 0; i < connections && b.next < b.wanted; i++)
		start_one(&b, curl_easy_init());
	uv_run(&b.loop, UV_RUN_DEFAULT);
	print_result(&b, bench_now_s() - start);
	bench_free_lines(&b.urls);
	return b.failed ? 1 : 0;
}
