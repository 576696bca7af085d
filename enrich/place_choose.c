/*
 * place_choose.c - what each name in a location string means.
 *
 * Every meaning of a name has a prior (place.c) and gains by its neighbours:
 * "Paris" is in France until "TX" stands beside it. The gains are on the
 * prior's scale, where 1 is ten times the inhabitants.
 */
#include "enrich/place_candidate.h"

#include <string.h>

#define GAIN_DIVISION 10.0f /* the division stands beside the city */
#define GAIN_COUNTRY 7.0f   /* the country stands beside it */
#define GAIN_FAR 1.0f       /* either stands elsewhere in the string */
#define GAIN_SIBLING 0.2f   /* another city of the country is named */
#define GAIN_LIST 6.0f      /* "CA, NY, TX", "Armenia, Georgia": areas alike */
#define GAIN_CONTEXT 6.0f   /* the ad's country */
#define GAIN_SEAT 1.0f      /* the employer's country */
#define GAIN_SEAT_CODE 2.0f /* the same for letters: "CA" */
#define LESS_BY_OWN_NAME 0.6f /* a place that has the name first may be */
#define GAIN_SCRIPT 0.5f    /* 안산 is in Korea rather than in China */
#define GAIN_POSTAL 2.5f    /* a state's code where addresses have one */
#define GAIN_POSTCODE 6.0f  /* "Richmond TW9": a postcode of the country */
#define GAIN_POSTED 2.0f    /* "93200 Saint-Denis" is near Paris */
#define CODE_COUNTRY 6.0f   /* priors of bare codes: "DE", "CA" */
#define CODE_STATE 4.5f
#define CODE_DIVISION 4.0f
#define SIBLINGS_MAX 12
#define PRIOR_OF_HAMLET 4.5f
#define PRIOR_OF_METROPOLIS 6.0f
#define SAME_NAME_CITY 4.0f /* "Salzburg" is the city, not its land */

static void add_chain(const struct place_table *t, uint32_t chain,
		      bool is_code, struct candidates *out)
{
	for (; chain != PLACE_NONE && out->n < PLACE_CANDIDATES_MAX;
	     chain = t->entries[chain].next) {
		uint32_t            place = t->entries[chain].place;
		const struct place *p = &t->places[place];
		float               prior = p->prior;

		if (p->kind != PLACE_GROUP && p->kind < PLACE_COUNTRY)
			continue;
		if (is_code && p->kind == PLACE_COUNTRY)
			prior = CODE_COUNTRY;
		else if (is_code && p->kind < PLACE_CITY)
			prior = p->is_postal ? CODE_STATE : CODE_DIVISION;
		out->at[out->n++] = (struct candidate){
			place, prior, is_code, t->entries[chain].is_own
		};
	}
}

static void candidates_of(const struct place_table *t,
			  const struct place_item *item,
			  struct candidates *out)
{
	out->n = 0;
	if (item->mode >= 0 || item->is_before_after)
		return;
	add_chain(t, item->names, false, out);
	add_chain(t, item->codes, true, out);
}

static bool has_area(const struct place_table *t, const struct candidates *c)
{
	for (size_t i = 0; i < c->n; i++) {
		if (place_is_area(t, c->at[i].place))
			return true;
	}
	return false;
}

/* Could the first name lie in the second? */
static bool is_child_of(const struct place_table *t, const struct candidates *a,
			const struct candidates *b)
{
	for (size_t j = 0; j < b->n; j++) {
		if (!place_is_area(t, b->at[j].place))
			continue;
		for (size_t i = 0; i < a->n; i++) {
			if (place_holds(t, b->at[j].place, a->at[i].place))
				return true;
		}
	}
	return false;
}

/*
 * Do items i and j of one string speak of one place? Side by side in one
 * group, or with an area between them ("Austin, TX, USA"). An area that
 * already ends the name to its left ("Austin, TX, Paris") is taken.
 */
