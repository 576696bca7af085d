#!/usr/bin/env python3
"""kill -9 at random moments of an import: the next one ends it as if nothing had
happened.

FAULT_KILLS is how many kills it gets (25), FAULT_SEED chooses the moments.
"""
import os
import random
import subprocess
import time

from crawl import expect_same, fold, picture
from harness import SLOW, expect, folder, fresh_database, main, program, run, test

KILLS = int(os.environ.get("FAULT_KILLS", "25"))
SEED = int(os.environ.get("FAULT_SEED", str(int(time.time()))))
WORLD = ["--seed", "11", "--employers", "60", "--days", "150"]


def kill_after(child, seconds):
    """Kill; True when it was still at work."""
    try:
        child.wait(seconds)
        return False
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()
        return True


def import_archive(db, path):
    return subprocess.Popen([program("jobtrendctl"), "import", "--db", db, "--format", "archive",
                             str(path)], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                            stderr=subprocess.PIPE, text=True)


def finish_import(child):
    err = child.communicate(timeout=120 * SLOW)[1]
    expect("import", (child.returncode, err if child.returncode else ""), (0, ""))


@test
def an_import_killed_at_random_moments_ends_like_an_undisturbed_one():
    random.seed(SEED)
    with folder() as where:
        path = where / "past.jsonl"
        path.write_text(run(program("tests/boardsim"), "archive", *WORLD,
                            "--today", "2026-06-01").stdout)
        calm = fresh_database()
        began = time.monotonic()
        finish_import(import_archive(calm, path))
        took = time.monotonic() - began
        fold(calm)
        wanted = picture(calm, times=True)
        expect("ads there", len(wanted["ads"]) > 200, True)
        killed = 0
        while killed < KILLS:
            db = fresh_database()
            for _ in range(5):
                child = import_archive(db, path)
                if kill_after(child, random.uniform(0.01, 1.0) * took):
                    child.stderr.close()
                killed += 1
            finish_import(import_archive(db, path))
            fold(db)
            expect_same(wanted, picture(db, times=True))


if __name__ == "__main__":
    main()
