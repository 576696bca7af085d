#!/usr/bin/env python3
"""import of what others publish: registers, threads, tables; broken and hostile ones too."""
import gzip
import json
import os

from harness import expect, folder, fresh_database, main, program, psql, run, test, value

CTL = program("jobtrendctl")
SEEN = "2026-01-01T00:00:00Z"


def ctl(db, *args, **options):
    return run(CTL, *args, check=False, env={**os.environ, "JOBTREND_DB": db}, **options)


def load(db, form, path, *more, status=0, **options):
    done = ctl(db, "import", "--format", form, "--summary", "json", *more, path, **options)
    expect("status: " + done.stderr, done.returncode, status)
    return json.loads(done.stdout)


def counts(said):
    return said["ads"], said["passed"], said["refused"]


def seen(db):
    return psql("SELECT native_id, to_char(first_seen, 'YYYY-MM-DD\"T\"HH24:MI:SS'),"
                " to_char(last_seen, 'YYYY-MM-DD\"T\"HH24:MI:SS'),"
                " to_char(gone_at, 'YYYY-MM-DD\"T\"HH24:MI:SS')"
                " FROM jobtrend.ad ORDER BY native_id", db)


def days(db):
    return [r[0] for r in psql("SELECT started_at::date FROM jobtrend.run ORDER BY 1", db)]


def flow(db):
    return psql("SELECT flow_at::date, count(*) FROM jobtrend.posting_member"
                " WHERE valid_to IS NULL GROUP BY 1 ORDER BY 1", db)


# ---- USAJOBS

SHORT = {"id": 1, "title": "Data Scientist", "agency": "Bureau of Bridges",
         "subagency": "Spans", "appointment": "Permanent",
         "series": ["1560 - Data Science Series", "0301 - Other"],
         "open_date": "2025-03-01", "close_date": "2025-03-14", "url": "https://u.example/1"}
LONG = {"usajobsControlNumber": 12, "hiringAgencyName": "Bureau of Bridges",
        "hiringDepartmentName": "Department of Roads", "hiringSubelementName": "Spans",
        "appointmentType": "Term", "workSchedule": "Full-time", "salaryType": "Per Year",
        "positionOpenDate": "2025-03-02", "positionCloseDate": "2026-02-01",
        "announcementNumber": "BB-25-1", "positionTitle": "Engineer (Machine Learning)",
        "minimumSalary": 90000.0, "maximumSalary": 120000.0, "totalOpenings": "3",
        "positionOpeningStatus": "Accepting Applications",
        "JobCategories": [{"series": "0855"}],
        "PositionLocations": [{"positionLocationCity": "Houston", "positionLocationState": "Texas",
                               "positionLocationCountry": "United States"}]}


@test
def an_announcement_is_there_from_opening_to_closing():
    db = fresh_database()
    with folder() as d:
        (d / "a.jsonl").write_text(json.dumps(SHORT) + "\n" + json.dumps(
            {"paging": {"metadata": {"totalCount": 1}}, "data": [LONG]}) + "\n")
        said = load(db, "usajobs", d / "a.jsonl", "--seen-at", SEEN)
        expect("counts", counts(said), (2, 0, 0))
        expect("seen", seen(db), [
            ["1", "2025-03-01T00:00:00", "2025-03-14T00:00:00", "2025-03-15T00:00:00"],
            ["12", "2025-03-02T00:00:00", "2026-01-01T00:00:00", ""]])
        expect("runs", days(db), ["2025-02-28", "2025-03-01", "2025-03-02"])
        expect("flow", flow(db), [["2025-03-01", "1"], ["2025-03-02", "1"]])
        expect("ad", psql(
            "SELECT employer, department, requisition_id, openings, pay_min, pay_currency,"
            " pay_period, regions, detail ->> 'series', detail ->> 'ministry', url,"
            " employment_type FROM jobtrend.ad WHERE native_id = '12'", db), [[
                "Bureau of Bridges", "Spans", "BB-25-1", "3", "90000", "USD", "year", "{US-TX}",
                '["0855"]', "Department of Roads", "https://www.usajobs.gov/job/12",
                "{FULL_TIME}"]])
        before = ctl(db, "export", "--format", "archive").stdout
        load(db, "usajobs", d / "a.jsonl", "--seen-at", SEEN)
        expect("again", ctl(db, "export", "--format", "archive").stdout, before)


