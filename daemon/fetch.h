/*
 * fetch.h - HTTP responses, undecoded, over libcurl on the loop.
 *
 * The fetcher bounds everything: time, bytes, redirects, where it connects
 * to. It knows nothing of politeness (pace.h) or robots (robots.h); whoever
 * starts a fetch has asked them.
 */
#ifndef DAEMON_FETCH_H
#define DAEMON_FETCH_H

#include "base/buf.h"
#include "base/error.h"

#include <stdbool.h>
#include <stdint.h>
#include <uv.h>

struct config;
struct fetcher;

enum fetch_status {
	FETCH_ANSWERED,  /* a whole response came, whatever its HTTP status */
	FETCH_DNS,       /* the name does not resolve */
	FETCH_CONNECT,   /* nobody listens, or the network is gone */
	FETCH_TLS,       /* handshake or certificate */
	FETCH_TIMEOUT,   /* took longer than connect or request timeout */
	FETCH_SLOW,      /* slower than the low speed limit */
	FETCH_TOO_LARGE, /* more bytes than max_response or headers allow */
	FETCH_REFUSED,   /* by us: address, scheme or shape of the URL */
	FETCH_REDIRECTS, /* more hops than max_redirects, or in a circle */
	FETCH_BROKEN,    /* cut short, or not HTTP */
	FETCH_CANCELLED, /* the fetcher was closed */
};

const char *fetch_status_name(enum fetch_status s); /* "answered", "dns" */

struct fetch_request {
	const char *url;           /* absolute, http or https; copied */
	const char *etag;          /* from last time, NULL: none; copied */
	const char *last_modified; /* likewise */
	/* Body to send: a POST; NULL: a GET. Copied. It is JSON unless the
	 * headers have a Content-Type of their own. */
	const char *post;
	/* More headers, lines "Name: value" separated by \n; NULL: none.
	 * Copied. No redirect to another host takes them along. */
	const char *headers;
	/*
	 * When the request holds a secret: its address as it may be shown,
	 * which is what `url` of the answer says. Redirects are then answers
	 * without redirect_url, which could repeat the secret. NULL: none.
	 */
	const char *shown_url;
	size_t      max_bytes; /* of the body as received; 0: configured */
	/*
	 * Asked before each redirect is followed; false ends the fetch as
	 * answered with the 3xx and its redirect_url. NULL: follow.
	 */
	bool (*may_follow)(const char *url, void *arg);
};

/*
 * What came. Owns its memory: fetched_move takes it over, else the fetcher
 * releases it after the callback. Texts are "" when the header was not there.
 */
struct fetched {
	enum fetch_status status;
	int               http_status; /* of the last hop; 0: none came */
	struct buf        body;        /* as received: still encoded */
	struct buf        request;     /* head and body as sent, of the last
				        * hop; when raw documents are kept */
	struct buf        head;        /* of the response, likewise */
	struct buf        text;        /* holds the texts below */
	const char       *content_encoding; /* for inflate.h */
	const char       *content_type;
	const char       *etag;
	const char       *last_modified;
	const char       *url;          /* the last one asked for */
	const char       *redirect_url; /* of a redirect that was not followed */
	int64_t           retry_after_s; /* -1: not said */
	int               redirects;     /* followed */
	bool              is_moved; /* redirected, by 301 and 308 alone */
	bool              is_tdm_reserved; /* header tdm-reservation: 1 */
	int64_t           first_byte_ms; /* of the last hop: what pace.h wants */
	int64_t           elapsed_ms;    /* all hops */
	int64_t           wire_bytes;    /* headers and bodies, all hops */
	struct error      err; /* set unless status is FETCH_ANSWERED */
};

void fetched_move(struct fetched *to, struct fetched *from);
void fetched_deinit(struct fetched *f); /* may be called twice */

/* Comes exactly once, never from inside fetch_start. */
typedef void fetch_done_fn(struct fetched *result, void *arg);

/*
 * A fetcher on `loop` with the limits of `c` (copied). Sets SIGPIPE to be
 * ignored. NULL with `err` when an exempt host cannot be read or libcurl
 * cannot start.
 */
struct fetcher *fetcher_open(uv_loop_t *loop, const struct config *c,
			     struct error *err);

/*
 * Cancel what is under way (callbacks come with FETCH_CANCELLED from inside
 * this call), close connections, release. The loop then runs dry.
 */
void fetcher_close(struct fetcher *f);

/* Only the first of these: nothing is started anew by the caller meanwhile. */
void fetcher_cancel(struct fetcher *f);

/* New limits for the fetches to come. False with `err`: old ones stay. */
bool fetcher_reload(struct fetcher *f, const struct config *c,
		    struct error *err);

void   fetch_start(struct fetcher *f, const struct fetch_request *request,
		   fetch_done_fn *done, void *arg);
size_t fetcher_running(const struct fetcher *f);

#endif
