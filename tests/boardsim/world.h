/*
 * world.h - employers, their vacancies over the years, and the boards that
 * show them. A world follows from its seed and its last day alone.
 *
 * What makes naive counting wrong is in it on purpose: boards that enter the
 * catalogue late, boards that fail for weeks, portals that repeat other boards,
 * ads that return under a new number, employers that begin to boast of AI, and
 * a law of Ontario (from 2026) after which ads mention AI in hiring.
 *
 * Days count from 1970-01-01, UTC.
 */
#ifndef TESTS_BOARDSIM_WORLD_H
#define TESTS_BOARDSIM_WORLD_H

#include "base/buf.h"
#include "worlds/words.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define VACANCY_SKILLS_MAX 6
#define HN_FIRST 41000000u /* number of the first comment */
#define NEVER INT32_MAX

enum board_kind {
	GREENHOUSE,
	LEVER,
	ASHBY,
	SITE_JSONLD,    /* an employer's own pages behind a sitemap */
	SITE_MICRODATA,
	PORTAL,         /* many employers' pages behind an index of gzip sitemaps */
	FEED_RSS,
	FEED_ATOM,
	HN,
	N_BOARD_KINDS,
};

struct employer {
	char        name[64];
	char        slug[64];
	const char *size;   /* people, as boards say it */
	size_t      home[2]; /* places */
	size_t      n_homes;
	double      rate;     /* vacancies a day at the start */
	double      ai_share; /* of them, at the start */
	int32_t     boasts_from; /* day; NEVER */
};

struct vacancy {
	uint32_t    number;
	uint32_t    employer;
	int32_t     opened, closed; /* shown on opened <= day < closed */
	int32_t     gap_from, gap_to; /* not shown meanwhile; then a new number */
	size_t      role;
	size_t      place;
	const char *team;
	const char *level; /* "" or "Senior " */
	const char *remote; /* "onsite", "hybrid", "remote" */
	bool        has_pay;
	bool        has_notice; /* AI in hiring, by law */
	size_t      skill[VACANCY_SKILLS_MAX];
	size_t      n_skills; /* 0: no AI */
};

struct board {
	enum board_kind kind;
	char            id[96]; /* of the source: "greenhouse/alder-health" */
	char            slug[64];
	uint32_t        employer; /* meaningless for boards of many */
	int             address;  /* served on 127.0.1.N */
	int32_t         entered;  /* day of the first visit */
	int             every;    /* days between visits */
	int32_t         fails_from, fails_to;
	const char     *fails_as; /* state of the runs meanwhile */
	double          cover;    /* of employers, boards of many */
};

struct world {
	uint64_t         seed;
	int32_t          first_day, last_day; /* last_day is "today" */
	int32_t          law_day;
	struct employer *employers;
	size_t           n_employers;
	struct vacancy  *vacancies; /* by opened */
	size_t           n_vacancies;
	struct board    *boards;
	size_t           n_boards;
};

/* `days` before last_day are history. */
void world_init(struct world *w, uint64_t seed, size_t employers, int32_t days,
		int32_t last_day);
void world_deinit(struct world *w);

/* One ad: a vacancy on a board under one number. */
struct listing {
	const struct world    *world;
	const struct board    *board;
	const struct vacancy  *vacancy;
	const struct employer *employer;
	int                    again; /* 1: after its gap, under a new number */
	int32_t                from, to; /* shown on from <= day < to */
};

/*
 * The listings of a vacancy on a board: 0, 1 or 2 written to `out`. On HN an
 * ad is a comment of a month's thread and stands until the next thread.
 */
size_t world_listings(const struct world *w, const struct board *b,
		      const struct vacancy *v, struct listing out[2]);

#endif
