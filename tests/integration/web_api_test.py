#!/usr/bin/env python3
"""The API of jobtrend-web: what its document promises, and what SQL says."""
import json
import random
import re
import urllib.parse

from harness import (DB, ROOT, Skip, expect, fresh_database, main, program, psql, run, test,
                     value, wait_until)
from webserver import ready, web

DOCUMENT = json.loads((ROOT / "web/openapi.json").read_text())
ROUTES = sorted(p[1:] for p in DOCUMENT["paths"]
                if "servers" not in DOCUMENT["paths"][p] and p != "/openapi.json")
NEEDED = {"adjacency": {"skill": "pytorch"}, "bridge-ads": {"part": "sources"}, "check-claim": {
    "claim": "Demand for AI jobs in Germany rose 20% in 2025"}}
SAMPLES = {  # a value of each parameter that is understood
    "as_of": "2026-01-01T00:00:00Z", "by": "skill", "cluster": "machine-learning",
    "core": "true", "currency": "EUR", "definition": "title", "employer": "x",
    "format": "csv",
    "grain": "year", "kind": "rule", "level": "country", "limit": "2",
    "measure": "flow", "min_postings": "1", "observed": "true", "order": None,
    "part": "context", "per": "year", "period": "2025", "q": "a", "region": "DE", "since": "2025",
    "skill": "pytorch", "source": "x", "sources": "3", "state": "ok", "until": "2025-06", "within": "US",
    "window": "period", "with": "pytorch", "claim": "AI jobs doubled in 2025", "cursor": None}


def resolve(node):
    while "$ref" in node:
        at = DOCUMENT
        for part in node["$ref"][2:].split("/"):
            at = at[part]
        node = at
    return node


def parameters(route, method="get"):
    return [resolve(p) for p in DOCUMENT["paths"]["/" + route][method].get("parameters", [])]


def validator(route):
    try:
        import jsonschema
    except ImportError:
        raise Skip("python3-jsonschema is not installed")
    answer = resolve(DOCUMENT["paths"]["/" + route]["get"]["responses"]["200"])
    schema = dict(answer["content"]["application/json"]["schema"],
                  components=DOCUMENT["components"])
    return jsonschema.Draft202012Validator(schema)


_made = {}


def world():
    """Three years of a small market, once; some numbers are published, one is revised."""
    if not _made:
        db = fresh_database()
        archive = run(program("tests/boardsim"), "archive", "--employers", "20", "--days",
                      "800").stdout
        run(program("jobtrendctl"), "import", "--db", db, "--format", "archive", "-",
            input=archive, timeout=120)
        while value("SELECT jobtrend.fold()", db) != "0":
            pass
        month = value("SELECT to_char(month - interval '1 month', 'YYYY-MM') || '/12' "
                      "FROM jobtrend.latest", db)
        psql("SELECT jobtrend.publish('world', 'any', '%s')" % month, db)
        psql("UPDATE jobtrend.cell SET n = n + 1; "
             "SELECT jobtrend.publish('world', 'any', '%s', reason => 'a test')" % month, db)
        psql("ANALYZE", db)
        _made.update(db=db, period=month)
    return _made["db"]


_server = {}


def server():
    if not _server:
        context = web(world())
        _server["context"] = context
        _server["web"] = context.__enter__()
        ready(_server["web"])
    return _server["web"]


def ask(route, **params):
    return server().api(route, **{**NEEDED.get(route, {}), **params})


def close_to(a, b):
    if isinstance(a, float) or isinstance(b, float):
        return a is not None and b is not None and abs(a - b) <= 1e-9 * max(1, abs(a), abs(b))
    return a == b


@test
def every_route_answers_as_its_schema_says():
    for route in ROUTES:
        got = ask(route)
        expect("status of " + route, got.status, 200)
        errors = ["%s: %s" % (list(e.absolute_path), e.message[:200])
                  for e in validator(route).iter_errors(got.json)]
        expect("errors of " + route, errors[:3], [])
        expect("rows of " + route, bool(got.json["data"]), True)


