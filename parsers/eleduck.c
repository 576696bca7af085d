/*
 * eleduck.c - the recruiting posts of 电鸭, a Chinese community of people who
 * work remotely: /api/v1/posts?category=5, and /api/v1/posts/{id} with the
 * whole text. The answers of svc.eleduck.com (read 2026-11); it is public, but
 * nowhere described.
 *
 * Gives id, address, title, when it was published, tags for the kind of work
 * (full or part time, remote or not) and its field, whether it is closed, text.
 * Employer and place only where a line of the text is labelled so. Not given:
 * pay as a field, the end of an ad. Posts of other categories and of people who
 * look for work are left out.
 */
#include "base/mem.h"
#include "parsers/board.h"
#include "parsers/board_map.h"
#include "parsers/forum_ad.h"
#include "parsers/kinds.h"
#include "parsers/text.h"

#define RECRUITING 5 /* id of the category 招聘 */

static const struct map_field fields[] = {
	{ "id", MAP_ID },
	{ "title", MAP_TITLE },
	{ "published_at", MAP_POSTED },
	{ "content", MAP_HTML },
	{ "content.main", MAP_HTML },
	{ "raw_content", MAP_PLAIN },
	{ "summary", MAP_PLAIN },
};

static void take_tags(const cJSON *post, struct ad *ad, struct arena *arena)
{
	const cJSON *tag;

	cJSON_ArrayForEach(tag, json_get(post, "tags"))
	{
		struct span name = json_member_text(arena, tag, "name");
		struct span group = json_raw(json_path(tag, "tag_group.code"));

		text_employment_known(arena, ad, name);
		if (name.len && span_find(name, "远程"))
			ad->remote = REMOTE_REMOTE;
		else if (name.len && span_find(name, "坐班"))
			ad->remote = REMOTE_ONSITE;
		if (span_is(group, "skill_type") && !ad->department.len)
			ad->department = name;
	}
}

static void each(const struct document *doc, const cJSON *root,
		 const cJSON *post, struct ad *ad, struct findings *out)
{
	struct arena *arena = &out->arena;
	int64_t       category = RECRUITING;

	(void)doc;
	(void)root;
	json_whole(json_path(post, "category.id"), &category);
	/* the category says who hires, but for those who do not heed it */
	if (category != RECRUITING || cJSON_IsTrue(json_get(post, "deleted")) ||
	    forum_topic_of(ad->title, ad->description) == TOPIC_SEEKING) {
		ad->title = (struct span){ NULL, 0 };
		return;
	}
	if (ad->native_id.len)
		ad->url = span_of(arena_printf(arena,
					       "https://eleduck.com/posts/%s",
					       ad->native_id.ptr));
	ad->is_closed = cJSON_IsTrue(json_get(post, "closed"));
	take_tags(post, ad, arena);
	forum_take_labels(arena, ad);
}

static void whole(const struct document *doc, const cJSON *root,
		  struct findings *out)
{
	static const struct paging paging = { PAGING_NUMBER, "page", 1, 0, 0 };
	int64_t pages = 0;
	size_t  shown = (size_t)cJSON_GetArraySize(json_get(root, "posts"));

	json_whole(json_path(root, "pager.total_pages"), &pages);
	if (paging_at(&paging, doc) < pages)
		paging_next(&paging, doc, shown, -1, out);
}

static const struct board_map map = {
	.what = "\"posts\" of eleduck",
	.list = "posts",
	.single = "post",
	.fields = fields,
	.n_fields = ARRAY_LEN(fields),
	.detail = "/api/v1/posts/{id}",
	.each = each,
	.whole = whole,
};

static enum parse_status parse_eleduck(const struct document *doc,
				       struct findings *out, struct error *err)
{
	return board_map_parse(&map, doc, out, err);
}

static int sniff_eleduck(const struct document *doc)
{
	static const char *const list[] = { "\"posts\"", "\"pager\"" };
	static const char *const post[] = { "\"post\"", "\"raw_content\"" };

	if (board_is_host(doc->url, "eleduck.com") &&
	    json_has_keys(doc, "{", list, 0))
		return 88;
	return json_has_keys(doc, "{", list, ARRAY_LEN(list)) ||
			       json_has_keys(doc, "{", post, ARRAY_LEN(post))
		       ? 80
		       : 0;
}

/* "all", or any page of the site. */
static bool seed_eleduck(struct span board, char *out, size_t size)
{
	static const struct board_aggregator a = {
		.host = "eleduck.com",
		.api = "/api/v1/posts",
		.all = "https://svc.eleduck.com/api/v1/posts?category=5"
		       "&sort=-published_at&page=1",
	};

	return board_aggregator_seed(&a, board, out, size);
}

const struct parser parser_eleduck = {
	.name = "eleduck",
	.about = "forum for remote work (China)",
	.board = "all; or address",
	.spec = "https://svc.eleduck.com/api/v1/posts?category=5",
	.parse = parse_eleduck,
	.sniff = sniff_eleduck,
	.seed_url = seed_eleduck,
	.lists_newest = true,
	.hosts = "eleduck.com",
};
