#!/usr/bin/env python3
"""kill -9 at random moments of a reclassify: given again, it ends as if nothing
had happened, and what was read before is kept.

FAULT_KILLS is how many kills it gets (25), FAULT_SEED chooses the moments.
"""
import os
import random
import subprocess
import time

from crawl import expect_same, picture
from dictionary import dictionary
from harness import SLOW, expect, folder, fresh_database, main, program, psql, run, test, value

KILLS = int(os.environ.get("FAULT_KILLS", "25"))
SEED = int(os.environ.get("FAULT_SEED", str(int(time.time()))))
WORLD = ["--seed", "11", "--employers", "80", "--days", "200"]
ROUNDS = 4

READINGS = """SELECT s.id, a.native_id, t.version, b.version, r.content_hash, r.definitions,
        r.skills, r.mentioned, r.regions, r.role_family, r.fingerprint, r.mentions
    FROM jobtrend.earlier_reading r JOIN jobtrend.source s USING (source_id)
    JOIN jobtrend.ad a USING (source_id, ad_id)
    JOIN jobtrend.taxonomy t ON t.taxonomy_version = r.taxonomy_version
    JOIN jobtrend.taxonomy b ON b.taxonomy_version = r.superseded_by"""
STAMPS = """SELECT s.id, a.native_id, t.version, m.taxonomy_version IS NULL
           OR m.taxonomy_version = a.taxonomy_version
    FROM jobtrend.ad a JOIN jobtrend.source s USING (source_id)
    JOIN jobtrend.taxonomy t USING (taxonomy_version)
    LEFT JOIN jobtrend.posting_member m ON m.source_id = a.source_id AND m.ad_id = a.ad_id
        AND m.valid_to IS NULL"""


def everything(db):
    return {**picture(db, times=True),
            "readings": sorted(map(tuple, psql(READINGS, db))),
            "stamps": sorted(map(tuple, psql(STAMPS, db)))}


def start(db, path):
    return subprocess.Popen([program("jobtrendctl"), "reclassify", "--db", db, "--taxonomy",
                             str(path)], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                            stderr=subprocess.PIPE, text=True)


def finish(child):
    err = child.communicate(timeout=120 * SLOW)[1]
    expect("reclassify", (child.returncode, err if child.returncode else ""), (0, ""))


def kill_after(child, seconds):
    try:
        child.communicate(timeout=seconds)
    except subprocess.TimeoutExpired:
        child.kill()
        child.communicate()


@test
def a_reclassify_killed_at_random_moments_ends_like_an_undisturbed_one():
    random.seed(SEED)
    with folder() as where:
        past = where / "past.jsonl"
        past.write_text(run(program("tests/boardsim"), "archive", *WORLD,
                            "--today", "2026-06-01").stdout)
        calm, db = fresh_database(), fresh_database()
        first = dictionary(where, "2099.0")
        for found in (calm, db):
            run(program("jobtrendctl"), "import", "--db", found, "--format", "archive",
                "--taxonomy", str(first), str(past), timeout=120 * SLOW)
        expect("ads there", int(value("SELECT count(*) FROM jobtrend.ad", calm)) > 1000, True)
        for n in range(ROUNDS):
            path = dictionary(where, "2099.%d" % (n + 1), without=(
                ["pytorch", "large-language-models"] if n % 2 == 0 else []))
            began = time.monotonic()
            finish(start(calm, path))
            took = time.monotonic() - began
            for _ in range(max(2, KILLS // ROUNDS)):
                kill_after(start(db, path), random.uniform(0.1, 1.0) * took)
            finish(start(db, path))
            expect_same(everything(calm), everything(db))
        expect("kept", int(value("SELECT count(*) FROM jobtrend.earlier_reading", db)) > 100, True)
        for found in (calm, db):
            expect("differences", value("SELECT count(*) FROM jobtrend.verify()", found), "0")


if __name__ == "__main__":
    main()
