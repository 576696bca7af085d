/*
 * frontier.c - which page is to be fetched next.
 *
 *   tick -> lease -> on_leased -> load -> on_loaded -> frontier_next ...
 *     \-> renew -> on_renewed (lost ones are dropped)
 *     \-> hosts without pages -> release
 */
#include "daemon/frontier_state.h"

#include "base/mem.h"
#include "daemon/config.h"
#include "daemon/link.h"
#include "daemon/log.h"
#include "daemon/wire.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>

#define TICK_MS 500
#define NEWS_MS 20 /* news within this time are looked after together */
#define PAGES_MAX 20000 /* held, all hosts */
#define LOAD_FAST 1600 /* pages at once of a host without delay */
#define LOAD_SLOW 32
#define CLOCK_JUMP_MS 2000 /* less is the clock being disciplined */
#define DEAD_AFTER 5 /* failures in a row: the host does not work today */

int64_t frontier_now_usec(void)
{
	struct timeval t;

	gettimeofday(&t, NULL);
	return t.tv_sec * USEC + t.tv_usec;
}

int64_t frontier_now_ms(void)
{
	return frontier_now_usec() / 1000;
}

void frontier_put_among(const struct frontier *f, struct params *p)
{
	struct buf *b = params_next(p);

	if (f->among)
		wire_int4_array(b, f->among, f->options.n_among);
	else
		wire_text(b, (struct span){ NULL, 0 });
}

/* ---- when ---- */

static void on_ready(uv_timer_t *timer)
{
	struct frontier *f = timer->data;

	f->options.has_pages(f->options.arg);
}

/* Wake up when the next pause is over. */
static void arm(struct frontier *f)
{
	struct host *h = hosts_first(&f->hosts);
	int64_t      wait;

	if (!h || f->is_closing) {
		uv_timer_stop(&f->ready);
		return;
	}
	wait = h->ready_ms - frontier_now_ms();
	uv_timer_start(&f->ready, on_ready, wait > 0 ? (uint64_t)wait : 0, 0);
}

bool frontier_is_asking_rules(const struct host *h)
{
	return h->rules == RULES_FETCHING || h->rules == RULES_TDM_FETCHING;
}

static bool lacks_rules(const struct host *h)
{
	return h->rules == RULES_UNKNOWN || h->rules == RULES_TDM_UNKNOWN;
}

void frontier_reschedule(struct frontier *f, struct host *h)
{
	bool wants = h->first || (lacks_rules(h) && h->n_held);

	if (!wants || frontier_is_asking_rules(h) || h->is_leaving ||
	    h->is_lost)
		hosts_schedule(&f->hosts, h, PACE_NEVER);
	else
		hosts_schedule(&f->hosts, h,
			       pace_ready_at(&h->pace, &f->policy));
}

void frontier_drop_queued(struct frontier *f, struct host *h)
{
	struct page *p;

	while ((p = host_take(h))) {
		h->n_held--;
		f->n_pages--;
		page_free(p);
	}
}

/* ---- loading ---- */

static const char load_sql[] =
	"SELECT host, source_id, page_id, run_id, due_at, role, kind, depth, "
	"attempts, url, etag, last_modified, body_sha256, ad_digest, "
	"fetched_at, planned, employer, options, post, ads_hash, trail, "
	"source_kind, source_url, source, is_kept, filled "
	"FROM jobtrend.load($1, $2, $3, $4, $5)";

static int32_t amount_for(const struct frontier *f, const struct host *h)
{
	return pace_delay_ms(&h->pace, &f->policy) < 20 ? LOAD_FAST : LOAD_SLOW;
}

static bool wants_pages(const struct frontier *f, const struct host *h)
{
	return !h->is_exhausted && !h->is_leaving && !h->is_lost &&
	       !h->is_loading &&
	       h->n_queued * 2 < (size_t)amount_for(f, h);
}

static void end_loading(struct frontier *f)
{
	for (size_t i = f->hosts.n; i-- > 0;) {
		struct host *h = f->hosts.list[i];

		if (!h->is_loading)
			continue;
		h->is_loading = false;
		h->is_exhausted = h->n_loaded < h->n_asked;
		if (h->is_lost)
			frontier_drop_queued(f, h);
		/* From the start once more: other daemons and late commits
		 * may have put pages before the place we had reached. */
		if (h->is_exhausted && !h->n_held && h->after_due > 1) {
			h->after_due = 1;
			h->after_page = 0;
			h->is_exhausted = false;
		}
		frontier_reschedule(f, h);
	}
}

