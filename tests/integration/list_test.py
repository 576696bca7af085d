#!/usr/bin/env python3
"""Boards whose lists have pages and whose ads have pages of their own."""
import json
import os
import signal
import time

from harness import background, expect, main, program, psql, run, test, wait_until
from board import PAGE, world

JOBS = "/wday/cxs/brink/Careers/jobs"


class Workday:
    """A board that is searched by POST, 20 jobs a page."""

    def __init__(self, w, count):
        self.w, self.numbers, self.ignores_offset = w, list(range(1, count + 1)), False
        w.site.dynamic[JOBS] = self.page
        for n in self.numbers:
            self.put_job(n)

    def path(self, n):
        return "/job/Berlin/Engineer-%d_R-%d" % (n, n)

    def detail(self, n):
        return "/wday/cxs/brink/Careers" + self.path(n)

    def put_job(self, n, text="You train models with PyTorch."):
        self.w.site.put(self.detail(n), json.dumps({
            "jobPostingInfo": {"title": "Engineer %d" % n, "jobReqId": "R-%d" % n,
                               "jobDescription": "<p>%s</p>" % text, "location": "Berlin",
                               "startDate": "2026-10-01"},
            "hiringOrganization": {"name": "Brink GmbH"}}), kind="application/json")

    def page(self, path, body):
        offset = 0 if self.ignores_offset else json.loads(body)["offset"]
        return {"total": len(self.numbers) if offset == 0 else 0, "jobPostings": [
            {"title": "Engineer %d" % n, "externalPath": self.path(n), "locationsText": "Berlin",
             "postedOn": "Posted Today", "bulletFields": ["R-%d" % n]}
            for n in self.numbers[offset:offset + 20]]}

    def asked(self):
        """How many list pages and pages of ads were asked for since the last call."""
        asked, self.w.site.asked = self.w.site.asked, []
        return asked.count(JOBS), sum(1 for p in asked if "/job/" in p)


def workday(w, count):
    board = Workday(w, count)
    w.source("workday/brink", "workday", JOBS)
    w.configure(retries=0)
    return board


def ads(w, columns="count(*)", where="true"):
    return w.ask("SELECT %s FROM jobtrend.ad WHERE %s" % (columns, where))


@test
def ads_of_a_posted_list_have_texts_and_are_read_once():
    with world() as w:
        board = workday(w, 45)

        expect("first visit", w.visit(), {"workday/brink": "ok"})
        expect("asked", board.asked(), (3, 45))
        expect("texts", w.ask("SELECT count(*) FROM jobtrend.text_version"
                              " WHERE description LIKE '%PyTorch%' AND text_version = 1"), "45")
        expect("sighted alone", ads(w, where="is_stub"), "0")
        expect("listed", w.ask("SELECT listed FROM jobtrend.run"), "45")

        expect("second visit", w.visit(), {"workday/brink": "ok"})
        expect("asked again", board.asked(), (3, 0))
        expect("seen", w.ask("SELECT ads_seen, ads_new, ads_changed FROM jobtrend.run"
                             " ORDER BY run_id DESC LIMIT 1"), "45")
        expect("texts kept", ads(w, where="is_stub OR text_version <> 1"), "0")


@test
def a_list_that_answers_with_no_content_has_no_ads():
    with world() as w:
        w.site.put(JOBS, "", status=204)
        w.source("workday/brink", "workday", JOBS)
        w.configure(retries=0)

        expect("nothing was there before", w.visit(), {"workday/brink": "ok"})
        expect("said", w.ask("SELECT listed, ads_seen FROM jobtrend.run"), "0")

        workday_ads = Workday(w, 3)
        expect("then three", w.visit(), {"workday/brink": "ok"})
        del w.site.dynamic[JOBS]
        expect("then none", w.visit(), {"workday/brink": "partial"})
        expect("finding", w.ask("SELECT finding FROM jobtrend.run ORDER BY run_id DESC LIMIT 1"),
               "empty")
        expect("open", ads(w, where="gone_at IS NULL"), str(len(workday_ads.numbers)))


