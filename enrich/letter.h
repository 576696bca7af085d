/*
 * letter.h - what a code point is to a matcher of words.
 */
#ifndef ENRICH_LETTER_H
#define ENRICH_LETTER_H

#include <stdbool.h>
#include <stdint.h>

enum letter_kind {
	LETTER_NONE,  /* ends words: blanks, punctuation, symbols */
	LETTER_WORD,  /* of scripts that part words by blanks; digits */
	LETTER_FREE,  /* Han, Hiragana, Thai ...: a word may begin and end anywhere */
	LETTER_TAIL,  /* Hangul, Katakana: words have a beginning, and tails */
};

enum letter_kind letter_kind(uint32_t code_point);

/*
 * The letter that stands for all its forms: case folded (CaseFolding.txt,
 * simple), Latin, Greek and Cyrillic ones without accents, traditional Chinese
 * ones simplified, full-width forms and typographic apostrophes as their plain
 * ones.
 */
uint32_t letter_fold(uint32_t code_point);

bool letter_is_lower(uint32_t code_point); /* a small letter */

/* Blanks, hyphens and dashes, middle dots: all the same between words. */
bool letter_is_separator(uint32_t code_point);

/* Marks and invisible signs that a match passes over. */
bool letter_is_ignorable(uint32_t code_point);

#endif
