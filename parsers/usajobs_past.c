/*
 * usajobs_past.c - Announcements of the federal government of the United States
 * since 2017, open ones and past ones; no key is needed.
 * https://developer.usajobs.gov/api-reference/get-api-historicjoa (read 2026-11)
 *
 * A board is a search as search_seed.h has it: "HiringDepartmentCodes=CM&
 * StartPositionOpenDate=2024-01-01&EndPositionOpenDate=2024-12-31", or a series
 * alone ("2210"). Answers lead to their next page by themselves.
 *
 * Gives what past_usajobs.c says of one announcement, and whether it still
 * takes applications. Does not give the text, nor, other than an import of the
 * same, series and appointment.
 */
#include "base/mem.h"
#include "parsers/board.h"
#include "parsers/kinds.h"
#include "parsers/past.h"
#include "parsers/search_seed.h"

static void add(const struct document *doc, const cJSON *object,
		struct findings *out)
{
	struct span status = json_member(object, "positionOpeningStatus");
	struct ad  *ad;

	if (!cJSON_IsObject(object) || out->n_ads > PARSER_ADS_MAX)
		return;
	ad = board_map_add(past_usajobs.map, doc, NULL,
			   (struct span){ NULL, 0 }, object, out);
	past_usajobs.finish(&out->arena, object, ad);
	ad->extra = (struct span){ NULL, 0 }; /* of a register that is kept */
	ad->is_closed = status.len &&
			!span_is_nocase(status, "Accepting applications");
}

static enum parse_status parse_usajobs_past(const struct document *doc,
					    struct findings *out,
					    struct error *err)
{
	cJSON       *root = json_parse_document(doc, err);
	const cJSON *data = json_get(root, "data");
	const cJSON *object;
	enum parse_status status = PARSE_OK;

	if (!root)
		return PARSE_BROKEN;
	if (!cJSON_IsArray(data)) {
		status = board_not_mine(root, "\"data\" of usajobs", err);
		goto out;
	}
	cJSON_ArrayForEach(object, data)
	{
		add(doc, object, out);
	}
	json_whole(json_path(root, "paging.metadata.totalCount"),
		   &out->listed);
	paging_next_url(json_text(&out->arena, json_path(root, "paging.next")),
			out);
out:
	json_free(root);
	return status;
}

static int sniff_usajobs_past(const struct document *doc)
{
	static const char *const keys[] = { "\"usajobsControlNumber\"",
					    "\"data\"" };
	static const char *const empty[] = { "\"paging\"", "\"data\"",
					     "\"continuationToken\"" };

	return json_has_keys(doc, "{", keys, ARRAY_LEN(keys)) ||
			       json_has_keys(doc, "{", empty,
					     ARRAY_LEN(empty))
		       ? 86
		       : 0;
}

static bool seed_usajobs_past(struct span board, char *out, size_t size)
{
	static const struct search_api api = {
		.base = "https://data.usajobs.gov/api/historicjoa",
		.path = "/api/historicjoa",
		.words = "PositionSeries",
	};

	return search_seed(&api, board, out, size);
}

const struct parser parser_usajobs_past = {
	.name = "usajobs_past",
	.about = "announcements of the US government since 2017",
	.board = "search, PositionSeries=2210; or a series",
	.spec = "https://developer.usajobs.gov/api-reference/"
		"get-api-historicjoa",
	.parse = parse_usajobs_past,
	.sniff = sniff_usajobs_past,
	.seed_url = seed_usajobs_past,
	.hosts = "data.usajobs.gov",
};
