#include "trends/series.h"

#include "base/mem.h"
#include "base/stamp.h"

#include <stdlib.h>

/* ---- periods ---- */

/* The end of the period of a grain that begins on a day. */
static int32_t period_end(enum grain grain, int32_t from)
{
	static const int months_of[SERIES_GRAINS] = {
		[GRAIN_YEAR] = 12,
		[GRAIN_QUARTER] = 3,
		[GRAIN_MONTH] = 1,
	};
	int64_t year;
	int     month, of_month;

	if (grain == GRAIN_WEEK)
		return from + 7;
	civil_from_days(from, &year, &month, &of_month);
	month += months_of[grain];
	return (int32_t)civil_to_days(year + (month - 1) / 12,
				      (month - 1) % 12 + 1, 1);
}

void calendar_init(struct calendar *c, const struct facts *f, enum grain grain,
		   int32_t from, int32_t to)
{
	size_t cap = from < to ? (size_t)(to - from) / 7 + 2 : 1;

	*c = (struct calendar){ .grain = grain };
	c->days = xcalloc(cap, sizeof(*c->days));
	c->rows = xcalloc(cap, sizeof(*c->rows));
	for (int32_t day = from; day < to; day = period_end(grain, day))
		c->days[c->n++] = day;
	c->days[c->n] = to;
	for (size_t i = 0; i <= c->n; i++)
		c->rows[i] = facts_from_day(f, c->days[i]);
}

void calendar_deinit(struct calendar *c)
{
	free(c->rows);
	free(c->days);
	*c = (struct calendar){ .n = 0 };
}

/* ---- counting ---- */

struct asked {
	uint32_t row, employer;
};

struct series_counter {
	struct asked *asked; /* postings of the list at hand, by row */
	size_t        n, cap;
	uint32_t     *employers; /* postings by number of the list */
	uint32_t     *touched;
	size_t        n_touched, employers_cap;
};

struct series_counter *series_counter_new(void)
{
	return xcalloc(1, sizeof(struct series_counter));
}

void series_counter_free(struct series_counter *c)
{
	if (!c)
		return;
	free(c->touched);
	free(c->employers);
	free(c->asked);
	free(c);
}

static void make_room(struct series_counter *c, const struct row_list *l)
{
	size_t n = l->alone.n + l->joined.n;

	if (n > c->cap) {
		free(c->asked);
		c->cap = 2 * n;
		c->asked = xcalloc(c->cap, sizeof(*c->asked));
	}
	if (l->n_employers <= c->employers_cap)
		return;
	free(c->touched);
	free(c->employers);
	c->employers_cap = 2 * l->n_employers;
	c->employers = xcalloc(c->employers_cap, sizeof(*c->employers));
	c->touched = xcalloc(c->employers_cap, sizeof(*c->touched));
}

static void take_entry(struct series_counter *c, const struct entry *e)
{
	if (e->hits & 1 << ASKED)
		c->asked[c->n++] = (struct asked){ e->row, e->employer };
}

void series_take(struct series_counter *c, const struct row_list *l)
{
	size_t j = 0;

	make_room(c, l);
	c->n = 0;
	for (size_t i = 0; i < l->alone.n; i++) {
		while (j < l->joined.n &&
		       l->joined.at[j].row < l->alone.at[i].row)
			take_entry(c, &l->joined.at[j++]);
		take_entry(c, &l->alone.at[i]);
	}
	while (j < l->joined.n)
		take_entry(c, &l->joined.at[j++]);
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

void series_count(struct series_counter *c, const struct calendar *calendar,
		  series_fn *emit, void *arg)
{
	size_t i = 0, period = 0;

	while (i < c->n && c->asked[i].row < calendar->rows[0])
		i++;
	while (i < c->n) {
		struct series_slot slot = { .grain = calendar->grain };

		while (period < calendar->n &&
		       calendar->rows[period + 1] <= c->asked[i].row)
			period++;
		if (period == calendar->n)
			return;
		slot.from = calendar->days[period];
		for (; i < c->n && c->asked[i].row < calendar->rows[period + 1];
		     i++) {
			uint32_t employer = c->asked[i].employer;

			if (!c->employers[employer]++)
				c->touched[c->n_touched++] = employer;
		}
		take_slot(c, &slot);
		emit(&slot, arg);
	}
}
