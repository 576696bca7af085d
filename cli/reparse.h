/*
 * reparse.h - kept documents are read again with today's parsers.
 *
 *   documents of the database, in the order of the files
 *     -> read (one thread) -> parse, enrich (all cores) -> jobtrend.reparse()
 *
 * A chunk at a time, so that memory stays flat; after each the place is noted,
 * and the same command goes on from there after a kill.
 */
#ifndef CLI_REPARSE_H
#define CLI_REPARSE_H

#include "cli/session.h"
#include "daemon/outcome.h"

#include <stdint.h>

struct reparse {
	struct session        *s;
	struct outcome_context context;
	const char            *dir;    /* of the WARC files */
	const char            *source; /* NULL: all */
	const char            *kind;
	const char            *since;  /* RFC 3339 */
	/* The answer. */
	int64_t documents, ads, changed, added;
	int64_t missing; /* documents whose file is not there */
	int64_t refused; /* documents that could not be read or parsed */
};

/* False after having complained: it could not go on. */
bool reparse_run(struct reparse *r);

#endif
