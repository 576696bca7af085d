#!/usr/bin/env python3
"""jobtrend-web as a server: limits, headers, slow questions, a database that goes away."""
import concurrent.futures
import http.client
import re
import socket
import time

from harness import ROOT, SLOW, expect, folder, main, test, wait_until
from pg import Cluster
from webserver import ready, web

SKILLS = "INSERT INTO jobtrend.skill (id, name, cluster, is_core) VALUES" \
         " ('pytorch', 'PyTorch', 'machine-learning', true);" \
         " INSERT INTO jobtrend.definition VALUES (1, 'one-skill', 1, 'One skill.');"
_pg = {}


def cluster():
    if not _pg:
        pg = _pg["pg"] = Cluster().start()
        pg.run_file("schema.sql")
        pg.run(SKILLS)
    return _pg["pg"]


def raw(server, text, timeout=10):
    """What comes back for these bytes, until the other side hangs up."""
    with socket.create_connection((server.host, server.port), timeout=timeout) as s:
        s.sendall(text)
        got = b""
        while True:
            more = s.recv(65536)
            if not more:
                return got
            got += more


@test
def an_empty_database_is_no_error():
    with web(cluster().conninfo) as server:
        ready(server)
        for route in ("yoy", "trend", "ranking", "bridge", "explain", "lifetimes", "pay",
                      "employers", "sources", "events", "revisions"):
            got = server.api(route)
            expect("status of " + route, got.status, 200)
            expect("rows of " + route, got.json["data"], [])
        expect("latest", server.api("status").json["data"][0]["latest_period"], None)
        expect("a period that is asked for", server.api("yoy", period="2025").json["data"][0]
               ["flags"].count("no_base"), 1)
        if SLOW == 1:  # sanitizers need memory of their own
            expect("memory, KiB", resident(server) < 30 * 1024, True)


def resident(server):
    text = open("/proc/%d/status" % server.child.pid).read()
    return int(re.search(r"VmRSS:\s+(\d+)", text).group(1))


@test
def every_answer_carries_what_keeps_browsers_safe():
    with folder() as top:
        (top / "index.html").write_text("<!doctype html><title>x</title>" + "x" * 2000)
        (top / "app-0123abcd.js").write_text("1;" * 2000)
        (top / "app-0123abcd.js.gz").write_bytes(__import__("gzip").compress(b"1;" * 2000))
        (top / "world-population.json").write_text("{}")
        (top / ".secret").write_text("no")
        with web(cluster().conninfo, web_dir='"%s"' % top) as server:
            page = server.ask("/")
            expect("page", (page.status, page.headers["Content-Type"]),
                   (200, "text/html; charset=utf-8"))
            expect("policy", page.headers["Content-Security-Policy"].split(";")[0],
                   "default-src 'self'")
            for path in ("/", "/api/v1/definitions", "/healthz", "/nix", "/metrics"):
                got = server.ask(path)
                expect("nosniff of " + path, got.headers["X-Content-Type-Options"], "nosniff")
                expect("policy of " + path, bool(got.headers["Content-Security-Policy"]), True)
                expect("origins of " + path, got.headers["Access-Control-Allow-Origin"], None)
            script = server.ask("/app-0123abcd.js", headers={"Accept-Encoding": "br, gzip"})
            expect("script", (script.is_coded, script.text), (True, "1;" * 2000))
            expect("keeps", "immutable" in script.headers["Cache-Control"], True)
            plain = server.ask("/app-0123abcd.js", headers={"Accept-Encoding": "gzip;q=0"})
            expect("plain", (plain.is_coded, plain.text), (False, "1;" * 2000))
            expect("varies", plain.headers["Vary"], "Accept-Encoding")
            expect("asks again", server.ask("/world-population.json").headers["Cache-Control"],
                   "no-cache")
            again = server.ask("/", headers={"If-None-Match": page.headers["ETag"]})
            expect("unchanged", (again.status, again.raw), (304, b""))
            for path in ("/.secret", "/..%2f.secret", "/%2e%2e/x", "/x/../.secret", "//etc/passwd",
                         "/index.html/", "/."):
                expect("status of " + path, server.ask(path).status in (400, 404), True)


