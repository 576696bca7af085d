/*
 * cell_worker.h - what the files of cell.h share.
 */
#ifndef TRENDS_CELL_WORKER_H
#define TRENDS_CELL_WORKER_H

#include "trends/cell.h"

#define PLAN_MONTHS 60 /* that are looked at for the standard set */

struct task {
	uint32_t region, part, parts;
	size_t   rows;
};

struct cells {
	struct cell_inputs     in;
	struct counted_window *windows;
	struct task           *tasks;
	size_t                 n_tasks;
	int32_t                skills; /* one more than the highest */
	int32_t               *months; /* starts, PLAN_MONTHS + 1 of them */
	size_t                *month_rows; /* the first row of each */
	uint8_t (*groups)[REPLICATES];
};

struct sized_list {
	struct row_list list;
	size_t          cap[3]; /* by enum fact_kind */
};

struct cell_worker {
	const struct cells     *c;
	const struct cell_sink *sink;
	struct counter         *counter;
	struct series_counter  *series;
	struct sized_list      *lists; /* by skill */
	struct sized_list       whole; /* every row of the region, for shares */
	uint8_t                *wanted; /* by window, definition and measure */
	double (*coverage)[2];          /* by window: the period, its base */
	uint32_t region;
	int32_t  skill;
};

#define WANTED_MEASURES 2
#define WANTED_SIZE     (WANTED_MEASURES * (DEFINITIONS_MAX + 1))

/* Does a cell belong to what is to be answered? By window, definition, measure.
 */
uint8_t *cell_wanted(struct cell_worker *w, size_t window, int definition,
		     bool is_share);

/* cell_list.c: the lists of the skills of a task; and every row of the region
 * with what it says of one skill. */
void cell_list_skills(struct cell_worker *w, const struct task *t);
void cell_list_whole(struct cell_worker *w, int32_t skill);

/* cell_plan.c: mark what the standard set has of the pair at hand, and what
 * was asked of it: false when nothing was. */
void cell_plan(struct cell_worker *w, const struct row_list *l);
bool cell_take_questions(struct cell_worker *w);

#endif
