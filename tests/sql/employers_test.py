#!/usr/bin/env python3
"""Who hires, what goes together, who grows faster than its peers, and who they are."""
import math
import threading

from harness import expect, main, test, wait_until
from world import DAY, World, day, rows, script

W = World()
NEAR = 1e-9


def near(what, got, wanted):
    if got is None or abs(got - wanted) > NEAR:
        raise AssertionError("%s: expected %r, got %r" % (what, wanted, got))


def ads(w, source, year, employer, n, skills=("pytorch",), region="US-CA"):
    """n ads of that year, a week apart, from February or (a late source) July on."""
    first = day("%d-%s-03" % (year, "07" if source == "late" else "02"))
    for i in range(n):
        at = first + (7 * i + len(w.ads) % 5) * DAY
        w.ad(source, "%d" % len(w.ads), at, at + 4 * DAY, employer=employer, skills=skills,
             regions=(region,))


def market():
    """2025 against 2024: one source that saw both, one that came in June 2025."""
    W.clear()
    W.source("board")
    W.visits("board", "2023-12-01", "2026-01-02")
    W.source("late")
    W.visits("late", "2025-06-01", "2026-01-02")
    for employer, before, now in (("acme", 2, 4), ("bolt", 3, 3), ("cray", 4, 2),
                                  ("dyne", 0, 1), ("gone", 1, 0), ("", 0, 2)):
        ads(W, "board", 2024, employer, before)
        ads(W, "board", 2025, employer, now)
    ads(W, "late", 2025, "echo", 5)
    ads(W, "board", 2025, "acme", 9, region="DE")  # elsewhere
    ads(W, "board", 2025, "acme", 9, skills=("machine-learning",))
    return W


@test
def shares_ranks_and_entrants_of_employers():
    market().load()

    got = {r["employer_key"]: r for r in rows(
        "SELECT * FROM jobtrend.employer_demand WHERE region = 'US' AND skill = 'pytorch'")}

    expect("counts", {k: (r["postings"], r["postings_year_before"], r["rank"])
                      for k, r in got.items()},
           {"echo": (5, 0, 1), "acme": (4, 2, 2), "bolt": (3, 3, 3), "cray": (2, 4, 4),
            "dyne": (1, 0, 5), "gone": (0, 1, 6), None: (2, 0, None)})
    near("share", got["acme"]["share"], 4 / 15)
    expect("the unknown has none", got[None]["share"], None)
    # echo is new to us, not to the market: its source was not there before.
    expect("entrants", {k for k, r in got.items() if r["is_entrant"]}, {"dyne"})


@test
def concentration_is_of_known_employers():
    market().load()

    got = rows("SELECT * FROM jobtrend.employer_competition"
               " WHERE region = 'US' AND skill = 'pytorch'")

    expect("rows", len(got), 1)
    expect("counts", {k: v for k, v in got[0].items() if isinstance(v, (int, str))},
           {"region": "US", "skill": "pytorch", "postings": 17, "postings_unknown_employer": 2,
            "employers": 5, "employers_year_before": 4, "entrants": 1, "top_employer": "echo"})
    near("top", got[0]["top_employer_share"], 5 / 15)
    near("top four", got[0]["top4_share"], 14 / 15)
    near("HHI", got[0]["concentration"], (25 + 16 + 9 + 4 + 1) / 225)


@test
def sources_are_compared_as_a_stored_panel_says():
    market().load()
    asked = "SELECT * FROM jobtrend.employer_demand ORDER BY region, skill, employer_key"
    before = rows(asked)

    script("SELECT jobtrend.keep_panels()")

    expect("computed is what is stored", rows(asked), before)
    script("UPDATE jobtrend.window_panel SET is_kept = false")
    expect("read, not computed", script("SELECT count(is_entrant) FROM jobtrend.employer_demand"
                                        " WHERE region = 'US'").strip(), "0")


