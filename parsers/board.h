/*
 * board.h - what the public APIs of job boards have in common.
 */
#ifndef PARSERS_BOARD_H
#define PARSERS_BOARD_H

#include "parsers/json.h"
#include "parsers/url.h"

/* Is the host of `url` `host` or a name below it ("lever.co")? */
bool board_is_host(struct span url, const char *host);

/*
 * `board` when it is a slug: letters, digits, '-', '_', '.'; else absent.
 */
struct span board_slug(struct span board);

/*
 * `format` (with one %.*s for the slug) into `out`; false when the slug is
 * absent or does not fit.
 */
bool board_print(char *out, size_t size, const char *format, struct span slug);

/* `path` at the host of `url`: "https://acme.example/careers". */
bool board_at_host(char *out, size_t size, struct span url, const char *path);

/*
 * An aggregator: one list for everybody, and searches of it. `board` is "all",
 * any page of `host`, an address there or on the loopback (a replay) whose path
 * begins with `api`, kept as it is, or a word to search for, which %.*s of
 * `search` is replaced by, escaped.
 */
struct board_aggregator {
	const char *host;   /* "remotive.com" */
	const char *api;    /* "/api/" */
	const char *all;    /* the first address of everything */
	const char *search; /* NULL: it cannot be searched by an address */
};
bool board_aggregator_seed(const struct board_aggregator *a, struct span board,
			   char *out, size_t size);

/* `path` on the host of the address `url`; false when it does not fit. */
bool board_on_host(char *out, size_t size, struct span url, const char *path);

/* The address itself, when it is one: copied into `out`. */
bool board_copy(char *out, size_t size, struct span url);

/*
 * The employer of a single-employer board: as configured, else the `segment`
 * of the path of `url` that names the board.
 */
struct span board_employer(struct arena *arena, const struct document *doc,
			   struct span url, size_t segment);

/* A page, as opposed to JSON, that has `mark` near its beginning? To sniff. */
bool board_page_has(const struct document *doc, const char *mark);

/*
 * The ads that a page marks (JSON-LD, microdata, RDFa); a single one is known
 * by `id`, which its list gave, whatever its own identifier may be. An absent
 * id leaves them as they are.
 */
enum parse_status board_page(const struct document *doc, struct span id,
			     struct findings *out, struct error *err);

/* PARSE_NOT_MINE with "expected <what>, got an array" in `err`. */
enum parse_status board_not_mine(const cJSON *root, const char *what,
				 struct error *err);

#endif
