/*
 * main.c - jobtrendd, the daemon.
 *
 *   arguments -> configuration -> dictionary -> database -> engine -> exit
 */
#include "base/mem.h"
#include "daemon/config.h"
#include "daemon/database.h"
#include "daemon/engine.h"
#include "daemon/log.h"
#include "daemon/taxonomy_load.h"
#include "enrich/enrich.h"

#include <getopt.h>
#include <libxml/parser.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define EXIT_USAGE 2
#define DATABASE_PAUSE_S 2 /* between two looks for it at the start */
#define KEPT_CONFIGS 2 /* the one in use and the one before */

static const char usage_text[] =
	"usage: jobtrendd [--config FILE] [--db CONNINFO] [--check-config] "
	"[--once]\n"
	"\n"
	"  --config FILE    read FILE instead of " JOBTREND_SYSCONFDIR
	"/jobtrend/jobtrend.conf\n"
	"  --db CONNINFO    the database (libpq); else JOBTREND_DB, the\n"
	"                   configuration, the private cluster under var/\n"
	"  --check-config   say whether the configuration is sound, and exit\n"
	"  --help-config    print the table of configuration keys\n"
	"  --once           visit every source that is due, then exit\n"
	"  --version        print the version\n"
	"  --help           print this\n";

struct arguments {
	const char *config;
	const char *db;
	bool        is_check;
	bool        is_once;
};

struct app {
	struct arguments args;
	struct config   *configs[KEPT_CONFIGS]; /* newest first */
};

/* As docs/operations.md shows it. */
static void print_keys(void)
{
	struct buf table = BUF_INIT;

	config_print_table(&table);
	fputs(table.ptr, stdout);
	buf_deinit(&table);
}

/* -1: go on; else the exit status. */
static int read_arguments(int argc, char **argv, struct arguments *out)
{
	static const struct option options[] = {
		{ "config", required_argument, NULL, 'c' },
		{ "db", required_argument, NULL, 'd' },
		{ "check-config", no_argument, NULL, 'k' },
		{ "help-config", no_argument, NULL, 't' },
		{ "once", no_argument, NULL, 'o' },
		{ "version", no_argument, NULL, 'v' },
		{ "help", no_argument, NULL, 'h' },
		{ NULL, 0, NULL, 0 },
	};
	int option;

	while ((option = getopt_long(argc, argv, "", options, NULL)) != -1) {
		switch (option) {
		case 'c': out->config = optarg; break;
		case 'd': out->db = optarg; break;
		case 'k': out->is_check = true; break;
		case 't': print_keys(); return 0;
		case 'o': out->is_once = true; break;
		case 'v': puts("jobtrendd " JOBTREND_VERSION); return 0;
		case 'h': fputs(usage_text, stdout); return 0;
		default: fputs(usage_text, stderr); return EXIT_USAGE;
		}
	}
	if (optind < argc) {
		fprintf(stderr, "jobtrendd: expected no argument, got \"%s\"\n",
			argv[optind]);
		fputs(usage_text, stderr);
		return EXIT_USAGE;
	}
	return -1;
}

static const struct config *on_reload(void *arg)
{
	struct app    *app = arg;
	struct error   err = ERROR_INIT;
	struct config *fresh = config_load(app->args.config, &err);
	struct buf     names = BUF_INIT;

	if (!fresh) {
		log_error("config: %s", err.text);
		return NULL;
	}
	config_needs_restart(app->configs[0], fresh, &names);
	if (names.len)
		log_warning("config: restart needed keys=\"%s\"", names.ptr);
	buf_deinit(&names);
	config_free(app->configs[KEPT_CONFIGS - 1]);
	app->configs[1] = app->configs[0];
	app->configs[0] = fresh;
	return fresh;
}

/* A server that starts later than we do is no reason to give up. */
static bool wait_for_database(const char *conninfo, bool is_patient,
			      struct error *err)
{
	bool is_told = false;

	for (;;) {
		struct database *db = database_open(conninfo, err);

		if (db) {
			database_close(db);
			return true;
		}
		if (!is_patient)
			return false;
		if (!is_told)
			log_error("database: not there yet error=\"%s\"",
				  err->text);
		is_told = true;
		sleep(DATABASE_PAUSE_S);
	}
}

static bool run(struct app *app, const char *conninfo,
		const struct taxonomy *taxonomy, struct error *err)
{
	struct engine_options options = {
		.config = app->configs[0],
		.conninfo = conninfo,
		.taxonomy = taxonomy,
		.is_once = app->args.is_once,
		.is_daemon = true,
		.reload = on_reload,
		.arg = app,
	};

	return wait_for_database(conninfo, !app->args.is_once, err) &&
	       engine_run(&options, err);
}

/* Everything but the arguments; the exit status. */
static int start(struct app *app)
{
	struct error     err = ERROR_INIT;
	struct buf       conninfo = BUF_INIT;
	struct taxonomy *taxonomy = NULL;
	char             dir[4096];
	bool             is_done = false;

	app->configs[0] = config_load(app->args.config, &err);
	if (!app->configs[0])
		goto out;
	if (app->args.is_check) {
		printf("%s: sound, %zu sources\n",
		       app->configs[0]->path ? app->configs[0]->path :
					       "defaults",
		       app->configs[0]->n_sources);
		is_done = true;
		goto out;
	}
	log_set_level(app->configs[0]->log_level);
	taxonomy_find(app->configs[0]->taxonomy_dir, dir, sizeof(dir));
	taxonomy = taxonomy_load(dir, &err);
	if (!taxonomy || !database_conninfo(app->args.db,
					    app->configs[0]->database,
					    &conninfo, &err))
		goto out;
	mem_give_back(); /* the dictionary was read */
	is_done = run(app, conninfo.ptr, taxonomy, &err);
out:
	if (!is_done)
		fprintf(stderr, "jobtrendd: %s\n", err.text);
	buf_deinit(&conninfo);
	taxonomy_free(taxonomy);
	for (int i = 0; i < KEPT_CONFIGS; i++)
		config_free(app->configs[i]);
	return is_done ? EXIT_SUCCESS : EXIT_FAILURE;
}

int main(int argc, char **argv)
{
	struct app app = { .args = { NULL, NULL, false, false } };
	int        status = read_arguments(argc, argv, &app.args);

	mem_keep_freed();
	xmlInitParser(); /* before the pool's threads parse */
	return status >= 0 ? status : start(&app);
}
