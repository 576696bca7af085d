/*
 * import_report.h - what an import refused, and why, by reason.
 *
 * The first of each reason are told as they come, the rest are counted: a file
 * with a million wrong lines does not bury the terminal.
 */
#ifndef CLI_IMPORT_REPORT_H
#define CLI_IMPORT_REPORT_H

#include "base/buf.h"

#include <stdbool.h>
#include <stdint.h>

struct import_report;

/* `command` names the complaints; borrowed. */
struct import_report *import_report_new(const char *command);
void                  import_report_free(struct import_report *r);

/* `place` ("past.jsonl:12") was refused. Complains about the first ones. */
void import_report_add(struct import_report *r, struct span place,
		       const char *why);

/* Would that complain? For who must take a progress bar away first. */
bool import_report_would_tell(const struct import_report *r, const char *why);

/* On standard error: how often each reason was met, the first places. */
void import_report_print(const struct import_report *r);
/* The same as a JSON array of {reason, count, first:[place]}. */
void import_report_json(const struct import_report *r, struct buf *out);

#endif
