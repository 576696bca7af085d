#include "daemon/kept_answers.h"

#include "daemon/database.h"

#include <string.h>
#include <uv.h>

/* Those that are not kept because they were touched meanwhile are tried once. */
static const char next_sql[] =
	"SELECT k.question, k.region, k.skill, k.period"
	" FROM jobtrend.next_answer($1::timestamptz) AS k";
static const char keep_sql[] =
	"SELECT jobtrend.keep_answer($1, $2, $3, $4)::integer";

static bool keep_one(struct database *db, const struct rows *next, int64_t *n,
		     struct error *err)
{
	const char  *values[4];
	struct rows *kept;

	for (size_t i = 0; i < 4; i++)
		values[i] = rows_get(next, 0, i);
	kept = database_query(db, keep_sql, values, 4, err);
	if (kept)
		*n += rows_get_int(kept, 0, 0);
	rows_free(kept);
	return kept != NULL;
}

bool kept_answers_count(struct database *db, int64_t budget_ms,
		  answers_stop_fn *stop, void *arg, int64_t *n,
		  struct error *err)
{
	uint64_t     start = uv_hrtime();
	struct rows *now = database_query(db, "SELECT clock_timestamp()", NULL,
					  0, err);
	bool         ok = now != NULL, is_over = false;
	const char  *since = ok ? rows_get(now, 0, 0) : NULL;

	*n = 0;
	while (ok && !is_over && !(stop && stop(arg))) {
		struct rows *next = database_query(db, next_sql, &since, 1, err);

		ok = next != NULL;
		is_over = ok && rows_count(next) == 0;
		ok = ok && (is_over || keep_one(db, next, n, err));
		rows_free(next);
		if (budget_ms && uv_hrtime() - start >
					 (uint64_t)budget_ms * 1000000)
			break;
	}
	rows_free(now);
	return ok;
}