@test
def methods_formats_and_sizes_have_limits():
    with web(cluster().conninfo) as server:
        ready(server)
        head = server.ask("/api/v1/definitions", method="HEAD")
        body = server.ask("/api/v1/definitions")
        expect("HEAD", (head.status, head.raw, head.headers["Content-Length"]),
               (200, b"", str(len(body.raw))))
        for query in ("format=csv", "format=csv&limit=2", "limit=2"):
            found = raw(server, b"HEAD /api/v1/definitions?format=csv HTTP/1.1\r\nHost: x\r\n\r\n"
                        b"HEAD /api/v1/sources?%s HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n" % query.encode())
            expect("no body after HEAD of " + query, (found.count(b"HTTP/1.1 200"), found.count(b"\r\n\r\n"), found[-4:]),
                   (2, 2, b"\r\n\r\n"))
            old = raw(server, b"GET /api/v1/sources?%s HTTP/1.0\r\n\r\n" % query.encode())
            expect("HTTP/1.0", (old[:15], b"chunked" in old), (b"HTTP/1.1 200 OK", False))
        expect("OPTIONS", server.ask("/api/v1/yoy", method="OPTIONS").headers["Allow"],
               "GET, HEAD, OPTIONS")
        for method in ("PUT", "DELETE", "POST", "PATCH", "TRACE", "X"):
            got = server.ask("/api/v1/yoy", method=method)
            expect("%s is refused" % method, (got.status, got.headers["Allow"]),
                   (405, "GET, HEAD, OPTIONS"))
        expect("Accept", server.ask("/api/v1/definitions", headers={"Accept": "text/csv"})
               .headers["Content-Type"], "text/csv; charset=utf-8")
        expect("format", server.api("definitions", format="json-stat").status, 400)
        expect("address", server.ask("/?" + "a" * 9000).status, 414)
        coded = server.ask("/api/v1/openapi.json", headers={"Accept-Encoding": "gzip"})
        expect("document", coded.text, (ROOT / "web/openapi.json").read_text())
        expect("is shorter", len(coded.raw) < len(coded.body) / 3, True)
        expect("header", raw(server, b"GET / HTTP/1.1\r\nHost: x\r\nX: " + b"a" * 40000 +
                             b"\r\n\r\n")[:12] in (b"HTTP/1.1 431", b"HTTP/1.1 413"), True)
        expect("no HTTP", raw(server, b"\x16\x03\x01\x02\x00\x01\r\n\r\n")[:12] in
               (b"", b"HTTP/1.1 400", b"HTTP/1.0 400", b"HTTP/1.1 505"), True)
        both = (b"POST /api/v1/check-claim HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n"
                b"Connection: close\r\n\r\nnone")
        expect("a body", raw(server, both)[:12], b"HTTP/1.1 400")


@test
def a_proxy_and_other_origins_are_let_in_by_name_only():
    with web(cluster().conninfo, web_prefix='"/demand"',
             web_cors='{ "https://a.example" }') as server:
        ready(server)
        expect("prefix", server.ask("/demand/api/v1/definitions").status, 200)
        expect("without", server.ask("/api/v1/definitions").status, 200)
        got = server.ask("/demand")
        expect("slash", (got.status, got.headers["Location"]), (308, "/demand/"))
        for origin, wanted in (("https://a.example", "https://a.example"),
                               ("https://b.example", None), ("null", None)):
            got = server.ask("/api/v1/definitions", headers={"Origin": origin})
            expect("origin " + origin, got.headers["Access-Control-Allow-Origin"], wanted)
            expect("varies", "Origin" in got.headers["Vary"], True)
        asked = server.ask("/api/v1/yoy", method="OPTIONS",
                           headers={"Origin": "https://a.example"})
        expect("methods", asked.headers["Access-Control-Allow-Methods"], "GET, HEAD, POST")


def is_alive(server):
    try:
        return server.ask("/healthz").status == 200
    except (OSError, http.client.HTTPException):
        return False


