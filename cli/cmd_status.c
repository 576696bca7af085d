/*
 * cmd_status.c - `jobtrendctl status`: the live picture.
 */
#include "cli/command.h"
#include "cli/progress.h"
#include "cli/session.h"
#include "cli/table.h"
#include "cli/terminal.h"
#include "cli/watch.h"

#include "base/mem.h"

#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define EVERY_S     2 /* between two pictures */
#define EVERY_S_MAX 86400

/*
 * The picture is a list of questions. `is_single`: one row, an object in
 * JSON; the others are arrays. Counts of large tables are the planner's.
 */
static const struct question {
	const char *name;
	const char *heading;
	bool        is_single;
	const char *sql;
} questions[] = {
	{ "database", "Database", true,
	  "SELECT current_database() AS name,"
	  " (SELECT max(version) FROM jobtrend.schema_version)"
	  "   AS schema_version,"
	  " pg_size_pretty(pg_database_size(current_database())) AS size,"
	  " pg_database_size(current_database()) AS bytes,"
	  " (SELECT greatest(reltuples, 0)::bigint FROM pg_class"
	  "   WHERE oid = 'jobtrend.ad'::regclass) AS ads_estimated,"
	  " (SELECT greatest(reltuples, 0)::bigint FROM pg_class"
	  "   WHERE oid = 'jobtrend.posting'::regclass)"
	  "   AS postings_estimated,"
	  " (SELECT version FROM jobtrend.taxonomy"
	  "   ORDER BY taxonomy_version DESC LIMIT 1) AS taxonomy,"
	  " (SELECT count(*) FROM jobtrend.source) AS sources,"
	  " (SELECT count(*) FROM jobtrend.source WHERE is_enabled)"
	  "   AS sources_enabled" },
	{ "queue", "Queue", true,
	  "SELECT"
	  " (SELECT count(DISTINCT lease_owner) FROM jobtrend.host"
	  "   WHERE lease_until > now()) AS daemons,"
	  " (SELECT count(*) FROM jobtrend.host"
	  "   WHERE lease_until > now()) AS hosts_leased,"
	  " count(*) FILTER (WHERE due_at <= now()) AS pages_due,"
	  " count(*) FILTER (WHERE due_at > now()) AS pages_later,"
	  " count(DISTINCT host) AS hosts_waiting"
	  " FROM jobtrend.page WHERE state = 'due'" },
	{ "rates", "Last 24 hours", true,
	  "SELECT count(*) AS runs,"
	  " count(*) FILTER (WHERE state = 'ok') AS ok,"
	  " count(*) FILTER (WHERE state NOT IN ('ok', 'open')) AS not_ok,"
	  " coalesce(sum(fetched), 0) AS pages_fetched,"
	  " coalesce(sum(failed), 0) AS pages_failed,"
	  " coalesce(sum(ads_seen), 0) AS ads_seen,"
	  " coalesce(sum(ads_new), 0) AS ads_new,"
	  " coalesce(sum(ads_changed), 0) AS ads_changed,"
	  " coalesce(sum(ads_gone), 0) AS ads_gone,"
	  " coalesce(sum(bytes), 0) AS bytes"
	  " FROM jobtrend.run WHERE origin = 'live'"
	  " AND started_at > now() - INTERVAL '1 day'" },
	{ "daemons", "Daemons", false,
	  "SELECT owner, version,"
	  " CASE WHEN stopped_at IS NOT NULL THEN 'stopped'"
	  "  WHEN heartbeat < now() - INTERVAL '1 minute' THEN 'dead'"
	  "  ELSE 'running' END AS state,"
	  " date_trunc('second', started_at) AS started,"
	  " date_trunc('second', now() - heartbeat) AS heard_ago,"
	  " (counters ->> 'pages_total')::bigint AS pages,"
	  " (counters ->> 'pages_failed_total')::bigint AS failed,"
	  " (counters ->> 'ads_total')::bigint AS ads,"
	  " r.pages AS \"pages/s\", r.ads AS \"ads/s\","
	  " (counters ->> 'fetches_under_way')::bigint AS fetching,"
	  " (counters ->> 'spool_bytes')::bigint AS spooled,"
	  " (counters ->> 'resident_bytes')::bigint >> 20 AS \"MiB\""
	  " FROM jobtrend.daemon_status LEFT JOIN LATERAL (SELECT"
	  "  round((counters ->> 'pages_per_second')::numeric, 1) AS pages,"
	  "  round((counters ->> 'ads_per_second')::numeric, 1) AS ads"
	  "  WHERE stopped_at IS NULL"
	  "  AND heartbeat > now() - INTERVAL '1 minute') AS r ON true"
	  " WHERE heartbeat > now() - INTERVAL '7 days' ORDER BY owner" },
	{ "runs", "Open runs", false,
	  "SELECT s.id AS source,"
	  " date_trunc('second', r.started_at) AS started,"
	  " r.planned - r.pending AS pages_done, r.pending AS pages_due"
	  " FROM jobtrend.run AS r JOIN jobtrend.source AS s"
	  " ON s.source_id = r.source_id AND s.open_run_id = r.run_id"
	  " ORDER BY r.started_at LIMIT 20" },
	{ "errors", "Sources with errors", false,
	  "SELECT s.id AS source, r.state,"
	  " date_trunc('second', r.started_at) AS at,"
	  " coalesce(r.reason, (SELECT p.error FROM jobtrend.page AS p"
	  "   WHERE p.source_id = s.source_id AND p.error IS NOT NULL"
	  "   ORDER BY p.fetched_at DESC NULLS LAST LIMIT 1)) AS reason"
	  " FROM jobtrend.source AS s JOIN LATERAL ("
	  "  SELECT state, started_at, reason FROM jobtrend.run AS l"
	  "  WHERE l.source_id = s.source_id AND l.origin = 'live'"
	  "  AND (l.state <> 'open' OR EXISTS (SELECT FROM jobtrend.page AS q"
	  "   WHERE q.source_id = l.source_id AND q.run_id = l.run_id"
	  "   AND q.error IS NOT NULL))"
	  "  ORDER BY started_at DESC LIMIT 1) AS r ON r.state <> 'ok'"
	  " WHERE s.is_enabled ORDER BY r.started_at DESC LIMIT 20" },
};

