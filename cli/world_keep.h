/*
 * world_keep.h - what was counted in worlds as a file, a world a line, so that
 * a long run can go on where it stopped and several can be read as one.
 */
#ifndef CLI_WORLD_KEEP_H
#define CLI_WORLD_KEEP_H

#include "cli/world_score.h"

/*
 * Append the worlds from `first` on to the file; their runs say which they
 * are. Each line is whole or not there. False with `err`.
 */
bool world_keep(const struct world_scores *s, size_t first, const char *path,
		struct error *err);

/*
 * Add the worlds of such a file. A last line that was cut short is left out,
 * and a file that is not there has none, where `is_begun` allows it.
 */
bool world_keep_read(struct world_scores *s, const char *path, bool is_begun,
		     struct error *err);

/* Is a world of ours among them? */
bool world_is_kept(const struct world_scores *s, const struct world_run *w);

#endif
