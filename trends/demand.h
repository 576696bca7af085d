/*
 * demand.h - one cell: by how much did demand change, and what else is in the
 * number that plain counting gives.
 *
 * The same arithmetic as jobtrend.yoy() in SQL, written a second time so that
 * each can be held against the other; docs/methodology.md says it in words.
 */
#ifndef TRENDS_DEMAND_H
#define TRENDS_DEMAND_H

#include "base/span.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* How the source of an ad was seen in the two windows. */
enum source_class {
	SOURCE_KEPT,  /* healthy in both */
	SOURCE_MOVED, /* entered or left */
	SOURCE_SICK,  /* visited, but failing */
	SOURCE_CLASSES,
};

/* One ad in one window. */
struct demand_row {
	bool              is_cur; /* the period itself, not the year before */
	enum source_class source;
	int64_t           posting; /* equal for duplicates */
	struct span       employer; /* never absent; borrowed */
	bool              is_asked; /* asks for the skill */
	bool              is_named; /* names it in any context */
	/* The same as the first dictionary that read this text had it. */
	bool              was_asked, was_named;
	/* The posting was already there before the window, by source class. */
	bool had[SOURCE_CLASSES];
};

enum bridge_part {
	BRIDGE_DEMAND,
	BRIDGE_SOURCES,
	BRIDGE_HEALTH,
	BRIDGE_DUPLICATES,
	BRIDGE_DEFINITION,
	BRIDGE_CONTEXT,
	BRIDGE_DENOMINATOR,
	BRIDGE_PARTS,
};

/* NAN: not known. */
struct demand_cell {
	/* Ratio, 0.25 is +25 %; 95 % interval, NAN where is_small. */
	double  value, lo, hi;
	double  naive;         /* ratio by counting ads */
	int64_t n, n_base;     /* postings of the kept sources */
	int64_t employers, employers_base;
	double  top_employer_share; /* of the period, 0..1 */
	double  top_base_share;     /* the same of the year before */
	double  bridge[BRIDGE_PARTS]; /* log points, sum to ln(1 + naive) */
	bool    is_small; /* under 10 postings or 3 employers: do not show */
};

/*
 * Fill `out` from the rows; `rows` is sorted in place.
 *
 *   is_share  rows that neither ask nor name are the denominator
 */
void demand_compute(struct demand_row *rows, size_t n, bool is_share,
		    struct demand_cell *out);

#endif
