/*
 * parquet.h - a table as an Apache Parquet file: columns one after another,
 * typed and compressed, as DuckDB, Arrow, pandas and Spark read them.
 *
 * Rows are gathered in groups of PARQUET_GROUP_ROWS at most, so memory does
 * not grow with the table. Pages of version 1, plain encoding, gzip.
 * https://github.com/apache/parquet-format
 */
#ifndef CLI_PARQUET_H
#define CLI_PARQUET_H

#include "base/span.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#define PARQUET_GROUP_ROWS 65536
#define PARQUET_GROUP_BYTES (64u << 20) /* of values; a row more at the most */

enum parquet_type {
	PARQUET_TEXT,   /* UTF-8 */
	PARQUET_TEXTS,  /* a list of these */
	PARQUET_NUMBER, /* double */
	PARQUET_DAY,    /* days since 1970-01-01 */
	PARQUET_MOMENT, /* microseconds since 1970-01-01T00:00:00Z */
};

struct parquet_column {
	const char       *name;
	enum parquet_type type;
};

struct parquet;

/*
 * A file that goes to `out`, the caller's, written from here to
 * parquet_close. `columns` is borrowed until then. Every value may be absent.
 */
struct parquet *parquet_new(FILE *out, const struct parquet_column *columns,
			    size_t n);
void            parquet_free(struct parquet *p);

/*
 * The values of a row: each column once, in any order; one that is left out
 * is NULL. The put_ function is that of the column's type.
 */
void parquet_put_text(struct parquet *p, size_t column, struct span text);
void parquet_put_texts(struct parquet *p, size_t column,
		       const struct span *texts, size_t n);
void parquet_put_number(struct parquet *p, size_t column, double value);
void parquet_put_day(struct parquet *p, size_t column, int32_t days);
void parquet_put_moment(struct parquet *p, size_t column, int64_t usec);
/* False when `out` cannot be written. */
bool parquet_end_row(struct parquet *p);

/* What is left, and the footer, without which the file is none. False as
 * above. */
bool parquet_close(struct parquet *p);

#endif
