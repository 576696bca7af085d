#!/usr/bin/env python3
"""jobtrendctl recompute: all cells in one pass, equal to those computed one at a time."""
import subprocess
import time

from busy import W, busy_world, counted_world, recompute
from harness import DB, expect, main, program, test
from world import DAY, day, script

SAME = """
    SELECT c.region, c.skill, c.period, c.definition, c.measure,
           to_jsonb(k) - 'as_of' AS one, to_jsonb(c) AS pass
    FROM (SELECT * FROM jobtrend.cell WHERE superseded_at IS NULL AND %s
          ORDER BY hashtextextended(concat(region, skill, period, definition, measure), 7)
          LIMIT %d) AS c,
         jobtrend.compute_yoy(c.region, c.skill, c.period, c.definition, c.measure, NULL) AS k
    WHERE (c.grain, c.value, c.naive, c.n, c.n_base, c.employers, c.top_employer_share,
           c.sources_matched, c.coverage, c.taxonomy_version, c.flags, c.bridge, c.estimator,
           round(c.lo::numeric, 9), round(c.hi::numeric, 9))
          IS DISTINCT FROM
          (k.grain, k.value, k.naive, k.n, k.n_base, k.employers, k.top_employer_share,
           k.sources_matched, k.coverage, k.taxonomy_version, k.flags, k.bridge, k.estimator,
           round(k.lo::numeric, 9), round(k.hi::numeric, 9))
    LIMIT 2"""


@test
def every_cell_of_one_pass_is_the_one_computed_alone():
    w = busy_world()

    said = recompute("--all")

    expect("published", (said["published"] == said["cells"], said["cells"] > 300), (True, True))
    expect("flows", w.rows(SAME % ("measure = 'flow'", 120)), [])
    expect("shares", w.rows(SAME % ("measure = 'share'", 60)), [])
    seen = w.rows(
        "SELECT count(*) FILTER (WHERE (bridge->>'sources')::float8 <> 0) > 0 AS moved,"
        " count(*) FILTER (WHERE (bridge->>'health')::float8 <> 0) > 0 AS sick,"
        " count(*) FILTER (WHERE (bridge->>'duplicates')::float8 <> 0) > 0 AS joined,"
        " count(*) FILTER (WHERE (bridge->>'definition')::float8 <> 0) > 0 AS reread,"
        " count(*) FILTER (WHERE (bridge->>'context')::float8 <> 0) > 0 AS named,"
        " count(*) FILTER (WHERE lo < value AND hi > value) > 0 AS intervals,"
        " array_agg(DISTINCT f) @> '{suppressed_small,coverage_low,compared_low,list_cut,"
        "rule_change,definition_changed}' AS flags, count(DISTINCT definition) AS definitions"
        " FROM jobtrend.cell, unnest(flags) AS f")[0]
    expect("what the world has", seen, dict(
        {k: True for k in ("moved", "sick", "joined", "reread", "named", "intervals", "flags")},
        definitions=10))
    expect("of any by every definition, however few ask", w.rows(
        "SELECT n FROM (SELECT count(*) AS n FROM jobtrend.cell WHERE skill = 'any' AND measure = 'flow'"
        " AND (grain <> 'months' OR period = to_char((SELECT month FROM jobtrend.latest)"
        " - interval '1 month', 'YYYY-MM\"/12\"')) GROUP BY region, period"
        " HAVING bool_or(definition = 'one-skill')) AS k GROUP BY n"), [{"n": 10}])
    expect("again", recompute("--all")["published"], 0)


@test
def what_the_first_visit_found_is_not_born_when_it_comes_again():
    """In a window that began some days before that visit; in one that began months before it may be."""
    W.clear()
    for content, (source, first, n) in enumerate((("a", "2024-01-03", 60), ("late", "2024-03-10", 30))):
        W.source(source)
        W.visits(source, first, "2026-01-31")
        for year in (2024, 2025):
            for i in range(n):
                at = day("%d-04-05" % year) + i * DAY
                W.ad(source, "%d-%d" % (year, i), at, at + 4 * DAY, employer="e%d" % (i % 7),
                     fingerprint=10000 * year + 100 * n + i)
        for i in range(8): # under another number after some days
            again = day(first) + (12 + i) * DAY
            for native_id, at in (("old", day(first)), ("again", again)):
                W.ad(source, native_id + str(i), at, at + 9 * DAY, gone=at + 10 * DAY,
                     employer="e%d" % (i % 7), fingerprint=1000 * (content + 1) + i)
    W.load()
    recompute("--all")
    expect("counted alone", W.rows(SAME % ("measure = 'flow'", 120)), [])
    c = W.yoy("world", "any", "2025")
    expect("eight of the board that was visited from March on", (c["n"], c["n_base"]), (90, 98))