static bool is_near(const struct place_table *t,
		    const struct place_items *items,
		    const struct candidates *all, size_t i, size_t j)
{
	size_t low = i < j ? i : j;
	size_t high = i < j ? j : i;

	if (items->at[i].group != items->at[j].group)
		return high - low == 1 && /* "Belo Horizonte/MG" */
		       items->at[high].codes != PLACE_NONE &&
		       items->at[high].segment ==
			       items->at[low].segment + 1;
	if (high - low == 2)
		return items->at[low + 1].group == items->at[i].group &&
		       (all[low + 1].n == 0 || has_area(t, &all[low + 1]));
	if (high - low == 3)
		return has_area(t, &all[low + 1]) && has_area(t, &all[low + 2]);
	if (high - low > 3)
		return false;
	return !(j < i && j > 0 &&
		 items->at[j - 1].group == items->at[j].group &&
		 items->at[i].segment != items->at[j].segment &&
		 is_child_of(t, &all[j - 1], &all[j]) &&
		 !is_child_of(t, &all[j], &all[i]));
}

/* What meaning `d` of one name gives to meaning `c` of another. */
static float gain_of(const struct place_table *t, uint32_t c, uint32_t d,
		     bool near)
{
	const struct place *child;

	if (place_holds(t, d, c))
		child = &t->places[c];
	else if (place_holds(t, c, d))
		child = &t->places[d];
	else
		return 0;
	if (!near)
		return GAIN_FAR;
	if (child->kind == PLACE_CITY && t->places[c].kind != PLACE_COUNTRY &&
	    t->places[d].kind != PLACE_COUNTRY)
		return GAIN_DIVISION;
	return GAIN_COUNTRY;
}

static bool is_metropolis(const struct place_table *t,
			  const struct candidates *all)
{
	for (size_t k = 0; k < all->n; k++) {
		if (t->places[all->at[k].place].kind == PLACE_CITY &&
		    all->at[k].prior >= PRIOR_OF_METROPOLIS)
			return true;
	}
	return false;
}

/*
 * "Boston, New York": two cities, though a hamlet of the state has the name
 * of the first. True when the area's name is a metropolis as well, and the
 * name beside it one that is known far more widely elsewhere.
 */
static bool is_list_of_cities(const struct place_table *t, uint32_t hamlet,
			      const struct candidates *own,
			      const struct candidates *other)
{
	bool is_famous = false;

	if (t->places[hamlet].kind != PLACE_CITY ||
	    t->places[hamlet].prior >= PRIOR_OF_HAMLET)
		return false;
	for (size_t k = 0; k < own->n; k++)
		is_famous |= own->at[k].prior >= PRIOR_OF_METROPOLIS;
	return is_famous && is_metropolis(t, other);
}

static float support_from(const struct place_table *t, uint32_t c, bool is_code,
			  const struct candidates *other, bool near)
{
	const struct place *p = &t->places[c];
	float               best = 0;

	for (size_t k = 0; k < other->n; k++) {
		uint32_t d = other->at[k].place;
		float    gain;

		if (d == c && (!is_code || other->at[k].is_code ||
			       p->kind != PLACE_COUNTRY))
			continue; /* "Canada, CA", but not "GS-13, GS-14" */
		gain = d == c && near ? GAIN_COUNTRY : /* "Canada, CA" */ gain_of(t, c, d, near);
		if (gain == 0 && k < SIBLINGS_MAX && p->kind == PLACE_CITY &&
		    t->places[d].kind == PLACE_CITY && other->at[k].prior > 5 &&
		    t->places[d].country == p->country)
			gain = t->places[d].division == p->division ?
				       2 * GAIN_SIBLING :
				       GAIN_SIBLING;
		if (gain > best)
			best = gain;
	}
	return best;
}

/* Are two areas of one kind that lists name side by side: states of one
 * country by their postal codes or names, countries by their names? */
