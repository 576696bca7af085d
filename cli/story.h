/*
 * story.h - lines of ads that wait until it is known what their paragraphs are.
 *
 * A paragraph that asks for skills on weak evidence is the employer's story
 * once it stands under three kinds of titles (facts.h, paragraphs). An ad with
 * such paragraphs is given here as it would be written in each case; it waits,
 * and what follows it, until every one of its paragraphs is a story or the
 * input ends. The order of the lines is kept. Memory is bounded: when more than
 * STORY_HELD_BYTES wait, the oldest is written as what it is by then.
 */
#ifndef CLI_STORY_H
#define CLI_STORY_H

#include "base/buf.h"

#include <stdbool.h>
#include <stdint.h>

#define STORY_HELD_BYTES (32 * 1024 * 1024)
#define STORY_PARAGRAPHS_MAX 500000 /* that are remembered; later ones are not */

struct facts;
struct story_teller;

struct story_teller *story_teller_new(void);
void story_teller_free(struct story_teller *t);

/*
 * Append to `out` the head of an ad with paragraphs; its lines follow, each
 * with its LF, one for each of 1 << facts->n_paragraphs readings.
 */
void story_begin(const struct facts *facts, struct buf *out);

/* Lines with and without a head; what may be written goes to `out`. */
void story_feed(struct story_teller *t, struct span lines, struct buf *out);

/* The input has ended: all the rest. */
void story_end(struct story_teller *t, struct buf *out);

#endif
