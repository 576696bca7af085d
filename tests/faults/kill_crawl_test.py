#!/usr/bin/env python3
"""kill -9 at random moments of a crawl: the database ends as if nothing had happened.

FAULT_KILLS is how many kills the crawl gets (25), FAULT_SEED chooses the moments.
"""
import os
import random
import subprocess
import time

from crawl import (boardsim, boardsim_sources, crawl, daemon, expect_same, fold, is_done, picture,
                   write_config)
from harness import DB, expect, folder, fresh_database, main, program, run, test

KILLS = int(os.environ.get("FAULT_KILLS", "25"))
SEED = int(os.environ.get("FAULT_SEED", str(int(time.time()))))
WORLD = ["--seed", "11", "--employers", "60", "--days", "150"]
# Long enough a crawl that kills fall into all of its parts.
PACE = {"delay": '"10 ms"', "store_wait": '"30 ms"'}


def kill_after(child, seconds):
    """Kill; True when it was still at work."""
    try:
        child.wait(seconds)
        return False
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()
        return True


@test
def a_crawl_killed_at_random_moments_ends_like_an_undisturbed_one():
    random.seed(SEED)
    print("# seed %d" % SEED)
    with boardsim(*WORLD) as port, folder() as calm:
        sources = boardsim_sources(port, *WORLD)
        began = time.monotonic()
        crawl(calm, DB, sources, **PACE)
        took = time.monotonic() - began
        wanted = picture(DB)
        expect("ads there", len(wanted["ads"]) > 200, True)
        killed = rounds = 0
        while killed < KILLS:
            rounds += 1
            with folder() as where:
                db = fresh_database()
                killed += crawl_with_kills(where, db, sources, KILLS - killed, took / 2)
                fold(db)
                expect_same(wanted, picture(db))
        print("# crawl of %.1f s, %d kills in %d rounds" % (took, killed, rounds))


def crawl_with_kills(where, db, sources, most, longest):
    """Kill and start again until the crawl is done; how many were killed."""
    config = write_config(where, sources, **PACE)
    log = where / "jobtrendd.log"
    killed = 0
    while killed < most and not is_done(db, sources):
        with daemon(config, db, log) as child:
            if not kill_after(child, random.uniform(0.02, longest)):
                raise AssertionError("jobtrendd ended by itself:\n" + log.read_text()[-3000:])
        killed += 1
    run(program("jobtrendd"), "--config", config, "--db", db, "--once")
    expect("all visited", is_done(db, sources), True)
    return killed


if __name__ == "__main__":
    main()
