/*
 * thrift.h - values in Thrift's compact protocol, as Parquet's headers are
 * written.
 *
 * https://github.com/apache/thrift/blob/master/doc/specs/thrift-compact-protocol.md
 */
#ifndef CLI_THRIFT_H
#define CLI_THRIFT_H

#include "base/buf.h"

#include <stdbool.h>
#include <stdint.h>

#define THRIFT_DEPTH_MAX 8

enum thrift_type { /* as the protocol numbers them */
	THRIFT_I32 = 5,
	THRIFT_I64 = 6,
	THRIFT_BINARY = 8,
	THRIFT_STRUCT = 12,
};

/* One value after another goes to `out`, the caller's. */
struct thrift {
	struct buf *out;
	int16_t     field[THRIFT_DEPTH_MAX]; /* last one of each open struct */
	int         depth;
};

#define THRIFT_INIT(buf) { .out = (buf) }

/* Fields of the open struct, by rising number. */
void thrift_i32(struct thrift *t, int16_t field, int32_t value);
void thrift_i64(struct thrift *t, int16_t field, int64_t value);
void thrift_bool(struct thrift *t, int16_t field, bool value);
void thrift_text(struct thrift *t, int16_t field, const char *text);
/* A struct as a field, ended by thrift_end. */
void thrift_open(struct thrift *t, int16_t field);
/* A list as a field: its `n` elements follow. */
void thrift_list(struct thrift *t, int16_t field, enum thrift_type of, size_t n);

/* Elements of a list. A struct is ended by thrift_end. */
void thrift_element_i32(struct thrift *t, int32_t value);
void thrift_element_text(struct thrift *t, const char *text);
void thrift_element_open(struct thrift *t);

/* The end of a struct, also of the outermost. */
void thrift_end(struct thrift *t);

/* An unsigned number as a varint (ULEB128), which Parquet uses elsewhere too. */
void thrift_varint(struct buf *out, uint64_t value);

#endif
