#!/usr/bin/env python3
"""Pages of explain(): together the whole, each by way of an index."""
import random
import re

from harness import DB, expect, main, program, run, test
from world import DAY, World, day, rows, script

W = World()
WHOLE = ("source", "native_id", "title", "employer", "url", "first_seen", "last_seen", "gone_at",
         "flow_date", "basis", "sha256", "posting_id", "regions", "skills", "is_matched")


def drawn_world(ads=900, seed=11):
    """Sources that fail, are blind or visited more often later; ties in time."""
    w, rng = W, random.Random(seed)
    w.clear()
    for name in ("kept", "blind", "sick", "late", "sparse"):
        w.source(name)
        first = "2024-11-01" if name == "late" else "2023-12-01"
        if name == "sparse":
            w.visits(name, first, "2025-01-01", every=9)
            first = "2025-01-02"
        w.visits(name, first, "2026-01-02")
    w.visits("blind", "2025-03-05", "2025-03-20", "dead")
    w.visits("sick", "2025-04-01", "2025-08-20", "dead")
    w.source("unseen")  # what it dates in February nobody could see there then
    w.visits("unseen", "2025-07-01", "2026-01-02")
    for i in range(30):
        w.ad("unseen", "old%d" % i, "2025-07-01", "2025-08-09", claimed="2025-02-%02d" % (1 + i % 28))
    places = [("US-CA",), ("US-NY", "US-CA"), ("DE",), ("US", "DE"), ()]
    for i in range(ads):
        at = day("2023-12-10") + rng.randrange(740) * DAY
        skills = rng.choice([("pytorch",), ("pytorch", "machine-learning"), (),
                             ("machine-learning",), ("prompt-engineering",) if i % 40 == 0 else ()])
        w.ad(rng.choice(["kept", "kept", "blind", "sick", "late", "sparse"]), str(i), at,
             at + rng.randrange(1, 40) * DAY, employer="e%d" % rng.randrange(20), skills=skills,
             named=rng.choice([(), ("pytorch",)]), regions=rng.choice(places),
             definitions=rng.choice([2, 3, 6]) if skills else 0,
             fingerprint=rng.choice([0, 1 + rng.randrange(300)]))
    w.load()
    return w


def pages(arguments, size):
    """Every row, page by page, and how many pages there were."""
    got, after, n = [], None, 0
    while True:
        page = rows("SELECT * FROM jobtrend.explain_page(%s, page_size => %d%s)" % (
            arguments, size, ", after => '%s'" % after if after else ""))
        n += 1
        got += page
        if len(page) < size:
            return got, n
        after = page[-1]["cursor"]


# What a cell compares: its own period's ads that ask for the skill.
COMPARED = """
    SELECT s.id AS source, a.native_id, k.class = 'kept' AS is_matched
    FROM jobtrend.period_bounds(%s) AS b,
         jobtrend.cell_ads(%s, jobtrend.skill_number(%s), jobtrend.definition_bit(%s), %s,
             b.from_day, b.to_day, b.base_from, b.base_to, NULL) AS k
    JOIN jobtrend.ad AS a ON a.source_id = k.source_id AND a.ad_id = k.ad_id
    JOIN jobtrend.source AS s ON s.source_id = a.source_id
    WHERE k.is_cur AND k.is_asked"""


def compared(arguments):
    region, skill, period, *more = [a.strip() for a in arguments.split(",")]
    definition = more[0] if more and "=>" not in more[0] else "'one-skill'"
    measure = "'stock'" if "stock" in arguments else "'flow'"
    return {(r["source"], r["native_id"], r["is_matched"])
            for r in rows(COMPARED % (period, region, skill, definition, measure))}


