/*
 * cmd_check_claim.c - `jobtrendctl check-claim`: a stated number, taken apart.
 */
#include "cli/claim_report.h"
#include "cli/command.h"
#include "cli/dictionary.h"
#include "cli/session.h"

#include "base/mem.h"
#include "base/stamp.h"
#include "enrich/place.h"
#include "enrich/taxonomy.h"
#include "trends/claim.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

struct inquiry {
	struct session s;
	const char    *region, *skill, *period, *definition, *measure, *as_of;
	const char    *figures[4]; /* by enum claim_kind */
	const char    *taxonomy_dir;
	struct buf     text;
	struct claim   claim;
};

static const char *const figure_options[] = { "--change", "--count", "--share",
					      "--days" };

/* ---- what is asked ---- */

/* The sentence: an operand, or standard input for "-". */
static void read_text(struct inquiry *q, const char *operand)
{
	char   block[4096];
	size_t n;

	if (strcmp(operand, "-") != 0) {
		buf_add_text(&q->text, operand);
		return;
	}
	/* One block more than may be read is enough to refuse it. */
	while (q->text.len <= CLAIM_TEXT_MAX &&
	       (n = fread(block, 1, sizeof(block), stdin)) > 0)
		buf_add(&q->text, block, n);
}

static bool read_today(const struct inquiry *q, int64_t *today)
{
	struct stamp at;

	*today = time(NULL) / DAY_S;
	if (!q->as_of)
		return true;
	if (!stamp_parse_iso(span_of(q->as_of), &at)) {
		complain_usage(q->s.command,
			       "--as-of: expected a time such as "
			       "2025-03-01T00:00:00Z, found \"%s\"",
			       q->as_of);
		return false;
	}
	*today = at.at / DAY_S;
	return true;
}

/* Options replace what the sentence says. */
static bool correct(struct inquiry *q, struct error *err)
{
	struct claim *c = &q->claim;

	for (int kind = 0; kind < 4; kind++) {
		if (!q->figures[kind])
			continue;
		if (!claim_figure_parse(
			    figure_options[kind], (enum claim_kind)kind,
			    span_of(q->figures[kind]), &c->figures[0], err))
			return false;
		c->n_figures = 1;
		claim_replace(c, CLAIM_FIGURE);
	}
	if (q->region) {
		snprintf(c->region, sizeof(c->region), "%s", q->region);
		c->place = (struct span){ NULL, 0 };
		claim_replace(c, CLAIM_REGION);
	}
	if (q->skill) {
		snprintf(c->skill, sizeof(c->skill), "%s", q->skill);
		c->named_skill[0] = '\0';
		claim_replace(c, CLAIM_SKILL);
	}
	if (q->period) {
		snprintf(c->period, sizeof(c->period), "%s", q->period);
		c->span_days = c->window_days = 0;
		claim_replace(c, CLAIM_PERIOD);
		c->lacks &= ~(unsigned)CLAIM_LACKS_YEAR;
	}
	if (q->measure)
		c->measure = q->measure;
	if (q->definition)
		c->said |= CLAIM_LACKS_DEFINITION;
	return true;
}

static bool too_long(const struct inquiry *q)
{
	const struct {
		const char *name, *value;
		size_t      size;
	} rows[] = {
		{ "--region", q->region, sizeof(q->claim.region) },
		{ "--skill", q->skill, sizeof(q->claim.skill) },
		{ "--period", q->period, sizeof(q->claim.period) },
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		if (rows[i].value && strlen(rows[i].value) >= rows[i].size) {
			complain_usage(q->s.command,
				       "%s: expected less than %zu bytes, "
				       "found %zu",
				       rows[i].name, rows[i].size,
				       strlen(rows[i].value));
			return true;
		}
	}
	return false;
}

