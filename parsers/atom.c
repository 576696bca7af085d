/*
 * atom.c - RFC 4287. A text construct is plain, HTML, or XHTML whose elements
 * stand in the feed itself (section 3.1).
 */
#include "parsers/feed.h"
#include "parsers/kinds.h"
#include "parsers/text.h"

#include <string.h>

#define NS_ATOM "http://www.w3.org/2005/Atom"

struct state {
	struct findings *out;
	struct stamp     seen_at;
	size_t           first_ad, first_link;
	struct feed_item item;
	int              depth;
	int              entry_depth; /* 0: outside */
	enum feed_field  field;
	bool             is_atom;
	bool             is_markup; /* XHTML inside of the field */
};

static void reset(void *arg)
{
	struct state *s = arg;

	s->out->n_ads = s->first_ad;
	s->out->n_links = s->first_link;
	s->depth = s->entry_depth = 0;
	s->field = FEED_NONE;
	s->is_atom = false;
}

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
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		if (strcmp(e->name, rows[i].name) == 0)
			return rows[i].field;
	}
	return FEED_NONE;
}

static void add_next_page(struct state *s, struct span href)
{
	struct found_link *link = findings_add_link(s->out);

	link->url = text_line(&s->out->arena, href);
	link->role = LINK_LIST;
	link->kind = SPAN("atom");
}

/* The address is an attribute; "alternate" is what no rel means (4.2.7.2). */
static void take_link(struct state *s, const struct xml_element *e)
{
	struct span rel = xml_attribute(e, "rel");
	struct span href = xml_attribute(e, "href");

	if (s->entry_depth && (!rel.ptr || span_is(rel, "alternate"))) {
		if (feed_item_begin(&s->item, FEED_LINK) == FEED_NONE)
			return;
		buf_add_span(&s->item.text, href);
		feed_item_end(&s->item, FEED_LINK);
	} else if (!s->entry_depth && span_is(rel, "next") && href.len) {
		add_next_page(s, href);
	}
}

static void begin_field(struct state *s, const struct xml_element *e)
{
	struct span type = xml_attribute(e, "type");

	s->field = feed_item_begin(&s->item, field_of(e));
	s->is_markup = span_is(type, "xhtml");
	if (s->field != FEED_NONE)
		s->item.is_plain[s->field] = !type.ptr || span_is(type, "text");
}

static void start(void *arg, const struct xml_element *e)
{
	struct state *s = arg;

	s->depth++;
	if (s->depth == 1)
		s->is_atom = strcmp(e->name, "feed") == 0 ||
			     strcmp(e->name, "entry") == 0;
	if (!s->entry_depth && strcmp(e->name, "entry") == 0) {
		s->entry_depth = s->depth;
		feed_item_clear(&s->item);
	} else if (strcmp(e->name, "link") == 0 &&
		   (!s->entry_depth || s->depth == s->entry_depth + 1)) {
		take_link(s, e);
	} else if (s->entry_depth && s->depth == s->entry_depth + 1) {
		begin_field(s, e);
	} else if (s->field != FEED_NONE && s->is_markup) {
		buf_printf(&s->item.text, "<%s>", e->name);
	}
}

static void text(void *arg, const char *bytes, size_t len)
{
	struct state *s = arg;

	if (s->field == FEED_NONE)
		return;
	if (!s->is_markup) {
		buf_add(&s->item.text, bytes, len);
		return;
	}
	for (size_t i = 0; i < len; i++) { /* text again within our markup */
		if (bytes[i] == '<')
			buf_add_text(&s->item.text, "&lt;");
		else if (bytes[i] == '&')
			buf_add_text(&s->item.text, "&amp;");
		else
			buf_add_char(&s->item.text, bytes[i]);
	}
}

static void end(void *arg, const char *name)
{
	struct state *s = arg;

	if (s->entry_depth && s->depth == s->entry_depth) {
		if (s->out->n_ads - s->first_ad <= PARSER_ADS_MAX)
			feed_add_ad(&s->item, false, s->seen_at, s->out);
		s->entry_depth = 0;
	} else if (s->field != FEED_NONE && s->depth == s->entry_depth + 1) {
		feed_item_end(&s->item, s->field);
		s->field = FEED_NONE;
	} else if (s->field != FEED_NONE && s->is_markup) {
		buf_printf(&s->item.text, "</%s>", name);
	}
	s->depth--;
}

static enum parse_status parse_atom(const struct document *doc, struct findings *out,
			     struct error *err)
{
	static const struct xml_events events = { reset, start, text, end };
	struct state      s = { .out = out,
				.seen_at = doc->fetched_at,
				.first_ad = out->n_ads,
				.first_link = out->n_links };
	enum parse_status status = xml_walk(doc, &events, &s, err);

	if (status == PARSE_OK && !s.is_atom) {
		struct span root = xml_root_name(doc->body);

		error_set(err, "expected <feed>, got <%.*s>",
			  (int)(root.len < 40 ? root.len : 40),
			  root.ptr ? root.ptr : "");
		status = PARSE_NOT_MINE;
	}
	feed_item_deinit(&s.item);
	return status;
}

static int sniff_atom(const struct document *doc)
{
	struct span head = doc->body;

	if (head.len > 4096)
		head.len = 4096;
	return span_is(xml_root_name(head), "feed") ? 90 : 0;
}

const struct parser parser_atom = {
	.name = "atom",
	.spec = "RFC 4287",
	.parse = parse_atom,
	.sniff = sniff_atom,
};
