/*
 * cmd_trend.c - `jobtrendctl yoy`, `trend` and `explain`: what was counted.
 */
#include "cli/chart.h"
#include "cli/command.h"
#include "cli/progress.h"
#include "cli/session.h"
#include "cli/table.h"
#include "cli/terminal.h"

#include "base/buf.h"
#include "base/mem.h"
#include "base/stamp.h"

#include <cjson/cJSON.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CHART_POINTS 36 /* of the series under a cell */
#define BRIDGE_HALF  15 /* columns of the largest part of the bridge */

struct question {
	struct session s;
	const char    *region, *skill, *period, *definition, *measure, *grain;
	const char    *since, *until, *as_of;
	bool           has_estimates; /* --estimates */
};

/* A wrong argument is a wrong command line, whoever notices. */
static int failed(const struct question *q)
{
	return database_was_refused(q->s.database) ? EXIT_USAGE : EXIT_FAILED;
}

static int require(const struct question *q, const char *name,
		   const char *value, const char *expected)
{
	if (value)
		return EXIT_DONE;
	return complain_usage(q->s.command, "%s: expected %s, got nothing",
			      name, expected);
}

/* ---- yoy ---- */

/* 0.253 as "+25.3 %". */
static const char *percent(const char *ratio, char out[32])
{
	if (!ratio)
		return "not known";
	snprintf(out, 32, "%+.1f %%", strtod(ratio, NULL) * 100);
	return out;
}

static const char *share(const char *ratio, char out[32])
{
	if (!ratio)
		return "not known";
	snprintf(out, 32, "%.1f %%", strtod(ratio, NULL) * 100);
	return out;
}

static const char *field(const struct rows *r, const char *name)
{
	for (size_t c = 0; c < rows_columns(r); c++) {
		if (strcmp(rows_name(r, c), name) == 0)
			return rows_get(r, 0, c);
	}
	return NULL;
}

/* The parts as bars left and right of nothing. */
static void print_bridge(const char *json, const struct screen *screen)
{
	static const char *const names[] = {
		"demand",     "sources", "health",      "duplicates",
		"definition", "context", "denominator",
	};
	cJSON     *bridge = json ? cJSON_Parse(json) : NULL;
	double     parts[ARRAY_LEN(names)] = { 0 }, sum = 0, most = 0;
	struct buf line = BUF_INIT;

	if (bridge)
		puts("\n  bridge: log points of the naive change");
	for (size_t i = 0; bridge && i < ARRAY_LEN(names); i++) {
		const cJSON *part = cJSON_GetObjectItem(bridge, names[i]);

		parts[i] = cJSON_IsNumber(part) ? part->valuedouble : 0;
		sum += parts[i];
		most = fmax(most, fabs(parts[i]));
	}
	for (size_t i = 0; bridge && i < ARRAY_LEN(names); i++) {
		if (!cJSON_GetObjectItem(bridge, names[i]))
			continue;
		buf_printf(&line, "    %-14s %+9.4f  ", names[i], parts[i]);
		signed_bar_add(&line, parts[i], most, BRIDGE_HALF, screen);
		while (line.ptr[line.len - 1] == ' ')
			line.ptr[--line.len] = '\0';
		puts(line.ptr);
		buf_clear(&line);
	}
	if (bridge)
		printf("    %-14s %+9.4f\n", "sum", sum);
	buf_deinit(&line);
	cJSON_Delete(bridge);
}

static void print_flags(const char *flags)
{
	size_t len = flags ? strlen(flags) : 0;

	if (len > 2) /* not {} */
		printf("  flags        %.*s\n", (int)len - 2, flags + 1);
}

static const char *or_dash(const char *text)
{
	return text ? text : "-";
}

/* Up or down when the whole interval says so; else nobody knows. */
static const char *style_of_change(const struct rows *r)
{
	const char *lo = field(r, "lo"), *hi = field(r, "hi");

	if (!lo || !hi)
		return field(r, "value") ? NULL : STYLE_DIM;
	if (strtod(lo, NULL) > 0)
		return STYLE_GREEN;
	return strtod(hi, NULL) < 0 ? STYLE_RED : STYLE_YELLOW;
}

/* The interval as a line, with its ends and zero on an axis. */
static void print_interval(const struct rows *r, const struct screen *screen)
{
	const char *lo = field(r, "lo"), *hi = field(r, "hi");
	const char *value = field(r, "value");
	const char *style = style_of_change(r);
	struct buf  line = BUF_INIT;

	if (!lo || !hi || !value)
		return;
	interval_add(&line, strtod(lo, NULL), strtod(value, NULL),
		     strtod(hi, NULL), screen);
	printf("               %s%s%s  (%s is no change)\n",
	       style_on(screen, style), line.ptr, style_off(screen, style),
	       glyph(screen, "│", "|"));
	buf_deinit(&line);
}

