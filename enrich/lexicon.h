/*
 * lexicon.h - read the tables of forms into the patterns of a taxonomy.
 *
 * Forms are parted by "|" within a row. Signs before a form:
 *   =  in exactly this case, or in capitals
 *   ?  counts only beside another AI skill, or a word that vouches for it
 *   @  counts only in ads of the row's languages
 *   !  has no plural
 * See automaton.h for signs inside a form.
 *
 * A row of traps.tsv speaks of surfaces: forms as the tables of skills have
 * them, without the signs before them. Its kinds:
 *   phrase  its forms swallow whatever they overlap (no surface is named)
 *   near    refutes the surface where one of its forms stands near it
 *   ad      refutes it in the whole ad
 *   with    a surface without "?" counts only where one of these stands near;
 *           one with "?" counts there as well as beside another AI skill
 *   trade   names ids of skills, whose words mean other things in ads with
 *           one of its forms in the title
 *   machine its forms say near such a word that it does mean the skill
 */
#ifndef ENRICH_LEXICON_H
#define ENRICH_LEXICON_H

#include "enrich/taxonomy.h"

/* Each reads one file, its forms into the builders by enum form_table; false
 * with `err` ("traps.tsv line 3: ..."). */
typedef bool lexicon_read_fn(struct taxonomy                 *t,
			     struct automaton_builder *const *builders,
			     struct span text, struct error *err);

lexicon_read_fn lexicon_read_traps; /* before the skills: their keys */
lexicon_read_fn lexicon_read_skills;
lexicon_read_fn lexicon_read_trades; /* of traps.tsv; after the skills */
lexicon_read_fn lexicon_read_surfaces;
lexicon_read_fn lexicon_read_cues;
lexicon_read_fn lexicon_read_meanings; /* none without the file */
lexicon_read_fn lexicon_read_titles;

#endif
