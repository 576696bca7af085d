#include "tests/boardsim/world.h"

#include "base/mem.h"
#include "base/stamp.h"
#include "worlds/chance.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define YEAR 365.25 /* days */
#define WARM_UP 90  /* days before the first, so that boards begin full */
#define SITES_FROM 20 /* first address of employers' own sites */

enum decision { /* each has a stream of chance of its own */
	OF_EMPLOYER = 1,
	OF_VACANCY,
	OF_BOARD,
	OF_COVER,
};

static const char *const teams[] = {
	"Payments", "Search",  "Growth",  "Platform", "Mobile",  "Security",
	"Insights", "Pricing", "Support", "Checkout", "Catalog", "Identity",
	"Maps",     "Ads",     "Billing", "Claims",   "Fleet",   "Labs",
	"Partners", "Studio",  "Trust",   "Cloud",    "Edge",    "Field",
};

static const char *const sizes[] = { "11-50", "51-200", "201-500", "501-1000" };

/* ---- employers --------------------------------------------------------------- */

static size_t choose_place(struct chance *c)
{
	double total = 0, at;

	for (size_t i = 0; i < n_places; i++)
		total += places[i].weight;
	at = chance_unit(c) * total;
	for (size_t i = 0; i < n_places; i++) {
		at -= places[i].weight;
		if (at < 0)
			return i;
	}
	return 0;
}

static void make_slug(const char *name, char *out)
{
	for (; *name; name++)
		*out++ = *name == ' ' ? '-' :
			 *name >= 'A' && *name <= 'Z' ? (char)(*name | 32) : *name;
	*out = '\0';
}

static void make_employer(struct world *w, size_t n)
{
	struct employer *e = &w->employers[n];
	struct chance    c = chance_of(w->seed, OF_EMPLOYER, n);
	size_t           pair = n % (n_employer_first * n_employer_second);
	size_t           round = n / (n_employer_first * n_employer_second);

	/* Each pair of words once, and neighbours unlike each other. */
	snprintf(e->name, sizeof(e->name), "%s %s",
		 employer_first[(pair * 7) % n_employer_first],
		 employer_second[(pair / n_employer_first +
				  pair % n_employer_first * 5) %
				 n_employer_second]);
	if (round)
		snprintf(e->name + strlen(e->name),
			 sizeof(e->name) - strlen(e->name), " %zu", round + 1);
	make_slug(e->name, e->slug);
	e->size = sizes[chance_below(&c, ARRAY_LEN(sizes))];
	e->home[0] = choose_place(&c);
	e->home[1] = choose_place(&c);
	e->n_homes = chance_is(&c, 0.3) ? 2 : 1;
	e->rate = exp(-2.7 + 0.6 * (chance_unit(&c) + chance_unit(&c) - 1));
	e->ai_share = 0.10 + 0.35 * chance_unit(&c);
	e->boasts_from = chance_is(&c, 0.25) ?
				 w->first_day + (int32_t)chance_below(&c, 1500) :
				 NEVER;
}

/* ---- vacancies ---------------------------------------------------------------- */

static double years(const struct world *w, int32_t day)
{
	return (day - w->first_day) / YEAR;
}

static size_t choose_role(struct chance *c, bool is_ai, double t)
{
	double total = 0, at;

	for (size_t i = 0; i < n_roles; i++) {
		if (is_ai == (roles[i].families != 0))
			total += roles[i].weight * exp(roles[i].growth * t);
	}
	at = chance_unit(c) * total;
	for (size_t i = 0; i < n_roles; i++) {
		if (is_ai != (roles[i].families != 0))
			continue;
		at -= roles[i].weight * exp(roles[i].growth * t);
		if (at < 0)
			return i;
	}
	return 0;
}

static double skill_weight(const struct vacancy *v, size_t skill, double t)
{
	if (!(skills[skill].families & roles[v->role].families))
		return 0;
	for (size_t i = 0; i < v->n_skills; i++) {
		if (v->skill[i] == skill)
			return 0;
	}
	return skills[skill].weight * exp(skills[skill].growth * t);
}

static void choose_skill(struct vacancy *v, struct chance *c, double t)
{
	double total = 0, at;

	for (size_t i = 0; i < n_skills; i++)
		total += skill_weight(v, i, t);
	at = chance_unit(c) * total;
	for (size_t i = 0; i < n_skills; i++) {
		at -= skill_weight(v, i, t);
		if (at < 0) {
			v->skill[v->n_skills++] = i;
			return;
		}
	}
}

