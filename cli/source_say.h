/*
 * source_say.h - say what sources came to that were tried: one by one, and in
 * sum by kind and outcome.
 */
#ifndef CLI_SOURCE_SAY_H
#define CLI_SOURCE_SAY_H

#include "cli/option.h"
#include "cli/source_try.h"

#include <stdio.h>

struct kind_sum; /* of one kind */

struct sayer {
	enum output_format format;
	bool               is_brief; /* a line a source, without fields */
	struct kind_sum   *kinds;
	size_t             n_kinds, n_said;
};

/* `format` and `is_brief` are set before. */
void sayer_begin(struct sayer *s);
void sayer_say(struct sayer *s, const struct source_line *l,
	       const struct tried *r);
/* Ends the output. The sum goes behind a table, else to standard error; only
 * when there is more than one source. */
void sayer_end(struct sayer *s);

#endif
