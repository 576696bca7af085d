#!/usr/bin/env python3
"""Any site: the daemon visits one by the rules of its block."""
import json

from harness import expect, main, program, psql, run, test
from board import world

RULES = """source "site/mill" {
  kind = "site"
  url = "%s/jobs?page=1"
  employer = "Mill"
  refresh = "1 s"
  list {
    entries = "//li[@class='job']"
    title = "a"
    url = "a/@href"
    location = "span"
    empty = "no vacancies"
    field "native_id" { from = "address" match = "/jobs/(\\\\d+)" }
    paging { by = "number" param = "page" size = 2 }
  }
  detail {
    title = "//h1"
    location = "//p[@class='place']"
    description = "//main"
    field "posted_at" { at = "//time" date = "%%d/%%m/%%Y" }
  }
}
"""


def put(w, ids, template="<li class='job'><a href='/jobs/%d'>Engineer %d</a><span>York</span></li>"):
    pages = [ids[i:i + 2] for i in range(0, len(ids), 2)] or [[]]
    for n in range(6):
        inside = "".join(template % (i, i) for i in (pages[n] if n < len(pages) else []))
        w.site.put("/jobs?page=%d" % (n + 1), "<html><body><ul>%s</ul></body></html>" % inside)
    for i in ids:
        # the page moves to an address with the title, as sites do
        w.site.put("/jobs/%d" % i, "", status=302, Location="/jobs/%d-engineer" % i)
        w.site.put("/jobs/%d-engineer" % i, "<html><body><h1>Engineer %d</h1><p class='place'>York, "
                   "England</p><time>03/04/2026</time><main><p>You train models with PyTorch."
                   "</p></main></body></html>" % i)


def begin(w):
    w.site.put("/robots.txt", "", status=404)
    w.sources.append(RULES % w.base)
    w.configure()


def open_ads(w):
    return w.ask("SELECT count(*) FROM jobtrend.ad WHERE gone_at IS NULL")


@test
def a_list_and_the_pages_of_its_ads_are_one():
    with world() as w:
        begin(w)
        put(w, [1, 2, 3, 4, 5])
        expect("state", w.visit(), {"site/mill": "ok"})
        expect("ads", psql("SELECT native_id, title FROM jobtrend.ad ORDER BY 1", w.db),
               [[str(i), "Engineer %d" % i] for i in (1, 2, 3, 4, 5)])
        expect("of the page", psql(
            "SELECT DISTINCT claimed_posted AT TIME ZONE 'UTC', url LIKE '%-engineer',"
            " regions::text FROM jobtrend.ad", w.db),
            [["2026-04-03 00:00:00", "t", "{GB-ENG}"]])
        expect("again", w.visit(), {"site/mill": "ok"})
        expect("no other ads", w.ask("SELECT count(*) FROM jobtrend.ad"), "5")


@test
def a_new_template_closes_nothing():
    with world() as w:
        begin(w)
        put(w, [1, 2, 3])
        expect("first", w.visit(), {"site/mill": "ok"})
        put(w, [1, 2, 3], "<div class='card'><a href='/jobs/%d'>Engineer %d</a></div>")
        for _ in range(3):
            state = w.visit()["site/mill"]
            expect("not ok: %s" % state, state != "ok", True)
        expect("open", open_ads(w), "3")


@test
def an_empty_list_that_says_so_is_believed():
    with world() as w:
        begin(w)
        put(w, [1, 2])
        expect("first", w.visit(), {"site/mill": "ok"})
        w.site.put("/jobs?page=1", "<html><body><p>At present <b>no vacancies</b>.</p></body></html>")
        expect("read", w.visit()["site/mill"] in ("ok", "partial"), True)
        expect("nothing invented", w.ask("SELECT count(*) FROM jobtrend.ad"), "2")


@test
def kept_pages_are_read_again_as_what_they_are():
    with world() as w:
        w.site.put("/robots.txt", "", status=404)
        w.sources.append(RULES % w.base)
        w.configure(keep_raw="all")
        put(w, [1, 2])
        expect("state", w.visit(), {"site/mill": "ok"})
        psql("UPDATE jobtrend.ad SET regions = '{}', content_hash = 1", w.db)
        done = run(program("jobtrendctl"), "reparse", "--db", w.db, "--config", w.file)
        expect("pages", "2 ads changed, 0 are new" in done.stdout, True)
        expect("as before", w.ask("SELECT DISTINCT regions::text FROM jobtrend.ad"), "{GB-ENG}")


SEARCH = """source "site/search" {
  kind = "site"
  url = "%s/api/search"
  post = '{"filter": {"from": 0}}'
  list {
    format = "json"
    entries = "/data/jobs"
    native_id = "/nr"
    title = "/name"
    field "url" { template = "/jobs/{/nr}" }
    total { at = "/data/found" }
    paging { by = "offset" param = "filter.from" size = 2 }
  }
}
"""


@test
def a_list_is_searched_by_post_page_by_page():
    def search(_, body):
        begin = json.loads(body)["filter"]["from"]
        return {"data": {"found": 5, "jobs": [{"nr": n, "name": "Engineer %d" % n}
                                              for n in range(1, 6)][begin:begin + 2]}}

    with world() as w:
        w.site.put("/robots.txt", "", status=404)
        w.site.dynamic["/api/search"] = search
        w.sources.append(SEARCH % w.base)
        w.configure()
        expect("state", w.visit(), {"site/search": "ok"})
        expect("ads", psql("SELECT native_id, url FROM jobtrend.ad ORDER BY 1", w.db),
               [[str(n), "%s/jobs/%d" % (w.base, n)] for n in range(1, 6)])
        expect("bodies", [b for _, b in w.site.heard_of("/api/search")],
               ['{"filter": {"from": 0}}', '{"filter":{"from":2}}', '{"filter":{"from":4}}'])
        done = run(program("jobtrendctl"), "source", "test", "--config", w.file, "site/search")
        expect("tried", "2 ads, 1 links" in done.stdout and "title 2/2" in done.stdout, True)


@test
def rules_are_checked_before_the_daemon_starts():
    with world() as w:
        w.sources.append((RULES % w.base).replace("//h1", "//h1["))
        w.configure()
        done = run(*w.command("--once"), check=False)
        expect("status", done.returncode != 0, True)
        expect("line", "jobtrend0.conf:" in done.stderr and "detail: title: at: expected an XPath"
               in done.stderr, True)


main()
