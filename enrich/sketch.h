/*
 * sketch.h - an ad's text in 72 bytes, so that two can be compared without it.
 *
 * Minwise hashing (Broder 1997) with one bit kept of each minimum (Li and
 * Koenig 2010, "b-bit minwise hashing"): of two sketches as large a share of
 * bits is equal as J + (1 - J) / 2, where J is the Jaccard similarity of what
 * was hashed. A text is hashed four times over: its shingles of three words
 * (three characters where a script has no spaces), its longer words, the
 * shingles of its first words, which are all that some boards show, and its
 * anchors: numbers and names like SQL or PyTorch, which stay when a text is
 * said in other words or another language.
 *
 * Sketches do not know which of the words are boilerplate; the sketches of a
 * source's other ads do: what most of them have in common (sketch_common) is
 * left out of a comparison.
 */
#ifndef ENRICH_SKETCH_H
#define ENRICH_SKETCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct ad;
struct facts;

#define SKETCH_BYTES 72
#define SKETCH_BANDS 4     /* keys that near copies are likely to share */
#define SKETCH_WORDS_MIN 20 /* fewer say nothing */
#define SKETCH_READ (64 * 1024) /* bytes of a text that are looked at */
#define SKETCH_LEAD 32     /* words of a beginning */
#define SKETCH_ANCHORS_MIN 4 /* different ones; fewer say nothing */

struct sketch {
	unsigned char bits[SKETCH_BYTES]; /* all 0 when words < the least */
	uint32_t      words; /* in the text; characters of unspaced scripts */
	/* Of shingles and title: equal for near copies with one title. 0: none */
	uint64_t      bands[SKETCH_BANDS];
	uint64_t      anchors[2]; /* likewise of anchors; within an employer */
	/*
	 * The title's words in no order, without the employer, the places and
	 * what says nothing of the job ("m/w/d", "new"). Where places are
	 * stated and none was understood, they are part of it. 0: no title.
	 */
	uint64_t title;
};

/* A function of `ad` and of facts->employer_key and facts->regions alone. */
void sketch_of(const struct ad *ad, const struct facts *facts,
	       struct sketch *out);

/*
 * A sketch as a database keeps it, big-endian: 8 bytes that are equal for one
 * employer and title, 8 of the city where there is exactly one (else 0), 8
 * that near copies in one city are likely to share whoever the employer is
 * (else 0), 4 for the number of words, and the bits. What is compared by
 * equality stands first, so that an index of a prefix finds it.
 */
#define SKETCH_PACKED (8 + 8 + 8 + 4 + SKETCH_BYTES)
#define SKETCH_COPIED_MIN 60 /* words; less may be anybody's */

/* False when nothing can be compared by it: neither employer nor copies. */
bool sketch_pack(const struct facts *facts, unsigned char out[SKETCH_PACKED]);

enum sketch_part {
	SKETCH_COPY,  /* shingles: how much is word for word the same */
	SKETCH_WORDS, /* longer words: how much is about the same */
	SKETCH_START, /* shingles of the beginnings */
	SKETCH_NAMES, /* anchors; near 0 when there are too few */
};

/* Bits that are boilerplate, with SKETCH_BYTES bytes as in a sketch. */
struct sketch_common {
	unsigned char bits[SKETCH_BYTES];
};

/*
 * Jaccard similarity, 0..1, of a part of two sketches, estimated; without the
 * bits of `common` (NULL: none) unless those leave too few. -1 when one of
 * them has no text.
 */
double sketch_alike(const struct sketch *a, const struct sketch *b,
		    const struct sketch_common *common, enum sketch_part part);

#define SKETCH_SAMPLE_MIN 8   /* ads with different titles, at least */
#define SKETCH_SAMPLE_MAX 200 /* more say no more */
#define SKETCH_COMMON_SHARE 0.85 /* of them have the bit */

/*
 * Inverse document frequency with two weights: a bit that nearly all of the
 * `n` sketches (of one source and language, each with another title) agree in
 * weighs nothing, the others the same. Nothing is common to fewer than
 * SKETCH_SAMPLE_MIN.
 */
void sketch_common_of(const struct sketch *const *sample, size_t n,
		      struct sketch_common *out);

#endif
