/*
 * comeet.c - Comeet's careers API and the pages that it hosts.
 * https://developers.comeet.com/reference/careers-api-overview (read 2026-11)
 *
 *   /careers-api/2.0/company/{uid}/positions?token=T&details=true   an array
 *   https://www.comeet.com/jobs/{name}/{uid}    COMPANY_POSITIONS_DATA = [...]
 *
 * The token is public: it stands in the employer's own page. Both give id,
 * title, place, department, employment, where one works, the sections of the
 * text, and when the position was last changed; one entry a place, each with
 * an id of its own. Not given: when it was posted, pay. Entries without the
 * sections (details=false) lead to the position's own address.
 */
#include "base/buf.h"
#include "base/mem.h"
#include "parsers/board.h"
#include "parsers/board_map.h"
#include "parsers/charset.h"
#include "parsers/html_tag.h"
#include "parsers/html_text.h"
#include "parsers/kinds.h"
#include "parsers/text.h"

#include <string.h>

#define SECTIONS_MAX 100 /* of one ad */

static const struct map_field fields[] = {
	{ "uid", MAP_ID },
	{ "url_comeet_hosted_page", MAP_URL },
	{ "url_recruit_hosted_page", MAP_URL },
	{ "url_active_page", MAP_URL },
	{ "name", MAP_TITLE },
	{ "company_name", MAP_EMPLOYER },
	{ "location.name", MAP_PLACE },
	{ "location.street_name", MAP_STREET },
	{ "location.city", MAP_CITY },
	{ "location.state", MAP_REGION },
	{ "location.country", MAP_COUNTRY },
	{ "location.postal_code", MAP_POSTAL },
	{ "time_updated", MAP_UPDATED },
	{ "employment_type", MAP_EMPLOYMENT },
	{ "location.is_remote", MAP_IS_REMOTE },
	{ "department", MAP_DEPARTMENT },
	{ "internal_use_custom_id", MAP_REQUISITION },
};

static const struct board_map map = {
	.what = "positions of comeet",
	.list = "",
	.single = "",
	.fields = fields,
	.n_fields = ARRAY_LEN(fields),
};

/* The sections that say something, each under its name. */
static void put_sections(const cJSON *position, struct ad *ad,
			 struct findings *out)
{
	const cJSON *list = json_get(position, "details");
	const cJSON *section;
	struct buf   html = BUF_INIT;
	size_t       n = 0;

	if (!list)
		list = json_path(position, "custom_fields.details");
	cJSON_ArrayForEach(section, list)
	{
		struct span name = json_member(section, "name");
		struct span value = json_member(section, "value");

		if (n++ == SECTIONS_MAX ||
		    !html_to_line(&out->arena, value).len)
			continue;
		buf_printf(&html, "<h3>%.*s</h3>", (int)name.len,
			   name.len ? name.ptr : "");
		buf_add_span(&html, value);
	}
	text_describe(&out->arena, ad, buf_span(&html));
	buf_deinit(&html);
}

/* `url` has the token; without the asking it tells no sections either. */
static void add_detail(struct span url, struct ad *ad, struct findings *out)
{
	board_add_detail(out, ad,
			 url.len ? paging_set_query(&out->arena, url, "details",
						    SPAN("true"))
				 : url,
			 NULL);
}

static void finish(const cJSON *position, struct ad *ad, struct findings *out)
{
	enum remote_kind where =
		text_remote(json_member(position, "workplace_type"));

	if (where != REMOTE_UNKNOWN)
		ad->remote = where;
	put_sections(position, ad, out);
	if (!json_get(position, "details") &&
	    !json_get(position, "custom_fields"))
		add_detail(json_member_text(&out->arena, position,
					    "position_url"),
			   ad, out);
}

static enum parse_status read_positions(const cJSON *root,
					const struct document *doc,
					struct findings *out,
					struct error *err)
{
	size_t            n = out->n_ads;
	const cJSON      *position;
	enum parse_status status;

