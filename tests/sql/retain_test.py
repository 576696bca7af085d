#!/usr/bin/env python3
"""jobtrend.forget_texts: texts of ads that are long gone go, numbers stay."""
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


def forget(after=0, gone_for="1 year"):
    return rows("SELECT jobtrend.forget_texts('%s', %d) AS at" % (gone_for, after))[0]["at"]


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
    expect("verify", rows("SELECT * FROM jobtrend.verify() WHERE what <> 'posting'"), [])


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


@test
def a_day_is_the_least():
    for text in ("'0 s'", "NULL"):
        try:
            rows("SELECT jobtrend.forget_texts(%s)" % text)
        except AssertionError as e:
            expect(text, "gone_for: expected at least a day, found" in str(e), True)
        else:
            raise AssertionError("taken: " + text)


if __name__ == "__main__":
    main()
