/*
 * gzip.h - a buffer as a gzip file (RFC 1952).
 */
#ifndef TESTS_BOARDSIM_GZIP_H
#define TESTS_BOARDSIM_GZIP_H

#include "base/buf.h"

/* Replace the bytes of `b` by their compressed form. */
void gzip_buf(struct buf *b);

#endif
