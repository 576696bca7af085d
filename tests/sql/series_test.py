#!/usr/bin/env python3
"""Series: trailing windows, weeks of long years, index, season, the movable feast."""
import datetime
import math

from harness import expect, main, test
from world import DAY, World, day, rows, script

W = World()

# Monthly passengers 1958-1960 and quarterly gas 1960-1967, as R 4.2.2 ships them
# (datasets AirPassengers and UKgas), and what its
#   stl(log(x), "periodic", s.jump = 1, t.jump = 1, l.jump = 1)
# prints. R's stl is the Fortran of Cleveland et al. (netlib).
PASSENGERS = [340, 318, 362, 348, 363, 435, 491, 505, 404, 359, 310, 337, 360, 342, 406, 396,
              420, 472, 548, 559, 463, 407, 362, 405, 417, 391, 419, 461, 472, 535, 622, 606,
              508, 461, 390, 432]
SEASON = [-0.09340054, -0.16153990, -0.04534529, -0.04096695, -0.00534694, 0.12973940,
          0.26437061, 0.26627371, 0.06497196, -0.05557962, -0.20720639, -0.11597003]
TREND = {1: 5.90804232, 18: 6.04104801, 36: 6.18824739}
# nottem: mean monthly temperatures at Nottingham 1920-1939, seasons of the first year
# and places of its trend.
NOTTEM = """40.6 40.8 44.4 46.7 54.1 58.5 57.7 56.4 54.3 50.5 42.9 39.8 44.2 39.8 45.1 47 54.1
58.7 66.3 59.9 57 54.2 39.7 42.8 37.5 38.7 39.5 42.1 55.7 57.8 56.8 54.3 54.3 47.1 41.8 41.7 41.8
40.1 42.9 45.8 49.2 52.7 64.2 59.6 54.4 49.2 36.3 37.6 39.3 37.5 38.3 45.5 53.2 57.7 60.8 58.2
56.4 49.8 44.4 43.6 40 40.5 40.8 45.1 53.8 59.4 63.5 61 53 50 38.1 36.3 39.2 43.4 43.4 48.9 50.6
56.8 62.5 62 57.5 46.7 41.6 39.8 39.4 38.5 45.3 47.1 51.7 55 60.4 60.5 54.7 50.3 42.3 35.2 40.8
41.1 42.8 47.3 50.9 56.4 62.2 60.5 55.4 50.2 43 37.3 34.8 31.3 41 43.9 53.1 56.9 62.5 60.3 59.8
49.2 42.9 41.9 41.6 37.1 41.2 46.9 51.2 60.4 60.1 61.6 57 50.9 43 38.8 37.1 38.4 38.4 46.5 53.5
58.4 60.6 58.2 53.8 46.6 45.5 40.6 42.4 38.4 40.3 44.6 50.9 57 62.1 63.5 56.3 47.3 43.6 41.8 36.2
39.3 44.5 48.7 54.2 60.8 65.5 64.9 60.1 50.2 42.1 35.8 39.4 38.2 40.4 46.9 53.4 59.6 66.5 60.4
59.2 51.2 42.8 45.8 40 42.6 43.5 47.1 50 60.5 64.6 64 56.8 48.6 44.2 36.4 37.3 35 44 43.9 52.7
58.6 60 61.1 58.1 49.6 41.6 41.3 40.8 41 38.4 47.4 54.1 58.6 61.4 61.8 56.3 50.9 41.4 37.1 42.1
41.2 47.3 46.6 52.4 59 59.6 60.4 57 50.7 47.8 39.2 39.4 40.9 42.4 47.8 52.4 58 60.7 61.8 58.2
46.7 46.6 37.8""".split()
NOTTEM_SEASON = [-9.34748088, -9.85400187, -6.85358363, -2.76435483, 3.50107398, 8.98063951,
                 12.84496648, 11.47464068, 7.44722810, 0.47725622, -6.43041392, -9.47596966]
NOTTEM_TREND = {1: 49.68120457, 2: 49.53349014, 60: 49.47231806, 120: 49.46226490,
                200: 48.99904058, 239: 49.08030643, 240: 49.00452584}


def near(what, got, wanted, within=1e-8):
    if got is None or abs(got - wanted) > within:
        raise AssertionError("%s: expected %r, got %r" % (what, wanted, got))


