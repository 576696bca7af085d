#include "parsers/site_page.h"

#include "base/mem.h"

#include <assert.h>
#include <libxml/HTMLparser.h>
#include <libxml/parser.h>
#include <string.h>

/* libxml2 compares each attribute of a tag with all before it. */
#define ATTRIBUTES_MAX 256
/*
 * Of the steps of an XPath libxml2 counts the nodes, not the search for those
 * that two ways lead to; "//div//div//a" takes depth * depth * elements. These
 * keep it to seconds; real pages are 60 deep at most.
 */
#define ELEMENTS_MAX 150000
#define DEPTH_MAX    128

/* NONET: parsing never fetches. No NOENT: entities stay unexpanded. */
#define HTML_FLAGS                                                        \
	(HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | \
	 HTML_PARSE_NONET | HTML_PARSE_COMPACT)
#define XML_FLAGS                                                      \
	(XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_NONET | \
	 XML_PARSE_COMPACT | XML_PARSE_NOCDATA)

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

enum where {
	IN_TAG,   /* between or in names */
	AT_VALUE, /* behind the sign, where a value begins */
	IN_VALUE, /* without quotes */
	IN_QUOTES,
};

/*
 * How many attributes the tag has that begins at `at`, read as libxml2 reads
 * it; *end is its >, or `stop`.
 */
static size_t count_attributes(const char *at, const char *stop,
			       const char **end)
{
	size_t     n = 0;
	char       quote = '\0', before = ' ';
	enum where where = IN_TAG;

	for (; at < stop && (*at != '>' || where == IN_QUOTES); at++) {
		bool is_blank = (unsigned char)*at <= ' ';

		if (where == IN_QUOTES) {
			if (*at == quote)
				where = IN_TAG;
		} else if (where == IN_VALUE) {
			if (is_blank)
				where = IN_TAG;
		} else if (where == AT_VALUE && !is_blank) {
			quote = *at;
			where = quote == '"' || quote == '\'' ? IN_QUOTES
							     : IN_VALUE;
		} else if (where == IN_TAG && *at == '=') {
			where = AT_VALUE;
			n++;
		} else if (where == IN_TAG && !is_blank &&
			   (unsigned char)before <= ' ') {
			n++;
		}
		before = *at;
	}
	*end = at;
	return n;
}

/* Behind the comment, script or style that begins at `at`; `at` for others. */
static const char *skip_raw(const char *at, const char *stop)
{
	static const struct {
		const char *from, *to;
	} raw[] = {
		{ "<!--", "-->" },
		{ "<script", "</script" },
		{ "<style", "</style" },
	};
	struct span rest = { at, (size_t)(stop - at) };

	for (size_t i = 0; i < ARRAY_LEN(raw); i++) {
		const char *to;

		if (!span_starts_nocase(rest, raw[i].from))
			continue;
		to = span_find_nocase(rest, raw[i].to);
		return to ? to + 1 : stop;
	}
	return at;
}

/*
 * Tags are few enough, and none has attributes without end. A sign and a name
 * count as two, so real ones may have half as many.
 */
static bool is_bounded(struct span text, struct error *err)
{
	const char *at = text.ptr, *stop = text.ptr + text.len;
	size_t      elements = 0;

	while (at < stop && (at = memchr(at, '<', (size_t)(stop - at)))) {
		const char *end = at + 1;

		if (end < stop && is_letter(*end)) {
			elements++;
			if (count_attributes(end, stop, &end) >
			    2 * ATTRIBUTES_MAX) {
				error_set(err, "expected up to %d attributes "
					       "of an element, found more",
					  ATTRIBUTES_MAX);
				return false;
			}
		}
		at = skip_raw(at, stop) == at ? end : skip_raw(at, stop);
	}
	if (elements <= ELEMENTS_MAX)
		return true;
	error_set(err, "expected up to %d elements, found more", ELEMENTS_MAX);
	return false;
}

