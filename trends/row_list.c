#include "trends/cell_count.h"

#include "base/mem.h"

#include <stdlib.h>
#include <string.h>

#define KEPT_ENTRIES 65536 /* longer lists are not kept for the next */
#define KIND_NAMED   (FACT_JOINED + 1) /* beside enum fact_kind */
#define KINDS        (KIND_NAMED + 1)

static inline struct entries *entries_of(struct row_list *l, int kind)
{
	switch (kind) {
	case FACT_ALONE: return &l->alone;
	case FACT_MEMBER: return &l->members;
	case FACT_JOINED: return &l->joined;
	default: return &l->named;
	}
}

bool row_list_is_empty(const struct row_list *l)
{
	return !l->alone.n && !l->members.n && !l->joined.n && !l->named.n;
}

void row_list_clear(struct row_list *l)
{
	bool is_long = false;

	for (int kind = 0; kind < KINDS; kind++) {
		is_long |= entries_of(l, kind)->cap > KEPT_ENTRIES;
		entries_of(l, kind)->n = 0;
	}
	l->n_groups = 0;
	l->n_employers = 0;
	l->span = 0;
	l->mask = 0;
	if (is_long)
		row_list_deinit(l);
}

void row_list_deinit(struct row_list *l)
{
	for (int kind = 0; kind < KINDS; kind++)
		free(entries_of(l, kind)->at);
	free(l->employers);
	free(l->groups);
	*l = (struct row_list){ .n_groups = 0 };
}

