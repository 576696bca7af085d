/*
 * target.h - the target of a request: path and parameters, decoded.
 *
 * "/api/v1/yoy?region=US&skill=any" as it came over the wire. Percent signs are
 * taken as RFC 3986 has them, "+" in a query as a blank. What is not text
 * (broken UTF-8, control characters, NUL) is refused, so nothing behind this
 * ever meets it.
 */
#ifndef WEB_TARGET_H
#define WEB_TARGET_H

#include "base/arena.h"
#include "base/error.h"
#include "base/span.h"

#include <stdbool.h>
#include <stddef.h>

#define TARGET_MAX       8192 /* bytes; a longer one is 414 */
#define TARGET_PAIRS_MAX 32   /* parameters */

struct pair {
	const char *name, *value; /* NUL-terminated UTF-8 */
};

struct target {
	const char *path; /* starts with '/', without "." and ".." */
	struct pair pairs[TARGET_PAIRS_MAX];
	size_t      n_pairs;
};

/*
 * Read `text` (the origin form: '/' first) into `out`, whose texts lie in `a`.
 * False with `err`: not a path, not text, too many parameters.
 */
bool target_parse(struct span text, struct arena *a, struct target *out,
		  struct error *err);

/* A form (application/x-www-form-urlencoded) into `out`'s pairs. */
bool target_parse_form(struct span text, struct arena *a, struct target *out,
		       struct error *err);

#endif
