/*
 * cmd_source.c - `jobtrendctl source`: what is watched.
 */
#include "cli/command.h"
#include "cli/crawl.h"
#include "cli/recognise.h"
#include "cli/session.h"
#include "cli/source_kinds.h"
#include "cli/source_test.h"
#include "cli/trial.h"

#include "base/json_out.h"
#include "base/mem.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct source_command {
	struct session s;
	const char    *id;
	const char    *employer;
	const char    *kind;
	const char    *visit_every;
	int            backfill;
	bool           is_all;
	int            n;        /* operands after the action's name */
	char         **operands; /* borrowed from argv */
};

/* ---- kinds ---- */

static int kinds(struct source_command *c)
{
	int code = session_configure(&c->s);

	if (code == EXIT_DONE)
		source_kinds(c->s.format);
	return code;
}

/* ---- list ---- */

static int list(struct source_command *c)
{
	static const char sql[] =
		"SELECT s.id, s.kind, s.employer, s.is_enabled AS enabled,"
		" l.state AS last_run, date_trunc('second', l.started_at) AS "
		"at,"
		" l.ads_seen AS ads,"
		" date_trunc('second', s.next_visit_at) AS next_visit, s.url"
		" FROM jobtrend.source AS s"
		" LEFT JOIN LATERAL (SELECT state, started_at,"
		"     CASE WHEN origin = 'live' THEN ads_seen END AS ads_seen"
		"   FROM jobtrend.run AS r WHERE r.source_id = s.source_id"
		"   ORDER BY started_at DESC LIMIT 1) AS l ON true"
		" ORDER BY s.id";

	if (c->n)
		return complain_usage(c->s.command,
				      "list: expected no argument, got \"%s\"",
				      c->operands[0]);
	return session_print(&c->s, sql, NULL, 0, NULL);
}

/* ---- add ---- */

/* The guess that `board` (a slug or an address) of `kind` stands for. */
static bool guess_for(struct source_command *c, const char *kind,
		      const char *board, struct guess *out)
{
	const struct parser *p = parser_find(span_of(kind));
	struct guess_list    list = { .n = 0 };
	bool                 is_address = strstr(board, "://") != NULL;

	if (!p) {
		complain_usage(c->s.command,
			       "add: expected a kind (see `source kinds`), got "
			       "\"%s\"",
			       kind);
		return false;
	}
	if (strcmp(kind, "site") == 0) {
		complain_usage(c->s.command,
			       "add: site: expected rules, which a block in "
			       "sources.d/ has (see sources.md), got an address");
		return false;
	}
	*out = (struct guess){ .parser = p };
	if (p->seed_url &&
	    p->seed_url(span_of(board), out->url, sizeof(out->url))) {
		if (is_address)
			recognise_address(board, &list);
		snprintf(out->board, sizeof(out->board), "%s",
			 !is_address ? board
			 : list.n    ? list.guess[0].board
				     : "");
		return true;
	}
	if (is_address && strlen(board) < sizeof(out->url)) {
		snprintf(out->url, sizeof(out->url), "%s", board);
		return true;
	}
	complain_usage(c->s.command,
		       "add: %s: expected %san address (https://...), got "
		       "\"%s\"",
		       kind, p->seed_url ? "a board or " : "", board);
	return false;
}

static void visit_options(const struct guess *g, struct buf *out)
{
	json_open_object(out);
	if (g->board[0])
		json_put_text(out, "board", g->board);
	if (g->parser->lists_newest)
		json_put_bool(out, "lists_all", false);
	json_close_object(out);
}

static int insert_source(struct source_command *c, const char *id,
			 const struct guess *g)
{
	static const char sql[] =
		"INSERT INTO jobtrend.source"
		" (id, kind, url, employer, visit_every, options)"
		" VALUES ($1, $2, $3, $4, coalesce($5, '1 day')::interval, $6)"
		" ON CONFLICT (id) DO NOTHING RETURNING source_id";
	struct buf   options = BUF_INIT;
	const char  *params[6];
	struct rows *r;
	int          code = EXIT_DONE;

	visit_options(g, &options);
	params[0] = id;
	params[1] = g->parser->name;
	params[2] = g->url;
	params[3] = c->employer;
	params[4] = c->visit_every;
	params[5] = options.ptr;
	r = session_query(&c->s, sql, params, ARRAY_LEN(params));
	if (!r)
		code = EXIT_FAILED;
	else if (rows_count(r) == 0) {
		complain(c->s.command,
			 "add: expected a new id, but %s is there already", id);
		code = EXIT_FAILED;
	}
	rows_free(r);
	buf_deinit(&options);
	return code;
}

static int add(struct source_command *c)
{
	struct guess g;
	struct buf   id = BUF_INIT, block = BUF_INIT;
	int          code;

	if (c->n != 2)
		return complain_usage(
			c->s.command,
			"add: expected a kind and a board or address, got %d "
			"arguments",
			c->n);
	if (!guess_for(c, c->operands[0], c->operands[1], &g))
		return EXIT_USAGE;
	if (c->id)
		buf_add_text(&id, c->id);
	else
		source_id_for(&id, g.parser->name, g.board, g.url);
	source_block(&block, id.ptr, g.parser->name, g.board, g.url,
		     c->employer);
	code = insert_source(c, id.ptr, &g);
	if (code == EXIT_DONE)
		printf("added %s: %s\n\n"
		       "To keep it in the configuration instead, paste:\n\n%s",
		       id.ptr, g.url, block.ptr);
	buf_deinit(&id);
	buf_deinit(&block);
	return code;
}

/* ---- remove ---- */

