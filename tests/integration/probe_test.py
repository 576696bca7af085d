#!/usr/bin/env python3
"""jobtrendctl probe and source test against careers pages of a local server.

Pages that embed boards of others' hosts are in tests/acting/recognise_test.c:
here nothing is asked for outside the loopback.
"""
import contextlib
import http.server
import json
import threading

from board import PAGE, Site, handler
from harness import ROOT, expect, folder, free_port, main, program, run, test

CTL = program("jobtrendctl")

RSS = """<?xml version="1.0"?><rss version="2.0"><channel><title>Jobs</title>
<item><title>Miller</title><link>https://mill.example/1</link><guid>1</guid>
<pubDate>Mon, 04 May 2026 08:00:00 GMT</pubDate></item></channel></rss>"""

CARDS = "".join("<div class='card'><h3><a href='/jobs/%d'>%s</a></h3>"
                "<span class='place'>%s</span></div>" % (n, title, place)
                for n, title, place in ((1, "Miller", "York"), (2, "Data engineer", "Leeds"),
                                        (3, "Welder", ""), (4, "Driver", "Hull")))


class Careers:
    """A site, and jobtrendctl with a configuration that may fetch from it."""

    def __init__(self, site, port, path):
        self.site, self.path = site, path
        self.base = "http://127.0.0.1:%d" % port
        self.config = path / "jobtrend.conf"
        self.config.write_text('exempt_hosts = {"127.0.0.1"}\ndelay = "0 ms"\n'
                               'contact = "mailto:test@example.org"\n'
                               'request_timeout = "5 s"\n')

    def probe(self, path="/"):
        done = run(CTL, "probe", "--config", self.config, "--format", "json", self.base + path,
                   check=False)
        return done, json.loads(done.stdout)

    def test(self, block, *options):
        file = self.path / "mine.conf"
        file.write_text(block)
        return run(CTL, "source", "test", "--config", self.config, *options, file, check=False)


@contextlib.contextmanager
def careers():
    site, port = Site(), free_port()
    server = http.server.ThreadingHTTPServer(("127.0.0.1", port), handler(site))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        with folder() as path:
            yield Careers(site, port, path)
    finally:
        server.shutdown()
        server.server_close()


def html(inside, head=""):
    return "<!doctype html><html><head><title>Mill</title>%s</head><body>%s</body></html>" % (
        head, inside)


def urls(found):
    return [entry["url"] for entry in found]


@test
def a_page_with_jobs_is_the_source_itself():
    with careers() as c:
        c.site.put("/", PAGE % {"title": "Engineer", "id": "E-1"})
        done, found = c.probe()
        expect("status: " + done.stderr, done.returncode, 0)
        expect("kind", [(f["kind"], f["ads"]) for f in found], [("html", 1)])
        expect("block", found[0]["config"],
               'source "html/127.0.0.1-%s" {\n    kind = "html"\n    url = "%s/"\n'
               '    employer = "Brink GmbH"\n}\n' % (c.base.rsplit(":", 1)[1], c.base))


@test
def feeds_that_a_page_names_are_sources():
    with careers() as c:
        c.site.put("/", html("<p>Hello</p>", "<link rel='alternate' type='application/rss+xml' "
                             "href='jobs.rss'><link rel='alternate' type='application/feed+json' "
                             "href='jobs.feed.json'>"))
        c.site.put("/jobs.rss", RSS, kind="application/rss+xml")
        c.site.put("/jobs.feed.json", json.dumps({
            "version": "https://jsonfeed.org/version/1.1", "title": "Jobs", "items": [
                {"id": "1", "url": "https://mill.example/1", "title": "Miller",
                 "content_text": "Mill."}]}), kind="application/feed+json")
        done, found = c.probe()
        expect("status: " + done.stderr, done.returncode, 0)
        expect("kinds", [(f["kind"], f["ads"]) for f in found], [("rss", 1), ("jsonfeed", 1)])


@test
def the_way_from_home_over_careers_to_the_list_is_followed():
    with careers() as c:
        c.site.put("/", html("<a href='/about'>About</a><a href='/karriere'>Karriere</a>"))
        c.site.put("/karriere", html("<a href='/stellen'>Offene Stellen</a>"))
        c.site.put("/stellen", PAGE % {"title": "Engineer", "id": "E-1"})
        done, found = c.probe()
        expect("status: " + done.stderr, done.returncode, 0)
        expect("found", [(f["url"], f["why"]) for f in found],
               [(c.base + "/stellen", "page that it leads to")])
        expect("not asked", c.site.times("/about"), 0)


