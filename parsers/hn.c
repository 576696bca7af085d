/*
 * hn.c - "Ask HN: Who is hiring?" through its two public APIs.
 *
 * Algolia, https://hn.algolia.com/api (read 2026-11): search_by_date lists
 * stories or comments, items/{id} is a thread with all its comments.
 * Firebase, https://github.com/HackerNews/API: item/{id}.json is one story
 * with the ids of its comments, or one comment. Each comment directly under
 * the story is an ad; answers to it are not.
 */
#include "parsers/hn.h"

#include "base/mem.h"
#include "parsers/board.h"
#include "parsers/kinds.h"
#include "parsers/html_text.h"
#include "parsers/text.h"

#include <stdio.h>
#include <string.h>

#define PAGE_URL "https://news.ycombinator.com/item?id="
#define ALGOLIA_ITEM "https://hn.algolia.com/api/v1/items/"
#define FIREBASE_ITEM "https://hacker-news.firebaseio.com/v0/item/"

bool hn_is_hiring(struct span title)
{
	return span_find_nocase(title, "who is hiring") ||
	       span_find_nocase(title, "who's hiring");
}

static void put_time(const cJSON *item, struct ad *ad)
{
	int64_t at;

	if (json_whole(json_get(item, "created_at_i"), &at) ||
	    json_whole(json_get(item, "time"), &at))
		ad->posted_at = stamp_from_unix(at);
	else
		text_date(json_member(item, "created_at"), &ad->posted_at);
}

/* A comment that was deleted, or flagged away, says nothing any more. */
static bool is_gone(const cJSON *item, struct span html)
{
	return cJSON_IsTrue(json_get(item, "deleted")) ||
	       cJSON_IsTrue(json_get(item, "dead")) || !html.len ||
	       span_is(html, "[deleted]") || span_is(html, "[flagged]") ||
	       span_is(html, "[dead]");
}

void hn_add_comment(const cJSON *item, struct span id, struct span html,
		    struct findings *out)
{
	struct arena *arena = &out->arena;
	struct ad    *ad;

	if (is_gone(item, html) || !id.len) {
		out->skipped++;
		return;
	}
	ad = findings_add_ad(out);
	ad->native_id = id;
	ad->url = span_of(arena_printf(arena, PAGE_URL "%s", id.ptr));
	put_time(item, ad);
	text_describe(arena, ad, html);
	hn_post(arena, ad->description, ad);
}

/* Where the item `id` is, on the host that this document came from. */
static struct span item_url(struct arena *arena, const struct document *doc,
			    struct span id)
{
	struct url_parts u;
	bool             is_ours = url_split(doc->url, &u);

	if (is_ours && span_is(url_segment(u.path, 1), "item"))
		return span_of(arena_printf(
			arena, "%.*s://%.*s/v0/item/%s.json",
			(int)u.scheme.len, u.scheme.ptr, (int)u.authority.len,
			u.authority.ptr, id.ptr));
	if (is_ours && span_is(url_segment(u.path, 1), "v1"))
		return span_of(arena_printf(
			arena, "%.*s://%.*s/api/v1/items/%s",
			(int)u.scheme.len, u.scheme.ptr, (int)u.authority.len,
			u.authority.ptr, id.ptr));
	return (struct span){ NULL, 0 };
}

static void add_item_link(const struct document *doc, struct span id,
			  enum link_role role, const char *fallback,
			  struct findings *out)
{
	struct found_link *link;
	struct span        url = item_url(&out->arena, doc, id);

	if (!id.len)
		return;
	if (!url.len)
		url = span_of(arena_printf(
			&out->arena, "%s%s%s", fallback, id.ptr,
			strcmp(fallback, FIREBASE_ITEM) == 0 ? ".json" : ""));
	link = findings_add_link(out);
	link->url = url;
	link->role = role;
	link->kind = SPAN("hn");
}

/* ---- Algolia: a list of stories or of comments ---- */

static void add_hit(const struct document *doc, const cJSON *hit,
		    struct findings *out)
{
	struct span id = json_member_text(&out->arena, hit, "objectID");
	struct span html = json_member(hit, "comment_text");
	struct span story = json_member_text(&out->arena, hit, "story_id");
	struct span parent = json_member_text(&out->arena, hit, "parent_id");

	if (html.ptr) {
		if (!story.len || !parent.len ||
		    (story.len == parent.len &&
		     memcmp(story.ptr, parent.ptr, story.len) == 0))
			hn_add_comment(hit, id, html, out);
	} else if (hn_is_hiring(json_member(hit, "title"))) {
		size_t n = out->n_links;

		add_item_link(doc, id, LINK_LIST, ALGOLIA_ITEM, out);
		if (out->n_links > n) {
			struct ad dated = { 0 };

			put_time(hit, &dated);
			out->links[n].modified = dated.posted_at;
		}
	}
}

/* The address of this list with another page number. */
static void add_next_page(const struct document *doc, int64_t page,
			  struct findings *out)
{
	struct url_parts   u;
	struct buf         url = BUF_INIT;
	struct span        rest;
	struct found_link *link;

