#!/usr/bin/env python3
"""What no archive says: a board that was left for another, a list that was cut, ads that
were met once."""
from harness import expect, main, test
from world import World, day, DAY, script

W = World()
LEFT = day("2025-02-19")  # the last day on which the old board shows anything


def world():
    W.clear()
    return W


def old_board(w, first=0):
    """A vacancy a day for twenty days each; the old board is visited to the end."""
    w.source("old")
    w.visits("old", "2023-12-01", "2025-04-30")
    for start, days in (("2024-01-01", 90), ("2025-01-01", 50)):
        for i in range(first, days):
            born = day(start) + i * DAY
            seen = min(born + 19 * DAY, LEFT) if start > "2025" else born + 19 * DAY
            w.ad("old", "%s-%d" % (start, i), born, seen, employer="e%d" % (i % 7),
                 fingerprint=day(start).toordinal() + i, gone=seen + DAY)


def new_board(w, entered, until, ads=range(31, 90), name="new"):
    """The same vacancies under other numbers, those of the last days of the old one too."""
    w.source(name)
    w.visits(name, entered, "2025-04-30")
    for i in ads:
        born = day("2025-01-01") + i * DAY
        seen = max(born, day(entered))
        last = min(born + 19 * DAY, day(until))
        if seen <= last:
            w.ad(name, "%s-%d" % (name, i), seen, last, employer="e%d" % (i % 7),
                 fingerprint=day("2025-01-01").toordinal() + i, gone=last + DAY)


def seen_until(w, source="old"):
    return w.rows("SELECT max(last_day) AS d FROM jobtrend.health_span AS h"
                  " JOIN jobtrend.source AS s USING (source_id) WHERE s.id = '%s'"
                  % source)[0]["d"]


@test
def who_moves_to_another_board_seeks_no_fewer():
    w = world()
    old_board(w)
    new_board(w, "2025-02-20", "2025-04-30")
    w.load()

    c = w.yoy("US-CA", "any", "2025Q1")

    expect("seen until", seen_until(w), str(LEFT))
    expect("value", (c["value"], c["n"], c["n_base"]), (0, 50, 50))


@test
def it_is_known_whatever_comes_first():
    for parts in ((old_board, None), (None, old_board)):
        w = world()
        for step in parts:
            if step:
                step(w)
            else:
                new_board(w, "2025-02-20", "2025-04-30")
            w.load()
        expect("seen until", seen_until(w), str(LEFT))
        expect("value", w.yoy("US-CA", "any", "2025Q1")["value"], 0)


@test
def a_board_that_nobody_continues_has_fallen():
    for what, build in (
            ("nothing elsewhere", lambda w: None),
            ("another that was there all along", lambda w: new_board(
                w, "2023-12-01", "2025-04-30")),
            ("a copier that ends with it", lambda w: new_board(w, "2025-02-10", "2025-02-22")),
            ("a few of them elsewhere", lambda w: new_board(
                w, "2025-02-20", "2025-04-30", range(44, 90)))):
        w = world()
        old_board(w)
        build(w)
        w.load()
        expect(what, seen_until(w), "2025-04-30")


@test
def a_board_that_shows_ads_again_was_empty_before():
    w = world()
    old_board(w)
    new_board(w, "2025-02-20", "2025-04-30")
    w.load()
    w.ad("old", "again", "2025-04-10", "2025-04-30")
    w.load()
    w.visits("old", "2025-05-01", "2025-05-01")
    w.load()
    expect("seen until", seen_until(w), "2025-05-01")


@test
def one_employer_who_had_nothing_open_that_day_is_found_by_name():
    for what, name, entered, wanted in (
            ("elsewhere", "acme", "2025-02-25", "2025-02-12"),
            ("another employer", "other", "2025-02-25", "2025-04-30"),
            ("there all along", "acme", "2024-01-01", "2025-04-30")):
        for order in (0, 1):
            w = world()
            for step in (0, 1) if order else (1, 0):
                if step:
                    w.source("old")
                    w.visits("old", "2023-12-01", "2025-04-30")
                    for i in range(40):
                        born = day("2025-01-01") + i * DAY
                        w.ad("old", str(i), born, born + 3 * DAY, gone=born + 4 * DAY)
                else:
                    w.source("new")
                    w.visits("new", entered, "2025-04-30")
                    for i in range(20):
                        born = day("2025-03-01") + i * DAY
                        w.ad("new", str(i), born, born + 3 * DAY, employer=name,
                             gone=born + 4 * DAY)
                w.load()
            expect(what, seen_until(w), wanted)


