/*
 * claim_json.h - a claim and what came of it, for programs.
 */
#ifndef TRENDS_CLAIM_JSON_H
#define TRENDS_CLAIM_JSON_H

#include "base/buf.h"
#include "trends/claim.h"

/*
 * One object, appended: text (left out when absent), language, place, lacks[],
 * and the members of `answer`, the JSON of jobtrend.check_claim(); trusted.
 */
void claim_json(const struct claim *c, struct span text, const char *answer,
		struct buf *out);

#endif
