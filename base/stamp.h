/*
 * stamp.h - a moment as a source states it: an instant or only a day.
 *
 * Proleptic Gregorian calendar, UTC without leap seconds (RFC 3339).
 */
#ifndef BASE_STAMP_H
#define BASE_STAMP_H

#include "base/span.h"

#include <stdint.h>

enum stamp_precision {
	STAMP_NONE, /* unknown */
	STAMP_DATE, /* the source gave a day */
	STAMP_TIME, /* the source gave an instant */
};

struct stamp {
	int64_t              at; /* seconds since 1970-01-01T00:00:00Z */
	int16_t              offset_min; /* of the source's clock; 0 is UTC */
	enum stamp_precision precision;
};

#define STAMP_SIZE 64 /* characters with the NUL; 26 are ever written */
#define DAY_S 86400

/* Days since 1970-01-01, and back. Months and days count from 1. */
int64_t civil_to_days(int64_t year, int month, int day);
void    civil_from_days(int64_t days, int64_t *year, int *month, int *day);
/* 1 Monday .. 7 Sunday (ISO 8601). */
int civil_weekday(int64_t days);
int civil_year(int64_t day);
int civil_month_days(int64_t year, int month);

struct stamp stamp_from_unix(int64_t seconds);
struct stamp stamp_from_unix_ms(int64_t milliseconds);
struct stamp stamp_from_days(int64_t days);

/*
 * RFC 3339 and the looser ISO 8601 found on boards: "2025-01-03",
 * "2025-01-03T06:00:00Z", "2025-01-03 06:00:00.5+0100", "20250103",
 * "2025-01-03T06:00". A time without offset is taken as UTC. Years
 * 1900..2200. False, and *out untouched, on anything else.
 */
bool stamp_parse_iso(struct span text, struct stamp *out);

/* "Mon, 03 Jan 2025 06:00:00 +0000", RFC 822 zones too (RSS 2.0). */
bool stamp_parse_rfc822(struct span text, struct stamp *out);

/* RFC 3339 with the source's own offset; a date alone; "" when unknown. */
void stamp_format(struct stamp s, char out[STAMP_SIZE]);

#endif
