/*
 * context_words.h - the words around a mention, each a feature of its own.
 *
 * Words are folded (letter.h). Scripts without blanks between words give every
 * two neighbouring characters, Hangul the first and the last two of a word.
 * The name of a feature tells what the word is there, as weights.tsv has it:
 *
 *     w WORD       in the sentence      p START      of a long word in it
 *     q STEM       of a word in it
 *     f WORD       the first one        f2 WORD WORD the first two
 *     z WORD       the last one         h WORD       in the heading above
 *     l1 WORD      before the mention   r1 WORD      behind it
 */
#ifndef ENRICH_CONTEXT_WORDS_H
#define ENRICH_CONTEXT_WORDS_H

#include "base/span.h"

#include <stdbool.h>
#include <stdint.h>

#define CONTEXT_WORD_BYTES 24 /* of a word that are read */
#define CONTEXT_WORDS_MAX 96  /* of a sentence that are read */
#define CONTEXT_WORD_NAME (2 * CONTEXT_WORD_BYTES + 4) /* bytes, at most */

struct context_word {
	uint64_t hash;        /* of its bytes */
	uint32_t first, last; /* bytes of the text */
	uint8_t  len;         /* bytes */
	uint8_t  start, stem; /* bytes of these; 0: the word is too short */
	bool     is_again;    /* it stood before */
	char     bytes[CONTEXT_WORD_BYTES]; /* zeros behind it */
};

struct context_words {
	size_t              n;
	struct context_word items[CONTEXT_WORDS_MAX];
};

/* The words of the bytes first..last of `text`. */
void context_words_read(struct span text, uint32_t first, uint32_t last,
			struct context_words *out);

/* What a word is. */
enum context_word_place {
	WORD_IN,
	WORD_START,
	WORD_STEM,
	WORD_FIRST,
	WORD_FIRST_TWO,
	WORD_LAST,
	WORD_HEADING,
	WORD_LEFT,
	WORD_RIGHT,
	N_WORD_PLACES,
};

struct context_word_feature {
	uint64_t                hash; /* of all that follows */
	enum context_word_place place;
	struct span             word;
	struct span             second; /* of the first two; else absent */
};

/* Called with each feature, lent for the call. */
typedef void context_word_fn(void                              *data,
			     const struct context_word_feature *feature);

/* Features that all mentions share of the sentence whose words these are. */
void context_words_shared(const struct context_words *words,
			  context_word_fn *take, void *data);

/* Features of the heading above it. */
void context_words_heading(struct span heading, context_word_fn *take,
			   void *data);

/* Features of the mention start..end alone. */
void context_words_beside(const struct context_words *words, uint32_t start,
			  uint32_t end, context_word_fn *take, void *data);

/* The name of a feature, not terminated; in `out`. */
struct span context_word_name(const struct context_word_feature *feature,
			      char out[CONTEXT_WORD_NAME]);

/* The hash of the feature that has that name; false when it is no word's. */
bool context_word_hash(struct span name, uint64_t *out);

/* The nearest line above the byte `at` that may be a heading; absent: none. */
struct span context_heading_above(struct span text, uint32_t at);

#endif
