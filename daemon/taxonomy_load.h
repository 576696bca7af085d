/*
 * taxonomy_load.h - read the dictionary's files for enrich/.
 */
#ifndef DAEMON_TAXONOMY_LOAD_H
#define DAEMON_TAXONOMY_LOAD_H

#include "base/error.h"

#include <stddef.h>

struct taxonomy;

#define TAXONOMY_FILE_MAX (64 * 1024 * 1024) /* bytes; longer is refused */

/*
 * Where the dictionary is: `configured` when not NULL, else the environment's
 * JOBTREND_TAXONOMY, else share/taxonomy as shared.h finds it. Written into
 * `out`.
 */
void taxonomy_find(const char *configured, char *out, size_t size);

/* NULL with `err` naming the file: missing, too long, or not understood. */
struct taxonomy *taxonomy_load(const char *dir, struct error *err);

#endif
