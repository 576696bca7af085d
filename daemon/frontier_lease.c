/*
 * frontier_lease.c - hosts come, are kept, and go back.
 */
#include "daemon/frontier_state.h"

#include "base/mem.h"
#include "daemon/link.h"
#include "daemon/log.h"
#include "daemon/wire.h"

#include <stdlib.h>

#define LEASE_AT_ONCE 500 /* hosts of one question: others want some too */
#define REFUSED_S 600 /* a robots.txt without answer is asked for again */

/* ---- leasing ---- */

static const char lease_sql[] =
	"SELECT host, next_at, response_ms, failures, robots_state, "
	"robots_body, robots_fetched_at, tdm_body "
	"FROM jobtrend.lease($1, $2, $3, $4)";

static void take_rules(struct frontier *f, struct host *h,
		       const struct answer *a, int row)
{
	struct span state = answer_bytes(a, row, 4);
	int64_t     at = answer_time(a, row, 6);
	int64_t     age = frontier_now_usec() - at;

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
	int64_t      next_at_ms = answer_time(a, row, 1) / 1000;

	if (h) { /* the lease ran out and came back: go on */
		h->is_lost = false;
		if (h->pace.next_at_ms < next_at_ms)
			h->pace.next_at_ms = next_at_ms; /* another asked it */
		frontier_reschedule(f, h);
		return;
	}
	h = hosts_add(&f->hosts, name);
	h->after_due = 1;
	h->pace.next_at_ms = next_at_ms;
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
		f->renewed_ms = uv_now(f->loop);
	for (int i = 0; i < answer_rows(a); i++)
		add_host(f, a, i);
	if (answer_rows(a))
		frontier_load(f);
}

void frontier_lease(struct frontier *f)
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
	wire_int8(params_next(&p), (int64_t)f->lease_ms);
	frontier_put_among(f, &p);
	f->is_leasing = true;
	link_send(f->options.link, lease_sql, &p, on_leased, f);
	params_deinit(&p);
}

/* ---- keeping ---- */

static const char renew_sql[] = "SELECT jobtrend.renew($1, $2, $3)";

static void lose_host(struct frontier *f, struct host *h)
{
	log_warning("frontier %s: lease lost", h->name);
	h->is_lost = true;
	frontier_drop_queued(f, h);
	if (!h->n_held && !frontier_is_asking_rules(h))
		hosts_remove(&f->hosts, h);
	else
		frontier_reschedule(f, h);
}

static void on_renewed(const struct answer *a, void *arg)
{
	struct frontier *f = arg;
	int64_t          mark = ++f->n_renewals;

	f->is_renewing = false;
	if (answer_status(a) != ANSWER_OK)
		return;
	f->renewed_ms = uv_now(f->loop);
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

void frontier_renew(struct frontier *f)
{
	struct params p = PARAMS_INIT;
	struct span  *names;
	size_t        n = 0;

	if (f->is_renewing || !f->hosts.n || !link_is_up(f->options.link) ||
	    uv_now(f->loop) - f->renewed_ms < f->lease_ms / 3)
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
	wire_int8(params_next(&p), (int64_t)f->lease_ms);
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
			next_at[i] = frontier_now_usec();
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
	if (h->n_held || h->is_loading || frontier_is_asking_rules(h) ||
	    h->pace.running)
		return false;
	/* A long pause is better waited for without holding the host. */
	return h->is_exhausted ||
	       h->pace.next_at_ms > frontier_now_ms() + (int64_t)f->lease_ms;
}

/* Pages that cannot be asked for within the lease stay in the database. */
static void drop_if_paused(struct frontier *f, struct host *h)
{
	if (h->n_queued && h->n_queued == h->n_held && !h->is_loading &&
	    h->pace.next_at_ms > frontier_now_ms() + (int64_t)f->lease_ms)
		frontier_drop_queued(f, h);
}

void frontier_release_idle(struct frontier *f)
{
	struct host **idle;
	size_t        n = 0;

	if (!f->hosts.n || !link_is_up(f->options.link))
		return;
	idle = xmalloc(f->hosts.n * sizeof(*idle));
	for (size_t i = 0; i < f->hosts.n; i++) {
		drop_if_paused(f, f->hosts.list[i]);
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

		frontier_drop_queued(f, h);
		if (!h->n_held)
			all[n++] = h;
	}
	f->released = done;
	f->released_arg = arg;
	release(f, all, n);
	free(all);
}
