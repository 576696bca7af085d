/*
 * place_build.h - regions and bounds of remote work as they come together, for
 * place_locate.c and place_ad.c alone.
 */
#ifndef ENRICH_PLACE_BUILD_H
#define ENRICH_PLACE_BUILD_H

#include "enrich/place_table.h"

/* Of one ad; boards that list more list everything. */
#define PLACE_REGIONS_MAX 256
#define PLACE_BOUNDS_MAX 256  /* as many as there are countries */

struct place_builder {
	const struct place_table *t;
	struct arena             *arena;
	struct region             regions[PLACE_REGIONS_MAX];
	uint32_t                  places[PLACE_REGIONS_MAX]; /* what they are */
	size_t                    n_regions;
	struct span               bounds[PLACE_BOUNDS_MAX];
	size_t                    n_bounds;
	bool                      has_mode[MODE_ANYWHERE + 1];
};

void place_build_start(struct place_builder *b, const struct place_table *t,
		       struct arena *arena);

/* Add what one string says. */
void place_build_string(struct place_builder *b, struct span text,
			const struct place_context *context);

/* Add one place; a bound is kept as stated when it is stated as well. */
void place_build_region(struct place_builder *b, uint32_t place,
			enum region_basis basis);

/* Add "world", the code of an area, or those of a group's countries. */
void place_build_bound(struct place_builder *b, struct span code);
void place_build_bounds_of(struct place_builder *b, uint32_t place);

/* What was added so far, copied to the builder's arena. */
void place_build_finish(const struct place_builder *b,
			struct place_result *out);

#endif
