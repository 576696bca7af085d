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

/*
 * The band of "51-200", "10,001+ employees", "1.000 Mitarbeiter", "about 300":
 * one of 1-10, 11-50, 51-200, 201-500, 501-1000, 1001-5000, 5001-10000,
 * 10001+. Of a range it is the band of its lower end. NULL when no number is
 * there. Static.
 */
const char *employer_size_band(struct span stated);

#endif
