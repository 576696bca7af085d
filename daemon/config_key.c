#include "daemon/config_key.h"

#include "base/mem.h"
#include "base/span.h"
#include "daemon/config.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

static void *field_of(const struct config_key *key, void *object)
{
	return (char *)object + key->offset;
}

const struct config_key *key_find(const struct config_key *keys, size_t n,
				  const char *name)
{
	size_t low = 0, high = n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int    order = strcmp(name, keys[middle].name);

		if (order == 0)
			return &keys[middle];
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return NULL;
}

/* ---- numbers and their units as text ------------------------------------ */

struct unit_name {
	const char *name;
	int64_t     factor;
};

/* The largest unit that divides `value`. */
static void put_in_unit(struct buf *out, int64_t value,
			const struct unit_name *units, size_t n)
{
	size_t best = 0;

	for (size_t i = 1; i < n; i++) {
		if (value && value % units[i].factor == 0)
			best = i;
	}
	buf_printf(out, "%lld%s%s", (long long)(value / units[best].factor),
		   *units[best].name ? " " : "", units[best].name);
}

static void put_value(struct buf *out, enum key_type type, int64_t value)
{
	static const struct unit_name ms[] = {
		{ "ms", 1 }, { "s", 1000 }, { "min", 60000 }, { "h", 3600000 },
		{ "d", 86400000 },
	};
	static const struct unit_name seconds[] = {
		{ "s", 1 }, { "min", 60 }, { "h", 3600 }, { "d", 86400 },
	};
	static const struct unit_name bytes[] = {
		{ "B", 1 }, { "KiB", 1 << 10 }, { "MiB", 1 << 20 },
		{ "GiB", 1 << 30 },
	};

	if (type == KEY_MS)
		put_in_unit(out, value, ms, ARRAY_LEN(ms));
	else if (type == KEY_SECONDS)
		put_in_unit(out, value, seconds, ARRAY_LEN(seconds));
	else if (type == KEY_SIZE)
		put_in_unit(out, value, bytes, ARRAY_LEN(bytes));
	else
		buf_printf(out, "%lld", (long long)value);
}

void key_describe_values(const struct config_key *key, struct buf *out)
{
	static const char *const names[] = {
		[KEY_TEXT] = "text",      [KEY_PATH] = "path",
		[KEY_LIST] = "list",      [KEY_COUNT] = "number",
		[KEY_FACTOR] = "factor",  [KEY_BOOL] = "true or false",
		[KEY_MS] = "duration",    [KEY_SECONDS] = "duration",
		[KEY_SIZE] = "size",      [KEY_CHOICE] = "",
	};

	if (key->type == KEY_CHOICE) {
		for (const char *c = key->choices; *c; c++) {
			if (*c == '|')
				buf_add_text(out, ", ");
			else
				buf_add_char(out, *c);
		}
		return;
	}
	buf_add_text(out, names[key->type]);
	if (key->min == 0 && key->max == 0)
		return;
	buf_add_text(out, ", ");
	put_value(out, key->type, key->min);
	buf_add_text(out, " to ");
	put_value(out, key->type, key->max);
}

/* ---- setting ------------------------------------------------------------ */

static bool refuse(const struct config_key *key, const char *text,
		   struct error *err)
{
	static const char *const examples[] = {
		[KEY_MS] = " such as \"250 ms\", \"30 s\", \"5 min\", \"2 h\"",
		[KEY_SECONDS] = " such as \"30 min\", \"12 h\", \"1 d\"",
		[KEY_SIZE] = " such as \"64 KiB\", \"32 MiB\", \"1 GiB\"",
		[KEY_CHOICE] = "",
	};
	struct buf values = BUF_INIT;

	key_describe_values(key, &values);
	error_set(err, "%s: expected %s%s, found \"%.100s\"", key->name,
		  values.ptr, examples[key->type] ? examples[key->type] : "",
		  text);
	buf_deinit(&values);
	return false;
}

static bool parse_count(const char *text, int64_t *out)
{
	char     *end;
	long long value;

	if (*text < '0' || *text > '9' || strlen(text) > 18)
		return false;
	value = strtoll(text, &end, 10);
	*out = value;
	return !*end;
}

static bool set_number(const struct config_key *key, void *object,
		       const char *text, struct error *err)
{
	int64_t value = 0;
	bool    is_good;

	switch (key->type) {
	case KEY_MS:
		is_good = duration_parse(text, &value);
		break;
	case KEY_SECONDS:
		is_good = duration_parse(text, &value) && value % 1000 == 0;
		value /= 1000;
		break;
	case KEY_SIZE:
		is_good = size_parse(text, &value);
		break;
	default:
		is_good = parse_count(text, &value);
		break;
	}
	if (!is_good || value < key->min || value > key->max)
		return refuse(key, text, err);
	memcpy(field_of(key, object), &value, sizeof(value));
	return true;
}