@test
def the_slow_and_the_many_are_hung_up_on():
    with web(cluster().conninfo, web_head_timeout='"500 ms"', web_per_ip="8") as server:
        ready(server)
        began = time.monotonic()
        with socket.create_connection((server.host, server.port), timeout=10) as s:
            try:
                for byte in b"GET / HTTP/1.1\r\nHost: example.org\r\nX-Long: ":
                    s.sendall(bytes([byte]))
                    time.sleep(0.1)
                    s.settimeout(0.001)
                    try:
                        if s.recv(1) == b"":
                            break
                    except TimeoutError:
                        pass
                    s.settimeout(10)
            except OSError:
                pass
        expect("ended early", time.monotonic() - began < 4, True)
        many = [socket.create_connection((server.host, server.port), timeout=10)
                for _ in range(20)]
        alive = 0
        for s in many:
            try:
                s.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
                alive += s.recv(12) == b"HTTP/1.1 200"
            except OSError:
                pass
        for s in many:
            s.close()
        expect("of one address", 0 < alive <= 8, True)
        wait_until(lambda: is_alive(server), what="room again")


@test
def a_slow_question_keeps_nobody_else_waiting():
    pg = cluster()
    with web(pg.conninfo, web_timeout='"%d s"' % (2 * SLOW), web_pool="4") as server, \
            concurrent.futures.ThreadPoolExecutor(24) as threads, lock(pg, "jobtrend.definition_fact"):
        ready(server)
        began = time.monotonic()
        slow = [threads.submit(server.api, "ranking", limit=i + 1) for i in range(12)]
        slow += [threads.submit(server.api, "regions", limit=i + 1) for i in range(12)]
        wait_until(lambda: pg.one("SELECT count(*) FROM pg_stat_activity WHERE "
                                  "wait_event_type = 'Lock'") >= 3, what="slow questions")
        for i in range(20):
            got = server.api("events", limit=i + 1)
            expect("another question", got.status, 200)
        expect("at once", time.monotonic() - began < 1.9 * SLOW, True)
        told = [f.result() for f in slow]
        expect("the slow", {t.status for t in told}, {503})
        expect("come back", {bool(t.headers["Retry-After"]) for t in told}, {True})
        expect("busy or slow", {t.json["type"].split(":")[-1] for t in told} <=
               {"busy", "slow"}, True)


