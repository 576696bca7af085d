/*
 * The arithmetic of a cell is written twice, in SQL and in C: both must say the
 * same of worlds drawn by chance.
 */
#include "trends/chain.h"
#include "trends/demand.h"
#include "trends/weight.h"

#include "base/mem.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>
#include <libpq-fe.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Five sources: two kept, one that enters, one that leaves, one that fails. */
static const char make_world[] =
	"INSERT INTO jobtrend.definition VALUES (1, 'one-skill', 1, 'a rule')"
	" ON CONFLICT DO NOTHING;"
	"INSERT INTO jobtrend.skill (skill_id, id, name, cluster, is_core)"
	" VALUES (1, 'one', 'One', 'x', true), (2, 'two', 'Two', 'x', true)"
	" ON CONFLICT DO NOTHING;"
	"INSERT INTO jobtrend.source (source_id, id, kind)"
	" SELECT i, 's' || i, 'rss' FROM generate_series(1, 5) AS i;"
	"INSERT INTO jobtrend.run"
	" (source_id, started_at, ended_at, state, origin)"
	" SELECT s, d, d, CASE WHEN s = 5 AND d > '2025-01-10'"
	"   AND d < '2025-02-20' THEN 'dead' ELSE 'ok' END, 'import'"
	" FROM generate_series(1, 5) AS s, generate_series("
	"   timestamptz '2023-12-01', '2025-04-30', '1 day') AS d"
	" WHERE NOT (s = 3 AND d < '2024-08-01')"
	"   AND NOT (s = 4 AND d > '2024-08-01');"
	"SELECT setseed(0.25);"
	"INSERT INTO jobtrend.ad (source_id, ad_id, native_id, title, employer,"
	"  employer_key, first_seen, last_seen, content_hash, fingerprint,"
	"  definitions, skills, mentioned, regions)"
	" SELECT s, i, i::text, 'ad', 'e' || e, nullif('e' || e, 'e0'), at,"
	"  at + interval '5 days', i, p, 2 * (k < 6)::integer,"
	"  CASE WHEN k < 4 THEN '{1}' WHEN k < 6 THEN '{1,2}'"
	"       ELSE '{}' END::integer[],"
	"  CASE WHEN k = 6 THEN '{2}' ELSE '{}' END::integer[],"
	"  CASE WHEN i % 2 = 0 THEN '{US-CA}' ELSE '{DE}' END::text[]"
	" FROM (SELECT i, 1 + floor(random() * 5)::integer AS s,"
	"   floor(20 * random() * random())::integer AS e,"
	"   floor(random() * 9)::integer AS k,"
	"   floor(random() * 900)::integer AS p, timestamptz '2024-01-02'"
	"   + floor(random() * 480) * interval '1 day' AS at"
	"  FROM generate_series(1, 3000) AS i) AS drawn;"
	"INSERT INTO jobtrend.ad_dirty SELECT source_id, ad_id FROM jobtrend.ad;"
	"SELECT jobtrend.fold(100000);"
	/* A later dictionary reads every seventh ad otherwise. */
	"UPDATE jobtrend.ad SET definitions = CASE ad_id % 3 WHEN 0 THEN 0"
	"  ELSE 2 END, skills = CASE ad_id % 3 WHEN 0 THEN '{}' WHEN 1"
	"  THEN '{1}' ELSE '{1,2}' END::integer[], mentioned = '{}',"
	"  taxonomy_version = taxonomy_version + 1"
	" WHERE ad_id % 7 = 0;"
	"INSERT INTO jobtrend.ad_dirty SELECT source_id, ad_id FROM jobtrend.ad"
	" WHERE ad_id % 7 = 0;"
	"SELECT jobtrend.fold(100000);";

static PGconn *db;

static PGresult *query(const char *sql)
{
	PGresult *r = PQexec(db, sql);

	if (PQresultStatus(r) != PGRES_TUPLES_OK &&
	    PQresultStatus(r) != PGRES_COMMAND_OK)
		fail_msg("%s", PQerrorMessage(db));
	return r;
}

static int connect_and_fill(void **state)
{
	const char *conninfo = getenv("JOBTREND_TEST_DB");

	(void)state;
	if (!conninfo)
		return 0;
	db = PQconnectdb(conninfo);
	if (PQstatus(db) != CONNECTION_OK)
		return -1;
	PQclear(query(make_world));
	return 0;
}

static int disconnect(void **state)
{
	(void)state;
	PQfinish(db);
	return 0;
}

static bool is_true(const PGresult *r, int row, int column)
{
	return *PQgetvalue(r, row, column) == 't';
}

