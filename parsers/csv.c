/*
 * csv.c - separated values (RFC 4180) by the mapping of the source's options:
 * {"csv": {"fields": {"title": "Job Title", ...}}}, see field_map.h. Nothing is
 * guessed: without a mapping the document is refused, its columns named.
 */
#include "parsers/charset.h"
#include "parsers/field_map.h"
#include "parsers/kinds.h"
#include "parsers/url.h"

#include <string.h>

#define MAPPING "a mapping \"csv\" in the source's options, whose \"fields\" name columns"

/* One reading of a document. */
struct table {
	const struct document *doc;
	struct findings       *out;
	struct field_map      *map; /* NULL: there is none */
	struct csv_reader     *reader;
	struct csv_cells       cells;
	struct error           first_wrong; /* of the rows */
	size_t                 n_rows, n_wrong;
};

static bool open_map(struct table *t, struct error *err)
{
	cJSON       *options = NULL;
	const cJSON *mapping = NULL;
	const char  *field;
	bool         ok = true;

	if (t->doc->options.len) {
		options = json_parse(t->doc->options, err);
		ok = options != NULL;
		mapping = json_get(options, "csv");
	}
	if (mapping) {
		t->map = field_map_new(mapping, err);
		ok = t->map != NULL;
	}
	json_free(options);
	field = t->map ? field_map_import_field(t->map) : NULL;
	if (field) {
		error_set(err, "fields.%s: expected in the mapping of an "
			       "import alone",
			  field);
		ok = false;
	}
	if (!ok)
		error_prefix(err, "options");
	return ok;
}

static void add_row(struct table *t)
{
	struct field_row row;
	struct error     err = ERROR_INIT;

	t->n_rows++;
	if (!field_map_row(t->map, &t->cells, t->doc->fetched_at,
			   &t->out->arena, &row, &err)) {
		if (!t->n_wrong++)
			t->first_wrong = err;
	}
	if (t->out->n_ads <= PARSER_ADS_MAX)
		*findings_add_ad(t->out) = row.ad;
}

/* The first record: the header, or the first row of a table without one. */
static bool begin(struct table *t, struct error *err)
{
	if (!t->map) {
		field_map_refuse(MAPPING, &t->cells, err);
		return false;
	}
	if (!field_map_bind(t->map, &t->cells, err))
		return false;
	if (!field_map_has_header(t->map))
		add_row(t);
	return true;
}

static enum parse_status read_rows(struct table *t, struct error *err)
{
	const struct csv_dialect  plain = CSV_DIALECT_INIT;
	const struct csv_dialect *dialect =
		t->map ? field_map_dialect(t->map) : &plain;
	struct span     record;
	int64_t         line;
	bool            is_begun = false;
	enum csv_status status;

	while ((status = csv_reader_next(t->reader, &record, &line, err)) ==
	       CSV_RECORD) {
		if (!csv_split(dialect, record, &t->cells, err)) {
			error_prefix(err, "line %lld", (long long)line);
			return PARSE_BROKEN;
		}
		if (is_begun)
			add_row(t);
		else if (!begin(t, err))
			return PARSE_BROKEN;
		is_begun = true;
	}
	if (status == CSV_BROKEN)
		return PARSE_BROKEN;
	if (!is_begun) {
		error_set(err, "expected a row of columns, got nothing");
		return PARSE_BROKEN;
	}
	/* one odd date is the row's; when none fits, the mapping is wrong */
	if (t->n_rows && t->n_wrong == t->n_rows) {
		error_set(err, "all %zu rows: %s", t->n_rows,
			  t->first_wrong.text);
		return PARSE_BROKEN;
	}
	return PARSE_OK;
}

static enum parse_status parse_csv(const struct document *doc,
				   struct findings *out, struct error *err)
{
	struct table       t = { .doc = doc, .out = out };
	struct csv_dialect dialect = CSV_DIALECT_INIT;
	enum parse_status  status = PARSE_BROKEN;

	if (open_map(&t, err)) {
		if (t.map)
			dialect = *field_map_dialect(t.map);
		if (!dialect.charset[0])
			charset_of_type(doc->content_type, dialect.charset);
		t.reader = csv_reader_new(&dialect, err);
	}
	if (t.reader) {
		csv_reader_feed(t.reader, doc->body, true);
		status = read_rows(&t, err);
	}
	csv_cells_deinit(&t.cells);
	csv_reader_free(t.reader);
	field_map_free(t.map);
	return status;
}

static bool ends_with(struct span s, const char *end)
{
	size_t len = strlen(end);

	return s.len >= len && span_is_nocase((struct span){ s.ptr + s.len - len,
							     len },
					      end);
}

/* Nothing in the bytes tells a table: what was said of it does. */
static int sniff_csv(const struct document *doc)
{
	struct url_parts u;
	struct span      head = span_trim(doc->body);

	if (!head.len || strchr("<{[", head.ptr[0]))
		return 0; /* a page that says it is not there, most often */
	if (span_find(doc->options, "\"csv\""))
		return 90;
	if (span_find_nocase(doc->content_type, "text/csv") ||
	    span_find_nocase(doc->content_type, "tab-separated-values"))
		return 60;
	if (url_split(doc->url, &u) &&
	    (ends_with(u.path, ".csv") || ends_with(u.path, ".tsv")))
		return 60;
	return 0;
}

const struct parser parser_csv = {
	.name = "csv",
	.about = "a table: CSV, TSV and the like, by a mapping",
	.board = "address of the table",
	.spec = "RFC 4180",
	.parse = parse_csv,
	.sniff = sniff_csv,
};
