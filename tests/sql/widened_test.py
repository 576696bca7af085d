#!/usr/bin/env python3
"""A board that begins to show what it had not shown: no growth of demand."""
import hashlib

from harness import expect, main, test
from world import World, day, moment, DAY

W = World()
WIDE = day("2025-01-11")


def told(w):
    return w.rows("SELECT source, until::date AS until FROM jobtrend.source_finding"
                  " WHERE finding = 'widened'")


def in_no_order(i):
    return hashlib.sha256(b"%d" % i).hexdigest()[:12]


def unsaid(born):
    return None


def board(w, hidden=lambda i: i % 2 == 1, since=WIDE, claimed=lambda born: born, name="a",
          away=(), number=str, begun="2023-12-01"):
    """A vacancy a day, open for twenty days; those that are hidden are shown from `since` on."""
    w.source(name)
    w.visits(name, begun, "2025-04-30")
    for first in away:
        w.visits(name, first, WIDE - DAY, "blocked")
    at = day(begun)
    for i in range((day("2025-04-30") - at).days + 1):
        born = at + i * DAY
        seen = max(born, since) if hidden(i) else born
        while not w.healthy(name, seen) and seen < day("2025-04-30"):
            seen += DAY
        if seen <= born + 19 * DAY:
            w.ad(name, name + number(i), seen, born + 19 * DAY, employer="e%d" % (i % 7),
                 claimed=claimed(born), gone=born + 20 * DAY,
                 fingerprint=born.toordinal() * 10 + ord(name))
    return w


def say_lists(w):
    """Each visit says how many ads it listed."""
    for (name, at), (origin, _) in w.told.items():
        open_ads = sum(ad[0] == w.sources[name] and ad[6] <= moment(at) <= ad[7]
                       for ad in w.ads.values())
        w.told[name, at] = (origin, open_ads)


def beside(w):
    """A board of every second day, with nothing to it."""
    return board(w, hidden=lambda i: i % 2 == 1, since=day("2099-01-01"), name="b")


def world():
    W.clear()
    return W


@test
def ads_that_a_board_begins_to_show_are_no_demand():
    w = beside(board(world()))
    w.load()

    c = w.yoy("US-CA", "any", "2025Q1")

    expect("told", told(w), [{"source": "a", "until": str(WIDE)}])
    expect("value", (c["value"], c["n"], c["n_base"], c["sources_matched"]), (0, 45, 45, 1))
    expect("the rest is of health", abs(c["bridge"]["health"]) > 0.3, True)


@test
def it_is_known_whatever_comes_first():
    for parts in ((0, 1), (1, 0)):
        w = beside(board(world()))
        all_ads = dict(w.ads)
        for odd in parts:
            w.ads = {k: v for k, v in all_ads.items() if int(k[1][1:]) % 2 == odd}
            w.load()
        expect("told", told(w), [{"source": "a", "until": str(WIDE)}])
        expect("value", w.yoy("US-CA", "any", "2025Q1")["value"], 0)


@test
def what_it_shows_from_then_on_is_compared_a_year_later():
    w = board(world(), since=day("2023-12-20"))
    w.load()

    c = w.yoy("US-CA", "any", "2025-03")

    expect("told", told(w), [{"source": "a", "until": "2023-12-20"}])
    expect("value", (c["value"], c["n"], c["n_base"]), (0, 31, 31))


@test
def a_board_is_not_widened_by():
    def batch(w): # twelve vacancies of one day
        board(w, hidden=lambda i: False)
        for i in range(12):
            w.ad("a", "x%d" % i, WIDE, WIDE + 9 * DAY, employer="e1", claimed=WIDE,
                 fingerprint=77 + i)

    def late(w):
        board(w, hidden=lambda i: False, claimed=lambda born: born - 20 * DAY)
        for i in range(12):
            w.ad("a", "x%d" % i, WIDE, WIDE + 9 * DAY, employer="e1", claimed=WIDE - 20 * DAY,
                 fingerprint=77 + i)

    def renumbered(w):
        board(w, hidden=lambda i: False)
        for number, ad in list(w.ads.items()):
            first, last = day(ad[6][:10]), day(ad[7][:10])
            if first < WIDE <= last:
                w.ads[number] = ad[:7] + (moment(WIDE - DAY), None, moment(WIDE)) + ad[10:]
                w.ad("a", "n" + number[1], WIDE, last, employer=ad[4], claimed=first,
                     gone=last + DAY, fingerprint=ad[12])

    for what, build in (
            ("a day on which many vacancies open", batch),
            ("another number for each of its ads", renumbered),
            ("a batch of a board whose dates are always old", late),
            ("days on which nobody looked", lambda w: board(
                w, hidden=lambda i: False, away=[WIDE - 15 * DAY])),
            ("four ads", lambda w: board(
                w, hidden=lambda i: i in range(394, 398)))):
        w = world()
        build(w)
        w.load()
        expect(what, told(w), [])


