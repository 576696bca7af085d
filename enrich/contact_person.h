/*
 * contact_person.h - the name of a person at a place of a text, for
 * contact_name.c.
 *
 * A name is capitalised words, none of which is one that offices and firms are
 * made of; of Chinese, Japanese and Korean it is the letters up to a gap.
 */
#ifndef ENRICH_CONTACT_PERSON_H
#define ENRICH_CONTACT_PERSON_H

#include <stdbool.h>
#include <stdint.h>

/* Letters, and hyphens and apostrophes within. Borrowed from the text. */
struct person_word {
	const char *begin, *end;
	bool        is_capital, is_cjk;
};

struct person {
	const char *begin, *end;
	const char *first_end; /* of the first capitalised word */
	int         words; /* capitalised, titles not counted */
	bool        is_titled; /* "Frau", "Mr." */
};

/* A letter of a script that writes words without blanks between them? */
bool person_is_cjk(uint32_t c);

/* Behind blanks and tabs. */
const char *person_skip_blank(const char *p, const char *end);

/* The word at p. False, and an empty word, when none begins there. */
bool person_word(const char *p, const char *end, struct person_word *w);

/* Is it one of these, ended by NULL? The case of ASCII letters counts not. */
bool person_word_in(const struct person_word *w, const char *const *words);

/* The name at p in Latin letters and the like, its titles included; in those
 * scripts; in either. False when none begins there. */
bool person_latin(const char *p, const char *end, struct person *out);
bool person_cjk(const char *p, const char *end, struct person *out);
bool person_read(const char *p, const char *end, struct person *out);

#endif
