#include "cli/manners.h"

#include "cli/progress.h"

#include "base/mem.h"
#include "daemon/pace.h"
#include "parsers/url.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>

struct host {
	struct span authority; /* owned */
	struct pace pace;
};

struct manners {
	pthread_mutex_t    lock;
	pthread_cond_t     freed; /* some host has been answered */
	struct pace_policy policy;
	struct host       *hosts;
	size_t             n, cap;
};

struct manners *manners_new(const struct config *c)
{
	struct manners    *m = xcalloc(1, sizeof(*m));
	pthread_condattr_t clock;

	pthread_mutex_init(&m->lock, NULL);
	pthread_condattr_init(&clock);
	pthread_condattr_setclock(&clock, CLOCK_MONOTONIC);
	pthread_cond_init(&m->freed, &clock);
	pthread_condattr_destroy(&clock);
	pace_policy_from(&m->policy, c);
	m->policy.per_host = 1;
	return m;
}

void manners_free(struct manners *m)
{
	if (!m)
		return;
	for (size_t i = 0; i < m->n; i++)
		free((char *)m->hosts[i].authority.ptr);
	free(m->hosts);
	pthread_cond_destroy(&m->freed);
	pthread_mutex_destroy(&m->lock);
	free(m);
}

/* Valid until the next call: the table may grow. */
static struct host *host_of(struct manners *m, const char *url)
{
	struct url_parts u;
	struct host     *h;

	if (!url_split(span_of(url), &u))
		u.authority = SPAN("");
	for (size_t i = 0; i < m->n; i++) {
		h = &m->hosts[i];
		if (h->authority.len == u.authority.len &&
		    !strncasecmp(h->authority.ptr, u.authority.ptr,
				 u.authority.len))
			return h;
	}
	if (m->n == m->cap) {
		m->cap = m->cap ? 2 * m->cap : 64;
		m->hosts = xrealloc(m->hosts, m->cap * sizeof(*m->hosts));
	}
	h = &m->hosts[m->n++];
	h->authority.ptr = xstrndup(u.authority.ptr, u.authority.len);
	h->authority.len = u.authority.len;
	pace_init(&h->pace);
	return h;
}

static void wait_until(struct manners *m, int64_t at_ms)
{
	struct timespec t = { .tv_sec = at_ms / 1000,
			      .tv_nsec = at_ms % 1000 * 1000000 };

	if (at_ms == PACE_NEVER)
		pthread_cond_wait(&m->freed, &m->lock);
	else
		pthread_cond_timedwait(&m->freed, &m->lock, &t);
}

void manners_begin(struct manners *m, const char *url)
{
	pthread_mutex_lock(&m->lock);
	for (;;) {
		struct pace *p = &host_of(m, url)->pace;
		int64_t      at_ms = pace_ready_at(p, &m->policy);

		if (at_ms <= now_ms()) {
			pace_started(p, &m->policy, now_ms());
			break;
		}
		wait_until(m, at_ms);
	}
	pthread_mutex_unlock(&m->lock);
}

void manners_end(struct manners *m, const char *url, int http_status,
		 int64_t elapsed_ms, int64_t crawl_delay_ms)
{
	struct pace *p;

	pthread_mutex_lock(&m->lock);
	p = &host_of(m, url)->pace;
	pace_answered(p, &m->policy, pace_answer_of(http_status), now_ms(),
		      http_status ? elapsed_ms : -1, -1, UINT32_MAX / 2);
	if (http_status)
		pace_ruled(p, &m->policy, now_ms(), crawl_delay_ms);
	pthread_cond_broadcast(&m->freed);
	pthread_mutex_unlock(&m->lock);
}
