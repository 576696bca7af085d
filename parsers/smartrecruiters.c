/*
 * smartrecruiters.c - The Posting API of SmartRecruiters.
 *
 * https://developers.smartrecruiters.com/docs/posting-api (read 2026-11): GET
 * /v1/companies/{company}/postings?limit=100&offset=0 is {"totalFound": n,
 * "content": [...]} without texts, .../postings/{id} one posting with its text
 * in jobAd.sections and the address of its page.
 */
#include "base/mem.h"
#include "parsers/board.h"
#include "parsers/board_map.h"
#include "parsers/kinds.h"

#define SECTIONS "jobAd.sections."

static const struct map_field fields[] = {
	{ "id", MAP_ID },
	{ "postingUrl", MAP_URL },
	{ "ref", MAP_URL },
	{ "applyUrl", MAP_APPLY_URL },
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
	{ SECTIONS "companyDescription.title", MAP_HEADING },
	{ SECTIONS "companyDescription.text", MAP_HTML },
	{ SECTIONS "jobDescription.title", MAP_HEADING },
	{ SECTIONS "jobDescription.text", MAP_HTML },
	{ SECTIONS "qualifications.title", MAP_HEADING },
	{ SECTIONS "qualifications.text", MAP_HTML },
	{ SECTIONS "additionalInformation.title", MAP_HEADING },
	{ SECTIONS "additionalInformation.text", MAP_HTML },
};

static void put_state(const struct document *doc, const cJSON *root,
		      const cJSON *posting, struct ad *ad,
		      struct findings *out)
{
	(void)doc;
	(void)root;
	(void)out;
	ad->is_closed = cJSON_IsFalse(json_get(posting, "active"));
}

static const struct board_map list = {
	.what = "\"content\" of smartrecruiters",
	.list = "content",
	.listed = "totalFound",
	.fields = fields,
	.n_fields = ARRAY_LEN(fields),
	.paging = { .by = PAGING_OFFSET, .param = "offset" },
	.detail = "/v1/companies/{2}/postings/{id}",
	.each = put_state,
};

static const struct board_map posting = {
	.what = "a posting of smartrecruiters",
	.list = "",
	.single = "",
	.fields = fields,
	.n_fields = ARRAY_LEN(fields),
	.each = put_state,
};

static enum parse_status parse_smartrecruiters(const struct document *doc,
					       struct findings *out,
					       struct error *err)
{
	cJSON            *root = json_parse_document(doc, err);
	enum parse_status status = PARSE_BROKEN;
	bool is_one = json_get(root, "name") && json_get(root, "releasedDate");

	if (root)
		status = board_map_read(is_one ? &posting : &list, root, doc,
					out, err);
	json_free(root);
	return status;
}

static int sniff_smartrecruiters(const struct document *doc)
{
	static const char *const list_keys[] = { "\"content\"",
						 "\"totalFound\"" };
	static const char *const one_keys[] = { "\"releasedDate\"",
						"\"jobAd\"" };
	static const char *const bare[] = { "\"releasedDate\"",
					    "\"typeOfEmployment\"" };

	return json_has_keys(doc, "[", bare, ARRAY_LEN(bare)) ||
			       json_has_keys(doc, "{", list_keys,
					     ARRAY_LEN(list_keys)) ||
			       json_has_keys(doc, "{", one_keys,
					     ARRAY_LEN(one_keys))
		       ? 86
		       : 0;
}

/*
 * "Acme", https://careers.smartrecruiters.com/Acme[/...], the same under jobs.,
 * .../oneclick-ui/company/Acme/..., or an address of the API.
 */
static bool seed_smartrecruiters(struct span board, char *out, size_t size)
{
	static const char format[] = "https://api.smartrecruiters.com/v1"
				     "/companies/%.*s/postings"
				     "?limit=100&offset=0";
	struct url_parts  u;
	size_t            at = 0;

	if (!url_split(board, &u))
		return board_print(out, size, format, board_slug(board));
	if (span_is(url_segment(u.path, 1), "companies") &&
	    span_is(url_segment(u.path, 3), "postings"))
		return board_copy(out, size, board);
	if (!board_is_host(board, "smartrecruiters.com"))
		return false;
	if (span_is(url_segment(u.path, 0), "oneclick-ui") ||
	    span_is(url_segment(u.path, 1), "companies"))
		at = 2;
	return board_print(out, size, format,
			   board_slug(url_segment(u.path, at)));
}

const struct parser parser_smartrecruiters = {
	.name = "smartrecruiters",
	.about = "SmartRecruiters' public posting API",
	.board = "slug or address",
	.spec = "https://developers.smartrecruiters.com/docs/posting-api",
	.parse = parse_smartrecruiters,
	.sniff = sniff_smartrecruiters,
	.seed_url = seed_smartrecruiters,
	.hosts = "smartrecruiters.com",
};
