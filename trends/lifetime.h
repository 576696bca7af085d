/*
 * lifetime.h - how long postings stay open, from visits that saw them now and
 * then.
 *
 * All that is known of a posting are days: the visit before the first that showed
 * it (gap days earlier), the last that showed it (seen days after the first), and
 * the first that missed it (absent days after that). Its life of t days began u
 * days before the first sighting, u any of 0 .. gap - 1 (where the source says
 * when it was posted, u is its age at the first sighting), and
 *
 *   ended     u + seen < t <= u + seen + absent
 *   censored  u + seen < t
 *   met       only if t > u: what is shorter ends between two visits unseen
 *
 * The distribution p of t is the one that is most likely, by Turnbull's EM for
 * grouped, censored and truncated data (1976, Journal of the Royal Statistical
 * Society B 38, 290-295), with the day of birth as missing as the day of the
 * end: each posting is spread over the days it may have lived, each unmet
 * companion of its gap over those it may have died in. Where visits are far
 * apart many curves are about as likely; each step smooths the hazard over a
 * part of the gap (EMS: Silverman, Jones, Wilson and Nychka 1990, same journal
 * 52, 271-324), as a multiple of one that rises for a week and is constant then:
 * applicants come in the first days and are chosen from later (van Ours and
 * Ridder 1992, Journal of Labor Economics 10, 138-155).
 *
 * Exits compete: of p there is one for each way to end, and their sums are the
 * cumulative incidences (Aalen 1978). A source that died and a posting that is
 * still open tell how long it lived at least, no more.
 *
 * Intervals are those of a Poisson bootstrap over groups of employers with the
 * weights of weight.h; quantiles are taken as log-normal.
 */
#ifndef TRENDS_LIFETIME_H
#define TRENDS_LIFETIME_H

#include <stddef.h>
#include <stdint.h>

#define LIFE_DAYS_MOST 1000 /* longer ones count as that */
#define LIFE_GAP_MOST  45   /* days; births further back are not believed */
#define LIFE_AGE_MOST  400  /* days; likewise of what sources say */
#define LIFE_CLUSTERS  256  /* groups of employers */
#define LIFE_QUANTILES 3    /* 50, 75 and 90 % */

enum life_exit {
	LIFE_REMOVED, /* taken down */
	LIFE_EXPIRED, /* at the end that it had stated */
	LIFE_ENDINGS,
	LIFE_OPEN = LIFE_ENDINGS, /* censored: still there when last seen */
	LIFE_DEAD,    /* its source died or is not visited any more */
	LIFE_UNKNOWN, /* nobody looked since, or who looked is doubted */
	LIFE_EXITS,
};

/* Postings that look the same. */
struct life_row {
	int            age;     /* at the first sighting, where known; else 0 */
	int            gap;     /* 1: the day of birth is known */
	int            seen;    /* 0 and up */
	int            absent;  /* 1 and up; of the censored ignored */
	enum life_exit exit;
	int            cluster; /* 0 .. LIFE_CLUSTERS - 1 */
	double         count;
};

/* NAN: not reached, or under 10 endings. Days. */
struct lifetime {
	double n;
	double exits[LIFE_EXITS];
	double days[LIFE_QUANTILES], lo[LIFE_QUANTILES], hi[LIFE_QUANTILES];
	/* Share of all lives over within 30, 60 and 90 days: taken down; at all. */
	double removed_within[3], ended_within[3];
};

void lifetime_compute(const struct life_row *rows, size_t n,
		      struct lifetime *out);

#endif
