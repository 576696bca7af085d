/*
 * path_pattern.h - patterns over the paths of URLs, as robots.txt writes them.
 *
 * "*" stands for any bytes, a "$" at the end for the end of the URL; without
 * it a pattern matches every URL that begins so (RFC 9309 2.2.3). Pure.
 */
#ifndef DAEMON_PATH_PATTERN_H
#define DAEMON_PATH_PATTERN_H

#include "base/buf.h"

#include <stdbool.h>

/*
 * Path and query of `url` (absolute, or a path already), without fragment;
 * "/" when it has none. Appended to `out` in the form patterns are compared
 * in: percent-encoded unless unreserved or delimiting (RFC 9309 2.2.2).
 */
void url_path_normalise(struct span url, struct buf *out);

/* The same for a pattern; its "*" and its last "$" keep their meaning. */
void pattern_normalise(struct span pattern, struct buf *out);

/* Both normalised. Time is linear in their lengths. */
bool pattern_matches(struct span pattern, struct span path);

#endif
