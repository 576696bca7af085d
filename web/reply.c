#include "web/reply.h"

#include "base/mem.h"
#include "daemon/config.h"
#include "web/header.h"

#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <zlib.h>

#define GZIP_LEVEL     6
#define GZIP_LEAST     256       /* bytes; below that a header costs more */
#define GZIP_WINDOW    (15 + 16) /* zlib: with a gzip header */
#define GZIP_MEM_LEVEL 8

/* ---- bytes ---- */

struct body {
	atomic_int refs;
	size_t     len;
	char      *bytes;
};

struct body *body_take(struct buf *b)
{
	struct body *body = xmalloc(sizeof(*body));

	atomic_init(&body->refs, 1);
	body->len = b->len;
	/* What a buffer grew ahead is given back: these bytes stay. */
	body->bytes = b->ptr ? xrealloc(b->ptr, b->len + 1) : xstrdup("");
	*b = (struct buf)BUF_INIT;
	return body;
}

struct body *body_ref(struct body *body)
{
	atomic_fetch_add(&body->refs, 1);
	return body;
}

void body_unref(struct body *body)
{
	if (body && atomic_fetch_sub(&body->refs, 1) == 1) {
		free(body->bytes);
		free(body);
	}
}

struct span body_span(const struct body *body)
{
	return (struct span){ body->bytes, body->len };
}

struct body *body_gzip(const struct body *plain)
{
	z_stream   z = { .zalloc = Z_NULL };
	struct buf out = BUF_INIT;
	int        rc;

	if (plain->len < GZIP_LEAST ||
	    deflateInit2(&z, GZIP_LEVEL, Z_DEFLATED, GZIP_WINDOW,
			 GZIP_MEM_LEVEL, Z_DEFAULT_STRATEGY) != Z_OK)
		return NULL;
	z.next_in = (unsigned char *)plain->bytes;
	z.avail_in = (unsigned)plain->len;
	z.next_out = (unsigned char *)buf_reserve(&out, plain->len);
	z.avail_out = (unsigned)plain->len;
	rc = deflate(&z, Z_FINISH);
	buf_commit(&out, z.total_out);
	deflateEnd(&z);
	if (rc != Z_STREAM_END) { /* not shorter */
		buf_deinit(&out);
		return NULL;
	}
	return body_take(&out);
}

/* ---- what the client said ---- */

const char *request_header(struct MHD_Connection *connection, const char *name)
{
	return MHD_lookup_connection_value(connection, MHD_HEADER_KIND, name);
}

bool request_takes_gzip(struct MHD_Connection *connection)
{
	return header_takes_gzip(request_header(connection, "Accept-Encoding"));
}

bool request_has_tag(struct MHD_Connection *connection, const char *etag)
{
	return header_has_tag(request_header(connection, "If-None-Match"),
			      etag);
}

/* ---- the answer ---- */

static void add(struct MHD_Response *response, const char *name,
		const char *value)
{
	if (value)
		MHD_add_response_header(response, name, value);
}

/* The origin to let in, or NULL. "*" is everybody. */
static const char *allowed_origin(struct MHD_Connection *connection,
				  const struct config   *config)
{
	const char *origin = request_header(connection, "Origin");

	for (size_t i = 0; origin && i < config->web_cors.n; i++) {
		const char *one = config->web_cors.item[i];

		if (strcmp(one, "*") == 0)
			return one;
		if (strcasecmp(one, origin) == 0)
			return origin;
	}
	return NULL;
}

static void add_cors(struct MHD_Connection *connection,
		     const struct config *config, struct MHD_Response *response)
{
	const char *origin = allowed_origin(connection, config);

	if (!origin)
		return;
	add(response, "Access-Control-Allow-Origin", origin);
	add(response, "Access-Control-Allow-Methods", "GET, HEAD, POST");
	add(response, "Access-Control-Allow-Headers",
	    "Content-Type, If-None-Match");
	add(response, "Access-Control-Expose-Headers", "ETag, Retry-After");
	add(response, "Access-Control-Max-Age", "86400");
}

static void add_safety(const struct reply *r, const struct config *config,
		       struct MHD_Response *response)
{
	add(response, "X-Content-Type-Options", "nosniff");
	add(response, "Referrer-Policy", "no-referrer");
	add(response, "Cross-Origin-Resource-Policy",
	    r->is_api && config->web_cors.n ? "cross-origin" : "same-origin");
	if (r->is_api) {
		add(response, "Content-Security-Policy",
		    "default-src 'none'; frame-ancestors 'none'");
		return;
	}
	add(response, "Content-Security-Policy",
	    "default-src 'self'; img-src 'self' data: blob:; object-src "
	    "'none'; base-uri 'none'; form-action 'self'; frame-ancestors "
	    "'none'");
	add(response, "Cross-Origin-Opener-Policy", "same-origin");
	add(response, "Permissions-Policy",
	    "camera=(), geolocation=(), microphone=()");
}

static void add_caching(const struct reply *r, const struct config *config,
			struct MHD_Response *response)
{
	static const char *const control[] = {
		[CACHE_NEVER] = "no-store",
		[CACHE_REVALIDATE] = "no-cache",
		[CACHE_IMMUTABLE] = "public, max-age=31536000, immutable",
	};
	char vary[64] = "";

	add(response, "Cache-Control", control[r->cache]);
	add(response, "ETag", r->etag);
	if (r->may_vary)
		strcat(vary, r->is_api ? "Accept, Accept-Encoding"
				       : "Accept-Encoding");
	if (r->is_api && config->web_cors.n)
		strcat(vary, vary[0] ? ", Origin" : "Origin");
	add(response, "Vary", vary[0] ? vary : NULL);
}

enum MHD_Result reply_send(struct MHD_Connection *connection,
			   const struct config *config, const struct reply *r,
			   struct MHD_Response *response)
{
	enum MHD_Result rc;
	char            text[512];

	add(response, "Content-Type", r->type);
	add_caching(r, config, response);
	add_safety(r, config, response);
	if (r->is_coded)
		add(response, "Content-Encoding", "gzip");
	if (r->is_api)
		add_cors(connection, config, response);
	add(response, "Allow", r->allow);
	add(response, "Location", r->location);
	if (r->retry_after_s) {
		snprintf(text, sizeof(text), "%d", r->retry_after_s);
		add(response, "Retry-After", text);
	}
	if (r->name) {
		snprintf(text, sizeof(text), "attachment; filename=\"%s\"",
			 r->name);
		add(response, "Content-Disposition", text);
	}
	rc = MHD_queue_response(connection, r->status, response);
	MHD_destroy_response(response);
	return rc;
}

static void drop_body(void *body)
{
	body_unref(body);
}

enum MHD_Result reply_send_body(struct MHD_Connection *connection,
				const struct config   *config,
				const struct reply *r, struct body *body)
{
	return reply_send(
		connection, config, r,
		MHD_create_response_from_buffer_with_free_callback_cls(
			body->len, body->bytes, drop_body, body_ref(body)));
}
