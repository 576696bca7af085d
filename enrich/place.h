/*
 * place.h - location strings to ISO 3166 codes and GeoNames cities.
 *
 * Knows names in the scripts of their languages. Pure; immutable once made.
 */
#ifndef ENRICH_PLACE_H
#define ENRICH_PLACE_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/error.h"
#include "enrich/facts.h"

struct place_table;

/*
 * From the text of places.tsv (its head says what the rows are), which is
 * needed only for the call. NULL with `err` ("places.tsv line 7: ...").
 */
struct place_table *place_table_new(struct span places, struct error *err);
void place_table_free(struct place_table *t);

#define PLACE_TEXT_MAX 1024 /* bytes of a location string that are read */
#define PLACE_ITEMS_MAX 48  /* names in one string; the rest is not read */

struct place_result {
	struct region   *regions; /* distinct, in the order of the text */
	size_t           n_regions;
	enum remote_kind remote; /* "Remote - US", "Hybrid", "Anywhere" */
	struct span     *remote_regions; /* ISO codes or "world", distinct */
	size_t           n_remote_regions;
};

/*
 * The places that one string names: "Berlin", "SF | NYC", "Atlanta, Georgia",
 * "Remote (EU)", 北京. "2 Locations" names none. What is not known is absent.
 *
 * A name alone is the largest city of the name; its neighbours in the string
 * decide otherwise. Of two that are about as large it is what they have in
 * common: "Springfield" is in the United States, "Cambridge" nowhere. A city's
 * region is the division that it lies in, of the first level below the
 * country. Unions and continents bound remote work: remote_regions then lists
 * their countries; they are never a region.
 */
void place_locate(const struct place_table *t, struct span text,
		  struct arena *arena, struct place_result *out);

/*
 * All places of an ad: the fields of its locations first, their texts next.
 * Where these name none, its words do: the last part of the title or a name
 * behind "in", a header line, the first labelled line ("Standort: Hamburg");
 * at last the employer's seat is told, as such. The seat's country also decides
 * between places of one name that are about as large.
 * What the ad states of remote work by a field of its own is kept.
 */
void place_of_ad(const struct place_table *t, const struct ad *ad,
		 struct arena *arena, struct place_result *out);

/* English name of a code ("US-GA" -> "Georgia"); NULL when unknown. */
const char *place_name(const struct place_table *t, const char *code);

/* ISO 3166-1 alpha-2 of a country as stated ("DEU", "us", "Germany"), written
 * to `code`; false, and *code untouched, when unknown. */
bool place_country(const struct place_table *t, struct span stated,
		   char code[REGION_CODE_SIZE]);

/*
 * One line of `jobtrendctl locate`, without the newline: {"text":"SF, CA",
 * "regions":[{"code":"US-CA","name":"San Francisco","basis":"stated",
 * "city":"San Francisco","city_id":5391959}],"remote":"hybrid",
 * "remote_regions":["US"]}. name is English: of the city when known, else of
 * the division or country; city, city_id, remote and remote_regions only when
 * known.
 */
void place_write_json(const struct place_table *t, struct span text,
		      const struct place_result *result, struct buf *out);

#endif
