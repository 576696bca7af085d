/*
 * seed.h - where a visit to a source begins.
 */
#ifndef DAEMON_SEED_H
#define DAEMON_SEED_H

#include "base/buf.h"

#include <stdbool.h>

#define SEED_URL_SIZE 4096 /* bytes with the NUL */

struct seed {
	char        url[SEED_URL_SIZE];
	const char *kind; /* what is there; borrowed of the source, or static */
	struct buf  post; /* body of the first request; empty: GET */
};

/*
 * The first request for a source.
 *
 *   kind     of the source
 *   url      as configured, or the name of its board
 *   options  of the source, JSON; NULL: none. Its "post" outranks the kind's
 *
 * False when `url` is no address of the kind. seed_deinit in any case.
 */
bool seed_for(const char *kind, const char *url, const char *options,
	      struct seed *out);
void seed_deinit(struct seed *s);

/*
 * The text of a member of the object `options` ("post"), appended to `out`;
 * the texts of an array one a line. False when it is not there.
 */
bool option_text(const char *options, const char *name, struct buf *out);

#endif
