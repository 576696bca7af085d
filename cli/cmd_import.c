/*
 * cmd_import.c - `jobtrendctl import`: the past, from files.
 */
#include "cli/command.h"
#include "cli/dictionary.h"
#include "cli/import.h"
#include "cli/import_count.h"
#include "cli/import_format.h"
#include "cli/import_publish.h"
#include "cli/import_report.h"
#include "cli/session.h"

#include "base/json_out.h"
#include "base/mem.h"
#include "daemon/taxonomy_sync.h"
#include "enrich/enrich.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>
#include <uv.h>

#define IDENTITY_BYTES                                         \
	65536 /* of a file, with its size, tell it from others \
	       */

struct import_command {
	struct session              s;
	const char                 *format_name;
	const struct import_format *format; /* of the files */
	const char                 *source;
	const char                 *seen_text;
	const char                 *mapping;
	const char                 *taxonomy_dir;
	const char                 *keep_text;
	const char                 *summary;
	int64_t                     seen_at; /* of --seen-at, microseconds */
	void                       *state;   /* of the format */
	struct taxonomy            *taxonomy;
	struct taxonomy_keys        keys;
	struct source_map          *sources;
	struct import_report       *report;
	struct import_counts        counts;
	bool                        is_unpublished; /* --no-publish */
	int64_t                     published; /* cells; -1: none were due */
	int64_t                     lifetimes; /* cohorts; likewise */
	int64_t                     started_ms, stored_ms, counted_ms; /* begun; all stored */
};

/* ---- options ---- */

/* "archive, jsonl or warc" */
static void print_formats(struct buf *out)
{
	size_t                      n;
	const struct import_format *all = import_format_all(&n);

	for (size_t i = 0; i < n; i++)
		buf_printf(out, "%s%s",
			   !i ? "" : i + 1 < n ? ", " : " or ", all[i].name);
}

static int find_format(struct import_command *c)
{
	struct buf names = BUF_INIT;
	int        code = EXIT_DONE;

	c->format = c->format_name ? import_format_find(c->format_name) : NULL;
	print_formats(&names);
	if (!c->format_name)
		code = complain_usage(c->s.command,
				      "--format: expected %s, got nothing",
				      names.ptr);
	else if (!c->format)
		code = complain_usage(c->s.command,
				      "--format: expected %s, got \"%s\"",
				      names.ptr, c->format_name);
	buf_deinit(&names);
	return code;
}

/* Options that the format has no use for are a misunderstanding. */
static int check_options(struct import_command *c)
{
	const struct {
		const char *option, *value;
		unsigned    bit;
	} rows[] = {
		{ "--mapping", c->mapping, TAKES_MAPPING },
		{ "--seen-at", c->seen_text, TAKES_SEEN_AT },
		{ "--source", c->source, TAKES_SOURCE },
	};
	struct stamp seen = { 0, 0, STAMP_NONE };

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		if (rows[i].value && !(c->format->takes & rows[i].bit))
			return complain_usage(c->s.command,
					      "%s: has no meaning with "
					      "--format %s",
					      rows[i].option, c->format->name);
	}
	if (c->seen_text && !stamp_parse_iso(span_of(c->seen_text), &seen))
		return complain_usage(c->s.command,
				      "--seen-at: expected RFC 3339, got "
				      "\"%s\"",
				      c->seen_text);
	if (c->summary && strcmp(c->summary, "json") != 0 &&
	    strcmp(c->summary, "text") != 0)
		return complain_usage(c->s.command,
				      "--summary: expected json or text, got "
				      "\"%s\"",
				      c->summary);
	c->seen_at = seen.at * USEC;
	return EXIT_DONE;
}

/* When ads were seen that do not say it. 0: they must. */
static int64_t seen_at(const struct import_command *c, const char *path)
{
	struct stat st;

	if (c->seen_text || !(c->format->takes & TAKES_SEEN_AT))
		return c->seen_at;
	if ((c->format->takes & TAKES_FILE_TIME) == TAKES_FILE_TIME &&
	    strcmp(path, "-") != 0 && stat(path, &st) == 0)
		return (int64_t)st.st_mtime * USEC;
	return (int64_t)time(NULL) * USEC;
}

