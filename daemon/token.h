/*
 * token.h - access tokens that were asked for, until they expire.
 *
 * OAuth 2.0 with client credentials, RFC 6749 4.4 and 5.1. Kept in memory
 * alone.
 */
#ifndef DAEMON_TOKEN_H
#define DAEMON_TOKEN_H

#include "base/error.h"
#include "base/span.h"

#include <stdbool.h>
#include <stdint.h>

#define TOKEN_BODY_MAX (64 * 1024) /* bytes of the answer that brings one */

struct tokens;

struct tokens *tokens_new(void);
void           tokens_free(struct tokens *t); /* wipes */
/* Keys have changed: what was got with the old ones goes. */
void tokens_clear(struct tokens *t);

/*
 * The token for `request`, address and body with their placeholders as the
 * caller has put them together; NULL when there is none that still holds.
 * Borrowed until the next put, drop or clear.
 */
const char *tokens_find(const struct tokens *t, const char *request,
			int64_t now_ms);

/*
 * Keep what the answer `body` brings. False with `err` when it brings none;
 * the text never repeats the answer.
 */
bool tokens_put(struct tokens *t, const char *request, struct span body,
		int64_t now_ms, struct error *err);

/* It was not accepted. */
void tokens_drop(struct tokens *t, const char *request);

#endif
