#!/usr/bin/env python3
"""Ads of one board that are equal: one vacancy that is shown twice, or two?"""
import random

from harness import expect, main, test
from world import World, day, script, DAY

W = World()
FIRST, LAST = day("2024-01-01"), day("2025-06-30")


def world(*sources):
    W.clear()
    for name in sources:
        W.source(name)
        W.visits(name, FIRST, LAST)
    return W


def pairs(w, source, n, lag=9, open_for=(20, 30), content=1000, known=0):
    """n pairs of equal ads; the second of each comes `lag` days after the first."""
    for i in range(known, n):
        at = day("2024-02-01") + 11 * i * DAY
        for k, (born, days) in enumerate(((at, open_for[0]), (at + lag * DAY, open_for[1]))):
            w.ad(source, "%d-%d" % (i, k), born, born + (days - 1) * DAY, gone=born + days * DAY,
                 employer="e%d" % (i % 7), fingerprint=content + i)


def postings(w, source="%"):
    return w.rows("SELECT count(*) AS ads, count(DISTINCT posting_id) AS postings"
                  " FROM jobtrend.ad_posting WHERE source LIKE '%s'" % source)[0]


def found(w):
    return [(f["source"], f["finding"]) for f in w.rows(
        "SELECT source, finding FROM jobtrend.source_finding"
        " WHERE finding IN ('twins', 'alikes', 'relisted') ORDER BY 1, 2")]


def sound(w):
    expect("verify", w.rows("SELECT * FROM jobtrend.verify()"), [])


@test
def equal_ads_that_end_apart_are_vacancies_of_their_own():
    w = world("a")
    pairs(w, "a", 12)
    w.load()
    expect("found", found(w), [("a", "twins")])
    expect("postings", postings(w), {"ads": 24, "postings": 24})
    expect("nobody relists", w.rows("SELECT * FROM jobtrend.ad_posting"
                                    " WHERE relist_of IS NOT NULL"), [])
    sound(w)


@test
def a_vacancy_that_is_shown_twice_ends_once():
    for name, lag, open_for in (("at once", 9, (29, 20)), ("a day later", 9, (29, 21)),
                                ("put up again before it runs out", 27, (30, 30)),
                                ("side by side all along", 0, (30, 30))):
        w = world("a")
        pairs(w, "a", 12, lag, open_for)
        w.load()
        expect(name, (found(w), postings(w)["postings"]), ([], 12))


@test
def what_is_listed_again_after_its_end_says_nothing():
    w = world("a")
    pairs(w, "a", 12, lag=25, open_for=(20, 40))
    w.load()
    expect("one posting each", (found(w), postings(w)["postings"]), ([], 12))


@test
def few_of_a_board_go_with_those_of_its_kind():
    for boards, is_found in ((3, False), (4, True)):
        w = world(*"abcd")
        for name in "abcd"[:boards]:
            pairs(w, name, 8, content=1000 * ord(name))
        w.load()
        expect("%d boards" % boards, found(w),
               [(name, "twins") for name in "abcd"] if is_found else [])
        expect("postings of %d" % boards, postings(w)["postings"], 8 * boards * (1 + is_found))
    sound(w)


@test
def most_of_ten_decide():
    for apart, is_found in ((5, False), (6, True)):
        w = world("a")
        pairs(w, "a", apart)
        for i in range(10 - apart):
            at = day("2024-09-01") + 11 * i * DAY
            for k in "xy":
                w.ad("a", k + str(i), at, at + 19 * DAY, gone=at + 20 * DAY, fingerprint=5000 + i)
        w.load()
        expect("%d of ten" % apart, bool(found(w)), is_found)