def same_rows(arguments, size):
    got, n = pages(arguments, size)
    expect("compared " + arguments,
           {(r["source"], r["native_id"], r["is_matched"]) for r in got}, compared(arguments))
    wanted = rows("SELECT * FROM jobtrend.explain(%s)" % arguments)
    key = lambda r: (r["source"], r["native_id"])  # noqa: E731
    expect("once " + arguments, len({key(r) for r in got}), len(got))
    expect(arguments, [{k: r[k] for k in WHOLE} for r in sorted(got, key=key)],
           sorted(wanted, key=key))
    expect("newest first " + arguments, [r["flow_date"] or "" for r in got],
           sorted((r["flow_date"] or "" for r in got), reverse=True))
    expect("in the same order " + arguments, [key(r) for r in wanted], [key(r) for r in got])
    return len(got), n


@test
def pages_together_are_the_whole_each_ad_once():
    drawn_world()
    rng = random.Random(3)
    seen = pages_of = 0

    for arguments, size in (("'world', 'any', '2025'", 70), ("'US', 'pytorch', '2025'", 40),
                            ("'DE', 'prompt-engineering', '2024'", 3),
                            ("'US-NY', 'any', '2025-05'", 2), ("'FR', 'any', '2025'", 5),
                            ("'world', 'pytorch', '2025-03', measure => 'share'", 4),
                            ("'US', 'pytorch', '2025-02'", 3), ("'US', 'any', '2025Q1'", 30),
                            ("'US', 'any', '2025Q2', measure => 'stock'", 9),
                            ("'world', 'any', '2025-07', measure => 'stock'", 20),
                            ("'US', 'pytorch', '2025-03', measure => 'stock'", 4),
                            ("'DE', 'prompt-engineering', '2025', measure => 'stock'", 2),
                            ("'US-CA', 'machine-learning', '2024-03', measure => 'stock'", 3),
                            ("'world', 'any', '2025-W20', 'title'", 3)):
        n, of = same_rows(arguments, size)
        seen, pages_of = seen + n, pages_of + of
    for _ in range(6):
        same_rows("'%s', '%s', '%s'" % (
            rng.choice(["world", "US", "DE", "US-CA"]),
            rng.choice(["any", "pytorch", "machine-learning", "prompt-engineering"]),
            rng.choice(["2025", "2024Q4", "2025-06/12", "2025-11"])), rng.choice([7, 30, 400]))
    expect("dated before anybody looked", script(
        "SELECT count(*) > 5 FROM jobtrend.posting_member AS m JOIN jobtrend.source_observed AS o"
        " USING (source_id) WHERE m.flow_at < o.first_run_at - interval '90 days'").strip(), "t")
    expect("some", (seen > 300, pages_of > 12), (True, True))
    both = {r["is_matched"] for r in rows("SELECT is_matched FROM jobtrend.explain_page("
                                          "'world', 'any', '2025', page_size => 1000)")}
    expect("matched and not", both, {True, False})


@test
def a_rare_pair_beyond_the_walk_is_looked_up():
    w = drawn_world(ads=1400, seed=4)
    for i in range(5):
        for month in ("2025-02-01", "2025-03-01"):
            w.ad("kept", "%s/%d" % (month, i), month, "2025-03-09", regions=("DE",),
                 skills=("prompt-engineering",))
    w.ad("kept", "alone", "2025-01-05", "2025-01-09", skills=("prompt-engineering",),
         regions=("FR",))
    w.load()

    got, n = pages("'FR', 'prompt-engineering', '2025'", 2)
    for size in (1, 2):  # several at the very start of a month, on the day walked to
        same_rows("'DE', 'prompt-engineering', '2025'", size)

    expect("behind more than the walk sees", int(script(
        "SELECT count(*) FROM jobtrend.posting_member WHERE is_ai AND valid_to IS NULL"
        " AND flow_at >= '2025-01-06' AND flow_at < '2026-01-01'")) > 300, True)
    expect("found", [r["native_id"] for r in got], ["alone"])


def refusal_of(sql):
    try:
        script(sql)
    except AssertionError as e:
        return re.search(r"ERROR:  (.*)", str(e)).group(1)
    raise AssertionError("taken: " + sql)