static void print_cell(const struct rows *r, const struct screen *screen)
{
	const char *style = style_of_change(r);
	char        a[32], b[32];

	printf("%s, %s, %s against a year before (%s, %s)\n\n",
	       field(r, "skill"), field(r, "region"), field(r, "period"),
	       field(r, "measure"), field(r, "definition"));
	printf("  change       %s%s%s", style_on(screen, style),
	       percent(field(r, "value"), a), style_off(screen, style));
	if (field(r, "lo") && field(r, "hi"))
		printf("   (95 %%: %s to %s)", percent(field(r, "lo"), a),
		       percent(field(r, "hi"), b));
	putchar('\n');
	print_interval(r, screen);
	printf("  naive        %s\n", percent(field(r, "naive"), a));
	printf("  postings     %s, a year before %s\n", or_dash(field(r, "n")),
	       or_dash(field(r, "n_base")));
	printf("  employers    %s, the largest with %s\n",
	       or_dash(field(r, "employers")),
	       share(field(r, "top_employer_share"), a));
	printf("  sources      %s matched, coverage %s\n",
	       or_dash(field(r, "sources_matched")),
	       share(field(r, "coverage"), a));
	printf("  estimator    %s\n", or_dash(field(r, "estimator")));
	printf("  dictionary   %s\n", or_dash(field(r, "taxonomy_version")));
	print_flags(field(r, "flags"));
	print_bridge(field(r, "bridge"), screen);
}

/* A range with who makes its ends: "+1.0 % (without a) to +2.0 % (without b)". */
static void print_range(const struct rows *r, const char *label,
			const char *least, const char *most, const char *by)
{
	char a[32], b[32], names[2][64];

	snprintf(names[0], sizeof(names[0]), "%s_%s", least, by);
	snprintf(names[1], sizeof(names[1]), "%s_%s", most, by);
	if (field(r, least) && field(r, most))
		printf("    %-14s %s (%s %s) to %s (%s %s)\n", label,
		       percent(field(r, least), a), by, field(r, names[0]),
		       percent(field(r, most), b), by, field(r, names[1]));
}

static int print_robustness(struct question *q)
{
	static const char sql[] =
		"SELECT * FROM jobtrend.robustness($1, $2, $3, $4, $5,"
		" $6::timestamptz)";
	const char  *params[] = { q->region,     q->skill,   q->period,
				  q->definition, q->measure, q->as_of };
	struct rows *r = session_query(&q->s, sql, params, ARRAY_LEN(params));
	char         a[32], b[32];

	if (!r)
		return failed(q);
	if (field(r, "detectable_rise") || field(r, "definition_least"))
		puts("\n  what it hangs on");
	if (field(r, "detectable_rise"))
		printf("    %-14s %s or %s, found in four of five cases\n",
		       "detectable", percent(field(r, "detectable_rise"), a),
		       percent(field(r, "detectable_fall"), b));
	print_range(r, "sources", "source_least", "source_most", "without");
	print_range(r, "employers", "employer_least", "employer_most",
		    "without");
	print_range(r, "definitions", "definition_least", "definition_most",
		    "by");
	if (field(r, "rules"))
		printf("    %-14s %+9.4f log points of the naive change\n",
		       "rules", strtod(field(r, "rules"), NULL));
	rows_free(r);
	return EXIT_DONE;
}

static int print_estimates(struct question *q)
{
	static const char sql[] =
		"SELECT estimator, value, lo, hi, drift, note"
		" FROM jobtrend.estimates($1, $2, $3, $4, $5, $6::timestamptz)";
	const char  *params[] = { q->region,     q->skill,   q->period,
				  q->definition, q->measure, q->as_of };
	struct rows *r = session_query(&q->s, sql, params, ARRAY_LEN(params));
	char         a[32], b[32];

	if (!r)
		return failed(q);
	puts("\n  estimators: change (95 %), drift in log points");
	for (size_t i = 0; i < rows_count(r); i++) {
		printf("    %-14s %9s", rows_get(r, i, 0),
		       percent(rows_get(r, i, 1), a));
		if (rows_get(r, i, 2) && rows_get(r, i, 3))
			printf("  (%s to %s)", percent(rows_get(r, i, 2), a),
			       percent(rows_get(r, i, 3), b));
		if (rows_get(r, i, 4))
			printf("  %+.4f", rows_get_double(r, i, 4));
		if (rows_get(r, i, 5))
			printf("  %s", rows_get(r, i, 5));
		putchar('\n');
	}
	rows_free(r);
	return EXIT_DONE;
}

