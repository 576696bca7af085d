/*
 * source_test.h - `jobtrendctl source test`: visit sources once, store
 * nothing, say what they give.
 */
#ifndef CLI_SOURCE_TEST_H
#define CLI_SOURCE_TEST_H

#include "cli/session.h"

/*
 * `operands`: names of sources, of the configuration or the database, and
 * files of the configuration ("acme.conf"), whose sources are tried; all that
 * are enabled with is_all. Of `kind` alone, unless NULL; without operands all
 * of it. Several hosts are asked at once, each politely. Exit code.
 */
int source_test(struct session *s, const char *const *operands, int n,
		bool is_all, const char *kind);

#endif
