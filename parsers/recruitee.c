/*
 * recruitee.c - GET /api/offers/ of a careers site.
 * https://docs.recruitee.com/reference/offers
 */
#include "base/mem.h"
#include "parsers/board_map.h"
#include "parsers/kinds.h"

static const struct map_field fields[] = {
	{ "id", MAP_ID },
	{ "careers_url", MAP_URL },
	{ "careers_apply_url", MAP_APPLY_URL },
	{ "title", MAP_TITLE },
	{ "company_name", MAP_EMPLOYER },
	{ "locations", MAP_PLACES },
	{ "city", MAP_CITY },
	{ "state_name", MAP_REGION },
	{ "country", MAP_COUNTRY },
	{ "postal_code", MAP_POSTAL },
	{ "published_at", MAP_POSTED },
	{ "updated_at", MAP_UPDATED },
	{ "close_at", MAP_EXPIRES },
	{ "employment_type_code", MAP_EMPLOYMENT },
	{ "department", MAP_DEPARTMENT },
	{ "salary.min", MAP_PAY_MIN },
	{ "salary.max", MAP_PAY_MAX },
	{ "salary.currency", MAP_CURRENCY },
	{ "salary.period", MAP_PAY_PERIOD },
	{ "hybrid", MAP_IS_HYBRID },
	{ "remote", MAP_IS_REMOTE },
	{ "description", MAP_HTML },
	{ "requirements", MAP_HTML },
};

static const struct board_map map = {
	.what = "\"offers\" of recruitee",
	.list = "offers",
	.fields = fields,
	.n_fields = ARRAY_LEN(fields),
};

static enum parse_status parse_recruitee(const struct document *doc,
				   struct findings *out, struct error *err)
{
	return board_map_parse(&map, doc, out, err);
}

static int sniff_recruitee(const struct document *doc)
{
	static const char *const keys[] = { "\"offers\"", "\"careers_url\"" };

	return json_has_keys(doc, "{", keys, ARRAY_LEN(keys)) ? 86 : 0;
}

const struct parser parser_recruitee = {
	.name = "recruitee",
	.spec = "https://docs.recruitee.com/reference/offers",
	.parse = parse_recruitee,
	.sniff = sniff_recruitee,
};
