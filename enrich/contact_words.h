/*
 * contact_words.h - the words beside which contact persons are named, for
 * contact_name.c.
 */
#ifndef ENRICH_CONTACT_WORDS_H
#define ENRICH_CONTACT_WORDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define CONTACT_CUES_MAX 254 /* as a byte tells them apart */

enum contact_cue_kind {
	CUE_LABEL,    /* "Contact person:": a colon or a line end, then the name */
	CUE_SENTENCE, /* "wenden Sie sich an": the name comes next */
	CUE_TITLE,    /* "Frau", "Mr.": part of a name wherever it stands */
	CUE_BEFORE,   /* "is your contact": the name stands before */
};

struct contact_cue {
	const char           *text; /* ASCII in lower case */
	enum contact_cue_kind kind;
};

/*
 * Cues by their first three bytes, of which the lower five bits tell letters
 * apart in any case.
 */
#define CONTACT_CUE_BITS 32768
#define CONTACT_CUE_SLOTS 256
struct contact_cue_index {
	uint64_t begins[CONTACT_CUE_BITS / 64]; /* whether one begins so */
	uint8_t  first[CONTACT_CUE_SLOTS]; /* 0: none; else of a cue, from 1 */
	struct {
		uint64_t start; /* its first eight bytes, zeros behind them */
		uint64_t small; /* 0x20 where that is a letter of ASCII */
		uint64_t mask;  /* 0xFF where it has bytes */
		uint8_t  next;  /* as `first` */
		uint8_t  len;
	} cues[CONTACT_CUES_MAX];
};

/* The three bytes at `p` as one number. */
static inline unsigned contact_cue_three(const char *p)
{
	return (p[0] & 31u) << 10 | (p[1] & 31u) << 5 | (p[2] & 31u);
}

/* May a cue begin with those three? No is certain, and quick. */
static inline bool contact_cue_may(const struct contact_cue_index *x,
				   unsigned                        three)
{
	return x->begins[three / 64] >> three % 64 & 1;
}

/* The longest cue at `at`, whose first three bytes are `three`, in any ASCII
 * case, and its length; or NULL. */
const struct contact_cue *contact_cue_at(const struct contact_cue_index *x,
					 unsigned three, const char *at,
					 const char *end, size_t *len);

/* All of them end with NULL; ASCII in any case. */
extern const char *const contact_titles[];       /* "Frau": a person follows */
extern const char *const contact_small_titles[]; /* those written small */
extern const char *const contact_degrees[];      /* "Dr.": part of a name */
extern const char *const contact_particles[];    /* "von", "de la" */
extern const char *const contact_no_names[];     /* "Team", "Resources" */
extern const char *const contact_cjk_offices[];  /* "人事部" */

#endif
