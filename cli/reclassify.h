/*
 * reclassify.h - stored ads are read again with another dictionary.
 *
 *   slices of sources -> read (SQL) -> enrich (pool) -> jobtrend.reclassify()
 *
 * Several connections, each with a slice of its own on the way. An ad that is
 * done carries the number of the dictionary, so nothing has to be noted: after
 * a kill the same command finds what is left.
 */
#ifndef CLI_RECLASSIFY_H
#define CLI_RECLASSIFY_H

#include "cli/session.h"
#include "daemon/outcome.h"

#include <stdint.h>

#define CONNECTIONS_MAX 32

struct reclassify {
	struct session        *s;
	struct outcome_context context;
	const char            *source; /* its id; NULL: all */
	int16_t                from;   /* read by that dictionary; 0: any */
	int                    connections;
	bool                   is_trial; /* only say what would change */
	/* The answer: ads. */
	int64_t read, changed, unchanged;
	int64_t gained, lost; /* AI ads, by any definition */
	int64_t without_text;
	int64_t refused; /* what is stored is no ad */
	int64_t later;   /* were read by a later dictionary: left alone */
	int64_t left;    /* of the earlier ones, at the end */
};

/* False after having complained: it could not go on. */
bool reclassify_run(struct reclassify *r);

#endif
