/*
 * stated.h - how many ads of a document say their place, text and date.
 *
 * A board that changes its pages goes on listing its ads, but we no longer
 * find in them what was there. What they said before then still holds.
 */
#ifndef DAEMON_STATED_H
#define DAEMON_STATED_H

#include "parsers/parser.h"

#include <stdint.h>

#define STATED_VALUES 4 /* as page.filled has them: ads, place, text, date */
#define STATED_NOTE_SIZE 96

void stated_count(const struct findings *found, int32_t out[STATED_VALUES]);

/*
 * What nearly all ads said (`was`) and nearly none says now, in words; false:
 * nothing of the kind. All zero means that nothing is known.
 */
bool stated_lost(const int32_t was[STATED_VALUES],
		 const int32_t is_now[STATED_VALUES],
		 char note[STATED_NOTE_SIZE]);

#endif
