#include "cli/visit.h"

#include "base/mem.h"
#include "daemon/config.h"
#include "daemon/credential.h"
#include "daemon/fetch.h"
#include "daemon/inflate.h"
#include "daemon/request.h"
#include "daemon/robots.h"
#include "daemon/token.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <uv.h>

struct visitor {
	uv_loop_t            loop;
	struct fetcher      *fetcher;
	const struct config *config; /* borrowed */
	char                *origin; /* of the rules: "https://example.com" */
	struct robots       *rules;  /* NULL: everything is disallowed */
	struct credentials  *credentials;
	struct tokens       *tokens;
};

struct answer {
	struct fetched fetched;
	bool           has_come;
};

void visited_deinit(struct visited *v)
{
	buf_deinit(&v->body);
	buf_deinit(&v->url);
	buf_deinit(&v->content_type);
}

struct visitor *visitor_open(const struct config *c, struct error *err)
{
	struct visitor *v = xcalloc(1, sizeof(*v));

	v->config = c;
	v->tokens = tokens_new();
	v->credentials = credentials_of_process(err);
	uv_loop_init(&v->loop);
	if (v->credentials)
		v->fetcher = fetcher_open(&v->loop, c, err);
	if (v->fetcher)
		return v;
	visitor_close(v);
	return NULL;
}

void visitor_close(struct visitor *v)
{
	if (!v)
		return;
	fetcher_close(v->fetcher);
	uv_run(&v->loop, UV_RUN_DEFAULT);
	uv_loop_close(&v->loop);
	robots_free(v->rules);
	credentials_free(v->credentials);
	tokens_free(v->tokens);
	free(v->origin);
	free(v);
}

static void on_fetched(struct fetched *result, void *arg)
{
	struct answer *a = arg;

	fetched_move(&a->fetched, result);
	a->has_come = true;
}

/* True when a whole answer came, whatever its status. */
static bool ask(struct visitor *v, const struct fetch_request *request,
		struct answer *a, struct error *err)
{
	*a = (struct answer){ .has_come = false };
	fetch_start(v->fetcher, request, on_fetched, a);
	while (!a->has_come && uv_run(&v->loop, UV_RUN_ONCE))
		;
	if (!a->has_come) {
		error_set(err, "expected an answer, found none");
		return false;
	}
	if (a->fetched.status == FETCH_ANSWERED)
		return true;
	error_set(err, "%s", a->fetched.err.text);
	return false;
}

/* "https://example.com:8443" of an absolute URL; NULL when it is none. */
static char *origin_of(const char *url)
{
	const char *host = strstr(url, "://");

	if (!host || host == url)
		return NULL;
	host += 3;
	return xstrndup(url, (size_t)(host - url) + strcspn(host, "/?#"));
}

/* RFC 9309 2.3.1: 4xx allows all, 5xx and no answer disallow all. */
static struct robots *fetch_rules(struct visitor *v, const char *origin,
				  struct error *err)
{
	struct buf     url = BUF_INIT, body = BUF_INIT;
	struct answer  a = { .has_come = false };
	struct robots *rules = NULL;
	struct span    agent = span_of(v->config->agent);

	buf_printf(&url, "%s/robots.txt", origin);
	if (ask(v, &(struct fetch_request){ .url = url.ptr }, &a, err)) {
		int status = a.fetched.http_status;

		if (status >= 400 && status < 500)
			rules = robots_new(SPAN(""), agent);
		else if (status == 200 &&
			 inflate_body(buf_span(&a.fetched.body),
				      span_of(a.fetched.content_encoding),
				      ROBOTS_BODY_MAX, &body,
				      err) == INFLATE_OK)
			rules = robots_new(buf_span(&body), agent);
		else
			error_set(err, "expected status 200 or 404, found %d",
				  status);
	}
	fetched_deinit(&a.fetched);
	buf_deinit(&body);
	buf_deinit(&url);
	return rules;
}

static bool is_allowed(struct visitor *v, const char *url, struct error *err)
{
	char *origin = origin_of(url);

	if (!origin) {
		error_set(err, "expected an absolute address (https://...)");
		return false;
	}
	if (!v->origin || strcmp(v->origin, origin) != 0) {
		robots_free(v->rules);
		free(v->origin);
		v->origin = origin;
		v->rules = fetch_rules(v, origin, err);
		if (!v->rules) {
			error_prefix(err, "robots.txt");
			free(v->origin); /* asked again next time */
			v->origin = NULL;
			return !v->config->is_robots_obeyed;
		}
	} else {
		free(origin);
	}
	if (!v->config->is_robots_obeyed || !v->rules ||
	    robots_allows(v->rules, span_of(url)))
		return true;
	error_set(err, "robots.txt disallows it for %s", v->config->agent);
	return false;
}

