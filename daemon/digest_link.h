/*
 * digest_link.h - where a document leads; for digest.c alone.
 */
#ifndef DAEMON_DIGEST_LINK_H
#define DAEMON_DIGEST_LINK_H

#include "daemon/digest.h"

#define PAST_S (40LL * DAY_S) /* an ad older than that is not of today's list */
#define THREAD_S (31LL * DAY_S) /* a monthly thread is followed by the next */

/*
 * Add what `found` leads to to the outcome of `d`.
 *
 *   row        what its page shows: the trail of the next one
 *   is_capped  set when a bound of pages or depth leaves some out
 */
void digest_add_links(struct digester *d, struct visit *v,
		      const struct findings *found,
		      const struct outcome_page *row, bool *is_capped);

#endif
