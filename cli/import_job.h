/*
 * import_job.h - a batch of items becomes outcomes and runs.
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

struct import_format;

#define JOB_ITEMS 500 /* as many as a store's batch has ads */
#define JOB_BYTES (2 * 1024 * 1024)
/*
 * Outcomes that are filled side by side. One holds an ad once, so the second
 * line of an ad goes into the second: files that have all lines of an ad beside
 * each other are stored by hundreds as well.
 */
#define JOB_LAYERS 32

/* What all jobs of an import share; not changed while they run. */
struct import_shared {
	const char            *command; /* names complaints */
	const char            *file;
	struct outcome_context context;
	struct source_map     *sources;
	struct archive_default otherwise;
	const struct import_format *format;
	const struct import_reader *reader;
	void                       *state; /* of the format's begin */
	void (*print_place)(int64_t place, struct buf *out); /* the reader's */
};

struct job_item {
	size_t  start, len; /* in text */
	int64_t place;      /* in the file */
};

struct import_counts {
	int64_t ads, runs, sources;
	int64_t passed; /* not meant for us: no fault of theirs */
	int64_t refused;
};

/* What is wrong with the item at a place. */
struct refusal {
	int64_t place;
	size_t  why; /* begins there in `reasons`, with a NUL behind it */
};

struct import_job {
	const struct import_shared *shared;
	struct buf                  text; /* the items, one after another */
	struct job_item             items[JOB_ITEMS];
	size_t                      n_items;
	int64_t                     last_place; /* of the last one */

	/* The answer. */
	bool                 has_failed; /* the database is gone for good */
	struct outcome     **outcomes;   /* taken by who submits them */
	size_t               n_outcomes;
	struct import_counts counts;
	struct refusal      *refusals;
	size_t               n_refusals;
	struct buf           reasons;
};

struct import_job *import_job_new(const struct import_shared *shared);
void               import_job_free(struct import_job *job);

/* False when the batch is full. `item` is copied. */
bool import_job_add(struct import_job *job, struct span item, int64_t place);

/* What was not even read is refused. */
void import_job_refuse(struct import_job *job, int64_t place, const char *why);

/* Read, enrich, serialise; store sources and runs. */
void import_job_run(struct import_job *job);

/* ---- for what takes items (import_format.h) ---- */

/* What one job collects on its way. */
struct import_work {
	struct import_job      *job;
	struct outcome_builder *layers[JOB_LAYERS];
	struct arena            arena; /* of one item */
	struct arena            facts; /* of one ad */
	int64_t                 place; /* of the item */
	struct buf              runs;  /* JSON array of rows */
};

/* An ad into the source `source_id`, enriched. */
void import_add_ad(struct import_work *w, const struct outcome_ad *seen,
		   const struct ad *ad);

/* A source, a run or an ad. False with `err` when it cannot be. */
bool import_put(struct import_work *w, const struct archive_line *l,
		struct error *err);

/* Something in the item that is no ad and was never meant to be one. */
void import_pass(struct import_work *w);

/* A part of the item is refused; the rest goes on. */
void import_refuse(struct import_work *w, const struct error *why);

/* A line of an archive, or an ad as `extract` writes it. */
bool import_take_line(struct import_work *w, struct span line,
		      struct error *err);

#endif
