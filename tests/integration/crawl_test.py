#!/usr/bin/env python3
"""The daemon turns boards into rows, and visits them again with little work."""
import hashlib
import json
import os
import signal
import time

from harness import background, expect, main, program, psql, run, test, wait_until
from board import PAGE, put_board, put_site, world

BOARD = "/v1/boards/brink/jobs?content=true"


@test
def a_board_and_a_site_become_ads():
    with world() as w:
        put_board(w.site, range(1, 13))
        put_site(w, ["a", "b", "c"])
        w.source("greenhouse/brink", "greenhouse", BOARD, employer="Brink GmbH")
        w.source("site/brink", "sitemap", "/")
        w.configure()

        expect("states", w.visit(), {"greenhouse/brink": "ok", "site/brink": "ok"})

        expect("ads", w.ask("SELECT count(*) FROM jobtrend.ad"), "15")
        expect("texts", w.ask("SELECT count(*) FROM jobtrend.text_version"), "15")
        expect("regions", w.ask("SELECT string_agg(DISTINCT r, ' ' ORDER BY r)"
                                " FROM jobtrend.ad, unnest(regions) AS r"), "DE-BE FR-IDF")
        expect("skilled", w.ask("SELECT count(*) FROM jobtrend.ad AS a JOIN jobtrend.skill AS s"
                                " ON s.skill_id = ANY (a.skills) WHERE s.id = 'pytorch'"), "15")
        expect("postings", w.ask("SELECT count(*) > 0 FROM jobtrend.posting"), "t")
        expect("due pages", w.ask("SELECT count(*) FROM jobtrend.page WHERE state = 'due'"), "0")
        expect("leases", w.ask("SELECT count(*) FROM jobtrend.host"
                               " WHERE lease_owner IS NOT NULL"), "0")
        expect("robots.txt asked for", w.site.times("/robots.txt"), 2)  # rules, and as a document


@test
def an_unchanged_ad_is_touched_and_not_rewritten():
    with world() as w:
        put_board(w.site, range(1, 4))
        put_site(w, ["a", "b"])
        w.source("greenhouse/brink", "greenhouse", BOARD)
        w.source("site/brink", "sitemap", "/map.xml")
        w.configure()
        w.visit()
        before = psql("SELECT ad_id, first_seen, last_seen, text_version FROM jobtrend.ad"
                      " ORDER BY ad_id", w.db)
        put_board(w.site, range(1, 5))  # one more: the body changes, three ads do not

        expect("states", w.visit(), {"greenhouse/brink": "ok", "site/brink": "ok"})

        after = {r[0]: r for r in psql("SELECT ad_id, first_seen, last_seen, text_version"
                                       " FROM jobtrend.ad", w.db)}
        expect("ads", len(after), 6)
        for ad, first, last, version in before:
            expect("first_seen", after[ad][1], first)
            expect("seen later", after[ad][2] > last, True)
            expect("text_version", after[ad][3], version)
        expect("new", w.ask("SELECT sum(ads_new) FROM jobtrend.run"), "6")
        expect("answers 304", w.ask("SELECT count(*) FROM jobtrend.page WHERE status = 304"), "2")


def stream(*records):
    """Ads of a service that says of others only that they were removed."""
    ad = {"headline": "Ingenjör", "application_deadline": "2099-01-01T00:00:00",
          "description": {"text": "PyTorch."}, "publication_date": "2026-05-20T08:15:00"}
    over = {"removed": True, "removed_date": "2026-05-21T09:00:00"}
    return "".join(json.dumps(dict(over if n < 0 else ad, id=str(abs(n)))) + "\n"
                   for n in records)


