/*
 * market_write.h - a market as files: the archive that `jobtrendctl import`
 * reads, and what is true of it. docs/methodology.md describes the second.
 */
#ifndef WORLDS_MARKET_WRITE_H
#define WORLDS_MARKET_WRITE_H

#include "worlds/market.h"

struct arena;
struct ad;
struct buf;

/* What a listing says, as an ad. */
void market_ad(const struct market *m, const struct market_listing *l,
	       struct arena *arena, struct ad *out);

/* Called with lines of JSON, each with its end; false ends the writing. */
typedef bool market_line_fn(const struct buf *lines, void *arg);

/*
 * Sources, runs and ads. What was seen before a dictionary learned some words
 * is said with `earlier` instead of `arg`. False when `put` refused.
 */
bool market_write_archive(const struct market *m, market_line_fn *put, void *arg,
			  void *earlier);

/* The truth, appended to `out` as one line. */
void market_write_truth(const struct market *m, struct buf *out);

#endif
