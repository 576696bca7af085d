#include "cli/import_count.h"

#include "cli/command.h"
#include "cli/progress.h"

#include "base/mem.h"

#include <stdio.h>
#include <uv.h>

/*
 * A source without runs of its own was seen to be well when its ads were first
 * and last seen: one run a day, at the first of these moments. Not so one that
 * only kept documents tell of: a page that was read says nothing of the rest.
 */
static const char infer_runs[] =
	"WITH bare AS (SELECT s.source_id FROM jobtrend.source AS s"
	"  WHERE NOT s.options ? 'unvisited'"
	"   AND NOT EXISTS (SELECT FROM jobtrend.run AS r"
	"   WHERE r.source_id = s.source_id AND r.origin <> 'inferred')),"
	" seen AS (SELECT source_id, min(at) AS at"
	"  FROM bare JOIN jobtrend.ad AS a USING (source_id),"
	"   unnest(ARRAY[a.first_seen, a.last_seen]) AS at"
	"  GROUP BY source_id, at::date),"
	" wrong AS (DELETE FROM jobtrend.run AS r USING bare AS b"
	"  WHERE r.source_id = b.source_id AND r.origin = 'inferred'"
	"   AND NOT EXISTS (SELECT FROM seen AS n"
	"    WHERE n.source_id = r.source_id AND n.at = r.started_at))"
	" INSERT INTO jobtrend.run"
	"  (source_id, started_at, ended_at, state, origin)"
	" SELECT source_id, at, at, 'ok', 'inferred' FROM seen"
	" ORDER BY source_id, at"
	" ON CONFLICT (source_id, started_at, origin) DO NOTHING";

/*
 * Whether a visit that listed nothing is to be believed hangs on the ads
 * (jobtrend.visits()), which may have come after it, and so does what inferred
 * visits say of the days between them (jobtrend.is_snapshots()).
 */
static const char doubt_runs[] =
	"INSERT INTO jobtrend.source_dirty (source_id)"
	" SELECT DISTINCT source_id FROM jobtrend.run"
	" WHERE origin = 'import' AND state = 'ok' AND listed = 0"
	"  OR origin = 'inferred'";

const char *const fold_analyze[N_FOLD_ANALYZE] = {
	"SET default_statistics_target = 10",
	"ANALYZE jobtrend.ad (source_id, ad_id)",
	"ANALYZE jobtrend.posting (bucket, posting_id, fingerprint)",
	("ANALYZE jobtrend.posting_member"
	 " (source_id, ad_id, bucket, posting_id, flow_at, valid_to)"),
};

static void analyze(struct session *s)
{
	for (size_t i = 0; i < N_FOLD_ANALYZE; i++) {
		struct error err = ERROR_INIT;

		(void)database_run(s->database, fold_analyze[i], NULL, 0, &err);
	}
}

/*
 * What is counted beside the storing may still be at work when all is stored,
 * and what it has not committed is in no statistics.
 */
static void wait_for_fold(struct session *s)
{
	struct error err = ERROR_INIT;

	(void)database_run(s->database,
			   "SELECT pg_advisory_xact_lock("
			   "hashtextextended('jobtrend.fold', 0))",
			   NULL, 0, &err);
}

static int64_t ask_number(struct session *s, const char *sql)
{
	struct rows *r = session_query(s, sql, NULL, 0);
	int64_t      n = r && rows_count(r) ? rows_get_int(r, 0, 0) : -1;

	rows_free(r);
	return n;
}

/* Fold what is due; the tables that grow are looked at as they double. */
static int64_t fold(struct session *s, struct progress *p, int64_t due)
{
	int64_t done = 0, analyzed = 0, n;
	char    sql[64];

	snprintf(sql, sizeof(sql), "SELECT jobtrend.fold(%d, false)", FOLD_ADS);
	do {
		n = ask_number(s, sql);
		done += n > 0 ? n : 0;
		if (n > 0 && done >= 2 * analyzed) {
			analyze(s);
			analyzed = done;
		}
		progress_show(p, done, due, done);
	} while (n > 0);
	return n;
}

/* ---- months, by several connections at a time ---- */

#define COUNTERS_MAX 8

/* Calls that take months which nobody else has, until none are left. */
struct counters {
	const char  *conninfo;
	const char  *sql; /* one call; says how many months it took */
	uv_mutex_t   lock; /* of what follows */
	int64_t      done;
	struct error err; /* the first */
};