size_t entries_from(const struct entries *e, size_t row)
{
	size_t low = 0, high = e->n;

	while (low < high) {
		size_t mid = (low + high) / 2;

		if (e->at[mid].row < row)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

/* ---- numbers of the list ---- */

struct lister {
	const struct facts *facts;
	uint32_t           *employers; /* 1 + number in the list at hand */
	uint32_t           *groups;    /* 1 + group, by posting */
	struct entry       *sorted;
	size_t              cap;
};

struct lister *lister_new(const struct facts *f)
{
	struct lister *l = xcalloc(1, sizeof(*l));

	l->facts = f;
	l->employers = xcalloc(facts_employers(f) + 1, sizeof(*l->employers));
	l->groups = xcalloc(facts_postings(f) + 1, sizeof(*l->groups));
	return l;
}

void lister_free(struct lister *l)
{
	if (!l)
		return;
	free(l->sorted);
	free(l->groups);
	free(l->employers);
	free(l);
}

static void number_entries(struct row_list *l, struct lister *by,
			   struct entries *e)
{
	for (size_t i = 0; i < e->n; i++) {
		uint32_t *number = &by->employers[e->at[i].employer];

		if (!*number) {
			if (l->n_employers == l->employers_cap) {
				l->employers_cap = 2 * l->employers_cap + 16;
				l->employers = xrealloc(
					l->employers,
					l->employers_cap *
						sizeof(*l->employers));
			}
			l->employers[l->n_employers++] = e->at[i].employer;
			*number = (uint32_t)l->n_employers;
		}
		e->at[i].employer = *number - 1;
	}
}

static struct member_group *group_of(struct row_list *l, struct lister *by,
				     const struct entry *e, uint32_t posting)
{
	uint32_t *number = &by->groups[posting];

	if (!*number) {
		if (l->n_groups == l->groups_cap) {
			l->groups_cap = 2 * l->groups_cap + 16;
			l->groups = xrealloc(l->groups,
					     l->groups_cap *
						     sizeof(*l->groups));
		}
		l->groups[l->n_groups++] = (struct member_group){
			.first = e->row,
			.posting = posting,
			.since = facts_since(by->facts, posting),
		};
		*number = (uint32_t)l->n_groups;
	}
	return &l->groups[*number - 1];
}

/* Members ascend by row, so groups are met by their first. */
static void group_members(struct row_list *l, struct lister *by)
{
	const struct fact *rows = facts_rows(by->facts);
	struct entries    *e = &l->members;
	struct entries     unsorted = *e;
	uint32_t           at = 0;

	if (by->cap < e->cap) {
		free(by->sorted);
		by->sorted = xcalloc(e->cap, sizeof(*by->sorted));
		by->cap = e->cap;
	}
	for (size_t i = 0; i < e->n; i++) {
		struct member_group *g = group_of(l, by, &e->at[i],
						  rows[e->at[i].row].posting);

		g->last = e->at[i].row;
		g->n++;
		if (g->last - g->first > l->span)
			l->span = g->last - g->first;
	}
	for (size_t i = 0; i < l->n_groups; i++) {
		l->groups[i].at = at;
		at += l->groups[i].n;
		l->groups[i].n = 0;
	}
	for (size_t i = 0; i < e->n; i++) {
		struct member_group *g = group_of(l, by, &e->at[i],
						  rows[e->at[i].row].posting);

		by->sorted[g->at + g->n++] = e->at[i];
	}
	*e = (struct entries){ by->sorted, e->n, by->cap };
	by->sorted = unsorted.at;
	by->cap = unsorted.cap;
	for (size_t i = 0; i < l->n_groups; i++)
		by->groups[l->groups[i].posting] = 0;
}

void row_list_number(struct row_list *l, struct lister *by)
{
	for (int kind = 0; kind <= FACT_JOINED; kind++)
		number_entries(l, by, entries_of(l, kind));
	for (size_t i = 0; i < l->n_employers; i++)
		by->employers[l->employers[i]] = 0;
	if (l->members.n)
		group_members(l, by);
}

/* ---- hits ---- */

/* What a row says by the definitions that are asked for: a bit a hit. */
static uint8_t hits_of(const struct facts *f, const struct fact *row,
		       unsigned said, uint64_t mask)
{
	const struct fact_reading *was;
	bool     is_asked, is_named;
	unsigned now;

	is_asked = (said & SAID_ASKED) && (row->definitions & mask);
	is_named = is_asked || (said & SAID_NAMED);
	now = (unsigned)is_asked << ASKED | (unsigned)is_named << NAMED;
	if (!row->earlier)
		return (uint8_t)(now | (unsigned)is_asked << WAS_ASKED |
				 (unsigned)is_named << WAS_NAMED);
	was = facts_earlier(f, row);
	is_asked = (said & SAID_WAS_ASKED) && (was->definitions & mask);
	is_named = is_asked || (said & SAID_WAS_NAMED);
	return (uint8_t)(now | (unsigned)is_asked << WAS_ASKED |
			 (unsigned)is_named << WAS_NAMED);
}

void row_list_judge(struct row_list *l, const struct facts *f, uint64_t mask)
{
	const struct fact *rows = facts_rows(f);

	if (l->mask == mask)
		return;
	l->mask = mask;
	for (int kind = 0; kind < KINDS; kind++) {
		struct entries *e = entries_of(l, kind);

		for (size_t i = 0; i < e->n; i++)
			e->at[i].hits = hits_of(f, &rows[e->at[i].row],
						e->at[i].said, mask) & 15;
	}
}

/* ---- adding ---- */

struct entry row_list_entry(const struct facts *f, uint32_t row, unsigned said,
			    uint64_t mask)
{
	const struct fact *r = &facts_rows(f)[row];
	int64_t            day = (int64_t)r->day - facts_rows(f)->day;

	return (struct entry){
		.row = row,
		.employer = r->employer,
		.source = r->source,
		.day = day < ENTRY_LATE ? (uint16_t)day : ENTRY_LATE,
		.said = said & 15,
		.hits = hits_of(f, r, said, mask) & 15,
		.taxonomy = r->taxonomy,
	};
}

void row_list_add(struct row_list *l, const struct entry *entry, int kind,
		  bool is_whole)
{
	struct entries *e;

	if (kind == FACT_ALONE && !(entry->said & SAID_ASKED) && !is_whole)
		kind = KIND_NAMED;
	e = entries_of(l, kind);
	if (e->n == e->cap) {
		e->cap = e->cap ? 2 * e->cap : 16;
		e->at = xrealloc(e->at, e->cap * sizeof(*e->at));
	}
	e->at[e->n++] = *entry;
}
