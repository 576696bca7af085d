#!/usr/bin/env python3
"""Answers that are kept: what they say, and what makes them stale."""
import random

from busy import counted_world, recompute, touch
from harness import expect, main, test
from world import script

FEW = 250  # postings of a year: some regions of the busy world
KEEP = """SET search_path = jobtrend; DO $$
DECLARE
    since timestamptz := clock_timestamp();
    r     record;
BEGIN
    LOOP
        SELECT * INTO r FROM jobtrend.next_answer(since, %d);
        EXIT WHEN NOT FOUND;
        PERFORM jobtrend.keep_answer(r.question, r.region, r.skill, r.period);
    END LOOP;
END $$""" % FEW
# Asked with what is kept, and as if nothing were.
ASKED = {
    "a count": "SELECT jobtrend.check_claim('count', 1000, region => '%s') - 'as_of'",
    "a share": "SELECT jobtrend.check_claim('share', 0.3, region => '%s') - 'as_of'",
    "a count by one definition": "SELECT jobtrend.check_claim('count', 1000, region => '%s',"
                                 " definition => 'two-skills') - 'as_of'",
    "employers": "SELECT jsonb_agg(m ORDER BY m.employer_key) FROM"
                 " jobtrend.employer_momentum('%s', min_postings => 2) AS m",
    "stock": "SELECT jsonb_agg(to_jsonb(y) - 'as_of' ORDER BY p) FROM unnest("
             "'{2025Q4,2025Q2,2025,2025-12/12,2025-11}'::text[]) AS p,"
             " jobtrend.yoy('%s', 'any', p, measure => 'stock') AS y",
    "stocks": "SELECT jsonb_agg(to_jsonb(d) - 'as_of' ORDER BY s, g, d.period) FROM"
              " unnest('{any,pytorch}'::text[]) AS s, unnest('{month,quarter,year}'::text[]) AS g,"
              " jobtrend.trend('%s', s, g, measure => 'stock') AS d",
    "stocks of a pair": "SELECT jobtrend.check_claim('count', 1000, region => '%s',"
                        " skill => 'pytorch') - 'as_of'",
    "days": "SELECT jsonb_agg(to_jsonb(d) - 'as_of' ORDER BY d.period) FROM"
            " jobtrend.trend('%s', 'any', 'day') AS d",
    "some days": "SELECT jsonb_agg(to_jsonb(d) - 'as_of' ORDER BY d.period) FROM"
                 " jobtrend.trend('%s', 'any', 'day', since => '2025-12-20') AS d",
    "shares by day": "SELECT jsonb_agg(to_jsonb(d) - 'as_of' ORDER BY d.period) FROM"
                     " jobtrend.trend('%s', 'any', 'day', measure => 'share') AS d",
    "twelve months": "SELECT jsonb_agg(to_jsonb(d) - 'as_of' ORDER BY d.period) FROM"
                     " jobtrend.trend('%s', 'any', 'months') AS d",
    "festival": "SELECT jsonb_agg(f ORDER BY p) FROM unnest('{2025-01,2025-02,2025-12}'::text[])"
                " AS p, jobtrend.festival_yoy('%s', 'any', p) AS f",
}


def counts(w):
    return w.rows("SELECT count(*) AS n, count(*) FILTER (WHERE is_stale) AS stale,"
                  " count(*) FILTER (WHERE counted_at IS NULL) AS due FROM jobtrend.answer"
                  " WHERE question <> 'denominator'")[0]


def said(sql):
    return script(sql).strip()


@test
def what_is_kept_says_what_is_counted():
    w = counted_world()
    before = {(k, r): said(sql % r) for k, sql in ASKED.items() for r in ("world", "US", "DE")}

    script(KEEP)

    got = counts(w)
    expect("kept", (got["n"] > 50, got["stale"], got["due"]), (True, 0, 0))
    expect("questions", [r["question"] for r in w.rows(
        "SELECT DISTINCT question FROM jobtrend.answer ORDER BY 1")],
        ["below", "days", "denominator", "festival", "levels", "matched", "months", "stock", "stock_change"])
    for (kind, region), was in before.items():
        expect("%s of %s" % (kind, region), said(ASKED[kind] % region), was)
    kinds = "SELECT count(*) FROM jobtrend.answer WHERE skill = 'pytorch' AND question = '%s'"
    expect("of a skill, too", [int(said(kinds % q)) > 2 for q in ("levels", "stock")], [True, True])
    expect("sound", w.rows("SELECT * FROM jobtrend.verify_answers(1000)"), [])
    script(KEEP)
    expect("again, nothing is counted", counts(w), got)


