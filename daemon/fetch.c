/*
 * One fetch, over one or more hops:
 *
 *   fetch_start -> hop -> (libcurl) -> on_ended -> finish
 *                   ^______redirect______/
 */
#include "daemon/fetch.h"

#include "base/mem.h"
#include "daemon/address.h"
#include "daemon/config.h"
#include "daemon/fetch_transfer.h"
#include "daemon/inflate.h"
#include "daemon/url_check.h"

#include <assert.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define IDLE_CONNECTIONS 512 /* open descriptors are 1024 by default */

/* Sent instead of a URL that is refused: libcurl fails it, but later. */
#define REFUSED_URL "refused://url"

/* ---- results ------------------------------------------------------------ */

const char *fetch_status_name(enum fetch_status s)
{
	static const char *const names[] = {
		[FETCH_ANSWERED] = "answered",
		[FETCH_DNS] = "dns",
		[FETCH_CONNECT] = "connect",
		[FETCH_TLS] = "tls",
		[FETCH_TIMEOUT] = "timeout",
		[FETCH_SLOW] = "slow",
		[FETCH_TOO_LARGE] = "too_large",
		[FETCH_REFUSED] = "refused",
		[FETCH_REDIRECTS] = "redirects",
		[FETCH_BROKEN] = "broken",
		[FETCH_CANCELLED] = "cancelled",
	};

	return names[s];
}

void fetched_move(struct fetched *to, struct fetched *from)
{
	*to = *from;
	from->body = from->text = (struct buf)BUF_INIT;
	from->request = from->head = (struct buf)BUF_INIT;
}

void fetched_deinit(struct fetched *f)
{
	buf_deinit(&f->body);
	buf_deinit(&f->text);
	buf_deinit(&f->request);
	buf_deinit(&f->head);
}

static enum fetch_status status_of(CURLcode code)
{
	switch (code) {
	case CURLE_OK:
		return FETCH_ANSWERED;
	case CURLE_COULDNT_RESOLVE_HOST:
		return FETCH_DNS;
	case CURLE_COULDNT_CONNECT:
		return FETCH_CONNECT;
	case CURLE_OPERATION_TIMEDOUT:
		return FETCH_TIMEOUT;
	case CURLE_FILESIZE_EXCEEDED:
		return FETCH_TOO_LARGE;
	case CURLE_URL_MALFORMAT:
		return FETCH_REFUSED;
	case CURLE_PEER_FAILED_VERIFICATION:
	case CURLE_SSL_CACERT_BADFILE:
	case CURLE_SSL_CIPHER:
	case CURLE_SSL_CONNECT_ERROR:
	case CURLE_SSL_INVALIDCERTSTATUS:
	case CURLE_SSL_ISSUER_ERROR:
		return FETCH_TLS;
	default:
		return FETCH_BROKEN;
	}
}

/* ---- the end ------------------------------------------------------------ */

static void fill_texts(struct transfer *t, const char *redirect_url)
{
	struct fetched *r = &t->result;
	const char     *url = t->shown_url ? t->shown_url : t->url;
	size_t          url_at, redirect_at;

	fetch_head_take(&t->head, &r->text);
	url_at = r->text.len;
	buf_add(&r->text, url, strlen(url) + 1);
	redirect_at = r->text.len;
	buf_add(&r->text, redirect_url, strlen(redirect_url) + 1);
	r->content_encoding = r->text.ptr + t->head.at[HEAD_CONTENT_ENCODING];
	r->content_type = r->text.ptr + t->head.at[HEAD_CONTENT_TYPE];
	r->etag = r->text.ptr + t->head.at[HEAD_ETAG];
	r->last_modified = r->text.ptr + t->head.at[HEAD_LAST_MODIFIED];
	r->url = r->text.ptr + url_at;
	r->redirect_url = r->text.ptr + redirect_at;
	r->is_tdm_reserved =
		!strcmp(r->text.ptr + t->head.at[HEAD_TDM_RESERVATION], "1");
	r->retry_after_s = fetch_head_retry_after(r->text.ptr, &t->head,
						  time(NULL));
}

/* The callback is the last that happens to `t`: it may start fetches. */
static void finish(struct transfer *t, enum fetch_status status,
		   const char *redirect_url)
{
	struct fetched *r = &t->result;

	r->status = status;
	r->elapsed_ms = (int64_t)(uv_now(t->fetcher->loop) - t->started_ms);
	r->is_moved = r->redirects > 0 && t->only_permanent;
	fill_texts(t, redirect_url);
	if (status != FETCH_ANSWERED)
		buf_clear(&r->body);
	transfer_unlink(t);
	t->done(r, t->arg);
	transfer_release(t);
}