@test
def every_parameter_of_the_document_is_taken_and_no_other():
    for route in ROUTES:
        documented = [p["name"] for p in parameters(route)]
        refused = ask(route, nonsense="1")
        expect("status of an unknown parameter of " + route, refused.status, 400)
        expect("parameters of " + route, sorted(refused.json["errors"][0]["allowed"]),
               sorted(documented))
        for p in parameters(route):
            schema = resolve(p["schema"])
            sample = SAMPLES[p["name"]]
            if "enum" in schema:
                for choice in schema["enum"]:
                    expect("%s %s=%s" % (route, p["name"], choice),
                           ask(route, **{p["name"]: choice}).status, 200)
            elif sample:
                got = ask(route, **{p["name"]: sample})
                expect("%s %s=%s: %s" % (route, p["name"], sample, got.text[:200]),
                       got.status, 200)


@test
def defaults_and_bounds_are_those_of_the_document():
    for route in ROUTES:
        query = ask(route).json["query"]
        for p in parameters(route):
            schema = {**resolve(p["schema"]), **p["schema"]}
            if p["name"] not in ("format", "cursor") and not p.get("required") \
                    and p["name"] != "period":
                expect("default of %s %s" % (route, p["name"]), query[p["name"]],
                       schema.get("default"))
            if schema.get("type") == "integer":
                for bad in (schema["minimum"] - 1, schema["maximum"] + 1):
                    expect("%s %s=%d" % (route, p["name"], bad),
                           ask(route, **{p["name"]: bad}).status, 400)
                for good in (schema["minimum"], schema["maximum"]):
                    expect("%s %s=%d" % (route, p["name"], good),
                           ask(route, **{p["name"]: good}).status, 200)
            if "enum" in schema:
                got = ask(route, **{p["name"]: "x" + schema["enum"][0]})
                expect("allowed of %s %s" % (route, p["name"]),
                       got.json["errors"][0]["allowed"], schema["enum"])


SQL = {  # what each route says, asked in SQL; arguments by name
    "yoy": ({"region": "DE", "skill": "any"},
            "SELECT (y).* FROM (SELECT jobtrend.yoy('DE', 'any', '{period}') AS y) AS q"),
    "trend": ({"region": "US", "grain": "quarter", "measure": "share"},
              "SELECT * FROM jobtrend.trend('US', 'any', 'quarter', measure => 'share')"),
    "estimates": ({"region": "US", "skill": "any"},
                  "SELECT * FROM jobtrend.estimates('US', 'any', '{period}')"),
    "robustness": ({"region": "US", "skill": "any"},
                   "SELECT * FROM jobtrend.robustness('US', 'any', '{period}')"),
    "explain": ({"region": "US", "skill": "pytorch", "limit": 1000},
                "SELECT * FROM jobtrend.explain_page('US', 'pytorch', '{period}', "
                "page_size => 1000)"),
    "bridge-ads": ({"region": "US", "part": "duplicates", "limit": 1000},
                   "SELECT * FROM jobtrend.bridge_ads('US', 'any', '{period}', 'duplicates')"),
    "coverage-summary": ({"sources": 0}, "SELECT period, count(*) AS sources, "
                         "sum(ok_days) AS ok_days, sum(known_days) AS known_days "
                         "FROM jobtrend.coverage GROUP BY period ORDER BY period"),
    "employers": ({"region": "US", "skill": "any", "definition": "one-skill"}, None),
    "competition": ({"region": "US"}, "SELECT * FROM jobtrend.employer_competition "
                    "WHERE region = 'US' ORDER BY postings DESC, skill"),
    "adjacency": ({"skill": "pytorch", "min_postings": 1},
                  "SELECT * FROM jobtrend.skill_adjacency WHERE skill = 'pytorch' "
                  "ORDER BY postings DESC, other_skill"),
    "lifetimes": ({"region": "US"}, "SELECT * FROM jobtrend.time_to_fill WHERE region = 'US' "
                  "AND skill = 'any' ORDER BY length(period), period"),
    "pay": ({"region": "US"}, "SELECT * FROM jobtrend.pay_trend WHERE region = 'US' "
            "AND skill = 'any' ORDER BY period, currency, per"),
    "coverage": ({"limit": 1000}, "SELECT * FROM jobtrend.coverage ORDER BY source, period"),
    "sources": ({"limit": 1000}, "SELECT * FROM jobtrend.source_health ORDER BY source"),
    "revisions": ({}, "SELECT * FROM jobtrend.revision"),
    "definitions": ({}, "SELECT id AS definition, version, rule FROM jobtrend.definition "
                    "ORDER BY definition_id"),
}
IGNORED = {"bridge", "flags", "as_of", "taxonomy_version"}


