/*
 * call.h - a request of the API, understood: a route and its parameters.
 *
 * Pure: the same text and names give the same call, or the same problem.
 */
#ifndef WEB_CALL_H
#define WEB_CALL_H

#include "base/arena.h"
#include "web/names.h"
#include "web/problem.h"
#include "web/route.h"
#include "web/target.h"

enum call_format {
	FORMAT_JSON,
	FORMAT_CSV,
	FORMAT_JSON_STAT,
};

struct call {
	const struct route *route;
	/* By the route's table; NULL: absent. In the arena, or static. */
	const char         *values[ROUTE_PARAMS_MAX];
	const char      *cursor[CURSOR_FIELDS_MAX]; /* NULL: the first page */
	long             limit;                     /* 0: all rows */
	enum call_format format;
};

/* What is there to be asked for. */
struct call_world {
	const struct names *names; /* NULL: not known, ids are not looked up */
	const char         *last_year; /* "2025-03/12"; NULL: no data yet */
};

/*
 * `accept` is the request's Accept header or NULL. False with `p` that says
 * which parameter, what was expected, what may have been meant.
 */
bool call_parse(const struct route *route, const struct target *target,
		const char *accept, const struct call_world *world,
		struct arena *a, struct call *out, struct problem *p);

/* What tells the call from all others, appended: the key of its answer. */
void call_key(const struct call *c, struct buf *out);

/* A page after the one that ended with these fields. Appended. */
void call_next(const struct call *c, const char *const *fields,
	       struct buf *out);

#endif
