/*
 * site_value.h - the values that a rule gives for one ad.
 */
#ifndef PARSERS_SITE_VALUE_H
#define PARSERS_SITE_VALUE_H

#include "parsers/site_tree.h"

struct site_context {
	struct site_tree *tree;
	struct arena     *arena; /* where texts go */
	struct span       address; /* of the ad, for `from` */
	const char       *problem; /* a bound that a rule passed; NULL: none */
};

/*
 * The values of `rule` seen from `node`, in order, none of them empty: as the
 * rule cuts, splits, words and wraps them. Absent without them.
 */
struct site_texts site_values(struct site_context *c, struct site_node node,
			      const struct site_rule *rule);

/* The first of them as one line. */
struct span site_value(struct site_context *c, struct site_node node,
		       const struct site_rule *rule);
/* One of them as one line. */
struct span site_line(struct arena *arena, struct site_text text);

#endif
