#include "cli/scratch.h"

#include "cli/command.h"

#include "base/mem.h"

#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define ARGUMENTS_MAX 16

extern char **environ;

/* The same server, another database: of what is said twice the last counts. */
static void put_conninfo(struct scratch *t)
{
	const char *base = t->s->conninfo.ptr;
	bool        is_uri = strstr(base, "://") != NULL;

	buf_printf(&t->conninfo, "%s%sdbname=%s", base,
		   !is_uri ? " " : strchr(base, '?') ? "&" : "?", t->name);
}

static bool create(struct scratch *t)
{
	struct error err = ERROR_INIT;
	struct buf   sql = BUF_INIT;
	bool         ok;

	buf_printf(&sql, "CREATE DATABASE %s", t->name);
	ok = database_run(t->s->database, sql.ptr, NULL, 0, &err);
	buf_deinit(&sql);
	if (!ok) {
		t->name[0] = '\0';
		complain(t->s->command, "%s", err.text);
	}
	return ok;
}

bool scratch_open(struct scratch *t, struct session *s)
{
	static const char *const init[] = { "schema", "init", NULL };
	static int               count;
	struct error             err = ERROR_INIT;

	*t = (struct scratch){ .s = s };
	snprintf(t->name, sizeof(t->name), "jobtrend_scratch_%ld_%d",
		 (long)getpid(), ++count);
	if (!create(t))
		return false;
	put_conninfo(t);
	if (!scratch_run(t, init))
		return false;
	t->database = database_open(t->conninfo.ptr, &err);
	if (!t->database)
		complain(s->command, "%s", err.text);
	return t->database != NULL;
}

void scratch_close(struct scratch *t)
{
	struct error err = ERROR_INIT;
	struct buf   sql = BUF_INIT;

	database_close(t->database);
	if (t->name[0]) {
		buf_printf(&sql, "DROP DATABASE IF EXISTS %s (FORCE)", t->name);
		if (!database_run(t->s->database, sql.ptr, NULL, 0, &err))
			complain(t->s->command, "%s", err.text);
	}
	buf_deinit(&sql);
	buf_deinit(&t->conninfo);
	t->database = NULL;
	t->name[0] = '\0';
}

bool scratch_run(struct scratch *t, const char *const *arguments)
{
	const char                *argv[ARGUMENTS_MAX] = { "jobtrendctl" };
	size_t                     n = 1;
	posix_spawn_file_actions_t actions;
	pid_t                      pid;
	int                        status = -1, failed;

	while (*arguments && n < ARGUMENTS_MAX - 3)
		argv[n++] = *arguments++;
	argv[n++] = "--db";
	argv[n++] = t->conninfo.ptr;
	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null",
					 O_WRONLY, 0);
	failed = posix_spawn(&pid, "/proc/self/exe", &actions, NULL,
			     (char *const *)argv, environ);
	posix_spawn_file_actions_destroy(&actions);
	if (failed)
		complain(t->s->command, "%s: %s", argv[1], strerror(failed));
	else if (waitpid(pid, &status, 0) != pid)
		status = -1;
	return !failed && status == 0;
}
