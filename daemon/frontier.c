/*
 * frontier.c - which page is to be fetched next.
 *
 *   tick -> lease -> on_leased -> load -> on_loaded -> frontier_next ...
 *     \-> renew -> on_renewed (lost ones are dropped)
 *     \-> hosts without pages -> release
 */
#include "daemon/frontier.h"

#include "base/mem.h"
#include "daemon/config.h"
#include "daemon/link.h"
#include "daemon/log.h"
#include "daemon/wire.h"

#include <cjson/cJSON.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>

#define TICK_MS 500
#define NEWS_MS 20 /* news within this time are looked after together */
#define LEASE_AT_ONCE 500 /* hosts of one question: others want some too */
#define PAGES_MAX 20000 /* held, all hosts */
#define LOAD_FAST 1000 /* pages at once of a host without delay */
#define LOAD_SLOW 32
#define DEAD_AFTER 5 /* failures in a row: the host does not work today */
#define REFUSED_S 600 /* a robots.txt without answer is asked for again */

struct frontier {
	uv_loop_t              *loop;
	struct frontier_options options;
	char                   *owner;
	int32_t                *among;
	struct pace_policy      policy;
	int64_t                 robots_max_age;
	bool                    is_robots_obeyed;
	bool                    is_tdm_obeyed;
	struct hosts            hosts;
	uv_timer_t              timer;
	uv_timer_t              news;
	uv_timer_t              ready; /* the next host's pause is over */
	bool                    is_loading_on;
	bool                    is_leasing;
	bool                    is_renewing;
	bool                    is_loading; /* a question is under way */
	bool                    is_closing;
	int64_t                 renewed_ms;
	size_t                  n_pages;
	char                   *agent;
	void (*released)(void *arg);
	void *released_arg;
};

static int64_t now_usec(void)
{
	struct timeval t;

	gettimeofday(&t, NULL);
	return t.tv_sec * USEC + t.tv_usec;
}

static int64_t now_ms(void)
{
	return now_usec() / 1000;
}

static void put_among(const struct frontier *f, struct params *p)
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
	wait = h->ready_ms - now_ms();
	uv_timer_start(&f->ready, on_ready, wait > 0 ? (uint64_t)wait : 0, 0);
}

static bool is_asking_rules(const struct host *h)
{
	return h->rules == RULES_FETCHING || h->rules == RULES_TDM_FETCHING;
}

static bool lacks_rules(const struct host *h)
{
	return h->rules == RULES_UNKNOWN || h->rules == RULES_TDM_UNKNOWN;
}

static void reschedule(struct frontier *f, struct host *h)
{
	bool wants = h->first || (lacks_rules(h) && h->n_held);

	if (!wants || is_asking_rules(h) || h->is_leaving ||
	    h->is_lost)
		hosts_schedule(&f->hosts, h, PACE_NEVER);
	else
		hosts_schedule(&f->hosts, h,
			       pace_ready_at(&h->pace, &f->policy));
}

/* ---- leasing ---- */

static const char lease_sql[] =
	"SELECT host, next_at, response_ms, failures, robots_state, "
	"robots_body, robots_fetched_at, tdm_body "
	"FROM jobtrend.lease($1, $2, $3, $4)";

static void load(struct frontier *f);

static void take_rules(struct frontier *f, struct host *h,
		       const struct answer *a, int row)
{
	struct span state = answer_bytes(a, row, 4);
	int64_t     at = answer_time(a, row, 6);
	int64_t     age = now_usec() - at;

	if (!f->is_robots_obeyed) {
		h->rules = RULES_KNOWN;
		return;
	}
	if (!at || age > f->robots_max_age * 1000 ||
	    (span_is(state, "disallow_all") && age > REFUSED_S * USEC))
		return;
	if (span_is(state, "rules")) {
		h->robots = robots_new(answer_bytes(a, row, 5),
				       span_of(f->agent));
		h->pace.crawl_delay_ms = robots_crawl_delay_ms(h->robots);
	}
	if (f->is_tdm_obeyed && !answer_is_null(a, row, 7))
		h->tdm = tdm_new(answer_bytes(a, row, 7), NULL);
	if (span_is(state, "disallow_all"))
		h->rules = RULES_REFUSED;
	else if (!span_is(state, "unknown"))
		h->rules = RULES_KNOWN;
	h->rules_at = at;
}

