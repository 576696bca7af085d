/*
 * taxonomy.h - the tables behind enrich.h, for the modules of enrich/.
 *
 * Every form of every table (skills, traps, cues, titles) is in an automaton;
 * the id of a match is the index of a pattern, which says what was found.
 */
#ifndef ENRICH_TAXONOMY_H
#define ENRICH_TAXONOMY_H

#include "enrich/automaton.h"
#include "enrich/enrich.h"
#include "enrich/rule.h"
#include "enrich/spoken.h"

struct contact_cue_index;
struct place_table;

enum pattern_kind {
	PATTERN_SKILL,     /* value: index of the skill */
	PATTERN_TRAP,      /* swallows the skills it overlaps */
	PATTERN_NEAR,      /* value: row of traps.tsv, refutes surfaces nearby */
	PATTERN_ELSEWHERE, /* value: the same, refutes them in the whole ad */
	PATTERN_WITH,      /* value: the same, vouches for them nearby */
	PATTERN_TRADE,     /* value: a bit of taxonomy.trades */
	PATTERN_MACHINE,   /* outweighs a trade nearby: software, camera */
	PATTERN_HEADING,   /* value: enum mention_context or CONTEXT_OTHER */
	PATTERN_CUE,       /* value: enum mention_context, for the sentence */
	PATTERN_SUBJECT,   /* the same, where it begins the sentence */
	PATTERN_HINT,      /* the same, no more than likely */
	PATTERN_MEANING,   /* value: index of the meaning (context_meaning.h) */
	PATTERN_GIG_CUE,   /* labelling work, in a description */
	PATTERN_ROLE,      /* a title of AI work by itself; value: family */
	PATTERN_ROLE_BROAD, /* the same, of data science */
	PATTERN_MAYBE,     /* AI work when the text asks for AI skills */
	PATTERN_TOPIC,     /* AI work when the title names an AI skill */
	PATTERN_HEAD,      /* who builds: engineer, developer, scientist */
	PATTERN_LEAD,      /* who leads builders: head of, director */
	PATTERN_PLAIN,     /* another occupation: sales, recruiter, lawyer */
	PATTERN_GIG,       /* labelling and rating work, as a title */
	PATTERN_GIG_SOFT,  /* the same unless the title has a builder */
	PATTERN_SENIORITY, /* value: index in seniority names */
};

/*
 * Automata by what they are run over. A description needs no words of titles,
 * and headings and cues only where it names a skill: what is not looked for
 * costs nothing, and smaller tables stay in a core's cache.
 */
enum form_table {
	FORMS_ALL,     /* over titles */
	FORMS_SKILL,   /* skills, traps and their like, labelling work */
	FORMS_CONTEXT, /* headings, cues, subjects */
	FORMS_HINT,    /* hints, meanings, over single sentences */
	N_FORM_TABLES,
};

/* A heading that ends the section before it and means nothing for skills. */
#define CONTEXT_OTHER (CONTEXT_PROHIBITION + 1)

/* A cue that is about this ad's own applicants: no duty outweighs it. */
#define CONTEXT_NOTICE (CONTEXT_PROHIBITION + 2)

/* A cue that says that something is not asked for. */
#define CONTEXT_UNASKED (CONTEXT_PROHIBITION + 3)

/* Hints that speak for no context alone: the reader, the employer, a no. */
#define CONTEXT_YOU (CONTEXT_PROHIBITION + 4)
#define CONTEXT_WE  (CONTEXT_PROHIBITION + 5)
#define CONTEXT_NOT (CONTEXT_PROHIBITION + 6)

struct pattern {
	uint8_t     kind;       /* enum pattern_kind */
	bool        is_unsure;  /* needs another AI skill beside it */
	bool        is_local;   /* only in ads of its languages */
	uint16_t    key;        /* of its surface in traps.tsv, + 1; 0: none */
	uint8_t     letters;    /* bytes of the form that are written out */
	uint16_t    spoken;     /* index of its languages (spoken.h) */
	uint32_t    value;
};

/* How a word ends that begins or ends a sentence, and what that hints at. */
struct ending {
	struct span form;
	uint16_t    spoken; /* index of its languages */
	uint8_t     context;
	bool        is_last; /* of the sentence, else the first word's */
	char        tail;    /* last byte of the form */
};

