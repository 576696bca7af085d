/*
 * cmd_bench_world.c - `jobtrendctl bench-world`: markets whose truth is known,
 * as files for anybody, and how near the numbers come to it.
 */
#include "cli/command.h"
#include "cli/progress.h"
#include "cli/scratch.h"
#include "cli/world_keep.h"
#include "cli/world_report.h"

#include "base/mem.h"
#include "worlds/market_write.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define WORLDS_DEFAULT 14   /* one of each kind */
#define POSTINGS_DEFAULT 3000
#define POSTINGS_LEAST 100
#define POSTINGS_MOST 200000
#define BATCH 14            /* worlds that share a scratch database, at most */
#define BATCH_POSTINGS 4000 /* texts of worlds in one language look alike: a
			       search for copies in all of them takes longer */

struct bench_world {
	struct session      s;
	const char         *kind;
	const char         *dir;  /* --write */
	const char         *taxonomy_dir;
	const char         *resume;    /* a file of what was scored */
	bool                is_score, is_report;
	int                 seed, worlds, postings;
	struct world_scores scores;
};

/* ---- writing ---- */

static bool put_lines(const struct buf *lines, void *arg)
{
	return fwrite(lines->ptr, 1, lines->len, arg) == lines->len;
}

/* World `number`: the kinds in turn, unless one is asked for. */
static const struct market_plan *plan_of(const struct bench_world *b, int number)
{
	size_t                    n;
	const struct market_plan *plans = market_plans(&n);

	return b->kind ? market_plan_find(b->kind) : &plans[(size_t)number % n];
}

/* Some of the worlds, by number. */
struct batch {
	int    numbers[MARKET_MOST];
	size_t n;
};

static bool write_worlds(const struct bench_world *b, const struct batch *these,
			 FILE *archive, FILE *truth)
{
	struct buf line = BUF_INIT;
	bool       ok = true;

	for (size_t k = 0; ok && k < these->n; k++) {
		int           i = these->numbers[k];
		struct market m;

		market_init(&m, (uint64_t)b->seed + (uint64_t)(i / MARKET_MOST) *
							    1000003,
			    i % MARKET_MOST, plan_of(b, i), b->postings);
		ok = market_write_archive(&m, put_lines, archive);
		market_write_truth(&m, &line);
		ok = ok && put_lines(&line, truth);
		buf_clear(&line);
		market_deinit(&m);
	}
	buf_deinit(&line);
	return ok;
}

static FILE *open_in(const struct bench_world *b, const char *dir,
		     const char *name, char path[PATH_MAX])
{
	FILE *f;

	snprintf(path, PATH_MAX, "%s/%s", dir, name);
	f = fopen(path, "w");
	if (!f)
		complain(b->s.command, "%s: %s", path, strerror(errno));
	return f;
}

static bool close_said(const struct bench_world *b, FILE *f, const char *path,
		       bool ok)
{
	if (f && fclose(f) != 0)
		ok = false;
	if (f && !ok)
		complain(b->s.command, "%s: cannot write", path);
	return ok;
}

/* archive.jsonl and truth.jsonl in `dir`. */
static bool write_files(const struct bench_world *b, const char *dir,
			const struct batch *these)
{
	char  archive_path[PATH_MAX], truth_path[PATH_MAX];
	FILE *archive, *truth = NULL;
	bool  ok;

	archive = open_in(b, dir, "archive.jsonl", archive_path);
	if (archive)
		truth = open_in(b, dir, "truth.jsonl", truth_path);
	ok = archive && truth && write_worlds(b, these, archive, truth);
	ok = close_said(b, archive, archive_path, ok);
	return close_said(b, truth, truth_path, ok);
}

static int write_dir(const struct bench_world *b)
{
	struct batch all = { .n = 0 };

	if (mkdir(b->dir, 0777) != 0 && errno != EEXIST) {
		complain(b->s.command, "%s: %s", b->dir, strerror(errno));
		return EXIT_FAILED;
	}
	while (all.n < (size_t)b->worlds) {
		all.numbers[all.n] = (int)all.n;
		all.n++;
	}
	return write_files(b, b->dir, &all) ? EXIT_DONE : EXIT_FAILED;
}

/* ---- scoring ---- */

static bool score_files(struct bench_world *b, const char *archive,
			const char *truth)
{
	const char *import[] = { "import", "--format",    "archive",
				 "--keep-text", "none", archive,
				 b->taxonomy_dir ? "--taxonomy" : NULL,
				 b->taxonomy_dir, NULL };
	struct error   err = ERROR_INIT;
	struct scratch t;
	bool           ok = scratch_open(&t, &b->s);

	if (ok && !scratch_run(&t, import)) {
		complain(b->s.command, "%s: was not imported whole", archive);
		ok = false;
	}
	if (ok && !world_score(t.database, truth, &b->scores, &err)) {
		complain(b->s.command, "%s", err.text);
		ok = false;
	}
	scratch_close(&t);
	return ok;
}