static void make_vacancy(struct world *w, struct chance *c, uint32_t employer,
			 size_t place, int32_t day, bool is_ai)
{
	struct vacancy *v = &w->vacancies[w->n_vacancies];
	double          t = years(w, day);
	size_t          wanted;

	*v = (struct vacancy){
		.number = (uint32_t)w->n_vacancies,
		.employer = employer,
		.opened = day,
		.gap_from = NEVER,
		.gap_to = NEVER,
		.place = place,
	};
	w->n_vacancies++;
	v->closed = day + 6 + (int32_t)(-32 * log(1 - chance_unit(c)));
	v->role = choose_role(c, is_ai, t);
	v->team = teams[chance_below(c, ARRAY_LEN(teams))];
	v->level = places[place].language == EN && chance_is(c, 0.3) &&
			   strncmp(roles[v->role].titles[EN], "Senior", 6) ?
			   "Lead " : "";
	v->remote = chance_is(c, 0.15) ? "remote" :
		    chance_is(c, 0.25) ? "hybrid" : "onsite";
	v->has_pay = chance_is(c, places[place].language == EN ? 0.5 : 0.15);
	v->has_notice = day >= w->law_day &&
			!strcmp(places[place].code, "CA-ON") && chance_is(c, 0.9);
	if (chance_is(c, 0.06) && v->closed - day > 14) {
		v->gap_from = day + 7 + (int32_t)chance_below(c, 5);
		v->gap_to = v->gap_from + 2 + (int32_t)chance_below(c, 12);
		v->closed += v->gap_to - v->gap_from;
	}
	wanted = is_ai ? 3 + chance_below(c, VACANCY_SKILLS_MAX - 2) : 0;
	while (v->n_skills < wanted)
		choose_skill(v, c, t);
}

/* Few vacancies open at weekends, and fewer in summer and December. */
static double season(int32_t day)
{
	int     weekday = civil_weekday(day), month, of_month;
	int64_t year;

	if (weekday > 5)
		return 0.1;
	civil_from_days(day, &year, &month, &of_month);
	return 1.35 * (month == 12 ? 0.7 : month == 8 ? 0.85 :
		       month == 1 || month == 9 ? 1.15 : 1);
}

static void make_day(struct world *w, size_t *room, int32_t day)
{
	for (uint32_t n = 0; n < w->n_employers; n++) {
		const struct employer *e = &w->employers[n];
		struct chance c = chance_of(w->seed, OF_VACANCY,
					    (uint64_t)n << 20 | (uint32_t)day);

		for (size_t h = 0; h < e->n_homes; h++) {
			double rate = e->rate / (double)e->n_homes * season(day);
			double growth = exp(places[e->home[h]].growth * years(w, day));
			int    ai = chance_poisson(&c, rate * e->ai_share * growth);
			int    all = ai + chance_poisson(&c, rate * (1 - e->ai_share));

			for (int i = 0; i < all; i++) {
				if (w->n_vacancies == *room) {
					*room = *room ? *room * 2 : 4096;
					w->vacancies = xrealloc(w->vacancies,
						*room * sizeof(*w->vacancies));
				}
				make_vacancy(w, &c, n, e->home[h], day, i < ai);
			}
		}
	}
}

/* ---- boards -------------------------------------------------------------------- */

static const struct board_plan {
	enum board_kind kind;
	const char     *name; /* first part of the source's id */
	int             share; /* of 100 employers */
	int             address; /* 0: one of its own */
} plans[] = {
	{ GREENHOUSE, "greenhouse", 36, 1 },
	{ LEVER, "lever", 20, 2 },
	{ ASHBY, "ashby", 16, 3 },
	{ SITE_JSONLD, "site", 20, 0 },
	{ SITE_MICRODATA, "site", 8, 0 },
};

static const struct board shared_boards[] = {
	{ .kind = FEED_RSS, .id = "rss/datajobs", .slug = "datajobs", .address = 4, .cover = 0.30 },
	{ .kind = FEED_ATOM, .id = "atom/remotely", .slug = "remotely", .address = 5, .cover = 0.20 },
	{ .kind = PORTAL, .id = "portal/workfinder", .slug = "workfinder", .address = 6, .cover = 0.45 },
	{ .kind = HN, .id = "hn/who-is-hiring", .slug = "who-is-hiring", .address = 8, .cover = 0.25 },
};

/* Of ten boards three enter late, in the last fourteen months but eight. */
static void choose_history(struct world *w, struct board *b, size_t n)
{
	struct chance c = chance_of(w->seed, OF_BOARD, n);

	b->every = 3 + (int)chance_below(&c, 4);
	b->entered = w->first_day + (int32_t)chance_below(&c, 20);
	b->fails_from = b->fails_to = NEVER;
	if (chance_is(&c, 0.3))
		b->entered = w->last_day - 240 - (int32_t)chance_below(&c, 180);
	else if (chance_is(&c, 0.12)) {
		b->fails_from = w->last_day - 420 + (int32_t)chance_below(&c, 330);
		b->fails_to = b->fails_from + 14 + (int32_t)chance_below(&c, 40);
		b->fails_as = chance_is(&c, 0.5) ? "blocked" : "partial";
	}
}