@test
def who_takes_some_of_all_ads_waits_for_one_page():
    drawn_world()
    plan = "EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF, SUMMARY OFF) SELECT * FROM"
    asked = " jobtrend.explain('world', 'any', '2025') LIMIT %d"
    called = r"explain_page.*(never executed|rows=\d+)"

    of_50, of_51 = (script(plan + asked % n) for n in (50, 51))

    expect("50", re.findall(called, of_50), ["rows=50", "never executed"])
    expect("51", re.findall(called, of_51), ["rows=50", "rows=1"])
    expect("refused", refusal_of("SELECT * FROM jobtrend.explain('world', 'any', 'x')")[:7], "period:")


@test
def what_is_no_cursor_is_refused():
    for after in ("1", "x/1/1", "1/1/1; SELECT 1", "1/99999999999/1"):
        try:
            rows("SELECT * FROM jobtrend.explain_page('world', 'any', '2025', after => '%s')"
                 % after)
        except AssertionError as e:
            expect(after, "after: expected the cursor of a row, found '%s'" % after in str(e),
                   True)
        else:
            raise AssertionError("taken: " + after)


@test
def its_ways_go_by_an_index():
    W.clear()
    script("INSERT INTO jobtrend.posting_member (bucket, posting_id, source_id, ad_id, rule,"
           " rule_version, flow_at, flow_basis, is_ai, definitions, skills, mentioned, regions,"
           " employer_key)"
           " SELECT i % 1024, i, i % 50, i, 'exact', 1, timestamptz '2023-01-01 00:00+00'"
           " + i * interval '1 hour', 'seen', true, 2, ARRAY[i % 97], '{}',"
           " ARRAY[CASE WHEN i % 83 = 0 THEN 'FR' ELSE 'US-CA' END], 'e' || i % 200"
           " FROM generate_series(1, 20000) AS i;"
           "INSERT INTO jobtrend.long_stay SELECT source_id, ad_id, flow_at, NULL, employer_key,"
           " skills, regions FROM jobtrend.posting_member;"
           "ANALYZE jobtrend.posting_member, jobtrend.long_stay")
    of = "jobtrend.posting_member AS m WHERE m.valid_to IS NULL AND m.is_ai AND m.flow_at "
    for sql, index in (
            ("SELECT m.ad_id FROM " + of + ">= '2025-01-01' AND (m.flow_at, m.source_id, m.ad_id)"
             " < ('2025-06-01', -1, -1) ORDER BY m.flow_at DESC, m.source_id DESC, m.ad_id DESC"
             " LIMIT 300", "Scan Backward using posting_member_newest"),
            ("SELECT m.ad_id FROM " + of + "IS NOT NULL"
             " AND jobtrend.pair_weeks(m.regions, m.skills, m.mentioned, m.flow_at)"
             " && ARRAY[jobtrend.pair_key('FR', 4, true, 2830, false),"
             " jobtrend.pair_key('FR', 4, true, 2831, false)]",
             "Bitmap Index Scan on posting_member_pair"),
            ("SELECT m.ad_id FROM " + of + "<= '2025-06-01' AND m.employer_key = 'e3'"
             " ORDER BY m.flow_at DESC, m.source_id DESC, m.ad_id DESC LIMIT 50",
             "Scan Backward using posting_member_employer"),
            ("SELECT s.ad_id FROM jobtrend.long_stay AS s"
             " WHERE jobtrend.stay_terms(s.regions, s.skills, s.flow_at, s.open_until)"
             " && jobtrend.stay_keys('FR', 4, '2023-01-01', '2025-01-01', '2025-06-01')",
             "Bitmap Index Scan on long_stay_pair")):
        told = script("EXPLAIN (COSTS OFF) " + sql)
        expect(index, index in told, True)