static struct world_run run_of(const struct bench_world *b, int number)
{
	struct world_run w = { .seed = b->seed, .number = number,
			       .size = b->postings };

	snprintf(w.kind, sizeof(w.kind), "%s", plan_of(b, number)->name);
	return w;
}

/* The next worlds from *at on that are not kept; *at comes behind them. */
static struct batch next_batch(const struct bench_world *b, int *at)
{
	struct batch these = { .n = 0 };
	int most = BATCH_POSTINGS / b->postings;
	int end = *at + (most < 1 ? 1 : most < BATCH ? most : BATCH);

	for (; *at < b->worlds && *at < end; ++*at) {
		struct world_run w = run_of(b, *at);

		if (!world_is_kept(&b->scores, &w))
			these.numbers[these.n++] = *at;
	}
	return these;
}

/* Say which worlds those from `first` on are, and keep them. */
static bool keep(struct bench_world *b, const struct batch *these, size_t first)
{
	struct error err = ERROR_INIT;

	for (size_t i = 0; i < these->n; i++) {
		struct world_run  w = run_of(b, these->numbers[i]);
		struct world_run *to = &b->scores.worlds[first + i];

		to->seed = w.seed;
		to->number = w.number;
		to->size = w.size;
	}
	if (!b->resume || world_keep(&b->scores, first, b->resume, &err))
		return true;
	complain(b->s.command, "%s", err.text);
	return false;
}

static bool score_batch(struct bench_world *b, const char *dir,
			const struct batch *these)
{
	char   archive[PATH_MAX], truth[PATH_MAX];
	size_t first = b->scores.n_worlds;
	bool   ok;

	snprintf(archive, sizeof(archive), "%s/archive.jsonl", dir);
	snprintf(truth, sizeof(truth), "%s/truth.jsonl", dir);
	ok = write_files(b, dir, these) && score_files(b, archive, truth) &&
	     keep(b, these, first);
	unlink(archive);
	unlink(truth);
	return ok;
}

static bool score_own(struct bench_world *b)
{
	const char     *tmp = getenv("TMPDIR");
	char            dir[PATH_MAX - 64]; /* files are named in it */
	struct progress p;
	bool            ok = true;

	snprintf(dir, sizeof(dir), "%s/jobtrend-worlds-XXXXXX",
		 tmp && *tmp ? tmp : "/tmp");
	if (!mkdtemp(dir)) {
		complain(b->s.command, "%s: %s", dir, strerror(errno));
		return false;
	}
	progress_start(&p, "bench-world", "worlds");
	for (int i = 0; ok && i < b->worlds;) {
		struct batch these = next_batch(b, &i);

		progress_show(&p, i - (int)these.n, b->worlds, i);
		if (these.n)
			ok = score_batch(b, dir, &these);
	}
	progress_end(&p);
	rmdir(dir);
	return ok;
}

/* What files of --resume have. */
static bool read_kept(struct bench_world *b, int n, char **paths)
{
	struct error err = ERROR_INIT;
	bool         ok = true;

	for (int i = 0; ok && i < n; i++)
		ok = world_keep_read(&b->scores, paths[i], !b->is_report, &err);
	if (!ok)
		complain(b->s.command, "%s", err.text);
	return ok;
}

static int score(struct bench_world *b, int n, char **paths)
{
	char *resume = (char *)b->resume;
	int   code = b->is_report ? session_configure(&b->s) :
				     session_open(&b->s);
	bool  ok;

	if (code != EXIT_DONE)
		return code;
	if (b->is_report)
		ok = read_kept(b, n, paths);
	else if (b->is_score)
		ok = score_files(b, paths[0], paths[1]);
	else
		ok = read_kept(b, resume ? 1 : 0, &resume) && score_own(b);
	if (ok && b->s.format == OUTPUT_TABLE)
		world_report_table(&b->scores, stdout);
	else if (ok)
		world_report_json(&b->scores, stdout);
	return ok ? EXIT_DONE : EXIT_FAILED;
}

/* ---- the command line ---- */

static int check_kind(const struct bench_world *b)
{
	size_t                    n;
	const struct market_plan *plans = market_plans(&n);
	struct buf                names = BUF_INIT;
	int                       code;

	if (!b->kind || market_plan_find(b->kind))
		return EXIT_DONE;
	for (size_t i = 0; i < n; i++)
		buf_printf(&names, "%s%s", i ? ", " : "", plans[i].name);
	code = complain_usage(b->s.command, "--kind: expected one of %s, got \"%s\"",
			      names.ptr, b->kind);
	buf_deinit(&names);
	return code;
}

