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

#include <stdint.h>

#define CONTEXT_WORD_BYTES 24 /* of a word that are read */
#define CONTEXT_WORDS_MAX 96  /* of a sentence that are read */
#define CONTEXT_WORD_NAME (2 * CONTEXT_WORD_BYTES + 4) /* bytes, at most */

struct context_word {
	uint32_t first, last; /* bytes of the text */
	uint8_t  len;         /* bytes */
	uint8_t  start, stem; /* bytes of these; 0: the word is too short */
	char     bytes[CONTEXT_WORD_BYTES];
};

struct context_words {
	size_t              n;
	struct context_word items[CONTEXT_WORDS_MAX];
};

/* Called with the name of each feature, not terminated. */
typedef void context_word_fn(void *data, struct span name);

/* The words of the bytes first..last of `text`. */
void context_words_read(struct span text, uint32_t first, uint32_t last,
			struct context_words *out);

/*
 * Features that all mentions of the sentence share whose words are `words` and
 * that begins at `first`.
 */
void context_words_shared(struct span text, uint32_t first,
			  const struct context_words *words,
			  context_word_fn *take, void *data);

/* The nearest line above the byte `at` that may be a heading; absent: none. */
struct span context_heading_above(struct span text, uint32_t at);

/* Features of the mention start..end alone. */
void context_words_beside(const struct context_words *words, uint32_t start,
			  uint32_t end, context_word_fn *take, void *data);

#endif
