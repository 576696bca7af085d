/*
 * field_value.h - the fields of an ad by their names, and texts put into them.
 *
 * What a mapping of somebody's own table needs: which fields there are, and
 * whether a text can be what its field is.
 */
#ifndef PARSERS_FIELD_VALUE_H
#define PARSERS_FIELD_VALUE_H

#include "base/arena.h"
#include "base/error.h"
#include "parsers/ad.h"

struct field_row;

struct field_target; /* one field */

/* By the name of the contract; NULL when there is none. Static. */
const struct field_target *field_target_find(struct span name);
const char                *field_target_name(const struct field_target *t);
/* May an ad have several of it? */
bool field_target_is_list(const struct field_target *t);
bool field_target_is_date(const struct field_target *t);
bool field_target_is_description(const struct field_target *t);
/* Does it say when an import is to take the ad as seen, and by whom? */
bool field_target_is_of_import(const struct field_target *t);

enum field_markup { MARKUP_TOLD_BY_TAGS, MARKUP_PLAIN, MARKUP_HTML };

/* How the texts of a field are written. */
struct field_style {
	struct span      *formats; /* of dates; date_format.h */
	size_t            n_formats;
	char              decimal; /* '.', ',' or '\0': told by the text */
	enum field_markup markup;
};

/* What several fields say together, until field_row_finish. */
struct field_parts {
	struct ad_location place;
};

/*
 * Put `texts` (one, or several where the field is a list; trimmed, none empty)
 * into the field. False with `err` when they cannot be that; the field is then
 * as it was.
 */
bool field_put(const struct field_target *t, const struct field_style *style,
	       const struct span *texts, size_t n, struct stamp seen_at,
	       struct arena *arena, struct field_row *row,
	       struct field_parts *parts, struct error *err);

/* After all fields: the place of town and country, where the pay is from. */
void field_row_finish(struct field_row *row, const struct field_parts *parts,
		      struct arena *arena);

#endif
