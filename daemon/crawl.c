/*
 * crawl.c - one page's way.
 *
 *   pump -> begin -> send -> on_fetched -> (pool) on_digested -> submit
 *     \        \________\________\_________ without pool ______^   |
 *      \                                                      on_stored
 *       \-> begin_rules (crawl_rules.c)
 *
 * send (crawl_send.c) asks for a token first where one is needed.
 */
#include "daemon/crawl_visit.h"

#include "base/mem.h"
#include "daemon/config.h"
#include "daemon/log.h"
#include "enrich/enrich.h"
#include "parsers/url.h"

#include <stdlib.h>
#include <string.h>
#include <sys/time.h>

int64_t crawl_now_usec(void)
{
	struct timeval t;

	gettimeofday(&t, NULL);
	return t.tv_sec * USEC + t.tv_usec;
}

/* ---- settling ---- */

static void visit_free(struct visit *v)
{
	fetched_deinit(&v->got);
	request_deinit(&v->request);
	outcome_free(v->outcome);
	page_free(v->page);
	free(v);
}

/* Nothing of the visit is under way any more. */
void crawl_settle(struct visit *v)
{
	struct crawl *c = v->owner;

	frontier_settled(c->frontier, v->host);
	visit_free(v);
}

static void on_stored(void *arg, enum store_result result,
		      const struct error *err);

static void submit(struct visit *v)
{
	struct crawl   *c = v->owner;
	struct outcome *o = v->outcome;

	v->outcome = NULL;
	store_submit(c->store, o, on_stored, v);
}

/* The database does not take what the page holds: say so in its row. */
static void settle_refused(struct visit *v, const struct error *err)
{
	struct crawl *c = v->owner;
	struct error  why = *err;

	error_prefix(&why, "not storable");
	log_warning("page %s: refused error=\"%s\"", v->page->url, why.text);
	c->metrics.pages_failed_total++;
	v->n_ads = v->n_links = 0;
	v->state = PAGE_FAILED;
	v->outcome = digest_verdict(c->builder, v, PAGE_FAILED, 0, NULL,
				    why.text);
	submit(v);
}

static void on_stored(void *arg, enum store_result result,
		      const struct error *err)
{
	struct visit *v = arg;
	struct crawl *c = v->owner;

	if (result == STORE_REFUSED && v->state != PAGE_FAILED) {
		settle_refused(v, err);
		return;
	}
	if (result == STORE_REFUSED)
		log_error("page %s: lost error=\"%s\"", v->page->url,
			  err->text);
	if (result == STORED || result == STORE_SPOOLED) {
		c->metrics.ads_total += v->n_ads;
		c->metrics.ads_touched_total += v->n_touched;
		c->metrics.links_total += v->n_links;
	}
	if (result == STORED && v->n_links && !c->is_draining)
		frontier_news(c->frontier);
	if (result == STORED && v->n_ads)
		c->options.stored(c->options.arg,
				  fetcher_running(c->fetcher) > 0);
	crawl_settle(v);
}

static void verdict(struct visit *v, enum page_state state, int64_t due_at,
		    const char *of_run, const char *error)
{
	struct crawl *c = v->owner;

	v->state = state;
	v->outcome = digest_verdict(c->builder, v, state, due_at, of_run,
				    error);
	submit(v);
}

void crawl_fail(struct visit *v, const char *of_run, const char *error)
{
	struct crawl *c = v->owner;

	c->metrics.pages_failed_total++;
	log_debug("page %s: failed error=\"%s\"", v->page->url, error);
	verdict(v, PAGE_FAILED, 0, of_run, error);
}

/* A visit that people wait for does not sit out a long pause. */
static bool is_too_long(const struct visit *v, int64_t pause_s)
{
	const struct crawl *c = v->owner;

	return c->options.patience_ms &&
	       pause_s * 1000 > c->options.patience_ms;
}

/* Again later in this run, if it was not tried too often. */
void crawl_retry(struct visit *v, const char *error)
{
	struct crawl *c = v->owner;
	int           attempts = v->page->attempts + 1;
	int64_t       pause;
	uint32_t      dice;

	if (attempts > c->retries || is_too_long(v, v->got.retry_after_s)) {
		crawl_fail(v, NULL, error);
		return;
	}
	uv_random(NULL, NULL, &dice, sizeof(dice), 0, NULL);
	pause = pace_backoff_ms(&c->policy, attempts, dice);
	if (v->got.retry_after_s > 0 && v->got.retry_after_s * 1000 > pause)
		pause = v->got.retry_after_s * 1000;
	if (pause > c->policy.backoff_max_ms)
		pause = c->policy.backoff_max_ms;
	c->metrics.pages_retried_total++;
	log_debug("page %s: retry error=\"%s\"", v->page->url, error);
	verdict(v, PAGE_DUE, v->at + pause * 1000, NULL, error);
}

/* ---- what came ---- */

