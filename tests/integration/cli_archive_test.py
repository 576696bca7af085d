#!/usr/bin/env python3
"""import and export: what went in comes out, whatever happens on the way."""
import gzip
import json
import os
import random
import signal
import subprocess
import time

from harness import expect, folder, fresh_database, main, program, psql, run, test, value

CTL = program("jobtrendctl")

EVERYTHING = [
    {"type": "source", "id": "greenhouse/acme", "kind": "greenhouse", "employer": "Acme",
     "first_evidence": "2023-05-01"},
    {"type": "run", "source": "greenhouse/acme", "at": "2025-01-03T06:00:00Z", "state": "ok",
     "listed": 412, "fetched": 412},
    {"type": "run", "source": "greenhouse/acme", "at": "2025-01-04T06:00:00.25Z",
     "ended_at": "2025-01-04T06:10:00Z", "state": "partial"},
    {"type": "ad", "source": "bare", "native_id": "1", "first_seen": "2025-01-03T06:00:00Z",
     "last_seen": "2025-03-01T06:00:00Z", "title": "A"},
    {"type": "ad", "source": "greenhouse/acme", "native_id": "123",
     "first_seen": "2025-01-03T06:00:00Z", "last_seen": "2025-03-01T06:00:00Z",
     "gone_at": "2025-03-04T06:00:00Z", "url": "https://a.example/1",
     "apply_url": "https://a.example/1/apply", "title": "Machine Learning Engineer \u2028 x",
     "employer": "Acme", "employer_size": "51-200",
     "employer_location": {"text": "Linz, AT", "city": "Linz", "country": "AT"},
     "locations": [{"text": "Berlin", "street": "S 1", "city": "Berlin", "region": "BE",
                    "country": "DE", "postal": "10115", "lat": 52.52, "lon": 13.405},
                   {"text": "Remote"}],
     "remote": "hybrid", "remote_regions": ["Europe", "US"], "posted_at": "2025-01-01",
     "updated_at": "2025-01-02T10:00:00+02:00", "valid_through": "2025-12-31",
     "employment_type": ["FULL_TIME", "INTERN"], "openings": 3,
     "pay": {"min": 100000.5, "max": 120000, "currency": "EUR", "period": "year",
             "source": "stated"},
     "requisition_id": "R-1", "department": "D",
     "description": "We use PyTorch.\n\nPay: $50 an hour. Remote.",
     "description_html_sha256": "49" * 32, "language": "de-DE", "raw_sha256": "76" * 32,
     "grade": 1.10, "serial": 123456789012345678901234567890, "tiny": 5e-9, "none": None,
     "ke\"y \u2028\t": {"deep": [1, None, True, {"x": "\u0085\u202e\ud83d\ude00 \"\\/"}]}},
    {"type": "ad", "source": "greenhouse/acme", "native_id": "124",
     "first_seen": "2025-01-03T06:00:00Z", "last_seen": "2025-03-01T06:00:00Z",
     "title": "Remote Data Scientist (m/w/d) $120k - $150k", "employer": "",
     "description": "Wir suchen ab sofort. Homeoffice möglich. 100.000 - 120.000 EUR im Jahr.",
     "posted_at": "2025-01-01T10:00:00-05:00", "locations": [{"text": "München"}]},
    {"type": "ad", "source": "greenhouse/acme", "native_id": "125",
     "first_seen": "2025-01-03T06:00:00Z", "last_seen": "2025-03-01T06:00:00Z",
     "title": "é \u0001 tab\t.", "url": "", "valid_through": "2025-12-31T00:00:00Z",
     "updated_at": "2025-01-02", "pay": {"max": 20, "currency": "USD", "period": "hour"}},
]


def ctl(db, *args, **options):
    return run(CTL, *args, check=False, env={**os.environ, "JOBTREND_DB": db}, **options)


def as_lines(objects):
    return "".join(json.dumps(o) + "\n" for o in objects)


def load(db, path, status=0, **options):
    done = ctl(db, "import", "--format", "archive", path, **options)
    expect("status of import: " + done.stderr, done.returncode, status)
    return done


def export(db):
    done = ctl(db, "export", "--format", "archive")
    expect("status of export: " + done.stderr, done.returncode, 0)
    return done.stdout


def same(what, text, objects):
    key = lambda o: json.dumps(o, sort_keys=True)
    expect(what, sorted(map(key, map(json.loads, text.split("\n")[:-1]))),
           sorted(map(key, objects)))


