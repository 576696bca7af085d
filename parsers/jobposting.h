/*
 * jobposting.h - an item of schema.org/JobPosting as an ad.
 *
 * JSON-LD, microdata and RDFa say the same with different marks, so all three
 * bring their items here as JSON objects: "@type", "@id", then properties.
 */
#ifndef PARSERS_JOBPOSTING_H
#define PARSERS_JOBPOSTING_H

#include "parsers/json.h"
#include "parsers/parser.h"

/*
 * Every JobPosting within `root`, however deep (@graph, arrays, mainEntity,
 * ItemList), becomes an ad of `out`. "schema:" and "https://schema.org/"
 * before names are taken off, in place. Relative dates are told from
 * `seen_at`. Returns how many were found.
 */
size_t jobposting_collect(cJSON *root, struct stamp seen_at,
			  struct findings *out);

/*
 * A page that is about one job and does not give its address is the address:
 * for the ads from `first` on, when there is only one.
 */
void jobposting_own_url(const struct document *doc, struct findings *out,
			size_t first);

#endif
