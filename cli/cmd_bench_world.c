/*
 * cmd_bench_world.c - `jobtrendctl bench-world`: markets whose truth is known,
 * as files for anybody, and how near the numbers come to it.
 */
#include "cli/command.h"
#include "cli/progress.h"
#include "cli/scratch.h"
#include "cli/world_dictionary.h"
#include "cli/world_keep.h"
#include "cli/world_report.h"

#include "base/mem.h"
#include "daemon/taxonomy_load.h"
#include "worlds/market_write.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define WORLDS_DEFAULT 21   /* one of each kind */
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
			 FILE *archive, FILE *earlier, FILE *truth)
{
	struct buf line = BUF_INIT;
	bool       ok = true;

	for (size_t k = 0; ok && k < these->n; k++) {
		int           i = these->numbers[k];
		struct market m;

		market_init(&m, (uint64_t)b->seed + (uint64_t)(i / MARKET_MOST) *
							    1000003,
			    i % MARKET_MOST, plan_of(b, i), b->postings);
		ok = market_write_archive(&m, put_lines, archive, earlier);
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

/* Do some of them have a dictionary that learns? */
static bool learns(const struct bench_world *b, const struct batch *these)
{
	for (size_t k = 0; k < these->n; k++) {
		if (plan_of(b, these->numbers[k])->unread)
			return true;
	}
	return false;
}

/* The dictionary `earlier`, as it was before it learned. */
static bool write_dictionary(const struct bench_world *b, const char *earlier)
{
	char               from[PATH_MAX];
	size_t             n;
	const char *const *words = market_learned(&n);
	struct error       err = ERROR_INIT;

	taxonomy_find(b->taxonomy_dir, from, sizeof(from));
	if (world_dictionary_write(from, earlier, words, n, &err))
		return true;
	complain(b->s.command, "%s", err.text);
	return false;
}

/* What is counted: files and a folder. */
struct world_files {
	char archive[PATH_MAX], truth[PATH_MAX];
	/* What an earlier dictionary read, and that dictionary; "": none. */
	char earlier[PATH_MAX], dictionary[PATH_MAX];
};

static bool write_files(const struct bench_world *b, const char *dir,
			const struct batch *these, struct world_files *f)
{
	FILE *archive, *earlier = NULL, *truth = NULL;
	bool  ok = true;

	f->earlier[0] = f->dictionary[0] = '\0';
	archive = open_in(b, dir, "archive.jsonl", f->archive);
	if (archive)
		truth = open_in(b, dir, "truth.jsonl", f->truth);
	if (truth && learns(b, these)) {
		earlier = open_in(b, dir, "earlier.jsonl", f->earlier);
		snprintf(f->dictionary, PATH_MAX, "%s/earlier", dir);
		ok = earlier && write_dictionary(b, f->dictionary);
	}
	ok = ok && archive && truth &&
	     write_worlds(b, these, archive, earlier, truth);
	ok = close_said(b, archive, f->archive, ok);
	ok = close_said(b, earlier, f->earlier, ok);
	return close_said(b, truth, f->truth, ok);
}

static int write_dir(const struct bench_world *b)
{
	struct batch       all = { .n = 0 };
	struct world_files files;

	if (mkdir(b->dir, 0777) != 0 && errno != EEXIST) {
		complain(b->s.command, "%s: %s", b->dir, strerror(errno));
		return EXIT_FAILED;
	}
	while (all.n < (size_t)b->worlds) {
		all.numbers[all.n] = (int)all.n;
		all.n++;
	}
	return write_files(b, b->dir, &all, &files) ? EXIT_DONE : EXIT_FAILED;
}

/* ---- scoring ---- */

/* One of the archives, with a dictionary; NULL: that of the command. */
static bool import(const struct bench_world *b, struct scratch *t,
		   const char *archive, const char *dictionary,
		   const char *keep_text)
{
	const char *dir = dictionary ? dictionary : b->taxonomy_dir;
	const char *arguments[] = { "import", "--format", "archive",
				    "--keep-text", keep_text, archive,
				    dir ? "--taxonomy" : NULL, dir, NULL };

	if (scratch_run(t, arguments))
		return true;
	complain(b->s.command, "%s: was not imported whole", archive);
	return false;
}

/* As it goes: read, read the rest with a later dictionary, read all again. */
static bool import_files(const struct bench_world *b, struct scratch *t,
			 const struct world_files *f)
{
	const char *again[] = { "reclassify",
				b->taxonomy_dir ? "--taxonomy" : NULL,
				b->taxonomy_dir, NULL };

	if (!f->earlier[0])
		return import(b, t, f->archive, NULL, "none");
	if (!import(b, t, f->earlier, f->dictionary, "all") ||
	    !import(b, t, f->archive, NULL, "all"))
		return false;
	if (scratch_run(t, again))
		return true;
	complain(b->s.command, "%s: was not read again whole", f->earlier);
	return false;
}

static bool score_files(struct bench_world *b, const struct world_files *f)
{
	struct error   err = ERROR_INIT;
	struct scratch t;
	bool           ok;

	ok = scratch_open(&t, &b->s) && import_files(b, &t, f);
	if (ok && !world_score(t.database, f->truth, &b->scores, &err)) {
		complain(b->s.command, "%s", err.text);
		ok = false;
	}
	scratch_close(&t);
	return ok;
}

/* Those of others: ARCHIVE TRUTH, or these and EARLIER DICTIONARY. */
static bool score_theirs(struct bench_world *b, int n, char **paths)
{
	struct world_files f;

	snprintf(f.archive, PATH_MAX, "%s", paths[0]);
	snprintf(f.truth, PATH_MAX, "%s", paths[1]);
	snprintf(f.earlier, PATH_MAX, "%s", n > 2 ? paths[2] : "");
	snprintf(f.dictionary, PATH_MAX, "%s", n > 2 ? paths[3] : "");
	return score_files(b, &f);
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
	struct world_files f;
	size_t             first = b->scores.n_worlds;
	bool               ok;

	ok = write_files(b, dir, these, &f) && score_files(b, &f) &&
	     keep(b, these, first);
	unlink(f.archive);
	unlink(f.truth);
	if (f.earlier[0])
		unlink(f.earlier);
	if (f.dictionary[0])
		world_dictionary_remove(f.dictionary);
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
		ok = score_theirs(b, n, paths);
	else
		ok = read_kept(b, resume ? 1 : 0, &resume) && score_own(b);
	if (ok && b->s.format == OUTPUT_TABLE)
		world_report_table(&b->scores, stdout);
	else if (ok)
		world_report_json(&b->scores, stdout);
	return ok ? EXIT_DONE : EXIT_FAILED;
}

/* ---- the command line ---- */

static void put_kinds(struct buf *out, const char *between)
{
	size_t                    n;
	const struct market_plan *plans = market_plans(&n);

	for (size_t i = 0; i < n; i++)
		buf_printf(out, "%s%s", i ? between : "", plans[i].name);
}

static void print_kinds(void)
{
	size_t                    n;
	const struct market_plan *plans = market_plans(&n);

	printf("\nThe kinds of worlds are\n\n");
	for (size_t i = 0; i < n; i++)
		printf("  %-14s  %s\n", plans[i].name, plans[i].summary);
}

static int check_kind(const struct bench_world *b)
{
	struct buf names = BUF_INIT;
	int        code;

	if (!b->kind || market_plan_find(b->kind))
		return EXIT_DONE;
	put_kinds(&names, ", ");
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
	if (b->is_score ? n != 2 && n != 4 : n != 0)
		return complain_usage(b->s.command, b->is_score ?
			"--score: expected ARCHIVE TRUTH [EARLIER DICTIONARY], "
			"got %d arguments" :
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
	struct buf          kinds = BUF_INIT;
	const struct option options[] = {
		SESSION_OPTIONS_AS(b.s, "table json jsonl"),
		{ "--kind", OPTION_TEXT, &b.kind,
		  (put_kinds(&kinds, " "), kinds.ptr) },
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

	buf_deinit(&kinds);
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
		 "                               [--resume FILE | --write DIR |\n"
		 "                               --score ARCHIVE TRUTH [EARLIER "
		 "DICTIONARY] |\n"
		 "                               --report FILE...]",
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
		"  --worlds N      how many; the kinds in turn (21)\n"
		"  --kind K        one kind only, of those below\n"
		"  --postings N    AI vacancies a year in each world (3000)\n"
		"  --resume FILE   leave out the worlds that the file has, and "
		"append what is\n"
		"                  scored to it, some worlds at a time\n"
		"  --report FILE...  read such files as one, count nothing\n"
		"  --write DIR     write archive.jsonl and truth.jsonl there, "
		"count nothing; where a\n"
		"                  dictionary learns also earlier.jsonl and "
		"the folder earlier\n"
		"  --score FILE...  an archive and its truth, ours or yours; "
		"and, where a\n"
		"                  dictionary learns, what the earlier one had "
		"read, and its folder\n"
		"  --taxonomy DIR  the dictionary\n" SESSION_HELP
		"  --format F      table (default), json or jsonl\n" SESSION_COLOR_HELP
		"\n"
		"The scratch databases are made on the server of --db, whose "
		"role must be\n"
		"allowed to, and dropped afterwards; nothing else is touched "
		"there.\n",
	.print_more = print_kinds,
	.operands = "@file",
	.run = run_bench_world,
};