static void on_digested(struct visit *v, void *arg)
{
	struct crawl *c = arg;

	if (v->state == PAGE_FAILED) {
		c->metrics.pages_failed_total++;
		log_info("page %s: failed error=\"%s\"", v->page->url,
			 v->err.text);
	}
	c->metrics.pages_same_total += v->is_same;
	budget_add(&c->budget, v->page->run_id, (int64_t)v->n_links);
	submit(v);
	crawl_pump(c);
}

/* To another host, or where robots.txt forbids: a page of its own. */
static void follow(struct visit *v)
{
	struct crawl       *c = v->owner;
	const struct page  *p = v->page;
	char                host[HOST_MAX];
	struct span         to = span_of(v->got.redirect_url);
	/* RFC 9110 15.4: these keep the method. */
	bool is_kept = v->got.http_status == 307 || v->got.http_status == 308;
	struct outcome_link link = {
		.source_id = p->source_id,
		.run_id = p->run_id,
		.url = to,
		.post = is_kept ? span_of(p->post) : (struct span){ NULL, 0 },
		.role = p->role,
		.kind = span_of(p->kind),
		.depth = p->depth + 1,
		.due_at = v->at,
		.trail = p->trail,
	};

	if (!page_host(to, host) || p->depth > 20) {
		crawl_fail(v, NULL, "redirected to no address");
		return;
	}
	link.host = span_of(host);
	outcome_add_link(c->builder, &link);
	v->n_links = 1;
	verdict(v, PAGE_DONE, 0, NULL, NULL);
}

/*
 * Some APIs call every page of a list a part of it (we ask for no ranges), and
 * a list without ads no content.
 */
static bool is_content(int status, enum link_role role)
{
	return status == 200 || status == 206 ||
	       (status == 204 && role == LINK_LIST);
}

static void take_answer(struct visit *v)
{
	struct crawl *c = v->owner;
	int           status = v->got.http_status;
	char          error[64];

	snprintf(error, sizeof(error), "http %d", status);
	if (v->got.is_tdm_reserved && c->is_tdm_obeyed) {
		c->metrics.pages_refused_total++;
		crawl_fail(v, v->page->depth ? NULL : "tdm",
		     "text and data mining rights are reserved");
	} else if (is_content(status, v->page->role) ||
		   status == 304) {
		c->metrics.pages_ok_total += status != 304;
		pool_submit(c->pool, v);
	} else if (status == 404 || status == 410) {
		c->metrics.pages_gone_total++;
		verdict(v, PAGE_GONE, 0, NULL, error);
	} else if (status == 401 && crawl_forget_token(v)) {
		crawl_retry(v, error);
	} else if (status == 408 || status == 429 || status >= 500) {
		crawl_retry(v, error);
	} else if (status >= 300 && status < 400 && v->got.redirect_url[0]) {
		follow(v);
	} else if (status >= 300 && status < 400 && v->request.is_secret) {
		crawl_fail(v, NULL, "a request with a key is not redirected");
	} else {
		crawl_fail(v, NULL, error);
	}
}

static bool is_too_long_for(const struct crawl *c, const struct host *h)
{
	return c->options.patience_ms &&
	       h->pace.next_at_ms - crawl_now_usec() / 1000 > c->options.patience_ms;
}

/* The host has failed too often: its other pages need not be tried. */
static void give_up_host(struct crawl *c, struct host *h, const char *error)
{
	struct page *p;

	if (!frontier_is_dead(h) && !is_too_long_for(c, h))
		return;
	log_warning("host %s: given up for now error=\"%s\"", h->name, error);
	while ((p = host_take(h))) {
		struct visit *v = xcalloc(1, sizeof(*v));

		v->owner = c;
		v->host = h;
		v->page = p;
		v->at = crawl_now_usec();
		crawl_fail(v, NULL, error);
	}
}

static void take_failure(struct visit *v)
{
	struct error err = v->got.err;
	const char  *error = err.text;

	error_prefix(&err, "%s", fetch_status_name(v->got.status));
	switch (v->got.status) {
	case FETCH_REFUSED:
	case FETCH_REDIRECTS:
	case FETCH_TOO_LARGE:
		crawl_fail(v, NULL, error);
		break;
	case FETCH_CANCELLED:
		crawl_settle(v); /* it stays due */
		break;
	default:
		crawl_retry(v, error);
		break;
	}
}

bool crawl_may_follow(const char *url, void *arg)
{
	struct visit *v = arg;
	struct host  *h = v->host;
	char          name[HOST_MAX];

	return page_host(span_of(url), name) && !strcmp(name, h->name) &&
	       (!h->robots || robots_allows(h->robots, span_of(url)));
}

void crawl_on_fetched(struct fetched *result, void *arg)
{
	struct visit *v = arg;
	struct crawl *c = v->owner;
	struct host  *h = v->host;
	bool          is_answer = result->status == FETCH_ANSWERED;

	fetched_move(&v->got, result);
	v->at = crawl_now_usec();
	c->metrics.pages_total++;
	c->metrics.wire_bytes_total += (uint64_t)v->got.wire_bytes;
	if (v->got.status == FETCH_CANCELLED || v->got.status == FETCH_REFUSED)
		frontier_skipped(c->frontier, h);
	else
		frontier_answered(c->frontier, h, v->got.http_status,
				  v->got.first_byte_ms, v->got.retry_after_s,
				  is_answer ? NULL : v->got.err.text);
	if (is_answer) {
		if (is_too_long_for(c, h))
			give_up_host(c, h, "the host asks for more patience");
		take_answer(v);
	} else {
		give_up_host(c, h, v->got.err.text);
		take_failure(v);
	}
	crawl_pump(c);
}

