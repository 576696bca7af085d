/*
 * JSON-stat 2.0 (https://json-stat.org/full/, read 2026-11): a cube whose cells
 * lie in `value` by their place, the last dimension running fastest. Cubes are
 * mostly holes here, so `value` is the sparse form: an object by place.
 */
#include "base/arena.h"
#include "base/json_out.h"
#include "base/mem.h"
#include "web/encode.h"

#include <assert.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DIMENSIONS_MAX 8
#define METRICS_MAX    32

struct dimension {
	const char  *name;
	size_t       column;
	const char **values; /* in the order of their first row; borrowed */
	size_t       n;
	size_t      *of_row; /* which of them each row has */
};

struct cube {
	const struct table *rows;
	size_t              n_rows;
	struct dimension    dimensions[DIMENSIONS_MAX];
	size_t              n_dimensions;
	size_t              metrics[METRICS_MAX]; /* columns */
	size_t              n_metrics;
};

static bool is_key(const char *keys, const char *name)
{
	size_t len = strlen(name);

	for (const char *at = keys; (at = strstr(at, name)); at += len) {
		if ((at == keys || at[-1] == ' ') &&
		    (at[len] == ' ' || !at[len]))
			return true;
	}
	return false;
}

static int compare_texts(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Number the values of a column by their first row. */
static void collect(struct cube *c, struct dimension *d)
{
	size_t       last = 0;
	const char **sorted = xmalloc((c->n_rows + 1) * sizeof(*sorted));
	size_t       n = 0;
	size_t      *number;

	d->values = xmalloc((c->n_rows + 1) * sizeof(*d->values));
	d->of_row = xmalloc((c->n_rows + 1) * sizeof(*d->of_row));
	for (size_t i = 0; i < c->n_rows; i++) {
		sorted[i] = table_get(c->rows, i, d->column);
		if (!sorted[i])
			sorted[i] = "";
	}
	qsort(sorted, c->n_rows, sizeof(*sorted), compare_texts);
	for (size_t i = 0; i < c->n_rows; i++) {
		if (!n || strcmp(sorted[n - 1], sorted[i]) != 0)
			sorted[n++] = sorted[i];
	}
	number = xmalloc((n + 1) * sizeof(*number));
	for (size_t i = 0; i < n; i++)
		number[i] = SIZE_MAX;
	for (size_t i = 0; i < c->n_rows; i++) {
		const char  *value = table_get(c->rows, i, d->column);
		const char **at;

		if (!value)
			value = "";
		at = bsearch(&value, sorted, n, sizeof(*sorted), compare_texts);
		last = (size_t)(at - sorted);
		if (number[last] == SIZE_MAX) {
			number[last] = d->n;
			d->values[d->n++] = value;
		}
		d->of_row[i] = number[last];
	}
	free(number);
	free(sorted);
}

static void look(struct cube *c, const char *keys)
{
	for (size_t i = 0; i < table_columns(c->rows); i++) {
		const char *name = table_name(c->rows, i);

		if (name[0] == '_')
			continue;
		if (is_key(keys, name)) {
			struct dimension *d = &c->dimensions[c->n_dimensions++];

			assert(c->n_dimensions <= DIMENSIONS_MAX);
			d->name = name;
			d->column = i;
			collect(c, d);
		} else if (table_type(c->rows, i) == COLUMN_NUMBER) {
			assert(c->n_metrics < METRICS_MAX);
			c->metrics[c->n_metrics++] = i;
		}
	}
}

static void put_sizes(const struct cube *c, struct buf *out)
{
	json_key(out, "id");
	json_open_array(out);
	for (size_t i = 0; i < c->n_dimensions; i++)
		json_string(out, span_of(c->dimensions[i].name));
	json_string(out, span_of("metric"));
	json_close_array(out);
	json_key(out, "size");
	json_open_array(out);
	for (size_t i = 0; i < c->n_dimensions; i++)
		json_int(out, (int64_t)c->dimensions[i].n);
	json_int(out, (int64_t)c->n_metrics);
	json_close_array(out);
}

/* The column that names the codes of a dimension: region_name of region. */
static bool find_label(const struct cube *c, const char *name, size_t *column)
{
	char wanted[64];

	snprintf(wanted, sizeof(wanted), "%s_name", name);
	for (size_t i = 0; i < table_columns(c->rows); i++) {
		if (strcmp(table_name(c->rows, i), wanted) == 0) {
			*column = i;
			return true;
		}
	}
	return false;
}

static void put_labels(const struct cube *c, const struct dimension *d,
		       struct buf *out)
{
	size_t column, done = 0;

	if (!find_label(c, d->name, &column))
		return;
	json_key(out, "label");
	json_open_object(out);
	for (size_t i = 0; i < c->n_rows && done < d->n; i++) {
		const char *label = table_get(c->rows, i, column);

		if (d->of_row[i] != done)
			continue;
		json_put_text(out, d->values[done++], label ? label : "");
	}
	json_close_object(out);
}

static void put_dimensions(const struct cube *c, struct buf *out)
{
	json_key(out, "dimension");
	json_open_object(out);
	for (size_t i = 0; i < c->n_dimensions; i++) {
		const struct dimension *d = &c->dimensions[i];

		json_key(out, d->name);
		json_open_object(out);
		json_put_text(out, "label", d->name);
		json_key(out, "category");
		json_open_object(out);
		json_key(out, "index");
		json_open_array(out);
		for (size_t k = 0; k < d->n; k++)
			json_string(out, span_of(d->values[k]));
		json_close_array(out);
		put_labels(c, d, out);
		json_close_object(out);
		json_close_object(out);
	}
	json_key(out, "metric");
	json_open_object(out);
	json_put_text(out, "label", "metric");
	json_key(out, "category");
	json_open_object(out);
	json_key(out, "index");
	json_open_array(out);
	for (size_t i = 0; i < c->n_metrics; i++)
		json_string(out, span_of(table_name(c->rows, c->metrics[i])));
	json_close_array(out);
	json_close_object(out);
	json_close_object(out);
	json_close_object(out);
}

static void put_roles(const struct cube *c, struct buf *out)
{
	static const struct {
		const char *role, *dimension;
	} roles[] = {
		{ "time", "period" },
		{ "geo", "region" },
	};

	json_key(out, "role");
	json_open_object(out);
	for (size_t i = 0; i < ARRAY_LEN(roles); i++) {
		for (size_t k = 0; k < c->n_dimensions; k++) {
			if (strcmp(c->dimensions[k].name, roles[i].dimension) !=
			    0)
				continue;
			json_key(out, roles[i].role);
			json_open_array(out);
			json_string(out, span_of(roles[i].dimension));
			json_close_array(out);
		}
	}
	json_key(out, "metric");
	json_open_array(out);
	json_string(out, span_of("metric"));
	json_close_array(out);
	json_close_object(out);
}

static void put_values(const struct cube *c, struct buf *out)
{
	json_key(out, "value");
	json_open_object(out);
	for (size_t row = 0; row < c->n_rows; row++) {
		size_t place = 0;

		for (size_t i = 0; i < c->n_dimensions; i++)
			place = place * c->dimensions[i].n +
				c->dimensions[i].of_row[row];
		for (size_t i = 0; i < c->n_metrics; i++) {
			const char *value =
				table_get(c->rows, row, c->metrics[i]);
			char key[32];

			if (!value || !encode_is_finite(value))
				continue;
			snprintf(key, sizeof(key), "%zu",
				 place * c->n_metrics + i);
			json_key(out, key);
			buf_add_text(out, value);
		}
	}
	json_close_object(out);
}

void encode_json_stat(const struct encode_frame *f, const struct table *rows,
		      struct buf *out)
{
	struct cube c = { .rows = rows, .n_rows = table_rows(rows) };

	if (f->call->limit > 0 && c.n_rows > (size_t)f->call->limit)
		c.n_rows = (size_t)f->call->limit;
	look(&c, f->call->route->keys);
	json_open_object(out);
	json_put_text(out, "version", "2.0");
	json_put_text(out, "class", "dataset");
	json_put_text(out, "label", f->call->route->path);
	json_put_text(out, "source", "jobtrend");
	if (f->updated) {
		json_key(out, "updated");
		buf_add_char(out, '"');
		encode_time(f->updated, out);
		buf_add_char(out, '"');
	}
	put_sizes(&c, out);
	put_dimensions(&c, out);
	put_roles(&c, out);
	put_values(&c, out);
	json_close_object(out);
	buf_add_char(out, '\n');
	for (size_t i = 0; i < c.n_dimensions; i++) {
		free(c.dimensions[i].values);
		free(c.dimensions[i].of_row);
	}
}
