#!/usr/bin/env python3
"""What goes wrong between daemons, boards and the database, and is made good."""
import contextlib
import os
import pathlib
import re
import signal
import socket
import threading
import time

from board import put_site, world
from harness import background, expect, folder, main, program, psql, run, test, wait_until


def expect_whole(w, ads):
    expect("runs", psql("SELECT state, pending, planned, ads_seen, ads_new, failed"
                        " FROM jobtrend.run", w.db), [["ok", "0", str(ads + 1), str(ads),
                                                       str(ads), "0"]])
    expect("ads", w.ask("SELECT count(*) FROM jobtrend.ad"), str(ads))
    expect("pages", w.ask("SELECT count(*) FROM jobtrend.page WHERE state = 'done'"),
           str(ads + 1))


@test
def a_daemon_that_lost_its_hosts_disturbs_nobody():
    with world() as w:
        put_site(w, ["p%d" % n for n in range(40)])
        w.source("site/brink", "sitemap", "/map.xml")
        w.configure(delay="40 ms", lease_time="3 s", store_wait="300 ms",
                    state_dir=str(w.path / "one"))
        log = w.path / "log1"
        with background(*w.command("--once"), log=str(log)) as one:
            wait_until(lambda: int(w.ask("SELECT count(*) FROM jobtrend.ad")) > 5, what="ads")
            one.send_signal(signal.SIGSTOP)
            try:
                w.configure(delay="40 ms", state_dir=str(w.path / "two"))
                with background(*w.command("--once"), log=str(w.path / "log2")) as two:
                    wait_until(lambda: int(w.ask("SELECT count(*) FROM jobtrend.ad")) > 30,
                               what="the other goes on")
                    one.send_signal(signal.SIGCONT)
                    expect("two", two.wait(60), 0)
            finally:
                one.send_signal(signal.SIGCONT)
            expect("one", one.wait(60), 0)
        expect_whole(w, 40)


@test
def a_host_stays_with_its_daemon_over_a_long_visit():
    with world() as w:
        put_site(w, ["p%d" % n for n in range(12)])
        w.source("site/brink", "sitemap", "/map.xml")
        w.configure(delay="400 ms", lease_time="3 s", state_dir=str(w.path / "one"))
        with background(*w.command("--once"), log=str(w.path / "log1")) as one:
            wait_until(lambda: w.site.asked, what="the visit")
            w.configure(delay="400 ms", lease_time="3 s", state_dir=str(w.path / "two"))
            with background(*w.command(), log=str(w.path / "log2")):
                expect("one", one.wait(60), 0)
        expect("lost", "lease lost" in (w.path / "log1").read_text(), False)
        expect("asked twice", len(w.site.asked) - len(set(w.site.asked)), 0)
        expect_whole(w, 12)


@test
def a_daemon_that_waits_for_robots_txt_stops_when_told():
    with world() as w:
        put_site(w, ["a"])
        w.site.slow["/robots.txt"] = 5
        w.source("site/brink", "sitemap", "/map.xml")
        w.configure(drain_timeout="500 ms")
        with background(*w.command(), log=str(w.path / "log")) as daemon:
            wait_until(lambda: w.site.asked, what="robots.txt is asked for")
            began = time.monotonic()
            daemon.terminate()
            expect("status", daemon.wait(20), 0)
            expect("in time", time.monotonic() - began < 4, True)
        expect("leases", w.ask("SELECT count(*) FROM jobtrend.host"
                               " WHERE lease_owner IS NOT NULL"), "0")
        w.site.slow.clear()
        run(*w.command("--once"))
        expect_whole(w, 1)


@test
def a_reload_changes_the_pace_of_a_visit_under_way():
    with world() as w:
        put_site(w, ["p%d" % n for n in range(60)])
        w.source("site/brink", "sitemap", "/map.xml")
        w.configure(delay="2 s", store_batch=7)
        with background(*w.command(), log=str(w.path / "log")) as daemon:
            wait_until(lambda: len(w.site.asked) > 2, what="the visit")
            slow, first = w.file, w.file.read_text()
            w.configure(delay="0 ms", per_host=4)
            slow.write_text(w.file.read_text())
            expect("other", slow.read_text() != first, True)
            daemon.send_signal(signal.SIGHUP)
            wait_until(lambda: w.ask("SELECT state FROM jobtrend.run") == "ok", timeout=15,
                       what="the end of the visit")
        expect_whole(w, 60)


