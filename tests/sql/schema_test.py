#!/usr/bin/env python3
"""schema.sql as a whole: comments, roles, repetition, periods, bad arguments."""
import datetime
import re

from harness import DB, ROOT, Skip, expect, fresh_database, main, program, psql, run, test, value
from world import rows, script

# Everything that makes two schemas differ, one line each.
CATALOG = """
SELECT 'relation ' || c.relname || ' ' || c.relkind::text || ' ' || coalesce(array_to_string(c.reloptions, ','), '')
       || ' ' || coalesce(obj_description(c.oid, 'pg_class'), '-') || ' '
       || coalesce((SELECT string_agg(x::text, ',' ORDER BY x::text) FROM unnest(c.relacl) AS x), '-')
FROM pg_class AS c WHERE c.relnamespace = 'jobtrend'::regnamespace
UNION ALL
SELECT 'column ' || c.relname || ' ' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod)
       || ' ' || a.attnotnull || ' ' || a.attidentity::text || ' ' || a.attcompression::text || ' '
       || coalesce(pg_get_expr(d.adbin, d.adrelid), '-') || ' '
       || coalesce(col_description(c.oid, a.attnum), '-')
FROM pg_class AS c JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
LEFT JOIN pg_attrdef AS d ON d.adrelid = c.oid AND d.adnum = a.attnum
WHERE c.relnamespace = 'jobtrend'::regnamespace
UNION ALL
SELECT 'constraint ' || conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid)
FROM pg_constraint WHERE connamespace = 'jobtrend'::regnamespace
UNION ALL
SELECT 'index ' || indexdef FROM pg_indexes WHERE schemaname = 'jobtrend'
UNION ALL
SELECT 'view ' || viewname || ' ' || definition FROM pg_views WHERE schemaname = 'jobtrend'
UNION ALL
SELECT 'function ' || oid::regprocedure || ' ' || md5(pg_get_functiondef(oid)) || ' '
       || coalesce(obj_description(oid, 'pg_proc'), '-')
FROM pg_proc WHERE pronamespace = 'jobtrend'::regnamespace
UNION ALL
SELECT 'trigger ' || pg_get_triggerdef(oid) FROM pg_trigger
WHERE tgrelid IN (SELECT oid FROM pg_class WHERE relnamespace = 'jobtrend'::regnamespace)
  AND NOT tgisinternal
ORDER BY 1
"""


def catalog(db):
    return [line for row in psql(CATALOG, db) for line in row]


def empty_database():
    db = fresh_database()
    script("DROP SCHEMA jobtrend CASCADE", db)
    return db


def refusal(sql, role=None):
    done = run("psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", DB, "-f", "-", check=False,
               input=("SET ROLE %s;\n" % role if role else "") + sql + ";")
    found = re.search(r"ERROR:  (.*)", done.stderr)
    return found.group(1) if found else None


@test
def everything_has_a_comment():
    expect("without", psql("""
        SELECT c.relname || '.' || a.attname FROM pg_class AS c
        JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
        WHERE c.relnamespace = 'jobtrend'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'c')
          AND col_description(c.oid, a.attnum) IS NULL
        UNION ALL
        SELECT relname FROM pg_class
        WHERE relnamespace = 'jobtrend'::regnamespace AND relkind IN ('r', 'p', 'v')
          AND obj_description(oid, 'pg_class') IS NULL
        UNION ALL
        SELECT oid::regprocedure::text FROM pg_proc
        WHERE pronamespace = 'jobtrend'::regnamespace AND obj_description(oid, 'pg_proc') IS NULL
        """), [])


@test
def every_constraint_has_a_name_of_ours():
    expect("named by the server", psql("""
        SELECT conrelid::regclass, conname FROM pg_constraint
        WHERE connamespace = 'jobtrend'::regnamespace AND conname ~ '_(check|key)[0-9]+$'"""), [])


@test
def applying_it_again_changes_nothing():
    before = catalog(DB)

    run("psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", DB, "-f", ROOT / "schema.sql")

    expect("catalog", catalog(DB), before)


