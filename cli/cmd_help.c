/*
 * cmd_help.c - `jobtrendctl help` and `jobtrendctl version`.
 */
#include "cli/command.h"
#include "cli/option.h"

#include <stdio.h>
#include <string.h>

static int run_help(int argc, char **argv)
{
	int    operands = option_parse(argc, argv, NULL, 0);
	size_t n;
	const struct command *const *all = command_all(&n);
	const struct command        *command;

	if (operands < 0)
		return EXIT_USAGE;
	if (operands > 1)
		return complain_usage(argv[0], "expected one command, got %d",
				      operands);
	for (size_t i = 0; !operands && i < n; i++)
		printf("%-10s %s\n", all[i]->name, all[i]->summary);
	if (!operands)
		return EXIT_DONE;
	command = command_find(argv[1]);
	if (!command)
		return complain_usage(argv[0], "expected a command, got \"%s\"",
				      argv[1]);
	command_print_help(command);
	return EXIT_DONE;
}

static int run_version(int argc, char **argv)
{
	int operands = option_parse(argc, argv, NULL, 0);

	if (operands < 0)
		return EXIT_USAGE;
	if (operands > 0)
		return complain_usage(
			argv[0], "expected no argument, got \"%s\"", argv[1]);
	puts("jobtrendctl " JOBTREND_VERSION);
	return EXIT_DONE;
}

const struct command command_help = {
	.name = "help",
	.usage = "[COMMAND]",
	.summary = "list the commands or show the help of one",
	.operands = "@command",
	.run = run_help,
};

const struct command command_version = {
	.name = "version",
	.usage = "",
	.summary = "print the version",
	.run = run_version,
};
