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

#endif
