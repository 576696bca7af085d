"""A site of a test's own, and a daemon that visits it."""
import contextlib
import http.server
import json
import threading
import time

from harness import folder, free_port, fresh_database, program, psql, run, value

PAGE = """<!doctype html><html><head><title>%(title)s</title>
<script type="application/ld+json">{"@context": "https://schema.org", "@type": "JobPosting",
 "identifier": {"@type": "PropertyValue", "value": "%(id)s"}, "title": "%(title)s",
 "datePosted": "2026-10-01", "hiringOrganization": {"@type": "Organization", "name": "Brink GmbH"},
 "jobLocation": {"@type": "Place", "address": {"@type": "PostalAddress",
 "addressLocality": "Berlin", "addressCountry": "DE"}},
 "description": "<p>You bring PyTorch and large language models into production.</p>"}
</script></head><body><h1>%(title)s</h1></body></html>"""


class Site:
    """Answers by path, which a test may change; remembers what was asked."""

    def __init__(self):
        self.answers, self.asked, self.lock = {}, [], threading.Lock()
        self.first, self.when = {}, []  # answers given once, before the others
        self.slow = {}  # seconds until the answer
        self.heard = []  # (path, headers, body) of each request
        self.dynamic = {}  # path without query: function(path, body) -> JSON

    def heard_of(self, path):
        """Headers and bodies of the requests for a path, query aside."""
        return [(h, b) for p, h, b in self.heard if p.split("?")[0] == path]

    def put(self, path, body, status=200, kind="text/html", **headers):
        self.answers[path] = (status, kind, body if isinstance(body, bytes) else body.encode(),
                              {k.replace("_", "-"): v for k, v in headers.items()})

    def times(self, path):
        return self.asked.count(path)


def handler(site):
    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self):
            self.answer("")

        def do_POST(self):
            self.answer(self.rfile.read(int(self.headers.get("Content-Length", 0))).decode())

        def answer(self, asked):
            with site.lock:
                site.asked.append(self.path)
                site.heard.append((self.path, dict(self.headers), asked))
                site.when.append((time.monotonic(), self.path))
                status, kind, body, headers = site.first.pop(self.path, None) or site.answers.get(
                    self.path, (404, "text/plain", b"none", {}))
                make = site.dynamic.get(self.path.split("?")[0])
                if make:
                    status, kind, body, headers = (200, "application/json",
                                                   json.dumps(make(self.path, asked)).encode(), {})
            time.sleep(site.slow.get(self.path, 0))
            tag = headers.get("ETag")
            if tag and self.headers.get("If-None-Match") == tag:
                status, body = 304, b""
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            for name, text in headers.items():
                self.send_header(name, text)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass
    return Handler


class World:
    """One site, one database, one configuration."""

    def __init__(self, site, port, db, path):
        self.site, self.port, self.db, self.path = site, port, db, path
        self.base = "http://127.0.0.1:%d" % port
        self.sources = []

    def source(self, name, kind, path, **options):
        more = "".join("\n  %s = %s" % (k, "{%s}" % ", ".join(map(json.dumps, v))
                                        if isinstance(v, list) else json.dumps(v))
                       for k, v in options.items())
        self.sources.append('source "%s" {\n  kind = "%s"\n  url = "%s%s"%s\n}\n' % (
            name, kind, self.base, path, more))

    def configure(self, **keys):
        settings = {"delay": "0 ms", "delay_factor": 0.0, "backoff_min": "50 ms",
                    "backoff_max": "1 s", "retries": 1, "keep_text": "all",
                    "state_dir": str(self.path / "state"),
                    "contact": "mailto:test@example.org"}
        settings.update(keys)
        lines = ["%s = %s" % (k, json.dumps(v)) for k, v in settings.items()]
        lines.append('exempt_hosts = {"127.0.0.1"}')
        self.file = self.path / ("jobtrend%d.conf" % len(list(self.path.glob("*.conf"))))
        self.file.write_text("\n".join(lines + self.sources))

    def command(self, *more):
        return [program("jobtrendd"), "--config", self.file,
                "--db", self.db, *more]

    def visit(self):
        """Every source once more; the states of the last runs."""
        psql("UPDATE jobtrend.source SET next_visit_at = now()", self.db)
        run(*self.command("--once"))
        return dict(psql(
            "SELECT DISTINCT ON (s.id) s.id, r.state FROM jobtrend.run AS r"
            " JOIN jobtrend.source AS s USING (source_id) ORDER BY s.id, r.run_id DESC",
            self.db))

    def ask(self, sql):
        return value(sql, self.db)


@contextlib.contextmanager
def world():
    site, port = Site(), free_port()
    server = http.server.ThreadingHTTPServer(("127.0.0.1", port), handler(site))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        with folder() as path:
            yield World(site, port, fresh_database(), path)
    finally:
        server.shutdown()
        server.server_close()


def put_board(site, ids):
    jobs = [{"id": n, "title": "Machine Learning Engineer %d" % n,
             "absolute_url": "https://boards.example/jobs/%d" % n,
             "location": {"name": "Paris, France"}, "updated_at": "2026-10-02T08:00:00Z",
             "content": "&lt;p&gt;You train models with PyTorch.&lt;/p&gt;"} for n in ids]
    site.put("/v1/boards/brink/jobs?content=true",
             json.dumps({"jobs": jobs, "meta": {"total": len(jobs)}}), kind="application/json")


def put_site(w, ids):
    w.site.put("/robots.txt", "User-agent: *\nDisallow: /private\nSitemap: %s/map.xml\n" % w.base,
               kind="text/plain")
    w.site.put("/map.xml", '<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/'
               'sitemap/0.9">%s</urlset>' % "".join(
                   "<url><loc>%s/jobs/%s</loc></url>" % (w.base, n) for n in ids),
               kind="application/xml")
    for n in ids:
        w.site.put("/jobs/%s" % n, PAGE % {"title": "ML Engineer %s" % n, "id": n},
                   ETag='"v1-%s"' % n)
