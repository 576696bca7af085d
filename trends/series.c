#include "trends/series.h"

#include "base/mem.h"
#include "base/stamp.h"

#include <stdlib.h>

void series_bounds(enum grain grain, int32_t day, int32_t *from, int32_t *to)
{
	static const int months_of[SERIES_GRAINS] = {
		[GRAIN_YEAR] = 12,
		[GRAIN_QUARTER] = 3,
		[GRAIN_MONTH] = 1,
	};
	int64_t year;
	int     month, of_month, months = months_of[grain];

	if (grain == GRAIN_WEEK) {
		*from = day - (civil_weekday(day) - 1);
		*to = *from + 7;
		return;
	}
	civil_from_days(day, &year, &month, &of_month);
	month = (month - 1) / months * months + 1;
	*from = (int32_t)civil_to_days(year, month, 1);
	month += months;
	*to = (int32_t)civil_to_days(year + (month - 1) / 12,
				     (month - 1) % 12 + 1, 1);
}

struct series_counter {
	const struct facts *facts;
	uint32_t           *employers; /* postings by number */
	uint32_t           *touched;
	size_t              n_touched;
};

struct series_counter *series_counter_new(const struct facts *f)
{
	struct series_counter *c = xcalloc(1, sizeof(*c));
	size_t                 n = facts_employers(f) + 1;

	c->facts = f;
	c->employers = xcalloc(n, sizeof(*c->employers));
	c->touched = xcalloc(n, sizeof(*c->touched));
	return c;
}

void series_counter_free(struct series_counter *c)
{
	if (!c)
		return;
	free(c->touched);
	free(c->employers);
	free(c);
}

/* From *at on, up to row `end`. */
static void add_entries(struct series_counter *c, const struct entries *e,
			size_t *at, size_t end, uint64_t mask)
{
	const struct fact *rows = facts_rows(c->facts);

	for (; *at < e->n && (e->at[*at] & ENTRY_ROW) < end; (*at)++) {
		const struct fact *row = &rows[e->at[*at] & ENTRY_ROW];

		if (!(e->at[*at] & ENTRY_ASKED) || !(row->definitions & mask))
			continue;
		if (!c->employers[row->employer]++)
			c->touched[c->n_touched++] = row->employer;
	}
}

static void take_slot(struct series_counter *c, struct series_slot *slot)
{
	for (size_t i = 0; i < c->n_touched; i++) {
		uint32_t *count = &c->employers[c->touched[i]];

		slot->n += *count;
		slot->top = *count > slot->top ? *count : slot->top;
		slot->squares += (uint64_t)*count * *count;
		*count = 0;
	}
	slot->employers = (uint32_t)c->n_touched;
	c->n_touched = 0;
}

void series_count(struct series_counter *c, const struct row_list *list,
		  uint64_t mask, enum grain grain, int32_t from, int32_t to,
		  series_fn *emit, void *arg)
{
	const struct fact *rows = facts_rows(c->facts);
	size_t             first = facts_from_day(c->facts, from);
	size_t             alone = entries_from(&list->alone, first);
	size_t             joined = entries_from(&list->joined, first);

	for (;;) {
		struct series_slot slot = { .grain = grain };
		size_t             next = SIZE_MAX, end;
		int32_t            until;

		if (alone < list->alone.n)
			next = list->alone.at[alone] & ENTRY_ROW;
		if (joined < list->joined.n &&
		    (list->joined.at[joined] & ENTRY_ROW) < next)
			next = list->joined.at[joined] & ENTRY_ROW;
		if (next == SIZE_MAX || rows[next].day >= to)
			return;
		series_bounds(grain, rows[next].day, &slot.from, &until);
		end = facts_from_day(c->facts, until);
		add_entries(c, &list->alone, &alone, end, mask);
		add_entries(c, &list->joined, &joined, end, mask);
		take_slot(c, &slot);
		if (slot.n)
			emit(&slot, arg);
	}
}
