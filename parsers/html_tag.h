/*
 * html_tag.h - the tags of a page, one after the other, without a DOM.
 *
 * For lists that mark their rows by classes and ids. Everything is borrowed
 * from the page; values are as they are written, entities in them.
 */
#ifndef PARSERS_HTML_TAG_H
#define PARSERS_HTML_TAG_H

#include "base/span.h"

struct html_tag {
	struct span text; /* "<td class=x", without the closing bracket */
	struct span name; /* "td" */
	bool        is_end;
};

/*
 * The next tag of *rest, which goes on behind it; comments and what scripts
 * and styles hold are passed over. False at the end of the page.
 */
bool html_tag_next(struct span *rest, struct html_tag *out);

bool html_tag_is(const struct html_tag *tag, const char *name);

/* The value of attribute `name` in "<meta a=b c="d""; absent: not there. */
struct span html_attribute(struct span tag, const char *name);

/* Is `word` one of the classes of `tag`? */
bool html_has_class(struct span tag, const char *word);

/*
 * What the element that `open` has just begun holds, up to its own end; *rest
 * goes on behind that. An element that never ends holds the rest.
 */
struct span html_inside(struct span *rest, const struct html_tag *open);

/*
 * The first JSON object or array behind `marker` ("window.pageData"), with
 * all of the page that follows it; absent when there is none near.
 */
struct span html_json_after(struct span page, const char *marker);

#endif