static bool set_factor(const struct config_key *key, void *object,
		       const char *text, struct error *err)
{
	char  *end;
	double value = strtod(text, &end);

	if (end == text || *end || !(value >= (double)key->min) ||
	    !(value <= (double)key->max))
		return refuse(key, text, err);
	memcpy(field_of(key, object), &value, sizeof(value));
	return true;
}

static bool set_bool(const struct config_key *key, void *object,
		     const char *text, struct error *err)
{
	bool value = strcmp(text, "true") == 0 || strcmp(text, "yes") == 0 ||
		     strcmp(text, "on") == 0;

	if (!value && strcmp(text, "false") != 0 && strcmp(text, "no") != 0 &&
	    strcmp(text, "off") != 0)
		return refuse(key, text, err);
	memcpy(field_of(key, object), &value, sizeof(value));
	return true;
}

static bool set_choice(const struct config_key *key, void *object,
		       const char *text, struct error *err)
{
	const char *at = key->choices;
	size_t      len = strlen(text);

	for (int place = 0; *at; place++) {
		size_t here = strcspn(at, "|");

		if (here == len && memcmp(at, text, len) == 0) {
			memcpy(field_of(key, object), &place, sizeof(place));
			return true;
		}
		at += here + (at[here] == '|');
	}
	return refuse(key, text, err);
}

static void set_text(const struct config_key *key, void *object,
		     const char *text, const char *folder)
{
	char **field = field_of(key, object);

	free(*field);
	if (key->type == KEY_PATH && *text != '/' && folder && *folder) {
		struct buf path = BUF_INIT;

		buf_printf(&path, "%s/%s", folder, text);
		*field = path.ptr;
	} else {
		*field = xstrdup(text);
	}
}

bool key_set(const struct config_key *key, void *object, const char *text,
	     const char *folder, struct error *err)
{
	switch (key->type) {
	case KEY_TEXT:
	case KEY_PATH:
		set_text(key, object, text, folder);
		return true;
	case KEY_LIST:
		key_append(key, object, text);
		return true;
	case KEY_FACTOR:
		return set_factor(key, object, text, err);
	case KEY_BOOL:
		return set_bool(key, object, text, err);
	case KEY_CHOICE:
		return set_choice(key, object, text, err);
	default:
		return set_number(key, object, text, err);
	}
}

void key_append(const struct config_key *key, void *object, const char *text)
{
	struct text_list *list = field_of(key, object);

	list->item = xrealloc(list->item, (list->n + 1) * sizeof(*list->item));
	list->item[list->n++] = xstrdup(text);
}

void keys_set_defaults(const struct config_key *keys, size_t n, void *object,
		       const char *folder)
{
	for (size_t i = 0; i < n; i++) {
		bool is_set = !keys[i].fallback ||
			      key_set(&keys[i], object, keys[i].fallback,
				      folder, NULL);

		assert(is_set);
	}
}

void keys_release(const struct config_key *keys, size_t n, void *object)
{
	for (size_t i = 0; i < n; i++) {
		if (keys[i].type == KEY_TEXT || keys[i].type == KEY_PATH) {
			char **field = field_of(&keys[i], object);

			free(*field);
			*field = NULL;
		} else if (keys[i].type == KEY_LIST) {
			struct text_list *list = field_of(&keys[i], object);

			for (size_t k = 0; k < list->n; k++)
				free(list->item[k]);
			free(list->item);
			*list = (struct text_list){ NULL, 0 };
		}
	}
}

static bool same_text(const char *a, const char *b)
{
	return a && b ? strcmp(a, b) == 0 : a == b;
}

static bool same_list(const struct text_list *a, const struct text_list *b)
{
	if (a->n != b->n)
		return false;
	for (size_t i = 0; i < a->n; i++) {
		if (strcmp(a->item[i], b->item[i]) != 0)
			return false;
	}
	return true;
}

bool key_is_same(const struct config_key *key, const void *a, const void *b)
{
	const void *x = (const char *)a + key->offset;
	const void *y = (const char *)b + key->offset;

	switch (key->type) {
	case KEY_TEXT:
	case KEY_PATH:
		return same_text(*(char *const *)x, *(char *const *)y);
	case KEY_LIST:
		return same_list(x, y);
	case KEY_BOOL:
		return *(const bool *)x == *(const bool *)y;
	case KEY_CHOICE:
		return *(const int *)x == *(const int *)y;
	case KEY_FACTOR:
		return memcmp(x, y, sizeof(double)) == 0;
	default:
		return *(const int64_t *)x == *(const int64_t *)y;
	}
}
