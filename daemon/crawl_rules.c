/*
 * crawl_rules.c - what a host asks of crawlers, before its first page.
 *
 *   begin_rules -> on_rules_fetched -> frontier_rules
 *            \-> on_tdm_fetched -> frontier_reservations
 */
#include "daemon/crawl_visit.h"

#include "base/mem.h"
#include "daemon/inflate.h"

#include <stdlib.h>
#include <string.h>

#define ROBOTS_RECEIVED_MAX (4 * 1024 * 1024) /* bytes; its rules are cut later */

/* The request for a host's robots.txt or tdmrep.json. */
struct asking {
	struct crawl *crawl;
	struct host  *host;
};

static const char *rules_of(struct fetched *r, struct buf *body)
{
	struct error err = ERROR_INIT;
	struct span  raw = buf_span(&r->body);

	if (r->status == FETCH_TOO_LARGE && r->http_status == 200)
		return "allow_all"; /* no file for rules is that long */
	if (r->status != FETCH_ANSWERED && r->status != FETCH_REDIRECTS)
		return "disallow_all";
	if (r->http_status >= 500 || r->http_status == 429)
		return "disallow_all";
	if (r->http_status != 200)
		return "allow_all";
	if (raw.len && inflate_body(raw, span_of(r->content_encoding),
				    ROBOTS_RECEIVED_MAX, body,
				    &err) != INFLATE_OK)
		return "allow_all"; /* unreadable says nothing */
	return "rules";
}

static void on_rules_fetched(struct fetched *r, void *arg)
{
	struct asking *a = arg;
	struct crawl  *c = a->crawl;
	struct buf     body = BUF_INIT;
	const char    *state = rules_of(r, &body);
	const char    *error = r->err.text[0] ? r->err.text : NULL;

	c->metrics.robots_total++;
	c->metrics.wire_bytes_total += (uint64_t)r->wire_bytes;
	if (r->status == FETCH_CANCELLED || r->status == FETCH_REFUSED)
		frontier_skipped(c->frontier, a->host);
	else
		frontier_answered(c->frontier, a->host, r->http_status,
				  r->first_byte_ms, r->retry_after_s, error);
	if (r->status == FETCH_REFUSED)
		snprintf(a->host->error, sizeof(a->host->error), "%.159s",
			 r->err.text);
	a->host->is_barred = r->status == FETCH_REFUSED;
	if (a->host->is_barred)
		snprintf(a->host->error, sizeof(a->host->error), "%.*s",
			 (int)sizeof(a->host->error) - 1, error);
	if (!error && !strcmp(state, "disallow_all"))
		snprintf(a->host->error, sizeof(a->host->error), "http %d",
			 r->http_status);
	frontier_rules(c->frontier, a->host, state,
		       body.ptr ? buf_span(&body) : SPAN(""),
		       r->http_status != 0);
	buf_deinit(&body);
	free(a);
	crawl_pump(c);
}

/* A server that trips over a file it does not have is not overloaded. */
static int status_of_tdm(const struct fetched *r)
{
	if (r->http_status >= 500 && r->http_status != 503)
		return 404;
	return r->http_status;
}

static void on_tdm_fetched(struct fetched *r, void *arg)
{
	struct asking *a = arg;
	struct crawl  *c = a->crawl;
	struct buf     body = BUF_INIT;
	struct error   err = ERROR_INIT;
	bool           has_file = r->status == FETCH_ANSWERED &&
			r->http_status == 200 &&
			inflate_body(buf_span(&r->body),
				     span_of(r->content_encoding),
				     TDM_BODY_MAX, &body, &err) == INFLATE_OK &&
			body.len;

	c->metrics.wire_bytes_total += (uint64_t)r->wire_bytes;
	if (r->status == FETCH_CANCELLED || r->status == FETCH_REFUSED)
		frontier_skipped(c->frontier, a->host);
	else
		frontier_answered(c->frontier, a->host, status_of_tdm(r),
				  r->first_byte_ms, r->retry_after_s,
				  r->err.text[0] ? r->err.text : NULL);
	frontier_reservations(c->frontier, a->host,
			      has_file ? buf_span(&body)
				       : (struct span){ NULL, 0 });
	buf_deinit(&body);
	free(a);
	crawl_pump(c);
}

void crawl_begin_rules(struct crawl *c, struct host *h)
{
	struct asking       *a = xcalloc(1, sizeof(*a));
	struct buf           url = BUF_INIT;
	bool                 is_tdm = h->rules == RULES_TDM_FETCHING;
	struct fetch_request request = {
		.max_bytes = is_tdm ? TDM_BODY_MAX : ROBOTS_RECEIVED_MAX,
	};
	bool is_https = span_starts_nocase(span_of(frontier_peek(h)->url),
					   "https:");

	a->crawl = c;
	a->host = h;
	buf_printf(&url, "%s://%s%s", is_https ? "https" : "http", h->name,
		   is_tdm ? TDM_PATH : "/robots.txt");
	request.url = url.ptr;
	fetch_start(c->fetcher, &request,
		    is_tdm ? on_tdm_fetched : on_rules_fetched, a);
	buf_deinit(&url);
}
