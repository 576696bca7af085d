/*
 * date_text.h - dates as people type them, brought to the forms that the other
 * readers of dates know.
 */
#ifndef PARSERS_DATE_TEXT_H
#define PARSERS_DATE_TEXT_H

#include "base/stamp.h"

#define DATE_TEXT_SIZE 128 /* bytes with the NUL; a longer text is no date */

/*
 * `raw` with the digits of all scripts as 0 to 9, and Chinese numerals too
 * where a unit of time follows: "२ दिन" is "2 दिन", "二十天前" "20天前", "令和元年"
 * "令和1年". Empty, and of length 0, when it is too long.
 */
struct span date_text_plain(struct span raw, char out[DATE_TEXT_SIZE]);

/* `text` without the time of day behind its date: "3 Mar 2026, 09:30". */
struct span date_text_without_clock(struct span text);

/*
 * "12.02.26": the only reading of three short numbers that is near `seen_at`,
 * a year ahead or two behind. "R8.2.12" is read as of its Japanese era. False,
 * and *out untouched, when none is, or several are.
 */
bool date_text_short_year(struct span text, struct stamp seen_at,
			  struct stamp *out);

/* Do all readers of the language (BCP 47) put the day before the month? */
bool date_language_is_day_first(struct span language);

#endif
