#include "worlds/market.h"

#include "base/mem.h"
#include "base/stamp.h"
#include "worlds/market_part.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ROLLOUT_DAYS 23   /* in which a public tracker added its sources */
#define COPIED_PERCENT 40 /* of employers, by each copier */
#define PARTIAL_PERCENT 60 /* of ads, by a partial visit */
#define CAPPED_DAYS 10    /* a capped list shows what is newest */
#define DEAD_DAYS 21      /* a source that has left is still tried */
#define CUT_PERCENT 40    /* of what is open on a mean day is listed */
#define CUT_LEAST 10
#define OPEN_DAYS 35      /* of a vacancy, in the mean */

static const char *const failing_states[] = {
	"blocked", "capped", "dead", "mirrored", "partial", "tdm",
};

/* ---- who is watched when ---- */

static void choose_failures(const struct market *m, struct market_source *s,
			    struct chance *c)
{
	int wanted = chance_percent(c, m->plan->failing) ? chance_from(c, 1, 2) : 0;

	for (int i = 0; i < wanted; i++) {
		struct market_failure *f = &s->fails[s->n_fails++];

		f->from = chance_from(c, m->base_from - 30, m->to - 5);
		f->to = f->from + chance_from(c, 5, 100);
		f->state = failing_states[chance_from(
			c, 0, (int)ARRAY_LEN(failing_states) - 1)];
	}
}

/* One cause, so all sources on the same days. */
static void choose_outage(const struct market *m, struct market_source *s)
{
	struct chance c = chance_of(m->seed, OF_ORDER, 1);
	int32_t       from = chance_from(&c, m->from + 30, m->to - 120);

	if (m->plan->outage_days)
		s->fails[s->n_fails++] = (struct market_failure){
			from, from + m->plan->outage_days, "blocked"
		};
}

static void choose_leaving(const struct market *m, struct market_source *s,
			   struct chance *c)
{
	s->left = m->watched_to;
	if (!chance_percent(c, m->plan->leaving))
		return;
	s->left = chance_from(c, m->base_from + 60, m->to - 30);
	s->fails[s->n_fails++] = (struct market_failure){
		s->left, s->left + DEAD_DAYS, "dead"
	};
	s->left += DEAD_DAYS;
}

static void make_source(struct market *m, bool is_copier)
{
	struct market_source *s = &m->sources[m->n_sources];
	struct chance         c = chance_of(m->seed, OF_WATCH, m->n_sources);

	*s = (struct market_source){
		.is_copier = is_copier,
		.home = m->n_sources,
		.from = INT32_MIN,
		.to = NEVER_DAY,
		.cut_until = INT32_MIN,
	};
	snprintf(s->id, sizeof(s->id), "%s/world%d-%zu",
		 is_copier ? "copies" : "board", m->number + 1,
		 m->n_sources + 1);
	s->states_dates = chance_percent(&c, 50) && !m->plan->intake;
	s->is_terse = m->n_sources % 2;
	s->every = m->plan->gap_days[chance_from(&c, 0, 3)];
	s->every_after = m->plan->gap_after ? m->plan->gap_after : s->every;
	s->entered = m->watched_from + chance_from(&c, 0, s->every - 1);
	choose_leaving(m, s, &c);
	choose_failures(m, s, &c);
	choose_outage(m, s);
	if (is_copier && m->plan->copies_from == 2)
		s->entered = chance_from(&c, m->from - 30, m->to - 60);
	m->n_sources++;
}

/* The hiring that goes to each home, of all. */
static void weigh_homes(const struct market *m, fix weight[MARKET_HOMES], fix *all)
{
	*all = 0;
	for (size_t i = 0; i < MARKET_HOMES; i++)
		weight[i] = 0;
	for (size_t i = 0; i < m->n_employers; i++) {
		weight[m->employers[i].home] += m->employers[i].weight;
		*all += m->employers[i].weight;
	}
}

/* In random order, until the part that is watched from the start is full. */
static void choose_entries(struct market *m)
{
	struct chance c = chance_of(m->seed, OF_ORDER, 0);
	int32_t       rollout = chance_from(&c, m->from + 60, m->to - 60);
	fix           weight[MARKET_HOMES], all, watched = 0;
	size_t        order[MARKET_HOMES];

	weigh_homes(m, weight, &all);
	for (size_t i = 0; i < MARKET_HOMES; i++) {
		size_t k = (size_t)chance_from(&c, 0, (int)i);

		order[i] = order[k];
		order[k] = i;
	}
	for (size_t i = 0; i < MARKET_HOMES; i++) {
		struct market_source *s = &m->sources[order[i]];

		if (watched < all / 100 * m->plan->watched_first)
			watched += weight[order[i]];
		else
			s->entered = m->plan->is_rollout ?
				rollout + chance_from(&c, 0, ROLLOUT_DAYS - 1) :
				chance_from(&c, m->base_from + 15, m->to - 60);
	}
}

