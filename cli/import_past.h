/*
 * import_past.h - registers of past ads (parsers/past.h) as an import's records.
 *
 * An ad was seen from when it was published until it ended. A register holds
 * all that was published, so each ad shows that it was complete on that day and on
 * the one before: runs at their beginnings. A register is looked at as one
 * source; a part of it that lets 45 days go by without an ad is taken as unseen
 * in between.
 */
#ifndef CLI_IMPORT_PAST_H
#define CLI_IMPORT_PAST_H

#include "cli/import_format.h"

bool import_jobtech_take(struct import_work *w, struct span item,
			 struct error *err);
bool import_usajobs_take(struct import_work *w, struct span item,
			 struct error *err);

#endif