static int read_keep_text(struct import_command *c, enum keep_text *out)
{
	static const char *const names[] = {
		[KEEP_TEXT_AI] = "ai",
		[KEEP_TEXT_ALL] = "all",
		[KEEP_TEXT_NONE] = "none",
	};

	*out = KEEP_TEXT_ALL;
	for (size_t i = 0; c->keep_text && i < ARRAY_LEN(names); i++) {
		if (strcmp(c->keep_text, names[i]) == 0) {
			*out = (enum keep_text)i;
			return EXIT_DONE;
		}
	}
	if (!c->keep_text)
		return EXIT_DONE;
	return complain_usage(c->s.command,
			      "--keep-text: expected ai, all or none, got "
			      "\"%s\"",
			      c->keep_text);
}

/* ---- one file ---- */

/* The beginning of a file, to tell it from others. */
static ssize_t add_beginning(int fd, struct buf *out)
{
	ssize_t n = pread(fd, buf_reserve(out, IDENTITY_BYTES), IDENTITY_BYTES,
			  0);

	if (n > 0)
		buf_commit(out, (size_t)n);
	return n;
}

static void add_mapping(const char *path, struct buf *out)
{
	int fd = path ? open(path, O_RDONLY | O_CLOEXEC) : -1;

	if (fd < 0)
		return;
	(void)add_beginning(fd, out);
	close(fd);
}

/*
 * What tells this import from another one: size and beginning of the file, the
 * dictionary and the options. False for what cannot be read twice.
 */
static bool identify(struct import_command *c, const char *path,
		     char out[SHA256_HEX_SIZE])
{
	struct buf bytes = BUF_INIT;
	int        fd = open(path, O_RDONLY | O_CLOEXEC);
	off_t      size = fd < 0 ? -1 : lseek(fd, 0, SEEK_END);
	ssize_t    n = -1;

	if (size >= 0 && strcmp(path, "-") != 0)
		n = add_beginning(fd, &bytes);
	if (n >= 0) {
		add_mapping(c->mapping, &bytes);
		buf_printf(&bytes, "%lld %s %s %s %s %s", (long long)size,
			   taxonomy_version(c->taxonomy), c->format->name,
			   c->source ? c->source : "",
			   c->seen_text ? c->seen_text : "",
			   c->keep_text ? c->keep_text : "");
		sha256_hex(buf_span(&bytes), out);
	}
	if (fd >= 0)
		close(fd);
	buf_deinit(&bytes);
	return n >= 0;
}

static int64_t place_done(struct import_command *c, const char *key)
{
	struct rows *r = session_query(
		&c->s,
		"SELECT lines FROM jobtrend.import_journal WHERE file_key = $1",
		&key, 1);
	int64_t lines = r && rows_count(r) ? rows_get_int(r, 0, 0) : 0;

	rows_free(r);
	return lines;
}

static void sum_up(struct import_counts *sum, const struct import_counts *more)
{
	sum->ads += more->ads;
	sum->runs += more->runs;
	sum->sources += more->sources;
	sum->passed += more->passed;
	sum->refused += more->refused;
}

/* A file that is open. */
static bool import_open(struct import_command *c, const char *path,
			struct import_file *file)
{
	struct error err = ERROR_INIT;
	char         key[SHA256_HEX_SIZE];
	const char  *name = key;
	struct buf   place = BUF_INIT;
	bool         ok;

	if (identify(c, path, key)) {
		file->journal_key = key;
		file->skip = place_done(c, key);
	}
	if (file->skip) {
		file->reader->type->print_place(file->skip, &place);
		complain(c->s.command, "%s%s: going on behind this", path,
			 place.ptr);
		buf_deinit(&place);
	}
	ok = import_file(file);
	if (ok && file->journal_key)
		(void)database_run(c->s.database,
				   "DELETE FROM jobtrend.import_journal"
				   " WHERE file_key = $1",
				   &name, 1, &err);
	sum_up(&c->counts, &file->counts);
	return ok && !file->counts.refused;
}