@test
def each_pair_of_an_ad_is_a_key_of_its_week_or_quarter():
    for regions, skills, mentioned, at, asked, found in (
            ("{US-CA,DE}", "{7,9}", "{4}", "2025-03-05", ("'US-CA'", 7, "false"), True),
            ("{US-CA,DE}", "{7,9}", "{4}", "2025-03-05", ("'US-CA'", 0, "false"), True),
            ("{US-CA,DE}", "{7,9}", "{4}", "2025-03-05", ("'US'", 9, "false"), True),
            ("{US-CA,DE}", "{7,9}", "{4}", "2025-03-05", ("'DE'", 7, "false"), True),
            ("{US-CA,DE}", "{7,9}", "{4}", "2025-03-05", ("'world'", 9, "false"), True),
            ("{US-CA,DE}", "{7,9}", "{4}", "2025-03-05", ("'world'", 4, "false"), False),
            ("{US-CA,DE}", "{7,9}", "{4}", "2025-03-05", ("'world'", 4, "true"), True),
            ("{US-CA,DE}", "{7,9}", "{4}", "2025-03-05", ("'US-CA'", 4, "true"), True),
            ("{US-CA,DE}", "{7,9}", "{4}", "2025-03-05", ("'FR'", 7, "true"), False),
            ("{US-CA,DE}", "{7,9}", "{4}", "2025-03-05", ("'US-CA'", 8, "true"), False),
            ("{US-CA,DE}", "{7,9}", "{4}", "2025-09-05", ("'US'", 7, "true"), False),
            ("{US-CA,DE}", "{7,9}", "{4}", "2025-09-05", ("'US-CA'", 7, "true"), False),
            ("{}", "{}", "{4}", "2025-03-05", ("'world'", 0, "false"), True)):
        told = script("SELECT jobtrend.pair_weeks('%s', '%s', '%s', '%s 10:00+00') && jobtrend.pair_keys("
                      "%s, %d, %s, '2025-02-10 00:00+00', '2025-03-10 00:00+00')"
                      % ((regions, skills, mentioned, at) + asked)).strip()
        expect("%s %s" % (asked, at), told, "t" if found else "f")
    expect("without a time", script("SELECT 2 = ALL (SELECT count(*) FROM unnest(jobtrend.pair_weeks("
                                    "NULL, '{3}', NULL, NULL)))").strip(), "t")


def world_of_long_stays(ads=700, seed=21):
    """Ads that are gone after days, months or years, and some that stay."""
    w, rng = W, random.Random(seed)
    w.clear()
    for name in ("one", "two", "left"):
        w.source(name)
        w.visits(name, "2022-12-01", "2024-03-01" if name == "left" else "2026-01-02", every=5)
    for i in range(ads):
        at = day("2022-12-10") + rng.randrange(440 if i % 3 == 2 else 1050) * DAY
        stay = rng.choice([3, 30, 90, 91, 92, 100, 200, 363, 364, 365, 500, 900, None])
        last = min(at + (stay or 2000) * DAY, day("2024-03-01" if i % 3 == 2 else "2026-01-02"))
        rare = i % 10 == 0
        w.ad(("one", "two", "left")[i % 3], str(i), at, last, employer="e%d" % rng.randrange(6),
             skills=("prompt-engineering",) if rare else rng.choice([("pytorch",), ()]),
             regions=rng.choice([("US-CA",), ("US-NY", "DE"), ("DE",), ("US",), ()]),
             gone=str(last + rng.randrange(1, 9) * DAY) if stay and i % 3 < 2 else None)
    w.load()
    return w


STAYS = ("'US', 'any', '2024-06', measure => 'stock'", "'world', 'any', '2025', measure => 'stock'",
         "'DE', 'prompt-engineering', '2025-03', measure => 'stock'",
         "'US-CA', 'pytorch', '2024Q4', measure => 'stock'",
         "'world', 'prompt-engineering', '2023', measure => 'stock'",
         "'US', 'pytorch', '2025-10', measure => 'stock'")


