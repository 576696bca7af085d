/*
 * cmd_schema.c - `jobtrendctl schema`: make, bring forward and check a
 * database.
 */
#include "cli/command.h"
#include "cli/progress.h"
#include "cli/session.h"

#include "base/mem.h"
#include "daemon/shared.h"

#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SQL_FILE_MAX (16 * 1024 * 1024) /* bytes */

/* One change of the schema at a time, whoever makes it. */
#define LOCK "SELECT pg_advisory_xact_lock(7011220251121);"

static bool read_sql(const char *path, struct buf *out, struct error *err)
{
	FILE *f = fopen(path, "r");

	if (!f) {
		error_set(err, "%s: %s", path, strerror(errno));
		return false;
	}
	for (;;) {
		char  *to = buf_reserve(out, 65536);
		size_t n = fread(to, 1, 65536, f);

		buf_commit(out, n);
		if (n == 0 || out->len > SQL_FILE_MAX)
			break;
	}
	fclose(f);
	if (out->len <= SQL_FILE_MAX && !memchr(out->ptr, '\0', out->len))
		return true;
	error_set(err, "%s: expected SQL of at most %d bytes", path,
		  SQL_FILE_MAX);
	return false;
}

/* `path` as one transaction; `after`, when not NULL, belongs to it. */
static bool apply_file(struct session *s, const char *path, const char *after)
{
	struct buf   sql = BUF_INIT;
	struct error err = ERROR_INIT;
	bool         ok;

	buf_add_text(&sql, LOCK); /* on the first line: numbers stay right */
	ok = read_sql(path, &sql, &err);
	if (ok) {
		if (after)
			buf_add_text(&sql, after);
		ok = database_run_script(s->database, sql.ptr, &err);
		if (!ok)
			error_prefix(&err, "%s", path);
	}
	if (!ok)
		complain(s->command, "%s", err.text);
	buf_deinit(&sql);
	return ok;
}

static int init(struct session *s)
{
	char path[PATH_MAX];

	shared_find("schema.sql", path, sizeof(path));
	if (!apply_file(s, path, NULL))
		return EXIT_FAILED;
	printf("schema: %s applied\n", path);
	return EXIT_DONE;
}

/* ---- upgrade ---- */

static int is_migration(const struct dirent *entry)
{
	size_t len = strlen(entry->d_name);

	return entry->d_name[0] >= '0' && entry->d_name[0] <= '9' && len > 4 &&
	       strcmp(entry->d_name + len - 4, ".sql") == 0;
}

static int64_t schema_version(struct session *s)
{
	struct rows *r = session_query(s,
				       "SELECT coalesce(max(version), 0)"
				       " FROM jobtrend.schema_version",
				       NULL, 0);
	int64_t      version = r ? rows_get_int(r, 0, 0) : -1;

	rows_free(r);
	return version;
}

static bool migrate(struct session *s, const char *dir, const char *name)
{
	char path[PATH_MAX];
	char record[256];
	long version = strtol(name, NULL, 10);

	snprintf(path, sizeof(path), "%.*s/%s", PATH_MAX / 2, dir, name);
	snprintf(record, sizeof(record),
		 "\n;INSERT INTO jobtrend.schema_version (version, name)"
		 " SELECT %ld, 'migration %ld'"
		 " ON CONFLICT (version) DO NOTHING",
		 version, version);
	if (!apply_file(s, path, record))
		return false;
	printf("schema: %s applied\n", path);
	return true;
}

/* The numbered files that this database has not seen, then schema.sql. */
static int upgrade(struct session *s)
{
	char            dir[PATH_MAX];
	struct dirent **names = NULL;
	int64_t         version = schema_version(s);
	bool            ok = version >= 0;
	int             n = 0;

	if (!ok)
		return EXIT_FAILED;
	shared_find("share/migrations", dir, sizeof(dir));
	n = scandir(dir, &names, is_migration, alphasort);
	if (n < 0) {
		complain(s->command, "%s: %s", dir, strerror(errno));
		return EXIT_FAILED;
	}
	for (int i = 0; i < n; i++) {
		const char *name = names[i]->d_name;

		if (ok && strtol(name, NULL, 10) > version)
			ok = migrate(s, dir, name);
		free(names[i]);
	}
	free(names);
	return ok ? init(s) : EXIT_FAILED;
}

static void on_progress(int done, int whole, void *arg)
{
	progress_show(arg, done, whole, done);
}

static int verify(struct session *s)
{
	struct error    err = ERROR_INIT;
	struct progress bar;
	size_t          differences = 0;
	int             code;

	progress_start(&bar, "verify", "parts");
	if (bar.is_terminal &&
	    !database_tell_progress(s->database, on_progress, &bar, &err)) {
		complain(s->command, "%s", err.text);
		return EXIT_FAILED;
	}
	code = session_print(s, "SELECT * FROM jobtrend.verify()", NULL, 0,
			     &differences);
	progress_end(&bar);

	if (code != EXIT_DONE)
		return code;
	if (differences == 0)
		return EXIT_DONE;
	complain(s->command,
		 "verify: expected rollups equal to their facts, found %zu "
		 "differences",
		 differences);
	return EXIT_FAILED;
}

static const struct {
	const char *name;
	int (*run)(struct session *s);
} actions[] = {
	/* sorted by name */
	{ "init", init },
	{ "upgrade", upgrade },
	{ "verify", verify },
};

static int run_schema(int argc, char **argv)
{
	struct session      s = { .command = argv[0] };
	const struct option options[] = { SESSION_OPTIONS(s) };
	int n = option_parse(argc, argv, options, ARRAY_LEN(options));
	int code;

	if (n < 0)
		return EXIT_USAGE;
	for (size_t i = 0; n == 1 && i < ARRAY_LEN(actions); i++) {
		if (strcmp(argv[1], actions[i].name) != 0)
			continue;
		code = session_open(&s);
		if (code == EXIT_DONE)
			code = actions[i].run(&s);
		session_close(&s);
		return code;
	}
	return complain_usage(
		argv[0], "expected init, upgrade or verify, got %s%s%s",
		n ? "\"" : "nothing", n ? argv[1] : "", n ? "\"" : "");
}

const struct command command_schema = {
	.name = "schema",
	.usage = "init|upgrade|verify [--db CONNINFO]",
	.summary = "make the database's tables, bring them forward, check them",
	.help = "  init     create what is missing; may be repeated\n"
		"  upgrade  apply the migrations that this database has not "
		"seen, then init\n"
		"  verify   recompute the rollups from their facts and list "
		"what differs;\n"
		"           exit 1 if anything does\n"
		"\n"
		"Each file is one transaction: all of it or nothing.\n"
		"\n" SESSION_HELP SESSION_FORMAT_HELP,
	.operands = "init upgrade verify",
	.run = run_schema,
};
