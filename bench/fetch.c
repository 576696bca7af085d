/*
 * fetch.c - how fast our fetcher fetches, with its limits and checks on.
 *
 *   fetch CONFIG URLS N CONNECTIONS
 *
 * The counterpart of bare_fetch.c. Prints one line of JSON.
 */
#include "base/json_out.h"
#include "base/mem.h"
#include "bench/bench.h"
#include "daemon/config.h"
#include "daemon/fetch.h"

#include <curl/curl.h>
#include <stdio.h>
#include <stdlib.h>

struct job {
	struct fetcher   *fetcher;
	struct text_lines urls;
	size_t            next, done, wanted, failed;
	uint64_t          bytes;
};

static void start_one(struct job *j);

static void on_fetched(struct fetched *result, void *arg)
{
	struct job *j = arg;

	j->done++;
	j->bytes += result->body.len;
	if (result->status != FETCH_ANSWERED || result->http_status != 200)
		j->failed++;
	if (j->next < j->wanted)
		start_one(j);
}

static void start_one(struct job *j)
{
	struct fetch_request request = {
		.url = j->urls.item[j->next++ % j->urls.n],
	};

	fetch_start(j->fetcher, &request, on_fetched, j);
}

static void print_result(const struct job *j, double wall_s)
{
	struct buf out = BUF_INIT;

	json_open_object(&out);
	json_put_int(&out, "requests", (int64_t)j->done);
	json_put_int(&out, "failed", (int64_t)j->failed);
	json_put_double(&out, "wall_s", wall_s);
	json_put_double(&out, "requests_per_s", (double)j->done / wall_s);
	json_put_double(&out, "mb_per_s", (double)j->bytes / wall_s / 1e6);
	bench_put_usage(&out, "cpu_us_per_request", (double)j->done);
	json_close_object(&out);
	puts(out.ptr);
	buf_deinit(&out);
}

int main(int argc, char **argv)
{
	struct job     j = { 0 };
	struct error   err = ERROR_INIT;
	struct config *config;
	uv_loop_t      loop;
	size_t         connections;
	double         start;

	if (argc != 5) {
		fprintf(stderr, "usage: fetch CONFIG URLS N CONNECTIONS\n");
		return 2;
	}
	curl_global_init(CURL_GLOBAL_ALL);
	uv_loop_init(&loop);
	config = config_load(argv[1], &err);
	j.fetcher = config ? fetcher_open(&loop, config, &err) : NULL;
	if (!j.fetcher) {
		fprintf(stderr, "fetch: %s\n", err.text);
		return 1;
	}
	bench_read_lines(argv[2], &j.urls);
	j.wanted = strtoul(argv[3], NULL, 10);
	connections = strtoul(argv[4], NULL, 10);
	start = bench_now_s();
	while (j.next < j.wanted && j.next < connections)
		start_one(&j);
	while (j.done < j.wanted)
		uv_run(&loop, UV_RUN_ONCE);
	print_result(&j, bench_now_s() - start);
	fetcher_close(j.fetcher);
	uv_run(&loop, UV_RUN_DEFAULT);
	uv_loop_close(&loop);
	config_free(config);
	bench_free_lines(&j.urls);
	return j.failed ? 1 : 0;
}
