/*
 * jsonld.h - JSON-LD in the text of a page, found without a DOM.
 */
#ifndef PARSERS_JSONLD_H
#define PARSERS_JSONLD_H

#include "parsers/parser.h"

/*
 * Add the ads of every <script type="application/ld+json"> that speaks of a
 * JobPosting, dates told from `seen_at`. Returns how many were found; blocks that cannot be read are
 * counted in *broken, the first of them told in `err`.
 */
size_t jsonld_collect(struct span page, struct stamp seen_at,
		      struct findings *out, size_t *broken, struct error *err);

#endif