def board(w, lengths, born=1):
    """Daily visits with lists of these lengths; every day brings `born` new ads."""
    w.source("a")
    at = day("2024-01-01")
    for i, length in enumerate(lengths):
        w.visits("a", at, at, listed=length)
        for k in range(born):
            w.ad("a", "%d-%d" % (i, k), at, at + 5 * DAY, employer="e%d" % (i % 7))
        at += DAY
    w.load()


def healthy(w):
    return [(r["first_day"], r["last_day"]) for r in w.rows(
        "SELECT first_day, last_day FROM jobtrend.health_span ORDER BY first_day")]


@test
def a_list_that_keeps_its_length_while_ads_come_was_cut():
    grows = [30 + i % 3 for i in range(20)]
    for what, lengths, born, wanted in (
            ("cut, then whole", [20] * 40 + grows, 1, [("2024-02-10", "2024-02-29")]),
            ("whole, then cut, and at times shorter", grows + [20] * 30 + [18] + [20] * 5, 1,
             [("2024-01-01", "2024-01-20"), ("2024-02-20", "2024-02-20")]),
            ("cut all along", [20] * 40 + [19] * 3, 1, [("2024-01-01", "2024-02-12")]),
            ("nothing came or went", [20] * 40 + grows, 0, [("2024-01-01", "2024-02-29")]),
            ("not so long", [20] * 15 + grows, 1, [("2024-01-01", "2024-02-04")]),
            ("no list is so short", [9] * 40 + grows, 1, [("2024-01-01", "2024-02-29")]),
            ("no length is stated", [None] * 40 + grows, 1, [("2024-01-01", "2024-02-29")])):
        w = world()
        board(w, lengths, born)
        expect(what, healthy(w), wanted)


def two_boards(w, lengths, **visits):
    """Board a as board() has it, and a whole one whose vacancies grew from two a month to three."""
    w.source("a")
    w.source("b")
    w.visits("b", "2023-12-01", "2025-04-30")
    at = day("2023-12-01")
    for i in range(517):
        w.visits("a", at, at, listed=lengths[i % len(lengths)], **visits)
        w.ad("a", "a%d" % i, at, at + 9 * DAY, employer="e%d" % (i % 7), gone=at + 10 * DAY)
        if i % 15 == 0 or (i % 15 == 7 and at >= day("2025-01-01")):
            w.ad("b", "b%d" % i, at, at + 179 * DAY, employer="f%d" % (i % 7), gone=at + 180 * DAY)
        at += DAY
    w.load()


@test
def what_a_list_that_is_always_cut_says_of_a_stock_is_left_out_and_of_a_flow_flagged():
    for what, lengths, cut in (("ten", [10], True), ("longer and shorter", [10, 11], False)):
        w = world()
        two_boards(w, lengths)
        flow = w.yoy("US-CA", "any", "2025Q1")
        stock = w.yoy("US-CA", "any", "2025Q1", measure="stock")

        expect("flow of " + what, (flow["n"], flow["n_base"], "list_cut" in flow["flags"]),
               (102, 97, cut))
        expect("stock of " + what, (stock["n"], stock["n_base"], stock["sources_matched"],
                                    "list_cut" in stock["flags"]),
               (18, 9, 1, True) if cut else (28, 19, 2, False))
        expect("level", w.rows("SELECT value FROM jobtrend.trend('US-CA', 'any', 'quarter', measure =>"
                               " 'stock', since => '2025-01', until => '2025-03')"), [{"value": 28}])
        expect("lives", w.rows("SELECT sum(postings) > 100 AS is_counted FROM jobtrend.life_rows()"
                               " WHERE region = 'US-CA' AND skill = 'any' AND period LIKE '____'"),
               [{"is_counted": not cut}])