def world(seed, days, employers=20):
    return run(program("tests/boardsim"), "archive", "--seed", seed, "--employers", employers,
               "--days", days, "--today", "2026-03-01").stdout


@test
def every_field_comes_back_as_it_was_said():
    first, second = fresh_database(), fresh_database()
    shuffled = EVERYTHING[:]
    random.Random(1).shuffle(shuffled)
    with folder() as d:
        (d / "a.jsonl").write_text(as_lines(shuffled))
        load(first, d / "a.jsonl")
        out = export(first)
        same("lines", out, EVERYTHING)
        (d / "b.jsonl.gz").write_bytes(gzip.compress(out.encode()))
        load(second, d / "b.jsonl.gz")
        expect("bytes of a second export", export(second), out)


CONTACTS = [
    {"type": "ad", "source": "bare", "native_id": "1", "first_seen": "2025-01-03T06:00:00Z",
     "last_seen": "2025-03-01T06:00:00Z", "title": "ML Engineer (2 positions)",
     "employer": "Randstad Digital", "employer_size": "10,001+ employees",
     "apply_url": "mailto:jane@firm.example",
     "description": "Contact: Jane Doe, jane@firm.example, +49 30 1234567. You use PyTorch.",
     "recruiter": {"name": "Jane Doe"}, "note": "ask jane@firm.example"},
]


@test
def people_are_not_stored():
    db = fresh_database()
    with folder() as d:
        (d / "a.jsonl").write_text(as_lines(CONTACTS))
        load(db, d / "a.jsonl")

    for table in ("ad", "text_version", "import_journal"):
        expect(table, value("SELECT count(*) FROM jobtrend.%s AS t WHERE t::text ~* "
                            "'jane|firm.example|1234567'" % table, db), "0")
    expect("text", value("SELECT description FROM jobtrend.text_version", db),
           "Contact: [name], [e-mail], [phone]. You use PyTorch.")
    expect("span", value("SELECT substr(t.description, m.start_char + 1, m.end_char - m.start_char)"
                         " FROM jobtrend.mention AS m JOIN jobtrend.text_version AS t USING (source_id, ad_id)"
                         " WHERE m.field = 1", db), "PyTorch")
    expect("firm", value("SELECT concat_ws(' ', agency, employer_size, openings, apply_url)"
                         " FROM jobtrend.ad", db), "name 10001+ 2")
    expect("exported", "jane" in export(db).lower(), False)


@test
def an_import_that_is_repeated_changes_nothing():
    db = fresh_database()
    state = ("SELECT (SELECT count(*) FROM jobtrend.ad), (SELECT count(*) FROM jobtrend.run),"
             " (SELECT count(*) FROM jobtrend.posting), (SELECT count(*) FROM jobtrend.mention),"
             " (SELECT count(*) FROM jobtrend.text_version),"
             " (SELECT sum(hashtext(f::text)::bigint) FROM jobtrend.demand_fact AS f)")
    with folder() as d:
        (d / "a.jsonl").write_text(world(1, 400))
        load(db, d / "a.jsonl")
        before, lines = psql(state, db), export(db)
        load(db, d / "a.jsonl")
        expect("tables", psql(state, db), before)
        expect("export", export(db), lines)
        same("archive", lines, map(json.loads, world(1, 400).split("\n")[:-1]))
        done = ctl(db, "schema", "verify")
        expect("verify: " + done.stdout, done.returncode, 0)


@test
def an_import_that_was_killed_goes_on_and_doubles_nothing():
    whole, db = fresh_database(), fresh_database()
    with folder() as d:
        path = d / "a.jsonl"
        path.write_text(world(2, 700, 60))
        load(whole, path)
        for n in range(4):
            child = subprocess.Popen(
                [CTL, "import", "--format", "archive", str(path)], stderr=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL, env={**os.environ, "JOBTREND_DB": db})
            time.sleep(0.3 + 0.4 * n)
            child.send_signal(signal.SIGKILL)
            child.wait()
        load(db, path)
        expect("lines", export(db), export(whole))
        sums = ("SELECT count(*), sum(ads), sum(postings) FROM jobtrend.demand_fact")
        expect("facts", psql(sums, db), psql(sums, whole))
        expect("journal", value("SELECT count(*) FROM jobtrend.import_journal", db), "0")


