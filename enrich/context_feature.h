/*
 * context_feature.h - how what is seen around a mention is numbered, between
 * context_weigh.c, which sees it, and context_weights.c, which names it.
 */
#ifndef ENRICH_CONTEXT_FEATURE_H
#define ENRICH_CONTEXT_FEATURE_H

#include "enrich/context_evidence.h"
#include "enrich/context_weights.h"

#define N_KINDS 15 /* contexts, those that only cues have, none */
#define N_SPEAKING CONTEXT_YOU /* kinds that speak for a context */
#define NONE 14

enum shape {
	SHAPE_BULLET, SHAPE_NAMES, SHAPE_LIST, SHAPE_AGENT, SHAPE_FIRST,
	SHAPE_LINE_FIRST, SHAPE_LINE_LAST, SHAPE_NO_STOP, SHAPE_COMMAS,
	SHAPE_SHORT, SHAPE_LONG, SHAPE_BEGINS, SHAPE_ENDS, SHAPE_LONG_SENTENCE,
	SHAPE_CUELESS, SHAPE_HINTLESS, SHAPE_ASKS, SHAPE_TOP, SHAPE_UPPER,
	SHAPE_LOWER, SHAPE_BOTTOM,
	N_SHAPES,
};

enum side {
	SIDE_EDGE, /* of the sentence */
	SIDE_WORD,
	SIDE_COMMA,
	SIDE_COLON, /* or semicolon */
	SIDE_PAREN,
	SIDE_HYPHEN,
	SIDE_OTHER,
	N_SIDES,
};

enum group {
	GROUP_PATH,    /* path by what it ruled */
	GROUP_SECTION,
	GROUP_CUE,     /* a cue in the sentence */
	GROUP_LINE,    /* a cue in the line */
	GROUP_BEFORE,  /* the last cue before the sentence */
	GROUP_AFTER,   /* the first cue behind it */
	GROUP_OPENER,  /* how the sentence begins */
	GROUP_CLOSER,  /* how it ends */
	GROUP_HINT,    /* a hint in the sentence */
	GROUP_HINTS,   /* two or more */
	GROUP_NEAR,    /* the hint that stands nearest */
	GROUP_MOST,    /* that of which there are most, by what was ruled */
	GROUP_AHEAD,   /* a hint before the mention */
	GROUP_PAIR,    /* that of which there are most, beside you, we or not */
	GROUP_PREV,    /* a hint in the sentence before, of the same line */
	GROUP_NEXT,    /* ... behind it */
	GROUP_ABOVE,   /* a hint in the last sentence of the line before */
	GROUP_BELOW,   /* ... in the first of the line behind it */
	GROUP_SHAPE,
	GROUP_LEFT,  /* what stands before the mention */
	GROUP_RIGHT, /* ... behind it */
	N_GROUPS,
};

/* Whether the reader, the employer and a no are in a sentence, as bits. */
#define N_PAIRS 8

/* Index of the first feature of each group. */
enum start {
	START_PATH = 0,
	START_SECTION = START_PATH + N_CONTEXT_PATHS * N_MENTION_CONTEXTS,
	START_CUE = START_SECTION + N_KINDS,
	START_LINE = START_CUE + N_KINDS,
	START_BEFORE = START_LINE + N_KINDS,
	START_AFTER = START_BEFORE + N_KINDS,
	START_OPENER = START_AFTER + N_KINDS,
	START_CLOSER = START_OPENER + N_KINDS,
	START_HINT = START_CLOSER + N_KINDS,
	START_HINTS = START_HINT + N_KINDS,
	START_NEAR = START_HINTS + N_KINDS,
	START_MOST = START_NEAR + N_KINDS,
	START_AHEAD = START_MOST + N_KINDS * N_MENTION_CONTEXTS,
	START_PAIR = START_AHEAD + N_KINDS,
	START_PREV = START_PAIR + N_KINDS * N_PAIRS,
	START_NEXT = START_PREV + N_KINDS,
	START_ABOVE = START_NEXT + N_KINDS,
	START_BELOW = START_ABOVE + N_KINDS,
	START_SHAPE = START_BELOW + N_KINDS,
	START_LEFT = START_SHAPE + N_SHAPES,
	START_RIGHT = START_LEFT + N_SIDES,
	START_END = START_RIGHT + N_SIDES,
};

/* Whether a group has its features anew for each context that rules may say. */
static inline bool is_by_ruled(enum group group)
{
	return group == GROUP_PATH || group == GROUP_MOST;
}

/* starts[group]: index of its first feature. */
extern const uint16_t context_feature_starts[N_GROUPS + 1];

#endif
