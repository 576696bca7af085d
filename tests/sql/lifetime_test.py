#!/usr/bin/env python3
"""How long postings stay open: recompute --lifetimes, its exits, time_to_fill."""
import json

from harness import DB, expect, main, program, run, test
from world import DAY, World, day, script

W = World()
CTL = program("jobtrendctl")


def recompute():
    return json.loads(run(CTL, "recompute", "--lifetimes", "--db", DB, "--format", "jsonl").stdout)


def lifetime(skill="any", region="world", period="2024Q1"):
    found = W.rows("SELECT * FROM jobtrend.lifetime WHERE (region, skill, period) = "
                   "('%s', '%s', '%s')" % (region, skill, period))
    return found[0] if found else None


def put(source, n, days, every=1, ends=True, prefix="", last="2025-12-31", **more):
    """Ads of so many days, born over January and February, as visits show them."""
    start = day("2023-12-02")
    for i in range(n):
        born = day("2024-01-03") + (i * 50 // n) * DAY
        dies = born + days * DAY
        at = start
        while at < born:
            at += every * DAY
        seen = at
        while seen + every * DAY < dies and seen + every * DAY <= day(last):
            seen += every * DAY
        gone = seen + every * DAY
        if at < dies:
            W.ad(source, "%s%d" % (prefix, i), at, seen, employer="%s-e%d" % (source, i % 9),
                 gone=gone if ends and gone <= day(last) else None, **more)


def two_years(source, every=1, last="2025-12-31"):
    W.source(source)
    W.visits(source, "2023-12-02", last, every=every)


@test
def a_known_lifetime_is_found_whatever_the_visits():
    for every, tolerance in ((1, 0.6), (3, 1.0), (7, 2.0)):
        W.clear()
        script("DELETE FROM jobtrend.lifetime")
        two_years("a", every)
        put("a", 50, 40, every, skills=("pytorch",))
        put("a", 50, 20, every, prefix="short", skills=("machine-learning",))
        W.load()
        expect("cohorts: 3 regions, 3 skills, 2 periods", recompute(), {"lifetimes": 18})
        for skill, days in (("pytorch", 40), ("machine-learning", 20)):
            got = lifetime(skill)["p50_days"]
            expect("every %d days, %s: %s" % (every, skill, got), abs(got - days) <= tolerance, True)


@test
def a_few_cohorts_are_read_alone():
    W.clear()
    two_years("a")
    put("a", 50, 40)
    W.load()
    asked = [{"region": "US", "skill": "any", "period": "2024"},
             {"region": "world", "skill": "pytorch", "period": "2024Q1"},
             {"region": "DE", "skill": "any", "period": "2024"}]
    read = ("SELECT region, skill, period, sum(postings) AS n, sum(seen * postings) AS seen"
            " FROM jobtrend.life_rows(%s) GROUP BY 1, 2, 3 ORDER BY 1, 2, 3")

    got = W.rows(read % ("'%s'" % json.dumps(asked)))

    expect("cohorts", [(c["region"], c["skill"], c["period"]) for c in got],
           [("US", "any", "2024"), ("world", "pytorch", "2024Q1")])
    expect("as among all", [c for c in W.rows(read % "NULL") if c in got], got)


@test
def every_exit_is_told_apart():
    W.clear()
    script("DELETE FROM jobtrend.lifetime")
    two_years("a")
    two_years("dies", last="2024-02-20")
    put("a", 20, 30)
    put("a", 12, 25, prefix="stated")
    put("dies", 20, 90, ends=False, last="2024-02-20")
    put("a", 5, 900, ends=False, prefix="open")
    put("a", 4, 30, ends=False, prefix="feed")
    W.load(fold=False)
    script("UPDATE jobtrend.ad SET valid_through = last_seen + interval '1 day' "
           "WHERE native_id LIKE 'stated%'")
    W.fold()
    recompute()

    got = lifetime()

    expect("exits", {k: got[k] for k in ("n", "removed", "expired", "still_open", "source_dead",
                                         "unknown", "evergreen")},
           {"n": 61, "removed": 20, "expired": 12, "still_open": 5, "source_dead": 20,
            "unknown": 4, "evergreen": 5})
    expect("of those that end", got["removed_30"] < got["ended_30"] <= got["ended_60"] < 1, True)
    expect("expired by day 30, none removed before", abs(
        got["ended_30"] - got["removed_30"] - 12 / 41) < 0.2, True)


@test
def evergreen_ads_are_listed_with_their_days_and_returns():
    script("UPDATE jobtrend.ad SET relist_count = 3 WHERE native_id = '7' AND ad_id = "
           "(SELECT min(ad_id) FROM jobtrend.ad WHERE native_id = '7')")

    got = W.rows("SELECT * FROM jobtrend.evergreen ORDER BY native_id")

    expect("ads", [r["native_id"] for r in got],
           ["7", "open0", "open1", "open2", "open3", "open4"])
    expect("returns", [r["relists"] for r in got], [3, 0, 0, 0, 0, 0])
    expect("days", [r["open_days"] > 180 for r in got], [False] + [True] * 5)


@test
def the_view_has_what_is_stored_and_else_estimates():
    asked = "SELECT * FROM jobtrend.time_to_fill WHERE region = 'US' AND period = '2024Q1'"
    stored = W.rows(asked + " AND skill = 'any'")[0]
    expect("as stored", stored["p50_days"], lifetime(region="US")["p50_days"])
    expect("once", len(W.rows(asked)), 2)

    script("UPDATE jobtrend.fold_watermark SET changed_at = now() + interval '3 days'")
    expect("two days behind", W.rows(asked + " AND skill = 'any'")[0]["p50_days"] !=
           stored["p50_days"], True)
    script("DELETE FROM jobtrend.lifetime")
    expect("nothing stored", W.rows(asked + " AND skill = 'any'")[0]["n"], 61)


MANY = """INSERT INTO jobtrend.posting (bucket, posting_id, fingerprint, employer_key, first_seen,
        last_seen, flow_at, flow_basis, source_id, ad_id, ads, definitions, skills, regions)
    SELECT 0, -i, 0, 'x', now(), now(), now(), 'seen', -1, i, 1, 2, '{}', '{}'
    FROM generate_series(1, 20001) AS i"""


def state():
    got = W.rows("SELECT s.*, jobtrend.lifetimes_due() AS is_due FROM jobtrend.lifetime_state AS s")
    return [(r["counted"], r["shown"], r["is_due"]) for r in got]


def why(skill):
    return W.rows("SELECT jobtrend.check_claim('days', 182, skill => '%s', period => '2024Q1')"
                  " ->> 'reason' AS reason" % skill)[0]["reason"]


@test
def of_many_postings_nothing_is_shown_before_it_is_counted():
    W.clear()
    script("DELETE FROM jobtrend.lifetime")
    two_years("a")
    put("a", 50, 40, skills=("pytorch",))
    W.load()
    asked = ("SELECT skill, n FROM jobtrend.time_to_fill WHERE region = 'US' AND period = '2024Q1'"
             " ORDER BY skill")
    expect("few", (state(), len(W.rows(asked))), ([("none", "estimate", True)], 2))

    script(MANY)
    expect("many", (state(), W.rows(asked)), ([("none", "nothing", True)], []))
    expect("a claim", (why("any"), why("pytorch")), ("not_counted", "not_counted"))
    expect("any skill first", W.rows(
        "SELECT count(*) AS n, min(q.skill) AS least, max(q.skill) AS most FROM jsonb_to_recordset("
        "jobtrend.lifetimes_first()) AS q (region text, skill text, period text)"),
        [{"n": 6, "least": "any", "most": "any"}])
    recompute()
    expect("counted", (state(), W.rows(asked)),
           ([("all", "lifetime", False)], [{"skill": "any", "n": 50}, {"skill": "pytorch", "n": 50}]))
    expect("nothing comes first", W.rows("SELECT jobtrend.lifetimes_first() AS k"), [{"k": None}])

    script("DELETE FROM jobtrend.lifetime WHERE skill <> 'any'")
    expect("half", (state(), why("any"), why("pytorch")),
           ([("any", "lifetime", True)], None, "not_counted"))
    script("UPDATE jobtrend.fold_watermark SET changed_at = now() + interval '3 days'")
    expect("days behind", W.rows(asked), [{"skill": "any", "n": 50}])


@test
def a_claim_of_days_is_held_against_the_interval_of_each_quantile():
    W.clear()
    script("DELETE FROM jobtrend.lifetime")
    two_years("a", every=7)
    for days in (20, 40, 60, 80):
        put("a", 30, days, every=7, prefix="d%d-" % days)
    W.load()
    asked = ("SELECT r.measure, r.value, r.lo, coalesce(r.hi, 'infinity') AS hi FROM jsonb_to_recordset("
             "jobtrend.check_claim('days', 182, period => '2024Q1') -> 'readings')"
             " AS r (measure text, value float8, lo float8, hi float8) ORDER BY 1")

    estimated = W.rows(asked)
    recompute()
    counted, stored = W.rows(asked), lifetime()

    expect("an estimate of a tail is no interval",
           [r["lo"] == r["value"] == r["hi"] for r in estimated], [False, True, True])
    expect("quantiles", [r["measure"] for r in counted], ["p50", "p75", "p90"])
    for r in counted:
        name = r["measure"]
        expect(name, (r["value"], r["lo"], r["hi"]),
               (stored[name + "_days"], stored[name + "_lo"], stored[name + "_hi"]))
    expect("it is wide", counted[1]["hi"] > counted[1]["lo"], True)


@test
def of_any_skill_alone_the_same_is_read():
    read = ("SELECT age, gap, seen, absent, exit, cluster, is_evergreen, postings FROM jobtrend.life_rows(%s)"
            " WHERE region = 'US' AND skill = 'any' AND period = '2024Q1' ORDER BY 1, 2, 3, 4, 5, 6")

    got = W.rows(read % '\'[{"region": "US", "skill": "any", "period": "2024Q1"}]\'')

    expect("rows", (len(got) > 0, got), (True, W.rows(read % "NULL")))


@test
def an_empty_database_has_no_lifetimes():
    W.clear()
    W.load()
    recompute()

    expect("rows", W.rows("SELECT * FROM jobtrend.time_to_fill"), [])


if __name__ == "__main__":
    main()