static enum source_class class_of(const char *name)
{
	return strcmp(name, "kept") == 0    ? SOURCE_KEPT
	       : strcmp(name, "moved") == 0 ? SOURCE_MOVED
					    : SOURCE_SICK;
}

/* The rows point into `r`. */
static size_t read_rows(const PGresult *r, struct demand_row *rows)
{
	for (int i = 0; i < PQntuples(r); i++)
		rows[i] = (struct demand_row){
			.is_cur = is_true(r, i, 0),
			.source = class_of(PQgetvalue(r, i, 1)),
			.posting = strtoll(PQgetvalue(r, i, 2), NULL, 10),
			.employer = span_of(PQgetvalue(r, i, 3)),
			.is_asked = is_true(r, i, 4),
			.is_named = is_true(r, i, 5),
			.was_asked = is_true(r, i, 6),
			.was_named = is_true(r, i, 7),
			.had = { is_true(r, i, 8), is_true(r, i, 9),
				 is_true(r, i, 10) },
		};
	return (size_t)PQntuples(r);
}

static void assert_number(const PGresult *r, const char *column, double want)
{
	int    at = PQfnumber(r, column);
	double got = PQgetisnull(r, 0, at) ? NAN : atof(PQgetvalue(r, 0, at));

	if (isnan(got) != isnan(want) || fabs(got - want) > 1e-9)
		fail_msg("%s: C says %.12f, SQL says %.12f", column, want, got);
}

static const struct cell_case {
	const char *name;
	const char *region, *skill, *period, *measure;
} cases[] = {
	{ "any skill in the world", "world", "any", "2025Q1", "flow" },
	{ "one skill in a country", "US", "one", "2025Q1", "flow" },
	{ "a skill that is also only named", "DE", "two", "2025Q1", "flow" },
	{ "a month", "world", "any", "2025-03", "flow" },
	{ "a share", "world", "any", "2025Q1", "share" },
	{ "a share of one skill", "US-CA", "one", "2025Q1", "share" },
	{ "a stock", "world", "any", "2025Q1", "stock" },
	{ "nothing there", "FR", "any", "2025Q1", "flow" },
};

static void sql_and_c_agree(void **state)
{
	const struct cell_case *c = *state;
	char                    sql[800];
	PGresult               *cell, *ads;
	struct demand_row      *rows;
	struct demand_cell      want;

	if (!db)
		skip();
	snprintf(sql, sizeof(sql),
		 "SELECT *, bridge->>'sources' AS sources, bridge->>'health'"
		 " AS health, bridge->>'duplicates' AS duplicates,"
		 " bridge->>'definition' AS dictionary,"
		 " bridge->>'context' AS context, bridge->>'denominator'"
		 " AS denominator, bridge->>'demand' AS demand"
		 " FROM jobtrend.yoy('%s', '%s', '%s', measure => '%s')",
		 c->region, c->skill, c->period, c->measure);
	cell = query(sql);
	snprintf(sql, sizeof(sql),
		 "SELECT is_cur, class, posting_id, cluster, is_asked, is_named,"
		 " was_asked, was_named, had_kept, had_moved, had_sick"
		 " FROM jobtrend.period_bounds('%s') AS b, jobtrend.cell_ads("
		 " '%s', jobtrend.skill_number('%s'), 2, '%s', b.from_day,"
		 " b.to_day, b.base_from, b.base_to, NULL)",
		 c->period, c->region, c->skill, c->measure);
	ads = query(sql);
	rows = xcalloc((size_t)PQntuples(ads) + 1, sizeof(*rows));

	demand_compute(rows, read_rows(ads, rows),
		       strcmp(c->measure, "share") == 0, &want);

	assert_number(cell, "n", (double)want.n);
	assert_number(cell, "n_base", (double)want.n_base);
	assert_number(cell, "naive", want.naive);
	assert_number(cell, "employers", (double)want.employers);
	assert_number(cell, "top_employer_share", want.top_employer_share);
	assert_number(cell, "value", want.is_small ? NAN : want.value);
	assert_number(cell, "lo", want.is_small ? NAN : want.lo);
	assert_number(cell, "hi", want.is_small ? NAN : want.hi);
	assert_number(cell, "demand", want.bridge[BRIDGE_DEMAND]);
	assert_number(cell, "sources", want.bridge[BRIDGE_SOURCES]);
	assert_number(cell, "health", want.bridge[BRIDGE_HEALTH]);
	assert_number(cell, "duplicates", want.bridge[BRIDGE_DUPLICATES]);
	assert_number(cell, "dictionary", want.bridge[BRIDGE_DEFINITION]);
	assert_number(cell, "context", want.bridge[BRIDGE_CONTEXT]);
	free(rows);
	PQclear(ads);
	PQclear(cell);
}