class lock:
    """Nobody else reads the table meanwhile."""

    def __init__(self, pg, table):
        self.pg, self.table = pg, table

    def __enter__(self):
        import subprocess
        self.child = subprocess.Popen(
            [self.pg.bin + "/psql", "-X", "-q", "-A", "-t", self.pg.conninfo],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.child.stdin.write("BEGIN; LOCK TABLE %s; SELECT 'locked';\n" % self.table)
        self.child.stdin.flush()
        expect("lock", self.child.stdout.readline().strip(), "locked")

    def __exit__(self, *_):
        self.child.stdin.close()
        self.child.wait()
        self.child.stdout.close()


@test
def nothing_can_be_written_whoever_logs_in():
    pg = cluster()
    try:
        pg.run("CREATE OR REPLACE FUNCTION jobtrend.skill_number(skill text) RETURNS integer "
               "LANGUAGE plpgsql AS $$ BEGIN "
               "IF skill = 'pytorch' THEN INSERT INTO jobtrend.schema_version "
               "VALUES (99, 'written'); END IF; "
               "RAISE EXCEPTION 'role %, read only %', current_user, "
               "current_setting('transaction_read_only') USING ERRCODE = '22023'; END $$")
        with web(pg.conninfo) as server:
            ready(server)
            expect("who", server.api("yoy", period="2025").json["detail"],
                   "role jobtrend_reader, read only on")
            expect("writing", server.api("yoy", skill="pytorch", period="2025").status, 500)
            expect("words of the server", "schema_version" in server.api(
                "yoy", skill="pytorch", period="2025").text, False)
        expect("rows", pg.one("SELECT count(*) FROM jobtrend.schema_version "
                              "WHERE version = 99"), 0)
    finally:
        pg.run_file("schema.sql")


@test
def a_database_that_was_away_is_back_by_itself():
    pg = cluster()
    with web(pg.conninfo) as server:
        ready(server)
        expect("before", server.api("definitions").status, 200)
        pg.halt()
        wait_until(lambda: server.ask("/readyz").status == 503, what="not ready")
        for route in ("definitions", "yoy", "explain"):
            got = server.api(route)
            expect("status of " + route, (got.status, got.headers["Retry-After"]), (503, "5"))
            expect("type", got.json["type"], "urn:jobtrend:problem:database")
        expect("a wrong question", server.api("yoy", period="x").status, 400)
        expect("alive", server.ask("/healthz").status, 200)
        expect("metrics", "jobtrend_web_database_up 0" in server.ask("/metrics").text, True)
        pg.launch()
        ready(server)
        expect("after", [server.api(r).status for r in ("definitions", "yoy", "events")],
               [200, 200, 200])
        pg.run("SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
               "WHERE application_name = 'jobtrend-web'")
        expect("connections cut", [server.api("events", limit=i + 1).status for i in range(8)],
               [200] * 8)


@test
def a_database_without_tables_is_said_to_be_one():
    pg = cluster()
    pg.run("CREATE DATABASE bare", database="postgres")
    with web(pg.conninfo.replace("dbname=jobtrend", "dbname=bare")) as server:
        got = wait_until(lambda: (lambda g: "schema init" in g.text and g)(
            server.api("yoy")), what="the reason")
        expect("status", got.status, 503)
        expect("ready", server.ask("/readyz").status, 503)


@test
def a_list_is_sent_while_it_comes_and_ends_when_nobody_reads():
    pg = cluster()
    pg.run("INSERT INTO jobtrend.rule_event (region, valid_from, context, title, reference) "
           "SELECT 'DE', '2020-01-01', 'hiring', repeat('x', 2000) || i, 'r' "
           "FROM generate_series(1, 20000) AS i")
    try:
        with web(pg.conninfo) as server:
            ready(server)
            before = resident(server)
            whole = server.api("events", format="csv")
            expect("rows", len(whole.rows), 20000)
            expect("chunks", whole.headers["Transfer-Encoding"], "chunked")
            coded = server.api("events", format="csv", headers={"Accept-Encoding": "gzip"})
            expect("the same", coded.text, whole.text)
            expect("a tag a coding", len({whole.headers["ETag"], coded.headers["ETag"]}), 2)
            for got, also in ((whole, {}), (coded, {"Accept-Encoding": "gzip"})):
                again = server.api("events", format="csv",
                                   headers={"If-None-Match": got.headers["ETag"], **also})
                expect("unchanged", (again.status, again.raw), (304, b""))
            pg.run("INSERT INTO jobtrend.rule_event (region, valid_from, context, title, reference) "
                   "VALUES ('DE', '2020-01-02', 'hiring', repeat('x', 1001), 'one more')")
            wait_until(lambda: server.api("events", format="csv", headers={
                "If-None-Match": whole.headers["ETag"]}).status == 200, what="another tag")
            for _ in range(6):  # begun and left: the workers come free again
                with socket.create_connection((server.host, server.port), timeout=10) as s:
                    s.sendall(b"GET /api/v1/events?format=csv HTTP/1.1\r\nHost: x\r\n\r\n")
                    s.recv(1000)
            wait_until(lambda: server.api("events", format="csv", timeout=20).status == 200,
                       what="a free worker")
            if SLOW == 1:
                expect("memory kept small, KiB", resident(server) - before < 12 * 1024, True)
    finally:
        pg.run("DELETE FROM jobtrend.rule_event WHERE length(title) > 1000")


@test
def metrics_follow_the_rules_of_names():
    with web(cluster().conninfo) as server:
        ready(server)
        server.api("definitions")
        server.api("definitions")
        text = server.ask("/metrics").text
        types = dict(re.findall(r"^# TYPE (\S+) (\S+)$", text, re.M))
        helps = set(re.findall(r"^# HELP (\S+) \S", text, re.M))
        expect("every family has its help", set(types), helps)
        for line in text.splitlines():
            if line.startswith("#"):
                continue
            name, labels, number = re.fullmatch(
                r'([a-z_]+)(\{[a-z_]+="[^"]*"(?:,[a-z_]+="[^"]*")*\})? (\S+)', line).groups()
            family = re.sub(r"_(bucket|sum|count)$", "", name)
            kind = types.get(name) or types[family]
            expect("counter is total: " + name, kind != "counter" or name.endswith("_total"), True)
            float(number)
        for wanted in ('jobtrend_web_requests_total{route="definitions",code="200"} 2',
                       "jobtrend_web_cache_hits_total 1", "jobtrend_web_database_up 1"):
            expect(wanted, wanted in text, True)


if __name__ == "__main__":
    try:
        main()
    finally:
        if _pg:
            _pg["pg"].stop()
