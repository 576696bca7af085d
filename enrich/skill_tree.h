/*
 * skill_tree.h - the skills of a dictionary by name, and what is part of what.
 */
#ifndef ENRICH_SKILL_TREE_H
#define ENRICH_SKILL_TREE_H

#include "enrich/taxonomy.h"

#define SKILL_ID_MAX 64    /* bytes */
#define SKILL_PARENTS_MAX 8
#define SKILLS_MAX 60000   /* the place of one fits in 16 bits */

/* a-z, 0-9 and single hyphens inside; false with `err`. */
bool skill_id_is_sound(struct span id, struct error *err);

/*
 * Check the parents of all skills: each is the id of another skill, and none
 * is below itself. False with `err`, which names the skill.
 */
bool skill_tree_check(const struct taxonomy *t, struct error *err);

#endif
