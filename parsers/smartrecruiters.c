/*
 * smartrecruiters.c - GET /v1/companies/{id}/postings.
 * https://developers.smartrecruiters.com/docs/posting-api
 */
#include "base/mem.h"
#include "parsers/board_map.h"
#include "parsers/kinds.h"

static const struct map_field fields[] = {
	{ "id", MAP_ID },
	{ "ref", MAP_URL },
	{ "name", MAP_TITLE },
	{ "company.name", MAP_EMPLOYER },
	{ "location.fullLocation", MAP_PLACE },
	{ "location.address", MAP_STREET },
	{ "location.city", MAP_CITY },
	{ "location.region", MAP_REGION },
	{ "location.country", MAP_COUNTRY },
	{ "location.postalCode", MAP_POSTAL },
	{ "releasedDate", MAP_POSTED },
	{ "typeOfEmployment.label", MAP_EMPLOYMENT },
	{ "department.label", MAP_DEPARTMENT },
	{ "industry.label", MAP_INDUSTRY },
	{ "refNumber", MAP_REQUISITION },
	{ "language.code", MAP_LANGUAGE },
	{ "location.remote", MAP_IS_REMOTE },
	{ "location.hybrid", MAP_IS_HYBRID },
};

static const struct board_map map = {
	.what = "\"content\" of smartrecruiters",
	.list = "content",
	.listed = "totalFound",
	.fields = fields,
	.n_fields = ARRAY_LEN(fields),
};

static enum parse_status parse_smartrecruiters(const struct document *doc,
				   struct findings *out, struct error *err)
{
	return board_map_parse(&map, doc, out, err);
}

static int sniff_smartrecruiters(const struct document *doc)
{
	static const char *const keys[] = { "\"content\"", "\"releasedDate\"" };

	return json_has_keys(doc, "{", keys, ARRAY_LEN(keys)) ? 86 : 0;
}

const struct parser parser_smartrecruiters = {
	.name = "smartrecruiters",
	.spec = "https://developers.smartrecruiters.com/docs/posting-api",
	.parse = parse_smartrecruiters,
	.sniff = sniff_smartrecruiters,
};
