/*
 * metrics.h - what this process has done, as Prometheus reads it.
 */
#ifndef WEB_METRICS_H
#define WEB_METRICS_H

#include "base/buf.h"
#include "web/table.h"

#include <stddef.h>
#include <stdint.h>

struct metrics;

struct metrics *metrics_new(void);
void            metrics_free(struct metrics *m);

/* `route` is a path of route.h, or one of "page", "other"; static. */
void metrics_count_request(struct metrics *m, const char *route,
			   unsigned status, int64_t microseconds);
void metrics_count_cache(struct metrics *m, int is_hit);
/* `status` is an enum db_status. */
void metrics_count_query(struct metrics *m, int status, int64_t microseconds);
void metrics_count_hung_up(struct metrics *m, size_t n);

struct metrics_now { /* gauges */
	size_t connections, cache_bytes, queue_length;
	int    is_database_up;
};

/* Text format 0.0.4. `daemons`: rows of SQL_DAEMONS, or NULL. */
void metrics_text(struct metrics *m, const struct metrics_now *now,
		  const struct table *daemons, struct buf *out);

int64_t metrics_now_us(void); /* a clock for durations */

#endif
