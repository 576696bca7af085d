/*
 * outcome_row.h - what the files that write an outcome share.
 */
#ifndef DAEMON_OUTCOME_ROW_H
#define DAEMON_OUTCOME_ROW_H

#include "base/arena.h"
#include "base/buf.h"
#include "daemon/outcome.h"

struct section {
	struct buf rows;
	uint32_t   n;
};

/* The ads that are in already: open addressing, 0 is free. */
struct key_set {
	uint64_t *slots;
	size_t    cap; /* a power of two */
	size_t    n;
};

struct outcome_builder {
	const struct outcome_context *context;
	struct section                sections[OUTCOME_SECTIONS];
	struct key_set                seen;
	struct buf                    scratch;
	struct arena                  arena; /* of one ad */
};

/* A row of a section; `mark` is for wire_row_end. */
struct buf *outcome_row_begin(struct outcome_builder *b,
			      enum outcome_section s, size_t *mark);

int64_t outcome_ad_id(const struct outcome_ad *o, const struct ad *ad);

/* The rows of one ad. */
void outcome_put_ad(struct outcome_builder *b, const struct outcome_ad *o,
		    const struct ad *ad, const struct facts *facts);
void outcome_put_text(struct outcome_builder *b, const struct outcome_ad *o,
		      const struct ad *ad);
void outcome_put_mentions(struct outcome_builder *b,
			  const struct outcome_ad *o, const struct ad *ad,
			  const struct facts *facts);

#endif