static bool import_one(struct import_command *c, const char *path,
		       enum keep_text keep)
{
	struct error         err = ERROR_INIT;
	struct import_shared shared = {
		.command = c->s.command,
		.file = strcmp(path, "-") == 0 ? "standard input" : path,
		.context = { .taxonomy = c->taxonomy,
			     .skill_ids = c->keys.skill_ids,
			     .n_skills = c->keys.n_skills,
			     .taxonomy_id = c->keys.taxonomy_id,
			     .keep_text = keep },
		.sources = c->sources,
		.otherwise = { c->source, seen_at(c, path) },
		.format = c->format,
		.state = c->state,
	};
	struct import_file file = {
		.shared = &shared,
		.conninfo = c->s.conninfo.ptr,
		.reader = c->format->open(path, &err),
		.report = c->report,
	};
	bool ok = false;

	if (!file.reader) {
		complain(c->s.command, "%s", err.text);
		return false;
	}
	file.reader->state = c->state;
	shared.reader = file.reader;
	shared.print_place = file.reader->type->print_place;
	ok = import_open(c, path, &file);
	file.reader->type->close(file.reader);
	return ok;
}

/* A file is read for what the format wants to know beforehand. */
static void look_through(struct import_command *c, const char *path)
{
	struct error          err = ERROR_INIT;
	struct import_reader *r = c->format->open(path, &err);
	struct progress       p;
	struct span           item;

	if (!r)
		return; /* it is complained of when it is imported */
	r->state = c->state;
	progress_start(&p, path, "records looked at");
	for (int64_t n = 1; r->type->next(r, &item, &err) <= ITEM_REFUSED; n++)
		progress_show(&p, r->type->read(r), r->type->size(r), n);
	progress_end(&p);
	r->type->close(r);
}

/* What can be read twice. */
static bool is_file(const char *path)
{
	struct stat st;

	return strcmp(path, "-") != 0 && stat(path, &st) == 0 &&
	       S_ISREG(st.st_mode);
}

static bool begin_format(struct import_command *c, int n, char **paths)
{
	struct import_options o = { .mapping = c->mapping };
	struct error          err = ERROR_INIT;

	if (!c->format->begin)
		return true;
	c->state = c->format->begin(&o, &err);
	if (!c->state) {
		complain(c->s.command, "%s", err.text);
		return false;
	}
	for (int i = 0; c->format->looks_ahead && i < n; i++) {
		if (is_file(paths[i]))
			look_through(c, paths[i]);
	}
	return true;
}

/* ---- after the files ---- */

static void print_text(const struct import_command *c, double store_s,
		       double count_s)
{
	double rate = (double)c->counts.ads / (store_s > 0 ? store_s : 1);
	char   ads[COUNT_SIZE], runs[COUNT_SIZE], per_s[COUNT_SIZE];

	printf("imported %s ads and %s runs of %zu sources in %.1f s"
	       " (%s ads/s), counted them in %.1f s\n",
	       count_text(c->counts.ads, ads), count_text(c->counts.runs, runs),
	       source_map_count(c->sources), store_s,
	       count_text((int64_t)rate, per_s), count_s);
	if (c->published >= 0)
		printf("published anew: %s cells\n",
		       count_text(c->published, ads));
	if (c->lifetimes >= 0)
		printf("how long postings stay open: %s cohorts in %.1f s\n",
		       count_text(c->lifetimes, ads),
		       (double)(now_ms() - c->counted_ms) / 1000);
	if (c->counts.passed)
		printf("passed over %s that are no ads\n",
		       count_text(c->counts.passed, ads));
}

