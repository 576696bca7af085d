#!/usr/bin/env python3
"""merge(): what a batch of results does to pages, ads and the run."""
import json

from harness import expect, fresh_database, main, psql, test, value
from plans import looked_at

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

    def ad(self, ad, **more):
        return dict({"source_id": 1, "ad_id": ad, "run_id": self.run, "page_id": ad,
                     "native_id": str(ad), "title": "Ad", "first_seen": SEEN, "last_seen": SEEN,
                     "relist_count": 0, "content_hash": 1, "text_hash": 1, "fingerprint": 0,
                     "definitions": 0, "skills": [], "mentioned": [], "regions": [],
                     "cities": [], "remote_regions": [], "employment_type": [],
                     "taxonomy_version": 1, "is_stub": False}, **more)

    def touch(self, *ads, at, is_stub=True):
        return {"source_id": 1, "run_id": self.run, "seen_at": at, "ad_ids": list(ads),
                "is_stub": is_stub}

    def of_ad(self, columns, ad=7):
        return psql("SELECT %s FROM jobtrend.ad WHERE ad_id = %d" % (columns, ad), self.db)[0]

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
def a_new_body_without_validators_has_none():
    f = Frontier()
    f.open(1)
    f.merge([f.page(1, etag='"v1"', last_modified="Mon, 05 Oct 2026 00:00:00 GMT")])
    f.open(1)
    f.merge([f.page(1, body_sha256=None, status=304)])
    expect("unchanged", psql("SELECT etag FROM jobtrend.page", f.db), [['"v1"']])
    f.open(1)
    f.merge([f.page(1)])
    expect("of another body", psql("SELECT etag, last_modified FROM jobtrend.page", f.db),
           [["", ""]])


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


LATER, LATEST = "2025-01-02T06:00:00Z", "2025-01-03T06:00:00Z"


@test
def a_sighting_does_not_overwrite_what_the_ads_own_document_said():
    f = Frontier()
    f.open(1)
    f.merge(ads=[f.ad(7, title="Listed", is_stub=True, content_hash=5)])
    f.merge(ads=[f.ad(7, title="Listed better", is_stub=True, content_hash=4, last_seen=LATER)])
    expect("sighted", f.of_ad("title, is_stub"), ["Listed better", "t"])
    # The clock of the daemon that reads the document is behind.
    f.merge(ads=[f.ad(7, title="Read", text_hash=2)])
    expect("read", f.of_ad("title, is_stub, text_version, last_seen = '%s'" % LATER),
           ["Read", "f", "1", "t"])
    f.merge(ads=[f.ad(7, title="Listed again", is_stub=True, content_hash=9, last_seen=LATEST)])
    expect("sighted again", f.of_ad("title, is_stub, last_seen = '%s'" % LATEST),
           ["Read", "f", "t"])


@test
def a_sighting_brings_back_what_was_absent_and_not_what_has_ended():
    cases = {"absent": ["", "1"], "http 404": ["http 404", "0"], "closed": ["closed", "0"]}
    for reason, wanted in cases.items():
        f = Frontier()
        f.open(1)
        f.merge(ads=[f.ad(7)])
        value("UPDATE jobtrend.ad SET gone_at = last_seen, gone_reason = '%s'" % reason, f.db)
        f.open(1)
        f.merge(touches=[f.touch(7, at=LATER)])
        expect("touched, " + reason, f.of_ad("gone_reason, relist_count"), wanted)
        expect("counted as listed", f.of_ad("last_run_id"), [str(f.run)])
        f.merge(ads=[f.ad(7, is_stub=True, content_hash=2, last_seen=LATEST)])
        expect("shown anew, " + reason, f.of_ad("gone_reason, relist_count"), wanted)


@test
def a_list_that_says_closed_ends_an_ad_that_was_read():
    f = Frontier()
    f.open(1)
    f.merge(ads=[f.ad(7)])
    f.merge(ads=[f.ad(7, is_stub=True, content_hash=2, last_seen=LATER, gone_at=LATER,
                      gone_reason="closed")])
    expect("closed", f.of_ad("gone_reason, gone_at = '%s', last_seen = '%s'" % (LATER, SEEN)),
           ["closed", "t", "t"])


DIGEST = "\\x0102030405060708"


