/*
 * listing.h - a listing in words: its ad as the board of its kind states it.
 */
#ifndef TESTS_BOARDSIM_LISTING_H
#define TESTS_BOARDSIM_LISTING_H

#include "base/arena.h"
#include "base/buf.h"
#include "parsers/ad.h"
#include "tests/boardsim/world.h"

/* As configurations and archives name it. Static. */
const char *board_kind_name(enum board_kind kind);

/* "http://127.0.1.7:PORT", without a slash at the end. */
void board_origin(const struct board *b, int port, char out[64]);

/* The first address to visit. */
void board_url(const struct world *w, const struct board *b, int port,
	       char out[192]);

/* Of hn.algolia.com: the thread that is open on `day`. */
uint32_t hn_thread(const struct world *w, int32_t day);

/* The description, as HTML. */
void listing_html(const struct listing *l, struct buf *out);

/* All that the board states; texts lie in `arena`. */
void listing_ad(const struct listing *l, int port, struct arena *arena,
		struct ad *out);

#endif