	if (!url_split(doc->url, &u))
		return;
	buf_printf(&url, "%.*s://%.*s%.*s?", (int)u.scheme.len, u.scheme.ptr,
		   (int)u.authority.len, u.authority.ptr, (int)u.path.len,
		   u.path.ptr);
	for (rest = u.query; rest.len;) {
		const char *amp = memchr(rest.ptr, '&', rest.len);
		size_t      n = amp ? (size_t)(amp - rest.ptr) : rest.len;
		struct span pair = { rest.ptr, n };

		if (!span_starts(pair, "page=")) {
			buf_add_span(&url, pair);
			buf_add_char(&url, '&');
		}
		n += amp != NULL;
		rest.ptr += n;
		rest.len -= n;
	}
	buf_printf(&url, "page=%lld", (long long)page);
	link = findings_add_link(out);
	link->url = arena_span(&out->arena, buf_span(&url));
	link->role = LINK_LIST;
	link->kind = SPAN("hn");
	buf_deinit(&url);
}

static void add_hits(const struct document *doc, const cJSON *root,
		     struct findings *out)
{
	const cJSON *hit;
	int64_t      page = 0, pages = 0;

	cJSON_ArrayForEach(hit, json_get(root, "hits"))
	{
		add_hit(doc, hit, out);
	}
	json_whole(json_get(root, "page"), &page);
	json_whole(json_get(root, "nbPages"), &pages);
	if (page >= 0 && page + 1 < pages)
		add_next_page(doc, page + 1, out);
}

/* ---- one item, of either API ---- */

static void add_thread(const struct document *doc, const cJSON *root,
		       struct findings *out)
{
	const cJSON *item;

	cJSON_ArrayForEach(item, json_get(root, "children"))
	{
		if (out->n_ads > PARSER_ADS_MAX)
			return;
		hn_add_comment(item, json_member_text(&out->arena, item, "id"),
			    json_member(item, "text"), out);
	}
	cJSON_ArrayForEach(item, json_get(root, "kids"))
	{
		if (out->n_links > PARSER_LINKS_MAX)
			return;
		add_item_link(doc, json_text(&out->arena, item), LINK_DETAIL,
			      FIREBASE_ITEM, out);
	}
}

static enum parse_status parse_hn(const struct document *doc, struct findings *out,
			   struct error *err)
{
	cJSON            *root = json_parse_document(doc, err);
	enum parse_status status = PARSE_OK;
	struct span       type = json_member(root, "type");

	if (!root)
		return PARSE_BROKEN;
	if (cJSON_IsArray(json_get(root, "hits"))) {
		add_hits(doc, root, out);
	} else if (span_is(type, "story") ||
		   (!type.len && cJSON_IsArray(json_get(root, "children")))) {
		if (hn_is_hiring(json_member(root, "title")))
			add_thread(doc, root, out);
	} else if (span_is(type, "comment")) {
		hn_add_comment(root, json_member_text(&out->arena, root, "id"),
			    json_member(root, "text"), out);
	} else if (cJSON_IsNull(root) ||
		   cJSON_IsTrue(json_get(root, "deleted"))) {
		out->skipped++; /* Firebase answers null for what is gone */
	} else {
		status = board_not_mine(root, "\"hits\" or a story or comment",
					err);
	}
	json_free(root);
	return status;
}

static int sniff_hn(const struct document *doc)
{
	static const char *const list[] = { "\"hits\"", "\"objectID\"" };
	static const char *const tree[] = { "\"children\"", "\"author\"",
					    "\"type\"" };
	static const char *const item[] = { "\"by\"", "\"time\"", "\"type\"" };
	static const char *const thread[] = { "\"children\"", "\"text\"",
					      "Who is hiring" };

	if (json_has_keys(doc, "{", NULL, 0) &&
	    (board_is_host(doc->url, "hn.algolia.com") ||
	     board_is_host(doc->url, "hacker-news.firebaseio.com")))
		return 90;
	if (json_has_keys(doc, "{", list, ARRAY_LEN(list)))
		return 60;
	if (json_has_keys(doc, "{", tree, ARRAY_LEN(tree)) ||
	    json_has_keys(doc, "{", thread, ARRAY_LEN(thread)) ||
	    json_has_keys(doc, "{", item, ARRAY_LEN(item)))
		return 60;
	return 0;
}

static bool is_number(struct span s)
{
	for (size_t i = 0; i < s.len; i++) {
		if (s.ptr[i] < '0' || s.ptr[i] > '9')
			return false;
	}
	return s.len > 0;
}

/*
 * "whoishiring" for all its threads, newest first; the number of a thread, or
 * its page; or an address of one of the APIs.
 */
static bool seed_hn(struct span board, char *out, size_t size)
{
	static const char threads[] =
		"https://hn.algolia.com/api/v1/search_by_date"
		"?tags=story,author_%.*s&query=hiring&hitsPerPage=200";
	static const char item[] = ALGOLIA_ITEM "%.*s";
	struct span       s = span_trim(board);
	struct url_parts  u;

	if (is_number(s))
		return board_print(out, size, item, s);
	if (!url_split(s, &u))
		return span_is_nocase(s, "whoishiring") &&
		       board_print(out, size, threads, SPAN("whoishiring"));
	if (board_is_host(s, "news.ycombinator.com")) {
		struct span id = url_query(u.query, "id");

		if (is_number(id))
			return board_print(out, size, item, id);
		return board_print(out, size, threads, SPAN("whoishiring"));
	}
	if (span_is(url_segment(u.path, 1), "v1") ||
	    span_is(url_segment(u.path, 0), "v0"))
		return board_copy(out, size, s);
	return false;
}

const struct parser parser_hn = {
	.name = "hn",
	.about = "\"Who is hiring?\" threads of Hacker News",
	.board = "whoishiring; number of a thread; or address",
	.spec = "https://hn.algolia.com/api",
	.parse = parse_hn,
	.sniff = sniff_hn,
	.seed_url = seed_hn,
	.lists_newest = true,
	.hosts = "news.ycombinator.com hn.algolia.com",
};
