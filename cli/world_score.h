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

/* A world that was scored. */
struct world_run {
	char    kind[WORLD_NAME];
	int64_t seed;     /* of our own; -1: somebody else's */
	int64_t number;   /* by which our generator draws it */
	int64_t size;     /* AI vacancies a year, as asked of the generator */
	int64_t postings; /* vacancies in all */
	int64_t ads;      /* of all worlds that were counted in one database with
			     it, told with the first of them */
};

/* One cell of one world. NAN: not known. */
struct world_cell {
	char   kind[WORLD_NAME];
	char   name[96];   /* region, skill, period and measure */
	size_t world;      /* index of its run */
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
	double bridge[BRIDGE_NAMES]; /* log points */
	double bridge_off; /* of the sum, from the naive change */
	double absent_off; /* largest part that has nothing to explain */
};

struct world_life {
	char   kind[WORLD_NAME];
	size_t world;
	double true_days, days, lo, hi;
};

struct world_scores {
	struct world_cell *cells;
	size_t             n_cells;
	struct world_life *lives;
	size_t             n_lives;
	struct world_run  *worlds;
	size_t             n_worlds;
};

extern const char *const world_bridge_names[BRIDGE_NAMES];

void world_scores_deinit(struct world_scores *s);

/*
 * Ask a database that has imported the worlds of a truth file, and add what
 * it says. False with `err`.
 */
bool world_score(struct database *db, const char *truth_path,
		 struct world_scores *s, struct error *err);

#endif