@test
def one_array_says_the_same_as_lines_do():
    first, second, third = fresh_database(), fresh_database(), fresh_database()
    ads = [dict(SHORT, id=n, title="Data Scientist %d" % n, open_date="2025-03-%02d" % (n % 28 + 1),
                close_date="2025-04-20") for n in range(1, 800)]
    with folder() as d:
        (d / "lines").write_text("".join(json.dumps(a) + "\n" for a in ads))
        (d / "array.gz").write_bytes(gzip.compress(json.dumps(ads).encode()))
        (d / "pretty").write_text("\ufeff" + json.dumps(ads, indent=2))
        for db, name in ((first, "lines"), (second, "array.gz"), (third, "pretty")):
            expect(name, counts(load(db, "usajobs", d / name, "--seen-at", SEEN)), (799, 0, 0))
    wanted = ctl(first, "export", "--format", "archive").stdout
    expect("array", ctl(second, "export", "--format", "archive").stdout, wanted)
    expect("pretty", ctl(third, "export", "--format", "archive").stdout, wanted)


# ---- JobTech

SWEDISH = {"id": "100", "external_id": None, "headline": "Maskininlärningsingenjör",
           "application_deadline": "2024-02-10T23:59:59", "number_of_vacancies": 2,
           "description": {"text": "Vi söker dig som kan PyTorch.\n\nHeltid.",
                           "text_formatted": None},
           "employer": {"name": "Norrsken Data AB", "workplace": "Norrsken"},
           "workplace_address": {"municipality": "Kiruna", "region": "Norrbottens län",
                                 "country": "Sverige", "coordinates": [20.22, 67.85]},
           "occupation": {"concept_id": "x", "label": "Utvecklare"},
           "occupation_field": [{"label": "Data/IT"}],
           "publication_date": "2024-01-10T08:00:00",
           "last_publication_date": "2024-02-10T23:59:59", "removed": False,
           "removed_date": "2023-01-01T00:00:00"}


@test
def a_swedish_ad_ends_when_it_is_removed_or_last_shown():
    db = fresh_database()
    ads = [SWEDISH,
           dict(SWEDISH, id="101", removed=True, removed_date="2024-01-20T12:00:00"),
           dict(SWEDISH, id="102", removed=True, removed_date="2023-12-24T12:00:00"),
           dict(SWEDISH, id="103", last_publication_date=None, application_deadline=None),
           dict(SWEDISH, id="104", last_publication_date="2030-01-01T00:00:00")]
    with folder() as d:
        (d / "2024.json").write_text(json.dumps(ads))
        said = load(db, "jobtech", d / "2024.json", "--seen-at", SEEN)
        expect("counts", counts(said), (5, 0, 0))
        start = "2024-01-10T08:00:00"
        expect("seen", seen(db), [
            ["100", start, "2024-02-10T23:59:59", "2024-02-10T23:59:59"],
            ["101", start, "2024-01-20T12:00:00", "2024-01-20T12:00:00"],
            ["102", start, start, start],
            ["103", start, start, ""],
            ["104", start, "2026-01-01T00:00:00", ""]])
        expect("ad", psql(
            "SELECT title, employer, openings, regions, detail ->> 'occupation',"
            " detail ->> 'occupation_field', language, definitions <> 0"
            " FROM jobtrend.ad WHERE native_id = '100'", db),
            [["Maskininlärningsingenjör", "Norrsken Data AB", "2", "{SE-BD}", "Utvecklare",
              "Data/IT", "sv", "t"]])


# ---- Who is hiring

THREAD = {"id": 500, "created_at": "2024-03-01T16:00:00Z", "created_at_i": 1709308800,
          "type": "story", "author": "whoishiring", "title": "Ask HN: Who is hiring? (March 2024)",
          "children": [
              {"id": 501, "created_at_i": 1709308900, "type": "comment", "author": "a",
               "text": "Acme | Machine Learning Engineer | Berlin | Full-time<p>PyTorch.",
               "children": [{"id": 510, "created_at_i": 1709309000, "type": "comment",
                             "author": "b", "text": "Is it remote?", "children": []}]},
              {"id": 502, "created_at_i": 1710000000, "type": "comment", "author": "c",
               "text": "Bolt | Developer | Remote", "children": []},
              {"id": 503, "created_at_i": 1710000000, "type": "comment", "author": None,
               "text": None, "children": []}]}


def firebase(thread):
    def plain(item, parent):
        return {"id": item["id"], "parent": parent, "type": "comment", "by": item["author"],
                "time": item["created_at_i"], "text": item["text"]}
    items = [{"id": thread["id"], "type": "story", "title": thread["title"], "by": "whoishiring",
              "time": thread["created_at_i"], "kids": [c["id"] for c in thread["children"]]}]
    for child in thread["children"]:
        items.append(plain(child, thread["id"]))
        items += [plain(c, child["id"]) for c in child["children"]]
    return items


