/*
 * xml.h - walk over an XML document as a stream, bounded and forgiving.
 *
 * What nearly all documents are is read by xml_scan.c, the rest by libxml2.
 * Entity declarations are refused (a feed needs none; a bomb does), nothing
 * is fetched, nesting ends at libxml2's 256. References that only HTML knows
 * and bare ampersands are mended.
 */
#ifndef PARSERS_XML_H
#define PARSERS_XML_H

#include "parsers/parser.h"

#include <libxml/parser.h>

struct xml_element {
	const char     *name; /* local */
	const char     *uri;  /* namespace, "" for none */
	const xmlChar **attributes; /* five pointers each, as in SAX2 */
	int             n_attributes;
};

/* The value of an attribute without namespace prefix; absent when not there. */
struct span xml_attribute(const struct xml_element *e, const char *name);

struct xml_events {
	/* Forget everything: the document is read from the start. */
	void (*reset)(void *arg);
	void (*start)(void *arg, const struct xml_element *e);
	void (*text)(void *arg, const char *text, size_t len);
	void (*end)(void *arg, const char *name);
};

/*
 * Walk over `doc`. PARSE_BROKEN with "line 3: ..." in `err` when it is not
 * well-formed even when mended. Safe on any thread once main has called
 * xmlInitParser.
 */
enum parse_status xml_walk(const struct document *doc,
			   const struct xml_events *events, void *arg,
			   struct error *err);

/* The local name of the root element, found without parsing, for sniffing. */
struct span xml_root_name(struct span body);

#endif
