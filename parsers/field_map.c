#include "parsers/field_map.h"

#include "base/mem.h"
#include "parsers/date_format.h"
#include "parsers/field_mapped.h"
#include "parsers/text.h"

#include <stdlib.h>
#include <string.h>

#define COLUMNS_MAX 50 /* joined into one field */
#define SKIP_MAX 1000  /* lines before a header */

/* No member but those of `known` may be there: a slip would be passed over. */
static bool check_members(const cJSON *object, const char *const *known,
			  size_t n, struct error *err)
{
	const cJSON *member;

	cJSON_ArrayForEach(member, object)
	{
		size_t i = 0;

		while (i < n && strcmp(member->string, known[i]) != 0)
			i++;
		if (i == n) {
			error_set(err, "%s: expected one of %s ... %s",
				  member->string, known[0], known[n - 1]);
			return false;
		}
	}
	return true;
}

static struct span copy_text(struct field_map *m, const cJSON *value)
{
	return arena_span(&m->arena, json_raw(value));
}

/* "c" or "": 0 when it is not there, -1 when it is neither. */
static bool read_char(const cJSON *object, const char *key, char *out,
		      struct error *err)
{
	const cJSON *value = json_get(object, key);
	struct span  s = json_raw(value);

	if (!value)
		return true;
	if (!cJSON_IsString(value) || s.len > 1 ||
	    (s.len && (unsigned char)s.ptr[0] >= 0x80)) {
		error_set(err, "%s: expected one ASCII character", key);
		return false;
	}
	*out = s.len ? s.ptr[0] : '\0';
	return true;
}

static bool read_decimal(const cJSON *object, char *out, struct error *err)
{
	if (!read_char(object, "decimal", out, err))
		return false;
	if (json_get(object, "decimal") && *out != '.' && *out != ',') {
		error_set(err, "decimal: expected \".\" or \",\"");
		return false;
	}
	return true;
}

static bool add_column(struct field_map *m, struct mapped *f,
		       const cJSON *value, struct error *err)
{
	struct column *c = &f->columns[f->n_columns];
	int64_t        number;

	if (json_whole(value, &number) && number >= 1 &&
	    number <= CSV_CELLS_MAX) {
		*c = (struct column){ .index = (size_t)number - 1 };
	} else if (json_raw(value).len) {
		*c = (struct column){ copy_text(m, value), COLUMN_NONE };
	} else {
		error_set(err, "expected the name of a column or its number "
			       "from 1");
		return false;
	}
	f->n_columns++;
	return true;
}

static bool read_columns(struct field_map *m, struct mapped *f,
			 const cJSON *list, struct error *err)
{
	const cJSON *item;
	int          n = cJSON_GetArraySize(list);

	if (!cJSON_IsArray(list) || !n || n > COLUMNS_MAX) {
		error_set(err, "columns: expected an array of 1 to %d",
			  COLUMNS_MAX);
		return false;
	}
	f->columns = arena_alloc(&m->arena, (size_t)n * sizeof(*f->columns));
	cJSON_ArrayForEach(item, list)
	{
		if (!add_column(m, f, item, err))
			return false;
	}
	return true;
}

static bool add_format(struct field_map *m, struct mapped *f,
		       const cJSON *value, struct error *err)
{
	struct span format = copy_text(m, value);

	if (!date_format_check(format, err))
		return false;
	text_append(&m->arena, &f->style.formats, &f->style.n_formats, format);
	return true;
}

static bool read_formats(struct field_map *m, struct mapped *f,
			 const cJSON *value, struct error *err)
{
	const cJSON *item;

	if (!value)
		return true;
	if (!field_target_is_date(f->target)) {
		error_set(err, "format: expected for a date alone");
		return false;
	}
	if (!cJSON_IsArray(value))
		return add_format(m, f, value, err);
	cJSON_ArrayForEach(item, value)
	{
		if (!add_format(m, f, item, err))
			return false;
	}
	return true;
}

static bool read_values(struct field_map *m, struct mapped *f,
			const cJSON *object, struct error *err)
{
	const cJSON *member;

	if (!object)
		return true;
	if (!cJSON_IsObject(object)) {
		error_set(err, "values: expected an object");
		return false;
	}
	f->values = arena_alloc(&m->arena,
				((size_t)cJSON_GetArraySize(object) + 1) *
					sizeof(*f->values));
	cJSON_ArrayForEach(member, object)
	{
		if (!cJSON_IsString(member)) {
			error_set(err, "values.%s: expected a text",
				  member->string);
			return false;
		}
		f->values[f->n_values++] = (struct renamed){
			span_of(arena_strdup(&m->arena, member->string)),
			copy_text(m, member),
		};
	}
	return true;
}

