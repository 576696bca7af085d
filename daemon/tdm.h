/*
 * tdm.h - reservation of text and data mining rights (TDMRep).
 *
 * The file /.well-known/tdmrep.json of a host: an array of objects with
 * `location` and `tdm-reservation`. Pure.
 * https://www.w3.org/community/reports/tdmrep/CG-FINAL-tdmrep-20240510/
 */
#ifndef DAEMON_TDM_H
#define DAEMON_TDM_H

#include "base/error.h"
#include "base/span.h"

#define TDM_PATH "/.well-known/tdmrep.json"
#define TDM_BODY_MAX (256 * 1024) /* bytes; longer files are refused */
#define TDM_RULES_MAX 1000

struct tdm;

/* NULL with `err` when `json` is not such an array. */
struct tdm *tdm_new(struct span json, struct error *err);
void        tdm_free(struct tdm *t);

/* `url`: absolute, or a path. False where no rule matches. */
bool tdm_is_reserved(const struct tdm *t, struct span url);

#endif
