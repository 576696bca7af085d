/*
 * Tables by a mapping: how they are cut into cells, in pieces of any size;
 * dates in told formats; and mappings that are refused, with the reason.
 */
#include "base/json_out.h"
#include "base/mem.h"
#include "parsers/ad_json.h"
#include "parsers/date_format.h"
#include "parsers/field_map.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>
#include <libxml/parser.h>
#include <stdio.h>
#include <string.h>

/* ---- cells ---- */

/* Cells in brackets, records with their line before them. */
static const struct csv_case {
	const char *name;
	const char *text;
	const char *want;
} csv_cases[] = {
	{ "cells and lines", "a,b\n1,2\n", "1[a][b]2[1][2]" },
	{ "no line end at the end", "a,b\n1,", "1[a][b]2[1][]" },
	{ "three kinds of line ends", "a\r\nb\rc\nd", "1[a]2[b]3[c]4[d]" },
	{ "quotes hold delimiters and lines", "\"a,b\r\nc\",d\ne",
	  "1[a,b\r\nc][d]3[e]" },
	{ "doubled quotes are one", "\"\"\"a\"\"\",\"\"", "1[\"a\"][]" },
	{ "a quote within a cell is a letter", "a \"b\",5\" x\nc",
	  "1[a \"b\"][5\" x]2[c]" },
	{ "letters behind a quote are kept", "\"a\"b\"c,d", "1[ab\"c][d]" },
	{ "empty lines are no records", "\n\na\n\r\n\nb\n", "3[a]6[b]" },
	{ "empty cells are cells", ",,\n", "1[][][]" },
	{ "a byte order mark is none of the name", "\xEF\xBB\xBF" "a,b",
	  "1[a][b]" },
	{ "UTF-16 by its mark", "\xFF\xFE" "a\0,\0\xE4\0" "\n\0b\0",
	  "1[a][ä]2[b]" },
	{ "nothing", "", "" },
	{ "a quote that does not close", "a\n\"b\nc",
	  "1[a]!line 2: expected a quote that closes, got the end" },
	{ "bytes that are not UTF-8", "a\xE4",
	  "1!expected UTF-8, got byte 0xE4: name the file's \"charset\" in its "
	  "mapping" },
};

static size_t length_of(const struct csv_case *c)
{
	return strcmp(c->name, "UTF-16 by its mark") == 0 ? 12
							  : strlen(c->text);
}

static void print_record(const struct csv_dialect *d, struct span record,
			 int64_t line, struct buf *out)
{
	struct csv_cells cells = { 0 };
	struct error     err = ERROR_INIT;

	buf_printf(out, "%lld", (long long)line);
	if (!csv_split(d, record, &cells, &err))
		buf_printf(out, "!%s", err.text);
	for (size_t i = 0; !err.text[0] && i < cells.n; i++)
		buf_printf(out, "[%.*s]", (int)cells.at[i].len,
			   cells.at[i].ptr);
	csv_cells_deinit(&cells);
}

/* All that `text` holds, when it comes in pieces of `piece` bytes. */
static void read_pieces(struct span text, size_t piece, struct buf *out)
{
	struct csv_dialect d = CSV_DIALECT_INIT;
	struct error       err = ERROR_INIT;
	struct csv_reader *r = csv_reader_new(&d, &err);
	struct span        record;
	int64_t            line;
	enum csv_status    status;
	size_t             at = 0;

	while ((status = csv_reader_next(r, &record, &line, &err)) ==
		       CSV_RECORD ||
	       status == CSV_MORE) {
		size_t n = text.len - at < piece ? text.len - at : piece;

		if (status == CSV_RECORD) {
			print_record(&d, record, line, out);
			continue;
		}
		csv_reader_feed(r, (struct span){ text.ptr + at, n },
				at + n == text.len);
		at += n;
	}
	if (status == CSV_BROKEN)
		buf_printf(out, "!%s", err.text);
	csv_reader_free(r);
}