@test
def a_migrated_database_equals_a_fresh_one():
    db = empty_database()
    files = sorted((ROOT / "share/migrations").glob("[0-9]*.sql"))

    for path in files + [ROOT / "schema.sql"]:
        run("psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", db, "-f", path)

    got, wanted = catalog(db), catalog(DB)
    expect("only migrated", sorted(set(got) - set(wanted)), [])
    expect("only fresh", sorted(set(wanted) - set(got)), [])
    expect("numbers", [int(p.name[:4]) for p in files], list(range(1, len(files) + 1)))
    expect("version", value("SELECT max(version) FROM jobtrend.schema_version"), str(len(files)))


@test
def the_reader_reads_everything():
    names = [r[0] for r in psql("""
        SELECT relname FROM pg_class WHERE relnamespace = 'jobtrend'::regnamespace
        AND relkind IN ('r', 'p', 'v')""")]

    script("SET ROLE jobtrend_reader;\n" + "".join(
        "SELECT * FROM jobtrend.%s LIMIT 0;\n" % n for n in names)
        + "SELECT * FROM jobtrend.trend('world', 'any', 'month') LIMIT 0;\n"
        + "SELECT * FROM jobtrend.verify();")


@test
def the_reader_writes_nothing():
    tables = [r[0] for r in psql("""
        SELECT relname FROM pg_class WHERE relnamespace = 'jobtrend'::regnamespace
        AND relkind IN ('r', 'p')""")]
    for name in tables:
        for sql in ("INSERT INTO jobtrend.%s DEFAULT VALUES", "DELETE FROM jobtrend.%s",
                    "TRUNCATE jobtrend.%s"):
            expect(sql % name, refusal(sql % name, "jobtrend_reader"),
                   "permission denied for table " + name)
    expect("fold", refusal("SELECT jobtrend.fold()", "jobtrend_reader") is not None, True)
    expect("make", refusal("CREATE TABLE jobtrend.x ()", "jobtrend_reader"),
           "permission denied for schema jobtrend")


@test
def the_writer_folds_and_publishes():
    script("INSERT INTO jobtrend.definition VALUES (1, 'one-skill', 1, 'a rule') "
           "ON CONFLICT DO NOTHING")
    script("SET ROLE jobtrend_writer; SELECT jobtrend.fold(); "
           "SELECT jobtrend.publish('world', 'any', '2025');")


@test
def periods_cover_what_they_say():
    cases = {
        "2025": ("year", "2025-01-01", "2026-01-01", "2024-01-01", "2025-01-01"),
        "2025Q1": ("quarter", "2025-01-01", "2025-04-01", "2024-01-01", "2024-04-01"),
        "2024-02": ("month", "2024-02-01", "2024-03-01", "2023-02-01", "2023-03-01"),
        "2025-W10": ("week", "2025-03-03", "2025-03-10", "2024-03-04", "2024-03-11"),
        "2020-W53": ("week", "2020-12-28", "2021-01-04", "2019-12-23", "2019-12-30"),
        "2025-03/12": ("months", "2024-04-01", "2025-04-01", "2023-04-01", "2024-04-01"),
    }
    for period, wanted in cases.items():
        expect(period, tuple(psql("SELECT * FROM jobtrend.period_bounds('%s')" % period)[0]),
               wanted)


def refused(query):
    done = run("psql", "-XAtq", "-d", DB, "-v", "VERBOSITY=default", check=False, input=query)
    said = re.search(r"ERROR:  (.*)\n(?:HINT:  (.*)\n)?", done.stderr)
    return {"text": said.group(1), "hint": said.group(2)}


def quoted(text):
    return "'%s'" % text.replace("'", "''")


