/*
 * challenge.h - pages that stand between a visitor and what was asked for.
 *
 * Guards of sites answer 200 with a page that wants a browser or a person.
 * Such an answer says nothing about the board: the visit was blocked.
 */
#ifndef PARSERS_CHALLENGE_H
#define PARSERS_CHALLENGE_H

#include "parsers/parser.h"

/*
 * Whose guard it is ("Cloudflare"), or NULL for any other document. For pages
 * that gave neither ads nor links: contact forms have captchas too. Static.
 */
const char *challenge_guard(const struct document *doc);

#endif
