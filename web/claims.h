/*
 * claims.h - sentences read with the dictionary, for /check-claim.
 *
 * The dictionary is large and rarely wanted: it is read when a sentence comes
 * and forgotten when none has come for CLAIMS_IDLE_S.
 */
#ifndef WEB_CLAIMS_H
#define WEB_CLAIMS_H

#include "web/call.h"

#include "trends/claim.h"

#define CLAIMS_IDLE_S 60
#define CLAIM_PARAMS  12
#define CLAIM_NUMBER  32

struct claims;

struct claims *claims_new(const char *taxonomy_dir); /* NULL: the usual one */
void           claims_free(struct claims *c);
/* Every second or so. */
void           claims_forget(struct claims *c);

/* A sentence as SQL_CLAIM asks about it. */
struct claim_question {
	struct claim claim; /* its spans lie in the call's values */
	char         value[CLAIM_NUMBER], low[CLAIM_NUMBER], high[CLAIM_NUMBER];
	char         years[CLAIM_NUMBER], span[CLAIM_NUMBER];
	const char  *params[CLAIM_PARAMS];
};

/* False with `p`: not understood, or the dictionary is missing. */
bool claims_read(struct claims *c, const struct call *call,
		 struct claim_question *out, struct problem *p);

#endif