static const struct chain_case {
	const char *name;
	const char *region, *skill, *period, *measure;
	int         months;
} chain_cases[] = {
	{ "other estimators of a month", "world", "any", "2025-03", "flow", 1 },
	{ "other estimators of a quarter", "DE", "one", "2025Q1", "flow", 3 },
	{ "other estimators of a share", "US", "any", "2025Q1", "share", 3 },
	{ "other estimators of some months", "world", "any", "2025-03/4",
	  "flow", 4 },
	{ "other estimators of nothing", "FR", "any", "2025Q1", "flow", 3 },
};

static void assert_near(const PGresult *r, int row, int column, double want)
{
	double got = PQgetisnull(r, row, column) ? NAN :
		     atof(PQgetvalue(r, row, column));

	if (isnan(got) != isnan(want) || fabs(got - want) > 1e-9)
		fail_msg("%s of %s: C says %.12f, SQL says %.12f",
			 PQfname(r, column), PQgetvalue(r, row, 0), want, got);
}

static void chains_agree(void **state)
{
	const struct chain_case *c = *state;
	char                     sql[800];
	PGresult                *said, *months;
	struct chain_month      *rows;
	struct chain_estimate    want[CHAINS];

	if (!db)
		skip();
	snprintf(sql, sizeof(sql),
		 "SELECT estimator, value, lo, hi, drift, n, n_base, sources"
		 " FROM jobtrend.estimates('%s', '%s', '%s', measure => '%s')"
		 " OFFSET 2", c->region, c->skill, c->period, c->measure);
	said = query(sql);
	snprintf(sql, sizeof(sql),
		 "SELECT m.* FROM jobtrend.period_bounds('%s') AS b,"
		 " jobtrend.chain_months('%s', jobtrend.skill_number('%s'), 2,"
		 " b.base_from, %d) AS m ORDER BY random()", c->period,
		 c->region, c->skill, c->months + CHAIN_YEAR);
	months = query(sql);
	rows = xcalloc((size_t)PQntuples(months) + 1, sizeof(*rows));
	for (int i = 0; i < PQntuples(months); i++)
		rows[i] = (struct chain_month){
			atoi(PQgetvalue(months, i, 0)),
			atoi(PQgetvalue(months, i, 1)),
			atof(PQgetvalue(months, i, 2)),
			atof(PQgetvalue(months, i, 3)),
		};

	chain_compute(rows, (size_t)PQntuples(months), c->months,
		      strcmp(c->measure, "share") == 0, want);

	assert_int_equal(PQntuples(said), CHAINS);
	for (int i = 0; i < CHAINS; i++) {
		assert_near(said, i, 1, want[i].value);
		assert_near(said, i, 2, want[i].lo);
		assert_near(said, i, 3, want[i].hi);
		assert_near(said, i, 4, want[i].drift);
		if (PQntuples(months)) {
			assert_near(said, i, 5, (double)want[i].n);
			assert_near(said, i, 6, (double)want[i].n_base);
		}
		assert_near(said, i, 7, (double)want[i].sources);
	}
	free(rows);
	PQclear(months);
	PQclear(said);
}

static void weights_are_the_same(void **state)
{
	PGresult *r;

	(void)state;
	if (!db)
		skip();
	r = query("SELECT t, r, jobtrend.bootstrap_weight(t, r)"
		  " FROM unnest(ARRAY['', 'a', 'acme', 'eleven text',"
		  "  'twelve bytes', 'more than twelve bytes', 'Zürich 株式会社'])"
		  " AS t, generate_series(1, 100) AS r");
	for (int i = 0; i < PQntuples(r); i++)
		assert_int_equal(
			bootstrap_weight(span_of(PQgetvalue(r, i, 0)),
					 atoi(PQgetvalue(r, i, 1))),
			atoi(PQgetvalue(r, i, 2)));
	PQclear(r);
}

int main(void)
{
	struct CMUnitTest tests[ARRAY_LEN(cases) + ARRAY_LEN(chain_cases) +
				1] = { 0 };
	size_t            n = 0;

	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		tests[n].name = cases[i].name;
		tests[n].test_func = sql_and_c_agree;
		tests[n++].initial_state = (void *)&cases[i];
	}
	for (size_t i = 0; i < ARRAY_LEN(chain_cases); i++) {
		tests[n].name = chain_cases[i].name;
		tests[n].test_func = chains_agree;
		tests[n++].initial_state = (void *)&chain_cases[i];
	}
	tests[n] = (struct CMUnitTest)cmocka_unit_test(weights_are_the_same);
	return cmocka_run_group_tests_name("demand in SQL and C", tests,
					   connect_and_fill, disconnect);
}