@test
def an_ad_that_leaves_the_list_ends_after_two_visits():
    with world() as w:
        board = workday(w, 25)
        w.visit()
        board.numbers.remove(7)
        w.visit()
        expect("once", ads(w, where="first_absent IS NOT NULL AND gone_at IS NULL"), "1")
        w.visit()
        expect("twice", ads(w, "native_id", "gone_reason = 'absent'"), "R-7")
        board.numbers.append(7)
        w.visit()
        expect("back", ads(w, where="gone_at IS NULL AND relist_count = 1"), "1")


@test
def a_list_that_repeats_its_first_page_closes_nothing():
    with world() as w:
        board = workday(w, 45)
        w.visit()
        board.asked()
        board.ignores_offset = True

        for _ in range(2):
            expect("state", w.visit(), {"workday/brink": "partial"})
            expect("asked", board.asked(), (2, 0))
        expect("note", w.ask("SELECT DISTINCT note FROM jobtrend.page WHERE note IS NOT NULL"),
               "page repeats the one before it")
        expect("open", ads(w, where="gone_at IS NULL AND first_absent IS NULL"), "45")


@test
def the_page_of_an_ad_that_failed_is_tried_in_each_visit():
    with world() as w:
        board = workday(w, 21)
        w.site.put(board.detail(3), "broken", status=500)
        w.visit()
        expect("known from the list", ads(w, "title", "is_stub"), "Engineer 3")
        board.asked()
        expect("one of 21 is few", w.visit(), {"workday/brink": "ok"})
        expect("asked", board.asked(), (2, 1))
        board.put_job(3)
        w.visit()
        expect("asked", board.asked(), (2, 1))
        expect("texts", w.ask("SELECT count(*) FROM jobtrend.text_version"), "21")
        expect("sighted alone", ads(w, where="is_stub"), "0")
        w.visit()
        expect("asked", board.asked(), (2, 0))


@test
def an_ad_whose_page_is_gone_ends_although_it_is_listed():
    with world() as w:
        board = workday(w, 5)
        w.site.put(board.detail(2), "gone", status=404)
        w.visit()
        expect("never read", ads(w, "native_id", "gone_reason = 'http 404'"), "R-2")
        for _ in range(2):
            w.visit()
        expect("still", ads(w, "relist_count", "gone_reason = 'http 404'"), "0")
        expect("counted as listed", w.ask("SELECT ads_seen FROM jobtrend.run"
                                          " ORDER BY run_id DESC LIMIT 1"), "5")
        board.put_job(2)
        w.visit()
        expect("back", ads(w, "relist_count", "native_id = 'R-2' AND gone_at IS NULL"
                                              " AND NOT is_stub"), "1")


@test
def the_page_of_an_ad_is_read_again_after_refresh():
    with world() as w:
        board = Workday(w, 3)
        w.source("workday/brink", "workday", JOBS, refresh="0 s")
        w.configure()
        w.visit()
        board.asked()
        board.put_job(2, "You train large language models.")
        w.visit()
        expect("asked", board.asked(), (1, 3))
        expect("new text", w.ask("SELECT description FROM jobtrend.text_version"
                                 " WHERE text_version = 2"), "You train large language models.")


@test
def killed_at_any_moment_nothing_is_lost_or_doubled():
    with world() as w:
        board = workday(w, 45)
        w.configure(delay="5 ms", store_wait="20 ms", retries=0)
        for seen in (1, 15, 30):
            with background(*w.command(), log=str(w.path / "log")) as daemon:
                wait_until(lambda: int(ads(w, where="NOT is_stub")) >= seen, what="ads")
                os.kill(daemon.pid, signal.SIGKILL)
                daemon.wait()
        run(*w.command("--once"))
        expect("run", psql("SELECT state, listed, ads_seen, ads_new, pending FROM jobtrend.run",
                           w.db), [["ok", "45", "45", "45", "0"]])
        expect("texts", w.ask("SELECT count(*) FROM jobtrend.text_version"), "45")
        expect("sighted alone", ads(w, where="is_stub"), "0")


