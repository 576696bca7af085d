/*
 * crawl.h - `jobtrendctl source crawl`: visit sources now, in this process.
 */
#ifndef CLI_CRAWL_H
#define CLI_CRAWL_H

struct session;

/*
 * Visit the `n` sources called `ids` (n 0: all that are enabled) to the end
 * and report each run. The session is open.
 *
 *   backfill  months of the past to read too, where the kind has a past; -1:
 *             as the source has it
 *
 * Returns an exit code: EXIT_FAILED when a run was not ok.
 */
int crawl_sources(struct session *s, const char *const *ids, int n,
		  int backfill);

#endif
