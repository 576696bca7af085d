#!/usr/bin/env python3
"""What autovacuum and pg_dump do by themselves, without a search path."""
from harness import DB, expect, fresh_database, main, psql, run, test, value
from world import DAY, World, day, script

TABLES = ("ad", "posting", "posting_member", "demand_fact", "health_span", "visit_month")


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


@test
def a_restored_dump_is_the_same():
    filled()
    db = fresh_database()
    script("DROP SCHEMA jobtrend CASCADE", db)
    dump = run("pg_dump", "--no-owner", "-d", DB).stdout

    script(dump, db)

    for name in TABLES:
        count = "SELECT count(*) FROM jobtrend." + name
        expect(name, value(count, db), value(count))
    expect("ads", value("SELECT count(*) FROM jobtrend.ad", db), "40")
    expect("differences", psql("SELECT * FROM jobtrend.verify()", db), [])
    cell = "SELECT value, n, n_base FROM jobtrend.yoy('world', 'any', '2025')"
    expect("cell", psql(cell, db), psql(cell))


if __name__ == "__main__":
    main()
