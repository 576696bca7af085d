/*
 * html.c - a page that may hold a job, in whichever of three ways it marks it:
 * JSON-LD, which needs no parsing of the page, else microdata, else RDFa.
 */
#include "base/buf.h"
#include "base/mem.h"
#include "parsers/charset.h"
#include "parsers/kinds.h"
#include "parsers/html_items.h"
#include "parsers/html_tag.h"
#include "parsers/html_text.h"
#include "parsers/jobposting.h"
#include "parsers/jsonld.h"
#include "parsers/text.h"

#include <string.h>
#include <strings.h>

#define HEAD_MAX (256 * 1024) /* bytes that are looked through for <head> */

/* ---- what stands in the head ---- */

/* https://www.w3.org/community/reports/tdmrep/CG-FINAL-tdmrep-20240510/ */
static void take_meta(struct span tag, struct findings *out)
{
	if (span_is_nocase(html_attribute(tag, "name"), "tdm-reservation") &&
	    span_is(span_trim(html_attribute(tag, "content")), "1"))
		out->has_tdm_reservation = true;
}

static void take_link(struct span tag, struct findings *out)
{
	static const struct {
		const char *type;
		const char *kind;
	} feeds[] = {
		{ "application/rss+xml", "rss" },
		{ "application/atom+xml", "atom" },
	};
	struct span type;

	if (!span_is_nocase(html_attribute(tag, "rel"), "alternate"))
		return;
	type = span_trim(html_attribute(tag, "type"));
	for (size_t i = 0; i < ARRAY_LEN(feeds); i++) {
		struct found_link *link;
		struct span        href = html_attribute(tag, "href");

		if (!span_is_nocase(type, feeds[i].type) || !href.len)
			continue;
		link = findings_add_link(out);
		link->url = html_unescape(&out->arena, href);
		link->role = LINK_LIST;
		link->kind = span_of(feeds[i].kind);
	}
}

/* Tag by tag up to <body>. */
static void take_head(struct span page, struct findings *out)
{
	struct span     rest = page;
	struct html_tag tag;

	if (rest.len > HEAD_MAX)
		rest.len = HEAD_MAX;
	while (html_tag_next(&rest, &tag) && !html_tag_is(&tag, "body")) {
		if (html_tag_is(&tag, "meta"))
			take_meta(tag.text, out);
		else if (html_tag_is(&tag, "link"))
			take_link(tag.text, out);
	}
}

/* The address that a page gives itself, for one that came without. */
static struct span canonical_of(struct span page, struct arena *arena)
{
	struct html_tag tag;

	if (page.len > HEAD_MAX)
		page.len = HEAD_MAX;
	while (html_tag_next(&page, &tag) && !html_tag_is(&tag, "body")) {
		struct span href;

		if (!html_tag_is(&tag, "link") ||
		    !span_is_nocase(html_attribute(tag.text, "rel"),
				    "canonical"))
			continue;
		href = html_unescape(arena, html_attribute(tag.text, "href"));
		return span_starts_nocase(href, "http")
			       ? text_line(arena, href)
			       : (struct span){ NULL, 0 };
	}
	return (struct span){ NULL, 0 };
}

/* ---- the job ---- */

static enum parse_status collect_items(const struct document *doc,
				       struct span page, enum item_marks marks,
				       struct findings *out, size_t *found,
				       struct error *err)
{
	cJSON *items;

	if (!span_find(page, "JobPosting"))
		return PARSE_OK;
	items = html_items(page, marks, err);
	if (!items)
		return PARSE_BROKEN;
	*found = jobposting_collect(items, doc->fetched_at, out);
	cJSON_Delete(items);
	return PARSE_OK;
}

static enum parse_status parse_items(const struct document *doc,
				     enum item_marks marks,
				     struct findings *out, struct error *err)
{
	enum parse_status status = PARSE_BROKEN;
	struct buf        store = BUF_INIT;
	size_t            first = out->n_ads, found = 0;
	struct span       page;

	if (charset_decode(doc, true, &store, &page, err))
		status = collect_items(doc, page, marks, out, &found, err);
	if (status == PARSE_OK)
		jobposting_own_url(doc, out, first);
	buf_deinit(&store);
	return status;
}

