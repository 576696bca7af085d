/*
 * table.h - rows that the database has answered with.
 */
#ifndef WEB_TABLE_H
#define WEB_TABLE_H

#include <stddef.h>

enum column_type {
	COLUMN_TEXT,
	COLUMN_NUMBER,
	COLUMN_BOOL,
	COLUMN_TIME, /* an instant; as RFC 3339 when written */
	COLUMN_JSON, /* a value of JSON by itself */
};

struct table;

void             table_free(struct table *t); /* NULL is fine */
size_t           table_rows(const struct table *t);
size_t           table_columns(const struct table *t);
const char      *table_name(const struct table *t, size_t column);
enum column_type table_type(const struct table *t, size_t column);
/* NULL: SQL NULL. Borrowed. */
const char      *table_get(const struct table *t, size_t row, size_t column);

#endif
