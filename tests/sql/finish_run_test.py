#!/usr/bin/env python3
"""finish_run(): when ads end because a visit did not list them any more."""
from harness import expect, fresh_database, main, psql, test, value

OPEN, ABSENT, GONE = "open", "absent once", "gone"


class Board:
    """A source whose visits list the ads they are told to."""

    def __init__(self, kind="greenhouse", options="{}", name="board", beside=None):
        self.db = beside.db if beside else fresh_database()
        self.hour = 0
        value("INSERT INTO jobtrend.source (id, kind, options) "
              "VALUES ('%s', '%s', '%s')" % (name, kind, options), self.db)
        self.source = value("SELECT source_id FROM jobtrend.source WHERE id = '%s'" % name,
                            self.db)

    def visit(self, *ads, days=1, listed=None, mapped=None):
        """The state of a visit that lists `ads`, some days after the last; its
        sitemap names `mapped`, or fails when they are fewer than none."""
        self.hour += 24 * days
        at = "timestamptz '2025-01-01 00:00:00Z' + INTERVAL '%d h'" % self.hour
        psql("""
            WITH r AS (
                INSERT INTO jobtrend.run (source_id, started_at, listed) VALUES (%s, %s, %s)
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
                first_absent = NULL, gone_at = NULL, gone_reason = NULL
            """ % (self.source, at, listed or "NULL", ", ".join(map(str, ads))), self.db)
        if mapped is not None:
            psql("""
                INSERT INTO jobtrend.page (source_id, page_id, run_id, url, host, role, kind,
                    depth, state, listed)
                SELECT %s, 1, max(run_id), 'http://a/sitemap.xml', 'a', 'sitemap', 'tally', 0,
                    '%s', %d FROM jobtrend.run
                ON CONFLICT (source_id, page_id) DO UPDATE SET run_id = EXCLUDED.run_id,
                    state = EXCLUDED.state, listed = EXCLUDED.listed
                """ % (self.source, "done" if mapped >= 0 else "failed", mapped), self.db)
        state = value("SELECT jobtrend.finish_run(%s, (SELECT max(run_id) FROM jobtrend.run))"
                      % self.source, self.db)
        psql("UPDATE jobtrend.run SET ended_at = started_at", self.db)
        return state

    def state_of(self, ad):
        return value("""
            SELECT CASE WHEN gone_at IS NOT NULL THEN '%s'
                        WHEN first_absent IS NOT NULL THEN '%s' ELSE '%s' END
            FROM jobtrend.ad WHERE ad_id = %d AND source_id = %s"""
                     % (GONE, ABSENT, OPEN, ad, self.source), self.db)

    def said(self):
        """Finding and reason of the last visit."""
        return psql("SELECT finding, reason FROM jobtrend.run WHERE source_id = %s"
                    " ORDER BY run_id DESC LIMIT 1" % self.source, self.db)[0]


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


@test
def an_empty_list_is_believed_when_it_lasts():
    b = Board()
    b.visit(*range(5))
    for _ in range(4):
        expect("a visit", b.visit(days=3), "partial")
        expect("said", b.said(), ["empty", "the list is empty, 5 ads were open"])
        expect("an ad", b.state_of(3), OPEN)
    b.visit(days=3)
    expect("after two weeks", b.visit(days=3), "ok")
    expect("an ad", b.state_of(3), GONE)
    expect("gone since the first of them", value(
        "SELECT DISTINCT gone_at - INTERVAL '3 days' = last_seen FROM jobtrend.ad", b.db), "t")


@test
def a_loss_of_most_is_believed_after_a_week():
    b = Board()
    b.visit(*range(12))
    expect("at once", b.visit(1, 2), "partial")
    expect("said", b.said(), ["vanished", "10 of 12 open ads vanished at once"])
    expect("next day", b.visit(1, 2), "partial")
    expect("an ad", b.state_of(7), OPEN)
    expect("after a week", b.visit(1, 2, days=7), "ok")
    expect("said", "believed, as it has been so since 2025-01-03" in b.said()[1], True)
    expect("an ad", b.state_of(7), GONE)
    expect("the others", [b.state_of(1), b.state_of(2)], [OPEN, OPEN])


@test
def after_a_long_pause_a_loss_is_no_wonder():
    b = Board()
    b.visit(*range(10))
    expect("after two months", b.visit(1, 2, days=60), "ok")


@test
def what_an_odd_visit_shows_first_is_doubted_until_a_sound_one_does():
    b = Board()
    b.visit(*range(5))
    expect("other ads", b.visit(*range(20, 25)), "partial")
    expect("doubted", value("SELECT count(*) FROM jobtrend.ad WHERE gone_reason = 'doubted'",
                            b.db), "5")
    expect("the same again", b.visit(*range(20, 28)), "partial")
    expect("doubted", value("SELECT count(*) FROM jobtrend.ad WHERE gone_reason = 'doubted'",
                            b.db), "8")
    expect("sound again", b.visit(0, 1, 2, 3, 4, 21), "ok")
    psql("INSERT INTO jobtrend.ad_dirty SELECT source_id, ad_id FROM jobtrend.ad", b.db)
    psql("SELECT jobtrend.fold()", b.db)
    expect("counted", psql("SELECT a.ad_id FROM jobtrend.posting_member AS m"
                           " JOIN jobtrend.ad AS a USING (source_id, ad_id)"
                           " WHERE m.flow_at IS NOT NULL ORDER BY 1", b.db), [["21"]])


