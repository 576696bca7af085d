/*
 * stream.h - the bytes of a file or of standard input, unpacked on the way.
 *
 * gzip (also one member after the other) and zstd are known by their first
 * bytes. Memory is what the reader has not yet skipped.
 */
#ifndef CLI_STREAM_H
#define CLI_STREAM_H

#include "base/error.h"
#include "base/span.h"

#include <stdbool.h>
#include <stdint.h>

struct stream;

/* "-" is standard input. NULL with `err` ("x: No such file or directory"). */
struct stream *stream_open(const char *path, struct error *err);
void           stream_close(struct stream *s); /* NULL is fine */

/* The bytes at hand that were not skipped yet; borrowed until the next fill. */
struct span stream_window(const struct stream *s);
/* The first `n` bytes of the window are done with. */
void stream_skip(struct stream *s, size_t n);

/*
 * Make the window longer, at its end; *more is false when nothing follows.
 * False with `err` when the file cannot be read on.
 */
bool stream_fill(struct stream *s, bool *more, struct error *err);

/* A fill would have to wait for whoever writes. */
bool stream_would_wait(const struct stream *s);

int64_t     stream_read(const struct stream *s); /* bytes of the file so far */
int64_t     stream_size(const struct stream *s); /* of the file; -1 unknown */
const char *stream_name(const struct stream *s); /* for messages */

#endif
