/*
 * cmd_robots.c - `jobtrendctl robots`: what a robots.txt allows.
 */
#include "cli/command.h"
#include "cli/input.h"
#include "cli/option.h"

#include "base/mem.h"
#include "daemon/robots.h"

#include <stdio.h>

static int run_robots(int argc, char **argv)
{
	const char         *agent = NULL;
	const struct option options[] = {
		{ "--agent", OPTION_TEXT, &agent, NULL },
	};
	int          n = option_parse(argc, argv, options, ARRAY_LEN(options));
	struct buf   body = BUF_INIT;
	struct error err = ERROR_INIT;
	struct robots *rules;

	if (n < 0)
		return EXIT_USAGE;
	if (n < 1)
		return complain_usage(argv[0], "expected a file, got nothing");
	if (!agent || !*agent)
		return complain_usage(argv[0],
				      "--agent: expected a name, got nothing");
	if (n < 2)
		return complain_usage(argv[0],
				      "expected an address, got nothing");
	if (!input_read(argv[1], &body, &err)) {
		complain(argv[0], "%s: %s", argv[1], err.text);
		return EXIT_FAILED;
	}
	rules = robots_new(buf_span(&body), span_of(agent));
	for (int i = 2; i <= n; i++)
		printf("%s %s\n",
		       robots_allows(rules, span_of(argv[i])) ? "allowed"
							      : "disallowed",
		       argv[i]);
	robots_free(rules);
	buf_deinit(&body);
	return EXIT_DONE;
}

const struct command command_robots = {
	.name = "robots",
	.usage = "FILE|- --agent A URL...",
	.summary = "say which addresses a robots.txt allows (RFC 9309)",
	.help = "Writes one line for each URL, \"allowed URL\" or \"disallowed "
		"URL\". A URL is\n"
		"absolute, or a path with its query.\n"
		"\n"
		"  --agent A  the product token that the rules are read for: "
		"\"jobtrend\"\n",
	.operands = "@file",
	.run = run_robots,
};