@test
def a_posted_list_is_tried_with_the_page_of_an_ad():
    with world() as w:
        board = workday(w, 25)

        said = run(program("jobtrendctl"), "source", "test", "--config", w.file,
                   "workday/brink").stdout

        expect("said", said.startswith("ok      workday/brink: 20 ads"), True)
        expect("page of an ad", "page of an ad" in said, True)
        expect("asked", board.asked(), (1, 1))


# ---- what says when it was changed ----

BOARD = "/v1/boards/brink/jobs"


def put_changes(w, days):
    """A Greenhouse list without texts; `days` are when each job was changed."""
    def job(n):
        return {"id": n, "title": "Engineer %d" % n, "updated_at": days[n] + "T08:00:00Z",
                "absolute_url": "https://boards.example/jobs/%d" % n,
                "location": {"name": "Paris, France"}}
    w.site.put(BOARD, json.dumps({"jobs": [job(n) for n in days], "meta": {"total": len(days)}}),
               kind="application/json")
    for n in days:
        w.site.put("%s/%d" % (BOARD, n), json.dumps(dict(
            job(n), content="&lt;p&gt;You train models with PyTorch. As of %s.&lt;/p&gt;"
            % days[n])), kind="application/json")


@test
def an_ad_that_its_list_calls_changed_is_read_again():
    with world() as w:
        put_changes(w, {1: "2026-10-01", 2: "2026-10-01", 3: "2026-10-01"})
        w.source("greenhouse/brink", "greenhouse", BOARD)
        w.configure()
        expect("first", w.visit(), {"greenhouse/brink": "ok"})
        put_changes(w, {1: "2026-10-01", 2: "2199-10-05", 3: "2026-10-01"})
        w.site.asked = []

        expect("second", w.visit(), {"greenhouse/brink": "ok"})

        expect("asked", [p for p in w.site.asked if p.startswith(BOARD)], [BOARD, BOARD + "/2"])
        expect("texts", psql("SELECT text_version, count(*) FROM jobtrend.text_version"
                             " GROUP BY 1 ORDER BY 1", w.db), [["1", "3"], ["2", "1"]])


def put_map(w, changed):
    w.site.put("/map.xml", '<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/'
               'sitemap/0.9">%s</urlset>' % "".join(
                   "<url><loc>%s/jobs/%s</loc><lastmod>%s</lastmod></url>" % (w.base, n, day)
                   for n, day in changed.items()), kind="application/xml")
    for n in changed:
        w.site.put("/jobs/%s" % n, PAGE % {"title": "ML Engineer %s" % n, "id": n})


@test
def a_sitemap_that_says_when_pages_changed_spares_the_others():
    with world() as w:
        today = time.strftime("%Y-%m-%d", time.gmtime())  # may change once more before it ends
        put_map(w, {"a": "2026-10-01", "b": "2026-10-01", "c": "2026-10-01", "d": today})
        w.source("site/brink", "sitemap", "/map.xml")
        w.configure()
        w.visit()
        put_map(w, {"a": "2026-10-01", "b": "2199-01-01", "d": today})
        w.site.asked = []

        expect("state", w.visit(), {"site/brink": "ok"})

        expect("asked", sorted(p for p in w.site.asked if p.startswith("/jobs")), ["/jobs/b", "/jobs/d"])
        expect("seen", psql("SELECT native_id FROM jobtrend.ad WHERE first_absent IS NULL"
                            " ORDER BY 1", w.db), [["a"], ["b"], ["d"]])
        w.visit()
        expect("gone", ads(w, "native_id", "gone_reason = 'absent'"), "c")


if __name__ == "__main__":
    main()
