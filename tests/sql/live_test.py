#!/usr/bin/env python3
"""What is counted when it is asked for: by way of an index, and as all rows say."""
import random
import re

from harness import DB, expect, main, run, test
from world import DAY, World, day, rows, script

W = World()
PAIRS = (("world", "pytorch"), ("US", "any"), ("US", "pytorch"), ("US-CA", "prompt-engineering"),
         ("DE", "machine-learning"), ("FR", "any"))


def drawn_world(seed=7, ads=700, longest=40):
    """Sources that fail and come late, copies, mere mentions, texts read anew since."""
    w, rng = W, random.Random(seed)
    w.clear()
    for name in ("kept", "second", "blind", "late"):
        w.source(name)
        w.visits(name, "2024-11-01" if name == "late" else "2023-12-01", "2026-01-02")
    w.visits("blind", "2025-03-05", "2025-03-20", "dead")
    places = [("US-CA",), ("US-NY", "US-CA"), ("DE",), ("US", "DE"), ()]
    for i in range(ads):
        at = day("2023-12-10") + rng.randrange(740) * DAY
        skills = rng.choice([("pytorch",), ("pytorch", "machine-learning"), (),
                             ("machine-learning",), ("prompt-engineering",) if i % 9 == 0 else ()])
        w.ad(rng.choice(list(w.sources)), str(i), at,
             at + rng.randrange(1, rng.choice((40, longest))) * DAY,
             employer="e%d" % rng.randrange(20), skills=skills,
             named=rng.choice([(), ("pytorch",), ("prompt-engineering",)]),
             regions=rng.choice(places), definitions=rng.choice([2, 3, 6]) if skills else 0,
             fingerprint=rng.choice([0, 1 + rng.randrange(200)]))
    w.load()
    return w


def statements(sql):
    """The plans of what functions ask, as auto_explain tells them."""
    return run("psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", DB, "-f", "-", timeout=120,
               input="LOAD 'auto_explain'; SET auto_explain.log_min_duration = 0;"
               " SET auto_explain.log_nested_statements = on; SET client_min_messages = log;"
               + sql).stderr


CELL = """
    SELECT k.* FROM jobtrend.period_bounds('%s') AS b,
        jobtrend.cell_ads('%s', jobtrend.skill_number('%s'), 2, '%s', b.from_day, b.to_day,
                          b.base_from, b.base_to, NULL) AS k
    WHERE k.is_named OR k.was_named ORDER BY k.is_cur, k.source_id, k.ad_id"""


# Some named it, or something else, by the dictionary before.
READ_BEFORE = """
    INSERT INTO jobtrend.earlier_reading (source_id, ad_id, taxonomy_version, superseded_by,
        content_hash, text_version, fingerprint, definitions, skills, mentioned, regions, cities,
        remote_regions, mentions)
    SELECT source_id, ad_id, 0, 1, content_hash, 1, fingerprint, 2, ARRAY[1 + ad_id % 4], '{3}',
           regions, '{}', '{}', '{}'
    FROM jobtrend.ad WHERE ad_id % 5 = 0"""
# The same functions under another name, without their way to the index.
READ_ALL = """DO $$ BEGIN
    EXECUTE replace(replace(pg_get_functiondef((SELECT oid FROM pg_proc WHERE proname = 'cell_ads')),
        'cell_ads', 'all_ads'), 'IF is_looked_up', 'IF false AND is_looked_up');
    EXECUTE replace(replace(replace(pg_get_functiondef((SELECT oid FROM pg_proc
                                                        WHERE proname = 'trend_counts')),
        'trend_counts', 'all_counts'), 'IF is_looked_up', 'IF false AND is_looked_up'),
        'look_back', 'look_at');
END $$"""
OPEN = """SELECT * FROM jobtrend.trend_counts('%s', jobtrend.skill_number('%s'), 2, 'stock',
    '2024-06-01', '2026-01-01', '%s', NULL) AS c ORDER BY 1"""


@test
def open_ads_of_a_pair_are_those_that_reading_all_of_them_gives():
    for is_reread in (False, True):
        drawn_world(seed=9, longest=700)
        expect("some stay long", int(script("SELECT count(*) FROM jobtrend.long_stay")) > 50, True)
        if is_reread:
            script(READ_BEFORE)
            script("SELECT jobtrend.keep_panels()")
        script(READ_ALL)
        seen = 0
        for region, skill in PAIRS:
            for period in ("2025", "2025Q1", "2025-W20", "2025-06"):
                asked = CELL % (period, region, skill, "stock")
                found = rows(asked)
                expect("%s %s %s %s" % (is_reread, region, skill, period), found,
                       rows(asked.replace("cell_ads", "all_ads")))
                seen += len(found)
            for grain in ("month", "week"):
                asked = OPEN % (region, skill, grain)
                expect("%s %s %s by %s" % (is_reread, region, skill, grain), rows(asked),
                       rows(asked.replace("trend_counts", "all_counts")))
        expect("some", seen > 200, True)
    script("DROP FUNCTION jobtrend.all_ads, jobtrend.all_counts")


