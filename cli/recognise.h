/*
 * recognise.h - what kind of source an address is.
 *
 * A list of guesses, from the surest: the address itself, boards that a page
 * embeds, feeds that it names, sitemaps of its host.
 */
#ifndef CLI_RECOGNISE_H
#define CLI_RECOGNISE_H

#include "parsers/parser.h"

#define GUESS_MAX      16
#define GUESS_URL_SIZE 2048 /* bytes with the NUL; longer is no guess */

struct guess {
	const struct parser *parser; /* NULL: by the document */
	char                 url[GUESS_URL_SIZE];
	char                 board[128]; /* "acme"; "" when there is none */
	const char          *why;        /* "embedded board"; static */
};

struct guess_list {
	struct guess guess[GUESS_MAX];
	size_t       n;
};

/* Boards whose parser knows this address. */
void recognise_address(const char *url, struct guess_list *out);

/* Boards, feeds that a page names. `base`: its address. Pure. */
void recognise_page(struct span html, const char *base, struct guess_list *out);

/* A guess of one's own; false when it is there already or the list is full. */
bool guess_add(struct guess_list *list, const struct parser *parser,
	       struct span url, struct span board, const char *why);

#endif
