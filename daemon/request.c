#include "daemon/request.h"

#include "daemon/credential.h"
#include "daemon/seed.h"
#include "daemon/token.h"
#include "daemon/url_check.h"
#include "parsers/parser.h"
#include "parsers/url.h"

#include <string.h>

#define QUERY "{query:"

/* What the operator and the kind say of a source's requests. */
struct settings {
	struct seed seed;
	struct buf  headers;
	struct buf  token_url, token_post;
	bool        has_seed;
};

void request_deinit(struct request *r)
{
	struct buf *all[] = { &r->sent_url,   &r->sent_post, &r->sent_headers,
			      &r->token_post, &r->token_url, &r->token_id };

	secrets_deinit(&r->secrets);
	for (size_t i = 0; i < sizeof(all) / sizeof(*all); i++) {
		if (all[i]->ptr)
			explicit_bzero(all[i]->ptr, all[i]->len);
		buf_deinit(all[i]);
	}
	*r = (struct request){ .url = NULL };
}

/* ---- settings ---- */

/* What "{query:NAME}" of a kind's headers stands for; it never ends a line. */
static struct span query_value(struct span url, struct span name)
{
	struct url_parts u;
	char             text[32];
	struct span      value;

	if (name.len >= sizeof(text) || !url_split(url, &u))
		return (struct span){ NULL, 0 };
	memcpy(text, name.ptr, name.len);
	text[name.len] = '\0';
	value = url_query(u.query, text);
	for (size_t i = 0; i < value.len; i++) {
		if ((unsigned char)value.ptr[i] <= ' ' || value.ptr[i] == '{')
			return (struct span){ NULL, 0 };
	}
	return value;
}

/* The headers of a kind, with what they take from the address. */
static void add_kind_headers(struct buf *out, const char *headers,
			     const char *url)
{
	const char *at;

	while ((at = strstr(headers, QUERY))) {
		const char *name = at + strlen(QUERY);
		size_t      len = strcspn(name, "}");

		buf_add(out, headers, (size_t)(at - headers));
		buf_add_span(out, query_value(span_of(url),
					      (struct span){ name, len }));
		headers = name + len + (name[len] == '}');
	}
	buf_add_text(out, headers);
}

static void settings_init(struct settings *s, const struct request_for *f,
			  const struct parser *p)
{
	const char *url = f->source_url ? f->source_url : f->url;

	memset(s, 0, sizeof(*s));
	s->has_seed = seed_for(f->kind, url, f->options, &s->seed);
	option_text(f->options, "headers", &s->headers);
	if (p && p->headers) {
		if (s->headers.len)
			buf_add_char(&s->headers, '\n');
		add_kind_headers(&s->headers, p->headers, f->url);
	}
	if (!option_text(f->options, "token_url", &s->token_url) && p &&
	    p->token)
		buf_add_text(&s->token_url, p->token->url);
	if (!option_text(f->options, "token_post", &s->token_post) && p &&
	    p->token)
		buf_add_text(&s->token_post, p->token->body);
}

static void settings_deinit(struct settings *s)
{
	seed_deinit(&s->seed);
	buf_deinit(&s->headers);
	buf_deinit(&s->token_url);
	buf_deinit(&s->token_post);
}

/* Most pages have nothing to be looked after, and they are many. */
static bool is_plain(const struct request_for *f, const struct parser *p)
{
	return !(p && p->headers) &&
	       !(f->options && strstr(f->options, "\"headers\"")) &&
	       !secret_is_in(f->url) && !secret_is_in(f->post);
}

/* ---- who may have what ---- */

static bool is_within(const char *text, struct span part)
{
	for (; text && (text = strchr(text, '{')); text++) {
		if (strncmp(text, part.ptr, part.len) == 0)
			return true;
	}
	return false;
}

/* Named by the settings, so that a document cannot name another one. */
static bool is_named(const struct settings *s, struct span placeholder)
{
	return is_within(s->seed.url, placeholder) ||
	       is_within(s->seed.post.ptr, placeholder) ||
	       is_within(s->headers.ptr, placeholder);
}

static bool may_have(const struct settings *s, bool is_own, const char *text,
		     struct error *err)
{
	struct span p;

