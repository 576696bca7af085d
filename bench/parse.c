/*
 * parse.c - how fast documents become ads.
 *
 *   parse KIND SECONDS FILE...
 *
 * Reads the files once, parses them over and over on one thread for the time
 * given, prints one line of JSON. Any document that is not PARSE_OK fails the
 * measurement: a quick refusal is no speed.
 */
#include "base/json_out.h"
#include "base/mem.h"
#include "bench/bench.h"
#include "parsers/parser.h"

#include <libxml/parser.h>
#include <stdio.h>
#include <stdlib.h>

static void print_result(const char *kind, size_t docs, size_t ads,
			 double bytes, double wall_s)
{
	struct buf out = BUF_INIT;

	json_open_object(&out);
	json_put_text(&out, "kind", kind);
	json_put_int(&out, "documents", (int64_t)docs);
	json_put_int(&out, "ads", (int64_t)ads);
	json_put_double(&out, "mb_per_s", bytes / wall_s / 1e6);
	json_put_double(&out, "us_per_document",
			wall_s * 1e6 / (double)(docs ? docs : 1));
	json_close_object(&out);
	puts(out.ptr);
	buf_deinit(&out);
}

int main(int argc, char **argv)
{
	size_t       n = argc > 3 ? (size_t)argc - 3 : 0, docs = 0, ads = 0;
	struct buf  *files = xcalloc(n + 1, sizeof(*files));
	double       start, limit_s, bytes = 0;
	struct error err = ERROR_INIT;

	if (argc < 4) {
		fprintf(stderr, "usage: parse KIND SECONDS FILE...\n");
		return 2;
	}
	for (size_t i = 0; i < n; i++)
		bench_read_file(argv[3 + i], &files[i]);
	mem_keep_freed(); /* as the daemon does */
	xmlInitParser();
	limit_s = atof(argv[2]);
	start = bench_now_s();
	while (bench_now_s() - start < limit_s) {
		for (size_t i = 0; i < n; i++) {
			struct findings found = FINDINGS_INIT;
			struct document doc = { .body = buf_span(&files[i]) };

			if (parser_run(span_of(argv[1]), &doc, &found, NULL,
				       &err) != PARSE_OK) {
				fprintf(stderr, "parse: %s: %s\n", argv[3 + i],
					err.text);
				return 1;
			}
			ads += found.n_ads;
			bytes += (double)files[i].len;
			docs++;
			findings_deinit(&found);
		}
	}
	print_result(argv[1], docs, ads, bytes, bench_now_s() - start);
	for (size_t i = 0; i < n; i++)
		buf_deinit(&files[i]);
	free(files);
	return 0;
}