/* 0: none are left, -1: failed. */
static int64_t count_some(struct counters *all, struct database *db)
{
	struct error err = ERROR_INIT;
	struct rows *r = database_query(db, all->sql, NULL, 0, &err);
	int64_t      n = r && rows_count(r) ? rows_get_int(r, 0, 0) : -1;

	rows_free(r);
	uv_mutex_lock(&all->lock);
	all->done += n > 0 ? n : 0;
	if (n < 0 && !all->err.text[0])
		all->err = err;
	uv_mutex_unlock(&all->lock);
	return n;
}

/* Who gets no connection leaves it to the others. */
static void count_beside(void *arg)
{
	struct counters *all = arg;
	struct error     err = ERROR_INIT;
	struct database *db = database_open(all->conninfo, &err);

	while (db && count_some(all, db) > 0)
		;
	database_close(db);
}

static int64_t months_done(struct counters *all)
{
	int64_t done;

	uv_mutex_lock(&all->lock);
	done = all->done;
	uv_mutex_unlock(&all->lock);
	return done;
}

/*
 * What `due` numbers, so many a call of `sql`, after `years` has made the
 * partitions: whoever made them along with a count would keep the others
 * waiting to its end.
 */
static bool count_months(struct session *s, const char *due, const char *years,
			 const char *sql, int64_t per_call)
{
	struct counters all = { .conninfo = s->conninfo.ptr,
				.sql = sql,
				.err = ERROR_INIT };
	struct progress p;
	uv_thread_t     threads[COUNTERS_MAX];
	int64_t         whole = ask_number(s, due);
	size_t          most = uv_available_parallelism(), n = 0;

	if (whole <= 0 || ask_number(s, years) < 0)
		return whole == 0;
	uv_mutex_init(&all.lock);
	progress_start(&p, "summing up", "months");
	while (n < COUNTERS_MAX && n + 1 < most &&
	       (int64_t)(n + 1) * per_call < whole &&
	       !uv_thread_create(&threads[n], count_beside, &all))
		n++;
	while (count_some(&all, s->database) > 0)
		progress_show(&p, months_done(&all), whole, months_done(&all));
	for (size_t i = 0; i < n; i++)
		uv_thread_join(&threads[i]);
	progress_end(&p);
	uv_mutex_destroy(&all.lock);
	if (all.err.text[0])
		complain(s->command, "%s", all.err.text);
	return !all.err.text[0];
}

/* The months of sources that the ads were counted in. */
static bool count_facts(struct session *s)
{
	return count_months(s, "SELECT count(*) FROM jobtrend.fact_dirty",
			    "SELECT jobtrend.make_years("
			    "'{demand_fact,firm_fact}', ARRAY(SELECT DISTINCT"
			    " month FROM jobtrend.fact_dirty))",
			    "SELECT jobtrend.refresh_facts(1000)", 1000);
}

/* Months of all sources; the current one waits. */
static bool count_employers(struct session *s)
{
	return count_months(s,
			    "SELECT count(DISTINCT month)"
			    " FROM jobtrend.employer_dirty",
			    "SELECT jobtrend.make_years("
			    "'{employer_fact,pair_fact}', ARRAY("
			    "SELECT DISTINCT d.month"
			    " FROM jobtrend.employer_dirty AS d,"
			    " jobtrend.latest AS l WHERE d.month < l.month"
			    " AND d.month >= l.month - interval '24 months'))",
			    "SELECT jobtrend.refresh_employers(1)", 1);
}

bool import_count(struct session *s)
{
	struct error err = ERROR_INIT;

	if (!database_run(s->database, infer_runs, NULL, 0, &err) ||
	    !database_run(s->database, doubt_runs, NULL, 0, &err)) {
		complain(s->command, "%s", err.text);
		return false;
	}
	return count_changes(s);
}

bool count_changes(struct session *s)
{
	struct progress p;
	int64_t         due, left;

	wait_for_fold(s);
	analyze(s);
	due = ask_number(s, "SELECT count(*) FROM jobtrend.ad_dirty");
	progress_start(&p, "counting", "ads");
	left = fold(s, &p, due);
	progress_end(&p);
	return due >= 0 && left >= 0 && count_facts(s) && count_employers(s) &&
	       ask_number(s, "SELECT jobtrend.tend_years()") >= 0;
}