static void add_host(struct frontier *f, const struct answer *a, int row)
{
	struct span  name = answer_bytes(a, row, 0);
	struct host *h = hosts_find(&f->hosts, name);

	if (h) { /* the lease ran out and came back: go on */
		h->is_lost = false;
		return;
	}
	h = hosts_add(&f->hosts, name);
	h->after_due = 1;
	h->pace.next_at_ms = answer_time(a, row, 1) / 1000;
	if (!answer_is_null(a, row, 2))
		h->pace.response_ms = answer_int(a, row, 2);
	h->pace.failures = (int)answer_int(a, row, 3);
	take_rules(f, h, a, row);
}

static void on_leased(const struct answer *a, void *arg)
{
	struct frontier *f = arg;

	f->is_leasing = false;
	if (answer_status(a) != ANSWER_OK) {
		if (answer_status(a) != ANSWER_LOST)
			log_warning("frontier lease: failed error=\"%s\"",
				    answer_message(a));
		return;
	}
	if (!f->hosts.n)
		f->renewed_ms = now_ms();
	for (int i = 0; i < answer_rows(a); i++)
		add_host(f, a, i);
	if (answer_rows(a))
		load(f);
}

static void lease(struct frontier *f)
{
	struct params p = PARAMS_INIT;
	size_t        room = f->hosts.n < f->options.max_hosts
				     ? f->options.max_hosts - f->hosts.n
				     : 0;

	if (f->is_leasing || !f->is_loading_on || f->is_closing || !room ||
	    !link_is_up(f->options.link))
		return;
	wire_text(params_next(&p), span_of(f->owner));
	wire_int4(params_next(&p),
		  room < LEASE_AT_ONCE ? (int32_t)room : LEASE_AT_ONCE);
	wire_int8(params_next(&p), f->options.lease_ms);
	put_among(f, &p);
	f->is_leasing = true;
	link_send(f->options.link, lease_sql, &p, on_leased, f);
	params_deinit(&p);
}

/* ---- keeping ---- */

static const char renew_sql[] = "SELECT jobtrend.renew($1, $2, $3)";

static void drop_queued(struct frontier *f, struct host *h)
{
	struct page *p;

	while ((p = host_take(h))) {
		h->n_held--;
		f->n_pages--;
		page_free(p);
	}
}

static void lose_host(struct frontier *f, struct host *h)
{
	log_warning("frontier %s: lease lost", h->name);
	h->is_lost = true;
	drop_queued(f, h);
	if (!h->n_held && !is_asking_rules(h))
		hosts_remove(&f->hosts, h);
	else
		reschedule(f, h);
}

static void on_renewed(const struct answer *a, void *arg)
{
	struct frontier *f = arg;
	int64_t          mark = -1 - f->renewed_ms;

	f->is_renewing = false;
	if (answer_status(a) != ANSWER_OK)
		return;
	f->renewed_ms = now_ms();
	for (int i = 0; i < answer_rows(a); i++) {
		struct host *h = hosts_find(&f->hosts, answer_bytes(a, i, 0));

		if (h)
			h->lease_mark = mark;
	}
	for (size_t i = f->hosts.n; i-- > 0;) {
		struct host *h = f->hosts.list[i];

		if (h->was_renewing && h->lease_mark != mark && !h->is_leaving)
			lose_host(f, h);
		else
			h->was_renewing = false;
	}
}

static void renew(struct frontier *f)
{
	struct params p = PARAMS_INIT;
	struct span  *names;
	size_t        n = 0;

	if (f->is_renewing || !f->hosts.n || !link_is_up(f->options.link) ||
	    now_ms() - f->renewed_ms < f->options.lease_ms / 3)
		return;
	names = xmalloc(f->hosts.n * sizeof(*names));
	for (size_t i = 0; i < f->hosts.n; i++) {
		struct host *h = f->hosts.list[i];

		h->was_renewing = !h->is_leaving && !h->is_lost;
		if (h->was_renewing)
			names[n++] = span_of(h->name);
	}
	wire_text(params_next(&p), span_of(f->owner));
	wire_text_array(params_next(&p), names, n);
	wire_int8(params_next(&p), f->options.lease_ms);
	f->is_renewing = true;
	link_send(f->options.link, renew_sql, &p, on_renewed, f);
	params_deinit(&p);
	free(names);
}

/* ---- giving back ---- */

static const char release_sql[] =
	"SELECT jobtrend.release($1, $2, $3, $4, $5, $6)";

static void put_release(const struct frontier *f, struct params *p,
			struct host *const *hosts, size_t n)
{
	struct span *names = xmalloc((n + 1) * sizeof(*names));
	struct span *errors = xmalloc((n + 1) * sizeof(*errors));
	int64_t     *next_at = xmalloc((n + 1) * sizeof(*next_at));
	int32_t     *response = xmalloc((n + 1) * sizeof(*response));
	int32_t     *failures = xmalloc((n + 1) * sizeof(*failures));

