#!/usr/bin/env python3
"""WARC files: the past comes in from them, and the daemon keeps what it reads."""
import gzip
import hashlib
import json
import os
import subprocess

from harness import (background, expect, folder, fresh_database, main, program, psql, run, test,
                     value, wait_until)
from board import PAGE, put_board, put_site, world
from dictionary import dictionary
from warcfile import check, read

CTL = program("jobtrendctl")
DAY = "2025-01-03T06:00:00Z"


def record(kind, block, url=None, date=DAY, version="1.0", **fields):
    """The bytes of one record, as the standard has it (ISO 28500, 4 and 5)."""
    lines = ["WARC/" + version, "WARC-Type: " + kind, "WARC-Date: " + date,
             "WARC-Record-ID: <urn:uuid:%s>" % hashlib.md5(block + date.encode()).hexdigest(),
             "Content-Length: %d" % len(block)]
    if url:
        lines.append("WARC-Target-URI: " + url)
    lines += ["%s: %s" % (k.replace("_", "-"), v) for k, v in fields.items()]
    return ("\r\n".join(lines) + "\r\n\r\n").encode() + block + b"\r\n\r\n"


def response(url, body, kind="text/html", status="200 OK", head="", **fields):
    body = body if isinstance(body, bytes) else body.encode()
    block = ("HTTP/1.1 %s\r\nContent-Type: %s\r\n%s\r\n" % (status, kind, head)).encode() + body
    digest = "sha1:" + hashlib.sha1(body).hexdigest()
    return record("response", block, url, WARC_Payload_Digest=digest, **fields)


def ad_page(number, title="ML Engineer"):
    return PAGE % {"title": "%s %s" % (title, number), "id": number}


def pack(records):
    return b"".join(gzip.compress(r, mtime=0) for r in records)


def load(db, *args, status=0):
    done = run(CTL, "import", "--db", db, "--format", "warc", *args, check=False)
    expect("status of import: " + done.stderr, done.returncode, status)
    return done


def ads(db):
    return psql("SELECT s.id, s.kind, a.native_id, a.title, a.first_seen, a.last_seen, a.gone_at"
                " FROM jobtrend.ad AS a JOIN jobtrend.source AS s USING (source_id)"
                " ORDER BY s.id, a.native_id", db)


@test
def documents_of_others_become_ads_of_their_hosts():
    plain = "<html><body>" + "no job here " * 50 + "</body></html>"
    chunks = "%x\r\n%s\r\n0\r\n\r\n" % (len(ad_page("c")), ad_page("c"))
    records = [
        record("warcinfo", b"software: another/1.0\r\n", version="1.1"),
        record("request", b"GET /1 HTTP/1.1\r\nHost: a.example\r\n\r\n", "http://a.example/1"),
        response("http://a.example/1", ad_page("a")),
        response("http://a.example/2", plain),
        response("http://a.example/3", ad_page("x"), status="404 Not Found"),
        response("https://B.example:8443/1", gzip.compress(ad_page("b").encode()),
                 head="Content-Encoding: gzip\r\n"),
        response("https://b.example/2", chunks, head="Transfer-Encoding: chunked\r\n",
                 date="2025-02-03T06:00:00Z"),
        response("https://blog.example/feed", '<rss version="2.0"><channel><title>B</title><item>'
                 "<title>What I cooked</title><link>https://blog.example/1</link></item>"
                 "</channel></rss>", kind="application/rss+xml"),
        record("resource", ad_page("r").encode(), "https://c.example/1",
               Content_Type="text/html"),
    ]
    wanted = [
        ["web/a.example", "html", "a", "ML Engineer a", "2025-01-03 06:00:00+00",
         "2025-01-03 06:00:00+00", ""],
        ["web/b.example", "html", "c", "ML Engineer c", "2025-02-03 06:00:00+00",
         "2025-02-03 06:00:00+00", ""],
        ["web/b.example:8443", "html", "b", "ML Engineer b", "2025-01-03 06:00:00+00",
         "2025-01-03 06:00:00+00", ""],
        ["web/c.example", "html", "r", "ML Engineer r", "2025-01-03 06:00:00+00",
         "2025-01-03 06:00:00+00", ""],
    ]
    forms = {"each.warc.gz": pack(records), "all.warc.gz": gzip.compress(b"".join(records)),
             "plain.warc": b"".join(records),
             "lf.warc": pack([r.replace(b"\r\n", b"\n", r.split(b"\r\n\r\n")[0].count(b"\r\n"))
                              for r in records])}
    with folder() as where:
        for name, content in forms.items():
            db = fresh_database()
            (where / name).write_bytes(content)
            done = load(db, where / name)
            expect(name, ads(db), wanted)
            expect("said of " + name, done.stdout.startswith("imported 4 ads and 0 runs of 3") or
                   done.stdout.startswith("imported 4 ads and 0 runs of 4"), True)
            expect("runs of " + name, value("SELECT count(*) FROM jobtrend.run", db), "0")
            before = psql("SELECT * FROM jobtrend.ad ORDER BY ad_id", db)
            load(db, where / name)
            expect("again, " + name, psql("SELECT * FROM jobtrend.ad ORDER BY ad_id", db), before)


