/*
 * published.h - read published.tsv: lists of skills that others count by.
 *
 * A row is one list: id, where it was published, the ids of our skills that
 * stand for its entries (parted by "|"). Rules of definitions.tsv name a list
 * as they name a trait: any.acemoglu, demand.oecd-generic >= 2.
 */
#ifndef ENRICH_PUBLISHED_H
#define ENRICH_PUBLISHED_H

#include "enrich/taxonomy.h"

/*
 * Fill the sets of `t` from `text`, which may be absent. Skills are read
 * before. False with `err` ("published.tsv line 3: expected a skill of
 * skills.tsv, found quantum").
 */
bool published_read(struct taxonomy *t, struct span text, struct error *err);

#endif
