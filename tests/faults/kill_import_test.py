#!/usr/bin/env python3
"""kill -9 at random moments of an import: the next one ends it as if nothing had
happened.

FAULT_KILLS is how many kills it gets (25), FAULT_SEED chooses the moments.
"""
import gzip
import json
import os
import random
import subprocess
import time

from crawl import expect_same, fold, picture
from harness import SLOW, expect, folder, fresh_database, main, program, run, test, value

KILLS = int(os.environ.get("FAULT_KILLS", "25"))
SEED = int(os.environ.get("FAULT_SEED", str(int(time.time()))))
WORLD = ["--seed", "11", "--employers", "60", "--days", "150"]
PART = 2 if SLOW == 1 else 4 # sanitizers take their time for each ad, and see as much in fewer


def kill_after(child, seconds):
    """Kill; True when it was still at work."""
    try:
        child.wait(seconds)
        return False
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()
        return True


def start_import(db, path, form, *more):
    return subprocess.Popen([program("jobtrendctl"), "import", "--db", db, "--format", form, *more,
                             str(path)], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                            stderr=subprocess.PIPE, text=True)


def finish_import(child):
    err = child.communicate(timeout=120 * SLOW)[1]
    expect("import", (child.returncode, err if child.returncode else ""), (0, ""))


def announcements(path):
    """One array, over many lines."""
    path.write_text(json.dumps([{
        "id": n, "title": "Data Scientist %d" % n, "agency": "Agency %d" % (n % 40),
        "series": ["1560"], "open_date": "2025-%02d-%02d" % (n % 12 + 1, n % 28 + 1),
        "close_date": "2025-12-%02d" % (n % 28 + 1)} for n in range(6000 // PART)], indent=1))


def threads(path):
    """Items of Firebase, comments before their stories, packed."""
    items = []
    for month in range(1, 13):
        begin = 1704067200 + month * 30 * 86400
        story = month * 1000
        kids = [{"id": story + n, "type": "comment", "parent": story, "time": begin + n * 600,
                 "text": "Acme %d | Machine Learning Engineer | Berlin<p>PyTorch %d" % (n, month)}
                for n in range(1, 400 // PART)]
        items += kids + [{"id": story, "type": "story", "title": "Ask HN: Who is hiring?",
                          "time": begin, "kids": [k["id"] for k in kids]}]
    path.write_bytes(gzip.compress("".join(json.dumps(i) + "\n" for i in items).encode()))


def ads_of_sweden(path):
    with open(path, "w") as f:
        for n in range(5000 // PART):
            day = "2024-%02d-%02dT08:00:00" % (n % 12 + 1, n % 28 + 1)
            f.write(json.dumps({
                "id": str(n), "headline": "Utvecklare %d" % n, "number_of_vacancies": 1,
                "description": {"text": "Vi arbetar med PyTorch och Python. Plats %d." % n},
                "employer": {"name": "Bolag %d" % (n % 50)}, "publication_date": day,
                "workplace_address": {"municipality": "Kiruna", "country": "Sverige"},
                "last_publication_date": "2024-12-31T23:59:59"}) + "\n")


def table(path):
    path.with_name("map.json").write_text(json.dumps({"fields": {
        "native_id": "No", "title": "Role", "description": "Text", "first_seen": "From"}}))
    path.write_text("No,Role,Text,From\n" + "".join(
        '%d,"Engineer, %d","We use ""PyTorch"".\nLine %d",2025-%02d-%02d\n' % (
            n, n, n, n % 12 + 1, n % 28 + 1) for n in range(6000 // PART)))


@test
def every_format_killed_at_random_moments_ends_like_an_undisturbed_import():
    random.seed(SEED)
    seen = ["--seen-at", "2026-01-01"]
    with folder() as where:
        cases = [("usajobs", announcements, seen), ("hn", threads, seen),
                 ("jobtech", ads_of_sweden, seen),
                 ("csv", table, ["--source", "t/x", "--mapping", str(where / "map.json")])]
        for form, write, more in cases:
            path = where / form
            write(path)
            calm, db = fresh_database(), fresh_database()
            began = time.monotonic()
            finish_import(start_import(calm, path, form, *more))
            took = time.monotonic() - began
            for _ in range(max(1, KILLS // 6)):
                child = start_import(db, path, form, *more)
                if kill_after(child, random.uniform(0.01, 0.9) * took):
                    child.stderr.close()
            child = start_import(db, path, form, *more)
            finish_import(child)
            fold(calm)
            fold(db)
            expect_same(picture(calm, times=True), picture(db, times=True))


@test
def an_import_killed_at_random_moments_ends_like_an_undisturbed_one():
    random.seed(SEED)
    with folder() as where:
        path = where / "past.jsonl"
        path.write_text(run(program("tests/boardsim"), "archive", *WORLD,
                            "--today", "2026-06-01").stdout)
        calm = fresh_database()
        began = time.monotonic()
        finish_import(start_import(calm, path, "archive"))
        took = time.monotonic() - began
        fold(calm)
        wanted = picture(calm, times=True)
        expect("ads there", len(wanted["ads"]) > 200, True)
        killed = 0
        while killed < KILLS:
            db = fresh_database()
            for _ in range(5):
                child = start_import(db, path, "archive")
                if kill_after(child, random.uniform(0.01, 1.0) * took):
                    child.stderr.close()
                killed += 1
            finish_import(start_import(db, path, "archive"))
            fold(db)
            expect_same(wanted, picture(db, times=True))


def many_ads(path):
    """More than are counted at once, so that counting goes on beside storing."""
    with open(path, "w") as f:
        for source in ("t/a", "t/b", "t/c"):
            for week in range(1, 29):
                f.write(json.dumps({"type": "run", "source": source, "state": "ok",
                                    "at": "2025-02-%02dT06:00:00Z" % week}) + "\n")
        for n in range(24000):
            text = "We use PyTorch in room %d, and we look after the machines there. " % (n % 16000)
            f.write(json.dumps({
                "type": "ad", "source": "t/" + "abc"[n % 3], "native_id": str(n),
                "employer": "Acme", "title": "Engineer %d" % (n % 16000), "description": text * 4,
                "first_seen": "2025-02-%02dT06:00:00Z" % (28 - n % 28),
                "last_seen": "2025-03-01T06:00:00Z"}) + "\n")


@test
def an_import_killed_while_it_counts_beside_storing_ends_like_an_undisturbed_one():
    random.seed(SEED)
    with folder() as where:
        path = where / "many.jsonl"
        many_ads(path)
        calm, db = fresh_database(), fresh_database()
        began = time.monotonic()
        finish_import(start_import(calm, path, "archive"))
        took = time.monotonic() - began
        for _ in range(max(1, KILLS // 10)):
            child = start_import(db, path, "archive")
            if kill_after(child, random.uniform(0.2, 0.9) * took):
                child.stderr.close()
        finish_import(start_import(db, path, "archive"))
        joined = "SELECT count(*) FROM jobtrend.posting WHERE ads > 1"
        expect("joined", value(joined, db), "8000")
        for found in (calm, db):
            expect("differences", value("SELECT count(*) FROM jobtrend.verify()", found), "0")
        expect_same(picture(calm, times=True), picture(db, times=True))


if __name__ == "__main__":
    main()
