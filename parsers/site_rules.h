/*
 * site_rules.h - how to read a site for which there is no kind of source: the
 * rules that a source's block states, checked and compiled.
 *
 * They travel as JSON in the member "rules" of source.options:
 *
 *   {"list": {"entries": "//li", "fields": {"title": {"at": [".//h3"]}},
 *             "paging": {"by": "link", "at": ["//a[@rel='next']/@href"]}},
 *    "detail": {"fields": {"title": {"at": ["//h1"]}}}}
 *
 * docs/sources.md says what each of the keys means.
 */
#ifndef PARSERS_SITE_RULES_H
#define PARSERS_SITE_RULES_H

#include "base/arena.h"
#include "parsers/paging.h"
#include "parsers/pattern.h"

#define SITE_AT_MAX 8 /* places where one value is looked for */

enum site_format {
	SITE_HTML,
	SITE_JSON,
	SITE_XML,
};

enum site_field { /* the places of those that are looked at by themselves */
	SITE_DESCRIPTION = 4,
	SITE_LINK = 12, /* of a list: the document that says all of an ad */
	SITE_ID = 15,
	SITE_TITLE = 29,
	SITE_URL = 31,
	SITE_FIELDS = 33, /* how many */
};

/* Keys of one kind of section, for who reads the configuration. */
struct site_key {
	const char *name;
	bool        is_list; /* {"a", "b"}; a single text is fine too */
	const char *meaning; /* half a sentence for the manual */
};

/* Sorted by name, ended by a NULL name. */
extern const struct site_key site_page_keys[];   /* of list and detail */
extern const struct site_key site_rule_keys[];   /* of a field, of total */
extern const struct site_key site_paging_keys[]; /* of paging */
/* The fields, named as in an ad's JSON; enum site_field counts them. */
extern const struct site_key site_field_names[];

/* Where a value stands: an XPath, or a JSON Pointer (RFC 6901). */
struct site_selector {
	struct span text;
	void       *path; /* compiled XPath; NULL for a pointer */
	bool        is_from_root; /* "#/company": a pointer from the root */
};

struct site_meaning {
	struct span text, value;
};

struct site_rule {
	bool                 is_set;
	struct site_selector at[SITE_AT_MAX];
	size_t               n_at;
	struct span          after, before, date, each, from, split, template;
	struct span          value, match_text;
	struct pattern      *match;
	struct site_meaning *means;
	size_t               n_means;
};

struct site_page {
	bool                 is_set;
	bool                 reads_schema; /* read = "schema.org" */
	enum site_format     format;
	struct site_selector entries; /* text absent: there is none */
	struct site_selector script;  /* of HTML: the JSON's element */
	struct span          script_after; /* the JSON begins behind this */
	struct span          empty;
	struct span          post;
	struct site_rule     field[SITE_FIELDS];
	struct site_rule     total;
	struct site_rule     next; /* address or token of the next page */
	struct paging        paging;
	bool                 has_token;
};

struct site_rules {
	struct arena     arena;
	struct site_page list, detail;
};

/* Where a rule is wrong, as a block names it; "" where that says nothing. */
struct site_fault {
	char section[8]; /* "list", "detail" */
	char field[24];  /* "title", "paging", "total" */
	char key[24];    /* "at" */
};

/*
 * The rules in `json` (the object described above), all expressions compiled.
 * NULL with `err` and *fault (which may be NULL) when one is wrong or one
 * without which there are no ads is missing. For one thread at a time.
 */
struct site_rules *site_rules_new(struct span json, struct site_fault *fault,
				  struct error *err);
void               site_rules_free(struct site_rules *r);

#endif
