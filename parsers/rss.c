/*
 * rss.c - RSS 2.0, https://www.rssboard.org/rss-specification, and RSS 1.0;
 * with the modules content, dc and georss and the fields that job boards add.
 */
#include "base/mem.h"
#include "parsers/feed.h"
#include "parsers/kinds.h"
#include "parsers/text.h"
#include "parsers/url.h"

#include <string.h>
#include <strings.h>

#define NS_CONTENT "http://purl.org/rss/1.0/modules/content/"
#define NS_DC "http://purl.org/dc/elements/1.1/"
#define NS_ATOM "http://www.w3.org/2005/Atom"
#define NS_MEDIA "http://search.yahoo.com/mrss/"
#define NS_RSS10 "http://purl.org/rss/1.0/"

struct state {
	struct findings *out;
	struct stamp     seen_at;
	size_t           first_ad, first_link;
	struct feed_item item;
	int              depth;
	int              item_depth; /* 0: outside */
	enum feed_field  field;
	bool             is_rss;
	bool             in_channel_text; /* its title or link */
	bool             in_title;        /* of the channel */
	struct buf       channel;
	struct buf       title;
};

static void reset(void *arg)
{
	struct state *s = arg;

	s->out->n_ads = s->first_ad;
	s->out->n_links = s->first_link;
	s->depth = s->item_depth = 0;
	s->is_rss = false;
	s->field = FEED_NONE;
	buf_clear(&s->channel);
	buf_clear(&s->title);
}

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

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
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

static void add_next_page(struct state *s, const struct xml_element *e)
{
	struct found_link *link;

	if (strcmp(e->uri, NS_ATOM) != 0 || strcmp(e->name, "link") != 0 ||
	    !span_is(xml_attribute(e, "rel"), "next"))
		return;
	link = findings_add_link(s->out);
	link->url = text_line(&s->out->arena, xml_attribute(e, "href"));
	link->role = LINK_LIST;
	link->kind = SPAN("rss");
}

static void start(void *arg, const struct xml_element *e)
{
	struct state *s = arg;

	s->depth++;
	if (s->depth == 1)
		s->is_rss = strcmp(e->name, "rss") == 0 ||
			    strcmp(e->name, "RDF") == 0;
	if (!s->item_depth && strcmp(e->name, "item") == 0) {
		s->item_depth = s->depth;
		feed_item_clear(&s->item);
	} else if (s->item_depth && s->depth == s->item_depth + 1) {
		s->field = feed_item_begin(&s->item, field_of(e));
	} else if (!s->item_depth) {
		s->in_channel_text = s->depth == 3 &&
				     (strcmp(e->name, "title") == 0 ||
				      strcmp(e->name, "link") == 0);
		s->in_title = s->in_channel_text && !s->title.len &&
			      strcmp(e->name, "title") == 0;
		add_next_page(s, e);
	}
}

static void text(void *arg, const char *bytes, size_t len)
{
	struct state *s = arg;

	if (s->field != FEED_NONE) /* also within a stray <a> of a title */
		buf_add(&s->item.text, bytes, len);
	else if (s->in_channel_text && !s->item_depth &&
		 s->channel.len + len < URL_MAX)
		buf_add(&s->channel, bytes, len);
	if (s->in_title && s->title.len + len < URL_MAX)
		buf_add(&s->title, bytes, len);
}

/* Titles of We Work Remotely name the employer first. */
static bool splits_title(const struct state *s)
{
	struct span channel = buf_span(&s->channel);

	return span_find_nocase(channel, "weworkremotely") ||
	       span_find_nocase(channel, "we work remotely");
}

static void end(void *arg, const char *name)
{
	struct state *s = arg;

	(void)name;
	if (s->item_depth && s->depth == s->item_depth) {
		if (s->out->n_ads - s->first_ad <= PARSER_ADS_MAX)
			feed_add_ad(&s->item, splits_title(s), s->seen_at,
				    s->out);
		s->item_depth = 0;
	} else if (s->field != FEED_NONE && s->depth == s->item_depth + 1) {
		feed_item_end(&s->item, s->field);
		s->field = FEED_NONE;
	}
	s->in_channel_text = s->in_title = false;
	s->depth--;
}

/* The title may stand behind the items, so they get it at the end. */
static void put_employer(const struct state *s)
{
	struct span name = text_line(&s->out->arena, buf_span(&s->title));

	for (size_t i = s->first_ad; i < s->out->n_ads; i++) {
		if (!s->out->ads[i].employer.len)
			s->out->ads[i].employer = name;
	}
}

enum parse_status feed_parse_rss(const struct document *doc, bool is_board,
				 struct findings *out, struct error *err)
{
	static const struct xml_events events = { reset, start, text, end };
	struct state      s = { .out = out,
				.seen_at = doc->fetched_at,
				.first_ad = out->n_ads,
				.first_link = out->n_links };
	enum parse_status status = xml_walk(doc, &events, &s, err);

	if (status == PARSE_OK && !s.is_rss) {
		struct span root = xml_root_name(doc->body);

		error_set(err, "expected <rss>, got <%.*s>",
			  (int)(root.len < 40 ? root.len : 40),
			  root.ptr ? root.ptr : "");
		status = PARSE_NOT_MINE;
	}
	if (status == PARSE_OK && is_board)
		put_employer(&s);
	feed_item_deinit(&s.item);
	buf_deinit(&s.channel);
	buf_deinit(&s.title);
	return status;
}

static enum parse_status parse_rss(const struct document *doc,
				   struct findings *out, struct error *err)
{
	return feed_parse_rss(doc, false, out, err);
}

static int sniff_rss(const struct document *doc)
{
	struct span head = doc->body;
	struct span root;

	if (head.len > 4096)
		head.len = 4096;
	root = xml_root_name(head);
	if (span_is(root, "rss"))
		return 95;
	if (span_is(root, "RDF") && span_find(head, NS_RSS10))
		return 90;
	return 0;
}

const struct parser parser_rss = {
	.name = "rss",
	.spec = "https://www.rssboard.org/rss-specification",
	.parse = parse_rss,
	.sniff = sniff_rss,
};