# As stored, and counted live: with as_of nothing that is stored is asked.
SERIES = """
    SELECT q.*, d.*
    FROM (SELECT * FROM unnest('{world,US,US-NY,DE,FR}'::text[]) AS region,
              unnest('{any,pytorch,prompt-engineering}'::text[]) AS skill,
              unnest('{week,month,quarter,year}'::text[]) AS grain,
              unnest('{flow,share}'::text[]) AS measure
          WHERE %s) AS q
    CROSS JOIN LATERAL (
        WITH stored AS MATERIALIZED (SELECT to_jsonb(t)
                    - '{as_of,bridge,change,change_lo,change_hi}'::text[] AS said
                FROM jobtrend.trend(q.region, q.skill, q.grain, measure => q.measure) AS t),
             live AS MATERIALIZED (SELECT to_jsonb(t)
                    - '{as_of,bridge,change,change_lo,change_hi}'::text[] AS said
                FROM jobtrend.trend(q.region, q.skill, q.grain, measure => q.measure,
                                    as_of => now()) AS t)
        SELECT 'stored' AS kind, x.said FROM (TABLE stored EXCEPT TABLE live) AS x
        UNION ALL
        SELECT 'live', x.said FROM (TABLE live EXCEPT TABLE stored) AS x) AS d
    LIMIT 2"""


@test
def stored_series_are_those_that_are_counted_live():
    w = counted_world()

    expect("all", w.rows(SERIES % "true"), [])
    expect("stored", w.rows("SELECT count(*) > 100 AS is_some, count(DISTINCT grain) AS grains "
                            "FROM jobtrend.series"), [{"is_some": True, "grains": 4}])
    script("UPDATE jobtrend.series SET n = array_fill(7, ARRAY[cardinality(n)]) "
           "WHERE region = 'DE' AND skill_id = 0 AND grain = 'month'")
    expect("asked", w.rows("SELECT DISTINCT n FROM jobtrend.trend('DE', 'any') "
                           "WHERE employers > 0"), [{"n": 7}])


@test
def series_that_new_ads_and_visits_touch_are_counted_live_until_they_are_stored():
    w = counted_world()
    for i in range(9):
        w.ad("kept", "late%d" % i, "2025-05-05", "2025-05-09", regions=("DE",))
    w.visits("kept", "2026-01-03", "2026-02-05")
    w.load()

    stale = w.rows("SELECT region, skill_id, days FROM jobtrend.pair_stale ORDER BY 1, 2")
    may = "{[2025-05-01,2025-06-01)}"
    expect("pairs", stale, [{"region": r, "skill_id": k, "days": may}
                            for r in ("DE", "world") for k in (-1, 0, 1)])
    stale = w.rows("SELECT region FROM jobtrend.coverage_stale ORDER BY region")
    expect("visits", [r["region"] for r in stale], ["DE", "US", "US-CA", "US-NY", "world"])
    expect("before", w.rows(SERIES % "skill = 'any'"), [])
    said = recompute()
    expect("counted", said["series"] > 0, True)
    expect("left", w.rows("SELECT region FROM jobtrend.pair_stale UNION ALL"
                          " SELECT region FROM jobtrend.coverage_stale"), [])
    expect("after", w.rows(SERIES % "true"), [])
    expect("once more", recompute()["series"], 0)