static void text_is_cut_into_cells(void **state)
{
	const struct csv_case *c = *state;
	struct span            text = { c->text, length_of(c) };

	for (size_t piece = 1; piece <= text.len + 1; piece++) {
		struct buf got = BUF_INIT;

		read_pieces(text, piece, &got);

		assert_string_equal(got.ptr ? got.ptr : "", c->want);
		buf_deinit(&got);
	}
}

/* ---- dates ---- */

static const struct date_case {
	const char *name;
	const char *format;
	const char *text;
	const char *want; /* "" for none; "!" for a format that is refused */
} date_cases[] = {
	{ "day first", "%d/%m/%Y", "03/04/2025", "2025-04-03" },
	{ "month first", "%m/%d/%Y", "3/4/2025", "2025-03-04" },
	{ "a month by name", "%d %b %Y", "7 september 2024", "2024-09-07" },
	{ "a month by three letters", "%a, %b %d, %y", "Tue, Sep 7, 99",
	  "1999-09-07" },
	{ "a time", "%Y-%m-%d %H:%M:%S", "2025-01-02 23:04:05.678",
	  "2025-01-02T23:04:05Z" },
	{ "noon and midnight", "%Y%m%d %I%p", "20250102 12AM",
	  "2025-01-02T00:00:00Z" },
	{ "with its zone", "%d.%m.%Y %H.%M %z", "02.01.2025 00.30 +0200",
	  "2025-01-02T00:30:00+02:00" },
	{ "seconds since 1970", "%s", "1735776000", "2025-01-02T00:00:00Z" },
	{ "letters are themselves", "le %d/%m/%Y", "le 1/2/2025",
	  "2025-02-01" },
	{ "a leap day", "%Y-%m-%d", "2024-02-29", "2024-02-29" },
	{ "no such day", "%Y-%m-%d", "2025-02-29", "" },
	{ "no such hour", "%Y-%m-%d %H", "2025-02-28 24", "" },
	{ "more than the format", "%Y-%m-%d", "2025-02-28 10:00", "" },
	{ "less than the format", "%Y-%m-%d", "2025-02", "" },
	{ "a short year", "%d/%m/%Y", "03/04/25", "" },
	{ "an unknown directive", "%d %Q %Y", "", "!" },
	{ "a format without a year", "%d.%m.", "", "!" },
};

static void date_is_read_as_told(void **state)
{
	const struct date_case *c = *state;
	struct error            err = ERROR_INIT;
	struct stamp            stamp = { 0 };
	char                    got[STAMP_SIZE] = "!";

	if (date_format_check(span_of(c->format), &err)) {
		date_format_parse(span_of(c->format), span_of(c->text), &stamp);
		stamp_format(stamp, got);
	}

	assert_string_equal(got, c->want);
}

/* ---- mappings ---- */