@test
def an_ad_that_is_only_said_to_be_removed_is_over():
    with world() as w:
        w.site.put("/v2/stream", stream(1, 2), kind="application/json")
        w.source("sweden/stream", "jobtech", "/v2/stream")
        w.configure()
        expect("states", w.visit(), {"sweden/stream": "ok"})

        w.site.put("/v2/stream", stream(1, -2, -3), kind="application/json")
        expect("states", w.visit(), {"sweden/stream": "ok"})

        expect("ads", psql("SELECT native_id, title, gone_reason FROM jobtrend.ad"
                           " ORDER BY native_id", w.db),
               [["1", "Ingenjör", ""], ["2", "Ingenjör", "closed"]])
        gone = w.ask("SELECT gone_at FROM jobtrend.ad WHERE native_id = '2'")

        w.site.put("/v2/stream", stream(1, 4, -2), kind="application/json")
        w.visit()
        expect("gone since", w.ask("SELECT gone_at FROM jobtrend.ad WHERE native_id = '2'"), gone)


@test
def a_document_is_remembered_once_by_its_hash():
    with world() as w:
        put_site(w, ["a", "b"])
        w.source("site/brink", "sitemap", "/map.xml")
        w.configure(keep_text="none")
        w.visit()
        body = w.site.answers["/jobs/a"][2]
        expect("documents", w.ask("SELECT count(*) FROM jobtrend.document"), "3")

        w.visit()

        expect("again", w.ask("SELECT count(*) FROM jobtrend.document"), "3")
        w.site.put("/jobs/a", PAGE % {"title": "AI Engineer", "id": "a"})
        w.visit()
        expect("of a page that changed", psql(
            "SELECT encode(d.sha256, 'hex') = '%s', bytes, content_type"
            " FROM jobtrend.document AS d JOIN jobtrend.page USING (source_id, page_id)"
            " WHERE url LIKE '%%/a' ORDER BY first_fetched_at"
            % hashlib.sha256(body).hexdigest(), w.db),
            [["t", str(len(body)), "text/html"],
             ["f", str(len(w.site.answers["/jobs/a"][2])), "text/html"]])
        expect("evidence of an ad", psql(
            "SELECT DISTINCT native_id, sha256 FROM jobtrend.explain('world', 'any', '%d')"
            " WHERE native_id = 'b'" % time.gmtime().tm_year, w.db),
            [["b", hashlib.sha256(w.site.answers["/jobs/b"][2]).hexdigest()]])


@test
def a_run_counts_what_it_saw():
    def counts(w):
        return psql("SELECT fetched, failed, ads_seen, ads_new, ads_changed, ads_gone, bytes"
                    " FROM jobtrend.run ORDER BY run_id DESC LIMIT 1", w.db)[0]

    def bytes_of(w, *paths):
        return str(sum(len(w.site.answers[p][2]) for p in paths))

    with world() as w:
        put_site(w, ["a", "b", "c"])
        w.source("site/brink", "sitemap", "/map.xml")
        w.configure()
        w.visit()
        expect("first", counts(w), ["4", "0", "3", "3", "0", "0", bytes_of(
            w, "/map.xml", "/jobs/a", "/jobs/b", "/jobs/c")])
        w.site.put("/jobs/a", PAGE % {"title": "AI Engineer", "id": "a"})
        w.site.put("/jobs/b", "gone", status=410)
        w.visit()
        expect("second", counts(w),
               ["3", "0", "2", "0", "1", "1", bytes_of(w, "/map.xml", "/jobs/a")])
        w.visit()
        expect("third", counts(w)[:6], ["3", "0", "2", "0", "0", "0"])


@test
def an_ad_is_gone_when_two_sound_runs_miss_it():
    with world() as w:
        put_board(w.site, range(1, 13))
        w.source("greenhouse/brink", "greenhouse", BOARD)
        w.configure()
        w.visit()
        put_board(w.site, range(1, 12))

        w.visit()
        expect("absent", w.ask("SELECT count(*) FROM jobtrend.ad WHERE first_absent IS NOT NULL"
                               " AND gone_at IS NULL"), "1")
        w.visit()
        expect("gone", w.ask("SELECT count(*) FROM jobtrend.ad WHERE gone_at = first_absent"
                             " AND gone_reason = 'absent'"), "1")
        put_board(w.site, range(1, 13))
        w.visit()
        expect("back", w.ask("SELECT count(*) FROM jobtrend.ad WHERE gone_at IS NULL"
                             " AND relist_count = 1 AND first_absent IS NULL"), "1")


