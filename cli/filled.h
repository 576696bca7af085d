/*
 * filled.h - how many ads have which field: what a source gives, and what
 * rules miss.
 */
#ifndef CLI_FILLED_H
#define CLI_FILLED_H

#include "base/buf.h"
#include "parsers/parser.h"

#define FILLED_MAX 64 /* fields of an ad */

struct filled_field {
	char   name[32]; /* as in an ad's JSON */
	size_t n;        /* ads that have it */
};

struct filled {
	struct filled_field field[FILLED_MAX]; /* as an ad's JSON orders them */
	size_t              n_fields;
	size_t              n_ads;
};

void filled_count(const struct findings *f, struct filled *out);

/* "title 20/20, location 18/20", appended to `out`. */
void filled_print(const struct filled *f, struct buf *out);
/* The same as a JSON object, name: count. */
void filled_json(const struct filled *f, struct buf *out);

#endif
