/*
 * xml_events.h - what a walk over XML says, as text: twice, as the document
 * is read first, and as libxml2 reads it.
 */
#ifndef TESTS_SUPPORT_XML_EVENTS_H
#define TESTS_SUPPORT_XML_EVENTS_H

#include "base/buf.h"
#include "parsers/xml.h"

#include <string.h>

/* The attributes that the parsers ask for. */
static const char *const xml_events_asked[] = { "rel", "href", "type", "a" };

static inline void xml_events_reset(void *arg)
{
	buf_clear(arg);
}

static inline void xml_events_start(void *arg, const struct xml_element *e)
{
	struct buf *b = arg;

	buf_printf(b, "<%s{%s}", e->name, e->uri);
	for (size_t i = 0; i < 4; i++) {
		struct span value = xml_attribute(e, xml_events_asked[i]);

		if (!value.ptr)
			continue;
		buf_printf(b, " %s=", xml_events_asked[i]);
		buf_add_span(b, value);
	}
	buf_add_char(b, '>');
}

static inline void xml_events_text(void *arg, const char *text, size_t len)
{
	buf_add(arg, text, len);
}

static inline void xml_events_end(void *arg, const char *name)
{
	buf_printf(arg, "</%s>", name);
}

static inline void xml_events_walk(struct span xml, struct buf *out)
{
	static const struct xml_events events = {
		xml_events_reset, xml_events_start, xml_events_text,
		xml_events_end,
	};
	struct document doc = { .body = xml };
	struct error    err = ERROR_INIT;

	buf_add_text(out, "");
	if (xml_walk(&doc, &events, out, &err) != PARSE_OK) {
		buf_clear(out);
		buf_add_text(out, "broken");
	}
}

/* The same with a carriage return in a comment, which only libxml2 reads. */
static inline void xml_events_walk_slowly(struct span xml, struct buf *out)
{
	struct buf  slow = BUF_INIT;
	struct span trimmed = span_trim(xml);
	const char *close = span_starts(trimmed, "<?xml")
				    ? span_find(trimmed, "?>")
				    : NULL;
	size_t      head = close ? (size_t)(close + 2 - trimmed.ptr) : 0;

	buf_add(&slow, trimmed.ptr, head);
	buf_add_text(&slow, "<!--\r-->");
	buf_add(&slow, trimmed.ptr + head, trimmed.len - head);
	xml_events_walk(buf_span(&slow), out);
	buf_deinit(&slow);
}

#endif
