/*
 * engine.h - crawls: sources in, rows out.
 *
 * The same engine for the daemon (until it is told to stop) and for
 * `jobtrendctl source crawl` (these sources, once). It blocks the caller.
 */
#ifndef DAEMON_ENGINE_H
#define DAEMON_ENGINE_H

#include "base/error.h"
#include "daemon/metrics.h"
#include "daemon/schedule.h"

#include <stdbool.h>
#include <stddef.h>

struct config;
struct taxonomy;

struct engine_options {
	const struct config   *config;   /* borrowed until engine_run returns */
	const char            *conninfo;
	const struct taxonomy *taxonomy; /* borrowed */
	/*
	 * Ids of the sources to visit, whether due or not; NULL: all that are
	 * due. Implies nothing about how long: see is_once.
	 */
	const char *const *sources;
	size_t             n_sources;
	bool               is_once;   /* until every visit has ended */
	int         backfill_months; /* of sources that have a past, at least */
	bool               is_daemon; /* configured sources are told to the
				       * database, results may be spooled under
				       * state_dir, signals reload and stop,
				       * the service manager is told */
	/* A new configuration on SIGHUP; NULL keeps the old. Daemon only. */
	const struct config *(*reload)(void *arg);
	/* May be NULL. */
	void (*run_ended)(void *arg, const struct run_end *end);
	/* Every second or so. False stops it. */
	bool (*progress)(void *arg, const struct metrics *m);
	void *arg;
};

/*
 * False with `err` when it cannot begin: no database, no schema, no such
 * source. Runs that fail are no error: they are reported to run_ended.
 */
bool engine_run(const struct engine_options *options, struct error *err);

#endif
