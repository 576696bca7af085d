#!/usr/bin/env python3
"""jobtrendctl without a database: extract, enrich, locate, robots, help."""
import gzip
import hashlib
import json
import os

from harness import expect, folder, main, program, run, test

CTL = program("jobtrendctl")

PAGE = """<!doctype html><html><head><title>Jobs</title>
<script type="application/ld+json">{"@context": "https://schema.org", "@type": "JobPosting",
 "identifier": {"@type": "PropertyValue", "value": "J-7"},
 "title": "Machine Learning Engineer", "datePosted": "2026-03-01",
 "hiringOrganization": {"@type": "Organization", "name": "Brink GmbH"},
 "jobLocation": {"@type": "Place", "address": {"@type": "PostalAddress",
 "addressLocality": "Berlin", "addressCountry": "DE"}},
 "description": "<p>You bring PyTorch to production.</p>"}</script></head></html>"""

ORDER = ["source", "native_id", "url", "apply_url", "title", "employer", "employer_size",
         "employer_location",
         "locations", "remote", "remote_regions", "posted_at", "updated_at", "valid_through",
         "employment_type", "openings", "pay", "requisition_id", "department", "description",
         "description_html_sha256", "language", "raw_sha256"]


def ctl(*args, **options):
    return run(CTL, *args, check=False, **options)


def lines(done):
    return [json.loads(line) for line in done.stdout.splitlines()]


@test
def a_page_becomes_an_ad_with_the_hash_of_its_bytes():
    with folder() as d:
        (d / "page.html").write_text(PAGE)
        done = ctl("extract", "--source", "site/brink", d / "page.html")
        expect("status", done.returncode, 0)
        ad, = lines(done)
        expect("source", ad["source"], "site/brink")
        expect("title", ad["title"], "Machine Learning Engineer")
        expect("hash", ad["raw_sha256"], hashlib.sha256(PAGE.encode()).hexdigest())
        known = [k for k in ad if k in ORDER]
        expect("order", known, [k for k in ORDER if k in ad])


@test
def a_gzip_file_is_unpacked_and_hashed_unpacked():
    with folder() as d:
        (d / "page.html.gz").write_bytes(gzip.compress(PAGE.encode()))
        ad, = lines(ctl("extract", d / "page.html.gz"))
        expect("hash", ad["raw_sha256"], hashlib.sha256(PAGE.encode()).hexdigest())
        expect("no source", "source" in ad, False)


@test
def a_gzip_bomb_stops_at_the_bound():
    with folder() as d:
        (d / "bomb.gz").write_bytes(gzip.compress(bytes(64 * 1024 * 1024)))
        done = ctl("extract", d / "bomb.gz")
        expect("status", done.returncode, 1)
        expect("named", done.stderr.startswith("jobtrendctl: extract: %s: " % (d / "bomb.gz")),
               True)


@test
def a_broken_document_is_named_and_the_others_are_read():
    with folder() as d:
        (d / "good.html").write_text(PAGE)
        (d / "bad.json").write_text("<html>not json")
        done = ctl("extract", "--kind", "greenhouse", d / "bad.json", d / "none.json")
        expect("status", done.returncode, 1)
        first, second = done.stderr.splitlines()
        expect("file", first.startswith("jobtrendctl: extract: %s: " % (d / "bad.json")), True)
        expect("missing", second, "jobtrendctl: extract: %s: No such file or directory"
               % (d / "none.json"))
        done = ctl("extract", d / "none.json", d / "good.html")
        expect("status", done.returncode, 1)
        expect("ads", len(lines(done)), 1)


@test
def a_folder_is_no_document():
    with folder() as d:
        done = ctl("extract", d)
        expect("text", done.stderr,
               "jobtrendctl: extract: %s: expected a file, found a directory\n" % d)


