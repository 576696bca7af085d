/*
 * sitemap.c - https://www.sitemaps.org/protocol.html: urlset, sitemapindex,
 * and the text form with one address a line. Links only.
 */
#include "base/buf.h"
#include "parsers/charset.h"
#include "parsers/kinds.h"
#include "parsers/text.h"
#include "parsers/url.h"
#include "parsers/xml.h"

#include <string.h>

enum field {
	FIELD_NONE,
	FIELD_LOC,
	FIELD_LASTMOD,
};

struct state {
	struct findings *out;
	size_t           first;  /* links that were there before */
	int              depth;
	bool             is_known; /* the root is one of ours */
	enum link_role   role;
	enum field       field;
	struct buf       text;
	struct span      loc;
	struct stamp     modified;
};

static void reset(void *arg)
{
	struct state *s = arg;

	s->out->n_links = s->first;
	s->depth = 0;
	s->is_known = false;
	s->field = FIELD_NONE;
}

static void start(void *arg, const struct xml_element *e)
{
	struct state *s = arg;

	s->depth++;
	if (s->depth == 1) {
		s->is_known = strcmp(e->name, "urlset") == 0 ||
			      strcmp(e->name, "sitemapindex") == 0;
		s->role = strcmp(e->name, "urlset") == 0 ? LINK_DETAIL
							 : LINK_SITEMAP;
	} else if (s->depth == 2) {
		s->loc = (struct span){ NULL, 0 };
		s->modified.precision = STAMP_NONE;
	} else if (s->depth == 3) { /* image:loc lies deeper */
		s->field = strcmp(e->name, "loc") == 0 ? FIELD_LOC
			   : strcmp(e->name, "lastmod") == 0
				   ? FIELD_LASTMOD
				   : FIELD_NONE;
		buf_clear(&s->text);
	}
}

static void text(void *arg, const char *bytes, size_t len)
{
	struct state *s = arg;

	if (s->field != FIELD_NONE && s->depth == 3 &&
	    s->text.len + len <= URL_REFERENCE_MAX)
		buf_add(&s->text, bytes, len);
}

static void add(struct state *s)
{
	struct found_link *link;

	if (!s->loc.len || !s->is_known)
		return;
	if (s->out->n_links - s->first >= PARSER_LINKS_MAX) {
		s->out->is_capped = true;
		return;
	}
	link = findings_add_link(s->out);
	link->url = s->loc;
	link->role = s->role;
	link->kind = s->role == LINK_SITEMAP ? SPAN("sitemap") : SPAN("html");
	link->modified = s->modified;
}

static void end(void *arg, const char *name)
{
	struct state *s = arg;

	(void)name;
	if (s->depth == 3 && s->field == FIELD_LOC)
		s->loc = text_line(&s->out->arena, buf_span(&s->text));
	else if (s->depth == 3 && s->field == FIELD_LASTMOD)
		text_date(buf_span(&s->text), &s->modified);
	else if (s->depth == 2)
		add(s);
	s->field = FIELD_NONE;
	s->depth--;
}

/* One address a line; a line that is none makes it no sitemap. */
static enum parse_status parse_lines(struct span body, struct findings *out,
				     struct error *err)
{
	const char *at = body.ptr;
	const char *stop = body.ptr + body.len;
	size_t      line = 0, first = out->n_links;

	while (at < stop) {
		const char *lf = memchr(at, '\n', (size_t)(stop - at));
		const char *next = lf ? lf : stop;
		struct span s = span_trim(
			(struct span){ at, (size_t)(next - at) });
		struct found_link *link;

		line++;
		at = next + 1;
		if (!s.len)
			continue;
		if (!span_starts_nocase(s, "http")) {
			error_set(err,
				  "line %zu: expected <urlset>, "
				  "<sitemapindex> or an address",
				  line);
			return PARSE_NOT_MINE;
		}
		if (out->n_links - first >= PARSER_LINKS_MAX) {
			out->is_capped = true;
			break;
		}
		link = findings_add_link(out);
		link->url = text_line(&out->arena, s);
		link->role = LINK_DETAIL;
		link->kind = SPAN("html");
	}
	return PARSE_OK;
}

static enum parse_status parse_sitemap(const struct document *doc,
				struct findings *out, struct error *err)
{
	static const struct xml_events events = { reset, start, text, end };
	struct state      s = { .out = out, .first = out->n_links };
	struct buf        store = BUF_INIT;
	struct span       body;
	enum parse_status status = PARSE_BROKEN;

	if (!charset_decode(doc, false, &store, &body, err))
		goto out;
	if (!span_starts(span_trim(body), "<")) {
		status = parse_lines(body, out, err);
		goto out;
	}
	status = xml_walk(doc, &events, &s, err);
	if (status == PARSE_OK && !s.is_known) {
		struct span root = xml_root_name(body);

		error_set(err, "expected <urlset> or <sitemapindex>, got <%.*s>",
			  (int)(root.len < 40 ? root.len : 40), root.ptr);
		status = PARSE_NOT_MINE;
	}
out:
	buf_deinit(&s.text);
	buf_deinit(&store);
	return status;
}

static int sniff_sitemap(const struct document *doc)
{
	struct span head = doc->body;
	struct span root;

	if (head.len > 4096)
		head.len = 4096;
	if (span_starts(head, "\xEF\xBB\xBF"))
		head = (struct span){ head.ptr + 3, head.len - 3 };
	root = xml_root_name(head);
	if (span_is(root, "urlset") || span_is(root, "sitemapindex"))
		return 95;
	if (span_starts_nocase(span_trim(head), "http://") ||
	    span_starts_nocase(span_trim(head), "https://"))
		return 30;
	return 0;
}

const struct parser parser_sitemap = {
	.name = "sitemap",
	.about = "sitemap, or index of them, and the pages it names",
	.board = "address of the sitemap",
	.spec = "https://www.sitemaps.org/protocol.html",
	.parse = parse_sitemap,
	.sniff = sniff_sitemap,
};
