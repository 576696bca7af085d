/*
 * cmd_export.c - `jobtrendctl export`: what is known, as files.
 */
#include "cli/command.h"
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

/* A moment as RFC 3339 in UTC, with a fraction only where there is one. */
#define MOMENT(t)                                                   \
	"(to_char(" t ", 'YYYY-MM-DD\"T\"HH24:MI:SS') || CASE WHEN" \
	" date_trunc('second', " t ") = " t " THEN '' ELSE"         \
	" rtrim(to_char(" t ", '.US'), '0') END || 'Z')"

/*
 * An ad as its source stated it: what the columns say, outranked by what
 * `detail` says (a null there: the source did not state what the column has).
 */
#define STATED                                                                                                                                    \
	"jsonb_build_object('native_id', a.native_id, 'url', a.url,"                                                                              \
	" 'apply_url', a.apply_url, 'title', a.title,"                                                                                            \
	" 'employer', a.employer, 'remote', a.remote,"                                                                                            \
	" 'posted_at', CASE WHEN a.claimed_posted_is_date THEN"                                                                                   \
	"   to_char(a.claimed_posted, 'YYYY-MM-DD')"                                                                                              \
	"   ELSE " MOMENT(                                                                                                                        \
		"a.claimed_posted") " END,"                                                                                                       \
				    " 'updated_at', " MOMENT(                                                                                     \
					    "a.claimed_updated") ","                                                                              \
								 " 'valid_"                                                                       \
								 "through',"                                                                      \
								 " " MOMENT(                                                                      \
									 "a."                                                                     \
									 "val"                                                                    \
									 "id_"                                                                    \
									 "thr"                                                                    \
									 "oug"                                                                    \
									 "h") ","                                                                 \
									      " 'employment_type', a.employment_type, 'openings', a.openings,"    \
									      " 'pay', CASE WHEN coalesce(a.pay_min, a.pay_max) IS NOT NULL THEN" \
									      "   jsonb_build_object('min', a.pay_min, 'max', a.pay_max,"         \
									      "    'currency', a.pay_currency, 'period', a.pay_period,"           \
									      "    'source', a.pay_source) END,"                                  \
									      " 'requisition_id', a.requisition_id, 'department', a.department,"  \
									      " 'language', a.language, 'description', t.description,"            \
									      " 'description_html_sha256',"                                       \
									      "   encode(t.description_html_sha256, 'hex'))"                      \
									      " || coalesce(a.detail, '{}')"

#define FROM_ADS                                                             \
	" FROM jobtrend.ad AS a JOIN jobtrend.source AS s USING (source_id)" \
	" LEFT JOIN jobtrend.text_version AS t ON t.source_id = a.source_id" \
	"  AND t.ad_id = a.ad_id AND t.text_version = a.text_version"        \
	" WHERE ($1::text IS NULL OR s.id = $1)"                             \
	" ORDER BY s.id COLLATE \"C\", a.native_id COLLATE \"C\""

static const char sources_sql[] =
	"SELECT id, kind, employer, first_evidence FROM jobtrend.source"
	" WHERE ($1::text IS NULL OR id = $1) AND NOT options ? 'implied'"
	" ORDER BY id COLLATE \"C\"";

static const char runs_sql[] = "SELECT s.id, " MOMENT(
	"r.started_at") ","
			" CASE WHEN r.ended_at <> r.started_at THEN " MOMENT(
				"r.ended_at") " END, r.state, r.listed,"
					      " CASE WHEN r.listed IS NOT NULL "
					      "OR r.fetched > 0 THEN r.fetched "
					      "END"
					      " FROM jobtrend.run AS r JOIN "
					      "jobtrend.source AS s USING "
					      "(source_id)"
					      " WHERE ($1::text IS NULL OR "
					      "s.id = $1)"
					      " AND r.origin <> 'inferred' AND "
					      "r.state <> 'open'"
					      " ORDER BY s.id COLLATE \"C\", "
					      "r.started_at, r.origin";

static const char ads_sql[] =
	"SELECT s.id, " MOMENT("a.first_seen") ", " MOMENT(
		"a.last_seen") ", " MOMENT("a.gone_at") ", "
							"encode(t.raw_sha256, "
							"'hex'), " STATED
								FROM_ADS;

