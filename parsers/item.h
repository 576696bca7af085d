/*
 * item.h - the values of items of linked data, as JSON objects.
 *
 * A value may be a text, a number, an object that has a name, a reference to
 * an object elsewhere, or an array of any of them; readers want one text.
 */
#ifndef PARSERS_ITEM_H
#define PARSERS_ITEM_H

#include "parsers/json.h"

struct item_context {
	const cJSON  *root;  /* where references are looked up */
	struct arena *arena; /* where texts go */
	size_t       *patience; /* nodes that may still be looked at for them */
	struct stamp  seen_at;  /* base of relative dates */
};

#define ITEM_PATIENCE 20000000 /* nodes; a second at most */

/*
 * Take "schema:" and "https://schema.org/" off the names of properties, all
 * the way down, in place.
 */
void item_strip_prefixes(cJSON *root);

/* Is `name` (one of) the type `type`? */
bool item_is(const cJSON *type, const char *name);

/* What {"@id": "#org"} refers to; any other value is itself. Borrowed. */
const cJSON *item_resolve(const struct item_context *c, const cJSON *value);
/* The first of an array, the value itself otherwise; references followed. */
const cJSON *item_single(const struct item_context *c, const cJSON *value);
/* The same of the property `key`. */
const cJSON *item_member(const struct item_context *c, const cJSON *object,
			 const char *key);

/* The value as one line: a text, a number, or what an object is called. */
struct span item_value_text(const struct item_context *c, const cJSON *value);
/* The same of the property `key`. */
struct span item_text(const struct item_context *c, const cJSON *object,
		      const char *key);

#endif
