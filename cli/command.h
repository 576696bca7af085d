/*
 * command.h - what one subcommand of jobtrendctl is, and how it talks.
 *
 * Results go to standard output, everything else to standard error. Exit 0
 * done, 1 failed, 2 wrong command line.
 */
#ifndef CLI_COMMAND_H
#define CLI_COMMAND_H

#include <stdbool.h>
#include <stddef.h>

enum exit_code {
	EXIT_DONE = 0,
	EXIT_FAILED = 1,
	EXIT_USAGE = 2,
};

struct command {
	const char *name;
	const char *usage;   /* what follows the name: "[--kind K] FILE...|-" */
	const char *summary; /* one line, for the list of commands */
	const char *help;    /* the page below usage and summary */
	void (*print_more)(void); /* what a table knows, below that; or NULL */
	const char *operands; /* for completion: as `takes` of option.h, and
				 @command; NULL: none */
	int (*run)(int argc, char **argv); /* argv[0] is the name */
};

/* All commands, sorted by name. Static. */
const struct command *const *command_all(size_t *n);
const struct command        *command_find(const char *name);

void command_print_help(const struct command *command);

/* "jobtrendctl: NAME: message" on standard error. */
void complain(const char *name, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* The same, followed by the usage; returns EXIT_USAGE. */
int complain_usage(const char *name, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

extern const struct command command_bench_world;
extern const struct command command_check_claim;
extern const struct command command_duplicates;
extern const struct command command_enrich;
extern const struct command command_explain;
extern const struct command command_export;
extern const struct command command_extract;
extern const struct command command_help;
extern const struct command command_import;
extern const struct command command_locate;
extern const struct command command_probe;
extern const struct command command_reclassify;
extern const struct command command_recompute;
extern const struct command command_reparse;
extern const struct command command_robots;
extern const struct command command_schema;
extern const struct command command_source;
extern const struct command command_status;
extern const struct command command_trend;
extern const struct command command_version;
extern const struct command command_yoy;

#endif