static bool is_listed_with(const struct place_table *t,
			   const struct candidate *c, const struct candidate *d)
{
	const struct place *a = &t->places[c->place];
	const struct place *b = &t->places[d->place];

	if (a->kind != b->kind || c->place == d->place)
		return false;
	if (a->kind == PLACE_COUNTRY)
		return !c->is_code && !d->is_code;
	return a->kind == PLACE_DIVISION && a->country == b->country &&
	       a->is_postal && b->is_postal;
}

/* Gain of a doubtful area by those that are named beside it. */
static float support_of_list(const struct place_table *t,
			     const struct place_items *items,
			     const struct candidates *all, size_t i,
			     const struct candidate *c)
{
	if (!items->at[i].is_word && !(c->is_code && all[i].n > 1))
		return 0;
	for (size_t j = 0; j < items->n; j++) {
		if (j == i || j + 1 < i || j > i + 1)
			continue;
		for (size_t k = 0; k < all[j].n && k < SIBLINGS_MAX; k++) {
			if (is_child_of(t, &all[i], &all[j]))
				return 0; /* "Georgia, USA" */
			if (is_listed_with(t, c, &all[j].at[k]))
				return GAIN_LIST;
		}
	}
	return 0;
}

static float support_of_context(const struct place_table *t,
				const struct candidate     *c,
				const struct place_context *context)
{
	uint32_t country = t->places[c->place].country;

	if (!context || country == PLACE_NONE)
		return 0;
	if (country == context->country)
		return GAIN_CONTEXT;
	if (country != context->seat || context->country != PLACE_NONE)
		return 0;
	return c->is_code ? GAIN_SEAT_CODE : GAIN_SEAT;
}

/* "Lake Tahoe, CA": behind a comma the code of a state is more than that of
 * a country, whatever stands before it. */
static bool is_ending_code(const struct place_table *t,
			   const struct place_items *items, size_t i,
			   const struct candidate *c)
{
	const struct place_item *item = &items->at[i];

	return c->is_code && t->places[c->place].is_postal && item->segment &&
	       items->words[item->segment] == 1 &&
	       items->words[item->segment - 1] &&
	       items->group_of[item->segment - 1] == item->group &&
	       !(i && items->at[i - 1].segment + 1 == item->segment &&
		 items->at[i - 1].mode >= 0);
}

/*
 * "Krishnagiri" is the town of that name, and not a somewhat larger place that
 * has it among its other names. What each meaning is worth.
 */
static size_t prefer_own_name(const struct place_table *t,
			      const struct candidates  *all,
			      const float *worth, size_t best)
{
	size_t own = best;

	for (size_t k = 0; k < all->n && !all->at[own].is_own; k++) {
		if (all->at[k].is_own &&
		    t->places[all->at[k].place].kind == PLACE_CITY &&
		    !all->at[best].is_code &&
		    worth[k] + LESS_BY_OWN_NAME > worth[best])
			own = k;
	}
	return own;
}

static float support_of_postcode(const struct place_table *t,
				 const struct place_items *items,
				 uint32_t                  place)
{
	const struct place *p = &t->places[place];
	float               support = 0;

	if (items->postal != PLACE_NONE && p->country == items->postal)
		support += GAIN_POSTCODE;
	if (items->postal_division != PLACE_NONE &&
	    (p->division == items->postal_division ||
	     p->country == items->postal_division))
		support += GAIN_POSTED;
	return support;
}

