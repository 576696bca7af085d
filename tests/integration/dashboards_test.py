#!/usr/bin/env python3
"""Every query of the Grafana dashboards answers, every alert fires when it should."""
import contextlib
import csv
import datetime
import functools
import io
import json
import os
import re
import shutil
import urllib.request

from harness import (ROOT, Skip, background, expect, folder, free_port, fresh_database, main,
                     program, psql, run, test, value, wait_until)

CTL = program("jobtrendctl")
WORLD = ["--seed", "3", "--employers", "16", "--days", "800", "--today", "2026-03-01"]
SINCE = datetime.datetime(2023, 3, 1)
UNTIL = datetime.datetime(2026, 3, 1)
DASHBOARDS = sorted((ROOT / "share/grafana").glob("*.json"))
RULES = ROOT / "share/prometheus/jobtrend.rules.yml"
SPANS = {"s": 1, "m": 60, "h": 3600, "d": 86400}

_filled = []


def filled():
    """A database with a world, a visit that was refused, and a daemon; made once."""
    if not _filled:
        db = fresh_database()
        with folder() as d:
            (d / "a").write_text(run(program("tests/boardsim"), "archive", *WORLD).stdout)
            run(CTL, "import", "--db", db, "--format", "archive", d / "a", timeout=120)
        psql("INSERT INTO jobtrend.run (source_id, started_at, ended_at, state, origin, reason)"
             " SELECT min(source_id), '2026-02-28 12:00+00', '2026-02-28 12:01+00', 'blocked',"
             " 'live', '403' FROM jobtrend.source;"
             "INSERT INTO jobtrend.daemon_status (owner, version, started_at, heartbeat, counters)"
             " VALUES ('d', '1', now(), now(), '{\"runs_total\": 7}')", db)
        _filled.append(db)
    return _filled[0]


# ---- as Grafana does it: grafana/pkg/tsdb/grafana-postgresql-datasource/macros.go ----


def moment(at):
    return "'%s'" % at.strftime("%Y-%m-%dT%H:%M:%SZ")


def macro(name, args):
    """What Grafana puts for a macro; those that we do not use are not known here."""
    if name == "timeFilter":
        return "%s BETWEEN %s AND %s" % (args[0], moment(SINCE), moment(UNTIL))
    if name == "timeFrom":
        return moment(SINCE)
    if name == "timeTo":
        return moment(UNTIL)
    if name in ("timeGroup", "timeGroupAlias"):
        span = args[1].strip("' ")
        s = int(span[:-1]) * SPANS[span[-1]]
        text = "floor(extract(epoch from %s)/%d)*%d" % (args[0], s, s)
        return text + (' AS "time"' if name == "timeGroupAlias" else "")
    raise AssertionError("expected a macro that is known, found $__%s" % name)


def expand(sql):
    """Macros with their arguments, which may have parentheses of their own."""
    while found := re.search(r"\$__(\w+)\(", sql):
        depth, at, parts = 1, found.end(), [""]
        while depth:
            c = sql[at]
            depth += (c == "(") - (c == ")")
            if c == "," and depth == 1:
                parts.append("")
            elif depth:
                parts[-1] += c
            at += 1
        sql = sql[:found.start()] + macro(found[1], [p.strip() for p in parts]) + sql[at:]
    if "$__" in sql:
        raise AssertionError("a macro is left: " + sql)
    return sql


def sqlstring(values):
    return ",".join("'%s'" % v.replace("'", "''") for v in values)


def interpolate(sql, variables):
    def put(found):
        if found[1] not in variables:
            raise AssertionError("no variable %s: %s" % (found[1], sql))
        expect("format of " + found[1], found[2], "sqlstring") # else it would be pasted as it is
        return sqlstring(variables[found[1]])
    return expand(re.sub(r"\$\{(\w+)(?::(\w+))?\}", put, sql))


@functools.cache
def ask(sql):
    """The rows as an analyst's role gets them, each a dict."""
    done = run("psql", "-X", "-q", "--csv", "-v", "ON_ERROR_STOP=1", "-d", filled(),
               "-c", "SET ROLE jobtrend_reader", "-c", sql)
    return list(csv.DictReader(io.StringIO(done.stdout)))


