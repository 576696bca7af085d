/*
 * import_count.h - what an import leaves to be done when all ads are stored:
 * runs of sources that told none, postings, facts.
 */
#ifndef CLI_IMPORT_COUNT_H
#define CLI_IMPORT_COUNT_H

#include "cli/session.h"

#include <stdbool.h>

/* False after having complained. */
bool import_count(struct session *s);

#endif
