#!/usr/bin/env python3
"""kill -9 at random moments of a crawl that keeps what it reads: every place that the database
tells of holds its document, every file is sound, and the files bring the same ads back.

FAULT_KILLS is how many kills the crawl gets (12), FAULT_SEED chooses the moments.
"""
import hashlib
import os
import random
import time

from crawl import boardsim, boardsim_sources, daemon, is_done, wait_visited, write_config
from harness import expect, folder, fresh_database, main, program, psql, run, test, value, wait_until
from warcfile import check, read

KILLS = int(os.environ.get("FAULT_KILLS", "12"))
SEED = int(os.environ.get("FAULT_SEED", str(int(time.time()))))
WORLD = ["--seed", "11", "--employers", "30", "--days", "90"]
PACE = {"delay": '"30 ms"', "store_wait": '"30 ms"', "keep_raw": "all", "warc_size": '"1 MiB"'}
# When they were seen is left out: a page whose record was written and whose commit a kill
# prevented is fetched once more.
ADS = """SELECT s.id, s.kind, s.employer, a.native_id, a.url, a.title, a.employer,
    a.content_hash, a.fingerprint, a.definitions, a.regions
    FROM jobtrend.ad AS a JOIN jobtrend.source AS s USING (source_id) ORDER BY 1, 4"""


def expect_places(db, where):
    """Every document that has a place is there; how many."""
    rows = psql("SELECT encode(sha256, 'hex'), warc_file, warc_offset FROM jobtrend.document"
                " WHERE warc_file IS NOT NULL", db)
    for sha, name, offset in rows:
        path = where / "state/warc" / name
        path = path if path.exists() else path.with_name(name + ".open")
        got = read(path, int(offset))
        expect("document at %s, %s" % (name, offset),
               (got.type, hashlib.sha256(got.payload).hexdigest()), ("response", sha))
    return len(rows)


@test
def what_is_kept_is_sound_after_kills_at_random_moments():
    random.seed(SEED)
    print("# seed %d" % SEED)
    with boardsim(*WORLD) as port, folder() as where:
        sources = boardsim_sources(port, *WORLD)
        db = fresh_database()
        config = write_config(where, sources, **PACE)
        log = where / "jobtrendd.log"
        killed = 0
        while killed < KILLS and not is_done(db, sources):
            with daemon(config, db, log) as child:
                time.sleep(random.uniform(0.1, 0.6))
                child.kill()
                child.wait()
            killed += 1
            expect_places(db, where)
        torn = list((where / "state/warc").glob("*.open"))
        with daemon(config, db, log) as child:
            wait_visited(db, sources, child, log)
            wait_until(lambda: not any(path.exists() for path in torn), 30, "repair")
        print("# %d kills" % killed)
        files = sorted((where / "state/warc").iterdir())
        expect("finished", [f.name for f in files if not f.name.endswith(".warc.gz")], [])
        records = sum(len(check(f)) for f in files)
        expect("records in %d files" % len(files), records > 100, True)
        expect("documents without a place", value(
            "SELECT count(*) FROM jobtrend.document WHERE warc_file IS NULL", db), "0")
        expect("places", expect_places(db, where) > 50, True)
        again = fresh_database()
        run(program("jobtrendctl"), "import", "--db", again, "--format", "warc", *files)
        theirs, ours = psql(ADS, again), psql(ADS, db)
        missing = [row for row in ours if row not in theirs]
        expect("ads", (len(ours) > 100, missing[:2], len(theirs)), (True, [], len(ours)))


if __name__ == "__main__":
    main()