def hits(thread):
    return {"hits": [{"objectID": str(c["id"]), "comment_text": c["text"], "parent_id": parent,
                      "story_id": 500, "story_title": thread["title"],
                      "created_at_i": c["created_at_i"], "author": c["author"]}
                     for parent, c in [(500, c) for c in thread["children"]] +
                     [(501, thread["children"][0]["children"][0])] if c["text"]],
            "page": 0, "nbPages": 1}


def hn_state(db):
    return (seen(db), days(db),
            psql("SELECT native_id, title, employer FROM jobtrend.ad ORDER BY 1", db))


@test
def a_thread_is_the_same_from_all_dumps_in_any_order():
    other = {"id": 900, "type": "story", "title": "Ask HN: Who wants to be hired?", "time": 1,
             "kids": [901]}
    answer = {"id": 901, "type": "comment", "parent": 900, "time": 1710000000, "text": "I do"}
    items = firebase(THREAD)
    dumps = {
        "tree": json.dumps(THREAD),
        "trees": json.dumps([dict(other, children=[answer]), THREAD]),
        "items": "".join(json.dumps(i) + "\n" for i in items + [other, answer]),
        "backwards": json.dumps(([other, answer] + items)[::-1]),
        "hits": json.dumps(hits(THREAD)),
        "hit lines": "".join(json.dumps(h) + "\n" for h in hits(THREAD)["hits"]),
    }
    wanted = ([["501", "2024-03-01T16:01:40", "2024-03-01T16:01:40", "2024-04-01T16:00:00"],
               ["502", "2024-03-09T16:00:00", "2024-03-09T16:00:00", "2024-04-01T16:00:00"]],
              ["2024-03-01", "2024-03-09"],
              [["501", "Machine Learning Engineer", "Acme"], ["502", "Developer", "Bolt"]])
    with folder() as d:
        for name, text in dumps.items():
            db = fresh_database()
            (d / name).write_text(text)
            said = load(db, "hn", d / name, "--seen-at", SEEN)
            expect(name, (said["ads"], said["refused"]), (2, 0))
            state = hn_state(db)
            if name.startswith("hit"):  # they do not say when the thread began
                expect(name, ([r[:3] for r in state[0]],) + state[1:],
                       ([r[:3] for r in wanted[0]],) + wanted[1:])
            else:
                expect(name, state, wanted)
            expect("flow of " + name, flow(db), [["2024-03-01", "1"], ["2024-03-09", "1"]])


@test
def on_standard_input_the_story_comes_before_its_comments():
    db = fresh_database()
    items = firebase(THREAD)
    chat = [{"id": n, "type": "comment", "parent": 1, "time": 1710000000, "text": "x" * 1000}
            for n in range(1000, 21000)]  # more than is ever under way
    text = "".join(json.dumps(i) + "\n" for i in items[:-2] + chat + items[-2:])
    expect("in order", counts(load(db, "hn", "-", "--seen-at", SEEN, input=text)), (2, 20003, 0))
    db = fresh_database()
    text = "".join(json.dumps(i) + "\n" for i in items[1:] + chat + items[:1])
    expect("too late", counts(load(db, "hn", "-", "--seen-at", SEEN, input=text)), (0, 20005, 0))


@test
def a_pipe_is_read_once():
    db = fresh_database()
    with folder() as d:
        (d / "a").write_text("".join(json.dumps(i) + "\n" for i in firebase(THREAD)))
        done = run("bash", "-c", 'exec "$0" import --format hn --seen-at %s <(cat "$1")' % SEEN,
                   CTL, d / "a", check=False, env={**os.environ, "JOBTREND_DB": db})
        expect("status: " + done.stderr, done.returncode, 0)
        expect("ads", len(seen(db)), 2)


@test
def comments_and_stories_may_lie_in_different_files():
    db = fresh_database()
    items = firebase(THREAD)
    with folder() as d:
        (d / "comments").write_text(json.dumps(items[1:]))
        (d / "stories").write_text(json.dumps(items[:1]))
        done = ctl(db, "import", "--format", "hn", "--seen-at", SEEN, d / "comments",
                   d / "stories")
        expect("status: " + done.stderr, done.returncode, 0)
        expect("ads", len(seen(db)), 2)


