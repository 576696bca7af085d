#!/usr/bin/env python3
"""jobtrend.publish_due: which cells are kept, and when they stop being true."""
from harness import expect, main, test
from world import DAY, World, day, once, script

W = World()


def two_regions():
    """A source in the United States and one in Germany, two years and two days."""
    W.clear()
    for source, region in (("us", "US-CA"), ("de", "DE")):
        W.source(source)
        W.visits(source, "2023-12-01", "2026-01-02")
        for year in (2024, 2025):
            for i in range(240):
                at = day("%d-01-02" % year) + (i * 360 // 240) * DAY
                W.ad(source, "%d-%d" % (year, i), at, at + 4 * DAY, regions=(region,),
                     employer="%s%d" % (source, i % 7))
    W.load()
    return W


def publish_all():
    calls = 1
    while int(script("SELECT jobtrend.publish_due(50)")) > 0:
        calls += 1
    return calls


def published():
    return once(W, "published", lambda: (two_regions(), publish_all()))


def names(where):
    """Current cells: region and period."""
    return sorted("%s %s" % (r["region"], r["period"]) for r in W.rows(
        "SELECT region, period FROM jobtrend.cell WHERE superseded_at IS NULL "
        "AND skill = 'any' AND measure = 'flow' AND " + where))


@test
def the_standard_set_is_published_newest_first_a_few_at_a_time():
    w = two_regions()

    left = int(script("SELECT jobtrend.publish_due(5)"))
    first = w.rows("SELECT DISTINCT upper(windows) AS day FROM jobtrend.cell")
    publish_all()

    expect("small steps", (left > 100, first), (True, [{"day": "2026-01-01"}]))
    expect("periods", names("region = 'DE'"), sorted(
        ["DE 2025"] + ["DE 2025-%02d" % m for m in range(1, 13)]
        + ["DE 2025-%02d/12" % m for m in range(1, 13)]
        + ["DE 2025Q%d" % q for q in range(1, 5)]))
    expect("others", w.rows(
        "SELECT array_agg(DISTINCT region ORDER BY region) AS regions, "
        "array_agg(DISTINCT skill ORDER BY skill) AS skills, "
        "array_agg(DISTINCT measure ORDER BY measure) AS measures FROM jobtrend.cell"),
        [{"regions": ["DE", "US", "US-CA", "world"], "skills": ["any", "pytorch"],
          "measures": ["flow", "share"]}])
    expect("nothing is left", publish_all(), 1)


@test
def a_published_cell_says_what_computing_it_says():
    w = published()

    expect("differences", w.rows("""
        SELECT c.region, c.skill, c.period, c.measure FROM jobtrend.cell AS c,
               jobtrend.yoy(c.region, c.skill, c.period, measure => c.measure) AS y,
               jobtrend.compute_yoy(c.region, c.skill, c.period, 'one-skill', c.measure,
                                    NULL) AS k
        WHERE y.as_of <> c.published_at
           OR round(y.lo::numeric, 9) IS DISTINCT FROM round(k.lo::numeric, 9)
           OR round(y.hi::numeric, 9) IS DISTINCT FROM round(k.hi::numeric, 9)
           OR to_jsonb(y) - '{as_of,lo,hi}'::text[] <> to_jsonb(k) - '{as_of,lo,hi}'::text[]
        LIMIT 5"""), [])


@test
def new_ads_make_the_cells_of_their_month_and_region_stale():
    w = published()
    before = w.yoy("DE", "any", "2025-03")["n"]
    for i in range(9):
        w.ad("de", "late%d" % i, "2025-03-05", "2025-03-09", regions=("DE",))
    w.load()

    stale = names("is_stale")
    now = w.yoy("DE", "any", "2025-03")["n"]
    publish_all()

    expect("months", [n for n in stale if len(n.split()[1]) == 7],
           ["DE 2025-03", "world 2025-03"])
    expect("regions", {n.split()[0] for n in stale}, {"DE", "world"})
    expect("not waited for", now, before + 9)
    expect("revised", w.rows(
        "SELECT n_before, n_after FROM jobtrend.revision WHERE region = 'DE' "
        "AND period = '2025-03' AND skill = 'any' AND measure = 'flow'"),
        [{"n_before": before, "n_after": before + 9}])
    expect("stale ones left", names("is_stale"), [])


@test
def the_next_visit_leaves_the_past_alone_and_a_failure_found_later_does_not():
    w = published()
    w.visits("de", "2026-01-03", "2026-01-05")
    w.load()
    expect("after a visit", names("is_stale"), [])

    script("UPDATE jobtrend.run SET state = 'dead' WHERE source_id = 2 "
           "AND started_at::date BETWEEN '2025-10-03' AND '2025-10-20'")
    w.fold()

    expect("months", [n for n in names("is_stale") if len(n.split()[1]) == 7], sorted(
        "%s 2025-%d" % (r, m) for r in ("DE", "world") for m in (10, 11, 12)))


if __name__ == "__main__":
    main()