	if (cJSON_IsObject(root) && !json_get(root, "uid"))
		return board_not_mine(root, "positions of comeet", err);
	status = board_map_read(&map, root, doc, out, err);
	if (status == PARSE_OK && cJSON_IsObject(root))
		finish(root, &out->ads[n], out);
	if (status != PARSE_OK || !cJSON_IsArray(root))
		return status;
	cJSON_ArrayForEach(position, root)
	{
		if (cJSON_IsObject(position) && n < out->n_ads)
			finish(position, &out->ads[n++], out);
	}
	return status;
}

static enum parse_status parse_page(const struct document *doc,
				    struct findings *out, struct error *err)
{
	enum parse_status status = PARSE_BROKEN;
	struct buf        store = BUF_INIT;
	struct span       page, json;
	struct url_parts  u = { 0 };
	cJSON            *root = NULL;

	url_split(doc->url, &u);
	if (span_is(url_segment(u.path, 0), "jobs") &&
	    url_segment(u.path, 4).len) /* of one position */
		return board_page(doc, url_segment(u.path, 4), out, err);
	if (!charset_decode(doc, true, &store, &page, err))
		goto out;
	json = html_json_after(page, "COMPANY_POSITIONS_DATA");
	if (!json.len) {
		error_set(err, "expected COMPANY_POSITIONS_DATA of comeet, "
			       "got a page without it");
		status = PARSE_NOT_MINE;
		goto out;
	}
	root = json_parse(json, err);
	if (root)
		status = read_positions(root, doc, out, err);
out:
	json_free(root);
	buf_deinit(&store);
	return status;
}

static enum parse_status parse_comeet(const struct document *doc,
				      struct findings *out, struct error *err)
{
	enum parse_status status = PARSE_BROKEN;
	cJSON            *root;

	if (board_page_has(doc, "<"))
		return parse_page(doc, out, err);
	root = json_parse_document(doc, err);
	if (root)
		status = read_positions(root, doc, out, err);
	json_free(root);
	return status;
}

static int sniff_comeet(const struct document *doc)
{
	static const char *const keys[] = { "\"uid\"",
					    "\"url_comeet_hosted_page\"" };

	if (span_find(doc->url, "/careers-api/") && !board_page_has(doc, "<"))
		return 90;
	if (json_has_keys(doc, "[{", keys, ARRAY_LEN(keys)))
		return 87;
	return board_page_has(doc, "COMPANY_POSITIONS_DATA") ? 80 : 0;
}

/*
 * The API with its token, or any page below https://www.comeet.com/jobs; a
 * name alone is not enough, nor is the employer's own page.
 */
static bool seed_comeet(struct span board, char *out, size_t size)
{
	struct url_parts u;
	struct span      name, uid;

	if (!url_split(board, &u))
		return false;
	if (span_find(u.path, "/positions") &&
	    span_is(url_segment(u.path, 0), "careers-api"))
		return board_copy(out, size, board) &&
		       (url_query(u.query, "details").len || !u.query.len ||
			board_print(out + strlen(out), size - strlen(out),
				    "%.*s", SPAN("&details=true")));
	name = board_slug(url_segment(u.path, 1));
	uid = board_slug(url_segment(u.path, 2));
	if (!span_is(url_segment(u.path, 0), "jobs") || !name.len ||
	    !uid.len || !board_at_host(out, size, board, "/jobs/"))
		return false;
	return board_print(out + strlen(out), size - strlen(out), "%.*s/",
			   name) &&
	       board_print(out + strlen(out), size - strlen(out), "%.*s", uid);
}

const struct parser parser_comeet = {
	.name = "comeet",
	.about = "careers API and hosted pages of Comeet",
	.board = "address, the API's with its token",
	.spec = "https://developers.comeet.com/reference/careers-api-overview",
	.parse = parse_comeet,
	.sniff = sniff_comeet,
	.seed_url = seed_comeet,
	.hosts = "comeet.com comeet.co",
};
