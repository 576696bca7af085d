/*
 * frontier.h - which page is to be fetched next.
 *
 * Leases hosts from the database, loads their due pages, keeps the leases,
 * gives hosts back that have nothing left. The database decides; this is its
 * short-term memory, bounded, and worth nothing after a crash.
 */
#ifndef DAEMON_FRONTIER_H
#define DAEMON_FRONTIER_H

#include "daemon/host.h"

#include <stdbool.h>
#include <stdint.h>
#include <uv.h>

struct config;
struct frontier;
struct link;
struct store;

struct frontier_options {
	struct link       *link;  /* borrowed */
	const char        *owner; /* whose leases; copied */
	const int32_t     *among; /* sources; NULL: all. Copied */
	size_t             n_among;
	size_t             max_hosts;
	/* Something may be fetched now. */
	void (*has_pages)(void *arg);
	void *arg;
};

struct frontier *frontier_open(uv_loop_t *loop,
			       const struct frontier_options *options);
/* The hosts must have been given back, or their leases run out. */
void frontier_close(struct frontier *f);

void frontier_set_policy(struct frontier *f, const struct config *c);

/* The connection is there (again). */
void frontier_wake(struct frontier *f);
/* May hosts and pages be taken? False while results wait on disk. */
void frontier_set_loading(struct frontier *f, bool is_on);
/* New pages were stored: look for them without waiting for the next tick. */
void frontier_news(struct frontier *f);

/*
 * The next host that may be asked now, with its page, the caller's; NULL when
 * there is none. *page is NULL when the host's rules are to be fetched:
 * robots.txt (RULES_FETCHING), which ends with frontier_rules, or tdmrep.json
 * (RULES_TDM_FETCHING), which ends with frontier_reservations. Each call counts as a
 * request begun and is ended by frontier_answered or frontier_skipped.
 */
struct host *frontier_next(struct frontier *f, struct page **page);
/* The first page of a host whose rules are to be fetched: tells the scheme. */
const struct page *frontier_peek(const struct host *h);
/* It has failed so often that its pages are given up for today. */
bool frontier_is_dead(const struct host *h);

/* A request to `h` was answered (http_status 0: not). */
void frontier_answered(struct frontier *f, struct host *h, int http_status,
		       int64_t first_byte_ms, int64_t retry_after_s,
		       const char *error);
/* No request was made after all. */
void frontier_skipped(struct frontier *f, struct host *h);
/*
 * The rules are known: `state` as host.robots_state, `body` when "rules".
 * `is_kept`: to be remembered in the database.
 */
void frontier_rules(struct frontier *f, struct host *h, const char *state,
		    struct span body, bool is_kept);

/*
 * What tdmrep.json says, absent when there is none; kept in the database with
 * the rules.
 */
void frontier_reservations(struct frontier *f, struct host *h,
			   struct span body);

/* A page of `h` is stored, or dropped: it may be loaded again. */
void frontier_settled(struct frontier *f, struct host *h);

/* Give all hosts back; `done` comes when the database has answered. */
void frontier_release_all(struct frontier *f, void (*done)(void *arg),
			  void *arg);

struct frontier_counters {
	size_t hosts, pages; /* held */
};
void frontier_counters(const struct frontier *f, struct frontier_counters *out);

#endif