@test
def redirects_are_followed_to_the_source():
    with careers() as c:
        c.site.put("/", "", status=302, Location="/jobs.rss")
        c.site.put("/jobs.rss", RSS, kind="application/rss+xml")
        done, found = c.probe()
        expect("status: " + done.stderr, done.returncode, 0)
        expect("kinds", [f["kind"] for f in found], ["rss"])


def sitemap(base, *paths):
    return ('<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
            + "".join("<url><loc>%s%s</loc></url>" % (base, p) for p in paths) + "</urlset>")


@test
def of_many_sitemaps_that_with_jobs_is_chosen():
    with careers() as c:
        names = ["news", "products", "posts", "pages", "team"]
        c.site.put("/robots.txt", "".join("Sitemap: %s/%s.xml\n" % (c.base, n)
                                          for n in names + ["jobs"]), kind="text/plain")
        for name in names:
            c.site.put("/%s.xml" % name, sitemap(c.base, "/%s/1" % name), kind="text/xml")
        c.site.put("/jobs.xml", sitemap(c.base, "/", "/jobs/1-engineer", "/jobs/2-welder"),
                   kind="text/xml")
        c.site.put("/", html("<p>Hello</p>"))
        for n in (1, 2):
            c.site.put("/jobs/%d-%s" % (n, ("engineer", "welder")[n - 1]),
                       PAGE % {"title": "Job", "id": n})
        done, found = c.probe()
        expect("status: " + done.stderr, done.returncode, 0)
        expect("found", [(f["kind"], f["url"], f["pages"]) for f in found],
               [("sitemap", c.base + "/jobs.xml", 2)])
        expect("few requests", len(c.site.asked) < 10, True)


@test
def an_index_of_sitemaps_leads_to_that_of_the_jobs():
    with careers() as c:
        c.site.put("/robots.txt", "Sitemap: %s/index.xml\n" % c.base, kind="text/plain")
        c.site.put("/index.xml", '<?xml version="1.0"?><sitemapindex xmlns="http://www.sitemaps.org'
                   '/schemas/sitemap/0.9"><sitemap><loc>%s/a.xml</loc></sitemap><sitemap><loc>'
                   '%s/vacancies.xml</loc></sitemap></sitemapindex>' % (c.base, c.base),
                   kind="text/xml")
        c.site.put("/vacancies.xml", sitemap(c.base, "/vacancies/1"), kind="text/xml")
        c.site.put("/vacancies/1", PAGE % {"title": "Job", "id": 1})
        c.site.put("/", html("<p>Hello</p>"))
        done, found = c.probe()
        expect("found: " + done.stderr, urls(found), [c.base + "/vacancies.xml"])
        expect("not asked", c.site.times("/a.xml"), 0)


@test
def a_sitemap_whose_pages_say_nothing_is_none():
    with careers() as c:
        c.site.put("/sitemap.xml", sitemap(c.base, "/jobs/1", "/jobs/2"), kind="text/xml")
        c.site.put("/jobs/1", html("<h1>Miller</h1>"))
        c.site.put("/jobs/2", html("<h1>Welder</h1>"))
        c.site.put("/", html("<p>Hello</p>"))
        done, found = c.probe()
        expect("nothing", (done.returncode, found), (1, []))


@test
def a_board_under_the_employer_s_own_name_is_found():
    with careers() as c:
        c.site.put("/", html("<script src='https://d.recruiteecdn.example/x.js'></script>"))
        c.site.put("/api/offers/", json.dumps({"offers": [
            {"id": 7, "title": "Miller", "careers_url": c.base + "/o/miller",
             "location": "York", "description": "<p>Mill.</p>"}]}), kind="application/json")
        done, found = c.probe()
        expect("found: " + done.stderr, [(f["kind"], f["ads"]) for f in found],
               [("recruitee", 1)])


@test
def a_page_of_no_kind_gives_a_draft_that_works():
    with careers() as c:
        c.site.put("/careers", html("<nav><a href='/a'>Some menu</a><a href='/b'>Some other</a>"
                                    "<a href='/c'>A third one</a></nav>" + CARDS))
        done, found = c.probe("/careers")
        expect("status", done.returncode, 1)
        expect("kind", [(f["kind"], "guess" in f["config"]) for f in found], [("site", True)])
        done = c.test(found[0]["config"])
        expect("test: " + done.stdout + done.stderr, done.returncode, 0)
        expect("fields", "4 ads" in done.stdout and "locations 3/4" in done.stdout and
               "title 4/4" in done.stdout, True)


