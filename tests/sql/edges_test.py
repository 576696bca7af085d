#!/usr/bin/env python3
"""Visits days apart: what they move across the edges of a window is no growth."""
from busy import recompute
from harness import expect, main, test
from world import World, day, DAY

W = World()

SAME = """
    SELECT c.region, c.period
    FROM jobtrend.cell AS c,
         jobtrend.compute_yoy(c.region, c.skill, c.period, c.definition, c.measure, NULL) AS k
    WHERE c.superseded_at IS NULL AND c.measure = 'flow' AND c.definition = 'one-skill'
      AND c.skill = 'any' AND c.region = 'US-CA'
      AND (c.value, c.n, c.n_base, c.sources_matched, c.flags, c.bridge)
          IS DISTINCT FROM (k.value, k.n, k.n_base, k.sources_matched, k.flags, k.bridge)"""


def snapshots(first, every, last="2025-06-30", per_day=1, origin="import"):
    """So many vacancies a day, each open for forty days; visits every so many days, or after so many each."""
    W.clear()
    W.source("a")
    if isinstance(every, int):
        W.visits("a", first, last, every=every, origin=origin)
    else:
        at = day(first)
        for gap in every:
            W.visits("a", at, at, origin=origin)
            at += gap * DAY
    born, number = day("2023-06-01"), 0
    while born <= day(last):
        seen = born
        while seen <= day(last) and not W.healthy("a", seen):
            seen += DAY
        for i in range(per_day if seen <= day(last) else 0):
            number += 1
            W.ad("a", "x%d" % number, seen, max(seen, born + 35 * DAY), employer="e%d" % (number % 7),
                 fingerprint=number * 1000)
        born += DAY
    W.load()
    return W


@test
def five_mondays_against_four_are_no_growth():
    w = snapshots("2023-10-02", 7) # Mondays

    expect("a month that has five", w.yoy("US-CA", "any", "2025-03")["value"], 0)
    expect("one that had five", w.yoy("US-CA", "any", "2025-04")["value"], 0)
    expect("as many in both", w.yoy("US-CA", "any", "2025-01")["n"], 28)


@test
def a_list_of_every_third_week_has_as_many_in_both_years():
    w = snapshots("2023-10-05", 21)

    for period in ("2025Q1", "2025-05/12"):
        c = w.yoy("US-CA", "any", period)
        expect(period, (c["value"], c["n"] > 40), (0, True))


@test
def lists_about_a_month_apart_are_of_one_rhythm():
    """From the base year on, each gap by chance; with three visits more in three months they are of two."""
    gaps = [36, 22, 38, 24, 33, 27, 37, 21, 31, 39, 26, 34, 23, 36, 28, 22, 40, 30, 25, 37, 21, 33, 29, 30]
    w = snapshots("2024-01-02", gaps, last="2025-12-20", per_day=3)
    thin = "SELECT count(*) AS n FROM jobtrend.rhythm_of(NULL, '%s', '%s', '%s', '%s')"
    year = ("2025-01-01", "2026-01-01", "2024-01-01", "2025-01-01")
    expect("none is closer", w.rows(thin % year), [{"n": 0}])
    c = w.yoy("US-CA", "any", "2025")
    expect("nothing grows", (abs(c["value"]) < 0.03, c["n"] > 700), (True, True))
    recompute("--all")
    expect("the same", w.rows(SAME), [])

    w = snapshots("2024-01-02", [30] * 12 + [14] * 26, last="2025-12-20")
    expect("one is", w.rows(thin % year), [{"n": 1}])


@test
def lists_that_somebody_kept_now_and_then_are_visits_without_being_told_so():
    """Of an archive that says of no visit; one whose ads come and go on any day was always looked at."""
    kept = "SELECT visits, bit_count(days::bit(32)) AS days FROM jobtrend.visit_month WHERE month = '2025-03-01'"
    w = snapshots("2024-01-02", 28, last="2025-12-20", per_day=2, origin="inferred")
    expect("kept lists", w.rows(kept), [{"visits": 1, "days": 1}])
    w.load()
    c = w.yoy("US-CA", "any", "2025")
    expect("nothing grows", abs(c["value"]) < 0.03, True)

    w = snapshots("2024-01-02", 1, last="2025-12-20", origin="inferred")
    expect("always", [r["days"] for r in w.rows(kept)], [31])
    w = snapshots("2024-01-02", 9, last="2025-12-20", per_day=0, origin="inferred")
    for i in range(40):
        at = day("2024-01-02") + 18 * i * DAY
        w.ad("a", str(i), at, at + 9 * DAY, employer="e%d" % (i % 7), fingerprint=1000 + i)
    w.load()
    expect("few ads lie on few days", [r["days"] for r in w.rows(kept)], [31])


@test
def visits_every_other_day_lose_nothing():
    c = snapshots("2023-10-02", 2).yoy("US-CA", "any", "2025Q1")

    expect("all of them", c["n"] >= 89 and c["n_base"] >= 89, True)
    expect("the days that a visit moves", abs(c["value"]) < 0.03, True)


@test
def what_is_recomputed_is_what_is_asked():
    for first, every in (("2023-10-02", 7), ("2023-10-09", 23)):
        w = snapshots(first, every, per_day=4)
        recompute("--all")
        expect("cells", w.rows("SELECT count(*) > 10 AS many FROM jobtrend.cell"
                               " WHERE region = 'US-CA' AND skill = 'any'"), [{"many": True}])
        expect("the same", w.rows(SAME), [])


if __name__ == "__main__":
    main()