@test
def a_seed_that_is_not_there_makes_the_visit_dead():
    with world() as w:
        w.source("site/none", "sitemap", "/nowhere.xml")
        w.configure()
        expect("states", w.visit(), {"site/none": "dead"})
        expect("reason", w.ask("SELECT reason FROM jobtrend.run"),
               w.base + "/nowhere.xml: http 404")


@test
def a_daemon_says_whether_it_runs_was_stopped_or_died():
    def state(w):
        done = run(program("jobtrendctl"), "--db", w.db, "status", "--format", "json")
        return re.search(r'"state" ?: ?"(running|stopped|dead)"', done.stdout).group(1)

    with world() as w:
        put_site(w, ["a"])
        w.source("site/brink", "sitemap", "/map.xml")
        w.configure()
        with background(*w.command(), log=str(w.path / "log")) as daemon:
            wait_until(lambda: w.ask("SELECT count(*) FROM jobtrend.daemon_status") == "1",
                       what="a sign of life")
            expect("alive", state(w), "running")
            daemon.terminate()
            daemon.wait(20)
        expect("after SIGTERM", state(w), "stopped")
        with background(*w.command(), log=str(w.path / "log")) as daemon:
            wait_until(lambda: state(w) == "running", what="a sign of life")
            os.kill(daemon.pid, signal.SIGKILL)
            daemon.wait()
        w.ask("UPDATE jobtrend.daemon_status SET heartbeat = now() - INTERVAL '2 minutes'")
        expect("after SIGKILL", state(w), "dead")


@test
def a_page_is_due_at_once_however_the_clocks_differ():
    with world() as w:
        psql("INSERT INTO jobtrend.source (id, kind, url) VALUES ('s', 'rss', 'http://h/')", w.db)
        psql("""SELECT jobtrend.open_run(1, ARRAY[(1, 7, 0, 'http://h/', 'h', 'list', 'rss', 0,
                now() + INTERVAL '1 hour', false, NULL, NULL, NULL, NULL,
                false)::jobtrend.link_input])""", w.db)
        expect("leased", w.ask("SELECT host FROM jobtrend.lease('me', 1, 1000, NULL)"), "h")
        expect("due", w.ask("SELECT page_id FROM jobtrend.load(ARRAY['h'], ARRAY[to_timestamp(0)],"
                            " ARRAY[0::bigint], ARRAY[1], NULL)"), "7")


class Wire:
    """Between a daemon and its database: loses the answers to some commits."""

    def __init__(self, db, where, times):
        self.host = re.search(r"host=(\S+)", db).group(1)
        self.port = re.search(r"port=(\S+)", db).group(1)
        self.name, self.left, self.where = ".s.PGSQL." + self.port, times, where
        self.db = db.replace("host=" + self.host, "host=%s" % where)
        self.server = socket.socket(socket.AF_UNIX)

    def __enter__(self):
        self.server.bind(str(self.where / self.name))
        self.server.listen()
        threading.Thread(target=self.accept, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.server.close()

    def accept(self):
        with contextlib.suppress(OSError):
            while True:
                near, far = self.server.accept()[0], socket.socket(socket.AF_UNIX)
                far.connect(str(pathlib.Path(self.host) / self.name))
                cut = threading.Event()
                for args in ((near, far, cut, True), (far, near, cut, False)):
                    threading.Thread(target=self.copy, args=args, daemon=True).start()

    def copy(self, source, target, cut, is_question):
        seen = 0
        with contextlib.suppress(OSError):
            while True:
                data = source.recv(1 << 16)
                if not data:
                    break
                # A session's first batch brings the text of the statement.
                seen += is_question and b"jobtrend.merge(" in data
                if seen and is_question and self.left > 0:
                    self.left -= 1
                    cut.set()
                    target.sendall(data)
                    time.sleep(0.6)  # it is committed; nobody hears of it
                    break
                if not (cut.is_set() and not is_question):
                    target.sendall(data)
        for end in (source, target):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)


@test
def a_commit_whose_answer_is_lost_is_told_again_without_harm():
    with world() as w, folder() as where:
        put_site(w, ["p%d" % n for n in range(40)])
        w.source("site/brink", "sitemap", "/map.xml")
        w.configure(delay="10 ms", store_wait="50 ms")
        with Wire(w.db, where, 4) as wire:
            command = [wire.db if c == w.db else c for c in w.command("--once")]
            done = run(*command)
            expect("answers left to lose", wire.left, 0)
            expect("said", "database: away" in done.stdout + done.stderr, True)
        expect_whole(w, 40)


if __name__ == "__main__":
    main()
