/*
 * period.h - periods as they are written: 2025, 2025Q1, 2025-03, 2025-W10, and
 * 2025-03/12 for the twelve months that end there.
 */
#ifndef TRENDS_PERIOD_H
#define TRENDS_PERIOD_H

#include "base/error.h"
#include "base/span.h"

#include <stdbool.h>
#include <stdint.h>

enum grain {
	GRAIN_YEAR,
	GRAIN_QUARTER,
	GRAIN_MONTH,
	GRAIN_WEEK,   /* ISO 8601, from Monday */
	GRAIN_MONTHS, /* several months that end with one */
};

/* Days since 1970-01-01, UTC; [from, to). */
struct period {
	enum grain grain;
	int64_t    from_day, to_day;
	int64_t    base_from, base_to; /* the same a year before */
};

#define PERIOD_SIZE 24 /* characters with the NUL; 8 are ever written */

/* "year", "quarter", "month", "week", "months". Static. */
const char *grain_name(enum grain grain);

/*
 * False with `err` ("period: expected 2025, ..., found '2025Q5'"), and *out
 * untouched. A week 53 is compared with week 52 where the year before has no
 * 53rd. The same as jobtrend.period_bounds().
 */
bool period_parse(struct span text, struct period *out, struct error *err);

/* The period of `grain` (not GRAIN_MONTHS) that holds `day`, as written. */
void period_format(enum grain grain, int64_t day, char out[PERIOD_SIZE]);

#endif
