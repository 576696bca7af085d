/*
 * relative_date.h - "3 days ago", "Posted Yesterday", "vor 3 Tagen", "3日前".
 *
 * Here and not with the enrichment, because only the parser has the time at
 * which the document was fetched (struct document.fetched_at).
 */
#ifndef PARSERS_RELATIVE_DATE_H
#define PARSERS_RELATIVE_DATE_H

#include "base/stamp.h"

#define RELATIVE_TEXT_MAX 200 /* bytes; longer is no date */

/*
 * The day that `text` speaks of, seen from `base`, in the base's own offset.
 *
 *   base  when the text was shown; its precision must not be STAMP_NONE
 *   out   a day (STAMP_DATE): what is relative is no more precise
 *
 * "2 hours ago" is the day that it was then. Months are those of the calendar;
 * the 31st becomes the last day of a shorter one. False, and *out untouched,
 * for what is not understood, is open ("30+ days ago"), or is not a date.
 */
bool relative_date_parse(struct span text, struct stamp base,
			 struct stamp *out);

#endif
