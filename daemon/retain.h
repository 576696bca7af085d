/*
 * retain.h - what need not be kept for good goes, a little every day.
 */
#ifndef DAEMON_RETAIN_H
#define DAEMON_RETAIN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct link;

struct retain {
	int64_t      text_keep_s;   /* of ads that are gone; 0: for good */
	int64_t      detail_keep_s; /* of what they said before; 0: for good */
	struct link *link;          /* borrowed; for what takes long */
	size_t       task;          /* which is under way */
	int32_t      source_id;     /* done up to this one */
	uint64_t     at_ms;         /* of the loop: no sooner */
	bool         is_asking;
	uint64_t (*now_ms)(void *arg);
	void *arg;
};

/* Nothing is asked before `first_ms`. */
void retain_init(struct retain *r, struct link *link, uint64_t first_ms,
		 uint64_t (*now_ms)(void *arg), void *arg);

/* One step, if one is due and none is under way. */
void retain_if_due(struct retain *r);

#endif
