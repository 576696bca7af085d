/*
 * weight.h - the weights of the bootstrap, the same on every machine.
 */
#ifndef TRENDS_WEIGHT_H
#define TRENDS_WEIGHT_H

#include "base/span.h"

#include <stdint.h>

/*
 * What hashtextextended(text, seed) gives in PostgreSQL on a little-endian
 * machine (lookup3 by Bob Jenkins as in src/common/hashfn.c, version 15), so
 * that SQL and C draw the same weights.
 */
uint64_t postgres_hash(struct span text, uint64_t seed);

/*
 * Weight of an employer in a replicate: Poisson with mean 1, by inverting its
 * distribution at a hash of both. 0..9.
 */
int bootstrap_weight(struct span employer, int replicate);

/* Those of replicates 1 to `replicates`. */
void bootstrap_weights(struct span employer, int replicates, uint8_t *weights);

#endif