/* Traits of a skill, bits of taxonomy.traits. */
enum skill_trait {
	TRAIT_CORE = 1,
	TRAIT_BROAD = 2,      /* data science and the like */
	TRAIT_GENERATIVE = 4,
	TRAIT_TOOL = 8,       /* an assistant that anybody may use */
	TRAIT_BUILD = 16,     /* known by those who build */
	TRAIT_HIRINGLAB = 32, /* counted by a rule modelled on Hiring Lab's */
	TRAIT_LIGHTCAST = 64, /* ... on Lightcast's */
	TRAIT_ADJACENT = 128, /* stands beside AI and is none: not counted */
};

#define TRADES_MAX 64      /* rows of traps.tsv that name titles and skills */
#define TRAP_ROWS_MAX 512 /* of traps.tsv that name surfaces */

struct trap_rows {
	uint64_t bits[TRAP_ROWS_MAX / 64];
};

static inline void trap_rows_add(struct trap_rows *set, uint32_t row)
{
	set->bits[row / 64] |= UINT64_C(1) << row % 64;
}

static inline bool trap_rows_have(const struct trap_rows *set, uint32_t row)
{
	return set->bits[row / 64] >> row % 64 & 1;
}

/* Whether one row is in both. */
static inline bool trap_rows_meet(const struct trap_rows *a,
				  const struct trap_rows *b)
{
	uint64_t both = 0;

	for (size_t i = 0; i < TRAP_ROWS_MAX / 64; i++)
		both |= a->bits[i] & b->bits[i];
	return both != 0;
}

/* A surface that what stands near it can refute or vouch for. */
struct surface_key {
	struct span      form;
	struct trap_rows rows;
	bool             needs_word; /* counts only near one that vouches */
	bool             is_name; /* vouches for no other of these */
};

struct taxonomy {
	struct arena             arena; /* texts of the tables */
	struct skill_entry      *skills;
	uint32_t                *skill_hashes; /* of their ids */
	uint8_t                 *traits; /* enum skill_trait, by skill */
	uint64_t                *trades; /* whose titles refute it; by skill */
	uint16_t                *families_of; /* whose work it is, + 1; by skill */
	uint16_t                *in_sets; /* bits of sets, by skill */
	const char              *sets[RULE_SETS_MAX]; /* lists of others */
	size_t                   n_sets;
	size_t                   n_skills;
	struct definition_entry *definitions;
	struct rule             *rules; /* by definition */
	size_t                   n_definitions;
	struct pattern          *patterns;
	size_t                   n_patterns, cap_patterns;
	struct spoken            spoken;
	const char             **families; /* role families, distinct */
	size_t                   n_families;
	struct surface_key      *keys; /* surfaces that traps.tsv speaks of */
	size_t                   n_keys;
	struct automaton        *automata[N_FORM_TABLES];
	struct ending           *endings;
	size_t                   n_endings;
	int16_t                 *weights; /* context_weigh.h; feature by context */
	struct context_word_weights *words; /* context_weights.h */
	size_t                   n_words;
	struct context_word_slot *word_slots; /* by hash */
	uint32_t                 word_shift; /* 64 less the logarithm of slots */
	const char             **meanings; /* names (context_meaning.h) */
	size_t                   n_meanings;
	const struct context_word_weights **meaning_weights; /* by place */
	const struct context_word_weights **beside_weights;
	struct contact_cue_index *contacts;
	struct place_table      *places; /* NULL without places.tsv */
	struct rule_event_entry *rule_events;
	size_t                   n_rule_events;
	char                     version[64];
};

/* Index of the skill called `id`, or -1. */
long taxonomy_skill_index(const struct taxonomy *t, struct span id);

/* The languages of a pattern: "de,da" or "mul". */
static inline const char *pattern_languages(const struct taxonomy *t,
					    const struct pattern  *p)
{
	return t->spoken.lists[p->spoken].names;
}

/* Whether one of `languages`, as bits (spoken.h), is among those of the list
 * `spoken`. */
static inline bool is_spoken_in(const struct taxonomy *t, uint16_t spoken,
				uint64_t languages)
{
	return t->spoken.lists[spoken].bits & languages;
}

/* "intern" ... "executive" by index; NULL past the last. */
const char *taxonomy_seniority(size_t index);

#endif