@test
def refused_lines_are_named_and_the_others_imported():
    db = fresh_database()
    ad = {"type": "ad", "source": "s", "native_id": "1", "title": "T",
          "first_seen": "2025-01-03T06:00:00Z", "last_seen": "2025-01-05T06:00:00Z"}
    run_line = {"type": "run", "source": "s", "at": "2025-01-03T06:00:00Z", "state": "ok"}
    cases = [
        ("{broken", 'expected more JSON, got the end'),
        ({**ad, "type": "vacancy"}, 'type: expected source, run or ad, found "vacancy"'),
        ({**ad, "source": ""}, "source: expected a string, found nothing"),
        ({**ad, "native_id": ""}, "native_id: expected a string, found nothing"),
        ({k: v for k, v in ad.items() if k != "title"},
         "title: expected a string, found nothing"),
        ({**ad, "first_seen": "soon"}, 'first_seen: expected RFC 3339, found "soon"'),
        ({k: v for k, v in ad.items() if k != "last_seen"},
         "last_seen: expected RFC 3339, found nothing"),
        ({**ad, "last_seen": "2025-01-01T00:00:00Z"},
         "last_seen: expected a moment from first_seen on"),
        ({**ad, "gone_at": "2025-01-01T00:00:00Z"},
         "gone_at: expected a moment from last_seen on"),
        ({**ad, "raw_sha256": "zz"}, "raw_sha256: expected 64 hex digits"),
        ({**run_line, "state": "fine"},
         'state: expected ok, partial, capped, mirrored, blocked, tdm or dead, found "fine"'),
        ({**run_line, "listed": -1}, "listed: expected a whole number from 0"),
        ({"type": "source", "id": "x", "first_evidence": "then"},
         'first_evidence: expected a date, found "then"'),
    ]
    with folder() as d:
        path = d / "a.jsonl"
        path.write_text("".join((c if isinstance(c, str) else json.dumps(c)) + "\n"
                                for c, _ in cases) + json.dumps(ad) + "\n")
        done = load(db, path, status=1)
        told = done.stderr.splitlines()
        for number, (line, (_, text)) in enumerate(zip(told, cases), 1):
            start = "jobtrendctl: import: %s:%d: " % (path, number)
            expect("place", line[:len(start)], start)
            if text:
                expect("text", line[len(start):], text)
        expect("summary", told[-1],
               "jobtrendctl: import: %d lines were refused" % len(cases))
        expect("ads", value("SELECT count(*) FROM jobtrend.ad", db), "1")


@test
def hostile_texts_come_back_as_they_were():
    texts = ["\u2028 \u2029 \u0085 \ufeff", "quotes \" ' ` \\ \\\\ \\n", "\u0001\u001f\u007f",
             "\u202egnp.exe\u202c", "x" * 1000000, "\U0001f600" * 1000, "e\u0301 \u00e9", "\r\n\r\n",
             "<script>&amp;&#0;</script>", "{\"a\":1}", "'; DROP SCHEMA jobtrend; --", "\\x00 {}()$$"]
    ads = [{"type": "ad", "source": "s", "native_id": "%d %s" % (n, t[:50]), "title": t or "x",
            "url": t, "department": t, "description": t, "first_seen": "2025-01-03T06:00:00Z",
            "last_seen": "2025-01-03T06:00:00Z", "locations": [{"text": t}], "own": t, t[:99]: t}
           for n, t in enumerate(texts)]
    db, again = fresh_database(), fresh_database()
    with folder() as d:
        (d / "a.jsonl").write_text(as_lines(ads))
        load(db, d / "a.jsonl")
        out = export(db)
        same("lines", out, ads)
        (d / "b.jsonl").write_text(out)
        load(again, d / "b.jsonl")
        expect("second export", export(again), out)


@test
def what_a_database_cannot_keep_is_refused_by_name():
    ad = ('{"type":"ad","source":"s","native_id":"%d","title":"T",'
          '"first_seen":"2025-01-03","last_seen":"2025-01-03",%s}\n')
    bad = ['"own":"a\\u0000b"', '"own":"\\ud800"', '"own":{"a":[1,"\\udc00"]}', '"own":01',
           '"own":1e99999', '"own":' + "[" * 200 + "]" * 200, '"own":NaN', '"own":"\xff"',
           '"o\\u0000":1']
    db = fresh_database()
    with folder() as d:
        (d / "a.jsonl").write_bytes("".join(ad % (n, b) for n, b in enumerate(bad + ['"own":2']))
                                    .encode("latin-1"))
        done = load(db, d / "a.jsonl", status=1)
        told = [line for line in done.stderr.splitlines() if "that can be kept, found" in line]
        expect("told: " + done.stderr, len(told), len(bad))
        expect("kept", psql("SELECT native_id, detail ->> 'own' FROM jobtrend.ad", db),
               [[str(len(bad)), "2"]])


