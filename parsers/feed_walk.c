#include "parsers/feed_walk.h"

#include "parsers/text.h"
#include "parsers/url.h"
#include "parsers/xml_record.h"

#include <string.h>

#define NS_ATOM "http://www.w3.org/2005/Atom"
#define HEAD_BYTES 4096 /* that a sniff looks at */

struct state {
	const struct feed_format *format;
	struct findings          *out;
	struct stamp              seen_at;
	size_t                    first_ad, first_link;
	struct feed_item          item;
	int                       depth;
	int                       item_depth; /* 0: outside */
	enum feed_field           field;
	bool                      is_mine;
	bool                      is_markup; /* elements within the field */
	bool                      in_title;  /* of the feed */
	bool                      in_language;
	struct buf                title;
};

static void reset(void *arg)
{
	struct state *s = arg;

	s->out->n_ads = s->first_ad;
	s->out->n_links = s->first_link;
	s->depth = s->item_depth = 0;
	s->field = FEED_NONE;
	s->is_mine = s->is_markup = s->in_title = s->in_language = false;
	s->item.language[0] = '\0';
	buf_clear(&s->title);
}

static bool is_link(const struct state *s, const struct xml_element *e)
{
	return strcmp(e->name, "link") == 0 &&
	       (strcmp(e->uri, NS_ATOM) == 0 ||
		(s->format->is_atom && !e->uri[0]));
}

static void add_next_page(struct state *s, const struct xml_element *e)
{
	struct span href = xml_attribute(e, "href");

	if (!span_is(xml_attribute(e, "rel"), "next") || !href.len)
		return;
	paging_next_url(text_line(&s->out->arena, href), s->out);
	s->out->links[s->out->n_links - 1].kind = span_of(s->format->kind);
}

/* The address is an attribute; "alternate" is what no rel means (4.2.7.2). */
static void take_address(struct state *s, const struct xml_element *e)
{
	struct span rel = xml_attribute(e, "rel");

	if ((rel.ptr && !span_is(rel, "alternate")) ||
	    feed_item_begin(&s->item, FEED_LINK) == FEED_NONE)
		return;
	buf_add_span(&s->item.text, xml_attribute(e, "href"));
	feed_item_end(&s->item, FEED_LINK);
}

static void begin_field(struct state *s, const struct xml_element *e)
{
	struct span type = xml_attribute(e, "type");

	s->field = feed_item_begin(&s->item, s->format->field_of(e));
	s->is_markup = s->format->is_atom && span_is(type, "xhtml");
	if (s->field != FEED_NONE)
		s->item.is_plain[s->field] =
			s->format->is_atom &&
			(!type.ptr || span_is(type, "text"));
}

static void start_outside(struct state *s, const struct xml_element *e)
{
	int title_depth = s->format->is_atom ? 2 : 3;

	if (strcmp(e->name, s->format->item) == 0) {
		s->item_depth = s->depth;
		feed_item_clear(&s->item);
	} else if (is_link(s, e)) {
		add_next_page(s, e);
	}
	s->in_title = !s->item_depth && s->depth == title_depth &&
		      !s->title.len && strcmp(e->name, "title") == 0;
	s->in_language = !s->item_depth && s->depth == title_depth &&
			 strcmp(e->name, "language") == 0;
}

static void start(void *arg, const struct xml_element *e)
{
	struct state *s = arg;

	s->depth++;
	if (s->depth == 1)
		s->is_mine = xml_record_is_one(s->format->roots, e->name);
	if (!s->item_depth) {
		start_outside(s, e);
	} else if (s->depth == s->item_depth + 1) {
		if (s->format->is_atom && is_link(s, e))
			take_address(s, e);
		else
			begin_field(s, e);
	} else if (s->field != FEED_NONE && s->is_markup) {
		buf_printf(&s->item.text, "<%s>", e->name);
	}
}

/* Text again within our markup. */
static void add_escaped(struct buf *out, const char *bytes, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		if (bytes[i] == '<')
			buf_add_text(out, "&lt;");
		else if (bytes[i] == '&')
			buf_add_text(out, "&amp;");
		else
			buf_add_char(out, bytes[i]);
	}
}

/* The bytes of one text may come in pieces. */
static void add_language(struct state *s, const char *bytes, size_t len)
{
	size_t n = strlen(s->item.language);

	for (size_t i = 0; i < len && n + 1 < sizeof(s->item.language); i++) {
		if ((unsigned char)bytes[i] > ' ')
			s->item.language[n++] = bytes[i];
	}
	s->item.language[n] = '\0';
}

static void text(void *arg, const char *bytes, size_t len)
{
	struct state *s = arg;

	if (s->field != FEED_NONE && s->is_markup)
		add_escaped(&s->item.text, bytes, len);
	else if (s->field != FEED_NONE) /* also within a stray <a> of a title */
		buf_add(&s->item.text, bytes, len);
	else if (s->in_title && s->title.len + len < URL_REFERENCE_MAX)
		buf_add(&s->title, bytes, len);
	else if (s->in_language)
		add_language(s, bytes, len);
}

static void end(void *arg, const char *name)
{
	struct state *s = arg;

	if (s->item_depth && s->depth == s->item_depth) {
		if (s->out->n_ads - s->first_ad <= PARSER_ADS_MAX)
			feed_add_ad(&s->item, s->seen_at, s->out);
		s->item_depth = 0;
	} else if (s->field != FEED_NONE && s->depth == s->item_depth + 1) {
		feed_item_end(&s->item, s->field);
		s->field = FEED_NONE;
	} else if (s->field != FEED_NONE && s->is_markup) {
		buf_printf(&s->item.text, "</%s>", name);
	}
	s->in_title = s->in_language = false;
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

enum parse_status feed_walk(const struct feed_format *format, bool is_board,
			    const struct document *doc, struct findings *out,
			    struct error *err)
{
	static const struct xml_events events = { reset, start, text, end };
	struct state      s = { .format = format,
				.out = out,
				.seen_at = doc->fetched_at,
				.first_ad = out->n_ads,
				.first_link = out->n_links };
	enum parse_status status = xml_walk(doc, &events, &s, err);

	if (status == PARSE_OK && !s.is_mine) {
		struct span root = xml_root_name(doc->body);

		error_set(err, "expected %s, got <%.*s>", format->what,
			  (int)(root.len < 40 ? root.len : 40),
			  root.ptr ? root.ptr : "");
		status = PARSE_NOT_MINE;
	}
	if (status == PARSE_OK && is_board)
		put_employer(&s);
	feed_item_deinit(&s.item);
	buf_deinit(&s.title);
	return status;
}

bool feed_has_root(const struct document *doc, const char *names)
{
	struct span head = doc->body, root;
	char        name[32];

	if (head.len > HEAD_BYTES)
		head.len = HEAD_BYTES;
	root = xml_root_name(head);
	if (!root.len || root.len >= sizeof(name))
		return false;
	memcpy(name, root.ptr, root.len);
	name[root.len] = '\0';
	return xml_record_is_one(names, name);
}