static void on_loaded(const struct answer *a, void *arg)
{
	struct frontier *f = arg;
	int              n = answer_status(a) == ANSWER_OK ? answer_rows(a) : 0;

	f->is_loading = false;
	for (int i = 0; i < n; i++) {
		struct host *h = hosts_find(&f->hosts,
					    answer_bytes(a, i, LOAD_HOST));
		struct page *p;

		if (!h)
			continue;
		p = frontier_read_page(a, i);
		h->after_due = p->due_at;
		h->after_page = p->page_id;
		h->n_loaded++;
		h->n_held++;
		f->n_pages++;
		host_put(h, p);
	}
	if (answer_status(a) != ANSWER_OK) {
		for (size_t i = 0; i < f->hosts.n; i++)
			f->hosts.list[i]->is_loading = false;
		return;
	}
	end_loading(f);
	if (!f->is_closing) {
		frontier_release_idle(f);
		f->options.has_pages(f->options.arg);
		frontier_load(f);
	}
	arm(f);
}

static void put_load(struct frontier *f, struct params *p,
		     struct host *const *hosts, size_t n)
{
	struct span *names = xmalloc(n * sizeof(*names));
	int64_t     *due = xmalloc(n * sizeof(*due));
	int64_t     *page = xmalloc(n * sizeof(*page));
	int32_t     *amount = xmalloc(n * sizeof(*amount));

	for (size_t i = 0; i < n; i++) {
		names[i] = span_of(hosts[i]->name);
		due[i] = hosts[i]->after_due;
		page[i] = hosts[i]->after_page;
		amount[i] = amount_for(f, hosts[i]);
		hosts[i]->n_asked = (size_t)amount[i];
		hosts[i]->n_loaded = 0;
		hosts[i]->is_loading = true;
	}
	wire_text_array(params_next(p), names, n);
	wire_time_array(params_next(p), due, n);
	wire_int8_array(params_next(p), page, n);
	wire_int4_array(params_next(p), amount, n);
	frontier_put_among(f, p);
	free(names);
	free(due);
	free(page);
	free(amount);
}

void frontier_load(struct frontier *f)
{
	struct params p = PARAMS_INIT;
	struct host **wanting;
	size_t        n = 0, pages = f->n_pages;

	if (f->is_loading || !f->is_loading_on || f->is_closing ||
	    !f->hosts.n || !link_is_up(f->options.link))
		return;
	wanting = xmalloc(f->hosts.n * sizeof(*wanting));
	for (size_t i = 0; i < f->hosts.n && pages < PAGES_MAX; i++) {
		if (!wants_pages(f, f->hosts.list[i]))
			continue;
		wanting[n++] = f->hosts.list[i];
		pages += (size_t)amount_for(f, f->hosts.list[i]);
	}
	if (n) {
		f->is_loading = true;
		put_load(f, &p, wanting, n);
		link_send(f->options.link, load_sql, &p, on_loaded, f);
		params_deinit(&p);
	}
	free(wanting);
}

/* ---- from outside ---- */

struct host *frontier_next(struct frontier *f, struct page **page)
{
	struct host *h = hosts_first(&f->hosts);
	int64_t      now = frontier_now_ms();

	if (!h || h->ready_ms > now || f->is_closing) {
		arm(f);
		return NULL;
	}
	/* Without the database nobody else may have got the hosts yet. */
	if (!link_is_up(f->options.link) &&
	    uv_now(f->loop) > f->renewed_ms + f->lease_ms)
		return NULL;
	*page = NULL;
	if (h->rules == RULES_UNKNOWN)
		h->rules = RULES_FETCHING;
	else if (h->rules == RULES_TDM_UNKNOWN)
		h->rules = RULES_TDM_FETCHING;
	else
		*page = host_take(h);
	h->before_ms = h->pace.next_at_ms;
	pace_started(&h->pace, &f->policy, now);
	frontier_reschedule(f, h);
	if (wants_pages(f, h))
		frontier_load(f);
	return h;
}

