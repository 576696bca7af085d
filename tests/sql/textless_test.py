#!/usr/bin/env python3
"""Months whose ads came without their descriptions: no change of demand."""
import time

from harness import SLOW, expect, main, test
from world import World, day, script, DAY

W = World()
FIRST, LAST = day("2023-12-01"), day("2025-04-30")


def told(w):
    return [(f["source"], f["since"], f["until"]) for f in w.rows(
        "SELECT source, since::date, until::date FROM jobtrend.source_finding"
        " WHERE finding = 'textless' ORDER BY 1, 2")]


def whole(born, i):
    return True


def before_2025(born, i):
    return born.year == 2025


def board(w, has_text, name="a", bare=0, every=1, employers=7, visited=True, claimed=lambda born: None,
          quiet=(), words=150):
    """But in quiet months a vacancy each `every` days, open for twenty days. Of two one asks for AI in its title
    and the other where nobody sees it who has no text."""
    w.source(name)
    if visited:
        w.visits(name, FIRST, LAST)
    for i in range(0, (LAST - FIRST).days + 1, every):
        born = FIRST + i * DAY
        if str(born)[:7] in quiet:
            continue
        is_whole = has_text(born, i)
        w.ad(name, name + str(i), born, born + 19 * DAY, employer="e%d" % (i % employers),
             skills=["pytorch"] if is_whole or i // every % 2 else [], claimed=claimed(born),
             gone=born + 20 * DAY if born + 20 * DAY <= LAST else None,
             words=words if is_whole else bare)
    return w


def world():
    W.clear()
    return W


def change(w, period="2025Q1"):
    c = w.yoy("US-CA", "any", period)
    return c["value"], c["n"], c["n_base"], c["sources_matched"]


@test
def a_year_without_texts_is_no_base():
    w = board(board(world(), before_2025), whole, "b")
    w.load()

    expect("told", told(w), [("a", "2023-12-01", "2025-01-01")])
    expect("of the other, and a leap day", change(w)[1:], (90, 91, 1))
    expect("health", abs(w.yoy("US-CA", "any", "2025Q1")["bridge"]["health"]) > 0.1, True)


@test
def a_year_of_texts_cut_short_is_none_either():
    w = board(board(world(), before_2025, bare=50), before_2025, "b", bare=60)
    w.load()
    expect("fifty words, not sixty", told(w), [("a", "2023-12-01", "2025-01-01")])


@test
def texts_of_less_than_half_of_the_usual_words_are_none_where_those_are_many():
    w = world()
    for name, usual, cut in (("a", 400, 120), ("b", 400, 210), ("c", 200, 70)):
        board(w, before_2025, name, words=usual, bare=cut)
    board(w, lambda born, i: i % 3 > 0, "d", words=400, bare=120) # always a third
    w.load()
    expect("120 of 400", told(w), [("a", "2023-12-01", "2025-01-01")])


@test
def nor_is_one_to_compare_with():
    """The same the other way round: texts are lost for good."""
    w = board(board(world(), lambda born, i: born.year < 2025), whole, "b")
    w.load()

    expect("told", told(w), [("a", "2025-01-01", "2025-05-01")])
    expect("of the other, and a leap day", change(w)[1:], (90, 91, 1))


@test
def where_nothing_else_was_seen_there_is_no_base():
    w = board(world(), before_2025)
    w.load()

    c = w.yoy("US-CA", "any", "2025Q1")

    expect("value", c["value"], None)
    expect("flag", "no_base" in c["flags"], True)


@test
def a_month_without_texts_is_left_out_of_both_windows():
    for month in ("2024-02", "2025-02"):
        w = board(world(), lambda born, i, month=month: str(born)[:7] != month)
        w.load()
        expect("told " + month, told(w), [("a", month + "-01", month[:5] + "03-01")])
        n, n_base = change(w)[1:3]
        expect("January and March " + month, 60 <= n <= n_base <= 62, True)


@test
def an_archive_without_visits_is_judged_likewise():
    for claimed in (lambda born: None, lambda born: born - DAY):
        w = board(board(world(), before_2025, visited=False, claimed=claimed), whole, "b",
                  visited=False, claimed=claimed)
        w.load(fold=False)
        script("INSERT INTO jobtrend.run (source_id, started_at, ended_at, state, origin)"
               " SELECT s, d, d, 'ok', 'inferred' FROM generate_series(1, 2) AS s,"
               " generate_series('%s 06:00+00'::timestamptz, '%s', '1 day') AS d" % (FIRST, LAST))
        w.fold()
        expect("told", told(w), [("a", "2023-12-01", "2025-01-01")])
        expect("matched, and a leap day", change(w)[3] == 1 and -0.02 < change(w)[0] <= 0, True)


@test
def what_a_source_never_shows_is_not_missed():
    for what, has_text in (
            ("never a text", lambda born, i: False),
            ("always", whole),
            ("every other ad", lambda born, i: i % 4 < 2),
            ("two employers of seven", lambda born, i: i % 7 < 2),
            ("one text, once", lambda born, i: i == 200)):
        w = board(world(), has_text)
        w.load()
        expect(what, told(w), [])
        expect(what, abs(change(w)[0]) < 0.05 and change(w)[3] == 1, True)