@test
def it_is_read_and_not_counted():
    script("UPDATE jobtrend.answer SET said = jsonb_set(said, '{by,one-skill,n}', '7')"
           " WHERE question = 'levels';"
           "UPDATE jobtrend.answer SET said = said || '{\"n\": 8}' WHERE question LIKE 'stock%';"
           "UPDATE jobtrend.answer SET said = '{\"n\": 80000}' WHERE question = 'below';"
           "UPDATE jobtrend.answer SET said = said || '{\"n\": 9}' WHERE question = 'festival';"
           "UPDATE jobtrend.answer SET said = '[{\"e\": \"2025-12-01\", \"n\": 11}]'"
           " WHERE question IN ('days', 'months');"
           "UPDATE jobtrend.answer SET n[1] = 10000 WHERE question = 'matched'")
    asked = {
        "flow": "SELECT check_claim('count', 1) #> '{readings,0,n}'",
        "stock": "SELECT check_claim('count', 1) #> '{readings,1,n}'",
        "one": "SELECT check_claim('count', 1, definition => 'one-skill') #> '{readings,0,n}'",
        "share": "SELECT check_claim('share', 0.1) #> '{readings,0,n_base}'",
        "change": "SELECT n FROM yoy('world', 'any', '2025Q4', measure => 'stock')",
        "feast": "SELECT n FROM festival_yoy('world', 'any', '2025-12')",
        "end": "SELECT n FROM trend('world', 'any', 'quarter', measure => 'stock')"
               " WHERE period = '2025Q3'",
        "day": "SELECT n FROM trend('world', 'any', 'day') WHERE period = '2025-12-01'",
        "months": "SELECT n FROM trend('world', 'any', 'months') WHERE period = '2025-12/12'",
        "employers": "SELECT max(n) FROM employer_momentum('world')"}
    told = {"flow": "7", "stock": "8", "one": "7", "share": "80000", "change": "8", "end": "8", "feast": "9", "day": "11",
            "months": "11", "employers": "10000"}

    def got(more=""):
        return {k: said("SET search_path = jobtrend;" + more + sql) for k, sql in asked.items()}

    expect("read", got(), told)
    expect("verify sees it", script("SELECT count(*) > 20 FROM jobtrend.verify_answers(1000)").strip(), "t")
    live = {k: said("SET search_path = jobtrend;" + sql) for k, sql in {
        "as_of": "SELECT check_claim('count', 1, as_of => now()) #> '{readings,0,n}'",
        "core": "BEGIN; UPDATE skill SET is_core = NOT is_core WHERE skill_id = 1;"
                "SELECT check_claim('count', 1) #> '{readings,0,n}'; ROLLBACK",
        "stale": "BEGIN; UPDATE answer SET is_stale = true;"
                 "SELECT check_claim('count', 1) #> '{readings,0,n}'; ROLLBACK"}.items()}
    expect("and counted: %s" % live,
           ("7" in live.values(), live["core"] == live["stale"]), (False, True))


CHANGED = """WITH c AS (UPDATE jobtrend.ad SET %s
    WHERE ad_id = (SELECT ad_id FROM jobtrend.ad WHERE %s ORDER BY hashint8(ad_id + %d), ad_id LIMIT 1)
    RETURNING source_id, ad_id) INSERT INTO jobtrend.ad_dirty SELECT * FROM c"""
LIVES = [
    ("gone_at = NULL, gone_reason = NULL, relist_count = relist_count + 1, last_seen = last_seen"
     " + interval '90 days'", "gone_at IS NOT NULL"),
    ("gone_at = last_seen + interval '1 day', gone_reason = 'absent'", "gone_at IS NULL"),
    ("first_seen = first_seen - interval '20 days'", "definitions <> 0"),
    ("last_seen = first_seen, gone_at = first_seen, gone_reason = 'doubted'", "gone_at IS NULL"),
]


