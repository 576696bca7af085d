#!/usr/bin/env python3
"""What is counted by month lies in a partition a year, which comes by itself."""
import re
import subprocess
import time

from harness import DB, ROOT, expect, fresh_database, main, program, psql, run, test, value, wait_until
from world import DAY, World, day, rows, script

W = World()
PARENTS = ("demand_fact", "employer_fact", "firm_fact", "pair_fact")
YEARS = """
    SELECT p.relname, string_agg(right(c.relname, 4), ' ' ORDER BY c.relname)
    FROM pg_inherits AS i JOIN pg_class AS c ON c.oid = i.inhrelid
    JOIN pg_class AS p ON p.oid = i.inhparent AND p.relkind = 'p'
    WHERE p.relnamespace = 'jobtrend'::regnamespace GROUP BY 1 ORDER BY 1"""


def years(db=None):
    return {r[0]: r[1] for r in psql(YEARS, db)}


def drop_years(db=None):
    script("".join("DROP TABLE jobtrend.%s;" % r[0] for r in psql(
        "SELECT c.relname FROM pg_inherits AS i JOIN pg_class AS c ON c.oid = i.inhrelid"
        " WHERE c.relnamespace = 'jobtrend'::regnamespace AND c.relkind = 'r'", db)), db)


def market(first="2022-01-10", until="2025-12-31", db=None, fold=True):
    """An ad every ten days of two sources, of employers that say their industry."""
    w = World(db)
    w.clear()
    drop_years(db)
    for name in ("one", "two"):
        w.source(name)
        w.visits(name, day(first) - 20 * DAY, until, every=5)
    at, i = day(first), 0
    while at <= day(until) - 20 * DAY:
        w.ad("one" if i % 3 else "two", str(i), at, at + 9 * DAY, employer="e%d" % (i % 5),
             skills=("pytorch", "machine-learning") if i % 2 else ("pytorch",),
             regions=("US-CA", "DE") if i % 4 else ("FR",))
        at, i = at + 10 * DAY, i + 1
    w.load(fold=False)
    script("UPDATE jobtrend.ad SET industry = 'J'", db)
    if fold:
        w.fold()
    return w


def refusal(sql, role=None, db=None):
    done = run("psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", db or DB, "-f", "-",
               check=False, input=("SET ROLE %s;\n" % role if role else "") + sql + ";")
    found = re.search(r"ERROR:  (.*)", done.stderr)
    return found.group(1) if found else None


class Session:
    """A psql that is told one statement after another."""

    def __init__(self):
        self.psql = subprocess.Popen(["psql", "-X", "-q", "-A", "-t", "-d", DB],
                                     stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                     stderr=subprocess.STDOUT, text=True, bufsize=1)

    def __enter__(self):
        return self

    def __exit__(self, *exc):
        self.psql.stdin.close()
        self.psql.wait(timeout=30)
        self.psql.stdout.close()

    def tell(self, sql):
        self.psql.stdin.write(sql + ";\n")
        self.psql.stdin.flush()

    def ask(self, sql):
        self.tell(sql)
        self.tell("SELECT 'done'")
        said = []
        while (line := self.psql.stdout.readline().rstrip("\n")) != "done":
            said.append(line)
        return said


@test
def the_years_that_are_counted_come_and_no_others():
    market()

    expect("years", years(), {
        "demand_fact": "2022 2023 2024 2025", "firm_fact": "2022 2023 2024 2025",
        "employer_fact": "2023 2024 2025", "pair_fact": "2023 2024 2025"})
    expect("verify", rows("SELECT * FROM jobtrend.verify()"), [])
    expect("each row is in its year", psql(
        "SELECT DISTINCT tableoid::regclass::text, extract(year FROM month) FROM jobtrend.demand_fact"
        " ORDER BY 1"), [["demand_fact_%d" % y, str(y)] for y in range(2022, 2026)])
    expect("again", value("SELECT jobtrend.make_years('{demand_fact,firm_fact}',"
                          " ARRAY(SELECT DISTINCT month FROM jobtrend.demand_fact))"), "0")


