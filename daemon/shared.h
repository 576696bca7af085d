/*
 * shared.h - where the files are that come with jobtrend: schema, dictionary,
 * migrations.
 */
#ifndef DAEMON_SHARED_H
#define DAEMON_SHARED_H

#include <stdbool.h>
#include <stddef.h>

/*
 * `name` in the folder above the running program's, as build/jobtrendctl lies
 * beside share/ and var/. False when that folder is not known or the path is
 * longer than `size`, `out` is then undefined. The file need not be there.
 */
bool shared_beside(const char *name, char *out, size_t size);

/*
 * The file or folder `name` of the source tree ("schema.sql",
 * "share/taxonomy"): in the tree that the program was built in, else where it
 * is installed, else below the working directory; the first that can be read.
 * The working directory comes last, for a stranger's schema.sql may lie there.
 * Without any, the installed path, for the error message.
 */
void shared_find(const char *name, char *out, size_t size);

#endif
