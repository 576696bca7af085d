/*
 * cells_packs.c - months of ads and postings as they were packed before.
 *
 * A pack holds as long as what has changed in its month since is known ad by
 * ad (cells_patches.c). Others are read row by row, and packed by the way
 * (fact_pack.h), for the next time.
 */
#include "daemon/cells_data.h"

#include "base/mem.h"
#include "base/stamp.h"
#include "daemon/copy_row.h"
#include "daemon/database.h"
#include "trends/fact_pack.h"

#include <inttypes.h>
#include <stdlib.h>

/* From so many on, or this part of its rows, a month is packed anew. Where the
 * newest months are waited for later than where they have been told: reading a
 * thousand ads one by one takes as long as packing a month. */
#define PATCHES_MAX   10000
#define PATCHES_PART  4
#define PATCHES_SPARE 1000

/* ---- months ---- */

static int32_t month_of(int32_t day)
{
	int64_t year;
	int     month, of_month;

	civil_from_days(day, &year, &month, &of_month);
	return (int32_t)year * 12 + month - 1;
}

int32_t cells_month_day(const struct cells_data *d, size_t month)
{
	int32_t all = d->first_month + (int32_t)month;

	return (int32_t)civil_to_days(all / 12, all % 12 + 1, 1);
}

static void need(struct cells_data *d, int32_t from, int32_t to)
{
	if (from >= to)
		return;
	for (int32_t m = month_of(from); m <= month_of(to - 1); m++)
		d->months[m - d->first_month].is_needed = true;
}

static void widen(int32_t from, int32_t to, int32_t *first, int32_t *last)
{
	if (from >= to)
		return;
	*first = month_of(from) < *first ? month_of(from) : *first;
	*last = month_of(to - 1) > *last ? month_of(to - 1) : *last;
}

void cells_find_months(struct cells_data *d)
{
	int32_t first = INT32_MAX, last = INT32_MIN;

	for (size_t i = 0; i < d->in.n_windows; i++) {
		const struct window *w = &d->windows[i].w;

		widen(w->from, w->to, &first, &last);
		widen(w->base_from, w->base_to, &first, &last);
	}
	for (int g = 0; g < SERIES_GRAINS; g++)
		widen(d->in.series[g].from, d->in.series[g].to, &first, &last);
	if (first > last)
		return;
	d->first_month = first;
	d->n_months = (size_t)(last - first) + 1;
	d->months = xcalloc(d->n_months, sizeof(*d->months));
	for (size_t i = 0; i < d->in.n_windows; i++) {
		const struct window *w = &d->windows[i].w;

		need(d, w->from, w->to);
		need(d, w->base_from, w->base_to);
	}
	for (int g = 0; g < SERIES_GRAINS; g++)
		need(d, d->in.series[g].from, d->in.series[g].to);
	for (size_t i = 0; i < d->n_months; i++)
		d->n_read += d->months[i].is_needed;
}

struct needed_month *cells_month(const struct cells_data *d, int32_t day)
{
	int64_t i = (int64_t)month_of(day) - d->first_month;

	return i >= 0 && (size_t)i < d->n_months && d->months[i].is_needed
		       ? &d->months[i]
		       : NULL;
}

bool cells_reads_day(const struct cells_data *d, int32_t day)
{
	const struct needed_month *m = cells_month(d, day);

	return m && !m->is_packed;
}

bool cells_patches_day(const struct cells_data *d, int32_t day)
{
	const struct needed_month *m = cells_month(d, day);

	return m && m->is_packed;
}

void cells_put_needed(const struct cells_data *d, struct buf *sql)
{
	bool is_first = true;

	for (size_t m = 0; m < d->n_months; m++) {
		if (!d->months[m].is_needed)
			continue;
		buf_printf(sql, "%sdate '1970-01-01' + %d", is_first ? "" : ", ",
			   (int)cells_month_day(d, m));
		is_first = false;
	}
}

/* ---- reading ---- */

struct unpacking_months {
	struct cells_data *d;
	struct unpacker    by;
	complete_fn       *complete;
	void              *arg;
	int32_t            broken; /* first day; INT32_MIN: none */
};

static bool find_source(int64_t id, uint32_t *index, void *arg)
{
	const struct unpacking_months *u = arg;
	size_t                         i = cells_data_source(u->d, id);

	*index = (uint32_t)i;
	return i < u->d->in.n_sources;
}

static uint8_t find_taxonomy(int16_t id, void *arg)
{
	return cells_data_taxonomy(((struct unpacking_months *)arg)->d, id);
}