@test
def a_thread_that_still_runs_leaves_its_ads_open():
    db = fresh_database()
    with folder() as d:
        (d / "a").write_text(json.dumps(THREAD))
        load(db, "hn", d / "a", "--seen-at", "2024-03-15")
        expect("gone", [r[3] for r in seen(db)], ["", ""])


# ---- tables

CSV = ("Ref;Role;Firm;Place;From;To;Until\n"
       '1;"Data ""Science"" Lead";Acme;Berlin;01.03.2025;09.03.2025;\n'
       '2;"Two\nlines";Acme;München;02.03.2025;03.03.2025;05.03.2025\n')
MAPPING = {"delimiter": ";", "fields": {
    "native_id": "Ref", "title": "Role", "employer": "Firm", "location": "Place",
    "first_seen": {"column": "From", "format": "%d.%m.%Y"},
    "last_seen": {"column": "To", "format": "%d.%m.%Y"},
    "gone_at": {"column": "Until", "format": "%d.%m.%Y"}}}


@test
def a_table_comes_in_by_its_mapping():
    db = fresh_database()
    with folder() as d:
        (d / "map.json").write_text(json.dumps(MAPPING))
        (d / "a.csv.gz").write_bytes(gzip.compress(CSV.encode()))
        said = load(db, "csv", d / "a.csv.gz", "--mapping", d / "map.json", "--source", "table/x")
        expect("counts", counts(said), (2, 0, 0))
        expect("seen", seen(db), [
            ["1", "2025-03-01T00:00:00", "2025-03-09T00:00:00", ""],
            ["2", "2025-03-02T00:00:00", "2025-03-03T00:00:00", "2025-03-05T00:00:00"]])
        expect("ads", psql("SELECT title, employer, regions FROM jobtrend.ad ORDER BY native_id",
                           db), [['Data "Science" Lead', "Acme", "{DE-BE}"],
                                 ["Two lines", "Acme", "{DE-BY}"]])


@test
def objects_come_in_by_their_mapping():
    db = fresh_database()
    rule = {"fields": {"native_id": "job.no", "title": "job.name", "source": {"value": "my/list"},
                       "location": {"column": "places", "split": "|"}}}
    with folder() as d:
        (d / "map.json").write_text(json.dumps(rule))
        (d / "a.jsonl").write_text('{"job": {"no": 7, "name": "Cook"}, "places": "Oslo|Bergen"}\n'
                                   '{"job": {"name": "Nobody"}}\n')
        said = load(db, "jsonl", d / "a.jsonl", "--mapping", d / "map.json", "--seen-at", SEEN,
                    status=1)
        expect("counts", counts(said), (1, 0, 1))
        expect("reason", said["reasons"][0]["reason"], "native_id: expected a string")
        expect("ad", psql("SELECT s.id, a.native_id, a.title, a.first_seen::date FROM jobtrend.ad"
                          " AS a JOIN jobtrend.source AS s USING (source_id)", db),
               [["my/list", "7", "Cook", "2026-01-01"]])


@test
def a_mapping_that_does_not_fit_says_why():
    db = fresh_database()
    with folder() as d:
        (d / "map.json").write_text(json.dumps({"fields": {"title": "Job"}}))
        (d / "a.csv").write_text(CSV)
        done = ctl(db, "import", "--format", "csv", "--source", "s", "--mapping", d / "map.json",
                   d / "a.csv")
        expect("status", done.returncode, 1)
        expect("names the columns: " + done.stderr, '"Ref;Role;' in done.stderr and
               "a.csv" in done.stderr, True)
        (d / "plain.csv").write_text("No,Job title\n1,Cook\n")
        done = ctl(db, "import", "--format", "csv", d / "plain.csv")
        expect("none", (done.returncode, done.stderr), (
            1, "jobtrendctl: import: %s/plain.csv: expected --mapping with the columns of an ad, "
            'got 2 columns "No", "Job title"\n' % d))
        done = ctl(db, "import", "--format", "csv", "--mapping", d / "none", d / "a.csv")
        expect("missing", (done.returncode, "No such file" in done.stderr), (1, True))


# ---- broken and hostile