/* `is_live`: what fails is told in the picture, and asked again later. */
struct status {
	struct session s;
	bool           is_live;
	struct error   err;
};

static struct rows *ask(struct status *st, const char *sql)
{
	struct rows *r;

	st->err.text[0] = '\0';
	r = database_query(st->s.database, sql, NULL, 0, &st->err);
	if (!r && !st->is_live)
		complain(st->s.command, "%s", st->err.text);
	return r;
}

static bool print_json(struct status *st, FILE *f)
{
	struct buf   sql = BUF_INIT;
	struct rows *r;

	buf_add_text(&sql, "SELECT json_build_object('at', now()");
	for (size_t i = 0; i < ARRAY_LEN(questions); i++)
		buf_printf(&sql, ", '%s', (SELECT %s FROM (%s) AS q)",
			   questions[i].name,
			   questions[i].is_single
				   ? "to_json(q)"
				   : "coalesce(array_to_json(array_agg(q)), '[]')",
			   questions[i].sql);
	buf_add_text(&sql, ")");
	r = ask(st, sql.ptr);
	buf_deinit(&sql);
	if (r)
		fprintf(f, "%s\n", rows_get(r, 0, 0));
	rows_free(r);
	return r != NULL;
}

static bool print_csv(struct status *st, FILE *f)
{
	struct buf   line = BUF_INIT;
	struct rows *r;

	buf_add_text(&line, "section,name,value\n");
	for (size_t i = 0; i < ARRAY_LEN(questions); i++) {
		if (!questions[i].is_single)
			continue;
		r = ask(st, questions[i].sql);
		for (size_t c = 0; r && c < rows_columns(r); c++) {
			const char *value = rows_get(r, 0, c);

			buf_printf(&line, "%s,%s,", questions[i].name,
				   rows_name(r, c));
			csv_add_field(&line, span_of(value ? value : ""));
			buf_add_char(&line, '\n');
		}
		if (!r)
			buf_clear(&line);
		rows_free(r);
		if (!line.len)
			break;
	}
	fwrite(line.ptr, 1, line.len, f);
	buf_deinit(&line);
	return !st->err.text[0];
}

/* One row as "name value" pairs, filling the width. */
static void print_single(const struct rows *r, int width, FILE *f)
{
	int used = 0;

	for (size_t c = 0; c < rows_columns(r); c++) {
		const char *value = rows_get(r, 0, c);
		char        number[COUNT_SIZE];
		char        pair[256];
		int         len;

		if (value && rows_is_number(r, c))
			value = count_text(rows_get_int(r, 0, c), number);
		snprintf(pair, sizeof(pair), "%s %s", rows_name(r, c),
			 value ? value : "-");
		len = text_width(span_of(pair)) + 3;
		if (used && used + len > width) {
			fputc('\n', f);
			used = 0;
		}
		fprintf(f, "%s%s", used ? "   " : "  ", pair);
		used += len;
	}
	fputc('\n', f);
}

/* A row that wants attention, by its column "state". */
static const char *style_of_state(const struct rows *r, size_t row)
{
	static const struct {
		const char *state, *style;
	} styles[] = {
		{ "blocked", STYLE_RED },    { "capped", STYLE_YELLOW },
		{ "dead", STYLE_RED },       { "mirrored", STYLE_YELLOW },
		{ "partial", STYLE_YELLOW }, { "stopped", STYLE_DIM },
		{ "tdm", STYLE_DIM },
	};
	size_t      column = 0;
	const char *state;

	while (column < rows_columns(r) &&
	       strcmp(rows_name(r, column), "state") != 0)
		column++;
	state = column < rows_columns(r) ? rows_get(r, row, column) : NULL;
	for (size_t i = 0; state && i < ARRAY_LEN(styles); i++) {
		if (strcmp(styles[i].state, state) == 0)
			return styles[i].style;
	}
	return NULL;
}

