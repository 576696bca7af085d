#!/usr/bin/env python3
"""What a fold reads grows with what comes, in a database that nobody has analyzed."""
import random

from harness import expect, fresh_database, main, test
from plans import looked_at
from world import DAY, World, day, script


def ads_of_a_source(w, count, seed=3):
    """One board, visited daily for two years; some ads are copies of others."""
    rng = random.Random(seed)
    if "board" not in w.sources:
        w.source("board")
        w.visits("board", "2024-01-01", "2025-12-31")
    had = len(w.ads)
    for i in range(had, had + count):
        at = day("2024-01-01") + rng.randrange(700) * DAY
        w.ad("board", str(i), at, at + rng.randrange(1, 60) * DAY,
             employer="e%d" % rng.randrange(count // 5), fingerprint=1 + rng.randrange(count),
             skills=rng.choice([("pytorch",), ("machine-learning", "pytorch"), ()]),
             regions=rng.choice([("US-CA",), ("DE",), ("DE", "US-NY")]), words=200)
    w.load(fold=False)
    return w


def looked_at_by_a_fold(w):
    return looked_at("SELECT jobtrend.fold(100000)", w.db)


@test
def four_times_as_many_ads_are_about_four_times_the_work():
    (few, _), (many, dearest) = (looked_at_by_a_fold(ads_of_a_source(World(fresh_database()), n))
                                 for n in (600, 2400))

    expect("some", few > 6000, True)
    expect("%d and %d rows: %s" % (few, many, dearest), many < 6 * few, True)


@test
def few_ads_of_a_large_source_are_little_work():
    w = ads_of_a_source(World(fresh_database()), 4000)
    whole, _ = looked_at_by_a_fold(w)
    looked_at_by_a_fold(ads_of_a_source(w, 20, seed=9))  # and the employers of all

    part, dearest = looked_at_by_a_fold(ads_of_a_source(w, 20, seed=7))

    expect("%d rows for 20 ads, %d for 4,000: %s" % (part, whole, dearest), part < whole / 3, True)


@test
def who_asks_right_after_an_import_does_not_wait():
    w = ads_of_a_source(World(fresh_database()), 4000)
    w.fold()

    for sql in ("SELECT count(*) FROM jobtrend.ad_posting", "SELECT count(*) FROM jobtrend.demand_now",
                "SELECT count(*) FROM jobtrend.explain('world', 'any', '2025')"):
        rows, dearest = looked_at(sql, w.db)
        expect("%s looks at %d rows: %s" % (sql, rows, dearest), rows < 60 * 4000, True)
    expect("what did not grow is not looked at again", script("SELECT jobtrend.tend_statistics()", w.db), "0\n")


if __name__ == "__main__":
    main()
