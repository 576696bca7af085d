#include "parsers/xml.h"

#include "base/buf.h"
#include "base/utf8.h"
#include "parsers/charset.h"
#include "parsers/html_entity.h"
#include "parsers/xml_scan.h"

#include <libxml/parserInternals.h>
#include <string.h>

struct walk {
	const struct xml_events *events;
	void                    *arg;
	xmlParserCtxt           *parser;
	struct error             problem; /* the first */
	bool                     has_failed;
	bool                     is_final; /* mending would not help */
};

struct span xml_attribute(const struct xml_element *e, const char *name)
{
	for (int i = 0; i < e->n_attributes; i++) {
		const xmlChar **a = e->attributes + 5 * i;

		if (strcmp((const char *)a[0], name) == 0 && !a[1])
			return (struct span){ (const char *)a[3],
					      (size_t)(a[4] - a[3]) };
	}
	return (struct span){ NULL, 0 };
}

/* A prefix that was never declared stays in the name: "joblisting:state". */
static const char *local_name(const xmlChar *name)
{
	const char *colon = strchr((const char *)name, ':');

	return colon ? colon + 1 : (const char *)name;
}

static void on_start(void *arg, const xmlChar *name, const xmlChar *prefix,
		     const xmlChar *uri, int n_namespaces,
		     const xmlChar **namespaces, int n_attributes,
		     int n_defaulted, const xmlChar **attributes)
{
	struct walk       *w = arg;
	struct xml_element e = {
		.name = local_name(name),
		.uri = uri			    ? (const char *)uri
		       : strchr((const char *)name, ':') ? "?"
							 : "",
		.attributes = attributes,
		.n_attributes = n_attributes,
	};

	(void)prefix;
	(void)n_namespaces;
	(void)namespaces;
	(void)n_defaulted;
	w->events->start(w->arg, &e);
}

static void on_end(void *arg, const xmlChar *name, const xmlChar *prefix,
		   const xmlChar *uri)
{
	struct walk *w = arg;

	(void)prefix;
	(void)uri;
	w->events->end(w->arg, local_name(name));
}

static void on_text(void *arg, const xmlChar *text, int len)
{
	struct walk *w = arg;

	w->events->text(w->arg, (const char *)text, (size_t)len);
}

static void on_entity_decl(void *arg, const xmlChar *name, int type,
			   const xmlChar *public_id, const xmlChar *system_id,
			   xmlChar *content)
{
	struct walk *w = arg;

	(void)type;
	(void)public_id;
	(void)system_id;
	(void)content;
	if (!w->has_failed)
		error_set(&w->problem,
			  "line %d: expected no entity declaration, got \"%s\"",
			  xmlSAX2GetLineNumber(w->parser), (const char *)name);
	w->has_failed = true;
	w->is_final = true;
	xmlStopParser(w->parser);
}

static void on_error(void *arg, xmlErrorPtr e)
{
	struct walk *w = arg;
	size_t       len;

	if (w->has_failed || e->level != XML_ERR_FATAL)
		return;
	error_set(&w->problem, "line %d: expected well-formed XML, got: %s",
		  e->line, e->message ? e->message : "?");
	len = strlen(w->problem.text);
	if (len && w->problem.text[len - 1] == '\n')
		w->problem.text[len - 1] = '\0';
	w->has_failed = true;
	w->is_final = e->code == XML_ERR_TAG_NOT_FINISHED ||
		      e->code == XML_ERR_TAG_NAME_MISMATCH;
}

static void walk_once(struct walk *w, struct span text)
{
	xmlSAXHandler handler = {
		.initialized = XML_SAX2_MAGIC,
		.startElementNs = on_start,
		.endElementNs = on_end,
		.characters = on_text,
		.cdataBlock = on_text,
		.entityDecl = on_entity_decl,
		.serror = on_error,
	};

	w->has_failed = false;
	w->parser = xmlCreateMemoryParserCtxt(text.ptr, (int)text.len);
	if (!w->parser) {
		error_set(&w->problem, "expected XML, got nothing");
		w->has_failed = true;
		return;
	}
	*w->parser->sax = handler;
	w->parser->userData = w;
	/* the text is UTF-8 by now, whatever its declaration says */
	xmlCtxtUseOptions(w->parser, XML_PARSE_NONET | XML_PARSE_IGNORE_ENC);
	w->parser->sax->serror = on_error;
	/* &amp; in attributes: else they come as "&#38;"; nothing else is
	 * replaced, since declarations are refused */
	w->parser->replaceEntities = 1;
	w->events->reset(w->arg);
	xmlParseDocument(w->parser);
	if (!w->has_failed && !w->parser->wellFormed) {
		error_set(&w->problem, "expected well-formed XML");
		w->has_failed = true;
	}
	if (w->parser->myDoc)
		xmlFreeDoc(w->parser->myDoc);
	xmlFreeParserCtxt(w->parser);
	w->parser = NULL;
}

