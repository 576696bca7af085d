/*
 * contact_find.h - where in a text contacts stand, for contact.c.
 */
#ifndef ENRICH_CONTACT_FIND_H
#define ENRICH_CONTACT_FIND_H

#include "base/arena.h"

#include <stdbool.h>

#define CONTACT_CUTS_MAX 256 /* contacts in one text; the rest of a longer
				list is found by reading on behind them */

struct contact_cue_index;

enum contact_kind {
	CONTACT_MAIL,
	CONTACT_PHONE,
	CONTACT_NAME,
};

struct contact_cut {
	const char       *begin, *end;
	enum contact_kind kind;
};

/*
 * The address whose "@", "(at)" or " at " stands at `at`: from its mailbox to
 * the end of its domain. False when there is none.
 */
bool contact_mail_at(struct span text, const char *at, struct contact_cut *out);

/*
 * The telephone number that begins with the sign, bracket or digit at `at`;
 * *next is in any case where to read on, behind all that was looked at.
 */
bool contact_phone_at(struct span text, const char *at, struct contact_cut *out,
		      const char **next);

/*
 * Persons named as contacts, into `out` in the order of the text; at most
 * `max`. `index` is of contact_words.h. `reached` are the addresses and numbers that were found before, in
 * the same order: a name beside one is a person's.
 */
size_t contact_names(const struct contact_cue_index *index, struct span text,
		     const struct contact_cut *reached, size_t n_reached,
		     struct contact_cut *out, size_t max);

/* contact_drop_text and contact_drop_json of contact.h with an index that is
 * there already. */
struct span contact_drop_with(const struct contact_cue_index *index,
			      struct span text, struct arena *arena);
struct span contact_drop_json_with(const struct contact_cue_index *index,
				   struct span object, struct arena *arena);

#endif