@test
def a_wrong_command_line_says_what_was_expected():
    cases = [
        ([], 2, None),
        (["nonsense"], 2, 'jobtrendctl: expected a command, got "nonsense"'),
        (["extract"], 2, "jobtrendctl: extract: expected a file, got nothing"),
        (["extract", "--nope", "x"], 2, "jobtrendctl: extract: unknown option --nope"),
        (["extract", "--kind"], 2, "jobtrendctl: extract: --kind: expected a value, got nothing"),
        (["extract", "--fetched-at", "soon", "x"], 2,
         'jobtrendctl: extract: --fetched-at: expected RFC 3339, got "soon"'),
        (["enrich", "a", "b"], 2, "jobtrendctl: enrich: expected one file, got 2"),
        (["robots", "x"], 2, "jobtrendctl: robots: --agent: expected a name, got nothing"),
        (["import", "x"], 2,
         "jobtrendctl: import: --format: expected archive, csv, hn, jobtech, jsonl, usajobs or "
         "warc, got nothing"),
        (["import", "--format", "parquet", "x"], 2,
         'jobtrendctl: import: --format: expected archive, csv, hn, jobtech, jsonl, usajobs or '
         'warc, got "parquet"'),
        (["export", "--format", "x"], 2,
         'jobtrendctl: export: --format: expected archive, csv, jsonl or parquet, got "x"'),
        (["yoy", "--region", "DE"], 2,
         "jobtrendctl: yoy: --skill: expected a skill's id or any, got nothing"),
        (["status", "--format", "xml"], 2,
         'jobtrendctl: status: --format: expected table, csv, json or jsonl, got "xml"'),
        (["schema", "drop"], 2,
         'jobtrendctl: schema: expected init, upgrade or verify, got "drop"'),
        (["source", "paint"], 2,
         'jobtrendctl: source: expected add, crawl, kinds, list, remove or test, got "paint"'),
        (["probe", "example.org"], 2,
         'jobtrendctl: probe: expected an address (https://...), got "example.org"'),
    ]
    for args, status, text in cases:
        done = ctl(*args)
        expect("status of %s" % args, done.returncode, status)
        if text:
            expect("text of %s" % args, done.stderr.splitlines()[0], text)


@test
def every_command_has_a_page_of_help():
    names = [line.split()[0] for line in ctl("help").stdout.splitlines()]
    expect("sorted but for the last", names[:-1], sorted(names[:-1]))
    for name in names:
        done = ctl(name, "--help")
        expect("status of %s" % name, done.returncode, 0)
        expect("usage of %s" % name, done.stdout.startswith("usage: jobtrendctl " + name), True)


@test
def enrich_keeps_what_it_does_not_know_exactly():
    line = '{"title":"AI Engineer","id":12345678901234567890,"x":[1.10,{"a":"}"}],"skills":["old"]}'
    done = ctl("enrich", "-", input=line + "\n")
    expect("status", done.returncode, 0)
    expect("start", done.stdout.startswith(
        '{"title":"AI Engineer","id":12345678901234567890,"x":[1.10,{"a":"}"}],'), True)
    fact, = lines(done)
    expect("one value a key", done.stdout.count('"skills"'), 1)
    expect("definitions", all(isinstance(v, bool) for v in fact["ai"].values()), True)
    for key in ("mentions", "skills", "regions"):
        expect(key, isinstance(fact[key], list), True)


@test
def bad_lines_are_numbered_and_the_others_enriched():
    text = '{"title":"A"}\nnot json\n\n{"title":7}\n[1]\n{"title":"B"} x\n{"title":"C"}\n'
    done = ctl("enrich", input=text)
    expect("status", done.returncode, 1)
    expect("titles", [f["title"] for f in lines(done)], ["A", "C"])
    at = [e.split("standard input:")[1].split(":")[0] for e in done.stderr.splitlines()]
    expect("lines", at, ["2", "4", "5", "6"])


@test
def the_order_of_many_lines_is_kept():
    text = "".join(json.dumps({"native_id": str(i), "title": "Engineer %d" % i,
                               "description": "PyTorch " * (i % 50)}) + "\n"
                   for i in range(5000))
    done = ctl("enrich", input=text)
    expect("order", [f["native_id"] for f in lines(done)], [str(i) for i in range(5000)])


