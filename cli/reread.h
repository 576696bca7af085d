/*
 * reread.h - a stored ad is read anew with a dictionary.
 *
 * With its text as if it had just come in. Without, its title and fields are
 * read, and what only a text can say stays as it was: the mentions found in it,
 * pay, language and fingerprint.
 */
#ifndef CLI_REREAD_H
#define CLI_REREAD_H

#include "base/arena.h"
#include "base/error.h"
#include "daemon/link.h"
#include "daemon/outcome.h"

#include <stdbool.h>
#include <stdint.h>

/* A row of reread_ads_sql; everything lies in the arena it was taken into. */
struct stored_ad {
	int64_t     ad_id;
	struct span stated;      /* JSON */
	struct span description; /* absent: not stored */
	struct span known;       /* JSON, when there is no description */
	struct span paragraphs;  /* JSON: those in doubt; absent: none */
	int         stories;     /* bits of those that are the employer's */
	int32_t    *mentions;    /* four numbers each */
	size_t      n_mentions;
	int64_t     content_hash;
	int64_t     fingerprint;
	bool        is_stub;
};

void stored_ad_take(const struct answer *a, int row, struct arena *arena,
		    struct stored_ad *out);

/* skill.skill_id -> taxonomy index, for all that have one. */
struct skill_index;

/* `context` is borrowed. */
struct skill_index *skill_index_new(const struct outcome_context *context);
void                skill_index_free(struct skill_index *x);

/*
 * Read `s` and add it to `b`. False with `err` when what is stored is no ad;
 * false without when the builder has it already. On any thread.
 */
bool reread_ad(const struct stored_ad *s, int32_t source_id,
	       const struct outcome_context *context,
	       const struct skill_index *index, struct outcome_builder *b,
	       struct error *err);

#endif