@test
def a_source_may_be_told_for_all_documents():
    feed = ('<rss version="2.0"><channel><title>Jobs</title><item><title>ML Engineer</title>'
            "<link>https://jobs.example/1</link></item></channel></rss>")
    with folder() as where:
        db = fresh_database()
        (where / "a.warc.gz").write_bytes(pack([
            response("https://jobs.example/feed", feed, kind="application/rss+xml"),
            response("http://a.example/1", ad_page("a"))]))
        load(db, "--source", "acme/old", where / "a.warc.gz")
        expect("ads", [row[0] for row in ads(db)], ["acme/old", "acme/old"])


@test
def a_revisit_is_read_as_what_it_repeats():
    page = response("http://a.example/1", ad_page("a"))
    digest = "sha1:" + hashlib.sha1(ad_page("a").encode()).hexdigest()
    later = record("revisit", b"HTTP/1.1 200 OK\r\n\r\n", "http://a.example/1",
                   "2025-03-01T06:00:00.25Z", "1.1", WARC_Payload_Digest=digest,
                   WARC_Profile="http://netpreserve.org/warc/1.1/revisit/"
                                "identical-payload-digest")
    alone = later.replace(b"sha1:", b"sha1:00")
    with folder() as where:
        for name, content in (("a.warc.gz", pack([page, later])), ("a.warc", page + later),
                              ("one.warc.gz", gzip.compress(page + later))):
            db = fresh_database()
            (where / name).write_bytes(content)
            load(db, where / name)
            expect("seen twice in " + name, ads(db)[0][4:6],
                   ["2025-01-03 06:00:00+00", "2025-03-01 06:00:00.25+00"])
        db = fresh_database()
        (where / "1.warc.gz").write_bytes(pack([page]))
        (where / "2.warc.gz").write_bytes(pack([later]))
        load(db, where / "1.warc.gz", where / "2.warc.gz")
        expect("seen in two files", ads(db)[0][5], "2025-03-01 06:00:00.25+00")
        (where / "3.warc.gz").write_bytes(pack([alone]))
        done = load(fresh_database(), where / "3.warc.gz", status=1)
        expect("alone", "3.warc.gz:0: revisit: expected its payload earlier in the files, "
               "found none of that digest" in done.stderr, True)


