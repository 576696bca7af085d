/*
 * spoken.h - the languages that rows of the tables are for, as bits: whether a
 * form is one of an ad's language is asked of every match.
 */
#ifndef ENRICH_SPOKEN_H
#define ENRICH_SPOKEN_H

#include "base/arena.h"
#include "base/error.h"
#include "base/span.h"

#include <stdint.h>

#define SPOKEN_LANGUAGES_MAX 63 /* in all tables; a bit is left for others */

struct spoken_list {
	const char *names; /* "de,da" or "mul" */
	uint64_t    bits;  /* all of "mul" */
};

struct spoken {
	struct spoken_list *lists; /* distinct */
	size_t              n_lists;
	struct span         languages[SPOKEN_LANGUAGES_MAX]; /* by bit */
	size_t              n_languages;
};

void spoken_deinit(struct spoken *s);

/*
 * The index in `lists` of "de,da" or "mul", which is kept in `arena`. False
 * with `err` when there are too many languages or lists.
 */
bool spoken_take(struct spoken *s, struct span names, struct arena *arena,
		 uint16_t *out, struct error *err);

/*
 * The bit of a language ("de", "zh-Hant": its first part counts), which lists
 * that have it have too; all bits of "", which is unknown.
 */
uint64_t spoken_bits(const struct spoken *s, const char *language);

#endif
