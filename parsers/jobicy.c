/*
 * jobicy.c - GET /api/v2/remote-jobs: remote jobs of the last days.
 * https://jobicy.com/jobs-rss-feed and the answers of the API (read 2026-11)
 *
 * Gives id, address, title, employer, the countries or regions one may work
 * from, kinds of employment, industry, pay with currency and period, when it
 * was published, text in HTML. Not given: the end of an ad. The older form has
 * pay by the year (annualSalaryMin) and no pages; the newer one goes on while
 * it "hasMore". What leaves the list has grown old, not ended.
 */
#include "base/mem.h"
#include "parsers/board.h"
#include "parsers/board_map.h"
#include "parsers/kinds.h"
#include "parsers/text.h"
#include "parsers/url.h"

static const struct map_field fields[] = {
	{ "id", MAP_ID },
	{ "url", MAP_URL },
	{ "jobTitle", MAP_TITLE },
	{ "companyName", MAP_EMPLOYER },
	{ "jobGeo", MAP_PLACE },
	{ "jobType", MAP_EMPLOYMENT },
	{ "jobIndustry.0", MAP_INDUSTRY },
	{ "pubDate", MAP_POSTED },
	{ "salaryMin", MAP_PAY_MIN },
	{ "salaryMax", MAP_PAY_MAX },
	{ "salaryPeriod", MAP_PAY_PERIOD },
	{ "annualSalaryMin", MAP_PAY_MIN },
	{ "annualSalaryMax", MAP_PAY_MAX },
	{ "salaryCurrency", MAP_CURRENCY },
	{ "jobDescription", MAP_HTML },
};

/* Lines have entities, as in HTML; a year is what "annual" says. */
static void each(const struct document *doc, const cJSON *root,
		 const cJSON *job, struct ad *ad, struct findings *out)
{
	struct arena *arena = &out->arena;

	(void)doc;
	(void)root;
	text_names_of_html(arena, ad);
	ad->industry = text_line_of_html(arena, ad->industry);
	if (json_get(job, "annualSalaryMin") || json_get(job, "annualSalaryMax"))
		ad->pay.period = PAY_YEAR;
}

static void whole(const struct document *doc, const cJSON *root,
		  struct findings *out)
{
	struct span cursor = json_member_text(&out->arena, root, "nextCursor");

	if (!cJSON_IsFalse(json_get(root, "hasMore")) && cursor.len)
		paging_next_token("cursor", doc,
				  url_escape(&out->arena, cursor), out);
}

static const struct board_map map = {
	.what = "\"jobs\" of jobicy",
	.list = "jobs",
	.fields = fields,
	.n_fields = ARRAY_LEN(fields),
	.remote = REMOTE_REMOTE,
	.each = each,
	.whole = whole,
};

static enum parse_status parse_jobicy(const struct document *doc,
				      struct findings *out, struct error *err)
{
	return board_map_parse(&map, doc, out, err);
}

static int sniff_jobicy(const struct document *doc)
{
	static const char *const keys[] = { "\"jobTitle\"", "\"companyName\"",
					    "\"jobGeo\"" };
	static const char *const empty[] = { "\"jobs\"", "\"xRayHash\"" };

	return json_has_keys(doc, "{[", keys, ARRAY_LEN(keys)) ||
			       json_has_keys(doc, "{", empty, ARRAY_LEN(empty))
		       ? 88
		       : 0;
}

/* "python", or any page of the site. */
static bool seed_jobicy(struct span board, char *out, size_t size)
{
	static const struct board_aggregator a = {
		.host = "jobicy.com",
		.api = "/api/v2/remote-jobs",
		.all = "https://jobicy.com/api/v2/remote-jobs?count=50",
		.search = "https://jobicy.com/api/v2/remote-jobs?count=50"
			  "&tag=%.*s",
	};

	return board_aggregator_seed(&a, board, out, size);
}

const struct parser parser_jobicy = {
	.name = "jobicy",
	.about = "Jobicy, remote jobs",
	.board = "all; a tag; or address",
	.spec = "https://jobicy.com/jobs-rss-feed",
	.parse = parse_jobicy,
	.sniff = sniff_jobicy,
	.seed_url = seed_jobicy,
	.lists_newest = true,
	.hosts = "jobicy.com",
};
