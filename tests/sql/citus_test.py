#!/usr/bin/env python3
"""schema-citus.sql against the rules of Citus, as far as they show without it.

Citus is in no package of Debian: its functions are stand-ins here that write down
what they are asked for, and its rules are read off the catalog afterwards.
"""
import re

from harness import ROOT, expect, fresh_database, main, psql, test
from world import script

FILE = (ROOT / "schema-citus.sql").read_text()
STAND_INS = """
    CREATE TABLE public.pg_dist_partition (logicalrelid regclass PRIMARY KEY, by_column text,
        beside text, place serial);
    CREATE FUNCTION public.create_reference_table(regclass) RETURNS void LANGUAGE sql AS
        'INSERT INTO public.pg_dist_partition VALUES ($1)';
    CREATE FUNCTION public.create_distributed_table(name regclass, by_column text,
        colocate_with text) RETURNS void LANGUAGE sql AS
        'INSERT INTO public.pg_dist_partition VALUES ($1, $2, $3)';
"""

KEYS_WITHOUT = """
    SELECT c.relname
    FROM public.pg_dist_partition AS p
    JOIN pg_index AS i ON i.indrelid = p.logicalrelid AND i.indisunique
    JOIN pg_class AS c ON c.oid = i.indexrelid
    WHERE p.by_column IS NOT NULL AND NOT EXISTS (
        SELECT FROM pg_attribute AS a
        WHERE a.attrelid = i.indrelid AND a.attname = p.by_column
          AND a.attnum = ANY (i.indkey::smallint[]))"""


def applied():
    db = fresh_database()
    script(STAND_INS, db)
    sql = FILE.replace("CREATE EXTENSION IF NOT EXISTS citus;", "")
    script(sql, db)
    script(sql, db)  # may be applied again
    return db


DB = applied()
SPREAD = {r[0]: r[1:3] for r in psql(
    "SELECT c.relname, by_column, beside FROM public.pg_dist_partition AS p"
    " JOIN pg_class AS c ON c.oid = p.logicalrelid", DB)}


@test
def every_table_has_its_place():
    tables = {r[0] for r in psql("SELECT relname FROM pg_class WHERE relkind IN ('r', 'p')"
                                 " AND relnamespace = 'jobtrend'::regnamespace", DB)}
    tail = FILE[FILE.index("-- On the coordinator alone:"):]
    alone = set(re.findall(r"\w+", re.sub(r"\([^)]*\)|-- On the coordinator alone:", "", tail)))

    expect("told twice", alone & set(SPREAD), set())
    expect("not told", tables - set(SPREAD) - alone, set())
    expect("there are none such", (set(SPREAD) | alone) - tables, set())


@test
def every_unique_key_has_the_column_that_spreads_its_table():
    expect("without", psql(KEYS_WITHOUT, DB), [])
    expect("keys were looked at", len(psql(
        "SELECT 1 FROM public.pg_dist_partition AS p JOIN pg_index AS i"
        " ON i.indrelid = p.logicalrelid AND i.indisunique", DB)) > 25, True)


@test
def tables_side_by_side_are_spread_by_one_type_and_after_their_first():
    expect("types", psql("""
        SELECT p.logicalrelid, a.atttypid::regtype, b.atttypid::regtype
        FROM public.pg_dist_partition AS p
        JOIN public.pg_dist_partition AS q ON q.logicalrelid = ('jobtrend.' || p.beside)::regclass
        JOIN pg_attribute AS a ON a.attrelid = p.logicalrelid AND a.attname = p.by_column
        JOIN pg_attribute AS b ON b.attrelid = q.logicalrelid AND b.attname = q.by_column
        WHERE p.beside <> 'none' AND (a.atttypid <> b.atttypid OR p.place < q.place)""", DB), [])
    expect("groups", sorted({b for _, b in SPREAD.values() if b}), ["ad", "none", "posting"])
    expect("columns never change where rows lie", psql("""
        SELECT p.proname FROM pg_proc AS p
        WHERE pronamespace = 'jobtrend'::regnamespace
          AND prosrc ~ 'SET\\s+(source_id|bucket)\\s*='""", DB), [])


@test
def no_foreign_key_leads_from_one_spread_table_to_another():
    expect("foreign keys", psql("""
        SELECT c.conrelid::regclass, c.confrelid::regclass
        FROM pg_constraint AS c
        LEFT JOIN public.pg_dist_partition AS f ON f.logicalrelid = c.conrelid
        LEFT JOIN public.pg_dist_partition AS t ON t.logicalrelid = c.confrelid
        WHERE c.contype = 'f' AND connamespace = 'jobtrend'::regnamespace
          AND NOT (t.logicalrelid IS NOT NULL AND t.by_column IS NULL)""", DB), [])


@test
def numbers_come_from_wide_sequences_or_from_the_coordinator():
    expect("identities", psql("""
        SELECT attrelid::regclass, attname FROM pg_attribute AS a
        JOIN public.pg_dist_partition AS p ON p.logicalrelid = a.attrelid
        WHERE attidentity <> '' AND atttypid <> 'bigint'::regtype""", DB), [])
    script("INSERT INTO jobtrend.source (id, kind) VALUES ('a', 'jsonld'), ('b', 'jsonld')", DB)
    expect("numbers", psql("SELECT source_id FROM jobtrend.source ORDER BY id", DB),
           [["1"], ["2"]])


@test
def triggers_are_allowed_where_tables_have_them():
    held = [r[0] for r in psql("""
        SELECT DISTINCT c.relname FROM pg_trigger AS t
        JOIN public.pg_dist_partition AS p ON p.logicalrelid = t.tgrelid
        JOIN pg_class AS c ON c.oid = t.tgrelid
        WHERE NOT t.tgisinternal""", DB)]
    expect("told", not held or "SET citus.enable_unsafe_triggers = on" in FILE, True)


@test
def queues_that_skip_locked_rows_are_on_one_machine():
    sql = (ROOT / "schema.sql").read_text()
    locking = re.findall(r"FOR UPDATE OF (\w+) SKIP LOCKED", sql)
    queues = {"ad_dirty", "cell_due", "fact_dirty", "source_dirty", "host", "page"}

    expect("spread", queues & set(SPREAD), set())
    expect("locking was looked for", len(locking) > 0, True)


@test
def a_key_without_the_column_would_be_found():
    db = fresh_database()
    script(STAND_INS, db)
    script("CREATE UNIQUE INDEX wrong ON jobtrend.ad (native_id)", db)
    script(FILE.replace("CREATE EXTENSION IF NOT EXISTS citus;", ""), db)

    expect("found", psql(KEYS_WITHOUT, db), [["wrong"]])


if __name__ == "__main__":
    main()