/* Does XML itself know the reference at `at`, `n` bytes long? */
static bool is_xml_reference(const char *at, size_t n)
{
	static const char *const names[] = { "&amp;", "&lt;", "&gt;", "&quot;",
					     "&apos;" };
	struct span s = { at, n };

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (span_is(s, names[i]))
			return true;
	}
	return false;
}

static const char *mend_reference(const char *at, const char *end,
				  struct buf *out)
{
	uint32_t cp;
	size_t   n = html_entity(at, end, &cp);
	char     utf8[UTF8_MAX];

	if (!n) {
		buf_add_text(out, "&amp;");
		return at + 1;
	}
	if (is_xml_reference(at, n)) {
		buf_add(out, at, n);
	} else if (cp == '<' || cp == '&') {
		buf_printf(out, "&#%u;", (unsigned)cp);
	} else {
		if (cp < 0x20)
			cp = ' ';
		buf_add(out, utf8, (size_t)utf8_put(cp, utf8));
	}
	return at + n;
}

/* References and ampersands outside CDATA sections. */
static void mend(struct span text, struct buf *out)
{
	const char *at = text.ptr;
	const char *end = text.ptr + text.len;

	buf_reserve(out, text.len + 64);
	while (at < end) {
		struct span rest = { at, (size_t)(end - at) };

		if (*at == '&') {
			at = mend_reference(at, end, out);
		} else if (*at == '<' && span_starts(rest, "<![CDATA[")) {
			const char *close = span_find(rest, "]]>");
			const char *next = close ? close + 3 : end;

			buf_add(out, at, (size_t)(next - at));
			at = next;
		} else {
			buf_add_char(out, *at++);
		}
	}
}

enum parse_status xml_walk(const struct document *doc,
			   const struct xml_events *events, void *arg,
			   struct error *err)
{
	struct walk w = { .events = events, .arg = arg };
	struct buf  store = BUF_INIT, clean = BUF_INIT, mended = BUF_INIT;
	struct span text;
	enum parse_status status = PARSE_BROKEN;

	if (!charset_decode(doc, false, &store, &text, err))
		goto out;
	text = span_trim(charset_clean_xml(text, &clean));
	if (xml_scan(text, events, arg)) {
		status = PARSE_OK;
		goto out;
	}
	walk_once(&w, text);
	if (w.has_failed && !w.is_final && text.len) {
		struct walk again = { .events = events, .arg = arg };

		mend(text, &mended);
		walk_once(&again, buf_span(&mended));
		if (!again.has_failed)
			w.has_failed = false;
	}
	if (w.has_failed) {
		error_set(err, "%s", w.problem.text);
		goto out;
	}
	status = PARSE_OK;
out:
	buf_deinit(&store);
	buf_deinit(&clean);
	buf_deinit(&mended);
	return status;
}

struct span xml_root_name(struct span body)
{
	const char *at = body.len ? body.ptr : "";
	const char *end = at + body.len;

	while (at < end && (at = memchr(at, '<', (size_t)(end - at)))) {
		struct span rest = { at, (size_t)(end - at) };
		const char *name = at + 1, *p;

		if (span_starts(rest, "<!--")) {
			const char *close = span_find(rest, "-->");

			if (!close)
				break;
			at = close + 3;
			continue;
		}
		if (name < end && (*name == '?' || *name == '!')) {
			at = name;
			continue;
		}
		for (p = name; p < end && !strchr(" \t\r\n/>", *p); p++) {
			if (*p == ':')
				name = p + 1;
		}
		return (struct span){ name, (size_t)(p - name) };
	}
	return (struct span){ NULL, 0 };
}