@test
def a_run_that_fails_or_loses_most_closes_nothing():
    with world() as w:
        put_board(w.site, range(1, 13))
        w.source("greenhouse/brink", "greenhouse", BOARD)
        w.configure()
        w.visit()

        w.site.put(BOARD, "sorry", status=500)
        expect("500", w.visit(), {"greenhouse/brink": "dead"})
        w.site.put(BOARD, "no", status=403)
        expect("403", w.visit(), {"greenhouse/brink": "blocked"})
        w.site.put(BOARD, '{"jobs": [{"id": 1, ', kind="application/json")
        expect("cut", w.visit(), {"greenhouse/brink": "partial"})
        put_board(w.site, range(1, 4))
        expect("vanished", w.visit(), {"greenhouse/brink": "partial"})

        expect("open", w.ask("SELECT count(*) FROM jobtrend.ad WHERE gone_at IS NULL"
                             " AND first_absent IS NULL"), "12")
        expect("tries", w.ask("SELECT count(*) FROM jobtrend.run"), "5")


@test
def a_page_that_is_gone_closes_its_ad_at_once():
    with world() as w:
        put_site(w, ["a", "b", "c"])
        w.source("site/brink", "sitemap", "/map.xml")
        w.configure()
        w.visit()
        w.site.put("/jobs/a", "gone", status=410)
        w.site.put("/jobs/b", "broken", status=503)

        w.visit()

        expect("ads", psql("SELECT native_id, gone_reason FROM jobtrend.ad ORDER BY 1", w.db),
               [["a", "http 410"], ["b", ""], ["c", ""]])
        expect("error", w.ask("SELECT error FROM jobtrend.page WHERE url LIKE '%/b'"), "http 503")
        expect("tries", w.site.times("/jobs/b"), 3)  # one at the first visit, two now


@test
def a_host_that_asks_for_patience_is_left_alone():
    with world() as w:
        put_site(w, ["a", "b"])
        w.site.first["/map.xml"] = (429, "text/plain", b"later", {"Retry-After": "3"})
        w.source("site/brink", "sitemap", "/map.xml")
        w.configure(backoff_max="10 s")

        expect("states", w.visit(), {"site/brink": "ok"})

        asked = [t for t, path in w.site.when if path == "/map.xml"]
        expect("asked twice", len(asked), 2)
        expect("pause of 3 s", asked[1] - asked[0] >= 2.9, True)
        expect("nothing meanwhile", [p for t, p in w.site.when if asked[0] < t < asked[1]], [])


@test
def a_source_that_asks_for_too_much_patience_ends_its_visit():
    with world() as w:
        put_site(w, ["a", "b"])
        w.site.put("/map.xml", "later", status=429, Retry_After="3600")
        w.source("site/brink", "sitemap", "/map.xml")
        w.configure(backoff_max="2 h")

        expect("states", w.visit(), {"site/brink": "blocked"})

        expect("asked", w.site.times("/map.xml"), 1)


@test
def two_daemons_share_hosts_and_not_pages():
    with world() as w:
        put_site(w, ["p%d" % n for n in range(40)])
        w.source("site/brink", "sitemap", "/map.xml")
        w.configure(delay="5 ms", state_dir=str(w.path / "one"))
        with background(*w.command("--once"), log=str(w.path / "log1")) as one:
            w.configure(delay="5 ms", state_dir=str(w.path / "two"))
            with background(*w.command("--once"), log=str(w.path / "log2")) as two:
                expect("one", one.wait(60), 0)
                expect("two", two.wait(60), 0)

        expect("ads", w.ask("SELECT count(*) FROM jobtrend.ad"), "40")
        expect("runs", w.ask("SELECT count(*) FROM jobtrend.run"), "1")
        expect("twice", len(w.site.asked) - len(set(w.site.asked)), 0)


@test
def what_robots_txt_forbids_is_not_asked_for():
    with world() as w:
        put_site(w, ["a"])
        w.site.put("/private/board", "{}")
        w.source("site/closed", "greenhouse", "/private/board")
        w.configure()

        expect("states", w.visit(), {"site/closed": "blocked"})

        expect("asked", w.site.times("/private/board"), 0)
        expect("error", w.ask("SELECT error FROM jobtrend.page"), "disallowed by robots.txt")


