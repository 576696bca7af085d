/*
 * himalayas.c - All jobs are remote, within the countries it names.
 * https://himalayas.app/api
 */
#include "base/mem.h"
#include "parsers/board_map.h"
#include "parsers/kinds.h"

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

static const struct board_map map = {
	.what = "\"jobs\" of himalayas",
	.list = "jobs",
	.listed = "totalCount",
	.fields = fields,
	.n_fields = ARRAY_LEN(fields),
};

static enum parse_status parse_himalayas(const struct document *doc,
				   struct findings *out, struct error *err)
{
	return board_map_parse(&map, doc, out, err);
}

static int sniff_himalayas(const struct document *doc)
{
	static const char *const keys[] = { "\"companySlug\"", "\"locationRestrictions\"" };

	return json_has_keys(doc, "{", keys, ARRAY_LEN(keys)) ? 86 : 0;
}

const struct parser parser_himalayas = {
	.name = "himalayas",
	.spec = "https://himalayas.app/api",
	.parse = parse_himalayas,
	.sniff = sniff_himalayas,
};