static bool is_changed(uint32_t source, int64_t ad, void *arg)
{
	const struct unpacking_months *u = arg;
	uint32_t                       value;

	return ad_map_get(&u->d->patches, source, ad, &value);
}

static void complete_row(struct fact_row *row, void *arg)
{
	struct unpacking_months *u = arg;

	u->complete(row, u->arg);
}

static void on_pack(struct span data, void *arg)
{
	struct unpacking_months *u = arg;
	struct copy_row          row;
	struct needed_month     *month;
	int32_t                  day;
	int64_t                  ads;

	if (!copy_row_open(&row, data) || u->broken != INT32_MIN)
		return;
	day = copy_next_day(&row, 0);
	month = cells_month(u->d, day);
	if (!month)
		return;
	ads = fact_unpack(u->d->facts, copy_next(&row), &u->by);
	if (ads < 0) {
		u->broken = day;
		return;
	}
	u->d->ads += ads;
	month->is_packed = true;
	u->d->n_read--;
}

bool cells_unpack(struct cells_data *d, struct database *db,
		  complete_fn *complete, void *arg, struct error *err)
{
	struct unpacking_months u = { .d = d,
				      .by = { find_source, find_taxonomy,
					      is_changed, complete_row, NULL },
				      .complete = complete,
				      .arg = arg,
				      .broken = INT32_MIN };
	struct buf              sql = BUF_INIT;
	bool                    ok;

	u.by.arg = &u;
	buf_printf(&sql,
		   "COPY (SELECT month, rows FROM jobtrend.fact_pack_sound(%" PRId64
		   ") WHERE month IN (",
		   d->pack_form);
	cells_put_needed(d, &sql);
	buf_add_text(&sql, ") ORDER BY month) TO STDOUT (FORMAT binary)");
	ok = database_copy_out(db, sql.ptr, on_pack, &u, err);
	buf_deinit(&sql);
	if (ok && u.broken != INT32_MIN) {
		int64_t year;
		int     month, day;

		civil_from_days(u.broken, &year, &month, &day);
		error_set(err,
			  "fact_pack of %04d-%02d: expected the rows of a"
			  " month, found other bytes; DELETE FROM"
			  " jobtrend.fact_pack, it is filled again",
			  (int)year, month);
		return false;
	}
	return ok;
}

/* ---- writing ---- */

static bool send_pack(struct cells_data *d, struct database *db, size_t month,
		      struct span rows, struct error *err)
{
	struct buf bytes = BUF_INIT;
	bool       ok;

	copy_put_head(&bytes);
	copy_put_row(&bytes, 3);
	copy_put_day(&bytes, cells_month_day(d, month));
	copy_put_int8(&bytes, d->pack_form);
	copy_put_text(&bytes, rows);
	copy_put_end(&bytes);
	ok = database_copy_in(db,
			      "COPY pack_fresh (month, form, rows)"
			      " FROM STDIN (FORMAT binary)",
			      err) &&
	     database_copy_bytes(db, buf_span(&bytes), err) &&
	     database_copy_end(db, err);
	buf_deinit(&bytes);
	return ok;
}

static bool is_repacked(const struct cells_data *d, size_t month, size_t rows)
{
	const struct needed_month *m = &d->months[month];
	size_t max = d->scope == CELLS_NEWEST ? PATCHES_MAX : PATCHES_SPARE;

	return m->is_needed &&
	       (!m->is_packed || m->n_patches >= max ||
		(m->n_patches && m->n_patches >= rows / PATCHES_PART));
}

bool cells_pack(struct cells_data *d, struct database *db, struct error *err)
{
	const struct pack_ids ids = { d->source_ids, d->taxonomy_ids };
	struct buf            rows = BUF_INIT;
	bool                  ok = true;

	facts_order(d->facts);
	for (size_t m = 0; m < d->n_months && ok; m++) {
		size_t from = facts_from_day(d->facts, cells_month_day(d, m));
		size_t to = facts_from_day(d->facts, cells_month_day(d, m + 1));

		if (!is_repacked(d, m, to - from))
			continue;
		buf_clear(&rows);
		if (!fact_pack(d->facts, from, to, &ids, &rows))
			continue;
		ok = send_pack(d, db, m, buf_span(&rows), err);
		d->is_repacked = true;
	}
	buf_deinit(&rows);
	/* As this snapshot sees them. */
	return ok &&
	       (!d->is_repacked ||
		database_run(db,
			     "UPDATE pack_fresh AS p SET changes = m.changes"
			     " FROM jobtrend.fact_month AS m"
			     " WHERE m.month = p.month",
			     NULL, 0, err));
}