TDM = "/.well-known/tdmrep.json"


@test
def what_a_host_reserves_is_not_asked_for():
    with world() as w:
        put_site(w, ["a", "b"])
        w.site.put(TDM, json.dumps([{"location": "/jobs/a", "tdm-reservation": 1},
                                    {"location": "/boards/", "tdm-reservation": 1}]),
                   kind="application/json")
        w.source("site/part", "sitemap", "/map.xml")
        w.source("site/all", "rss", "/boards/feed.xml")
        w.configure()

        expect("states", w.visit(), {"site/part": "partial", "site/all": "tdm"})

        expect("asked", [w.site.times(path) for path in ("/jobs/a", "/jobs/b", "/boards/feed.xml")],
               [0, 1, 0])
        expect("why", w.ask("SELECT DISTINCT error FROM jobtrend.page WHERE error IS NOT NULL"),
               "text and data mining rights are reserved")
        w.visit()
        expect("reservations asked for again", w.site.times(TDM), 1)
        expect("reserved page on the second visit", w.site.times("/jobs/a"), 0)


@test
def reservations_may_be_left_alone_by_configuration():
    with world() as w:
        put_site(w, ["a"])
        w.site.put(TDM, json.dumps([{"location": "/", "tdm-reservation": 1}]),
                   kind="application/json")
        w.source("site/own", "sitemap", "/map.xml")
        w.configure(tdm=False)

        expect("states", w.visit(), {"site/own": "ok"})
        expect("reservations asked for", w.site.times(TDM), 0)


@test
def a_broken_document_marks_its_page_alone():
    with world() as w:
        put_site(w, ["a", "b"])
        w.site.put("/jobs/b", PAGE % {"title": "NUL \\u0000 here", "id": "b"})
        w.site.put("/map.xml", w.site.answers["/map.xml"][2].replace(
            b"</urlset>", b"<url><loc>%s/jobs/bomb</loc></url></urlset>" % w.base.encode()),
            kind="application/xml")
        w.site.put("/jobs/bomb", b"\x1f\x8bnot gzip", Content_Encoding="gzip")
        w.source("site/brink", "sitemap", "/map.xml")
        w.configure()
        w.visit()

        expect("pages", dict(psql("SELECT right(url, 4), state FROM jobtrend.page"
                                  " WHERE role = 'detail'", w.db)),
               {"bs/a": "done", "bs/b": "done", "bomb": "failed"})
        expect("ads", w.ask("SELECT count(*) FROM jobtrend.ad"), "2")


@test
def a_run_stops_at_its_page_limit():
    with world() as w:
        put_site(w, ["p%d" % n for n in range(30)])
        w.source("site/brink", "sitemap", "/map.xml", max_pages=11)
        w.configure()

        expect("states", w.visit(), {"site/brink": "capped"})

        expect("pages", w.ask("SELECT count(*) FROM jobtrend.page"), "11")


@test
def a_daemon_stops_on_sigterm_and_gives_its_hosts_back():
    with world() as w:
        put_site(w, ["p%d" % n for n in range(60)])
        w.source("site/brink", "sitemap", "/map.xml")
        w.configure(delay="50 ms")
        with background(*w.command(), log=str(w.path / "log")) as daemon:
            wait_until(lambda: int(w.ask("SELECT count(*) FROM jobtrend.ad")) > 5, what="ads")
            daemon.send_signal(signal.SIGHUP)
            daemon.terminate()
            expect("status", daemon.wait(20), 0)
        expect("leases", w.ask("SELECT count(*) FROM jobtrend.host"
                               " WHERE lease_owner IS NOT NULL"), "0")
        done = int(w.ask("SELECT count(*) FROM jobtrend.page WHERE state = 'done'"))
        expect("under way", w.ask("SELECT pending FROM jobtrend.run"), str(61 - done))
        run(*w.command("--once"))
        expect("ads", w.ask("SELECT count(*) FROM jobtrend.ad"), "60")
        expect("state", w.ask("SELECT state FROM jobtrend.run"), "ok")
        expect("fetched twice", len(w.site.asked) - len(set(w.site.asked)), 0)