def same(what, got, wanted):
    for name in set(got) & set(wanted) - IGNORED:
        a, b = got[name], wanted[name]
        if isinstance(b, str) and re.match(r"\d{4}-\d\d-\d\dT", b):
            a, b = a and a[:19], b[:19]
        if not close_to(a, b) and str(a) != str(b):
            raise AssertionError("%s: %s: expected %r, got %r" % (what, name, b, a))


@test
def what_is_said_is_what_sql_says():
    db = world()
    for route, (params, sql) in SQL.items():
        if not sql:
            continue
        got = ask(route, **params).json["data"]
        sql = sql.format(period=_made["period"])
        wanted = [json.loads(r[0]) for r in
                  psql("SET timezone = 'UTC'; SELECT to_jsonb(q) FROM (%s) AS q" % sql, db)
                  if r[0]]
        expect("rows of " + route, len(got), min(len(wanted), 1000) if route in
               ("coverage", "explain", "sources") else min(len(wanted), 100))
        for i, row in enumerate(got):
            same("%s, row %d" % (route, i), row, wanted[i])
            if row.get("flags") is not None and "flags" in wanted[i]:
                expect("flags", row["flags"], wanted[i]["flags"])


@test
def a_bridge_adds_up_to_the_naive_change():
    cell = ask("yoy", region="US").json["data"][0]
    parts = ask("bridge", region="US").json["data"]

    expect("points", close_to(sum(p["points"] for p in parts), cell["naive"]), True)
    expect("parts", {p["part"]: p["log_points"] for p in parts}, cell["bridge"])


@test
def rankings_are_in_order_and_hold_the_same_cells():
    for by, order in (("region", "most"), ("region", "rising"), ("skill", "falling"),
                      ("skill", "rising")):
        rows = ask("ranking", by=by, order=order, limit=20).json["data"]
        key = [{"most": -r["postings"], "rising": -(r["value"] or 0),
                "falling": r["value"] or 0}[order] for r in rows]
        expect("rows by %s" % by, len(rows) > 2, True)
        expect("order of %s %s" % (by, order), key, sorted(key))
        expect("ranks", [r["rank"] for r in rows], list(range(1, len(rows) + 1)))
        row = [r for r in rows if r["n"] is not None][-1]
        cell = ask("yoy", region=row["region"], skill=row["skill"]).json["data"][0]
        same("cell of %s %s" % (row["region"], row["skill"]), row, cell)
    counted = psql("SELECT region, postings, postings_year_before FROM jobtrend.region_ranking "
                   "WHERE skill = 'any' AND definition = 'one-skill' AND length(region) = 2",
                   world())
    rows = ask("ranking", limit=300).json["data"]
    expect("as region_ranking counts",
           sorted([r["region"], str(r["postings"]),
                   "" if r["postings_year_before"] is None else str(r["postings_year_before"])]
                  for r in rows), sorted(counted))


@test
def employers_share_the_postings():
    rows = ask("employers", region="US", limit=1000).json["data"]
    total = sum(r["postings"] for r in rows)
    wanted = ask("competition", region="US", skill="any").json["data"][0]

    expect("shares", all(close_to(r["share"], r["postings"] / total) for r in rows), True)
    # The view counts all that is an AI posting by any definition.
    expect("postings", 0 < total <= wanted["postings"], True)
    expect("first", rows[0]["rank"], 1)


