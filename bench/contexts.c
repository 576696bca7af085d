/*
 * contexts.c - what the reader of contexts sees around each mention.
 *
 *   contexts TAXONOMY_DIR
 *
 * Reads ads as JSONL and writes a line for each mention in a description:
 * number of the ad from 0, first character and the one behind the last, byte
 * of its sentence, of its line and of the heading above (- for none), the
 * features (enrich/context_weights.h), all parted by tabs. This is what
 * share/taxonomy/build/weights.py fits weights to.
 */
#include "base/buf.h"
#include "bench/bench.h"
#include "daemon/taxonomy_load.h"
#include "enrich/context.h"
#include "enrich/context_weights.h"
#include "parsers/ad_json.h"

#include <cjson/cJSON.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void print_word(void *unused, struct span name)
{
	(void)unused;
	printf("\t%.*s", (int)name.len, name.ptr);
}

static void print_mention(size_t nth, const struct mention *m,
			  struct span text, struct context_map *map)
{
	uint32_t start = (uint32_t)(m->surface.ptr - text.ptr);
	uint16_t features[CONTEXT_FEATURES_MAX];
	char     name[CONTEXT_FEATURE_NAME];
	struct context_view view;
	struct span         heading;
	size_t   n = context_features_at(map, start,
					 start + (uint32_t)m->surface.len,
					 features);

	context_at(map, start, start + (uint32_t)m->surface.len, &view);
	heading = context_heading_above(text, view.sentence);
	printf("%zu\t%u\t%u\t%u\t%u\t", nth, m->start, m->end, view.sentence,
	       view.line);
	if (heading.ptr)
		printf("%td", heading.ptr - text.ptr);
	else
		putchar('-');
	for (size_t i = 0; i < n; i++) {
		context_feature_name(features[i], name);
		printf("\t%s", name);
	}
	context_words_at(map, start, start + (uint32_t)m->surface.len,
			 print_word, NULL);
	putchar('\n');
}

static void print_ad(const struct taxonomy *t, size_t nth, const char *line)
{
	struct arena       arena = ARENA_INIT;
	struct error       err = ERROR_INIT;
	struct ad          ad = { 0 };
	struct facts       facts;
	struct context_map map;
	struct word_list   words = WORD_LIST_INIT;
	cJSON             *json = cJSON_Parse(line);

	if (!json || !ad_read_json(json, &arena, &ad, &err)) {
		fprintf(stderr, "contexts: ad %zu: %s\n", nth,
			json ? err.text : "expected JSON");
		exit(1);
	}
	enrich_ad(t, &ad, &arena, &facts);
	automaton_read(t->automata[FORMS_CONTEXT], facts.ad.description, &words);
	context_map_make(t, &words, facts.language, &arena, &map);
	for (size_t i = 0; i < facts.n_mentions; i++) {
		if (facts.mentions[i].field == FIELD_DESCRIPTION)
			print_mention(nth, &facts.mentions[i],
				      facts.ad.description, &map);
	}
	context_map_deinit(&map);
	word_list_deinit(&words);
	cJSON_Delete(json);
	arena_deinit(&arena);
}

int main(int argc, char **argv)
{
	struct error     err = ERROR_INIT;
	struct taxonomy *t;
	char            *line = NULL;
	size_t           room = 0;

	if (argc != 2) {
		fprintf(stderr, "usage: contexts TAXONOMY_DIR\n");
		return 2;
	}
	t = taxonomy_load(argv[1], &err);
	if (!t) {
		fprintf(stderr, "contexts: %s\n", err.text);
		return 1;
	}
	for (size_t n = 0; getline(&line, &room, stdin) > 0; n++)
		print_ad(t, n, line);
	free(line);
	taxonomy_free(t);
	return 0;
}