@test
def killed_at_any_moment_nothing_is_lost_or_doubled():
    with world() as w:
        put_site(w, ["p%d" % n for n in range(80)])
        w.source("site/brink", "sitemap", "/map.xml")
        w.configure(delay="5 ms", store_wait="20 ms")
        for ads in (1, 20, 45):
            with background(*w.command(), log=str(w.path / "log")) as daemon:
                wait_until(lambda: int(w.ask("SELECT count(*) FROM jobtrend.ad")) >= ads,
                           what="ads")
                os.kill(daemon.pid, signal.SIGKILL)
                daemon.wait()
        run(*w.command("--once"))
        expect("run", psql("SELECT state, ads_seen, ads_new, pending FROM jobtrend.run", w.db),
               [["ok", "80", "80", "0"]])
        expect("ads", w.ask("SELECT count(*) FROM jobtrend.ad"), "80")
        expect("texts", w.ask("SELECT count(*) FROM jobtrend.text_version"), "80")


def put_threads(w, ages):
    """Monthly threads, so many days old each, with three comments."""
    now, threads = int(time.time()), []
    for number, age in enumerate(ages, 1):
        at, story = now - age * 86400, 1000 * number
        threads.append({"objectID": str(story), "title": "Ask HN: Who is hiring? (%d)" % number,
                        "created_at_i": at, "author": "whoishiring"})
        children = [{"id": story + n, "type": "comment", "created_at_i": at + 3600 * n,
                     "story_id": story, "parent_id": story, "author": "a%d" % n, "children": [],
                     "text": "Acme %d-%d | Berlin, Germany | ML Engineer | PyTorch" % (story, n)}
                    for n in (1, 2, 3)]
        w.site.put("/api/v1/items/%d" % story, json.dumps(
            {"id": story, "type": "story", "title": "Ask HN: Who is hiring? (%d)" % number,
             "created_at_i": at, "author": "whoishiring", "children": children}),
            kind="application/json")
    w.site.put("/api/v1/search_by_date?tags=story,author_whoishiring",
               json.dumps({"hits": threads, "page": 0, "nbPages": 1}), kind="application/json")


@test
def threads_of_past_months_count_in_their_months():
    with world() as w:
        put_threads(w, [3, 34, 64, 95, 400])
        w.source("hn/hiring", "hn", "/api/v1/search_by_date?tags=story,author_whoishiring",
                 backfill=4)
        w.configure()

        w.visit()
        w.visit()

        expect("ads", w.ask("SELECT count(*) FROM jobtrend.ad"), "12")
        expect("runs", psql("SELECT origin, state, count(*) FROM jobtrend.run GROUP BY 1, 2"
                            " ORDER BY 1", w.db), [["import", "ok", "2"], ["live", "ok", "2"]])
        expect("ages in days", psql(
            "SELECT round(extract(epoch FROM now() - first_seen) / 86400), count(*)"
            " FROM jobtrend.ad GROUP BY 1 ORDER BY 1", w.db),
            [["3", "3"], ["34", "3"], ["64", "3"], ["95", "3"]])
        expect("open", w.ask("SELECT count(*) FROM jobtrend.ad WHERE gone_at IS NULL"), "6")
        expect("past threads asked for", w.site.times("/api/v1/items/3000"), 1)
        expect("today's", w.site.times("/api/v1/items/1000"), 2)


@test
def a_wrong_command_line_says_what_is_expected():
    for arguments in (["--nonsense"], ["extra"], ["--config"]):
        done = run(program("jobtrendd"), *arguments, check=False)
        expect("status of %s" % arguments, done.returncode, 2)
        expect("usage", "usage: jobtrendd" in done.stderr, True)
    expect("help", run(program("jobtrendd"), "--help").stdout.startswith("usage:"), True)


if __name__ == "__main__":
    main()