	for (size_t i = 0; i < n; i++) {
		names[i] = span_of(hosts[i]->name);
		errors[i] = span_of(hosts[i]->error);
		next_at[i] = hosts[i]->pace.next_at_ms * 1000;
		if (next_at[i] <= 0)
			next_at[i] = now_usec();
		response[i] = (int32_t)hosts[i]->pace.response_ms;
		failures[i] = hosts[i]->pace.failures;
	}
	wire_text(params_next(p), span_of(f->owner));
	wire_text_array(params_next(p), names, n);
	wire_time_array(params_next(p), next_at, n);
	wire_int4_array(params_next(p), response, n);
	wire_int4_array(params_next(p), failures, n);
	wire_text_array(params_next(p), errors, n);
	free(names);
	free(errors);
	free(next_at);
	free(response);
	free(failures);
}

/* Nothing of a host is left here, so it may be forgotten at once. */
static void on_released(const struct answer *a, void *arg)
{
	struct frontier *f = arg;

	(void)a; /* lost: the lease runs out */
	if (f->released)
		f->released(f->released_arg);
	f->released = NULL;
}

static void release(struct frontier *f, struct host **hosts, size_t n)
{
	struct params p = PARAMS_INIT;

	put_release(f, &p, hosts, n);
	link_send(f->options.link, release_sql, &p, on_released, f);
	params_deinit(&p);
	for (size_t i = 0; i < n; i++)
		hosts_remove(&f->hosts, hosts[i]);
}

static bool is_done_with(const struct frontier *f, const struct host *h)
{
	if (h->n_held || h->is_loading || is_asking_rules(h) ||
	    h->pace.running)
		return false;
	/* A long pause is better waited for without holding the host. */
	return h->is_exhausted ||
	       h->pace.next_at_ms > now_ms() + f->options.lease_ms;
}

static void release_idle(struct frontier *f)
{
	struct host **idle;
	size_t        n = 0;

	if (!f->hosts.n || !link_is_up(f->options.link))
		return;
	idle = xmalloc(f->hosts.n * sizeof(*idle));
	for (size_t i = 0; i < f->hosts.n; i++) {
		if (is_done_with(f, f->hosts.list[i]))
			idle[n++] = f->hosts.list[i];
	}
	if (n)
		release(f, idle, n);
	free(idle);
}

void frontier_release_all(struct frontier *f, void (*done)(void *arg),
			  void *arg)
{
	struct host **all = xmalloc((f->hosts.n + 1) * sizeof(*all));
	size_t        n = 0;

	f->is_closing = true;
	for (size_t i = 0; i < f->hosts.n; i++) {
		struct host *h = f->hosts.list[i];

		drop_queued(f, h);
		if (!h->n_held)
			all[n++] = h;
	}
	f->released = done;
	f->released_arg = arg;
	release(f, all, n);
	free(all);
}

/* ---- loading ---- */

static const char load_sql[] =
	"SELECT host, source_id, page_id, run_id, due_at, role, kind, depth, "
	"attempts, url, etag, last_modified, body_sha256, ad_digest, "
	"fetched_at, planned, employer, options "
	"FROM jobtrend.load($1, $2, $3, $4, $5)";

enum load_column {
	LOAD_HOST,
	LOAD_SOURCE,
	LOAD_PAGE,
	LOAD_RUN,
	LOAD_DUE,
	LOAD_ROLE,
	LOAD_KIND,
	LOAD_DEPTH,
	LOAD_ATTEMPTS,
	LOAD_URL,
	LOAD_ETAG,
	LOAD_MODIFIED,
	LOAD_SHA256,
	LOAD_DIGEST,
	LOAD_FETCHED,
	LOAD_PLANNED,
	LOAD_EMPLOYER,
	LOAD_OPTIONS,
};

static const char *text_at(struct arena *arena, const struct answer *a,
			   int row, int col)
{
	struct span s = answer_bytes(a, row, col);

	return s.ptr ? arena_strndup(arena, s.ptr, s.len) : NULL;
}

static void read_options(struct page *p, const char *json)
{
	cJSON *o = json ? cJSON_Parse(json) : NULL;
	cJSON *max = cJSON_GetObjectItemCaseSensitive(o, "max_pages");
	cJSON *months = cJSON_GetObjectItemCaseSensitive(o, "backfill_months");

	p->max_pages = 100000; /* as the configuration's default */
	if (cJSON_IsNumber(max) && max->valuedouble >= 1)
		p->max_pages = (int64_t)max->valuedouble;
	if (cJSON_IsNumber(months) && months->valueint > 0)
		p->backfill_months = months->valueint;
	cJSON_Delete(o);
}

