/*
 * cells_due.c - which series and coverage are to be counted again.
 *
 * stage_cells() has put them into series_due and coverage_due, by the years in
 * which their periods begin.
 */
#include "daemon/cells_data.h"

#include "base/mem.h"
#include "base/stamp.h"
#include "daemon/copy_row.h"
#include "daemon/database.h"

#include <stdlib.h>

struct due {
	struct cells_data *d;
	size_t             cap;
	int                first, last; /* years; the other way round: none */
};

static void widen(struct due *due, int first, int last)
{
	due->first = first < due->first ? first : due->first;
	due->last = last > due->last ? last : due->last;
}

static void on_pair(struct span data, void *arg)
{
	struct due         *due = arg;
	struct cells_data  *d = due->d;
	struct copy_row     row;
	struct cell_series *s;

	if (!copy_row_open(&row, data))
		return;
	d->wanted = cells_grown(d->wanted, d->in.n_wanted, &due->cap,
				sizeof(*d->wanted));
	s = &d->wanted[d->in.n_wanted++];
	s->region = (uint32_t)facts_add_region(d->facts, copy_next(&row));
	s->skill = (int32_t)copy_next_int(&row);
	s->first_year = (int)copy_next_int(&row);
	s->last_year = (int)copy_next_int(&row);
	widen(due, s->first_year, s->last_year);
}

static void on_covered(struct span data, void *arg)
{
	struct due     *due = arg;
	struct copy_row row;
	size_t          region;
	int             first;

	if (!copy_row_open(&row, data))
		return;
	region = facts_add_region(due->d->facts, copy_next(&row));
	first = (int)copy_next_int(&row);
	widen(due, first, (int)copy_next_int(&row));
	while (due->cap <= region) {
		due->d->covered = cells_grown(due->d->covered, due->cap,
					      &due->cap, sizeof(bool));
	}
	while (due->d->in.n_covered <= region)
		due->d->covered[due->d->in.n_covered++] = false;
	due->d->covered[region] = true;
}

static int compare_series(const void *left, const void *right)
{
	const struct cell_series *a = left, *b = right;

	if (a->region != b->region)
		return a->region < b->region ? -1 : 1;
	return (a->skill > b->skill) - (a->skill < b->skill);
}

/* ---- days ---- */

static int32_t first_monday(int year)
{
	int64_t day = civil_to_days(year, 1, 1);

	return (int32_t)(day + (8 - civil_weekday(day)) % 7);
}

/* Whole years, so that the longest period is whole as well. */
static int32_t first_of(enum grain grain, int year)
{
	return grain == GRAIN_WEEK ? first_monday(year)
				   : (int32_t)civil_to_days(year, 1, 1);
}

/* All years that were observed. The week of the first day may begin in the year
 * before. */
static struct due observed(const struct cells_data *d)
{
	struct due due = { .first = 1, .last = 0 };
	int32_t    first = INT32_MAX, last = INT32_MIN;

	for (size_t i = 0; i < d->in.n_sources; i++) {
		const struct source_health *h = &d->sources[i];

		first = h->first_day < first ? h->first_day : first;
		last = h->last_day > last ? h->last_day : last;
	}
	if (first <= last) {
		due.first = civil_year(first - (civil_weekday(first) - 1));
		due.last = civil_year(last);
	}
	return due;
}

static struct due within(struct due due, struct due all)
{
	due.first = due.first > all.first ? due.first : all.first;
	due.last = due.last < all.last ? due.last : all.last;
	return due;
}

static void set_days(struct cells_data *d, struct due series, struct due coverage)
{
	for (int g = 0; g < SERIES_GRAINS; g++) {
		if (series.first <= series.last) {
			d->in.series[g].from = first_of(g, series.first);
			d->in.series[g].to = first_of(g, series.last + 1);
		}
		if (coverage.first <= coverage.last) {
			d->in.coverage[g].from = first_of(g, coverage.first);
			d->in.coverage[g].to = first_of(g, coverage.last + 1);
		}
	}
}

bool cells_read_due(struct cells_data *d, struct database *db,
		    struct error *err)
{
	struct due series = { .d = d, .first = INT32_MAX, .last = INT32_MIN };
	struct due coverage = series, all = observed(d);

	if (d->scope == CELLS_ALL)
		set_days(d, all, all);
	if (d->scope != CELLS_CHANGED)
		return true;
	if (!cells_copy_out(db,
			    "SELECT region, skill_id, first_year, last_year"
			    " FROM series_due",
			    on_pair, &series, err) ||
	    !cells_copy_out(db,
			    "SELECT region, first_year, last_year"
			    " FROM coverage_due",
			    on_covered, &coverage, err))
		return false;
	if (d->in.n_wanted)
		qsort(d->wanted, d->in.n_wanted, sizeof(*d->wanted),
		      compare_series);
	d->in.wanted = d->wanted;
	d->in.covered = d->covered;
	set_days(d, within(series, all), within(coverage, all));
	return true;
}
