/*
 * tally.h - count what a sitemap names, as a check of what a list shows.
 *
 * A source may name a sitemap beside its list (option `sitemap`). Its pages
 * are of kind "tally": they lead to the parts of the sitemap and to no ad, and
 * tell how many addresses of ads they hold. Pure.
 */
#ifndef DAEMON_TALLY_H
#define DAEMON_TALLY_H

#include "parsers/parser.h"

#define TALLY_KIND "tally"

/*
 * Parse a sitemap into the links to its parts;
 * out->listed is how many different addresses match, -1 when it names parts
 * alone.
 *
 *   doc      its options' `sitemap_match` is the pattern of the paths of ads,
 *            as robots.txt writes patterns; absent: every address is one
 */
enum parse_status tally_parse(const struct document *doc, struct findings *out,
			      struct error *err);

#endif
