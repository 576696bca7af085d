/*
 * copy_row.h - the rows of a binary COPY, field by field.
 *
 * PostgreSQL 15, "COPY", Binary Format. Numbers are big-endian, days count
 * from 1970-01-01. Reading past the end gives NULLs.
 */
#ifndef DAEMON_COPY_ROW_H
#define DAEMON_COPY_ROW_H

#include "base/buf.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct copy_row {
	const char *at, *end;
};

/* False for what is no row: the end mark. */
bool copy_row_open(struct copy_row *r, struct span data);

/* The next field; absent for NULL. */
struct span copy_next(struct copy_row *r);
int64_t     copy_next_int(struct copy_row *r); /* int2, int4, int8; NULL: 0 */
int32_t     copy_next_day(struct copy_row *r, int32_t absent);

/* Elements of an array of int4; `out` grows as needed. Returns how many. */
size_t copy_next_numbers(struct copy_row *r, int32_t **out, size_t *cap);
/* The same of text; spans point into the row. */
size_t copy_next_texts(struct copy_row *r, struct span **out, size_t *cap);

/* ---- writing ---- */

void copy_put_head(struct buf *b);
void copy_put_row(struct buf *b, int fields);
void copy_put_text(struct buf *b, struct span value); /* absent: NULL */
void copy_put_int4(struct buf *b, int32_t value);
void copy_put_int8(struct buf *b, int64_t value);
void copy_put_day(struct buf *b, int32_t day);
void copy_put_float(struct buf *b, double value); /* NAN: NULL */
void copy_put_bool(struct buf *b, bool value);
/* An array of int4, of at least one. */
void copy_put_numbers(struct buf *b, const uint32_t *values, size_t n);
void copy_put_end(struct buf *b);

#endif
