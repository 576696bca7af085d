/*
 * fold.h - texts made comparable: one form for all ways of writing a name.
 *
 * "München", "MUNCHEN" and "Mu\u0308nchen" become "munchen", "St.-Étienne"
 * becomes "st etienne". Letters lose case and diacritics where their script
 * uses those as accents (Latin, Greek, Cyrillic, Arabic, Hebrew); vowel signs
 * of Indian scripts and kana stay. Full-width forms become plain ones.
 */
#ifndef BASE_FOLD_H
#define BASE_FOLD_H

#include "base/buf.h"

#include <stdbool.h>
#include <stdint.h>

#define FOLD_MAX 8 /* bytes that one code point becomes, at most */

enum fold_kind {
	FOLD_WORD,    /* letter, digit, sign that belongs to a word */
	FOLD_GAP,     /* space, punctuation, symbol */
	FOLD_NOTHING, /* accent, apostrophe, invisible: as if not there */
};

/* What `code_point` is; for FOLD_WORD its folded bytes and their number. */
enum fold_kind fold_char(uint32_t code_point, char out[FOLD_MAX], int *len);

/* Upper-case letter of Latin, Greek or Cyrillic. */
bool fold_is_upper(uint32_t code_point);

/* Scripts written without spaces: Han, kana, Thai, Lao, Khmer, Burmese. */
bool fold_is_unspaced(uint32_t code_point);

/* A reader of code points that knows abbreviations. Start with FOLD_WALK. */
struct fold_walk {
	const char *at;
	const char *end;
	uint32_t    code_point; /* the one read last */
	int         letters;    /* of the word so far, since a point */
};

#define FOLD_WALK(text) { (text).ptr, (text).ptr + (text).len, 0, 0 }

/* fold_char of the next code point, but points within "U.S." vanish.
 * w->at < w->end is required. */
enum fold_kind fold_next(struct fold_walk *w, char out[FOLD_MAX], int *len);

/*
 * Append `text`, folded: words divided by single spaces, none at the ends.
 * At most `max` bytes are written; a longer text is cut.
 */
void fold_text(struct span text, size_t max, struct buf *out);

#endif
