/*
 * cmd_reclassify.c - `jobtrendctl reclassify`: today's dictionary over the ads
 * that are stored.
 */
#include "cli/command.h"
#include "cli/dictionary.h"
#include "cli/import_count.h"
#include "cli/progress.h"
#include "cli/reclassify.h"
#include "cli/session.h"

#include "base/mem.h"
#include "daemon/taxonomy_sync.h"
#include "enrich/enrich.h"

#include <stdio.h>
#include <string.h>
#include <uv.h>

#define LANES_PER_CORE 2 /* one waits for the database, one for a core */

struct reclassify_command {
	struct session       s;
	struct reclassify    r;
	const char          *taxonomy_dir;
	const char          *from; /* a version, as in taxonomy.version */
	struct taxonomy     *taxonomy;
	struct taxonomy_keys keys;
	int64_t              read_ms, count_ms;
};

/* Is there a row? False after having complained, too. */
static bool exists(struct reclassify_command *c, const char *sql,
		   const char *option, const char *what, const char *value,
		   int64_t *number)
{
	struct rows *r = session_query(&c->s, sql, &value, 1);
	bool         is_there = r && rows_count(r);

	if (is_there && number)
		*number = rows_get_int(r, 0, 0);
	if (r && !is_there)
		complain(c->s.command,
			 "%s: expected %s, found none called \"%s\"", option,
			 what, value);
	rows_free(r);
	return is_there;
}

static bool find_choices(struct reclassify_command *c)
{
	int64_t number = 0;

	if (c->r.source &&
	    !exists(c, "SELECT FROM jobtrend.source WHERE id = $1", "--source",
		    "a source", c->r.source, NULL))
		return false;
	if (c->from &&
	    !exists(c,
		    "SELECT taxonomy_version FROM jobtrend.taxonomy"
		    " WHERE version = $1",
		    "--from", "a version of the dictionary", c->from, &number))
		return false;
	c->r.from = (int16_t)number;
	return true;
}

/* A trial learns the numbers that the dictionary would get, and takes it back. */
static bool sync_dictionary(struct reclassify_command *c)
{
	struct database *db = c->s.database;
	struct error     err = ERROR_INIT;
	bool             ok;

	ok = !c->r.is_trial || database_run(db, "BEGIN", NULL, 0, &err);
	ok = ok && taxonomy_sync(db, c->taxonomy, &c->keys, &err);
	if (c->r.is_trial)
		ok = database_run(db, "ROLLBACK", NULL, 0, &err) && ok;
	if (!ok)
		complain(c->s.command, "%s", err.text);
	return ok;
}

static int prepare(struct reclassify_command *c)
{
	int code = session_open(&c->s);

	if (code != EXIT_DONE)
		return code;
	c->taxonomy = dictionary_load(
		c->s.command,
		c->taxonomy_dir ? c->taxonomy_dir : c->s.config->taxonomy_dir);
	if (!c->taxonomy || !find_choices(c) || !sync_dictionary(c))
		return EXIT_FAILED;
	c->r.s = &c->s;
	c->r.context = (struct outcome_context){
		.taxonomy = c->taxonomy,
		.skill_ids = c->keys.skill_ids,
		.n_skills = c->keys.n_skills,
		.taxonomy_id = c->keys.taxonomy_id,
		.keep_text = KEEP_TEXT_NONE, /* it stays as it is */
	};
	return EXIT_DONE;
}

static int check(struct reclassify_command *c)
{
	if (!c->r.connections)
		c->r.connections =
			(int)uv_available_parallelism() * LANES_PER_CORE;
	if (c->r.connections <= CONNECTIONS_MAX)
		return EXIT_DONE;
	return complain_usage(c->s.command,
			      "--connections: expected 1 to %d, got %d",
			      CONNECTIONS_MAX, c->r.connections);
}

/* ---- what it came to ---- */

static void print_text(const struct reclassify_command *c)
{
	const struct reclassify *r = &c->r;
	char   read[COUNT_SIZE], changed[COUNT_SIZE], same[COUNT_SIZE];
	char   gained[COUNT_SIZE], lost[COUNT_SIZE], rate[COUNT_SIZE];
	char   bare[COUNT_SIZE];
	double seconds = (double)c->read_ms / 1000;

	printf("read %s ads again with dictionary %s in %.1f s (%s ads/s)\n",
	       count_text(r->read, read), taxonomy_version(c->taxonomy),
	       seconds,
	       count_text(seconds > 0 ? (int64_t)((double)r->read / seconds)
				      : 0,
			  rate));
	printf("%s %s otherwise: %s %s an AI ad now, %s %s no more; %s read as "
	       "before\n",
	       count_text(r->changed, changed),
	       r->is_trial ? "would read" : "read",
	       count_text(r->gained, gained), r->is_trial ? "would be" : "are",
	       count_text(r->lost, lost), r->is_trial ? "would be" : "are",
	       count_text(r->unchanged, same));
	if (r->without_text)
		printf("of %s the text is not stored: only title and fields "
		       "were read\n",
		       count_text(r->without_text, bare));
}

