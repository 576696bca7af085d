/*
 * duplicates.c - how fast duplicates are found, and how the work grows.
 *
 *   duplicates ADS
 *
 * Makes ADS, 4 * ADS and 16 * ADS ads, of which one in three is a copy of the
 * one before it, whole or cut short; employers have several ads of one title.
 * Finds the pairs and the postings on one thread; prints one line of JSON.
 */
#include "base/json_out.h"
#include "base/mem.h"
#include "bench/bench.h"
#include "enrich/near.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define WORDS 300    /* of a text */
#define KNOWN 5000   /* words that texts are made of */
#define BOARD 40     /* ads of an employer */
#define TITLES 15    /* of an employer; so some have several ads */

static uint64_t chance(uint64_t *state)
{
	*state = *state * UINT64_C(6364136223846793005) + 1442695040888963407u;
	return *state >> 33;
}

static void write_text(uint64_t job, size_t words, struct buf *out)
{
	buf_clear(out);
	for (size_t i = 0; i < words; i++) {
		uint64_t x = chance(&job) % KNOWN;

		buf_printf(out, "%c%c%llu ", (char)('a' + x % 26),
			   (char)('a' + x / 26 % 26), (unsigned long long)x);
	}
}

/* Ad `i`; one in three shows what the one before it does. */
static void make_ad(size_t i, struct buf *text, struct duplicate_ad *out,
		    struct arena *arena)
{
	bool          is_copy = i % 3 == 2;
	uint64_t      job = is_copy ? i - 1 : i;
	size_t        employer = job / BOARD;
	char          title[40], name[40], source[40];
	struct region place = { .code = "DE", .city_id = (int64_t)(job % 7) };
	struct facts  facts = { .regions = &place, .n_regions = 1 };
	struct ad     ad = { 0 };

	write_text(job * 2654435761u + 1, is_copy && i % 2 ? WORDS / 2 : WORDS,
		   text);
	snprintf(title, sizeof(title), "job number %zu",
		 (size_t)(job * 7 % TITLES));
	snprintf(name, sizeof(name), "employer %zu", employer);
	snprintf(source, sizeof(source), "%s%zu", is_copy ? "market" : "board",
		 is_copy ? i % 5 : employer);
	ad.title = span_of(title);
	ad.description = buf_span(text);
	facts.employer_key = span_of(name);
	sketch_of(&ad, &facts, &facts.sketch);
	duplicate_ad_of(&ad, &facts, span_of(source), arena, out);
	out->regions = arena_alloc(arena, sizeof(place));
	out->regions[0] = place;
	out->first_s = out->last_s = 0;
}

static void measure(size_t n, struct buf *json)
{
	struct duplicate_ad  *ads = xmalloc(n * sizeof(*ads));
	struct near_place    *at = xmalloc(n * sizeof(*at));
	struct near_list      list = NEAR_LIST_INIT;
	struct arena          arena = ARENA_INIT;
	struct buf            text = BUF_INIT;
	struct sketch_common *common;
	double                start = bench_now_s(), made_s, found_s, all_s;
	size_t                postings = 0;

	for (size_t i = 0; i < n; i++)
		make_ad(i, &text, &ads[i], &arena);
	made_s = bench_now_s() - start;
	start = bench_now_s();
	common = near_find_common(ads, n);
	near_find(ads, n, &list);
	found_s = bench_now_s() - start;
	near_group(ads, n, &list, at);
	all_s = bench_now_s() - start;
	for (size_t i = 0; i < n; i++)
		postings += at[i].first == i;
	json_open_object(json);
	json_put_int(json, "ads", (int64_t)n);
	json_put_int(json, "postings", (int64_t)postings);
	json_put_int(json, "pairs_judged", (int64_t)list.judged);
	json_put_double(json, "made_s", made_s);
	json_put_double(json, "candidates_ads_per_s", (double)n / found_s);
	json_put_double(json, "ads_per_s", (double)n / all_s);
	json_put_double(json, "us_per_ad", all_s / (double)n * 1e6);
	json_close_object(json);
	free(common);
	near_list_deinit(&list);
	buf_deinit(&text);
	arena_deinit(&arena);
	free(at);
	free(ads);
}

int main(int argc, char **argv)
{
	size_t     n = argc == 2 ? strtoul(argv[1], NULL, 10) : 0;
	struct buf json = BUF_INIT;

	if (n < 100 || n > 1000000) {
		fprintf(stderr, "usage: duplicates ADS (100..1000000)\n");
		return 2;
	}
	json_open_object(&json);
	json_key(&json, "sizes");
	json_open_array(&json);
	measure(n, &json);
	measure(4 * n, &json);
	measure(16 * n, &json);
	json_close_array(&json);
	bench_put_usage(&json, "cpu_us_per_ad", 21.0 * (double)n);
	json_close_object(&json);
	puts(json.ptr);
	buf_deinit(&json);
	return 0;
}
