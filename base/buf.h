/*
 * buf.h - a growing byte buffer.
 */
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include "base/span.h"

#include <stddef.h>

struct buf {
	char  *ptr; /* NUL-terminated when not NULL */
	size_t len; /* bytes in use, without the NUL */
	size_t cap;
};

#define BUF_INIT { NULL, 0, 0 }

void buf_deinit(struct buf *b); /* may be called twice */
void buf_clear(struct buf *b);  /* keeps the memory */

/* Room for `bytes` more; returns where they go. buf_commit says how many. */
char *buf_reserve(struct buf *b, size_t bytes);
void  buf_commit(struct buf *b, size_t bytes);

void buf_add(struct buf *b, const void *bytes, size_t len);
void buf_add_span(struct buf *b, struct span s);
void buf_add_text(struct buf *b, const char *text);
void buf_add_char(struct buf *b, char c);
void buf_printf(struct buf *b, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

struct span buf_span(const struct buf *b); /* borrowed from the buffer */

#endif