@test
def texts_come_in_with_new_ads_and_not_with_endings():
    f = Frontier()
    texts = [{"source_id": 1, "ad_id": n, "seen_from": SEEN, "title": "Ad", "description": "T%d" % n}
             for n in (7, 8, 9)]
    mentions = [{"source_id": 1, "ad_id": n, "field": 1, "start_char": 0, "end_char": 2,
                 "skill_id": 1, "context": 1, "taxonomy_version": 1} for n in (7, 8, 9)]

    def merge(ads, of):
        value("SELECT count(*) FROM jobtrend.merge('{}', %s, '{}', %s, %s, '{}')" % (
            rows("ad", ads), rows("text", [t for t in texts if t["ad_id"] in of]),
            rows("mention", [m for m in mentions if m["ad_id"] in of])), f.db)

    merge([f.ad(7)], (7,))
    merge([f.ad(7), f.ad(8), f.ad(9, title="", gone_at=SEEN, gone_reason="closed")], (7, 8, 9))

    for table in ("text_version", "mention"):
        expect(table, psql("SELECT ad_id, text_version FROM jobtrend.%s ORDER BY 1" % table, f.db),
               [["7", "1"], ["8", "1"]])
    expect("due", psql("SELECT ad_id FROM jobtrend.ad_dirty ORDER BY 1", f.db), [["7"], ["8"]])


@test
def known_ads_told_again_are_found_by_their_keys():
    f = Frontier()
    value("INSERT INTO jobtrend.ad (source_id, ad_id, native_id, title, first_seen, last_seen,"
          " content_hash, taxonomy_version) SELECT 1, n, n, 'Ad', '%s', '%s', 1, 1"
          " FROM generate_series(1, 20000) AS n" % (SEEN, SEEN), f.db)
    value("ANALYZE jobtrend.ad", f.db)
    earlier = rows("ad", [f.ad(n, first_seen="2024-12-01T06:00:00Z",
                               last_seen="2024-12-02T06:00:00Z") for n in (7, 8)])

    scans = psql("SELECT count(*) FROM jobtrend.merge('{}', %s, '{}', '{}', '{}', '{}');"
                 " SELECT seq_scan FROM pg_stat_xact_user_tables"
                 " WHERE relid = 'jobtrend.ad'::regclass" % earlier, f.db)[-1]

    expect("ads that were there earlier", f.of_ad("first_seen::date"), ["2024-12-01"])
    expect("readings of the whole table", scans, ["0"])


@test
def a_page_that_is_fresh_is_not_due_again():
    def visit(f, **link):
        """Was the page of the ad due in a second run, and was the ad seen?"""
        f.open(1)
        f.merge([f.page(1)], [f.link(7, role="detail", depth=1, due_at=LATEST, **link)])
        return psql("SELECT p.state, a.last_seen = '%s' FROM jobtrend.page AS p"
                    " JOIN jobtrend.ad AS a USING (page_id) WHERE page_id = 7" % LATEST, f.db)[0]

    fresh = {"fresh_since": SEEN, "taxonomy": DIGEST, "is_seen": True}
    cases = [
        ("read since then", {}, "", ["done", "t"]),
        ("listed by a list that shows its ads", {"is_seen": False}, "", ["done", "f"]),
        ("read before", {"fresh_since": LATER}, "", ["due", "f"]),
        ("not said", {"fresh_since": None}, "", ["due", "f"]),
        ("another dictionary", {"taxonomy": "\\x0000000000000000"}, "", ["due", "f"]),
        ("it had failed", {}, "UPDATE jobtrend.page SET state = 'failed' WHERE page_id = 7",
         ["due", "f"]),
        ("its ad was never read", {}, "UPDATE jobtrend.ad SET is_stub = true", ["due", "f"]),
        ("its ad has ended", {}, "UPDATE jobtrend.ad SET gone_at = last_seen,"
                                 " gone_reason = 'closed'", ["due", "f"]),
        ("its ad was absent", {}, "UPDATE jobtrend.ad SET first_absent = last_seen",
         ["done", "t"]),
    ]
    for name, link, change, wanted in cases:
        f = Frontier()
        f.open(1)
        f.merge([f.page(1)], [f.link(7, role="detail", depth=1)])
        f.merge([f.page(7, ad_digest=DIGEST + "00")], ads=[f.ad(7)])
        if change:
            value(change, f.db)
        expect(name, visit(f, **dict(fresh, **link)), wanted)
        expect(name + ": pending", value("SELECT pending FROM jobtrend.run WHERE run_id = %d"
                                         % f.run, f.db), "1" if wanted[0] == "due" else "0")


