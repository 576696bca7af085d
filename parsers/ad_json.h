/*
 * ad_json.h - an ad as JSON, the form that commands print and archives hold.
 */
#ifndef PARSERS_AD_JSON_H
#define PARSERS_AD_JSON_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/error.h"
#include "parsers/ad.h"

struct cJSON;

/*
 * The fields of `ad` as members of the object that is open in `out`: the
 * names and order of the contract in docs; absent fields are left out.
 */
void ad_write_json(const struct ad *ad, struct buf *out);

/* Is it the name of a field, or of what goes with one in files? */
bool ad_json_is_known(struct span key);

/*
 * Read the fields from an object as written above; unknown members are passed
 * over: `extra` is left absent. Texts are copied into `arena`. False with `err` when a field has the
 * wrong type or a value that cannot be ("posted_at: expected RFC 3339 ...").
 */
bool ad_read_json(const struct cJSON *object, struct arena *arena,
		  struct ad *out, struct error *err);

#endif
