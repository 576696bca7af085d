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
#define GAIN_LIST 6.0f      /* "CA, NY, TX", "Armenia, Georgia": areas alike */
#define GAIN_CONTEXT 6.0f   /* the ad's country */
#define GAIN_SEAT 1.0f      /* the employer's country */
#define GAIN_SEAT_CODE 2.0f /* the same for letters: "CA" */
#define GAIN_SCRIPT 0.5f    /* 안산 is in Korea rather than in China */
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
#define PRIOR_IN_PROSE 5.0f
#define PRIOR_OF_STRANGER 5.5f /* a city below it does not stand in a list */
#define PRIOR_BEFORE_CITY 4.5f /* "Soma, San Francisco" is a quarter of it */
#define PRIOR_BEHIND_CITY 4.3f
#define TIE 0.15f /* priors nearer than this do not decide */
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

static float support_from(const struct place_table *t, uint32_t c, bool is_code,
			  const struct candidates *other, bool near)
{
	const struct place *p = &t->places[c];
	float               best = 0;

	for (size_t k = 0; k < other->n; k++) {
		uint32_t d = other->at[k].place;
		float    gain;

		if (d == c && !(is_code && p->kind == PLACE_COUNTRY))
			continue;
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

static const char *country_code(const struct place_table *t, uint32_t place)
{
	uint32_t country = t->places[place].country;

	return country == PLACE_NONE ? "-" : t->places[country].code;
}

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
		float    support = support_of_context(t, &all[i].at[k],
						      context);
		float    prior = all[i].at[k].prior;

		if (is_script_of((enum place_script)item->script,
				 country_code(t, place)))
			prior += GAIN_SCRIPT;
		for (size_t j = 0; j < items->n; j++) {
			if (j != i)
				support += support_from(
					t, place, all[i].at[k].is_code, &all[j],
					near[j]);
		}
		support += support_of_list(t, items, all, i, &all[i].at[k]);
		if (is_ending_code(t, items, i, &all[i].at[k]))
			support += GAIN_POSTAL;
		if (prior + support > best) {
			best = prior + support;
			item->place = place;
			item->support = support;
			item->is_code = all[i].at[k].is_code;
		}
	}
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

/* A division and its city of the same name: people mean the city, but the
 * state when all they say is that the work is remote there. */
static void prefer_city(const struct place_table *t,
			const struct place_items *items,
			struct place_item *item, const struct candidates *all)
{
	uint32_t division = item->place;

	if (!is_area(t, division) || item->is_code ||
	    t->places[division].kind == PLACE_COUNTRY ||
	    (t->places[division].is_postal && is_remote_beside(items, item)))
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
	uint32_t            common = best->country;
	bool                is_tied = false;

	if (item->support >= 1 || best->kind != PLACE_CITY)
		return;
	for (size_t k = 0; k < all->n; k++) {
		const struct place *other = &t->places[all->at[k].place];

		if (other->kind == PLACE_GROUP || all->at[k].is_code ||
		    other->division == best->division ||
		    is_script_of((enum place_script)item->script,
				 country_code(t, all->at[k].place)) !=
			    is_script_of((enum place_script)item->script,
					 country_code(t, item->place)) ||
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
	    items->n > 1)
		return false;
	if (item->support >= SUPPORTED)
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
		    (is_area(t, next->place) ?
			     next->is_code || prior < PRIOR_OF_STRANGER :
			     prior < PRIOR_BEFORE_CITY &&
				     t->places[next->place].prior >
					     PRIOR_OF_STRANGER &&
				     t->places[next->place].country !=
					     t->places[item->place].country))
			item->place = PLACE_NONE;
		else if (i && before->place != PLACE_NONE &&
			 before->group == item->group &&
			 prior < PRIOR_BEHIND_CITY)
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
	if (item->support >= SUPPORTED)
		return true;
	if (item->is_code || !(is_whole || item->is_after_in))
		return false;
	return p->kind != PLACE_CITY || p->prior >= PRIOR_IN_PROSE;
}

void place_choose(const struct place_table *t,
		  const struct place_context *context,
		  struct place_items *items)
{
	bool is_country_field = context && context->is_country_field;
	struct candidates all[PLACE_ITEMS_MAX];

	for (size_t i = 0; i < items->n; i++)
		candidates_of(t, &items->at[i], &all[i]);
	for (size_t i = 0; i < items->n; i++) {
		struct place_item *item = &items->at[i];

		choose_one(t, context, items, all, i);
		if (item->place == PLACE_NONE)
			continue;
		prefer_city(t, items, item, &all[i]);
		if (!is_credible(t, items, item) ||
		    !(is_country_field || is_code_clear(t, &all[i], item)))
			item->place = PLACE_NONE;
		else
			settle_ties(t, item, &all[i]);
	}
	refuse_strangers(t, items);
	refuse_namesake(t, items);
	prefer_division(t, items, all);
	refuse_districts(t, items);
	if (!context || !context->is_prose)
		return;
	for (size_t i = 0; i < items->n; i++) {
		struct place_item *item = &items->at[i];

		if (item->place != PLACE_NONE &&
		    !is_place_in_prose(t, items, item))
			item->place = PLACE_NONE;
	}
}
