/*
 * crawl_send.c - a page is asked for, with the secrets that it needs.
 *
 *   send -> request_make -> fetch -> crawl_on_fetched
 *             \-> ask_token -> on_token -> send (each that waits)
 */
#include "daemon/crawl_visit.h"

#include "base/mem.h"
#include "daemon/inflate.h"
#include "daemon/log.h"
#include "parsers/url.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* A token that was asked for, and the visits that wait for it. */
struct token_ask {
	struct token_ask *next;
	struct crawl     *crawl;
	char             *id;
	struct visit     *waiting;
	struct error      err; /* of tokens_put */
};

static int64_t now_ms(const struct crawl *c)
{
	return (int64_t)uv_now(c->options.loop); /* never set back */
}

/* Refused before anything was sent. */
static void refuse(struct visit *v, const char *error)
{
	struct crawl *c = v->owner;

	frontier_skipped(c->frontier, v->host);
	crawl_fail(v, NULL, error);
}

static void fetch_page(struct visit *v)
{
	struct crawl        *c = v->owner;
	const struct page   *p = v->page;
	struct fetch_request request = {
		.url = v->request.url,
		.post = v->request.post,
		.headers = v->request.headers,
		.shown_url = v->request.is_secret ? p->url : NULL,
		.may_follow = crawl_may_follow,
	};

	if (!p->post && digest_may_be_conditional(p, c->taxonomy_hash) &&
	    !digest_needs_body(c->options.keeper, p)) {
		request.etag = p->etag;
		request.last_modified = p->last_modified;
	}
	fetch_start(c->fetcher, &request, crawl_on_fetched, v);
}

/* ---- tokens ---- */

static void forget_ask(struct token_ask *ask)
{
	struct token_ask **at = &ask->crawl->token_asks;

	while (*at != ask)
		at = &(*at)->next;
	*at = ask->next;
	free(ask->id);
	free(ask);
}

/* Whom we asked; the whole address may hold a key. */
static void prefix_host(const char *id, struct error *err)
{
	struct span      url = { id, strcspn(id, "\n") };
	struct url_parts u;

	if (url_split(url, &u))
		error_prefix(err, "token of %.*s", (int)u.authority.len,
			     u.authority.ptr);
}

static bool take_token(struct token_ask *ask, const struct fetched *r)
{
	struct crawl *c = ask->crawl;
	struct buf    body = BUF_INIT;
	bool          ok = false;

	if (r->status != FETCH_ANSWERED)
		ask->err = r->err;
	else if (r->http_status != 200)
		error_set(&ask->err, "expected status 200, found %d",
			  r->http_status);
	else
		ok = inflate_body(buf_span(&r->body),
				  span_of(r->content_encoding), TOKEN_BODY_MAX,
				  &body, &ask->err) == INFLATE_OK &&
		     tokens_put(c->tokens, ask->id, buf_span(&body),
				now_ms(c), &ask->err);
	if (body.ptr)
		explicit_bzero(body.ptr, body.len);
	buf_deinit(&body);
	return ok;
}

static bool may_work_later(const struct fetched *r)
{
	return r->status != FETCH_ANSWERED || r->http_status >= 500 ||
	       r->http_status == 429;
}

static void go_on(struct visit *v, const struct fetched *r, bool has_token,
		  const char *error)
{
	struct crawl *c = v->owner;

	if (r->status == FETCH_CANCELLED) {
		frontier_skipped(c->frontier, v->host);
		crawl_settle(v);
	} else if (has_token) {
		crawl_send(v);
	} else if (may_work_later(r)) {
		frontier_skipped(c->frontier, v->host);
		crawl_retry(v, error);
	} else {
		refuse(v, error);
	}
}

static void on_token(struct fetched *r, void *arg)
{
	struct token_ask *ask = arg;
	struct crawl     *c = ask->crawl;
	struct visit     *v = ask->waiting;
	bool              has_token = take_token(ask, r);
	struct error      err = ask->err;

	if (!has_token) {
		prefix_host(ask->id, &err);
		if (r->status != FETCH_CANCELLED)
			log_warning("token: not given error=\"%s\"", err.text);
	}
	forget_ask(ask);
	while (v) {
		struct visit *next = v->next;

		v->next = NULL;
		go_on(v, r, has_token, err.text);
		v = next;
	}
	crawl_pump(c);
}

static struct token_ask *find_ask(struct crawl *c, const char *id)
{
	struct token_ask *ask = c->token_asks;

	while (ask && strcmp(ask->id, id) != 0)
		ask = ask->next;
	return ask;
}

/* One request for all that need the same. */
static void wait_for_token(struct visit *v)
{
	struct crawl     *c = v->owner;
	struct token_ask *ask = find_ask(c, v->request.token_id.ptr);

	if (!ask) {
		struct fetch_request request = {
			.url = v->request.token_url.ptr,
			.post = v->request.token_post.ptr,
			.headers = REQUEST_FORM,
			.shown_url = "",
			.max_bytes = TOKEN_BODY_MAX,
		};

		ask = xcalloc(1, sizeof(*ask));
		ask->crawl = c;
		ask->id = xstrdup(v->request.token_id.ptr);
		ask->next = c->token_asks;
		c->token_asks = ask;
		fetch_start(c->fetcher, &request, on_token, ask);
	}
	v->next = ask->waiting;
	ask->waiting = v;
}

bool crawl_forget_token(struct visit *v)
{
	struct crawl *c = v->owner;

	if (!v->request.token_id.len)
		return false;
	tokens_drop(c->tokens, v->request.token_id.ptr);
	return true;
}

/* ---- sending ---- */

void crawl_send(struct visit *v)
{
	struct crawl            *c = v->owner;
	const struct page       *p = v->page;
	struct error             err = ERROR_INIT;
	const struct request_for it = {
		.kind = p->source_kind,
		.source_url = p->source_url,
		.options = p->options,
		.url = p->url,
		.post = p->post,
	};

	request_deinit(&v->request);
	switch (request_make(&v->request, &it, c->credentials, c->tokens,
			     now_ms(c), &err)) {
	case REQUEST_READY:
		fetch_page(v);
		break;
	case REQUEST_NEEDS_TOKEN:
		wait_for_token(v);
		break;
	case REQUEST_REFUSED:
		refuse(v, err.text);
		break;
	}
}