@test
def csv_holds_what_json_holds():
    for route in ROUTES:
        if route == "check-claim":
            continue
        rows = ask(route).json["data"]
        table = ask(route, format="csv")
        expect("type of " + route, table.headers["Content-Type"], "text/csv; charset=utf-8")
        expect("rows of " + route, len(table.rows) >= len(rows), True)
        for i, row in enumerate(rows):
            expect("%s, row %d" % (route, i), table.rows[i], flat(row, table.rows[i]))


def flat(row, like):
    out = {}
    for name, cell in row.items():
        if isinstance(cell, dict):
            out.update({"%s_%s" % (name, k): v for k, v in cell.items()})
        elif cell is None and name not in like:
            out.update({k: None for k in like if k.startswith(name + "_") and k not in row})
        else:
            out[name] = cell
    return {k: "" if v is None else ";".join(v) if isinstance(v, list) else
            str(v).lower() if isinstance(v, bool) else
            like[k] if isinstance(v, (int, float)) and float(like[k] or "nan") == v else str(v)
            for k, v in out.items()}


@test
def a_cube_holds_the_same_numbers():
    for route in ROUTES:
        if "json-stat" not in str([p["schema"] for p in parameters(route)]):
            continue
        rows = ask(route, limit=50 if "limit" in str(parameters(route)) else None).json["data"] \
            if any(p["name"] == "limit" for p in parameters(route)) else ask(route).json["data"]
        limit = {"limit": 50} if any(p["name"] == "limit" for p in parameters(route)) else {}
        cube = ask(route, format="json-stat", **limit).json
        axes = [cube["dimension"][d]["category"]["index"] for d in cube["id"]]
        expect("sizes of " + route, cube["size"], [len(a) for a in axes])
        seen = 0
        for row in rows:
            for k, metric in enumerate(axes[-1]):
                place = 0
                for name, axis in zip(cube["id"][:-1], axes[:-1]):
                    place = place * len(axis) + axis.index(row[name])
                got = cube["value"].get(str(place * len(axes[-1]) + k))
                seen += got is not None
                expect("%s %s" % (route, metric), got,
                       row[metric] if "." not in metric else
                       (row[metric.split(".")[0]] or {}).get(metric.split(".")[1]))
        expect("numbers of " + route, len(cube["value"]), seen)


