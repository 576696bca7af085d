/*
 * atom.c - RFC 4287. A text construct is plain, HTML, or XHTML whose elements
 * stand in the feed itself (section 3.1).
 */
#include "base/mem.h"
#include "parsers/feed_walk.h"
#include "parsers/kinds.h"

#include <string.h>

#define NS_ATOM "http://www.w3.org/2005/Atom"

static enum feed_field field_of(const struct xml_element *e)
{
	static const struct {
		const char     *name;
		enum feed_field field;
	} rows[] = {
		{ "title", FEED_TITLE },      { "id", FEED_ID },
		{ "published", FEED_POSTED }, { "updated", FEED_UPDATED },
		{ "summary", FEED_DESCRIPTION },
		{ "content", FEED_CONTENT },
	};

	if (e->uri[0] && strcmp(e->uri, NS_ATOM) != 0)
		return feed_job_field(e->name);
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		if (strcmp(e->name, rows[i].name) == 0)
			return rows[i].field;
	}
	return FEED_NONE;
}

static const struct feed_format format = {
	.kind = "atom",
	.what = "<feed>",
	.roots = "feed entry",
	.item = "entry",
	.field_of = field_of,
	.is_atom = true,
};

static enum parse_status parse_atom(const struct document *doc,
				    struct findings *out, struct error *err)
{
	return feed_walk(&format, false, doc, out, err);
}

static int sniff_atom(const struct document *doc)
{
	return feed_has_root(doc, "feed") ? 90 : 0;
}

const struct parser parser_atom = {
	.name = "atom",
	.about = "Atom feed (RFC 4287)",
	.board = "address of the feed",
	.spec = "RFC 4287",
	.parse = parse_atom,
	.sniff = sniff_atom,
};