static void print_json(const struct import_command *c, double store_s,
		       double count_s)
{
	struct buf out = BUF_INIT;

	json_open_object(&out);
	json_put_int(&out, "ads", c->counts.ads);
	json_put_int(&out, "runs", c->counts.runs);
	json_put_int(&out, "sources", (int64_t)source_map_count(c->sources));
	json_put_int(&out, "passed", c->counts.passed);
	json_put_int(&out, "refused", c->counts.refused);
	json_put_double(&out, "store_seconds", store_s);
	json_put_double(&out, "count_seconds", count_s);
	if (c->published >= 0)
		json_put_int(&out, "published", c->published);
	if (c->lifetimes >= 0)
		json_put_int(&out, "lifetimes", c->lifetimes);
	json_key(&out, "reasons");
	import_report_json(c->report, &out);
	json_close_object(&out);
	puts(out.ptr);
	buf_deinit(&out);
}

static void print_summary(const struct import_command *c)
{
	double store_s = (double)(c->stored_ms - c->started_ms) / 1000;
	double count_s = (double)(c->counted_ms - c->stored_ms) / 1000;

	if (c->summary && strcmp(c->summary, "json") == 0)
		print_json(c, store_s, count_s);
	else
		print_text(c, store_s, count_s);
	fflush(stdout);
	import_report_print(c->report);
	if (c->counts.refused)
		complain(c->s.command, "%lld %s were refused",
			 (long long)c->counts.refused, c->format->items);
}

/* ---- */

static int prepare(struct import_command *c)
{
	struct error err = ERROR_INIT;
	int          code = session_open(&c->s);

	if (code != EXIT_DONE)
		return code;
	c->taxonomy = dictionary_load(
		c->s.command,
		c->taxonomy_dir ? c->taxonomy_dir : c->s.config->taxonomy_dir);
	if (!c->taxonomy)
		return EXIT_FAILED;
	if (!taxonomy_sync(c->s.database, c->taxonomy, &c->keys, &err)) {
		complain(c->s.command, "%s", err.text);
		return EXIT_FAILED;
	}
	c->sources = source_map_new(c->s.database);
	return EXIT_DONE;
}

/* As many threads in libuv's pool as there are cores. */
static void size_pool(void)
{
	char n[16];

	snprintf(n, sizeof(n), "%u", uv_available_parallelism());
	setenv("UV_THREADPOOL_SIZE", n, 0);
}

static int import_all(struct import_command *c, int n, char **paths)
{
	enum keep_text keep = KEEP_TEXT_ALL;
	int            code = find_format(c);
	int            worst = EXIT_DONE;

	if (code == EXIT_DONE)
		code = check_options(c);
	if (code == EXIT_DONE)
		code = read_keep_text(c, &keep);
	if (code == EXIT_DONE && !n)
		code = complain_usage(c->s.command,
				      "expected a file, got nothing");
	if (code == EXIT_DONE)
		code = prepare(c);
	if (code != EXIT_DONE)
		return code;
	if (!begin_format(c, n, paths))
		return EXIT_FAILED;
	size_pool();
	for (int i = 0; i < n; i++) {
		if (!import_one(c, paths[i], keep))
			worst = EXIT_FAILED;
	}
	c->stored_ms = now_ms();
	code = import_count(&c->s) &&
			       (c->is_unpublished ||
				import_publish(&c->s, &c->published))
		       ? EXIT_DONE
		       : EXIT_FAILED;
	c->counted_ms = now_ms();
	if (code == EXIT_DONE && !c->is_unpublished &&
	    !import_lifetimes(&c->s, &c->lifetimes))
		code = EXIT_FAILED;
	print_summary(c);
	return worst == EXIT_DONE ? code : worst;
}

