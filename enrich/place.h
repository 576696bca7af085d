/*
 * place.h - location strings to ISO 3166 codes and GeoNames cities.
 *
 * Knows names in the scripts of their languages. Pure; immutable once made.
 */
#ifndef ENRICH_PLACE_H
#define ENRICH_PLACE_H

#include "base/arena.h"
#include "base/error.h"
#include "enrich/facts.h"

struct place_table;

/* From the texts of places.tsv and friends; NULL with `err`. */
struct place_table *place_table_new(struct span places, struct error *err);
void place_table_free(struct place_table *t);

struct place_result {
	struct region   *regions; /* distinct, in the order of the text */
	size_t           n_regions;
	enum remote_kind remote; /* "Remote - US", "Hybrid", "Anywhere" */
	struct span     *remote_regions; /* ISO codes or "world" */
	size_t           n_remote_regions;
};

/*
 * The places that one string names: "Berlin", "SF | NYC", "Atlanta, Georgia",
 * "Remote (EU)", 北京. "2 Locations" names none. What is not known is absent.
 */
void place_locate(const struct place_table *t, struct span text,
		  struct arena *arena, struct place_result *out);

/* All places of an ad: its location fields first, their texts next. */
void place_of_ad(const struct place_table *t, const struct ad *ad,
		 struct arena *arena, struct place_result *out);

/* English name of a code ("US-GA" -> "Georgia"); NULL when unknown. */
const char *place_name(const struct place_table *t, const char *code);

#endif