@test
def a_reason_that_comes_again_and_again_is_counted():
    db = fresh_database()
    lines = ['{"type":"wish%d"}\n' % n for n in range(40)] + ["{\n"]
    with folder() as d:
        (d / "a.jsonl").write_text("".join(lines))
        done = ctl(db, "import", "--format", "archive", "--summary", "json", d / "a.jsonl")
        told = done.stderr.splitlines()
        expect("status", done.returncode, 1)
        expect("told", len([line for line in told if "wish" in line]), 11)
        expect("the last told", told[10].endswith("; more of these are only counted"), True)
        expect("counted", told[-3:], [
            "jobtrendctl: import: refused 40: type: expected source, run or ad "
            "(%s/a.jsonl:1, %s/a.jsonl:2, %s/a.jsonl:3, ...)" % (d, d, d),
            "jobtrendctl: import: refused 1: expected more JSON (%s/a.jsonl:41)" % d,
            "jobtrendctl: import: 41 lines were refused"])
        said = json.loads(done.stdout)
        expect("summary", (said["ads"], said["refused"], said["reasons"][0]["count"]), (0, 41, 40))


@test
def options_without_meaning_are_refused():
    cases = [(["--format", "tape"], "--format: expected archive, csv, hn, jobtech, jsonl, usajobs or "
              'warc, got "tape"'),
             ([], "--format: expected archive, csv, hn, jobtech, jsonl, usajobs or warc, "
              "got nothing"),
             (["--format", "archive", "--source", "s"],
              "--source: has no meaning with --format archive"),
             (["--format", "archive", "--seen-at", "2025-01-01"],
              "--seen-at: has no meaning with --format archive"),
             (["--format", "jsonl", "--seen-at", "then"],
              '--seen-at: expected RFC 3339, got "then"'),
             (["--format", "jsonl", "--summary", "xml"],
              '--summary: expected json or text, got "xml"')]
    for args, wanted in cases:
        done = ctl("", "import", *args, "x")
        expect("status", done.returncode, 2)
        expect("text", done.stderr.splitlines()[0], "jobtrendctl: import: " + wanted)


@test
def runs_are_inferred_where_none_are_told():
    db = fresh_database()
    with folder() as d:
        (d / "a").write_text(as_lines(EVERYTHING))
        load(db, d / "a")
        runs = ("SELECT s.id, r.started_at::date, r.state FROM jobtrend.run AS r"
                " JOIN jobtrend.source AS s USING (source_id)"
                " WHERE r.origin = 'inferred' ORDER BY 1, 2")
        expect("runs", psql(runs, db), [["bare", "2025-01-03", "ok"],
                                        ["bare", "2025-03-01", "ok"]])


@test
def a_later_archive_may_say_when_an_ad_went():
    db = fresh_database()
    ad = {"type": "ad", "source": "s", "native_id": "1", "title": "T",
          "first_seen": "2025-01-03T06:00:00Z", "last_seen": "2025-01-05T06:00:00Z"}
    gone = {**ad, "gone_at": "2025-01-08T06:00:00Z"}
    with folder() as d:
        for name, said, wanted in [("a", ad, ad), ("b", gone, gone), ("c", ad, gone)]:
            (d / name).write_text(as_lines([said]))
            load(db, d / name)
            same(name, export(db), [wanted])


@test
def how_long_postings_stay_open_is_counted_in_the_end():
    """Nobody who has imported an archive waits for a daemon, nor asks for a recount."""
    def ads(first, n):
        return [{"type": "ad", "source": "a", "native_id": str(i), "employer": "E%d" % (i % 9),
                 "title": "Machine Learning Engineer", "description": "You use PyTorch daily." + str(i),
                 "first_seen": "2025-01-%02dT06:00:00Z" % (2 + i % 20),
                 "last_seen": "2025-02-%02dT06:00:00Z" % (2 + i % 20),
                 "gone_at": "2025-02-%02dT06:00:00Z" % (3 + i % 20)} for i in range(first, first + n)]

    runs = [{"type": "run", "source": "a", "state": "ok",
             "at": "2025-%02d-%02dT06:00:00Z" % (m, d)} for m in (1, 2, 3) for d in range(1, 29)]
    state = "SELECT counted, shown FROM jobtrend.lifetime_state"
    told = ("SELECT n, round(p50_days) FROM jobtrend.time_to_fill"
            " WHERE region = 'world' AND skill = 'any' AND period = '2025'")
    db = fresh_database()
    with folder() as d:
        for name, objects in (("one", runs + ads(0, 60)), ("two", ads(60, 30)), ("three", ads(90, 9))):
            (d / name).write_text(as_lines(objects))
        said = json.loads(ctl(db, "import", "--format", "archive", "--summary", "json", d / "one").stdout)
        expect("said", said["lifetimes"] > 0, True)
        expect("counted", (psql(state, db), psql(told, db)), ([["all", "lifetime"]], [["60", "32"]]))
        ctl(db, "import", "--format", "archive", d / "two")
        expect("again", psql(told, db), [["90", "32"]])
        ctl(db, "import", "--format", "archive", "--no-publish", d / "three")
        expect("not then", psql(told, db), [["90", "32"]])
        said = json.loads(ctl(db, "import", "--format", "archive", "--summary", "json", d / "two").stdout)
        expect("what has changed", psql(told, db), [["99", "32"]])