static int check(const struct bench_world *b, int n)
{
	if (b->is_score + b->is_report + (b->dir != NULL) > 1)
		return complain_usage(b->s.command,
				      "expected one of --write, --score and "
				      "--report");
	if (b->resume && (b->is_score || b->is_report || b->dir))
		return complain_usage(b->s.command,
				      "--resume: has no meaning with --write, "
				      "--score or --report");
	if (b->is_report && n < 1)
		return complain_usage(b->s.command,
				      "--report: expected FILE..., got none");
	if (b->is_report)
		return EXIT_DONE;
	if (b->is_score ? n != 2 : n != 0)
		return complain_usage(b->s.command, b->is_score ?
			"--score: expected ARCHIVE TRUTH, got %d arguments" :
			"expected no argument, got %d", n);
	if (b->worlds < 1 || (b->dir && b->worlds > MARKET_MOST))
		return complain_usage(b->s.command,
				      "--worlds: expected 1 to %d, got %d",
				      b->dir ? MARKET_MOST : INT_MAX, b->worlds);
	if (b->postings < POSTINGS_LEAST || b->postings > POSTINGS_MOST)
		return complain_usage(b->s.command,
				      "--postings: expected %d to %d, got %d",
				      POSTINGS_LEAST, POSTINGS_MOST, b->postings);
	return check_kind(b);
}

static int run_bench_world(int argc, char **argv)
{
	struct bench_world b = {
		.s = { .command = argv[0] },
		.seed = 1,
		.worlds = WORLDS_DEFAULT,
		.postings = POSTINGS_DEFAULT,
	};
	const struct option options[] = {
		SESSION_OPTIONS_AS(b.s, "table json jsonl"),
		{ "--kind", OPTION_TEXT, &b.kind,
		  "boast copies failures gaps growth law leaving "
		  "mixed outage quiet relists rhythm rollout words" },
		{ "--postings", OPTION_INT, &b.postings, NULL },
		{ "--report", OPTION_FLAG, &b.is_report, NULL },
		{ "--resume", OPTION_TEXT, &b.resume, "@file" },
		{ "--score", OPTION_FLAG, &b.is_score, NULL },
		{ "--seed", OPTION_INT, &b.seed, NULL },
		{ "--taxonomy", OPTION_TEXT, &b.taxonomy_dir, "@dir" },
		{ "--worlds", OPTION_INT, &b.worlds, NULL },
		{ "--write", OPTION_TEXT, &b.dir, "@dir" },
	};
	int n = option_parse(argc, argv, options, ARRAY_LEN(options));
	int code;

	if (n < 0)
		return EXIT_USAGE;
	code = check(&b, n);
	if (code == EXIT_DONE)
		code = b.dir ? write_dir(&b) : score(&b, n, argv + 1);
	world_scores_deinit(&b.scores);
	session_close(&b.s);
	return code;
}

const struct command command_bench_world = {
	.name = "bench-world",
	.usage = "[--seed N] [--worlds N] [--kind K] [--postings N]\n"
		 "                               [--resume FILE | --write DIR | "
		 "--score ARCHIVE\n"
		 "                               TRUTH | --report FILE...]",
	.summary = "labour markets whose truth is known, and how near we come",
	.help = "Draws worlds, imports each into a scratch database, asks "
		"jobtrend.yoy() and\n"
		"prints how far it, naive counting and two panels are from "
		"the truth.\n"
		"docs/methodology.md says what a world is and what the "
		"columns mean.\n"
		"\n"
		"  --seed N        the same seed gives the same bytes on every "
		"machine (1)\n"
		"  --worlds N      how many; the kinds in turn (14)\n"
		"  --kind K        one kind only: boast, copies, failures, "
		"gaps, growth, law,\n"
		"                  leaving, mixed, outage, quiet, relists, "
		"rhythm, rollout, words\n"
		"  --postings N    AI vacancies a year in each world (3000)\n"
		"  --resume FILE   leave out the worlds that the file has, and "
		"append what is\n"
		"                  scored to it, some worlds at a time\n"
		"  --report FILE...  read such files as one, count nothing\n"
		"  --write DIR     write archive.jsonl and truth.jsonl there, "
		"count nothing\n"
		"  --score A T     score an archive and its truth, ours or "
		"yours\n"
		"  --taxonomy DIR  the dictionary\n" SESSION_HELP
		"  --format F      table (default), json or jsonl\n" SESSION_COLOR_HELP
		"\n"
		"The scratch databases are made on the server of --db, whose "
		"role must be\n"
		"allowed to, and dropped afterwards; nothing else is touched "
		"there.\n",
	.operands = "@file",
	.run = run_bench_world,
};
