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

/* locationType: in an office, from anywhere, or both. */
static enum remote_kind remote_of(struct span type)
{
	return span_is(type, "0")   ? REMOTE_ONSITE
	       : span_is(type, "1") ? REMOTE_REMOTE
	       : span_is(type, "2") ? REMOTE_HYBRID
				    : REMOTE_UNKNOWN;
}

/* Of /careers/{id}/detail the address alone has the id. */
static void put_opening(const struct document *doc, const cJSON *root,
			const cJSON *opening, struct ad *ad,
			struct findings *out)
{
	struct span      status = json_member(opening, "jobOpeningStatus");
	struct url_parts u;
	struct span      id;

	(void)root;
	if (ad->remote == REMOTE_UNKNOWN)
		ad->remote = remote_of(json_member_text(
			&out->arena, opening, "locationType"));
	if (status.len && !span_is(status, "Open"))
		ad->is_closed = true;
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
	if (span_is(url_segment(u.path, 1), "list"))
		board_add_detail(out, ad,
				 span_of(arena_printf(&out->arena,
						      "/careers/%.*s/detail",
						      (int)id.len, id.ptr)),
				 NULL);
}

static const struct board_map map = {
	.what = "\"result\" of bamboohr",
	.list = "result",
	.single = "result.jobOpening",
	.listed = "meta.totalCount",
	.fields = fields,
	.n_fields = ARRAY_LEN(fields),
	.each = put_opening,
};

/* The openings alone, as they are kept when the answer was unwrapped. */
static const struct board_map openings = {
	.what = "openings of bamboohr",
	.list = "",
	.fields = fields,
	.n_fields = ARRAY_LEN(fields),
	.each = put_opening,
};

static enum parse_status parse_bamboohr(const struct document *doc,
					struct findings *out,
					struct error *err)
{
	return board_map_parse(json_has_keys(doc, "[", NULL, 0) ? &openings
								: &map,
			       doc, out, err);
}

static int sniff_bamboohr(const struct document *doc)
{
	static const char *const keys[] = { "\"result\"", "\"jobOpeningName\"" };

	if (json_has_keys(doc, "{", keys, ARRAY_LEN(keys)) ||
	    json_has_keys(doc, "[", keys + 1, 1))
		return 86;
	return json_has_keys(doc, "{", keys, 1) &&
			       board_is_host(doc->url, "bamboohr.com")
		       ? 80
		       : 0;
}

/* "acme", or any address of https://acme.bamboohr.com. */
static bool seed_bamboohr(struct span board, char *out, size_t size)
{
	struct url_parts u;

	if (!url_split(board, &u))
		return board_print(out, size,
				   "https://%.*s.bamboohr.com/careers/list",
				   board_slug(board));
	if (span_is(url_segment(u.path, 0), "careers") &&
	    span_is(url_segment(u.path, 1), "list"))
		return board_copy(out, size, board);
	if (!board_is_host(board, "bamboohr.com") ||
	    span_is(u.authority, "www.bamboohr.com"))
		return false;
	return board_print(out, size, "https://%.*s/careers/list", u.authority);
}

const struct parser parser_bamboohr = {
	.name = "bamboohr",
	.about = "career pages of BambooHR",
	.board = "slug or address",
	.spec = "https://documentation.bamboohr.com/",
	.parse = parse_bamboohr,
	.sniff = sniff_bamboohr,
	.seed_url = seed_bamboohr,
	.headers = "Accept: application/json",
	.hosts = "bamboohr.com",
};
