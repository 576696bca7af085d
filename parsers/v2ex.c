/*
 * v2ex.c - the jobs of the forum V2EX: /api/topics/show.json?node_name=jobs,
 * or the node's Atom feed, /feed/jobs.xml. https://www.v2ex.com/p/7v9TEc53
 * (read 2026-11)
 *
 * Gives id, address, title, when it was written and changed, text. Employer and
 * place only where a line of the text is labelled so; not given: kind of
 * employment, pay, the end of an ad. A topic counts when its words say that
 * somebody is hired (forum_ad.h); who looks for work, and talk, are left out.
 * The list has the newest topics alone.
 */
#include "base/mem.h"
#include "parsers/board.h"
#include "parsers/board_map.h"
#include "parsers/forum_ad.h"
#include "parsers/kinds.h"
#include "parsers/text.h"
#include "parsers/xml_record.h"

#include <string.h>

static const struct map_field fields[] = {
	{ "id", MAP_ID },
	{ "url", MAP_URL },
	{ "title", MAP_TITLE },
	{ "created", MAP_POSTED },
	{ "last_modified", MAP_UPDATED },
	{ "content_rendered", MAP_HTML },
	{ "content", MAP_PLAIN },
};

/* An ad keeps its title; without one it is none. */
static void sift(struct arena *arena, struct ad *ad)
{
	if (forum_topic_of(ad->title, ad->description) == TOPIC_HIRING)
		forum_take_labels(arena, ad);
	else
		ad->title = (struct span){ NULL, 0 };
}

static void each(const struct document *doc, const cJSON *root,
		 const cJSON *topic, struct ad *ad, struct findings *out)
{
	struct span node = json_raw(json_path(topic, "node.name"));
	int64_t     deleted = 0;

	(void)doc;
	(void)root;
	json_whole(json_get(topic, "deleted"), &deleted);
	if (deleted || span_is(node, "cv")) /* where people look for work */
		ad->title = (struct span){ NULL, 0 };
	else
		sift(&out->arena, ad);
}

static const struct board_map map = {
	.what = "topics of v2ex",
	.list = "",
	.fields = fields,
	.n_fields = ARRAY_LEN(fields),
	.each = each,
};

static bool is_xml(const struct document *doc)
{
	return span_starts(span_trim(doc->body), "<");
}

/* The number in the address is what the API calls the topic. */
static void take_id(struct ad *ad)
{
	struct url_parts u;

	ad->url = url_without_fragment(ad->url);
	if (url_split(ad->url, &u) && span_is(url_segment(u.path, 0), "t") &&
	    url_segment(u.path, 1).len)
		ad->native_id = url_segment(u.path, 1);
}

static enum parse_status parse_v2ex(const struct document *doc,
				    struct findings *out, struct error *err)
{
	size_t            n = out->n_ads;
	enum parse_status status;

	if (!is_xml(doc))
		return board_map_parse(&map, doc, out, err);
	status = parser_atom.parse(doc, out, err);
	for (size_t i = n; status == PARSE_OK && i < out->n_ads; i++) {
		take_id(&out->ads[i]);
		sift(&out->arena, &out->ads[i]);
	}
	return status;
}

static int sniff_v2ex(const struct document *doc)
{
	static const char *const keys[] = { "\"content_rendered\"", "\"node\"",
					    "\"last_touched\"" };
	static const char *const feed[] = { "v2ex.com/feed/" };

	if (json_has_keys(doc, "[", keys, ARRAY_LEN(keys)))
		return 88;
	if (xml_records_sniff(doc, "feed", feed, 1))
		return 95;
	return board_is_host(doc->url, "v2ex.com") &&
			       json_has_keys(doc, "[", NULL, 0)
		       ? 88
		       : 0;
}

/* A node ("jobs", "outsourcing"), its page or its feed. */
static bool seed_v2ex(struct span board, char *out, size_t size)
{
	static const struct board_aggregator a = {
		.host = "v2ex.com",
		.api = "/api/topics/",
		.all = "https://www.v2ex.com/api/topics/show.json"
		       "?node_name=jobs",
		.search = "https://www.v2ex.com/api/topics/show.json"
			  "?node_name=%.*s",
	};
	struct url_parts u;

	if (url_split(board, &u) && board_is_host(board, a.host)) {
		if (span_starts(u.path, "/feed/"))
			return board_copy(out, size, board);
		if (span_is(url_segment(u.path, 0), "go"))
			board = url_segment(u.path, 1);
	}
	return board_aggregator_seed(&a, board, out, size);
}

const struct parser parser_v2ex = {
	.name = "v2ex",
	.about = "jobs of the forum V2EX (China)",
	.board = "all; a node; or address",
	.spec = "https://www.v2ex.com/p/7v9TEc53",
	.parse = parse_v2ex,
	.sniff = sniff_v2ex,
	.seed_url = seed_v2ex,
	.lists_newest = true,
	.hosts = "v2ex.com",
};