/* The weeks or months up to the period asked for, oldest first. */
static int print_series(struct question *q, const struct rows *cell,
			const struct screen *screen)
{
	static const char sql[] =
		"SELECT period, value, is_asked FROM ("
		"  SELECT t.period, t.value, t.period_start,"
		"   t.period_start >= b.from_day AS is_asked"
		"  FROM jobtrend.period_bounds($6) AS b,"
		"   jobtrend.trend($1, $2, $3, $4, $5,"
		"    as_of => $7::timestamptz) AS t"
		"  WHERE t.period_start < b.to_day"
		"  ORDER BY t.period_start DESC LIMIT 36) AS t"
		" ORDER BY period_start";
	const char *grain = field(cell, "grain");
	bool        is_week = grain && strcmp(grain, "week") == 0;
	const char *params[] = {
		q->region,     q->skill,   is_week ? "week" : "month",
		q->definition, q->measure, q->period,
		q->as_of
	};
	struct chart_point points[CHART_POINTS];
	struct rows *r = session_query(&q->s, sql, params, ARRAY_LEN(params));

	if (!r)
		return failed(q);
	for (size_t i = 0; i < rows_count(r) && i < CHART_POINTS; i++)
		points[i] = (struct chart_point){
			.label = rows_get(r, i, 0),
			.value = rows_get(r, i, 1) ? rows_get_double(r, i, 1)
						   : NAN,
			.is_marked = rows_get(r, i, 2)[0] == 't',
		};
	if (rows_count(r)) {
		printf("\n  %s by %s (%s not observed)\n\n", q->measure,
		       params[2], glyph(screen, "·", "?"));
		chart_print(points, rows_count(r), screen, stdout);
	}
	rows_free(r);
	return EXIT_DONE;
}

static int yoy(struct question *q)
{
	static const char sql[] =
		"SELECT * FROM jobtrend.yoy($1, $2, $3, $4, $5, $6,"
		" $7::timestamptz)";
	static const char as_json[] =
		"SELECT to_json(q) FROM (SELECT y.*, to_json(r) AS robustness"
		" FROM jobtrend.yoy($1, $2, $3, $4, $5, $6, $7::timestamptz)"
		" AS y, jobtrend.robustness($1, $2, $3, $5, $6,"
		" $7::timestamptz) AS r) AS q";
	static const char as_json_estimates[] =
		"SELECT to_json(q) FROM (SELECT y.*, to_json(r) AS robustness,"
		" (SELECT array_to_json(array_agg(e)) FROM jobtrend.estimates($1, $2, $3, $5,"
		" $6, $7::timestamptz) AS e) AS estimates"
		" FROM jobtrend.yoy($1, $2, $3, $4, $5, $6, $7::timestamptz)"
		" AS y, jobtrend.robustness($1, $2, $3, $5, $6,"
		" $7::timestamptz) AS r) AS q";
	bool is_json =
		q->s.format == OUTPUT_JSON || q->s.format == OUTPUT_JSONL;
	const char *params[] = { q->region,     q->skill,   q->period, q->grain,
				 q->definition, q->measure, q->as_of };
	const char  *asked = !is_json ? sql :
			     q->has_estimates ? as_json_estimates : as_json;
	struct rows  *r = session_query(&q->s, asked, params, ARRAY_LEN(params));
	struct screen screen = terminal_screen(stdout);
	int           code = EXIT_DONE;

	if (!r)
		return failed(q);
	if (is_json)
		puts(rows_get(r, 0, 0));
	else if (q->s.format == OUTPUT_CSV)
		csv_print_rows(r, stdout);
	else
		print_cell(r, &screen);
	if (q->s.format == OUTPUT_TABLE)
		code = print_robustness(q);
	if (code == EXIT_DONE && q->s.format == OUTPUT_TABLE &&
	    q->has_estimates)
		code = print_estimates(q);
	if (code == EXIT_DONE && q->s.format == OUTPUT_TABLE)
		code = print_series(q, r, &screen);
	rows_free(r);
	return code;
}

/* ---- trend, explain ---- */

