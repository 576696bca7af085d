/*
 * role.h - what kind of job a title names, and how senior.
 */
#ifndef ENRICH_ROLE_H
#define ENRICH_ROLE_H

#include "enrich/mention.h"

/*
 * Sets role_family and seniority of `out`, whose mentions are there already.
 * Returns enum rule_role bits.
 */
unsigned role_find(const struct taxonomy *t, const struct ad_scan *scan,
		   const struct rule_input *counts, struct facts *out);

#endif