@test
def copies_belong_each_to_a_vacancy_of_its_own():
    w = world("a", "market")
    pairs(w, "a", 12)
    for i in range(12):
        at = day("2024-02-01") + 11 * i * DAY
        w.ad("market", "first%d" % i, at + DAY, at + 19 * DAY, gone=at + 20 * DAY,
             employer="e%d" % (i % 7), fingerprint=1000 + i)
        w.ad("market", "second%d" % i, at + 10 * DAY, at + 19 * DAY, gone=at + 20 * DAY,
             employer="e%d" % (i % 7), fingerprint=1000 + i)
    w.ad("market", "late", "2025-05-01", "2025-05-20", fingerprint=1000)
    w.load()
    expect("postings", postings(w)["postings"], 25)
    told = {(r["source"], r["native_id"]): r["posting_id"] for r in w.rows(
        "SELECT * FROM jobtrend.ad_posting")}
    for i in range(12):
        expect("first", told["market", "first%d" % i], told["a", "%d-0" % i])
        expect("second", told["market", "second%d" % i], told["a", "%d-1" % i])
    expect("after more than 30 days", told["market", "late"] in (told["a", "0-0"], told["a", "0-1"]),
           False)
    sound(w)


@test
def the_order_in_which_ads_come_changes_nothing():
    def told():
        return W.rows("SELECT array_agg(source || '/' || native_id || ' ' || class ORDER BY source, native_id) AS ads"
                      " FROM jobtrend.ad_posting GROUP BY posting_id ORDER BY 1")

    def fill(n=12, known=0):
        pairs(W, "a", n, known=known)
        for i in range(known, n):
            at = day("2024-02-03") + 11 * i * DAY
            W.ad("market", str(i), at, at + 25 * DAY, gone=at + 26 * DAY, fingerprint=1000 + i)

    world("a", "market")
    fill()
    W.load()
    whole = told()
    world("a", "market")
    fill(9)
    W.load()
    expect("nine say nothing yet", (found(W), postings(W, "a")["postings"]), ([], 9))
    fill(known=9)
    W.load(shuffle=random.Random(5).shuffle)
    expect("found", found(W), [("a", "twins")])
    expect("the same", [t for t in told() if t not in whole], [])
    sound(W)


@test
def a_change_is_that_of_vacancies_not_of_texts():
    """Half as many again, of the same few texts."""
    w = world("a", "b")
    for source in "ab":
        for year, n in ((2024, 60), (2025, 90)):
            for i in range(n):
                at = day("%d-01-03" % year) + i * 85 // n * DAY
                w.ad(source, "%d-%d" % (year, i), at, at + (9 + i * 7 % 17) * DAY,
                     gone=at + (10 + i * 7 % 17) * DAY, employer="e%d" % (i % 6),
                     fingerprint=7000 + i % 6 + 10 * ord(source))
    w.load()
    c = w.yoy("world", "any", "2025Q1")
    expect("change", (c["value"], c["n"], c["n_base"], c["flags"]), (0.5, 180, 120, []))


# ---- twins that are listed again ----

def openings(w, sources="ab", again=(0, 0), rate=0.6, monthly=False, every=1):
    """Vacancies of 48 contents a source that come by chance, half as many again from July
    2024 on, visited from January 2023 to June 2025. Of what ends, a part is listed again within
    nine days under a new number: again, before that July and from it on. How many were
    born in both years."""
    rng = random.Random(11)
    first, turn, last = day("2023-01-01"), day("2024-07-01"), day("2025-06-30")
    w.clear()
    born = [0, 0]

    def visit(at):  # the first from then on
        return at + (first - at).days % every * DAY

    def vacancy(source, number, start):
        content = rng.randrange(48)
        for turns in range(99):
            end = start + (26 if monthly else 1 + int(rng.expovariate(1 / 25))) * DAY
            seen = min(visit(end) - every * DAY, visit(last) - every * DAY)
            if visit(start) <= seen:
                w.ad(source, "%d-%d" % (number, turns), visit(start), seen,
                     gone=visit(end) if visit(end) <= last else None, employer="e%d" % (content % 7),
                     fingerprint=1000 * ord(source) + content)
            start = end + rng.randint(0, 8) * DAY
            if rng.random() >= again[end >= turn] or start >= last:
                return

    for source in sources:
        w.source(source)
        w.visits(source, first, last, every=every)
        for i in range((last - first).days):
            at = first + i * DAY
            n = rate * (1.5 if at >= turn else 1) * (30 * (at.day == 1) if monthly else 1)
            for k in range(int(n) + (rng.random() < n % 1)):
                if at >= turn - 366 * DAY:
                    born[at >= turn] += 1
                vacancy(source, 100 * i + k, at)
    return born


