/*
 * world_dictionary.h - a dictionary as it was before it learned some words.
 */
#ifndef CLI_WORLD_DICTIONARY_H
#define CLI_WORLD_DICTIONARY_H

#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>

/*
 * Copy the files of the dictionary `from` into the folder `to`, which is made,
 * without the forms in skills.tsv that are one of `words`, whatever their case.
 * False with `err`, also when a word is not there.
 */
bool world_dictionary_write(const char *from, const char *to,
			    const char *const *words, size_t n,
			    struct error *err);
/* Remove what was written. */
void world_dictionary_remove(const char *to);

#endif
