/*
 * cell.h - every cell and series of a set of regions, from facts in memory.
 *
 * The same numbers as jobtrend.compute_yoy() and jobtrend.trend_counts() give
 * one at a time. A region's rows are put into one list a skill, once; each cell
 * is then sums over two slices of a list. Tasks are independent: threads take
 * one after the other, each with a worker of its own.
 */
#ifndef TRENDS_CELL_H
#define TRENDS_CELL_H

#include "trends/estimate.h"
#include "trends/series.h"

#define DEFINITIONS_MAX 63

/* A dated rule that changes what ads say. */
struct cell_rule {
	struct span region; /* code, or world */
	int32_t     day;
};

/* A period that cells are asked of. */
struct cell_window {
	struct window w;
	bool          is_standard; /* of the standard set */
	bool          is_trailing; /* several months */
	/* The last twelve complete months, which rankings are of: there every
	 * pair has a cell that may have a number, however few its postings. */
	bool is_latest;
};

struct cell_question {
	uint32_t region;     /* of the facts */
	int32_t  skill;      /* 0: any */
	uint32_t window;     /* index */
	uint8_t  definition; /* bit */
	bool     is_share;
};

/* Series that are wanted: years in which their periods begin. */
struct cell_series {
	uint32_t region;
	int32_t  skill; /* 0: any; or one of these */
	int      first_year, last_year;
};

#define SERIES_ALL   (-1) /* all postings of the region */
#define SERIES_EVERY (-2) /* every skill of the region, and these */

/* What cells are made of. Borrowed while the engine lives. */
struct cell_inputs {
	const struct facts         *facts; /* sealed, with weights */
	const struct source_health *sources;
	size_t                      n_sources;
	const struct cell_window   *windows;
	size_t                      n_windows;
	const struct cell_question *questions; /* beside the standard set */
	size_t                      n_questions;
	const struct cell_rule     *rules;
	size_t                      n_rules;
	/* Sources that ever showed something, by region: [from[r], from[r+1]).
	 * Regions behind n_placed and regions without any have all sources. */
	const uint32_t             *placed;
	const size_t               *placed_from;
	size_t                      n_placed;
	size_t n_taxonomies;        /* oldest first; those behind are unknown */
	const uint8_t *definitions; /* bits that exist */
	size_t         n_definitions;
	uint8_t        usual;      /* the default definition's bit */
	bool           is_planned; /* find the standard set */
	int32_t        this_month; /* its first day: not over yet */
	/* Ascending by region and skill. Where the standard set is found, all
	 * series and the coverage of all regions are wanted instead. */
	const struct cell_series *wanted;
	size_t                    n_wanted;
	/* By region of the facts: its coverage is wanted; of those behind
	 * n_covered none is. */
	const bool *covered;
	size_t      n_covered;
	/* Days of series and of coverage; empty: none. They begin and end with
	 * a period. */
	struct {
		int32_t from, to;
	} series[SERIES_GRAINS], coverage[SERIES_GRAINS];
};

enum cell_flag { /* in the order in which they are told */
		 CELL_NO_BASE,
		 CELL_SUPPRESSED,
		 CELL_ONE_EMPLOYER,
		 CELL_COVERAGE_LOW,
		 CELL_COMPARED_LOW,
		 CELL_EMPLOYERS_MOVED,
		 CELL_REPEATED_ADS,
		 CELL_LIST_CUT,
		 CELL_RULE_CHANGE,
		 CELL_DEFINITION_CHANGED,
		 CELL_SINGLE_SOURCE,
		 CELL_FLAGS,
};

const char *cell_flag_name(enum cell_flag flag);

struct cell_answer {
	struct cell_question question;
	struct demand_cell   cell; /* as published: NAN is NULL */
	bool                 has_bridge;
	uint64_t             sources;
	double               coverage; /* NAN: nothing was known */
	int                  taxonomy; /* index; -1: unknown */
	unsigned             flags;    /* bits of enum cell_flag */
};

struct series_answer {
	uint32_t           region;
	int32_t            skill;
	struct series_slot slot;
	uint32_t           below; /* skill 0: all postings of the period */
};

struct coverage_answer {
	uint32_t   region;
	enum grain grain;
	int32_t    from;
	uint32_t   sources;
	double     coverage;
};

/* All postings that the shares of a region compare in a window. */
struct below_answer {
	uint32_t region;
	uint32_t window;
	uint64_t cur_all, base_all; /* matched postings */
	uint64_t cur_ads, base_ads; /* ads of all sources */
	bool     is_many; /* employers, so that they are weighted in groups */
	double   coverage, base_coverage; /* NAN: nothing was known */
	/* The matched postings of each replicate of the bootstrap. */
	uint32_t cur[REPLICATES], base[REPLICATES];
};

/* Called from the thread that does the task. */
struct cell_sink {
	void (*on_cell)(const struct cell_answer *a, void *arg);
	void (*on_below)(const struct below_answer *a, void *arg);
	void (*on_series)(const struct series_answer *a, void *arg);
	void (*on_coverage)(const struct coverage_answer *a, void *arg);
	void *arg;
};

struct cells;

struct cells *cells_new(const struct cell_inputs *in);
void          cells_free(struct cells *c);

/* Largest first. */
size_t cells_tasks(const struct cells *c);

struct cell_worker;

struct cell_worker *cell_worker_new(const struct cells *c);
void                cell_worker_free(struct cell_worker *w);
void cells_do(struct cell_worker *w, size_t task, const struct cell_sink *sink);

#endif