@test
def pages_make_up_the_whole_list():
    for route in ROUTES:
        if not any(p["name"] == "cursor" for p in parameters(route)):
            continue
        whole = [tuple(r.values()) for r in ask(route, format="csv").rows]
        limit = max(1, min(1000, len(whole) // 4))
        rows, cursor = [], None
        for _ in range(8):
            page = ask(route, limit=limit, cursor=cursor).json
            rows += page["data"]
            table = ask(route, limit=limit, cursor=cursor, format="csv").rows
            expect("page of %s as CSV" % route, [tuple(r.values()) for r in table],
                   whole[len(rows) - len(page["data"]):len(rows)])
            cursor = page["next"]
            if not cursor:
                break
        expect("rows of " + route, len(rows), len(whole))
        if limit < len(whole):
            other = ask("sources" if route != "sources" else "coverage", cursor=ask(
                route, limit=limit).json["next"])
            expect("a cursor of %s elsewhere" % route, other.status, 400)


@test
def what_was_meant_is_said():
    for route, params, meant in (
            ("yoy", {"region": "Germany"}, "DE"), ("yoy", {"region": "us"}, "US"),
            ("yoy", {"skill": "pytorhc"}, "pytorch"), ("yoy", {"regoin": "DE"}, "region"),
            ("trend", {"grain": "yaer"}, "year"), ("trend", {"definition": "one-skil"}, "one-skill"),
            ("yyo", {}, "yoy")):
        errors = ask(route, **params).json["errors"][0]
        expect("meant by %s %r" % (route, params), errors["did_you_mean"][0], meant)
    text = ask("yoy", period="2025Q7").json["detail"]
    expect("a period", text,
           "period: expected 2025, 2025Q1, 2025-03, 2025-W10 or 2025-03/12, found '2025Q7'")
    expect("any has no neighbours", ask("adjacency", skill="any").status, 400)
    expect("as_of to come", ask("yoy", as_of="2100-01-01T00:00:00Z").status, 400)


HOSTILE = ["", " ", "'", "\"", "';DROP TABLE jobtrend.ad;--", "%", "%%s%n", "\\", "$1", "NULL",
           "null", "0", "-1", "1e9", "99999999999999999999", "NaN", "Infinity", "2025-13",
           "0000-00-00", "2025-02-30", "2025-W54", "9999", "2025-03/61", "1900-01-01", "true",
           "ÿ", "北京", "a" * 500, "a" * 5000, "US,DE", ",", ",,,,", "world,", "US-", "US-!!",
           "2025-03-01T00:00:00+99:99", "2025-03-01T25:61:00Z", "10000-01-01T00:00:00Z",
           "[]", "{}", "<script>", "a\tb", "a\x00b", "é\u0301", "😀", "AAAA", "||", "x|y"]


@test
def nothing_that_is_asked_breaks_the_server():
    rng = random.Random(20261122)
    asked = 0
    for route in ROUTES:
        names = [p["name"] for p in parameters(route)]
        for name in names + ["x"]:
            for text in HOSTILE:
                params = {**NEEDED.get(route, {}), name: text}
                if rng.random() < 0.3:
                    params[rng.choice(names)] = rng.choice(HOSTILE)
                got = server().api(route, timeout=30, **params)
                asked += 1
                if got.status not in (200, 400, 414):
                    raise AssertionError("%s %.500r: status %d: %s" % (
                        route, params, got.status, got.text[:300]))
                if got.status == 400:
                    expect("type", got.headers["Content-Type"], "application/problem+json")
                    expect("detail", bool(got.json["detail"]), True)
    for target in ("/%", "/%0", "/%zz", "/%ff", "/a%00b", "/../../etc/passwd", "/.%2e/x", "//",
                   "/api/v1/", "/api/v1/yoy/x", "/api/v1/yoy?%zz", "/api/v1/yoy?region=%c3%28",
                   "/api/v1/yoy?region=US&region=DE", "/api/v1/yoy?=&&=1", "/api/v1/yoy?" +
                   "&".join("a%d=1" % i for i in range(100)), "/*", "/api/v1/%2e%2e/status"):
        got = server().ask(target)
        expect("status of " + target[:60], got.status in (400, 404), True)
    expect("defects", re.search(r'outcome="defect"} (\d+)',
                                server().ask("/metrics").text).group(1), "0")
    expect("requests", asked > 3000, True)


@test
def a_claim_gets_the_same_verdict_as_on_the_command_line():
    claim = "Demand for AI jobs in the US rose 20% in 2025"
    wanted = json.loads(run(program("jobtrendctl"), "check-claim", claim, "--db", world(),
                            "--format", "json").stdout)
    form = urllib.parse.urlencode({"claim": claim})
    wanted.pop("as_of")
    for got in (ask("check-claim", claim=claim),
                server().ask("/api/v1/check-claim", method="POST", body=form, headers={
                    "Content-Type": "application/x-www-form-urlencoded"}),
                server().ask("/api/v1/check-claim", method="POST",
                             body=json.dumps({"claim": claim}))):
        expect("status: " + got.text[:300], got.status, 200)
        row = got.json["data"][0]
        row.pop("as_of")
        expect("answer", row, wanted)
    for body, status in (("", 400), ("{", 400), ("[]", 400), ('{"claim": 1}', 400),
                         ('{"claim": "none"}', 400), ('{"claim": "x", "y": "z"}', 400),
                         ("\xff", 400), ("x" * 20000, 413)):
        got = server().ask("/api/v1/check-claim", method="POST", body=body.encode("latin-1"))
        expect("status of %r" % body[:30], got.status, status)


@test
def new_numbers_change_the_tag_and_old_ones_do_not():
    route = "revisions"
    first = ask(route)
    again = server().api(route, headers={"If-None-Match": first.headers["ETag"]})
    expect("again", (again.status, again.raw), (304, b""))
    expect("tag of 304", again.headers["ETag"], first.headers["ETag"])
    psql("UPDATE jobtrend.cell SET n = n + 1 WHERE superseded_at IS NULL; "
         "SELECT jobtrend.publish('world', 'any', '%s', reason => 'more')" % _made["period"],
         world())
    wait_until(lambda: server().api(route, headers={
        "If-None-Match": first.headers["ETag"]}).status == 200, what="a new tag", timeout=10)
    expect("one more", len(ask(route).json["data"]), len(first.json["data"]) + 1)


@test
def the_ads_of_one_source_employer_or_pair_are_those_of_them_all():
    rows = ask("explain", limit=1000).json["data"]
    for name, one, is_mine in (
            ("source", rows[0]["source"], lambda r: r["source"] == rows[0]["source"]),
            ("with", "pytorch", lambda r: "pytorch" in r["skills"])):
        got = ask("explain", limit=1000, **{name: one}).json["data"]
        expect(name, [r["posting_id"] for r in got],
               [r["posting_id"] for r in rows if is_mine(r)])
        expect("some " + name, 0 < len(got) < len(rows), True)
    first = ask("employers", limit=1).json["data"][0]
    got = ask("explain", employer=first["employer"], limit=1000).json["data"]
    # Ads of an employer are no fewer than the postings that they show.
    expect("ads of an employer", (len(got) >= first["postings"],
                                  len({r["employer"] for r in got})), (True, 1))
    expect("of nobody", ask("explain", employer="nobody").json["data"], [])


@test
def a_csv_of_more_ads_than_a_page_holds_is_whole():
    period = _made["period"].split("/")[0] + "/48"
    wanted = [r[0] + "/" + r[1] for r in psql(
        "SELECT source, native_id FROM jobtrend.explain('world', 'any', '%s')" % period, world())]

    got = ["%(source)s/%(native_id)s" % r for r in ask("explain", period=period, format="csv").rows]

    expect("more than two pages", len(wanted) > 400, True)
    expect("each once", sorted(got), sorted(wanted))


@test
def rankings_are_whole_once_cells_are_published():
    """However many: those that rise most may have few postings."""
    db = world()
    quarter = value("SELECT to_char(date_trunc('quarter', month) - interval '1 month', "
                    "'YYYY\"Q\"Q') FROM jobtrend.latest", db)
    few = ask("ranking", by="skill", order="most", period=quarter, limit=300).json["data"]
    expect("counted live", sum(r["n"] is not None for r in few), min(12, len(few)))
    run(program("jobtrendctl"), "recompute", "--all", "--db", db, timeout=120)
    psql("ANALYZE", db)
    for region in ("world",):
        wanted = {r[0]: float(r[1]) for r in psql(
            "SELECT n.skill, y.value FROM jobtrend.skill_name AS n CROSS JOIN LATERAL "
            "jobtrend.compute_yoy('%s', n.skill, '%s', 'one-skill', 'flow', NULL) AS y "
            "WHERE n.skill <> 'any' AND n.skill_id IN (SELECT skill_id FROM jobtrend.demand_fact) "
            "AND y.value IS NOT NULL" % (region, _made["period"]), db)}
        expect("skills with a number", len(wanted) > 5, True)
        for order in ("rising", "falling"):
            def whole():
                rows = ask("ranking", by="skill", region=region, order=order,
                           limit=300).json["data"]
                return rows if len(rows) == len(wanted) else None
            rows = wait_until(whole, what="all %d skills of %s" % (len(wanted), region))
            expect("skills", sorted(r["skill"] for r in rows), sorted(wanted))
            for row in rows:
                expect(row["skill"], close_to(row["value"], wanted[row["skill"]]), True)
            values = [r["value"] for r in rows]
            expect("order", values, sorted(values, reverse=order == "rising"))
    rows = ask("ranking", by="skill", measure="share", limit=300).json["data"]
    expect("counted", sum(r["n"] is not None for r in rows), 4)
    expect("the rest says why it is not", {tuple(r["flags"]) for r in rows if r["n"] is None},
           {("not_counted",), ("suppressed_small",)})


if __name__ == "__main__":
    try:
        main()
    finally:
        if _server:
            _server["context"].__exit__(None, None, None)
