/*
 * import_hn.h - dumps of "Ask HN: Who is hiring?" as an import's records.
 *
 * Threads as Algolia gives them with all their comments, pages of Algolia's
 * search for comments, items as Firebase gives them: JSON lines or arrays, in
 * any order. A comment of Firebase says only what it answers to, so files are
 * looked through for threads before they are read; standard input cannot be,
 * there the story must come before its comments.
 */
#ifndef CLI_IMPORT_HN_H
#define CLI_IMPORT_HN_H

#include "cli/import_format.h"

/* State of a command: the threads that were met. */
void *import_hn_begin(const struct import_options *o, struct error *err);
void  import_hn_end(void *state);

struct import_reader *import_hn_open(const char *path, struct error *err);
bool import_hn_take(struct import_work *w, struct span item, struct error *err);

#endif
