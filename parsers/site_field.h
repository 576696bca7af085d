/*
 * site_field.h - the values of rules as the fields of an ad.
 */
#ifndef PARSERS_SITE_FIELD_H
#define PARSERS_SITE_FIELD_H

#include "parsers/site_value.h"

/*
 * Set the fields of `ad` that `page` has rules for and for which they give a
 * value, seen from `node`; all but id and link. Addresses come out absolute.
 */
void site_fill_ad(struct site_context *c, const struct site_page *page,
		  struct site_node node, struct stamp seen_at, struct ad *ad);

#endif
