/*
 * recognise.h - what kind of source an address is, and which ones a page
 * leads to.
 *
 * Kinds are known by what their parsers say: the hosts of their boards and
 * the addresses that they accept (struct parser.hosts, .seed_url). A new kind
 * is recognised without a word here.
 */
#ifndef CLI_RECOGNISE_H
#define CLI_RECOGNISE_H

#include "parsers/parser.h"

#define GUESS_MAX      48
#define GUESS_URL_SIZE 2048 /* bytes with the NUL; longer is no guess */

struct guess {
	const struct parser *parser; /* NULL: by the document */
	char                 url[GUESS_URL_SIZE];
	char                 board[128]; /* "acme"; "" when there is none */
	const char          *why;        /* "embedded board"; static */
	/* Known by its host: not only tried. */
	bool                 is_sure;
};

struct guess_list {
	struct guess guess[GUESS_MAX];
	size_t       n;
};

/* Boards on whose hosts this address is and whose parser knows it. */
void recognise_address(const char *url, struct guess_list *out);

/*
 * Boards and feeds that a page names: in links, frames, scripts, attributes
 * and in the JSON of scripts. `base`: its address. Pure.
 */
void recognise_page(struct span html, const char *base, struct guess_list *out);

/*
 * Kinds that a page speaks of and that may run under the page's own name
 * (careers.acme.com): guesses that only a visit confirms.
 */
void recognise_own_domain(struct span html, const char *base,
			  struct guess_list *out);

/* A guess of one's own; false when it is there already or the list is full. */
bool guess_add(struct guess_list *list, const struct parser *parser,
	       struct span url, struct span board, const char *why);

#endif
