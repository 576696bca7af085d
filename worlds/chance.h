/*
 * chance.h - numbers that look random and follow from a seed alone, the same
 * on every machine (splitmix64, Steele et al. 2014, public domain reference).
 */
#ifndef WORLDS_CHANCE_H
#define WORLDS_CHANCE_H

#include <math.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct chance {
	uint64_t state;
};

static inline uint64_t chance_next(struct chance *c)
{
	uint64_t z = c->state += 0x9E3779B97F4A7C15u;

	z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
	z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
	return z ^ (z >> 31);
}

/* A stream of its own for each thing that is decided. */
static inline struct chance chance_of(uint64_t seed, uint64_t what, uint64_t n)
{
	struct chance c = { seed ^ (what << 56) };

	c.state = chance_next(&c) + n;
	c.state = chance_next(&c);
	return c;
}

static inline double chance_unit(struct chance *c) /* 0 <= x < 1 */
{
	return (double)(chance_next(c) >> 11) * 0x1.0p-53;
}

static inline size_t chance_below(struct chance *c, size_t n)
{
	return (size_t)(chance_unit(c) * (double)n);
}

static inline bool chance_is(struct chance *c, double probability)
{
	return chance_unit(c) < probability;
}

/* Knuth's way; mean below 30. */
static inline int chance_poisson(struct chance *c, double mean)
{
	double limit = exp(-mean), product = chance_unit(c);
	int    n = 0;

	for (; product > limit; n++)
		product *= chance_unit(c);
	return n;
}

#endif