/* A source that has shown something stays as history and is visited no more. */
static int remove_one(struct source_command *c, const char *id)
{
	static const char sql[] =
		"WITH target AS (SELECT source_id,"
		"  EXISTS (SELECT FROM jobtrend.ad AS a"
		"    WHERE a.source_id = s.source_id) OR"
		"  EXISTS (SELECT FROM jobtrend.run AS r"
		"    WHERE r.source_id = s.source_id) OR"
		"  EXISTS (SELECT FROM jobtrend.page AS p"
		"    WHERE p.source_id = s.source_id) AS has_history"
		"  FROM jobtrend.source AS s WHERE id = $1),"
		" kept AS (UPDATE jobtrend.source AS s SET is_enabled = false"
		"  FROM target AS t WHERE t.has_history"
		"  AND s.source_id = t.source_id),"
		" gone AS (DELETE FROM jobtrend.source AS s USING target AS t"
		"  WHERE NOT t.has_history AND s.source_id = t.source_id)"
		" SELECT has_history FROM target";
	struct rows *r = session_query(&c->s, sql, &id, 1);
	int          code = EXIT_FAILED;

	if (r && rows_count(r) == 0) {
		complain(c->s.command, "remove: no source is called \"%s\"",
			 id);
	} else if (r) {
		bool is_kept = rows_get(r, 0, 0)[0] == 't';

		printf("%s: %s\n", id,
		       is_kept ? "visited no more, its history stays"
			       : "removed");
		code = EXIT_DONE;
	}
	rows_free(r);
	return code;
}

static int remove_all(struct source_command *c)
{
	int code = EXIT_DONE;

	if (!c->n)
		return complain_usage(c->s.command,
				      "remove: expected an id, got nothing");
	for (int i = 0; i < c->n; i++) {
		if (remove_one(c, c->operands[i]) != EXIT_DONE)
			code = EXIT_FAILED;
	}
	return code;
}

/* ---- test ---- */

static int test(struct source_command *c)
{
	return source_test(&c->s, (const char *const *)c->operands, c->n,
			   c->is_all, c->kind);
}

/* ---- crawl ---- */

static int crawl(struct source_command *c)
{
	if (!c->n == !c->is_all)
		return complain_usage(c->s.command,
				      "crawl: expected ids or --all");
	return crawl_sources(&c->s, (const char *const *)c->operands, c->n,
			     c->backfill);
}

static const struct {
	const char *name;
	bool        needs_database;
	int (*run)(struct source_command *c);
} actions[] = {
	/* sorted by name */
	{ "add", true, add },           { "crawl", true, crawl },
	{ "kinds", false, kinds },      { "list", true, list },
	{ "remove", true, remove_all }, { "test", false, test },
};

static int run_source(int argc, char **argv)
{
	struct source_command c = { .s = { .command = argv[0] } };
	const struct option   options[] = {
		  SESSION_OPTIONS(c.s),
		  { "--all", OPTION_FLAG, &c.is_all, NULL },
		  { "--employer", OPTION_TEXT, &c.employer, NULL },
		  { "--id", OPTION_TEXT, &c.id, NULL },
		  { "--kind", OPTION_TEXT, &c.kind, "@kind" },
		  { "--visit-every", OPTION_TEXT, &c.visit_every, NULL },
	};
	int n = option_parse(argc, argv, options, ARRAY_LEN(options));
	int code = EXIT_DONE;

	if (n < 0)
		return EXIT_USAGE;
	c.n = n - 1;
	c.operands = argv + 2;
	for (size_t i = 0; n > 0 && i < ARRAY_LEN(actions); i++) {
		if (strcmp(argv[1], actions[i].name) != 0)
			continue;
		if (actions[i].needs_database)
			code = session_open(&c.s);
		if (code == EXIT_DONE)
			code = actions[i].run(&c);
		session_close(&c.s);
		return code;
	}
	return complain_usage(
		argv[0],
		"expected add, crawl, kinds, list, remove or test, got %s%s%s",
		n ? "\"" : "nothing", n ? argv[1] : "", n ? "\"" : "");
}

const struct command command_source = {
	.name = "source",
	.usage = "kinds|list|add|remove|test|crawl [OPTION...] [ARGUMENT...]",
	.summary = "list, add, remove, try and visit what is watched",
	.help = "  kinds              the kinds of source that can be read, how "
		"a board of each is\n"
		"                     named, which keys it needs\n"
		"  list               what is watched, with the state of the "
		"last visit\n"
		"  add KIND BOARD|URL [--id ID] [--employer E] [--visit-every "
		"D]\n"
		"                     watch a board (its short name) or "
		"address; prints the\n"
		"                     block for the configuration too\n"
		"  remove ID...       visit no more; what was seen stays\n"
		"  test ID...|FILE.conf...|--all [--kind K]\n"
		"                     visit once, store nothing, say plainly "
		"what fails; with the\n"
		"                     fields that its ads have and, where they "
		"have pages of their\n"
		"                     own, those of the first. --all: all that are "
		"enabled, several\n"
		"                     hosts at once, with a sum by kind at the "
		"end\n"
		"  crawl ID...|--all  visit now and store, beside a daemon too\n"
		"\n"
		"  --id ID            name of the source (add)\n"
		"  --employer E       whose board it is (add)\n"
		"  --visit-every D    pause between two visits: \"12 h\" (add)\n"
		"  --kind K           of this kind alone (test)\n"
		"  --all              all that are enabled (test, crawl)\n" SESSION_HELP SESSION_FORMAT_HELP,
	.operands = "add crawl kinds list remove test",
	.run = run_source,
};
