/*
 * usajobs.c - Search results of the federal government of the United States.
 * https://developer.usajobs.gov/api-reference/get-api-search
 */
#include "base/mem.h"
#include "parsers/board_map.h"
#include "parsers/kinds.h"

static const struct map_field fields[] = {
	{ "MatchedObjectDescriptor.PositionID", MAP_ID },
	{ "MatchedObjectDescriptor.PositionURI", MAP_URL },
	{ "MatchedObjectDescriptor.ApplyURI.0", MAP_APPLY_URL },
	{ "MatchedObjectDescriptor.PositionTitle", MAP_TITLE },
	{ "MatchedObjectDescriptor.OrganizationName", MAP_EMPLOYER },
	{ "MatchedObjectDescriptor.PositionLocationDisplay", MAP_PLACE },
	{ "MatchedObjectDescriptor.PositionLocation", MAP_MORE_PLACES },
	{ "MatchedObjectDescriptor.PublicationStartDate", MAP_POSTED },
	{ "MatchedObjectDescriptor.ApplicationCloseDate", MAP_EXPIRES },
	{ "MatchedObjectDescriptor.PositionSchedule.0.Name", MAP_EMPLOYMENT },
	{ "MatchedObjectDescriptor.DepartmentName", MAP_DEPARTMENT },
	{ "MatchedObjectDescriptor.PositionRemuneration.0.MinimumRange", MAP_PAY_MIN },
	{ "MatchedObjectDescriptor.PositionRemuneration.0.MaximumRange", MAP_PAY_MAX },
	{ "MatchedObjectDescriptor.PositionRemuneration.0.Description", MAP_PAY_PERIOD },
	{ "MatchedObjectDescriptor.UserArea.Details.RemoteIndicator", MAP_IS_REMOTE },
	{ "MatchedObjectDescriptor.UserArea.Details.JobSummary", MAP_HTML },
	{ "MatchedObjectDescriptor.UserArea.Details.MajorDuties", MAP_HTML },
	{ "MatchedObjectDescriptor.QualificationSummary", MAP_HTML },
};

static const struct board_map map = {
	.what = "\"SearchResult\" of usajobs",
	.list = "SearchResult.SearchResultItems",
	.listed = "SearchResult.SearchResultCountAll",
	.fields = fields,
	.n_fields = ARRAY_LEN(fields),
};

static enum parse_status parse_usajobs(const struct document *doc,
				struct findings *out, struct error *err)
{
	return board_map_parse(&map, doc, out, err);
}

static int sniff_usajobs(const struct document *doc)
{
	static const char *const keys[] = { "\"SearchResult\"", "\"MatchedObjectDescriptor\"" };

	return json_has_keys(doc, "{", keys, ARRAY_LEN(keys)) ? 86 : 0;
}

const struct parser parser_usajobs = {
	.name = "usajobs",
	.spec = "https://developer.usajobs.gov/api-reference/get-api-search",
	.parse = parse_usajobs,
	.sniff = sniff_usajobs,
};
