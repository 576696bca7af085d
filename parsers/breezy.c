/*
 * breezy.c - The list and the pages of a career site of Breezy HR.
 *
 * https://{company}.breezy.hr/json (as sites show it, read 2026-11) is an
 * array of positions without texts; a position's page, /p/{friendly_id}, has a
 * JobPosting of schema.org, or the text in an element of class "description".
 * The first word of a friendly_id is the position's id, so list and page tell
 * the same one. Pay is a text, its currency a sign that several share.
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

#define PLACES_MAX 200 /* of one ad */
#define SNIFF_BYTES (256 * 1024)

static const struct map_field fields[] = {
	{ "url", MAP_URL },
	{ "name", MAP_TITLE },
	{ "company.name", MAP_EMPLOYER },
	{ "published_date", MAP_POSTED },
	{ "type.name", MAP_EMPLOYMENT },
	{ "department", MAP_DEPARTMENT },
	{ "description", MAP_HTML },
};

/* "1e0254b886db" of "1e0254b886db-business-developer". */
static struct span id_of(struct arena *arena, struct span friendly)
{
	size_t n = 0;

	while (n < friendly.len && friendly.ptr[n] != '-')
		n++;
	return text_line(arena, (struct span){ friendly.ptr, n });
}

/* ---- the list ---- */

/* A name, or an object that has one. */
static struct span name_of(struct arena *arena, const cJSON *value)
{
	return cJSON_IsObject(value) ? json_member_text(arena, value, "name")
				     : json_text(arena, value);
}

static void add_place(struct arena *arena, const cJSON *place, struct ad *ad)
{
	struct ad_location *l;

	if (!cJSON_IsObject(place) || ad->n_locations == PLACES_MAX)
		return;
	l = text_add_location(arena, ad);
	l->text = json_member_text(arena, place, "name");
	l->city = json_member_text(arena, place, "city");
	l->region = name_of(arena, json_get(place, "state"));
	l->country = name_of(arena, json_get(place, "country"));
	text_compose_location(arena, l);
	if (!l->text.len)
		ad->n_locations--;
	if (cJSON_IsTrue(json_get(place, "is_remote")))
		ad->remote = REMOTE_REMOTE;
}

static void put_pay(const cJSON *position, struct ad *ad)
{
	struct span text = json_member(position, "salary");
	const char *slash = text.len ? memchr(text.ptr, '/', text.len) : NULL;

	if (!text.len || !text_pay_range(text, &ad->pay))
		return;
	if (slash)
		ad->pay.period = text_pay_period(span_trim((struct span){
			slash + 1,
			(size_t)(text.ptr + text.len - slash - 1) }));
	ad->pay.source = SPAN("stated");
}

static void put_position(const struct document *doc, const cJSON *root,
			 const cJSON *position, struct ad *ad,
			 struct findings *out)
{
	struct arena *arena = &out->arena;
	struct span friendly = json_member_text(arena, position, "friendly_id");
	const cJSON *place;

	(void)doc;
	(void)root;
	ad->native_id = id_of(arena, friendly);
	if (!ad->native_id.len)
		ad->native_id = json_member_text(arena, position, "id");
	if (!ad->url.len && board_slug(friendly).len)
		ad->url = span_of(arena_printf(arena, "/p/%.*s",
					       (int)friendly.len,
					       friendly.ptr));
	cJSON_ArrayForEach(place, json_get(position, "locations"))
	{
		add_place(arena, place, ad);
	}
	if (!ad->n_locations)
		add_place(arena, json_get(position, "location"), ad);
	put_pay(position, ad);
	board_add_detail(out, ad, ad->url, NULL);
}

static const struct board_map map = {
	.what = "positions of breezy",
	.list = "",
	.fields = fields,
	.n_fields = ARRAY_LEN(fields),
	.each = put_position,
};

/* ---- a position's page ---- */

/* The heading and the text that readers see. */
static void read_page(struct span page, struct findings *out)
{
	struct span     rest = page;
	struct html_tag tag;
	struct span     title = { NULL, 0 }, text = { NULL, 0 };
	struct ad      *ad;

	while (html_tag_next(&rest, &tag)) {
		if (tag.is_end)
			continue;
		if (!title.len && html_tag_is(&tag, "h1"))
			title = html_inside(&rest, &tag);
		else if (!text.len && html_has_class(tag.text, "description"))
			text = html_inside(&rest, &tag);
	}
	if (!title.len || !text.len)
		return;
	ad = findings_add_ad(out);
	ad->title = html_to_line(&out->arena, title);
	text_describe(&out->arena, ad, text);
}

static enum parse_status parse_page(const struct document *doc,
				    struct findings *out, struct error *err)
{
	size_t            first = out->n_ads;
	enum parse_status status = parser_html.parse(doc, out, err);
	struct buf        store = BUF_INIT;
	struct span       page;
	struct url_parts  u;

	if (status == PARSE_OK && out->n_ads == first &&
	    charset_decode(doc, true, &store, &page, NULL))
		read_page(page, out);
	buf_deinit(&store);
	if (status == PARSE_OK && out->n_ads == first + 1 &&
	    url_split(doc->url, &u) && span_is(url_segment(u.path, 0), "p")) {
		struct ad *ad = &out->ads[first];

		ad->native_id = id_of(&out->arena, url_segment(u.path, 1));
		if (!ad->url.len)
			ad->url = doc->url;
	}
	return status;
}

static enum parse_status parse_breezy(const struct document *doc,
				      struct findings *out, struct error *err)
{
	return span_starts(span_trim(doc->body), "<")
		       ? parse_page(doc, out, err)
		       : board_map_parse(&map, doc, out, err);
}

static int sniff_breezy(const struct document *doc)
{
	static const char *const keys[] = { "\"friendly_id\"",
					    "\"published_date\"" };
	struct span              head = doc->body;

	if (json_has_keys(doc, "[", keys, ARRAY_LEN(keys)))
		return 86;
	if (json_has_keys(doc, "[", NULL, 0))
		return board_is_host(doc->url, "breezy.hr") ? 80 : 0;
	if (head.len > SNIFF_BYTES)
		head.len = SNIFF_BYTES;
	return span_starts(span_trim(head), "<") &&
			       span_find(head, "breezy-portal")
		       ? 70
		       : 0;
}

/* "acme", any address of https://acme.breezy.hr, or the list itself. */
static bool seed_breezy(struct span board, char *out, size_t size)
{
	struct url_parts u;

	if (!url_split(board, &u))
		return board_print(out, size, "https://%.*s.breezy.hr/json",
				   board_slug(board));
	if (span_is(url_segment(u.path, 0), "json"))
		return board_copy(out, size, board);
	if (!board_is_host(board, "breezy.hr"))
		return false;
	return board_print(out, size, "https://%.*s/json", u.authority);
}

const struct parser parser_breezy = {
	.name = "breezy",
	.about = "career sites of Breezy HR",
	.board = "slug or address",
	.spec = "https://{company}.breezy.hr/json",
	.parse = parse_breezy,
	.sniff = sniff_breezy,
	.seed_url = seed_breezy,
	.hosts = "breezy.hr",
};