def variables_of(board):
    """Each variable with the values that it has when the dashboard is opened."""
    chosen = {}
    for v in board["templating"]["list"]:
        if v["type"] == "custom":
            chosen[v["name"]] = [v["query"].split(",")[0]]
            continue
        rows = ask(interpolate(v["query"], chosen))
        values = [next(iter(row.values())) for row in rows]
        expect("values of %s" % v["name"], len(values) > 1, True)
        first = v["current"].get("value")
        if first:
            expect("the first choice of %s" % v["name"], first in values, True)
        chosen[v["name"]] = values[:3] if v["multi"] else [first or values[0]]
    return chosen


def queries(board):
    for panel in board["panels"]:
        for target in panel["targets"]:
            yield panel, target
    for note in board["annotations"]["list"]:
        yield {"title": note["name"], "type": "annotation"}, note["target"]


@test
def every_query_of_every_dashboard_has_an_answer():
    expect("dashboards", len(DASHBOARDS), 3)
    for path in DASHBOARDS:
        board = json.loads(path.read_text())
        chosen = variables_of(board)
        for panel, target in queries(board):
            rows = ask(interpolate(target["rawSql"], chosen))
            name = "%s: %s" % (path.name, panel["title"])
            if panel["type"] != "annotation" and panel["title"] != "Pay": # the world pays nobody
                expect(name + " has rows", len(rows) > 0, True)
            if target["format"] == "time_series" and rows:
                expect(name + " has a time", "time" in rows[0], True)
            if panel["type"] == "barchart":
                expect(name + ": its axis", panel["options"]["xField"] in rows[0], True)


@test
def a_dashboard_shows_what_the_terminal_says():
    board = json.loads((ROOT / "share/grafana/jobtrend-demand.json").read_text())
    shown, = ask(interpolate(board["panels"][0]["targets"][0]["rawSql"], variables_of(board)))
    cell = json.loads(run(CTL, "yoy", "--region", "world", "--skill", "any", "--period",
                          "2026-02/12", "--format", "json", "--db", filled()).stdout)
    expect("change", abs(float(shown["change"]) - cell["value"]) < 1e-9, True)
    expect("naive", abs(float(shown["naive"]) - cell["naive"]) < 1e-9, True)


@test
def a_value_with_a_quote_stays_a_value():
    for path in DASHBOARDS:
        board = json.loads(path.read_text())
        chosen = {v["name"]: ["x'; DROP SCHEMA jobtrend; --"] for v in board["templating"]["list"]}
        for panel, target in queries(board):
            sql = interpolate(target["rawSql"], chosen)
            done = run("psql", "-X", "-q", "-d", filled(), "-c", "BEGIN READ ONLY", "-c", "EXPLAIN " + sql,
                       check=False)
            expect("%s: %s" % (panel["title"], done.stderr), "syntax error" in done.stderr
                   or "read-only" in done.stderr, False)


@test
def dashboards_are_as_provisioning_wants_them():
    uids = set()
    source = (ROOT / "share/grafana/provisioning/datasources/jobtrend.yaml").read_text()
    uid = re.search(r"^    uid: (\w+)$", source, re.M).group(1)
    for path in DASHBOARDS:
        board = json.loads(path.read_text())
        uids.add(board["uid"])
        expect("ids", sorted(p["id"] for p in board["panels"]),
               list(range(1, len(board["panels"]) + 1)))
        for panel, target in queries(board):
            expect("data source", target.get("datasource", {"uid": uid})["uid"], uid)
            if panel["type"] != "annotation":
                g = panel["gridPos"]
                expect("within 24 columns", g["x"] + g["w"] <= 24, True)
    expect("uids", len(uids), len(DASHBOARDS))
    with folder() as top:
        run("make", "-s", "-C", ROOT, "-o", "all", "-o", "manuals", "install-files",
            "BUILD=%s" % os.path.dirname(CTL), "DESTDIR=%s" % top, "PREFIX=/usr")
        at = top / "usr/share/jobtrend/grafana"
        provider = (at / "provisioning/dashboards/jobtrend.yaml").read_text()
        expect("path", re.search("path: (.*)", provider).group(1), "/usr/share/jobtrend/grafana")
        expect("there", sorted(p.name for p in at.glob("*.json")), [p.name for p in DASHBOARDS])


# ---- docs/dashboards.md ----

MANUAL = (ROOT / "docs/dashboards.md").read_text()
CONNINFO = "host=db.example.org dbname=jobtrend user=analyst"