static bool read_markup(struct mapped *f, const cJSON *value,
			struct error *err)
{
	if (!value)
		return true;
	if (!cJSON_IsBool(value) || !field_target_is_description(f->target)) {
		error_set(err, "html: expected true or false, of a description");
		return false;
	}
	f->style.markup = cJSON_IsTrue(value) ? MARKUP_HTML : MARKUP_PLAIN;
	return true;
}

static bool read_texts(struct field_map *m, struct mapped *f,
		       const cJSON *object, struct error *err)
{
	const struct {
		const char  *key;
		struct span *out;
	} rows[] = {
		{ "join", &f->join },
		{ "split", &f->split },
		{ "template", &f->template },
	};

	f->join = field_target_is_description(f->target) ? SPAN("\n\n")
							 : SPAN(", ");
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		const cJSON *value = json_get(object, rows[i].key);

		if (!value)
			continue;
		if (!cJSON_IsString(value)) {
			error_set(err, "%s: expected a text", rows[i].key);
			return false;
		}
		*rows[i].out = copy_text(m, value);
	}
	if (f->split.len && !field_target_is_list(f->target)) {
		error_set(err, "split: expected for location, remote_regions "
			       "or employment_type");
		return false;
	}
	if (f->template.len && !span_find(f->template, "{}")) {
		error_set(err, "template: expected {} in \"%s\"",
			  f->template.ptr);
		return false;
	}
	return true;
}

/* Where the values come from: exactly one of three members says. */
static bool read_origin(struct field_map *m, struct mapped *f,
			const cJSON *object, struct error *err)
{
	const cJSON *column = json_get(object, "column");
	const cJSON *columns = json_get(object, "columns");
	const cJSON *value = json_get(object, "value");

	if (!!column + !!columns + !!value != 1) {
		error_set(err, "expected one of column, columns and value");
		return false;
	}
	if (columns)
		return read_columns(m, f, columns, err);
	if (value) {
		f->constant = json_text(&m->arena, value);
		if (!f->constant.len)
			error_set(err, "value: expected a text");
		return f->constant.len > 0;
	}
	f->columns = arena_alloc(&m->arena, sizeof(*f->columns));
	return add_column(m, f, column, err);
}

static bool read_object(struct field_map *m, struct mapped *f,
			const cJSON *object, struct error *err)
{
	static const char *const known[] = {
		"column", "columns", "value",  "split",    "join",
		"format", "decimal", "values", "template", "html",
	};

	return check_members(object, known, ARRAY_LEN(known), err) &&
	       read_origin(m, f, object, err) &&
	       read_texts(m, f, object, err) &&
	       read_formats(m, f, json_get(object, "format"), err) &&
	       read_decimal(object, &f->style.decimal, err) &&
	       read_values(m, f, json_get(object, "values"), err) &&
	       read_markup(f, json_get(object, "html"), err);
}

static bool read_field(struct field_map *m, const cJSON *member,
		       struct error *err)
{
	struct mapped *f = &m->fields[m->n_fields];

	f->target = field_target_find(span_of(member->string));
	f->style.decimal = m->decimal;
	if (!f->target) {
		error_set(err, "expected a field of an ad");
		return false;
	}
	for (size_t i = 0; i < m->n_fields; i++) {
		if (m->fields[i].target == f->target) {
			error_set(err, "expected each field once");
			return false;
		}
	}
	m->n_fields++;
	if (cJSON_IsObject(member))
		return read_object(m, f, member, err);
	if (!read_texts(m, f, NULL, err))
		return false;
	f->columns = arena_alloc(&m->arena, sizeof(*f->columns));
	return add_column(m, f, member, err);
}

static bool read_fields(struct field_map *m, const cJSON *fields,
			struct error *err)
{
	const cJSON *member;

	if (!cJSON_IsObject(fields) || !fields->child) {
		error_set(err, "fields: expected an object of fields, such as "
			       "{\"title\": \"Job\"}");
		return false;
	}
	m->fields = arena_alloc(&m->arena, (size_t)cJSON_GetArraySize(fields) *
						   sizeof(*m->fields));
	cJSON_ArrayForEach(member, fields)
	{
		if (!read_field(m, member, err)) {
			error_prefix(err, "fields.%s", member->string);
			return false;
		}
	}
	if (json_get(fields, "title"))
		return true;
	error_set(err, "fields: expected a title, which every ad has");
	return false;
}

