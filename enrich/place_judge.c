/*
 * place_judge.c - is what a name is taken to mean credible where it stands?
 *
 * Most words are a town's name somewhere, so that much has to be refused.
 */
#include "enrich/place_candidate.h"

#include <string.h>

/* Beside words we do not know a city must be known widely: log10(people). */
#define PRIOR_AMONG_WORDS 4.7f
#define PRIOR_IN_SENTENCE 5.0f
#define SENTENCE_WORDS 5
#define PRIOR_IN_PROSE 5.0f
#define PRIOR_OF_STRANGER 5.5f /* a city below it does not stand in a list */
#define PRIOR_BEFORE_CITY 4.65f /* "Soma, San Francisco" is a quarter of it */
#define PRIOR_BEHIND_UNKNOWN 4.3f
#define PRIOR_BEHIND_CITY 4.5f
#define PRIOR_BEHIND_AREA 5.2f /* "Bengaluru, India - Whitefield" */
#define PRIOR_IN_LIST 5.6f
#define LESS_THAN_CITY 0.8f /* than the city whose quarter it may be */
#define PRIOR_WITH_DISTRICTS 5.6f /* "Pune (Kalyani Nagar)" */
#define PRIOR_OF_DISTRICT 5.3f
#define TIE 0.15f /* priors nearer than this do not decide */

