#!/usr/bin/env python3
"""tools/cluster.sh: starting, stopping and recovering a private cluster."""
import os
import pathlib
import shutil
import signal
import subprocess

from harness import ROOT, Skip, expect, folder, main, run, test, value, wait_until


def cluster(where, verb, check=True, **env):
    return run(ROOT / "tools/cluster.sh", verb, check=check, timeout=120,
               env=dict(os.environ, DIR=str(where), CLUSTER_OPTIONS="-c fsync=off", **env))


class started:
    """A folder with a running cluster in it."""

    def __init__(self, below="var"):
        self.below = below

    def __enter__(self):
        self.folder = folder()
        self.top = self.folder.__enter__()
        self.var = self.top / self.below
        cluster(self.var, "start")
        return self

    def __exit__(self, *_):
        cluster(self.var, "stop", check=False)
        self.folder.__exit__(None, None, None)

    @property
    def db(self):
        return (self.var / "conninfo").read_text().strip()

    def pid(self):
        return int((self.var / "pg/postmaster.pid").read_text().split()[0])

    def put(self):
        value("CREATE TABLE kept AS SELECT 42 AS n", self.db)

    def expect_kept(self):
        expect("what was stored", value("SELECT n FROM kept", self.db), "42")


@test
def it_starts_says_where_and_stops():
    with started() as c:
        expect("status", cluster(c.var, "status").returncode, 0)
        expect("conninfo", cluster(c.var, "conninfo").stdout.strip(), c.db)
        cluster(c.var, "stop")
        expect("status when stopped", cluster(c.var, "status", check=False).returncode, 1)


@test
def nothing_listens_on_tcp():
    with started() as c:
        expect("listen_addresses", value("SHOW listen_addresses", c.db), "")


@test
def it_keeps_what_was_stored_over_stop_and_start():
    with started() as c:
        c.put()
        cluster(c.var, "stop")
        cluster(c.var, "start")
        c.expect_kept()


@test
def starting_twice_is_starting_once():
    with started() as c:
        pid = c.pid()
        cluster(c.var, "start")
        expect("server process", c.pid(), pid)


@test
def ten_starts_at_once_make_one_server():
    with folder() as top:
        env = dict(os.environ, DIR=str(top / "var"), CLUSTER_OPTIONS="-c fsync=off")
        many = [subprocess.Popen([ROOT / "tools/cluster.sh", "start"], env=env,
                                 stdout=subprocess.DEVNULL) for _ in range(10)]
        try:
            expect("statuses", [p.wait(120) for p in many], [0] * 10)
            conninfo = (top / "var/conninfo").read_text().strip()
            expect("answer", value("SELECT 1", conninfo), "1")
        finally:
            cluster(top / "var", "stop", check=False)


@test
def a_killed_server_comes_back_with_its_data():
    with started() as c:
        c.put()
        os.kill(c.pid(), signal.SIGKILL)
        cluster(c.var, "start")
        c.expect_kept()


@test
def a_stale_pid_file_that_names_another_program_is_seen_through():
    with started() as c:
        c.put()
        file = c.var / "pg/postmaster.pid"
        text = file.read_text()
        owner = file.stat()
        cluster(c.var, "stop")
        # The number of a living process of the same user, as after a reboot.
        user = {} if os.getuid() else {"user": owner.st_uid, "group": owner.st_gid}
        other = subprocess.Popen(["sleep", "60"], **user)
        try:
            lines = text.splitlines(True)
            file.write_text("%d\n" % other.pid + "".join(lines[1:]))
            os.chown(file, owner.st_uid, owner.st_gid)
            expect("status", cluster(c.var, "status", check=False).returncode, 1)
            cluster(c.var, "start")
            c.expect_kept()
        finally:
            other.kill()
            other.wait()


@test
def a_half_made_cluster_is_put_aside_and_made_anew():
    with folder() as top:
        var = top / "var"
        (var / "pg/base").mkdir(parents=True)
        (var / "pg/PG_VERSION").write_text("15\n")
        (var / "pg.new/base").mkdir(parents=True)
        try:
            cluster(var, "start")
            conninfo = (var / "conninfo").read_text().strip()
            expect("answer", value("SELECT 1", conninfo), "1")
            expect("put aside", len(list(var.glob("pg.broken-*"))), 1)
            expect("left over", (var / "pg.new").exists(), False)
        finally:
            cluster(var, "stop", check=False)