static bool print_tables(struct status *st, const struct screen *screen,
			 FILE *f)
{
	for (size_t i = 0; i < ARRAY_LEN(questions); i++) {
		const struct question *q = &questions[i];
		struct rows           *r = ask(st, q->sql);

		if (!r)
			return false;
		fprintf(f, "%s%s%s%s\n", i ? "\n" : "",
			style_on(screen, STYLE_BOLD), q->heading,
			style_off(screen, STYLE_BOLD));
		if (q->is_single)
			print_single(r, screen->width ? screen->width : 80, f);
		else if (rows_count(r))
			table_print_styled(r, screen, style_of_state, f);
		else
			fputs("  none\n", f);
		rows_free(r);
	}
	return true;
}

static bool print(struct status *st, const struct screen *screen, FILE *f)
{
	if (st->s.format == OUTPUT_CSV)
		return print_csv(st, f);
	return st->s.format == OUTPUT_TABLE ? print_tables(st, screen, f)
					    : print_json(st, f);
}

/* ---- watching ---- */

/* What went wrong: into the picture, or beside what others read. */
static void tell_failure(struct status *st, const struct screen *screen,
			 FILE *f)
{
	if (!screen->width) {
		complain(st->s.command, "%s", st->err.text);
		return;
	}
	fprintf(f, "\n%sThe database is away; asked again until it answers.%s\n"
		   "  %s\n",
		style_on(screen, STYLE_RED), style_off(screen, STYLE_RED),
		st->err.text);
}

/* One picture; a database that is away is looked for anew. */
static bool draw(void *arg, const struct screen *screen, FILE *f)
{
	struct status *st = arg;
	char           at[32];
	time_t         now = time(NULL);
	struct tm      utc;

	gmtime_r(&now, &utc);
	strftime(at, sizeof(at), "%Y-%m-%d %H:%M:%S", &utc);
	if (st->s.format == OUTPUT_TABLE)
		fprintf(f, "%sjobtrend, %s UTC%s\n\n",
			style_on(screen, STYLE_DIM), at,
			style_off(screen, STYLE_DIM));
	if (!st->s.database)
		st->s.database =
			database_open(st->s.conninfo.ptr, &st->err);
	if (!st->s.database || !print(st, screen, f)) {
		tell_failure(st, screen, f);
		database_close(st->s.database);
		st->s.database = NULL;
	}
	if (st->s.format == OUTPUT_TABLE && !screen->width)
		fputc('\n', f);
	return true;
}

static int run_status(int argc, char **argv)
{
	struct status st = { .s = { .command = argv[0] }, .err = ERROR_INIT };
	bool          once = false, is_watching = false;
	int           every_s = EVERY_S;
	const struct option options[] = {
		SESSION_OPTIONS(st.s),
		{ "--interval", OPTION_INT, &every_s, NULL },
		{ "--once", OPTION_FLAG, &once, NULL },
		{ "--watch", OPTION_FLAG, &is_watching, NULL },
	};
	int n = option_parse(argc, argv, options, ARRAY_LEN(options));
	int code;

	if (n < 0)
		return EXIT_USAGE;
	if (n > 0)
		return complain_usage(
			argv[0], "expected no argument, got \"%s\"", argv[1]);
	if (once && is_watching)
		return complain_usage(argv[0],
				      "expected --once or --watch, got both");
	if (every_s < 1 || every_s > EVERY_S_MAX)
		return complain_usage(argv[0],
				      "--interval: expected 1 to %d seconds, "
				      "got %d",
				      EVERY_S_MAX, every_s);
	code = session_open(&st.s);
	if (code == EXIT_DONE && is_watching && st.s.format == OUTPUT_CSV)
		code = complain_usage(
			argv[0], "--watch: expected table, json or jsonl as "
				 "--format, got csv");
	st.is_live = is_watching || (!once && st.s.format == OUTPUT_TABLE &&
				     isatty(STDOUT_FILENO) &&
				     isatty(STDIN_FILENO));
	if (code == EXIT_DONE && st.is_live) {
		code = watch_run(draw, &st, every_s);
	} else if (code == EXIT_DONE) {
		struct screen screen = terminal_screen(stdout);

		code = print(&st, &screen, stdout) ? EXIT_DONE : EXIT_FAILED;
	}
	session_close(&st.s);
	return code;
}

const struct command command_status = {
	.name = "status",
	.usage = "[--watch [--interval S] | --once]\n"
		 "                          [--format table|csv|json|jsonl] [--db "
		 "CONNINFO]",
	.summary = "show runs, queue, rates, errors by source and the database",
	.help = "On a terminal the picture is drawn anew every two seconds "
		"until q or Ctrl-C;\n"
		"elsewhere, and with --once, it is printed once. With --watch "
		"one picture comes\n"
		"after the other there too: with --format jsonl, a line each "
		"time. A database\n"
		"that goes away meanwhile is waited for.\n"
		"\n"
		"  --watch         again and again, also where there is no "
		"terminal\n"
		"  --interval S    seconds between two pictures (2)\n"
		"  --once          print once\n" SESSION_HELP
		"  --format F      table (default), csv (the counts), json or "
		"jsonl (all of it)\n" SESSION_COLOR_HELP,
	.run = run_status,
};
