/*
 * cell_worker.h - what the files of cell.h share.
 */
#ifndef TRENDS_CELL_WORKER_H
#define TRENDS_CELL_WORKER_H

#include "trends/cell.h"

#define PLAN_MONTHS 60 /* that are looked at for the standard set */

/* A skill in all regions; of any skill only one. */
struct task {
	int32_t  skill;
	uint32_t region;
	size_t   rows;
};

/* Months of a window and of its base, by number: [is_base][from, to). */
struct plan_window {
	int months[2][2];
};

/* A pair of which anything is wanted. */
struct wanted_pair {
	int32_t  skill;
	uint32_t region;
};

struct cells {
	struct cell_inputs     in;
	struct counted_window *windows;
	struct plan_window    *plan_windows;
	struct calendar        calendars[SERIES_GRAINS];
	struct calendar        covers[SERIES_GRAINS]; /* of coverage */
	struct wanted_pair    *pairs; /* by skill and region */
	size_t                 n_pairs;
	bool                  *every; /* by region: all pairs are wanted */
	bool                   is_every; /* in any region */
	struct task           *tasks;
	size_t                 n_tasks;
	int32_t                skills; /* one more than the highest */
	int32_t               *months; /* starts, PLAN_MONTHS + 1 of them */
	size_t                *month_rows; /* the first row of each */
	struct bootstrap      *bootstrap;
	double (*coverage)[2]; /* by region and window: the period, its base */
};

struct cell_worker {
	const struct cells     *c;
	const struct cell_sink *sink;
	struct counter         *counter;
	struct series_counter  *series;
	struct lister          *lister;
	struct row_list        *lists; /* by region: of the skill */
	struct row_list         whole; /* every row of the region, for shares */
	uint8_t                *wanted; /* by window, definition and measure */
	bool                   *is_listed; /* by region: of the skill at hand */
	const struct cell_series *due[2]; /* of the pair; its own, every one's */
	uint32_t region;
	int32_t  skill;
};

#define WANTED_MEASURES 2
#define WANTED_SIZE     (WANTED_MEASURES * (DEFINITIONS_MAX + 1))

/* Does a cell belong to what is to be answered? By window, definition, measure.
 */
uint8_t *cell_wanted(struct cell_worker *w, size_t window, int definition,
		     bool is_share);

/* cell_below.c: tell all postings that shares of the region at hand compare. */
void cell_tell_below(struct cell_worker *w, size_t window,
		     const struct counted *got);

/* cell_want.c: which pairs are asked for at all; the regions that are of a skill
 * (false: of none); the years of series that are, of a pair; whether one is. */
void cell_find_wanted(struct cells *c);
bool cell_wants_skill(const struct cells *c, int32_t skill);
bool cell_list_wanted(struct cell_worker *w, int32_t skill);
bool cell_take_series(struct cell_worker *w, int32_t skill);
bool cell_wants_year(const struct cell_worker *w, int32_t day);

/* cell_list.c: the lists of a skill in all regions, or of any skill in one,
 * judged by the usual definition; and every row of the region at hand with what
 * it says of the skill at hand, numbered. */
void cell_list_skill(struct cell_worker *w, int32_t skill);
void cell_list_any(struct cell_worker *w, uint32_t region);
void cell_list_whole(struct cell_worker *w);

/* cell_plan.c: mark what the standard set has of the pair at hand, whose list is
 * judged by other definitions afterwards, and what was asked of it: false when
 * nothing was. */
void cell_plan(struct cell_worker *w, struct row_list *l);
bool cell_take_questions(struct cell_worker *w);
void cell_plan_windows(struct cells *c);

#endif
