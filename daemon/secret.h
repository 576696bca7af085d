/*
 * secret.h - placeholders in requests, and what is put in their place.
 *
 * "{key:NAME}" stands for a credential, "{basic:NAME}" for one as RFC 7617
 * writes a user and a password, "{token:NAME}" for a token that was asked for. A text with placeholders is what is stored and shown.
 */
#ifndef DAEMON_SECRET_H
#define DAEMON_SECRET_H

#include "base/buf.h"
#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>

struct credentials;

/* Values that were put in, to be recognised when an answer repeats them. */
struct secrets {
	struct secret {
		char *placeholder; /* "{key:adzuna}" */
		char *value;
	}     *item;
	size_t n;
};

void secrets_deinit(struct secrets *s); /* wipes; may be called twice */

enum secret_form { /* what the text is, and so how a value is written in it */
	SECRET_HEADER,
	SECRET_URL,  /* percent-encoded; forms too */
	SECRET_JSON, /* inside quotes */
};

/* Does `text` hold a placeholder? */
bool secret_is_in(const char *text);
/* The first placeholder at or after `text` ("{key:x}"), or absent. */
struct span secret_next(const char *text);

/*
 * `text` with its placeholders replaced, appended to `out`.
 *
 *   token  for "{token:...}"; NULL: there is none
 *   used   what was put in is added
 *
 * False with `err` "expected a credential or JOBTREND_KEY_X for {key:x},
 * found none".
 */
bool secret_fill(const char *text, enum secret_form form,
		 const struct credentials *c, const char *token,
		 struct secrets *used, struct buf *out, struct error *err);

bool secrets_are_in(const struct secrets *s, struct span text);

/*
 * `text` with the values replaced by their placeholders, appended to `out`.
 * False, and nothing is appended, when there are none in it.
 */
bool secrets_hide(const struct secrets *s, struct span text, struct buf *out);

#endif
