/*
 * context_meaning.h - words that mean much the same in all languages.
 *
 * A word says what the context is only in ads of its language, of which few
 * are labelled. meanings.tsv says which words of fourteen languages mean the
 * same: what one of them was seen to speak for, the others do as well. Names
 * of features, as in weights.tsv:
 *
 *     m MEANING    in the sentence       mh MEANING   in the heading above
 *     ml MEANING   before the mention    mr MEANING   behind it
 */
#ifndef ENRICH_CONTEXT_MEANING_H
#define ENRICH_CONTEXT_MEANING_H

#include "enrich/context_evidence.h"

/* Find the weights of meanings, once both tables are read. */
void context_meanings_find(struct taxonomy *t);

/* Find the meanings of a heading's line and add their weights to its sums. */
void context_meanings_heading(const struct context_map *map,
			      struct context_heading   *heading);

/* Add the weights of the sentence's own words, around the mention. */
void context_meanings_own(const struct context_map *map,
			  const struct evidence *e,
			  int sums[N_MENTION_CONTEXTS]);

/* Names of all of these features. */
void context_meanings_names(const struct context_map *map,
			    const struct evidence *e, context_name_fn *take,
			    void *data);

#endif