/* Faded where there is no number, yellow where much was not seen. */
static const char *style_of_period(const struct rows *r, size_t row)
{
	const char *flags = rows_get(r, row, rows_columns(r) - 1);

	if (!rows_get(r, row, 1) || (flags && strstr(flags, "suppressed")))
		return STYLE_DIM;
	return flags && strstr(flags, "coverage_low") ? STYLE_YELLOW : NULL;
}

/* The whole series in one line under its table. */
static void print_sparkline(const struct question *q, const struct rows *r,
			    const struct screen *screen)
{
	size_t              n = rows_count(r);
	struct chart_point *points = xcalloc(n + 1, sizeof(*points));
	struct buf          line = BUF_INIT;

	for (size_t i = 0; i < n; i++)
		points[i].value = rows_get(r, i, 1) ? rows_get_double(r, i, 1)
						    : NAN;
	sparkline_add(&line, points, n, (screen->width ? screen->width : 80) - 2,
		      screen);
	if (n)
		printf("\n  %s\n  %s, %s to %s, of %s in %s (%s not observed)\n",
		       line.ptr, q->measure, rows_get(r, 0, 0),
		       rows_get(r, n - 1, 0), q->skill, q->region,
		       glyph(screen, "·", "?"));
	buf_deinit(&line);
	free(points);
}

static int print_trend(struct question *q, const char *sql,
		       const char *const *params, size_t n)
{
	struct screen screen = terminal_screen(stdout);
	struct rows  *r = session_query(&q->s, sql, params, n);

	if (!r)
		return failed(q);
	table_print_styled(r, &screen, style_of_period, stdout);
	print_sparkline(q, r, &screen);
	rows_free(r);
	return EXIT_DONE;
}

static int trend(struct question *q)
{
	static const char all[] =
		"SELECT * FROM jobtrend.trend($1, $2, coalesce($3, 'month'),"
		" $4, $5, $6, $7, $8::timestamptz)";
	static const char table[] =
		"SELECT period, round(value::numeric, digits) AS value,"
		" round(lo::numeric, digits) AS lo,"
		" round(hi::numeric, digits) AS hi, n, n_base,"
		" round(100 * naive::numeric, 1) AS \"naive %\", employers,"
		" sources, round(100 * coverage::numeric, 1) AS \"coverage %\","
		" flags"
		" FROM jobtrend.trend($1, $2, coalesce($3, 'month'), $4, $5,"
		" $6, $7, $8::timestamptz),"
		" LATERAL (SELECT CASE measure WHEN 'share' THEN 4 ELSE 1 END) "
		"AS d(digits)";
	const char *params[] = { q->region,  q->skill, q->grain, q->definition,
				 q->measure, q->since, q->until, q->as_of };

	if (q->s.format == OUTPUT_TABLE)
		return print_trend(q, table, params, ARRAY_LEN(params));
	if (session_print(&q->s, all, params, ARRAY_LEN(params), NULL))
		return failed(q);
	return EXIT_DONE;
}

static int explain(struct question *q)
{
	static const char all[] =
		"SELECT * FROM jobtrend.explain($1, $2, $3, $4, $5,"
		" $6::timestamptz)";
	static const char table[] =
		"SELECT source, native_id, title, employer,"
		" first_seen::date AS first_seen, gone_at::date AS gone, basis,"
		" is_matched AS matched, regions, url, left(sha256, 12) AS "
		"sha256"
		" FROM jobtrend.explain($1, $2, $3, $4, $5, $6::timestamptz)";
	const char *params[] = { q->region,     q->skill,   q->period,
				 q->definition, q->measure, q->as_of };
	int         code =
		session_print(&q->s, q->s.format == OUTPUT_TABLE ? table : all,
			      params, ARRAY_LEN(params), NULL);

	return code == EXIT_DONE ? EXIT_DONE : failed(q);
}

/* ---- */

static int check_as_of(const struct question *q)
{
	struct stamp at;

	if (!q->as_of || stamp_parse_iso(span_of(q->as_of), &at))
		return EXIT_DONE;
	return complain_usage(q->s.command,
			      "--as-of: expected a time such as "
			      "2025-03-01T00:00:00Z, found \"%s\"",
			      q->as_of);
}