@test
def what_may_have_been_meant_is_a_hint():
    script("""INSERT INTO jobtrend.skill (id, name, cluster, is_core) SELECT 'pytorch', 'PyTorch', 'ml', true
              WHERE NOT EXISTS (SELECT FROM jobtrend.skill WHERE id = 'pytorch')""")
    psql("INSERT INTO jobtrend.place (code, name, country) VALUES ('GB', 'United Kingdom', 'GB'),"
         " ('DE', 'Germany', 'DE'), ('US-CA', 'California', 'US'), ('US', 'United States', 'US')")
    try:
        for region, near in (("UK", "GB is United Kingdom"), ("germany", "DE is Germany"),
                             ("us-ca", "US-CA is California"),
                             ("Californa", "US-CA is California"), ("ZZ", None), ("DE-XX", None),
                             ("", None), ("'; --", None), ("%" * 9999, None)):
            said = refused("SELECT jobtrend.check_region(%s)" % quoted(region))
            expect(region[:20], said["hint"], near)
            expect("sentence of " + region[:20], said["text"].split(", found")[0],
                   "region: expected world, an ISO 3166-1 or an ISO 3166-2 code")
        for skill, near in (("pytorc", "near it: pytorch"), ("PyTorch", "near it: pytorch"),
                            ("juggling", None), ("_", None)):
            expect(skill, refused("SELECT jobtrend.skill_number(%s)" % quoted(skill))["hint"], near)
    finally:
        psql("DELETE FROM jobtrend.place")
    expect("any code without a dictionary", value("SELECT jobtrend.check_region('ZZ')"), "ZZ")


@test
def bad_arguments_are_named():
    cases = {
        "jobtrend.yoy('world', 'any', '2025Q5')":
            "period: expected 2025, 2025Q1, 2025-03, 2025-W10 or 2025-03/12, found '2025Q5'",
        "jobtrend.yoy('world', 'any', '2021-W53')":
            "period: expected a week that 2021 has, found '2021-W53'",
        "jobtrend.yoy('world', 'any', NULL)":
            "period: expected 2025, 2025Q1, 2025-03, 2025-W10 or 2025-03/12, found nothing",
        "jobtrend.yoy('Germany', 'any', '2025')":
            "region: expected world, an ISO 3166-1 or an ISO 3166-2 code, found 'Germany'",
        "jobtrend.yoy('DE', 'juggling', '2025')":
            "skill: expected any or an id of table skill, found 'juggling'",
        "jobtrend.yoy('DE', 'any', '2025', 'month')":
            "grain: expected year for the period 2025, found 'month'",
        "jobtrend.yoy('DE', 'any', '2025', definition => 'mine')":
            "definition: expected one of one-skill, found 'mine'",
        "jobtrend.yoy('DE', 'any', '2025', measure => 'speed')":
            "measure: expected flow, stock or share, found 'speed'",
        "jobtrend.trend('DE', 'any', 'decade')":
            "grain: expected day, week, month, months, quarter or year, found 'decade'",
        "jobtrend.trend('DE', 'any', 'month', since => 'May')":
            "since: expected a day (2025-03-01) or a period (2025-03), found 'May'",
        "jobtrend.fold(0)": "fold: expected max_ads of at least 1, found 0",
    }
    for call, wanted in cases.items():
        expect(call, refusal("SELECT * FROM " + call), wanted)


@test
def the_time_zone_of_the_session_does_not_matter():
    say = "SELECT jobtrend.period_bounds('2025-W10'), jobtrend.yoy('world', 'any', '2025')"

    here = script("SET timezone = 'UTC'; " + say)
    there = script("SET timezone = 'Pacific/Auckland'; " + say)

    expect("answer", there.split(',"20')[0], here.split(',"20')[0])


def database_of(encoding):
    """The conninfo of a database without the schema."""
    mine = re.search(r"dbname=(\S+)", DB).group(1)
    name = "%s_%s" % (mine, encoding.lower())
    script("CREATE DATABASE %s TEMPLATE template0 ENCODING '%s' LOCALE 'C'" % (name, encoding),
           DB.replace("dbname=" + mine, "dbname=postgres"))
    return DB.replace("dbname=" + mine, "dbname=" + name)


@test
def a_database_that_cannot_hold_all_scripts_is_refused():
    for encoding in ("SQL_ASCII", "LATIN1"):
        db = database_of(encoding)

        done = run(program("jobtrendctl"), "schema", "init", "--db", db, check=False)

        expect("exit", done.returncode, 1)
        expect("message", "expected a database of encoding UTF8, found " + encoding in done.stderr, True)
        expect("schema", value("SELECT to_regnamespace('jobtrend') IS NULL", db), "t")

        # One that an earlier version has made is brought forward.
        script("CREATE SCHEMA jobtrend", db)
        run(program("jobtrendctl"), "schema", "init", "--db", db)
        expect("ads", value("SELECT count(*) FROM jobtrend.ad", db), "0")


if __name__ == "__main__":
    main()
