/*
 * particulars.h - the facts of an ad that are not its skills: where, for how
 * much, since when, by whom.
 */
#ifndef ENRICH_PARTICULARS_H
#define ENRICH_PARTICULARS_H

#include "base/arena.h"
#include "enrich/facts.h"

struct place_table;

/*
 * Fill regions, remote, remote_regions, pay, posted_at, valid_through,
 * industry, openings, agency, size_band, employer_key, fingerprint and sketch of
 * `out`; nothing else is touched.
 *
 *   places  may be NULL: then no region is known
 */
void particulars_find(const struct place_table *places, const struct ad *ad,
		      struct arena *arena, struct facts *out);

#endif
