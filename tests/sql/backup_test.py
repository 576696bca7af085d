#!/usr/bin/env python3
"""What autovacuum and pg_dump do by themselves, without a search path."""
from harness import DB, expect, folder, fresh_database, main, program, psql, run, test, value
from world import DAY, World, day, script

TABLES = ("ad", "posting", "posting_member", "demand_fact", "employer_fact", "pair_fact",
          "health_span", "visit_month")

RIGHTS = """
    SET search_path = jobtrend;
    SELECT c.relname::text, x.grantee::regrole, string_agg(x.privilege_type, ' ' ORDER BY x.privilege_type)
    FROM pg_class AS c, aclexplode(c.relacl) AS x
    WHERE c.relnamespace = 'jobtrend'::regnamespace AND x.grantee <> c.relowner GROUP BY 1, 2
    UNION ALL
    SELECT p.oid::regprocedure::text, x.grantee::regrole, 'EXECUTE'
    FROM pg_proc AS p, aclexplode(p.proacl) AS x
    WHERE p.pronamespace = 'jobtrend'::regnamespace AND x.grantee <> p.proowner ORDER BY 1, 2"""


def filled():
    w = World()
    w.clear()
    for name in ("one", "two"):
        w.source(name)
        w.visits(name, "2023-12-01", "2025-12-31")
    for i in range(40):
        at = day("2024-01-10") + i * 15 * DAY
        w.ad("one" if i % 3 else "two", str(i), at, at + 9 * DAY, employer="e%d" % (i % 5),
             regions=("US-CA", "DE") if i % 2 else ("FR",))
    w.load()


@test
def every_table_can_be_analysed():
    filled()
    names = [r[0] for r in psql("SELECT relname FROM pg_class WHERE relkind IN ('r', 'p')"
                                " AND relnamespace = 'jobtrend'::regnamespace")]

    script("SET search_path = pg_catalog;\n"
           + "".join("ANALYZE jobtrend.%s;\n" % n for n in names))

    expect("is the share of valid_to that is absent known", value(
        "SELECT null_frac FROM pg_stats WHERE schemaname = 'jobtrend'"
        " AND tablename = 'posting_member' AND attname = 'valid_to'"), "1")


def is_the_same(db):
    for name in TABLES:
        count = "SELECT count(*) FROM jobtrend." + name
        expect(name, value(count, db), value(count))
    expect("ads", value("SELECT count(*) FROM jobtrend.ad", db), "40")
    expect("differences", psql("SELECT * FROM jobtrend.verify()", db), [])
    cell = "SELECT value, n, n_base FROM jobtrend.yoy('world', 'any', '2025')"
    expect("cell", psql(cell, db), psql(cell))
    expect("rights", psql(RIGHTS, db), psql(RIGHTS))
    expect("there are some", len(psql(RIGHTS)) > 100, True)
    years = "SELECT c.relname, pg_get_expr(relpartbound, oid) FROM pg_inherits" \
        " JOIN pg_class AS c ON c.oid = inhrelid WHERE c.relname ~ '_fact_[0-9]{4}$' ORDER BY 1"
    expect("years", psql(years, db), psql(years))
    expect("there are some", len(psql(years)) > 3, True)
    # It goes on: months of a year that it had not, by who may not change tables.
    script("SET ROLE jobtrend_writer;"
           "INSERT INTO jobtrend.fact_dirty (source_id, month)"
           " SELECT source_id, '2011-05-01' FROM jobtrend.source;"
           "SELECT jobtrend.refresh_facts();", db)
    expect("a new year", value("SELECT to_regclass('jobtrend.demand_fact_2011') IS NOT NULL", db), "t")


@test
def a_restored_dump_is_the_same():
    filled()
    db = fresh_database()
    script("DROP SCHEMA jobtrend CASCADE", db)

    script(run("pg_dump", "--no-owner", "-d", DB).stdout, db)

    is_the_same(db)


@test
def a_custom_dump_is_restored_by_two_at_a_time():
    filled()
    db = fresh_database()
    script("DROP SCHEMA jobtrend CASCADE", db)
    with folder() as top:
        run("pg_dump", "--format=custom", "--file", top / "a.dump", "-d", DB)
        run("pg_restore", "-j2", "--exit-on-error", "--dbname", db, top / "a.dump")

    is_the_same(db)


@test
def a_restored_database_may_be_initialised_and_upgraded_again():
    filled()
    db = fresh_database()
    script("DROP SCHEMA jobtrend CASCADE", db)
    script(run("pg_dump", "--no-owner", "-d", DB).stdout, db)

    run(program("jobtrendctl"), "schema", "upgrade", "--db", db)

    is_the_same(db)


if __name__ == "__main__":
    main()
