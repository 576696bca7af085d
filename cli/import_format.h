/*
 * import_format.h - the formats of `import`: one row each.
 */
#ifndef CLI_IMPORT_FORMAT_H
#define CLI_IMPORT_FORMAT_H

#include "cli/import_job.h"
#include "cli/import_reader.h"

struct import_format {
	const char *name;  /* of --format */
	const char *items; /* what it has many of: "lines" */
	struct import_reader *(*open)(const char *path, struct error *err);
	/* On a thread of the pool: what one item holds. False with `err` when
	 * it is refused. */
	bool (*take)(struct import_work *w, struct span item,
		     struct error *err);
	bool is_bare; /* ads without a sighting: --source, --seen-at */
};

/* The format called `name`, or NULL. Static. */
const struct import_format *import_format_find(const char *name);

/* All of them, sorted by name. */
const struct import_format *import_format_all(size_t *n);

#endif
