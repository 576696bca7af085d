/*
 * card_list.h - pages that list their jobs as cards, read by a table.
 *
 * For boards whose pages are met though their API says more: what a card shows
 * is a link, a title, a place, perhaps the kind of work.
 */
#ifndef PARSERS_CARD_LIST_H
#define PARSERS_CARD_LIST_H

#include "parsers/parser.h"

/* A class ("posting-title") or a tag ("<h5"); NULL where there is none. */
struct card_list {
	const char *card;       /* what is one job */
	const char *title;      /* NULL: the text of the link */
	const char *place;
	const char *employment;
	const char *workplace;
	const char *department; /* within the card */
	const char *heading;    /* before the cards that it names */
};

/*
 * Append the cards of `page` (UTF-8) that have a link and a title. The id is
 * the last segment of the link's path; the employer, when it is not configured,
 * the first. How many there were.
 */
size_t card_list_read(const struct card_list *list, struct span page,
		      const struct document *doc, struct findings *out);

/*
 * The same of a response: its cards by the first of `lists` that finds any,
 * else what the page marks of itself (JSON-LD and its like). False when there
 * was neither: such a page says nothing of the board.
 */
bool card_list_parse(const struct card_list *lists, size_t n,
		     const struct document *doc, struct findings *out);

#endif