static int print_row(struct reclassify_command *c)
{
	static const char sql[] =
		"SELECT $1 AS dictionary, $2::boolean AS is_trial,"
		" $3::bigint AS read, $4::bigint AS changed,"
		" $5::bigint AS unchanged, $6::bigint AS gained,"
		" $7::bigint AS lost, $8::bigint AS without_text,"
		" $9::bigint AS refused, $10::bigint AS \"left\","
		" $11::bigint AS later, $12::float8 AS read_seconds,"
		" $13::float8 AS count_seconds";
	const struct reclassify *r = &c->r;
	const int64_t numbers[] = { r->read,   r->changed, r->unchanged,
				    r->gained, r->lost,	   r->without_text,
				    r->refused, r->left,   r->later };
	char          texts[ARRAY_LEN(numbers) + 2][32];
	const char   *params[ARRAY_LEN(numbers) + 4];
	size_t        n = 0;

	params[0] = taxonomy_version(c->taxonomy);
	params[1] = r->is_trial ? "true" : "false";
	for (; n < ARRAY_LEN(numbers); n++)
		snprintf(texts[n], sizeof(texts[n]), "%lld",
			 (long long)numbers[n]);
	snprintf(texts[n++], sizeof(texts[0]), "%.3f",
		 (double)c->read_ms / 1000);
	snprintf(texts[n++], sizeof(texts[0]), "%.3f",
		 (double)c->count_ms / 1000);
	for (size_t i = 0; i < n; i++)
		params[i + 2] = texts[i];
	return session_print(&c->s, sql, params, n + 2, NULL);
}

static void warn(const struct reclassify_command *c)
{
	const struct reclassify *r = &c->r;

	if (r->later)
		complain(c->s.command,
			 "%lld ads were read with a later dictionary and are "
			 "left alone",
			 (long long)r->later);
	if (r->refused)
		complain(c->s.command, "%lld ads cannot be read",
			 (long long)r->refused);
	if (!r->is_trial && r->left > r->refused)
		complain(c->s.command,
			 "%lld ads were being written by others; the same "
			 "command reads them",
			 (long long)(r->left - r->refused));
}

static int reclassify(struct reclassify_command *c)
{
	int64_t began = now_ms(), read;
	int     code = EXIT_DONE;
	bool    is_done;

	is_done = reclassify_run(&c->r);
	read = now_ms();
	if (!c->r.is_trial) /* what came out is counted, even of a part */
		is_done = count_changes(&c->s) && is_done;
	c->read_ms = read - began;
	c->count_ms = now_ms() - read;
	if (c->s.format_name)
		code = print_row(c);
	else
		print_text(c);
	warn(c);
	if (!is_done || c->r.refused ||
	    (!c->r.is_trial && c->r.left))
		code = EXIT_FAILED;
	return code;
}

static int run_reclassify(int argc, char **argv)
{
	struct reclassify_command c = { .s = { .command = argv[0] } };
	const struct option       options[] = {
		      SESSION_OPTIONS(c.s),
		      { "--connections", OPTION_INT, &c.r.connections, NULL },
		      { "--dry-run", OPTION_FLAG, &c.r.is_trial, NULL },
		      { "--from", OPTION_TEXT, &c.from, NULL },
		      { "--source", OPTION_TEXT, &c.r.source, NULL },
		      { "--taxonomy", OPTION_TEXT, &c.taxonomy_dir, "@dir" },
	};
	int n = option_parse(argc, argv, options, ARRAY_LEN(options));
	int code = EXIT_USAGE;

	if (n > 0)
		code = complain_usage(argv[0],
				      "expected no argument, got \"%s\"",
				      argv[1]);
	else if (n == 0)
		code = check(&c);
	if (code == EXIT_DONE)
		code = prepare(&c);
	if (code == EXIT_DONE)
		code = reclassify(&c);
	taxonomy_keys_deinit(&c.keys);
	taxonomy_free(c.taxonomy);
	session_close(&c.s);
	return code;
}

const struct command command_reclassify = {
	.name = "reclassify",
	.usage = "[--from VERSION] [--source ID] [--dry-run] [OPTION...]",
	.summary = "read stored ads again with today's dictionary",
	.help = "  --from VERSION  ads alone that this version has read "
		"(taxonomy.version)\n"
		"  --source ID     ads of this source alone\n"
		"  --dry-run       only say what would change\n"
		"  --connections N  how many work at once (default: 2 a core)\n"
		"  --taxonomy DIR  the dictionary\n" SESSION_HELP
		SESSION_FORMAT_HELP "\n"
		"Every ad that an earlier dictionary has read is read with "
		"this one. What it was read\n"
		"as before is kept where it differs, with its mentions: "
		"jobtrend.read_by('VERSION')\n"
		"and jobtrend.mentions_by('VERSION') give it back, and "
		"without a version what an ad\n"
		"was read as first. Of an ad whose text is not stored, title "
		"and fields are read\n"
		"again and the mentions found in the text stay.\n"
		"\n"
		"It may be killed and given again at any time, and run beside "
		"the daemon: an ad that\n"
		"is done says so. Ads that changed are counted anew, the "
		"others are not touched.\n",
	.run = run_reclassify,
};
