/*
 * hn.h - threads "Who is hiring?" and the comments under them.
 */
#ifndef PARSERS_HN_H
#define PARSERS_HN_H

#include "base/arena.h"
#include "parsers/json.h"

/*
 * Read `headline` ("Acme | Berlin or remote | Data Engineer | Full-time"),
 * plain text, into `ad`: employer, title, locations, remote, employment types.
 * The parts stand in any order; what cannot be told stays absent, but for the
 * title, which is the whole headline then.
 */
void hn_headline(struct arena *arena, struct span headline, struct ad *ad);

/*
 * The same of a whole post: where its first line says no place, the second may,
 * and where it names no job, a line below that is nothing but a job's name is
 * the title.
 */
void hn_post(struct arena *arena, struct span text, struct ad *ad);

/* Does the title of a story ask who is hiring? */
bool hn_is_hiring(struct span title);

/*
 * A comment directly under such a story, of either API, is an ad: `item` says
 * when, `html` what. One that was deleted or flagged away is counted as
 * skipped.
 */
void hn_add_comment(const cJSON *item, struct span id, struct span html,
		    struct findings *out);

#endif
