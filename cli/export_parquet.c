#include "cli/export_parquet.h"

#include "cli/parquet.h"

#include "base/mem.h"
#include "daemon/database.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#define TEXTS_MAX 512 /* of a list; more are not told */

/* In the order of the statement's columns. */
static const struct parquet_column columns[] = {
	{ "source", PARQUET_TEXT },
	{ "native_id", PARQUET_TEXT },
	{ "title", PARQUET_TEXT },
	{ "employer", PARQUET_TEXT },
	{ "url", PARQUET_TEXT },
	{ "first_seen", PARQUET_MOMENT },
	{ "last_seen", PARQUET_MOMENT },
	{ "gone_at", PARQUET_MOMENT },
	{ "posted", PARQUET_DAY },
	{ "regions", PARQUET_TEXTS },
	{ "remote", PARQUET_TEXT },
	{ "skills", PARQUET_TEXTS },
	{ "definitions", PARQUET_TEXTS },
	{ "language", PARQUET_TEXT },
	{ "role_family", PARQUET_TEXT },
	{ "seniority", PARQUET_TEXT },
	{ "pay_min", PARQUET_NUMBER },
	{ "pay_max", PARQUET_NUMBER },
	{ "pay_currency", PARQUET_TEXT },
	{ "pay_period", PARQUET_TEXT },
};

struct parquet *export_parquet_new(FILE *out)
{
	return parquet_new(out, columns, ARRAY_LEN(columns));
}

/* Codes and ids, which hold no space, with one between them. */
static void put_list(struct parquet *p, size_t column, const char *text)
{
	struct span parts[TEXTS_MAX];
	size_t      n = 0;

	while (*text && n < TEXTS_MAX) {
		size_t len = strcspn(text, " ");

		parts[n++] = (struct span){ text, len };
		text += len + (text[len] == ' ');
	}
	parquet_put_texts(p, column, parts, n);
}

static void put_value(struct parquet *p, size_t column, const char *text)
{
	switch (columns[column].type) {
	case PARQUET_TEXT:
		parquet_put_text(p, column, span_of(text));
		break;
	case PARQUET_TEXTS:
		put_list(p, column, text);
		break;
	case PARQUET_NUMBER:
		parquet_put_number(p, column, strtod(text, NULL));
		break;
	case PARQUET_DAY:
		parquet_put_day(p, column, (int32_t)strtol(text, NULL, 10));
		break;
	case PARQUET_MOMENT:
		parquet_put_moment(p, column, strtoll(text, NULL, 10));
		break;
	}
}

bool export_parquet_row(struct parquet *p, const struct rows *r)
{
	assert(rows_columns(r) == ARRAY_LEN(columns));
	for (size_t c = 0; c < ARRAY_LEN(columns); c++) {
		const char *text = rows_get(r, 0, c);

		assert(!strcmp(rows_name(r, c), columns[c].name));
		if (!text && columns[c].type == PARQUET_TEXTS)
			text = ""; /* nothing was found, which is known */
		if (text)
			put_value(p, c, text);
	}
	return parquet_end_row(p);
}
