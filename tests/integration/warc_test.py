#!/usr/bin/env python3
"""WARC files: the past comes in from them, and the daemon keeps what it reads."""
import gzip
import hashlib
import json
import os
import subprocess

from harness import expect, folder, fresh_database, main, program, psql, run, test, value
from board import PAGE

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


if __name__ == "__main__":
    main()
