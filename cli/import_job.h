/*
 * import_job.h - a batch of lines becomes outcomes and runs.
 *
 * The knowing half of an import: runs on the thread pool, touches the database
 * only through the source map.
 */
#ifndef CLI_IMPORT_JOB_H
#define CLI_IMPORT_JOB_H

#include "base/buf.h"
#include "cli/archive.h"
#include "daemon/outcome.h"

#include <stdint.h>

#define JOB_LINES 500 /* as many as a store's batch has ads */
#define JOB_BYTES (2 * 1024 * 1024)

/* What all jobs of an import share; not changed while they run. */
struct import_shared {
	const char            *command; /* names complaints */
	const char            *file;
	struct outcome_context context;
	struct source_map     *sources;
	struct archive_default otherwise;
};

struct job_line {
	size_t  start, len; /* in text */
	int64_t number;     /* in the file, from 1 */
};

struct import_counts {
	int64_t ads, runs, sources, refused;
};

struct import_job {
	const struct import_shared *shared;
	struct buf                  text; /* the lines, one after another */
	struct job_line             lines[JOB_LINES];
	size_t                      n_lines;
	int64_t                     last_line; /* number of the last one */

	/* The answer. */
	bool                 has_failed; /* the database is gone for good */
	struct outcome     **outcomes;   /* taken by who submits them */
	size_t               n_outcomes;
	struct import_counts counts;
	struct buf           complaints; /* whole lines for standard error */
};

struct import_job *import_job_new(const struct import_shared *shared);
void               import_job_free(struct import_job *job);

/* False when the batch is full. `line` is copied. */
bool import_job_add(struct import_job *job, struct span line, int64_t number);

/* A line that was not even read is refused. */
void import_job_refuse(struct import_job *job, int64_t number, const char *why);

/* Read, enrich, serialise; store sources and runs. */
void import_job_run(struct import_job *job);

#endif