@test
def a_page_of_a_stock_has_what_stayed_for_years():
    world_of_long_stays()
    seen = sum(same_rows(arguments, size)[0] for arguments in STAYS for size in (3, 50, 1000))
    whole = rows("SELECT * FROM jobtrend.explain('US', 'any', '2025', measure => 'stock')")
    key = lambda r: (r["source"], r["native_id"])  # noqa: E731

    for name, one, is_mine in (
            ("of_source", "two", lambda r: r["source"] == "two"),
            ("of_employer", "e3", lambda r: r["employer"] == "e3"),
            ("with_skill", "prompt-engineering", lambda r: "prompt-engineering" in r["skills"])):
        got, n = pages("'US', 'any', '2025', measure => 'stock', %s => '%s'" % (name, one), 4)
        expect("%s %s" % (name, one), sorted(map(key, got)),
               sorted(key(r) for r in whole if is_mine(r)))
        expect("some of " + name, len(got) > 1, True)

    expect("some", seen > 200, True)
    expect("of before", [r["flow_date"] for r in whole if r["flow_date"] < "2025-01-01"] != [], True)


@test
def what_stays_long_is_known_whatever_order_it_is_told_in():
    w = world_of_long_stays(ads=300)
    found = "SELECT * FROM jobtrend.verify_stays()"
    stays = "SELECT source_id, ad_id, open_until FROM jobtrend.long_stay ORDER BY 1, 2"
    before, as_folded = [pages(one, 30)[0] for one in STAYS], rows(stays)
    expect("told", (rows(found), len(as_folded) > 100), ([], True))

    # As if thirteen weeks had not passed for those of the last year, and then do.
    script("UPDATE jobtrend.long_stay_known SET born_until = '2025-01-01 00:00+00';"
           "DELETE FROM jobtrend.long_stay WHERE flow_at >= '2025-01-01 00:00+00'")
    expect("told of less", rows(found), [])
    expect("pages", [pages(one, 30)[0] for one in STAYS], before)
    expect("a few days", script("SELECT jobtrend.tend_stays(5) AT TIME ZONE 'UTC'").strip(),
           "2025-01-06 00:00:00")
    expect("told of a few days more", rows(found), [])
    script("SELECT jobtrend.tend_stays(NULL)")
    expect("as folded", rows(stays), as_folded)

    # Found gone, seen again, and no AI ad any more.
    one = "source_id = 1 AND ad_id = (SELECT min(ad_id) FROM jobtrend.long_stay WHERE source_id = 1" \
          " AND open_until IS NULL)"
    there = rows("SELECT ad_id FROM jobtrend.long_stay WHERE " + one)[0]["ad_id"]
    row = "SELECT to_char(open_until AT TIME ZONE 'UTC', 'YYYY-MM-DD') AS until FROM jobtrend.long_stay" \
          " WHERE source_id = 1 AND ad_id = %d" % there
    for change, until in (("gone_at = '2025-12-01 00:00+00', last_seen = '2025-11-30 00:00+00'", "2025-12-01"),
                          ("gone_at = NULL, last_seen = '2026-01-02 06:00+00'", None),
                          ("gone_at = first_seen + interval '3 days', last_seen = first_seen", "none"),
                          ("gone_at = NULL", None),
                          ("definitions = 0, skills = '{}', mentioned = '{}'", "none")):
        script("UPDATE jobtrend.ad SET %s WHERE source_id = 1 AND ad_id = %d;"
               "INSERT INTO jobtrend.ad_dirty VALUES (1, %d)" % (change, there, there))
        expect("waits", rows(found), [])
        w.fold()
        expect(change, [r["until"] for r in rows(row)], [] if until == "none" else [until])
        expect("told after " + change, rows(found), [])

    script("DELETE FROM jobtrend.long_stay WHERE ad_id = (SELECT max(ad_id) FROM jobtrend.long_stay)")
    expect("missing", [(r["what"], r["found"]) for r in rows("SELECT * FROM jobtrend.verify()"
                                                             " WHERE what = 'long_stay'")],
           [("long_stay", None)])
    w.clear()


