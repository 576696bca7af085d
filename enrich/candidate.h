/*
 * candidate.h - matches of skills that have passed what can be told from the
 * letters around them.
 */
#ifndef ENRICH_CANDIDATE_H
#define ENRICH_CANDIDATE_H

#include "enrich/taxonomy.h"

struct candidate {
	struct match          match;
	const struct pattern *pattern;
	enum mention_context  context;
	bool                  is_dropped;
	bool                  is_vouched; /* by a word of traps.tsv near it */
	bool                  is_weak; /* the context; see paragraph.h */
};

struct candidates {
	struct candidate *items; /* by place in the text, apart from each other */
	size_t            n;
};

/* Rows of traps.tsv that refute something in a whole text. */
struct refuted {
	struct trap_rows rows;   /* that refute something, whatever is beside it */
	uint64_t         trades; /* bits as in taxonomy.trades */
};

/* The candidates among `matches` of `text`, in an ad written in `language`. */
void candidate_collect(const struct taxonomy *t, struct span text,
		       const struct match_list *matches, const char *language,
		       const struct refuted *refuted, struct arena *arena,
		       struct candidates *out);

/* Add the rows whose words are among `matches`. */
void candidate_refute(const struct taxonomy *t, const struct match_list *matches,
		      struct refuted *refuted);

#endif
