/*
 * cmd_export.c - `jobtrendctl export`: what is known, as files.
 */
#include "cli/command.h"
#include "cli/export_parquet.h"
#include "cli/export_sql.h"
#include "cli/json_member.h"
#include "cli/parquet.h"
#include "cli/progress.h"
#include "cli/session.h"
#include "cli/table.h"

#include "base/json_out.h"
#include "base/mem.h"
#include "parsers/ad_json.h"
#include "parsers/json.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

struct export {
	struct session *s;
	struct progress progress;
	struct buf      line;
	struct parquet *parquet; /* NULL: lines are written */
	int64_t         rows, whole;
	bool            is_archive; /* else ads as `extract` writes them */
	struct error    err;        /* of a row that cannot be written */
};

static bool write_line(struct export *e)
{
	bool ok = fwrite(e->line.ptr, 1, e->line.len, stdout) == e->line.len;

	buf_clear(&e->line);
	e->rows++;
	progress_show(&e->progress, e->rows, e->whole, e->rows);
	if (!ok)
		error_set(&e->err, "standard output: cannot write");
	return ok;
}

static bool on_source(const struct rows *r, void *arg)
{
	struct export *e = arg;

	json_open_object(&e->line);
	json_put_text(&e->line, "type", "source");
	json_put_text(&e->line, "id", rows_get(r, 0, 0));
	json_put_text(&e->line, "kind", rows_get(r, 0, 1));
	json_put_text(&e->line, "employer", rows_get(r, 0, 2));
	json_put_text(&e->line, "first_evidence", rows_get(r, 0, 3));
	json_close_object(&e->line);
	buf_add_char(&e->line, '\n');
	return write_line(e);
}

static bool on_run(const struct rows *r, void *arg)
{
	struct export *e = arg;

	json_open_object(&e->line);
	json_put_text(&e->line, "type", "run");
	json_put_text(&e->line, "source", rows_get(r, 0, 0));
	json_put_text(&e->line, "at", rows_get(r, 0, 1));
	json_put_text(&e->line, "ended_at", rows_get(r, 0, 2));
	json_put_text(&e->line, "state", rows_get(r, 0, 3));
	if (rows_get(r, 0, 4))
		json_put_int(&e->line, "listed", rows_get_int(r, 0, 4));
	if (rows_get(r, 0, 5))
		json_put_int(&e->line, "fetched", rows_get_int(r, 0, 5));
	json_close_object(&e->line);
	buf_add_char(&e->line, '\n');
	return write_line(e);
}

static void put_ad(struct export *e, const struct rows *r, struct ad *ad)
{
	struct buf *out = &e->line;

	json_open_object(out);
	if (e->is_archive)
		json_put_text(out, "type", "ad");
	json_put_text(out, "source", rows_get(r, 0, 0));
	if (e->is_archive) { /* the key and the times lead */
		json_put_span(out, "native_id", ad->native_id);
		json_put_text(out, "first_seen", rows_get(r, 0, 1));
		json_put_text(out, "last_seen", rows_get(r, 0, 2));
		json_put_text(out, "gone_at", rows_get(r, 0, 3));
		ad->native_id = (struct span){ NULL, 0 };
	}
	ad_write_json(ad, out);
	json_put_text(out, "raw_sha256", rows_get(r, 0, 4));
	json_close_object(out);
	buf_add_char(out, '\n');
}

static bool on_ad(const struct rows *r, void *arg)
{
	struct export *e = arg;
	struct arena   arena = ARENA_INIT;
	struct span    text = span_of(rows_get(r, 0, 5));
	struct buf     extra = BUF_INIT;
	struct ad      ad;
	cJSON         *stated = json_parse(text, &e->err);
	bool ok = stated && ad_read_json(stated, &arena, &ad, &e->err) &&
		  json_unknown_members(text, &extra, NULL);

	if (ok) {
		ad.extra = buf_span(&extra);
		put_ad(e, r, &ad);
	} else {
		error_prefix(&e->err, "%s", rows_get(r, 0, 0));
	}
	ok = ok && write_line(e);
	json_free(stated);
	buf_deinit(&extra);
	arena_deinit(&arena);
	return ok;
}

static void put_head(struct export *e, const struct rows *r)
{
	size_t columns = rows_columns(r);

	for (size_t c = 0; c < columns; c++)
		buf_printf(&e->line, "%s%s", rows_name(r, c),
			   c + 1 < columns ? "," : "\n");
}

/* A table without rows still has columns. */
static bool put_empty_csv(struct export *e, const char *source)
{
	struct rows *r = database_query(e->s->database, export_csv_sql, &source,
					1, &e->err);
	bool         ok = r;

	if (r) {
		put_head(e, r);
		ok = write_line(e);
	}
	rows_free(r);
	return ok;
}

static bool on_csv(const struct rows *r, void *arg)
{
	struct export *e = arg;
	size_t         columns = rows_columns(r);

	if (e->rows == 0)
		put_head(e, r);
	for (size_t c = 0; c < columns; c++) {
		const char *text = rows_get(r, 0, c);

		if (c)
			buf_add_char(&e->line, ',');
		if (text)
			csv_add_field(&e->line, span_of(text));
	}
	buf_add_char(&e->line, '\n');
	return write_line(e);
}

static bool on_parquet(const struct rows *r, void *arg)
{
	struct export *e = arg;
	bool           ok = export_parquet_row(e->parquet, r);

	e->rows++;
	progress_show(&e->progress, e->rows, e->whole, e->rows);
	if (!ok)
		error_set(&e->err, "standard output: cannot write");
	return ok;
}