@test
def a_loss_of_what_ads_say_is_believed_after_a_week():
    def visit(days):
        psql("INSERT INTO jobtrend.page AS p (source_id, page_id, url, host, role, kind, state,"
             " run_id, note, filled, ad_digest)"
             " SELECT %s, 1, 'http://h/', 'h', 'list', 'rss', 'done', max(run_id) + 1,"
             " 'the place is said by 0 of 5 ads, before by 5 of 5', '{5,5,5,5}', 'x'"
             " FROM jobtrend.run ON CONFLICT (source_id, page_id) DO UPDATE SET"
             " run_id = EXCLUDED.run_id" % b.source, b.db)
        return b.visit(*range(5), days=days)

    b = Board()
    b.visit(*range(5))
    expect("at once", visit(1), "partial")
    expect("said", b.said(), ["fields", "the place is said by 0 of 5 ads, before by 5 of 5"])
    expect("next day", visit(1), "partial")
    expect("after a week", visit(7), "ok")
    expect("the page is taken as it is", psql(
        "SELECT filled IS NULL, ad_digest IS NULL FROM jobtrend.page", b.db), [["t", "t"]])


@test
def a_round_total_may_be_a_limit():
    b = Board()
    expect("all of 999", b.visit(*range(999), listed=999), "ok")
    expect("all of 1000", b.visit(*range(1000), listed=1000), "capped")
    expect("an ad", b.state_of(998), OPEN)
    expect("fewer than it says", b.visit(*range(900), listed=1000), "partial")
    expect("said", b.said()[1], "the source tells of 1000 ads, 900 were seen")


@test
def a_list_that_shows_fewer_ads_than_its_sitemap_names_closes_none():
    b = Board()
    expect("as many", b.visit(*range(12), mapped=12), "ok")
    expect("a third is missing", b.visit(*range(8), mapped=12), "partial")
    expect("said", b.said(), ["unlisted", "the sitemap names 12 ads, the list shows 8"])
    expect("again", b.visit(*range(8), mapped=12), "partial")
    expect("an ad", b.state_of(9), OPEN)
    expect("both are shorter", b.visit(*range(8), mapped=8), "ok")
    expect("an ad", b.state_of(9), ABSENT)


@test
def a_sitemap_that_keeps_what_is_over_is_believed_to_do_so():
    b = Board()
    expect("at first", b.visit(*range(20), mapped=30), "partial")
    b.visit(*range(20), mapped=30)
    expect("after a week", b.visit(*range(20), mapped=30, days=7), "ok")
    expect("one more is no wonder", b.visit(*range(19), mapped=30), "ok")
    expect("many more are", b.visit(*range(12), mapped=32), "partial")


@test
def a_sitemap_that_cannot_be_read_says_nothing():
    b = Board()
    b.visit(*range(12), mapped=12)
    expect("failed", b.visit(*range(8), mapped=-1), "ok")
    expect("not known", value("SELECT mapped IS NULL FROM jobtrend.run"
                              " ORDER BY run_id DESC LIMIT 1", b.db), "t")


@test
def a_board_that_shows_the_ads_of_another_is_mirrored():
    parent = Board(name="parent")
    child = Board(name="child", beside=parent)
    parent.visit(*range(10, 20))
    child.visit(1, 2, 3)
    expect("its own", child.visit(1, 2, 3, 4), "ok")
    expect("the parent's", child.visit(*range(10, 19)), "mirrored")
    expect("said", child.said(), ["mirrored", "it shows the ads of parent"])
    expect("the parent", parent.visit(*range(10, 20)), "ok")
    expect("its own again", child.visit(1, 2, 3, 4), "ok")
    expect("none has ended", [child.state_of(n) for n in (1, 2, 3, 4)], [OPEN] * 4)


@test
def a_second_door_to_a_board_is_mirrored_and_the_first_is_not():
    first = Board(name="first")
    second = Board(name="second", beside=first)
    first.visit(*range(10))
    expect("the second door", second.visit(*range(10)), "mirrored")
    expect("the first", first.visit(*range(10)), "ok")
    expect("another kind", Board("rss", name="third", beside=first).visit(*range(10)), "ok")


@test
def a_portal_that_repeats_a_site_does_not_make_it_a_copy():
    portal = Board("sitemap", name="portal")
    site = Board("sitemap", name="site", beside=portal)
    portal.visit(*range(40))
    expect("the site", site.visit(*range(10)), "ok")
    expect("once more", site.visit(*range(9)), "ok")
    other = Board("sitemap", name="other", beside=portal)
    other.visit(*range(50, 60))
    expect("the portal's in place of its own", other.visit(*range(10)), "mirrored")


if __name__ == "__main__":
    main()
