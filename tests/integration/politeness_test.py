#!/usr/bin/env python3
"""The daemon's manners, as the host that is visited sees them."""
import contextlib
import http.server
import threading
import time

from harness import (expect, folder, free_port, fresh_database, main, program, psql, run, test,
                     value)

PAGE = """<html><head><script type="application/ld+json">{"@context": "https://schema.org",
"@type": "JobPosting", "identifier": "%s", "title": "Data Scientist", "datePosted": "2026-10-01",
"hiringOrganization": {"@type": "Organization", "name": "Brink"}, "description": "Models."}
</script></head></html>"""
PAGES = 6


class Host:
    """Pages, a sitemap, and a note of who asked what and when."""

    def __init__(self, robots=b"User-agent: *\nDisallow:\n"):
        self.port = free_port()
        self.base = "http://127.0.0.1:%d" % self.port
        self.robots, self.lock = robots, threading.Lock()
        self.asked = []       # (path, start, end, headers)
        self.under_way = self.most_under_way = 0
        self.busy = {}        # path: (status, headers), once
        self.takes_s = 0

    def answer(self, path):
        if path in self.busy:
            status, headers = self.busy.pop(path)
            return status, headers, b""
        if path == "/robots.txt":
            return 200, {"Content-Type": "text/plain"}, self.robots
        if path == "/map.xml":
            urls = "".join("<url><loc>%s/jobs/%d</loc></url>" % (self.base, n)
                           for n in range(PAGES))
            return 200, {"Content-Type": "application/xml"}, (
                '<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
                "%s</urlset>" % urls).encode()
        if path.startswith("/jobs/"):
            return 200, {"Content-Type": "text/html"}, (PAGE % path).encode()
        return 404, {}, b""

    def gaps(self):
        """From the end of one answer to the next question, in seconds."""
        pairs = zip(self.asked, self.asked[1:])
        return [later[1] - earlier[2] for earlier, later in pairs]

    def time_of(self, path, which=0):
        return [a for a in self.asked if a[0] == path][which]


def handler(host):
    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self):
            with host.lock:
                start = time.monotonic()
                host.under_way += 1
                host.most_under_way = max(host.most_under_way, host.under_way)
            time.sleep(host.takes_s)
            status, headers, body = host.answer(self.path)
            self.send_response(status)
            for name, text in headers.items():
                self.send_header(name, text)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)
            with host.lock:
                host.under_way -= 1
                host.asked.append((self.path, start, time.monotonic(), self.headers))

        def log_message(self, *_):
            pass
    return Handler


@contextlib.contextmanager
def visited(host, **keys):
    """The host after one visit; gives the database."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", host.port), handler(host))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    settings = {"delay": '"0 ms"', "delay_factor": "0.0", "backoff_min": '"50 ms"',
                "contact": '"mailto:test@example.org"', "exempt_hosts": '{"127.0.0.1"}'}
    settings.update(keys)
    db = fresh_database()
    try:
        with folder() as top:
            settings["state_dir"] = '"%s"' % (top / "state")
            lines = ["%s = %s" % pair for pair in settings.items()]
            lines.append('source "site" {\n kind = "sitemap"\n url = "%s/map.xml"\n}\n' % host.base)
            (top / "jobtrend.conf").write_text("\n".join(lines))
            run(program("jobtrendd"), "--config", top / "jobtrend.conf", "--db", db, "--once")
            yield db
    finally:
        server.shutdown()
        server.server_close()


def expect_all_stored(db):
    expect("ads", value("SELECT count(*) FROM jobtrend.ad", db), str(PAGES))


def expect_pause(host, least_s):
    # The server notes the end of an answer a little after it was sent.
    short = [gap for gap in host.gaps() if gap < least_s - 0.02]
    expect("pauses under %g s" % least_s, short, [])


@test
def the_pause_between_two_requests_is_kept():
    host = Host()
    with visited(host, delay='"200 ms"') as db:
        expect_all_stored(db)
        expect_pause(host, 0.2)
        expect("at a time", host.most_under_way, 1)


@test
def a_slow_host_is_asked_less_often():
    host = Host()
    host.takes_s = 0.15
    with visited(host, delay_factor="2.0") as db:
        expect_all_stored(db)
        expect_pause(host, 0.25)


@test
def the_crawl_delay_of_robots_txt_is_kept():
    host = Host(b"User-agent: *\nCrawl-delay: 0.3\n")
    with visited(host) as db:
        expect_all_stored(db)
        expect_pause(host, 0.3)


@test
def a_busy_host_is_left_alone_as_long_as_it_asks():
    host = Host()
    host.busy["/jobs/2"] = (429, {"Retry-After": "2"})
    with visited(host) as db:
        expect_all_stored(db)
        refused = host.time_of("/jobs/2")[2]
        later = [a[0] for a in host.asked if refused < a[1] < refused + 1.9]
        expect("asked within the two seconds", later, [])
        expect("asked again", len([a for a in host.asked if a[0] == "/jobs/2"]), 2)


@test
def robots_txt_that_fails_forbids_everything_for_now():
    host = Host()
    host.answer = lambda path: (500, {}, b"")
    with visited(host, retries="0") as db:
        paths = {a[0] for a in host.asked}
        expect("asked", paths, {"/robots.txt"})
        expect("state", psql("SELECT state FROM jobtrend.run", db), [["dead"]])


@test
def rules_in_any_encoding_are_obeyed_and_kept():
    host = Host(b"User-agent: *\nDisallow: /jobs/3\n# caf\xe9 \0\nDisallow: /\xe9\n")
    with visited(host) as db:
        expect("ads", value("SELECT count(*) FROM jobtrend.ad", db), str(PAGES - 1))
        expect("kept", value("SELECT robots_state FROM jobtrend.host", db), "rules")


@test
def a_visitor_says_who_it_is():
    host = Host()
    with visited(host, user_agent='"trendbot/2"'):
        headers = host.time_of("/map.xml")[3]
        expect("User-Agent", headers["User-Agent"], "trendbot/2 (+mailto:test@example.org)")
        expect("Accept-Encoding", headers["Accept-Encoding"], "gzip, br, zstd, deflate")


if __name__ == "__main__":
    main()
