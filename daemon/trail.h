/*
 * trail.h - what is known on a page of a list about the pages before.
 *
 * A board may answer every page with the same ads: its list has then no end,
 * and following it tells nothing.
 */
#ifndef DAEMON_TRAIL_H
#define DAEMON_TRAIL_H

#include "parsers/parser.h"

#include <stdbool.h>
#include <stdint.h>

#define TRAIL_VALUES 4 /* as page.trail has them, in the order below */

struct trail {
	bool    is_there; /* false: this is the first page of its list */
	int64_t first_hash; /* trail_hash of the first page */
	int64_t last_hash;  /* of the one before */
	int64_t listed; /* ads of the list by the first page; -1: not said */
	int64_t n_ads;  /* shown until now */
};

/*
 * Equal for pages that show the same ads in any order; a list that shows none
 * is known by the details it leads to. 0: nothing to compare.
 */
int64_t trail_hash(const struct findings *found, enum link_role role);

/* In what way a page with this hash repeats; NULL: it does not. Static. */
const char *trail_repeats(const struct trail *t, int64_t hash);

/*
 * For the page after one that was reached by `t`.
 *
 *   hash, n_ads, listed  what that page showed and said
 */
struct trail trail_after(const struct trail *t, int64_t hash, int64_t n_ads,
			 int64_t listed);

#endif
