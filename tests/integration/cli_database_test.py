#!/usr/bin/env python3
"""jobtrendctl on a database: schema, source, status, yoy, trend, explain."""
import json
import os
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from harness import DB, expect, folder, free_port, fresh_database, main, program, psql, run
from harness import test, value

CTL = program("jobtrendctl")
BOARD = {"jobs": [
    {"id": 9000000000000000001, "title": "LLM Engineer", "absolute_url": "https://e.example/1",
     "location": {"name": "Berlin, Germany"}, "updated_at": "2026-02-01T10:00:00-05:00",
     "content": "&lt;p&gt;You bring large language models and PyTorch.&lt;/p&gt;"},
    {"id": 12, "title": "Baker", "absolute_url": "https://e.example/2",
     "location": {"name": "Paris, France"}, "updated_at": "2026-02-01T10:00:00-05:00",
     "content": "&lt;p&gt;Bread.&lt;/p&gt;"}], "meta": {"total": 2}}


def ctl(db, *args, **options):
    return run(CTL, *args, check=False, env={**os.environ, "JOBTREND_DB": db}, **options)


class Board(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        pages = {"/v1/boards/acme/jobs": json.dumps(BOARD).encode(),
                 "/careers": b"<html><script src='https://boards.greenhouse.io/embed/job_board/js"
                             b"?for=acme'></script><link rel=alternate type='application/rss+xml'"
                             b" href='/feed.xml'></html>",
                 "/feed.xml": b"<?xml version='1.0'?><rss version='2.0'><channel><title>Jobs"
                              b"</title><item><title>Data Scientist</title><guid>7</guid>"
                              b"<link>http://e.example/7</link></item></channel></rss>"}
        body = pages.get(self.path.split("?")[0])
        self.send_response(200 if body else 404)
        self.send_header("Content-Length", str(len(body or b"")))
        self.end_headers()
        self.wfile.write(body or b"")

    def log_message(self, *args):
        pass


class Site:
    """A board on the loopback and a configuration that may visit it."""

    def __enter__(self):
        self.server = ThreadingHTTPServer(("127.0.0.1", free_port()), Board)
        self.address = "http://127.0.0.1:%d" % self.server.server_port
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.folder = folder()
        self.config = self.folder.__enter__() / "jobtrend.conf"
        self.config.write_text(
            'exempt_hosts = { "127.0.0.1:%d" }\n'
            'source "greenhouse/acme" {\n\tkind = "greenhouse"\n'
            '\turl = "%s/v1/boards/acme/jobs"\n\temployer = "Acme"\n}\n'
            % (self.server.server_port, self.address))
        return self

    def __exit__(self, *exc):
        self.server.shutdown()
        self.server.server_close()
        self.folder.__exit__(*exc)


@test
def what_comes_with_it_is_found_from_any_folder():
    """And a stranger's schema.sql where one happens to stand is left alone."""
    with folder() as where:
        (where / "schema.sql").write_text("CREATE TABLE public.of_a_stranger ();\n")
        db = fresh_database()
        done = ctl(db, "schema", "init", cwd=where)
        expect("status, error", (done.returncode, done.stderr), (0, ""))
        expect("strange tables", value("SELECT to_regclass('of_a_stranger')", db), "")
        done = run(CTL, "locate", input="Berlin\n", cwd=where)
        expect("region", json.loads(done.stdout)["regions"][0]["code"], "DE-BE")


@test
def the_schema_may_be_made_twice_and_verifies():
    db = fresh_database()
    psql("DROP SCHEMA jobtrend CASCADE", db)
    for _ in range(2):
        done = ctl(db, "schema", "init")
        expect("init: " + done.stderr, done.returncode, 0)
    for action in ("upgrade", "verify"):
        done = ctl(db, "schema", action)
        expect(action + ": " + done.stderr, done.returncode, 0)


@test
def a_database_that_is_not_there_is_said_in_one_line():
    done = ctl("host=/nonexistent dbname=x", "status")
    expect("status", done.returncode, 1)
    expect("lines", len(done.stderr.splitlines()), 1)
    expect("text", done.stderr.startswith("jobtrendctl: status: database: "), True)


@test
def the_option_outranks_the_environment():
    done = ctl("host=/nonexistent dbname=x", "--db", fresh_database(), "status", "--format", "json")
    expect("status: " + done.stderr, done.returncode, 0)
    picture = json.loads(done.stdout)
    expect("parts", set(picture) >= {"database", "queue", "rates", "runs", "errors"}, True)


@test
def a_status_of_json_lines_is_one_line():
    db = fresh_database()
    for name in ("one", "two", "three"):
        done = ctl(db, "source", "add", "greenhouse", name)
        expect("add: " + done.stderr, done.returncode, 0)
    psql("INSERT INTO jobtrend.run (source_id, started_at, ended_at, state, origin, reason)"
         " SELECT source_id, now(), now(), 'blocked', 'live', 'said no'"
         " FROM jobtrend.source", db)

    done = ctl(db, "status", "--format", "jsonl")

    expect("lines: " + done.stderr, len(done.stdout.splitlines()), 1)
    expect("errors", len(json.loads(done.stdout)["errors"]), 3)


@test
def a_source_is_added_listed_and_removed():
    db = fresh_database()
    done = ctl(db, "source", "add", "greenhouse", "acme", "--employer", "Acme")
    expect("status: " + done.stderr, done.returncode, 0)
    expect("block", 'source "greenhouse/acme" {\n    kind = "greenhouse"\n    board = "acme"\n'
           '    employer = "Acme"\n}\n' in done.stdout, True)
    row, = json.loads(ctl(db, "source", "list", "--format", "json").stdout)
    expect("row", (row["id"], row["kind"], row["enabled"]),
           ("greenhouse/acme", "greenhouse", True))
    done = ctl(db, "source", "add", "greenhouse", "acme")
    expect("again", (done.returncode, done.stderr),
           (1, "jobtrendctl: source: add: expected a new id, but greenhouse/acme is there "
               "already\n"))
    done = ctl(db, "source", "add", "paper", "acme")
    expect("kind", done.returncode, 2)
    done = ctl(db, "source", "remove", "greenhouse/acme", "none")
    expect("remove", (done.returncode, done.stdout), (1, "greenhouse/acme: removed\n"))
    expect("list", json.loads(ctl(db, "source", "list", "--format", "json").stdout), [])


@test
def a_board_is_tried_visited_and_kept():
    db = fresh_database()
    with Site() as site:
        done = ctl(db, "source", "test", "--config", site.config, "greenhouse/acme")
        expect("test: " + done.stdout, done.returncode, 0)
        expect("nothing stored", value("SELECT count(*) FROM jobtrend.source", db), "0")
        done = ctl(db, "source", "crawl", "--config", site.config, "--format", "jsonl",
                   "greenhouse/acme")
        expect("crawl: " + done.stderr, done.returncode, 0)
        end = json.loads(done.stdout)
        expect("run", (end["state"], end["ads_seen"], end["ads_new"]), ("ok", 2, 2))
        expect("ids", psql("SELECT native_id FROM jobtrend.ad ORDER BY 1", db),
               [["12"], ["9000000000000000001"]])
        done = ctl(db, "source", "remove", "greenhouse/acme")
        expect("kept", done.stdout, "greenhouse/acme: visited no more, its history stays\n")


@test
def a_page_tells_its_board_and_its_feed():
    with Site() as site:
        done = ctl("", "probe", "--config", site.config, "--format", "json",
                   site.address + "/careers")
        found = {s["kind"]: s for s in json.loads(done.stdout)}
        expect("feed", (found["rss"]["url"], found["rss"]["ads"]), (site.address + "/feed.xml", 1))
        done = ctl("", "probe", "--config", site.config, site.address + "/v1/boards/acme/jobs")
        expect("status: " + done.stderr, done.returncode, 0)
        expect("kind", done.stdout.startswith("greenhouse "), True)
        expect("count", "\n2 ads\n" in done.stdout, True)


@test
def a_private_address_is_refused():
    done = ctl("", "probe", "http://127.0.0.1:9/")
    expect("status", done.returncode, 1)
    expect("text", "127.0.0.1" in done.stderr, True)


@test
def a_cell_is_asked_for_and_a_wrong_question_is_a_wrong_command_line():
    db = fresh_database()
    with folder() as d:
        (d / "a").write_text(run(program("tests/boardsim"), "archive", "--seed", "3", "--employers",
                                 "40", "--days", "900", "--today", "2026-03-01").stdout)
        done = ctl(db, "import", "--format", "archive", d / "a")
        expect("import: " + done.stderr, done.returncode, 0)
    asked = ["--region", "world", "--skill", "any", "--period", "2025"]
    cell = json.loads(ctl(db, "yoy", *asked, "--format", "json").stdout)
    for key in ("value", "lo", "hi", "naive", "n", "n_base", "employers", "top_employer_share",
                "sources_matched", "coverage", "estimator", "definition", "taxonomy_version",
                "as_of", "flags", "bridge"):
        expect(key, key in cell, True)
    done = ctl(db, "yoy", *asked)
    expect("table: " + done.stderr, done.returncode, 0)
    for word in ("change", "naive", "postings", "coverage", "bridge", "detectable",
                 "definitions ", "2025-12"):
        expect(word, word in done.stdout, True)
    expect("hangs on", cell["robustness"]["employer_least"] <= cell["value"]
           <= cell["robustness"]["employer_most"], True)
    expect("not asked for", "estimates" in cell or "chained" in done.stdout, False)
    cell = json.loads(ctl(db, "yoy", *asked, "--estimates", "--format", "json").stdout)
    expect("estimators", [e["estimator"] for e in cell["estimates"]],
           ["naive", "matched", "direct", "chained", "geks"])
    expect("table", "    geks " in ctl(db, "yoy", *asked, "--estimates").stdout, True)
    series = [json.loads(line) for line in ctl(db, "trend", *asked[:4], "--since", "2025-01",
                                               "--until", "2025-06", "--format", "jsonl")
              .stdout.splitlines()]
    expect("periods", [s["period"] for s in series], ["2025-%02d" % m for m in range(1, 7)])
    ads = ctl(db, "explain", *asked, "--format", "csv").stdout.splitlines()
    expect("ads", len(ads) > 10 and ads[0].startswith("source,native_id,title,"), True)
    for option, wrong in [("--period", "2025Q9"), ("--skill", "alchemy"), ("--region", "Atlantis"),
                          ("--measure", "mood")]:
        args = asked + [option, wrong]
        done = ctl(db, "yoy", *args)
        expect("status of %s: %s" % (wrong, done.stderr), done.returncode, 2)
        expect("subject", done.stderr.startswith("jobtrendctl: yoy: %s: expected " % option[2:]),
               True)
    for name in ("yoy", "explain", "trend"):
        args = asked if name != "trend" else asked[:4]
        done = ctl(db, name, *args, "--as-of", "last week")
        expect(name, (done.returncode, done.stderr.splitlines()[0]), (
            2, "jobtrendctl: %s: --as-of: expected a time such as 2025-03-01T00:00:00Z, "
            'found "last week"' % name))
    as_of = psql("SELECT now()", db)[0][0]
    done = ctl(db, "yoy", *asked, "--as-of", as_of)
    expect("as a table prints it: " + done.stderr, done.returncode, 0)


@test
def a_first_visit_that_keeps_failing_is_an_error_before_it_ends():
    db = fresh_database()
    psql("INSERT INTO jobtrend.source (source_id, id, kind) VALUES (7, 'lever/acme', 'lever'),"
         " (8, 'lever/fine', 'lever');"
         " INSERT INTO jobtrend.run (source_id, run_id, started_at) VALUES (7, 70, now()),"
         " (8, 80, now());"
         " INSERT INTO jobtrend.page (source_id, page_id, url, host, role, kind, run_id, error)"
         " VALUES (7, 1, 'https://e.example/', 'e.example', 'list', 'lever', 70, 'no such host'),"
         " (8, 1, 'https://f.example/', 'f.example', 'list', 'lever', 80, NULL)", db)
    errors = json.loads(ctl(db, "status", "--format", "json").stdout)["errors"]
    expect("sources with errors", [(e["source"], e["state"], e["reason"]) for e in errors],
           [("lever/acme", "open", "no such host")])


if __name__ == "__main__":
    main()
