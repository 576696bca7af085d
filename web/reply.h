/*
 * reply.h - one answer as HTTP has it: status, type, caching, bytes.
 *
 * The headers that every answer carries are added here and nowhere else.
 */
#ifndef WEB_REPLY_H
#define WEB_REPLY_H

#include "base/buf.h"

#include <microhttpd.h>
#include <stdbool.h>

struct config;

#define ETAG_SIZE 48 /* with quotes and NUL */

/* Bytes that several answers under way share. */
struct body;

/* Takes the buffer's memory; the buffer is left empty. One reference. */
struct body *body_take(struct buf *b);
struct body *body_ref(struct body *body);
void         body_unref(struct body *body);      /* NULL is fine */
struct span  body_span(const struct body *body); /* borrowed */

/* `plain` compressed (RFC 1952), or NULL when that is not shorter. */
struct body *body_gzip(const struct body *plain);

enum reply_cache {
	CACHE_NEVER,      /* no-store */
	CACHE_REVALIDATE, /* ask again, mostly 304 */
	CACHE_IMMUTABLE,  /* its name changes with it */
};

struct reply {
	unsigned         status;
	const char      *type; /* static */
	const char      *etag; /* with its quotes; NULL: none. Borrowed. */
	enum reply_cache cache;
	bool             is_api;   /* else a file of the page */
	bool             is_coded; /* gzip, and Vary */
	bool        may_vary; /* by Accept-Encoding (and Accept of the API) */
	int         retry_after_s; /* 0: none */
	const char *allow;         /* of 405; NULL */
	const char *name;          /* of a download; NULL */
	const char *location;      /* of a redirect; NULL */
};

/* Status, headers and `response` to the client. Takes the response. */
enum MHD_Result reply_send(struct MHD_Connection *connection,
			   const struct config *config, const struct reply *r,
			   struct MHD_Response *response);

/* The same with bytes, of which a reference is taken for as long as needed. */
enum MHD_Result reply_send_body(struct MHD_Connection *connection,
				const struct config   *config,
				const struct reply *r, struct body *body);

/* A request header, or NULL. Borrowed from the connection. */
const char *request_header(struct MHD_Connection *connection, const char *name);
/* Does the client take gzip? */
bool        request_takes_gzip(struct MHD_Connection *connection);
/* Does If-None-Match name this tag (with its quotes)? */
bool request_has_tag(struct MHD_Connection *connection, const char *etag);

#endif
