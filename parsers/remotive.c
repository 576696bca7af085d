/*
 * remotive.c - GET /api/remote-jobs, all at once.
 * https://github.com/remotive-com/remote-jobs-api (read 2026-11)
 *
 * All jobs are remote; the place is where one may live. Gives id, address,
 * title, employer, category, kind of employment, when it was published, text in
 * HTML, pay as a text ("$150k - $230k"): its amounts. Not given: the end of an
 * ad. Ads appear a day late; more than four requests a day are not wanted.
 */
#include "base/mem.h"
#include "parsers/board.h"
#include "parsers/board_map.h"
#include "parsers/kinds.h"
#include "parsers/pay_text.h"
#include "parsers/text.h"

static const struct map_field fields[] = {
	{ "id", MAP_ID },
	{ "url", MAP_URL },
	{ "title", MAP_TITLE },
	{ "company_name", MAP_EMPLOYER },
	{ "candidate_required_location", MAP_PLACE },
	{ "publication_date", MAP_POSTED },
	{ "job_type", MAP_EMPLOYMENT },
	{ "category", MAP_DEPARTMENT },
	{ "description", MAP_HTML },
};

/* "$40 - $60 /hour" */
static void each(const struct document *doc, const cJSON *root,
		 const cJSON *job, struct ad *ad, struct findings *out)
{
	(void)doc;
	(void)root;
	text_names_of_html(&out->arena, ad);
	pay_text(json_member(job, "salary"), &ad->pay);
}

static const struct board_map map = {
	.what = "\"jobs\" of remotive",
	.list = "jobs",
	.listed = "job-count",
	.fields = fields,
	.n_fields = ARRAY_LEN(fields),
	.remote = REMOTE_REMOTE,
	.each = each,
};

static enum parse_status parse_remotive(const struct document *doc,
				   struct findings *out, struct error *err)
{
	return board_map_parse(&map, doc, out, err);
}

static int sniff_remotive(const struct document *doc)
{
	static const char *const keys[] = { "\"candidate_required_location\"" };

	return json_has_keys(doc, "{[", keys, ARRAY_LEN(keys)) ? 86 : 0;
}

/* "python", or any page of the site. */
static bool seed_remotive(struct span board, char *out, size_t size)
{
	static const struct board_aggregator a = {
		.host = "remotive.com",
		.api = "/api/remote-jobs",
		.all = "https://remotive.com/api/remote-jobs",
		.search = "https://remotive.com/api/remote-jobs?search=%.*s",
	};

	return board_aggregator_seed(&a, board, out, size);
}

const struct parser parser_remotive = {
	.name = "remotive",
	.about = "Remotive, remote jobs",
	.board = "all; words; or address",
	.spec = "https://github.com/remotive-com/remote-jobs-api",
	.parse = parse_remotive,
	.sniff = sniff_remotive,
	.seed_url = seed_remotive,
	.hosts = "remotive.com",
};