PANEL = """SELECT p.* FROM unnest('{2024-04-01,2025-03-10,2025-04-01,2026-01-01}'::date[]) AS a,
    unnest('{2024-04-01,2025-03-01,2025-09-01}'::date[]) AS b, jobtrend.panel_at(a, b) AS p
    ORDER BY a, b, p.source_id"""


@test
def how_sources_saw_the_ends_of_months_is_kept_until_they_are_visited():
    w = drawn_world(seed=3, ads=60)
    told = rows(PANEL)
    script("SELECT jobtrend.keep_panels()")
    kept = int(script("SELECT count(*) FROM jobtrend.instant_seen"))
    expect("kept", kept > 60, True)
    expect("as looked at", rows(PANEL), told)
    expect("again", rows("SELECT * FROM jobtrend.verify_instants(100)"), [])

    script("UPDATE jobtrend.instant_seen SET is_ok = NOT is_ok WHERE at = '2025-04-01'")
    expect("it is read", rows(PANEL) == told, False)
    wrong = rows("SELECT * FROM jobtrend.verify(100)")
    expect("and verified", {(r["what"], r["key"]) for r in wrong},
           {("instant_seen", name + " 2025-04-01") for name in w.sources})
    script("INSERT INTO jobtrend.run (source_id, started_at, ended_at, state)"
           " SELECT source_id, '2026-01-05', '2026-01-05', 'ok' FROM jobtrend.source")
    expect("not once something came in", rows(PANEL), told)
    w.fold()
    expect("dropped", script("SELECT count(*) FROM jobtrend.instant_seen").strip(), "0")
    expect("as before", rows(PANEL), told)


@test
def a_pair_that_is_looked_up_has_the_ads_that_reading_all_of_them_gives():
    for is_reread in (False, True):
        drawn_world()
        if is_reread:
            script(READ_BEFORE)
        seen = 0
        for region, skill in PAIRS:
            for period in ("2025", "2025Q1", "2025-W20"):
                found = rows(CELL % (period, region, skill, "flow"))
                expect("%s %s %s %s" % (is_reread, region, skill, period), found,
                       rows(CELL % (period, region, skill, "share")))
                seen += len(found)
        expect("some", seen > 800, True)


@test
def postings_of_a_pair_are_those_that_all_of_them_have():
    drawn_world(seed=12)
    for region, skill in PAIRS:
        asks = "jobtrend.skill_number('%s') = ANY (0 || p.skills)" % skill
        for since, until in (("2023-12-01", "2026-02-01"), ("2025-02-10", "2025-09-03")):
            found = rows("SELECT p.posting_id FROM jobtrend.pair_postings('%s',"
                         " jobtrend.skill_number('%s'), '%s', '%s') AS p WHERE %s"
                         " AND jobtrend.lies_in(p.regions, '%s') ORDER BY 1"
                         % (region, skill, since, until, asks, region))
            expect("%s %s" % (region, skill), found,
                   rows("SELECT p.posting_id FROM jobtrend.posting AS p WHERE p.definitions <> 0"
                        " AND p.flow_at >= '%s' AND p.flow_at < '%s' AND %s"
                        " AND jobtrend.lies_in(p.regions, '%s') ORDER BY 1"
                        % (since, until, asks, region)))
            if since < "2024" and region != "FR":
                expect("some of " + region, len(found) > 2, True)


@test
def a_pair_is_looked_up_by_an_index():
    drawn_world(ads=50)
    script("INSERT INTO jobtrend.posting_member (bucket, posting_id, source_id, ad_id, rule,"
           " rule_version, flow_at, flow_basis, is_ai, definitions, skills, mentioned, regions,"
           " employer_key)"
           " SELECT i % 1024, i, 900000 + i % 50, i, 'exact', 1, timestamptz '2023-01-01 00:00+00'"
           " + i * interval '1 hour', 'seen', true, 2, ARRAY[900 + i % 97], '{}', '{FR}',"
           " 'x' || i % 200 FROM generate_series(1, 20000) AS i;"
           "ANALYZE jobtrend.posting_member, jobtrend.ad")
    told = statements("SELECT jobtrend.compute_yoy('US', 'pytorch', '2025Q1', 'one-skill', 'flow',"
                      " NULL)")

    expect("by pairs", "Bitmap Index Scan on posting_member_pair" in told, True)
    expect("walks", re.findall(r"Seq Scan on posting_member\b.*", told), [])
    W.clear()


if __name__ == "__main__":
    main()
