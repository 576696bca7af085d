#include "cli/import_publish.h"

#include "cli/command.h"
#include "cli/recompute.h"

#include <string.h>

/* A daemon says every few seconds that it lives, and counts by itself. What the
 * standard set gains is left to it or to `recompute --all`. */
static const char due_sql[] =
	"SELECT EXISTS (SELECT FROM jobtrend.cell)"
	" AND jobtrend.cells_due() IS NOT NULL"
	" AND NOT EXISTS (SELECT FROM jobtrend.daemon_status"
	"  WHERE stopped_at IS NULL"
	"   AND heartbeat > now() - interval '1 minute')";

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
