/*
 * reed.c - Search results and ads of Reed (Britain).
 * https://www.reed.co.uk/developers/jobseeker (read 2026-11)
 *
 * A board is a search as search_seed.h has it: "keywords=data&locationName=
 * leeds". Key: reed, sent as the user of basic authentication.
 *
 * The list gives id, title, employer, place, days, pay and the first sentences;
 * the ad the whole text, the kind of contract and the period of the pay. Neither
 * gives parts of the place.
 */
#include "base/mem.h"
#include "parsers/board.h"
#include "parsers/board_map.h"
#include "parsers/kinds.h"
#include "parsers/search_seed.h"
#include "parsers/text.h"

static const struct map_field fields[] = {
	{ "jobId", MAP_ID },
	{ "jobUrl", MAP_URL },
	{ "externalUrl", MAP_APPLY_URL },
	{ "jobTitle", MAP_TITLE },
	{ "employerName", MAP_EMPLOYER },
	{ "locationName", MAP_PLACE },
	{ "date", MAP_POSTED },
	{ "datePosted", MAP_POSTED },
	{ "expirationDate", MAP_EXPIRES },
	{ "minimumSalary", MAP_PAY_MIN },
	{ "maximumSalary", MAP_PAY_MAX },
	{ "currency", MAP_CURRENCY },
	{ "salaryType", MAP_PAY_PERIOD },
	{ "jobDescription", MAP_HTML },
};

/* "Permanent" is no type of schema.org's; "Contract" and "Temporary" are. */
static void each(const struct document *doc, const cJSON *root,
		 const cJSON *object, struct ad *ad, struct findings *out)
{
	struct arena *arena = &out->arena;
	struct span   contract = json_member(object, "contractType");

	(void)doc;
	(void)root;
	if (cJSON_IsTrue(json_get(object, "fullTime")))
		text_employment(arena, ad, SPAN("full-time"));
	if (cJSON_IsTrue(json_get(object, "partTime")))
		text_employment(arena, ad, SPAN("part-time"));
	if (contract.len && !span_is_nocase(contract, "permanent"))
		text_employment(arena, ad, contract);
}

static const struct board_map map = {
	.what = "\"results\" of reed",
	.list = "results",
	.single = "",
	.listed = "totalResults",
	.fields = fields,
	.n_fields = ARRAY_LEN(fields),
	.paging = { .by = PAGING_OFFSET,
		    .param = "resultsToSkip",
		    .size = 100 },
	.detail = "/api/1.0/jobs/{jobId}",
	.each = each,
	.has_day_first = true,
};

static enum parse_status parse_reed(const struct document *doc,
				    struct findings *out, struct error *err)
{
	cJSON            *root = json_parse_document(doc, err);
	enum parse_status status = PARSE_BROKEN;

	if (root && !cJSON_IsArray(json_get(root, "results")) &&
	    !json_get(root, "jobId"))
		status = board_not_mine(root, map.what, err);
	else if (root)
		status = board_map_read(&map, root, doc, out, err);
	json_free(root);
	return status;
}

static int sniff_reed(const struct document *doc)
{
	static const char *const list[] = { "\"results\"", "\"jobId\"",
					    "\"employerName\"" };
	static const char *const empty[] = { "\"results\"",
					     "\"ambiguousLocations\"" };
	static const char *const single[] = { "\"jobId\"", "\"jobTitle\"",
					      "\"employerName\"" };

	return json_has_keys(doc, "{", list, ARRAY_LEN(list)) ||
			       json_has_keys(doc, "{", empty,
					     ARRAY_LEN(empty)) ||
			       json_has_keys(doc, "{", single,
					     ARRAY_LEN(single))
		       ? 86
		       : 0;
}

static bool seed_reed(struct span board, char *out, size_t size)
{
	static const struct search_api api = {
		.base = "https://www.reed.co.uk/api/1.0/search",
		.path = "/api/1.0/search",
		.words = "keywords",
		.fixed = "resultsToTake=100&resultsToSkip=0",
	};

	return search_seed(&api, board, out, size);
}

const struct parser parser_reed = {
	.name = "reed",
	.about = "search of Reed (Britain)",
	.board = "search, keywords=data&locationName=leeds; or words",
	.keys = "reed",
	.spec = "https://www.reed.co.uk/developers/jobseeker",
	.parse = parse_reed,
	.sniff = sniff_reed,
	.seed_url = seed_reed,
	.headers = "Authorization: Basic {basic:reed}",
	.hosts = "reed.co.uk",
};