@test
def a_list_that_our_own_visits_find_cut_is_known_by_what_they_saw():
    w = world()
    two_boards(w, [10], origin="live")
    script("UPDATE jobtrend.run SET ads_seen = coalesce(listed, 0), listed = NULL;"
           "SELECT jobtrend.refresh_health(ARRAY(SELECT source_id FROM jobtrend.source))")
    expect("told", w.rows("SELECT source, finding, listed FROM jobtrend.source_finding"
                          " WHERE finding <> 'unstated'"),
           [{"source": "a", "finding": "always_cut", "listed": 10}])
    expect("flag", "list_cut" in w.yoy("US-CA", "any", "2025Q1")["flags"], True)


@test
def a_list_that_is_whole_again_is_no_longer_cut_all_along():
    w = world()
    two_boards(w, [10])
    w.visits("a", "2025-05-01", "2025-05-01", listed=14)
    w.load()
    expect("flags", w.rows("SELECT always_cut FROM jobtrend.source_observed"),
           [{"always_cut": False}] * 2)


def met_once(w, every=1, at_a_time=1, days=0, more=None):
    """Ads of an archive without visits, each said to have been seen for so many days."""
    w.source("a")
    seen = set()
    born = day("2023-12-01")
    while born <= day("2025-04-30"):
        for i in range(at_a_time):
            w.ad("a", "%s-%d" % (born, i), born, born + days * DAY, employer="e%d" % (
                (born.toordinal() + i) % 7), **(more or {}))
        seen |= {born, born + days * DAY}
        born += every * DAY
    for at in seen:
        w.visits("a", at, at, origin="inferred")
    w.load()


@test
def ads_that_were_met_once_say_nothing_of_a_stock():
    for what, shape, is_once in (
            ("an ad a day", {}, True), ("an ad in twenty days", {"every": 20}, True),
            ("for a week", {"days": 7}, False),
            ("lists kept once a month", {"every": 28, "at_a_time": 20}, False)):
        w = world()
        met_once(w, **shape)

        stock = w.yoy("US-CA", "any", "2025Q1", measure="stock")
        levels = [w.rows("SELECT value FROM jobtrend.trend('US-CA', 'any', '%s', measure => 'stock',"
                         " since => '2025-03', until => '2025-03')" % grain)[0]["value"]
                  for grain in ("month", "months")]

        expect("told of " + what, [r["finding"] for r in w.rows(
            "SELECT finding FROM jobtrend.source_finding")], ["seen_once"] if is_once else [])
        expect("stock of " + what, stock["n"] == 0 and stock["value"] is None, is_once)
        expect("levels of %s: %r" % (what, levels), [l is None for l in levels], [is_once] * 2)
        expect("lives of " + what, w.rows("SELECT count(*) AS n FROM jobtrend.life_rows()")
               == [{"n": 0}], is_once)
        expect("flow of " + what, w.yoy("US-CA", "any", "2025Q1")["n"] > 3, True)


@test
def what_is_found_of_sources_is_told():
    w = world()
    old_board(w)
    new_board(w, "2025-02-20", "2025-04-30")
    w.load()
    told = "SELECT source, finding, listed, since::date AS since FROM jobtrend.source_finding" \
           " WHERE finding %s 'unstated' ORDER BY 1, 2, 4"
    expect("left", w.rows(told % "<>"), [{"source": "old", "finding": "left", "listed": None,
                                          "since": str(LEFT)}])
    expect("unstated", [r["source"] for r in w.rows(told % "=")], ["new", "old"])
    for finding, lengths in (("cut", [20] * 40 + [31, 30]), ("always_cut", [18] + [20] * 40),
                             (None, [20, 21] * 20)):
        w = world()
        board(w, lengths)
        since = "2024-01-0%d" % (1 + (finding == "always_cut"))
        expect(finding, w.rows("SELECT * FROM (%s) AS q" % told % "<>"),
               [{"source": "a", "finding": finding, "listed": 20, "since": since}]
               if finding else [])
        expect("stated", w.rows(told % "="), [])


if __name__ == "__main__":
    main()
