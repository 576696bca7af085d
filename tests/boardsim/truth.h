/*
 * truth.h - the demand that there really was, to compare estimates with.
 */
#ifndef TESTS_BOARDSIM_TRUTH_H
#define TESTS_BOARDSIM_TRUTH_H

#include "tests/boardsim/world.h"

#include <stdio.h>

/*
 * Lines "region skill n n_base change", parted by tabs, with a line of names:
 * vacancies opened in `days` days before the day `end`, and in as many a year
 * earlier. Regions are "world" and every ISO code, skills "any" and every id.
 */
void truth_write(const struct world *w, int32_t end, int32_t days, FILE *out);

#endif
