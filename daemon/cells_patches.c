/*
 * cells_patches.c - ads that changed since their months were packed.
 *
 * fold() notes them in fact_patch. Their rows are left out of the packs, and
 * read one by one instead (cells_facts.c): thousands, not the month. Each is
 * looked up once to know which of its rows there are.
 */
#include "daemon/cells_data.h"

#include "daemon/copy_row.h"
#include "daemon/database.h"

#include <inttypes.h>

static void on_patch(struct span data, void *arg)
{
	struct cells_data   *d = arg;
	struct copy_row      row;
	struct needed_month *month;
	size_t               source;
	int64_t              ad;
	uint32_t             value;

	if (!copy_row_open(&row, data))
		return;
	month = cells_month(d, copy_next_day(&row, 0));
	source = cells_data_source(d, copy_next_int(&row));
	ad = copy_next_int(&row);
	if (month)
		month->n_patches++;
	/* One that moved stands under two months. */
	if (source < d->in.n_sources &&
	    !ad_map_get(&d->patches, (uint32_t)source, ad, &value))
		ad_map_put(&d->patches, (uint32_t)source, ad, 1);
}

bool cells_find_patches(struct cells_data *d, struct database *db,
			struct error *err)
{
	struct buf sql = BUF_INIT;
	bool       ok;

	buf_printf(&sql,
		   "INSERT INTO patch_due SELECT f.month, f.source_id, f.ad_id,"
		   " m.bucket, m.posting_id, m.is_ai, m.is_joined"
		   " FROM jobtrend.fact_pack_sound(%" PRId64 ") AS p"
		   " JOIN jobtrend.fact_patch AS f ON f.month = p.month"
		   "  AND f.changes > coalesce(p.changes, 0)"
		   " LEFT JOIN jobtrend.posting_member AS m"
		   "  ON m.source_id = f.source_id AND m.ad_id = f.ad_id"
		   "  AND m.valid_to IS NULL"
		   " WHERE p.month IN (",
		   d->pack_form);
	cells_put_needed(d, &sql);
	buf_add_char(&sql, ')');
	ok = database_run(db, sql.ptr, NULL, 0, err) &&
	     cells_copy_out(db, "SELECT month, source_id, ad_id FROM patch_due",
			    on_patch, d, err) &&
	     (!d->patches.n ||
	      database_run(db, "ANALYZE patch_due", NULL, 0, err));
	buf_deinit(&sql);
	return ok;
}
