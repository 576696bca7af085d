/*
 * taxonomy.h - the tables behind enrich.h, for the modules of enrich/.
 */
#ifndef ENRICH_TAXONOMY_H
#define ENRICH_TAXONOMY_H

#include "enrich/enrich.h"

struct place_table;

struct taxonomy {
	struct arena             arena; /* texts of the tables */
	struct skill_entry      *skills;
	size_t                   n_skills;
	struct definition_entry *definitions;
	size_t                   n_definitions;
	struct place_table      *places; /* NULL without places.tsv */
	char                     version[64];
};

#endif
