/*
 * context_heading.h - lines that look like a heading and say nothing known.
 */
#ifndef ENRICH_CONTEXT_HEADING_H
#define ENRICH_CONTEXT_HEADING_H

#include "enrich/context.h"

/*
 * End the sections of `map` where a line begins another one, whatever that is
 * about: "Research areas", "Where we came from". A cue in the line says what it
 * opens ("You'll fit in if you have:"), else it opens what no heading speaks
 * for. The sections then lie in `arena`.
 */
void context_end_sections(struct context_map *map, struct arena *arena);

/* Whether a hyphen, dash, dot, sign or number begins the line at `at`. */
bool context_is_bullet(struct span text, uint32_t at);

#endif