static int understand(struct inquiry *q, const struct taxonomy *t)
{
	struct error err = ERROR_INIT;
	int64_t      today;
	bool         is_read = true;

	if (too_long(q) || !read_today(q, &today))
		return EXIT_USAGE;
	q->claim = (struct claim){ .language = "en" };
	if (q->text.len)
		is_read = claim_parse(buf_span(&q->text), t, today, &q->claim,
				      &err);
	if (!is_read || !correct(q, &err) || !claim_settle(&q->claim, &err)) {
		complain(q->s.command, "%s", err.text);
		return EXIT_USAGE;
	}
	return EXIT_DONE;
}

/* ---- what is answered ---- */

#define NUMBER_SIZE 32

static const char *number(double value, char out[NUMBER_SIZE])
{
	if (isinf(value))
		return "Infinity";
	snprintf(out, NUMBER_SIZE, "%.17g", value);
	return out;
}

static const char *or_null(const char *text)
{
	return text && text[0] ? text : NULL;
}

static struct rows *ask(struct inquiry *q)
{
	static const char sql[] =
		"SELECT jobtrend.check_claim($1, $2::float8, $3::float8,"
		" $4::float8, coalesce($5, 'world'), coalesce($6, 'any'), $7,"
		" $8, $9, $10::integer, $11::integer, $12, $13::timestamptz)";
	const struct claim        *c = &q->claim;
	const struct claim_figure *f = &c->figures[0];
	char        value[NUMBER_SIZE], low[NUMBER_SIZE], high[NUMBER_SIZE];
	char        years[NUMBER_SIZE], span[NUMBER_SIZE];
	const char *params[13];

	snprintf(years, sizeof(years), "%d", c->years ? c->years : 1);
	snprintf(span, sizeof(span), "%d", c->span_days);
	params[0] = claim_kind_name(f->kind);
	params[1] = number(f->value, value);
	params[2] = number(f->low, low);
	params[3] = number(f->high, high);
	params[4] = or_null(c->region);
	params[5] = or_null(c->skill);
	params[6] = or_null(c->period);
	params[7] = q->definition;
	params[8] = c->measure;
	params[9] = years;
	params[10] = c->span_days ? span : NULL;
	params[11] = or_null(c->named_skill);
	params[12] = q->as_of;
	return session_query(&q->s, sql, params, ARRAY_LEN(params));
}

static int answer(struct inquiry *q, const struct taxonomy *t)
{
	struct rows        *r = ask(q);
	struct claim_report report = {
		.text = span_trim(buf_span(&q->text)),
		.claim = &q->claim,
		.definition = q->definition,
	};

	if (!r)
		return database_was_refused(q->s.database) ? EXIT_USAGE
							   : EXIT_FAILED;
	report.answer = rows_get(r, 0, 0);
	if (t->places && q->claim.region[0])
		report.region_name = place_name(t->places, q->claim.region);
	if (q->s.format == OUTPUT_TABLE)
		claim_report_print(&report, stdout);
	else
		claim_report_print_json(&report, stdout);
	rows_free(r);
	return EXIT_DONE;
}

static int run(struct inquiry *q, int n, char **argv)
{
	struct taxonomy *t;
	bool             has_figure = false;
	int              code;

	for (int kind = 0; kind < 4; kind++)
		has_figure = has_figure || q->figures[kind];
	if (n > 1)
		return complain_usage(argv[0],
				      "expected one sentence, in quotes, got "
				      "%d arguments",
				      n);
	if (n == 0 && !has_figure)
		return complain_usage(argv[0], "expected a sentence, or a "
					       "figure such as --change "
					       "321.7%%, got nothing");
	if (n)
		read_text(q, argv[1]);
	if (n && !q->text.len)
		buf_add_char(&q->text, ' '); /* an empty sentence is one */
	t = dictionary_load(argv[0], q->taxonomy_dir);
	if (!t)
		return EXIT_FAILED;
	code = understand(q, t);
	if (code == EXIT_DONE)
		code = session_open(&q->s);
	if (code == EXIT_DONE && q->s.format == OUTPUT_CSV)
		code = complain_usage(argv[0], "--format: expected table, json "
					       "or jsonl, got \"csv\"");
	if (code == EXIT_DONE)
		code = answer(q, t);
	session_close(&q->s);
	taxonomy_free(t);
	return code;
}

