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
    JOIN pg_index AS i ON i.indrelid IN (SELECT relid FROM pg_partition_tree(p.logicalrelid)
                                         UNION SELECT p.logicalrelid)
        AND (i.indisunique OR i.indisexclusion)
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
def triggers_are_for_rows_and_look_no_further_than_their_worker():
    held = psql("""
        SELECT c.relname, t.tgname, t.tgtype & 1, p.by_column, f.prosrc FROM pg_trigger AS t
        JOIN public.pg_dist_partition AS p ON p.logicalrelid = t.tgrelid
        JOIN pg_class AS c ON c.oid = t.tgrelid
        JOIN pg_proc AS f ON f.oid = t.tgfoid
        WHERE NOT t.tgisinternal""".replace("f.prosrc", "replace(f.prosrc, E'\\n', ' ')"), DB)
    tables = {r[0] for r in psql("SELECT relname FROM pg_class WHERE relkind IN ('r', 'p', 'v')"
                                 " AND relnamespace = 'jobtrend'::regnamespace", DB)}
    for table, name, of_rows, by_column, source in held:
        expect(name + " is of rows", of_rows, "1")
        expect(name + " is not of a copied table", by_column != "", True)
        near = {n for n, (by, beside) in SPREAD.items()
                if not by or beside == group(table) or n == group(table)}
        expect(name + " looks at", (words(source) & tables) - near, set())
    expect("told", not held or "SET citus.enable_unsafe_triggers = on" in FILE, True)


@test
def queues_that_skip_locked_rows_are_on_one_machine():
    sql = (ROOT / "schema.sql").read_text()
    locking = re.findall(r"FOR UPDATE OF (\w+) SKIP LOCKED", sql)
    queues = {"ad_dirty", "cell_due", "fact_dirty", "source_dirty", "host", "page", "run"}

    expect("spread", queues & set(SPREAD), set())
    expect("locking was looked for", len(locking) > 0, True)


@test
def nothing_hangs_on_spread_tables_that_citus_does_not_spread():
    expect("rules, policies, inheritance, identities of years, deep partitions", psql("""
        SELECT 'rule ' || r.rulename FROM pg_rewrite AS r
        JOIN public.pg_dist_partition AS p ON p.logicalrelid = r.ev_class
        UNION ALL SELECT 'policy ' || polname FROM pg_policy AS r
        JOIN public.pg_dist_partition AS p ON p.logicalrelid = r.polrelid
        UNION ALL SELECT 'parent ' || i.inhparent::regclass FROM pg_inherits AS i
        JOIN public.pg_dist_partition AS p ON p.logicalrelid = i.inhparent
        JOIN pg_class AS c ON c.oid = i.inhparent
        JOIN pg_class AS k ON k.oid = i.inhrelid
        WHERE c.relkind <> 'p' OR k.relkind <> 'r'
        UNION ALL SELECT 'identity ' || a.attrelid::regclass FROM pg_attribute AS a
        JOIN pg_class AS c ON c.oid = a.attrelid AND c.relkind = 'p' WHERE a.attidentity <> ''
        UNION ALL SELECT 'kind ' || c.relname FROM pg_class AS c
        JOIN public.pg_dist_partition AS p ON p.logicalrelid = c.oid
        WHERE c.relkind NOT IN ('r', 'p') OR c.relpersistence <> 'p'
        UNION ALL SELECT 'null ' || a.attrelid::regclass FROM pg_attribute AS a
        JOIN public.pg_dist_partition AS p ON p.logicalrelid = a.attrelid AND a.attname = p.by_column
        WHERE NOT a.attnotnull""", DB), [])


@test
def years_are_spread_with_their_table():
    script("SELECT jobtrend.make_years('{demand_fact,firm_fact}', '{2024-02-01}')", DB)

    found = psql("SELECT p.relname, c.relname FROM pg_inherits AS i"
                 " JOIN pg_class AS c ON c.oid = i.inhrelid JOIN pg_class AS p ON p.oid = i.inhparent"
                 " WHERE c.relnamespace = 'jobtrend'::regnamespace AND c.relkind = 'r' ORDER BY 1", DB)
    expect("years", found, [["demand_fact", "demand_fact_2024"], ["firm_fact", "firm_fact_2024"]])
    expect("keys", psql(KEYS_WITHOUT, DB), [])
    # A shard adds an underscore and its number, and 63 bytes are what a name has room for:
    # longer ones make Citus run sequentially, and were the cause of deadlocks.
    longest = max(len(r[0]) for r in psql(
        "SELECT c.relname FROM pg_class AS c WHERE c.relnamespace = 'jobtrend'::regnamespace"
        " AND c.relkind IN ('r', 'p', 'i', 'I')", DB))
    expect("bytes of names, at most", longest <= 63 - len("_1234567890"), True)


