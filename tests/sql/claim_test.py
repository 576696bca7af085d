#!/usr/bin/env python3
"""jobtrend.check_claim: one small world for each verdict."""
import math
import re

from harness import DB, expect, main, run, test
from world import World, day, DAY, rows, script

W = World()
PLENTY = ["a", "b"]  # one source alone contradicts nothing


def world(sources=PLENTY, **visits):
    W.clear()
    for source in sources:
        W.source(source)
        W.visits(source, "2022-12-01", "2025-12-31", **visits)
    return W


def steady(w, source, year, n, **more):
    """n ads over the first quarter of a year, of seven employers."""
    for i in range(n):
        at = day("%d-01-02" % year) + (i * 85 // n) * DAY
        w.ad(source, "%d-%d-%d" % (year, i, len(w.ads)), at, at + 9 * DAY,
             employer="%s-e%d" % (source, i % 7), **more)


def grown(ratio=1.5, sources=PLENTY, n=200):
    """A market that grew so much from 2024Q1 to 2025Q1."""
    w = world(sources)
    for source in sources:
        steady(w, source, 2023, n)
        steady(w, source, 2024, n)
        steady(w, source, 2025, int(n * ratio))
    w.load()
    return w


def check(kind, claimed, **named):
    given = ", ".join(["'%s'" % kind, "'%r'" % claimed]
                      + ["%s => '%s'" % pair for pair in named.items()])
    return rows("SELECT jobtrend.check_claim(%s) AS c" % given)[0]["c"]


def verdict(*args, **named):
    c = check(*args, **named)
    return c["verdict"] + (": " + c["reason"] if c["reason"] else "")


def parts_sum(bridge):
    """The parts of the bridge add up to the claimed figure."""
    total = sum(v for k, v in bridge.items()
                if k not in ("claimed", "nearest_definition"))
    if abs(total - bridge["claimed"]) > 1e-9:
        raise AssertionError("bridge: %r" % bridge)


def refusal(sql):
    done = run("psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", DB, "-f", "-", check=False,
               input=sql + ";")
    return re.search(r"ERROR:  (.*)", done.stderr).group(1)


@test
def a_change_inside_the_interval_of_the_default_reading_is_supported():
    grown()

    c = check("change", 0.5, period="2025Q1")

    expect("verdict", (c["verdict"], c["reason"]), ("supported", None))
    first = c["readings"][0]
    expect("default", [first[k] for k in ("measure", "definition", "period", "holds")],
           ["flow", "one-skill", "2025Q1", True])
    expect("value", round(first["value"], 9), 0.5)
    parts_sum(c["bridge"])
    expect("demand", round(c["bridge"]["demand"], 9), round(math.log(1.5), 9))


@test
def a_change_outside_every_interval_is_contradicted():
    grown()

    c = check("change", 3.217, period="2025Q1")

    expect("verdict", (c["verdict"], c["reason"]), ("contradicted", None))
    expect("every reading", {r["holds"] for r in c["readings"] if r["value"] is not None}, {False})
    parts_sum(c["bridge"])
    expect("unexplained", round(c["bridge"]["unexplained"], 9), round(math.log(4.217 / 1.5), 9))


@test
def a_change_that_one_other_definition_shows_is_compatible():
    w = world()
    generative = 1 << 4
    for source in PLENTY:
        steady(w, source, 2024, 200)
        steady(w, source, 2025, 200)
        steady(w, source, 2024, 30, definitions=generative)
        steady(w, source, 2025, 120, definitions=generative)
    w.load()

    c = check("change", 3.0, period="2025Q1")

    expect("verdict", c["verdict"], "compatible")
    expect("which", [r["definition"] for r in c["readings"] if r["holds"]], ["generative"])
    expect("nearest", c["bridge"]["nearest_definition"], "generative")
    parts_sum(c["bridge"])
    expect("not with the definition said", verdict("change", 3.0, period="2025Q1",
                                                   definition="one-skill"), "contradicted")


@test
def a_supported_figure_with_a_rule_in_between_is_only_compatible():
    grown()
    script("INSERT INTO jobtrend.rule_event (region, valid_from, context, title, reference) "
           "VALUES ('US-CA', '2025-01-01', 'hiring', 'Notice', 'Act 1')")

    got = verdict("change", 0.5, period="2025Q1", region="US-CA")

    expect("verdict", got, "compatible")


@test
def one_source_alone_neither_supports_nor_contradicts():
    grown(sources=["a"])

    expect("inside", verdict("change", 0.5, period="2025Q1"), "compatible")
    expect("outside", verdict("change", 9.0, period="2025Q1"), "not measurable: single_source")


@test
def what_was_not_observed_is_not_measurable():
    W.clear()
    W.load()

    got = [verdict("change", 3.217, region="CN", period="2024Q1"),
           verdict("count", 1000000, period="2025-10/12"),
           verdict("days", 182.6), verdict("share", 0.035, period="2025")]

    expect("verdicts", got, ["not measurable: not_observed"] * 4)


@test
def a_base_that_was_not_observed_is_named():
    grown()

    expect("verdict", verdict("change", 0.5, period="2023Q1"), "not measurable: no_base")


@test
def a_change_within_some_days_cannot_be_measured():
    grown()

    c = check("change", 2.35, period="2025Q1", span_days=23)

    expect("verdict", (c["verdict"], c["reason"]), ("not measurable", "span"))
    expect("our year on year is shown", round(c["readings"][0]["value"], 9), 0.5)


@test
def a_change_whose_interval_holds_no_change_is_only_compatible():
    w = world()
    for source in PLENTY:
        for year in (2023, 2024, 2025):
            for i in range(60):  # employers come and go: much is chance
                at = day("%d-01-02" % year) + i * DAY
                w.ad(source, "%d-%d" % (year, i), at, at + 9 * DAY,
                     employer="%s-e%d" % (source, i * 7 % (9 + year % 5)))
    w.load()

    c = check("change", 0.02, period="2025Q1")

    first = c["readings"][0]
    expect("the claim lies in the interval, and so does no change",
           first["lo"] < 0 < 0.02 < first["hi"], True)
    expect("verdict", c["verdict"], "compatible")
    for low, high, lo, hi, wanted in [
            (0.01, 0.03, 0.001, 0.5, "t"), (0.01, 0.03, 0, 0.5, "f"), (0.01, None, 0.2, None, "t"),
            (-0.3, -0.2, -0.4, -0.1, "t"), (-0.3, -0.2, -0.4, None, "f"),
            (-0.01, 0.01, -0.05, 0.05, "t"), (-0.01, 0.01, -0.06, 0.04, "f"),
            (0, 0, -0.01, None, "f")]:
        expect("%s..%s by %s..%s" % (low, high, lo, hi),
               script("SELECT jobtrend.shows_direction(%s)" % ", ".join(
                   "NULL" if v is None else str(v) for v in (low, high, lo, hi))).strip(), wanted)


@test
def a_change_over_two_years_is_chained():
    grown()

    c = check("change", 0.5, period="2025Q1", years=2)

    expect("verdict", c["verdict"], "supported")
    first = c["readings"][0]
    one = check("change", 0.5, period="2025Q1")["readings"][0]
    expect("value", round(first["value"], 9), 0.5)
    expect("base", first["n_base"], 400)
    expect("wider", first["hi"] - first["lo"] > one["hi"] - one["lo"], True)
    parts_sum(c["bridge"])


@test
def a_level_above_our_count_is_a_question_of_coverage():
    w = grown(1.0)
    for i in range(50):  # copies on the other board
        at = day("2025-01-02") + i * DAY
        for source in PLENTY:
            w.ad(source, "copy%d" % i, at, at + 9 * DAY, employer="c%d" % (i % 9),
                 fingerprint=9000 + i)
    w.load()

    c = check("count", 1000000, period="2025Q1")

    expect("verdict", (c["verdict"], c["reason"]), ("not measurable", "lower_bound"))
    expect("count", c["readings"][0]["n"], 450)
    expect("coverage", round(c["coverage_needed"], 9), 0.00045)
    parts_sum(c["bridge"])
    expect("duplicates", round(c["bridge"]["duplicates"], 9), round(math.log(500 / 450), 9))
    expect("as we count", verdict("count", 450, period="2025Q1"), "compatible")
    expect("less than we show", verdict("count", 12, period="2025Q1", definition="one-skill"),
           "contradicted")


@test
def a_share_is_held_against_its_interval():
    w = world()
    for source in PLENTY:
        steady(w, source, 2025, 100)
        steady(w, source, 2025, 900, skills=())
    w.load()

    expect("a tenth", verdict("share", 0.1, period="2025Q1", definition="one-skill"), "supported")
    expect("a third", verdict("share", 0.33, period="2025Q1", definition="one-skill"),
           "contradicted")


@test
def a_duration_is_held_against_how_long_ads_stay():
    w = world()
    for source in PLENTY:
        for i in range(120):
            at = day("2024-01-05") + i * DAY
            length = 20 + i % 21
            w.ad(source, "d%d" % i, at, at + length * DAY, gone=at + (length + 1) * DAY,
                 employer="e%d" % (i % 9))
    w.load()

    c = check("days", 182.6, low=167, high=198, period="2024")

    expect("six months", c["verdict"], "contradicted")
    expect("median", 28 < c["readings"][0]["value"] < 33, True)
    expect("a month", verdict("days", 30, low=28, high=32, period="2024"), "supported")
    expect("the slow ones", verdict("days", 39, low=38, high=40, period="2024"), "compatible")
    parts_sum(c["bridge"])


@test
def without_a_period_the_latest_complete_ones_are_asked():
    grown()

    asked = [r["period"] for r in check("change", 0.5)["readings"]]

    expect("first", asked[0], "2025-11/12")
    expect("others", [p for p in asked if p != asked[0]], ["2025Q3", "2024"])


@test
def wrong_arguments_say_what_was_expected():
    W.clear()
    W.load()
    for given, wanted in [
        ("'mood', 1", "kind: expected change, count, share or days, found 'mood'"),
        ("'change', -2", "claimed: expected a figure within its bounds, as its kind allows it, "
                         "found '-2'"),
        ("'share', 1.2", "claimed: expected a figure within its bounds, as its kind allows it, "
                         "found '1.2'"),
        ("'change', 'NaN'", "claimed: expected a figure within its bounds, as its kind allows it, "
                            "found 'NaN'"),
        ("'change', 1, region => 'Narnia'",
         "region: expected world, an ISO 3166-1 or an ISO 3166-2 code, found 'Narnia'"),
        ("'change', 1, skill => 'alchemy'",
         "skill: expected any or an id of table skill, found 'alchemy'"),
        ("'change', 1, period => 'spring'",
         "period: expected 2025, 2025Q1, 2025-03, 2025-W10 or 2025-03/12, found 'spring'"),
        ("'change', 1, years => 99", "years: expected 1 to 20, found '99'"),
    ]:
        expect(given, refusal("SELECT jobtrend.check_claim(%s)" % given), wanted)


@test
def a_reader_may_ask():
    grown()

    out = script("SET ROLE jobtrend_reader; SELECT jobtrend.check_claim('change', 0.5, "
                 "period => '2025Q1') ->> 'verdict'")

    expect("verdict", out.strip(), "supported")


if __name__ == "__main__":
    main()