@test
def the_dictionary_comes_along_for_those_who_know_only_sql():
    db = fresh_database()
    with folder() as d:
        (d / "a.jsonl").write_text(as_lines(EVERYTHING))
        load(db, d / "a.jsonl")
    expect("places", psql("SELECT name, country FROM jobtrend.place"
                          " WHERE code IN ('DE-BY', 'GB-ENG', 'JP') ORDER BY code", db),
           [["Bavaria", "DE"], ["England", "GB"], ["Japan", "JP"]])
    expect("skills without a name",
           psql("SELECT count(*) FROM jobtrend.skill WHERE name = ''", db), [["0"]])


@test
def ads_as_extract_writes_them_come_in_with_their_source():
    db = fresh_database()
    done = ctl(db, "import", "--format", "jsonl", "--source", "site/x",
               "--seen-at", "2025-05-01T00:00:00Z", "-",
               input='{"native_id":"1","title":"Data Scientist"}\n')
    expect("status: " + done.stderr, done.returncode, 0)
    expect("row", psql("SELECT s.id, a.native_id, a.first_seen = a.last_seen FROM jobtrend.ad AS a"
                       " JOIN jobtrend.source AS s USING (source_id)", db),
           [["site/x", "1", "t"]])
    out = ctl(db, "export", "--format", "jsonl").stdout
    expect("jsonl", json.loads(out), {"source": "site/x", "native_id": "1",
                                      "title": "Data Scientist"})
    head, row = ctl(db, "export", "--format", "csv").stdout.splitlines()
    expect("csv", (head[:16], row[:9]), ("source,native_id", "site/x,1,"))


@test
def how_many_ads_a_visit_of_an_archive_saw_is_unknown():
    db = fresh_database()
    ctl(db, "import", "--format", "archive", "-", input="".join(json.dumps(line) + "\n" for line in (
        {"type": "run", "source": "site/x", "at": "2025-01-03T06:00:00Z", "state": "ok", "listed": 42},
        {"type": "ad", "source": "site/y", "native_id": "1", "title": "Nurse",
         "first_seen": "2025-01-03T06:00:00Z", "last_seen": "2025-01-03T06:00:00Z"})))

    listed = json.loads(ctl(db, "source", "list", "--format", "json").stdout)
    health = psql("SELECT source, listed, ads_seen IS NULL FROM jobtrend.source_health ORDER BY 1", db)

    expect("list", [(s["id"], s["last_run"], s["ads"]) for s in listed],
           [("site/x", "ok", None), ("site/y", "ok", None)])
    expect("view", health, [["site/x", "42", "t"], ["site/y", "", "t"]])


@test
def a_table_without_rows_has_its_head():
    db = fresh_database()

    empty = ctl(db, "export", "--format", "csv").stdout
    ctl(db, "import", "--format", "jsonl", "--source", "site/x", "-",
        input='{"native_id":"1","title":"Data Scientist"}\n')
    full = ctl(db, "export", "--format", "csv").stdout

    expect("head", (empty.count("\n"), empty), (1, full[:full.index("\n") + 1]))


@test
def a_source_that_is_not_there_is_no_empty_export():
    db = fresh_database()
    ctl(db, "import", "--format", "jsonl", "--source", "site/x", "-",
        input='{"native_id":"1","title":"Data Scientist"}\n')

    for form in ("archive", "csv", "jsonl", "parquet"):
        done = ctl(db, "export", "--format", form, "--source", "site/y")
        expect(form, (done.returncode, done.stdout, done.stderr), (
            1, "", 'jobtrendctl: export: --source: expected a source, found none called "site/y"\n'))


if __name__ == "__main__":
    main()
