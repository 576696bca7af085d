#!/usr/bin/env python3
"""jobtrend.yoy: hand-made worlds whose change is known exactly."""
import json
import math
import random

from harness import expect, main, test
from world import World, day, DAY, rows, script

W = World()


def world():
    W.clear()
    return W


def near(what, got, wanted, tolerance=1e-9):
    if got is None or abs(got - wanted) > tolerance:
        raise AssertionError("%s: expected %r, got %r" % (what, wanted, got))


def bridge_sums(cell):
    near("bridge", sum(cell["bridge"].values()), math.log(1 + cell["naive"]))
    near("demand", cell["bridge"]["demand"], math.log(1 + cell["value"]))


def steady(w, source, year, n, prefix="", **more):
    """n ads over the first quarter of a year, of seven employers."""
    for i in range(n):
        at = day("%d-01-02" % year) + (i * 85 // n) * DAY
        w.ad(source, "%s%d-%d" % (prefix, year, i), at, at + 4 * DAY,
             employer="%s-e%d" % (source, i % 7), **more)


def two_years(w, source, **more):
    w.source(source)
    w.visits(source, "2023-12-01", "2025-12-31", **more)


@test
def a_steady_source_gives_the_plain_ratio():
    w = world()
    two_years(w, "a")
    steady(w, "a", 2024, 40)
    steady(w, "a", 2025, 50)
    w.load()

    c = w.yoy("world", "any", "2025Q1")

    near("value", c["value"], 0.25)
    near("naive", c["naive"], 0.25)
    expect("n", (c["n"], c["n_base"], c["employers"]), (50, 40, 7))
    expect("flags", c["flags"], ["single_source"])
    near("coverage", c["coverage"], 1.0)
    expect("interval holds the value", c["lo"] < 0.25 < c["hi"], True)
    expect("columns", list(c), sorted(c, key=list(c).index))
    bridge_sums(c)


@test
def a_source_that_enters_fools_the_naive_number_only():
    w = world()
    two_years(w, "a")
    w.source("b")
    w.visits("b", "2024-11-01", "2025-12-31")
    steady(w, "a", 2024, 40)
    steady(w, "a", 2025, 44)
    steady(w, "b", 2025, 100)
    w.load()

    c = w.yoy("US", "any", "2025Q1")

    near("value", c["value"], 0.1)
    near("naive", c["naive"], 2.6)
    near("sources", c["bridge"]["sources"], math.log(144 / 44))
    expect("matched", c["sources_matched"], 1)
    bridge_sums(c)


def entered(ads, **more):
    """Forty ads a year are compared; so many stand on a board that is new in March."""
    w = world()
    two_years(w, "a")
    for i in range(40):
        for year in (2024, 2025):
            w.ad("a", "%d-%d" % (year, i), "%d-02-%02d" % (year, 1 + i % 27), "%d-03-30" % year,
                 employer="e%d" % (i % 7), fingerprint=year * 100 + i)
    w.source("b")
    w.visits("b", "2025-03-01", "2025-12-31")
    for i in range(ads):
        w.ad("b", "new%d" % i, **{"first_seen": "2025-03-%02d" % (2 + i % 27),
                                  "last_seen": "2025-06-20", "employer": "e%d" % (i % 7),
                                  **{name: give(i) for name, give in more.items()}})
    w.load()
    return w


@test
def what_most_of_the_sources_show_without_being_compared_is_flagged():
    # Fourteen of the last 31 days are 41 in the 90 days of the quarter.
    for ads, wanted in ((13, []), (14, ["compared_low"])):
        c = entered(ads).yoy("world", "any", "2025Q1")
        expect("%d new ads" % ads, (c["value"], c["flags"]), (0, wanted + ["single_source"]))


@test
def copies_and_old_ads_of_a_new_source_are_not_more_than_what_is_compared():
    old = entered(35, first_seen=lambda i: "2025-03-01", claimed=lambda i: "2025-01-20")
    expect("old", [old.yoy("world", "any", "2025Q1")[k] for k in ("naive", "flags")],
           [35 / 40, ["single_source"]])
    copies = entered(35, fingerprint=lambda i: 2025 * 100 + i)
    cell = copies.yoy("world", "any", "2025Q1")
    expect("copies", (cell["naive"], cell["flags"]), (35 / 40, ["single_source"]))
    near("duplicates and sources", cell["bridge"]["demand"], 0)


def employer_leaves(stays_beside=False):
    """One of eight employers goes on from February at a board that is new then."""
    w = world()
    two_years(w, "a")
    w.source("b")
    w.visits("b", "2025-02-01", "2025-12-31")
    for i in range(240):
        employer = "e%d" % (i % 8)
        for year in (2024, 2025):
            at = day("%d-01-02" % year) + (i * 88 // 240) * DAY
            has_left = employer == "e3" and at >= day("2025-02-02")
            if not has_left or stays_beside and i % 16 == 3:
                w.ad("a", "%d-%d" % (year, i), at, at + 9 * DAY, employer=employer)
            if has_left:
                w.ad("b", "%d-%d" % (year, i), at, at + 9 * DAY, employer=employer)
    w.load()
    return w.yoy("world", "any", "2025Q1")


@test
def employers_who_leave_a_board_that_others_stay_on_are_flagged():
    c = employer_leaves()
    expect("flags", (c["value"] < -0.05, c["flags"]), (True, ["employers_moved", "single_source"]))
    # Who has ads at both at once may just have fewer at the one.
    expect("both", employer_leaves(stays_beside=True)["flags"], ["single_source"])


@test
def equal_ads_of_one_board_are_flagged_where_the_change_hangs_on_them():
    for more, flags in ((0, []), (20, ["repeated_ads"])):
        w = world()
        two_years(w, "a")
        for year, repeats in ((2024, 6), (2025, 6 + more)):
            for i in range(60 + repeats):
                n = i % 60
                at = day("%d-01-05" % year) + n * DAY
                w.ad("a", "%d-%d" % (year, i), at, at + 9 * DAY, employer="e%d" % (n % 7),
                     fingerprint=1000 * year + n)
        w.load()
        c = w.yoy("world", "any", "2025Q1")
        expect("%d more" % more, (c["value"], c["n"], c["flags"]),
               (0, 60, flags + ["single_source"]))


@test
def a_source_that_fails_is_unknown_not_zero():
    w = world()
    two_years(w, "a")
    two_years(w, "b")
    w.visits("b", "2025-01-15", "2025-03-31", "blocked")
    steady(w, "a", 2024, 40)
    steady(w, "a", 2025, 40)
    steady(w, "b", 2024, 60)
    for i in range(9):
        w.ad("b", "early%d" % i, day("2025-01-02") + i * DAY, "2025-01-13", employer="b-e%d" % i)
    w.load()

    c = w.yoy("US-CA", "any", "2025Q1")

    near("value", c["value"], 0.0)
    near("naive", c["naive"], -0.51)
    near("health", c["bridge"]["health"], math.log(49 / 100))
    near("sources", c["bridge"]["sources"], 0)
    expect("flags", c["flags"], ["coverage_low", "compared_low", "single_source"])
    bridge_sums(c)


@test
def what_piled_up_while_a_source_was_away_is_not_new_demand():
    w = world()
    two_years(w, "a")
    w.visits("a", "2024-11-01", "2024-12-31", "dead")
    steady(w, "a", 2024, 40)
    steady(w, "a", 2025, 40)
    for i in range(80):
        w.ad("a", "pile%d" % i, "2025-01-01", "2025-01-20", employer="a-e%d" % (i % 7))
    w.load()

    c = w.yoy("world", "any", "2025-01")

    # what was born on the day of return cannot be told from the pile
    expect("like with like", (c["value"], c["n"]), (0, c["n_base"]))
    expect("the pile is in the naive number", c["naive"] > 1, True)
    expect("and health is why", abs(c["bridge"]["health"] - math.log(1 + c["naive"])) < 1e-9, True)


@test
def a_source_that_was_seen_half_of_the_time_counts_for_that_half():
    w = world()
    two_years(w, "a")
    two_years(w, "b")
    w.visits("b", "2025-01-05", "2025-02-14", "dead")
    for source in "ab":
        for year in (2024, 2025):
            steady(w, source, year, 40)
    w.load()

    c = w.yoy("world", "any", "2025Q1")

    expect("of both", (c["value"], c["sources_matched"]), (0, 2))
    expect("half of b", 40 < c["n"] < 70, True)
    expect("flag", "coverage_low" in c["flags"], True)


@test
def a_source_that_was_seen_less_than_half_of_the_time_does_not_count():
    w = world()
    two_years(w, "a")
    two_years(w, "b")
    w.visits("b", "2025-01-05", "2025-02-24", "dead")
    for source in "ab":
        for year in (2024, 2025):
            steady(w, source, year, 40)
    w.load()

    c = w.yoy("world", "any", "2025Q1")

    expect("of one", (c["value"], c["sources_matched"], c["n"]), (0, 1, 40))
    expect("class", w.rows(
        "SELECT class FROM jobtrend.panel('2025-01-01', '2025-04-01', '2024-01-01', "
        "'2024-04-01') JOIN jobtrend.source USING (source_id) WHERE id = 'b'")[0]["class"],
        "sick")


@test
def duplicates_on_another_board_are_one_posting():
    w = world()
    two_years(w, "a")
    two_years(w, "b")
    for year, copies in ((2024, 0), (2025, 40)):
        for i in range(40):
            at = day("%d-01-02" % year) + (2 * i) * DAY
            print_of = year * 1000 + i
            w.ad("a", "%d-%d" % (year, i), at, at + 9 * DAY, employer="e%d" % (i % 7),
                 fingerprint=print_of)
            if i < copies:
                w.ad("b", "copy%d-%d" % (year, i), at + 2 * DAY, at + 9 * DAY,
                     employer="e%d" % (i % 7), fingerprint=print_of)
    w.load()

    c = w.yoy("world", "any", "2025Q1")

    near("value", c["value"], 0.0)
    near("naive", c["naive"], 1.0)
    near("duplicates", c["bridge"]["duplicates"], math.log(2))
    expect("n", (c["n"], c["n_base"]), (40, 40))
    bridge_sums(c)


@test
def a_copy_seen_first_on_a_new_board_does_not_take_the_posting_away():
    w = world()
    two_years(w, "a")
    w.source("new")
    w.visits("new", "2025-01-01", "2025-12-31")
    for year in (2024, 2025):
        for i in range(40):
            at = day("%d-01-04" % year) + (2 * i) * DAY
            w.ad("a", "%d-%d" % (year, i), at, at + 9 * DAY, employer="e%d" % (i % 7),
                 fingerprint=year * 1000 + i)
    for i in range(40):
        at = day("2025-01-03") + (2 * i) * DAY
        w.ad("new", str(i), at, at + 9 * DAY, employer="e%d" % (i % 7),
             fingerprint=2025 * 1000 + i)
    w.load()

    c = w.yoy("world", "any", "2025Q1")

    near("value", c["value"], 0.0)
    bridge_sums(c)


@test
def a_law_that_makes_ads_name_the_skill_is_context_not_demand():
    w = world()
    two_years(w, "a")
    steady(w, "a", 2024, 40)
    steady(w, "a", 2025, 40)
    steady(w, "a", 2024, 80, prefix="plain", skills=())
    steady(w, "a", 2025, 80, prefix="plain", skills=(),
           named=["artificial-intelligence"])
    w.load()

    c = w.yoy("world", "any", "2025Q1")
    none = w.yoy("world", "artificial-intelligence", "2025Q1")

    near("value", c["value"], 0.0)
    near("naive", c["naive"], 2.0)
    near("context", c["bridge"]["context"], math.log(3))
    expect("the skill itself was never asked for", none["n"], 0)
    bridge_sums(c)


@test
def a_rule_between_the_windows_is_flagged_where_it_holds():
    w = world()
    two_years(w, "a")
    steady(w, "a", 2024, 20, regions=("CA-ON",))
    steady(w, "a", 2025, 20, regions=("CA-ON",))
    w.load()
    script("INSERT INTO jobtrend.rule_event (region, valid_from, context, title, reference) "
           "VALUES ('CA-ON', '2025-01-01', 'hiring', 'Notice', 'Act 1'),"
           " ('US', '2025-01-01', 'pay', 'Range', 'Act 2')")

    flagged = [r for r in ("CA-ON", "CA", "US", "world")
               if "rule_change" in w.yoy(r, "any", "2025Q1")["flags"]]

    expect("flagged", flagged, ["CA-ON", "CA"])


@test
def pay_of_any_period_comes_to_a_year_of_full_time():
    got = rows("SELECT per, jobtrend.yearly(10, per) AS pay FROM unnest("
               "ARRAY['hour', 'day', 'week', 'month', 'year', 'once']) AS per")

    expect("a year", {r["per"]: r["pay"] for r in got},
           {"hour": 20800, "day": 2600, "week": 520, "month": 120, "year": 10, "once": None})


@test
def the_register_is_taken_over_and_taken_back():
    def known():
        return [(r["region"], r["valid_from"], r["valid_to"], r["url"]) for r in rows(
            "SELECT * FROM jobtrend.rule_event ORDER BY region, valid_from")]

    def sync(*rules):
        return rows("SELECT jobtrend.sync_rules('%s') AS n" % json.dumps(rules))[0]["n"]

    W.clear()
    script("INSERT INTO jobtrend.rule_event (region, valid_from, context, title, reference) "
           "VALUES ('AT', '2011-03-01', 'pay', 'By hand', 'Act 1')")
    pay = {"region": "DE", "valid_from": "2026-06-07", "context": "pay", "title": "Pay",
           "reference": "Article 5", "url": "https://law.example/5"}
    later = dict(pay, valid_from="2026-12-07", valid_to="2030-01-01")

    expect("taken over", sync(pay), 1)
    expect("again", sync(pay), 0)
    expect("put off", sync(later), 2)

    expect("rules", known(), [("AT", "2011-03-01", None, None),
                              ("DE", "2026-12-07", "2030-01-01", "https://law.example/5")])


@test
def two_dictionaries_in_one_comparison_are_flagged():
    w = world()
    two_years(w, "a")
    steady(w, "a", 2024, 20, taxonomy=1)
    steady(w, "a", 2025, 20, taxonomy=2)
    w.load()

    c = w.yoy("world", "any", "2025Q1")

    expect("flag", "definition_changed" in c["flags"], True)
    expect("dictionary", c["taxonomy_version"], "2025-06-01+b")


def reread(where, **columns):
    """A later dictionary reads these ads otherwise."""
    script("UPDATE jobtrend.ad SET taxonomy_version = 2, %s WHERE %s;"
           "INSERT INTO jobtrend.ad_dirty SELECT source_id, ad_id FROM jobtrend.ad;"
           "UPDATE jobtrend.ad SET taxonomy_version = 2;"
           % (", ".join("%s = '%s'" % pair for pair in columns.items()), where))
    W.fold()


@test
def words_that_only_the_newer_dictionary_knew_are_definition_not_demand():
    w = world()
    two_years(w, "a")
    steady(w, "a", 2024, 40)
    steady(w, "a", 2024, 20, prefix="old", skills=())
    steady(w, "a", 2025, 60)
    w.load()
    near("before", w.yoy("world", "any", "2025Q1")["value"], 0.5)
    reread("native_id LIKE 'old%'", definitions=2, skills="{1}")

    c, one = (w.yoy("world", skill, "2025Q1") for skill in ("any", "pytorch"))

    near("value", c["value"], 0.0)
    near("naive, as the texts were read then", c["naive"], 0.5)
    near("definition", c["bridge"]["definition"], math.log(1.5))
    near("of the skill", one["bridge"]["definition"], math.log(1.5))
    expect("one dictionary by now", "definition_changed" in c["flags"], False)
    bridge_sums(c)


@test
def words_that_the_newer_dictionary_dropped_are_definition_too():
    for measure in ("flow", "share", "stock"):
        w = world()
        two_years(w, "a")
        two_years(w, "b")
        for year, wrong in ((2024, 0), (2025, 40)):
            for i in range(40 + wrong):
                w.ad("ab"[i % 2], "%s%d-%d" % ("wrong" if i >= 40 else "", year, i),
                     "%d-02-02" % year, "%d-04-04" % year, employer="e%d" % (i % 7),
                     gone="%d-04-05" % year)
            steady(w, "a", year, 30, prefix="plain", skills=())
        w.load()
        reread("native_id LIKE 'wrong%'", definitions=0, skills="{}")

        c = w.yoy("US", "any", "2025Q1", measure=measure)

        expect("n", (c["n"], c["n_base"]), (40, 40))
        near(measure + " definition", c["bridge"]["definition"], math.log(2))
        bridge_sums(c)


@test
def a_text_that_its_source_rewrote_is_no_change_of_the_dictionary():
    w = world()
    two_years(w, "a")
    steady(w, "a", 2024, 40)
    steady(w, "a", 2025, 60)
    w.load()
    reread("native_id LIKE '2025-%%' AND length(native_id) = 6", definitions=0, skills="{}",
           content_hash=7)

    near("definition", w.yoy("world", "any", "2025Q1")["bridge"]["definition"], 0.0)


@test
def small_counts_are_suppressed_and_say_so():
    w = world()
    two_years(w, "a")
    steady(w, "a", 2024, 9)
    steady(w, "a", 2025, 40)
    w.load()

    c = w.yoy("world", "any", "2025Q1")

    expect("value", (c["value"], c["lo"], c["hi"]), (None, None, None))
    expect("counts stay", (c["n"], c["n_base"]), (40, 9))
    expect("flag", "suppressed_small" in c["flags"], True)


@test
def two_employers_are_too_few():
    w = world()
    two_years(w, "a")
    for year in (2024, 2025):
        for i in range(30):
            at = day("%d-01-02" % year) + i * DAY
            w.ad("a", "%d-%d" % (year, i), at, at, employer="e%d" % (i % 2))
    w.load()

    expect("value", w.yoy("world", "any", "2025Q1")["value"], None)


@test
def one_large_employer_is_flagged():
    w = world()
    two_years(w, "a")
    for year in (2024, 2025):
        for i in range(40):
            at = day("%d-01-02" % year) + i * DAY
            w.ad("a", "%d-%d" % (year, i), at, at, employer="e%d" % max(0, i - 30))
    w.load()

    c = w.yoy("world", "any", "2025Q1")

    expect("flag", "one_employer" in c["flags"], True)
    near("share", c["top_employer_share"], 31 / 40)


@test
def an_unobserved_base_is_null_and_never_zero():
    w = world()
    w.source("a")
    w.visits("a", "2024-06-01", "2025-12-31")
    steady(w, "a", 2025, 40)
    w.load()

    c = w.yoy("world", "any", "2025Q1")

    expect("values", (c["value"], c["lo"], c["naive"], c["bridge"]), (None,) * 4)
    expect("flag", "no_base" in c["flags"], True)


@test
def nothing_known_at_all_is_no_error():
    w = world()
    w.load()

    c = w.yoy("DE", "pytorch", "2025")

    expect("cell", (c["value"], c["n"], "no_base" in c["flags"]), (None, 0, True))
    expect("series", w.rows("SELECT * FROM jobtrend.trend('DE', 'pytorch', 'month')"), [])


@test
def ads_listed_at_the_first_healthy_visit_count_as_claimed_or_not_at_all():
    w = world()
    w.source("a")
    w.visits("a", "2024-03-01", "2024-04-30")
    for i, claimed in enumerate(["2024-02-10", "2024-02-20", None, "2022-01-01", "2024-05-05"]):
        w.ad("a", str(i), "2024-03-01", "2024-04-01", claimed=claimed)
    w.ad("a", "later", "2024-03-02", "2024-04-01", claimed="2024-01-01")
    w.load()

    got = {r["native_id"]: (r["flow"], r["flow_basis"]) for r in w.rows(
        "SELECT native_id, flow_at::date AS flow, flow_basis FROM jobtrend.ad "
        "JOIN jobtrend.posting_member USING (source_id, ad_id)")}

    expect("flow", got, {
        "0": ("2024-02-10", "claimed"), "1": ("2024-02-20", "claimed"), "2": (None, None),
        "3": (None, None), "4": (None, None), "later": ("2024-03-02", "seen")})


@test
def a_source_that_prints_today_is_not_believed():
    w = world()
    w.source("a")
    w.visits("a", "2024-03-01", "2024-04-30")
    for i in range(8):
        w.ad("a", str(i), "2024-03-01", "2024-04-01", claimed="2024-03-01")
    w.load()

    expect("flow", w.rows("SELECT count(flow_at) AS n FROM jobtrend.posting")[0]["n"], 0)


@test
def stock_counts_what_is_open_and_bridges_gaps_seen_on_both_sides():
    w = world()
    w.source("a")
    w.visits("a", "2024-01-01", "2024-12-31", every=10)
    w.ad("a", "through", "2024-01-01", "2024-12-01")
    w.ad("a", "gone", "2024-01-01", "2024-02-10", absent="2024-02-20", gone="2024-02-20")
    w.ad("a", "born", "2024-04-10", "2024-12-01")
    w.load()

    got = {r["period"]: r["n"] for r in w.rows(
        "SELECT period, n FROM jobtrend.trend('world', 'any', 'month', measure => 'stock', "
        "since => '2024-01', until => '2024-05')")}

    expect("stock", got, {"2024-01": 2, "2024-02": 1, "2024-03": 1, "2024-04": 2, "2024-05": 2})


@test
def a_feed_that_never_lists_everything_has_a_flow_and_no_stock():
    w = world()
    for source in "ab":
        w.source(source)
        w.visits(source, "2024-01-01", "2024-03-31")
        for i in range(5):
            w.ad(source, str(i), "2024-02-01", "2024-03-31")
    w.load()
    script("UPDATE jobtrend.source SET options = '{\"lists_all\": false}' WHERE id = 'b'")

    got = {m: w.rows("SELECT n FROM jobtrend.trend('world', 'any', 'month', measure => '%s', "
                     "since => '2024-02', until => '2024-02')" % m)[0]["n"]
           for m in ("flow", "stock")}

    expect("postings", got, {"flow": 10, "stock": 5})


@test
def share_is_a_ratio_of_shares():
    w = world()
    two_years(w, "a")
    steady(w, "a", 2024, 40)
    steady(w, "a", 2025, 80)
    steady(w, "a", 2024, 60, prefix="plain", skills=())
    steady(w, "a", 2025, 120, prefix="plain", skills=())
    w.load()

    c = w.yoy("world", "any", "2025Q1", measure="share")
    t = w.rows("SELECT * FROM jobtrend.trend('world', 'any', 'quarter', measure => 'share', "
               "since => '2025Q1', until => '2025Q1')")[0]

    near("value", c["value"], 0.0)
    near("level", t["value"], 0.4)
    expect("Wilson", (round(t["lo"], 4), round(t["hi"], 4)), (0.3346, 0.4692))
    bridge_sums(c)


@test
def the_order_of_arrival_leaves_no_trace():
    states = []
    for seed in range(3):
        w = world()
        for s in "abc":
            two_years(w, s)
        rng = random.Random(7)
        for i in range(300):
            at = day("2024-01-02") + rng.randrange(500) * DAY
            w.ad(rng.choice("abc"), str(i), at, at + rng.randrange(60) * DAY,
                 fingerprint=rng.randrange(40), employer="e%d" % rng.randrange(9),
                 regions=("US-CA",) if i % 2 else ("DE",), skills=("pytorch",) if i % 3 else ())
        w.load(fold=False, shuffle=random.Random(seed).shuffle)
        w.fold(1 + 37 * seed)
        states.append(w.rows("SELECT array_agg(to_jsonb(p) - 'recorded_at' "
                             "ORDER BY bucket, posting_id) AS p FROM jobtrend.posting AS p")
                      + w.rows("SELECT array_agg(to_jsonb(f) ORDER BY source_id, month, region, "
                               "skill_id, definitions) AS f FROM jobtrend.demand_fact AS f")
                      + w.rows("SELECT array_agg(source_id || '/' || ad_id || '=' || posting_id "
                               "ORDER BY source_id, ad_id) AS m FROM jobtrend.posting_member "
                               "WHERE valid_to IS NULL"))
        expect("differences", w.rows("SELECT * FROM jobtrend.verify()"), [])

    expect("state", states[1:], states[:1] * 2)


@test
def a_number_once_published_is_reproduced():
    w = world()
    two_years(w, "a")
    steady(w, "a", 2024, 40)
    steady(w, "a", 2025, 40)
    w.load()
    publish = "SELECT jobtrend.publish('world', 'any', '2025Q1') AS is_new"
    expect("first", w.rows(publish)[0]["is_new"], True)
    expect("again", w.rows(publish)[0]["is_new"], False)
    then = w.rows("SELECT clock_timestamp() AS at")[0]["at"]
    steady(w, "a", 2025, 20, prefix="late")
    w.load()
    expect("revised", w.rows(publish)[0]["is_new"], True)

    near("now", w.yoy("world", "any", "2025Q1")["value"], 0.5)
    near("then", w.yoy("world", "any", "2025Q1", as_of=then)["value"], 0.0)
    r = w.rows("SELECT * FROM jobtrend.revision")[0]
    expect("revision", (r["period"], r["value_before"], round(r["value_after"], 9), r["reason"]),
           ("2025Q1", 0.0, 0.5, "late data"))


@test
def what_was_known_then_is_counted_for_a_cell_that_was_never_published():
    w = world()
    two_years(w, "a")
    steady(w, "a", 2024, 40)
    steady(w, "a", 2025, 40)
    w.load()
    then = w.rows("SELECT clock_timestamp() AS at")[0]["at"]
    steady(w, "a", 2025, 20, prefix="late")
    w.load()

    near("then", w.yoy("world", "any", "2025Q1", as_of=then)["value"], 0.0)


@test
def sources_that_nobody_had_visited_by_then_are_no_part_of_the_coverage():
    w = world()
    before = w.rows("SELECT clock_timestamp() AS at")[0]["at"]
    two_years(w, "a")
    steady(w, "a", 2024, 40)
    steady(w, "a", 2025, 40)
    w.load()
    seen = w.yoy("world", "any", "2025Q1")["coverage"]
    then = w.rows("SELECT clock_timestamp() AS at")[0]["at"]
    w.source("b")
    w.visits("b", "2023-12-01", "2025-06-30", state="blocked")
    steady(w, "b", 2025, 5)
    w.load()

    expect("now", w.yoy("world", "any", "2025Q1")["coverage"] < seen, True)
    near("then", w.yoy("world", "any", "2025Q1", as_of=then)["coverage"], seen)
    never = w.yoy("world", "any", "2025Q1", as_of=before)
    expect("before all", (never["n"], never["coverage"], "coverage_low" in never["flags"]),
           (0, None, True))


@test
def explain_lists_the_ads_behind_the_count():
    w = world()
    two_years(w, "a")
    steady(w, "a", 2024, 40)
    steady(w, "a", 2025, 50)
    w.load()

    got = w.rows("SELECT * FROM jobtrend.explain('US', 'pytorch', '2025Q1')")

    expect("ads", (len(got), len({r["posting_id"] for r in got})), (50, 50))
    expect("fields", {"source", "native_id", "title", "employer", "url", "first_seen",
                      "flow_date", "basis", "sha256", "posting_id"} <= set(got[0]), True)


if __name__ == "__main__":
    main()