/* Is any element nested deeper than DEPTH_MAX? */
static bool is_deep(const xmlNode *root)
{
	int depth = 0;

	for (const xmlNode *n = root; n;) {
		if (n->type == XML_ELEMENT_NODE && n->children) {
			if (++depth > DEPTH_MAX)
				return true;
			n = n->children;
			continue;
		}
		while (n != root && !n->next) {
			n = n->parent;
			depth--;
		}
		if (n == root)
			return false;
		n = n->next;
	}
	return false;
}

/* A tree that was given up half-way would look as if ads had ended. */
static bool is_whole(const xmlParserCtxt *parser, const xmlDoc *doc,
		     struct error *err)
{
	if (!parser->disableSAX && !is_deep(xmlDocGetRootElement(doc)))
		return true;
	error_set(err, "expected elements nested up to %d deep, found deeper",
		  DEPTH_MAX);
	return false;
}

static xmlDoc *read_html(struct span text, struct error *err)
{
	htmlParserCtxt *parser = htmlNewParserCtxt();
	xmlDoc         *doc;

	assert(parser);
	doc = htmlCtxtReadMemory(parser, text.ptr, (int)text.len, NULL,
				 "UTF-8", HTML_FLAGS);
	if (doc && !is_whole(parser, doc, err)) {
		xmlFreeDoc(doc);
		doc = NULL;
	} else if (!doc) {
		error_set(err, "expected HTML, found none");
	}
	htmlFreeParserCtxt(parser);
	return doc;
}

/* Rules name elements as a reader sees them, without their namespaces. */
static void drop_namespaces(xmlNode *root)
{
	for (xmlNode *n = root; n;) {
		if (n->type == XML_ELEMENT_NODE) {
			n->ns = NULL;
			for (xmlAttr *a = n->properties; a; a = a->next)
				a->ns = NULL;
		}
		if (n->type == XML_ELEMENT_NODE && n->children) {
			n = n->children;
			continue;
		}
		while (n != root && !n->next)
			n = n->parent;
		if (n == root)
			return;
		n = n->next;
	}
}

static xmlDoc *read_xml(struct span text, struct error *err)
{
	xmlParserCtxt *parser = xmlNewParserCtxt();
	xmlDoc        *doc;

	assert(parser);
	doc = xmlCtxtReadMemory(parser, text.ptr, (int)text.len, NULL, "UTF-8",
				XML_FLAGS);
	if (!doc) {
		const char *why = parser->lastError.message;

		error_set(err, "line %d: expected XML: %.*s",
			  parser->lastError.line,
			  why ? (int)strcspn(why, "\n") : 0, why ? why : "");
	} else if (!is_whole(parser, doc, err)) {
		xmlFreeDoc(doc);
		doc = NULL;
	} else {
		drop_namespaces(xmlDocGetRootElement(doc));
	}
	xmlFreeParserCtxt(parser);
	return doc;
}

static bool has_doctype_with_entities(struct span text)
{
	return span_find(text, "<!ENTITY") != NULL;
}

enum parse_status site_page_read(struct span text, bool is_xml, xmlDoc **out,
				 struct error *err)
{
	struct span trimmed = span_trim(text);

	*out = NULL;
	if (!trimmed.len || (trimmed.ptr[0] != '<' && is_xml) ||
	    trimmed.ptr[0] == '{' || trimmed.ptr[0] == '[') {
		error_set(err, "expected %s, found %s", is_xml ? "XML" : "HTML",
			  !trimmed.len ? "nothing" : "another format");
		return PARSE_NOT_MINE;
	}
	if (trimmed.len > SITE_PAGE_MAX) {
		error_set(err, "expected up to %d bytes, got %zu",
			  SITE_PAGE_MAX, trimmed.len);
		return PARSE_BROKEN;
	}
	if (!is_bounded(trimmed, err))
		return PARSE_BROKEN;
	if (is_xml && has_doctype_with_entities(trimmed)) {
		error_set(err, "entity declarations are not allowed");
		return PARSE_BROKEN;
	}
	*out = is_xml ? read_xml(trimmed, err) : read_html(trimmed, err);
	return *out ? PARSE_OK : PARSE_BROKEN;
}
