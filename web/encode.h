/*
 * encode.h - rows as JSON, CSV and JSON-stat.
 */
#ifndef WEB_ENCODE_H
#define WEB_ENCODE_H

#include "base/buf.h"
#include "web/call.h"
#include "web/table.h"

#include <stdbool.h>

/* What an answer says of itself beside its rows. */
struct encode_frame {
	const struct call *call;
	const char *version, *updated; /* updated: NULL when there is no data */
};

/*
 * The whole answer in JSON, appended. Rows past the call's limit are left out
 * and stand for a next page.
 */
void encode_json(const struct encode_frame *f, const struct table *rows,
		 struct buf *out);
/* {"data":[OBJECT], ...} for a row that is JSON already. */
void encode_json_object(const struct encode_frame *f, const struct buf *object,
			struct buf *out);
/* The names of the columns; then the rows, as many as the limit lets in. */
void encode_csv_head(const struct table *rows, struct buf *out);
void encode_csv_rows(const struct table *rows, long limit, struct buf *out);

/*
 * A dataset of JSON-stat 2.0: `keys` (names with blanks between) are its
 * dimensions, the numbers beside them those of the dimension "metric".
 */
void encode_json_stat(const struct encode_frame *f, const struct table *rows,
		      struct buf *out);

/* Is it a number, and none of NaN, Infinity, -Infinity? */
bool encode_is_finite(const char *number);

/* An instant of PostgreSQL as RFC 3339, appended. */
void encode_time(const char *text, struct buf *out);

#endif