static void hop(struct transfer *t, const char *url)
{
	struct fetcher *f = t->fetcher;
	int64_t         elapsed_ms =
		(int64_t)(uv_now(f->loop) - t->started_ms);
	long            left_ms = f->limits.request_timeout_ms - elapsed_ms;

	curl_easy_setopt(t->easy, CURLOPT_URL, url);
	curl_easy_setopt(t->easy, CURLOPT_TIMEOUT_MS, left_ms > 1 ? left_ms : 1);
	transfer_set_request(t);
	fetch_head_clear(&t->head);
	transfer_forget_heads(t);
	buf_clear(&t->result.body);
	t->detail[0] = '\0';
	curl_loop_add(f->curl, t->easy);
}

static bool is_redirect(int http_status)
{
	return http_status == 301 || http_status == 302 || http_status == 303 ||
	       http_status == 307 || http_status == 308;
}

/* The next hop, or the end when it may or must not be made. */
static void redirect(struct transfer *t, const char *location)
{
	struct fetched *r = &t->result;

	if (t->shown_url) {
		finish(t, FETCH_ANSWERED, "");
		return;
	}
	if (t->may_follow && !t->may_follow(location, t->arg)) {
		finish(t, FETCH_ANSWERED, location);
		return;
	}
	if (r->redirects == t->fetcher->limits.max_redirects ||
	    !strcmp(location, t->url)) {
		error_set(&r->err, "expected at most %d redirects, found %s",
			  t->fetcher->limits.max_redirects,
			  strcmp(location, t->url) ? "one more"
						   : "one to itself");
		finish(t, FETCH_REDIRECTS, location);
		return;
	}
	if (!url_is_fetchable(location, &r->err)) {
		error_prefix(&r->err, "redirect");
		finish(t, FETCH_REFUSED, location);
		return;
	}
	r->redirects++;
	if (r->http_status != 301 && r->http_status != 308)
		t->only_permanent = false;
	transfer_moved(t, location);
	t->is_refused = false;
	hop(t, t->url);
}

static void count_hop(struct transfer *t)
{
	curl_off_t body = 0, start = 0, sent = 0;
	long       head = 0, http_status = 0;

	curl_easy_getinfo(t->easy, CURLINFO_RESPONSE_CODE, &http_status);
	curl_easy_getinfo(t->easy, CURLINFO_SIZE_DOWNLOAD_T, &body);
	curl_easy_getinfo(t->easy, CURLINFO_HEADER_SIZE, &head);
	/* From request sent to first byte: connecting is not the host's work. */
	curl_easy_getinfo(t->easy, CURLINFO_PRETRANSFER_TIME_T, &sent);
	curl_easy_getinfo(t->easy, CURLINFO_STARTTRANSFER_TIME_T, &start);
	t->result.http_status = (int)http_status;
	t->result.wire_bytes += body + head;
	t->result.first_byte_ms = start > sent ? (start - sent) / 1000 : 0;
}

/* Why libcurl gave up, in our words. */
static enum fetch_status failure_of(struct transfer *t, CURLcode code)
{
	enum fetch_status status = status_of(code);
	struct error     *err = &t->result.err;

	if (t->is_refused && status != FETCH_TIMEOUT && !t->result.http_status)
		return FETCH_REFUSED; /* err says why */
	if (t->is_too_large)
		status = FETCH_TOO_LARGE;
	if (status == FETCH_TIMEOUT && strstr(t->detail, "too slow"))
		status = FETCH_SLOW;
	if (status == FETCH_TOO_LARGE)
		error_set(err, "expected at most %zu bytes, found more",
			  t->max_bytes);
	else
		error_set(err, "%s", t->detail[0] && !t->shown_url
					     ? t->detail
					     : curl_easy_strerror(code));
	return status;
}

static void on_ended(CURL *easy, CURLcode code, void *arg)
{
	struct transfer *t;
	char            *location = NULL;
	char            *private = NULL;

	(void)arg;
	curl_easy_getinfo(easy, CURLINFO_PRIVATE, &private);
	t = (struct transfer *)(void *)private;
	count_hop(t);
	if (code != CURLE_OK) {
		finish(t, failure_of(t, code), "");
		return;
	}
	t->result.err.text[0] = '\0'; /* another address may have been refused */
	if (is_redirect(t->result.http_status))
		curl_easy_getinfo(easy, CURLINFO_REDIRECT_URL, &location);
	if (location)
		redirect(t, location);
	else
		finish(t, FETCH_ANSWERED, "");
}