static const char csv_sql[] =
	"SELECT s.id AS source, a.native_id, a.title, a.employer, a.url,"
	" " MOMENT(
		"a.first_seen") " AS first_seen,"
				" " MOMENT(
					"a.last_seen") " AS last_seen,"
						       " " MOMENT(
							       "a.gone_"
							       "at") " AS"
								     " go"
								     "ne_"
								     "at,"
								     " a."
								     "cla"
								     "ime"
								     "d_"
								     "pos"
								     "ted"
								     "::"
								     "dat"
								     "e "
								     "AS "
								     "pos"
								     "ted"
								     ","
								     " ar"
								     "ray"
								     "_to"
								     "_st"
								     "rin"
								     "g("
								     "a."
								     "reg"
								     "ion"
								     "s, "
								     "' "
								     "') "
								     "AS "
								     "reg"
								     "ion"
								     "s, "
								     "a."
								     "rem"
								     "ote"
								     ","
								     " ("
								     "SEL"
								     "ECT"
								     " st"
								     "rin"
								     "g_"
								     "agg"
								     "(k."
								     "id,"
								     " ' "
								     "' "
								     "ORD"
								     "ER "
								     "BY "
								     "k."
								     "id)"
								     "   "
								     "FRO"
								     "M "
								     "job"
								     "tre"
								     "nd."
								     "ski"
								     "ll "
								     "AS "
								     "k "
								     "WHE"
								     "RE "
								     "k."
								     "ski"
								     "ll_"
								     "id "
								     "= "
								     "ANY"
								     " ("
								     "a."
								     "ski"
								     "lls"
								     "))"
								     "   "
								     "AS "
								     "ski"
								     "lls"
								     ","
								     " ("
								     "SEL"
								     "ECT"
								     " st"
								     "rin"
								     "g_"
								     "agg"
								     "(d."
								     "id,"
								     " ' "
								     "' "
								     "ORD"
								     "ER "
								     "BY "
								     "d."
								     "def"
								     "ini"
								     "tio"
								     "n_"
								     "id)"
								     "   "
								     "FRO"
								     "M "
								     "job"
								     "tre"
								     "nd."
								     "def"
								     "ini"
								     "tio"
								     "n "
								     "AS "
								     "d"
								     "   "
								     "WHE"
								     "RE "
								     "a."
								     "def"
								     "ini"
								     "tio"
								     "ns "
								     ">> "
								     "d."
								     "def"
								     "ini"
								     "tio"
								     "n_"
								     "id "
								     "& "
								     "1 "
								     "= "
								     "1) "
								     "AS "
								     "def"
								     "ini"
								     "tio"
								     "ns,"
								     " a."
								     "lan"
								     "gua"
								     "ge,"
								     " a."
								     "rol"
								     "e_"
								     "fam"
								     "ily"
								     ", "
								     "a."
								     "sen"
								     "ior"
								     "ity"
								     ","
								     " a."
								     "pay"
								     "_mi"
								     "n, "
								     "a."
								     "pay"
								     "_ma"
								     "x, "
								     "a."
								     "pay"
								     "_cu"
								     "rre"
								     "ncy"
								     ", "
								     "a."
								     "pay"
								     "_pe"
								     "rio"
								     "d" FROM_ADS;

struct export
{
	struct session *s;
	struct progress progress;
	struct buf      line;
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
	struct ad      ad;
	cJSON         *stated = json_parse(span_of(rows_get(r, 0, 5)), &e->err);
	bool ok = stated && ad_read_json(stated, &arena, &ad, &e->err);

	if (ok)
		put_ad(e, r, &ad);
	else
		error_prefix(&e->err, "%s", rows_get(r, 0, 0));
	ok = ok && write_line(e);
	json_free(stated);
	arena_deinit(&arena);
	return ok;
}

static bool on_csv(const struct rows *r, void *arg)
{
	struct export *e = arg;
	size_t         columns = rows_columns(r);

	for (size_t c = 0; e->rows == 0 && c < columns; c++)
		buf_printf(&e->line, "%s%s", rows_name(r, c),
			   c + 1 < columns ? "," : "\n");
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

static const struct part {
	const char *format, *sql;
	row_fn     *on_row;
} parts[] = {
	/* in the order they are written */
	{ "archive", sources_sql, on_source }, { "archive", runs_sql, on_run },
	{ "archive", ads_sql, on_ad },         { "csv", csv_sql, on_csv },
	{ "jsonl", ads_sql, on_ad },
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
	progress_end(&e.progress);
	if (!ok)
		complain(s->command, "%s",
			 e.err.text[0] ? e.err.text : err.text);
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
		{ "--config", OPTION_TEXT, &s.config_path },
		{ "--db", OPTION_TEXT, &s.db },
		{ "--format", OPTION_TEXT, &format },
		{ "--source", OPTION_TEXT, &source },
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
			"--format: expected archive, csv or jsonl, got %s%s%s",
			format ? "\"" : "", format ? format : "nothing",
			format ? "\"" : "");
	code = session_open(&s);
	if (code == EXIT_DONE)
		code = export(&s, format, source);
	session_close(&s);
	return code;
}

const struct command command_export = {
	.name = "export",
	.usage = "--format archive|csv|jsonl [--source S] [--db CONNINFO]",
	.summary = "write what is known to standard output",
	.help = "  --format archive  sources, runs and ads with when they were "
		"seen: imported into\n"
		"                    an empty database, it gives the same "
		"archive again\n"
		"  --format csv      ads with the facts found in them, one a "
		"row\n"
		"  --format jsonl    ads as `extract` writes them\n"
		"  --source S        of this source alone\n" SESSION_HELP "\n"
		"The order is always the same (source, then time or native "
		"id), and all of it is\n"
		"the state of one moment. Runs that are still open, and those "
		"inferred from ads,\n"
		"are left out.\n",
	.run = run_export,
};
