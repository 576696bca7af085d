/*
 * budget.h - how many pages each open run has planned so far.
 *
 * The database counts exactly (run.planned); this adds what is on its way
 * there, so that an endless sitemap is cut at max_pages and not a batch later.
 */
#ifndef DAEMON_BUDGET_H
#define DAEMON_BUDGET_H

#include <stddef.h>
#include <stdint.h>

struct budget {
	struct budget_slot {
		int64_t run_id; /* 0: free */
		int64_t planned;
	}     *slots;
	size_t n, cap; /* cap: a power of two */
};

#define BUDGET_INIT { NULL, 0, 0 }

void    budget_deinit(struct budget *b);
/* At least `planned` pages are; returns how many are known to be. */
int64_t budget_raise(struct budget *b, int64_t run_id, int64_t planned);
void    budget_add(struct budget *b, int64_t run_id, int64_t pages);
/* The run is over. */
void    budget_forget(struct budget *b, int64_t run_id);

#endif