/* ---- requests ----------------------------------------------------------- */

void fetch_start(struct fetcher *f, const struct fetch_request *request,
		 fetch_done_fn *done, void *arg)
{
	struct transfer *t = transfer_new(f);

	assert(!f->is_closing);
	t->result = (struct fetched){ .retry_after_s = -1 };
	transfer_ask(t, request);
	t->max_bytes = request->max_bytes ? request->max_bytes
					  : f->limits.max_response_bytes;
	t->started_ms = uv_now(f->loop);
	t->only_permanent = true;
	t->is_too_large = false;
	t->may_follow = request->may_follow;
	t->done = done;
	t->arg = arg;
	t->is_refused = !url_is_fetchable(t->url, &t->result.err);
	curl_easy_setopt(t->easy, CURLOPT_MAXFILESIZE_LARGE,
			 (curl_off_t)t->max_bytes);
	hop(t, t->is_refused ? REFUSED_URL : t->url);
}

size_t fetcher_running(const struct fetcher *f)
{
	return f->n_running;
}

/* ---- the fetcher -------------------------------------------------------- */

static char *copy_or_null(const char *text)
{
	return text ? xstrdup(text) : NULL;
}

static void set_limits(struct fetcher *f, const struct config *c)
{
	struct fetch_limits *l = &f->limits;

	free(l->user_agent);
	free(l->ca_file);
	*l = (struct fetch_limits){
		.connect_timeout_ms = (long)c->connect_timeout_ms,
		.request_timeout_ms = (long)c->request_timeout_ms,
		.low_speed_bytes = (long)c->low_speed_bytes,
		.low_speed_s = (long)((c->low_speed_ms + 999) / 1000),
		.max_redirects = (int)c->max_redirects,
		.max_response_bytes = (size_t)c->max_response_bytes,
		.is_http2 = c->is_http2,
		.keeps_heads = c->keep_raw != KEEP_RAW_OFF,
		.user_agent = xstrdup(c->user_agent),
		.ca_file = copy_or_null(c->ca_file),
	};
	curl_loop_keep(f->curl, c->connections * 2 < IDLE_CONNECTIONS
					? (long)c->connections * 2
					: IDLE_CONNECTIONS);
}

bool fetcher_reload(struct fetcher *f, const struct config *c,
		    struct error *err)
{
	struct address_guard *guard = address_guard_new(c->exempt_hosts.item,
							c->exempt_hosts.n, err);

	if (!guard)
		return false;
	address_guard_free(f->guard);
	f->guard = guard;
	transfer_drop_spare(f);
	set_limits(f, c);
	return true;
}

struct fetcher *fetcher_open(uv_loop_t *loop, const struct config *c,
			     struct error *err)
{
	struct fetcher *f = xcalloc(1, sizeof(*f));

	/* A connection closed by the other side is an error, not a signal. */
	signal(SIGPIPE, SIG_IGN);
	f->loop = loop;
	f->curl = curl_loop_open(loop, on_ended, f);
	if (!f->curl) {
		error_set(err, "fetcher: libcurl does not start");
		free(f);
		return NULL;
	}
	if (!fetcher_reload(f, c, err)) {
		fetcher_close(f);
		return NULL;
	}
	/* Set by hand, so that libcurl hands bodies over as they came. */
	f->headers = curl_slist_append(f->headers,
				       "Accept-Encoding: " INFLATE_ACCEPT);
	return f;
}

void fetcher_cancel(struct fetcher *f)
{
	while (f->running) {
		struct transfer *t = f->running;

		curl_loop_remove(f->curl, t->easy);
		error_set(&t->result.err, "shutting down");
		finish(t, FETCH_CANCELLED, "");
	}
}

void fetcher_close(struct fetcher *f)
{
	if (!f)
		return;
	f->is_closing = true;
	fetcher_cancel(f);
	transfer_drop_spare(f);
	curl_loop_close(f->curl);
	curl_slist_free_all(f->headers);
	address_guard_free(f->guard);
	free(f->limits.user_agent);
	free(f->limits.ca_file);
	free(f);
}
