/*
 * tsv.h - rows of a tab-separated table.
 *
 * A line is a row; fields are parted by one tab and taken as they are. Empty
 * lines and lines that begin with "#" are passed over, a trailing CR is cut.
 */
#ifndef ENRICH_TSV_H
#define ENRICH_TSV_H

#include "base/error.h"
#include "base/span.h"

struct tsv {
	const char *name; /* of the file, for messages */
	struct span rest; /* not read yet */
	size_t      line; /* number of the row read last, from 1 */
};

enum tsv_status {
	TSV_ROW,
	TSV_END,
	TSV_WRONG, /* not `n` columns; `err` says where */
};

/* The next row into `fields` (borrowed from the text), which has `n` places. */
enum tsv_status tsv_next(struct tsv *t, struct span *fields, size_t n,
			 struct error *err);

/*
 * Take the next of the words that `sep` parts in *list ("a,b,c"); absent when
 * none is left. *list shrinks.
 */
struct span tsv_word(struct span *list, char sep);

#endif
