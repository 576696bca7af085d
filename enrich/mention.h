/*
 * mention.h - which skills a text names, where, and in which context.
 */
#ifndef ENRICH_MENTION_H
#define ENRICH_MENTION_H

#include "enrich/taxonomy.h"

#define MENTIONS_MAX 4000 /* of one ad; the rest is not recorded */

/* The texts of an ad with what the automata found in them. */
struct ad_scan {
	const struct ad  *ad;
	struct word_list  words;       /* of the description */
	struct match_list title;       /* of FORMS_ALL */
	struct match_list description; /* of FORMS_SKILL */
	const char       *language; /* BCP 47, "" unknown */
	/* Of a description that is not there: what was found in it. */
	const struct mention *known;
	size_t                n_known;
};

/*
 * Choose among the matches: traps swallow, neighbours refute, longer forms win
 * over shorter ones, forms that mean other things elsewhere want company.
 * Writes mentions and skills of `out`; arrays lie in `arena`.
 */
void mention_find(const struct taxonomy *t, const struct ad_scan *scan,
		  struct arena *arena, struct facts *out);

/* Distinct skills that the mentions of `out` ask for, ascending. */
void mention_collect_skills(const struct taxonomy *t, struct arena *arena,
			    struct facts *out);

#endif