@test
def an_interrupted_start_is_recovered():
    with folder() as top:
        var = top / "var"
        env = dict(os.environ, DIR=str(var))
        child = subprocess.Popen([ROOT / "tools/cluster.sh", "start"], env=env,
                                 stdout=subprocess.DEVNULL, start_new_session=True)
        wait_until(lambda: list(var.glob("pg.new/*")), what="initdb at work")
        os.killpg(child.pid, signal.SIGKILL)
        child.wait()
        try:
            cluster(var, "start")
            conninfo = (var / "conninfo").read_text().strip()
            expect("answer", value("SELECT 1", conninfo), "1")
        finally:
            cluster(var, "stop", check=False)


@test
def a_lost_database_is_made_again():
    with started() as c:
        value("DROP DATABASE jobtrend", c.db.replace("dbname=jobtrend", "dbname=postgres"))
        cluster(c.var, "start")
        expect("answer", value("SELECT 1", c.db), "1")


@test
def a_path_too_long_for_a_socket_still_works():
    with started("a-long-name-" * 8 + "/var") as c:
        expect("answer", value("SELECT 1", c.db), "1")
        socket = pathlib.Path((c.var / "socket").read_text().strip())
        expect("socket lies in /tmp", str(socket.parent), "/tmp")
        cluster(c.var, "stop")
        shutil.rmtree(socket)  # as a reboot does
        cluster(c.var, "start")
        expect("answer", value("SELECT 1", c.db), "1")
        shutil.rmtree(pathlib.Path((c.var / "socket").read_text().strip()), ignore_errors=True)


@test
def a_path_with_blanks_quotes_and_commas_works():
    with started("my \"job's\", data/var") as c:
        expect("answer", value("SELECT 1", c.db), "1")
        shutil.rmtree((c.var / "socket").read_text().strip(), ignore_errors=True)


@test
def root_under_a_closed_folder_keeps_its_data_where_the_server_can_reach():
    if os.getuid():
        raise Skip("only root has this problem")
    with folder() as top, folder() as elsewhere:
        os.chmod(top, 0o700)
        var = top / "var"
        where = {"CLUSTER_ELSEWHERE": str(elsewhere)}
        try:
            cluster(var, "start", **where)
            conninfo = (var / "conninfo").read_text().strip()
            expect("answer", value("SELECT 1", conninfo), "1")
            target = pathlib.Path(os.readlink(var / "pg"))
            expect("data", target.parent.parent, elsewhere)
            expect("owner is noted", (target.parent / "belongs-to").read_text().strip(), str(var))
        finally:
            cluster(var, "stop", check=False, **where)


@test
def a_wrong_verb_says_the_right_ones():
    done = cluster("/nonexistent", "begin", check=False)
    expect("status", done.returncode, 2)
    expect("usage", done.stderr.strip(),
           "usage: DIR=var tools/cluster.sh start|stop|status|conninfo")


@test
def an_ordinary_user_needs_nobody():
    if os.getuid():
        raise Skip("is an ordinary user already")
    with folder() as top:
        os.chown(top, 65534, 65534)
        shutil.copy(ROOT / "tools/cluster.sh", top / "cluster.sh")
        os.chmod(top / "cluster.sh", 0o755)
        env = {"PATH": os.environ["PATH"], "DIR": str(top / "var"),
               "CLUSTER_OPTIONS": "-c fsync=off"}
        as_nobody = {"env": env, "cwd": top, "user": 65534, "group": 65534, "extra_groups": []}
        try:
            run(top / "cluster.sh", "start", timeout=120, **as_nobody)
            expect("owner of the data", (top / "var/pg").stat().st_uid, 65534)
        finally:
            run(top / "cluster.sh", "stop", check=False, **as_nobody)


if __name__ == "__main__":
    main()
