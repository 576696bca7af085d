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
#include "enrich/taxonomy.h"

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

struct context_map {
	struct span     text;
	struct section *sections; /* by start */
	size_t          n_sections;
	struct cue     *cues; /* by start */
	size_t          n_cues;
	uint32_t        first_requirement; /* cue; UINT32_MAX: none */
	struct line     line; /* read last: mentions share lines */
};

/*
 * The map of `text`, which is written in `language` ("": unknown); arrays lie
 * in `arena`.
 */
void context_map_make(const struct taxonomy *t, struct span text,
		      const char *language, struct arena *arena,
		      struct context_map *out);

/*
 * Groups (automaton.h) of a heading, cue or subject of cues.tsv, so that those
 * of other languages, and those that must begin a line or sentence, are not
 * even looked for elsewhere.
 */
uint32_t context_groups(const struct pattern *p);

/*
 * Context of the bytes start..end of the text. *is_weak when no heading of
 * requirements or duties speaks for it, or it stands in prose that follows the
 * list below one: there the employer may be talking about itself.
 */
enum mention_context context_at(struct context_map *map, uint32_t start,
				uint32_t end, bool *is_weak);

/* The sentence around the bytes start..end: at most SENTENCE_MAX either side. */
#define SENTENCE_MAX 400 /* bytes */
void context_sentence(struct span text, uint32_t start, uint32_t end,
		      uint32_t *first, uint32_t *last);

#endif
