#include "cli/option.h"

#include "cli/command.h"

#include "base/mem.h"
#include "base/span.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct option *find(const struct option *options, size_t n,
				 const char *arg, size_t len)
{
	for (size_t i = 0; i < n; i++) {
		if (strlen(options[i].name) == len &&
		    memcmp(options[i].name, arg, len) == 0)
			return &options[i];
	}
	return NULL;
}

static int set_int(const char *command, const struct option *o,
		   const char *value)
{
	char *end;
	long  number = strtol(value, &end, 10);

	if (!*value || *end || number < 0 || number > 1000000000) {
		complain_usage(command, "%s: expected a number, got \"%s\"",
			       o->name, value);
		return -1;
	}
	*(int *)o->value = (int)number;
	return 0;
}

static int set(const char *command, const struct option *o, const char *value)
{
	if (o->type == OPTION_INT)
		return set_int(command, o, value);
	*(const char **)o->value = value;
	return 0;
}

/* Returns how many arguments were used up, or -1. */
static int take(int left, char **at, const char *command,
		const struct option *options, size_t n)
{
	const char *equals = strchr(at[0], '=');
	size_t      len = equals ? (size_t)(equals - at[0]) : strlen(at[0]);
	const struct option *o = find(options, n, at[0], len);

	if (!o) {
		complain_usage(command, "unknown option %s", at[0]);
		return -1;
	}
	if (o->type == OPTION_FLAG) {
		if (equals) {
			complain_usage(command, "%s takes no value", o->name);
			return -1;
		}
		*(bool *)o->value = true;
		return 1;
	}
	if (equals)
		return set(command, o, equals + 1) < 0 ? -1 : 1;
	if (left < 2) {
		complain_usage(command, "%s: expected a value, got nothing",
			       o->name);
		return -1;
	}
	return set(command, o, at[1]) < 0 ? -1 : 2;
}

/* ---- for completion ---- */

/*
 * Where `help` tells of an option: "  --name ARG  text". *arg and *text are
 * what stands there, empty where nothing does.
 */
static void find_help(const char *help, const char *name, struct span *arg,
		      struct span *text)
{
	size_t len = strlen(name);

	*arg = *text = (struct span){ "", 0 };
	for (const char *at = help; at; at = strchr(at, '\n')) {
		at += *at == '\n';
		if (strncmp(at, "  ", 2) != 0 ||
		    strncmp(at + 2, name, len) != 0 || at[2 + len] != ' ')
			continue;
		at += 2 + len + 1;
		if (*at != ' ') {
			const char *gap = strstr(at, "  ");

			arg->ptr = at;
			arg->len = gap ? (size_t)(gap - at) : strlen(at);
			if (arg->len > strcspn(at, "\n"))
				arg->len = strcspn(at, " \n");
		}
		at += arg->len;
		at += strspn(at, " ");
		*text = (struct span){ at, strcspn(at, "\n") };
		return;
	}
}

static void print_row(const char *name, struct span arg, const char *takes,
		      struct span text)
{
	printf("%s\t%.*s\t%s\t%.*s\n", name, (int)arg.len, arg.ptr,
	       takes ? takes : "", (int)text.len, text.ptr);
}

static void list(const char *name, const struct option *options, size_t n)
{
	const struct command *command = command_find(name);
	const struct span     none = { "", 0 };

	print_row("-", none, command ? command->operands : NULL, none);
	for (size_t i = 0; i < n; i++) {
		struct span arg, text;

		find_help(command ? command->help : NULL, options[i].name, &arg,
			  &text);
		if (!text.len) /* another command's, which shares the table */
			continue;
		if (options[i].type == OPTION_FLAG)
			arg.len = 0;
		print_row(options[i].name, arg, options[i].takes, text);
	}
}

int option_parse(int argc, char **argv, const struct option *options, size_t n)
{
	int operands = 0;

	if (argc == 2 && strcmp(argv[1], OPTION_LIST) == 0) {
		list(argv[0], options, n);
		exit(EXIT_DONE);
	}

	for (int i = 1; i < argc;) {
		int used;

		if (strcmp(argv[i], "--") == 0) {
			while (++i < argc)
				argv[1 + operands++] = argv[i];
			break;
		}
		if (argv[i][0] != '-' || !argv[i][1]) {
			argv[1 + operands++] = argv[i++];
			continue;
		}
		used = take(argc - i, argv + i, argv[0], options, n);
		if (used < 0)
			return -1;
		i += used;
	}
	return operands;
}

int option_format(const char *name, const char *text,
		  enum output_format otherwise)
{
	static const char *const names[] = {
		[OUTPUT_TABLE] = "table",
		[OUTPUT_CSV] = "csv",
		[OUTPUT_JSON] = "json",
		[OUTPUT_JSONL] = "jsonl",
	};

	if (!text)
		return (int)otherwise;
	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		if (strcmp(text, names[i]) == 0)
			return (int)i;
	}
	complain_usage(
		name,
		"--format: expected table, csv, json or jsonl, got \"%s\"",
		text);
	return -1;
}

bool option_is_jsonl(const char *name, const char *text)
{
	if (!text || strcmp(text, "jsonl") == 0)
		return true;
	complain_usage(name, "--format: expected jsonl, got \"%s\"", text);
	return false;
}
