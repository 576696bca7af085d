/*
 * cmd_help.c - `jobtrendctl help` and `jobtrendctl version`.
 */
#include "cli/command.h"
#include "cli/option.h"

#include "base/mem.h"

#include <stdio.h>
#include <string.h>

/* Text of a manual page: no line begins with a request, "-" is a minus. */
static void put_roff(const char *text)
{
	bool is_start = true;

	for (; *text; text++) {
		if (is_start && (*text == '.' || *text == '\''))
			fputs("\\&", stdout);
		if (*text == '\\')
			fputs("\\e", stdout);
		else if (*text == '-')
			fputs("\\-", stdout);
		else
			putchar(*text);
		is_start = *text == '\n';
	}
}

static void put_command(const struct command *c)
{
	printf(".SS ");
	put_roff(c->name);
	printf("\n.nf\njobtrendctl %s ", c->name);
	put_roff(c->usage);
	printf("\n.fi\n.PP\n");
	put_roff(c->summary);
	putchar('\n');
	if (c->help) {
		printf(".PP\n.nf\n");
		put_roff(c->help);
		printf(".fi\n");
	}
}

/* The manual page, made of the same texts as `--help`. */
static void put_manual(const struct command *const *all, size_t n)
{
	printf(".TH JOBTRENDCTL 1 \"\" \"jobtrend " JOBTREND_VERSION "\"\n"
	       ".SH NAME\njobtrendctl \\- people's hands on jobtrend\n"
	       ".SH SYNOPSIS\n.B jobtrendctl\n"
	       ".I command\n[option ...] [argument ...]\n"
	       ".SH DESCRIPTION\n"
	       "jobtrend watches job boards and says by how much demand for "
	       "an AI skill in a\nregion changed against a year ago. "
	       "jobtrendctl reads documents, fills and asks\nits database. "
	       "Results go to standard output, all else to standard error.\n"
	       ".SH COMMANDS\n");
	for (size_t i = 0; i < n; i++)
		put_command(all[i]);
	printf(".SH EXIT STATUS\n0 done, 1 failed, 2 wrong command line.\n"
	       ".SH ENVIRONMENT\n"
	       ".TP\nJOBTREND_DB\nthe database (libpq conninfo)\n"
	       ".TP\nJOBTREND_TAXONOMY\nthe folder of the dictionary\n"
	       ".TP\nNO_COLOR\nwhen set, no colours on the terminal\n"
	       ".SH SEE ALSO\n.BR jobtrendd (8),\n.BR psql (1)\n");
}

static int run_help(int argc, char **argv)
{
	bool                is_manual = false;
	const struct option options[] = {
		{ "--man", OPTION_FLAG, &is_manual, NULL },
	};
	int    operands = option_parse(argc, argv, options, ARRAY_LEN(options));
	size_t n;
	const struct command *const *all = command_all(&n);
	const struct command        *command;

	if (operands < 0)
		return EXIT_USAGE;
	if (operands > 1)
		return complain_usage(argv[0], "expected one command, got %d",
				      operands);
	if (is_manual) {
		put_manual(all, n);
		return EXIT_DONE;
	}
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
	.usage = "[COMMAND | --man]",
	.summary = "list the commands or show the help of one",
	.help = "  --man  the manual page of all commands, for man(1)\n",
	.operands = "@command",
	.run = run_help,
};

const struct command command_version = {
	.name = "version",
	.usage = "",
	.summary = "print the version",
	.run = run_version,
};
