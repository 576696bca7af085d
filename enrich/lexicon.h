/*
 * lexicon.h - read the tables of forms into the patterns of a taxonomy.
 *
 * Forms are parted by "|" within a row. Signs before a form:
 *   =  in exactly this case, or in capitals
 *   ?  counts only beside another AI skill
 *   @  counts only in ads of the row's languages
 *   !  has no plural
 * See automaton.h for signs inside a form.
 */
#ifndef ENRICH_LEXICON_H
#define ENRICH_LEXICON_H

#include "enrich/taxonomy.h"

/* Each reads one file; false with `err` ("traps.tsv line 3: ..."). */
typedef bool lexicon_read_fn(struct taxonomy *t, struct automaton_builder *b,
			     struct span text, struct error *err);

lexicon_read_fn lexicon_read_traps; /* before the skills: veto keys */
lexicon_read_fn lexicon_read_skills;
lexicon_read_fn lexicon_read_surfaces;
lexicon_read_fn lexicon_read_cues;
lexicon_read_fn lexicon_read_titles;

#endif