# ---- what statements ask for ----

def group(table):
    """The first of the tables that one lies beside."""
    by, beside = SPREAD[table]
    return table if beside == "none" else beside


def words(source):
    return set(re.findall(r"[a-z_][a-z0-9_]*", bare(source)))


def bare(source):
    """Without comments and texts, in lower case."""
    source = re.sub(r"--[^\n]*|/\*.*?\*/", " ", source, flags=re.S)
    return re.sub(r"'(?:[^']|'')*'", "''", source).lower()


def statements():
    """(who, statement): of functions and views as the catalog has them, and of the programs."""
    for name, source in psql("""
            SELECT p.proname, replace(replace(p.prosrc, E'\\r', ''), E'\\n', E'\\x1e') FROM pg_proc AS p
            WHERE p.pronamespace = 'jobtrend'::regnamespace
            UNION ALL SELECT viewname, replace(definition, E'\\n', E'\\x1e') FROM pg_views
            WHERE schemaname = 'jobtrend'""", DB):
        for part in bare(source.replace("\x1e", "\n")).split(";"):
            yield name, part
    for path in sorted(ROOT.glob("[cdw][lae][ibe]*/*.[ch]")):
        text = re.sub(r"/\*.*?\*/", " ", path.read_text(), flags=re.S)
        for literal in re.findall(r'"(?:[^"\\]|\\.)*"(?:\s*"(?:[^"\\]|\\.)*")*', text):
            sql = "".join(re.findall(r'"((?:[^"\\]|\\.)*)"', literal))
            if re.search(r"\b(SELECT|INSERT INTO|UPDATE|DELETE FROM)\b", sql):
                yield path.name, bare(sql)


CHANGE = r"\b(?:insert\s+into|update|delete\s+from|merge\s+into)\s+(?:only\s+)?(?:jobtrend\.)?(%s)\b"
LOCK = r"\bfor\s+(?:no\s+key\s+update|update|share|key\s+share)\b"


def laterals(part):
    """What stands between the brackets of each LATERAL."""
    for hit in re.finditer(r"\blateral\s*\(", part):
        depth, at = 1, hit.end()
        while depth and at < len(part):
            depth += {"(": 1, ")": -1}.get(part[at], 0)
            at += 1
        yield part[hit.end():at]


def one_source(part):
    """Whether a statement says by a parameter which source, or bucket, it is about."""
    return re.search(r"source_id\s*=\s*(?:\$\d|the_source|id\b)", part)


def refused():
    """What Citus refuses across workers, by rule: who asks for it."""
    spread = [n for n, (by, _) in SPREAD.items() if by]
    any_of = "(?:%s)" % "|".join(spread)
    change = re.compile(CHANGE % "|".join(spread))
    found = {}

    def note(rule, who):
        found.setdefault(rule, set()).add(who)

    for who, part in statements():
        named = [t for t in spread if re.search(r"\b(?:from|join|into|update|using|only)\s+"
                                                r"(?:jobtrend\.)?%s\b" % t, part)]
        if not named or one_source(part):
            continue
        for hit in change.finditer(part):
            if re.search(r"\(\s*$", part[:hit.start()]):
                note("change within WITH", who)
            if re.search(r"\bset\b[^;]*\b(?:clock_timestamp|random|timeofday|nextval)\s*\(",
                         part[hit.end():]) and hit.group(0).startswith("update"):
                note("volatile function in UPDATE", who)
        if re.search(LOCK, part) and re.search(r"\bfrom\s+(?:jobtrend\.)?%s\b" % any_of, part):
            note("row lock", who)
        if re.search(r"\bctid\b", part):
            note("ctid", who)
        if re.search(r"\bwith\s+recursive\b", part):
            note("WITH RECURSIVE", who)
        if re.search(r"\b(?:grouping\s+sets|rollup|cube)\s*\(", part):
            note("GROUPING SETS", who)
        if re.search(r"\btablesample\b", part):
            note("TABLESAMPLE", who)
        # A query that is run for each row of another and has to be merged (pull request
        # 5753 of citusdata/citus): that is, unless all are side by side. One that groups
        # by what spreads its table need not be.
        for sub in laterals(part):
            inner = {t for t in spread if re.search(r"\bfrom\s+(?:jobtrend\.)?%s\b" % t, sub)}
            if inner and re.search(r"\b(?:limit|offset)\b", sub):
                note("LATERAL with LIMIT or OFFSET", who)
            for keys in re.findall(r"\bgroup\s+by\s+([\w., ]*)", sub):
                if inner and not {SPREAD[t][0] for t in inner} & set(re.split(r"\W+", keys)):
                    note("LATERAL grouped by what does not spread its table", who)
    return {rule: sorted(who) for rule, who in found.items()}


