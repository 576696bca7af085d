#!/usr/bin/env python3
"""Rankings: as stored, and as the facts have them."""
import json
import os
import random

from harness import DB, expect, main, program, run, test
from world import DAY, World, day, script

W = World()


def recompute(*more):
    done = run(program("jobtrendctl"), "recompute", "--format", "jsonl", *more,
               env={**os.environ, "JOBTREND_DB": DB})
    return json.loads(done.stdout)


def drawn_world(seed):
    """Sources that come, fail and leave; copies; two months when nobody looked."""
    w, rng = W, random.Random(seed)
    w.clear()
    for name in ("kept", "late", "gone", "sick"):
        w.source(name)
        first = "2025-03-01" if name == "late" else "2023-12-01"
        last = "2025-02-01" if name == "gone" else "2026-01-02"
        if name == "kept":
            w.visits(name, first, last)
        else:  # nobody looks in June and July 2025 but `kept`
            w.visits(name, first, min(last, "2025-05-31"))
            if last > "2025-08-01":
                w.visits(name, "2025-08-01", last)
    places = [("US-CA",), ("US-NY", "US-CA"), ("DE",), ("US",), ()]
    for i in range(700):
        at = day("2023-12-10") + rng.randrange(740) * DAY
        skills = rng.choice([("pytorch",), ("pytorch", "machine-learning"), (), ("machine-learning",)])
        w.ad(rng.choice(["kept", "late", "gone", "sick"]), str(i), at, at + rng.randrange(1, 40) * DAY,
             employer="e%d" % rng.randrange(20), skills=skills, regions=rng.choice(places),
             definitions=rng.choice([2, 3, 6]) if skills else 0,
             fingerprint=rng.choice([0, 1 + rng.randrange(300)]))
    w.load()
    return w


VIEWS = """
    SELECT 'region' AS by, to_jsonb(r) AS said FROM jobtrend.region_ranking AS r
    UNION ALL SELECT 'skill', to_jsonb(s) FROM jobtrend.skill_ranking AS s"""
SAID = "SELECT count(*) AS n, md5(string_agg(v::text, ' ' ORDER BY v::text)) AS all FROM (%s) AS v"


def said():
    return W.rows(SAID % VIEWS)[0]


@test
def stored_rankings_are_those_of_the_facts():
    for seed in (3, 8):
        drawn_world(seed)
        live = said()
        expect("nothing stored", script("SELECT count(*) FROM jobtrend.ranking").strip(), "0")

        recompute("--all")

        expect("stored", script("SELECT jobtrend.is_ranking_fresh(), count(*) > 8 "
                                "FROM jobtrend.ranking").strip(), "t|t")
        expect("rankings", said(), live)
        expect("some", live["n"] > 40, True)


@test
def the_usual_definition_is_read_from_what_is_stored_and_others_are_counted():
    drawn_world(3)
    recompute("--all")
    script("UPDATE jobtrend.ranking SET postings = 7000")

    for view in ("region", "skill"):
        expect(view, W.rows("SELECT definition, bool_and(postings = 7000) AS is_stored "
                            "FROM jobtrend.%s_ranking WHERE definition IN ('one-skill', 'title') "
                            "GROUP BY 1 ORDER BY 1" % view),
               [{"definition": "one-skill", "is_stored": True}][:1]
               + W.rows("SELECT 'title' AS definition, false AS is_stored "
                        "FROM jobtrend.definition WHERE id = 'title'"))


@test
def what_late_ads_change_is_in_the_rankings_after_they_are_counted():
    w = drawn_world(3)
    recompute("--all")
    # Long ago, so that the daemon is not about to count it.
    script("UPDATE jobtrend.known_series SET counted_at = counted_at - interval '1 hour'")
    for i in range(9):
        w.ad("kept", "late%d" % i, "2025-05-05", "2025-05-09", regions=("DE",))
    w.load()

    expect("fresh", script("SELECT jobtrend.is_ranking_fresh()").strip(), "f")
    live = said()
    recompute()

    expect("fresh again", script("SELECT jobtrend.is_ranking_fresh()").strip(), "t")
    expect("rankings", said(), live)


def plan(sql):
    return script("EXPLAIN (COSTS OFF) " + sql)


