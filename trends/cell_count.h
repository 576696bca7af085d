/*
 * cell_count.h - the rows of one region and skill, and what of them counts in
 * two windows. The inner loop of cell.h.
 */
#ifndef TRENDS_CELL_COUNT_H
#define TRENDS_CELL_COUNT_H

#include "trends/estimate.h"
#include "trends/fact.h"
#include "trends/panel.h"

/* An entry of a list is the index of a row with bits above it: what it says of
 * the skill now, and what the first reading said. */
#define ENTRY_ASKED     ((uint32_t)1 << 31) /* asks, if a definition holds too */
#define ENTRY_NAMED     ((uint32_t)1 << 30) /* names it without asking */
#define ENTRY_WAS_ASKED ((uint32_t)1 << 29)
#define ENTRY_WAS_NAMED ((uint32_t)1 << 28)
#define ENTRY_ROW       (ENTRY_WAS_NAMED - 1)

/* Ascending. */
struct entries {
	uint32_t *at;
	size_t    n;
};

/* The ads of one posting: neighbours in `members`. */
struct member_group {
	uint32_t at, n;
	uint32_t first, last; /* of their rows */
};

/* What names one skill in one region. */
struct row_list {
	struct entries alone, members, joined; /* by enum fact_kind */
	struct member_group *groups; /* by first */
	size_t               n_groups, groups_cap;
	size_t               span; /* rows from first to last, at most */
};

/* Two windows with the panel of their sources. */
struct counted_window {
	struct window        w;
	struct panel_source *panel;
	uint8_t             *quick; /* class by source; QUICK_LOOK: ask more */
	size_t               rows[2][2]; /* of facts: [is_base][from, to) */
};

#define QUICK_CLASS 3
#define QUICK_LOOK  4

/* What one thread counts with; made for facts and a number of sources. */
struct counter;

struct counter *counter_new(const struct facts *f, size_t n_sources);
void            counter_free(struct counter *c);

#define TAXONOMY_WORDS 4

struct counted {
	struct demand_counts sums;
	const struct employer_count
		*employers; /* borrowed until the next count */
	size_t   n_employers;
	uint64_t sources; /* kept ones that asked */
	uint64_t taxonomies[TAXONOMY_WORDS];
};

/*
 * Count the list in two windows. `mask`: bits of definitions of which one must
 * hold. `is_share`: the list has every row of the region.
 */
void count_list(struct counter *c, const struct row_list *list,
		const struct counted_window *w, uint64_t mask, bool is_share,
		struct counted *out);

/* The first entry that is not before row `row`. */
size_t entries_from(const struct entries *e, size_t row);

#endif
