#!/usr/bin/env python3
"""finish_run(): when ads end because a visit did not list them any more."""
from harness import expect, fresh_database, main, psql, test, value

OPEN, ABSENT, GONE = "open", "absent once", "gone"


class Board:
    """A source whose visits list the ads they are told to."""

    def __init__(self, kind="greenhouse", options="{}"):
        self.db = fresh_database()
        self.hour = 0
        value("INSERT INTO jobtrend.source (id, kind, options) "
              "VALUES ('board', '%s', '%s')" % (kind, options), self.db)
        self.source = value("SELECT source_id FROM jobtrend.source", self.db)

    def visit(self, *ads):
        """The state of a visit that lists `ads`."""
        self.hour += 24
        at = "timestamptz '2025-01-01 00:00:00Z' + INTERVAL '%d h'" % self.hour
        psql("""
            WITH r AS (
                INSERT INTO jobtrend.run (source_id, started_at) VALUES (%s, %s)
                RETURNING source_id, run_id, started_at
            ), opened AS (
                UPDATE jobtrend.source AS s SET open_run_id = r.run_id
                FROM r WHERE s.source_id = r.source_id
            )
            INSERT INTO jobtrend.ad AS a (source_id, ad_id, native_id, title,
                first_seen, last_seen, first_run_id, last_run_id, content_hash)
            SELECT r.source_id, n, n, 'Ad', r.started_at, r.started_at, run_id, run_id, 0
            FROM r, unnest(ARRAY[%s]::int[]) AS n
            ON CONFLICT (source_id, ad_id) DO UPDATE SET
                last_seen = EXCLUDED.last_seen, last_run_id = EXCLUDED.last_run_id,
                first_absent = NULL
            """ % (self.source, at, ", ".join(map(str, ads))), self.db)
        return value("SELECT jobtrend.finish_run(%s, (SELECT max(run_id) FROM jobtrend.run))"
                     % self.source, self.db)

    def state_of(self, ad):
        return value("""
            SELECT CASE WHEN gone_at IS NOT NULL THEN '%s'
                        WHEN first_absent IS NOT NULL THEN '%s' ELSE '%s' END
            FROM jobtrend.ad WHERE ad_id = %d""" % (GONE, ABSENT, OPEN, ad), self.db)


@test
def an_ad_ends_when_a_second_visit_confirms_its_absence():
    b = Board()
    expect("first visit", b.visit(1, 2), "ok")
    expect("second visit", b.visit(2), "ok")
    expect("absent once", b.state_of(1), ABSENT)
    b.visit(2)
    expect("absent twice", b.state_of(1), GONE)
    expect("the other", b.state_of(2), OPEN)
    expect("gone since", value("SELECT gone_at = first_absent FROM jobtrend.ad "
                               "WHERE ad_id = 1", b.db), "t")


@test
def a_mass_disappearance_marks_the_visit_and_not_the_ads():
    b = Board()
    b.visit(*range(20))
    expect("the visit", b.visit(1, 2), "partial")
    expect("an ad", b.state_of(3), OPEN)


@test
def a_listing_of_the_newest_alone_ends_nothing():
    b = Board("rss", '{"lists_all": false}')
    b.visit(*range(20))
    for _ in range(3):
        expect("a visit", b.visit(20, 21), "ok")
    expect("an ad", b.state_of(3), OPEN)


@test
def a_thread_of_another_month_ends_nothing():
    b = Board("hn", '{"lists_all": false}')  # as its kind sets it
    b.visit(*range(20))
    for _ in range(3):
        expect("a visit", b.visit(20, 21), "ok")
    expect("an ad", b.state_of(3), OPEN)


@test
def a_feed_that_lists_all_does_end_ads():
    b = Board("rss")
    b.visit(1, 2)
    b.visit(2)
    b.visit(2)
    expect("an ad", b.state_of(1), GONE)


if __name__ == "__main__":
    main()