static const struct part {
	const char *format, *sql;
	row_fn     *on_row;
} parts[] = {
	/* in the order they are written */
	{ "archive", export_sources_sql, on_source }, { "archive", export_runs_sql, on_run },
	{ "archive", export_ads_sql, on_ad },         { "csv", export_csv_sql, on_csv },
	{ "jsonl", export_ads_sql, on_ad },
	{ "parquet", export_parquet_sql, on_parquet },
};

static int64_t count_ads(struct session *s)
{
	struct rows *r = session_query(
		s,
		"SELECT greatest(reltuples, 0)::bigint FROM pg_class"
		" WHERE oid = 'jobtrend.ad'::regclass",
		NULL, 0);
	int64_t n = r ? rows_get_int(r, 0, 0) : -1;

	rows_free(r);
	return n;
}

static bool source_is_there(struct session *s, const char *source)
{
	struct rows *r;
	bool         is_there;

	if (!source)
		return true;
	r = session_query(s, "SELECT FROM jobtrend.source WHERE id = $1",
			  &source, 1);
	is_there = r && rows_count(r);
	if (r && !is_there)
		complain(s->command,
			 "--source: expected a source, found none called "
			 "\"%s\"",
			 source);
	rows_free(r);
	return is_there;
}

/* All parts of a format see the same state of the database. */
static int export(struct session *s, const char *format, const char *source)
{
	static const char begin[] =
		"BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";
	struct error err = ERROR_INIT;
	struct export e = {
		.s = s,
		.whole = count_ads(s),
		.is_archive = strcmp(format, "archive") == 0,
	};
	bool ok =
		e.whole >= 0 && database_run(s->database, begin, NULL, 0, &err);

	if (!strcmp(format, "parquet"))
		e.parquet = export_parquet_new(stdout);
	progress_start(&e.progress, "export", "lines");
	if (isatty(STDOUT_FILENO)) /* the lines themselves show progress */
		e.progress.is_terminal = false;
	for (size_t i = 0; ok && i < ARRAY_LEN(parts); i++) {
		if (strcmp(parts[i].format, format) != 0)
			continue;
		ok = database_stream(s->database, parts[i].sql, &source, 1,
				     parts[i].on_row, &e, &err) &&
		     !e.err.text[0];
	}
	if (ok && e.rows == 0 && strcmp(format, "csv") == 0)
		ok = put_empty_csv(&e, source);
	if (ok && e.parquet && !parquet_close(e.parquet)) {
		error_set(&e.err, "standard output: cannot write");
		ok = false;
	}
	progress_end(&e.progress);
	if (!ok)
		complain(s->command, "%s",
			 e.err.text[0] ? e.err.text : err.text);
	parquet_free(e.parquet);
	buf_deinit(&e.line);
	return ok ? EXIT_DONE : EXIT_FAILED;
}

static bool is_format(const char *format)
{
	for (size_t i = 0; format && i < ARRAY_LEN(parts); i++) {
		if (strcmp(parts[i].format, format) == 0)
			return true;
	}
	return false;
}

static int run_export(int argc, char **argv)
{
	struct session      s = { .command = argv[0] };
	const char         *format = NULL, *source = NULL;
	const struct option options[] = {
		{ "--config", OPTION_TEXT, &s.config_path, "@file" },
		{ "--db", OPTION_TEXT, &s.db, NULL },
		{ "--format", OPTION_TEXT, &format, "archive csv jsonl parquet" },
		{ "--source", OPTION_TEXT, &source, NULL },
	};
	int n = option_parse(argc, argv, options, ARRAY_LEN(options));
	int code;

	if (n < 0)
		return EXIT_USAGE;
	if (n > 0)
		return complain_usage(
			argv[0], "expected no argument, got \"%s\"", argv[1]);
	if (!is_format(format))
		return complain_usage(
			argv[0],
			"--format: expected archive, csv, jsonl or parquet, "
			"got %s%s%s",
			format ? "\"" : "", format ? format : "nothing",
			format ? "\"" : "");
	if (!strcmp(format, "parquet") && isatty(STDOUT_FILENO))
		return complain_usage(argv[0], "--format parquet: expected a "
				      "file or a pipe, standard output is a "
				      "terminal");
	code = session_open(&s);
	if (code == EXIT_DONE)
		code = source_is_there(&s, source) ? export(&s, format, source)
						   : EXIT_FAILED;
	session_close(&s);
	return code;
}

const struct command command_export = {
	.name = "export",
	.usage = "--format archive|csv|jsonl|parquet [--source S] [--db CONNINFO]",
	.summary = "write what is known to standard output",
	.help = "  --format archive  sources, runs and ads with when they were "
		"seen: imported into\n"
		"                    an empty database, it gives the same "
		"archive again\n"
		"  --format csv      ads with the facts found in them, one a "
		"row\n"
		"  --format jsonl    ads as `extract` writes them\n"
		"  --format parquet  the rows of csv with their types, for DuckDB, "
		"Arrow, pandas\n"
		"  --source S        of this source alone\n" SESSION_HELP "\n"
		"The order is always the same (source, then time or native "
		"id), and all of it is\n"
		"the state of one moment. Runs that are still open, and those "
		"inferred from ads,\n"
		"are left out.\n",
	.run = run_export,
};
