/*
 * employer.h - one key for the ways in which an employer's name is written.
 */
#ifndef ENRICH_EMPLOYER_H
#define ENRICH_EMPLOYER_H

#include "base/arena.h"

#define EMPLOYER_KEY_MAX 128 /* bytes; a longer name is cut */

/*
 * "acme" for "ACME, Inc.", "Acme GmbH & Co. KG" and "The Acme Company Ltd.":
 * folded (fold.h), without legal forms at either end. A name made of nothing
 * else keeps it. Lies in `arena`; absent when the name holds no letter.
 */
struct span employer_key(struct span name, struct arena *arena);

#endif
