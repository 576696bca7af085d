/*
 * place_candidate.h - the meanings of a name while they are weighed, for
 * place_choose.c and place_judge.c alone.
 */
#ifndef ENRICH_PLACE_CANDIDATE_H
#define ENRICH_PLACE_CANDIDATE_H

#include "enrich/place_table.h"

#define PLACE_CANDIDATES_MAX 96 /* meanings of one name that are weighed */
#define PLACE_SUPPORTED 6.0f /* gains that make a doubtful name a place */

struct candidate {
	uint32_t place;
	float    prior;
	bool     is_code;
	bool     is_own; /* the name that the place goes by */
};

struct candidates {
	struct candidate at[PLACE_CANDIDATES_MAX];
	size_t           n;
};

static inline bool place_is_area(const struct place_table *t, uint32_t place)
{
	return t->places[place].kind >= PLACE_COUNTRY &&
	       t->places[place].kind < PLACE_CITY;
}

/* Is the place in a country whose own script this is? */
bool place_is_script_of(const struct place_table *t, enum place_script script,
			uint32_t place);

/* Refuse the chosen meaning of item i where it is not to be believed, or say
 * less where two meanings are about as likely. */
void place_judge_item(const struct place_table *t,
		      const struct place_context *context,
		      struct place_items *items,
		      const struct candidates *all, size_t i);

/* The same for all items, by those that stand beside them. */
void place_judge(const struct place_table *t,
		 const struct place_context *context,
		 struct place_items *items, const struct candidates *all);

#endif