const struct page *frontier_peek(const struct host *h)
{
	return h->first;
}

bool frontier_is_dead(const struct host *h)
{
	return h->pace.failures >= DEAD_AFTER;
}

void frontier_answered(struct frontier *f, struct host *h, int http_status,
		       int64_t first_byte_ms, int64_t retry_after_s,
		       const char *error)
{
	uint32_t dice;

	uv_random(NULL, NULL, &dice, sizeof(dice), 0, NULL);
	pace_answered(&h->pace, &f->policy, pace_answer_of(http_status),
		      frontier_now_ms(), first_byte_ms,
		      retry_after_s < 0 ? -1 : retry_after_s * 1000, dice);
	h->error[0] = '\0';
	if (error)
		strncat(h->error, error, sizeof(h->error) - 1);
	frontier_reschedule(f, h);
	arm(f);
}

/* A page that is not asked for after all: robots.txt, or the host is dead. */
void frontier_skipped(struct frontier *f, struct host *h)
{
	h->pace.running--;
	h->pace.next_at_ms = h->before_ms;
	frontier_reschedule(f, h);
}

/* Where a host says what it reserves; robots.txt may forbid to ask. */
static bool may_ask_reservations(const struct frontier *f, const struct host *h)
{
	return f->is_tdm_obeyed &&
	       (!h->robots || robots_allows(h->robots, SPAN(TDM_PATH)));
}

static const char robots_sql[] = "SELECT jobtrend.put_robots($1, $2, $3)";

void frontier_rules(struct frontier *f, struct host *h, const char *state,
		    struct span body, bool is_kept)
{
	struct params p = PARAMS_INIT;
	bool          has_body = !strcmp(state, "rules");

	robots_free(h->robots);
	h->robots = has_body ? robots_new(body, span_of(f->agent)) : NULL;
	pace_ruled(&h->pace, &f->policy, frontier_now_ms(),
		   h->robots ? robots_crawl_delay_ms(h->robots) : -1);
	h->rules = !strcmp(state, "disallow_all") ? RULES_REFUSED
		   : may_ask_reservations(f, h)	 ? RULES_TDM_UNKNOWN
						 : RULES_KNOWN;
	h->rules_at = frontier_now_usec();
	if (is_kept) {
		if (body.len > ROBOTS_BODY_MAX)
			body.len = ROBOTS_BODY_MAX;
		wire_text(params_next(&p), span_of(h->name));
		wire_text(params_next(&p), span_of(state));
		wire_text(params_next(&p),
			  has_body ? body : (struct span){ NULL, 0 });
		link_send(f->options.link, robots_sql, &p, NULL, NULL);
		params_deinit(&p);
	}
	frontier_reschedule(f, h);
	arm(f);
}

static const char tdm_sql[] = "SELECT jobtrend.put_tdm($1, $2)";

void frontier_reservations(struct frontier *f, struct host *h,
			   struct span body)
{
	struct params p = PARAMS_INIT;

	tdm_free(h->tdm);
	h->tdm = body.ptr ? tdm_new(body, NULL) : NULL;
	h->rules = RULES_KNOWN;
	if (h->tdm) {
		wire_text(params_next(&p), span_of(h->name));
		wire_text(params_next(&p), body);
		link_send(f->options.link, tdm_sql, &p, NULL, NULL);
		params_deinit(&p);
	}
	frontier_reschedule(f, h);
	arm(f);
}

void frontier_settled(struct frontier *f, struct host *h)
{
	f->n_pages--;
	h->n_held--;
	if (h->is_lost && !h->n_held && !frontier_is_asking_rules(h))
		hosts_remove(&f->hosts, h);
	else if (!h->n_held && h->is_exhausted && !f->is_closing)
		frontier_news(f);
}

static void look(struct frontier *f)
{
	for (size_t i = 0; i < f->hosts.n; i++) {
		if (!f->hosts.list[i]->n_queued)
			f->hosts.list[i]->is_exhausted = false;
	}
	frontier_load(f);
	frontier_lease(f);
}

static void on_news(uv_timer_t *timer)
{
	look(timer->data);
}

