#!/usr/bin/env python3
"""Months are counted in parts, by several at a time, and never beside a fold."""
import random
import subprocess

from harness import DB, ROOT, expect, main, run, test, value
from world import World, rows, script

W = World()
MONTHS = 6


def world():
    """An ad a month in each of two sources, folded but not counted."""
    W.clear()
    for source in ("a", "b"):
        W.source(source)
        W.visits(source, "2025-01-01", "2025-06-30")
        for month in range(1, MONTHS + 1):
            W.ad(source, "%s%d" % (source, month), "2025-%02d-10" % month, "2025-06-30")
    W.load(fold=False)
    script("SELECT jobtrend.fold(5000, false)")
    expect("to be counted", waiting(), 2 * MONTHS)


def waiting():
    return int(value("SELECT count(*) FROM jobtrend.fact_dirty"))


def counted():
    return int(value("SELECT coalesce(sum(ads), 0) FROM jobtrend.demand_fact"
                     " WHERE region = 'world' AND skill_id = 0"))


def refresh(most):
    return int(value("SELECT jobtrend.refresh_facts(%s)" % most))


class Other:
    """A connection of its own that keeps its transaction open."""

    def __init__(self):
        self.psql = subprocess.Popen(["psql", "-X", "-q", "-A", "-t", "-d", DB], text=True,
                                     stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def say(self, sql):
        self.psql.stdin.write(sql + "\n")
        self.psql.stdin.flush()

    def hear(self):
        return self.psql.stdout.readline().strip()

    def ask(self, sql):
        self.say(sql)
        return self.hear()

    def end(self):
        self.psql.communicate("COMMIT;\n")


@test
def a_part_at_a_time_comes_to_the_same():
    world()
    expect("nothing yet", counted(), 0)
    parts = [refresh(5), refresh(5), refresh(5), refresh(5)]
    expect("parts", parts, [5, 5, 2, 0])
    expect("counted", counted(), 2 * MONTHS)
    expect("differences", rows("SELECT * FROM jobtrend.verify()"), [])


@test
def whoever_counts_beside_takes_other_months():
    world()
    one, two = Other(), Other()
    expect("one", one.ask("BEGIN; SELECT jobtrend.refresh_facts(4);"), "4")
    two.say("SELECT jobtrend.refresh_facts();")  # it ends after the first
    one.end()
    expect("the other", two.hear(), str(2 * MONTHS - 4))
    two.end()
    expect("counted", counted(), 2 * MONTHS)
    expect("left", waiting(), 0)
    expect("differences", rows("SELECT * FROM jobtrend.verify()"), [])


def places():
    return [r["k"] for r in rows("SELECT s.id || ' ' || p.region AS k FROM jobtrend.source_place"
                                 " AS p JOIN jobtrend.source AS s USING (source_id) ORDER BY 1")]


def move(region, ads):
    """Ads that a visit finds elsewhere now."""
    script("WITH c AS (UPDATE jobtrend.ad SET regions = '{%s}' WHERE native_id LIKE '%s'"
           " RETURNING source_id, ad_id) INSERT INTO jobtrend.ad_dirty SELECT * FROM c;"
           "SELECT jobtrend.fold()" % (region, ads))


@test
def where_a_source_shows_something_is_known_until_it_no_longer_does():
    world()
    script("UPDATE jobtrend.ad SET regions = '{US-NY}'; SELECT jobtrend.refresh_facts()")
    move("US-NY", "%")
    expect("all", places(), ["a US", "a US-NY", "b US", "b US-NY"])
    move("FR", "a1")
    expect("gained", places(), ["a FR", "a US", "a US-NY", "b US", "b US-NY"])
    move("US", "a%")
    expect("lost", places(), ["a US", "b US", "b US-NY"])
    expect("sound", rows("SELECT * FROM jobtrend.verify()"), [])

    script("DELETE FROM jobtrend.source_place WHERE region = 'US-NY';"
           "INSERT INTO jobtrend.source_place SELECT source_id, 'JP' FROM jobtrend.source"
           " WHERE id = 'b'")
    expect("found", [(r["what"], r["key"], r["expected"]) for r in
                     rows("SELECT * FROM jobtrend.verify() ORDER BY key")],
           [("source_place", "b JP", "never shown"), ("source_place", "b US-NY", "shown")])


@test
def nobody_counts_beside_a_fold():
    world()
    other = Other()
    other.ask("BEGIN; SELECT jobtrend.fold(5000, false);")
    done = run("psql", "-X", "-d", DB, "-c", "SET lock_timeout = '200ms'", "-c",
               "SELECT jobtrend.refresh_facts()", check=False)
    expect("waits", "canceling statement due to lock timeout" in done.stderr, True)
    other.end()
    expect("afterwards", refresh("NULL"), 2 * MONTHS)


@test
def a_fold_counts_the_facts_unless_told():
    world()
    script("SELECT jobtrend.fold()")
    expect("counted", (counted(), waiting()), (2 * MONTHS, 0))


@test
def a_fold_knows_how_many_of_its_ads_are_there_already():
    """Copies bring back the ads that they copy: joins that take these for none
    pair all with all."""
    W.clear()
    W.source("a")
    W.source("copier")
    for source in ("a", "copier"):
        W.visits(source, "2025-01-01", "2025-02-28")
    for n in range(40):
        W.ad("a", "a%d" % n, "2025-01-10", "2025-02-10", fingerprint=n + 1)
    W.load()
    for n in range(40):
        W.ad("copier", "c%d" % n, "2025-01-12", "2025-02-10", fingerprint=n + 1)
    W.load(fold=False)

    fold = Other()
    taken = fold.ask("SELECT jobtrend.fold();")
    told = fold.ask("SELECT null_frac FROM pg_stats WHERE tablename = 'fold_ad'"
                    " AND attname = 'old_posting_id';")
    fold.end()

    expect("taken", taken, "40")
    expect("new ones, of all", float(told), 0.5)


def another_day(rng, turn):
    """New ads and copies of others; others that changed, joined, parted or are doubted."""
    for n in range(rng.randrange(6)):
        W.ad(rng.choice("ab"), "n%d-%d" % (turn, n), "2025-%02d-%02d" % (rng.randrange(1, 7), rng.randrange(1, 29)),
             "2025-06-30", skills=rng.choice([("pytorch",), ("pytorch", "machine-learning"), ()]),
             regions=rng.choice([("US-NY",), ("US-CA", "FR"), ("DE",), ()]),
             definitions=rng.choice([None, 2, 6, 0]), fingerprint=rng.choice([0, 0, 1, 2, 3]))
    W.load(fold=False)
    for change in rng.sample(("skills = '{2}', definitions = 6", "regions = '{IT-25}'",
                              "gone_reason = 'doubted'", "skills = '{}', definitions = 0",
                              "industry = 'J'", "industry = NULL", "fingerprint = 2",
                              "fingerprint = 0", "first_seen = first_seen - interval '40 days'",
                              "last_seen = '2025-07-20'"), rng.randrange(6)):
        script("WITH c AS (UPDATE jobtrend.ad SET %s WHERE ad_id = (SELECT ad_id FROM jobtrend.ad"
               " ORDER BY hashint8(ad_id + %d), ad_id LIMIT 1) RETURNING source_id, ad_id)"
               " INSERT INTO jobtrend.ad_dirty SELECT * FROM c" % (change, rng.randrange(10**6)))


@test
def what_changed_ads_count_is_added_and_taken_off():
    world()
    W.fold()
    rng, counted_rows = random.Random(3), 0
    for turn in range(24):
        another_day(rng, turn)
        if turn % 8 == 7:  # as an older release wrote them, and months that wait
            script("UPDATE jobtrend.posting_member SET regions = NULL WHERE ad_id % 3 = 0")
            script("SELECT jobtrend.fold(5000, false)")
        else:
            W.fold()
        wrong = [r for r in rows("SELECT * FROM jobtrend.verify(0)")
                 if turn % 8 != 7 or r["what"] in ("demand_fact", "posting")]
        expect("turn %d" % turn, wrong[:4], [])
        counted_rows = max(counted_rows, int(value("SELECT count(*) FROM jobtrend.demand_fact")))
    expect("rows", counted_rows > 100, True)


@test
def what_an_older_release_counted_too_early_is_counted_anew():
    world()
    for n in range(2):
        W.ad("a", "copy%d" % n, "2025-03-1%d" % n, "2025-06-30", fingerprint=5)
    W.load()
    # It had taken a change from the ad before that was folded, and no delta was known.
    script("UPDATE jobtrend.ad SET regions = '{FR}' WHERE native_id = 'copy0';"
           "INSERT INTO jobtrend.ad_dirty SELECT source_id, ad_id FROM jobtrend.ad"
           " WHERE native_id = 'copy0';"
           "INSERT INTO jobtrend.demand_fact SELECT source_id, '2025-03-01', r, k, 2, 1, 0"
           " FROM jobtrend.source, unnest('{FR}'::text[]) AS r, unnest('{0,1}'::integer[]) AS k"
           " WHERE id = 'a'; DROP FUNCTION jobtrend.fold_facts()")
    run("psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", DB, "-f", ROOT / "schema.sql")

    expect("waits", rows("SELECT month FROM jobtrend.fact_dirty"), [{"month": "2025-03-01"}])
    W.fold()
    expect("differences", rows("SELECT * FROM jobtrend.verify()"), [])


@test
def months_are_not_counted_anew_for_a_few_ads():
    world()
    W.fold()
    script("UPDATE jobtrend.demand_fact SET ads = ads + 7 WHERE month = '2025-03-01'"
           " AND region = 'world' AND skill_id = 0")
    before = counted()

    W.ad("a", "new", "2025-03-12", "2025-06-30")
    W.load()
    expect("what was there stays as it was, and one more", counted(), before + 1)
    script("INSERT INTO jobtrend.fact_dirty (source_id, month)"
           " SELECT source_id, '2025-03-01' FROM jobtrend.source; SELECT jobtrend.fold()")
    expect("counted anew", counted(), before + 1 - 14)
    expect("differences", rows("SELECT * FROM jobtrend.verify()"), [])


def summed(more="", what="to_jsonb(t)"):
    """What trend_month says of all AI postings, as it is added up and as the facts say."""
    ask = ("SELECT %s FROM jobtrend.trend_month AS t WHERE skill = 'any'%s"
           " ORDER BY region, definition, month" % (what, more))
    return script(ask).splitlines(), script("BEGIN; INSERT INTO jobtrend.month_due SELECT DISTINCT"
                                            " month FROM jobtrend.demand_fact; " + ask).splitlines()


@test
def months_are_added_up_and_folds_add_what_changes():
    world()
    script("SELECT jobtrend.refresh_facts()")
    expect("due", value("SELECT count(*) FROM jobtrend.month_due"), str(MONTHS))
    expect("added up", value("SELECT jobtrend.keep_months()"), str(MONTHS))
    rng = random.Random(4)
    for turn in range(6):
        for i in range(4):
            W.ad(rng.choice("ab"), "t%d-%d" % (turn, i), "2025-0%d-2%d" % (rng.randrange(1, 7), i),
                 "2025-06-30", regions=(rng.choice(("US-CA", "US", "FR")),),
                 definitions=rng.choice((0, 2, 3, 6)), fingerprint=rng.choice((0, 7)))
        W.load()
        move(rng.choice(("US", "US-NY", "FR", "DE")), "a%d" % rng.randrange(1, 7))
        move("DE", "t%d-%%" % rng.randrange(turn + 1))
        kept, told = summed()
        expect("turn %d" % turn, kept, told)
        expect("all, turn %d" % turn, rows("SELECT * FROM jobtrend.verify()"), [])
    expect("without counting months", value("SELECT count(*) FROM jobtrend.month_due"), "0")
    expect("some", len(kept) > 40, True)

    script("UPDATE jobtrend.month_sum SET sources = sources + 1 WHERE region = 'world'"
           " AND month = '2025-03-01'")
    kept, told = summed(" AND region = 'world' AND month = '2025-03-01'", "sources")
    expect("read", kept == told, False)
    expect("verified", {r["what"] for r in rows("SELECT * FROM jobtrend.verify()")}, {"month_sum"})
    script("INSERT INTO jobtrend.month_due VALUES ('2025-03-01')")
    expect("again", value("SELECT jobtrend.keep_months()"), "1")
    expect("sound", rows("SELECT * FROM jobtrend.verify()"), [])


if __name__ == "__main__":
    main()
