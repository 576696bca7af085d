#!/usr/bin/env python3
"""Every query of docs/sql.md runs, and what it says is there."""
import json
import re

from harness import ROOT, expect, main, test
from world import World, day, DAY, rows, script

QUERIES = re.findall(r"^### (\d+)\. ([^\n]*)\n(?:(?!^#).)*?```sql\n(.*?)```",
                     (ROOT / "docs/sql.md").read_text(), re.M | re.S)

# What must not be empty on the small world, by number.
FULL = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36}


def small_world():
    w = World()
    w.source("board")
    w.visits("board", "2021-12-31", "2025-03-31")
    w.source("feed")
    w.visits("feed", "2023-01-01", "2024-09-30")
    w.visits("feed", "2024-10-01", "2024-12-31", "blocked")
    w.visits("feed", "2025-01-01", "2025-03-31")
    n = 0
    at = day("2023-01-03")
    while at < day("2025-03-25"):
        n += 1
        last = at + (5 + n % 40) * DAY
        closed = last < day("2025-03-20")
        w.ad("board", "b%d" % n, at, last, employer="employer %d" % (n % 9), fingerprint=n,
             regions=("US-CA",) if n % 3 else ("DE-BE", "US-NY"),
             skills=("pytorch", "machine-learning") if n % 2 else ("machine-learning",),
             gone=last + DAY if closed else None)
        if n % 5 == 0:
            w.ad("feed", "f%d" % n, at + DAY, last, employer="employer %d" % (n % 9),
                 fingerprint=n, gone=last + DAY if closed else None)
        at += (1 + n % 2) * DAY
    for i in range(12):
        w.ad("board", "open%d" % i, "2025-03-20", "2025-03-31", employer="employer %d" % i)
    w.load(fold=False)
    script("UPDATE jobtrend.ad SET employer_size = '51-200', cities = '{5128581}',"
           " remote = 'remote' WHERE ad_id % 3 = 0")
    w.fold()
    script("SELECT jobtrend.sync_rules('%s')" % json.dumps([
        {"region": "CA-ON", "valid_from": "2026-01-01", "context": "hiring", "title": "Act",
         "reference": "s. 8.4", "url": "https://law.example/8.4"}]))
    script("UPDATE jobtrend.ad SET pay_min = 100000, pay_max = 150000, pay_currency = 'USD', "
           "pay_period = 'year' WHERE source_id = 1")
    script("SELECT jobtrend.publish('US', 'any', '2025Q1')")
    w.ad("board", "late", "2025-03-30", "2025-03-31")
    w.load()
    script("SELECT jobtrend.publish('US', 'any', '2025Q1', reason => 'one more ad')")
    script("INSERT INTO jobtrend.taxonomy (taxonomy_version, version) VALUES (99, '2099.1')")
    script("UPDATE jobtrend.ad SET definitions = 1, taxonomy_version = 99 WHERE native_id = 'late'")
    return w


WORLD = small_world()


@test
def there_are_at_least_twenty_numbered_in_order():
    expect("numbers", [int(n) for n, _, _ in QUERIES], list(range(1, len(QUERIES) + 1)))
    expect("enough", len(QUERIES) >= 20, True)


def query_test(number, title, sql):
    def run_it():
        got = rows(sql)
        if int(number) in FULL and not got:
            raise AssertionError("expected rows, got none")
        whole = [c for c in got[0] if all(r[c] is None for r in got)]
        allowed = {"url", "sha256", "reason"} | ({"value", "lo", "hi"} if number == "25" else set())
        expect("columns without any value", sorted(set(whole) - allowed), [])
    run_it.__name__ = "query_%s_%s" % (number, re.sub(r"\W+", "_", title).strip("_"))
    return run_it


for query in QUERIES:
    test(query_test(*query))

if __name__ == "__main__":
    main()
