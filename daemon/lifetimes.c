#include "daemon/lifetimes.h"

#include "base/mem.h"
#include "daemon/copy_row.h"
#include "daemon/database.h"
#include "trends/lifetime.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { /* columns of life_rows() */
	REGION, SKILL, PERIOD, AGE, GAP, SEEN, ABSENT, EXIT, CLUSTER, EVERGREEN,
	POSTINGS,
};

/* The cohort whose rows are coming in. */
struct cohort {
	struct buf       name[3]; /* region, skill, period */
	struct life_row *rows;
	size_t           n, room;
	int64_t          evergreen;
	struct buf       out; /* rows of the table */
	int64_t          cohorts;
};

/* ---- out ---- */

static void put_days(struct buf *out, const struct lifetime *l, int q)
{
	copy_put_float(out, l->days[q]);
	copy_put_float(out, l->lo[q]);
	copy_put_float(out, l->hi[q]);
}

static void end_cohort(struct cohort *c)
{
	struct lifetime l;

	if (!c->n)
		return;
	lifetime_compute(c->rows, c->n, &l);
	copy_put_row(&c->out, 25);
	for (int i = 0; i < 3; i++)
		copy_put_text(&c->out, buf_span(&c->name[i]));
	copy_put_int8(&c->out, llround(l.n));
	for (int i = 0; i < LIFE_EXITS; i++)
		copy_put_int8(&c->out, llround(l.exits[i]));
	copy_put_int8(&c->out, c->evergreen);
	for (int q = 0; q < LIFE_QUANTILES; q++)
		put_days(&c->out, &l, q);
	for (int i = 0; i < 3; i++)
		copy_put_float(&c->out, l.removed_within[i]);
	for (int i = 0; i < 3; i++)
		copy_put_float(&c->out, l.ended_within[i]);
	c->cohorts++;
	c->n = 0;
	c->evergreen = 0;
}

/* ---- in ---- */

static bool is_same(const struct cohort *c, const struct rows *r)
{
	for (size_t i = 0; i < 3; i++) {
		struct span was = buf_span(&c->name[i]);
		const char *now = rows_get(r, 0, i);

		if (was.len != strlen(now) ||
		    (was.len && memcmp(was.ptr, now, was.len) != 0))
			return false;
	}
	return true;
}

static void begin_cohort(struct cohort *c, const struct rows *r)
{
	for (size_t i = 0; i < 3; i++) {
		buf_clear(&c->name[i]);
		buf_add_text(&c->name[i], rows_get(r, 0, i));
	}
}

static bool on_row(const struct rows *r, void *arg)
{
	struct cohort *c = arg;
	int64_t        exit = rows_get_int(r, 0, EXIT);

	if (!is_same(c, r)) {
		end_cohort(c);
		begin_cohort(c, r);
	}
	if (c->n == c->room) {
		c->room = c->room ? c->room * 2 : 256;
		c->rows = xrealloc(c->rows, c->room * sizeof(*c->rows));
	}
	c->rows[c->n++] = (struct life_row){
		.age = (int)rows_get_int(r, 0, AGE),
		.gap = (int)rows_get_int(r, 0, GAP),
		.seen = (int)rows_get_int(r, 0, SEEN),
		.absent = (int)rows_get_int(r, 0, ABSENT),
		.exit = exit >= 0 && exit < LIFE_EXITS ? (enum life_exit)exit
						       : LIFE_UNKNOWN,
		.cluster = (int)rows_get_int(r, 0, CLUSTER),
		.count = (double)rows_get_int(r, 0, POSTINGS),
	};
	if (rows_get(r, 0, EVERGREEN)[0] == 't')
		c->evergreen += rows_get_int(r, 0, POSTINGS);
	return true;
}

static bool store(struct cohort *c, struct database *db, struct error *err)
{
	struct error ignored = ERROR_INIT;
	bool         ok;

	copy_put_end(&c->out);
	if (!database_run(db, "DELETE FROM jobtrend.lifetime", NULL, 0, err) ||
	    !database_copy_in(db,
			      "COPY jobtrend.lifetime (region, skill, period,"
			      " n, removed, expired, still_open, source_dead,"
			      " unknown, evergreen, p50_days, p50_lo, p50_hi,"
			      " p75_days, p75_lo, p75_hi, p90_days, p90_lo,"
			      " p90_hi, removed_30, removed_60, removed_90,"
			      " ended_30, ended_60, ended_90)"
			      " FROM STDIN (FORMAT binary)", err))
		return false;
	ok = database_copy_bytes(db, buf_span(&c->out), err);
	return database_copy_end(db, ok ? err : &ignored) && ok;
}

bool lifetimes_recompute(struct database *db, const char *among, int64_t *n,
			 struct error *err)
{
	struct cohort c = { .n = 0 };
	struct error  ignored = ERROR_INIT;
	bool          ok;

	copy_put_head(&c.out);
	*n = 0;
	if (!database_run(db, "BEGIN ISOLATION LEVEL REPEATABLE READ", NULL, 0,
			  err))
		return false;
	ok = database_stream(db, "SELECT * FROM jobtrend.life_rows($1)", &among,
			     1, on_row, &c, err);
	end_cohort(&c);
	ok = ok && store(&c, db, err) && database_run(db, "COMMIT", NULL, 0, err);
	if (ok)
		*n = c.cohorts;
	else
		(void)database_run(db, "ROLLBACK", NULL, 0, &ignored);
	for (int i = 0; i < 3; i++)
		buf_deinit(&c.name[i]);
	buf_deinit(&c.out);
	free(c.rows);
	return ok;
}

bool lifetimes_recompute_all(struct database *db, int64_t *n, struct error *err)
{
	struct rows *first = database_query(
		db, "SELECT coalesce(jobtrend.lifetimes_first()::text, '')",
		NULL, 0, err);
	bool         ok = first != NULL;

	if (ok && *rows_get(first, 0, 0))
		ok = lifetimes_recompute(db, rows_get(first, 0, 0), n, err);
	rows_free(first);
	return ok && lifetimes_recompute(db, NULL, n, err);
}
