/*
 * cells_series.h - series as rows of the tables series and series_coverage,
 * in the form of a binary COPY: a row has the periods of a year.
 */
#ifndef DAEMON_CELLS_SERIES_H
#define DAEMON_CELLS_SERIES_H

#include "base/buf.h"
#include "daemon/cells_data.h"

#define SERIES_YEAR_MAX 54 /* weeks that begin in a year, and one more */

/* Zeroed, it is ready. Answers come in order within a region and skill. */
struct series_rows {
	struct buf series, coverage;
	int64_t    n; /* periods */
	/* The row at hand. */
	size_t                 n_series, n_coverage;
	struct series_answer   of_series[SERIES_YEAR_MAX];
	struct coverage_answer of_coverage[SERIES_YEAR_MAX];
};

void series_rows_add(struct series_rows *r, const struct cells_data *d,
		     const struct series_answer *a);
void series_rows_add_coverage(struct series_rows *r, const struct cells_data *d,
			      const struct coverage_answer *a);
/* What is at hand becomes rows. */
void series_rows_end(struct series_rows *r, const struct cells_data *d);
void series_rows_deinit(struct series_rows *r);

#endif
