/*
 * site_tree.h - a document as the tree that rules point into: HTML or XML as
 * libxml2 builds it, JSON, or JSON that lies in a page.
 *
 * Nothing is fetched, no entity is declared, no function beyond XPath 1.0
 * exists. Size, depth, attributes of a tag, XPath's steps and the bytes of all
 * values together are bounded; what goes beyond is said by site_tree_problem.
 */
#ifndef PARSERS_SITE_TREE_H
#define PARSERS_SITE_TREE_H

#include "parsers/parser.h"
#include "parsers/site_rules.h"

struct site_tree;

/* A place in the tree; one of the two is NULL. */
struct site_node {
	void        *xml; /* xmlNode */
	const void *json; /* cJSON */
};

/* What a selector found, in the order of the document. */
struct site_text {
	struct span text;    /* in the arena */
	bool        is_html; /* else plain */
};

struct site_texts {
	struct site_text *item; /* in the arena */
	size_t            n, cap;
};

/*
 * PARSE_NOT_MINE with `err` when the document is not of the page's format,
 * PARSE_BROKEN when it is damaged or beyond the bounds. Then *out is NULL.
 */
enum parse_status site_tree_new(const struct document *doc,
				const struct site_page *page,
				struct site_tree **out, struct error *err);
void              site_tree_free(struct site_tree *t);

struct site_node site_tree_root(const struct site_tree *t);
/* What relative addresses are relative to: <base href>, else the document. */
struct span site_tree_base(const struct site_tree *t);
/* Why all that was found is void: a bound was passed. NULL: it was not. */
const char *site_tree_problem(const struct site_tree *t);

/*
 * The elements that `s` names, seen from the root; of JSON the elements of an
 * array, or the members of an object. *found is false when the pointer leads
 * nowhere: an empty array is another thing. Free with free().
 */
size_t site_tree_nodes(struct site_tree *t, const struct site_selector *s,
		       struct site_node **nodes, bool *found);

/*
 * The values of `s` seen from `node`, appended to `out`. Of elements the HTML
 * of them, of attributes, strings and numbers the text; of JSON an array is
 * its elements, each of them at `each` when that is there.
 */
void site_tree_texts(struct site_tree *t, struct site_node node,
		     const struct site_selector *s, struct span each,
		     struct arena *arena, struct site_texts *out);

/* Is `text` anywhere in the text of the document, in any case? */
bool site_tree_says(struct site_tree *t, struct span text);

#endif