static void choose_one(const struct place_table *t,
		       const struct place_context *context,
		       struct place_items *items, const struct candidates *all,
		       size_t i)
{
	struct place_item *item = &items->at[i];
	float              worth[PLACE_CANDIDATES_MAX];
	float              supports[PLACE_CANDIDATES_MAX];
	size_t             best = 0;
	bool               near[PLACE_ITEMS_MAX];

	for (size_t j = 0; j < items->n; j++)
		near[j] = j != i && is_near(t, items, all, i, j);
	for (size_t k = 0; k < all[i].n; k++) {
		uint32_t place = all[i].at[k].place;
		float    support = support_of_context(t, &all[i].at[k],
						      context);
		float    prior = all[i].at[k].prior;

		if (place_is_script_of(t, (enum place_script)item->script,
				       place))
			prior += GAIN_SCRIPT;
		for (size_t j = 0; j < items->n; j++) {
			if (j != i &&
			    !is_list_of_cities(t, place, &all[i], &all[j]))
				support += support_from(
					t, place, all[i].at[k].is_code, &all[j],
					near[j]);
		}
		support += support_of_list(t, items, all, i, &all[i].at[k]);
		support += support_of_postcode(t, items, place);
		if (is_ending_code(t, items, i, &all[i].at[k]))
			support += GAIN_POSTAL;
		worth[k] = prior + support;
		supports[k] = support;
		if (worth[k] > worth[best])
			best = k;
	}
	if (!all[i].n)
		return;
	best = prefer_own_name(t, &all[i], worth, best);
	item->place = all[i].at[best].place;
	item->support = supports[best];
	item->is_code = all[i].at[best].is_code;
}

/* Is the item all that the string says beside that the work is remote? */
static bool is_remote_beside(const struct place_items *items,
			     const struct place_item  *item)
{
	bool is_remote = false;

	for (size_t i = 0; i < items->n; i++) {
		if (&items->at[i] != item && items->at[i].mode < 0)
			return false;
		is_remote |= items->at[i].mode == MODE_REMOTE;
	}
	return is_remote;
}

/* The city of the division's name within it, PLACE_NONE when there is none. */
static uint32_t city_of_name(const struct place_table *t, uint32_t division,
			     const struct candidates *all)
{
	division = t->places[division].division;
	for (size_t k = 0; k < all->n; k++) {
		const struct place *p = &t->places[all->at[k].place];

		if (p->kind == PLACE_CITY && p->division == division &&
		    p->prior >= SAME_NAME_CITY)
			return all->at[k].place;
	}
	return PLACE_NONE;
}

/* "Ontario & Quebec": beside item i stands a division of its country, and one
 * whose name means no city, as "Washington" does. */
static bool is_among_divisions(const struct place_table *t,
			       const struct place_items *items,
			       const struct candidates *all, size_t i)
{
	const struct place_item *item = &items->at[i];

	for (size_t j = i ? i - 1 : 0; j < items->n && j <= i + 1; j++) {
		uint32_t place = items->at[j].place;

		if (j == i || place == PLACE_NONE || place == item->place ||
		    items->at[j].segment == item->segment ||
		    t->places[place].kind != PLACE_DIVISION ||
		    t->places[place].country != t->places[item->place].country)
			continue;
		if (city_of_name(t, place, &all[j]) == PLACE_NONE &&
		    !is_metropolis(t, &all[j]))
			return true;
	}
	return false;
}

/* A division and its city of the same name: people mean the city, but the
 * state when all they say is that the work is remote there. */
static void prefer_city(const struct place_table *t,
			struct place_items *items,
			const struct candidates *all, size_t i)
{
	struct place_item *item = &items->at[i];
	uint32_t           division = item->place, city;

	if (!place_is_area(t, division) || item->is_code ||
	    t->places[division].kind == PLACE_COUNTRY ||
	    (t->places[division].is_postal && is_remote_beside(items, item)) ||
	    is_among_divisions(t, items, all, i))
		return;
	city = city_of_name(t, division, &all[i]);
	if (city != PLACE_NONE)
		item->place = city;
}

void place_choose(const struct place_table *t,
		  const struct place_context *context,
		  struct place_items *items)
{
	struct candidates all[PLACE_ITEMS_MAX];

	for (size_t i = 0; i < items->n; i++)
		candidates_of(t, &items->at[i], &all[i]);
	for (size_t i = 0; i < items->n; i++)
		choose_one(t, context, items, all, i);
	for (size_t i = items->n; i-- > 0;) {
		if (items->at[i].place == PLACE_NONE)
			continue;
		prefer_city(t, items, all, i);
		place_judge_item(t, context, items, all, i);
	}
	place_judge(t, context, items, all);
}
