/*
 * month_date.h - "21 april 2026", "1er mars 2025", "3. heinäkuuta 2026": days
 * whose month is written out, in the languages that boards use.
 */
#ifndef PARSERS_MONTH_DATE_H
#define PARSERS_MONTH_DATE_H

#include "base/stamp.h"

/*
 * A day, a month's name and a year of four digits, the name before or after
 * the day. A name that means one month here and another there is none. False,
 * and *out untouched, for anything else.
 */
bool month_date_parse(struct span text, struct stamp *out);

#endif
