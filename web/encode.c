#include "web/encode.h"

#include "base/json_out.h"

#include <stdbool.h>
#include <string.h>

/* ---- one value ---- */

/* "2025-03-01 06:00:00.5+00" */
void encode_time(const char *text, struct buf *out)
{
	const char *blank = strchr(text, ' ');
	size_t      len = strlen(text);
	bool        is_utc = len > 3 && strcmp(text + len - 3, "+00") == 0;

	if (!blank) { /* infinity */
		buf_add_text(out, text);
		return;
	}
	buf_add(out, text, (size_t)(blank - text));
	buf_add_char(out, 'T');
	buf_add(out, blank + 1,
		len - (size_t)(blank + 1 - text) - (is_utc ? 3 : 0));
	if (is_utc)
		buf_add_char(out, 'Z');
}

bool encode_is_finite(const char *number)
{
	return (*number >= '0' && *number <= '9') ||
	       (*number == '-' && number[1] >= '0' && number[1] <= '9');
}

/* json_key and json_string place commas; what is raw follows a key. */
static void put_value(const char *value, enum column_type type, struct buf *out)
{
	if (!value || (type == COLUMN_NUMBER && !encode_is_finite(value))) {
		json_null(out);
		return;
	}
	switch (type) {
	case COLUMN_NUMBER:
	case COLUMN_JSON: buf_add_text(out, value); break;
	case COLUMN_BOOL: json_bool(out, *value == 't'); break;
	case COLUMN_TIME:
		buf_add_char(out, '"');
		encode_time(value, out);
		buf_add_char(out, '"');
		break;
	case COLUMN_TEXT: json_string(out, span_of(value)); break;
	}
}

static bool is_hidden(const char *name)
{
	return name[0] == '_';
}

/* ---- JSON ---- */

/* Columns "bridge.a", "bridge.b", ...: one object, null when all are. Returns
 * the column after them. */
static size_t put_object(const struct table *t, size_t row, size_t column,
			 struct buf *out)
{
	const char *name = table_name(t, column);
	size_t      len = (size_t)(strchr(name, '.') - name);
	size_t      end = column;
	bool        is_null = true;
	char        prefix[64];

	memcpy(prefix, name, len);
	prefix[len] = '\0';
	while (end < table_columns(t) &&
	       strncmp(table_name(t, end), name, len + 1) == 0)
		is_null = !table_get(t, row, end++) && is_null;
	json_key(out, prefix);
	if (is_null) {
		json_null(out);
		return end;
	}
	json_open_object(out);
	for (; column < end; column++) {
		json_key(out, table_name(t, column) + len + 1);
		put_value(table_get(t, row, column), table_type(t, column),
			  out);
	}
	json_close_object(out);
	return end;
}

static void put_row(const struct table *t, size_t row, struct buf *out)
{
	json_open_object(out);
	for (size_t i = 0; i < table_columns(t);) {
		const char *name = table_name(t, i);

		if (strchr(name, '.')) {
			i = put_object(t, row, i, out);
			continue;
		}
		if (!is_hidden(name)) {
			json_key(out, name);
			put_value(table_get(t, row, i), table_type(t, i), out);
		}
		i++;
	}
	json_close_object(out);
}

static void put_query_value(const struct param *param, const char *value,
			    struct buf *out)
{
	if (!value)
		json_null(out);
	else if (param->type == PARAM_NUMBER || param->type == PARAM_LIMIT ||
		 param->type == PARAM_BOOL)
		buf_add_text(out, value);
	else
		json_string(out, span_of(value));
}

static void put_query(const struct call *c, struct buf *out)
{
	json_key(out, "query");
	json_open_object(out);
	for (size_t i = 0; c->route->params[i].name; i++) {
		const struct param *param = &c->route->params[i];

		if (param->type == PARAM_FORMAT || param->type == PARAM_CURSOR)
			continue;
		json_key(out, param->name);
		put_query_value(param, c->values[i], out);
	}
	json_close_object(out);
}

/* The cursor fields of a row: the columns _1, _2, ... */
static void put_next(const struct call *c, const struct table *t, size_t row,
		     struct buf *out)
{
	const char *fields[CURSOR_FIELDS_MAX];
	struct buf  cursor = BUF_INIT;
	size_t      first = table_columns(t) - (size_t)c->route->cursor_fields;

	for (int i = 0; i < c->route->cursor_fields; i++) {
		fields[i] = table_get(t, row, first + (size_t)i);
		if (!fields[i])
			fields[i] = "";
	}
	call_next(c, fields, &cursor);
	json_string(out, buf_span(&cursor));
	buf_deinit(&cursor);
}