static int run_check_claim(int argc, char **argv)
{
	struct inquiry q = { .s = { .command = argv[0] }, .text = BUF_INIT };
	const struct option options[] = {
		SESSION_OPTIONS_AS(q.s, "table json jsonl"),
		{ "--as-of", OPTION_TEXT, &q.as_of, NULL },
		{ "--change", OPTION_TEXT, &q.figures[CLAIM_CHANGE], NULL },
		{ "--count", OPTION_TEXT, &q.figures[CLAIM_COUNT], NULL },
		{ "--days", OPTION_TEXT, &q.figures[CLAIM_DAYS], NULL },
		{ "--definition", OPTION_TEXT, &q.definition, NULL },
		{ "--measure", OPTION_TEXT, &q.measure, "flow stock share" },
		{ "--period", OPTION_TEXT, &q.period, NULL },
		{ "--region", OPTION_TEXT, &q.region, NULL },
		{ "--share", OPTION_TEXT, &q.figures[CLAIM_SHARE], NULL },
		{ "--skill", OPTION_TEXT, &q.skill, NULL },
		{ "--taxonomy", OPTION_TEXT, &q.taxonomy_dir, "@dir" },
	};
	int n = option_parse(argc, argv, options, ARRAY_LEN(options));
	int code = n < 0 ? EXIT_USAGE : run(&q, n, argv);

	buf_deinit(&q.text);
	return code;
}

const struct command command_check_claim = {
	.name = "check-claim",
	.usage = "[--region R] [--skill S] [--period P] [--definition D]\n"
		 "                               [--measure flow|stock|share] "
		 "[--as-of T]\n"
		 "                               [--change P|--count N|--share "
		 "P|--days N] [SENTENCE|-]",
	.summary = "hold a stated number against what was counted",
	.help = "  jobtrendctl check-claim \"demand for AI jobs in China "
		"soared "
		"321.7% year on\n"
		"  year in Q1 2024\"\n"
		"\n"
		"Reads what the sentence measures, says what it leaves out, "
		"and "
		"answers for every\n"
		"reading that it allows with our interval. The verdict is "
		"supported, compatible,\n"
		"contradicted or not measurable (docs/methodology.md has the "
		"rules); the bridge\n"
		"says which parts make up the claimed figure and what remains "
		"unexplained.\n"
		"Sentences in English, and in German, French, Spanish, "
		"Portuguese, Chinese and\n"
		"Japanese as far as numbers, directions and periods go; - "
		"reads "
		"it from standard\n"
		"input. Options replace what the sentence says or lacks:\n"
		"\n"
		"  --change P      the figure: a change, 321.7% or -5%\n"
		"  --count N       ... postings, 1300000 or \"1.3 million\"\n"
		"  --share P       ... a share of all postings, 3.5%\n"
		"  --days N        ... days that postings stay open, 180 or "
		"\"6 months\"\n"
		"  --region R      an ISO 3166 code (DE, US-CA) or world\n"
		"  --skill S       a skill's id (pytorch), or any\n"
		"  --period P      2025, 2025Q1, 2025-03, 2025-W10 or "
		"2025-03/12\n"
		"  --definition D  only this one; default all, one-skill "
		"first\n"
		"  --measure M     only flow, stock or share; default what the "
		"sentence allows\n"
		"  --as-of T       as it was known then (RFC 3339)\n"
		"  --taxonomy DIR  the dictionary\n" SESSION_HELP
		"  --format F      table (default), json or jsonl\n" SESSION_COLOR_HELP,
	.run = run_check_claim,
};
