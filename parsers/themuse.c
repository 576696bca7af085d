/*
 * themuse.c - GET /api/public/jobs?page=0, 20 jobs a page.
 * https://www.themuse.com/developers/api/v2 (read 2026-11)
 *
 * Gives id, address, title, employer, places, category, when it was published,
 * text in HTML; the total since 2024. Not given: pay, kind of employment, the
 * end of an ad. "Flexible / Remote" stands among the places. With a key 3600
 * requests an hour are allowed, else 500.
 */
#include "base/mem.h"
#include "parsers/board.h"
#include "parsers/board_map.h"
#include "parsers/kinds.h"

static const struct map_field fields[] = {
	{ "id", MAP_ID },
	{ "refs.landing_page", MAP_URL },
	{ "name", MAP_TITLE },
	{ "company.name", MAP_EMPLOYER },
	{ "locations", MAP_MORE_PLACES },
	{ "publication_date", MAP_POSTED },
	{ "categories.0.name", MAP_DEPARTMENT },
	{ "contents", MAP_HTML },
};

static void each(const struct document *doc, const cJSON *root,
		 const cJSON *job, struct ad *ad, struct findings *out)
{
	size_t n_remote = 0;

	(void)doc;
	(void)root;
	(void)job;
	(void)out;
	for (size_t i = 0; i < ad->n_locations; i++)
		n_remote += span_is(ad->locations[i].text, "Flexible / Remote");
	if (n_remote) /* beside places it is one or the other */
		ad->remote = n_remote < ad->n_locations ? REMOTE_HYBRID
							: REMOTE_REMOTE;
}

/* The list ends with the last page that it counts, or an empty one. */
static void whole(const struct document *doc, const cJSON *root,
		  struct findings *out)
{
	static const struct paging paging = { .by = PAGING_NUMBER,
					     .param = "page",
					     .size = 20 };
	int64_t pages = -1;
	size_t  shown = (size_t)cJSON_GetArraySize(json_get(root, "results"));

	json_whole(json_get(root, "page_count"), &pages);
	if (pages < 0 || paging_at(&paging, doc) + 1 < pages)
		paging_next(&paging, doc, shown, out->listed, out);
}

static const struct board_map map = {
	.what = "\"results\" of themuse",
	.list = "results",
	.single = "",
	.listed = "total",
	.fields = fields,
	.n_fields = ARRAY_LEN(fields),
	.each = each,
	.whole = whole,
};

static enum parse_status parse_themuse(const struct document *doc,
				       struct findings *out, struct error *err)
{
	return board_map_parse(&map, doc, out, err);
}

static int sniff_themuse(const struct document *doc)
{
	static const char *const list[] = { "\"results\"", "\"page_count\"",
					    "\"page\"" };
	static const char *const job[] = { "\"landing_page\"", "\"refs\"",
					   "\"publication_date\"" };

	if (json_has_keys(doc, "{[", job, ARRAY_LEN(job)))
		return 88;
	return json_has_keys(doc, "{", list, ARRAY_LEN(list)) ? 70 : 0;
}

/* A company as the site names it ("Acme"), or any page of the site. */
static bool seed_themuse(struct span board, char *out, size_t size)
{
	static const struct board_aggregator a = {
		.host = "themuse.com",
		.api = "/api/public/jobs",
		.all = "https://www.themuse.com/api/public/jobs?page=0",
		.search = "https://www.themuse.com/api/public/jobs"
			  "?company=%.*s&page=0",
	};

	return board_aggregator_seed(&a, board, out, size);
}

const struct parser parser_themuse = {
	.name = "themuse",
	.about = "The Muse, job board (US)",
	.board = "all; a company; or address",
	.spec = "https://www.themuse.com/developers/api/v2",
	.parse = parse_themuse,
	.sniff = sniff_themuse,
	.seed_url = seed_themuse,
	.hosts = "themuse.com",
};
