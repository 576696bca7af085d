/*
 * workable.c - The widget API: one object for each place of a job.
 * https://apply.workable.com/api/v1/widget/accounts/
 */
#include "base/mem.h"
#include "parsers/board_map.h"
#include "parsers/kinds.h"

static const struct map_field fields[] = {
	{ "shortcode", MAP_ID },
	{ "url", MAP_URL },
	{ "application_url", MAP_APPLY_URL },
	{ "title", MAP_TITLE },
	{ "locations", MAP_PLACES },
	{ "city", MAP_CITY },
	{ "state", MAP_REGION },
	{ "country", MAP_COUNTRY },
	{ "published_on", MAP_POSTED },
	{ "employment_type", MAP_EMPLOYMENT },
	{ "department", MAP_DEPARTMENT },
	{ "industry", MAP_INDUSTRY },
	{ "code", MAP_REQUISITION },
	{ "telecommuting", MAP_IS_REMOTE },
	{ "description", MAP_HTML },
};

static const struct board_map map = {
	.what = "\"jobs\" of workable",
	.list = "jobs",
	.employer = "name",
	.fields = fields,
	.n_fields = ARRAY_LEN(fields),
};

static enum parse_status parse_workable(const struct document *doc,
				   struct findings *out, struct error *err)
{
	return board_map_parse(&map, doc, out, err);
}

static int sniff_workable(const struct document *doc)
{
	static const char *const keys[] = { "\"jobs\"", "\"shortcode\"" };

	return json_has_keys(doc, "{", keys, ARRAY_LEN(keys)) ? 86 : 0;
}

const struct parser parser_workable = {
	.name = "workable",
	.spec = "https://apply.workable.com/api/v1/widget/accounts/",
	.parse = parse_workable,
	.sniff = sniff_workable,
};
