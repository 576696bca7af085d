/*
 * site_guess.h - a first draft of rules for a page that no kind knows: what
 * is repeated on it and holds a link each.
 */
#ifndef PARSERS_SITE_GUESS_H
#define PARSERS_SITE_GUESS_H

#include "base/buf.h"
#include "parsers/parser.h"

struct site_draft {
	char   entries[400]; /* XPaths; "" where nothing was found */
	char   title[200];
	char   url[200];
	char   location[200];
	char   posted_at[200];
	size_t n; /* entries that the draft finds on the page */
};

/*
 * The group of repeated elements that looks most like a list of jobs: three or
 * more, each with one link of its own text. False when there is none. A guess:
 * menus and news are repeated too.
 */
bool site_guess(const struct document *doc, struct site_draft *out);

/* The draft as the JSON of site_rules.h, to try it. */
void site_draft_rules(const struct site_draft *d, struct buf *out);

#endif
