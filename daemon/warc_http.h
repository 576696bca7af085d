/*
 * warc_http.h - a HTTP response as a record holds it: head and body.
 *
 * Pure. Chunks and Content-Encoding are undone; archives that had undone them
 * before writing, but left the headers, are recognised by the body.
 */
#ifndef DAEMON_WARC_HTTP_H
#define DAEMON_WARC_HTTP_H

#include "base/buf.h"
#include "base/error.h"

/* Borrowed from the block, but for the body. */
struct http_response {
	int         status;
	struct span content_type;
	struct span body; /* in one of the buffers, or in the block */
	struct span payload; /* as sent, without chunks: what digests are of */
};

/* Memory to work with, kept from response to response. */
struct http_work {
	struct buf chunks, body;
};

void http_work_deinit(struct http_work *w);

/* False with `err` "expected HTTP/, found ...". Body up to `max` bytes. */
bool http_response_read(struct span block, size_t max, struct http_work *w,
			struct http_response *out, struct error *err);

#endif
