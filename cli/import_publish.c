#include "cli/import_publish.h"

#include "cli/command.h"
#include "cli/progress.h"
#include "cli/recompute.h"

#include "daemon/lifetimes.h"

#include <stdlib.h>
#include <string.h>

/* A daemon says every few seconds that it lives, and counts by itself. */
#define NO_DAEMON \
	" NOT EXISTS (SELECT FROM jobtrend.daemon_status" \
	"  WHERE stopped_at IS NULL" \
	"   AND heartbeat > now() - interval '1 minute')"

/* What the standard set gains is left to it or to `recompute --all`. */
static const char due_sql[] =
	"SELECT EXISTS (SELECT FROM jobtrend.cell)"
	" AND jobtrend.cells_due() IS NOT NULL AND" NO_DAEMON;

#define LIVES_FEW "20000" /* postings: half a minute */
#define LIVES_MANY "200000"

/* What is to be counted: all, or these cohorts; no row: nothing. */
static const char lives_sql[] =
	"SELECT n.is_few, f.cohorts::text"
	" FROM jobtrend.lifetime_state AS s,"
	" (SELECT count(*) <= " LIVES_FEW " AS is_few,"
	"   count(*) <= " LIVES_MANY " AS is_done"
	"  FROM (SELECT FROM jobtrend.posting"
	"   WHERE definitions <> 0 AND flow_at IS NOT NULL"
	"   LIMIT " LIVES_MANY " + 1) AS p) AS n,"
	" jobtrend.lifetimes_first() AS f (cohorts)"
	" WHERE (s.counted = 'none' OR s.changed_at > s.counted_at)"
	"  AND (n.is_few OR (n.is_done AND f.cohorts IS NOT NULL)) AND" NO_DAEMON;

bool import_publish(struct session *s, int64_t *published)
{
	struct rows        *due = session_query(s, due_sql, NULL, 0);
	struct cells_result found;
	bool                is_due;

	*published = -1;
	if (!due)
		return false;
	is_due = strcmp(rows_get(due, 0, 0), "t") == 0;
	rows_free(due);
	if (!is_due)
		return true;
	if (!recompute_cells(s, false, 0, &found))
		return false;
	*published = found.published;
	return true;
}

bool import_lifetimes(struct session *s, int64_t *cohorts)
{
	struct rows *due = session_query(s, lives_sql, NULL, 0);
	struct error err = ERROR_INIT;
	bool         ok = due != NULL;

	*cohorts = -1;
	if (ok && rows_count(due)) {
		struct progress p;

		progress_start(&p, "how long postings stay open", "cohorts");
		progress_show(&p, 0, 0, 0);
		ok = strcmp(rows_get(due, 0, 0), "t") == 0 ?
			     lifetimes_recompute_all(s->database, cohorts,
						     &err) :
			     lifetimes_recompute(s->database,
						 rows_get(due, 0, 1), cohorts,
						 &err);
		progress_end(&p);
		if (!ok)
			complain(s->command, "%s", err.text);
	}
	rows_free(due);
	return ok;
}
