/*
 * site_page.h - a page as libxml2's tree, for XPath; for site_tree.c alone.
 */
#ifndef PARSERS_SITE_PAGE_H
#define PARSERS_SITE_PAGE_H

#include "parsers/parser.h"

#include <libxml/tree.h>

#define SITE_PAGE_MAX (8 * 1024 * 1024) /* bytes; a tree takes ten times that */

/*
 * The tree of `text` (UTF-8, clean): HTML as browsers forgive it, or XML, of
 * which names lose their prefixes. PARSE_NOT_MINE with `err` when it is not
 * the one asked for, PARSE_BROKEN when it is damaged or beyond the bounds.
 */
enum parse_status site_page_read(struct span text, bool is_xml, xmlDoc **out,
				 struct error *err);

#endif
