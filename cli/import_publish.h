/*
 * import_publish.h - what is published of the days that an import touched.
 */
#ifndef CLI_IMPORT_PUBLISH_H
#define CLI_IMPORT_PUBLISH_H

#include "cli/session.h"

#include <stdbool.h>
#include <stdint.h>

/*
 * Recompute what has changed, with progress, where anything is published and no
 * daemon is there to do it. False after having complained.
 *
 *   published  gets how many cells say something new; -1: nothing was due
 */
bool import_publish(struct session *s, int64_t *published);

/*
 * How long postings stay open (daemon/lifetimes.h), where something has changed
 * since that was counted and no daemon is there to do it: of so many postings
 * as take some seconds all cohorts, of more those of any skill if none is counted yet,
 * of very many none. False after having complained.
 *
 *   cohorts  gets how many were counted; -1: none
 */
bool import_lifetimes(struct session *s, int64_t *cohorts);

#endif
