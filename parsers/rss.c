/*
 * rss.c - RSS 2.0, https://www.rssboard.org/rss-specification, and RSS 1.0;
 * with the modules content, dc and georss and the fields that job boards add.
 */
#include "base/mem.h"
#include "parsers/feed_walk.h"
#include "parsers/kinds.h"

#include <string.h>

#define HEAD_BYTES 4096 /* that a sniff looks at */

#define NS_CONTENT "http://purl.org/rss/1.0/modules/content/"
#define NS_DC "http://purl.org/dc/elements/1.1/"
#define NS_ATOM "http://www.w3.org/2005/Atom"
#define NS_MEDIA "http://search.yahoo.com/mrss/"
#define NS_RSS10 "http://purl.org/rss/1.0/"

static enum feed_field plain_field(const char *name)
{
	static const struct {
		const char     *name;
		enum feed_field field;
	} rows[] = {
		{ "title", FEED_TITLE },      { "link", FEED_LINK },
		{ "guid", FEED_ID },          { "description", FEED_DESCRIPTION },
		{ "pubDate", FEED_POSTED },   { "pubdate", FEED_POSTED },
		{ "language", FEED_LANGUAGE },
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		if (strcmp(name, rows[i].name) == 0)
			return rows[i].field;
	}
	return feed_job_field(name);
}

/* What boards mean by the elements of Dublin Core; the creator is a person. */
static enum feed_field dublin_core_field(const char *name)
{
	static const struct {
		const char     *name;
		enum feed_field field;
	} rows[] = {
		{ "date", FEED_POSTED },
		{ "language", FEED_LANGUAGE },
		{ "publisher", FEED_EMPLOYER },
		{ "coverage", FEED_LOCATION },
		{ "identifier", FEED_REQUISITION },
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		if (strcmp(name, rows[i].name) == 0)
			return rows[i].field;
	}
	return FEED_NONE;
}

static enum feed_field field_of(const struct xml_element *e)
{
	if (!e->uri[0] || strcmp(e->uri, NS_RSS10) == 0)
		return plain_field(e->name);
	if (strcmp(e->uri, NS_CONTENT) == 0)
		return strcmp(e->name, "encoded") == 0 ? FEED_CONTENT
						       : FEED_NONE;
	if (strcmp(e->uri, NS_DC) == 0)
		return dublin_core_field(e->name);
	if (strcmp(e->uri, NS_MEDIA) == 0 || strcmp(e->uri, NS_ATOM) == 0)
		return FEED_NONE;
	return feed_job_field(e->name);
}

static const struct feed_format format = {
	.kind = "rss",
	.what = "<rss>",
	.roots = "rss RDF",
	.item = "item",
	.field_of = field_of,
};

enum parse_status feed_parse_rss(const struct document *doc, bool is_board,
				 struct findings *out, struct error *err)
{
	return feed_walk(&format, is_board, doc, out, err);
}

static enum parse_status parse_rss(const struct document *doc,
				   struct findings *out, struct error *err)
{
	return feed_walk(&format, false, doc, out, err);
}

static int sniff_rss(const struct document *doc)
{
	struct span head = doc->body;

	if (feed_has_root(doc, "rss"))
		return 95;
	if (head.len > HEAD_BYTES)
		head.len = HEAD_BYTES;
	return feed_has_root(doc, "RDF") && span_find(head, NS_RSS10) ? 90 : 0;
}

const struct parser parser_rss = {
	.name = "rss",
	.about = "RSS 2.0 and 1.0 feed",
	.board = "address of the feed",
	.spec = "https://www.rssboard.org/rss-specification",
	.parse = parse_rss,
	.sniff = sniff_rss,
};