# Known, and told in docs/operations.md: what is not done on Citus. Shorter is better.
REFUSED = {
    "LATERAL with LIMIT or OFFSET": ["ad_posting", "bridge_ads", "near_suspects"],
    "row lock": ["reclassify"],
}


@test
def what_citus_refuses_is_known_and_told():
    got = refused()
    doc = (ROOT / "docs/operations.md").read_text()
    doc = doc[doc.index("### Citus"):doc.index("## Questions that come up")]

    expect("refused", got, REFUSED)
    expect("not told", sorted({w for who in got.values() for w in who if "`%s`" % w not in doc}), [])


@test
def a_key_without_the_column_would_be_found():
    db = fresh_database()
    script(STAND_INS, db)
    script("CREATE UNIQUE INDEX wrong ON jobtrend.ad (native_id)", db)
    script(FILE.replace("CREATE EXTENSION IF NOT EXISTS citus;", ""), db)

    expect("found", psql(KEYS_WITHOUT, db), [["wrong"]])


@test
def what_is_refused_would_be_found():
    script("""
        CREATE FUNCTION jobtrend.wrong_with() RETURNS void LANGUAGE sql AS $f$
            WITH gone AS (DELETE FROM jobtrend.mention WHERE skill_id = 0 RETURNING ad_id)
            SELECT FROM gone $f$;
        CREATE FUNCTION jobtrend.wrong_lock() RETURNS SETOF bigint LANGUAGE sql AS $f$
            SELECT ad_id FROM jobtrend.ad WHERE title = '' FOR UPDATE SKIP LOCKED $f$;
        CREATE FUNCTION jobtrend.right_look() RETURNS SETOF text LANGUAGE sql STABLE AS $f$
            SELECT a.title FROM unnest('{1}'::bigint[]) AS i CROSS JOIN LATERAL (
                SELECT title FROM jobtrend.ad WHERE ad_id = i GROUP BY source_id, ad_id) AS a $f$;
        CREATE FUNCTION jobtrend.wrong_group() RETURNS SETOF bigint LANGUAGE sql STABLE AS $f$
            SELECT a.n FROM unnest('{1}'::bigint[]) AS i CROSS JOIN LATERAL (
                SELECT count(*) AS n FROM jobtrend.ad WHERE ad_id = i GROUP BY title) AS a $f$;
        CREATE FUNCTION jobtrend.wrong_look() RETURNS SETOF text LANGUAGE sql AS $f$
            SELECT a.title FROM unnest('{1}'::bigint[]) AS i CROSS JOIN LATERAL (
                SELECT title FROM jobtrend.ad WHERE ad_id = i LIMIT (1)) AS a $f$;
        CREATE FUNCTION jobtrend.wrong_now() RETURNS void LANGUAGE sql AS $f$
            UPDATE jobtrend.ad SET gone_at = clock_timestamp() WHERE title = '' $f$;
        CREATE FUNCTION jobtrend.right_one() RETURNS void LANGUAGE plpgsql AS $f$
            DECLARE the_source integer; BEGIN -- UPDATE jobtrend.ad SET x = random()
            PERFORM FROM jobtrend.ad WHERE source_id = the_source FOR UPDATE; END $f$""", DB)
    found = {rule: {w for w in who if w.startswith(("wrong", "right"))}
             for rule, who in refused().items()}

    expect("found", {rule: who for rule, who in found.items() if who}, {
        "change within WITH": {"wrong_with"}, "row lock": {"wrong_lock"},
        "LATERAL with LIMIT or OFFSET": {"wrong_look"},
        "LATERAL grouped by what does not spread its table": {"wrong_group"},
        "volatile function in UPDATE": {"wrong_now"}})
    script("DROP FUNCTION jobtrend.wrong_with(), jobtrend.wrong_lock(), jobtrend.wrong_now(),"
           " jobtrend.wrong_look(), jobtrend.right_look(), jobtrend.right_one(),"
           " jobtrend.wrong_group()", DB)


if __name__ == "__main__":
    main()
