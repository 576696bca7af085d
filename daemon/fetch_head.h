/*
 * fetch_head.h - the headers of a response that matter here.
 *
 * Lines come one by one as libcurl reads them; those of an earlier response
 * (1xx, a redirect) are forgotten when the next status line comes.
 */
#ifndef DAEMON_FETCH_HEAD_H
#define DAEMON_FETCH_HEAD_H

#include "base/buf.h"

#include <stdint.h>

enum head_field {
	HEAD_CONTENT_ENCODING,
	HEAD_CONTENT_TYPE,
	HEAD_DATE,
	HEAD_ETAG,
	HEAD_LAST_MODIFIED,
	HEAD_RETRY_AFTER,
	HEAD_TDM_RESERVATION,
	HEAD_FIELDS,
};

struct fetch_head {
	struct buf text; /* values, each with its NUL; the first is "" */
	size_t     at[HEAD_FIELDS]; /* where in text; 0: not there */
	int64_t    content_length;  /* -1: not said */
	size_t     bytes;           /* of all lines */
};

void fetch_head_clear(struct fetch_head *h);
void fetch_head_deinit(struct fetch_head *h);

/* One line with its CRLF, as CURLOPT_HEADERFUNCTION gets it. */
void fetch_head_line(struct fetch_head *h, struct span line);

/* The values move into `text` (empty before); h->at keeps the places. */
void fetch_head_take(struct fetch_head *h, struct buf *text);

/* Retry-After in seconds, from the response's Date, else `now`; -1: none.
 * `text` is what fetch_head_take filled. */
int64_t fetch_head_retry_after(const char *text, const struct fetch_head *h,
			       int64_t now);

#endif
