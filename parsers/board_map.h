/*
 * board_map.h - boards whose JSON is a list of flat objects, read by a table.
 *
 * A format is where its list is and which member is which field of an ad.
 */
#ifndef PARSERS_BOARD_MAP_H
#define PARSERS_BOARD_MAP_H

#include "parsers/json.h"
#include "parsers/paging.h"

enum map_target {
	MAP_ID,
	MAP_URL,
	MAP_APPLY_URL,
	MAP_TITLE,
	MAP_EMPLOYER,
	MAP_PLACE, /* the text of the first location */
	MAP_STREET,
	MAP_CITY,
	MAP_REGION,
	MAP_COUNTRY,
	MAP_POSTAL,
	MAP_POSTED,
	MAP_UPDATED,
	MAP_EXPIRES,
	MAP_OPENINGS, /* how many; a word is none */
	MAP_EMPLOYER_SIZE,
	MAP_LAT,
	MAP_LON,
	MAP_EMPLOYMENT, /* a text, or an array of which the known ones count */
	MAP_DEPARTMENT,
	MAP_INDUSTRY,
	MAP_REQUISITION,
	MAP_LANGUAGE,
	/* Description; several follow one another, and those of an array. */
	MAP_HTML,
	MAP_HEADING, /* of the MAP_HTML behind it; nothing when that is empty */
	/* The same as plain text, whose lines stay; HTML goes before it. */
	MAP_PLAIN,
	MAP_PAY_MIN,
	MAP_PAY_MAX,
	MAP_PAY_TEXT, /* "18 - 22 k" with words around: amounts alone */
	MAP_CURRENCY,
	MAP_PAY_PERIOD,
	MAP_IS_REMOTE,   /* true means remote */
	MAP_IS_HYBRID,   /* true means hybrid */
	MAP_REMOTE_KIND, /* a word */
	MAP_REMOTE_REGIONS, /* a text or an array of them */
	/*
	 * An array of places: city, state or region, country; or schema.org's
	 * Place, whose text is the town alone. Before the single fields.
	 */
	MAP_PLACES,
	/*
	 * Places beside MAP_PLACE and the fields of the first place, which
	 * stand before it: an array of texts, or of objects that have a
	 * LocationName, Name, name or label.
	 */
	MAP_MORE_PLACES,
	MAP_IS_PREDICTED, /* true or "1": the board has guessed the pay */
};

struct map_field {
	const char     *path; /* "location.city"; the first that is there wins */
	enum map_target target;
};

/*
 * An array of places whose members have names of their own: paths from one
 * place, NULL for what it does not say.
 */
struct map_places {
	const char *list; /* path of the array, or of the only place */
	const char *text, *street, *city, *region, *country, *postal;
	const char *lat, *lon;
};

struct board_map {
	const char             *what; /* in errors: "\"offers\" of recruitee" */
	const char             *list; /* path of the array; "" for the root */
	/* Path of one ad's object; "": the root, when it has no list; or NULL. */
	const char             *single;
	const char             *employer; /* member of the root; may be NULL */
	const char             *listed;   /* path of the total; may be NULL */
	const struct map_field *fields;
	size_t                  n_fields;
	struct paging           paging; /* none when it is left out */
	const char             *next; /* path of the next page's address; or NULL */
	/*
	 * Address of the document that says all of one ad, from the list's
	 * address: "/v1/companies/{2}/postings/{id}", where {2} is the third
	 * segment of the list's path, {host} its host and {path} a member of
	 * the ad's object ("{location.id}"). NULL: the list says all. Without
	 * any of the members there is no link.
	 */
	const char             *detail;
	const struct map_places *places; /* or NULL */
	enum remote_kind        remote; /* of all ads, where a field says no other */
	/* "03/04/2025" is the third of April, as everybody writes there. */
	bool                    has_day_first;
	/* What a table cannot say; NULL: nothing. Of each ad, from its object;
	 * before the link to its detail is made. */
	void (*each)(const struct document *doc, const cJSON *root,
		     const cJSON *object, struct ad *ad, struct findings *out);
	/* Of the whole document, when all its ads are there. */
	void (*whole)(const struct document *doc, const cJSON *root,
		      struct findings *out);
};

/*
 * Adds the link to the document that says all of `ad`, read by the parser
 * `kind` (NULL: the source's), and marks the ad. Nothing when `url` is absent or
 * the ad has no title.
 */
void board_add_detail(struct findings *out, struct ad *ad, struct span url,
		      const char *kind);

/* The places of one object, added to those of `ad` unless they are there. */
void board_map_places(const struct map_places *places, const cJSON *object,
		      struct arena *arena, struct ad *ad);

/*
 * The ad that one object of the list is, borrowed until the next is added.
 *
 *   root      for map->each; may be NULL
 *   employer  of those that name none; may be absent
 */
struct ad *board_map_add(const struct board_map *map,
			 const struct document *doc, const cJSON *root,
			 struct span employer, const cJSON *object,
			 struct findings *out);

/* parse_fn by such a table. */
enum parse_status board_map_parse(const struct board_map *map,
				  const struct document *doc,
				  struct findings *out, struct error *err);

/* The same of JSON that was read already: out of a page, or put in order. */
enum parse_status board_map_read(const struct board_map *map,
				 const cJSON            *root,
				 const struct document  *doc,
				 struct findings *out, struct error *err);

#endif
