/*
 * context_evidence.h - what is seen around a place in a description, between
 * the rules of context_at.c and the weights of context_weigh.c.
 */
#ifndef ENRICH_CONTEXT_EVIDENCE_H
#define ENRICH_CONTEXT_EVIDENCE_H

#include "enrich/context.h"

/* Which rule has decided. */
enum context_path {
	PATH_NOTICE,    /* a notice, ban or hiring cue in the sentence */
	PATH_PARAGRAPH, /* a notice elsewhere in the paragraph */
	PATH_UNASKED,
	PATH_SECTION, /* the heading alone */
	PATH_SENTENCE, /* a cue against the heading */
	PATH_BEFORE,  /* the cue of the sentence before */
	PATH_SUBJECT, /* what begins the sentence, without a heading */
	PATH_NEAREST, /* the nearest cue, without a heading */
	PATH_AGENT,   /* no cue: it does something */
	PATH_LIST,    /* no cue: names in a row */
	PATH_FIRST,   /* no cue: what is to be done comes first */
	PATH_LATER,   /* no cue: bullets and lists that follow */
	PATH_PROSE,   /* no cue: a sentence */
	N_CONTEXT_PATHS,
};

struct evidence {
	uint32_t start, end;  /* bytes of the mention */
	uint32_t first, last; /* bytes of its sentence */
	unsigned sentence; /* bits of the contexts that its cues speak for */
	unsigned paragraph;
	int      nearest; /* of the cue closest before, else after; -1 none */
	int      before;  /* of the last cue in the line before; -1 none */
	int      section; /* -1 before any heading */
	int      subject; /* of the cue that begins the sentence; -1 none */
	bool     is_unasked; /* "no experience with AI needed" */
	bool     is_first; /* all cues of requirements follow, and some do */
	bool     is_agent;   /* does something: "Machine learning sorts shoes" */
	bool     is_opening; /* the first line of an ad that has more */
	bool     is_bullet;
	bool     has_names; /* behind commas */
	bool     is_list;   /* has them, or is a line too short for prose */
	bool     has_carried; /* nearest is of a line or sentence before */
};

/* Weigh what is seen: out->context is what the rules say and becomes the
 * context of greatest weight. */
void context_weigh(struct context_map *map, const struct evidence *e,
		   enum context_path path, struct context_view *out);

/* Indices of what is seen; returns how many. */
size_t context_features(struct context_map *map, const struct evidence *e,
			enum mention_context ruled, enum context_path path,
			uint16_t out[CONTEXT_FEATURES_MAX]);

/* The same of words and meanings, by name. */
void context_features_words(struct context_map *map, const struct evidence *e,
			    context_name_fn *take, void *data);

#endif
