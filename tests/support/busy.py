"""A world in which much happens, and its recomputation: for tests of cells."""
import json
import os
import random

from harness import DB, program, run
from world import DAY, World, day, once, script

W = World()


def recompute(*more):
    done = run(program("jobtrendctl"), "recompute", "--format", "jsonl", *more,
               env={**os.environ, "JOBTREND_DB": DB})
    return json.loads(done.stdout)


def busy_world():
    """Sources of every fate, joined ads, unknown employers, three dictionaries."""
    return once(W, "busy", make_busy_world)


def counted_world():
    """The same with all its cells published."""
    return once(W, "counted", lambda: (busy_world(), recompute("--all")))


def make_busy_world():
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
        w.visits(name, first, last, listed=20 if name == "agency" else None)
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


def touch(w, rng, turn):
    """What may happen in a day: new ads and copies of old ones, ads that change or are
    doubted, a source in a region it never was in, visits, and such that fail."""
    sources = list(w.sources)
    for i in range(rng.randrange(1, 9)):
        at = day("2024-01-10") + rng.randrange(700) * DAY
        w.ad(rng.choice(sources), "new%d-%d" % (turn, i), at, at + rng.randrange(1, 40) * DAY,
             employer=rng.choice(["e1", "e7", None, "fresh%d" % turn]),
             skills=rng.choice([("pytorch",), ("prompt-engineering", "pytorch"), ()]),
             named=rng.choice([(), ("machine-learning",)]),
             regions=rng.choice([("DE",), ("US-NY", "FR"), ("US-CA",), ()]),
             definitions=rng.choice([2, 6, 7]),
             fingerprint=rng.choice([0, 1 + rng.randrange(900)]))
    if turn % 3 == 1:
        w.ad("late", "first%d" % turn, "2025-08-0%d" % (turn % 9 + 1), "2025-09-20",
             regions=("IT-%d" % (20 + turn),))
    if turn % 3 == 2:
        w.visits("kept", "2026-01-%02d" % (3 + turn), "2026-01-%02d" % (3 + turn))
    w.load(fold=False)
    changes = ("skills = '{2}', definitions = 6", "regions = '{DE,US-TX}'",
               "employer_key = 'other%d'" % turn, "gone_reason = 'doubted'",
               "skills = '{}', mentioned = '{}', definitions = 0", "taxonomy_version = 2",
               "fingerprint = %d" % (1 + rng.randrange(900)))
    changed = ("UPDATE jobtrend.ad SET %s WHERE ad_id = (SELECT ad_id FROM jobtrend.ad"
               " ORDER BY hashint8(ad_id + %d), ad_id LIMIT 1) RETURNING source_id, ad_id")
    script(";".join("WITH c AS (%s) INSERT INTO jobtrend.ad_dirty SELECT * FROM c"
                    % (changed % (rng.choice(changes), rng.randrange(10**6)))
                    for _ in range(rng.randrange(5))))
    if turn % 4 == 3:
        script("UPDATE jobtrend.run SET state = 'blocked' WHERE source_id = %d AND state = 'ok'"
               " AND started_at::date BETWEEN '2025-06-0%d' AND '2025-07-30'"
               % (rng.randrange(1, 9), turn % 9 + 1))
    w.fold(3 if turn % 5 == 4 else 5000)  # many at a time are not looked at by skill
