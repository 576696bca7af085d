/*
 * facts_json.h - an ad and its facts as one JSON object.
 */
#ifndef ENRICH_FACTS_JSON_H
#define ENRICH_FACTS_JSON_H

#include "base/buf.h"
#include "enrich/enrich.h"

/*
 * The members of the ad and of its facts into the object that is open in
 * `out`, every key once: where both know language, remote, pay or a date, the
 * enriched value stands in place of the stated one.
 */
void enriched_write_json(const struct taxonomy *t, const struct ad *ad,
			 const struct facts *facts, struct buf *out);

#endif
