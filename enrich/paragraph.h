/*
 * paragraph.h - paragraphs that ask for skills on weak evidence.
 *
 * A paragraph that stands under no heading of requirements or duties, yet seems
 * to ask for a skill, may be the employer's text about itself. Whether it is,
 * only the employer's other ads can tell: such a text stands, word for word,
 * under titles that have nothing to do with each other. One ad alone cannot
 * know, so it says what it would mean in either case.
 */
#ifndef ENRICH_PARAGRAPH_H
#define ENRICH_PARAGRAPH_H

#include "enrich/mention.h"

#define PARAGRAPH_BYTES_MIN 60 /* of text; less is no story */

/*
 * Number the weak paragraphs (facts->paragraphs) and their mentions. Of more
 * than PARAGRAPHS_MAX the first ones and the last are kept: a company's story
 * opens or ends an ad. Wants mentions and employer_key.
 */
void paragraph_find(const struct ad *ad, struct facts *facts);

/*
 * What the title says of the job, in one number: without rank, place and
 * number. 0 when it says nothing.
 */
uint64_t paragraph_title_key(const struct taxonomy *t,
			     const struct ad_scan *scan);

#endif
