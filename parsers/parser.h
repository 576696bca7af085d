/*
 * parser.h - turn one fetched document into ads and links.
 *
 * Same bytes, same findings: no I/O, no clock, nothing kept between calls, so
 * a parser can run on any thread and be tested against any saved page.
 */
#ifndef PARSERS_PARSER_H
#define PARSERS_PARSER_H

#include "base/arena.h"
#include "base/error.h"
#include "parsers/ad.h"

#define PARSER_BODY_MAX (32 * 1024 * 1024) /* bytes; longer is refused */
#define PARSER_DEPTH_MAX 512 /* nesting of JSON or XML; deeper is refused */
#define PARSER_ADS_MAX 200000   /* of one document */
#define PARSER_LINKS_MAX 200000 /* of one document */

/* One response. Everything is borrowed for the call. */
struct document {
	struct span  body;         /* decoded (no gzip around it) */
	struct span  url;          /* absolute, after redirects; may be absent */
	struct span  content_type; /* of the response; may be absent */
	struct span  employer;     /* of a single-employer board; may be absent */
	struct stamp fetched_at;   /* base of relative dates ("3 days ago") */
};

enum link_role {
	LINK_SITEMAP, /* a sitemap or sitemap index */
	LINK_LIST,    /* the next page of a listing */
	LINK_DETAIL,  /* one ad, or a page that may hold one */
};

struct found_link {
	struct span    url; /* absolute */
	enum link_role role;
	struct span    kind;     /* parser of the target, absent: the source's */
	struct stamp   modified; /* lastmod of a sitemap */
};

/* All that one document told. Owns an arena; start with FINDINGS_INIT. */
struct findings {
	struct arena       arena;
	struct ad         *ads;
	size_t             n_ads, cap_ads;
	struct found_link *links;
	size_t             n_links, cap_links;
	/* How many ads the whole listing has by its own word; -1: not said. */
	int64_t listed;
	bool    is_capped; /* the source says or shows that it holds back */
	bool    has_tdm_reservation; /* TDM rights reserved by the document */
	/* Ads or links left out because they lacked what makes one. */
	size_t skipped;
};

#define FINDINGS_INIT { .arena = ARENA_INIT, .listed = -1 }

void findings_deinit(struct findings *f); /* may be called twice */
/* Zeroed slots to fill in; valid until the next call of the same function. */
struct ad         *findings_add_ad(struct findings *f);
struct found_link *findings_add_link(struct findings *f);

enum parse_status {
	PARSE_OK,       /* understood; no ads is a valid answer */
	PARSE_NOT_MINE, /* well-formed, but not this parser's format */
	PARSE_BROKEN,   /* malformed, truncated, oversized or hostile */
};

/*
 * Append what `doc` holds to `out`.
 *
 *   out   the caller's; its ads and links count only when PARSE_OK is returned
 *   err   says what and where on PARSE_BROKEN and PARSE_NOT_MINE
 */
typedef enum parse_status parse_fn(const struct document *doc,
				   struct findings *out, struct error *err);

/*
 * How sure one is from address, type and first bytes that `doc` is of this
 * kind: 0 no .. 100 certain. Cheap: does not parse.
 */
typedef int sniff_fn(const struct document *doc);

/*
 * The address to visit first for a board: `board` is what a user gives, a
 * slug ("acme") or any public address of the board. Written into `out`
 * (`size` bytes); false when this is no board of the kind.
 */
typedef bool seed_url_fn(struct span board, char *out, size_t size);

struct parser {
	const char  *name;   /* kind of source: key in configuration and SQL */
	const char  *spec;   /* where the format is defined */
	parse_fn    *parse;
	sniff_fn    *sniff;
	seed_url_fn *seed_url; /* NULL: the board is an address itself */
};

/* The parser called `name`, or NULL. Static: never freed. */
const struct parser *parser_find(struct span name);
/* All of them, sorted by name. */
const struct parser *parser_all(size_t *n);
/* The best by sniff, or NULL when none claims the document. */
const struct parser *parser_guess(const struct document *doc);

/*
 * Parse with the parser called `kind`, or "auto" to guess. Refuses bodies over
 * PARSER_BODY_MAX. *used, when not NULL, is set to the parser chosen.
 *
 * Every ad that comes out has a title and a native_id: the source's own, else
 * its address, else a hash of title, employer and first place. No two of a
 * call have the same: the places of the later ones go to the first. Addresses
 * are absolute. The process calls xmlInitParser once before the first thread.
 */
enum parse_status parser_run(struct span kind, const struct document *doc,
			     struct findings *out, const struct parser **used,
			     struct error *err);

#endif
