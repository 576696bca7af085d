/*
 * place_choose.c - what each name in a location string means.
 *
 * Every meaning of a name has a prior (place.c) and gains by its neighbours:
 * "Paris" is in France until "TX" stands beside it. The gains are on the
 * prior's scale, where 1 is ten times the inhabitants.
 */
#include "enrich/place_table.h"

#include <string.h>

#define GAIN_DIVISION 10.0f /* the division stands beside the city */
#define GAIN_COUNTRY 7.0f   /* the country stands beside it */
#define GAIN_FAR 1.0f       /* either stands elsewhere in the string */
#define GAIN_SIBLING 0.2f   /* another city of the country is named */
#define GAIN_CONTEXT 6.0f   /* the ad's country */
#define GAIN_POSTAL 2.5f    /* a state's code where addresses have one */
#define SUPPORTED 6.0f      /* gains that make a doubtful name a place */
#define CODE_COUNTRY 6.0f   /* priors of bare codes: "DE", "CA" */
#define CODE_STATE 4.5f
#define CODE_DIVISION 4.0f
#define CANDIDATES_MAX 96 /* meanings of one name that are weighed */
#define SIBLINGS_MAX 12
/* Beside words we do not know a city must be known widely: log10(people). */
#define PRIOR_AMONG_WORDS 4.7f
#define PRIOR_IN_SENTENCE 5.0f
#define SENTENCE_WORDS 5
#define PRIOR_OF_STRANGER 5.5f /* a city below it does not stand in a list */
#define PRIOR_BEHIND_CITY 4.3f
#define SAME_NAME_CITY 4.0f /* "Salzburg" is the city, not its land */

struct candidate {
	uint32_t place;
	float    prior;
	bool     is_code;
};

struct candidates {
	struct candidate at[CANDIDATES_MAX];
	size_t           n;
};

