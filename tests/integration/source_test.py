#!/usr/bin/env python3
"""jobtrendctl source test over many sources: polite, told in every form, summed up."""
import collections
import contextlib
import csv
import http.server
import io
import json
import threading
import time

from harness import background, expect, folder, free_port, main, program, run, test, wait_until

CTL = program("jobtrendctl")
HOSTS = ["127.0.0.%d" % n for n in range(2, 6)]
NO_DATABASE = "host=/nowhere"


class Boards:
    """Greenhouse lists on several addresses of the loopback; `log` has every request."""

    def __init__(self, path, port):
        self.path, self.port, self.log = path, port, []
        self.lock = threading.Lock()
        self.pause = 0

    def handler(boards):
        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                begun = time.monotonic()
                time.sleep(boards.pause)
                status, body = boards.answer(self.path)
                with boards.lock:
                    boards.log.append((self.headers["Host"].split(":")[0], self.path, begun,
                                       time.monotonic()))
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *args):
                pass
        return Handler

    @staticmethod
    def answer(path):
        if path == "/robots.txt":
            return 200, b"User-agent: *\nDisallow: /v1/boards/closed/\n"
        name = path.split("/")[3]
        job = {"id": 1, "title": "Miller", "absolute_url": "https://mill.example/1",
               "content": "Mill flour.", "location": {"name": "York"},
               "updated_at": "2026-05-01T00:00:00Z"}
        jobs = [] if name == "none" else [job]
        if name == "moved":
            return 404, b"{}"
        if name == "broken":
            return 500, b"{}"
        if name == "other":
            return 200, b"<html>welcome</html>"
        return 200, json.dumps({"jobs": jobs, "meta": {"total": len(jobs)}}).encode()

    def block(self, name, host=HOSTS[0], kind="greenhouse", more=""):
        return 'source "%s" { kind = "%s" url = "http://%s:%d/v1/boards/%s/jobs" %s }\n' % (
            name, kind, host, self.port, name.split("/")[-1], more)

    def run(self, blocks, *options, delay="0 ms"):
        config = self.path / "jobtrend.conf"
        config.write_text('exempt_hosts = {"127.0.0.0/8"}\nbackoff_min = "10 ms"\ndelay = "%s"\n%s'
                          % (delay, "".join(blocks)))
        return run(CTL, "source", "test", "--config", config, "--db", NO_DATABASE, *options,
                   check=False)


@contextlib.contextmanager
def boards():
    port = free_port()
    with folder() as path:
        b = Boards(path, port)
        server = http.server.ThreadingHTTPServer(("0.0.0.0", port), b.handler())
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield b
        finally:
            server.shutdown()
            server.server_close()


FAULTS = {"good": "ok", "none": "empty", "closed": "refused", "moved": "gone",
          "broken": "no_answer", "other": "unread"}


@test
def each_outcome_has_its_name_and_one_failure_fails_all():
    with boards() as b:
        blocks = [b.block("g/" + name) for name in FAULTS]

        done = b.run(blocks, "--all", "--format", "json")

        said = {s["id"]: s["outcome"] for s in json.loads(done.stdout)}
        expect("outcomes", said, {"g/" + n: o for n, o in FAULTS.items()})
        expect("status", done.returncode, 1)
        expect("sum", [line.split() for line in done.stderr.splitlines() if
                       line.startswith("all ")], [["all", "6", "1", "1", "1", "1", "1", "1", "1"]])


@test
def sound_sources_pass_and_a_database_is_not_needed():
    with boards() as b:
        done = b.run([b.block("g/a"), b.block("g/b", more="enabled = false")], "--all")

        expect("status", done.returncode, 0)
        expect("lines", [line.split(":")[0] for line in done.stdout.splitlines()],
               ["ok      g/a"])


@test
def a_kind_alone_is_tried():
    with boards() as b:
        blocks = [b.block("g/a"), b.block("g/b"), b.block("x/a", kind="lever")]

        one = b.run(blocks, "--kind", "greenhouse", "--format", "csv")
        nothing = b.run(blocks, "--kind", "workday")
        wrong = b.run(blocks, "--kind", "paint")

        rows = list(csv.DictReader(io.StringIO(one.stdout)))
        expect("tried", sorted(r["id"] for r in rows), ["g/a", "g/b"])
        expect("ads", [(r["outcome"], r["ads"], r["error"]) for r in rows], [("ok", "1", "")] * 2)
        expect("none", nothing.returncode, 1)
        expect("none said", "test: expected sources of kind workday, found none" in nothing.stderr,
               True)
        expect("no kind", (wrong.returncode, wrong.stderr.splitlines()[0]),
               (2, 'jobtrendctl: source: test: --kind: expected a kind (see `source kinds`), '
                   'got "paint"'))


@test
def a_host_is_asked_one_at_a_time_with_pauses_and_several_hosts_at_once():
    with boards() as b:
        b.pause = 0.05
        blocks = [b.block("g/%s-%d" % (h, n), host=h) for n in range(4) for h in HOSTS]

        done = b.run(blocks, "--all", "--format", "jsonl", delay="200 ms")

        expect("all", (done.returncode, len(done.stdout.splitlines())), (0, 16))
        by_host = collections.defaultdict(list)
        for host, path, begun, ended in b.log:
            by_host[host].append((begun, ended, path))
        for host, asked in by_host.items():
            asked.sort()
            expect("robots.txt of " + host, [p for _, _, p in asked].count("/robots.txt"), 1)
            lists = [a for a in asked if a[2] != "/robots.txt"]
            for before, after in zip(lists, lists[1:]):
                expect("pause at " + host, after[0] - before[0] >= 0.19, True)
            for before, after in zip(asked, asked[1:]):
                expect("one at a time at " + host, after[0] >= before[1] - 0.01, True)
        whole = [(x[2], x[3], x[0]) for x in b.log]
        expect("several at once", any(x[2] != y[2] and x[0] < y[0] < x[1]
                                      for x in whole for y in whole), True)


@test
def two_hundred_boards_are_tried():
    world = ["--seed", "7", "--employers", "200", "--days", "60", "--port", free_port()]
    with folder() as path, background(program("tests/boardsim"), "serve", *world):
        config = path / "jobtrend.conf"
        blocks = run(program("tests/boardsim"), "config", *world).stdout
        config.write_text('exempt_hosts = {"127.0.0.0/8"}\ndelay = "0 ms"\n' + blocks)
        n = blocks.count('source "')
        ctl = [CTL, "source", "test", "--config", config, "--db", NO_DATABASE, "--all"]

        def tried():
            done = run(*ctl, "--format", "json", check=False)
            outcomes = {s["outcome"] for s in json.loads(done.stdout)}
            return done if outcomes <= {"ok", "empty"} else None
        done = wait_until(tried, what="boards")

        said = json.loads(done.stdout)
        expect("boards", (n >= 200, len(said)), (True, n))
        last = done.stderr.splitlines()[-1].split()
        expect("sum", last[:2], ["all", str(n)])
        expect("with ads", int(last[2]) > 150, True)


if __name__ == "__main__":
    main()