@test
def few_ads_tell_nothing():
    for n, wanted in ((4, []), (5, [("a", "2024-11-01", "2025-01-01")])):
        w = board(world(), whole, quiet=("2024-11", "2024-12"))
        for i in range(n):
            born = day("2024-11-03" if i % 2 else "2024-12-05") + i * DAY
            w.ad("a", "x%d" % i, born, born + 9 * DAY, employer="e%d" % i, skills=[], words=3)
        w.load()
        expect("%d ads" % n, told(w), wanted)


@test
def months_of_few_ads_are_judged_together():
    w = board(world(), before_2025, every=12)
    w.load()

    expect("told", told(w), [("a", "2023-12-01", "2025-01-01")])


@test
def a_batch_of_one_employer_is_no_month_without_texts():
    w = board(world(), lambda born, i: i % 7 < 4)
    for i in range(90):
        w.ad("a", "x%d" % i, day("2025-02-03"), day("2025-02-20"), employer="other", skills=[],
             words=0)
    w.load()

    expect("told", told(w), [])


@test
def a_page_that_may_be_read_yet_is_not_missed():
    w = board(world(), lambda born, i: str(born)[:7] != "2025-04")
    w.load(fold=False)
    script("UPDATE jobtrend.ad SET is_stub = true WHERE first_seen >= '2025-04-01'"
           " AND gone_at IS NULL; DELETE FROM jobtrend.ad WHERE first_seen >= '2025-04-01'"
           " AND gone_at IS NOT NULL; DELETE FROM jobtrend.ad_dirty AS d WHERE NOT EXISTS"
           " (SELECT FROM jobtrend.ad AS a WHERE a.ad_id = d.ad_id)")
    w.fold()
    expect("open", told(w), [])

    script("UPDATE jobtrend.ad SET gone_at = last_seen WHERE is_stub;"
           " INSERT INTO jobtrend.ad_dirty SELECT source_id, ad_id FROM jobtrend.ad WHERE is_stub")
    w.fold()
    expect("over", told(w), [("a", "2025-04-01", "2025-05-01")])


@test
def it_is_known_whatever_comes_first():
    answers = []
    for order in ((2023, 2024, 2025), (2025, 2024, 2023), (2024, 2025, 2023)):
        w = board(board(world(), before_2025), whole, "b")
        all_ads, all_runs = dict(w.ads), dict(w.runs)
        for year in order:
            w.ads = {k: v for k, v in all_ads.items() if int(v[6][:4]) == year}
            w.runs = {k: v for k, v in all_runs.items() if k[1].year == year}
            w.load()
        expect("told", told(w), [("a", "2023-12-01", "2025-01-01")])
        expect("kept as counted", w.rows("SELECT * FROM jobtrend.verify_visits()"), [])
        answers.append(change(w))
    expect("one answer", set(answers), {answers[0]})


@test
def texts_that_come_later_are_seen():
    w = board(world(), before_2025)
    w.load()
    expect("before", change(w)[0], None)

    script("UPDATE jobtrend.ad SET sketch = overlay(sketch PLACING '\\x00000096'::bytea FROM 25),"
           " skills = '{1}', definitions = 2;"
           " INSERT INTO jobtrend.ad_dirty SELECT source_id, ad_id FROM jobtrend.ad")
    w.fold()

    expect("told", told(w), [])
    expect("value", change(w)[0] is not None and abs(change(w)[0]) < 0.02, True)


@test
def all_ads_are_read_again_once_a_fiftieth_came():
    def touch(ads):
        script("INSERT INTO jobtrend.ad_dirty SELECT source_id, ad_id FROM jobtrend.ad"
               " ORDER BY ad_id LIMIT %d" % ads)
        w.fold()
        return w.rows("SELECT texts_of, texts_due, is_judged FROM jobtrend.source_observed")[0]

    w = board(world(), before_2025)
    w.load()
    n = w.rows("SELECT count(*) AS n FROM jobtrend.ad")[0]["n"]
    expect("at first", touch(0), {"texts_of": n, "texts_due": 0, "is_judged": True})
    expect("a few", touch(5), {"texts_of": n, "texts_due": 5, "is_judged": True})
    expect("more", touch(n // 50 - 5), {"texts_of": n, "texts_due": n // 50, "is_judged": True})
    expect("enough", touch(1), {"texts_of": n, "texts_due": 0, "is_judged": True})


@test
def fifty_thousand_ads_are_judged_at_once():
    w = world()
    w.source("a")
    w.load()
    script("INSERT INTO jobtrend.ad (source_id, ad_id, native_id, title, employer_key, first_seen,"
           " last_seen, content_hash, sketch) SELECT 1, i, i, 'Engineer', 'e' || i % 900, d, d, i,"
           " decode(lpad(to_hex(i), 16, '0') || repeat('0', 32) || CASE WHEN i % 3 = 0"
           " THEN '00000096' ELSE '00000000' END || repeat('0', 144), 'hex')"
           " FROM generate_series(1, 50000) AS i,"
           " LATERAL (SELECT '2023-01-01'::timestamptz + i * interval '20 minutes' AS d) AS k")
    took = []
    for _ in range(5):
        begun = time.monotonic()
        script("SELECT jobtrend.textless_of(1)")
        took.append(time.monotonic() - begun)
    expect("within half a second", min(took) < 0.5 * SLOW, True)


if __name__ == "__main__":
    main()
