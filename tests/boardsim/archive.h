/*
 * archive.h - the past of a world in the archive format.
 */
#ifndef TESTS_BOARDSIM_ARCHIVE_H
#define TESTS_BOARDSIM_ARCHIVE_H

#include "tests/boardsim/world.h"

#include <stdio.h>

/*
 * Every source, its runs until the day before the world's last, and every ad
 * that a run saw, as lines of JSON. `port` is that of the boards' addresses.
 */
void archive_write(const struct world *w, int port, FILE *out);

#endif
