/*
 * cmd_recompute.c - `jobtrendctl recompute`: bring what is published up to
 * date, as the daemon does by itself.
 */
#include "cli/command.h"
#include "cli/progress.h"
#include "cli/recompute.h"
#include "cli/session.h"

#include "base/mem.h"
#include "daemon/kept_answers.h"
#include "daemon/lifetimes.h"

#include <stdio.h>

struct showing {
	struct progress p;
	enum cells_step step;
	bool            is_started;
};

static bool on_progress(enum cells_step step, int64_t done, int64_t whole,
			void *arg)
{
	static const char *const names[] = {
		[CELLS_WAIT] = "waiting for another",
		[CELLS_READ] = "reading ads",
		[CELLS_COUNT] = "counting cells",
		[CELLS_WRITE] = "publishing",
	};
	struct showing *s = arg;

	if (!s->is_started || step != s->step) {
		if (s->is_started)
			progress_end(&s->p);
		progress_start(&s->p, names[step], "regions");
		s->step = step;
		s->is_started = true;
	}
	progress_show(&s->p, done, whole, done);
	return true;
}

bool recompute_cells(struct session *s, bool is_all, int threads,
		     struct cells_result *out)
{
	struct showing       showing = { .is_started = false };
	struct cells_options options = { .is_all = is_all,
					 .threads = threads,
					 .progress = on_progress,
					 .arg = &showing };
	struct error         err = ERROR_INIT;
	bool ok = cells_recompute(s->database, &options, out, &err);

	if (showing.is_started)
		progress_end(&showing.p);
	if (!ok)
		complain(s->command, "%s", err.text);
	return ok;
}

static void print_result(struct session *s, const struct cells_result *r)
{
	char sql[400];

	snprintf(sql, sizeof(sql),
		 "SELECT %lld AS ads, %lld AS cells, %lld AS published,"
		 " %lld AS series, %.3f::float8 AS read_s,"
		 " %.3f::float8 AS count_s, %.3f::float8 AS write_s,"
		 " %.3f::float8 AS newest_s",
		 (long long)r->ads, (long long)r->cells,
		 (long long)r->published, (long long)r->series, r->read_s,
		 r->count_s, r->write_s, r->newest_s);
	(void)session_print(s, sql, NULL, 0, NULL);
}

static int recompute_lifetimes(struct session *s)
{
	struct error err = ERROR_INIT;
	char         sql[64];
	int64_t      n;

	if (!lifetimes_recompute_all(s->database, &n, &err)) {
		complain(s->command, "%s", err.text);
		return EXIT_FAILED;
	}
	snprintf(sql, sizeof(sql), "SELECT %lld AS lifetimes", (long long)n);
	return session_print(s, sql, NULL, 0, NULL);
}

static int keep_answers(struct session *s)
{
	struct error err = ERROR_INIT;
	char         sql[64];
	int64_t      n;

	if (!kept_answers_count(s->database, 0, NULL, NULL, &n, &err)) {
		complain(s->command, "%s", err.text);
		return EXIT_FAILED;
	}
	snprintf(sql, sizeof(sql), "SELECT %lld AS answers", (long long)n);
	return session_print(s, sql, NULL, 0, NULL);
}

static int run_recompute(int argc, char **argv)
{
	struct session      s = { .command = argv[0] };
	bool is_all = false, is_lifetimes = false, is_answers = false;
	int                 threads = 0;
	const struct option options[] = {
		SESSION_OPTIONS(s),
		{ "--all", OPTION_FLAG, &is_all, NULL },
		{ "--answers", OPTION_FLAG, &is_answers, NULL },
		{ "--lifetimes", OPTION_FLAG, &is_lifetimes, NULL },
		{ "--threads", OPTION_INT, &threads, NULL },
	};
	int n = option_parse(argc, argv, options, ARRAY_LEN(options));
	struct cells_result result;
	int                 code;

	if (n < 0)
		return EXIT_USAGE;
	if (n > 0)
		return complain_usage(
			argv[0], "expected no argument, got \"%s\"", argv[1]);
	if (is_all && (is_lifetimes || is_answers))
		return complain_usage(argv[0],
				      "--all: has no meaning with %s",
				      is_lifetimes ? "--lifetimes"
						   : "--answers");
	if (is_answers && is_lifetimes)
		return complain_usage(
			argv[0], "--answers: has no meaning with --lifetimes");
	if (threads < 0)
		return complain_usage(argv[0],
				      "--threads: expected at least 1, got %d",
				      threads);
	code = session_open(&s);
	if (code == EXIT_DONE && is_lifetimes)
		code = recompute_lifetimes(&s);
	else if (code == EXIT_DONE && is_answers)
		code = keep_answers(&s);
	else if (code == EXIT_DONE &&
		 !recompute_cells(&s, is_all, threads, &result))
		code = EXIT_FAILED;
	else if (code == EXIT_DONE)
		print_result(&s, &result);
	session_close(&s);
	return code;
}

const struct command command_recompute = {
	.name = "recompute",
	.usage = "[--all | --answers | --lifetimes] [--threads N]",
	.summary = "bring the published cells and series up to date",
	.help = "  --all        everything, and find what the standard set "
		"lacks;"
		" without it\n"
		"               only what ads or visits have changed since\n"
		"  --answers    what is asked again and again of very many "
		"postings, and nothing else\n"
		"  --lifetimes  how long postings stay open, and nothing "
		"else\n"
		"  --threads N  how many count at once (default: one a core)\n"
		"\n" SESSION_HELP SESSION_FORMAT_HELP "\n"
		"A cell that says something new supersedes the one before, "
		"which stays for as_of;\n"
		"what is the same stays as it is. The daemon does all this by "
		"itself.\n",
	.run = run_recompute,
};
