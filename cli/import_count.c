#include "cli/import_count.h"

#include "cli/command.h"
#include "cli/progress.h"

#include "base/mem.h"

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

/* The planner must know what has come in before much of it is counted. */
static void analyze(struct session *s)
{
	static const char *const statements[] = {
		"ANALYZE jobtrend.ad",
		"ANALYZE jobtrend.ad_dirty",
		"ANALYZE jobtrend.run",
	};
	struct error err = ERROR_INIT;

	/* refused to who does not own the tables: then autovacuum does it */
	for (size_t i = 0; i < ARRAY_LEN(statements); i++)
		(void)database_run(s->database, statements[i], NULL, 0, &err);
}

static int64_t ask_number(struct session *s, const char *sql)
{
	struct rows *r = session_query(s, sql, NULL, 0);
	int64_t      n = r && rows_count(r) ? rows_get_int(r, 0, 0) : -1;

	rows_free(r);
	return n;
}

bool import_count(struct session *s)
{
	struct progress p;
	struct error    err = ERROR_INIT;
	int64_t         due, done = 0, n;

	if (!database_run(s->database, infer_runs, NULL, 0, &err)) {
		complain(s->command, "%s", err.text);
		return false;
	}
	analyze(s);
	due = ask_number(s, "SELECT count(*) FROM jobtrend.ad_dirty");
	progress_start(&p, "counting", "ads");
	do {
		n = ask_number(s, "SELECT jobtrend.fold(20000)");
		done += n;
		progress_show(&p, done, due, done);
	} while (n > 0);
	progress_end(&p);
	return due >= 0 && n >= 0;
}