@test
def old_archives_and_late_ones_find_their_year():
    drop_years()
    expect("made", value("SELECT jobtrend.make_years('{demand_fact}',"
                         " '{1990-01-01,2100-12-01,1990-05-01}')"), "2")
    script("INSERT INTO jobtrend.demand_fact VALUES (1, '1990-01-01', 'XX', 0, 0, 1, 1),"
           " (1, '2100-12-01', 'XX', 0, 0, 1, 1)")
    expect("rows", psql("SELECT tableoid::regclass FROM jobtrend.demand_fact WHERE region = 'XX'"
                        " ORDER BY month"),
           [["demand_fact_1990"], ["demand_fact_2100"]])
    for month, said in (("1989-12-01", "1989"), ("2101-01-01", "2101")):
        expect(month, refusal("SELECT jobtrend.make_years('{demand_fact}', '{%s}')" % month),
               "months: expected years from 1990 to 2100, found '%s'" % said)
    drop_years()


@test
def a_row_of_a_year_that_nobody_made_is_refused():
    drop_years()
    expect("refused", refusal("INSERT INTO jobtrend.demand_fact"
                              " VALUES (1, '2019-01-01', 'XX', 0, 0, 1, 1)"),
           'no partition of relation "demand_fact" found for row')


@test
def a_daemon_that_may_not_change_tables_makes_years():
    w = market(fold=False)

    script("SET ROLE jobtrend_writer; SELECT jobtrend.fold(); SELECT jobtrend.refresh_employers()")

    expect("years", years()["employer_fact"], "2023 2024 2025")
    expect("owners", psql("SELECT DISTINCT relowner::regrole::text = current_user FROM pg_class"
                          " WHERE relname ~ '^(demand|firm|pair|employer)_fact_'"), [["t"]])
    expect("may not by itself", refusal("CREATE TABLE jobtrend.x ()", "jobtrend_writer"),
           "permission denied for schema jobtrend")
    for call in ("make_years('{demand_fact}', '{2031-01-01}')", "tend_years()", "tend_pairs()"):
        expect(call, refusal("SELECT jobtrend." + call, "jobtrend_reader"),
               "permission denied for function " + call[:10])
    w.clear()


@test
def a_year_looks_like_the_whole_and_may_be_read():
    drop_years()
    script("SELECT jobtrend.make_years('{%s}', '{2024-02-01}')" % ",".join(PARENTS))
    for parent in PARENTS:
        one = "jobtrend.%s_2024" % parent
        expect(parent, psql("SELECT obj_description('%s'::regclass)" % one), [[parent + " of 2024"]])
        columns = ("SELECT attname, atttypid::regtype, attnotnull, attcompression, attcollation,"
                   " col_description(attrelid, attnum) FROM pg_attribute"
                   " WHERE attrelid = '%s'::regclass AND attnum > 0 ORDER BY attnum")
        expect(one, psql(columns % one), psql(columns % ("jobtrend." + parent)))
        count = "SELECT count(*) FROM pg_index WHERE indrelid = '%s'::regclass"
        expect("indexes", value(count % one), value(count % ("jobtrend." + parent)))
        script("SET ROLE jobtrend_reader; SELECT count(*) FROM " + one)
        expect("writes", refusal("DELETE FROM " + one, "jobtrend_reader"),
               "permission denied for table %s_2024" % parent)