static enum parse_status parse_microdata(const struct document *doc,
				  struct findings *out, struct error *err)
{
	return parse_items(doc, MARKS_MICRODATA, out, err);
}

static enum parse_status parse_rdfa(const struct document *doc, struct findings *out,
			     struct error *err)
{
	return parse_items(doc, MARKS_RDFA, out, err);
}

static enum parse_status parse_html(const struct document *doc, struct findings *out,
			     struct error *err)
{
	enum parse_status status = PARSE_OK;
	struct buf        store = BUF_INIT;
	size_t            first = out->n_ads, broken = 0, found;
	struct span       page;

	if (!charset_decode(doc, true, &store, &page, err)) {
		status = PARSE_BROKEN;
		goto out;
	}
	take_head(page, out);
	found = jsonld_collect(page, doc->fetched_at, out, &broken, err);
	if (!found && span_find(page, "itemprop"))
		status = collect_items(doc, page, MARKS_MICRODATA, out, &found,
				       err);
	if (!found && status == PARSE_OK && span_find(page, "typeof"))
		status = collect_items(doc, page, MARKS_RDFA, out, &found, err);
	if (!found && broken)
		status = PARSE_BROKEN;
	if (status == PARSE_OK)
		jobposting_own_url(doc, out, first);
	if (status == PARSE_OK && !doc->url.len && out->n_ads == first + 1 &&
	    !out->ads[first].url.len)
		out->ads[first].url = canonical_of(page, &out->arena);
out:
	buf_deinit(&store);
	return status;
}

/* ---- what kind of page ---- */

static int sniff_html(const struct document *doc)
{
	static const char *const marks[] = { "<!doctype html", "<html",
					     "<head", "<body", "<script",
					     "<div", "<meta" };
	/* of a page, where nothing else knows them */
	static const char *const pieces[] = { "<article", "<section", "<main",
					      "<table", "<ul", "<ol", "<span",
					      "<link ", "<h1", "<h2", "<title" };
	struct span head = span_trim(doc->body);

	if (span_starts(head, "\xEF\xBB\xBF"))
		head = span_trim((struct span){ head.ptr + 3, head.len - 3 });
	if (head.len > 1024)
		head.len = 1024;
	for (size_t i = 0; i < ARRAY_LEN(marks); i++) {
		if (span_starts_nocase(head, marks[i]))
			return 60;
	}
	if (span_starts(head, "<") && (span_find_nocase(head, "<html") ||
				       span_find_nocase(head, "doctype html")))
		return 50;
	for (size_t i = 0; i < ARRAY_LEN(pieces); i++) {
		if (span_starts_nocase(head, pieces[i]))
			return 30;
	}
	if (doc->content_type.len &&
	    (span_starts_nocase(doc->content_type, "text/html") ||
	     span_starts_nocase(doc->content_type, "application/xhtml")))
		return 40;
	return 0;
}

/* Both are found in a page by "html"; alone they are asked for by name. */
static int sniff_microdata(const struct document *doc)
{
	(void)doc;
	return 0;
}

static int sniff_rdfa(const struct document *doc)
{
	(void)doc;
	return 0;
}

const struct parser parser_html = {
	.name = "html",
	.about = "a page that marks its jobs by schema.org",
	.board = "address of the page",
	.spec = "https://schema.org/JobPosting",
	.parse = parse_html,
	.sniff = sniff_html,
};

const struct parser parser_microdata = {
	.name = "microdata",
	.about = "schema.org JobPosting as microdata",
	.board = "address of the page",
	.spec = "https://html.spec.whatwg.org/multipage/microdata.html",
	.parse = parse_microdata,
	.sniff = sniff_microdata,
};

const struct parser parser_rdfa = {
	.name = "rdfa",
	.about = "schema.org JobPosting as RDFa Lite",
	.board = "address of the page",
	.spec = "https://www.w3.org/TR/rdfa-lite/",
	.parse = parse_rdfa,
	.sniff = sniff_rdfa,
};
