/*
 * chart.h - series, intervals and parts of a whole as characters.
 */
#ifndef CLI_CHART_H
#define CLI_CHART_H

#include <stddef.h>
#include <stdio.h>

struct buf;
struct screen;

struct chart_point {
	const char *label; /* "2025-03"; borrowed */
	double      value; /* from 0 up; NAN: not observed */
	int         is_marked;
};

/* Columns, some lines high. What was not observed is a dot, never an empty
 * column; of a series too long for the screen, the newest. */
void chart_print(const struct chart_point *points, size_t n,
		 const struct screen *screen, FILE *f);

/* The same in one line without labels, `width` columns at most. */
void sparkline_add(struct buf *out, const struct chart_point *points, size_t n,
		   int width, const struct screen *screen);

#define INTERVAL_WIDTH 44 /* columns that interval_add fills, without labels */

/*
 * lo, value and hi on an axis of INTERVAL_WIDTH columns, with a mark at zero:
 * "|----o--|" right or left of it, or over it.
 */
void interval_add(struct buf *out, double lo, double value, double hi,
		  const struct screen *screen);

/* A bar left or right of a middle line; `most` fills `half` columns. */
void signed_bar_add(struct buf *out, double value, double most, int half,
		    const struct screen *screen);

#endif
