/*
 * session.h - what commands that talk to the database share.
 */
#ifndef CLI_SESSION_H
#define CLI_SESSION_H

#include "cli/option.h"
#include "daemon/config.h"
#include "daemon/database.h"

struct session {
	const char        *command;     /* set these before parsing options */
	const char        *db;          /* --db */
	const char        *config_path; /* --config */
	const char        *format_name; /* --format */
	const char        *color;       /* --color */
	enum output_format format;
	struct config     *config;
	struct database   *database;
	struct buf         conninfo;
};

/* Rows of an option table; `formats` are those that the command can print. */
#define SESSION_OPTIONS_AS(s, formats)                                     \
	{ "--color", OPTION_TEXT, &(s).color, "auto always never" },       \
		{ "--config", OPTION_TEXT, &(s).config_path, "@file" },    \
		{ "--db", OPTION_TEXT, &(s).db, NULL },                    \
	{                                                                  \
		"--format", OPTION_TEXT, &(s).format_name, formats         \
	}
#define SESSION_OPTIONS(s) SESSION_OPTIONS_AS(s, "table csv json jsonl")

/* What `--help` says of them. */
#define SESSION_HELP                                                         \
	"  --db CONNINFO   the database (default: $JOBTREND_DB, `database` " \
	"in the\n"                                                           \
	"                  configuration, the private cluster under var/)\n" \
	"  --config FILE   the configuration\n"

#define SESSION_COLOR_HELP                                              \
	"  --color W       auto (default), always or never; auto obeys " \
	"$NO_COLOR\n"

#define SESSION_FORMAT_HELP                                     \
	"  --format F      table (default), csv, json or jsonl\n" \
	SESSION_COLOR_HELP

/*
 * Read the configuration and connect. EXIT_DONE, or another exit code after
 * having complained; session_close is due in any case.
 */
int  session_open(struct session *s);
void session_close(struct session *s);
/* The configuration alone, without a database. */
int  session_configure(struct session *s);

/*
 * Run a statement and print its rows in the session's format: a table, CSV
 * with a heading, a JSON array, or one object a line. EXIT_DONE or
 * EXIT_FAILED after having complained. *printed, unless NULL, gets the number
 * of rows.
 */
int session_print(struct session *s, const char *sql, const char *const *params,
		  size_t n, size_t *printed);

/* database_query that complains: NULL then. */
struct rows *session_query(struct session *s, const char *sql,
			   const char *const *params, size_t n);

#endif
