/*
 * scratch.h - a database beside the given one that lives as long as a command.
 */
#ifndef CLI_SCRATCH_H
#define CLI_SCRATCH_H

#include "cli/session.h"

struct scratch {
	struct session  *s;
	char             name[64];
	struct buf       conninfo;
	struct database *database;
};

/*
 * Create it on the server that the session talks to, with the schema; the
 * role must be allowed to. False after having complained; scratch_close is due
 * in any case.
 */
bool scratch_open(struct scratch *t, struct session *s);
/* Drops the database. */
void scratch_close(struct scratch *t);

/*
 * Run `jobtrendctl ARGUMENT... --db SCRATCH` and wait for it; its standard
 * output is not wanted. False when it did not exit 0. argv ends with NULL.
 */
bool scratch_run(struct scratch *t, const char *const *arguments);

#endif