def stl(values, period):
    return rows("SELECT * FROM jobtrend.stl('{%s}', %d)"
                % (",".join(map(str, values)), period))[0]


def world(first="2022-01-01", last="2025-12-31"):
    W.clear()
    W.source("board")
    W.visits("board", first, last)
    return W


def trend(grain, since, until, region="world", measure="flow"):
    return rows("SELECT * FROM jobtrend.trend('%s', 'any', '%s', measure => '%s', since => '%s',"
                " until => '%s')" % (region, grain, measure, since, until))


@test
def seasons_are_those_of_the_published_program():
    for name, values, season, along in (
            ("passengers", [math.log(v) for v in PASSENGERS], SEASON, TREND),
            ("temperatures", NOTTEM, NOTTEM_SEASON, NOTTEM_TREND)):
        got = stl(values, 12)

        for i, wanted in enumerate(season):
            near("%s season %d" % (name, i + 1), got["seasonal"][i], wanted)
        for i, wanted in along.items():
            near("%s trend %d" % (name, i), got["trend"][i - 1], wanted)


@test
def too_little_for_a_season_is_refused():
    for values in ("'{1,2,3}'", "'{1,2,NULL,4,5,6,7,8}'"):
        try:
            rows("SELECT * FROM jobtrend.stl(%s, 4)" % values)
        except AssertionError as e:
            expect(values, "y: expected two whole periods without NULL" in str(e), True)
        else:
            raise AssertionError("taken: " + values)


