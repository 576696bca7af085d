/*
 * pace.h - how fast one host may be asked.
 *
 * A pure state machine: the clock and the dice are arguments. Times are
 * milliseconds of any one clock; the daemon uses UTC, so that next_at_ms can
 * be stored with the host and holds for the next lessee on another machine.
 *
 *   ready --started--> waiting for the answer --answered--> pausing --> ready
 *
 * The pause after a good answer is the longest of the configured delay, the
 * site's Crawl-delay and the response time times a factor; after a failure
 * it doubles with each further one, with jitter; Retry-After outranks both.
 */
#ifndef DAEMON_PACE_H
#define DAEMON_PACE_H

#include "base/span.h"

#include <stdbool.h>
#include <stdint.h>

struct config;

struct pace_policy {
	int64_t delay_ms;           /* least pause */
	int64_t delay_max_ms;       /* most pause made of the response time */
	double  delay_factor;       /* of the response time */
	int64_t crawl_delay_max_ms; /* a longer Crawl-delay counts as this */
	int64_t backoff_min_ms;
	int64_t backoff_max_ms; /* also the longest Retry-After obeyed */
	int     per_host;       /* requests under way at a time */
};

/* Filled in by pace_init and the calls below; plain data, may be copied. */
struct pace {
	int64_t next_at_ms;     /* no request before this */
	int64_t response_ms;    /* smoothed; -1: none seen */
	int64_t crawl_delay_ms; /* of robots.txt; -1: none */
	int     failures;       /* in a row */
	int     running;        /* requests under way */
};

enum pace_answer {
	PACE_GOOD,   /* the host works: any answer that is not one of these */
	PACE_BUSY,   /* 429, 503: asks for patience */
	PACE_FAILED, /* 5xx, time-out, no connection */
};

#define PACE_NEVER INT64_MAX

void pace_init(struct pace *p);
void pace_policy_from(struct pace_policy *policy, const struct config *c);

/* When the next request may start: <= now_ms: at once; PACE_NEVER: only after
 * one of those under way has been answered. */
int64_t pace_ready_at(const struct pace *p, const struct pace_policy *policy);

/* The pause that follows a good answer. */
int64_t pace_delay_ms(const struct pace *p, const struct pace_policy *policy);

void pace_started(struct pace *p, const struct pace_policy *policy,
		  int64_t now_ms);

/*
 *   response_ms     until the first byte; -1: none came
 *   retry_after_ms  what the host asked for; -1: nothing
 *   random          any 32 bits, for the jitter
 */
void pace_answered(struct pace *p, const struct pace_policy *policy,
		   enum pace_answer answer, int64_t now_ms,
		   int64_t response_ms, int64_t retry_after_ms,
		   uint32_t random);

/* robots.txt has just come, with this Crawl-delay (-1: none): it holds for the
 * next request already. */
void pace_ruled(struct pace *p, const struct pace_policy *policy,
		int64_t now_ms, int64_t crawl_delay_ms);

/* Pause after the failure number `failures` (from 1). */
int64_t pace_backoff_ms(const struct pace_policy *policy, int failures,
			uint32_t random);

/* What an HTTP status says about the host; 0 stands for no answer. */
enum pace_answer pace_answer_of(int http_status);

/*
 * The value of Retry-After in seconds from `now` (Unix time): digits, or an
 * HTTP date in any of its three forms (RFC 9110 10.2.3). Past dates give 0.
 * False when it is neither.
 */
bool retry_after_parse(struct span value, int64_t now, int64_t *seconds);

#endif