@test
def verify_finds_every_stored_number_that_is_not_what_was_counted():
    w = counted_world()
    found = ("SELECT DISTINCT what FROM (SELECT * FROM jobtrend.verify_series() UNION ALL"
             " SELECT * FROM jobtrend.verify_cells(5)"
             " UNION ALL SELECT * FROM jobtrend.verify_visits()) AS v")
    expect("sound", w.rows("SELECT * FROM jobtrend.verify(60)"), [])
    for wrong, what in (
            ("UPDATE jobtrend.cell SET n = n + 1", ["cell"]),
            ("UPDATE jobtrend.series SET squares[1] = squares[1] + 1 WHERE region = 'US-NY'"
             " AND skill_id = 0 AND grain = 'week'", ["series"]),
            ("DELETE FROM jobtrend.series WHERE region = 'DE' AND skill_id = -1"
             " AND grain = 'quarter'", ["series"]),
            ("UPDATE jobtrend.series_coverage SET coverage[2] = 0.5 WHERE region = 'world'"
             " AND grain = 'month'", ["series_coverage"]),
            ("DELETE FROM jobtrend.ranking WHERE region = 'US-CA' AND skill_id = 0",
             ["ranking"])):
        expect(wrong, script("BEGIN; %s; %s; ROLLBACK" % (wrong, found)).split(), what)
    found = "SELECT DISTINCT what FROM jobtrend.verify_visits()"
    for wrong, what in (
            ("UPDATE jobtrend.health_span SET last_day = last_day + 30", ["health_span"]),
            ("DELETE FROM jobtrend.visit_month", ["visit_month"]),
            ("UPDATE jobtrend.visit_month SET visits = visits + 1", ["visit_month"]),
            ("UPDATE jobtrend.source_observed SET first_ok_end = first_ok_end + interval '9 days'",
             ["source_observed"]),
            ("DELETE FROM jobtrend.run WHERE run_id ="
             " (SELECT run_id FROM jobtrend.run WHERE state = 'ok' ORDER BY started_at DESC LIMIT 1)",
             ["health_span", "source_observed", "visit_month"])):
        expect(wrong, sorted(script("BEGIN; %s; %s; ROLLBACK" % (wrong, found)).split()), what)
    script("UPDATE jobtrend.cell SET n = n + 1, is_stale = true WHERE region = 'DE'")
    expect("to be counted anyway", w.rows("SELECT * FROM jobtrend.verify_cells(60)"), [])


@test
def a_series_shows_the_published_change_of_its_periods():
    w = counted_world()

    row = w.rows("SELECT * FROM jobtrend.trend('world', 'any') WHERE period = '2025-06'")[0]
    cell = w.yoy("world", "any", "2025-06")

    expect("change", (row["change"], row["change_lo"], row["change_hi"], row["bridge"]),
           (cell["value"], cell["lo"], cell["hi"], cell["bridge"]))
    expect("level", (row["value"], row["lo"] < row["n"] < row["hi"]), (row["n"], True))


