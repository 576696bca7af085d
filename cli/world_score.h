/*
 * world_score.h - what is counted in worlds whose truth is known, beside it.
 */
#ifndef CLI_WORLD_SCORE_H
#define CLI_WORLD_SCORE_H

#include "base/error.h"
#include "daemon/database.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum world_method {
	METHOD_NAIVE,   /* every ad that names the skill */
	METHOD_FIXED,   /* of sources without a failed visit in both windows */
	METHOD_SAME,    /* of sources with a healthy visit in both windows */
	METHOD_CHAINED, /* month on month (trends/chain.h) */
	METHOD_GEKS,    /* every month of 13 with every other */
	METHOD_OURS,    /* jobtrend.yoy() */
	METHOD_PERFECT, /* no method: sources that lasted, perfectly observed */
	N_METHODS,
};

#define WORLD_NAME 32   /* bytes of the name of a kind */
#define BRIDGE_NAMES 7

/* One cell of one world. NAN: not known. */
struct world_cell {
	char   kind[WORLD_NAME];
	size_t world;      /* counts up over all truth files */
	bool   is_still;   /* nothing grows there */
	bool   is_first;   /* the first of its world: the headline */
	bool   is_flow;
	double n, n_base;  /* postings, in truth */
	double change;     /* what happened */
	double expected;   /* the mean over all worlds of that process */
	double by[N_METHODS];
	double lo, hi;
	double jack_lo, jack_hi; /* by the jackknife over sources */
	bool   has_flag;   /* one that warns of what was observed */
	double bridge_off; /* of the sum, from the naive change */
	double absent_off; /* largest part that has nothing to explain */
};

struct world_life {
	char   kind[WORLD_NAME];
	double true_days, days, lo, hi;
};

struct world_scores {
	struct world_cell *cells;
	size_t             n_cells;
	struct world_life *lives;
	size_t             n_lives;
	size_t             n_worlds;
	int64_t            postings; /* vacancies of the worlds */
	int64_t            ads;
};

void world_scores_deinit(struct world_scores *s);

/*
 * Ask a database that has imported the worlds of a truth file, and add what
 * it says. False with `err`.
 */
bool world_score(struct database *db, const char *truth_path,
		 struct world_scores *s, struct error *err);

#endif