static bool is_script_of(enum place_script script, const char *country)
{
	static const char *const countries[] = {
		[SCRIPT_COMMON] = "",
		[SCRIPT_ARABIC] = ("AE BH DZ EG IQ IR JO KW LB LY MA OM PK "
				   "PS QA SA SD SY TN YE"),
		[SCRIPT_ARMENIAN] = "AM",
		[SCRIPT_CYRILLIC] = "BA BG BY KG KZ ME MK MN RS RU TJ UA",
		[SCRIPT_GEORGIAN] = "GE",
		[SCRIPT_GREEK] = "CY GR",
		[SCRIPT_HANGUL] = "KR",
		[SCRIPT_HEBREW] = "IL",
		[SCRIPT_INDIAN] = "BD IN LK NP",
		[SCRIPT_KANA] = "JP",
		[SCRIPT_THAI] = "TH",
	};

	return strstr(countries[script], country) != NULL;
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

/*
 * Letters that nothing supports: "CA" is a state and a country, "BER" a
 * province that nobody thinks of.
 */
static bool is_code_clear(const struct place_table *t,
			  const struct candidates *all,
			  const struct place_item *item)
{
	const struct place *p = &t->places[item->place];

	if (item->support >= 1 || !item->is_code)
		return true;
	if (p->kind != PLACE_COUNTRY)
		return p->kind == PLACE_CITY || p->is_postal;
	for (size_t k = 0; k < all->n; k++) {
		const struct place *other = &t->places[all->at[k].place];

		if (other->country != p->country && all->at[k].is_code &&
		    (other->is_postal ||
		     (!p->is_online && t->places[other->country].is_online)))
			return false;
	}
	return true;
}

/*
 * Two cities of one name that are about as large: neither is meant more than
 * the other. What they have in common is: "Springfield" is in the US.
 */
static void settle_ties(const struct place_table *t, struct place_item *item,
			const struct candidates *all)
{
	const struct place *best = &t->places[item->place];
	enum place_script   script = (enum place_script)item->script;
	uint32_t            common = best->country;
	bool                is_tied = false, is_own = false;

	if (item->support >= 1 || best->kind != PLACE_CITY)
		return;
	for (size_t k = 0; k < all->n; k++)
		is_own |= all->at[k].place == item->place && all->at[k].is_own;
	for (size_t k = 0; k < all->n; k++) {
		const struct place *other = &t->places[all->at[k].place];

		if (other->kind == PLACE_GROUP || all->at[k].is_code ||
		    (is_own && !all->at[k].is_own &&
		     other->country == best->country) ||
		    other->division == best->division ||
		    place_is_script_of(t, script, all->at[k].place) !=
			    place_is_script_of(t, script, item->place) ||
		    best->prior - all->at[k].prior > TIE)
			continue;
		is_tied = true;
		if (other->country != best->country)
			common = PLACE_NONE;
	}
	if (is_tied)
		item->place = common;
}

/* Is the chosen meaning credible where it stands? */
static bool is_credible(const struct place_table *t,
			const struct place_items *items,
			const struct place_item  *item)
{
	const struct place *p = &t->places[item->place];
	uint8_t             unknown = items->unknown[item->segment];

	if (items->is_street[item->segment] && p->kind >= PLACE_PART &&
	    items->n > 1 && items->words[item->segment] > 1)
		return false; /* but "Largo, FL" */
	if (item->support >= PLACE_SUPPORTED)
		return true;
	if (item->is_word) /* "LA", "DE" alone, but not "Remote OK" */
		return item->codes != PLACE_NONE &&
		       items->words[item->segment] == 1;
	if (item->is_code && item->is_small_code)
		return false;
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

/* Could `a`, a city that nothing supports, be a quarter of the same name of
 * `city`? A small one far from it. */
static bool is_like_quarter(const struct place *a, const struct place *city,
			    float most)
{
	if (a->division == city->division && a->division != PLACE_NONE)
		return false;
	return a->prior < most && a->prior + LESS_THAN_CITY <= city->prior;
}

/* The last city before item i in its group, NULL when there is none. */
static const struct place *city_before(const struct place_table *t,
				       const struct place_items *items, size_t i)
{
	while (i-- && items->at[i].group == items->at[i + 1].group) {
		uint32_t place = items->at[i].place;

		if (place != PLACE_NONE && t->places[place].kind == PLACE_CITY)
			return &t->places[place];
	}
	return NULL;
}

/* Does an area end the name before item i? */
static bool is_behind_area(const struct place_table *t,
			   const struct place_items *items, size_t i)
{
	const struct place_item *before = &items->at[i - 1];

	return before->place != PLACE_NONE && place_is_area(t, before->place);
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
		const struct place      *p, *city;

		if (item->place == PLACE_NONE ||
		    t->places[item->place].kind != PLACE_CITY ||
		    item->support >= PLACE_SUPPORTED)
			continue;
		p = &t->places[item->place];
		city = city_before(t, items, i);
		if (i + 1 < items->n && next->place != PLACE_NONE &&
		    next->group == item->group &&
		    next->segment == item->segment + 1 &&
		    (place_is_area(t, next->place) ?
			     next->is_code || p->prior < PRIOR_OF_STRANGER :
			     t->places[next->place].prior > PRIOR_OF_STRANGER &&
				     is_like_quarter(p, &t->places[next->place],
						     PRIOR_BEFORE_CITY)))
			item->place = PLACE_NONE;
		else if (i && before->place != PLACE_NONE &&
			 before->group == item->group &&
			 p->prior < PRIOR_BEHIND_UNKNOWN)
			item->place = PLACE_NONE;
		else if (city && is_like_quarter(p, city,
						 is_behind_area(t, items, i) ?
							 PRIOR_BEHIND_AREA :
							 PRIOR_BEHIND_CITY))
			item->place = PLACE_NONE;
	}
}

/*
 * "Jordan, MN", "Berlin, Connecticut": nothing but a name and a state. It is
 * a town there, also when it is too small to be known to us.
 */
static void refuse_namesake(const struct place_table *t,
			    struct place_items       *items)
{
	struct place_item       *item = &items->at[0];
	const struct place_item *area = &items->at[1];

	if (items->n == 2 && item->place != PLACE_NONE &&
	    area->place != PLACE_NONE && item->group == area->group &&
	    item->segment + 1 == area->segment && !item->is_code &&
	    item->support < 1 && t->places[item->place].kind != PLACE_GROUP &&
	    t->places[area->place].kind == PLACE_DIVISION &&
	    t->places[area->place].is_postal &&
	    t->places[item->place].country != t->places[area->place].country)
		item->place = PLACE_NONE;
}

/* "Bristol, London": which cities a part of a division holds is not known, and
 * two large ones are a list. */
static bool is_list_with(const struct place_table *t,
			 const struct place_item *before,
			 const struct place_item *item, uint32_t area)
{
	return t->places[area].kind == PLACE_PART &&
	       t->places[before->place].prior >= PRIOR_IN_LIST &&
	       t->places[item->place].prior >= PRIOR_IN_LIST;
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

			if (place_is_area(t, area) &&
			    !is_list_with(t, before, item, area) &&
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

/*
 * "Pune (Kalyani Nagar)": small places in brackets behind a large city of
 * another division are its districts. "Munich (Paris)" are two.
 */
static void refuse_bracketed(const struct place_table *t,
			     struct place_items       *items)
{
	const struct place *city = NULL;
	uint16_t            group = 0;

	for (size_t i = 0; i < items->n; i++) {
		struct place_item  *item = &items->at[i];
		const struct place *p = item->place == PLACE_NONE ?
						NULL :
						&t->places[item->place];

		if (city && group != item->group)
			city = NULL;
		if (!p || p->kind != PLACE_CITY)
			continue;
		if (!item->is_bracketed) {
			city = p->prior >= PRIOR_WITH_DISTRICTS ? p : NULL;
			group = item->group;
		} else if (city && p->division != city->division &&
			   p->prior < PRIOR_OF_DISTRICT &&
			   p->prior + 0.5f < city->prior) {
			item->place = PLACE_NONE;
		}
	}
}

/*
 * In a title a name is a place only when it is all of its part ("Data
 * Scientist - Berlin (m/w/d)"), stands behind "in", or has its country or
 * division beside it. "Java" and "Oracle" are towns, too.
 */
static bool is_place_in_prose(const struct place_table *t,
			      const struct place_items *items,
			      const struct place_item  *item)
{
	const struct place *p = &t->places[item->place];
	bool is_whole = items->unknown[item->segment] == 0 &&
			!items->is_loose[item->segment];

	if (item->is_word || item->is_small_code ||
	    (!item->is_capital && !item->is_run))
		return false;
	if (item->support >= PLACE_SUPPORTED)
		return true;
	if (item->is_code || !(is_whole || item->is_after_in))
		return false;
	return p->kind != PLACE_CITY || p->prior >= PRIOR_IN_PROSE;
}

bool place_is_script_of(const struct place_table *t, enum place_script script,
			uint32_t place)
{
	uint32_t country = t->places[place].country;

	return country != PLACE_NONE &&
	       is_script_of(script, t->places[country].code);
}

void place_judge_item(const struct place_table *t,
		      const struct place_context *context,
		      struct place_items *items,
		      const struct candidates *all, size_t i)
{
	bool is_country_field = context && context->is_country_field;
	struct place_item *item = &items->at[i];

	if (!is_credible(t, items, item) ||
	    !(is_country_field || is_code_clear(t, &all[i], item)))
		item->place = PLACE_NONE;
	else
		settle_ties(t, item, &all[i]);
}

void place_judge(const struct place_table *t,
		 const struct place_context *context,
		 struct place_items *items, const struct candidates *all)
{
	refuse_strangers(t, items);
	refuse_namesake(t, items);
	prefer_division(t, items, all);
	refuse_districts(t, items);
	refuse_bracketed(t, items);
	if (!context || !context->is_prose)
		return;
	for (size_t i = 0; i < items->n; i++) {
		struct place_item *item = &items->at[i];

		if (item->place != PLACE_NONE &&
		    !is_place_in_prose(t, items, item))
			item->place = PLACE_NONE;
	}
}
