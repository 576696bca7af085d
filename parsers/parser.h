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
	struct span  post;    /* body of the request when it was a POST */
	struct span  options; /* JSON of what the source is configured with */
	bool         is_detail; /* reached by a LINK_DETAIL */
	struct stamp fetched_at;   /* base of relative dates ("3 days ago") */
};

enum link_role {
	LINK_SITEMAP, /* a sitemap or sitemap index */
	LINK_LIST,    /* a listing, or the next page of one (is_next) */
	LINK_DETAIL,  /* one ad, or a page that may hold one */
};

struct found_link {
	struct span    url; /* absolute */
	struct span    post; /* body to send, JSON; absent: GET */
	enum link_role role;
	/*
	 * LINK_LIST: the list of this document goes on there. Its total is
	 * told again, and a page like one before means that the list ends.
	 */
	bool           is_next;
	struct span    kind;     /* parser of the target, absent: the source's */
	struct stamp   modified; /* lastmod of a sitemap, or the list's word */
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

/*
 * A key of an API is never written down: "{key:NAME}" in an address, a body
 * or a header is replaced when the request is sent, by the credential or the
 * variable of that name.
 */
/*
 * How "{token:NAME}" in a header is got: OAuth 2.0 with client credentials
 * (RFC 6749 4.4). Asked for once and used until shortly before it expires.
 */
struct parser_token {
	const char *url;
	const char *body; /* of the POST, a form; holds "{key:NAME}" */
};

struct parser {
	const char  *name;   /* kind of source: key in configuration and SQL */
	const char  *about;  /* what it is, in fewer than 70 letters */
	const char  *board;  /* how a board is named, in fewer than 70 */
	const char  *keys;   /* "NAME NAME" of {key:NAME}; NULL: none needed */
	const char  *spec;   /* where the format is defined */
	parse_fn    *parse;
	sniff_fn    *sniff;
	seed_url_fn *seed_url; /* NULL: the board is an address itself */
	const char  *seed_post; /* body of the first request; NULL: GET */
	/* Of every request to the host of the board; NULL: none. Lines
	 * "Name: value", separated by \n, without one at the end; "{query:NAME}"
	 * is what the query of the request's own address says. */
	const char  *headers;
	const struct parser_token *token; /* NULL: none is needed */
	/* Listings hold the newest ads alone: one that leaves has not ended. */
	bool         lists_newest;
	const char  *hosts; /* of its boards: "lever.co ..."; NULL: any */
};

/* The parser called `name`, or NULL. Static: never freed. */
const struct parser *parser_find(struct span name);
/* All of them, sorted by name. */
const struct parser *const *parser_all(size_t *n);
/* The best by sniff, or NULL when none claims the document. */
const struct parser *parser_guess(const struct document *doc);

/*
 * Parse with the parser called `kind`, or "auto" to guess. Refuses bodies over
 * PARSER_BODY_MAX. *used, when not NULL, is set to the parser chosen.
 *
 * Every ad that comes out has a title and a native_id: the source's own, else
 * its address, else a hash of title, employer and first place. Without a title
 * are only those that the source says are over, by their native_id. No two of a
 * call have the same: the places of the later ones go to the first. Addresses
 * are absolute; without doc->url, paths of ads ("/job/1") stay paths. The
 * process calls xmlInitParser once before the first thread.
 */
enum parse_status parser_run(struct span kind, const struct document *doc,
			     struct findings *out, const struct parser **used,
			     struct error *err);

#endif
