/*
 * chain.h - changes against a year before that are built of many comparisons:
 * month on month, and every month of a year with every other.
 *
 * The unit is a healthy month of a source. Two months are compared over the
 * sources that were healthy in both:
 *
 *   P(a,b) = sum of x(s,b) / sum of x(s,a)   s: healthy in a and in b
 *
 * (for a share the same of all ads divides it). P is its own inverse turned
 * round, but not transitive, since each pair of months has its own sources. Of
 * it are made, for a period of k months t and the months t - 12:
 *
 *   direct   sums over the months of the period of both sides of P(t-12,t)
 *   chained  I(t) = I(t-1) P(t-1,t); sum of I(t) / sum of I(t-12)
 *   GEKS     over 13 months the levels whose ratios come nearest to all P, in
 *            the squares of logarithms; where all pairs are known that is the
 *            geometric mean over all ways by a third month (Gini 1931; Elteto
 *            and Koves 1964; Szulc 1964). A month more moves the window on by
 *            one, and is joined by the mean splice (Diewert and Fox 2017,
 *            "Substitution bias in multilateral methods for CPI construction
 *            using scanner data", UNSW 2018-13): the geometric mean over the
 *            twelve months that both windows have.
 *
 * A chain drifts when what it compares wanders: a source that enters with its
 * old ads, or a month in which many are new, stays in the index for ever. The
 * rolling window of 13 months is that of Ivancic, Diewert and Fox (2011,
 * Journal of Econometrics 161, 24-35), who measure the drift as chained
 * against direct.
 *
 * Intervals are jackknifes over sources, in at most 20 groups (Kott 2001,
 * Journal of Official Statistics 17, 521-526).
 */
#ifndef TRENDS_CHAIN_H
#define TRENDS_CHAIN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define CHAIN_YEAR 12
#define CHAIN_MONTHS_MOST (60 + CHAIN_YEAR)

/* A month in which a source was healthy; others are not told. */
struct chain_month {
	int32_t source; /* 0, 1, 2, ... in the order of their ids */
	int     month;  /* 0 is the first of the base */
	double  asked;  /* ads that ask for the skill */
	double  all;    /* ads; of a share the denominator */
};

enum chain_estimator { CHAIN_DIRECT, CHAIN_CHAINED, CHAIN_GEKS, CHAINS };

struct chain_estimate {
	double  value, lo, hi; /* ratio, 0.25 is +25 %; NAN: cannot be told */
	double  drift;         /* log points from direct */
	int64_t n, n_base;     /* ads of the months that it compares directly */
	int64_t sources;       /* behind any pair of months that it uses */
};

/*
 * Fill `out` from the healthy months of a period of `k` months (at most 60) and
 * the year before it: months 0 .. k + 11.
 */
void chain_compute(const struct chain_month *rows, size_t n, int k,
		   bool is_share, struct chain_estimate out[CHAINS]);

/*
 * Student's quantile for a 95 % interval with so many degrees of freedom, by
 * its expansion around the normal one (Abramowitz and Stegun 26.7.5); that is
 * within 0.5 % from 4 degrees on, below it is a table.
 */
double student_95(double degrees);

#endif
