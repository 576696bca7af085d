/*
 * taxonomy_sync.h - tell the database of the dictionary, learn its keys.
 */
#ifndef DAEMON_TAXONOMY_SYNC_H
#define DAEMON_TAXONOMY_SYNC_H

#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct database;
struct taxonomy;

/* What outcome_context wants. Owns its memory. */
struct taxonomy_keys {
	int32_t *skill_ids; /* taxonomy index -> skill.skill_id */
	size_t   n_skills;
	int16_t  taxonomy_id; /* taxonomy.taxonomy_version */
};

void taxonomy_keys_deinit(struct taxonomy_keys *k); /* may be called twice */

/*
 * Put skills, definitions, the version, places and the register of rules into
 * their tables; repeated, it changes nothing. A skill keeps its key for ever.
 * Names and rules are those of the taxonomy given. False with `err`.
 */
bool taxonomy_sync(struct database *db, const struct taxonomy *t,
		   struct taxonomy_keys *out, struct error *err);

#endif
