/*
 * himalayas.c - GET /jobs/api, 20 jobs a page, and /jobs/api/search?q=.
 * https://himalayas.app/api (read 2026-11)
 *
 * All jobs are remote, within the countries it names. Gives address, title,
 * employer, kind of employment, pay with currency and period, when it was
 * published and until when it is valid, text in HTML, the total. A page may be
 * short in the middle of the list; an empty one or the total ends it.
 */
#include "base/mem.h"
#include "parsers/board.h"
#include "parsers/board_map.h"
#include "parsers/kinds.h"
#include "parsers/url.h"

static const struct map_field fields[] = {
	{ "guid", MAP_ID },
	{ "guid", MAP_URL },
	{ "applicationLink", MAP_APPLY_URL },
	{ "title", MAP_TITLE },
	{ "companyName", MAP_EMPLOYER },
	{ "locationRestrictions", MAP_REMOTE_REGIONS },
	{ "pubDate", MAP_POSTED },
	{ "expiryDate", MAP_EXPIRES },
	{ "employmentType", MAP_EMPLOYMENT },
	{ "minSalary", MAP_PAY_MIN },
	{ "maxSalary", MAP_PAY_MAX },
	{ "currency", MAP_CURRENCY },
	{ "salaryPeriod", MAP_PAY_PERIOD },
	{ "description", MAP_HTML },
};

/* The list goes on by a cursor, before 2026 by an offset; searches by pages. */
static void whole(const struct document *doc, const cJSON *root,
		  struct findings *out)
{
	static const struct paging by_offset = { .by = PAGING_OFFSET,
						.param = "offset" };
	static const struct paging by_page = { .by = PAGING_NUMBER,
					      .param = "page",
					      .first = 1 };
	struct span cursor = json_member_text(&out->arena, root, "nextCursor");
	size_t      shown = (size_t)cJSON_GetArraySize(json_get(root, "jobs"));

	if (span_find(doc->url, "/jobs/api/search"))
		paging_next(&by_page, doc, shown, out->listed, out);
	else if (cursor.len && shown)
		paging_next_token("cursor", doc,
				  url_escape(&out->arena, cursor), out);
	else
		paging_next(&by_offset, doc, shown, out->listed, out);
}

static const struct board_map map = {
	.what = "\"jobs\" of himalayas",
	.list = "jobs",
	.listed = "totalCount",
	.fields = fields,
	.n_fields = ARRAY_LEN(fields),
	.remote = REMOTE_REMOTE,
	.whole = whole,
};

static enum parse_status parse_himalayas(const struct document *doc,
					 struct findings *out,
					 struct error *err)
{
	return board_map_parse(&map, doc, out, err);
}

static int sniff_himalayas(const struct document *doc)
{
	static const char *const keys[] = { "\"companySlug\"",
					    "\"locationRestrictions\"" };

	return json_has_keys(doc, "{[", keys, ARRAY_LEN(keys)) ? 86 : 0;
}

/* "data engineer", or any page of the site. */
static bool seed_himalayas(struct span board, char *out, size_t size)
{
	static const struct board_aggregator a = {
		.host = "himalayas.app",
		.api = "/jobs/api",
		.all = "https://himalayas.app/jobs/api?limit=20",
		.search = "https://himalayas.app/jobs/api/search?q=%.*s"
			  "&sort=recent&page=1",
	};

	return board_aggregator_seed(&a, board, out, size);
}

const struct parser parser_himalayas = {
	.name = "himalayas",
	.about = "Himalayas, remote jobs",
	.board = "all; words; or address",
	.spec = "https://himalayas.app/api",
	.parse = parse_himalayas,
	.sniff = sniff_himalayas,
	.seed_url = seed_himalayas,
	.hosts = "himalayas.app",
};
