/*
 * enrich.c - how fast ads become facts, and how fast terms are found in them.
 *
 *   enrich TAXONOMY_DIR KIND SECONDS FILE...
 *
 * Parses the files once, then enriches the ads over and over on one thread for
 * the time given, then only scans their descriptions for all forms of the
 * dictionary for as long. Prints one line of JSON.
 */
#include "base/json_out.h"
#include "bench/bench.h"
#include "daemon/taxonomy_load.h"
#include "enrich/enrich.h"
#include "enrich/taxonomy.h"
#include "parsers/parser.h"

#include <libxml/parser.h>
#include <stdio.h>
#include <stdlib.h>

static void read_ads(const char *kind, const char *path, struct findings *out)
{
	struct buf      body = BUF_INIT;
	struct document doc = { 0 };
	struct error    err = ERROR_INIT;

	bench_read_file(path, &body);
	doc.body = buf_span(&body);
	if (parser_run(span_of(kind), &doc, out, NULL, &err) != PARSE_OK) {
		fprintf(stderr, "enrich: %s: %s\n", path, err.text);
		exit(1);
	}
	buf_deinit(&body);
}

/* Members "match_*" of the open object: the automaton by itself. */
static void measure_match(const struct taxonomy *t, const struct findings *f,
			  double limit_s, struct buf *out)
{
	struct match_list list = MATCH_LIST_INIT;
	double            start = bench_now_s(), wall_s, bytes = 0;
	size_t            matches = 0, ads = 0;

	do {
		for (size_t i = 0; i < f->n_ads; i++) {
			list.n = 0;
			automaton_scan(t->automaton, f->ads[i].description,
				       &list);
			bytes += (double)f->ads[i].description.len;
			matches += list.n;
			ads++;
		}
	} while ((wall_s = bench_now_s() - start) < limit_s);
	match_list_deinit(&list);
	json_put_double(out, "match_mb_per_s", bytes / wall_s / 1e6);
	json_put_double(out, "matches_per_ad", (double)matches / (double)ads);
	json_put_int(out, "match_forms", (int64_t)automaton_forms(t->automaton));
	json_put_int(out, "match_table_bytes",
		     (int64_t)automaton_bytes(t->automaton));
}

int main(int argc, char **argv)
{
	struct findings  found = FINDINGS_INIT;
	struct error     err = ERROR_INIT;
	struct taxonomy *taxonomy;
	struct buf       out = BUF_INIT;
	double           start, loaded_s, wall_s, bytes = 0;
	size_t           ads = 0, mentions = 0;

	if (argc < 5) {
		fprintf(stderr, "usage: enrich TAXONOMY_DIR KIND SECONDS "
				"FILE...\n");
		return 2;
	}
	xmlInitParser();
	start = bench_now_s();
	taxonomy = taxonomy_load(argv[1], &err);
	loaded_s = bench_now_s() - start;
	if (!taxonomy) {
		fprintf(stderr, "enrich: %s\n", err.text);
		return 1;
	}
	for (int i = 4; i < argc; i++)
		read_ads(argv[2], argv[i], &found);
	start = bench_now_s();
	do {
		for (size_t i = 0; i < found.n_ads; i++) {
			struct arena arena = ARENA_INIT;
			struct facts facts;

			enrich_ad(taxonomy, &found.ads[i], &arena, &facts);
			bytes += (double)found.ads[i].description.len;
			mentions += facts.n_mentions;
			ads++;
			arena_deinit(&arena);
		}
	} while ((wall_s = bench_now_s() - start) < atof(argv[3]));
	json_open_object(&out);
	json_put_int(&out, "ads", (int64_t)ads);
	json_put_double(&out, "ads_per_s", (double)ads / wall_s);
	json_put_double(&out, "mb_per_s", bytes / wall_s / 1e6);
	json_put_double(&out, "description_bytes", bytes / (double)ads);
	json_put_double(&out, "mentions_per_ad", (double)mentions / (double)ads);
	json_put_double(&out, "taxonomy_load_ms", loaded_s * 1e3);
	bench_put_usage(&out, "cpu_us_per_ad", (double)ads);
	measure_match(taxonomy, &found, atof(argv[3]), &out);
	json_close_object(&out);
	puts(out.ptr);
	buf_deinit(&out);
	findings_deinit(&found);
	taxonomy_free(taxonomy);
	return 0;
}