def blocks(language):
    return re.findall(r"^```%s\n(.*?)^```" % language, MANUAL, re.M | re.S)


@functools.cache
def analyst():
    """The conninfo of the role that the manual makes."""
    for block in blocks("sql"):
        psql(block, filled())
    return re.sub(r"user=\S+", "user=analyst", filled())


def try_block(interpreter, text, cwd=ROOT):
    if CONNINFO in text:
        text = text.replace(CONNINFO, analyst())
    env = dict(os.environ, PATH="%s:%s" % (os.path.dirname(CTL), os.environ["PATH"]))
    return run(*interpreter, text, cwd=cwd, env=env).stdout


@test
def the_analyst_of_the_manual_reads_and_writes_nothing():
    expect("reads", int(value("SELECT count(*) FROM jobtrend.ad", analyst())) > 0, True)
    done = run("psql", "-X", "-d", analyst(), "-c", "DELETE FROM jobtrend.ad", check=False)
    expect("writes: " + done.stderr, "permission denied" in done.stderr, True)


@test
def python_reads_as_the_manual_says():
    python = next((p for p in ("/usr/bin/python3", "python3") if shutil.which(p) and run(
        p, "-c", "import psycopg", check=False).returncode == 0), None)
    if not python:
        raise Skip("python3-psycopg is not installed")
    text, = blocks("python")
    out = try_block([python, "-c"], text).splitlines()
    expect("the change", re.match(r"change [+-][\d.]+ % \([+-][\d.]+ to [+-][\d.]+\) \d+ \[", out[0])
           is not None, True)
    expect("a month a line", len(out) > 20, True)


@test
def r_reads_as_the_manual_says():
    if not shutil.which("Rscript") or run("Rscript", "-e", "library(RPostgreSQL)",
                                          check=False).returncode:
        raise Skip("r-cran-rpostgresql is not installed")
    text, = blocks("r")
    expect("months", re.search(r"\d{4}-\d\d-01", try_block(["Rscript", "-e"], text)) is not None, True)


@contextlib.contextmanager
def web(db):
    """jobtrend-web on a port of its own; its address."""
    address = "http://127.0.0.1:%d" % free_port()

    def answers():
        try:
            return urllib.request.urlopen(address + "/readyz").status == 200
        except OSError:
            return False
    with folder() as where:
        (where / "jobtrend.conf").write_text('state_dir = "%s"\n' % where)
        with background(program("jobtrend-web"), "--config", where / "jobtrend.conf", "--db", db,
                        "--listen", address.split("//")[1], log=where / "log"):
            wait_until(answers, 30, "jobtrend-web")
            yield address


@test
def shells_and_spreadsheets_get_csv_as_the_manual_says():
    with folder() as where, web(filled()) as address:
        for text in blocks("sh"):
            if "curl" not in text or shutil.which("curl"):
                try_block(["sh", "-e", "-c"], text.replace("http://127.0.0.1:8080", address), where)
        tables = {p.name: list(csv.DictReader(p.read_text().splitlines()))
                  for p in where.glob("*.csv")}
    series = {name: [row["value"] for row in rows] for name, rows in tables.items()}
    expect("months", len(series["trend.csv"]) > 20, True)
    for name, values in series.items():
        expect(name, [round(float(v or -1), 6) for v in values],
               [round(float(v or -1), 6) for v in series["trend.csv"]])
    if shutil.which("curl"):
        expect("files", sorted(series), ["sheet.csv", "trend.csv", "trend2.csv"])


@test
def the_manual_names_every_alert():
    named = re.findall(r"^\| `(Jobtrend\w+)` \|", MANUAL, re.M)
    expect("alerts", named, re.findall(r"alert: (\w+)", RULES.read_text()))


# ---- alerts ----


def names_in_rules():
    exprs = re.findall(r"expr: (?:>-\n)?((?:.+\n(?=          \s*\S))*.+)", RULES.read_text())
    return set(re.findall(r"\bjobtrend_\w+", " ".join(exprs)))


