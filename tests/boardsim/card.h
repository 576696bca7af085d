/*
 * card.h - a listing in words, and what all documents are written with.
 */
#ifndef TESTS_BOARDSIM_CARD_H
#define TESTS_BOARDSIM_CARD_H

#include "tests/boardsim/documents.h"
#include "tests/boardsim/listing.h"

/* In memory of its own. */
struct card {
	struct arena arena;
	struct buf   html; /* the description */
	struct ad    ad;
};

void card_init(struct card *c, const struct shelf *s, size_t n);
void card_deinit(struct card *c);

/* "key": the moment, as JSON. */
void put_stamp(struct buf *out, const char *key, struct stamp at);
/* With & < > and " as entities. */
void put_escaped(struct buf *out, struct span text);

typedef void put_fn(struct buf *out, const struct listing *l, struct card *c);

/* The listings of the board called `slug` (NULL: of all), one after another. */
void put_all(const struct shelf *s, const char *slug, put_fn *put,
	     struct buf *out);

/*
 * The documents, each with its content type, or NULL when there is no such
 * board or page.
 */
const char *put_board(const struct shelf *s, const char *slug,
		      enum board_kind kind, struct buf *out);
/*
 * The same listings as SmartRecruiters has them: POSTINGS_PAGE from `offset`
 * on, of `total` (-1: as many as there are).
 */
#define POSTINGS_PAGE 3
const char *put_postings(const struct shelf *s, const char *slug,
			 unsigned offset, int total, struct buf *out);
const char *put_posting(const struct shelf *s, const char *slug,
			const char *id, struct buf *out);
const char *put_thread(const struct shelf *s, uint32_t number, struct buf *out);
const char *put_page(const struct shelf *s, unsigned number, struct buf *out);
const char *put_sitemap(const struct shelf *s, struct buf *out);
const char *put_sitemap_part(const struct shelf *s, size_t part, struct buf *out);
const char *put_feed(const struct shelf *s, bool is_rss, struct buf *out);

#endif