/* A mapping and a table of one row; what comes of it. */
static const struct map_case {
	const char *name;
	const char *mapping;
	const char *table; /* or an object of JSON */
	const char *want;  /* the ad, or the complaint */
} map_cases[] = {
	{ "no object", "[]", "a", "expected a mapping, an object with \"fields\"" },
	{ "a slip", "{\"field\":{}}", "a",
	  "field: expected one of fields ... delimiter" },
	{ "no fields", "{}", "a",
	  "fields: expected an object of fields, such as {\"title\": \"Job\"}" },
	{ "no title", "{\"fields\":{\"url\":\"a\"}}", "a",
	  "fields: expected a title, which every ad has" },
	{ "no such field", "{\"fields\":{\"salary\":\"a\"}}", "a",
	  "fields.salary: expected a field of an ad" },
	{ "a field twice", "{\"fields\":{\"title\":\"a\",\"title\":\"b\"}}",
	  "a", "fields.title: expected each field once" },
	{ "nothing that says where from",
	  "{\"fields\":{\"title\":{\"join\":\"-\"}}}", "a",
	  "fields.title: expected one of column, columns and value" },
	{ "column 0", "{\"fields\":{\"title\":0}}", "a",
	  "fields.title: expected the name of a column or its number from 1" },
	{ "a format of no date",
	  "{\"fields\":{\"title\":{\"column\":1,\"format\":\"%Y\"}}}", "a",
	  "fields.title: format: expected for a date alone" },
	{ "several titles",
	  "{\"fields\":{\"title\":{\"column\":1,\"split\":\",\"}}}", "a",
	  "fields.title: split: expected for location, remote_regions or "
	  "employment_type" },
	{ "a template without hole",
	  "{\"fields\":{\"title\":{\"column\":1,\"template\":\"x\"}}}", "a",
	  "fields.title: template: expected {} in \"x\"" },
	{ "a delimiter of two", "{\"delimiter\":\"||\",\"fields\":{}}", "a",
	  "delimiter: expected one ASCII character" },
	{ "a column that is not there", "{\"fields\":{\"title\":\"Job\"}}",
	  "Role,Place", "title: expected the column \"Job\", got 2 columns "
			"\"Role\", \"Place\"" },
	{ "a column that is there twice", "{\"fields\":{\"title\":\"Job\"}}",
	  "Job,x,Job",
	  "title: expected one column \"Job\", got columns 1 and 3: say its "
	  "number" },
	{ "names without a header",
	  "{\"header\":false,\"fields\":{\"title\":\"Job\"}}", "Cook,Rome",
	  "title: expected numbers of columns, as there is no header, got 2 "
	  "columns \"Cook\", \"Rome\"" },
	{ "a number beyond the table", "{\"fields\":{\"title\":3}}", "a,b",
	  "title: expected a column 3, got 2 columns \"a\", \"b\"" },
	{ "a date of two readings",
	  "{\"fields\":{\"title\":1,\"posted_at\":2}}", "t,d\nCook,03/04/2025",
	  "posted_at: expected a date with one reading (or its format), got "
	  "\"03/04/2025\"" },
	{ "a date of another format",
	  "{\"fields\":{\"title\":1,\"posted_at\":{\"column\":2,\"format\":"
	  "\"%d.%m.%Y\"}}}",
	  "t,d\nCook,soon",
	  "posted_at: expected a date as \"%d.%m.%Y\", got \"soon\"" },
	{ "a currency by its sign",
	  "{\"fields\":{\"title\":1,\"pay_currency\":2}}", "t,c\nCook,$",
	  "pay_currency: expected an ISO 4217 code, got \"$\"" },
	{ "no degrees", "{\"fields\":{\"title\":1,\"lat\":2}}", "t,c\nCook,91",
	  "lat: expected degrees from -90 to 90, got \"91\"" },
	{ "numbers with decimal commas",
	  "{\"decimal\":\",\",\"delimiter\":\";\",\"fields\":{\"title\":1,"
	  "\"pay_min\":2,\"pay_max\":3,\"lat\":4,\"lon\":5,\"city\":6}}",
	  "t;a;b;c;d;e\nCook;1.234,5;2 000 EUR;41,9;-12,5;Rome",
	  "{\"title\":\"Cook\",\"locations\":[{\"text\":\"Rome\",\"city\":"
	  "\"Rome\",\"lat\":41.9,\"lon\":-12.5}],\"pay\":{\"min\":1234.5,"
	  "\"max\":2000,\"source\":\"stated\"}}" },
	{ "a country holds for every place",
	  "{\"fields\":{\"title\":1,\"location\":{\"column\":2,\"split\":\"/\"},"
	  "\"country\":3}}",
	  "t,p,c\nCook,Rome / Bari,IT",
	  "{\"title\":\"Cook\",\"locations\":[{\"text\":\"Rome\",\"country\":"
	  "\"IT\"},{\"text\":\"Bari\",\"country\":\"IT\"}]}" },
	{ "a short row", "{\"fields\":{\"title\":1,\"city\":2}}", "t,c\nCook",
	  "{\"title\":\"Cook\"}" },
	{ "what says nothing is joined with nothing",
	  "{\"empty\":[\"-\"],\"fields\":{\"title\":{\"columns\":[1,2,3],"
	  "\"join\":\" / \"}}}",
	  "a,b,c\nCook,-,Pastry", "{\"title\":\"Cook / Pastry\"}" },
	{ "members of an object",
	  "{\"fields\":{\"title\":\"job.name\",\"location\":"
	  "\"offices.*.city\",\"employer\":\"a.b\",\"openings\":\"n.0\","
	  "\"is_closed\":\"shut\"}}",
	  "{\"job\":{\"name\":\"Cook\"},\"offices\":[{\"city\":\"Rome\"},"
	  "{\"city\":\"Bari\"},{}],\"a.b\":\"Trattoria\",\"n\":[2],\"shut\":"
	  "true}",
	  "{\"title\":\"Cook\",\"employer\":\"Trattoria\",\"locations\":["
	  "{\"text\":\"Rome\"},{\"text\":\"Bari\"}],\"is_closed\":true,"
	  "\"openings\":2}" },
	{ "an array where one text is wanted",
	  "{\"fields\":{\"title\":\"t\",\"department\":\"d\"}}",
	  "{\"t\":\"Cook\",\"d\":[\"Kitchen\",\"Rome\"]}",
	  "{\"title\":\"Cook\",\"department\":\"Kitchen, Rome\"}" },
	{ "a number of a column in JSON", "{\"fields\":{\"title\":1}}",
	  "{\"t\":1}", "title: expected the path of a member, got column 1" },
};