@test
def a_failed_try_does_not_make_a_page_forget_when_it_was_read():
    f = Frontier()
    f.open(7)
    f.merge([f.page(7, etag="a")], ads=[f.ad(7)])
    f.open(7)
    f.merge([f.page(7, state="due", status=503, fetched_at=LATER, due_at=LATER, body_sha256=None)])
    expect("read", value("SELECT fetched_at = '%s' FROM jobtrend.page" % SEEN, f.db), "t")
    f.merge([f.page(7, status=304, fetched_at=LATEST, same_since=SEEN, body_sha256=None)])
    expect("seen", f.of_ad("last_seen = '%s'" % LATEST), ["t"])


@test
def a_page_that_was_gone_is_read_anew():
    f = Frontier()
    f.open(7)
    f.merge([f.page(7, etag="a", ad_digest=DIGEST)], ads=[f.ad(7)])
    value("UPDATE jobtrend.page SET role = 'detail'", f.db)
    f.open(7)
    value("UPDATE jobtrend.page SET role = 'detail'", f.db)
    f.merge([f.page(7, state="gone", status=404, fetched_at=LATER, body_sha256=None)])
    expect("ad", f.of_ad("gone_reason"), ["http 404"])
    expect("page", psql("SELECT etag, ad_digest FROM jobtrend.page", f.db), [["", ""]])


@test
def an_unchanged_page_does_not_bring_back_what_it_closed():
    f = Frontier()
    f.open(7)
    f.merge([f.page(7)], ads=[f.ad(7, gone_at=SEEN, gone_reason="closed")])
    f.open(7)
    f.merge([f.page(7, status=304, fetched_at=LATER, same_since=SEEN, body_sha256=None)])
    expect("ad", f.of_ad("gone_reason, relist_count"), ["closed", "0"])


@test
def a_number_that_shows_another_vacancy_begins_another_life():
    f = Frontier()
    first = f.ad(7, title="Vision Engineer", employer_key="acme", regions=["DE-BE"])
    other = f.ad(7, title="Nurse on nights", employer_key="hospital", regions=["AT-6"],
                 content_hash=2, first_seen=LATER, last_seen=LATER)
    f.open(1)
    f.merge(ads=[first])
    f.open(1)
    for _ in range(2):  # told again: an answer of the database was lost
        f.merge(ads=[other])
    f.merge(touches=[f.touch(7, at="2025-01-03T06:00:00Z")])
    f.merge(ads=[first])  # a daemon that was away tells what it saw then

    expect("present", f.of_ad("title, last_seen::date, gone_at, relist_count, life_of"),
           ["Nurse on nights", "2025-01-03", "", "0", ""])
    expect("before", psql("SELECT native_id, title, first_seen = '%s', gone_at = '%s', gone_reason,"
                          " life_of FROM jobtrend.ad WHERE ad_id <> 7" % (SEEN, LATER), f.db),
           [["7", "Vision Engineer", "t", "t", "replaced", "7"]])


@test
def a_number_whose_vacancy_is_edited_keeps_it():
    for change in ({"title": "Nurse on nights"}, {"employer_key": "hospital"},
                   {"regions": ["AT-6"]}):
        f = Frontier()
        f.open(1)
        f.merge(ads=[f.ad(7, title="Vision Engineer", employer_key="acme", regions=["DE-BE"])])
        f.merge(ads=[f.ad(7, **{"title": "Vision Engineer", "employer_key": "acme",
                                "regions": ["DE-BE"], "content_hash": 2, "first_seen": LATER,
                                "last_seen": LATER, **change})])
        expect(str(change), psql("SELECT first_seen = '%s', last_seen = '%s' FROM jobtrend.ad"
                                 % (SEEN, LATER), f.db), [["t", "t"]])


@test
def a_batch_reads_its_own_pages_however_many_are_due():
    f = Frontier()
    f.open(1)
    merge = "SELECT count(*) FROM jobtrend.merge(%s, '{}', '{}', '{}', '{}', '{}')"
    many = ("INSERT INTO jobtrend.page (source_id, page_id, url, host, role, kind, run_id) SELECT 1, n,"
            " 'http://h/' || n, 'h', 'detail', 'greenhouse', %d FROM generate_series(2, 20000) AS n" % f.run)

    rows_read, dearest = looked_at(
        merge % rows("page", [f.page(n) for n in range(52, 152)]), f.db,
        # A plan may be kept from when there was one page.
        ";".join([merge % rows("page", [f.page(1)])] * 7 + [many]))

    expect("done", psql("SELECT state = 'done', count(*) FROM jobtrend.page GROUP BY 1 ORDER BY 1", f.db),
           [["f", "19899"], ["t", "101"]])
    expect("%d rows looked at: %s" % (rows_read, dearest), rows_read < 4000, True)


if __name__ == "__main__":
    main()