static int run_import(int argc, char **argv)
{
	struct import_command c = {
		.s = { .command = argv[0] },
		.report = import_report_new(argv[0]),
		.published = -1,
		.lifetimes = -1,
		.started_ms = now_ms(),
	};
	const struct option options[] = {
		{ "--config", OPTION_TEXT, &c.s.config_path, "@file" },
		{ "--db", OPTION_TEXT, &c.s.db, NULL },
		{ "--format", OPTION_TEXT, &c.format_name,
		  "archive csv hn jobtech jsonl usajobs warc" },
		{ "--keep-text", OPTION_TEXT, &c.keep_text, "ai all none" },
		{ "--mapping", OPTION_TEXT, &c.mapping, "@file" },
		{ "--no-publish", OPTION_FLAG, &c.is_unpublished, NULL },
		{ "--seen-at", OPTION_TEXT, &c.seen_text, NULL },
		{ "--source", OPTION_TEXT, &c.source, NULL },
		{ "--summary", OPTION_TEXT, &c.summary, "text json" },
		{ "--taxonomy", OPTION_TEXT, &c.taxonomy_dir, "@dir" },
	};
	int n = option_parse(argc, argv, options, ARRAY_LEN(options));
	int code;

	code = n < 0 ? EXIT_USAGE : import_all(&c, n, argv + 1);
	if (c.state)
		c.format->end(c.state);
	source_map_free(c.sources);
	taxonomy_keys_deinit(&c.keys);
	taxonomy_free(c.taxonomy);
	import_report_free(c.report);
	session_close(&c.s);
	return code;
}

const struct command command_import = {
	.name = "import",
	.usage = "--format F [OPTION...] FILE...|-",
	.summary = "bring the past in from files",
	.help = "  --format archive  sources, runs and ads with when they were "
		"seen, as `export`\n"
		"                    writes them; lines may come in any order, "
		"a source that\n"
		"                    only its ads name is created, and one "
		"without runs is\n"
		"                    taken as seen when its ads were first and "
		"last seen\n"
		"  --format csv      any table; --mapping says which column is "
		"what\n"
		"  --format hn       threads \"Who is hiring?\": items as "
		"Algolia or Firebase give\n"
		"                    them, pages of the search for comments; "
		"seen when written\n"
		"  --format jobtech  ads of the Swedish employment service, "
		"the files of a year;\n"
		"                    seen from publication to removal\n"
		"  --format jsonl    ads as `extract` writes them, seen once; "
		"or any objects with\n"
		"                    --mapping\n"
		"  --format usajobs  announcements of USAJOBS, pages of its "
		"historic API or an object\n"
		"                    each; seen from opening to closing\n"
		"  --format warc     documents of WARC 1.0 and 1.1 files, "
		"our own or others' (Common\n"
		"                    Crawl): what holds ads is read with "
		"today's parsers, seen at\n"
		"                    WARC-Date; no visit is inferred from it\n"
		"  --source S        their source, where an ad does not say "
		"(csv, jsonl); instead\n"
		"                    of hn/who-is-hiring, "
		"jobtech/historical, usajobs/historical,\n"
		"                    or web/HOST (warc)\n"
		"  --seen-at T       when they were seen (RFC 3339; csv, "
		"jsonl); default now. When\n"
		"                    the file was made, so that what ends "
		"later is open (hn,\n"
		"                    jobtech, usajobs); default when it was "
		"last written\n"
		"  --mapping FILE    which column or member is which field "
		"(csv, jsonl): JSON, see\n"
		"                    docs/mapping.md\n"
		"  --keep-text W     texts to store: all (default: an export "
		"gives back what\n"
		"                    came in), ai or none\n"
		"  --no-publish      leave published cells and series as they "
		"are; without it those\n"
		"                    that the files touched are computed anew "
		"in the end, unless a\n"
		"                    daemon does so\n"
		"  --summary W       what to say in the end: text (default) "
		"or json\n"
		"  --taxonomy DIR    the dictionary\n" SESSION_HELP "\n"
		"Every ad is enriched, on all cores; memory does not grow with "
		"the file; gzip and\n"
		"zstd are unpacked on the way. An import that was killed goes "
		"on where it was\n"
		"when the same command is given again, and one that is "
		"repeated changes nothing.\n"
		"\n"
		"What is not understood is refused and the rest is imported "
		"all the same: the\n"
		"first places of each reason are told on standard error with "
		"file, number and\n"
		"reason, all are counted at the end, and the exit code is 1. "
		"`--summary json`\n"
		"prints the counts as one JSON object.\n",
	.operands = "@file",
	.run = run_import,
};
