/*
 * arbeitnow.c - GET /api/job-board-api, the German job board, page after page.
 * https://www.arbeitnow.com/blog/job-board-api (read 2026-11)
 *
 * Gives slug, address, title, employer, place, kinds of employment, when it was
 * put up, text in HTML, whether it is remote. Not given: pay, department, the
 * end of an ad, the number of all ads. The last page has no links.next.
 */
#include "base/mem.h"
#include "parsers/board.h"
#include "parsers/board_map.h"
#include "parsers/kinds.h"
#include "parsers/text.h"

static const struct map_field fields[] = {
	{ "slug", MAP_ID },
	{ "url", MAP_URL },
	{ "title", MAP_TITLE },
	{ "company_name", MAP_EMPLOYER },
	{ "location", MAP_PLACE },
	{ "created_at", MAP_POSTED },
	{ "job_types", MAP_EMPLOYMENT },
	{ "remote", MAP_IS_REMOTE },
	{ "description", MAP_HTML },
};

/* Names have entities, as in HTML. */
static void each(const struct document *doc, const cJSON *root,
		 const cJSON *job, struct ad *ad, struct findings *out)
{
	(void)doc;
	(void)root;
	(void)job;
	text_names_of_html(&out->arena, ad);
}

static const struct board_map map = {
	.what = "\"data\" of arbeitnow",
	.list = "data",
	.fields = fields,
	.n_fields = ARRAY_LEN(fields),
	.each = each,
	.next = "links.next",
};

static enum parse_status parse_arbeitnow(const struct document *doc,
					 struct findings *out,
					 struct error *err)
{
	return board_map_parse(&map, doc, out, err);
}

static int sniff_arbeitnow(const struct document *doc)
{
	static const char *const keys[] = { "\"data\"", "\"company_name\"",
					    "\"job_types\"", "\"slug\"" };
	static const char *const empty[] = { "\"data\":[]", "\"links\"" };

	if (json_has_keys(doc, "{", keys, ARRAY_LEN(keys)))
		return 88;
	return board_is_host(doc->url, "arbeitnow.com") &&
			       json_has_keys(doc, "{", empty, ARRAY_LEN(empty))
		       ? 88
		       : 0;
}

/* "python", or any page of the site. */
static bool seed_arbeitnow(struct span board, char *out, size_t size)
{
	static const struct board_aggregator a = {
		.host = "arbeitnow.com",
		.api = "/api/job-board-api",
		.all = "https://www.arbeitnow.com/api/job-board-api",
		.search = "https://www.arbeitnow.com/api/job-board-api"
			  "?search=%.*s",
	};

	return board_aggregator_seed(&a, board, out, size);
}

const struct parser parser_arbeitnow = {
	.name = "arbeitnow",
	.about = "Arbeitnow, job board (Germany)",
	.board = "all; words; or address",
	.spec = "https://www.arbeitnow.com/blog/job-board-api",
	.parse = parse_arbeitnow,
	.sniff = sniff_arbeitnow,
	.seed_url = seed_arbeitnow,
	.hosts = "arbeitnow.com",
};