static void add_chain(const struct place_table *t, uint32_t chain,
		      bool is_code, struct candidates *out)
{
	for (; chain != PLACE_NONE && out->n < CANDIDATES_MAX;
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
		out->at[out->n++] = (struct candidate){ place, prior, is_code };
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

static bool is_area(const struct place_table *t, uint32_t place)
{
	return t->places[place].kind >= PLACE_COUNTRY &&
	       t->places[place].kind < PLACE_CITY;
}

static bool has_area(const struct place_table *t, const struct candidates *c)
{
	for (size_t i = 0; i < c->n; i++) {
		if (is_area(t, c->at[i].place))
			return true;
	}
	return false;
}

/* Could the first name lie in the second? */
static bool is_child_of(const struct place_table *t, const struct candidates *a,
			const struct candidates *b)
{
	for (size_t j = 0; j < b->n; j++) {
		if (!is_area(t, b->at[j].place))
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

static float support_from(const struct place_table *t, uint32_t c,
			  const struct candidates *other, bool near)
{
	const struct place *p = &t->places[c];
	float               best = 0;

	for (size_t k = 0; k < other->n; k++) {
		uint32_t d = other->at[k].place;
		float    gain;

		if (d == c)
			continue;
		gain = gain_of(t, c, d, near);
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

static float support_of_context(const struct place_table *t, uint32_t c,
				const struct place_context *context)
{
	return context && context->country != PLACE_NONE &&
			       t->places[c].country == context->country ?
		       GAIN_CONTEXT :
		       0;
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

static void choose_one(const struct place_table *t,
		       const struct place_context *context,
		       struct place_items *items, const struct candidates *all,
		       size_t i)
{
	struct place_item *item = &items->at[i];
	float              best = -1;
	bool               near[PLACE_ITEMS_MAX];

	for (size_t j = 0; j < items->n; j++)
		near[j] = j != i && is_near(t, items, all, i, j);
	for (size_t k = 0; k < all[i].n; k++) {
		uint32_t place = all[i].at[k].place;
		float    support = support_of_context(t, place, context);

		for (size_t j = 0; j < items->n; j++) {
			if (j != i)
				support += support_from(t, place, &all[j],
							near[j]);
		}
		if (is_ending_code(t, items, i, &all[i].at[k]))
			support += GAIN_POSTAL;
		if (all[i].at[k].prior + support > best) {
			best = all[i].at[k].prior + support;
			item->place = place;
			item->support = support;
			item->is_code = all[i].at[k].is_code;
		}
	}
}

/* A division and its city of the same name: people mean the city. */
static void prefer_city(const struct place_table *t, struct place_item *item,
			const struct candidates *all)
{
	uint32_t division = item->place;

	if (!is_area(t, division) || item->is_code ||
	    t->places[division].kind == PLACE_COUNTRY)
		return;
	division = t->places[division].division;
	for (size_t k = 0; k < all->n; k++) {
		const struct place *p = &t->places[all->at[k].place];

		if (p->kind == PLACE_CITY && p->division == division &&
		    p->prior >= SAME_NAME_CITY) {
			item->place = all->at[k].place;
			return;
		}
	}
}

/* No other name stands beside the item, in its part of the string. */
static bool is_code_alone(const struct place_items *items,
			  const struct place_item  *item)
{
	for (size_t i = 0; i < items->n; i++) {
		const struct place_item *other = &items->at[i];

		if (other != item && other->segment == item->segment &&
		    other->mode < 0)
			return false;
	}
	return true;
}

/* Is the chosen meaning credible where it stands? */
static bool is_credible(const struct place_table *t,
			const struct place_items *items,
			const struct place_item  *item)
{
	const struct place *p = &t->places[item->place];
	uint8_t             unknown = items->unknown[item->segment];

	if (item->support >= SUPPORTED)
		return true;
	if (item->is_word) /* "LA", "DE" alone, but not "Remote OK" */
		return item->codes != PLACE_NONE &&
		       items->words[item->segment] == 1;
	if (item->is_code) /* "ETH Zürich" is no country */
		return unknown == 0 && (p->kind != PLACE_COUNTRY ||
					is_code_alone(items, item));
	if (unknown == 0 || item->is_run)
		return true;
	if (!item->is_capital)
		return false;
	if (p->kind != PLACE_CITY)
		return true;
	if (unknown >= SENTENCE_WORDS)
		return p->prior >= PRIOR_IN_SENTENCE;
	return item->words > 1 || p->prior >= PRIOR_AMONG_WORDS;
}

/*
 * A town beside an area that does not hold it: "Littleton, MA" is a place of
 * Massachusetts too small to be known here, not the one in Colorado. A large
 * city stays: the string is a list then. So does a small one refuse itself
 * behind another city ("Guadalajara, Jal").
 */
static void refuse_strangers(const struct place_table *t,
			     struct place_items       *items)
{
	for (size_t i = 0; i < items->n; i++) {
		struct place_item       *item = &items->at[i];
		const struct place_item *next = item + 1;
		const struct place_item *before = item - 1;
		float                    prior;

		if (item->place == PLACE_NONE ||
		    t->places[item->place].kind != PLACE_CITY ||
		    item->support >= SUPPORTED)
			continue;
		prior = t->places[item->place].prior;
		if (i + 1 < items->n && next->place != PLACE_NONE &&
		    next->group == item->group &&
		    next->segment == item->segment + 1 &&
		    is_area(t, next->place) &&
		    (next->is_code || prior < PRIOR_OF_STRANGER))
			item->place = PLACE_NONE;
		else if (i && before->place != PLACE_NONE &&
			 before->group == item->group &&
			 prior < PRIOR_BEHIND_CITY)
			item->place = PLACE_NONE;
	}
}

/*
 * "New Delhi, Delhi", "Albany, New York": the second is the division, although
 * its name alone means the city.
 */
static void prefer_division(const struct place_table *t,
			    struct place_items       *items,
			    const struct candidates  *all)
{
	for (size_t i = 1; i < items->n; i++) {
		struct place_item       *item = &items->at[i];
		const struct place_item *before = item - 1;

		if (item->place == PLACE_NONE || before->place == PLACE_NONE ||
		    before->place == item->place ||
		    before->group != item->group ||
		    before->segment + 1 != item->segment ||
		    t->places[item->place].kind != PLACE_CITY)
			continue;
		for (size_t k = 0; k < all[i].n; k++) {
			uint32_t area = all[i].at[k].place;

			if (is_area(t, area) &&
			    place_holds(t, area, before->place) &&
			    place_holds(t, area, item->place)) {
				item->place = area;
				break;
			}
		}
	}
}

/* In one run of Chinese a second city is a district of the first. */
static void refuse_districts(const struct place_table *t,
			     struct place_items       *items)
{
	for (size_t i = 1; i < items->n; i++) {
		struct place_item *item = &items->at[i];
		struct place_item *before = &items->at[i - 1];

		if (item->follows_run && item->place != PLACE_NONE &&
		    before->place != PLACE_NONE &&
		    before->group == item->group &&
		    !place_holds(t, before->place, item->place) &&
		    !place_holds(t, item->place, before->place))
			item->place = PLACE_NONE;
	}
}

void place_choose(const struct place_table *t,
		  const struct place_context *context,
		  struct place_items *items)
{
	struct candidates all[PLACE_ITEMS_MAX];

	for (size_t i = 0; i < items->n; i++)
		candidates_of(t, &items->at[i], &all[i]);
	for (size_t i = 0; i < items->n; i++) {
		struct place_item *item = &items->at[i];

		choose_one(t, context, items, all, i);
		if (item->place == PLACE_NONE)
			continue;
		prefer_city(t, item, &all[i]);
		if (!is_credible(t, items, item))
			item->place = PLACE_NONE;
	}
	refuse_strangers(t, items);
	prefer_division(t, items, all);
	refuse_districts(t, items);
}
