#!/usr/bin/env python3
"""A board that begins to show what it had not shown: no growth of demand."""
from harness import expect, main, test
from world import World, day, moment, DAY

W = World()
WIDE = day("2025-01-11")


def told(w):
    return w.rows("SELECT source, until::date AS until FROM jobtrend.source_finding"
                  " WHERE finding = 'widened'")


def board(w, hidden=lambda i: i % 2 == 1, since=WIDE, claimed=lambda born: born, name="a",
          away=()):
    """A vacancy a day, open for twenty days; those that are hidden are shown from `since` on."""
    w.source(name)
    w.visits(name, "2023-12-01", "2025-04-30")
    for first in away:
        w.visits(name, first, WIDE - DAY, "blocked")
    at = day("2023-12-01")
    for i in range(517):
        born = at + i * DAY
        seen = max(born, since) if hidden(i) else born
        while not w.healthy(name, seen) and seen < day("2025-04-30"):
            seen += DAY
        if seen <= born + 19 * DAY:
            w.ad(name, "%s%d" % (name, i), seen, born + 19 * DAY, employer="e%d" % (i % 7),
                 claimed=claimed(born), gone=born + 20 * DAY,
                 fingerprint=born.toordinal() * 10 + ord(name))
    return w


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
            ("dates that are always old", lambda w: board(w, claimed=lambda born: born - 20 * DAY)),
            ("days on which nobody looked", lambda w: board(
                w, hidden=lambda i: False, away=[WIDE - 15 * DAY])),
            ("four ads", lambda w: board(
                w, hidden=lambda i: i in range(394, 398)))):
        w = world()
        build(w)
        w.load()
        expect(what, told(w), [])


if __name__ == "__main__":
    main()
