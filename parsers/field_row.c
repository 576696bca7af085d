/* A mapping followed: its columns found, rows and objects read. */
#include "parsers/field_map.h"

#include "base/mem.h"
#include "parsers/field_mapped.h"
#include "parsers/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LIST_MAX 500 /* values of one field of one ad */
#define DEPTH_MAX 20 /* of a path */

void field_map_refuse(const char *what, const struct csv_cells *first,
		      struct error *err)
{
	struct buf names = BUF_INIT;

	for (size_t i = 0; i < first->n; i++) {
		struct span name = span_trim(first->at[i]);

		buf_printf(&names, "%s\"%.*s\"", i ? ", " : "",
			   (int)(name.len < 60 ? name.len : 60),
			   name.ptr ? name.ptr : "");
	}
	error_set(err, "expected %s, got %zu column%s %s", what, first->n,
		  first->n == 1 ? "" : "s", buf_span(&names).ptr);
	buf_deinit(&names);
}

/* The only column of that name; COLUMN_NONE with `err`. */
static size_t find_column(struct span name, const struct csv_cells *first,
			  struct error *err)
{
	size_t found = COLUMN_NONE;
	char   what[128];

	name = span_trim(name);
	for (size_t i = 0; i < first->n; i++) {
		struct span cell = span_trim(first->at[i]);

		if (cell.len != name.len ||
		    memcmp(cell.ptr, name.ptr, name.len) != 0)
			continue;
		if (found != COLUMN_NONE) {
			error_set(err, "expected one column \"%.*s\", got "
				       "columns %zu and %zu: say its number",
				  (int)name.len, name.ptr, found + 1, i + 1);
			return COLUMN_NONE;
		}
		found = i;
	}
	if (found == COLUMN_NONE) {
		snprintf(what, sizeof(what), "the column \"%.*s\"",
			 (int)(name.len < 80 ? name.len : 80), name.ptr);
		field_map_refuse(what, first, err);
	}
	return found;
}

static bool bind_column(const struct field_map *m, struct column *c,
			const struct csv_cells *first, struct error *err)
{
	char what[64];

	if (!first) {
		if (!c->name.len)
			error_set(err, "expected the path of a member, got "
				       "column %zu", c->index + 1);
		return c->name.len > 0;
	}
	if (c->name.len && !m->has_header) {
		field_map_refuse("numbers of columns, as there is no header",
				 first, err);
		return false;
	}
	if (c->name.len)
		c->index = find_column(c->name, first, err);
	else if (c->index >= first->n) {
		snprintf(what, sizeof(what), "a column %zu", c->index + 1);
		field_map_refuse(what, first, err);
		return false;
	}
	return c->index != COLUMN_NONE;
}

bool field_map_bind(struct field_map *m, const struct csv_cells *first,
		    struct error *err)
{
	for (size_t i = 0; i < m->n_fields; i++) {
		struct mapped *f = &m->fields[i];

		for (size_t k = 0; k < f->n_columns; k++) {
			if (bind_column(m, &f->columns[k], first, err))
				continue;
			error_prefix(err, "%s", field_target_name(f->target));
			return false;
		}
	}
	return true;
}

/* ---- rows ---- */

/* The texts of one field, as they are gathered. */
struct gathered {
	const struct field_map *map;
	const struct mapped    *field;
	struct arena           *arena;
	struct span            *texts;
	size_t                  n;
};

static bool says_nothing(const struct field_map *m, struct span text)
{
	for (size_t i = 0; i < m->n_empty; i++) {
		if (span_same(m->empty[i], text))
			return true;
	}
	return text.len == 0;
}

static void gather_one(struct gathered *g, struct span text)
{
	text = span_trim(text);
	for (size_t i = 0; i < g->field->n_values; i++) {
		if (span_same(g->field->values[i].from, text)) {
			text = span_trim(g->field->values[i].to);
			break;
		}
	}
	if (!says_nothing(g->map, text) && g->n < LIST_MAX)
		text_append(g->arena, &g->texts, &g->n, text);
}

static void gather(struct gathered *g, struct span text)
{
	struct span split = g->field->split;

	while (split.len && text.len) {
		const char *at = span_find(text, split.ptr);
		size_t      len;

		if (!at)
			break;
		len = (size_t)(at - text.ptr);
		gather_one(g, (struct span){ text.ptr, len });
		text.ptr += len + split.len;
		text.len -= len + split.len;
	}
	gather_one(g, text);
}