static bool read_empty(struct field_map *m, const cJSON *list,
		       struct error *err)
{
	const cJSON *item;

	if (!list)
		return true;
	cJSON_ArrayForEach(item, list)
	{
		if (!cJSON_IsString(item))
			goto wrong;
		text_append(&m->arena, &m->empty, &m->n_empty,
			    span_trim(copy_text(m, item)));
	}
	if (cJSON_IsArray(list))
		return true;
wrong:
	error_set(err, "empty: expected an array of texts");
	return false;
}

static bool read_dialect(struct field_map *m, const cJSON *mapping,
			 struct error *err)
{
	const cJSON *header = json_get(mapping, "header");
	const cJSON *skip = json_get(mapping, "skip");
	struct span  charset = json_member(mapping, "charset");
	int64_t      lines = 0;

	m->dialect = (struct csv_dialect)CSV_DIALECT_INIT;
	if (!read_char(mapping, "delimiter", &m->dialect.delimiter, err) ||
	    !read_char(mapping, "quote", &m->dialect.quote, err) ||
	    !read_decimal(mapping, &m->decimal, err))
		return false;
	if (header && !cJSON_IsBool(header)) {
		error_set(err, "header: expected true or false");
		return false;
	}
	if (skip && (!json_whole(skip, &lines) || lines < 0 || lines > SKIP_MAX)) {
		error_set(err, "skip: expected a number of lines up to %d",
			  SKIP_MAX);
		return false;
	}
	if (charset.len >= sizeof(m->dialect.charset)) {
		error_set(err, "charset: expected the name of a charset");
		return false;
	}
	memcpy(m->dialect.charset, charset.ptr ? charset.ptr : "", charset.len);
	m->dialect.skip = (int)lines;
	m->has_header = !cJSON_IsFalse(header);
	return true;
}

struct field_map *field_map_new(const cJSON *mapping, struct error *err)
{
	static const char *const known[] = {
		"fields", "header", "skip",    "charset",
		"quote",  "empty",  "decimal", "delimiter",
	};
	struct field_map *m;

	if (!cJSON_IsObject(mapping)) {
		error_set(err, "expected a mapping, an object with \"fields\"");
		return NULL;
	}
	m = xcalloc(1, sizeof(*m));
	m->arena = (struct arena)ARENA_INIT;
	if (check_members(mapping, known, ARRAY_LEN(known), err) &&
	    read_dialect(m, mapping, err) &&
	    read_empty(m, json_get(mapping, "empty"), err) &&
	    read_fields(m, json_get(mapping, "fields"), err))
		return m;
	field_map_free(m);
	return NULL;
}

struct field_map *field_map_parse(struct span text, struct error *err)
{
	cJSON            *root = json_parse(text, err);
	struct field_map *m = root ? field_map_new(root, err) : NULL;

	json_free(root);
	return m;
}

bool field_map_options(struct span text, struct buf *out, struct error *err)
{
	cJSON            *root = json_parse(text, err);
	struct field_map *m = root ? field_map_new(root, err) : NULL;
	const char       *field = m ? field_map_import_field(m) : NULL;
	bool              ok = m && !field;
	char             *strict;

	if (field)
		error_set(err, "fields.%s: expected in the mapping of an "
			       "import alone",
			  field);
	if (ok) {
		strict = cJSON_PrintUnformatted(root);
		buf_add_text(out, "{\"csv\":");
		buf_add_text(out, strict);
		buf_add_char(out, '}');
		cJSON_free(strict);
	}
	json_free(root);
	field_map_free(m);
	return ok;
}

void field_map_free(struct field_map *m)
{
	if (!m)
		return;
	arena_deinit(&m->arena);
	free(m);
}

const struct csv_dialect *field_map_dialect(const struct field_map *m)
{
	return &m->dialect;
}

bool field_map_has_header(const struct field_map *m)
{
	return m->has_header;
}

const char *field_map_import_field(const struct field_map *m)
{
	for (size_t i = 0; i < m->n_fields; i++) {
		if (field_target_is_of_import(m->fields[i].target))
			return field_target_name(m->fields[i].target);
	}
	return NULL;
}
