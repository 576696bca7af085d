/*
 * recruitee.c - GET /api/offers/ of a careers site.
 *
 * https://docs.recruitee.com/reference/intro-to-careers-site-api (read
 * 2026-11): {"offers": [...]} with everything of every offer. The site stands
 * on {company}.recruitee.com or on a host of the employer's own, which
 * answers the same.
 */
#include "base/mem.h"
#include "parsers/board.h"
#include "parsers/board_map.h"
#include "parsers/kinds.h"
#include "parsers/text.h"

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

static void put_offer(const struct document *doc, const cJSON *root,
		      const cJSON *offer, struct ad *ad, struct findings *out)
{
	struct span line = json_member_text(&out->arena, offer, "location");

	(void)doc;
	(void)root;
	if (!ad->n_locations && line.len)
		text_add_location(&out->arena, ad)->text = line;
	if (ad->remote == REMOTE_UNKNOWN &&
	    cJSON_IsTrue(json_get(offer, "on_site")))
		ad->remote = REMOTE_ONSITE;
}

static const struct board_map map = {
	.what = "\"offers\" of recruitee",
	.list = "offers",
	.single = "offer",
	.fields = fields,
	.n_fields = ARRAY_LEN(fields),
	.each = put_offer,
};

static enum parse_status parse_recruitee(const struct document *doc,
				   struct findings *out, struct error *err)
{
	return board_map_parse(&map, doc, out, err);
}

static int sniff_recruitee(const struct document *doc)
{
	static const char *const keys[] = { "\"offers\"", "\"careers_url\"" };
	static const char *const bare[] = { "\"careers_url\"",
					    "\"careers_apply_url\"" };
	struct url_parts u;

	if (json_has_keys(doc, "{", keys, ARRAY_LEN(keys)) ||
	    json_has_keys(doc, "{", bare, ARRAY_LEN(bare)) ||
	    json_has_keys(doc, "[", bare, ARRAY_LEN(bare)))
		return 86;
	return json_has_keys(doc, "{", keys, 1) && url_split(doc->url, &u) &&
			       span_is(url_segment(u.path, 1), "offers")
		       ? 80
		       : 0;
}

/* "acme", or any address of the careers site, on whatever host. */
static bool seed_recruitee(struct span board, char *out, size_t size)
{
	struct url_parts u;

	if (!url_split(board, &u))
		return board_print(out, size,
				   "https://%.*s.recruitee.com/api/offers/",
				   board_slug(board));
	if (span_is(url_segment(u.path, 0), "api") &&
	    span_is(url_segment(u.path, 1), "offers"))
		return board_copy(out, size, board);
	return board_on_host(out, size, board, "/api/offers/");
}

const struct parser parser_recruitee = {
	.name = "recruitee",
	.about = "career sites of Recruitee",
	.board = "slug or address",
	.spec = "https://docs.recruitee.com/reference/offers",
	.parse = parse_recruitee,
	.sniff = sniff_recruitee,
	.seed_url = seed_recruitee,
	.hosts = "recruitee.com",
};
