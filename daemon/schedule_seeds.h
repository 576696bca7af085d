/*
 * schedule_seeds.h - the first pages of a run, as open_run() takes them.
 */
#ifndef DAEMON_SCHEDULE_SEEDS_H
#define DAEMON_SCHEDULE_SEEDS_H

#include "daemon/link.h"
#include "daemon/outcome_row.h"
#include "daemon/page.h"

struct seeds {
	struct outcome_link link[2];
	size_t              n;
};

/* False, and nothing added, for an address without a host. Borrows all. */
bool schedule_add_seed(struct seeds *to, int32_t source_id, const char *kind,
		       struct span url, struct span post, char host[HOST_MAX]);

/* The next parameter: an array of link_input. */
void schedule_put_seeds(const struct link *link, struct params *p,
			const struct seeds *seeds);

#endif
