#!/usr/bin/env python3
"""forget_texts and forget_details: texts of ads that are long gone go, numbers stay."""
from harness import expect, main, test
from world import World, rows, script

W = World()


def world(n=3):
    """Ads of two sources that went a year and a month ago, and one that is open."""
    script("DELETE FROM jobtrend.text_version")
    W.clear()
    for source in ("a", "b"):
        W.source(source)
        W.visits(source, "2024-01-01", "2024-03-01")
        for i in range(n):
            W.ad(source, "old%d" % i, "2024-01-05", "2024-02-01", gone="2024-02-02")
        W.ad(source, "new", "2024-01-05", "2024-02-01", gone="2024-02-02")
        W.ad(source, "open", "2024-01-05", "2024-03-01")
    W.load()
    script("UPDATE jobtrend.ad SET gone_at = now() - interval '40 days', last_seen = first_seen"
           " WHERE native_id = 'new';"
           "INSERT INTO jobtrend.text_version (source_id, ad_id, text_version, seen_from, title,"
           " description) SELECT source_id, ad_id, v, first_seen, title, 'text ' || v"
           " FROM jobtrend.ad, generate_series(1, 2) AS v")


def left():
    return rows("SELECT s.id, a.native_id, count(t.description) AS texts, count(*) AS versions"
                " FROM jobtrend.text_version AS t JOIN jobtrend.ad AS a USING (source_id, ad_id)"
                " JOIN jobtrend.source AS s USING (source_id) GROUP BY 1, 2 ORDER BY 1, 2")


def forget(after=0, gone_for="1 year", what="texts"):
    return rows("SELECT jobtrend.forget_%s('%s', %d) AS at" % (what, gone_for, after))[0]["at"]


@test
def texts_of_ads_long_gone_go_and_nothing_else():
    world(1)
    before = W.yoy("world", "any", "2024")

    expect("done up to", forget(), 2)
    expect("nothing is left", forget(2), None)

    expect("texts", [(r["id"], r["native_id"], r["texts"], r["versions"]) for r in left()],
           [(s, n, 0 if n == "old0" else 2, 2) for s in ("a", "b")
            for n in ("new", "old0", "open")])
    after = W.yoy("world", "any", "2024")
    expect("numbers", {**after, "as_of": 0}, {**before, "as_of": 0})
    expect("verify", rows("SELECT * FROM jobtrend.verify() WHERE what NOT IN ('posting', 'long_stay')"), [])


@test
def a_month_takes_the_others_too():
    world(1)

    forget(gone_for="30 days")

    expect("left", {r["native_id"] for r in left() if r["texts"]}, {"open"})


@test
def many_go_in_steps():
    world(2600)  # of two versions each: 5,200 a source, 5,000 a step

    steps = []
    at = 0
    while at is not None and len(steps) < 9:
        at = forget(at)
        steps.append(at)

    expect("steps", steps, [0, 1, 2, None])
    expect("left", sum(r["texts"] for r in left()), 8)


def said_before():
    """Each ad has two texts, the second the latest, and a mention in each."""
    world(1)
    script("UPDATE jobtrend.ad SET text_version = 2;"
           "DELETE FROM jobtrend.mention;"
           "INSERT INTO jobtrend.mention SELECT source_id, ad_id, v, 1, 7, 14, 1, 0, 1"
           " FROM jobtrend.ad, generate_series(1, 2) AS v")


VERSIONS = ("SELECT a.native_id, array_agg(DISTINCT %s.text_version) AS v FROM jobtrend.%s"
            " JOIN jobtrend.ad AS a USING (source_id, ad_id) GROUP BY 1")


def versions(table):
    return {r["native_id"]: r["v"] for r in rows(VERSIONS % (table, table))}


@test
def what_ads_long_gone_said_before_goes_with_its_mentions():
    said_before()
    before = W.yoy("world", "any", "2024")
    shown = "SELECT to_jsonb(e) AS e FROM jobtrend.explain('world', 'any', '2024') AS e"
    evidence = rows(shown)

    expect("done up to", forget(what="details"), 2)
    expect("nothing is left", forget(2, what="details"), None)

    for table in ("text_version", "mention"):
        expect(table, versions(table), {"old0": [2], "new": [1, 2], "open": [1, 2]})
    expect("descriptions", [r for r in left() if r["texts"] != r["versions"]], [])
    expect("numbers", {**W.yoy("world", "any", "2024"), "as_of": 0}, {**before, "as_of": 0})
    expect("evidence", rows(shown), evidence)
    expect("verify", rows("SELECT * FROM jobtrend.verify() WHERE what NOT IN ('posting', 'long_stay')"), [])


@test
def the_latest_hash_of_a_document_stays():
    said_before()
    script("UPDATE jobtrend.text_version SET raw_sha256 = '\\x01' WHERE text_version = 1")

    forget(what="details")
    expect("only one", versions("text_version")["old0"], [1, 2])

    script("UPDATE jobtrend.text_version SET raw_sha256 = '\\x02' WHERE text_version = 2")
    forget(what="details")
    expect("a newer one", versions("text_version")["old0"], [2])


@test
def a_day_is_the_least():
    for call in ("texts('0 s')", "texts(NULL)", "details('0 s')", "details(NULL)"):
        text = call
        try:
            rows("SELECT jobtrend.forget_" + call)
        except AssertionError as e:
            expect(text, "gone_for: expected at least a day, found" in str(e), True)
        else:
            raise AssertionError("taken: " + text)


if __name__ == "__main__":
    main()
