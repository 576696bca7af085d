/*
 * import.h - a file into the database, on all cores.
 *
 *   items -> jobs -> (thread pool: import_job_run) -> store -> done
 *              \_ at most JOBS_MAX under way: memory stays flat
 */
#ifndef CLI_IMPORT_H
#define CLI_IMPORT_H

#include "cli/import_job.h"
#include "cli/progress.h"

struct import_reader;
struct import_report;

struct import_file {
	const struct import_shared *shared;
	const char                 *conninfo; /* for the store's connection */
	struct import_reader       *reader;
	struct import_report       *report;
	const char *journal_key;     /* NULL: do not remember how far it came */
	int64_t     skip;            /* items up to this place are stored */
	struct import_counts counts; /* summed up */
};

/*
 * Import what is left of the file. False after having complained: it cannot be
 * read on, or the database is gone for good. What is refused goes to the
 * report.
 */
bool import_file(struct import_file *f);

#endif