static enum link_role role_from(struct span name)
{
	if (span_is(name, "sitemap"))
		return LINK_SITEMAP;
	return span_is(name, "list") ? LINK_LIST : LINK_DETAIL;
}

static struct page *read_page(const struct answer *a, int row)
{
	struct arena arena = ARENA_INIT;
	struct page *p = arena_alloc(&arena, sizeof(*p));
	struct span  sha = answer_bytes(a, row, LOAD_SHA256);
	struct span  digest = answer_bytes(a, row, LOAD_DIGEST);

	p->source_id = (int32_t)answer_int(a, row, LOAD_SOURCE);
	p->page_id = answer_int(a, row, LOAD_PAGE);
	p->run_id = answer_int(a, row, LOAD_RUN);
	p->due_at = answer_time(a, row, LOAD_DUE);
	p->role = role_from(answer_bytes(a, row, LOAD_ROLE));
	p->depth = (int)answer_int(a, row, LOAD_DEPTH);
	p->attempts = (int)answer_int(a, row, LOAD_ATTEMPTS);
	p->url = text_at(&arena, a, row, LOAD_URL);
	p->kind = text_at(&arena, a, row, LOAD_KIND);
	p->employer = text_at(&arena, a, row, LOAD_EMPLOYER);
	p->etag = text_at(&arena, a, row, LOAD_ETAG);
	p->last_modified = text_at(&arena, a, row, LOAD_MODIFIED);
	p->body_sha256 = arena_span(&arena, sha);
	p->ad_digest = arena_span(&arena, digest);
	p->fetched_at = answer_time(a, row, LOAD_FETCHED);
	p->planned = answer_int(a, row, LOAD_PLANNED);
	read_options(p, text_at(&arena, a, row, LOAD_OPTIONS));
	p->arena = arena;
	return p;
}

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
			drop_queued(f, h);
		/* From the start once more: other daemons and late commits
		 * may have put pages before the place we had reached. */
		if (h->is_exhausted && !h->n_held && h->after_due > 1) {
			h->after_due = 1;
			h->after_page = 0;
			h->is_exhausted = false;
		}
		reschedule(f, h);
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
		p = read_page(a, i);
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
		release_idle(f);
		f->options.has_pages(f->options.arg);
		load(f);
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
	put_among(f, p);
	free(names);
	free(due);
	free(page);
	free(amount);
}

static void load(struct frontier *f)
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
	int64_t      now = now_ms();

	if (!h || h->ready_ms > now || f->is_closing) {
		arm(f);
		return NULL;
	}
	/* Without the database nobody else may have got the hosts yet. */
	if (!link_is_up(f->options.link) &&
	    now > f->renewed_ms + f->options.lease_ms)
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
	reschedule(f, h);
	if (wants_pages(f, h))
		load(f);
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
		      now_ms(), first_byte_ms,
		      retry_after_s < 0 ? -1 : retry_after_s * 1000, dice);
	h->error[0] = '\0';
	if (error)
		strncat(h->error, error, sizeof(h->error) - 1);
	reschedule(f, h);
	arm(f);
}

/* A page that is not asked for after all: robots.txt, or the host is dead. */
void frontier_skipped(struct frontier *f, struct host *h)
{
	h->pace.running--;
	h->pace.next_at_ms = h->before_ms;
	reschedule(f, h);
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
	pace_ruled(&h->pace, &f->policy, now_ms(),
		   h->robots ? robots_crawl_delay_ms(h->robots) : -1);
	h->rules = !strcmp(state, "disallow_all") ? RULES_REFUSED
		   : may_ask_reservations(f, h)	 ? RULES_TDM_UNKNOWN
						 : RULES_KNOWN;
	h->rules_at = now_usec();
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
	reschedule(f, h);
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
	reschedule(f, h);
	arm(f);
}

void frontier_settled(struct frontier *f, struct host *h)
{
	f->n_pages--;
	h->n_held--;
	if (h->is_lost && !h->n_held && !is_asking_rules(h))
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
	load(f);
	lease(f);
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

static void on_tick(uv_timer_t *timer)
{
	struct frontier *f = timer->data;

	if (f->is_closing)
		return;
	renew(f);
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
	free(f->agent);
	f->agent = xstrdup(c->agent);
	for (size_t i = 0; i < f->hosts.n; i++)
		reschedule(f, f->hosts.list[i]);
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
	f->renewed_ms = f->hosts.n ? 0 : now_ms();
	f->is_leasing = f->is_renewing = f->is_loading = false;
	renew(f);
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