static void make_own_board(struct world *w, uint32_t employer, int *sites)
{
	struct board           *b = &w->boards[w->n_boards];
	const struct board_plan *plan = plans;
	size_t                  at = employer * 37 % 100; /* spreads the shares */

	for (; at >= (size_t)plan->share; plan++)
		at -= (size_t)plan->share;
	*b = (struct board){ .kind = plan->kind, .employer = employer };
	snprintf(b->slug, sizeof(b->slug), "%s", w->employers[employer].slug);
	snprintf(b->id, sizeof(b->id), "%s/%s", plan->name, b->slug);
	b->address = plan->address ? plan->address : SITES_FROM + (*sites)++;
	choose_history(w, b, w->n_boards++);
}

static void make_boards(struct world *w)
{
	int sites = 0;

	w->boards = xcalloc(w->n_employers + ARRAY_LEN(shared_boards),
			    sizeof(*w->boards));
	for (uint32_t n = 0; n < w->n_employers; n++)
		make_own_board(w, n, &sites);
	for (size_t i = 0; i < ARRAY_LEN(shared_boards); i++) {
		struct board *b = &w->boards[w->n_boards];

		*b = shared_boards[i];
		choose_history(w, b, w->n_boards++);
		b->entered = b->kind == PORTAL ? w->last_day - 300 : w->first_day;
		b->fails_from = NEVER;
	}
}

/* ---- the whole ------------------------------------------------------------------ */

void world_init(struct world *w, uint64_t seed, size_t employers, int32_t days,
		int32_t last_day)
{
	size_t room = 0;

	*w = (struct world){ .seed = seed, .n_employers = employers,
			     .first_day = last_day - days, .last_day = last_day };
	w->law_day = (int32_t)civil_to_days(2026, 1, 1);
	if (w->law_day < last_day - 2 * 365 || w->law_day > last_day)
		w->law_day = last_day - 330;
	w->employers = xcalloc(employers, sizeof(*w->employers));
	for (size_t n = 0; n < employers; n++)
		make_employer(w, n);
	for (int32_t day = w->first_day - WARM_UP; day <= last_day; day++)
		make_day(w, &room, day);
	make_boards(w);
}

void world_deinit(struct world *w)
{
	free(w->boards);
	free(w->vacancies);
	free(w->employers);
	*w = (struct world){ 0 };
}

static bool is_board_of_many(const struct board *b)
{
	return b->kind == PORTAL || b->kind == FEED_RSS || b->kind == FEED_ATOM ||
	       b->kind == HN;
}

static bool board_has(const struct world *w, const struct board *b,
		      const struct vacancy *v)
{
	struct chance c;

	if (!is_board_of_many(b))
		return b->employer == v->employer;
	c = chance_of(w->seed, OF_COVER, (uint64_t)b->address << 32 | v->employer);
	return chance_is(&c, b->cover) && (b->kind != FEED_RSS || v->n_skills);
}

/* Day of the thread of the month in which `day` lies: its second. */
static int32_t thread_day(int32_t day, int months_on)
{
	int64_t year;
	int     month, of_month;

	civil_from_days(day, &year, &month, &of_month);
	month += months_on;
	if (month > 12) {
		month -= 12;
		year++;
	}
	return (int32_t)civil_to_days(year, month, 2);
}

/* Written into the first thread after the vacancy opens, if still open then. */
static size_t thread_listing(const struct listing *whole, struct listing out[2])
{
	const struct vacancy *v = whole->vacancy;
	int32_t               day = thread_day(v->opened, 0);

	if (places[v->place].language != EN || !v->n_skills)
		return 0;
	if (day < v->opened)
		day = thread_day(v->opened, 1);
	if (day >= v->closed)
		return 0;
	out[0] = *whole;
	out[0].from = day;
	out[0].to = thread_day(day, 1);
	return 1;
}

size_t world_listings(const struct world *w, const struct board *b,
		      const struct vacancy *v, struct listing out[2])
{
	struct listing whole = { w, b, v, &w->employers[v->employer], 0,
				 v->opened, v->closed };
	size_t         n = 0;

	if (!board_has(w, b, v))
		return 0;
	if (b->kind == HN)
		return thread_listing(&whole, out);
	if (is_board_of_many(b)) { /* they copy a little late, and relist nothing */
		whole.from += 1 + (int32_t)(v->number % 3);
		whole.to += (int32_t)(v->number % 2);
		out[0] = whole;
		return 1;
	}
	out[n++] = whole;
	if (v->gap_from != NEVER) {
		out[0].to = v->gap_from;
		out[1] = whole;
		out[1].from = v->gap_to;
		out[1].again = 1;
		n = 2;
	}
	return n;
}
