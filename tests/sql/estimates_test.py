#!/usr/bin/env python3
"""jobtrend.estimates and jobtrend.robustness: other answers to the same question,
and what the answer hangs on, against counting by hand."""
import collections
import math
import random

from harness import expect, main, test
from world import DAY, World, day, script

W = World()


def near(what, got, wanted, tolerance=1e-9):
    if got is None or abs(got - wanted) > tolerance:
        raise AssertionError("%s: expected %r, got %r" % (what, wanted, got))


def two_years(source, first="2023-11-01"):
    W.source(source)
    W.visits(source, first, "2025-12-31")


def month_of(source, month, n, prefix="", **more):
    for i in range(n):
        at = day(month + "-02") + (i * 25 // n) * DAY
        W.ad(source, "%s%s-%d" % (prefix, month, i), at, at + 3 * DAY,
             employer="%s-e%d" % (source, i % 7), **more)


def estimates(*asked, **named):
    more = "".join(", %s => '%s'" % pair for pair in named.items())
    return {r["estimator"]: r for r in W.rows(
        "SELECT * FROM jobtrend.estimates('%s', '%s', '%s'%s)" % (asked + (more,)))}


def robustness(*asked, **named):
    more = "".join(", %s => '%s'" % pair for pair in named.items())
    return W.rows("SELECT * FROM jobtrend.robustness('%s', '%s', '%s'%s)" % (asked + (more,)))[0]


@test
def a_source_that_enters_with_a_pile_lets_the_chain_drift():
    """Twelve months of 20 ads; another source has 40 in its first month and 4 from then on."""
    W.clear()
    two_years("a")
    two_years("b", first="2024-06-20")
    for i in range(13):
        month = "%d-%02d" % (2024 + (i + 1) // 12, (i + 1) % 12 + 1)
        month_of("a", month, 20)
        if month >= "2024-07":
            month_of("b", month, 40 if month == "2024-07" else 4)
    W.load()

    got = estimates("world", "any", "2025-02")

    near("matched", got["matched"]["value"], 0.0)
    near("direct", got["direct"]["value"], 0.0)
    near("naive", got["naive"]["value"], 0.2)
    near("chained", got["chained"]["drift"], math.log(24 / 60))
    near("GEKS", got["geks"]["drift"], math.log(24 / 60) / 13)
    expect("sources", [got[e]["sources"] for e in ("matched", "direct", "chained", "geks")],
           [1, 1, 2, 2])
    expect("counts", (got["geks"]["n"], got["geks"]["n_base"]), (20, 20))
    expect("notes", {r["note"] for r in got.values()}, {None})


@test
def what_cannot_be_told_says_why():
    W.clear()
    two_years("a")
    for year in (2024, 2025):
        month_of("a", "%d-03" % year, 20)
        month_of("a", "%d-04" % year, 5)
    W.load()
    now = W.rows("SELECT now() AS at")[0]["at"]

    def notes(*asked, **named):
        return [r["note"] for r in estimates(*asked, **named).values()]

    late = "as known today only"
    expect("week", notes("world", "any", "2025-W11"),
           [None, "too small"] + ["of whole months only"] * 3)
    expect("stock", notes("world", "any", "2025-03", measure="stock")[2:],
           ["of flow and share only"] * 3)
    expect("as_of", notes("world", "any", "2025-03", as_of=now), [None, None, late, late, late])
    expect("small", notes("world", "any", "2025-04"), [None] + ["too small"] * 4)
    expect("empty months", notes("world", "any", "2025-03"),
           [None, None, None] + ["months do not hang together"] * 2)
    expect("nothing", notes("FR", "any", "2025-03"), ["no base"] + ["too small"] * 4)


def drawn():
    """Ads of three definitions, with copies, over four sources and thirty employers."""
    rng = random.Random(7)
    W.clear()
    for source in "abcd":
        two_years(source)
    W.source("late")
    W.visits("late", "2025-01-20", "2025-12-31")
    for year in (2024, 2025):
        for i in range(260 if year == 2025 else 200):
            at = day("%d-01-02" % year) + rng.randrange(80) * DAY
            bits = rng.choice([2, 2, 3, 7, 4, 0])
            employer = "e%d" % int(min(rng.paretovariate(0.8), 30))
            for source in {rng.choice("abcd"), rng.choice(["a", "a", "b", "late", "c"])}:
                if source == "late" and at < day("2025-01-25"):
                    continue
                W.ad(source, "%s%d-%d" % (source, year, i), at, at + 9 * DAY, employer=employer,
                     skills=("pytorch",) if bits else (), definitions=bits,
                     fingerprint=1000 * year + i)
    W.load()


def by_hand(mask, without_source=None, without_employer=None, is_share=False):
    """The matched change, counted from cell_ads row by row."""
    ads = W.rows("SELECT r.is_cur, r.class, r.posting_id, s.id AS source, r.cluster, a.definitions,"
                 " r.had_kept FROM jobtrend.cell_ads('world', 0, -1, '%s', '2025-01-01',"
                 " '2025-04-01', '2024-01-01', '2024-04-01', NULL) AS r"
                 " JOIN jobtrend.ad AS a USING (source_id, ad_id)"
                 " JOIN jobtrend.source AS s USING (source_id)" % ("share" if is_share else "flow"))
    hit, seen = collections.defaultdict(int), collections.defaultdict(int)
    postings = collections.defaultdict(list)
    for r in ads:
        postings[r["is_cur"], r["posting_id"]].append(r)
    for (is_cur, _), rows in postings.items():
        kept = [r for r in rows if r["class"] == "kept"]
        if any(r["had_kept"] for r in rows) or not kept \
                or min(r["cluster"] for r in kept) == without_employer:
            continue
        kept = [r for r in kept if r["source"] != without_source]
        seen[is_cur] += bool(kept)
        hit[is_cur] += any(r["definitions"] & mask for r in kept)
    change = hit[True] / hit[False]
    return change / (seen[True] / seen[False]) - 1 if is_share else change - 1


@test
def leaving_one_out_is_what_counting_without_it_gives():
    drawn()
    for measure in ("flow", "share"):
        is_share = measure == "share"
        got = robustness("world", "any", "2025Q1", measure=measure)
        cell = W.yoy("world", "any", "2025Q1", measure=measure)
        sources = {s: by_hand(2, without_source=s, is_share=is_share) for s in "abcd"}
        employers = {"e%d" % e: by_hand(2, without_employer="e%d" % e, is_share=is_share)
                     for e in range(1, 31)}

        near("all", cell["value"], by_hand(2, is_share=is_share))
        near("value", got["value"], cell["value"])
        for what, hand in (("source", sources), ("employer", employers)):
            near(what + " least", got[what + "_least"], min(hand.values()))
            near(what + " most", got[what + "_most"], max(hand.values()))
            near("without", hand[got[what + "_least_without"]], got[what + "_least"])
            near("without", hand[got[what + "_most_without"]], got[what + "_most"])
        logs = [math.log(1 + v) for v in sources.values()]
        mean = sum(logs) / 4
        near("jackknife (Efron and Tibshirani 1993, 11.5)", got["source_spread"],
             math.sqrt(3 / 4 * sum((v - mean) ** 2 for v in logs)))
        named = {"title": by_hand(1, is_share=is_share), "one-skill": by_hand(2, is_share=is_share),
                 "two-skills": by_hand(4, is_share=is_share)}
        near("lowest definition", got["definition_least"], min(named.values()))
        near("highest definition", got["definition_most"], max(named.values()))
        expect("by", (named[got["definition_least_by"]], named[got["definition_most_by"]]),
               (min(named.values()), max(named.values())))


@test
def what_can_be_detected_follows_from_the_interval():
    cell = W.yoy("world", "any", "2025Q1")
    got = robustness("world", "any", "2025Q1")
    spread = (math.log(1 + cell["hi"]) - math.log(1 + cell["lo"])) / 2 / 1.959964

    near("spread", got["spread"], spread)
    near("rise: 80 % power at 5 %", got["detectable_rise"], math.exp(2.801585 * spread) - 1)
    near("fall", got["detectable_fall"], math.exp(-2.801585 * spread) - 1)


@test
def a_rule_is_told_apart_from_other_mentions():
    """From March on ads have to say so; twenty do. Ten others only boast."""
    W.clear()
    two_years("a")
    for year in (2024, 2025):
        month_of("a", "%d-03" % year, 30)
        month_of("a", "%d-03" % year, 30, prefix="plain", skills=(),
                 named=["artificial-intelligence"] if year == 2025 else ())
    W.load()
    script("INSERT INTO jobtrend.rule_event (region, valid_from, context, title, reference) "
           "VALUES ('US-CA', '2025-03-01', 'hiring', 'Notice', 'Act 1');"
           "INSERT INTO jobtrend.mention SELECT source_id, ad_id, text_version, 1, 0, 2, 3,"
           "  CASE WHEN right(native_id, 1) >= '7' THEN 4 ELSE 5 END, 1"
           " FROM jobtrend.ad WHERE mentioned <> '{}'")

    got = robustness("US", "any", "2025-03")

    near("context", W.yoy("US", "any", "2025-03")["bridge"]["context"], math.log(2))
    near("of it by the rule: 21 of 30", got["rules"], math.log(60 / 30) - math.log(39 / 30))
    expect("elsewhere", robustness("DE", "any", "2025-03")["rules"], None)


@test
def one_source_and_one_employer_cannot_be_left_out():
    got = robustness("US", "any", "2025-03")
    expect("one source", (got["sources"], got["source_spread"], got["source_least"],
                          got["source_least_without"]), (1, None, None, None))
    W.clear()
    two_years("a")
    for year in (2024, 2025):
        for i in range(30):
            W.ad("a", "%d-%d" % (year, i), "%d-03-05" % year, "%d-03-07" % year)
    W.load()

    got = robustness("world", "any", "2025Q1")

    expect("too small", {k: v for k, v in got.items() if k not in ("sources", "employers")},
           dict.fromkeys(k for k in got if k not in ("sources", "employers")))
    expect("nothing", set(robustness("FR", "any", "2025Q1").values()), {None})


if __name__ == "__main__":
    main()
