/*
 * request.h - what is sent for a page: address, body, headers, secrets.
 *
 * Headers and secrets are for the source's own origin (scheme, host, port of
 * its first address) alone, and a placeholder is replaced only when the
 * source's settings or its kind name it: a link in a document can neither
 * send a key elsewhere nor ask for another one.
 */
#ifndef DAEMON_REQUEST_H
#define DAEMON_REQUEST_H

#include "daemon/secret.h"

#include <stdint.h>

struct credentials;
struct tokens;

/* A page and the source it belongs to. All borrowed. */
struct request_for {
	const char *kind;       /* of the source */
	const char *source_url; /* as configured; NULL: url */
	const char *options;    /* of the source, JSON; NULL: none */
	const char *url;        /* of the page */
	const char *post;       /* NULL: GET */
};

enum request_status {
	REQUEST_READY,
	REQUEST_NEEDS_TOKEN, /* ask for it, tokens_put(token_id), once more */
	REQUEST_REFUSED,     /* `err` says why */
};

struct request {
	/* As they are sent; headers as fetch.h wants them. */
	const char *url, *post, *headers; /* borrowed, or of the below */
	bool        is_secret; /* fetch.h: shown_url, no redirects */
	struct secrets secrets;
	struct buf     sent_url, sent_post, sent_headers;
	/* The request for the token: a form that is posted. */
	struct buf token_id; /* empty: none is used */
	struct buf token_url, token_post;
};

#define REQUEST_FORM "Content-Type: application/x-www-form-urlencoded"

/*
 *   now_ms  of any clock that `tokens` is used with
 *
 * `r` may be used after request_deinit alone, or zeroed.
 */
enum request_status request_make(struct request *r,
				 const struct request_for *f,
				 const struct credentials *c,
				 const struct tokens *tokens, int64_t now_ms,
				 struct error *err);
void request_deinit(struct request *r); /* wipes; may be called twice */

#endif
