/*
 * role.h - what kind of job a title names, and how senior.
 */
#ifndef ENRICH_ROLE_H
#define ENRICH_ROLE_H

#include "enrich/mention.h"

struct role_title;

/* What the title says, by its words and the mentions of `facts`. In `arena`. */
const struct role_title *role_read_title(const struct taxonomy *t,
					 const struct ad_scan  *scan,
					 const struct facts    *facts,
					 struct arena          *arena);

/*
 * Sets role_family and seniority of `out` by a title and what is asked for.
 * Returns enum rule_role bits.
 */
unsigned role_find(const struct taxonomy *t, const struct role_title *title,
		   const struct rule_input *counts, struct facts *out);

#endif
