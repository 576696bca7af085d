/*
 * jsonfeed.c - JSON Feed 1.0 and 1.1, https://www.jsonfeed.org/version/1.1/
 * (read 2026-11)
 *
 * Gives id, address, title, when it was published and changed, language, text
 * in HTML or plain; goes on at next_url. The standard knows nothing of jobs:
 * employer, place, pay and the like come from members of extensions, objects
 * whose names begin with '_', by the names that boards use in RSS (feed.h).
 * The title of a feed is the employer's name on one board and "Remote jobs" on
 * the next, so it is neither; an item without a title is no ad.
 */
#include "base/mem.h"
#include "parsers/board_map.h"
#include "parsers/feed.h"
#include "parsers/kinds.h"
#include "parsers/text.h"

static const struct map_field fields[] = {
	{ "id", MAP_ID },
	{ "url", MAP_URL },
	{ "external_url", MAP_URL },
	{ "title", MAP_TITLE },
	{ "date_published", MAP_POSTED },
	{ "date_modified", MAP_UPDATED },
	{ "language", MAP_LANGUAGE },
	{ "content_html", MAP_HTML },
	{ "content_text", MAP_PLAIN },
};

/* The scalars of an extension as an item of a feed. */
static void read_extension(const cJSON *extension, struct arena *arena,
			   struct feed_item *item)
{
	const cJSON *member;

	cJSON_ArrayForEach(member, extension)
	{
		struct span     text = json_text(arena, member);
		enum feed_field field = feed_job_field(member->string);

		if (!text.len || feed_item_begin(item, field) == FEED_NONE)
			continue;
		buf_add_span(&item->text, text);
		feed_item_end(item, field);
	}
}

/* The fields that JSON Feed has none for, as extensions state them. */
static void take_extensions(const cJSON *object, struct stamp seen_at,
			    struct arena *arena, struct ad *ad)
{
	struct feed_item item = { .text = BUF_INIT };
	struct ad        said = { 0 };
	const cJSON     *member;

	cJSON_ArrayForEach(member, object)
	{
		if (member->string[0] == '_' && cJSON_IsObject(member))
			read_extension(member, arena, &item);
	}
	feed_fill_ad(&item, seen_at, arena, &said);
	ad->employer = said.employer;
	ad->locations = said.locations;
	ad->n_locations = said.n_locations;
	ad->remote_regions = said.remote_regions;
	ad->n_remote_regions = said.n_remote_regions;
	ad->employment_types = said.employment_types;
	ad->n_employment_types = said.n_employment_types;
	ad->valid_through = said.valid_through;
	ad->department = said.department;
	ad->requisition_id = said.requisition_id;
	ad->pay = said.pay;
	feed_item_deinit(&item);
}

static void each(const struct document *doc, const cJSON *root,
		 const cJSON *item, struct ad *ad, struct findings *out)
{
	take_extensions(item, doc->fetched_at, &out->arena, ad);
	if (!ad->language.len)
		ad->language = json_member_text(&out->arena, root, "language");
	if (!ad->description.len)
		text_describe_plain(&out->arena, ad,
				    json_member(item, "summary"));
}

static const struct board_map map = {
	.what = "\"items\" of a JSON Feed",
	.list = "items",
	.fields = fields,
	.n_fields = ARRAY_LEN(fields),
	.next = "next_url",
	.each = each,
};

static enum parse_status parse_jsonfeed(const struct document *doc,
					struct findings *out, struct error *err)
{
	return board_map_parse(&map, doc, out, err);
}

static int sniff_jsonfeed(const struct document *doc)
{
	static const char *const keys[] = { "jsonfeed.org/version",
					    "\"items\"" };

	return json_has_keys(doc, "{", keys, ARRAY_LEN(keys)) ? 86 : 0;
}

const struct parser parser_jsonfeed = {
	.name = "jsonfeed",
	.about = "JSON Feed 1.0 and 1.1",
	.board = "address of the feed",
	.spec = "https://www.jsonfeed.org/version/1.1/",
	.parse = parse_jsonfeed,
	.sniff = sniff_jsonfeed,
};
