#!/usr/bin/env python3
"""The ads behind each part of a bridge: those it is counted from, and no others."""
import random

from harness import expect, main, test
from world import DAY, ONE_SKILL, World, day, rows

W = World()
PARTS = ("demand", "sources", "health", "duplicates", "definition", "context", "denominator")


def ads(part, arguments="'world', 'any', '2025'", more=""):
    region, skill, period, *rest = arguments.split(", ")
    return rows("SELECT * FROM jobtrend.bridge_ads(%s)" % ", ".join(
        [region, skill, period, "'%s'" % part] + rest + ([more] if more else [])))


def names(found, is_base=None):
    return sorted(r["native_id"] for r in found if is_base in (None, r["in_year_before"]))


def told_world():
    """One board all along, one that came, one that failed; a copy, a mere mention, a year before."""
    W.clear()
    for source in ("old", "fails"):
        W.source(source)
        W.visits(source, "2023-12-01", "2026-01-02")
    W.visits("fails", "2025-02-01", "2025-11-15", "dead")
    W.source("new")
    W.visits("new", "2025-06-01", "2026-01-02")
    for year in (2024, 2025):
        for i in range(4):
            W.ad("old", "old-%d-%d" % (year, i), "%d-03-%02d" % (year, 3 + i), "%d-04-20" % year,
                 employer="e%d" % i)
        W.ad("fails", "fails-%d" % year, "%d-01-10" % year, "%d-01-25" % year)
        W.ad("old", "story-%d" % year, "%d-05-02" % year, "%d-05-20" % year, skills=(),
             named=("pytorch",), definitions=0)
    W.ad("fails", "fails-in-spring", "2024-03-10", "2024-03-25")
    W.ad("old", "copied", "2025-09-01", "2025-09-20", fingerprint=7)
    W.ad("old", "copy", "2025-09-03", "2025-09-20", fingerprint=7)
    W.ad("new", "entered", "2025-09-10", "2025-10-02")
    W.load()


@test
def each_part_has_the_ads_that_it_is_made_of():
    told_world()
    copies = ads("duplicates")

    expect("sources", names(ads("sources")), ["entered"])
    expect("context", names(ads("context")), ["story-2024", "story-2025"])
    expect("health", [r["source"] for r in ads("health")][:1], ["fails"])
    expect("health a year before", "fails-in-spring" in names(ads("health"), True), True)
    expect("the copy", [(r["native_id"], r["copy_of_source"], r["copy_of_native_id"]) for r in copies],
           [("copy", "old", "copied")])
    expect("visits", [(r["watched_from"], r["watched_to"]) for r in ads("sources")],
           [("2025-06-01", "2026-01-02")])
    expect("definition", ads("definition"), [])
    expect("denominator of a flow", ads("denominator"), [])
    compared = names(ads("demand"))
    expect("demand", [n for n in compared if n.startswith("old")],
           ["old-%d-%d" % (y, i) for y in (2024, 2025) for i in range(4)])
    expect("once", "copied" in compared and "copy" not in compared, True)


def drawn_world():
    rng = random.Random(5)
    W.clear()
    for name in ("kept", "second", "blind", "sick", "late", "sparse"):
        W.source(name)
        first = "2024-11-01" if name == "late" else "2023-12-01"
        if name == "sparse":
            W.visits(name, first, "2025-01-01", every=9)
            first = "2025-01-02"
        W.visits(name, first, "2026-01-02")
    W.visits("blind", "2025-03-05", "2025-03-20", "dead")
    W.visits("sick", "2025-04-01", "2025-08-20", "dead")
    for i in range(700):
        at = day("2023-12-10") + rng.randrange(740) * DAY
        asks = rng.random() < 0.7
        W.ad(rng.choice(["kept", "second", "blind", "sick", "late", "sparse"]), str(i), at,
             at + rng.randrange(1, 40) * DAY, employer="e%d" % rng.randrange(20),
             skills=("pytorch",) if asks else (), definitions=ONE_SKILL if asks else 0,
             named=("pytorch",) if rng.random() < 0.5 else (),
             regions=rng.choice([("US-CA",), ("DE",), ("US-NY", "US-CA")]),
             fingerprint=rng.choice([0, 1 + rng.randrange(150)]))
    W.load()


CELLS = ("'world', 'any', '2025'", "'US', 'pytorch', '2025Q3'", "'DE', 'any', '2025-06/12'",
         "'world', 'any', '2025', measure => 'share'", "'world', 'any', '2025', measure => 'stock'")


@test
def together_they_are_what_plain_counting_counts_and_demand_is_what_is_compared():
    drawn_world()
    told = 0
    for arguments in CELLS:
        period, more = arguments.split(", measure")[0], arguments.split(", measure")[1:]
        cell = rows("SELECT * FROM jobtrend.yoy(%s%s)" % (
            period, ", measure" + more[0] if more else ""))[0]
        found = {part: ads(part, arguments) for part in PARTS}
        expect("compared " + arguments, [len(names(found["demand"], b)) for b in (False, True)],
               [cell["n"], cell["n_base"]])
        for part, its in found.items():
            expect("n_all of " + part, {r["n_all"] for r in its}, {len(its)} if its else set())
            if not its and cell["bridge"]:
                expect("nothing behind %s of %s" % (part, arguments), cell["bridge"][part], 0)
            told += bool(its)
        if "share" in arguments:
            flow = arguments.split(", measure")[0]
            for part in ("sources", "health", "duplicates", "context"):
                expect("%s of a share and a flow" % part, names(found[part]), names(ads(part, flow)))
            continue
        union = {(r["in_year_before"], r["source"], r["native_id"]) for its in found.values() for r in its}
        n, base = (sum(u[0] == b for u in union) for b in (False, True))
        if abs(n / base - 1 - cell["naive"]) > 1e-9:
            expect("plain counting of " + arguments, n / base - 1, cell["naive"])
    expect("parts with ads", told > 20, True)


@test
def pages_and_windows_together_are_the_whole():
    drawn_world()
    for arguments in CELLS:
        for part in ("duplicates", "demand"):
            whole, got, after = ads(part, arguments), [], None
            while True:
                page = ads(part, arguments, "page_size => 31" + (", after => '%s'" % after if after else ""))
                got += page
                if len(page) < 31:
                    break
                after = page[-1]["cursor"]
            expect("pages of %s %s" % (part, arguments), got, whole)
            windows = [ads(part, arguments, "is_year_before => %s" % b) for b in ("false", "true")]
            expect("windows of %s %s" % (part, arguments), sum(map(names, windows), []),
                   names(whole, False) + names(whole, True))


@test
def what_is_no_part_is_refused():
    for given, wanted in (("'world', 'any', '2025', 'weather'", "part: expected demand, sources"),
                          ("'world', 'any', '2025', NULL", "found nothing"),
                          ("'world', 'any', '2025', 'demand', after => '1/2'", "after: expected the cursor of a row")):
        try:
            rows("SELECT * FROM jobtrend.bridge_ads(%s)" % given)
            said = "nothing"
        except AssertionError as error:
            said = str(error)
        if wanted not in said:
            expect(given, said, wanted)


if __name__ == "__main__":
    main()
