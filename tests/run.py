#!/usr/bin/env python3
"""Run test programs and count what they say.

    tests/run.py [--build DIR] [--only TEXT] [--slow FACTOR] PROGRAM...

A PROGRAM is a built cmocka test, tests/sql/*.sql (pgTAP) or a Python test;
all of them speak TAP. Four run at a time. Each gets a database of its own, made
from a template with schema.sql loaded, in a cluster that lives as long as the
call: JOBTREND_TEST_DB is its conninfo, JOBTREND_BUILD the folder of the
programs, JOBTREND_TEST_SLOW how much slower than usual they are. One line is
printed for each program, and the output of those that fail; then which took most
of the processors; the last line is "N passed, N failed", counting single tests.
Exit status 1 when one failed.
"""
import argparse
import concurrent.futures
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
MEMORY_BYTES = 6 << 30 # of which a whole check takes one and a half
WORKERS = 4 # two processors; many tests wait most of their time
TIMEOUT_S = {"unit": 60, "acting": 120, "web": 60, "sql": 180, "integration": 240, "faults": 420,
             "browser": 180}
DEAREST = 10 # so many are listed at the end
# What takes longest begins first, so that all workers end at about the same time.
LONGEST = ["kill_import_test", "run_test", "cluster_test", "bench_world_test", "page_test",
           "lives_test", "warc_test", "crawl_test", "import_formats_test", "publish_test",
           "cells_test", "answers_test", "denominator_test", "yoy_test", "recompute_test"]
TAP_LINE = re.compile(r"^(not )?ok\b[ \d]*-?\s*(.*)$")
TAP_PLAN = re.compile(r"^1\.\.(\d+)")


def room_for_files():
    """Memory, where there is plenty: temporary tables make and remove thousands
    of files, which a disk's file system takes a fifth of the time for."""
    try:
        memory = os.statvfs("/dev/shm")
        if memory.f_bavail * memory.f_frsize >= MEMORY_BYTES:
            return "/dev/shm"
    except OSError:
        pass
    return "/tmp"


class Cluster:
    """A private PostgreSQL cluster and its template database."""

    def __init__(self):
        # Where the server's user can reach it when we are root.
        self.dir = tempfile.mkdtemp(prefix="jobtrend-check-", dir=room_for_files())
        os.chmod(self.dir, 0o711)
        self.env = dict(os.environ, DIR=self.dir + "/var",
                        CLUSTER_OPTIONS="-c fsync=off -c full_page_writes=off "
                                        "-c max_connections=100")
        self.conninfo = None
        self.programs = ""
        self.has_schema = False

    def start(self):
        self.run("start")
        self.conninfo = self.run("conninfo").strip()
        self.programs = self.find_programs()
        self.psql("postgres", "CREATE DATABASE template_jobtrend")
        if (ROOT / "schema.sql").exists():
            done = subprocess.run(
                ["psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-d",
                 self.database("template_jobtrend"), "-f", str(ROOT / "schema.sql")],
                capture_output=True, text=True)
            if done.returncode:
                sys.exit("schema.sql does not load:\n" + done.stdout + done.stderr)
            self.has_schema = True

    def run(self, verb):
        # Its errors belong on ours; a server keeps no pipe of ours open.
        done = subprocess.run([str(ROOT / "tools/cluster.sh"), verb], env=self.env,
                              stdout=subprocess.PIPE, text=True, stdin=subprocess.DEVNULL)
        if done.returncode:
            sys.exit("cluster.sh %s failed" % verb)
        return done.stdout

    def find_programs(self):
        """The folder of the running server's programs, its psql among them."""
        with open(self.dir + "/var/pg/postmaster.pid") as f:
            server = "/proc/%s/exe" % f.readline().strip()
        try:
            folder = os.path.dirname(os.readlink(server))
        except OSError: # the server is another user's
            folder = subprocess.run(["pg_config", "--bindir"], capture_output=True,
                                    text=True).stdout.strip()
        return folder if os.access(folder + "/psql", os.X_OK) else ""

    def psql(self, database, sql):
        subprocess.run(["psql", "-X", "-q", "-d", self.database(database), "-c", sql],
                       check=True)

    def server(self):
        """The process of the server, None where it cannot be known."""
        try:
            with open(self.dir + "/var/pg/postmaster.pid") as f:
                return int(f.readline())
        except (OSError, ValueError): # not there, or another user's
            return None

    def processor_s(self):
        """Of the server and of the processes of it that have ended."""
        try:
            with open("/proc/%d/stat" % self.server()) as f:
                ticks = f.read().rsplit(")", 1)[1].split()[11:15]
        except (OSError, TypeError):
            return 0
        return sum(map(int, ticks)) / os.sysconf("SC_CLK_TCK")

    def processor_s_of(self):
        """The server's processor seconds by the number of the test: shared out
        by how long it worked for each, as no process tells which was whose."""
        done = subprocess.run(
            ["psql", "-X", "-q", "-A", "-t", "-F", " ", "-d", self.database("postgres"), "-c",
             r"SELECT substring(datname FROM '^test_(\d+)'), sum(active_time)"
             r" FROM pg_stat_database WHERE datname ~ '^test_\d' GROUP BY 1"],
            capture_output=True, text=True)
        worked = {int(n): float(ms) for n, ms in map(str.split, done.stdout.splitlines())}
        each = self.processor_s() / max(sum(worked.values()), 1)
        return {number: ms * each for number, ms in worked.items()}

    def database(self, name):
        return re.sub(r"dbname=\S+", "dbname=" + name, self.conninfo)

    def fresh(self, name):
        self.psql("postgres", "CREATE DATABASE %s TEMPLATE template_jobtrend" % name)
        return self.database(name)

    def stop(self):
        """Nobody wants the data any more: no checkpoint."""
        server = self.server()
        try:
            os.kill(server, signal.SIGQUIT)
            end = time.monotonic() + 10
            while os.path.exists("/proc/%d" % server) and time.monotonic() < end:
                time.sleep(0.02)
        except (OSError, TypeError):
            subprocess.run([str(ROOT / "tools/cluster.sh"), "stop"], env=self.env,
                           stdout=subprocess.DEVNULL)
        shutil.rmtree(self.dir, ignore_errors=True)


