/*
 * fingerprint.h - one number for all exact copies of an ad.
 */
#ifndef ENRICH_FINGERPRINT_H
#define ENRICH_FINGERPRINT_H

#include "enrich/facts.h"

#define FINGERPRINT_TEXT_MIN 160 /* bytes of letters; less may be a template */
/* Without an employer's name the text alone must be beyond chance. */
#define FINGERPRINT_TEXT_ALONE_MIN 600

/*
 * Equal for two ads with the same employer (facts->employer_key), title,
 * description, set of places (facts->regions; location texts where none was
 * understood) and requisition id, all compared without case, spaces and
 * punctuation. So a merge never loses a place or a requisition. 0 when there
 * is too little text to be sure.
 */
uint64_t fingerprint_of(const struct ad *ad, const struct facts *facts);

#endif
