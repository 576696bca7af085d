/*
 * host.h - the hosts this daemon has leased, and which may be asked next.
 *
 * Plain data: hosts by name, and a heap by the time each may be asked again,
 * so that the next one is found in O(log n) however many there are.
 */
#ifndef DAEMON_HOST_H
#define DAEMON_HOST_H

#include "daemon/pace.h"
#include "daemon/page.h"
#include "daemon/robots.h"
#include "daemon/tdm.h"

#include <stdbool.h>
#include <stdint.h>

enum host_rules {
	RULES_UNKNOWN,  /* robots.txt has to be fetched first */
	RULES_FETCHING,
	RULES_TDM_UNKNOWN, /* robots.txt came; tdmrep.json is next */
	RULES_TDM_FETCHING,
	RULES_KNOWN,    /* `robots`, or NULL: all is allowed */
	RULES_REFUSED,  /* no answer: all is disallowed for now */
};

struct host {
	char            name[HOST_MAX];
	struct pace     pace;
	enum host_rules rules;
	struct robots  *robots;
	struct tdm     *tdm; /* NULL: nothing is reserved by the host */
	int64_t         rules_at; /* when they came, microseconds */
	char            error[160]; /* last failure, "" none */

	struct page  *first, **last; /* loaded, not begun */
	size_t        n_queued;
	size_t        n_held; /* loaded and not settled, begun ones included */
	int64_t       after_due; /* where the next loading goes on */
	int64_t       after_page;
	bool          is_barred; /* we refuse its address: no use in trying */
	bool          is_loading;
	bool          is_exhausted; /* the last loading brought fewer than asked */
	bool          is_lost;      /* the lease: its pages are dropped */
	bool          is_leaving;   /* being given back */
	bool          was_renewing;
	int64_t       lease_mark; /* of the renewal that confirmed it */
	size_t        n_asked, n_loaded; /* of the loading under way */
	int64_t       before_ms; /* pace.next_at_ms before the last request */
	int64_t       ready_ms; /* key of the heap */
	size_t        heap_at;  /* place in the heap, SIZE_MAX: not in it */
	size_t        list_at;
};

struct hosts {
	struct host **list; /* in no order */
	size_t        n, cap;
	struct host **slots; /* by name, open addressing */
	size_t        n_slots;
	struct host **heap;
	size_t        n_heap, cap_heap;
};

void hosts_deinit(struct hosts *h);

struct host *hosts_find(const struct hosts *h, struct span name);
/* A new one; there must be none of that name. */
struct host *hosts_add(struct hosts *h, struct span name);
/* Its pages must be gone. */
void hosts_remove(struct hosts *h, struct host *host);

/* May be asked from `ready_ms` on; PACE_NEVER takes it out of the heap. */
void hosts_schedule(struct hosts *h, struct host *host, int64_t ready_ms);
/* The one that may be asked first, or NULL. */
struct host *hosts_first(const struct hosts *h);

void         host_put(struct host *host, struct page *p);
struct page *host_take(struct host *host); /* NULL: none */

#endif
