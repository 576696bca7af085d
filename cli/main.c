/*
 * jobtrendctl - people's hands on jobtrend.
 *
 *   jobtrendctl [--db CONNINFO] [--config FILE] COMMAND [OPTION...] ...
 */
#include "cli/command.h"
#include "cli/option.h"

#include "base/mem.h"

#include <libxml/parser.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

/* Options of most commands that may also stand before the command's name. */
static const char *const leading[] = { "--color", "--config", "--db",
				      "--format" };

static bool is_leading(const char *arg, bool *has_value)
{
	for (size_t i = 0; i < ARRAY_LEN(leading); i++) {
		size_t len = strlen(leading[i]);

		if (strncmp(arg, leading[i], len) != 0)
			continue;
		*has_value = arg[len] == '=';
		if (*has_value || !arg[len])
			return true;
	}
	return false;
}

/* Where the command's name stands in argv; argc when nowhere. */
static int find_name(int argc, char **argv)
{
	int  i = 1;
	bool has_value;

	while (i < argc && is_leading(argv[i], &has_value))
		i += has_value ? 1 : 2;
	return i < argc ? i : argc;
}

/* The name goes to the front: "--db X status" becomes "status --db X". */
static void name_first(char **argv, int at)
{
	char *name = argv[at];

	for (int i = at; i > 1; i--)
		argv[i] = argv[i - 1];
	argv[1] = name;
}

static bool wants_help(int argc, char **argv)
{
	for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++) {
		if (strcmp(argv[i], "--help") == 0 ||
		    strcmp(argv[i], "-h") == 0)
			return true;
	}
	return false;
}

/* What may stand where a command is expected, as option_parse lists it. */
static int list_leading(void)
{
	puts("-\t\t@command\t\n"
	     "--color\tW\tauto always never\twhether to use colours\n"
	     "--config\tFILE\t@file\tthe configuration\n"
	     "--db\tCONNINFO\t\tthe database\n"
	     "--format\tF\ttable csv json jsonl\thow to print\n"
	     "--help\t\t\tlist the commands\n"
	     "--version\t\t\tprint the version");
	return EXIT_DONE;
}

static int usage(FILE *to)
{
	size_t                       n;
	const struct command *const *all = command_all(&n);

	fprintf(to, "usage: jobtrendctl COMMAND [OPTION...] [ARGUMENT...]\n\n");
	for (size_t i = 0; i < n; i++)
		fprintf(to, "  %-10s %s\n", all[i]->name, all[i]->summary);
	fprintf(to, "\n`jobtrendctl COMMAND --help` tells more.\n");
	return to == stdout ? EXIT_DONE : EXIT_USAGE;
}

int main(int argc, char **argv)
{
	const struct command *command;
	int                   at = find_name(argc, argv);
	int                   code;

	mem_keep_freed();
	xmlInitParser(); /* before any thread parses */
	setlocale(LC_CTYPE, "C.UTF-8");
	signal(SIGPIPE, SIG_IGN); /* a closed pipe shows as a failed write */
	if (at == argc)
		return usage(stderr);
	name_first(argv, at);
	if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0)
		return usage(stdout);
	if (strcmp(argv[1], OPTION_LIST) == 0)
		return list_leading();
	if (strcmp(argv[1], "--version") == 0)
		argv[1] = (char *)"version";
	command = command_find(argv[1]);
	if (!command) {
		fprintf(stderr, "jobtrendctl: expected a command, got \"%s\"\n",
			argv[1]);
		return usage(stderr);
	}
	if (wants_help(argc - 1, argv + 1)) {
		command_print_help(command);
		return EXIT_DONE;
	}
	code = command->run(argc - 1, argv + 1);
	if ((fflush(stdout) || ferror(stdout)) && code == EXIT_DONE) {
		complain(command->name, "standard output: cannot write");
		code = EXIT_FAILED;
	}
	return code;
}
