/*
 * pinpoint.c - GET /postings.json of a careers site of Pinpoint.
 *
 * https://developers.pinpointhq.com/docs/jobs-feed (read 2026-11): {"data":
 * [...]} with everything of every posting; the text is in four parts with
 * headings of their own. Pay counts when it is marked as visible. No day of
 * posting, no employer.
 */
#include "base/mem.h"
#include "parsers/board.h"
#include "parsers/board_map.h"
#include "parsers/kinds.h"

static const struct map_field fields[] = {
	{ "id", MAP_ID },
	{ "url", MAP_URL },
	{ "path", MAP_URL },
	{ "title", MAP_TITLE },
	{ "location.name", MAP_PLACE },
	{ "location.city", MAP_CITY },
	{ "location.province", MAP_REGION },
	{ "location.postal_code", MAP_POSTAL },
	{ "deadline_at", MAP_EXPIRES },
	{ "employment_type", MAP_EMPLOYMENT },
	{ "workplace_type", MAP_REMOTE_KIND },
	{ "department.name", MAP_DEPARTMENT },
	{ "job.department.name", MAP_DEPARTMENT },
	{ "requisition_id", MAP_REQUISITION },
	{ "job.requisition_id", MAP_REQUISITION },
	{ "compensation_minimum", MAP_PAY_MIN },
	{ "compensation_maximum", MAP_PAY_MAX },
	{ "compensation_currency", MAP_CURRENCY },
	{ "compensation_frequency", MAP_PAY_PERIOD },
	{ "description", MAP_HTML },
	{ "key_responsibilities_header", MAP_HEADING },
	{ "key_responsibilities", MAP_HTML },
	{ "skills_knowledge_expertise_header", MAP_HEADING },
	{ "skills_knowledge_expertise", MAP_HTML },
	{ "benefits_header", MAP_HEADING },
	{ "benefits", MAP_HTML },
};

static void put_pay(const struct document *doc, const cJSON *root,
		    const cJSON *posting, struct ad *ad, struct findings *out)
{
	(void)doc;
	(void)root;
	(void)out;
	if (cJSON_IsFalse(json_get(posting, "compensation_visible")))
		ad->pay = (struct ad_pay){ 0 };
}

static const struct board_map map = {
	.what = "\"data\" of pinpoint",
	.list = "data",
	.fields = fields,
	.n_fields = ARRAY_LEN(fields),
	.each = put_pay,
};

static enum parse_status parse_pinpoint(const struct document *doc,
					struct findings *out,
					struct error *err)
{
	return board_map_parse(&map, doc, out, err);
}

static int sniff_pinpoint(const struct document *doc)
{
	static const char *const keys[] = { "\"data\"", "\"title\"",
					    "\"skills_knowledge_expertise\"" };
	/* texts that a posting does without are left out by some readers */
	static const char *const plain[] = { "\"title\"",
					     "\"compensation_visible\"",
					     "\"workplace_type" };
	struct url_parts         u;

	if (json_has_keys(doc, "{", keys, ARRAY_LEN(keys)) ||
	    json_has_keys(doc, "{[", plain, ARRAY_LEN(plain)))
		return 88;
	return json_has_keys(doc, "{", keys, 1) && url_split(doc->url, &u) &&
			       span_is(url_segment(u.path, 0), "postings.json")
		       ? 80
		       : 0;
}

/*
 * "acme", or any address of https://acme.pinpointhq.com; or the list itself,
 * on whatever host. A page of the employer's own does not tell its slug.
 */
static bool seed_pinpoint(struct span board, char *out, size_t size)
{
	struct url_parts u;

	if (!url_split(board, &u))
		return board_print(out, size,
				   "https://%.*s.pinpointhq.com/postings.json",
				   board_slug(board));
	if (span_is(url_segment(u.path, 0), "postings.json") ||
	    span_is(url_segment(u.path, 1), "postings.json"))
		return board_copy(out, size, board);
	if (!board_is_host(board, "pinpointhq.com"))
		return false;
	return board_print(out, size, "https://%.*s/postings.json",
			   u.authority);
}

const struct parser parser_pinpoint = {
	.name = "pinpoint",
	.about = "career sites of Pinpoint",
	.board = "slug or address",
	.spec = "https://developers.pinpointhq.com/docs/jobs-feed",
	.parse = parse_pinpoint,
	.sniff = sniff_pinpoint,
	.seed_url = seed_pinpoint,
	.hosts = "pinpointhq.com",
};