@test
def what_is_not_stale_is_what_would_be_counted_after_any_change():
    w, rng, kept, stale = counted_world(), random.Random(4), 0, 0
    for turn in range(7):
        script(KEEP)
        how, which = LIVES[turn % len(LIVES)]
        script(CHANGED % (how, which, rng.randrange(10**6)))
        if turn % 3 == 2:
            w.fold(5000)
        else:
            touch(w, rng, turn)
        got = counts(w)
        kept, stale = kept + got["n"] - got["stale"], stale + got["stale"]

        expect("turn %d" % turn, w.rows("SELECT * FROM jobtrend.verify_answers(1000)"), [])
    expect("both there are", (kept > 50, stale > 50), (True, True))


@test
def an_ad_that_ends_makes_stale_what_looks_at_later_days_alone():
    w = counted_world()
    script(KEEP)
    was = counts(w)["n"]

    script("WITH c AS (UPDATE jobtrend.ad SET gone_at = '2026-02-01', gone_reason = 'absent'"
           " WHERE gone_at IS NULL AND definitions <> 0 RETURNING source_id, ad_id)"
           "INSERT INTO jobtrend.ad_dirty SELECT * FROM c")
    w.fold(5000)
    expect("nothing", (counts(w), was > 50), ({"n": was, "stale": 0, "due": 0}, True))

    script(CHANGED % ("regions = '{US-CA}', skills = '{}', mentioned = '{}', definitions = 0",
                      "first_seen::date BETWEEN '2025-11-03' AND '2025-11-20' AND regions = '{US-CA}'"
                      " AND definitions <> 0 AND fingerprint = 0", 1))
    w.fold(5000)
    got = w.rows("SELECT region FROM jobtrend.answer WHERE is_stale AND question <> 'denominator'"
                 " GROUP BY 1 ORDER BY 1")
    expect("where it was", [r["region"] for r in got], ["US", "US-CA", "world"])
    expect("festival", w.rows("SELECT DISTINCT period FROM jobtrend.answer WHERE is_stale"
                              " AND question = 'festival'"), [])
    expect("levels", [r["period"] for r in w.rows(
        "SELECT DISTINCT period FROM jobtrend.answer WHERE is_stale AND question = 'levels'"
        " ORDER BY 1")], ["2025", "2025-12/12", "2025Q4"])


@test
def what_changes_while_it_is_counted_is_not_kept():
    w = counted_world()
    at = "'%s'" % said("SELECT clock_timestamp()")
    first = w.rows("SELECT * FROM jobtrend.next_answer(%s, %d)" % (at, FEW))[0]
    ask = "('%(question)s', '%(region)s', '%(skill)s', '%(period)s')" % first
    expect("the largest first", (first["region"], first["skill"]), ("world", "any"))
    script("UPDATE jobtrend.answer SET is_stale = true")  # a fold, meanwhile

    expect("not kept", said("SELECT jobtrend.keep_answer" + ask), "f")
    expect("not read", said("SELECT (jobtrend.kept_answer%s).counted_at IS NULL" % ask), "t")
    second = w.rows("SELECT * FROM jobtrend.next_answer(%s, %d)" % (at, FEW))[0]
    expect("not tried twice", second != first, True)
    script(KEEP)
    expect("kept in the next turn", said("SELECT (jobtrend.kept_answer%s).counted_at IS NULL" % ask), "f")
    script("SELECT * FROM jobtrend.next_answer(now(), 100000000)")
    expect("what is not wanted goes", counts(w)["n"], 0)


@test
def the_command_keeps_what_is_due():
    w = counted_world()
    expect("few postings", recompute("--answers"), {"answers": 0})
    script("DO $$ BEGIN EXECUTE replace(pg_get_functiondef('jobtrend.next_answer'::regproc),"
           " '50000', '%d'); END $$" % FEW)

    kept = recompute("--answers")["answers"]

    got = counts(w)
    expect("all", (kept > 50, got["stale"], got["due"]), (True, 0, 0))
    expect("all months of a stock at once", got["n"] > 2 * kept, True)
    expect("again", recompute("--answers"), {"answers": 0})
    expect("sound", w.rows("SELECT * FROM jobtrend.verify_answers(1000)"), [])


@test
def an_answer_is_found_by_its_key():
    plan = script("SET search_path = jobtrend; SET enable_seqscan = off; EXPLAIN (COSTS OFF)"
                  " SELECT * FROM answer AS a WHERE a.question = 'levels' AND a.region = 'world'"
                  " AND a.skill = 'any' AND a.period = '2025' AND NOT a.is_stale")

    expect("plan", "Index Scan using answer_pkey" in plan, True)


if __name__ == "__main__":
    main()