static void put_frame(const struct encode_frame *f, struct buf *out)
{
	put_query(f->call, out);
	json_put_text(out, "version", f->version);
	json_key(out, "updated");
	put_value(f->updated, COLUMN_TIME, out);
}

static size_t shown_rows(const struct table *t, long limit)
{
	size_t n = table_rows(t);

	return limit > 0 && n > (size_t)limit ? (size_t)limit : n;
}

void encode_json(const struct encode_frame *f, const struct table *rows,
		 struct buf *out)
{
	size_t n = shown_rows(rows, f->call->limit);

	json_open_object(out);
	json_key(out, "data");
	json_open_array(out);
	for (size_t i = 0; i < n; i++)
		put_row(rows, i, out);
	json_close_array(out);
	json_key(out, "next");
	if (f->call->route->cursor_fields && n < table_rows(rows))
		put_next(f->call, rows, n - 1, out);
	else
		json_null(out);
	put_frame(f, out);
	json_close_object(out);
	buf_add_char(out, '\n');
}

void encode_json_object(const struct encode_frame *f, const struct buf *object,
			struct buf *out)
{
	json_open_object(out);
	json_key(out, "data");
	json_open_array(out);
	buf_add(out, object->ptr, object->len);
	json_close_array(out);
	json_key(out, "next");
	json_null(out);
	put_frame(f, out);
	json_close_object(out);
	buf_add_char(out, '\n');
}

/* ---- CSV (RFC 4180) ---- */

/*
 * What a spreadsheet would run as a formula comes with an apostrophe before it:
 * titles and names are anybody's (OWASP, CSV injection, read 2026-11).
 */
static void put_quoted(const char *text, struct buf *out)
{
	bool is_formula = *text && strchr("=+-@\t\r", *text);

	if (!text[strcspn(text, "\",\r\n")]) {
		buf_add_text(out, is_formula ? "'" : "");
		buf_add_text(out, text);
		return;
	}
	buf_add_text(out, is_formula ? "\"'" : "\"");
	for (; *text; text++) {
		if (*text == '"')
			buf_add_char(out, '"');
		buf_add_char(out, *text);
	}
	buf_add_char(out, '"');
}

/* ["a","b"], as to_json writes a text[], as a;b. */
static void put_list(const char *json, struct buf *out)
{
	struct buf text = BUF_INIT;
	bool       is_in = false;

	for (; *json; json++) {
		if (*json == '"')
			is_in = !is_in;
		else if (!is_in && *json == ',')
			buf_add_char(&text, ';');
		else if (is_in && *json == '\\' && json[1])
			buf_add_char(&text, *++json);
		else if (is_in)
			buf_add_char(&text, *json);
	}
	put_quoted(text.ptr ? text.ptr : "", out);
	buf_deinit(&text);
}

static void put_cell(const char *value, enum column_type type, struct buf *out)
{
	if (!value || (type == COLUMN_NUMBER && !encode_is_finite(value)))
		return;
	switch (type) {
	case COLUMN_NUMBER: buf_add_text(out, value); break;
	case COLUMN_BOOL:
		buf_add_text(out, *value == 't' ? "true" : "false");
		break;
	case COLUMN_TIME: encode_time(value, out); break;
	case COLUMN_JSON: put_list(value, out); break;
	case COLUMN_TEXT: put_quoted(value, out); break;
	}
}

void encode_csv_head(const struct table *rows, struct buf *out)
{
	bool is_first = true;

	for (size_t i = 0; i < table_columns(rows); i++) {
		const char *name = table_name(rows, i);

		if (is_hidden(name))
			continue;
		if (!is_first)
			buf_add_char(out, ',');
		is_first = false;
		for (; *name; name++)
			buf_add_char(out, *name == '.' ? '_' : *name);
	}
	buf_add_text(out, "\r\n");
}

void encode_csv_rows(const struct table *rows, long limit, struct buf *out)
{
	size_t n = shown_rows(rows, limit);

	for (size_t row = 0; row < n; row++) {
		bool is_first = true;

		for (size_t i = 0; i < table_columns(rows); i++) {
			if (is_hidden(table_name(rows, i)))
				continue;
			if (!is_first)
				buf_add_char(out, ',');
			is_first = false;
			put_cell(table_get(rows, row, i), table_type(rows, i),
				 out);
		}
		buf_add_text(out, "\r\n");
	}
}
