/*
 * fetch_transfer.h - the fetcher's transfers; for fetch.c alone.
 *
 * Here libcurl's types are visible.
 */
#ifndef DAEMON_FETCH_TRANSFER_H
#define DAEMON_FETCH_TRANSFER_H

#include "daemon/curl_loop.h"
#include "daemon/fetch.h"
#include "daemon/fetch_head.h"

struct address_guard;

struct fetch_limits {
	long   connect_timeout_ms, request_timeout_ms;
	long   low_speed_bytes, low_speed_s;
	int    max_redirects;
	size_t max_response_bytes;
	bool   is_http2;
	bool   keeps_heads; /* as they went over the line */
	char  *user_agent;
	char  *ca_file; /* NULL: the system's */
};

struct transfer {
	struct transfer   *next, *previous; /* of those running, or spare */
	struct fetcher    *fetcher;
	CURL              *easy;
	struct curl_slist *lines; /* headers of this hop; NULL: the fetcher's */
	char              *own; /* "If-None-Match: x\n", ...; NULL: none */
	char              *extra; /* the caller's; NULL: none (any more) */
	char              *post;  /* NULL: GET */
	char              *shown_url; /* NULL: url */
	struct fetched     result;
	struct fetch_head  head;
	char              *url; /* of this hop */
	size_t             max_bytes;
	uint64_t           started_ms; /* loop time */
	bool               only_permanent; /* redirects so far */
	bool               is_refused, is_too_large;
	bool (*may_follow)(const char *url, void *arg);
	fetch_done_fn *done;
	void          *arg;
	char           detail[CURL_ERROR_SIZE];
};

struct fetcher {
	uv_loop_t            *loop;
	struct curl_loop     *curl;
	struct address_guard *guard;
	struct fetch_limits         limits;
	struct curl_slist    *headers; /* of every request */
	struct transfer      *running, *spare;
	size_t                n_running, n_spare;
	bool                  is_closing;
};

/* A transfer among those running, its options set. */
struct transfer *transfer_new(struct fetcher *f);
/* It runs no more; it is still there. */
void transfer_unlink(struct transfer *t);
/* Kept to be used again, or freed. */
void transfer_release(struct transfer *t);
/* fetch_request.c: what `q` asks for; then each hop, then a redirect. */
void transfer_ask(struct transfer *t, const struct fetch_request *q);
void transfer_set_request(struct transfer *t);
void transfer_moved(struct transfer *t, const char *location);
void transfer_forget(struct transfer *t);
/* Free those kept: options have changed, or it is over. */
void transfer_drop_spare(struct fetcher *f);


/* ---- fetch_heads.c: heads as they went over the line ---- */

/* Have libcurl show what it sends. Once for a transfer. */
void transfer_watch_heads(struct transfer *t);
/* A line of the response's head. */
void transfer_keep_line(struct transfer *t, struct span line);
/* Another hop begins. */
void transfer_forget_heads(struct transfer *t);

#endif