@test
def a_page_of_a_ranking_reads_an_index():
    drawn_world(3)
    recompute("--all")
    script("INSERT INTO jobtrend.ranking SELECT 'XX-' || i, k, '2026-01-01', i, k"
           " FROM generate_series(1, 200) AS i, generate_series(100, 300) AS k; ANALYZE jobtrend.ranking")

    for sql in ("SELECT * FROM jobtrend.region_ranking WHERE skill = 'pytorch' AND "
                "definition = 'one-skill' ORDER BY rank LIMIT 50",
                "SELECT * FROM jobtrend.skill_ranking WHERE region = 'DE' AND "
                "definition = 'one-skill' ORDER BY rank LIMIT 50"):
        told = plan(sql)
        expect("by index", "Index Scan on ranking" in told or "Scan using ranking" in told, True)
        expect("no walk over all", "Seq Scan on ranking" in told, False)


# Rankings by any definition, counted from the postings themselves.
COUNTED = """
    SELECT k.skill, d.id AS definition, place.region,
           count(*) FILTER (WHERE m.is_cur) AS postings,
           nullif(count(*) FILTER (WHERE NOT m.is_cur), 0) AS postings_year_before
    FROM jobtrend.posting AS p
    JOIN jobtrend.ranking_months() AS m ON m.day = date_trunc('month', p.flow_at, 'UTC')::date
    JOIN jobtrend.definition AS d ON (p.definitions >> d.definition_id) & 1 = 1
    CROSS JOIN LATERAL (SELECT 'world' AS region UNION SELECT unnest(p.regions)
                        UNION SELECT left(r, 2) FROM unnest(p.regions) AS r) AS place
    JOIN jobtrend.skill_name AS k ON k.skill_id = ANY (0 || p.skills)
    GROUP BY 1, 2, 3 HAVING count(*) FILTER (WHERE m.is_cur) > 0"""


@test
def rankings_by_every_definition_are_those_of_the_postings():
    drawn_world(8)
    recompute("--all")
    for wanted in ("one-skill", "two-skills", "title"):
        counted = W.rows(SAID % ("SELECT * FROM (%s) AS c WHERE definition = '%s'"
                                 % (COUNTED, wanted)))[0]
        expect(wanted, W.rows(SAID % (
            "SELECT skill, definition, region, postings, postings_year_before"
            " FROM jobtrend.ranked_pair WHERE definition = '%s'" % wanted))[0], counted)
        expect("some", counted["n"] > 8, True)
    script("UPDATE jobtrend.definition_fact SET postings[1] = 77")
    expect("verify", "definition_fact" in script("SELECT * FROM jobtrend.verify(1)"), True)


@test
def a_ranking_by_another_definition_reads_an_index():
    drawn_world(3)
    script("INSERT INTO jobtrend.definition_fact SELECT 'XX-' || i, k, m, '{1,2,3}'"
           " FROM generate_series(1, 30) AS i, generate_series(100, 130) AS k,"
           " generate_series(date '2024-01-01', '2025-12-01', interval '1 month') AS m;"
           "ANALYZE jobtrend.definition_fact")
    for sql in ("SELECT * FROM jobtrend.region_ranking WHERE skill = 'pytorch' AND "
                "definition = 'title'",
                "SELECT * FROM jobtrend.skill_ranking WHERE region = 'DE' AND "
                "definition = 'title'"):
        told = plan(sql)
        expect("by index", "using definition_fact_pkey" in told
               or "on definition_fact_pkey" in told, True)
        expect("no walk over all", "Seq Scan on definition_fact" in told, False)


@test
def what_is_counted_live_ends_with_its_budget():
    drawn_world(3)
    asked = "ARRAY['world', 'DE', 'US', 'US-CA'], array_fill('any'::text, '{4}'), '2025-12/12'"

    for budget, n in (("0 s", 1), ("1 min", 4)):
        expect(budget, W.rows("SELECT y.region, y.value, y.n FROM jobtrend.yoy_within('%s', %s) AS y"
                              % (budget, asked)),
               W.rows("SELECT r.region, y.value, y.n FROM unnest(ARRAY['world', 'DE', 'US', 'US-CA'])"
                      " WITH ORDINALITY AS r (region, i),"
                      " jobtrend.yoy(r.region, 'any', '2025-12/12') AS y ORDER BY r.i LIMIT %d" % n))


if __name__ == "__main__":
    main()
