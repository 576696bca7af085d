/*
 * paging.h - where a listing goes on, said once for all boards.
 */
#ifndef PARSERS_PAGING_H
#define PARSERS_PAGING_H

#include "parsers/parser.h"

enum paging_by {
	PAGING_NONE,
	PAGING_OFFSET, /* the parameter counts ads: 0, 20, 40 */
	PAGING_NUMBER, /* the parameter counts pages */
	/* Pages are counted by the segment of the path behind `param`. */
	PAGING_SEGMENT,
	PAGING_RANGE, /* the parameter is the first and the last: "0-149" */
};

/* How a kind of board pages. All texts are borrowed. */
struct paging {
	enum paging_by by;
	/*
	 * A parameter of the query; or, when the request was a POST, the path
	 * of a member of its body ("offset", "filter.page").
	 */
	const char *param;
	int         first; /* what the first page has: 0 or 1 */
	/*
	 * Ads of a full page, so that a shorter one ends the list; 0: not
	 * known, and only the total or an empty page ends it.
	 */
	int         size;
	/*
	 * Ads that can be reached at most; 0: all. A list that has more is
	 * marked as capped where its paging ends.
	 */
	int64_t     most;
};

/*
 * Add the link to the page after `doc`: none when `doc` showed nothing, fewer
 * ads than a full page, or all that there are.
 *
 *   shown  entries of this page, those included that are no ads
 *   total  ads of the whole list; -1: the list does not say
 */
void paging_next(const struct paging *p, const struct document *doc,
		 size_t shown, int64_t total, struct findings *out);

/*
 * The same for lists that name their next page by a token: `doc`'s address,
 * or body, with `param` set to `token`, which is written as it is: escape it
 * for an address. Nothing when the token is absent.
 */
void paging_next_token(const char *param, const struct document *doc,
		       struct span token, struct findings *out);

/* The next page's whole address as the document has it; may be relative. */
void paging_next_url(struct span url, struct findings *out);

/*
 * A list that has too many ads is asked for in parts: one with `name=value`
 * in the query of `doc`'s address (escape the value), from its first page.
 */
void paging_part(const struct paging *p, const struct document *doc,
		 const char *name, struct span value, struct findings *out);

/* Where `doc` stands in its list: the value of its parameter, or p->first. */
int64_t paging_at(const struct paging *p, const struct document *doc);

/* `url` with `name=value` in its query, set or added; in the arena. */
struct span paging_set_query(struct arena *arena, struct span url,
			     const char *name, struct span value);

/*
 * The JSON object `body` with the member at `path` ("filter.page") set or
 * added; absent when `body` is no object that has its parents.
 *
 *   value  text, or the digits of a number when is_number
 */
struct span paging_set_member(struct arena *arena, struct span body,
			      const char *path, struct span value,
			      bool is_number);

#endif
