/*
 * html_items.h - the items that microdata or RDFa mark in a page.
 */
#ifndef PARSERS_HTML_ITEMS_H
#define PARSERS_HTML_ITEMS_H

#include "parsers/json.h"

enum item_marks {
	MARKS_MICRODATA, /* itemscope, itemtype, itemprop */
	MARKS_RDFA,      /* typeof, property (RDFa Lite 1.1) */
};

/*
 * All items of `page` (UTF-8) as an array of objects: "@type", then the
 * properties; a property's value is the HTML inside of its element, a nested
 * item, or an array of several. Streaming, no DOM. NULL with `err` when tags
 * are nested beyond PARSER_DEPTH_MAX. Free with cJSON_Delete.
 */
cJSON *html_items(struct span page, enum item_marks marks, struct error *err);

#endif
