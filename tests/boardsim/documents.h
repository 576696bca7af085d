/*
 * documents.h - what a board answers today, by path.
 */
#ifndef TESTS_BOARDSIM_DOCUMENTS_H
#define TESTS_BOARDSIM_DOCUMENTS_H

#include "base/buf.h"
#include "tests/boardsim/world.h"

/* The listings that the boards of one address show on the world's last day. */
struct shelf {
	const struct world *world;
	int                 address, port;
	struct listing     *listings;
	size_t              n;
};

void shelf_init(struct shelf *s, const struct world *w, int address, int port);
void shelf_deinit(struct shelf *s);

/*
 * The document at `path` into `out`; a list of several pages from `offset`. Its content type, or
 * NULL when there is none; "application/gzip" is compressed already.
 */
const char *shelf_document(const struct shelf *s, const char *path,
			   unsigned offset, struct buf *out);

#endif
