#!/usr/bin/env python3
"""Cities below a region, and what remote work does to its count."""
from harness import expect, main, test
from world import DAY, World, day, rows, script

W = World()


def world(*ads):
    """ads: (count, regions, remote, remote_regions, cities) of 2025, one employer each."""
    W.clear()
    W.source("board")
    W.visits("board", "2023-12-01", "2026-01-02")
    set_to = []
    for i, (n, regions, remote, bounds, cities) in enumerate(ads):
        for k in range(n):
            at = day("2025-02-03") + (i + 3 * k) * DAY
            W.ad("board", "%d-%d" % (i, k), at, at + DAY, employer="e%d" % i, regions=regions)
        set_to.append("UPDATE jobtrend.ad SET remote = %s, remote_regions = '{%s}',"
                      " cities = '{%s}' WHERE native_id LIKE '%d-%%'" % (
                          "'%s'" % remote if remote else "NULL", ",".join(bounds),
                          ",".join(map(str, cities)), i))
    W.load(fold=False)
    script(";".join(set_to))
    W.fold()


def bounds(region):
    return {r["bound"]: (round(r["postings"], 9), r["remote_postings"]) for r in rows(
        "SELECT * FROM jobtrend.remote_bounds('%s', 'any', '2025')" % region)}


# Not remote: 6 in California, 2 in New York, 4 in Berlin.
PLACED = ((6, ("US-CA",), "onsite", (), (5391959,)),
          (2, ("US-NY",), None, (), (5128581,)),
          (4, ("DE-BE",), "hybrid", (), (2950159,)))


@test
def remote_work_bound_to_a_country():
    world(*PLACED, (8, ("US",), "remote", ("US",), ()))

    expect("US", bounds("US"),
           {"counted": (16, 8), "all_out": (8, 0), "pro_rata": (16, 8), "all_in": (16, 8)})
    # California has 6 of the 8 that are not remote.
    expect("California", bounds("US-CA"),
           {"counted": (6, 0), "all_out": (6, 0), "pro_rata": (12, 8), "all_in": (14, 8)})
    expect("Germany", bounds("DE"),
           {"counted": (4, 0), "all_out": (4, 0), "pro_rata": (4, 0), "all_in": (4, 0)})


@test
def remote_work_from_anywhere_or_nobody_says_from_where():
    world(*PLACED, (3, (), "remote", ("world",), ()), (3, (), "remote", (), ()))

    expect("Germany", bounds("DE"),
           {"counted": (4, 0), "all_out": (4, 0), "pro_rata": (4 + 6 * 4 / 12, 6),
            "all_in": (10, 6)})
    expect("world", bounds("world"),
           {"counted": (18, 6), "all_out": (12, 0), "pro_rata": (18, 6), "all_in": (18, 6)})


@test
def remote_work_bound_to_several_places():
    world(*PLACED, (6, (), "remote", ("US-NY", "DE"), ()), (1, (), "remote", ("FR",), ()))

    # New York and Germany have 2 and 4 that are not remote.
    expect("Germany", bounds("DE"),
           {"counted": (4, 0), "all_out": (4, 0), "pro_rata": (8, 6), "all_in": (10, 6)})
    expect("US", bounds("US")["pro_rata"], (10, 6))
    # Nobody in France but those that are remote.
    expect("France", bounds("FR"),
           {"counted": (0, 0), "all_out": (0, 0), "pro_rata": (1, 1), "all_in": (1, 1)})
    expect("the whole", sum(bounds(r)["pro_rata"][0] for r in ("US", "DE", "FR")),
           bounds("world")["all_in"][0])


@test
def the_change_is_that_of_each_bound():
    world((10, ("US-CA",), "onsite", (), ()), (5, ("US",), "remote", ("US",), ()))
    script("UPDATE jobtrend.posting SET flow_at = flow_at - interval '1 year'"
           " WHERE regions = '{US-CA}' AND posting_id % 2 = 0")
    moved = rows("SELECT count(*) AS n FROM jobtrend.posting WHERE flow_at < '2025-01-01'")[0]["n"]

    got = {r["bound"]: r for r in rows("SELECT * FROM jobtrend.remote_bounds('US', 'any', '2025')")}

    for bound, n in (("all_out", 10 - moved), ("all_in", 15 - moved)):
        expect(bound, (got[bound]["postings"], got[bound]["postings_year_before"],
                       round(got[bound]["naive"], 9)),
               (n, moved, round(n / moved - 1, 9)))


@test
def a_posting_in_two_cities_counts_once_in_each_and_once_in_the_region():
    world(*PLACED, (3, ("US-CA", "US-NY"), "onsite", (), (5391959, 5128581)),
          (1, ("US-CA",), "onsite", (), (5391959, 5391959)))

    got = {r["city_id"]: (r["postings"], r["employers"], r["share"])
           for r in rows("SELECT * FROM jobtrend.cities('US', 'any', '2025')")}

    expect("cities", got, {5391959: (10, 3, 10 / 12), 5128581: (5, 2, 5 / 12)})
    expect("region", W.yoy("US", "any", "2025")["n"], 12)


@test
def how_a_region_is_known():
    world((1, ("US",), "remote", ("US",), ()), (1, ("DE-BE",), "remote", (), ()),
          (1, ("GB",), "onsite", (), ()))

    expect("basis", {r["region"]: r["basis"] for r in rows("SELECT * FROM jobtrend.ad_region")},
           {"US": "remote_bound", "DE-BE": "stated", "GB": "stated"})


if __name__ == "__main__":
    main()
