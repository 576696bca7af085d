#!/usr/bin/env python3
"""merge(): what a batch of results does to pages, ads and the run."""
import json

from harness import expect, fresh_database, main, psql, test, value

SEEN = "2025-01-01T06:00:00Z"


def rows(kind, records):
    """An array of jobtrend.<kind>_input; what is not named is NULL."""
    return "ARRAY[%s]::jobtrend.%s_input[]" % (", ".join(
        "jsonb_populate_record(NULL::jobtrend.%s_input, '%s')"
        % (kind, json.dumps(r).replace("'", "''")) for r in records), kind)


class Frontier:
    """One source with an open run."""

    def __init__(self):
        self.db = fresh_database()
        value("INSERT INTO jobtrend.source (source_id, id, kind, url)"
              " VALUES (1, 'board', 'greenhouse', 'http://h/')", self.db)
        self.run = 0

    def open(self, *pages):
        value("UPDATE jobtrend.source SET open_run_id = NULL", self.db)
        self.run = int(value("SELECT jobtrend.open_run(1, %s)" % rows(
            "link", [self.link(n) for n in pages]), self.db))

    def link(self, page, **more):
        return dict({"source_id": 1, "page_id": page, "run_id": self.run, "host": "h",
                     "url": "http://h/%d" % page, "role": "list", "kind": "greenhouse",
                     "depth": 0, "due_at": SEEN, "is_once": False}, **more)

    def page(self, page, **more):
        return dict({"source_id": 1, "page_id": page, "run_id": self.run, "state": "done",
                     "attempts": 1, "status": 200, "fetched_at": SEEN,
                     "body_sha256": "\\x%064d" % page, "body_bytes": 10}, **more)

    def merge(self, pages=(), links=(), ads=(), touches=()):
        """The runs that are over."""
        return psql("SELECT run_id FROM jobtrend.merge(%s, %s, %s, '{}', '{}', %s)" % (
            rows("page", pages), rows("ad", ads), rows("touch", touches),
            rows("link", links)), self.db)

    def listed(self):
        return value("SELECT listed FROM jobtrend.run WHERE run_id = %d" % self.run, self.db)


@test
def a_run_lists_what_each_of_its_lists_has_once():
    f = Frontier()
    f.open(1, 2)
    expect("nothing said yet", f.listed(), "")

    first = [f.page(1, listed=50, n_ads=20, ads_hash=7)]
    next_of = [f.link(10, depth=1, trail=[7, 7, 50, 20])]
    expect("over", f.merge(first, next_of), [])
    f.merge(first, next_of)  # told again: an answer of the database was lost
    expect("after the first page", f.listed(), "50")
    f.merge([f.page(2, listed=8), f.page(10, listed=50)], [f.link(11, depth=2, role="detail")])
    f.merge([f.page(11, listed=1)])

    expect("both lists", f.listed(), "58")


@test
def a_page_that_is_not_read_again_says_what_it_said():
    f = Frontier()
    f.open(1)
    f.merge([f.page(1, listed=9, n_ads=9, ads_hash=3, moved_to="http://h/there", note="odd")])
    f.open(1)
    f.merge([f.page(1, body_sha256=None, status=304)])
    expect("unchanged", psql("SELECT listed, n_ads, ads_hash, moved_to, note FROM jobtrend.page",
                             f.db), [["9", "9", "3", "", "odd"]])
    expect("listed", f.listed(), "9")
    f.open(1)
    f.merge([f.page(1)])
    expect("read, and silent", psql("SELECT listed, n_ads, note FROM jobtrend.page", f.db),
           [["", "", ""]])
    expect("listed", f.listed(), "")


@test
def a_list_that_failed_tells_nothing():
    f = Frontier()
    f.open(1)
    f.merge([f.page(1, listed=9)])
    f.open(1)
    f.merge([f.page(1, state="failed", status=500, body_sha256=None, error="http 500")])
    expect("listed", f.listed(), "")


@test
def a_request_that_posts_is_loaded_with_its_body_and_trail():
    f = Frontier()
    f.open(1)
    f.merge([f.page(1)], [f.link(2, post='{"offset": 20}', trail=[1, 2, 3, 4])])
    value("SELECT jobtrend.lease('me', 1, 1000, NULL)", f.db)
    expect("loaded", psql(
        "SELECT page_id, post, trail FROM jobtrend.load(ARRAY['h'], ARRAY[to_timestamp(0)],"
        " ARRAY[0::bigint], ARRAY[9], NULL)", f.db), [["2", '{"offset": 20}', "{1,2,3,4}"]])


if __name__ == "__main__":
    main()