	for (; text && (p = secret_next(text)).ptr; text = p.ptr + p.len) {
		if (!is_own) {
			error_set(err,
				  "%.*s is for the source's own host alone",
				  (int)p.len, p.ptr);
			return false;
		}
		if (!is_named(s, p)) {
			error_set(err,
				  "%.*s is not named by the source's settings",
				  (int)p.len, p.ptr);
			return false;
		}
	}
	return true;
}

/* The host of an address is told to name servers: it is never a secret. */
static bool is_shown_host(const char *url, struct error *err)
{
	const char *host = strstr(url, "://");
	struct span p = secret_next(url);

	if (!url_is_fetchable(url, err))
		return false;
	host += 3;
	if (!p.ptr || p.ptr >= host + strcspn(host, "/?#"))
		return true;
	error_set(err, "expected a host, found %.*s in it", (int)p.len, p.ptr);
	return false;
}

/* ---- putting together ---- */

/* Sets r->token_id when a header needs a token. */
static const char *find_token(struct request *r, const struct settings *s,
			      const struct tokens *tokens, int64_t now_ms)
{
	const char *headers = s->headers.ptr;

	if (!headers || !strstr(headers, "{token:") || !s->token_url.len)
		return NULL;
	buf_printf(&r->token_id, "%s\n%s", s->token_url.ptr,
		   s->token_post.ptr ? s->token_post.ptr : "");
	return tokens_find(tokens, r->token_id.ptr, now_ms);
}

static enum request_status ask_token(struct request *r,
				     const struct settings *s,
				     const struct credentials *c,
				     struct error *err)
{
	const char *post = s->token_post.ptr ? s->token_post.ptr : "";

	if (!secret_fill(s->token_url.ptr, SECRET_URL, c, NULL, &r->secrets,
			 &r->token_url, err) ||
	    !secret_fill(post, SECRET_URL, c, NULL, &r->secrets,
			 &r->token_post, err))
		return REQUEST_REFUSED;
	return REQUEST_NEEDS_TOKEN;
}

static bool fill(struct request *r, const struct settings *s,
		 const struct request_for *f, const struct credentials *c,
		 const char *token, bool is_own, struct error *err)
{
	if (!secret_fill(f->url, SECRET_URL, c, NULL, &r->secrets,
			 &r->sent_url, err) ||
	    (f->post && !secret_fill(f->post, SECRET_JSON, c, NULL,
				     &r->secrets, &r->sent_post, err)))
		return false;
	r->url = r->sent_url.ptr;
	r->post = f->post ? r->sent_post.ptr : NULL;
	if (!is_own || !s->headers.len)
		return true;
	if (!secret_fill(s->headers.ptr, SECRET_HEADER, c, token, &r->secrets,
			 &r->sent_headers, err))
		return false;
	r->headers = r->sent_headers.ptr;
	return true;
}

static enum request_status make(struct request *r, const struct settings *s,
				const struct request_for *f,
				const struct credentials *c,
				const struct tokens *tokens, int64_t now_ms,
				struct error *err)
{
	bool is_own = s->has_seed && url_is_same_origin(s->seed.url, f->url);
	const char *token = NULL;

	if (!is_shown_host(f->url, err) || !may_have(s, is_own, f->url, err) ||
	    !may_have(s, is_own, f->post, err))
		return REQUEST_REFUSED;
	if (is_own) {
		token = find_token(r, s, tokens, now_ms);
		if (!token && r->token_id.len)
			return ask_token(r, s, c, err);
	}
	if (!fill(r, s, f, c, token, is_own, err))
		return REQUEST_REFUSED;
	r->is_secret = r->secrets.n > 0;
	return REQUEST_READY;
}

enum request_status request_make(struct request *r,
				 const struct request_for *f,
				 const struct credentials *c,
				 const struct tokens *tokens, int64_t now_ms,
				 struct error *err)
{
	const struct parser *p = parser_find(span_of(f->kind));
	struct settings      s;
	enum request_status  status;

	*r = (struct request){ .url = f->url, .post = f->post };
	if (is_plain(f, p))
		return REQUEST_READY;
	settings_init(&s, f, p);
	status = make(r, &s, f, c, tokens, now_ms, err);
	settings_deinit(&s);
	if (status == REQUEST_REFUSED)
		request_deinit(r);
	return status;
}
