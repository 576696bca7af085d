/*
 * import_count.h - what an import leaves to be done when all ads are stored:
 * runs of sources that told none, postings, facts.
 */
#ifndef CLI_IMPORT_COUNT_H
#define CLI_IMPORT_COUNT_H

#include "cli/session.h"

#include <stdbool.h>

#define FOLD_ADS 20000 /* of one transaction */

/*
 * Statements that tell the planner what has come in: with the statistics of
 * empty tables a fold reads all postings again for each of its ads. The keys
 * that it joins by will do; autovacuum looks at the rest in time, and at all
 * of it where they are refused, to who does not own the tables. A sample of
 * 3,000 rows tells of keys what 30,000 tell.
 */
#define N_FOLD_ANALYZE 4
extern const char *const fold_analyze[N_FOLD_ANALYZE];

/* False after having complained. */
bool import_count(struct session *s);
/* The last two of these alone, for ads that changed in another way. */
bool count_changes(struct session *s);

#endif
