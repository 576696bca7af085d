/*
 * hn.h - the headline of a comment under "Who is hiring?".
 */
#ifndef PARSERS_HN_H
#define PARSERS_HN_H

#include "base/arena.h"
#include "parsers/ad.h"

/*
 * Read `headline` ("Acme | Berlin or remote | Data Engineer | Full-time"),
 * plain text, into `ad`: employer, title, locations, remote, employment types.
 * The parts stand in any order; what cannot be told stays absent, but for the
 * title, which is the whole headline then.
 */
void hn_headline(struct arena *arena, struct span headline, struct ad *ad);

#endif
