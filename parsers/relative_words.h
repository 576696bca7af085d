/*
 * relative_words.h - what people call times that are near, for relative_date.c.
 */
#ifndef PARSERS_RELATIVE_WORDS_H
#define PARSERS_RELATIVE_WORDS_H

#include "base/span.h"

enum relative_kind {
	WORD_YEAR, /* units: value of them; direction -1 past, 1 future, 0 open */
	WORD_MONTH,
	WORD_WEEK,
	WORD_DAY,
	WORD_HOUR,
	WORD_MINUTE,
	WORD_SECOND,
	WORD_OFFSET,     /* "yesterday": value days from now */
	WORD_LAST_YEAR,  /* "last year" */
	WORD_LAST_MONTH,
	WORD_LAST_WEEK,
	WORD_DIRECTION,  /* "ago", "in" */
	WORD_NUMBER,     /* "a", "one": value */
	WORD_OPEN,       /* "more than" */
	WORD_VAGUE,      /* "a few" */
	WORD_FILLER,     /* "and", "about", "posted" */
};

struct relative_word {
	enum relative_kind kind;
	int                value;
	int                direction;
	const char        *words; /* folded, divided by | */
};

/* The entry of a word or phrase, NULL when it is none. Static. */
const struct relative_word *relative_word_find(struct span folded);

#endif