@test
def nobody_is_an_entrant_where_nothing_was_seen_before():
    W.clear()
    W.source("board")
    W.visits("board", "2025-06-01", "2026-01-02")
    at = day("2025-08-01")
    W.ad("board", "1", at, at + DAY)
    W.load()

    expect("unknown", rows("SELECT DISTINCT is_entrant FROM jobtrend.employer_demand"),
           [{"is_entrant": None}])


@test
def lift_has_its_counts_and_the_interval_of_chance():
    W.clear()
    W.source("board")
    W.visits("board", "2023-12-01", "2026-01-02")
    one, two, three = "pytorch", "machine-learning", "artificial-intelligence"
    for skills, n in (((one, two), 6), ((one,), 4), ((two,), 3), ((two, three), 3),
                      ((three,), 14)):
        ads(W, "board", 2025, "acme", n, skills)
    ads(W, "board", 2024, "acme", 9, (one, two))  # too old
    W.load()

    got = {(r["skill"], r["other_skill"]): r
           for r in rows("SELECT * FROM jobtrend.skill_adjacency")}

    r = got[one, two]
    expect("pairs, in both orders", sorted(got),
           sorted([(one, two), (two, one), (two, three), (three, two)]))
    expect("counts", [r[k] for k in ("postings", "skill_postings", "other_postings",
                                     "all_postings")], [6, 10, 12, 30])
    near("share", r["share"], 0.6)
    near("lift", r["lift"], 6 * 30 / (10 * 12))
    spread = 1 / 6 - 1 / 10 - 1 / 12 + 2 * 6 / (10 * 12) - 1 / 30
    expect("variance by hand", round(spread, 9), 0.05)
    near("lo", round(r["lift_lo"], 6), round(1.5 * math.exp(-1.959964 * math.sqrt(0.05)), 6))
    near("hi", round(r["lift_hi"], 6), round(1.5 * math.exp(1.959964 * math.sqrt(0.05)), 6))
    expect("three together are too few", (got[two, three]["postings"],
                                          got[two, three]["lift"]), (3, None))


@test
def momentum_is_an_employers_change_against_all_others():
    market().load()
    ask = "SELECT * FROM jobtrend.employer_momentum('US', 'pytorch', '2025', min_postings => 1)"

    got = {r["employer_key"]: r for r in rows(ask)}

    acme = got["acme"]
    expect("counts", [acme[k] for k in ("n", "n_base", "peers", "peers_n", "peers_n_base")],
           [4, 2, 5, 8, 8])
    near("change", acme["change"], 1)
    near("peers", acme["peers_change"], 0)
    near("momentum", acme["momentum"], math.log(2))
    near("lo", acme["momentum_lo"], math.log(2) - 1.959964)  # 1/4 + 1/2 + 1/8 + 1/8 = 1
    expect("no base, no momentum", (got["dyne"]["n"], got["dyne"]["change"],
                                    got["dyne"]["momentum"]), (1, None, None))
    expect("all gone", (got["gone"]["change"], got["gone"]["momentum"]), (-1, None))
    expect("the unknown is a peer only", None in got or "~1" in got, False)
    expect("another source", "echo" in got, False)


@test
def momentum_counts_what_yoy_counts():
    w = market()
    w.load()

    cell = w.yoy("US", "pytorch", "2025")
    got = rows("SELECT * FROM jobtrend.employer_momentum('US', 'pytorch', '2025',"
               " min_postings => 1)")

    for r in got:
        expect(r["employer_key"], (r["n"] + r["peers_n"], r["n_base"] + r["peers_n_base"]),
               (cell["n"], cell["n_base"]))
    expect("default period", rows(
        "SELECT employer_key, n FROM jobtrend.employer_momentum('US', 'pytorch',"
        " min_postings => 6) ORDER BY 1"),
        [{"employer_key": "acme", "n": 4}, {"employer_key": "bolt", "n": 3},
         {"employer_key": "cray", "n": 2}])