/* The old board stays and is visited; the new one is found within days. */
static void choose_moves(struct market *m)
{
	for (size_t i = 0; i < MARKET_HOMES; i++) {
		struct chance         c = chance_of(m->seed, OF_MOVE, i);
		struct market_source *s = &m->sources[i], *next;

		if (!chance_percent(&c, m->plan->moving))
			continue;
		next = &m->sources[m->n_sources];
		*next = *s;
		snprintf(next->id, sizeof(next->id), "board/world%d-%zu",
			 m->number + 1, m->n_sources + 1);
		s->to = chance_from(&c, m->base_from + 60, m->to - 60);
		next->from = s->to;
		next->entered = s->to + chance_from(&c, 0, 5);
		m->n_sources++;
	}
}

static int cut_length(const struct market *m, int32_t vacancies)
{
	int length = vacancies * OPEN_DAYS / (m->watched_to - m->first_day) *
		     CUT_PERCENT / 100;

	return length < CUT_LEAST ? CUT_LEAST : length;
}

static void choose_cuts(struct market *m)
{
	int32_t at[MARKET_HOMES] = { 0 };

	for (size_t i = 0; i < m->n_vacancies; i++)
		at[m->employers[m->vacancies[i].employer].home]++;
	for (size_t i = 0; i < MARKET_HOMES; i++) {
		struct chance         c = chance_of(m->seed, OF_CUT, i);
		struct market_source *s = &m->sources[i];

		if (!chance_percent(&c, m->plan->cut))
			continue;
		s->cut_until = chance_from(&c, m->from + 30, m->to - 60);
		s->cut_length = cut_length(m, at[i]);
	}
	for (size_t i = 0; i < MARKET_HOMES; i++) {
		struct chance         c = chance_of(m->seed, OF_WIDTH, i);
		struct market_source *s = &m->sources[i];

		if (!chance_percent(&c, m->plan->widened))
			continue;
		s->is_widened = true;
		s->cut_until = chance_from(&c, m->from + 30, m->to - 60);
	}
	for (size_t i = 0; i < MARKET_HOMES; i++) {
		struct chance         c = chance_of(m->seed, OF_INTAKE, i);
		struct market_source *s = &m->sources[i];

		if (!chance_percent(&c, m->plan->intake))
			continue;
		s->is_widened = s->is_intake = true;
		s->cut_until = chance_from(&c, m->from + 30, m->to - 60);
	}
	for (size_t i = 0; i < MARKET_HOMES; i++) {
		struct chance         c = chance_of(m->seed, OF_NEWEST, i);
		struct market_source *s = &m->sources[i];

		if (!chance_percent(&c, m->plan->newest))
			continue;
		s->is_newest = true;
		s->cut_until = NEVER_DAY;
		s->cut_length = cut_length(m, at[i]);
		if (chance_percent(&c, 50))
			s->fails[s->n_fails++] = (struct market_failure){
				INT32_MIN, NEVER_DAY, "capped"
			};
	}
}

void make_sources(struct market *m)
{
	int copiers = m->plan->copies_from ? MARKET_COPIERS : 0;

	for (int i = 0; i < MARKET_HOMES; i++)
		make_source(m, false);
	choose_entries(m);
	for (int i = 0; i < copiers; i++)
		make_source(m, true);
	choose_moves(m);
	choose_cuts(m);
}

/* ---- what they show ---- */

static bool has_vacancy(const struct market *m, const struct market_source *s,
			const struct market_vacancy *v)
{
	size_t        number = (size_t)(s - m->sources);
	struct chance c;

	if (!s->is_copier)
		return m->employers[v->employer].home == s->home;
	c = chance_of(m->seed, OF_COPY, (uint64_t)number << 32 | v->employer);
	return chance_percent(&c, COPIED_PERCENT);
}

/* A listing within the days on which the source shows any. */
static size_t put_listing(struct market_listing *out, const struct market_source *s,
			  const struct market_vacancy *v, bool is_again,
			  int32_t from, int32_t to)
{
	*out = (struct market_listing){ s, v, is_again,
					from > s->from ? from : s->from,
					to < s->to ? to : s->to };
	return out->from < out->to;
}

size_t market_listings(const struct market *m, const struct market_source *s,
		       const struct market_vacancy *v,
		       struct market_listing out[2])
{
	struct chance c = chance_of(m->seed, OF_COPY, ~(uint64_t)v->draw);
	int           late = s->is_copier ? chance_from(&c, 0, 3) : 0;
	size_t        n;

	if (!has_vacancy(m, s, v))
		return 0;
	if (v->gap_from == NEVER_DAY)
		return put_listing(out, s, v, false, v->opened + late,
				   v->closed + late);
	n = put_listing(out, s, v, false, v->opened + late, v->gap_from + late);
	return n + put_listing(&out[n], s, v, true, v->gap_to + late,
			       v->closed + late);
}

/* ---- what is seen of it ---- */