@test
def alerts_ask_for_metrics_that_a_daemon_and_the_server_have():
    db, port = fresh_database(), free_port()
    with folder() as where:
        (where / "jobtrend.conf").write_text('state_dir = "%s"\n' % where)
        env = dict(os.environ, JOBTREND_DB=db)
        log = where / "log"
        with background(program("jobtrendd"), "--config", where / "jobtrend.conf", log=log,
                        env=env), \
             background(program("jobtrend-web"), "--config", where / "jobtrend.conf",
                        "--listen", "127.0.0.1:%d" % port, log=log, env=env):
            def metrics():
                try:
                    with urllib.request.urlopen("http://127.0.0.1:%d/metrics" % port) as r:
                        text = r.read().decode()
                        return text if "jobtrend_daemon_" in text else None
                except OSError:
                    return None
            text = wait_until(metrics, 30, "metrics of a daemon")
    has = set(re.findall(r"^(jobtrend_\w+)", text, re.M))
    expect("not there", names_in_rules() - has, set())
    expect("asked for", len(names_in_rules()) >= 7, True)
    limit = float(re.search(r"^jobtrend_daemon_spool_limit_bytes\{.*\} (.*)$", text, re.M).group(1))
    expect("the spool's limit", limit, 256 * 2**20)


CALM = """
      - series: 'jobtrend_web_build_info{version="1"}'
        values: '1x300'
      - series: 'jobtrend_web_database_up'
        values: '%(up)s'
      - series: 'jobtrend_daemon_heartbeat_timestamp_seconds{owner="d"}'
        values: '%(beat)s'
      - series: 'jobtrend_daemon_runs_total{owner="d"}'
        values: '%(runs)s'
      - series: 'jobtrend_daemon_runs_ok_total{owner="d"}'
        values: '%(ok)s'
      - series: 'jobtrend_daemon_runs_blocked_total{owner="d"}'
        values: '%(blocked)s'
      - series: 'jobtrend_daemon_spool_bytes{owner="d"}'
        values: '%(spool)s'
      - series: 'jobtrend_daemon_spool_limit_bytes{owner="d"}'
        values: '100x300'
"""
SOUND = {"up": "1x300", "beat": "0+600x300", "runs": "0+100x300", "ok": "0+90x300",
         "blocked": "0+10x300", "spool": "0x300"}
# What is otherwise, and the alerts that fire after 40 hours; a step is ten minutes.
ALERTS = [
    ({}, set()),
    ({"up": "1x236 0x60"}, {"JobtrendDatabaseAway"}),
    ({"beat": "0+600x230 138000x60"}, {"JobtrendDaemonSilent"}),
    ({"runs": "50x300", "ok": "45x300", "blocked": "0x300"}, {"JobtrendNoRun"}),
    ({"blocked": "0+30x300", "ok": "0+70x300"}, {"JobtrendSourcesBlocked"}),
    ({"ok": "0+40x300"}, {"JobtrendVisitsFail"}),
    ({"spool": "51x300"}, {"JobtrendSpoolFilling"}),
    ({"spool": "49x300"}, set()),
]


@test
def alerts_fire_when_they_should_and_else_do_not():
    if not shutil.which("promtool"):
        raise Skip("promtool is not installed")
    run("promtool", "check", "rules", RULES)
    names = re.findall(r"alert: (\w+)", RULES.read_text())
    text = "rule_files: [%s]\nevaluation_interval: 10m\ntests:\n" % RULES
    for other, fires in [*ALERTS, (None, {"JobtrendWebAway", "JobtrendNoRun"})]:
        series = CALM % dict(SOUND, **other) if other is not None else \
            "\n      - series: 'up{job=\"other\"}'\n        values: '1x300'\n"
        text += "  - interval: 10m\n    input_series:%s    promql_expr_test:\n" % series
        for name in names:
            some = "[{labels: '{__name__=\"x\"}', value: 1}]" if name in fires else "[]"
            text += ("      - expr: label_replace(count(ALERTS{alertname=\"%s\","
                     " alertstate=\"firing\"}) > 0, \"__name__\", \"x\", \"\", \"\")\n"
                     "        eval_time: 40h\n        exp_samples: %s\n" % (name, some))
    expect("each alert fires once", set(names),
           set().union(*(fires for _, fires in ALERTS)) | {"JobtrendWebAway"})
    with folder() as where:
        (where / "tests.yml").write_text(text)
        done = run("promtool", "test", "rules", where / "tests.yml", check=False)
        expect("promtool: " + done.stdout + done.stderr, done.returncode, 0)


if __name__ == "__main__":
    main()