def within(w):
    return {r["id"]: r["relist_days"] for r in w.rows(
        "SELECT id, relist_days FROM jobtrend.source_observed JOIN jobtrend.source USING"
        " (source_id)")}


@test
def what_is_listed_again_among_twins_is_no_vacancy_more():
    born = openings(W, again=(0.1, 0.4), rate=1.2)
    W.load()
    expect("found", found(W), [(k, f) for k in "ab" for f in ("relisted", "twins")])
    expect("within a fortnight", within(W), {"a": 14, "b": 14})
    c = W.yoy("world", "any", "2025-06/12")
    expect("half as many again (%d to %d of %s)" % (c["n_base"], c["n"], born),
           abs(c["value"] - (born[1] / born[0] - 1)) < 0.1, True)
    expect("postings", [abs(c[k] / n - 1) < 0.06 for k, n in (("n_base", born[0]), ("n", born[1]))],
           [True, True])
    expect("it hangs on them", "repeated_ads" in c["flags"], True)
    expect("naive", c["naive"] > 1, True)
    # Each of them begins after what it is had ended, and soon.
    expect("gaps", W.rows("""
        SELECT count(*) FILTER (WHERE gap <= interval '0') AS beside,
               count(*) FILTER (WHERE gap > interval '30 days') AS later, count(*) > 100 AS are_many
        FROM (SELECT first_seen - max(last_seen) OVER (PARTITION BY posting_id ORDER BY first_seen
                  ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS gap
              FROM jobtrend.posting_member JOIN jobtrend.ad USING (source_id, ad_id)
              WHERE valid_to IS NULL) AS k
        WHERE gap IS NOT NULL"""), [{"beside": 0, "later": 0, "are_many": True}])
    sound(W)


@test
def by_chance_and_by_a_rhythm_nothing_is_listed_again():
    for name, more in (("by chance", {}), ("often", {"rate": 3, "sources": "a"}),
                       ("on the first of each month", {"monthly": True, "rate": 1.5}),
                       ("seen once a week", {"every": 7})):
        openings(W, **more)
        W.load()
        expect(name, set(within(W).values()), {0})
        if not more.get("monthly"):  # which all end at once, so that they are no twins
            told = postings(W)
            expect("postings " + name, told["postings"], told["ads"])


@test
def what_comes_in_parts_is_counted_as_what_comes_at_once():
    def told():
        c = W.yoy("world", "any", "2025-06/12")
        return c["n"], c["n_base"]

    openings(W, again=(0.1, 0.4), rate=1.2)
    W.load()
    whole = told()
    openings(W, again=(0.1, 0.4), rate=1.2)
    whole_world = dict(W.ads)
    for until in ("2024-03", "2024-11", "2025-12"):
        W.ads = {key: ad for key, ad in whole_world.items() if ad[6] < until}
        W.load(shuffle=random.Random(5).shuffle)
    expect("in three parts", told(), whole)
    # As a schema knows of it that is upgraded.
    script("UPDATE jobtrend.source_observed SET relist_signs = DEFAULT, relist_days = DEFAULT,"
           " relist_from = DEFAULT, relist_rates = DEFAULT; SELECT jobtrend.fold();")
    expect("found anew", set(within(W).values()), {14})
    script("DO $$ BEGIN WHILE jobtrend.fold() > 0 LOOP END LOOP; END $$")
    expect("judged anew", told(), whole)


if __name__ == "__main__":
    main()
