/*
 * encode_test.c - rows as JSON, CSV and JSON-stat, with what anybody may write
 * into an ad. The rows are ours here instead of the database's.
 */
#include "web/encode.h"

#include "base/mem.h"

#include <cjson/cJSON.h>
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define COLUMNS_MAX 8

struct column {
	const char      *name;
	enum column_type type;
};

struct table {
	struct column columns[COLUMNS_MAX];
	size_t        n_columns, n_rows;
	const char   *cells[4][COLUMNS_MAX];
};

/* ---- what db.c gives elsewhere ---- */

size_t table_rows(const struct table *t)
{
	return t->n_rows;
}

size_t table_columns(const struct table *t)
{
	return t->n_columns;
}

const char *table_name(const struct table *t, size_t column)
{
	return t->columns[column].name;
}

enum column_type table_type(const struct table *t, size_t column)
{
	return t->columns[column].type;
}

const char *table_get(const struct table *t, size_t row, size_t column)
{
	return t->cells[row][column];
}

/* ---- CSV ---- */

static const struct cell_case {
	const char      *name;
	enum column_type type;
	const char      *value;
	const char      *csv;  /* of one cell */
	const char      *json; /* of its value */
} cells[] = {
	{ "NULL", COLUMN_TEXT, NULL, "", "null" },
	{ "an empty text", COLUMN_TEXT, "", "", "\"\"" },
	{ "a comma", COLUMN_TEXT, "a, b", "\"a, b\"", "\"a, b\"" },
	{ "a quote", COLUMN_TEXT, "6\" screen", "\"6\"\" screen\"",
	  "\"6\\\" screen\"" },
	{ "line ends", COLUMN_TEXT, "a\r\nb", "\"a\r\nb\"", "\"a\\r\\nb\"" },
	{ "a bell and an escape", COLUMN_TEXT, "\a\x1b[2J", "\a\x1b[2J",
	  "\"\\u0007\\u001b[2J\"" },
	{ "a script", COLUMN_TEXT, "</script>", "</script>", "\"</script>\"" },
	{ "no Latin letters", COLUMN_TEXT, "\xe5\x8c\x97\xe4\xba\xac",
	  "\xe5\x8c\x97\xe4\xba\xac", "\"\xe5\x8c\x97\xe4\xba\xac\"" },
	{ "a formula", COLUMN_TEXT, "=HYPERLINK(1)", "'=HYPERLINK(1)",
	  "\"=HYPERLINK(1)\"" },
	{ "a formula with a comma", COLUMN_TEXT, "=A1,B1", "\"'=A1,B1\"",
	  "\"=A1,B1\"" },
	{ "a formula by plus", COLUMN_TEXT, "+1+cmd|' /C calc'!A0",
	  "'+1+cmd|' /C calc'!A0", "\"+1+cmd|' /C calc'!A0\"" },
	{ "a formula by minus", COLUMN_TEXT, "-1+1", "'-1+1", "\"-1+1\"" },
	{ "a formula by at", COLUMN_TEXT, "@SUM(1)", "'@SUM(1)",
	  "\"@SUM(1)\"" },
	{ "a formula behind a tab", COLUMN_TEXT, "\t=1", "'\t=1",
	  "\"\\t=1\"" },
	{ "a formula behind a line end", COLUMN_TEXT, "\r=1", "\"'\r=1\"",
	  "\"\\r=1\"" },
	{ "a number below zero is none", COLUMN_NUMBER, "-0.25", "-0.25",
	  "-0.25" },
	{ "not a number", COLUMN_NUMBER, "NaN", "", "null" },
	{ "infinity", COLUMN_NUMBER, "Infinity", "", "null" },
	{ "infinity below", COLUMN_NUMBER, "-Infinity", "", "null" },
	{ "an exponent", COLUMN_NUMBER, "1e-09", "1e-09", "1e-09" },
	{ "true", COLUMN_BOOL, "t", "true", "true" },
	{ "false", COLUMN_BOOL, "f", "false", "false" },
	{ "an instant", COLUMN_TIME, "2025-03-01 06:00:00.5+00",
	  "2025-03-01T06:00:00.5Z", "\"2025-03-01T06:00:00.5Z\"" },
	{ "an instant elsewhere", COLUMN_TIME, "2025-03-01 06:00:00+05:30",
	  "2025-03-01T06:00:00+05:30", "\"2025-03-01T06:00:00+05:30\"" },
	{ "no end", COLUMN_TIME, "infinity", "infinity", "\"infinity\"" },
	{ "a list", COLUMN_JSON, "[\"US-CA\",\"DE\"]", "US-CA;DE",
	  "[\"US-CA\",\"DE\"]" },
	{ "a list of one formula", COLUMN_JSON, "[\"=1\"]", "'=1",
	  "[\"=1\"]" },
	{ "an empty list", COLUMN_JSON, "[]", "", "[]" },
};

