/*
 * metrics.h - what the daemon has done since it started.
 *
 * Counters only grow; gauges are what is there now. Names follow Prometheus:
 * base units, `_total` for counters.
 */
#ifndef DAEMON_METRICS_H
#define DAEMON_METRICS_H

#include "base/buf.h"

#include <stdint.h>

struct metrics {
	/* counters */
	uint64_t pages_total;       /* answers of any kind */
	uint64_t pages_ok_total;    /* 200 */
	uint64_t pages_same_total;  /* 304, or a body known before */
	uint64_t pages_gone_total;  /* 404, 410 */
	uint64_t pages_failed_total;
	uint64_t pages_retried_total;
	uint64_t pages_refused_total; /* robots.txt, TDM, address */
	uint64_t robots_total;
	uint64_t wire_bytes_total;
	uint64_t ads_total;         /* new or changed */
	uint64_t ads_touched_total;
	uint64_t links_total;
	uint64_t runs_total;
	uint64_t runs_ok_total;
	uint64_t runs_blocked_total; /* refused: state blocked */
	uint64_t store_batches_total;
	uint64_t store_microseconds_total;
	uint64_t store_refused_total;
	uint64_t spooled_total;
	/* gauges */
	uint64_t fetches_under_way;
	uint64_t pages_in_pool;
	uint64_t hosts_held;
	uint64_t pages_held;
	uint64_t spool_bytes;
	uint64_t spool_limit_bytes; /* 0: there is no spool */
	uint64_t resident_bytes;
	double   cpu_seconds_total;
	double   pages_per_second; /* of the last seconds */
	double   ads_per_second;
};

/* Resident memory and processor time, as the system has them. */
void metrics_of_process(struct metrics *m);

/* As a JSON object, appended. */
void metrics_json(const struct metrics *m, struct buf *out);

/* As they were when rates were last measured; zeroed at first. */
struct metrics_rated {
	uint64_t ms, pages, ads;
};

/* Pages and ads a second since the last time. */
void metrics_measure_rates(struct metrics *m, struct metrics_rated *last,
			   uint64_t now_ms);

#endif