static void print_row(bool ok, const struct field_row *row,
		      const struct error *err, struct buf *out)
{
	if (!ok) {
		buf_add_text(out, err->text);
		return;
	}
	json_open_object(out);
	ad_write_json(&row->ad, out);
	json_close_object(out);
}

static void map_object(struct field_map *m, const char *text,
		       struct arena *arena, struct buf *got, struct error *err)
{
	cJSON           *root = json_parse(span_of(text), err);
	struct field_row row = { 0 };
	bool             ok = field_map_bind(m, NULL, err) &&
		  field_map_object(m, root, (struct stamp){ 0 }, arena, &row,
				   err);

	print_row(ok, &row, err, got);
	json_free(root);
}

static void map_table(struct field_map *m, const char *text,
		      struct arena *arena, struct buf *got, struct error *err)
{
	struct csv_reader *r = csv_reader_new(field_map_dialect(m), err);
	struct csv_cells   cells = { 0 };
	struct field_row   row = { 0 };
	struct span        record;
	bool               ok;

	csv_reader_feed(r, span_of(text), true);
	csv_reader_next(r, &record, NULL, err);
	csv_split(field_map_dialect(m), record, &cells, err);
	ok = field_map_bind(m, &cells, err);
	if (ok && csv_reader_next(r, &record, NULL, err) == CSV_RECORD) {
		csv_split(field_map_dialect(m), record, &cells, err);
		ok = field_map_row(m, &cells, (struct stamp){ 0 }, arena, &row,
				   err);
	}
	print_row(ok, &row, err, got);
	csv_cells_deinit(&cells);
	csv_reader_free(r);
}

static void mapping_is_followed_or_refused(void **state)
{
	const struct map_case *c = *state;
	struct error           err = ERROR_INIT;
	struct arena           arena = ARENA_INIT;
	struct buf             got = BUF_INIT;
	struct field_map      *m = field_map_parse(span_of(c->mapping), &err);

	if (!m)
		buf_add_text(&got, err.text);
	else if (c->table[0] == '{')
		map_object(m, c->table, &arena, &got, &err);
	else
		map_table(m, c->table, &arena, &got, &err);

	assert_string_equal(got.ptr, c->want);
	field_map_free(m);
	arena_deinit(&arena);
	buf_deinit(&got);
}

