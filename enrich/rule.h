/*
 * rule.h - the rules of definitions.tsv.
 *
 * A rule is counts and names joined by & (binds first), | and !, in
 * parentheses where needed:
 *
 *   title.core            at least one distinct core skill in the title
 *   demand.core >= 2      at least two that are asked for
 *   demand.skill          any skill but the adjacent ones (bare metal, Spark)
 *   role.ai, role.gig     what the title is
 *   one-skill             another definition, stated above
 *   any.acemoglu          at least one skill of a list of published.tsv
 */
#ifndef ENRICH_RULE_H
#define ENRICH_RULE_H

#include "base/arena.h"
#include "base/error.h"
#include "base/span.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Where a skill is mentioned. */
enum rule_scope {
	SCOPE_TITLE,
	SCOPE_REQUIREMENT,
	SCOPE_DUTY,
	SCOPE_DEMAND, /* title, requirement or duty */
	SCOPE_ANY,
	N_SCOPES,
};

/* What kind of skills are counted: bits of enum skill_trait, or any. */
#define N_TRAITS 7
#define TRAIT_ANY N_TRAITS /* index of the count of all skills */
#define RULE_SETS_MAX 16   /* lists of others; their counts follow */
#define N_COUNTS (TRAIT_ANY + 1 + RULE_SETS_MAX)

enum rule_role {
	ROLE_AI = 1,   /* the title alone says so */
	ROLE_CORE = 2, /* builds or leads building AI */
	ROLE_GIG = 4,
	ROLE_BUILDER = 8, /* engineer, developer, scientist ... of anything */
	ROLE_PLAIN = 16, /* another occupation: sales, recruiter, lawyer */
};

/* What rules are evaluated on. */
struct rule_input {
	uint16_t count[N_SCOPES][N_COUNTS]; /* distinct skills */
	unsigned roles;                         /* enum rule_role */
};

struct rule_step;

struct rule {
	struct rule_step *steps;
	size_t            n_steps;
};

/* What a rule may name beside traits and roles. */
struct rule_names {
	const char *const *ids; /* of the definitions before it */
	size_t             n_ids;
	const char *const *sets; /* of the lists of others, by bit */
	size_t             n_sets;
};

/* Parse `text`. The steps lie in `arena`. */
bool rule_parse(struct span text, const struct rule_names *names,
		struct arena *arena, struct rule *out, struct error *err);

/* Bit i of `before`: definition i holds. */
bool rule_holds(const struct rule *rule, const struct rule_input *in,
		uint64_t before);

#endif
