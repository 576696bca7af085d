/*
 * context.h - what a place in a description is about.
 *
 * A heading opens a section; within a sentence, cues ("experience with", "we
 * are a", "screen applicants") speak for the words beside them. Both come
 * from cues.tsv.
 */
#ifndef ENRICH_CONTEXT_H
#define ENRICH_CONTEXT_H

#include "base/arena.h"
#include "enrich/context_words.h"
#include "enrich/taxonomy.h"

#define SHORT_TEXT   300    /* bytes: below, an ad is hardly more than a sentence */
#define MEANINGS_MAX 128    /* in meanings.tsv */
#define MEANING_NAME_MAX 24 /* bytes */

struct meanings {
	uint64_t bits[MEANINGS_MAX / 64];
};

struct section {
	uint32_t start;   /* byte of its heading */
	uint32_t end;     /* of the line, when its text stands on it */
	uint8_t  context; /* enum mention_context or CONTEXT_OTHER */
};

struct cue {
	uint32_t start, end; /* bytes */
	uint8_t  context;
	bool     is_subject; /* begins its sentence */
};

struct line {
	uint32_t first, last;  /* bytes */
	unsigned cues;         /* bits of their contexts */
	bool     is_whole;     /* not cut for its length */
	bool     is_bullet;
	bool     has_names;    /* behind commas */
	bool     is_list;      /* has names, or is too short for prose */
	bool     follows_list; /* is prose below a bullet */
};

/* The heading above the sentence that was weighed last. */
struct context_heading {
	struct span       line; /* absent: none, or none yet */
	struct match_list matches;
	struct meanings   meanings;
	int               sums[N_MENTION_CONTEXTS]; /* of weights */
};

/* What the mentions of one sentence share when they are weighed. */
struct context_sentence {
	uint32_t          first, last;    /* bytes; first UINT32_MAX: none yet */
	int               opener, closer; /* what its ends hint at; -1 nothing */
	struct match_list hints; /* and meanings, from `before` to `after` */
	uint32_t          before, after;  /* of the sentences around it */
	uint32_t          ends, begins;   /* where these end and begin */
	bool              is_line_first, is_line_last;
	int               sums[N_MENTION_CONTEXTS]; /* of weights */
	struct context_words words;
};

struct context_map {
	struct span     text;
	const struct word_list *words; /* of it; borrowed */
	struct section *sections; /* by start */
	size_t          n_sections;
	struct cue     *cues; /* by start */
	size_t          n_cues;
	uint32_t        first_requirement; /* cue; UINT32_MAX: none */
	struct line     line; /* read last: mentions share lines */

	const struct taxonomy  *taxonomy;
	uint64_t                languages;   /* of the text (spoken.h) */
	uint32_t                hint_groups; /* of its language */
	struct context_sentence sentence;    /* weighed last */
	struct context_heading  heading;
};

/*
 * The map of the text of `words`, which is borrowed as long as the map lasts and
 * written in `language` ("": unknown); arrays lie in `arena`. A short text may well be in another language than it seems: its
 * cues are looked for in all of them.
 */
void context_map_make(const struct taxonomy *t, const struct word_list *words,
		      const char *language, struct arena *arena,
		      struct context_map *out);
void context_map_deinit(struct context_map *map);

/*
 * Groups (automaton.h) of a heading, cue or subject of cues.tsv, so that those
 * of other languages, and those that must begin a line or sentence, are not
 * even looked for elsewhere. A hint is in those of its own languages alone.
 */
uint32_t context_groups(const struct taxonomy *t, const struct pattern *p);

/* A mention as it is seen by itself. */
struct context_view {
	uint32_t    sentence, line; /* bytes: where they begin */
	const char *heading;        /* above it; NULL: none */
	int         sums[N_MENTION_CONTEXTS]; /* what speaks for each context */
	enum mention_context context; /* of the greatest sum */
	enum mention_context ruled;   /* by the rules alone */
	bool        is_short;   /* the whole text: SHORT_TEXT */
	bool        is_settled; /* nothing beside it changes that */
	/* no heading of requirements or duties speaks for it, or it stands in
	 * prose that follows the list below one: there the employer may be
	 * talking about itself */
	bool        is_weak;
};

/*
 * See the bytes start..end of the text. What stands beside them is weighed
 * once all mentions are seen (context_beside.h).
 */
void context_at(struct context_map *map, uint32_t start, uint32_t end,
		struct context_view *out);

#define CONTEXT_FEATURES_MAX 128 /* of one mention */

/*
 * Features (context_weights.h) of the bytes start..end: what context_at()
 * weighs where no rule is sure. Returns how many.
 */
size_t context_features_at(struct context_map *map, uint32_t start,
			   uint32_t end, uint16_t out[CONTEXT_FEATURES_MAX]);

/* Called with the name of a feature, not terminated. */
typedef void context_name_fn(void *data, struct span name);

/* The same of words and meanings, whose features have but names. */
void context_words_at(struct context_map *map, uint32_t start, uint32_t end,
		      context_name_fn *take, void *data);

/* The sentence around the bytes start..end: at most SENTENCE_MAX either side. */
#define SENTENCE_MAX 400 /* bytes */
void context_sentence(struct span text, uint32_t start, uint32_t end,
		      uint32_t *first, uint32_t *last);

#endif