@test
def an_ad_that_stays_is_looked_up_by_its_birth_and_how_long_it_stayed():
    for until, instant, found in (
            ("'2024-08-01'", "2024-07-01", True), ("NULL", "2024-07-01", True),
            ("NULL", "2026-07-01", True), ("'2026-09-01'", "2026-07-01", True),
            ("'2024-08-01'", "2025-09-01", False)):  # gone within a year, over a year ago
        expect("%s %s" % (until, instant), script(
            "SELECT jobtrend.stay_terms('{US-CA}', '{7}', '2024-03-05 00:00+00', %s) && jobtrend.stay_keys("
            "'US', 7, '2022-01-01', timestamptz '%s' - interval '91 days', '%s')"
            % (until, instant, instant)).strip(), "t" if found else "f")
    expect("one key a place and skill", script(
        "SELECT cardinality(jobtrend.stay_terms('{US-CA,DE}', '{7,9}', '2024-03-05 00:00+00', NULL))")
        .strip(), "12")


def statements(sql):
    """The plans of what functions ask, as auto_explain tells them."""
    return run("psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", DB, "-f", "-", timeout=120,
               input="LOAD 'auto_explain'; SET auto_explain.log_min_duration = 0;"
               " SET auto_explain.log_nested_statements = on; SET client_min_messages = log;"
               + sql).stderr


@test
def a_page_walks_over_no_table():
    """Whatever it asks for: each of its statements is planned by an index."""
    w = drawn_world()
    script("INSERT INTO jobtrend.posting_member (bucket, posting_id, source_id, ad_id, rule,"
           " rule_version, flow_at, flow_basis, is_ai, definitions, skills, mentioned, regions,"
           " employer_key)"
           " SELECT i % 1024, i, 900000 + i % 50, i, 'exact', 1, timestamptz '2023-01-01 00:00+00'"
           " + i * interval '1 hour', 'seen', true, 2, ARRAY[900 + i % 97], '{}', '{FR}',"
           " 'x' || i % 200 FROM generate_series(1, 20000) AS i;"
           "ANALYZE jobtrend.posting_member, jobtrend.ad")
    for more in ("", ", of_employer => 'e3'", ", of_source => 'kept'",
                 ", with_skill => 'machine-learning'", ", measure => 'stock'",
                 ", measure => 'stock', of_employer => 'e3'"):
        told = statements("SELECT count(*) FROM jobtrend.explain_page('US', 'pytorch', '2025'%s)"
                          % more)
        expect("told", "posting_member" in told, True)
        for table in ("posting_member", "ad", "window_panel"):
            expect("walk over %s %s" % (table, more),
                   re.findall(r"Seq Scan on %s\b.*" % table, told), [])
        expect("one branch knows a source's ads without a birth" + more,
               len(re.findall("using posting_member_birthless", told)), int("stock" in more))
    w.clear()


@test
def what_was_folded_waits_in_no_list_of_the_index():
    w = drawn_world()
    tend = "SELECT jobtrend.tend_pairs()"

    folded = script(tend).strip()
    script("UPDATE jobtrend.posting_member SET regions = regions || '{FR}' WHERE is_ai")
    waiting = int(script(tend))

    expect("folded", folded, "0")
    expect("some", waiting > 0, True)
    expect("sorted in", script(tend).strip(), "0")
    w.clear()


@test
def a_pair_of_trend_month_is_not_counted_with_all_others():
    for view in ("trend_month", "trend_quarter"):
        told = script("EXPLAIN SELECT * FROM jobtrend.%s"
                      " WHERE region = 'US' AND skill = 'pytorch' AND definition = 'one-skill'" % view)
        expect("counted apart " + view, "CTE counted" in told, False)
        expect("the region is sought " + view, "region = 'US'" in told, True)