static int ask(int argc, char **argv, bool needs_period,
	       int (*answer)(struct question *q))
{
	struct question q = {
		.s = { .command = argv[0] },
		.definition = "one-skill",
		.measure = "flow",
	};
	const struct option options[] = {
		SESSION_OPTIONS(q.s),
		{ "--as-of", OPTION_TEXT, &q.as_of, NULL },
		{ "--definition", OPTION_TEXT, &q.definition, NULL },
		{ "--estimates", OPTION_FLAG, &q.has_estimates, NULL },
		{ "--grain", OPTION_TEXT, &q.grain, "week month quarter year" },
		{ "--measure", OPTION_TEXT, &q.measure, "flow stock share" },
		{ "--period", OPTION_TEXT, &q.period, NULL },
		{ "--region", OPTION_TEXT, &q.region, NULL },
		{ "--since", OPTION_TEXT, &q.since, NULL },
		{ "--skill", OPTION_TEXT, &q.skill, NULL },
		{ "--until", OPTION_TEXT, &q.until, NULL },
	};
	int n = option_parse(argc, argv, options, ARRAY_LEN(options));
	int code = EXIT_DONE;

	if (n < 0)
		return EXIT_USAGE;
	if (n > 0)
		code = complain_usage(
			argv[0], "expected no argument, got \"%s\"", argv[1]);
	if (code == EXIT_DONE)
		code = require(&q, "--region", q.region,
			       "an ISO 3166 code or world");
	if (code == EXIT_DONE)
		code = require(&q, "--skill", q.skill, "a skill's id or any");
	if (code == EXIT_DONE && needs_period)
		code = require(&q, "--period", q.period,
			       "2025, 2025Q1, 2025-03, 2025-W10 or 2025-03/12");
	if (code == EXIT_DONE)
		code = check_as_of(&q);
	if (code != EXIT_DONE)
		return code;
	code = session_open(&q.s);
	if (code == EXIT_DONE)
		code = answer(&q);
	session_close(&q.s);
	return code;
}

static int run_yoy(int argc, char **argv)
{
	return ask(argc, argv, true, yoy);
}

static int run_trend(int argc, char **argv)
{
	return ask(argc, argv, false, trend);
}

static int run_explain(int argc, char **argv)
{
	return ask(argc, argv, true, explain);
}

#define CELL_HELP                                                   \
	"  --region R      an ISO 3166 code (DE, US-CA) or world\n" \
	"  --skill S       a skill's id (pytorch), or any: all AI postings\n"
#define PERIOD_HELP                                                          \
	"  --period P      2025, 2025Q1, 2025-03, 2025-W10, or 2025-03/12: " \
	"the twelve\n"                                                       \
	"                  months that end there\n"
#define RULE_HELP                                                            \
	"  --definition D  which postings count as AI (default one-skill)\n" \
	"  --measure M     flow (first seen in the period; default), stock " \
	"(open at its\n"                                                     \
	"                  end) or share (of all postings)\n"                \
	"  --as-of T       as it was known then (RFC 3339)\n"

const struct command command_yoy = {
	.name = "yoy",
	.usage = "--region R --skill S --period P [--definition D]\n"
		 "                       [--measure flow|stock|share] [--as-of "
		 "T]\n"
		 "                       [--estimates]",
	.summary = "by how much demand changed against a year before",
	.help = "One cell with its interval, counts, flags, the bridge that "
		"takes the naive\n"
		"change apart, what it hangs on (one source, one employer, the "
		"definition), and\n"
		"the series up to it as a small chart.\n"
		"\n" CELL_HELP PERIOD_HELP RULE_HELP
		"  --estimates     the same by other estimators, also in JSON\n"
		SESSION_HELP
		"  --format F      table (default), csv, json or jsonl\n" SESSION_COLOR_HELP,
	.run = run_yoy,
};

const struct command command_trend = {
	.name = "trend",
	.usage = "--region R --skill S [--grain "
		 "day|week|month|months|quarter|year]\n"
		 "                         [--since P] [--until P] "
		 "[--definition D]\n"
		 "                         [--measure flow|stock|share] "
		 "[--as-of T]",
	.summary = "the series of a region and skill, one row a period",
	.help = CELL_HELP
	"  --grain G       week, month (default), quarter or year; day: means "
	"of the\n"
	"                  seven days up to it; months: the twelve months up "
	"to it\n"
	"  --since P       the first period or day; default all\n"
	"  --until P       the last one\n" RULE_HELP SESSION_HELP
		SESSION_FORMAT_HELP,
	.run = run_trend,
};

const struct command command_explain = {
	.name = "explain",
	.usage = "--region R --skill S --period P [--definition D]\n"
		 "                           [--measure flow|stock|share] "
		 "[--as-of T]",
	.summary = "the ads behind a number, with their source and hash",
	.help = CELL_HELP PERIOD_HELP RULE_HELP SESSION_HELP
		SESSION_FORMAT_HELP,
	.run = run_explain,
};
