/*
 * ordered.h - lines through all cores, results in the order of the lines.
 *
 * The calling thread reads and writes; workers turn batches of lines into
 * output. Memory is bounded by the number of batches, not by the input.
 */
#ifndef CLI_ORDERED_H
#define CLI_ORDERED_H

#include "base/buf.h"
#include "base/error.h"

#include <stdint.h>

/*
 * Turn one line into output: append to `out` what goes to standard output.
 * False with `err` when the line is refused. Runs on a worker; `shared` must
 * not be changed. Line ends are the callee's.
 */
typedef bool line_fn(struct span line, const void *shared, struct buf *out,
		     struct error *err);

/*
 * What stands between the results and standard output: append to `out` what of
 * `lines` goes there now. Runs on the calling thread, in order; at the end once
 * with no lines.
 */
typedef void filter_fn(struct span lines, void *arg, struct buf *out);

/* As ordered_run; all results pass through `filter`. */
int ordered_run_through(const char *name, const char *path, line_fn *on_line,
			const void *shared, filter_fn *filter, void *arg);

/*
 * All lines of `path` ("-": standard input) to standard output. A refused line
 * is named on standard error ("jobtrendctl: NAME: FILE:LINE: why"). Blank
 * lines are passed over, unless `keeps_blank`. Returns an exit code.
 */
int ordered_run(const char *name, const char *path, bool keeps_blank,
		line_fn *on_line, const void *shared);

#endif
