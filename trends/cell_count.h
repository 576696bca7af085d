/*
 * cell_count.h - the rows of one region and skill, and what of them counts in
 * two windows. The inner loop of cell.h.
 */
#ifndef TRENDS_CELL_COUNT_H
#define TRENDS_CELL_COUNT_H

#include "trends/estimate.h"
#include "trends/fact.h"
#include "trends/panel.h"

/*
 * A row in the list of a skill. All that is looked at again for each window
 * stands side by side: a list is passed from its start to its end.
 */
struct entry {
	uint32_t row;
	uint32_t employer; /* of the facts; row_list_number(): of the list */
	uint32_t source;
	uint16_t day;      /* since that of the first row; ENTRY_LATE: or more */
	uint8_t  said : 4; /* SAID_ASKED and so on */
	uint8_t  hits : 4; /* bits of enum hit; row_list_judge() */
	uint8_t  taxonomy;
};

#define ENTRY_LATE UINT16_MAX

/* Ascending by row. */
struct entries {
	struct entry *at;
	size_t        n, cap;
};

/* The ads of one posting: neighbours in `members`. */
struct member_group {
	uint32_t at, n;
	uint32_t first, last; /* of their rows */
	uint32_t posting;
	int32_t  since; /* the first day it was seen, wherever */
};

/* What names one skill in one region. Zeroed, it is empty. */
struct row_list {
	struct entries alone, members, joined; /* by enum fact_kind */
	struct entries named; /* alone, and no definition makes them ask */
	struct member_group *groups; /* by first; members stand by group */
	size_t               n_groups, groups_cap;
	size_t               span; /* rows from first to last, at most */
	uint32_t            *employers; /* of the facts, by number of the list */
	size_t               n_employers, employers_cap;
	uint64_t             mask; /* that `hits` are of */
};

/* A row with what it says, for lists that are judged by `mask`. */
struct entry row_list_entry(const struct facts *f, uint32_t row, unsigned said,
			    uint64_t mask);
/* Add a row of a kind; rows ascend. `is_whole`: also what does not ask is
 * counted by employer. */
void row_list_add(struct row_list *l, const struct entry *entry, int kind,
		  bool is_whole);
bool row_list_is_empty(const struct row_list *l);
/* Long ones give their memory back. */
void row_list_clear(struct row_list *l);
void row_list_deinit(struct row_list *l);

/* What is told of rows while lists are made; made for facts. */
struct lister;

struct lister *lister_new(const struct facts *f);
void           lister_free(struct lister *l);

/* Rows of an employer or of a posting find each other: once a list is whole. */
void row_list_number(struct row_list *l, struct lister *by);

/* Find the hits of all entries by definitions of which one must hold. */
void row_list_judge(struct row_list *l, const struct facts *f, uint64_t mask);

/* Two windows with the panel of their sources. */
struct counted_window {
	struct window        w;
	struct panel_source *panel;
	uint8_t             *quick; /* class by source; QUICK_LOOK: ask more */
	size_t               rows[2][2]; /* of facts: [is_base][from, to) */
	bool                 has_cut; /* lists that are cut all along */
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
	/* Of the base and of the period: what asks in other sources alone, in
	 * thousandths of postings by the weights of the panel. */
	uint64_t elsewhere[2];
	/* Matched postings by which employers fell who ask elsewhere in the
	 * period, and rose who asked elsewhere in the base. */
	uint64_t went, came;
	/* Of the base and of the period: matched ads that ask and of whose
	 * posting the same source showed one already. */
	uint64_t repeats[2];
	/* Matched ads that ask, of sources whose lists are cut all along. */
	uint64_t cut[2];
	uint64_t taxonomies[TAXONOMY_WORDS];
};

/*
 * Count a list, numbered and judged, in two windows. `is_share`: it has every
 * row of the region.
 */
void count_list(struct counter *c, const struct row_list *list,
		const struct counted_window *w, bool is_share,
		struct counted *out);

/* The first entry that is not before row `row`. */
size_t entries_from(const struct entries *e, size_t row);

#endif
