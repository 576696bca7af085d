"""A world in which much happens, and its recomputation: for tests of cells."""
import json
import os
import random

from harness import DB, program, run
from world import DAY, World, day, script

W = World()


def recompute(*more):
    done = run(program("jobtrendctl"), "recompute", "--format", "jsonl", *more,
               env={**os.environ, "JOBTREND_DB": DB})
    return json.loads(done.stdout)


def busy_world():
    """Sources of every fate, joined ads, unknown employers, three dictionaries."""
    w, rng = W, random.Random(5)
    w.clear()
    fates = {"kept": [], "agency": [], "blind": [("2025-03-05", "2025-03-20")],
             "sick": [("2025-04-01", "2025-08-20")], "late": [], "gone": [], "sparse": [],
             "slower": [], "flaky": [], "uneven": [], "unsaid": []}
    for name, failures in fates.items():
        w.source(name)
        first = "2024-11-01" if name == "late" else "2023-12-01"
        last = "2025-02-01" if name == "gone" else "2026-01-02"
        if name == "sparse":  # denser visits in the second year
            w.visits(name, first, "2025-01-01", every=9)
            first = "2025-01-02"
        if name == "slower":  # and it grows rarer within the second
            w.visits(name, "2025-05-20", last, every=12)
            last = "2025-05-19"
        if name == "uneven":  # gaps across the edges of periods, now long, now short
            at = day(first)
            while at < day(last):
                w.visits(name, at, at)
                at += rng.choice([1, 2, 5, 13, 29, 41]) * DAY
            continue
        if name == "unsaid":  # an archive without visits, but of its ads
            continue
        w.visits(name, first, last)
        if name == "flaky":
            w.visits(name, "2025-01-03", last, "blocked", every=5)
            w.visits(name, "2025-01-04", last, "blocked", every=5)
        for since, until in failures:
            w.visits(name, since, until, "dead")
    places = [("US-CA",), ("US-NY",), ("US-CA", "DE"), ("DE",), ()]
    for i in range(2600):
        name = rng.choice(list(fates))
        at = day("2023-12-10") + rng.randrange(745) * DAY
        skills = rng.choice([("pytorch",), ("pytorch", "machine-learning"), (),
                             ("machine-learning",), ()])
        named = rng.choice([(), (), ("pytorch",), ("artificial-intelligence",)])
        if name == "unsaid":
            w.visits(name, at, at, origin="inferred")
        w.ad(name, str(i), at, at + rng.randrange(1, 40) * DAY,
             employer=rng.choice([None] + ["e%d" % int(30 * rng.random() ** 2)] * 9),
             skills=skills, named=named, regions=rng.choice(places),
             definitions=rng.choice([2, 3, 6, 7]) if skills else 0,
             fingerprint=rng.choice([0, 1 + rng.randrange(900)]),
             taxonomy=rng.choice([1, 1, 1, 2]))
    w.load()
    script("INSERT INTO jobtrend.rule_event (region, valid_from, context, title, reference) "
           "VALUES ('US-NY', '2025-02-01', 'hiring', 'A law', 'Article 1');"
           "INSERT INTO jobtrend.earlier_reading (source_id, ad_id, taxonomy_version, superseded_by,"
           " content_hash, text_version, fingerprint, definitions, skills, mentioned, regions,"
           " cities, remote_regions, mentions)"
           " SELECT source_id, ad_id, 1, 2, content_hash + (ad_id % 5 = 0)::integer, 1, fingerprint,"
           " CASE WHEN ad_id % 3 = 0 THEN 2 ELSE 0 END,"
           " CASE WHEN ad_id % 3 = 0 THEN '{1}' ELSE '{}' END::integer[],"
           " CASE WHEN ad_id % 3 = 1 THEN '{2}' ELSE '{}' END::integer[],"
           " regions, cities, remote_regions, '{}' FROM jobtrend.ad WHERE ad_id % 7 = 0")
    return w