/* Every scalar that `path` leads to. */
static void gather_json(struct gathered *g, const cJSON *value,
			const char *path, int depth)
{
	size_t       len = strcspn(path, ".");
	const char  *rest = path[len] ? path + len + 1 : path + len;
	const cJSON *whole = *path ? json_get(value, path) : NULL;
	const cJSON *item;
	char         key[256];

	if (!value || depth > DEPTH_MAX || len >= sizeof(key))
		return;
	if (whole || !*path) {
		value = whole ? whole : value;
		if (cJSON_IsBool(value))
			gather(g, cJSON_IsTrue(value) ? SPAN("true")
						      : SPAN("false"));
		else if (!cJSON_IsArray(value))
			gather(g, cJSON_IsString(value)
					  ? json_raw(value)
					  : json_text(g->arena, value));
		else
			cJSON_ArrayForEach(item, value)
				gather_json(g, item, "", depth + 1);
		return;
	}
	memcpy(key, path, len);
	key[len] = '\0';
	if (strcmp(key, "*") == 0) {
		cJSON_ArrayForEach(item, value)
			gather_json(g, item, rest, depth + 1);
		return;
	}
	if (cJSON_IsArray(value) && strspn(key, "0123456789") == len)
		item = cJSON_GetArrayItem(value, atoi(key));
	else
		item = json_get(value, key);
	gather_json(g, item, rest, depth + 1);
}

/* Several columns, or several values where a field has one, are one text. */
static void join_texts(struct gathered *g)
{
	struct buf text = BUF_INIT;

	if (g->n < 2 || (g->field->n_columns == 1 &&
			 field_target_is_list(g->field->target)))
		return;
	for (size_t i = 0; i < g->n; i++) {
		if (i)
			buf_add_span(&text, g->field->join);
		buf_add_span(&text, g->texts[i]);
	}
	g->texts[0] = arena_span(g->arena, buf_span(&text));
	g->n = 1;
	buf_deinit(&text);
}

static void fill_templates(struct gathered *g)
{
	struct span template = g->field->template;
	const char *hole = template.len ? span_find(template, "{}") : NULL;

	for (size_t i = 0; hole && i < g->n; i++) {
		struct span s = g->texts[i];

		g->texts[i] = span_of(arena_printf(
			g->arena, "%.*s%.*s%s", (int)(hole - template.ptr),
			template.ptr, (int)s.len, s.ptr, hole + 2));
	}
}

/* The texts of field `f` from a row or, when that is NULL, an object. */
static void gather_field(struct gathered *g, const struct csv_cells *cells,
			 const cJSON *object)
{
	const struct mapped *f = g->field;

	if (!f->n_columns)
		text_append(g->arena, &g->texts, &g->n, f->constant);
	for (size_t i = 0; i < f->n_columns; i++) {
		const struct column *c = &f->columns[i];

		if (!cells)
			gather_json(g, object, c->name.len ? c->name.ptr : "",
				    0);
		else if (c->index < cells->n)
			gather(g, cells->at[c->index]);
	}
	join_texts(g);
	fill_templates(g);
}

static bool read_row(const struct field_map *m, const struct csv_cells *cells,
		     const cJSON *object, struct stamp seen_at,
		     struct arena *arena, struct field_row *out,
		     struct error *err)
{
	struct field_parts parts = { 0 };
	bool               ok = true;

	*out = (struct field_row){ 0 };
	for (size_t i = 0; i < m->n_fields; i++) {
		const struct mapped *f = &m->fields[i];
		struct gathered      g = { .map = m,
					   .field = f,
					   .arena = arena };

		gather_field(&g, cells, object);
		/* the first complaint is told */
		if (g.n && !field_put(f->target, &f->style, g.texts, g.n,
				      seen_at, arena, out, &parts,
				      ok ? err : NULL))
			ok = false;
	}
	field_row_finish(out, &parts, arena);
	return ok;
}

bool field_map_row(const struct field_map *m, const struct csv_cells *cells,
		   struct stamp seen_at, struct arena *arena,
		   struct field_row *out, struct error *err)
{
	return read_row(m, cells, NULL, seen_at, arena, out, err);
}

bool field_map_object(const struct field_map *m, const cJSON *object,
		      struct stamp seen_at, struct arena *arena,
		      struct field_row *out, struct error *err)
{
	return read_row(m, NULL, object, seen_at, arena, out, err);
}
