/*
 * claim_words.h - the words that claims are made of, and a text cut into them.
 *
 * For the modules behind claim.h.
 */
#ifndef TRENDS_CLAIM_WORDS_H
#define TRENDS_CLAIM_WORDS_H

#include "base/buf.h"
#include "base/span.h"

#include <stdbool.h>
#include <stddef.h>

#define CLAIM_WORDS_MAX 800 /* of one text; there are at most as many bytes */

enum word_kind {
	WORD_LETTERS, /* one letter each where words are not parted by spaces */
	WORD_NUMBER,
	WORD_PERCENT, /* the sign */
	WORD_RANGE,   /* a dash between two numbers */
	WORD_STOP,    /* the end of a sentence or clause */
};

struct word {
	enum word_kind kind;
	size_t         at;    /* in the folded text */
	struct span    raw;   /* in the sentence */
	size_t         first; /* characters before it */
	int            sign;  /* of a number: -1, 0 not written, 1 */
	bool           is_upper;
	bool           is_unspaced;
	bool           is_tight; /* no space before it */
	bool           is_money; /* a number beside the sign of a currency */
	bool           is_used;  /* understood */
};

struct words {
	struct buf  folded; /* "ai jobs in china + # %" */
	struct word list[CLAIM_WORDS_MAX + 1];
	size_t      n;
	const char *language;         /* of most phrases; static */
	bool        is_comma_decimal; /* 1.300,5: as the language has it */
};

void words_init(struct words *w, struct span text);
void words_deinit(struct words *w);

/* The value of number `i`, and its digits behind the decimal sign. */
double words_number(const struct words *w, size_t i, int *decimals);

/* The raw text of words [from, to). */
struct span words_span(const struct words *w, size_t from, size_t to);

enum sense {
	SENSE_NONE,
	SENSE_UP,
	SENSE_DOWN,
	SENSE_FACTOR,   /* value: what it was multiplied with ("doubled") */
	SENSE_FOLD,     /* behind a number: "4 times", "fourfold", "4x" */
	SENSE_FRACTION, /* value: "a third" */
	SENSE_EVERY,    /* value: "every fifth" */
	SENSE_ONE_IN,   /* between two numbers: "in", "out of" */
	SENSE_FLAT,     /* "stagnated" */
	SENSE_DENIAL,   /* "not"; value 1: no denial, though it begins as one */
	SENSE_NUMBER,   /* value: "twelve" */
	SENSE_MULTIPLY, /* value: "million" */
	SENSE_PERCENT,
	SENSE_PERCENT_OF, /* stands before the number: 百分之 */
	SENSE_POINTS,     /* percentage points */
	SENSE_JOBS,       /* postings, ads; value 0: jobs, roles */
	SENSE_AI,
	SENSE_SKILL, /* place: an id */
	SENSE_UNIT,     /* value: days */
	SENSE_DURATION, /* "to fill", "stay open" */
	SENSE_HIRING,   /* "filling": a duration beside one of the next */
	SENSE_TAKES,    /* "takes"; value 1: something else, "takes off" */
	SENSE_AT_LEAST,
	SENSE_AT_MOST,
	SENSE_ABOUT,
	SENSE_NEARLY,
	SENSE_YEAR_ON_YEAR,
	SENSE_SHORT_SPAN, /* value: days between the two: "month on month" */
	SENSE_PER_YEAR,   /* behind a figure: "a year" */
	SENSE_TRAILING,   /* "the year to": a month follows */
	SENSE_FISCAL,     /* a year that is not the calendar's */
	SENSE_SINCE,      /* the base follows; value 1: nothing else may */
	SENSE_FROM,
	SENSE_UNTIL,
	SENSE_PAST,    /* "in the last": a number and a unit follow */
	SENSE_THIS,    /* "this": a unit follows */
	SENSE_WEEK,    /* "week": its number follows */
	SENSE_MONTH,   /* value: 1..12 */
	SENSE_QUARTER, /* value: 1..4 */
	SENSE_HALF,    /* value: 1, 2: of a year */
	SENSE_YEAR,    /* 年: the year stands before it */
	SENSE_OF,      /* "of all" behind a percentage */
	SENSE_SHARE,
	SENSE_STOCK,
	SENSE_FLOW,
	SENSE_SOURCE,   /* "according to" */
	SENSE_JOINED,   /* "deduplicated" */
	SENSE_INTERVAL, /* "margin of error" */
	SENSE_PAY,      /* salaries; value 1: a currency */
	SENSE_DEFINED,  /* "defined as", "requiring" */
	SENSE_IN,       /* a place or a period may follow */
	SENSE_WORLD,
	SENSE_PLACE, /* place: a code */
	SENSE_UNION, /* of countries: no region of ours */
	SENSE_ANY,   /* beside "jobs": says nothing of which */
};

/* Ways to write one thing. */
struct phrase {
	enum sense  sense;
	const char *language; /* "mul": any */
	double      value;
	const char *place; /* of SENSE_PLACE, SENSE_SKILL */
	const char *texts; /* folded, parted by |; # any number, % the sign */
};

/* Two tables, each sorted by sense: SENSE_YEAR_ON_YEAR to SENSE_YEAR, and all
 * others. Static. */
const struct phrase *phrase_times(size_t *n);
const struct phrase *phrase_all(size_t *n);

/* The longest phrase of `sense` at word `i`, and its number of words; NULL and
 * 0. Only those of the text's language, once that is known. Static. */
const struct phrase *words_find(const struct words *w, size_t i,
				enum sense sense, size_t *n);

/* The same, and *i moves behind it. */
const struct phrase *words_take(const struct words *w, size_t *i,
				enum sense sense);

/* Does the text have such a phrase anywhere? */
bool words_have(const struct words *w, enum sense sense);

/* Does it tell how long something takes: "to fill", "hiring ... takes"? */
bool words_have_duration(const struct words *w);

#endif
