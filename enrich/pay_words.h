/*
 * pay_words.h - the words around amounts of money, for pay.c.
 */
#ifndef ENRICH_PAY_WORDS_H
#define ENRICH_PAY_WORDS_H

#include "parsers/ad.h"

#include <stdint.h>

#define PAY_WORDS_MAX 640 /* in one table */

enum pay_subject {
	SUBJECT_UNKNOWN,
	SUBJECT_PAY,    /* "salary", "Gehalt" */
	SUBJECT_NO_PAY, /* "raised", "bonus" */
	SUBJECT_PERIOD, /* 월: pay, unless "points" or the like stand before */
};

struct pay_word {
	const char *text; /* ASCII in lower case */
	int         is;   /* enum pay_period, or enum pay_subject */
};

/* The tables, of pay_table.c. */
const struct pay_word *pay_period_words(size_t *n);
const struct pay_word *pay_subject_words(size_t *n);

/* Words by their first byte: they are sought at every byte of a stretch. */
struct pay_word_index {
	const struct pay_word *words;
	int16_t first[256]; /* -1: none begins so */
	int16_t next[PAY_WORDS_MAX];
};

/* One text and what it is read with; fill in with pay_words_init. */
struct pay_words {
	const char           *begin, *end;
	struct pay_word_index periods;
	struct pay_word_index subjects;
};

void pay_words_init(struct pay_words *w, const char *begin, const char *end);

/* Does the text at `at` (< end) go on as `what` does behind its first byte? */
bool pay_goes_on(const char *at, const char *end, const char *what);

/*
 * Does the text at `at` begin with `what` (lower case), in any ASCII case? The
 * first byte before all else: this is asked often.
 */
static inline bool pay_starts(const char *at, const char *end,
			      const char *what)
{
	if (at >= end ||
	    (*at >= 'A' && *at <= 'Z' ? (char)(*at | 0x20) : *at) != what[0])
		return false;
	return pay_goes_on(at, end, what);
}

/* What the words before `at` are about; the nearest decides. */
enum pay_subject pay_subject_before(const struct pay_words *w, const char *at);

/* Does a word for pay stand right before `at`, but for a few: "RAL fino a"? */
bool pay_subject_near(const struct pay_words *w, const char *at);

/* "per hour" right behind, "hourly rate:" before. */
enum pay_period pay_period_behind(const struct pay_words *w, const char *at);
enum pay_period pay_period_before(const struct pay_words *w, const char *at);

/* The period by the word that a line begins with, when nothing but the amount
 * follows: "Horaire de 12.5 Euros", "Monatlich: 3.000 €". */
enum pay_period pay_period_opens(const struct pay_words *w, const char *at);

/* "2.500 euro netto", "40.000 TL maaş": words right behind call it pay. */
bool pay_is_called_behind(const struct pay_words *w, const char *at);

/* "$5,000 bonus": the words right behind say that it is no pay. */
bool pay_is_denied_behind(const struct pay_words *w, const char *at);

#endif
