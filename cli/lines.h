/*
 * lines.h - the lines of a file or of standard input, one after the other.
 *
 * gzip and zstd are unpacked on the way. Memory stays flat: a line over
 * LINE_MAX_BYTES is passed over and reported as such.
 */
#ifndef CLI_LINES_H
#define CLI_LINES_H

#include "cli/stream.h"

#define LINE_MAX_BYTES (32 * 1024 * 1024)

struct lines;

enum line_status {
	LINE_OK,
	LINE_TOO_LONG, /* the line is passed over */
	LINE_END,
	LINE_BROKEN, /* cannot read on; err says why */
};

/* "-" is standard input. NULL with `err` ("x: No such file or directory"). */
struct lines *lines_open(const char *path, struct error *err);
void          lines_close(struct lines *l);

/* The next line without its end; borrowed until the next call. */
enum line_status lines_next(struct lines *l, struct span *line,
			    struct error *err);

/* No further line is at hand without waiting for whoever writes. */
bool lines_would_wait(const struct lines *l);

int64_t lines_number(const struct lines *l); /* of the last line; from 1 */
int64_t lines_read(const struct lines *l);   /* bytes of the file so far */
int64_t lines_size(const struct lines *l);   /* bytes of the file; -1 unknown */

#endif
