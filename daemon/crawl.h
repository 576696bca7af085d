/*
 * crawl.h - pages through fetcher, pool and store (see the diagram in
 * engine.c).
 */
#ifndef DAEMON_CRAWL_H
#define DAEMON_CRAWL_H

#include "daemon/budget.h"
#include "daemon/credential.h"
#include "daemon/fetch.h"
#include "daemon/frontier.h"
#include "daemon/metrics.h"
#include "daemon/pool.h"
#include "daemon/store.h"
#include "daemon/token.h"

struct config;

struct crawl_options {
	uv_loop_t                    *loop;
	const struct config          *config;
	const struct outcome_context *context; /* borrowed */
	struct link                  *link;    /* borrowed */
	struct spool                 *spool;   /* borrowed, or NULL */
	struct keeper                *keeper;  /* borrowed, or NULL */
	int                           threads;
	int                           backfill_months; /* at least */
	int64_t patience_ms; /* longer pauses end a visit; 0: wait */
	void (*run_idle)(void *arg, int32_t source_id, int64_t run_id);
	void (*stored)(void *arg, bool is_busy);
	void *arg;
};

struct crawl {
	struct crawl_options    options;
	struct fetcher         *fetcher; /* opened by the caller */
	struct frontier        *frontier;
	struct pool            *pool;
	struct store           *store;
	struct outcome_builder *builder; /* of the loop thread */
	struct budget           budget;
	struct credentials     *credentials;
	struct tokens          *tokens;
	struct token_ask       *token_asks; /* under way */
	struct metrics          metrics; /* counters only */
	struct pace_policy      policy;
	int64_t                 retries;
	int64_t                 max_transfers;
	uint64_t                taxonomy_hash;
	bool                    is_tdm_obeyed;
	bool                    is_draining; /* no new fetches */
	bool                    is_pumping;
};

void crawl_open(struct crawl *c, const struct crawl_options *options,
		struct frontier_options *frontier);
/* Parts with handles are closed by the caller; this is the rest. */
void crawl_deinit(struct crawl *c);

void crawl_set_config(struct crawl *c, const struct config *config);

/*
 * Read the keys anew, also before crawl_open; tokens that were got with those
 * of before go. False with `err`: those of before stay.
 */
bool crawl_load_credentials(struct crawl *c, struct error *err);
void crawl_drop_secrets(struct crawl *c);

/* Begin as many fetches as the bounds allow. */
void crawl_pump(struct crawl *c);
/* Give up the transfers under way. */
void crawl_cancel(struct crawl *c);

#endif