static bool unpack(const struct fetched *f, size_t max, struct visited *out,
		   struct error *err)
{
	struct buf packed = BUF_INIT;
	bool ok = inflate_body(buf_span(&f->body), span_of(f->content_encoding),
			       max, &out->body, err) == INFLATE_OK;

	if (ok && inflate_is_gzip(buf_span(&out->body))) { /* x.xml.gz */
		packed = out->body;
		out->body = (struct buf)BUF_INIT;
		ok = inflate_body(buf_span(&packed), SPAN("gzip"), max,
				  &out->body, err) == INFLATE_OK;
		buf_deinit(&packed);
	}
	return ok;
}

/* What `r` needs first. */
static bool ask_token(struct visitor *v, const struct request *r,
		      struct error *err)
{
	struct fetch_request request = {
		.url = r->token_url.ptr,
		.post = r->token_post.ptr,
		.headers = REQUEST_FORM,
		.shown_url = "",
		.max_bytes = TOKEN_BODY_MAX,
	};
	struct answer a;
	struct buf    body = BUF_INIT;
	bool          ok = ask(v, &request, &a, err);

	if (ok && a.fetched.http_status != 200) {
		error_set(err, "expected status 200, found %d",
			  a.fetched.http_status);
		ok = false;
	}
	ok = ok &&
	     inflate_body(buf_span(&a.fetched.body),
			  span_of(a.fetched.content_encoding), TOKEN_BODY_MAX,
			  &body, err) == INFLATE_OK &&
	     tokens_put(v->tokens, r->token_id.ptr, buf_span(&body),
			(int64_t)uv_now(&v->loop), err);
	if (!ok)
		error_prefix(err, "token");
	fetched_deinit(&a.fetched);
	buf_deinit(&body);
	return ok;
}

static bool ask_page(struct visitor *v, const struct request_for *it,
		     struct request *r, struct answer *a, struct error *err)
{
	struct fetch_request request = { .url = NULL };
	enum request_status  status;

	status = request_make(r, it, v->credentials, v->tokens,
			      (int64_t)uv_now(&v->loop), err);
	if (status == REQUEST_NEEDS_TOKEN) {
		if (!ask_token(v, r, err))
			return false;
		request_deinit(r);
		status = request_make(r, it, v->credentials, v->tokens,
				      (int64_t)uv_now(&v->loop), err);
	}
	if (status != REQUEST_READY)
		return false;
	request.url = r->url;
	request.post = r->post;
	request.headers = r->headers;
	request.shown_url = r->is_secret ? it->url : NULL;
	return ask(v, &request, a, err);
}

/* An answer that repeats a key is read as if it had named it. */
static void hide(const struct request *r, struct visited *out)
{
	struct buf hidden = BUF_INIT;

	if (!secrets_hide(&r->secrets, buf_span(&out->body), &hidden))
		return;
	buf_deinit(&out->body);
	out->body = hidden;
}

bool visitor_get(struct visitor *v, const struct request_for *it,
		 struct visited *out, struct error *err)
{
	struct answer  a = { .has_come = false };
	struct request r = { .url = NULL };
	bool           ok;

	buf_clear(&out->body);
	buf_clear(&out->url);
	buf_clear(&out->content_type);
	out->http_status = 0;
	ok = is_allowed(v, it->url, err) && ask_page(v, it, &r, &a, err);
	if (ok) {
		out->http_status = a.fetched.http_status;
		out->elapsed_ms = a.fetched.elapsed_ms;
		out->fetched_at = stamp_from_unix((int64_t)time(NULL));
		buf_add_text(&out->url, a.fetched.url);
		buf_add_text(&out->content_type, a.fetched.content_type);
		/* A page of a list, in some APIs, or one without ads. */
		ok = out->http_status == 200 || out->http_status == 206 ||
		     out->http_status == 204;
		if (!ok)
			error_set(err, "expected status 200, found %d",
				  out->http_status);
	}
	ok = ok &&
	     unpack(&a.fetched, (size_t)v->config->max_body_bytes, out, err);
	if (ok)
		hide(&r, out);
	fetched_deinit(&a.fetched);
	request_deinit(&r);
	return ok;
}

int64_t visitor_crawl_delay_ms(const struct visitor *v)
{
	return v->rules ? robots_crawl_delay_ms(v->rules) : -1;
}

size_t visitor_sitemaps(const struct visitor *v)
{
	return v->rules ? robots_sitemaps(v->rules) : 0;
}

struct span visitor_sitemap(const struct visitor *v, size_t i)
{
	return robots_sitemap(v->rules, i);
}
