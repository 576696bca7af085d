/*
 * frontier_state.h - what the files of the frontier share.
 */
#ifndef DAEMON_FRONTIER_STATE_H
#define DAEMON_FRONTIER_STATE_H

#include "daemon/frontier.h"

struct answer;
struct params;

struct frontier {
	uv_loop_t              *loop;
	struct frontier_options options;
	char                   *owner;
	int32_t                *among;
	struct pace_policy      policy;
	uint64_t                lease_ms;
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
	uint64_t                renewed_ms; /* of the loop: it never jumps */
	int64_t                 n_renewals;
	int64_t                 clock_ms; /* UTC less the loop's time */
	size_t                  n_pages;
	char                   *agent;
	void (*released)(void *arg);
	void *released_arg;
};

/* UTC, as pace.h and the database count. */
int64_t frontier_now_usec(void);
int64_t frontier_now_ms(void);

/* The sources that are meant, as a parameter. */
void frontier_put_among(const struct frontier *f, struct params *p);

/* Put the host where the heap has to have it now. */
void frontier_reschedule(struct frontier *f, struct host *h);
/* A request for its robots.txt, or another file of rules, is under way. */
bool frontier_is_asking_rules(const struct host *h);
void frontier_load(struct frontier *f);
void frontier_drop_queued(struct frontier *f, struct host *h);

/* frontier_lease.c */
void frontier_lease(struct frontier *f);
void frontier_renew(struct frontier *f);
void frontier_release_idle(struct frontier *f);

/* frontier_page.c: columns of load() and a page made of its row. */
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
	LOAD_POST,
	LOAD_ADS_HASH,
	LOAD_TRAIL,
	LOAD_SOURCE_KIND,
	LOAD_SOURCE_URL,
	LOAD_SOURCE_ID,
	LOAD_IS_KEPT,
	LOAD_FILLED,
};
struct page *frontier_read_page(const struct answer *a, int row);

#endif
