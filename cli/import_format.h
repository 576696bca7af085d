/*
 * import_format.h - the formats of `import`: one row each.
 */
#ifndef CLI_IMPORT_FORMAT_H
#define CLI_IMPORT_FORMAT_H

#include "cli/import_job.h"
#include "cli/import_reader.h"

/* Options that mean something with a format. */
enum import_takes {
	TAKES_SOURCE = 1,     /* --source: of ads that do not say theirs */
	TAKES_SEEN_AT = 2,    /* --seen-at; else now */
	TAKES_FILE_TIME = 6,  /* --seen-at; else when the file was written */
	TAKES_MAPPING = 8,    /* --mapping */
};

/* What the command line says to a format. */
struct import_options {
	const char *mapping; /* --mapping; NULL: none */
};

struct import_format {
	const char *name;  /* of --format */
	const char *items; /* what it has many of: "lines" */
	struct import_reader *(*open)(const char *path, struct error *err);
	/* On a thread of the pool: what one item holds. False with `err` when
	 * it is refused. */
	bool (*take)(struct import_work *w, struct span item,
		     struct error *err);
	unsigned takes; /* of enum import_takes */
	/*
	 * What all files of a command share, in `state` of the reader and of
	 * import_shared. NULL with `err`. Both may be left out.
	 */
	void *(*begin)(const struct import_options *o, struct error *err);
	void (*end)(void *state);
	/* All files are read once for `state` before the first is imported. */
	bool looks_ahead;
};

/* The format called `name`, or NULL. Static. */
const struct import_format *import_format_find(const char *name);

/* All of them, sorted by name. */
const struct import_format *import_format_all(size_t *n);

#endif
