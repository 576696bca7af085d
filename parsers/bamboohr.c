/*
 * bamboohr.c - What the career pages of BambooHR ask for, as their requests
 * show (read 2026-11): /careers/list is {"result": [...]} without texts and
 * dates, /careers/{id}/detail {"result": {"jobOpening": {...}}}.
 */
#include "base/mem.h"
#include "parsers/board_map.h"
#include "parsers/kinds.h"
#include "parsers/board.h"
#include "parsers/text.h"

static const struct map_field fields[] = {
	{ "id", MAP_ID },
	{ "jobOpeningShareUrl", MAP_URL },
	{ "jobOpeningName", MAP_TITLE },
	{ "location.city", MAP_CITY },
	{ "atsLocation.city", MAP_CITY },
	{ "location.state", MAP_REGION },
	{ "atsLocation.state", MAP_REGION },
	{ "atsLocation.province", MAP_REGION },
	{ "location.addressCountry", MAP_COUNTRY },
	{ "atsLocation.country", MAP_COUNTRY },
	{ "location.postalCode", MAP_POSTAL },
	{ "datePosted", MAP_POSTED },
	{ "employmentStatusLabel", MAP_EMPLOYMENT },
	{ "departmentLabel", MAP_DEPARTMENT },
	{ "isRemote", MAP_IS_REMOTE },
	{ "description", MAP_HTML },
};

static const struct board_map map = {
	.what = "\"result\" of bamboohr",
	.list = "result",
	.single = "result.jobOpening",
	.listed = "meta.totalCount",
	.fields = fields,
	.n_fields = ARRAY_LEN(fields),
};

/* Of /careers/{id}/detail the address alone has the id. */
static void put_addresses(const struct document *doc, struct ad *ad,
			  struct findings *out)
{
	struct url_parts   u;
	struct span        id;
	struct found_link *link;

	if (!url_split(doc->url, &u) ||
	    !span_is(url_segment(u.path, 0), "careers"))
		return;
	if (!ad->native_id.len && span_is(url_segment(u.path, 2), "detail"))
		ad->native_id = text_line(&out->arena, url_segment(u.path, 1));
	id = ad->native_id;
	if (!id.len)
		return;
	if (!ad->url.len)
		ad->url = span_of(arena_printf(&out->arena, "/careers/%.*s",
					       (int)id.len, id.ptr));
	if (!span_is(url_segment(u.path, 1), "list"))
		return;
	link = findings_add_link(out);
	link->url = span_of(arena_printf(&out->arena, "/careers/%.*s/detail",
					 (int)id.len, id.ptr));
	link->role = LINK_DETAIL;
	link->kind = SPAN("bamboohr");
}

static enum parse_status parse_bamboohr(const struct document *doc,
				 struct findings *out, struct error *err)
{
	size_t            first = out->n_ads;
	enum parse_status status = board_map_parse(&map, doc, out, err);

	for (size_t i = first; i < out->n_ads; i++)
		put_addresses(doc, &out->ads[i], out);
	return status;
}

static int sniff_bamboohr(const struct document *doc)
{
	static const char *const keys[] = { "\"result\"", "\"jobOpeningName\"" };

	return json_has_keys(doc, "{", keys, ARRAY_LEN(keys)) ? 86 : 0;
}

static bool seed_bamboohr(struct span board, char *out, size_t size)
{
	struct url_parts u;

	if (!url_split(board, &u))
		return board_print(out, size,
				   "https://%.*s.bamboohr.com/careers/list",
				   board_slug(board));
	if (span_is(url_segment(u.path, 0), "careers") &&
	    url_segment(u.path, 1).len)
		return board_copy(out, size, board);
	if (!board_is_host(board, "bamboohr.com"))
		return false;
	return board_print(out, size, "https://%.*s/careers/list", u.authority);
}

const struct parser parser_bamboohr = {
	.name = "bamboohr",
	.spec = "https://documentation.bamboohr.com/",
	.parse = parse_bamboohr,
	.sniff = sniff_bamboohr,
	.seed_url = seed_bamboohr,
};
