/*
 * remotive.c - All jobs are remote; the place is where one may live.
 * https://github.com/remotive-com/remote-jobs-api
 */
#include "base/mem.h"
#include "parsers/board_map.h"
#include "parsers/kinds.h"

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

static const struct board_map map = {
	.what = "\"jobs\" of remotive",
	.list = "jobs",
	.listed = "job-count",
	.fields = fields,
	.n_fields = ARRAY_LEN(fields),
};

static enum parse_status parse_remotive(const struct document *doc,
				   struct findings *out, struct error *err)
{
	return board_map_parse(&map, doc, out, err);
}

static int sniff_remotive(const struct document *doc)
{
	static const char *const keys[] = { "\"candidate_required_location\"" };

	return json_has_keys(doc, "{", keys, ARRAY_LEN(keys)) ? 86 : 0;
}

const struct parser parser_remotive = {
	.name = "remotive",
	.spec = "https://github.com/remotive-com/remote-jobs-api",
	.parse = parse_remotive,
	.sniff = sniff_remotive,
};
