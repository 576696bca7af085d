/*
 * market.h - a labour market of two years whose truth is known, and the
 * sources that watch it. Follows from a seed and a plan alone, in integers.
 *
 * One market has two regions (countries), employers of very unequal size, and
 * vacancies that open with the seasons and close by chance. What disturbs the
 * counting is a row of the table of plans: sources that enter, leave, fail or
 * copy, laws, boasting, relisting, new words.
 *
 * Days count from 1970-01-01, UTC.
 */
#ifndef WORLDS_MARKET_H
#define WORLDS_MARKET_H

#include "worlds/fixed.h"
#include "worlds/words.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define MARKET_REGIONS 2
#define MARKET_TRACKED 3   /* skills whose truth is told one by one */
#define MARKET_CORE_MAX 3  /* other skills of a vacancy */
#define MARKET_HOMES 24    /* sources where employers publish */
#define MARKET_COPIERS 2   /* sources that repeat them */
#define MARKET_SOURCES (2 * MARKET_HOMES + MARKET_COPIERS) /* homes may move */
#define MARKET_FAILS 4     /* times that one source fails, at most */
#define MARKET_YEAR 2024   /* compared with the year before */
#define MARKET_MOST 110    /* worlds of one archive: two countries each */
#define NEVER_DAY INT32_MAX

/* How a market is disturbed; numbers are percent unless said otherwise. */
struct market_plan {
	const char *name;
	const char *summary;
	int  growth_lo, growth_hi; /* of demand in a year */
	int  watched_first;  /* of vacancies, by sources from the start */
	bool is_rollout;     /* the others within 23 days, else over the time */
	int  leaving;        /* of sources */
	int  failing;        /* of sources, once or more */
	int  outage_days;    /* in the period, of all sources at once */
	int  moving;         /* of boards: to another, and the old one stays, empty */
	int  cut;            /* of boards: listed in part, until a day of the period */
	int  widened;        /* of boards: showing half of their ads, until such a day */
	int  intake;         /* of boards: without half of their employers until such a
				day; none states dates, and numbers have no order */
	int  newest;         /* of boards: their newest ads, and no more, all along */
	int  reused;         /* of vacancies of the period: under the number of one
				that is over, on the same board */
	int  copies_from;    /* copiers: 0 none, 1 all along, 2 entering */
	int  relisted;       /* of vacancies */
	int  boasting;       /* of employers, from some day on */
	bool has_law;        /* in the first region, from some day on */
	bool has_new_words;
	int  unread;         /* of what asks for some skills: by words that the
				dictionary learns on some day of the period */
	int  gap_days[4];    /* between visits, one of these */
	int  gap_after;      /* days between visits from the period on; 0: as before */
};

/* All plans, by name. Static. */
const struct market_plan *market_plans(size_t *n);
const struct market_plan *market_plan_find(const char *name);

struct market_employer {
	char    name[64];
	size_t  home;      /* index of its source */
	fix     weight;    /* of its hiring, at least 1 */
	fix     factor;    /* of its AI hiring in the period; mean 1 */
	int     region;    /* where most of its vacancies are */
	int32_t boasts_from;
};

struct market_vacancy {
	uint32_t employer;
	int      region;
	int32_t  opened, closed;   /* shown on opened <= day < closed */
	int32_t  gap_from, gap_to; /* not shown meanwhile; then a new number */
	bool     is_ai;
	bool     asks[MARKET_TRACKED];
	size_t   core[MARKET_CORE_MAX]; /* indices of `skills` */
	size_t   n_core;
	size_t   role;
	uint32_t draw; /* chooses among phrases */
	size_t   number;        /* on its board */
	bool     is_succeeded;  /* another one gets the number */
};

struct market_failure {
	int32_t     from, to;
	const char *state; /* of the runs meanwhile */
};

struct market_source {
	char                  id[64];
	bool                  is_copier;
	bool                  states_dates; /* says when ads were posted */
	int32_t               entered, left; /* first day; day after the last */
	int                   every, every_after; /* days between visits */
	struct market_failure fails[MARKET_FAILS];
	size_t                n_fails;
	size_t  home;       /* index of the home whose vacancies it shows */
	int32_t from, to;   /* it shows what is open on from <= day < to */
	int32_t cut_until;  /* until this day only .. */
	int     cut_length; /* .. so many, by an order of its own */
	bool    is_newest;  /* by age */
	bool    is_widened; /* or half of what there is, of any length .. */
	bool    is_intake;  /* .. by employers */
	bool    is_terse;   /* where a number is given again, not when it ended */
};

struct market {
	uint64_t                  seed;
	int                       number; /* tells worlds of one archive apart */
	const struct market_plan *plan;
	int                       postings; /* AI vacancies in a year */
	enum language             language;
	char                      region[MARKET_REGIONS][3]; /* ISO 3166-1 */
	fix                       growth[MARKET_REGIONS]; /* ratio in a year, 1 none */
	fix                       tracked_growth[MARKET_TRACKED]; /* of its share */
	int32_t first_day, watched_from, base_from, from, to, watched_to;
	int32_t law_from, words_from;
	int32_t learned_from; /* what is seen earlier is read without the words */
	struct market_employer *employers;
	size_t                  n_employers;
	struct market_vacancy  *vacancies; /* by opened */
	size_t                  n_vacancies;
	struct market_source    sources[MARKET_SOURCES];
	size_t                  n_sources;
};

/* Index into `skills` of a tracked skill, and its id in the dictionary. */
size_t      market_tracked(int which);
const char *market_tracked_id(int which);

/* The words that a dictionary learns. Static. */
const char *const *market_learned(size_t *n);

/* number < MARKET_MOST; postings: AI vacancies in a year, 100 and up. */
void market_init(struct market *m, uint64_t seed, int number,
		 const struct market_plan *plan, int postings);
void market_deinit(struct market *m);

/* One ad: a vacancy on a source under one number. */
struct market_listing {
	const struct market_source  *source;
	const struct market_vacancy *vacancy;
	bool                         is_again; /* after its gap */
	int32_t                      from, to; /* shown on from <= day < to */
};

/* The listings of a vacancy on a source: 0, 1 or 2 written to `out`. */
size_t market_listings(const struct market *m, const struct market_source *s,
		       const struct market_vacancy *v,
		       struct market_listing out[2]);

struct market_visit {
	int32_t     day;
	int64_t     at; /* seconds since 1970 */
	const char *state;
	int64_t     listed, fetched;
	uint64_t    cut_at; /* places in its order up to here are shown */
};

/* The visits of a source in order, on the heap; *n gets how many. */
struct market_visit *market_visits(const struct market *m,
				   const struct market_source *s, size_t *n);

/* What they saw of a listing; all NULL when nothing. */
struct market_sighting {
	const struct market_visit *first, *last, *gone;
};

/* Counts the listing into the visits that see it. */
struct market_sighting market_look(const struct market *m,
				   struct market_visit *visits, size_t n,
				   const struct market_listing *l);

/*
 * Vacancies that the process brings on a day, in the first instance: the mean
 * over all worlds with these parameters. `tracked` below 0: all AI vacancies.
 */
fix market_mean(const struct market *m, int region, int32_t day, int tracked);

#endif
