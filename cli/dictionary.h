/*
 * dictionary.h - the taxonomy for commands that enrich.
 */
#ifndef CLI_DICTIONARY_H
#define CLI_DICTIONARY_H

struct taxonomy;

/*
 * Load from `dir` (NULL: JOBTREND_TAXONOMY, share/taxonomy, the installed
 * one). NULL after having complained in the name of `command`.
 */
struct taxonomy *dictionary_load(const char *command, const char *dir);

#endif
