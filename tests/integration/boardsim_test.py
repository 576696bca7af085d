#!/usr/bin/env python3
"""What boardsim serves today is the last state of what its archive tells."""
import contextlib
import gzip
import json
import re
import subprocess
import urllib.error
import urllib.request

from harness import background, expect, free_port, main, program, run, test, wait_until

WORLD = ["--seed", "7", "--employers", "60", "--days", "200"]
KINDS = ["greenhouse", "lever", "ashby", "site", "portal", "rss", "atom", "hn"]


def get(url, **headers):
    with urllib.request.urlopen(urllib.request.Request(url, headers=headers), timeout=20) as r:
        return r.status, dict(r.headers), r.read()


@contextlib.contextmanager
def boards():
    port = free_port()
    with background(program("tests/boardsim"), "serve", *WORLD, "--port", port):
        wait_until(lambda: answers(port), what="boardsim")
        yield port


def answers(port):
    try:
        return get("http://127.0.1.1:%d/robots.txt" % port)
    except OSError:
        return None


def sources(port):
    text = run(program("tests/boardsim"), "config", *WORLD, "--port", port).stdout
    return re.findall(r'source "([^"]+)" \{\s+kind = "(\w+)"\s+url = "([^"]+)"', text)


def archived(port):
    past = {}
    for line in run(program("tests/boardsim"), "archive", *WORLD, "--port", port).stdout.splitlines():
        ad = json.loads(line)
        if ad["type"] == "ad":
            past[ad["source"], ad["native_id"]] = ad
    return past


def documents(url):
    """The document at `url`, and those it leads to when it is a sitemap."""
    _, _, body = get(url)
    if body[:2] == b"\x1f\x8b":
        body = gzip.decompress(body)
    if b"<loc>" not in body:
        yield url, body
        return
    for link in re.findall(rb"<loc>([^<]+)</loc>", body)[:12]:
        yield from documents(link.decode())


def extract(kind, url, body):
    done = subprocess.run([program("jobtrendctl"), "extract", "--kind", kind, "--url", url, "-"],
                          input=body, capture_output=True, timeout=60)
    expect("extract of " + url, (done.returncode, done.stderr), (0, b""))
    return [json.loads(line) for line in done.stdout.splitlines()]


@test
def every_kind_of_board_shows_what_the_archive_says_it_showed_last():
    with boards() as port:
        past = archived(port)
        compared = dict.fromkeys(KINDS, 0)
        for name, kind, url in sources(port):
            family = name.split("/")[0]
            if compared[family] > 30:
                continue
            for where, body in documents(url):
                for ad in extract("html" if kind == "sitemap" else kind, where, body):
                    known = past.get((name, ad["native_id"]))
                    if not known:  # new today
                        continue
                    for key in sorted(set(ad) | set(known)):
                        if key in ("type", "source", "first_seen", "last_seen",
                                   "description_html_sha256", "raw_sha256"):
                            continue
                        if key == "employer" and kind in ("lever", "ashby"):
                            continue  # not in the document: the configuration says it
                        expect("%s %s: %s" % (name, ad["native_id"], key),
                               ad.get(key), known.get(key))
                    expect("gone", known.get("gone_at"), None)
                    compared[family] += 1
        expect("kinds that were compared", [k for k in KINDS if compared[k] < 3], [])


@test
def the_same_seed_gives_the_same_past():
    one = run(program("tests/boardsim"), "archive", *WORLD, "--today", "2026-03-01").stdout
    two = run(program("tests/boardsim"), "archive", *WORLD, "--today", "2026-03-01").stdout
    expect("equal", one == two, True)
    expect("not empty", len(one) > 100000, True)


@test
def an_unchanged_page_is_answered_304_and_gzip_where_asked_for():
    with boards() as port:
        url = "http://127.0.1.4:%d/jobs.rss" % port
        status, headers, body = get(url, **{"Accept-Encoding": "gzip"})
        expect("status", status, 200)
        expect("encoding", headers["Content-Encoding"], "gzip")
        expect("is a feed", b"<rss" in gzip.decompress(body), True)
        try:
            get(url, **{"If-None-Match": headers["ETag"]})
            raise AssertionError("expected 304")
        except urllib.error.HTTPError as e:
            expect("status again", e.code, 304)


if __name__ == "__main__":
    main()