@test
def what_is_damaged_is_named_and_the_rest_comes_in():
    good = [gzip.compress(response("http://a.example/%d" % n, ad_page(str(n))), mtime=0)
            for n in range(4)]
    torn = bytearray(good[1])
    torn[len(torn) // 2] ^= 0xff
    short = gzip.compress(response("http://a.example/9", ad_page("9")).replace(
        b"Content-Length: ", b"Content-Length: 9"), mtime=0)
    with folder() as where:
        db = fresh_database()
        (where / "a.warc.gz").write_bytes(good[0] + bytes(torn) + short + good[2] + good[3][:-9])
        done = load(db, where / "a.warc.gz", status=1)
        expect("ads", [row[2] for row in ads(db)], ["0", "2"])
        for offset, what in ((len(good[0]), "expected gzip, found damaged data"),
                             (len(good[0] + torn), "expected a block of 9"),
                             (len(good[0] + torn + short + good[2]), "found the end of the file")):
            line = [x for x in done.stderr.splitlines() if "a.warc.gz:%d: " % offset in x]
            expect("line for %d in %s" % (offset, done.stderr),
                   len(line) > 0 and what in line[0], True)


@test
def plain_text_of_pages_is_refused_with_advice():
    with folder() as where:
        (where / "a.wet").write_bytes(record("conversion", b"some text", "http://a.example/1",
                                             Content_Type="text/plain"))
        done = load(fresh_database(), where / "a.wet", status=1)
        expect("advice", "WET files keep no markup: import the WARC files" in done.stderr, True)


@test
def an_import_that_was_killed_goes_on():
    with folder() as where:
        path = where / "a.warc.gz"
        path.write_bytes(pack([response("http://a%d.example/1" % (n % 7), ad_page(str(n)))
                               for n in range(6000)]))
        calm, db = fresh_database(), fresh_database()
        load(calm, path)
        child = subprocess.Popen([CTL, "import", "--db", db, "--format", "warc", str(path)],
                                 stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        while int(value("SELECT count(*) FROM jobtrend.ad", db)) < 500:
            pass
        child.kill()
        child.wait()
        load(db, path)
        expect("the same", ads(db), ads(calm))
        expect("ads", value("SELECT count(*) FROM jobtrend.ad", db), "6000")


# ---- what the daemon keeps ----

BOARD = "/v1/boards/brink/jobs?content=true"


def kept_files(w):
    return sorted((w.path / "state/warc").glob("*.warc.gz*"))


def keeping(w, **keys):
    """A board and a site that are kept; the configuration."""
    put_board(w.site, range(1, 13))
    put_site(w, ["a", "b", "c"])
    w.source("greenhouse/brink", "greenhouse", BOARD, employer="Brink GmbH")
    w.source("site/brink", "sitemap", "/map.xml")
    w.configure(**dict({"keep_raw": "all"}, **keys))


def places(w):
    """Every document of the database with what its place holds."""
    rows = psql("SELECT encode(sha256, 'hex'), warc_file, warc_offset FROM jobtrend.document"
                " WHERE warc_file IS NOT NULL", w.db)
    for sha, name, offset in rows:
        path = w.path / "state/warc" / name
        path = path if path.exists() else path.with_name(name + ".open")
        got = read(path, int(offset))
        expect("record at " + name, (got.type, got.fields["warc-payload-digest"],
                                     hashlib.sha256(got.payload).hexdigest()),
               ("response", "sha256:" + sha, sha))
    return len(rows)


FACTS = """SELECT s.id, s.kind, s.employer, a.native_id, a.url, a.title, a.employer, a.content_hash,
    a.text_hash, a.fingerprint, a.definitions, a.regions, a.skills, a.first_seen, a.last_seen
    FROM jobtrend.ad AS a JOIN jobtrend.source AS s USING (source_id) ORDER BY s.id, a.native_id"""


@test
def documents_are_kept_and_come_in_again_as_the_same_ads():
    with world() as w:
        keeping(w)
        w.site.put("/jobs/b", gzip.compress(ad_page("b").encode()), Content_Encoding="gzip",
                   ETag='"z"')
        w.visit()

        files = kept_files(w)
        expect("files", [f.name.endswith(".warc.gz") for f in files], [True])
        records = check(files[0])
        expect("records", [r.type for r in records],
               ["warcinfo"] + ["response", "request"] * 5)
        expect("documents with a place", places(w), 5)
        zipped = [r for r in records if r.url.endswith("/jobs/b")]
        expect("payload", zipped[0].payload, ad_page("b").encode())
        expect("its head", b"X-Crawl-Content-Encoding: gzip\r\n" in zipped[0].block, True)
        expect("its request", zipped[1].block.startswith(b"GET /jobs/b HTTP/1.1\r\nHost: "), True)
        expect("who asked", b"User-Agent: jobtrend/" in zipped[1].block, True)

        db = fresh_database()
        load(db, *files)
        expect("ads", psql(FACTS, db), psql(FACTS, w.db))
        expect("runs", value("SELECT count(*) FROM jobtrend.run", db), "0")


@test
def what_is_unchanged_is_kept_once():
    with world() as w:
        keeping(w)
        w.visit()
        put_board(w.site, range(1, 14))
        for n in "abc":  # no validators: the same bodies come again
            w.site.put("/jobs/" + n, w.site.answers["/jobs/" + n][2])
        w.visit()
        w.visit()

        kinds = [[r.type for r in check(f) if r.type in ("response", "revisit")]
                 for f in kept_files(w)]
        expect("responses", sum(k.count("response") for k in kinds), 6)
        expect("in the first file", kinds[0].count("response"), 5)
        expect("revisits", sum(k.count("revisit") for k in kinds) >= 7, True)
        expect("documents with a place", places(w), 6)
        db = fresh_database()
        load(db, *kept_files(w))
        expect("ads", psql(FACTS, db), psql(FACTS, w.db))


@test
def only_documents_with_ads_are_kept_when_told_so():
    with world() as w:
        keeping(w, keep_raw="ads")
        w.visit()

        urls = [r.url for r in check(kept_files(w)[0]) if r.type == "response"]
        expect("kept", sorted(u[len(w.base):] for u in urls),
               ["/jobs/a", "/jobs/b", "/jobs/c", BOARD])
        expect("documents with a place", places(w), 4)


@test
def nothing_is_kept_unless_configured():
    with world() as w:
        keeping(w, keep_raw="off")
        w.visit()
        expect("folder", (w.path / "state/warc").exists(), False)
        w.configure(keep_raw="all")  # later: what is there is fetched whole once
        w.visit()
        expect("documents with a place", places(w), 5)


@test
def files_are_finished_when_large_or_old_and_removed_in_time():
    with world() as w:
        keeping(w, warc_size="1 MiB", warc_age="1 s", warc_keep="2 s")
        w.visit()
        first = kept_files(w)[0]
        os.utime(first, (1, 1))
        log = w.path / "log"
        with background(*w.command(), log=log):
            wait_until(lambda: not first.exists(), 30, "removal")
        expect("places", value("SELECT count(*) FROM jobtrend.document WHERE warc_file = '%s'"
                               % first.name, w.db), "0")
        expect("said", "removed, as warc_keep says" in log.read_text(), True)


@test
def a_file_that_a_crash_tore_is_cut_behind_its_last_record():
    with world() as w:
        keeping(w)
        log = w.path / "log"
        with background(*w.command(), log=log) as child:
            wait_until(lambda: value("SELECT count(*) FROM jobtrend.document", w.db) == "5",
                       30, "visits")
            child.kill()
            child.wait()
        torn = kept_files(w)[0]
        expect("open", torn.name.endswith(".open"), True)
        whole = torn.stat().st_size
        expect("documents with a place", places(w), 5)
        last = max(int(o) for (o,) in psql("SELECT warc_offset FROM jobtrend.document", w.db))
        with open(torn, "r+b") as f:  # as a power cut would
            f.truncate(last + 40)
        done = torn.with_name(torn.name[:-len(".open")])
        empty = torn.with_name(torn.name.replace("jobtrend-2", "jobtrend-1", 1))
        empty.touch()  # as a crash between making a file and its first record does
        with background(*w.command(), log=log):
            wait_until(done.exists, 30, "repair")
            wait_until(lambda: value("SELECT count(*) FROM jobtrend.document"
                                     " WHERE warc_file = '%s'" % done.name, w.db) == "4",
                       30, "the database to forget")
            wait_until(lambda: not empty.exists(), 30, "the empty one to go")
        expect("shorter", done.stat().st_size == last and last < whole, True)
        check(done)
        expect("places", places(w) >= 4, True)


@test
def a_full_disk_is_said_once_and_fetching_goes_on():
    with world() as w:
        keeping(w, warc_dir="/dev/full")
        done = run(*w.command("--once"), check=False)
        expect("no folder", (done.returncode, "warc_dir /dev/full: " in done.stderr), (1, True))
    with world() as w, folder() as where:
        keeping(w, warc_dir=str(where))
        limit = ["sh", "-c", "trap '' XFSZ; exec prlimit --fsize=2000 -- \"$@\"", "sh"]
        done = run(*limit, *w.command("--once"), check=False)
        expect("went on", (done.returncode, done.stderr.count("documents are not kept for now")),
               (0, 1))
        expect("ads", w.ask("SELECT count(*) FROM jobtrend.ad"), "15")
        expect("whole records", all(check(f) for f in where.glob("*")), True)


# ---- reading them again ----

def reparse(w, *args, status=0):
    done = run(CTL, "reparse", "--db", w.db, "--config", w.file, *args, check=False)
    expect("status of reparse: " + done.stderr, done.returncode, status)
    return done


EVERYTHING = """SELECT to_jsonb(a) - 'recorded_at' - 'first_run_id' - 'last_run_id',
    (SELECT jsonb_agg(to_jsonb(t) ORDER BY t.text_version) FROM jobtrend.text_version AS t
      WHERE (t.source_id, t.ad_id) = (a.source_id, a.ad_id)),
    (SELECT jsonb_agg(to_jsonb(m) ORDER BY m.field, m.start_char, m.skill_id)
       FROM jobtrend.mention AS m WHERE (m.source_id, m.ad_id) = (a.source_id, a.ad_id))
    FROM jobtrend.ad AS a ORDER BY a.source_id, a.ad_id"""


@test
def what_a_parser_had_missed_comes_from_kept_documents():
    with world() as w:
        keeping(w)
        w.visit()
        w.visit()  # seen again: when an ad was seen is not when its document came
        before = psql(EVERYTHING, w.db)
        expect("nothing to do", reparse(w).stdout,
               "read 5 documents with 15 ads again: 0 ads changed, 0 are new\n")
        expect("after nothing", psql(EVERYTHING, w.db), before)

        psql("UPDATE jobtrend.ad SET title = 'x', regions = '{}', claimed_posted = NULL,"
             " content_hash = 1, skills = '{}' WHERE native_id IN ('a', '1', '2')", w.db)
        psql("UPDATE jobtrend.text_version AS t SET description = 'y' FROM jobtrend.ad AS a"
             " WHERE a.ad_id = t.ad_id AND native_id = 'a'", w.db)
        psql("DELETE FROM jobtrend.mention AS m USING jobtrend.ad AS a"
             " WHERE a.ad_id = m.ad_id AND native_id = '1'", w.db)
        done = reparse(w, "--kind", "html")
        expect("of pages", done.stdout,
               "read 3 documents with 3 ads again: 1 ads changed, 0 are new\n")
        expect("of the board", reparse(w, "--source", "greenhouse/brink").stdout,
               "read 1 documents with 12 ads again: 2 ads changed, 0 are new\n")
        expect("all as it was", psql(EVERYTHING, w.db), before)
        expect("folded", w.ask("SELECT count(*) FROM jobtrend.ad_dirty"), "0")
        expect("since", reparse(w, "--since", "2099-01-01").stdout,
               "read 0 documents with 0 ads again: 0 ads changed, 0 are new\n")


@test
def an_ad_that_was_overlooked_comes_in_when_its_document_was_read():
    with world() as w:
        keeping(w)
        w.visit()
        facts = psql(FACTS, w.db)
        psql("DELETE FROM jobtrend.ad; DELETE FROM jobtrend.text_version;"
             " DELETE FROM jobtrend.mention", w.db)
        expect("said", reparse(w).stdout,
               "read 5 documents with 15 ads again: 0 ads changed, 15 are new\n")
        expect("ads", psql(FACTS, w.db), facts)


@test
def an_older_document_does_not_take_back_what_came_after_it():
    with world() as w:
        keeping(w)
        w.visit()
        put_board(w.site, range(3, 13))  # two ads leave
        w.site.put("/jobs/a", ad_page("a", "AI Engineer"))  # one changes
        w.visit()
        w.visit()
        before = psql(EVERYTHING, w.db)
        expect("gone", w.ask("SELECT count(*) FROM jobtrend.ad WHERE gone_at IS NOT NULL"), "2")
        expect("nothing to do", reparse(w).stdout.endswith(": 0 ads changed, 0 are new\n"), True)
        expect("after nothing", psql(EVERYTHING, w.db), before)

        psql("UPDATE jobtrend.ad SET title = 'x' WHERE native_id IN ('a', '1', '5')", w.db)
        expect("changed", reparse(w).stdout.endswith(": 3 ads changed, 0 are new\n"), True)
        expect("all as it was", psql(EVERYTHING, w.db), before)


@test
def a_new_dictionary_is_run_over_the_past():
    with world() as w, folder() as where:
        keeping(w, keep_text="none")  # without texts there is nothing else to read
        w.visit()
        new = dictionary(where, "2099.1", more=[{
            "id": "productionising", "name": "Productionising", "parents": "", "traits": "build",
            "forms": "into production"}])
        done = reparse(w, "--taxonomy", str(new))
        expect("all ads of pages", done.stdout,
               "read 5 documents with 15 ads again: 3 ads changed, 0 are new\n")
        expect("skill", psql("SELECT a.native_id FROM jobtrend.ad AS a JOIN jobtrend.skill AS s"
                             " ON s.skill_id = ANY (a.mentioned) WHERE s.id = 'productionising'"
                             " ORDER BY 1", w.db), [["a"], ["b"], ["c"]])
        expect("dictionary", w.ask("SELECT bool_and(t.version LIKE '2099.1%') FROM jobtrend.ad"
                                   " JOIN jobtrend.taxonomy AS t USING (taxonomy_version)"), "t")


@test
def missing_files_are_named_and_damage_too():
    with world() as w:
        keeping(w, warc_size="1 MiB")
        w.visit()
        first = kept_files(w)[0]
        away = first.with_suffix(".away")
        first.rename(away)
        done = reparse(w, status=1)
        expect("named once", done.stderr.count(first.name + ": No such file or directory; "
                                               "its documents are left out"), 1)
        expect("counted", "5 documents are in files that are not there (--dir, now %s)"
               % (w.path / "state/warc") in done.stderr, True)
        data = bytearray(away.read_bytes())
        offset = int(w.ask("SELECT max(warc_offset) FROM jobtrend.document"))
        data[offset + 60] ^= 0xff
        first.write_bytes(data)
        done = reparse(w, status=1)
        expect("damage", "%s:%d: expected gzip, found damaged data" % (first.name, offset)
               in done.stderr, True)
        expect("the others", done.stdout.startswith("read 4 documents"), True)
        expect("elsewhere", reparse(w, "--dir", "/nowhere", status=1).stdout,
               "read 0 documents with 0 ads again: 0 ads changed, 0 are new\n")


@test
def a_reparse_that_was_killed_goes_on():
    with world() as w:
        put_site(w, ["n%d" % n for n in range(1500)])
        w.source("site/brink", "sitemap", "/map.xml")
        w.configure(keep_raw="all", per_host=8)
        w.visit()
        before = psql(EVERYTHING, w.db)
        psql("UPDATE jobtrend.ad SET title = 'x'", w.db)
        child = subprocess.Popen([CTL, "reparse", "--db", w.db, "--config", str(w.file)],
                                 stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        wait_until(lambda: w.ask("SELECT count(*) FROM jobtrend.import_journal") == "1", 30,
                   "a place noted", pause=0.001)
        child.kill()
        child.wait()
        done = reparse(w)
        expect("goes on", "going on behind jobtrend-" in done.stderr, True)
        expect("all as it was", psql(EVERYTHING, w.db), before)
        expect("journal", w.ask("SELECT count(*) FROM jobtrend.import_journal"), "0")


if __name__ == "__main__":
    main()
