/*
 * search_seed.h - which search of a public API is a board.
 *
 * One rule for all of them. A board is
 *   an address of the API, or of a server that replays it: as it is, with the
 *     fixed parameters that it lacks;
 *   "name=value&name=value" in the API's own parameters: put behind its
 *     address; blanks and letters need not be escaped;
 *   any other text: the words to search for; "*" for everything.
 */
#ifndef PARSERS_SEARCH_SEED_H
#define PARSERS_SEARCH_SEED_H

#include "base/span.h"

struct search_api {
	const char *base; /* "https://api.example/v2/jobs", without '?' */
	const char *path; /* what the path of its addresses contains */
	const char *words; /* parameter of the words to search for */
	const char *fixed; /* "limit=100&page=0", all that base needs; or NULL */
};

/* The first address of `board` into `out`; false when it is none of `api`. */
bool search_seed(const struct search_api *api, struct span board, char *out,
		 size_t size);

/* `text` with what may not stand in a query escaped; false: no room. */
bool search_escape(struct span text, bool keeps_pairs, char *out,
		   size_t size);

#endif
