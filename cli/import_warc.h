/*
 * import_warc.h - WARC files as a format of `import`.
 *
 * Documents of our own files name their source and kind (warc_record.h) and
 * go there. Of other files, what holds job ads becomes ads of a source
 * "web/HOST" (kind html), or of the one --source names; all else is passed
 * over, most of it after one look for "JobPosting". An ad was seen once, at
 * WARC-Date. Nothing is ever closed, and no run is made: that a page was read
 * does not say that its site was.
 *
 * A revisit record repeats a payload: it is read as the record that it refers
 * to, in this file or one before it of the same command, else refused.
 */
#ifndef CLI_IMPORT_WARC_H
#define CLI_IMPORT_WARC_H

#include "cli/import_job.h"
#include "cli/import_reader.h"

/* An item is a record's header with the block of its payload behind it. */
struct import_reader *warc_reader_open_import(const char *path,
					      struct error *err);

bool import_take_warc(struct import_work *w, struct span item,
		      struct error *err);

#endif
