/*
 * cmd_reparse.c - `jobtrendctl reparse`: today's parsers and dictionary over
 * the documents that were kept.
 */
#include "cli/command.h"
#include "cli/dictionary.h"
#include "cli/import_count.h"
#include "cli/progress.h"
#include "cli/reparse.h"
#include "cli/session.h"

#include "base/mem.h"
#include "base/stamp.h"
#include "daemon/taxonomy_sync.h"
#include "enrich/enrich.h"
#include "parsers/parser.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct reparse_command {
	struct session       s;
	struct reparse       r;
	const char          *taxonomy_dir;
	struct taxonomy     *taxonomy;
	struct taxonomy_keys keys;
	struct buf           dir;
};

static int check(struct reparse_command *c)
{
	struct stamp since;

	if (c->r.since && !stamp_parse_iso(span_of(c->r.since), &since))
		return complain_usage(c->s.command,
				      "--since: expected RFC 3339, got \"%s\"",
				      c->r.since);
	if (c->r.kind && !parser_find(span_of(c->r.kind)))
		return complain_usage(c->s.command,
				      "--kind: expected a kind of source, got "
				      "\"%s\"",
				      c->r.kind);
	return EXIT_DONE;
}

static bool source_is_there(struct reparse_command *c)
{
	struct rows *r;
	bool         is_there;

	if (!c->r.source)
		return true;
	r = session_query(&c->s,
			  "SELECT FROM jobtrend.source WHERE id = $1",
			  &c->r.source, 1);
	is_there = r && rows_count(r);
	if (r && !is_there)
		complain(c->s.command,
			 "--source: expected a source, found none called "
			 "\"%s\"",
			 c->r.source);
	rows_free(r);
	return is_there;
}

static int prepare(struct reparse_command *c)
{
	struct error err = ERROR_INIT;
	int          code = check(c);

	if (code == EXIT_DONE)
		code = session_open(&c->s);
	if (code != EXIT_DONE)
		return code;
	c->taxonomy = dictionary_load(
		c->s.command,
		c->taxonomy_dir ? c->taxonomy_dir : c->s.config->taxonomy_dir);
	if (!c->taxonomy || !source_is_there(c))
		return EXIT_FAILED;
	if (!taxonomy_sync(c->s.database, c->taxonomy, &c->keys, &err)) {
		complain(c->s.command, "%s", err.text);
		return EXIT_FAILED;
	}
	if (c->r.dir)
		buf_add_text(&c->dir, c->r.dir);
	else if (c->s.config->warc_dir)
		buf_add_text(&c->dir, c->s.config->warc_dir);
	else
		buf_printf(&c->dir, "%s/warc", c->s.config->state_dir);
	c->r.dir = c->dir.ptr;
	c->r.s = &c->s;
	c->r.context = (struct outcome_context){
		.taxonomy = c->taxonomy,
		.skill_ids = c->keys.skill_ids,
		.n_skills = c->keys.n_skills,
		.taxonomy_id = c->keys.taxonomy_id,
		.keep_text = c->s.config->keep_text,
	};
	return EXIT_DONE;
}

static void print_summary(const struct reparse *r)
{
	char documents[COUNT_SIZE], ads[COUNT_SIZE], changed[COUNT_SIZE],
		added[COUNT_SIZE];

	printf("read %s documents with %s ads again: %s ads changed, %s are "
	       "new\n",
	       count_text(r->documents, documents), count_text(r->ads, ads),
	       count_text(r->changed, changed), count_text(r->added, added));
	if (r->missing)
		complain(r->s->command, "%lld documents are in files that are "
			 "not there (--dir, now %s)", (long long)r->missing,
			 r->dir);
	if (r->refused)
		complain(r->s->command, "%lld documents were refused",
			 (long long)r->refused);
}

static int run_reparse(int argc, char **argv)
{
	struct reparse_command c = { .s = { .command = argv[0] } };
	const struct option    options[] = {
		   { "--config", OPTION_TEXT, &c.s.config_path, "@file" },
		   { "--db", OPTION_TEXT, &c.s.db, NULL },
		   { "--dir", OPTION_TEXT, &c.r.dir, "@dir" },
		   { "--kind", OPTION_TEXT, &c.r.kind, "@kind" },
		   { "--since", OPTION_TEXT, &c.r.since, NULL },
		   { "--source", OPTION_TEXT, &c.r.source, NULL },
		   { "--taxonomy", OPTION_TEXT, &c.taxonomy_dir, "@dir" },
	};
	int  n = option_parse(argc, argv, options, ARRAY_LEN(options));
	int  code = EXIT_USAGE;
	bool is_done;

	if (n > 0)
		code = complain_usage(argv[0],
				      "expected no argument, got \"%s\"",
				      argv[1]);
	else if (n == 0)
		code = prepare(&c);
	if (code == EXIT_DONE) {
		is_done = reparse_run(&c.r);
		is_done = count_changes(&c.s) && is_done;
		print_summary(&c.r);
		if (!is_done || c.r.missing || c.r.refused)
			code = EXIT_FAILED;
	}
	buf_deinit(&c.dir);
	taxonomy_keys_deinit(&c.keys);
	taxonomy_free(c.taxonomy);
	session_close(&c.s);
	return code;
}

const struct command command_reparse = {
	.name = "reparse",
	.usage = "[--source ID] [--kind K] [--since T] [OPTION...]",
	.summary = "read kept documents again with today's parsers and "
		   "dictionary",
	.help = "  --source ID     documents of this source alone\n"
		"  --kind K        of this kind, of the source or of the page\n"
		"  --since T       that were first fetched then or later "
		"(RFC 3339)\n"
		"  --dir DIR       where the WARC files are (default: "
		"`warc_dir` in the\n"
		"                  configuration, else warc below its "
		"`state_dir`)\n"
		"  --taxonomy DIR  the dictionary\n" SESSION_HELP "\n"
		"With `keep_raw` the daemon keeps documents as they came. "
		"An ad whose content came\n"
		"from one of them gets what is read in it now: fields that "
		"parsers had missed, skills\n"
		"that are new in the dictionary. When it was seen and when "
		"it ended do not change. An\n"
		"ad that was overlooked comes in as seen when its document "
		"was.\n"
		"\n"
		"A command that was killed goes on where it was when it is "
		"given again, and one that\n"
		"is repeated changes nothing. Files that are missing and "
		"documents that are refused\n"
		"are named on standard error; the exit code is 1 then.\n",
	.run = run_reparse,
};
