/*
 * export_parquet.h - the rows of export_parquet_sql as a Parquet file.
 */
#ifndef CLI_EXPORT_PARQUET_H
#define CLI_EXPORT_PARQUET_H

#include <stdbool.h>
#include <stdio.h>

struct parquet;
struct rows;

/* A file of these columns that goes to `out`, see parquet_new. */
struct parquet *export_parquet_new(FILE *out);

/* The first of the rows, an ad. False when `out` cannot be written. */
bool export_parquet_row(struct parquet *p, const struct rows *r);

#endif
