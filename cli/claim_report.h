/*
 * claim_report.h - a claim and what came of it, for people and for programs.
 */
#ifndef CLI_CLAIM_REPORT_H
#define CLI_CLAIM_REPORT_H

#include "trends/claim.h"

#include <stdio.h>

struct claim_report {
	struct span         text; /* absent: only options were given */
	const struct claim *claim;
	const char         *region_name; /* English; NULL: not known */
	const char         *definition;  /* asked for; NULL */
	const char *answer; /* JSON of jobtrend.check_claim(); trusted */
};

/* A page of text. */
void claim_report_print(const struct claim_report *r, FILE *f);

/* One line of JSON: text, language, place, lacks[], said[] and the answer. */
void claim_report_print_json(const struct claim_report *r, FILE *f);

#endif