def firms(kind, **named):
    more = "".join(", %s => '%s'" % pair for pair in named.items())
    return {(r["class"], r["period"]): (r["postings"], r["postings_year_before"], r["naive"],
                                        r["share"])
            for r in rows("SELECT * FROM jobtrend.trend_firms('US', 'pytorch', '%s', 'year'%s)"
                          % (kind, more))}


@test
def sizes_and_industries_are_series_and_the_rest_is_unknown():
    w = market()
    w.load(fold=False)
    script("UPDATE jobtrend.ad SET employer_size = '11-50' WHERE employer_key = 'bolt';"
           "UPDATE jobtrend.ad SET employer_size = '10001+', industry = 'J'"
           " WHERE employer_key = 'acme'")
    w.fold()

    size = firms("employer_size", since="2024")

    expect("sizes", sorted({c for c, _ in size}), ["10001+", "11-50", "unknown"])
    expect("large", size["10001+", "2025"], (4, 2, 1, 4 / 17))
    expect("small", size["11-50", "2025"], (3, 3, 0, 3 / 17))
    expect("unknown", size["unknown", "2025"], (10, 5, 1, 10 / 17))
    expect("before observation", size["11-50", "2024"][1:3], (0, None))
    expect("industry", firms("industry", since="2025")["J", "2025"], (4, 2, 1, 4 / 17))
    expect("verify", rows("SELECT * FROM jobtrend.verify()"), [])


@test
def a_month_that_changes_is_counted_again_and_no_other():
    w = market()
    w.load()
    stamp = "SELECT xmin::text, month FROM jobtrend.employer_fact ORDER BY 2, 1"
    before = {(r["xmin"], r["month"]) for r in rows(stamp)}

    ads(w, "board", 2025, "fern", 1)  # in February
    w.load()

    after = {(r["xmin"], r["month"]) for r in rows(stamp)}
    expect("months rewritten", {m for _, m in after - before}, {"2025-02-01"})
    expect("fern", rows("SELECT is_entrant FROM jobtrend.employer_demand WHERE region = 'US'"
                        " AND skill = 'pytorch' AND employer_key = 'fern'"),
           [{"is_entrant": True}])
    expect("verify", rows("SELECT * FROM jobtrend.verify()"), [])
    expect("nothing waits but the month that is not over",
           rows("SELECT month FROM jobtrend.employer_dirty WHERE month < '2026-01-01'"), [])


@test
def verify_finds_counts_of_employers_that_are_wrong():
    w = market()
    w.load(fold=False)
    script("UPDATE jobtrend.ad SET industry = 'J' WHERE employer_key = 'acme'")
    w.fold()
    script("UPDATE jobtrend.employer_fact SET counts[1] = counts[1] + 1"
           " WHERE region = 'US' AND skill = 'pytorch' AND month = '2025-02-01';"
           "DELETE FROM jobtrend.firm_fact WHERE region = 'US' AND month = '2025-02-01'")

    expect("found", sorted({r["what"] for r in rows("SELECT what FROM jobtrend.verify()")}),
           ["employer_fact", "firm_fact"])


@test
def months_are_left_for_later_when_there_are_many():
    w = market()
    w.load()
    script("INSERT INTO jobtrend.employer_dirty SELECT generate_series(timestamp '2024-02-01',"
           " '2025-12-01', '1 month')::date; INSERT INTO jobtrend.employer_dirty"
           " VALUES ('2023-01-01')")

    first = rows("SELECT jobtrend.refresh_employers(1) AS n")
    rest = rows("SELECT jobtrend.refresh_employers() AS n")

    expect("newest first, until one posting is read", first, [{"n": 5}])
    expect("the rest, what is too old is dropped", rest, [{"n": 18}])