/* ---- beginning ---- */

/* Refused before anything is sent: false, and the page is settled. */
static bool may_begin(struct visit *v)
{
	struct crawl *c = v->owner;
	struct host  *h = v->host;
	struct error  err = ERROR_INIT;

	if (h->rules == RULES_REFUSED) {
		frontier_skipped(c->frontier, h);
		error_set(&err, "robots.txt: %s", h->error);
		if (h->is_barred)
			crawl_fail(v, NULL, err.text);
		else
			crawl_retry(v, err.text);
		return false;
	}
	if (h->robots && !robots_allows(h->robots, span_of(v->page->url))) {
		frontier_skipped(c->frontier, h);
		c->metrics.pages_refused_total++;
		crawl_fail(v, v->page->depth ? NULL : "blocked",
		     "disallowed by robots.txt");
		return false;
	}
	if (h->tdm && c->is_tdm_obeyed &&
	    tdm_is_reserved(h->tdm, span_of(v->page->url))) {
		frontier_skipped(c->frontier, h);
		c->metrics.pages_refused_total++;
		crawl_fail(v, v->page->depth ? NULL : "tdm",
		     "text and data mining rights are reserved");
		return false;
	}
	return true;
}

static void begin(struct crawl *c, struct host *h, struct page *p)
{
	struct visit *v = xcalloc(1, sizeof(*v));

	v->owner = c;
	v->host = h;
	v->page = p;
	v->at = crawl_now_usec();
	v->links_left = p->max_pages -
			budget_raise(&c->budget, p->run_id, p->planned);
	if (p->backfill_months < c->options.backfill_months)
		p->backfill_months = c->options.backfill_months;
	if (may_begin(v))
		crawl_send(v);
}

void crawl_pump(struct crawl *c)
{
	/* Settling a page may end up here again. */
	if (c->is_pumping)
		return;
	c->is_pumping = true;
	while (!c->is_draining &&
	       (int64_t)fetcher_running(c->fetcher) < c->max_transfers &&
	       pool_has_room(c->pool) && store_has_room(c->store)) {
		struct page *page;
		struct host *h = frontier_next(c->frontier, &page);

		if (!h)
			break;
		if (page)
			begin(c, h, page);
		else
			crawl_begin_rules(c, h);
	}
	c->is_pumping = false;
	/* Perhaps these results are the run's last, or its next pages. */
	if (!fetcher_running(c->fetcher) && !pool_pending(c->pool))
		store_hurry(c->store);
}

static void on_pump(void *arg)
{
	crawl_pump(arg);
}

/* ---- life ---- */

static void on_run_idle(void *arg, int32_t source_id, int64_t run_id)
{
	struct crawl *c = arg;

	c->options.run_idle(c->options.arg, source_id, run_id);
}

void crawl_open(struct crawl *c, const struct crawl_options *options,
		struct frontier_options *frontier)
{
	struct store_options store = {
		.link = options->link,
		.spool = options->spool,
		.run_idle = on_run_idle,
		.has_room = on_pump,
		.arg = c,
	};

	c->options = *options;
	frontier->has_pages = on_pump;
	frontier->arg = c;
	c->frontier = frontier_open(options->loop, frontier);
	c->store = store_open(options->loop, &store);
	c->pool = pool_open(options->loop, options->context, options->keeper,
			    options->threads, on_digested, c);
	c->builder = outcome_builder_new(options->context);
	c->taxonomy_hash = digest_taxonomy_hash(
		taxonomy_version(options->context->taxonomy));
}

void crawl_deinit(struct crawl *c)
{
	outcome_builder_free(c->builder);
	budget_deinit(&c->budget);
}

void crawl_set_config(struct crawl *c, const struct config *config)
{
	pace_policy_from(&c->policy, config);
	c->retries = config->retries;
	c->max_transfers = config->connections;
	c->is_tdm_obeyed = config->is_tdm_obeyed;
	store_set_limits(c->store, &(struct store_limits){
		.queue_bytes = config->store_queue_bytes,
		.wait_ms = config->store_wait_ms,
		.batch = (size_t)config->store_batch,
	});
}

bool crawl_load_credentials(struct crawl *c, struct error *err)
{
	struct credentials *fresh = credentials_of_process(err);

	if (!fresh)
		return false;
	crawl_drop_secrets(c);
	c->credentials = fresh;
	c->tokens = tokens_new();
	return true;
}

void crawl_drop_secrets(struct crawl *c)
{
	credentials_free(c->credentials);
	tokens_free(c->tokens);
	c->credentials = NULL;
	c->tokens = NULL;
}

void crawl_cancel(struct crawl *c)
{
	struct fetcher *f = c->fetcher;

	if (f)
		fetcher_cancel(f);
}