SITE = """source "site/mill" {
    kind = "site"
    url = "%s/careers"
    list {
        entries = "//div[@class='card']"
        title = "h3"
        url = "h3/a/@href"
        location = "span"
    }
    detail {
        title = "//h1"
        description = "//main"
        %s
    }
}
"""


@test
def rules_are_tried_with_the_page_of_an_ad():
    with careers() as c:
        c.site.put("/careers", html(CARDS))
        c.site.put("/jobs/1", html("<h1>Miller</h1><main><p>You mill.</p></main>"))
        done = c.test(SITE % (c.base, ""))
        expect("list: " + done.stdout + done.stderr, done.returncode, 0)
        expect("page", "page of an ad: native_id 1/1" in done.stdout and
               "description 1/1" in done.stdout, True)
        done = c.test(SITE % (c.base, ""), "--format", "jsonl")
        told = json.loads(done.stdout)
        expect("json", (told["fields"]["title"], told["fields"]["locations"],
                        told["detail_fields"]["description"]), (4, 3, 1))


@test
def the_example_of_the_documentation_works():
    text = (ROOT / "docs" / "sources.md").read_text()
    begin = text.index('    source "site/mill" {')
    block = text[begin:text.index("\n    }\n", begin) + 7]
    with careers() as c:
        c.site.put("/jobs", html(
            "<ul id='jobs'><li class='job' data-ref='M-12'><a href='/jobs/12-miller'><h3>Miller</h3>"
            "</a><span class='where'>York | Leeds</span><time>Posted 3 days ago</time></li></ul>"
            "<p>1-20 of 45 jobs</p><a rel='next' href='/jobs?page=2'>Next</a>"))
        c.site.put("/jobs/12-miller", html(
            "<h1>Miller</h1><dl><dt>Contract</dt><dd>CDI</dd><dt>Apply until</dt><dd>03/04/2026"
            "</dd></dl><div class='text'><p>You will mill.</p></div>"))
        done = c.test(block.replace("https://mill.example", c.base), "--format", "jsonl")
        told = json.loads(done.stdout)
        expect("status: " + done.stdout, done.returncode, 0)
        expect("list", (told["ads"], told["links"], sorted(told["fields"])),
               (1, 2, ["employer", "locations", "native_id", "posted_at", "title", "url"]))
        expect("page", sorted(told["detail_fields"]),
               ["description", "employer", "employment_type", "native_id", "title", "url",
                "valid_through"])


@test
def a_page_that_has_changed_is_named():
    with careers() as c:
        c.site.put("/careers", html(CARDS))
        c.site.put("/jobs/1", html("<div id='app'></div>"))
        done = c.test(SITE % (c.base, ""))
        expect("page", (done.returncode, "expected a title at //h1, found none" in done.stdout),
               (1, True))
        c.site.put("/careers", html("<div id='app'></div>"))
        done = c.test(SITE % (c.base, ""))
        expect("list", (done.returncode,
                        "expected entries at //div[@class='card'], found none" in done.stdout),
               (1, True))


@test
def a_wrong_rule_is_named_with_its_line():
    with careers() as c:
        done = c.test(SITE % (c.base, "city = \"foo()\""))
        expect("status", done.returncode, 1)
        expect("line", "mine.conf:13: site/mill: detail: city: at: expected an XPath" in
               done.stderr, True)


@test
def hostile_pages_end():
    with careers() as c:
        pages = {
            "/empty": "", "/nul": "\0" * 1000, "/deep": "<div>" * 200000,
            "/links": html("<a href='/jobs/x%d'>Job</a>" * 10 % tuple(range(10))) * 3000,
            "/tags": "<a<a<a" * 200000, "/attributes": "<a " + "b=c " * 300000 + ">",
            "/json": "[" * 100000, "/quotes": "<a href='" * 100000,
        }
        for path, body in pages.items():
            c.site.put(path, body)
        c.site.put("/loop", "", status=302, Location="/loop")
        c.site.put("/error", "no", status=500)
        for path in [*pages, "/loop", "/error", "/none"]:
            done = run(CTL, "probe", "--config", c.config, c.base + path, check=False)
            expect(path, done.returncode, 1)
            expect(path + " says why", done.stderr != "" or done.stdout != "", True)


@test
def a_circle_of_careers_pages_is_left():
    with careers() as c:
        for n in range(30):
            c.site.put("/jobs/%d" % n, html("".join("<a href='/jobs/%d'>Jobs</a>" % m
                                                    for m in range(30))))
        done, found = c.probe("/jobs/0")
        expect("status", done.returncode, 1)
        pages = [p for p in c.site.asked if p.startswith("/jobs/")]
        expect("six pages at most: %s" % pages, len(pages) <= 6, True)


main()
