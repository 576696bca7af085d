/*
 * source_try.h - try one source: its first page, and the page of its first ad.
 */
#ifndef CLI_SOURCE_TRY_H
#define CLI_SOURCE_TRY_H

#include "cli/filled.h"
#include "cli/trial.h"

struct manners;

/* A source. Absent texts are NULL. */
struct source_line {
	const char *id, *kind, *url, *employer, *options;
};

/* What one thread asks with. The page of an ad is often on another host, whose
 * robots.txt must not drive out the list's: a visitor remembers one. */
struct trier {
	struct visitor *lists, *details;
	struct manners *manners;
};

enum outcome {
	OUTCOME_OK,
	OUTCOME_EMPTY,     /* no ads; a failure unless its list tells of none */
	OUTCOME_REFUSED,   /* by robots.txt, 401, 403, 429, 451 */
	OUTCOME_GONE,      /* 404, 410 */
	OUTCOME_NO_ANSWER, /* or another status, or nothing to ask with */
	OUTCOME_UNREAD,    /* an answer that is not what the kind expects */
};

#define N_OUTCOMES (OUTCOME_UNREAD + 1)

/* "ok", "empty", "refused" ... */
const char *outcome_name(enum outcome o);

/* What a source came to. Start with TRIED_INIT. */
struct tried {
	struct trial  list, detail; /* the latter of the first ad with a page */
	struct filled list_fields, detail_fields;
	bool          is_good, has_detail, is_empty;
	enum outcome  outcome;
	struct error  err;
};

#define TRIED_INIT                                        \
	{                                                 \
		.list = TRIAL_INIT, .detail = TRIAL_INIT, \
	}

void tried_deinit(struct tried *r); /* may be called twice */

void source_try(struct trier *t, const struct source_line *l, struct tried *r);

#endif
