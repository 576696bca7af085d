#!/usr/bin/env python3
"""Worlds drawn by chance whose true change is known: is it found, and is the
interval as wide as it says? Every region is a world of its own, with employers,
growth and a mixture of disturbances; the sources are shared."""
import math
import random

from harness import expect, main, test
from world import World, day, DAY, rows

WORLDS = 120


def poisson(rng, mean):
    limit, n, product = math.exp(-min(mean, 500)), 0, rng.random()
    while product > limit:
        n += 1
        product *= rng.random()
    return n


def code(i):
    return chr(65 + i // 26) + chr(65 + i % 26)


def draw():
    rng = random.Random(20250101)
    w = World()
    for source, first, last in (("steady", "2023-12-01", "2025-04-30"),
                                ("weekly", "2023-12-01", "2025-04-30"),
                                ("enters", "2024-09-01", "2025-04-30"),
                                ("leaves", "2023-12-01", "2024-10-31"),
                                ("fails", "2023-12-01", "2025-04-30")):
        w.source(source)
        w.visits(source, first, last, every=7 if source == "weekly" else 1)
    w.visits("fails", "2024-12-20", "2025-03-10", "blocked")
    truth = {}
    prints = 0
    for i in range(WORLDS):
        region = code(i)
        growth = rng.uniform(-0.5, 1.5)
        truth[region] = growth
        for e in range(rng.randrange(20, 40)):
            rate = rng.lognormvariate(0.6, 0.7)
            home = rng.choice(["steady", "weekly", "enters", "leaves", "fails"])
            for year, mean in ((2024, rate), (2025, rate * (1 + growth))):
                for _ in range(poisson(rng, mean)):
                    prints += 1
                    born = day("%d-01-01" % year) + rng.randrange(90) * DAY
                    for source in sorted({home, rng.choice(["steady", "enters", home, home])}):
                        seen = born + rng.randrange(3) * DAY
                        while seen <= day("2025-04-30") and not w.healthy(source, seen):
                            seen += DAY
                        if seen > min(born + 30 * DAY, day("2025-04-30")):
                            continue
                        w.ad(source, "%s-%d" % (source, prints), seen, seen + 10 * DAY,
                             employer="%s-%d" % (region, e), regions=(region,),
                             fingerprint=prints)
    w.load()
    return truth


TRUTH = draw()
CELLS = {r["region"]: r for r in rows(
    "SELECT c.* FROM unnest(ARRAY['%s']) AS r (code), jobtrend.yoy(r.code, 'any', '2025Q1') AS c"
    % "','".join(TRUTH))}
SHOWN = {r: c for r, c in CELLS.items() if c["value"] is not None}


@test
def most_worlds_have_an_answer():
    expect("answered", len(SHOWN) > 0.8 * WORLDS, True)


@test
def the_interval_holds_the_truth_as_often_as_it_says():
    held = sum(c["lo"] <= TRUTH[r] <= c["hi"] for r, c in SHOWN.items())
    share = held / len(SHOWN)
    print("# %d of %d intervals hold the truth" % (held, len(SHOWN)))
    expect("share within 90 and 99.5 %%: %.3f" % share, 0.90 <= share <= 0.995, True)


@test
def there_is_no_bias():
    errors = [math.log((1 + c["value"]) / (1 + TRUTH[r])) for r, c in SHOWN.items()]
    mean = sum(errors) / len(errors)
    spread = math.sqrt(sum((e - mean) ** 2 for e in errors) / len(errors) ** 2)
    print("# mean error %.4f log points, standard error %.4f" % (mean, spread))
    expect("mean error %.4f" % mean, abs(mean) < 3 * spread + 0.01, True)


@test
def the_matched_number_is_nearer_than_the_naive_one():
    matched = sorted(abs(c["value"] - TRUTH[r]) for r, c in SHOWN.items())
    naive = sorted(abs(c["naive"] - TRUTH[r]) for r, c in SHOWN.items())
    print("# median error: matched %.3f, naive %.3f" % (
        matched[len(matched) // 2], naive[len(naive) // 2]))
    expect("nearer", matched[len(matched) // 2] < naive[len(naive) // 2], True)


@test
def every_bridge_sums():
    off = [r for r, c in CELLS.items() if c["bridge"]
           and abs(sum(c["bridge"].values()) - math.log(1 + c["naive"])) > 1e-9]
    expect("off", off, [])


if __name__ == "__main__":
    main()
