#include "cli/command.h"

#include "base/mem.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* clang-format off */
static const struct command *const commands[] = { /* sorted by name */
	&command_bench_world,
	&command_check_claim,
	&command_duplicates,
	&command_enrich,
	&command_explain,
	&command_export,
	&command_extract,
	&command_help,
	&command_import,
	&command_locate,
	&command_probe,
	&command_reclassify,
	&command_recompute,
	&command_reparse,
	&command_robots,
	&command_schema,
	&command_source,
	&command_status,
	&command_trend,
	&command_version,
	&command_yoy,
};
/* clang-format on */

const struct command *const *command_all(size_t *n)
{
	*n = ARRAY_LEN(commands);
	return commands;
}

const struct command *command_find(const char *name)
{
	for (size_t i = 0; i < ARRAY_LEN(commands); i++) {
		if (strcmp(commands[i]->name, name) == 0)
			return commands[i];
	}
	return NULL;
}

void command_print_help(const struct command *command)
{
	printf("usage: jobtrendctl %s %s\n\n%s\n", command->name,
	       command->usage, command->summary);
	if (command->help)
		printf("\n%s", command->help);
	if (command->print_more)
		command->print_more();
}

static void say(const char *name, const char *format, va_list args)
{
	fflush(stdout); /* keeps the order where both go to one place */
	fprintf(stderr, "jobtrendctl: %s: ", name);
	vfprintf(stderr, format, args);
	fputc('\n', stderr);
}

void complain(const char *name, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	say(name, format, args);
	va_end(args);
}

int complain_usage(const char *name, const char *format, ...)
{
	const struct command *command = command_find(name);
	va_list               args;

	va_start(args, format);
	say(name, format, args);
	va_end(args);
	if (command)
		fprintf(stderr, "usage: jobtrendctl %s %s\n", command->name,
			command->usage);
	return EXIT_USAGE;
}
