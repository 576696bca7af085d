/*
 * cmd_locate.c - `jobtrendctl locate`: location strings to regions.
 */
#include "cli/command.h"
#include "cli/dictionary.h"
#include "cli/option.h"
#include "cli/ordered.h"

#include "base/mem.h"
#include "enrich/place.h"
#include "enrich/taxonomy.h"

static bool locate_line(struct span line, const void *shared, struct buf *out,
			struct error *err)
{
	const struct place_table *places = shared;
	struct arena              arena = ARENA_INIT;
	struct place_result       found = { 0 };

	(void)err; /* any text is an answerable question */
	place_locate(places, line, &arena, &found);
	place_write_json(places, line, &found, out);
	buf_add_char(out, '\n');
	arena_deinit(&arena);
	return true;
}

static int run_locate(int argc, char **argv)
{
	const char         *taxonomy_dir = NULL;
	const char         *format = NULL;
	const struct option options[] = {
		{ "--format", OPTION_TEXT, &format, "jsonl" },
		{ "--taxonomy", OPTION_TEXT, &taxonomy_dir, "@dir" },
	};
	int n = option_parse(argc, argv, options, ARRAY_LEN(options));
	struct taxonomy *t;
	int              code = EXIT_FAILED;

	if (n < 0 || !option_is_jsonl(argv[0], format))
		return EXIT_USAGE;
	if (n > 1)
		return complain_usage(argv[0], "expected one file, got %d", n);
	t = dictionary_load(argv[0], taxonomy_dir);
	if (!t)
		return EXIT_FAILED;
	if (t->places)
		code = ordered_run(argv[0], n ? argv[1] : "-", true,
				   locate_line, t->places);
	else
		complain(argv[0],
			 "expected places.tsv in the taxonomy, found none");
	taxonomy_free(t);
	return code;
}

const struct command command_locate = {
	.name = "locate",
	.usage = "[--taxonomy DIR] [FILE|-]",
	.summary = "read location strings, write the regions they name",
	.help = "Reads one location a line, as printed on a board, and writes "
		"one line of JSON\n"
		"for each, blank ones included:\n"
		"\n"
		"  "
		"{\"text\":\"Berlin\",\"regions\":[{\"code\":\"DE-BE\","
		"\"name\":\"Berlin\",...}]}\n"
		"\n"
		"code is ISO 3166-2, or 3166-1 when no more is known; name is "
		"English, of the city\n"
		"when one is named, else of the code; remote is onsite, hybrid "
		"or remote when the\n"
		"text says so, remote_regions where that is limited to.\n"
		"\n"
		"  --format jsonl  what is written; there is no other\n"
		"  --taxonomy DIR  the dictionary (default: "
		"$JOBTREND_TAXONOMY, share/taxonomy,\n"
		"                  the installed one)\n",
	.operands = "@file",
	.run = run_locate,
};
