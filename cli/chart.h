/*
 * chart.h - a series as columns in the terminal.
 */
#ifndef CLI_CHART_H
#define CLI_CHART_H

#include <stddef.h>
#include <stdio.h>

struct chart_point {
	const char *label; /* "2025-03"; borrowed */
	double      value; /* from 0 up; NAN: not observed */
	int         is_marked;
};

/* What was not observed is a dot, never an empty column. */
void chart_print(const struct chart_point *points, size_t n, FILE *f);

#endif