def seasonal_world(years=3, missing=()):
    """PASSENGERS / 20 postings a month."""
    w = world("2021-12-01", "%d-01-02" % (2022 + years))
    for i, n in enumerate(PASSENGERS[:12 * years]):
        for k in range(round(n / 20)):
            at = datetime.date(2022 + i // 12, i % 12 + 1, 1 + k % 28)
            w.ad("board", "%d/%d" % (i, k), at, at + 2 * DAY, employer="e%d" % (k % 7))
    for first, last in missing:
        w.visits("board", first, last, "dead")
    w.load()


@test
def a_series_of_three_years_loses_its_season():
    seasonal_world()

    got = rows("SELECT * FROM jobtrend.seasonally_adjusted('world', 'any')"
               " WHERE period_start >= '2022-01-01'")

    # The month before has no ad but was observed: 0, so the season is a difference.
    values = [0] + [round(n / 20) for n in PASSENGERS]
    wanted = stl(values, 12)
    expect("periods", (got[0]["period"], got[-1]["period"], len(got)),
           ("2022-01", "2024-12", 36))
    expect("method", {r["method"] for r in got}, {"STL, periodic, additive"})
    for i, r in enumerate(got, 1):
        near(r["period"], r["adjusted"], values[i] - wanted["seasonal"][i])
        near("trend", r["trend"], wanted["trend"][i])


@test
def the_season_is_a_factor_where_no_value_is_zero():
    seasonal_world()
    script("DELETE FROM jobtrend.run WHERE started_at < '2022-01-01';"
           "INSERT INTO jobtrend.source_dirty VALUES (1)")
    W.fold()

    got = rows("SELECT * FROM jobtrend.seasonally_adjusted('world', 'any')")

    wanted = stl([math.log(r["value"]) for r in got], 12)
    expect("rows", (len(got), got[0]["method"]), (36, "STL, periodic, multiplicative"))
    near("adjusted", got[30]["adjusted"],
         got[30]["value"] / math.exp(wanted["seasonal"][30]))
    near("factor", got[30]["factor"], math.exp(wanted["seasonal"][6]))
    spread = [max(x) - min(x) for x in ([r["value"] for r in got[24:]],
                                        [r["adjusted"] for r in got[24:]])]
    expect("the season was most of it", spread[1] < spread[0] / 2, True)


@test
def no_season_is_told_of_less_than_three_years_without_a_gap():
    seasonal_world(missing=[("2023-04-20", "2023-06-10")])

    expect("rows", rows("SELECT * FROM jobtrend.seasonally_adjusted('world', 'any')"), [])


@test
def days_are_means_of_seven():
    w = world()
    for i, at in enumerate(["2024-03-05", "2025-02-27", "2025-02-28", "2025-03-04",
                            "2025-03-04", "2025-03-05"]):
        w.ad("board", str(i), at, day(at) + DAY, employer="e%d" % i)
    w.load()

    got = trend("day", "2025-03-04", "2025-03-07")

    expect("days", [(r["period"], r["period_start"], r["n"], r["n_base"]) for r in got], [
        ("2025-03-04", "2025-02-26", 4, 1), ("2025-03-05", "2025-02-27", 5, 1),
        ("2025-03-06", "2025-02-28", 4, 1), ("2025-03-07", "2025-03-01", 3, 1)])
    near("mean", got[0]["value"], 4 / 7)
    near("hi", got[0]["hi"], (4 + 1.959964 * 2) / 7)
    near("the same week day of the year before", got[1]["naive"], 4)  # 5 against 1


@test
def twelve_months_end_with_each_month():
    w = world()
    for i, at in enumerate(["2023-04-03", "2024-03-31", "2024-04-01", "2024-09-09",
                            "2025-03-31", "2025-04-01"]):
        w.ad("board", str(i), at, day(at) + DAY, employer="e%d" % (i % 2))
    w.load()

    got = trend("months", "2025-03", "2025-04")

    expect("windows", [(r["period"], r["period_start"], r["value"], r["n_base"], r["employers"])
                       for r in got],
           [("2025-03/12", "2024-04-01", 3, 2, 2), ("2025-04/12", "2024-05-01", 3, 2, 2)])
    for r in got:
        cell = w.yoy("world", "any", r["period"])
        expect("as in the cell", (r["n"], r["n_base"]), (cell["n"], cell["n_base"]))


@test
def stocks_of_days_and_months_are_means():
    w = world()
    for i in range(4):
        w.ad("board", str(i), "2025-03-0%d" % (i + 1), "2025-03-20", gone="2025-03-21")
    w.load()

    got = trend("day", "2025-03-04", "2025-03-04", measure="stock")

    # At the ends of 26 February to 4 March: 0, 0, 0, 1, 2, 3, 4.
    near("mean", got[0]["value"], 10 / 7)


@test
def what_was_not_observed_is_null_in_trailing_windows_too():
    w = world("2024-06-01", "2025-12-31")
    w.load()

    got = {r["period"]: (r["value"], r["flags"]) for r in trend("months", "2024-05", "2024-06")}

    expect("before", got["2024-05/12"][0], None)
    expect("after", got["2024-06/12"][0], 0)


@test
def a_series_of_an_earlier_day_knows_no_source_that_was_met_later():
    w = world("2024-01-01")
    for i in range(12):
        at = day("2024-01-05") + i * 30 * DAY
        w.ad("board", "a%d" % i, at, at + 5 * DAY)
    w.load()
    now = rows("SELECT now()::text AS at")[0]["at"]
    asked = ("SELECT to_jsonb(t) AS said FROM unnest('{month,months,day}'::text[]) AS g,"
             " jobtrend.trend('world', 'any', g, since => '2024-03-01', until => '2024-12-31',"
             " as_of => '%s') AS t ORDER BY 1" % now)
    before = rows(asked)

    w.source("found later")
    w.visits("found later", "2024-01-01", "2025-12-31")
    for i in range(12):
        at = day("2024-01-09") + i * 30 * DAY
        w.ad("found later", "b%d" % i, at, at + 5 * DAY)
    w.load()

    expect("some", len(before) > 300, True)
    expect("as it was", rows(asked), before)
    expect("as it is", {t["sources"] for t in trend("month", "2024-03", "2024-12")}, {2})


@test
def weeks_run_through_a_year_of_53():
    w = world("2018-01-01", "2022-01-31")
    for i, at in enumerate(["2019-12-23", "2019-12-30", "2020-12-28", "2021-01-03",
                            "2021-01-04", "2021-12-27"]):
        w.ad("board", str(i), at, day(at) + DAY)
    w.load()

    got = {r["period"]: (r["period_start"], r["n"], r["n_base"])
           for r in trend("week", "2020-12-21", "2021-01-10") + trend("week", "2021-W52",
                                                                    "2021-12-31")}

    expect("weeks", got, {
        "2020-W52": ("2020-12-21", 0, 1),  # against 2019-W52
        "2020-W53": ("2020-12-28", 2, 1),  # 2019 has no 53rd: against its 52nd
        "2021-W01": ("2021-01-04", 1, 1),  # against 2020-W01, from 30 December 2019
        "2021-W52": ("2021-12-27", 1, 0)})
    for period, (_, n, n_base) in got.items():
        cell = w.yoy("world", "any", period)
        expect(period, (cell["n"], cell["n_base"]), (n, n_base))


@test
def an_index_has_any_base():
    w = world()
    for month, n in (("2024-02", 4), ("2024-05", 2), ("2025-02", 6)):
        for i in range(n):
            at = day(month + "-03") + i * DAY
            w.ad("board", month + str(i), at, at + DAY, employer="e%d" % i)
    w.load()
    ask = "SELECT * FROM jobtrend.index('world', 'any', '%s', since => '2024-01', until => '%s')"

    got = {r["period"]: r for r in rows(ask % ("2024-02", "2025-02"))}
    year = {r["period"]: r for r in rows(ask % ("2024", "2025-12"))}

    expect("months", {p: (r["value"], r["n"], r["n_base"]) for p, r in got.items() if r["n"]},
           {"2024-02": (100, 4, 4), "2024-05": (50, 2, 4), "2025-02": (150, 6, 4)})
    expect("the base is certain", (got["2024-02"]["lo"], got["2024-02"]["hi"]), (100, 100))
    spread = 1.959964 * math.sqrt(1 / 6 + 1 / 4)  # every employer has one posting
    near("hi", got["2025-02"]["hi"], 150 * math.exp(spread), 1e-6)
    near("lo", got["2025-02"]["lo"], 150 * math.exp(-spread), 1e-6)
    expect("years", {p: r["value"] for p, r in year.items()}, {"2024": 100, "2025": 100})
    none = rows(ask % ("2024-03", "2025-02"))
    expect("no base", ({r["value"] for r in none}, all("no_base" in r["flags"] for r in none)),
           ({None}, True))
    rolling = {r["period"]: r["value"] for r in rows(ask % ("2025-01/12", "2025-02"))}
    near("trailing", rolling["2025-02/12"], 100 * 8 / 6)  # 6 until January, 8 until February


def new_moon(k):
    """Universal time of new moon k after 2000, Meeus, Astronomical Algorithms, ch. 49."""
    T = k / 1236.85
    jde = (2451550.09766 + 29.530588861 * k + 0.00015437 * T ** 2)
    E = 1 - 0.002516 * T - 0.0000074 * T ** 2
    M, m, F, node = (math.radians(x) for x in (
        2.5534 + 29.10535670 * k, 201.5643 + 385.81693528 * k + 0.0107582 * T ** 2,
        160.7108 + 390.67050284 * k - 0.0016118 * T ** 2, 124.7746 - 1.56375588 * k))
    s = math.sin
    jde += (-0.40720 * s(m) + 0.17241 * E * s(M) + 0.01608 * s(2 * m) + 0.01039 * s(2 * F)
            + 0.00739 * E * s(m - M) - 0.00514 * E * s(m + M) + 0.00208 * E * E * s(2 * M)
            - 0.00111 * s(m - 2 * F) - 0.00057 * s(m + 2 * F) + 0.00056 * E * s(2 * m + M)
            - 0.00042 * s(3 * m) + 0.00042 * E * s(M + 2 * F) + 0.00038 * E * s(M - 2 * F)
            - 0.00024 * E * s(2 * m - M) - 0.00017 * s(node))
    jde += 0.000325 * s(math.radians(299.77 + 0.107408 * k - 0.009173 * T ** 2))
    jde += 0.000165 * s(math.radians(251.88 + 0.016321 * k))
    return (datetime.datetime(2000, 1, 1, 12) + datetime.timedelta(days=jde - 2451545)
            - datetime.timedelta(seconds=70))  # dynamical time is ahead


@test
def the_feast_is_on_the_day_of_a_new_moon_everywhere():
    moons = [new_moon(k) for k in range(120, 440)]
    zone = {"KR": 9, "VN": 7}
    got = rows("SELECT region, day FROM jobtrend.spring_festival ORDER BY 1, 2")

    expect("years", {r: sorted(x["day"][:4] for x in got if x["region"] == r)
                     for r in ("CN", "KR", "VN")},
           {r: [str(y) for y in range(2010, 2036)] for r in ("CN", "KR", "VN")})
    for r in got:
        there = datetime.timedelta(hours=zone.get(r["region"], 8))
        near_by = min(abs((m + there - datetime.datetime.fromisoformat(r["day"] + " 12:00"))
                          .total_seconds()) for m in moons)
        # Within the day, by a minute at most beyond midnight for what the sum leaves out.
        expect("%s %s: %d s from noon" % (r["region"], r["day"], near_by),
               near_by <= 43200 + 60 and "01-20" < r["day"][5:] < "02-22", True)


def festive(region, feasts, lull=14):
    """Five employers, a posting each a day, none for two weeks from the feast on."""
    w = world("2022-12-01", "2025-12-31")
    at = day("2023-01-02")
    while at < day("2025-06-01"):
        if not any(day(f) <= at < day(f) + lull * DAY for f in feasts):
            for e in range(5):
                w.ad("board", "%s %d" % (at, e), at, at + DAY, employer="e%d" % e,
                     regions=(region,))
        at += DAY
    w.load()


@test
def months_are_compared_at_the_same_distance_from_the_feast():
    festive("CN", ["2023-01-22", "2024-02-10", "2025-01-29"])

    # January 2025 has the feast from the 29th on; January 2024 had none of it.
    got = rows("SELECT * FROM jobtrend.festival_yoy('CN', 'any', '2025-01')")[0]

    expect("feasts", (got["holiday"], got["holiday_before"]), ("2025-01-29", "2024-02-10"))
    # 354 days between the feasts, to the week 357; January lies 366 days apart.
    expect("windows", (got["base_from"], got["base_to"], got["holiday_shift"]),
           ("2024-01-10", "2024-02-10", -9))
    expect("counts", (got["n"], got["n_base"], got["calendar_n_base"]),
           (28 * 5, 31 * 5, 31 * 5))
    week = rows("SELECT * FROM jobtrend.festival_yoy('CN', 'any', '2025-W06')")[0]
    # 3 to 9 February 2025 is all feast; so is 12 to 18 February 2024, not the 5th to 9th.
    expect("week", (week["base_from"], week["n"], week["n_base"], week["calendar_n_base"]),
           ("2024-02-12", 0, 0, 25))
    march = rows("SELECT * FROM jobtrend.festival_yoy('CN', 'any', '2025-03')")[0]
    near("away from it", march["value"], march["calendar_value"])


@test
def elsewhere_and_far_from_the_feast_the_calendar_holds():
    festive("DE", ["2023-01-22", "2024-02-10", "2025-01-29"])

    got = rows("SELECT * FROM jobtrend.festival_yoy('DE', 'any', '2025-01')")[0]

    expect("calendar", (got["holiday_shift"], got["base_from"], got["holiday"]),
           (0, "2024-01-01", None))
    expect("as yoy", (got["value"], got["n_base"]),
           (got["calendar_value"], got["calendar_n_base"]))
    # Five employers that move alike: no less than chance alone makes it.
    near("hi", got["hi"], (1 + got["value"])
         * math.exp(1.959964 * math.sqrt(1 / got["n"] + 1 / got["n_base"])) - 1)
    festive("CN", ["2023-01-22", "2024-02-10", "2025-01-29"])
    expect("May", rows("SELECT holiday_shift FROM jobtrend.festival_yoy('CN', 'any',"
                       " '2025-05')"), [{"holiday_shift": 0}])


@test
def bad_arguments_are_named():
    for call, wanted in (
            ("festival_yoy('CN', 'any', '2025Q1')",
             "period: expected a month or a week, found '2025Q1'"),
            ("seasonally_adjusted('CN', 'any', 'week')",
             "grain: expected month or quarter, found 'week'"),
            ("index('CN', 'any', '2025-03', 'quarter')",
             "grain: expected month for the period 2025-03, found 'quarter'"),
            ("index('CN', 'any', '2025-03/6')",
             "base_period: expected twelve months as 2025-03/12, found '2025-03/6'")):
        try:
            rows("SELECT * FROM jobtrend." + call)
        except AssertionError as e:
            expect(call + str(e)[-300:], wanted in str(e), True)
        else:
            raise AssertionError(call + " was taken")


if __name__ == "__main__":
    main()
