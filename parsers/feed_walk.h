/*
 * feed_walk.h - one walk over RSS and Atom: items of fields, where the list
 * goes on (RFC 5005), the feed's title.
 *
 * The two differ in the names of their elements, in how an address is written
 * and in what a text without a type is; a format says these.
 */
#ifndef PARSERS_FEED_WALK_H
#define PARSERS_FEED_WALK_H

#include "parsers/feed.h"

struct feed_format {
	const char *kind;  /* of the pages that follow */
	const char *what;  /* in errors: "<rss>" */
	const char *roots; /* local names of the root, between blanks */
	const char *item;  /* local name of what may be an ad */
	enum feed_field (*field_of)(const struct xml_element *e);
	/*
	 * Texts without a type are plain (RFC 4287, section 3.1), those of type
	 * xhtml hold elements of the feed itself, and the address of an item is
	 * an attribute of <link>.
	 */
	bool is_atom;
};

/*
 * parse_fn by such a format. `is_board`: the feed is titled after the employer
 * of all its items.
 */
enum parse_status feed_walk(const struct feed_format *format, bool is_board,
			    const struct document *doc, struct findings *out,
			    struct error *err);

/* Is the root of `doc` one of `names`, between blanks? Without parsing. */
bool feed_has_root(const struct document *doc, const char *names);

#endif
