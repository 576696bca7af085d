/*
 * option.h - command lines: a table of options, everything else an operand.
 *
 * "--name value", "--name=value" and flags "--name" may stand anywhere before
 * "--"; "-" is an operand.
 */
#ifndef CLI_OPTION_H
#define CLI_OPTION_H

#include <stdbool.h>
#include <stddef.h>

enum option_type {
	OPTION_FLAG, /* bool * */
	OPTION_TEXT, /* const char **; borrowed from argv */
	OPTION_INT,  /* int *; 0 and up */
};

struct option {
	const char      *name; /* "--kind" */
	enum option_type type;
	void            *value; /* set only when the option is given */
	const char      *takes; /* what completion offers: words parted by
				   blanks, @file, @dir, @kind; or NULL */
};

/*
 * Given alone, it makes option_parse print the table for completion and end
 * the process: a line an option with its name, its argument's name, what it
 * takes, and what --help says of it, parted by tabs; options that --help does
 * not name are left out. Operands come first, as an option of the name "-".
 */
#define OPTION_LIST "--list-options"

/*
 * Set the values and move the operands to the front of argv, after argv[0].
 * Returns their number, or -1 after having complained.
 */
int option_parse(int argc, char **argv, const struct option *options, size_t n);

enum output_format {
	OUTPUT_TABLE,
	OUTPUT_CSV,
	OUTPUT_JSON,
	OUTPUT_JSONL,
};

/* NULL gives `otherwise`. -1 after having complained. */
int option_format(const char *name, const char *text,
		  enum output_format otherwise);

/* For commands that stream: true for NULL and "jsonl", else complains. */
bool option_is_jsonl(const char *name, const char *text);

#endif
