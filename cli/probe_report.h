/*
 * probe_report.h - what `probe` says of the sources that it finds.
 */
#ifndef CLI_PROBE_REPORT_H
#define CLI_PROBE_REPORT_H

#include "cli/option.h"
#include "cli/recognise.h"
#include "cli/trial.h"
#include "parsers/site_guess.h"

struct report;

struct report *report_open(enum output_format format);
/* Prints what is to be printed at the end; false when nothing was said. */
bool report_close(struct report *r);

/* Sources that could be read so far. */
size_t report_count(const struct report *r);

/* A source that was visited. Told once for each address. */
void report_source(struct report *r, const struct guess *g,
		   const struct trial *t);
/* A sitemap that names `n` pages that may be ads; `sample` is one of them. */
void report_sitemap(struct report *r, const struct guess *g,
		    const struct trial *sample, size_t n);
/* A board that was recognised for sure and could not be read. */
void report_unread(struct report *r, const struct guess *g, const char *why);
/* Rules for a page that is of no kind. */
void report_draft(struct report *r, const char *url,
		  const struct site_draft *draft);

#endif