static const struct route *some_route(const char *path)
{
	const struct route *route = route_find(path);

	assert_non_null(route);
	return route;
}

static void cell_is_written(void **state)
{
	const struct cell_case *c = *state;
	const struct table      t = {
		     .columns = { { "x", c->type } },
		     .n_columns = 1,
		     .n_rows = 1,
		     .cells = { { c->value } },
	};
	const struct call         call = { .route = some_route("definitions") };
	const struct encode_frame f = { &call, "v", NULL };
	struct buf                csv = BUF_INIT, json = BUF_INIT;
	char                      want[128];
	cJSON                    *read;

	encode_csv_head(&t, &csv);
	encode_csv_rows(&t, 0, &csv);
	encode_json(&f, &t, &json);

	snprintf(want, sizeof(want), "x\r\n%s\r\n", c->csv);
	assert_string_equal(csv.ptr, want);
	snprintf(want, sizeof(want), "{\"data\":[{\"x\":%s}],", c->json);
	assert_memory_equal(json.ptr, want, strlen(want));
	read = cJSON_ParseWithOpts(json.ptr, NULL, false);
	assert_non_null(read);
	cJSON_Delete(read);
	buf_deinit(&csv);
	buf_deinit(&json);
}

/* ---- JSON ---- */

static void what_is_dotted_is_an_object_and_what_is_hidden_is_not(void **state)
{
	const struct table t = {
		.columns = { { "n", COLUMN_NUMBER },
			     { "bridge.demand", COLUMN_NUMBER },
			     { "bridge.sources", COLUMN_NUMBER },
			     { "_1", COLUMN_TEXT } },
		.n_columns = 4,
		.n_rows = 2,
		.cells = { { "1", "0.5", NULL, "a" },
			   { "2", NULL, NULL, "b" } },
	};
	const struct call         call = { .route = some_route("status") };
	const struct encode_frame f = { &call, "v1",
					"2025-03-01 00:00:00+00" };
	struct buf                json = BUF_INIT, csv = BUF_INIT;

	(void)state;
	encode_json(&f, &t, &json);
	encode_csv_head(&t, &csv);
	encode_csv_rows(&t, 0, &csv);

	assert_string_equal(
		json.ptr,
		"{\"data\":[{\"n\":1,\"bridge\":{\"demand\":0.5,"
		"\"sources\":null}},{\"n\":2,\"bridge\":null}],"
		"\"next\":null,\"query\":{},\"version\":\"v1\","
		"\"updated\":\"2025-03-01T00:00:00Z\"}\n");
	assert_string_equal(csv.ptr, "n,bridge_demand,bridge_sources\r\n"
				     "1,0.5,\r\n2,,\r\n");
	buf_deinit(&json);
	buf_deinit(&csv);
}

static void one_row_more_than_a_page_stands_for_the_next(void **state)
{
	const struct table t = {
		.columns = { { "skill", COLUMN_TEXT }, { "_1", COLUMN_TEXT } },
		.n_columns = 2,
		.n_rows = 3,
		.cells = { { "a", "a" }, { "b", "b\xc3\xbc" }, { "c", "c" } },
	};
	struct call call = { .route = some_route("skills"), .limit = 2 };
	const struct encode_frame f = { &call, "v", NULL };
	struct buf                json = BUF_INIT, cursor = BUF_INIT;
	const char *const         last[] = { "b\xc3\xbc" };
	cJSON                    *read;

	(void)state;
	call_next(&call, last, &cursor);
	for (long limit = 2; limit < 4; limit++) {
		call.limit = limit;
		buf_clear(&json);
		encode_json(&f, &t, &json);
		read = cJSON_Parse(json.ptr);
		assert_int_equal(
			cJSON_GetArraySize(cJSON_GetObjectItem(read, "data")),
			limit);
		if (limit == 2)
			assert_string_equal(
				cJSON_GetObjectItem(read, "next")->valuestring,
				cursor.ptr);
		else
			assert_true(cJSON_IsNull(
				cJSON_GetObjectItem(read, "next")));
		cJSON_Delete(read);
	}
	buf_deinit(&json);
	buf_deinit(&cursor);
}

/* ---- JSON-stat ---- */

static double value_at(const cJSON *cube, const char *place)
{
	const cJSON *value = cJSON_GetObjectItem(
		cJSON_GetObjectItem(cube, "value"), place);

	return value ? value->valuedouble : -99;
}

