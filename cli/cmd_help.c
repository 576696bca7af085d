/*
 * cmd_help.c - `jobtrendctl help` and `jobtrendctl version`.
 */
#include "cli/command.h"

#include <stdio.h>
#include <string.h>

static int run_help(int argc, char **argv)
{
	size_t                       n;
	const struct command *const *all = command_all(&n);

	if (argc > 2)
		return complain_usage(argv[0], "expected one command, got %d",
				      argc - 1);
	if (argc == 2) {
		const struct command *command = command_find(argv[1]);

		if (!command)
			return complain_usage(argv[0],
					      "expected a command, got \"%s\"",
					      argv[1]);
		command_print_help(command);
		return EXIT_DONE;
	}
	for (size_t i = 0; i < n; i++)
		printf("%-10s %s\n", all[i]->name, all[i]->summary);
	return EXIT_DONE;
}

static int run_version(int argc, char **argv)
{
	if (argc > 1)
		return complain_usage(
			argv[0], "expected no argument, got \"%s\"", argv[1]);
	puts("jobtrendctl " JOBTREND_VERSION);
	return EXIT_DONE;
}

const struct command command_help = {
	.name = "help",
	.usage = "[COMMAND]",
	.summary = "list the commands or show the help of one",
	.run = run_help,
};

const struct command command_version = {
	.name = "version",
	.usage = "",
	.summary = "print the version",
	.run = run_version,
};
