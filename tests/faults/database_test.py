#!/usr/bin/env python3
"""The database or its disk gives out while boards are crawled: nothing is lost or doubled."""
import contextlib
import os
import signal
import subprocess
import time

from crawl import (boardsim, boardsim_sources, crawl, daemon, expect_same, fold, is_done, picture,
                   wait_visited, write_config)
from harness import ROOT, Skip, expect, folder, fresh_database, main, program, run, test, value, wait_until

WORLD = ["--seed", "12", "--employers", "40", "--days", "120"]
PACE = {"delay": '"10 ms"', "store_wait": '"30 ms"'}


class Cluster:
    """A cluster of the test's own, so that it can be stopped."""

    def __init__(self, where):
        self.var = where / "var"

    def __enter__(self):
        self.call("start")
        self.db = (self.var / "conninfo").read_text().strip()
        run(program("jobtrendctl"), "schema", "init", "--db", self.db)
        return self

    def __exit__(self, *_):
        self.call("stop")

    def call(self, verb):
        run(ROOT / "tools/cluster.sh", verb, timeout=120,
            env=dict(os.environ, DIR=str(self.var), CLUSTER_OPTIONS="-c fsync=off"))

    def kill(self):
        os.kill(int((self.var / "pg/postmaster.pid").read_text().split()[0]), signal.SIGKILL)

    def ads(self):
        return int(value("SELECT count(*) FROM jobtrend.ad", self.db))


def kept_on_disk(where):
    return sum(f.stat().st_size for f in (where / "state").rglob("*spool*") if f.is_file())


@contextlib.contextmanager
def small_disk(path, megabytes):
    """A file system of its own at `path`, which only root can make."""
    path.mkdir(exist_ok=True)
    made = os.geteuid() == 0 and not subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "mode=711,size=%dm" % megabytes, "tmpfs", str(path)],
        capture_output=True).returncode
    if not made:
        raise Skip("no file system can be mounted here")
    try:
        yield
    finally:
        subprocess.run(["umount", "-l", str(path)])


def fill(path):
    """All that is left of the disk at `path`; the file that holds it."""
    ballast = path / "ballast"
    with open(ballast, "wb", buffering=0) as f, contextlib.suppress(OSError):
        for block in (1 << 20, 4096):
            with contextlib.suppress(OSError):
                while True:
                    f.write(bytes(block))
    return ballast


def said(where, text):
    return (where / "jobtrendd.log").read_text().count(text)


def crawl_over(outage, disk=None, megabytes=0):
    """Crawl; in the middle of it `outage` happens; the end must not show it."""
    with boardsim(*WORLD) as port, folder() as calm, folder() as where, \
            small_disk(where / disk, megabytes) if disk else contextlib.nullcontext(), \
            Cluster(where) as cluster:
        sources = boardsim_sources(port, *WORLD)
        undisturbed = fresh_database()
        crawl(calm, undisturbed, sources)
        wanted = picture(undisturbed)
        expect("ads there", len(wanted["ads"]) > 200, True)
        config = write_config(where, sources, **PACE)
        log = where / "jobtrendd.log"
        with daemon(config, cluster.db, log) as child:
            wait_until(lambda: cluster.ads() > 20, what="the crawl is on")
            expect("already done", is_done(cluster.db, sources), False)
            outage(cluster, where, child)
            wait_visited(cluster.db, sources, child, log)
            child.send_signal(signal.SIGTERM)
            expect("end of the daemon", child.wait(30), 0)
        fold(cluster.db)
        expect_same(wanted, picture(cluster.db))


@test
def a_database_that_is_stopped_and_started_loses_nothing():
    def stop(cluster, where):
        """False when nothing was under way at that moment: nothing is to be kept."""
        cluster.call("stop")
        for _ in range(100):
            if kept_on_disk(where) > 0:
                return True
            time.sleep(0.1)
        return False

    def outage(cluster, where, child):
        for _ in range(4):
            before = cluster.ads()
            if stop(cluster, where):
                break
            cluster.call("start")
            wait_until(lambda: cluster.ads() > before, what="the crawl goes on")
        expect("results are kept on disk", kept_on_disk(where) > 0, True)
        time.sleep(2)
        expect("end of the daemon", child.poll(), None)
        cluster.call("start")

    crawl_over(outage)


@test
def a_database_that_is_killed_loses_nothing():
    def outage(cluster, where, child):
        cluster.kill()
        time.sleep(1)
        cluster.call("start")
        expect("end of the daemon", child.poll(), None)

    crawl_over(outage)


@test
def a_database_whose_disk_is_full_loses_nothing():
    def outage(cluster, where, child):
        child.send_signal(signal.SIGSTOP)  # else the crawl may be over before the disk is full
        ballast = fill(where / "var")
        child.send_signal(signal.SIGCONT)
        wait_until(lambda: said(where, "database: failed") or said(where, "database: away"),
                   what="the log says so")
        time.sleep(3)
        expect("end of the daemon", child.poll(), None)
        expect("lines that say that storing failed",
               said(where, "store database: failed error=") <= 1, True)
        ballast.unlink()
        cluster.call("start")  # without room for its log the server ends

    crawl_over(outage, "var", 150)


@test
def a_spool_whose_disk_is_full_loses_nothing():
    def outage(cluster, where, child):
        ballast = fill(where / "state")
        cluster.call("stop")
        time.sleep(3)
        expect("end of the daemon", child.poll(), None)
        expect("lines that say that the spool is full",
               said(where, "spool: takes no more") <= 1, True)
        cluster.call("start")
        wait_until(lambda: said(where, "database: connected") > 1, what="it is back")
        ballast.unlink()

    crawl_over(outage, "state", 1)


@test
def a_daemon_ended_while_the_database_is_away_keeps_its_results():
    with boardsim(*WORLD) as port, folder() as where, Cluster(where) as cluster:
        sources = boardsim_sources(port, *WORLD)
        config = write_config(where, sources, **PACE)
        log = where / "jobtrendd.log"
        with daemon(config, cluster.db, log) as child:
            wait_until(lambda: cluster.ads() > 20, what="the crawl is on")
            cluster.call("stop")
            time.sleep(1)
            child.send_signal(signal.SIGTERM)
            child.wait(40)
        cluster.call("start")
        with daemon(config, cluster.db, log) as child:
            wait_visited(cluster.db, sources, child, log)
        expect("failed pages", value("SELECT count(*) FROM jobtrend.page "
                                     "WHERE state = 'failed'", cluster.db), "0")
        expect("runs that are not ok", value("SELECT count(*) FROM jobtrend.run "
                                             "WHERE state <> 'ok'", cluster.db), "0")


if __name__ == "__main__":
    main()