@test
def of_two_that_need_a_year_one_makes_it():
    drop_years()
    make = "SELECT jobtrend.make_years('{demand_fact,firm_fact}', '{2024-02-01,2025-02-01}')"
    with Session() as one, Session() as two:
        one.ask("BEGIN")
        expect("one", one.ask(make), ["4"])
        two.ask("SELECT 1")
        two.tell(make)
        wait_until(lambda: value("SELECT count(*) FROM pg_locks WHERE NOT granted"
                                 " AND relation = 'jobtrend.demand_fact'::regclass") == "1")
        one.ask("COMMIT")
        expect("two", two.ask("SELECT 'still here'"), ["0", "still here"])
    expect("years", years(), {"demand_fact": "2024 2025", "firm_fact": "2024 2025"})

    with Session() as one, Session() as two:  # who gives up leaves nothing
        one.ask("BEGIN")
        one.ask(make.replace("2025", "2026"))
        two.ask("SELECT 1")
        two.tell(make.replace("2025", "2026"))
        wait_until(lambda: value("SELECT count(*) FROM pg_locks WHERE NOT granted") == "1")
        one.ask("ROLLBACK")
        expect("two", two.ask("SELECT 'made'"), ["2", "made"])


@test
def reading_and_a_new_year_do_not_wait_for_each_other():
    market(first="2024-01-10", until="2025-06-30")
    with Session() as reader, Session() as maker:
        reader.ask("BEGIN")
        reader.ask("SELECT count(*) FROM jobtrend.demand_fact")
        maker.ask("SET lock_timeout = '5s'")
        maker.ask("BEGIN")
        expect("made", maker.ask("SELECT jobtrend.make_years('{demand_fact}', '{2031-01-01}')"),
               ["1"])
        reader.ask("SET LOCAL statement_timeout = '10s'")
        expect("read", len(reader.ask("SELECT count(*) FROM jobtrend.demand_fact")), 1)
        maker.ask("COMMIT")
        reader.ask("COMMIT")
    expect("there", "2031" in years()["demand_fact"], True)


@test
def a_table_in_the_way_is_told():
    drop_years()
    script("CREATE TABLE jobtrend.demand_fact_2024 (LIKE jobtrend.demand_fact)")
    try:
        expect("told", refusal("SELECT jobtrend.make_years('{demand_fact}', '{2024-01-01}')"),
               "demand_fact_2024: expected a partition of demand_fact, found a table that is not"
               " attached")
    finally:
        script("DROP TABLE jobtrend.demand_fact_2024")


# ---- what is read ----

def plans(sql):
    """The plans of a statement and of all that its functions do, as executed."""
    return run("psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", DB, "-f", "-", input=(
        "LOAD 'auto_explain'; SET client_min_messages = log;"
        "SET auto_explain.log_min_duration = 0; SET auto_explain.log_analyze = on;"
        "SET auto_explain.log_nested_statements = on; SET auto_explain.log_timing = off; " + sql)).stderr


def read(sql, table="demand_fact"):
    """The years of a table that were looked at."""
    found = set()
    for line in plans(sql).splitlines():
        hit = re.search(r" on %s_(\d{4})\b.*" % table, line) or \
            re.search(r"Index (?:Only )?Scan using %s_(\d{4})_.*" % table, line)
        if hit and "never executed" not in hit.group(0):
            found.add(int(hit.group(1)))
    return found


@test
def a_question_for_two_years_reads_two_years():
    w = market(first="2016-01-10")
    expect("there are ten", len(years()["demand_fact"].split()), 10)
    script("SELECT jobtrend.tend_years()")
    ask = "SELECT * FROM jobtrend."
    last = {2024, 2025}

    expect("estimates", read(ask + "estimates('world', 'pytorch', '2025')"), last)
    expect("of old years", read(ask + "estimates('world', 'pytorch', '2018')"), {2017, 2018})
    expect("a ranking, counted by month", read(ask + "region_ranking WHERE skill = 'pytorch'"
                                               " AND definition = 'title'"), set())
    expect("firms", read(ask + "trend_firms('world', 'any', 'industry', 'month', since => '2025')",
                         "firm_fact"), last)
    expect("cells to publish", read("SELECT jobtrend.plan_cells()"), set(range(2020, 2026)))
    script("INSERT INTO jobtrend.fact_dirty SELECT source_id, '2018-05-01' FROM jobtrend.source")
    expect("a month counted again", read("SELECT jobtrend.refresh_facts()"), {2018})
    expect("without it", W.yoy("world", "any", "2025")["n"] > 0, True)
    expect("an unpublished change", read(ask + "yoy('world', 'any', '2025')"), set())
    expect("an unpublished series", read(ask + "trend('world', 'any', 'month')"), set())
    expect("verify", rows("SELECT * FROM jobtrend.verify()"), [])
    w.clear()