@test
def what_is_broken_is_refused_and_the_rest_comes_in():
    good = json.dumps(SHORT)
    cases = [  # format, text, ads, refused, a reason
        ("usajobs", '{"id": 2, "title": "x"\n%s\n' % good, 1, 1, None),
        ("usajobs", '{"id": 2, "title": "x\n%s\n' % good, 1, 1, None),
        ("usajobs", "hello\n%s\n" % good, 1, 1, None),
        ("usajobs", "[%s, 17, null, %s" % (good, good[:-9]), 1, 3, None),
        ("usajobs", "}}]]\n%s" % good, 1, 2, None),
        ("usajobs", "\0\0\n" + good, 1, 1, None),
        ("usajobs", json.dumps(dict(SHORT, open_date=None)), 0, 1,
         "positionOpenDate: expected a date"),
        ("usajobs", json.dumps(dict(SHORT, open_date="soon")), 0, 1, "open_date: expected a date"),
        ("usajobs", json.dumps(dict(SHORT, close_date="later")), 0, 1,
         "close_date: expected a date"),
        ("usajobs", json.dumps(dict(SHORT, open_date="2027-01-01")), 0, 1,
         "positionOpenDate: expected a date that has been"),
        ("usajobs", json.dumps(dict(SHORT, id=None)), 0, 1, "id: expected a text"),
        ("usajobs", json.dumps(dict(SHORT, title=[])), 0, 1, "title: expected a text"),
        ("usajobs", json.dumps(dict(SHORT, close_date="2025-01-01")), 1, 0, None),
        ("usajobs", json.dumps({"data": [SHORT, 3, dict(SHORT, id=2, title="")]}), 1, 2, None),
        ("usajobs", "[" * 100000 + good + "]" * 100000, 1, 0, None),
        ("usajobs", '{"id":' * 100000, 0, 1, None),
        ("usajobs", "", 0, 0, None),
        ("jobtech", json.dumps(dict(SWEDISH, employer=3, description=[], workplace_address="x")),
         1, 0, None),
        ("jobtech", json.dumps(dict(SWEDISH, headline="a\0b\u2028\u202e")), 1, 0, None),
        ("jobtech", json.dumps(dict(SWEDISH, publication_date=5e300)), 0, 1, None),
        ("jobtech", json.dumps(dict(SWEDISH, occupation={"label": "a\0b"})), 1, 0, None),
        ("hn", '{"x": 1}\n' + json.dumps(THREAD), 2, 1,
         "expected an item of Hacker News or \"hits\""),
        ("hn", json.dumps(dict(THREAD, created_at_i=None, created_at=None)), 0, 1,
         "created_at: expected when the thread began"),
        ("hn", json.dumps(dict(THREAD, children=[{"id": 1, "text": "Acme | Dev"}, 5, None])),
         0, 1, "time: expected when the comment was written"),
        ("hn", '{"hits": [1, null, {"comment_text": 5}]}', 0, 0, None),
        ("hn", '{"type": "comment", "id": 5, "parent": "no", "text": "x"}', 0, 0, None),
    ]
    with folder() as d:
        for number, (form, text, ads, refused, reason) in enumerate(cases):
            db = fresh_database()
            path = d / ("case-%d" % number)
            path.write_text(text)
            said = load(db, form, path, "--seen-at", SEEN, status=1 if refused else 0)
            where = "case %d: %s" % (number, text[:60])
            expect(where, (said["ads"], said["refused"]), (ads, refused))
            expect("rows of " + where, value("SELECT count(*) FROM jobtrend.ad", db), str(ads))
            if reason:
                expect("reason of " + where, said["reasons"][0]["reason"], reason)


@test
def a_file_that_ends_early_keeps_what_came_before():
    ads = "".join(json.dumps(dict(SHORT, id=n, title="Data Scientist %d" % n)) + "\n"
                  for n in range(3000))
    whole = gzip.compress(ads.encode())
    db = fresh_database()
    with folder() as d:
        (d / "a.gz").write_bytes(whole[:len(whole) // 2])
        done = ctl(db, "import", "--format", "usajobs", "--seen-at", SEEN, d / "a.gz")
        expect("status", done.returncode, 1)
        expect("said: " + done.stderr, "expected more data, found its end" in done.stderr, True)
        expect("ads", int(value("SELECT count(*) FROM jobtrend.ad", db)) > 100, True)


@test
def a_record_without_end_is_passed_over_at_flat_memory():
    db = fresh_database()
    with folder() as d:
        with open(d / "a", "w") as f:
            f.write('{"id": 1, "title": "')
            for _ in range(70):
                f.write("x" * 1000000)
            f.write('"}\n' + json.dumps(SHORT))
        said = load(db, "usajobs", d / "a", "--seen-at", SEEN, status=1)
        expect("counts", counts(said), (1, 0, 1))
        expect("reason", said["reasons"][0]["reason"], "expected at most 32 MiB in a record")


if __name__ == "__main__":
    main()