@test
def very_many_employers_are_weighted_in_groups_in_both():
    w = W
    w.clear()
    w.source("a")
    w.visits("a", "2023-12-01", "2026-01-02")
    for year in (2024, 2025):
        for i in range(400):
            at = day("%d-01-02" % year) + (i * 360 // 400) * DAY
            w.ad("a", "%d-%d" % (year, i), at, at + 4 * DAY,
                 employer="e%d" % (i * (year - 2023) % 611))
    w.load()

    recompute("--all")

    expect("years", w.rows(SAME % ("grain = 'year'", 8)), [])
    expect("employers", script("SELECT max(employers) > 256 FROM jobtrend.cell").strip(), "t")


@test
def only_what_new_ads_touch_is_computed_again():
    w = busy_world()
    all_cells = recompute("--all")["cells"]
    before = w.yoy("DE", "any", "2025-05")
    for i in range(9):
        w.ad("kept", "late%d" % i, "2025-05-05", "2025-05-09", regions=("DE",))
    w.load()
    live = w.yoy("DE", "any", "2025-05")

    said = recompute()
    stored = w.yoy("DE", "any", "2025-05")

    heard = script("LISTEN jobtrend_cells; SELECT jobtrend.publish('FR', 'any', '2025');")
    expect("not waited for", live["n"], before["n"] + 9)
    expect("told", '"regions": ["FR"]' in heard, True)
    expect("some", 0 < said["cells"] < all_cells, True)
    expect("published", 0 < said["published"] <= said["cells"], True)
    expect("the same", {k: stored[k] for k in stored if k not in ("as_of", "lo", "hi")},
           {k: live[k] for k in live if k not in ("as_of", "lo", "hi")})
    expect("stale", script("SELECT count(*) FROM jobtrend.cell WHERE is_stale").strip(), "0")
    expect("revised", w.rows(
        "SELECT n_before, n_after, reason FROM jobtrend.revision WHERE region = 'DE' "
        "AND period = '2025-05' AND skill = 'any' AND measure = 'flow' "
        "AND definition = 'one-skill'"),
        [{"n_before": before["n"], "n_after": before["n"] + 9, "reason": "late data"}])
    expect("once more", recompute()["cells"], 0)
    expect("equal", w.rows(SAME % ("period IN ('2025-05', '2025', '2025Q2')", 60)), [])


def wait_for(sql):
    deadline = time.monotonic() + 60
    while script(sql).strip() != "t":
        expect("waited in vain for " + sql, time.monotonic() < deadline, True)
        time.sleep(0.05)


@test
def ads_are_folded_while_cells_are_counted_and_what_they_touch_stays_stale():
    w = counted_world()
    before = w.yoy("DE", "any", "2025-05")
    lock = subprocess.Popen(["psql", "-X", "-q", DB], stdin=subprocess.PIPE, text=True)
    lock.stdin.write("BEGIN; LOCK TABLE jobtrend.rule_event IN ACCESS EXCLUSIVE MODE;\n")
    lock.stdin.flush()
    wait_for("SELECT EXISTS (SELECT FROM pg_locks WHERE granted AND mode = 'AccessExclusiveLock'"
             " AND relation = 'jobtrend.rule_event'::regclass)")
    counting = subprocess.Popen([program("jobtrendctl"), "recompute", "--all", "--db", DB],
                                stdout=subprocess.DEVNULL)
    wait_for("SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted"
             " AND relation = 'jobtrend.rule_event'::regclass)")
    for i in range(9):
        w.ad("kept", "late%d" % i, "2025-05-05", "2025-05-09", regions=("DE",))

    w.load()  # would wait for ever where a count held folds up
    lock.communicate("COMMIT;\n")
    expect("counted", counting.wait(), 0)

    stale = w.rows("SELECT DISTINCT is_stale, period <> '2025-06' AS looks_there"
                   " FROM jobtrend.cell WHERE superseded_at IS NULL AND region = 'DE'"
                   " AND skill IN ('any', 'pytorch')"
                   " AND period IN ('2025', '2025-05', '2025-06') ORDER BY 1")
    expect("stale", stale, [{"is_stale": False, "looks_there": False},
                            {"is_stale": True, "looks_there": True}])
    expect("old number kept", w.rows(
        "SELECT n FROM jobtrend.cell WHERE superseded_at IS NULL AND region = 'DE'"
        " AND skill = 'any' AND period = '2025-05' AND measure = 'flow'"
        " AND definition = 'one-skill'"), [{"n": before["n"]}])
    expect("other skills", w.rows("SELECT skill FROM jobtrend.cell WHERE is_stale"
                                  " AND skill NOT IN ('any', 'pytorch')"), [])
    expect("series", w.rows("SELECT skill_id FROM jobtrend.pair_stale WHERE region = 'DE'"
                            " ORDER BY 1"), [{"skill_id": k} for k in (-1, 0, 1)])
    expect("asked", w.yoy("DE", "any", "2025-05")["n"], before["n"] + 9)
    expect("then", recompute()["cells"] > 0, True)
    expect("no longer stale", script("SELECT count(*) FROM jobtrend.cell WHERE is_stale").strip(),
           "0")
    expect("equal", w.rows(SAME % ("period IN ('2025-05', '2025')", 40)), [])
    expect("nothing is left to note", w.rows("SELECT * FROM jobtrend.cell_count"), [])


@test
def a_database_without_ads_has_no_cells():
    W.clear()

    expect("cells", recompute("--all")["cells"], 0)
    expect("nothing changed", recompute()["cells"], 0)


if __name__ == "__main__":
    main()