@test
def months_of_many_postings_are_left_for_later_when_that_is_asked_for():
    w = market()
    w.load()
    script("INSERT INTO jobtrend.employer_dirty SELECT generate_series(timestamp '2024-02-01',"
           " '2025-12-01', '1 month')::date")
    size = rows("SELECT month, count(*) AS n FROM jobtrend.posting, date_trunc('month', flow_at) AS month"
                " WHERE definitions <> 0 GROUP BY month")
    most = max(r["n"] for r in size)
    large = sorted(r["month"][:10] for r in size if r["n"] == most)

    some = rows("SELECT jobtrend.refresh_employers(NULL, %d) AS n" % (most - 1))[0]["n"]
    left = [r["month"] for r in rows("SELECT month FROM jobtrend.employer_dirty ORDER BY 1")]
    rest = rows("SELECT jobtrend.refresh_employers(NULL, %d) AS n" % most)[0]["n"]

    expect("left", [m for m in left if m < "2026"], [m for m in large if "2024-02" < m < "2026"])
    expect("counted", (some > 0, rest), (True, len([m for m in left if m < "2026"])))


@test
def two_at_a_time_count_different_months():
    w = market()
    w.load()
    script("INSERT INTO jobtrend.employer_dirty SELECT generate_series(timestamp '2025-05-01',"
           " '2025-08-01', '1 month')::date")
    other = threading.Thread(target=script, args=(
        "BEGIN; SELECT jobtrend.refresh_employers(1); SELECT pg_sleep(1); COMMIT",))

    other.start()
    wait_until(lambda: not other.is_alive() or rows(
        "SELECT FROM pg_stat_activity WHERE query LIKE '%pg_sleep(1)%'"
        " AND wait_event = 'PgSleep' AND datname = current_database()"))
    mine = rows("SELECT jobtrend.refresh_employers() AS n")
    other.join()

    expect("the newest belongs to the other", mine, [{"n": 3}])
    expect("left", rows("SELECT month FROM jobtrend.employer_dirty"), [])
    expect("wrong", rows("SELECT * FROM jobtrend.verify()"), [])


@test
def a_fold_beside_the_count_waits_for_nothing_and_is_counted_next():
    w = market()
    w.load()
    script("INSERT INTO jobtrend.employer_dirty VALUES ('2025-02-01')")
    other = threading.Thread(target=script, args=(
        "BEGIN; SELECT jobtrend.refresh_employers(1); SELECT pg_sleep(3); COMMIT",))
    other.start()
    wait_until(lambda: not other.is_alive() or rows(
        "SELECT FROM pg_stat_activity WHERE query LIKE '%pg_sleep(3)%'"
        " AND wait_event = 'PgSleep' AND datname = current_database()"))

    ads(w, "board", 2025, "fern", 1)  # in February
    w.load()
    early = other.is_alive()
    other.join()
    left = rows("SELECT DISTINCT month FROM jobtrend.employer_dirty WHERE month < '2026-01-01'")
    again = rows("SELECT jobtrend.refresh_employers() AS n")

    expect("the fold did not wait", early, True)
    expect("left, and counted", (left, again), ([{"month": "2025-02-01"}], [{"n": 1}]))
    expect("wrong", rows("SELECT * FROM jobtrend.verify()"), [])


@test
def bad_arguments_are_named():
    for call, wanted in (
            ("trend_firms('US', 'any', 'colour')",
             "kind: expected employer_size or industry, found 'colour'"),
            ("trend_firms('US', grain => 'week')",
             "grain: expected month, quarter or year, found 'week'"),
            ("employer_momentum('Utopia')", "region: expected world, an ISO 3166-1 or an ISO"
             " 3166-2 code, found 'Utopia'")):
        try:
            rows("SELECT * FROM jobtrend." + call)
        except AssertionError as e:
            expect(call, wanted in str(e), True)
        else:
            raise AssertionError(call + " was taken")


if __name__ == "__main__":
    main()
