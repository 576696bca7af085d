/*
 * wire.h - values in PostgreSQL's binary form, appended to a buffer.
 *
 * A row is a composite value as record_recv() reads it: the number of fields,
 * then for each its type, its length and its bytes, big-endian. A row is led
 * by its own length, as an element of an array is.
 * PostgreSQL 15, src/backend/utils/adt/rowtypes.c and arrayfuncs.c.
 */
#ifndef DAEMON_WIRE_H
#define DAEMON_WIRE_H

#include "base/buf.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Begin a row of `fields` values; the mark ends it. */
size_t wire_row_begin(struct buf *b, int fields);
void   wire_row_end(struct buf *b, size_t mark);

/* The fields of a row. Absent spans are NULL. */
void wire_bool(struct buf *b, bool value);
void wire_bool_null(struct buf *b);
void wire_int2(struct buf *b, int16_t value);
void wire_int4(struct buf *b, int32_t value);
void wire_int4_or_null(struct buf *b, int32_t value, bool is_there);
void wire_int8(struct buf *b, int64_t value);
void wire_int8_or_null(struct buf *b, int64_t value, bool is_there);
void wire_float8_or_null(struct buf *b, double value, bool is_there);
/* Broken UTF-8 and NUL, which no text column takes, become U+FFFD. */
void wire_text(struct buf *b, struct span value);
void wire_bytea(struct buf *b, struct span value);
void wire_jsonb(struct buf *b, struct span value);
void wire_char(struct buf *b, char value); /* 0: NULL */
/* Microseconds since 1970; 0: NULL. */
void wire_time(struct buf *b, int64_t usec);
void wire_int4_array(struct buf *b, const int32_t *values, size_t n);
void wire_int8_array(struct buf *b, const int64_t *values, size_t n);
void wire_int4_array_null(struct buf *b);
void wire_int8_array_null(struct buf *b);
void wire_text_array(struct buf *b, const struct span *values, size_t n);
void wire_time_array(struct buf *b, const int64_t *usec, size_t n);
void wire_bool_array(struct buf *b, const bool *values, size_t n);

/* ---- parameters, which have no type and length before them ---- */

#define WIRE_ARRAY_HEAD 20 /* bytes before the elements of a non-empty array */

/* `n` elements of type `element` follow, each led by its length. */
void wire_array_head(struct buf *b, uint32_t element, uint32_t n);

/* Raw big-endian numbers. */
void     wire_put32(struct buf *b, uint32_t value);
void     wire_put64(struct buf *b, uint64_t value);
uint16_t wire_get16(const char *at);
uint32_t wire_get32(const char *at);
uint64_t wire_get64(const char *at);
int64_t  wire_get_time(const char *at); /* microseconds since 1970 */
int64_t  wire_time_of(int64_t usec);    /* as PostgreSQL counts */

#endif
