/*
 * openings.h - how many are sought, where a text says it.
 */
#ifndef ENRICH_OPENINGS_H
#define ENRICH_OPENINGS_H

#include "base/span.h"

#define OPENINGS_MAX 500 /* more in a text is of all the employer's posts */

/*
 * The number of positions that a title ("Nurse (x3)", "2 Stellen") or a text
 * ("Number of openings: 3", 招聘人数：5人) states; 0 when none does. A text
 * counts only where a label says it: "3 positions" in prose are of a career.
 */
int openings_of_title(struct span title);
int openings_of_text(struct span text);

#endif
