/*
 * world_report.h - how far methods are from the truth, as a table or as JSON.
 */
#ifndef CLI_WORLD_REPORT_H
#define CLI_WORLD_REPORT_H

#include "cli/world_score.h"

#include <stdio.h>

/* Errors are in points: 2.0 is +22 % where +20 % is true. */
void world_report_table(const struct world_scores *s, FILE *out);
void world_report_json(const struct world_scores *s, FILE *out);

#endif
