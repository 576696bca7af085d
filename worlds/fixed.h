/*
 * fixed.h - powers, logarithms and Poisson numbers in integers.
 *
 * The functions of libm differ in the last bit from one machine to the next,
 * and one bit is enough to draw another world. These do not.
 */
#ifndef WORLDS_FIXED_H
#define WORLDS_FIXED_H

#include "worlds/chance.h"

#include <stdint.h>

/* Numbers with 32 bits behind the point. */
typedef int64_t fix;

#define FIX_ONE ((fix)1 << 32)
#define FIX_OF(numerator, denominator) ((fix)(numerator) * FIX_ONE / (denominator))

fix fix_mul(fix a, fix b);
fix fix_div(fix a, fix b);

/* a > 0. Knuth 1997, 1.2.2 exercise 25: squares, a bit of the result each. */
fix fix_log2(fix a);
/* Below 2^30. */
fix fix_exp2(fix a);

/* 0 <= x < 1. */
fix chance_fix(struct chance *c);
/* Evenly from lo to hi, both whole numbers; hi is among them. */
int chance_from(struct chance *c, int lo, int hi);
/* With probability percent / 100. */
bool chance_percent(struct chance *c, int percent);

/* Poisson with this mean; Knuth's way, in pieces when it is large. */
int chance_poisson_fix(struct chance *c, fix mean);
/* Whole days, exponential with this mean. */
int chance_days(struct chance *c, int mean);
/* Pareto with the given shape, at least 1 and at most `most`. */
fix chance_pareto(struct chance *c, fix shape, int most);

#endif