/* ---- the kind ---- */

static const struct kind_case {
	const char       *name;
	const char       *options;
	const char       *body;
	enum parse_status status;
	const char       *error;
} kind_cases[] = {
	{ "a table without a mapping", "", "Job,Place\nCook,Rome\n",
	  PARSE_BROKEN,
	  "expected a mapping \"csv\" in the source's options, whose \"fields\" "
	  "name columns, got 2 columns \"Job\", \"Place\"" },
	{ "options that are no JSON", "{", "a\n", PARSE_BROKEN,
	  "options: line 1: expected more JSON, got the end" },
	{ "a mapping for an import",
	  "{\"csv\":{\"fields\":{\"title\":1,\"first_seen\":2}}}", "a,b\n",
	  PARSE_BROKEN,
	  "options: fields.first_seen: expected in the mapping of an import "
	  "alone" },
	{ "an empty table", "{\"csv\":{\"fields\":{\"title\":1}}}", "",
	  PARSE_BROKEN, "expected a row of columns, got nothing" },
	{ "a table of no rows", "{\"csv\":{\"fields\":{\"title\":1}}}", "a\n",
	  PARSE_OK, "" },
	{ "no row that fits",
	  "{\"csv\":{\"fields\":{\"title\":1,\"posted_at\":2}}}",
	  "t,d\na,soon\nb,later\n", PARSE_BROKEN,
	  "all 2 rows: posted_at: expected a date with one reading (or its "
	  "format), got \"soon\"" },
	{ "a row that fits",
	  "{\"csv\":{\"fields\":{\"title\":1,\"posted_at\":2}}}",
	  "t,d\na,soon\nb,2025-01-02\n", PARSE_OK, "" },
	{ "an unknown charset",
	  "{\"csv\":{\"charset\":\"klingon\",\"fields\":{\"title\":1}}}",
	  "a\nb\n", PARSE_BROKEN, "expected a known charset, got klingon" },
	{ "a charset that was not told", "{\"csv\":{\"fields\":{\"title\":1}}}",
	  "t\nK\xF6" "chin\n", PARSE_BROKEN,
	  "line 2: expected UTF-8, got byte 0xF6: name the file's \"charset\" "
	  "in its mapping" },
};

static void table_is_parsed_or_refused(void **state)
{
	const struct kind_case *c = *state;
	struct document doc = { .body = span_of(c->body),
				.url = SPAN("https://x.example/a.csv"),
				.options = span_of(c->options) };
	struct findings found = FINDINGS_INIT;
	struct error    err = ERROR_INIT;

	enum parse_status status =
		parser_run(SPAN("csv"), &doc, &found, NULL, &err);

	assert_string_equal(err.text, c->error);
	assert_int_equal(status, c->status);
	findings_deinit(&found);
}

#define ADD(cases, check)                                             \
	for (size_t i = 0; i < ARRAY_LEN(cases); i++)                 \
		tests[n++] = (struct CMUnitTest){                     \
			.name = cases[i].name,                        \
			.test_func = check,                           \
			.initial_state = (void *)&cases[i],           \
		}

int main(void)
{
	struct CMUnitTest tests[ARRAY_LEN(csv_cases) + ARRAY_LEN(date_cases) +
				ARRAY_LEN(map_cases) + ARRAY_LEN(kind_cases)];
	size_t n = 0;

	xmlInitParser();
	ADD(csv_cases, text_is_cut_into_cells);
	ADD(date_cases, date_is_read_as_told);
	ADD(map_cases, mapping_is_followed_or_refused);
	ADD(kind_cases, table_is_parsed_or_refused);
	return cmocka_run_group_tests_name("field_map", tests, NULL, NULL);
}
