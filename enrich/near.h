/*
 * near.h - which of many ads are one posting.
 *
 * Candidates are ads that share a key: employer and title, employer and
 * requisition, employer and an anchor, or a band of the text's sketch; so the work grows with the ads
 * and not with their pairs. duplicate_judge() decides on each pair.
 */
#ifndef ENRICH_NEAR_H
#define ENRICH_NEAR_H

#include "enrich/duplicate.h"

/* Of more ads with one key each is compared with so many that follow it. */
#define NEAR_NEIGHBOURS 32

/* Two ads by index, a < b. */
struct near_pair {
	uint32_t             a, b;
	enum duplicate_class class;
	int                  rank;
};

struct near_list {
	struct near_pair *pairs; /* no pair twice; surest first */
	size_t            n;
	uint64_t          judged; /* pairs that were looked at */
};

#define NEAR_LIST_INIT { NULL, 0, 0 }

/*
 * What is boilerplate in each source and language is found and set in
 * ads[i].common. Returned memory is the caller's, to be freed after `ads` are
 * not compared any more.
 */
struct sketch_common *near_find_common(struct duplicate_ad *ads, size_t n);

/*
 * Append the pairs that are duplicates in some way. The order of `ads`
 * decides between pairs that are equally sure, so it should be one that does
 * not depend on their arrival.
 */
void near_find(const struct duplicate_ad *ads, size_t n, struct near_list *out);
void near_list_deinit(struct near_list *list); /* may be called twice */

struct near_place {
	uint32_t             first; /* index of the first ad of its posting */
	enum duplicate_class class; /* against that one; none for itself */
	uint32_t             earlier; /* first ad of the posting that was listed
					 anew by this one; itself: none */
};

/*
 * Postings, out of pairs: out[i] (n of them) is where ad i belongs. Ads join
 * only when each of them is a duplicate of each other (complete linkage), so
 * no chain joins what by itself is not the same. Times apart by more than
 * RELIST_DAYS part postings.
 */
void near_group(const struct duplicate_ad *ads, size_t n,
		const struct near_list *list, struct near_place *out);

#endif