@test
def of_a_source_an_employer_or_another_skill_are_those_of_all():
    drawn_world()
    whole = rows("SELECT * FROM jobtrend.explain('US', 'any', '2025')")
    of_stock = rows("SELECT * FROM jobtrend.explain('US', 'any', '2025-07', measure => 'stock')")
    key = lambda r: (r["source"], r["native_id"])  # noqa: E731
    for name, one, is_mine in (
            ("of_source", "sick", lambda r: r["source"] == "sick"),
            ("of_source", "nobody", lambda r: False),
            ("of_employer", "e3", lambda r: r["employer"] == "e3"),
            ("with_skill", "pytorch", lambda r: "pytorch" in r["skills"])):
        got, n = pages("'US', 'any', '2025', %s => '%s'" % (name, one), 7)
        expect("%s %s" % (name, one), sorted(map(key, got)),
               sorted(key(r) for r in whole if is_mine(r)))
        expect("matched", {key(r): r["is_matched"] for r in got},
               {key(r): r["is_matched"] for r in whole if is_mine(r)})
        expect("pages", n, len(got) // 7 + 1)
        stock, n = pages("'US', 'any', '2025-07', measure => 'stock', %s => '%s'" % (name, one), 3)
        expect("stock of %s %s" % (name, one), sorted(map(key, stock)),
               sorted(key(r) for r in of_stock if is_mine(r)))


@test
def a_stored_panel_says_what_is_computed_and_goes_when_visits_change_it():
    w = drawn_world()
    asked = "'world', 'any', '2025-06', page_size => 500"
    before = rows("SELECT * FROM jobtrend.explain_page(%s)" % asked)

    n = int(script("SELECT jobtrend.keep_panels()"))
    stored = int(script("SELECT count(*) FROM jobtrend.window_panel WHERE to_day = '2025-07-01'"))

    expect("some", (n > 50, stored > 3), (True, True))
    expect("again", script("SELECT jobtrend.keep_panels()").strip(), "0")
    expect("a page", rows("SELECT * FROM jobtrend.explain_page(%s)" % asked), before)
    script("UPDATE jobtrend.window_panel SET is_kept = NOT is_kept")
    expect("is read", rows("SELECT * FROM jobtrend.explain_page(%s)" % asked) == before, False)
    script("UPDATE jobtrend.window_panel SET is_kept = NOT is_kept")
    w.visits("sick", "2025-06-02", "2025-07-20", "ok")
    w.load()
    script("SELECT jobtrend.refresh_health(array_agg(source_id)) FROM jobtrend.source"
           " WHERE id = 'sick'")
    expect("of a visited source", script(
        "SELECT count(*) FROM jobtrend.window_panel AS p JOIN jobtrend.source AS s USING (source_id)"
        " WHERE s.id = 'sick'").strip(), "0")
    for period in ("2025", "2025-06", "2024Q4"):
        same_rows("'world', 'any', '%s'" % period, 300)


@test
def of_a_rare_pair_they_are_looked_up_by_the_pair():
    w = drawn_world()
    for i in range(12):
        w.ad("kept" if i % 2 else "sick", "rare%d" % i, "2025-0%d-05" % (1 + i % 6), "2025-09-09",
             employer="e%d" % (i % 3), regions=("DE",),
             skills=("prompt-engineering", "pytorch") if i % 4 == 0 else ("prompt-engineering",))
    w.load()
    run(program("jobtrendctl"), "recompute", "--all", "--db", DB, timeout=120)
    expect("stored", int(script("SELECT count(*) FROM jobtrend.series WHERE grain = 'week'"
                                " AND region = 'world' AND skill_id = 0")) > 1, True)
    key = lambda r: (r["source"], r["native_id"])  # noqa: E731

    for asked in ("'DE', 'prompt-engineering', '2025'", "'world', 'prompt-engineering', '2025Q2'",
                  "'DE', 'prompt-engineering', '2025-08', measure => 'stock'"):
        whole = rows("SELECT * FROM jobtrend.explain(%s)" % asked)
        for name, one, is_mine in (
                ("of_source", "sick", lambda r: r["source"] == "sick"),
                ("of_employer", "e2", lambda r: r["employer"] == "e2"),
                ("with_skill", "pytorch", lambda r: "pytorch" in r["skills"])):
            mine = {key(r): r["is_matched"] for r in whole if is_mine(r)}
            got, _ = pages("%s, %s => '%s'" % (asked, name, one), 2)
            told = script("SELECT count(*) FROM jobtrend.explain_page(%s, %s => '%s', page_size => 1)"
                          % (asked, name, one)).strip()
            expect("some %s %s" % (asked, name), 0 < len(mine) < len(whole), True)
            expect("%s %s" % (asked, name), {key(r): r["is_matched"] for r in got}, mine)
            expect("each once", len(got), len(mine))
            expect("newest first", [r["flow_date"] or "" for r in got],
                   sorted((r["flow_date"] or "" for r in got), reverse=True))
            expect("one", told, "1")


@test
def whatever_is_believed_of_a_pair_and_a_source_its_pages_hold_the_same():
    drawn_world(seed=8)
    run(program("jobtrendctl"), "recompute", "--all", "--db", DB, timeout=120)
    asked = [", ".join((pair, one) if one else (pair,))
             for pair in ("'US-CA', 'pytorch', '2025'", "'US', 'machine-learning', '2025Q2'",
                          "'US-CA', 'pytorch', '2025-06', measure => 'stock'")
             for one in ("", "of_source => 'kept'", "of_employer => 'e3'")]
    before = {a: [(r["source"], r["native_id"]) for r in pages(a, 6)[0]] for a in asked}
    script("CREATE TABLE true_series AS SELECT * FROM jobtrend.series")
    expect("some", [len(b) > 6 for b in before.values()].count(True) > 4, True)

    for pairs, all_ads, of_source in ((0, 1, 0), (20, 1, 100), (20, 100000, 0), (20, 100000, 10**6),
                                      (100000, 100000, 10**6)):
        script("UPDATE jobtrend.series AS s SET n = ARRAY(SELECT x * CASE"
               " WHEN s.region = 'world' AND s.skill_id = 0 THEN %d ELSE %d END FROM unnest(t.n) AS x)"
               " FROM true_series AS t WHERE (t.region, t.skill_id, t.grain, t.year)"
               " = (s.region, s.skill_id, s.grain, s.year);"
               "UPDATE jobtrend.source_observed SET texts_of = %d" % (all_ads, pairs, of_source))
        for a in asked:
            expect("%s of %d, %d, %d" % (a, pairs, all_ads, of_source),
                   [(r["source"], r["native_id"]) for r in pages(a, 6)[0]], before[a])


# Every ad of a cell, its class and what stood before it.
CELL_ADS = """
    SELECT k.* FROM jobtrend.period_bounds('%s') AS b,
         jobtrend.cell_ads('%s', jobtrend.skill_number('%s'), 2, 'flow', b.from_day, b.to_day,
             b.base_from, b.base_to, NULL) AS k
    ORDER BY k.is_cur, k.source_id, k.ad_id"""


@test
def a_cell_compares_the_same_ads_with_panels_stored_or_computed():
    drawn_world()
    asked = [("2025-06", "world", "any"), ("2025", "US", "pytorch"), ("2025-09/12", "DE", "any"),
             ("2025Q2", "world", "machine-learning"), ("2025-W20", "world", "any")]
    before = [rows(CELL_ADS % one) for one in asked]

    script("SELECT jobtrend.keep_panels()")
    script("DELETE FROM jobtrend.window_panel WHERE source_id = 2")  # one of them is not stored

    for one, was in zip(asked, before):
        expect("stored %s %s %s" % one, rows(CELL_ADS % one), was)
    expect("classes", {r["class"] for r in before[0] + before[1]}, {"kept", "moved", "sick"})
    script("UPDATE jobtrend.window_panel SET class = 'moved'")
    expect("is read", rows(CELL_ADS % asked[0]) == before[0], False)
    expect("of no stored window", rows(CELL_ADS % asked[4]), before[4])


if __name__ == "__main__":
    main()
