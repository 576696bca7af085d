/*
 * xml_scan.h - the XML that nearly all feeds and sitemaps are, read in place.
 *
 * A strict subset: UTF-8, no DOCTYPE, ASCII names, namespaces declared by the
 * root alone, no references but the five of XML and numbers. Within it the
 * events are those that libxml2 gives, but for how a text is cut into pieces;
 * what lies outside, or is not well-formed, is left to libxml2.
 */
#ifndef PARSERS_XML_SCAN_H
#define PARSERS_XML_SCAN_H

#include "parsers/xml.h"

/*
 * Walk over `text`, valid UTF-8 without control characters. False when it
 * is beyond the subset: the events given so far are to be forgotten.
 */
bool xml_scan(struct span text, const struct xml_events *events, void *arg);

#endif