@test
def hostile_lines_harm_nothing():
    raw = (b'{"title":"\xff\xfe broken","x":"\xff"}\n' + b'{"title":"' + b"a" * 1000000 + b'"}\n'
           + b"[" * 100000 + b"\n" + b'{"title":"nul \x00 byte"}\n' + b'{"title":"ok"}\n')
    with folder() as d:
        (d / "lines").write_bytes(raw)
        done = ctl("enrich", d / "lines")
        for line in done.stdout.splitlines():
            json.loads(line)
        expect("last", json.loads(done.stdout.splitlines()[-1])["title"], "ok")


@test
def locations_become_codes_one_line_each():
    done = ctl("locate", input="Berlin\n\nAtlanta, Georgia\nTbilisi, Georgia\nRemote (global)\n")
    got = lines(done)
    expect("texts", [g["text"] for g in got],
           ["Berlin", "", "Atlanta, Georgia", "Tbilisi, Georgia", "Remote (global)"])
    expect("codes", [[r["code"] for r in g["regions"]] for g in got][:3],
           [["DE-BE"], [], ["US-GA"]])
    expect("country", got[3]["regions"][0]["code"][:2], "GE")
    expect("remote", got[4]["remote"], "remote")


@test
def robots_answers_one_line_an_address():
    rules = "User-agent: *\nDisallow: /private\nAllow: /private/open\n"
    done = ctl("robots", "-", "--agent", "jobtrend", "/private/x", "https://e.org/private/open",
               "/", input=rules)
    expect("answers", done.stdout.splitlines(),
           ["disallowed /private/x", "allowed https://e.org/private/open", "allowed /"])
    expect("status", done.returncode, 0)


STORY = ("You will build machine learning for the fields and bring it into production "
         "for our teams.")


def story_ads(titles, story=STORY):
    return [json.dumps({"native_id": str(i), "employer": "Acme", "title": title,
                        "description": story + ("" if i % 2 else "\n\nRequirements\n- PyTorch")})
            for i, title in enumerate(titles)]


def asked(lines, *options):
    done = ctl("enrich", *options, "-", input="".join(line + "\n" for line in lines))
    expect("status", done.returncode, 0)
    facts = [json.loads(line) for line in done.stdout.splitlines()]
    return {fact["native_id"]: (fact["skills"], [m["context"] for m in fact["mentions"]])
            for fact in facts}, [fact["native_id"] for fact in facts]


@test
def what_three_kinds_of_titles_share_asks_for_nothing():
    ads = story_ads(["Accountant", "Senior Accountant", "Lawyer", "Cook - Berlin"])
    plain = story_ads(["Nurse"], "Care for people.")

    found, order = asked(ads[:3] + plain + ads[3:])
    expect("order", order, ["0", "1", "2", "0", "3"])
    expect("lawyer", asked(ads)[0]["2"], (["pytorch"], ["company", "requirement"]))
    expect("cook", asked(ads)[0]["3"], ([], ["company"]))
    expect("backwards", asked(ads[::-1])[0], asked(ads)[0])
    expect("two kinds", asked(ads[:3])[0]["1"][0], ["machine-learning"])
    expect("each", asked(ads, "--each")[0]["3"][0], ["machine-learning"])


@test
def many_lines_wait_in_order_for_a_story():
    titles = ["Accountant", "Lawyer"] * 700 + ["Cook"]
    found, order = asked(story_ads(titles))

    expect("order", order, [str(i) for i in range(len(titles))])
    expect("asked", {skills for (skills, _), i in zip(found.values(), range(9 ** 9))
                     if i % 2 for skills in skills}, set())


@test
def a_closed_pipe_is_a_failure_and_no_signal():
    done = run("sh", "-c", "%s locate /dev/stdin < /etc/services | true; echo done" % CTL,
               env={**os.environ})
    expect("done", done.stdout, "done\n")


@test
def streams_are_jsonl_and_say_so():
    for command in (["extract", "-"], ["enrich", "-"], ["locate", "-"]):
        done = ctl(*command, "--format", "jsonl", input="")
        expect(command[0] + " in jsonl", done.returncode in (0, 1), True)
        done = ctl(*command, "--format", "xml", input="")
        expect("status", done.returncode, 2)
        expect("error", done.stderr.splitlines()[0],
               'jobtrendctl: %s: --format: expected jsonl, got "xml"' % command[0])


if __name__ == "__main__":
    main()
