/*
 * route.h - what can be asked: a table of routes, each with its parameters and
 * the statement that answers.
 *
 * A statement takes as $1, $2, ... the parameters in the order of the route's
 * table, without format, limit and cursor; then the limit (NULL: all rows),
 * then the fields of the cursor. All are text and cast where they are used. Of
 * its columns "bridge.demand" is a member of an object in JSON and the column
 * bridge_demand of a CSV; "_1", "_2", ... are the fields of the next cursor and
 * not shown.
 */
#ifndef WEB_ROUTE_H
#define WEB_ROUTE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define ROUTE_PARAMS_MAX  14
#define CURSOR_FIELDS_MAX 6
#define PAIRS_MAX         20 /* of regions and skills in one request */

enum param_type {
	PARAM_REGION,  /* an ISO code or world */
	PARAM_REGIONS, /* several */
	PARAM_COUNTRY,
	PARAM_SKILL, /* an id or any */
	PARAM_SKILLS,
	PARAM_ONE_SKILL, /* an id, not any */
	PARAM_DEFINITION,
	PARAM_CHOICE,
	PARAM_PERIOD,
	PARAM_LAST_YEAR, /* a period; the last twelve complete months unless
			  * given */
	PARAM_DAY,       /* a day or a period */
	PARAM_TIME,
	PARAM_NUMBER,
	PARAM_BOOL,
	PARAM_CURRENCY,
	PARAM_TEXT,
	PARAM_LIMIT,
	PARAM_CURSOR,
	PARAM_FORMAT,
};

struct param {
	const char     *name;
	enum param_type type;
	const char     *fallback; /* NULL: absent */
	const char     *choices;  /* of PARAM_CHOICE and PARAM_FORMAT: "a|b" */
	int64_t         min, max; /* of numbers; of texts bytes */
	bool            is_required;
};

enum route_fresh {
	FRESH_BY_VERSION, /* the same until the data changes */
	FRESH_BY_TIME,    /* may change with every visit */
};

struct route {
	const char  *path; /* below /api/v1/ */
	const char  *sql;  /* NULL: not answered by a statement alone */
	struct param params[ROUTE_PARAMS_MAX]; /* ends with a nameless one */
	const char  *keys; /* columns that name a cell of a table; NULL: no
			    * table */
	int          cursor_fields; /* 0: all rows at once */
	enum route_fresh fresh;
	bool             is_light; /* a few milliseconds, whatever is stored */
	int stream_page; /* rows that one statement gives to a stream, the next
			  * goes on behind them; 0: all */
};

/* By path; NULL: none. Static. */
const struct route *route_find(const char *path);
const struct route *route_at(size_t i); /* NULL past the last */

#endif