/* Rows in no order, one cell without a row, one suppressed. */
static void a_cube_has_each_number_in_its_place(void **state)
{
	const struct table t = {
		.columns = { { "region", COLUMN_TEXT },
			     { "region_name", COLUMN_TEXT },
			     { "skill", COLUMN_TEXT },
			     { "period", COLUMN_TEXT },
			     { "value", COLUMN_NUMBER },
			     { "n", COLUMN_NUMBER },
			     { "flags", COLUMN_JSON } },
		.n_columns = 7,
		.n_rows = 3,
		.cells = {
			{ "US", "United \"States\"", "any", "2025", "0.5", "9",
			  "[]" },
			{ "DE", "Germany", "any", "2024", NULL, "3", "[]" },
			{ "US", "United \"States\"", "any", "2024", "NaN", "7",
			  "[]" },
		},
	};
	const struct call         call = { .route = some_route("yoy") };
	const struct encode_frame f = { &call, "v", NULL };
	struct buf                out = BUF_INIT;
	cJSON                    *cube, *sizes;

	(void)state;
	encode_json_stat(&f, &t, &out);

	cube = cJSON_Parse(out.ptr);
	assert_non_null(cube);
	assert_string_equal(cJSON_GetObjectItem(cube, "class")->valuestring,
			    "dataset");
	sizes = cJSON_GetObjectItem(cube, "size");
	assert_int_equal(cJSON_GetArraySize(sizes), 4);
	/* region 2 x skill 1 x period 2 x metric 2 */
	assert_int_equal(cJSON_GetArrayItem(sizes, 0)->valueint, 2);
	assert_int_equal(cJSON_GetArrayItem(sizes, 3)->valueint, 2);
	assert_true(value_at(cube, "0") == 0.5); /* US 2025 value */
	assert_true(value_at(cube, "1") == 9);
	assert_true(value_at(cube, "2") == -99); /* US 2024: NaN */
	assert_true(value_at(cube, "3") == 7);
	assert_true(value_at(cube, "4") == -99); /* DE 2025: no row */
	assert_true(value_at(cube, "6") == -99); /* DE 2024: NULL */
	assert_true(value_at(cube, "7") == 3);
	assert_int_equal(
		cJSON_GetArraySize(cJSON_GetObjectItem(cube, "value")), 4);
	cJSON_Delete(cube);
	buf_deinit(&out);
}

static void a_cube_of_nothing_is_one(void **state)
{
	const struct table t = {
		.columns = { { "region", COLUMN_TEXT },
			     { "value", COLUMN_NUMBER } },
		.n_columns = 2,
	};
	const struct call         call = { .route = some_route("yoy") };
	const struct encode_frame f = { &call, "v", NULL };
	struct buf                out = BUF_INIT;
	cJSON                    *cube;

	(void)state;
	encode_json_stat(&f, &t, &out);

	cube = cJSON_Parse(out.ptr);
	assert_non_null(cube);
	assert_int_equal(cJSON_GetArrayItem(cJSON_GetObjectItem(cube, "size"),
					    0)
				 ->valueint,
			 0);
	assert_int_equal(
		cJSON_GetArraySize(cJSON_GetObjectItem(cube, "value")), 0);
	cJSON_Delete(cube);
	buf_deinit(&out);
}

/* ---- problems (RFC 9457) ---- */

static void a_problem_is_a_document_whatever_was_found(void **state)
{
	struct problem p = { .detail = "" };
	struct buf     out = BUF_INIT;
	char           found[600];
	cJSON         *read, *error;

	(void)state;
	/* Three bytes a character, so that some length cuts one in two. */
	for (size_t i = 0; i + 3 < sizeof(found); i += 3)
		memcpy(found + i, "\xe5\x8c\x97", 4);
	problem_of_parameter(&p, "skill", "a \"skill\"", found);

	problem_json(&p, &out);

	read = cJSON_Parse(out.ptr);
	assert_non_null(read);
	assert_string_equal(cJSON_GetObjectItem(read, "type")->valuestring,
			    "urn:jobtrend:problem:parameter");
	assert_int_equal(cJSON_GetObjectItem(read, "status")->valueint, 400);
	error = cJSON_GetArrayItem(cJSON_GetObjectItem(read, "errors"), 0);
	assert_string_equal(cJSON_GetObjectItem(error, "expected")->valuestring,
			    "a \"skill\"");
	assert_int_equal(
		strlen(cJSON_GetObjectItem(error, "found")->valuestring) % 3,
		0);
	cJSON_Delete(read);
	buf_deinit(&out);
}

#define OTHERS 5

int main(void)
{
	struct CMUnitTest tests[ARRAY_LEN(cells) + OTHERS] = {
		cmocka_unit_test(
			what_is_dotted_is_an_object_and_what_is_hidden_is_not),
		cmocka_unit_test(one_row_more_than_a_page_stands_for_the_next),
		cmocka_unit_test(a_cube_has_each_number_in_its_place),
		cmocka_unit_test(a_cube_of_nothing_is_one),
		cmocka_unit_test(a_problem_is_a_document_whatever_was_found),
	};

	for (size_t i = 0; i < ARRAY_LEN(cells); i++) {
		tests[i + OTHERS].name = cells[i].name;
		tests[i + OTHERS].test_func = cell_is_written;
		tests[i + OTHERS].initial_state = (void *)&cells[i];
	}
	return cmocka_run_group_tests_name("encode", tests, NULL, NULL);
}
