/*
 * beisen_page.h - the older career sites of Beisen, whose lists are HTML.
 */
#ifndef PARSERS_BEISEN_PAGE_H
#define PARSERS_BEISEN_PAGE_H

#include "parsers/parser.h"

/*
 * The rows of a list (a table that links to /zpdetail/ID, or items that have a
 * jobadid), its total and its next page; from a page without a list the links
 * to those of the site. PARSE_NOT_MINE when it is neither.
 *
 *   page  the body of `doc` as UTF-8
 */
enum parse_status beisen_page(struct span page, const struct document *doc,
			      struct findings *out, struct error *err);

#endif