void frontier_news(struct frontier *f)
{
	if (!uv_is_active((uv_handle_t *)&f->news) && !f->is_closing)
		uv_timer_start(&f->news, on_news, NEWS_MS, 0);
}

static int64_t clock_of(const struct frontier *f)
{
	uv_update_time(f->loop);
	return frontier_now_ms() - (int64_t)uv_now(f->loop);
}

/* Pauses are kept in UTC, for other daemons; a clock that is set must not
 * lengthen or shorten those that are under way. */
static void follow_clock(struct frontier *f)
{
	int64_t jump = clock_of(f) - f->clock_ms;

	if (jump > -CLOCK_JUMP_MS && jump < CLOCK_JUMP_MS)
		return;
	f->clock_ms += jump;
	log_warning("frontier clock: it was set seconds=%" PRId64,
		    jump / 1000);
	for (size_t i = 0; i < f->hosts.n; i++) {
		struct host *h = f->hosts.list[i];

		h->pace.next_at_ms += jump;
		h->before_ms += jump;
		frontier_reschedule(f, h);
	}
}

static void on_tick(uv_timer_t *timer)
{
	struct frontier *f = timer->data;

	if (f->is_closing)
		return;
	follow_clock(f);
	if (f->is_loading_on)
		frontier_release_idle(f);
	frontier_renew(f);
	look(f);
	arm(f);
}

/* ---- life ---- */

static const char take_back_sql[] = "SELECT jobtrend.take_back($1)";

struct frontier *frontier_open(uv_loop_t *loop,
			       const struct frontier_options *options)
{
	struct frontier *f = xcalloc(1, sizeof(*f));

	f->loop = loop;
	f->options = *options;
	f->owner = xstrdup(options->owner);
	if (options->among) {
		size_t bytes = options->n_among * sizeof(*f->among);

		f->among = xmalloc(bytes + 1);
		memcpy(f->among, options->among, bytes);
	}
	f->clock_ms = clock_of(f);
	uv_timer_init(loop, &f->timer);
	uv_timer_init(loop, &f->news);
	uv_timer_init(loop, &f->ready);
	f->timer.data = f->news.data = f->ready.data = f;
	uv_timer_start(&f->timer, on_tick, TICK_MS, TICK_MS);
	return f;
}

void frontier_set_policy(struct frontier *f, const struct config *c)
{
	pace_policy_from(&f->policy, c);
	f->robots_max_age = c->robots_max_age_ms;
	f->is_robots_obeyed = c->is_robots_obeyed;
	f->is_tdm_obeyed = c->is_tdm_obeyed;
	if (f->lease_ms != (uint64_t)c->lease_ms)
		f->renewed_ms = 0; /* what was leased is for the old time */
	f->lease_ms = (uint64_t)c->lease_ms;
	free(f->agent);
	f->agent = xstrdup(c->agent);
	for (size_t i = 0; i < f->hosts.n; i++)
		frontier_reschedule(f, f->hosts.list[i]);
}

void frontier_wake(struct frontier *f)
{
	struct params p = PARAMS_INIT;

	/* What an earlier life of ours held is free again at once. */
	if (!f->hosts.n) {
		wire_text(params_next(&p), span_of(f->owner));
		link_send(f->options.link, take_back_sql, &p, NULL, NULL);
		params_deinit(&p);
	}
	f->renewed_ms = f->hosts.n ? 0 : uv_now(f->loop);
	f->is_leasing = f->is_renewing = f->is_loading = false;
	frontier_renew(f);
	frontier_news(f);
}

void frontier_set_loading(struct frontier *f, bool is_on)
{
	f->is_loading_on = is_on;
}

void frontier_counters(const struct frontier *f, struct frontier_counters *out)
{
	*out = (struct frontier_counters){ f->hosts.n, f->n_pages };
}

static void on_timer_closed(uv_handle_t *handle)
{
	struct frontier *f = handle->data;

	free(f->owner);
	free(f->among);
	free(f->agent);
	free(f);
}

void frontier_close(struct frontier *f)
{
	f->is_closing = true;
	hosts_deinit(&f->hosts);
	uv_close((uv_handle_t *)&f->news, NULL);
	uv_close((uv_handle_t *)&f->ready, NULL);
	uv_close((uv_handle_t *)&f->timer, on_timer_closed);
}