@test
def ads_without_dates_are_no_demand_either():
    for what, how in (
            ("told by numbers that are older", {}),
            ("by what comes from then on", {"number": in_no_order}),
            ("where nothing says how long lists are", {"number": in_no_order}),
            ("by employers that it never had", {"number": in_no_order,
                                                "hidden": lambda i: i % 7 in (1, 3, 5)})):
        w = beside(board(world(), claimed=unsaid, **how))
        if "lists" not in what:
            say_lists(w)
        w.load()

        c = w.yoy("US-CA", "any", "2025Q1")

        expect(what, told(w), [{"source": "a", "until": str(WIDE)}])
        expect(what, (c["value"], c["n"], c["n_base"], c["sources_matched"]), (0, 45, 45, 1))


@test
def a_board_of_one_employer_is_known_by_its_numbers_alone():
    for number, wanted in ((str, [{"source": "a", "until": str(WIDE)}]), (in_no_order, [])):
        w = board(world(), claimed=unsaid, number=number)
        w.ads = {k: v[:4] + ("e", "e") + v[6:] for k, v in w.ads.items()}
        w.load()
        expect(number.__name__, told(w), wanted)


@test
def it_is_known_without_dates_whatever_comes_first():
    for parts in ((0, 1), (1, 0)):
        w = beside(board(world(), claimed=unsaid, number=in_no_order))
        all_ads, all_runs = dict(w.ads), dict(w.runs)
        for odd in parts:
            w.ads = {k: v for k, v in all_ads.items() if v[1] % 2 == odd}
            w.runs = {k: v for k, v in all_runs.items() if k[1].day % 2 == odd}
            w.load()
        expect("told", told(w), [{"source": "a", "until": str(WIDE)}])
        expect("value", w.yoy("US-CA", "any", "2025Q1")["value"], 0)


@test
def without_dates_a_board_is_not_widened_by():
    def add(w, i, born, employer, days=20):
        w.ad("a", in_no_order(10**6 + i), born, born + (days - 1) * DAY, employer=employer,
             gone=born + days * DAY, fingerprint=10**8 + i)

    def batch(w): # of all employers, once
        for i in range(14):
            add(w, i, WIDE, "e%d" % (i % 7))

    def hired(w): # one employer that goes on
        for i in range(90):
            add(w, i, WIDE + max(0, i - 12) * DAY, "e3")

    def growth(w): # twice as much, a day at a time
        for i in range(100):
            add(w, i, WIDE + i * DAY, "e%d" % (i % 7))

    def season(w): # each January, and twice as much for three months
        for year in (2023, 2024, 2025):
            first = day("%d-01-11" % year)
            for i in range(100):
                add(w, 1000 * year + i, first + max(0, i - 12) * DAY, "e%d" % (i % 7))

    def replaced(w): # another number and text for each
        for key, ad in list(w.ads.items()):
            first, last = day(ad[6][:10]), day(ad[7][:10])
            if first < WIDE <= last:
                w.ads[key] = ad[:7] + (moment(WIDE - DAY), None, moment(WIDE)) + ad[10:]
                add(w, ad[1], WIDE, ad[4], (last - WIDE).days + 1)

    for what, build in (("a batch", batch), ("one that hires", hired), ("growth", growth),
                        ("a season", season), ("other numbers for its ads", replaced)):
        w = board(world(), hidden=lambda i: False, claimed=unsaid, number=in_no_order,
                  begun="2022-12-20")
        build(w)
        say_lists(w)
        w.load()
        expect(what, told(w), [])


@test
def a_season_in_the_first_year_widens_nothing():
    def sets_in(quiet, begun, starts): # some a day, of many employers, each open for ten days
        w = world()
        w.source("a")
        w.visits("a", begun, "2025-04-30")
        at = day(begun)
        while at <= day("2025-03-31"):
            for i in range(starts(at)):
                n = at.toordinal() * 100 + i
                w.ad("a", in_no_order(n), at, at + 9 * DAY, employer="e%d" % (n % 61),
                     gone=at + 10 * DAY, fingerprint=n)
            at += DAY
        w.load()
        expect(quiet, told(w), [])

    sets_in("nothing before", "2024-09-01", lambda at: 12 if at >= day("2025-01-02") else 0)
    sets_in("little before, and more each day", "2024-09-01",
            lambda at: min(12, (at - day("2025-01-01")).days) if at.year == 2025 else at.day % 5 == 0)
    sets_in("and half as much again a year later", "2023-12-01",
            lambda at: {2023: 0, 2024: 12, 2025: 18}[at.year] if at.month < 4 else 0)


if __name__ == "__main__":
    main()
