/*
 * cmd_status.c - `jobtrendctl status`: the live picture.
 */
#include "cli/command.h"
#include "cli/progress.h"
#include "cli/session.h"
#include "cli/table.h"

#include "base/mem.h"

#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define REFRESH_MS 2000

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

static int print_json(struct session *s)
{
	struct buf   sql = BUF_INIT;
	struct rows *r;

	buf_add_text(&sql, "SELECT json_build_object('at', now()");
	for (size_t i = 0; i < ARRAY_LEN(questions); i++)
		buf_printf(&sql, ", '%s', (SELECT %s FROM (%s) AS q)",
			   questions[i].name,
			   questions[i].is_single
				   ? "to_json(q)"
				   : "coalesce(json_agg(q), '[]')",
			   questions[i].sql);
	buf_add_text(&sql, ")");
	r = session_query(s, sql.ptr, NULL, 0);
	buf_deinit(&sql);
	if (!r)
		return EXIT_FAILED;
	puts(rows_get(r, 0, 0));
	rows_free(r);
	return EXIT_DONE;
}

static int print_csv(struct session *s)
{
	struct buf   line = BUF_INIT;
	struct rows *r;

	buf_add_text(&line, "section,name,value\n");
	for (size_t i = 0; i < ARRAY_LEN(questions); i++) {
		if (!questions[i].is_single)
			continue;
		r = session_query(s, questions[i].sql, NULL, 0);
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
			return EXIT_FAILED;
	}
	fwrite(line.ptr, 1, line.len, stdout);
	buf_deinit(&line);
	return EXIT_DONE;
}

/* One row as "name value" pairs, filling the width. */
static void print_single(const struct rows *r, int width)
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
			putchar('\n');
			used = 0;
		}
		printf("%s%s", used ? "   " : "  ", pair);
		used += len;
	}
	putchar('\n');
}

static int print_tables(struct session *s)
{
	bool has_color = wants_color(stdout);
	int  width = terminal_width(stdout);

	for (size_t i = 0; i < ARRAY_LEN(questions); i++) {
		const struct question *q = &questions[i];
		struct rows           *r = session_query(s, q->sql, NULL, 0);

		if (!r)
			return EXIT_FAILED;
		printf("%s%s%s%s\n", i ? "\n" : "", has_color ? "\033[1m" : "",
		       q->heading, has_color ? "\033[0m" : "");
		if (q->is_single)
			print_single(r, width ? width : 80);
		else if (rows_count(r))
			table_print_rows(r, stdout);
		else
			puts("  none");
		rows_free(r);
	}
	return EXIT_DONE;
}

static int print(struct session *s)
{
	if (s->format == OUTPUT_CSV)
		return print_csv(s);
	return s->format == OUTPUT_TABLE ? print_tables(s) : print_json(s);
}

static volatile sig_atomic_t is_stopping;

static void on_signal(int number)
{
	(void)number;
	is_stopping = 1;
}

/* Until q, Ctrl-C or the database goes. */
static int watch(struct session *s)
{
	int code = EXIT_DONE;

	signal(SIGINT, on_signal);
	signal(SIGTERM, on_signal);
	fputs("\033[?1049h", stdout); /* the terminal's other screen */
	while (!is_stopping && code == EXIT_DONE) {
		struct pollfd p = { .fd = STDIN_FILENO, .events = POLLIN };
		char          key = 0;

		fputs("\033[H\033[2J", stdout);
		code = print(s);
		fputs("\n(q and Enter, or Ctrl-C, ends this)\n", stdout);
		fflush(stdout);
		if (poll(&p, 1, REFRESH_MS) > 0 &&
		    (read(STDIN_FILENO, &key, 1) < 1 || key == 'q'))
			break;
	}
	fputs("\033[?1049l", stdout);
	return code;
}

static int run_status(int argc, char **argv)
{
	struct session      s = { .command = argv[0] };
	bool                once = false;
	const struct option options[] = {
		SESSION_OPTIONS(s),
		{ "--once", OPTION_FLAG, &once },
	};
	int n = option_parse(argc, argv, options, ARRAY_LEN(options));
	int code;

	if (n < 0)
		return EXIT_USAGE;
	if (n > 0)
		return complain_usage(
			argv[0], "expected no argument, got \"%s\"", argv[1]);
	code = session_open(&s);
	if (code == EXIT_DONE) {
		bool is_live = !once && s.format == OUTPUT_TABLE &&
			       isatty(STDOUT_FILENO) && isatty(STDIN_FILENO);

		code = is_live ? watch(&s) : print(&s);
	}
	session_close(&s);
	return code;
}

const struct command command_status = {
	.name = "status",
	.usage = "[--once] [--format table|csv|json] [--db CONNINFO]",
	.summary = "show runs, queue, rates, errors by source and the database",
	.help = "On a terminal the picture is drawn anew every two seconds "
		"until q or Ctrl-C;\n"
		"elsewhere, and with --once, it is printed once.\n"
		"\n"
		"  --once          print once\n" SESSION_HELP
		"  --format F      table (default), csv (the counts) or json "
		"(all of it)\n",
	.run = run_status,
};