/* Where a vacancy stands on a board that is cut. */
static uint64_t place_of(const struct market *m, const struct market_source *s,
			 const struct market_vacancy *v)
{
	struct chance c = s->is_intake ?
		chance_of(m->seed, OF_INTAKE, (uint64_t)(v->employer + 1) << 16) :
		chance_of(m->seed, OF_CUT,
			  (uint64_t)(v - m->vacancies + 1) << 16);

	if (s->is_newest)
		return (uint64_t)(INT32_MAX - v->opened) << 32 |
		       (uint64_t)(v - m->vacancies);
	return chance_next(&c);
}

struct open_place {
	int32_t  from, to;
	uint64_t place;
};

static int compare_places(const void *left, const void *right)
{
	const struct open_place *a = left, *b = right;

	return (a->place > b->place) - (a->place < b->place);
}

/* Up to which place each visit of a board that is cut shows. */
static void cut_visits(const struct market *m, const struct market_source *s,
		       struct market_visit *visits, size_t n)
{
	struct open_place *all = xcalloc(m->n_vacancies + 1, sizeof(*all));
	size_t             n_all = 0;

	for (size_t i = 0; i < m->n_vacancies; i++) {
		struct market_listing l[2];
		size_t many = market_listings(m, s, &m->vacancies[i], l);

		for (size_t k = 0; k < many; k++)
			all[n_all++] = (struct open_place){
				l[k].from, l[k].to, place_of(m, s, l[k].vacancy)
			};
	}
	qsort(all, n_all, sizeof(*all), compare_places);
	for (size_t i = 0; i < n && visits[i].day < s->cut_until; i++) {
		int left = s->cut_length;

		for (size_t k = 0; k < n_all && left > 0; k++) {
			if (all[k].from <= visits[i].day &&
			    visits[i].day < all[k].to && --left == 0)
				visits[i].cut_at = all[k].place;
		}
	}
	free(all);
}

static const char *state_on(const struct market_source *s, int32_t day)
{
	for (size_t i = 0; i < s->n_fails; i++) {
		if (day >= s->fails[i].from && day < s->fails[i].to)
			return s->fails[i].state;
	}
	return "ok";
}

struct market_visit *market_visits(const struct market *m,
				   const struct market_source *s, size_t *n)
{
	/* who left before we came was never visited */
	size_t               room = s->left > s->entered ?
				      (size_t)(s->left - s->entered) : 1;
	struct market_visit *visits = xcalloc(room, sizeof(*visits));
	int64_t              moment = 6 * 3600 + (s - m->sources) * 420;

	*n = 0;
	for (int32_t day = s->entered; day < s->left;
	     day += day < m->from ? s->every : s->every_after)
		visits[(*n)++] = (struct market_visit){
			.day = day,
			.at = day * (int64_t)DAY_S + moment,
			.state = state_on(s, day),
			.cut_at = UINT64_MAX,
		};
	if (s->cut_length)
		cut_visits(m, s, visits, *n);
	for (size_t i = 0; s->is_widened && i < *n && visits[i].day < s->cut_until; i++)
		visits[i].cut_at = UINT64_MAX / 2;
	return visits;
}

static bool visit_sees(const struct market *m, const struct market_visit *visit,
		       const struct market_listing *l)
{
	struct chance c;

	if (visit->day < l->from || visit->day >= l->to ||
	    (visit->cut_at < UINT64_MAX &&
	     place_of(m, l->source, l->vacancy) > visit->cut_at))
		return false;
	if (!strcmp(visit->state, "ok") || l->source->is_newest)
		return true;
	if (!strcmp(visit->state, "capped"))
		return visit->day - l->from < CAPPED_DAYS;
	c = chance_of(m->seed, OF_SIGHT,
		      (uint64_t)visit->day << 32 ^ l->vacancy->draw);
	return !strcmp(visit->state, "partial") &&
	       chance_percent(&c, PARTIAL_PERCENT);
}

/* The first visit on a day or later. */
static size_t visit_from(const struct market_visit *visits, size_t n, int32_t day)
{
	size_t lo = 0;

	while (lo < n) {
		size_t middle = (lo + n) / 2;

		if (visits[middle].day < day)
			lo = middle + 1;
		else
			n = middle;
	}
	return lo;
}

struct market_sighting market_look(const struct market *m,
				   struct market_visit *visits, size_t n,
				   const struct market_listing *l)
{
	struct market_sighting s = { NULL, NULL, NULL };
	int                    missed = 0;

	for (size_t i = visit_from(visits, n, l->from);
	     i < n && (missed < 2 || visits[i].day < l->to); i++) {
		struct market_visit *v = &visits[i];
		bool                 is_seen = visit_sees(m, v, l);

		if (is_seen || (v->day < l->to && v->cut_at == UINT64_MAX))
			v->listed++;
		if (is_seen) {
			s.first = s.first ? s.first : v;
			s.last = v;
			v->fetched++;
			missed = 0; /* it was cut away and is back */
		} else if ((v->day >= l->to || v->cut_at < UINT64_MAX) &&
			   !strcmp(v->state, "ok")) {
			if (++missed == 1)
				s.gone = v;
		}
	}
	if (missed < 2)
		s.gone = NULL;
	return s;
}
