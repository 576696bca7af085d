/*
 * surface_key.h - the surfaces that traps.tsv speaks of.
 *
 * A surface and a form of a skill are one where a match cannot tell them apart
 * (letter.h): "Speech-to-Text" and "speech to text", and the same signs of
 * Chinese and Japanese.
 */
#ifndef ENRICH_SURFACE_KEY_H
#define ENRICH_SURFACE_KEY_H

#include "enrich/taxonomy.h"

/* Index of the form in taxonomy.keys, + 1; 0: no row speaks of it. */
uint16_t surface_key_of(const struct taxonomy *t, struct span form);

/* Note that a row of the kind `word` speaks of a surface, a new one where need
 * be. */
bool surface_key_add(struct taxonomy *t, struct span surface, struct span word,
		     uint32_t row, struct error *err);

#endif
