/*
 * stream.h - an answer that is sent while it is made.
 *
 * A worker puts bytes in, a thread of libmicrohttpd takes them out; between
 * them lie STREAM_AHEAD bytes at most. Who does not take anything for
 * STREAM_PATIENCE_S has left.
 */
#ifndef WEB_STREAM_H
#define WEB_STREAM_H

#include "base/span.h"

#include <microhttpd.h>
#include <stdbool.h>

#define STREAM_AHEAD      (256 * 1024)
#define STREAM_PATIENCE_S 30

struct stream;

/* Two references: the worker's and the response's. `is_coded`: as gzip. */
struct stream *stream_new(bool is_coded);
void           stream_unref(struct stream *s);

/* Waits for room. False: nobody takes it any more. */
bool stream_put(struct stream *s, struct span bytes);
/* The end; without `is_whole` the client sees a broken answer. */
void stream_end(struct stream *s, bool is_whole);

/* As if the client had left. */
void stream_leave(struct stream *s);

bool                 stream_is_coded(const struct stream *s);
/* What sends it over this connection; takes a reference. */
struct MHD_Response *stream_response(struct stream         *s,
				     struct MHD_Connection *connection);

#endif
