/*
 * enrich.c - how fast ads become facts, and how fast terms are found in them.
 *
 *   enrich TAXONOMY_DIR KIND SECONDS FILE...
 *
 * Parses the files once, then enriches the ads over and over on one thread for
 * the time given, then only scans their descriptions: for what is looked for
 * in all of them ("match"), for headings and cues, which only those that name
 * a skill are searched for ("context"), and for forms of skills alone, each for
 * as long. Prints one line of JSON. "enrich_us_per_ad" is time of the processor
 * without loading tables and parsing, which "cpu_us_per_ad" counts too. "term"
 * is the term matching that others are compared with: forms of skills with
 * spans and word boundaries, without cues of context and titles; "term_3000" is
 * the same of as many of these forms, spread evenly over all languages.
 */
#include "base/json_out.h"
#include "bench/bench.h"
#include "daemon/taxonomy_load.h"
#include "enrich/enrich.h"
#include "enrich/taxonomy.h"
#include "enrich/tsv.h"
#include "parsers/parser.h"

#include <libxml/parser.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

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

#define TERMS_FEW 3000

/* Which of the forms of the dictionary are taken. */
struct terms {
	struct automaton_builder *b; /* NULL: they are but counted */
	size_t                    seen, all, wanted;
};

static void take_term(struct terms *terms, struct span form)
{
	struct error err = ERROR_INIT;
	size_t       at = terms->seen++;

	/* where a step of wanted / all reaches the next whole number */
	if (terms->b && (at + 1) * terms->wanted / terms->all >
				at * terms->wanted / terms->all)
		automaton_builder_add(terms->b, form, FORM_PLURAL, 0, &err);
}

/* Takes the forms in column `column` of `columns` of a table. */
static void add_terms(const char *dir, const char *name, size_t column,
		      size_t columns, struct terms *terms)
{
	char         path[512];
	struct buf   body = BUF_INIT;
	struct error err = ERROR_INIT;
	struct tsv   rows = { .name = name };
	struct span  f[8];

	snprintf(path, sizeof(path), "%s/%s", dir, name);
	bench_read_file(path, &body);
	rows.rest = buf_span(&body);
	while (tsv_next(&rows, f, columns, &err) == TSV_ROW) {
		while (f[column].len > 0) {
			struct span form = tsv_word(&f[column], '|');

			for (; form.len && strchr("=?@!", *form.ptr); form.len--)
				form.ptr++;
			take_term(terms, form);
		}
	}
	buf_deinit(&body);
}

static void add_tables(const char *dir, struct terms *terms)
{
	add_terms(dir, "skills.tsv", 6, 7, terms);
	add_terms(dir, "surfaces.tsv", 2, 3, terms);
}

/* `wanted` forms of skills, every n-th of them; 0: all. */
static struct automaton *terms_of_skills(const char *dir, size_t wanted)
{
	struct terms all = { NULL, 0, 0, 0 }, terms;

	add_tables(dir, &all);
	if (!wanted || wanted > all.seen)
		wanted = all.seen;
	terms = (struct terms){ automaton_builder_new(), 0, all.seen, wanted };
	add_tables(dir, &terms);
	return automaton_build(terms.b);
}

/* Of this thread: what others do on the machine is left out. */
static double cpu_now_s(void)
{
	struct timespec t;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/*
 * Members "NAME_*" of the open object: an automaton by itself. The best pass
 * over all texts is by time of the processor.
 */
static void measure_scan(const char *name, const struct automaton *a,
			 const struct findings *f, double limit_s,
			 struct buf *out)
{
	struct match_list list = MATCH_LIST_INIT;
	double            start = bench_now_s(), wall_s, bytes = 0, best = 0;
	size_t            matches = 0, ads = 0;
	char              key[64];

	do {
		double since = cpu_now_s(), once = 0, cpu_s;

		for (size_t i = 0; i < f->n_ads; i++) {
			list.n = 0;
			automaton_scan(a, f->ads[i].description, &list);
			once += (double)f->ads[i].description.len;
			matches += list.n;
			ads++;
		}
		bytes += once;
		cpu_s = cpu_now_s() - since;
		best = once / cpu_s > best ? once / cpu_s : best;
	} while ((wall_s = bench_now_s() - start) < limit_s);
	match_list_deinit(&list);
	snprintf(key, sizeof(key), "%s_mb_per_s", name);
	json_put_double(out, key, bytes / wall_s / 1e6);
	snprintf(key, sizeof(key), "%s_best_mb_per_s", name);
	json_put_double(out, key, best / 1e6);
	snprintf(key, sizeof(key), "%s_per_ad", name);
	json_put_double(out, key, (double)matches / (double)ads);
	snprintf(key, sizeof(key), "%s_forms", name);
	json_put_int(out, key, (int64_t)automaton_forms(a));
	snprintf(key, sizeof(key), "%s_table_bytes", name);
	json_put_int(out, key, (int64_t)automaton_bytes(a));
}

int main(int argc, char **argv)
{
	struct findings  found = FINDINGS_INIT;
	struct error     err = ERROR_INIT;
	struct taxonomy *taxonomy;
	struct automaton *terms;
	struct buf       out = BUF_INIT;
	double           start, loaded_s, wall_s, cpu_s, bytes = 0;
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
	cpu_s = cpu_now_s();
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
	cpu_s = cpu_now_s() - cpu_s;
	json_open_object(&out);
	json_put_int(&out, "ads", (int64_t)ads);
	json_put_double(&out, "ads_per_s", (double)ads / wall_s);
	json_put_double(&out, "mb_per_s", bytes / wall_s / 1e6);
	json_put_double(&out, "description_bytes", bytes / (double)ads);
	json_put_double(&out, "mentions_per_ad", (double)mentions / (double)ads);
	json_put_double(&out, "taxonomy_load_ms", loaded_s * 1e3);
	json_put_double(&out, "enrich_us_per_ad", cpu_s * 1e6 / (double)ads);
	bench_put_usage(&out, "cpu_us_per_ad", (double)ads);
	measure_scan("match", taxonomy->automata[FORMS_SKILL], &found,
		     atof(argv[3]), &out);
	measure_scan("context", taxonomy->automata[FORMS_CONTEXT], &found,
		     atof(argv[3]), &out);
	terms = terms_of_skills(argv[1], 0);
	measure_scan("term", terms, &found, atof(argv[3]), &out);
	automaton_free(terms);
	terms = terms_of_skills(argv[1], TERMS_FEW);
	measure_scan("term_3000", terms, &found, atof(argv[3]), &out);
	automaton_free(terms);
	json_close_object(&out);
	puts(out.ptr);
	buf_deinit(&out);
	findings_deinit(&found);
	taxonomy_free(taxonomy);
	return 0;
}
