"""A seeded database, jobtrend-web over it and Chromium, for tests of the page.

    site = start()          # Skip where Chromium, npm or the page is missing
    site.visit("?region=DE")
    site.browser.run(...)
    site.cells("SELECT ...")  # rows as dicts

All are started once for a test program and end with it.
"""

import atexit
import contextlib
import http.client
import json
import os
import shutil
import signal

import browser
from harness import BUILD, DB, SLOW, Skip, background, folder, free_port, program, psql, run, wait_until

WORLD = ["--seed", "3", "--employers", "70", "--days", "850", "--today", "2026-03-10"]
DAY = "2026-02-03"
AXE = BUILD / "page" / "node_modules" / "axe-core" / "axe.min.js"

# What boards may say, and a page must show as nothing but text.
HOSTILE = [
    {"title": "<img src=x onerror=\"window.harmed=1\"> Machine Learning Engineer",
     "employer": "<script>window.harmed=2</script>", "url": "javascript:window.harmed=3"},
    {"title": "=HYPERLINK(\"http://192.0.2.1\") Machine Learning Engineer",
     "employer": "=cmd|' /C calc'!A0", "url": "data:text/html,<script>window.harmed=4</script>"},
    {"title": "Machine Learning Engineer \u202egnihtemos\u202c \"quoted\", with comma",
     "employer": "-2+3", "url": "https://[::1"},
]


def archive():
    """boardsim's past, and a source of hostile ads in Malta, where no other is."""
    lines = run(program("tests/boardsim"), "archive", *WORLD).stdout.splitlines()
    more = [{"type": "source", "id": "evil/board", "kind": "jsonl", "employer": "Evil"},
            # What a board shows at the first visit was born nobody knows when.
            {"type": "ad", "source": "evil/board", "native_id": "first", "title": "Cook", "employer": "Evil",
             "first_seen": "2026-01-03T06:00:00Z", "last_seen": "2026-01-03T06:00:00Z",
             "locations": [{"text": "Valletta, Malta", "country": "MT"}]}]
    for n, ad in enumerate(HOSTILE):
        more.append({"type": "ad", "source": "evil/board", "native_id": f"<b>{n}</b>",
                     "first_seen": f"{DAY}T06:0{n}:00Z", "last_seen": f"{DAY}T06:0{n}:00Z",
                     "locations": [{"text": "Valletta, Malta", "country": "MT"}],
                     "description": "You will build machine learning systems with PyTorch.", **ad})
    return "\n".join(lines + [json.dumps(m) for m in more]) + "\n"


class Site:
    def __init__(self, db, port, chromium):
        self.db = db
        self.port = port
        self.base = f"http://127.0.0.1:{port}/"
        self.browser = chromium

    def visit(self, query="", is_fresh=True):
        """Open an address and wait until every figure is there."""
        if is_fresh:
            self.browser.open(self.base + query)
        self.settle()

    def settle(self):
        self.browser.wait("return document.querySelector('main section') && !document.querySelector('[aria-busy]')",
                          seconds=60)

    def cells(self, query):
        """The rows of a query, as JSON has them."""
        return json.loads(psql(f"SELECT coalesce(jsonb_agg(to_jsonb(q)), '[]') FROM ({query}) AS q", self.db)[0][0])

    def yoy(self, *asked):
        """Cells, for (region, skill, period, measure, definition) each."""
        values = ", ".join("(%d, %s)" % (i, ", ".join(f"'{a}'" for a in row)) for i, row in enumerate(asked))
        return self.cells("SELECT c.* FROM (VALUES %s) AS q (i, r, s, p, m, d), jobtrend.yoy(q.r, q.s, q.p, NULL, q.d, q.m) "
                          "AS c ORDER BY q.i" % values) if asked else []

    def ask(self, path):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30 * SLOW)
        with contextlib.closing(connection):
            connection.request("GET", path)
            response = connection.getresponse()
            return response.status, response.read()

    def table(self, figure):
        """Header and rows of a figure's table, which is opened for that."""
        return self.browser.run("""
            const box = document.querySelector("#" + arguments[0] + " details.data");
            box.open = true;
            box.dispatchEvent(new Event("toggle"));
            const text = (row) => [...row.children].map((c) => c.textContent);
            return [text(box.querySelector("thead tr")), [...box.querySelectorAll("tbody tr")].map(text)];
        """, figure)

    def saved(self, figure, kind):
        """What the CSV or PNG button of a figure saves."""
        before = set(os.listdir(self.browser.dir))
        self.browser.run("document.querySelector(`#${arguments[0]} [data-do=${arguments[1]}]`).click()", figure, kind)
        name = wait_until(lambda: next((f for f in os.listdir(self.browser.dir)
                                        if f not in before and f.endswith("." + kind)), None), 10, "download", 0.03)
        return name, self.browser.download(name)

    def axe(self, *rules):
        """Violations of accessibility rules (all, or some), as lines."""
        if not self.browser.run("return !!window.axe"):
            self.browser.run(AXE.read_text())
        found = self.browser.run_async("""
            const done = arguments[arguments.length - 1];
            const only = arguments[0].length ? { runOnly: arguments[0] } : {};
            axe.run(document, { resultTypes: ["violations"], ...only }).then(
                (r) => done(r.violations.flatMap((v) => v.nodes.map((n) =>
                    `${v.id}: ${n.target.join(" ")}: ${n.failureSummary.split("\\n")[1]}`))),
                (e) => done(["axe: " + e]));""", list(rules))
        return found


@contextlib.contextmanager
def server(db, directory):
    """jobtrend-web over a database; its port."""
    port = free_port()
    config = directory / f"web-{port}.conf"
    # How long a query may take is another matter than what a page shows.
    config.write_text('web_timeout = "60 s"\n')
    with background(program("jobtrend-web"), "--config", config, "--db", db,
                    "--listen", f"127.0.0.1:{port}", log=directory / f"web-{port}.log"):
        def is_ready():
            try:
                connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
                connection.request("GET", "/readyz")
                return connection.getresponse().status == 200
            except OSError:
                return False
        try:
            wait_until(is_ready, 20, "jobtrend-web", 0.03)
        except AssertionError as error:
            raise AssertionError(f"{error}\n" + (directory / f"web-{port}.log").read_text()) from None
        yield port


_site = None
_stack = contextlib.ExitStack()
directory = None


def start():
    global _site, directory
    if _site:
        return _site
    why = browser.missing()
    if not why and not (BUILD / "web" / "index.html").exists():
        if shutil.which("node") and shutil.which("npm"):
            raise AssertionError("expected the page in build/web (make page), found none")
        why = "no npm to build the page with"
    if why:
        raise Skip(why)
    atexit.register(_stack.close)
    signal.signal(signal.SIGTERM, lambda *_: os._exit(143))
    directory = _stack.enter_context(folder())
    (directory / "past.jsonl").write_text(archive())
    run(program("jobtrendctl"), "import", "--db", DB, "--format", "archive", directory / "past.jsonl", timeout=120)
    psql("ANALYZE")
    port = _stack.enter_context(server(DB, directory))
    chromium = _stack.enter_context(browser.Browser())
    chromium.screen(1280)
    _site = Site(DB, port, chromium)
    return _site