def kind_of(path):
    return pathlib.Path(path).parent.name


def command_of(path):
    if path.endswith(".sql"):
        return ["psql", "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-f", path]
    if path.endswith(".py"):
        return [sys.executable, path]
    return [os.path.abspath(path)]


def count(output, status):
    """Passed, failed, skipped and the names of the failed, out of TAP."""
    passed = skipped = 0
    failed = []
    planned = None
    for line in output.splitlines():
        plan = TAP_PLAN.match(line)
        if plan:
            planned = (planned or 0) + int(plan.group(1))
            continue
        said = TAP_LINE.match(line)
        if not said:
            continue
        if "# SKIP" in line.upper():
            skipped += 1
        elif said.group(1):
            failed.append(said.group(2))
        else:
            passed += 1
    seen = passed + skipped + len(failed)
    if status and not failed:
        failed.append("ended with status %d" % status)
    elif planned is not None and seen < planned:
        failed.append("%d of %d tests were not run" % (planned - seen, planned))
    elif planned is None and not seen:
        failed.append("said nothing")
    return passed, failed, skipped


class Runner:
    def __init__(self, args, cluster):
        self.args = args
        self.cluster = cluster
        self.children = set()

    def run(self, number, path):
        limit = TIMEOUT_S.get(kind_of(path), 120) * self.args.slow
        env = dict(os.environ, JOBTREND_BUILD=os.path.abspath(self.args.build),
                   JOBTREND_TEST_SLOW=str(self.args.slow),
                   JOBTREND_TEST_DB=self.cluster.fresh("test_%d" % number),
                   CMOCKA_MESSAGE_OUTPUT="TAP", PYTHONDONTWRITEBYTECODE="1",
                   PYTHONPATH=str(ROOT / "tests/support"), TZ="UTC",
                   ASAN_OPTIONS="abort_on_error=0:allocator_may_return_null=1:"
                                + os.environ.get("ASAN_OPTIONS", ""))
        if self.cluster.programs: # past Debian's wrapper, four times as dear as psql itself
            env["PATH"] = self.cluster.programs + os.pathsep + env["PATH"]
        for name in ("JOBTREND_DB", "JOBTREND_TAXONOMY", "MAKEFLAGS", "MAKELEVEL", "MFLAGS"):
            env.pop(name, None)
        command = command_of(path)
        if path.endswith(".sql"):
            command += ["-d", env["JOBTREND_TEST_DB"]]
        began = time.monotonic()
        with tempfile.TemporaryFile("w+", errors="replace") as out:
            # Its own session: what it leaves behind can be ended with it.
            child = subprocess.Popen(command, stdout=out, stderr=subprocess.STDOUT,
                                     stdin=subprocess.DEVNULL, env=env, cwd=ROOT,
                                     start_new_session=True)
            self.children.add(child)
            status, cpu = self.wait(child, limit)
            out.seek(0)
            output = out.read()
        if status is None:
            status = -1
            output += "\nnot ok - stopped after %d s\n" % limit
        return number, count(output, status), output, (time.monotonic() - began, cpu)

    def wait(self, child, limit):
        """The exit status, None when it took too long, and processor seconds
        of the test and of what it waited for; not those of the cluster."""
        is_late = threading.Event()

        def stop():
            is_late.set()
            self.end_group(child)
        clock = threading.Timer(limit, stop)
        clock.start()
        _, status, used = os.wait4(child.pid, 0)
        clock.cancel()
        child.returncode = os.waitstatus_to_exitcode(status)
        self.end(child)
        return (None if is_late.is_set() else child.returncode), used.ru_utime + used.ru_stime

    def end(self, child):
        self.children.discard(child)
        self.end_group(child)

    @staticmethod
    def end_group(child):
        try:
            os.killpg(child.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass

    def end_all(self):
        for child in list(self.children):
            self.end(child)


def name_of(path):
    return "%s/%s" % (kind_of(path), pathlib.Path(path).stem)


def report(name, result, output, seconds):
    passed, failed, skipped = result
    notes = ["%d passed" % passed]
    if failed:
        notes.append("%d failed" % len(failed))
    if skipped:
        notes.append("%d skipped" % skipped)
    print("%-6s %-34s %s, %.1f s, processor %.1f s" % (
        "FAILED" if failed else "ok", name, ", ".join(notes), *seconds))
    if failed:
        for line in output.splitlines()[-120:]:
            print("       | " + line)
        for what in failed:
            print("       failed: %s: %s" % (name, what))
    sys.stdout.flush()


def report_dearest(names, own, server):
    """What to look at first when the whole takes too long."""
    def both(number):
        return own[number] + server.get(number, 0)
    print("processor %.0f s: %.0f of tests, %.0f of the cluster; most of it:" % (
        sum(map(both, own)), sum(own.values()), sum(server.values())))
    for number in sorted(own, key=both, reverse=True)[:DEAREST]:
        print("       %-34s %6.1f s, %.1f of the cluster" % (
            names[number], both(number), server.get(number, 0)))


def main():
    args_parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    args_parser.add_argument("--build", default="build")
    args_parser.add_argument("--only", default="", help="only programs whose name holds TEXT")
    args_parser.add_argument("--slow", type=float, default=1, help="time limits times this")
    args_parser.add_argument("program", nargs="*")
    args = args_parser.parse_args()
    programs = [p for p in args.program if args.only in p]
    programs.sort(key=lambda p: (LONGEST + [pathlib.Path(p).stem]).index(pathlib.Path(p).stem))

    cluster = Cluster()
    runner = Runner(args, cluster)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    passed = failed = skipped = 0
    names = [name_of(p) for p in programs]
    processor_s = {}
    try:
        cluster.start()
        with concurrent.futures.ThreadPoolExecutor(WORKERS) as pool:
            jobs = [pool.submit(runner.run, i, p) for i, p in enumerate(programs)]
            for job in concurrent.futures.as_completed(jobs):
                number, result, output, seconds = job.result()
                report(names[number], result, output, seconds)
                processor_s[number] = seconds[1]
                passed += result[0]
                failed += len(result[1])
                skipped += result[2]
        if programs:
            report_dearest(names, processor_s, cluster.processor_s_of())
    finally:
        runner.end_all()
        cluster.stop()
    print("%d passed, %d failed%s" % (passed, failed,
                                      ", %d skipped" % skipped if skipped else ""))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
