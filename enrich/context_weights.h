/*
 * context_weights.h - how much each thing seen speaks for each context.
 *
 * weights.tsv has a row for each feature: its name, then a weight for each
 * context from requirement to prohibition, fitted to labelled ads by
 * share/taxonomy/build/weights.py. Names with a kind of context_words.h are
 * those of words.
 */
#ifndef ENRICH_CONTEXT_WEIGHTS_H
#define ENRICH_CONTEXT_WEIGHTS_H

#include "enrich/taxonomy.h"

#define CONTEXT_FEATURE_NAME 64 /* bytes */

/*
 * The name of a feature, a group and its members parted by blanks: "near
 * benefit". False past the last.
 */
bool context_feature_name(size_t feature, char out[CONTEXT_FEATURE_NAME]);

/* What a word speaks for, from requirement to prohibition. */
struct context_word_weights {
	int16_t weights[N_MENTION_CONTEXTS - 1];
};

/* Where they are: apart from them, so that a cache holds more of these. */
struct context_word_slot {
	uint32_t hash; /* its lower half */
	uint32_t row;  /* of weights, + 1; 0: none stands here */
};

/* The weights of the word feature of that hash; NULL when it has none. */
const struct context_word_weights *
context_weights_word(const struct taxonomy *t, uint64_t hash);

/* The same of another feature that has but a name: a meaning, what is beside. */
const struct context_word_weights *
context_weights_named(const struct taxonomy *t, struct span name);

/*
 * Read the rows of weights.tsv. Without the file (`text`.ptr NULL) the rules
 * alone decide.
 */
bool context_weights_read(struct taxonomy *t, struct span text,
			  struct error *err);

#endif
