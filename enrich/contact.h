/*
 * contact.h - an ad without the people who may be reached about it.
 *
 * Labour-market figures need no names, addresses or numbers of persons, so
 * none is stored: every road to the database, to an archive or to the facts
 * goes through enrich_ad, which works on what is left here.
 */
#ifndef ENRICH_CONTACT_H
#define ENRICH_CONTACT_H

#include "base/arena.h"
#include "parsers/ad.h"

/*
 * `text` with "[e-mail]", "[phone]" and "[name]" in the place of e-mail
 * addresses (also "jane (at) firm dot com"), telephone numbers of the world and
 * persons who are named as contacts ("Ansprechpartner: Frau Müller"). Pay,
 * dates, identifiers, versions and postal codes stay, and so do people who are
 * named for another reason. A text without any is given back as it is; what
 * comes out has none, so a second time changes nothing. Valid UTF-8 stays so.
 *
 *   arena  holds the result when it is not `text` itself
 */
struct span contact_drop_text(struct span text, struct arena *arena);

/*
 * `object` (the text of a JSON object, absent or empty included) whose strings
 * are treated so; members that are contacts by their name ("recruiter",
 * "contact_email") are left out.
 */
struct span contact_drop_json(struct span object, struct arena *arena);

/* The words beside which persons are named, made ready for many ads. */
struct contact_cue_index;
struct contact_cue_index *contact_cue_index_new(void);
void contact_cue_index_free(struct contact_cue_index *x);

/*
 * *out is `ad` so treated in every field that people write; "mailto:" and
 * "tel:" addresses to apply at are absent. Borrows from `ad` and `arena`.
 */
void contact_drop(const struct contact_cue_index *index, const struct ad *ad,
		  struct arena *arena, struct ad *out);

#endif
