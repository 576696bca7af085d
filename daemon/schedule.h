/*
 * schedule.h - when sources are visited, and how their runs end.
 *
 *   due -> open (run and first pages) ... pages ... idle -> finish -> fold
 */
#ifndef DAEMON_SCHEDULE_H
#define DAEMON_SCHEDULE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <uv.h>

struct config;
struct link;
struct schedule;

/* How a run ended. Texts are borrowed for the call. */
struct run_end {
	const char *source;
	const char *state;  /* as run.state */
	const char *reason; /* "" when there is none */
	int32_t     source_id;
	int64_t     run_id;
	int64_t     listed; /* -1: not said */
	int64_t     fetched, failed, ads_seen, ads_new, ads_gone;
};

struct schedule_options {
	struct link   *link;      /* borrowed */
	struct link   *fold_link; /* for what takes long; borrowed */
	const char    *conninfo;  /* for a thread that counts; borrowed */
	const char    *owner;     /* whose configuration it is; borrowed */
	const int32_t *among;     /* sources; NULL: all. Borrowed */
	size_t         n_among;
	bool           is_once; /* each source one visit */
	void (*opened)(void *arg);
	void (*ended)(void *arg, const struct run_end *end);
	void *arg;
};

struct schedule *schedule_open(uv_loop_t *loop,
			       const struct schedule_options *options);
void             schedule_close(struct schedule *s);

/* What a reload may change. */
void schedule_set_config(struct schedule *s, const struct config *c);
/* The connection is there (again). */
void schedule_wake(struct schedule *s);
/* Open no more runs. */
void schedule_stop(struct schedule *s);
/*
 * Tell the database of the configured sources. Those that this daemon's
 * configuration named before and names no more are visited no longer.
 */
void schedule_sync(struct schedule *s, const struct config *c);

/* Nothing is left to fetch in a run. */
void schedule_run_idle(struct schedule *s, int32_t source_id, int64_t run_id);
/* Ads were stored: there is something to fold. `has_more`: others follow. */
void schedule_stored(struct schedule *s, bool has_more);

/* is_once: all runs are over and everything is folded. */
bool schedule_is_done(const struct schedule *s);

#endif