# ---- what may go ----

@test
def years_of_employers_that_nobody_looks_at_go_whole():
    w = market()
    script("UPDATE jobtrend.source_observed SET last_ok_at = last_ok_at + interval '2 years'")
    before = rows("SELECT to_jsonb(c) - 'as_of' AS c FROM jobtrend.yoy('world', 'any', '2025') AS c")

    dropped = value("SELECT jobtrend.tend_years()")

    expect("dropped", dropped, "4")
    expect("years", years(), {"demand_fact": "2022 2023 2024 2025", "employer_fact": "2025",
                              "firm_fact": "2022 2023 2024 2025", "pair_fact": "2025"})
    expect("numbers", rows("SELECT to_jsonb(c) - 'as_of' AS c"
                           " FROM jobtrend.yoy('world', 'any', '2025') AS c"), before)
    expect("statistics of the whole", int(value(
        "SELECT count(*) FROM pg_stats WHERE schemaname = 'jobtrend' AND tablename = 'demand_fact'"
        " AND inherited")) > 0, True)
    w.clear()


@test
def a_year_that_is_being_read_goes_the_next_time():
    w = market()
    script("UPDATE jobtrend.source_observed SET last_ok_at = last_ok_at + interval '2 years'")
    with Session() as reader:
        reader.ask("BEGIN")
        reader.ask("SELECT count(*) FROM jobtrend.pair_fact")
        start = time.monotonic()
        expect("while it is read", value("SELECT jobtrend.tend_years()"), "2")
        expect("seconds, at most", time.monotonic() - start < 30, True)
        reader.ask("COMMIT")
    expect("later", value("SELECT jobtrend.tend_years()"), "2")
    w.clear()


# ---- databases from before ----

def apply(db, *files):
    for path in files:
        run("psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", db, "-f", ROOT / path)


@test
def a_database_from_before_is_brought_here():
    w = market(first="2023-01-10")
    wanted = {t: psql("SELECT * FROM jobtrend.%s AS t ORDER BY t::text" % t) for t in PARENTS}
    dump = run("pg_dump", "--no-owner", "--data-only", "--load-via-partition-root", "-d", DB).stdout
    db = fresh_database()
    script("DROP SCHEMA jobtrend CASCADE", db)
    apply(db, "share/migrations/0001_baseline.sql", "schema.sql")  # as `schema init` by mistake
    script("DELETE FROM jobtrend.spring_festival; DELETE FROM jobtrend.counting;"
           "DELETE FROM jobtrend.schema_version", db)
    script(dump, db)
    script("DELETE FROM jobtrend.schema_version WHERE version > 1", db)
    expect("whole tables still count", value("SELECT jobtrend.make_years('{demand_fact}',"
                                             " '{2031-01-01}')", db), "0")
    expect("verify before", psql("SELECT * FROM jobtrend.verify()", db), [])

    for _ in range(2):  # may be repeated
        run(program("jobtrendctl"), "schema", "upgrade", "--db", db)

    for table in PARENTS:
        expect(table, psql("SELECT * FROM jobtrend.%s AS t ORDER BY t::text" % table, db),
               wanted[table])
    expect("years", years(db), years())
    expect("verify", psql("SELECT * FROM jobtrend.verify()", db), [])
    expect("version", value("SELECT max(version) FROM jobtrend.schema_version", db), "2")
    expect("comments", psql(
        "SELECT attname FROM pg_attribute WHERE attrelid = 'jobtrend.pair_fact_2024'::regclass"
        " AND attnum > 0 AND col_description(attrelid, attnum) IS NULL", db), [])
    w.clear()


if __name__ == "__main__":
    main()
