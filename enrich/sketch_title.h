/*
 * sketch_title.h - the title of an ad in one number, for duplicates.
 */
#ifndef ENRICH_SKETCH_TITLE_H
#define ENRICH_SKETCH_TITLE_H

#include <stdint.h>

struct ad;
struct facts;

/*
 * Hash of the title's words in any order, without employer, places and what
 * says nothing of the job; 0 without a title. Places that nobody understood are
 * in it.
 */
uint64_t sketch_title(const struct ad *ad, const struct facts *facts);

#endif
