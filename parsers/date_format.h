/*
 * date_format.h - dates written the way that somebody has told.
 *
 * For mappings: "03/04/2025" has one reading once it is known to be
 * "%d/%m/%Y". The directives are those of strptime(3) that name numbers and
 * English words; unlike there no locale has a say.
 *
 *   %Y year  %y its last two digits (70 is 1970)  %m month  %d day
 *   %b month by name, whole or three letters  %H hour  %I hour of 12
 *   %p AM or PM  %M minute  %S second, with or without a fraction
 *   %z +02:00, +0200, Z  %a weekday by name, not checked  %s seconds since 1970
 *   %% a percent sign
 *
 * Numbers may lack their leading zeros. A blank stands for any white space,
 * or none.
 */
#ifndef PARSERS_DATE_FORMAT_H
#define PARSERS_DATE_FORMAT_H

#include "base/error.h"
#include "base/stamp.h"

/*
 * Does `format` say year, month and day in directives known here? Else false
 * with `err`.
 */
bool date_format_check(struct span format, struct error *err);

/*
 * `text`, all of it, read by a format that has been checked: an instant when
 * the format has an hour (UTC where it has no %z), a day otherwise. False, and
 * *out untouched, when it reads otherwise or there is no such day.
 */
bool date_format_parse(struct span format, struct span text,
		       struct stamp *out);

#endif
