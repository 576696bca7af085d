"""What the Python tests share: saying TAP, a database, programs, servers.

A test is a function whose name is a sentence; `main` runs those it is given:

    from harness import main, test

    @test
    def a_cut_page_is_said_to_be_cut():
        ...

    if __name__ == "__main__":
        main()
"""
import contextlib
import os
import pathlib
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import traceback

import session

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
BUILD = pathlib.Path(os.environ.get("JOBTREND_BUILD", ROOT / "build"))
DB = os.environ.get("JOBTREND_TEST_DB", "")
SLOW = float(os.environ.get("JOBTREND_TEST_SLOW", "1"))

_tests = []


class Skip(Exception):
    """Raised by a test that cannot run here, with the reason."""


def test(function):
    _tests.append(function)
    return function


def main():
    only = sys.argv[1:]
    chosen = [t for t in _tests if not only or any(o in t.__name__ for o in only)]
    print("1..%d" % len(chosen))
    bad = 0
    for number, function in enumerate(chosen, 1):
        name = function.__name__.replace("_", " ")
        try:
            function()
            print("ok %d - %s" % (number, name))
        except Skip as reason:
            print("ok %d - %s # SKIP %s" % (number, name, reason))
        except BaseException as error:
            bad += 1
            for line in traceback.format_exc().splitlines():
                print("# " + line)
            print("not ok %d - %s" % (number, name))
            if isinstance(error, KeyboardInterrupt):
                raise
        sys.stdout.flush()
    sys.exit(1 if bad else 0)


def expect(what, got, wanted):
    if got != wanted:
        raise AssertionError("%s: expected %r, got %r" % (what, wanted, got))


def program(name):
    return str(BUILD / name)


def run(*command, check=True, timeout=60, **options):
    """The finished process, with its output as text; raises when it failed."""
    options.setdefault("stdin", subprocess.DEVNULL if "input" not in options else None)
    if options["stdin"] is None:
        del options["stdin"]
    done = subprocess.run([str(c) for c in command], capture_output=True, text=True,
                          timeout=timeout * SLOW, cwd=options.pop("cwd", ROOT), **options)
    if check and done.returncode:
        raise AssertionError("%s: status %d\n%s%s" % (
            " ".join(map(str, command)), done.returncode, done.stdout[-4000:],
            done.stderr[-4000:]))
    return done


def psql(sql, db=None):
    """The rows of a statement as lists of text; NULL is ''."""
    said = session.ask(db or DB, sql, "\x1f", 60 * SLOW)
    return [line.split("\x1f") for line in said.split("\n")[:-1]]


def value(sql, db=None):
    rows = psql(sql, db)
    return rows[0][0] if rows else None


def wait_until(condition, timeout=30, what="condition", pause=0.05):
    end = time.monotonic() + timeout * SLOW
    while time.monotonic() < end:
        got = condition()
        if got:
            return got
        time.sleep(pause)
    raise AssertionError("%s: not within %g s" % (what, timeout * SLOW))


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


@contextlib.contextmanager
def folder(under="/tmp"):
    """A folder that other users may pass through and that goes at the end."""
    path = tempfile.mkdtemp(prefix="jobtrend-test-", dir=under)
    os.chmod(path, 0o711)
    try:
        yield pathlib.Path(path)
    finally:
        shutil.rmtree(path, ignore_errors=True)


@contextlib.contextmanager
def background(*command, log=None, **options):
    """A process that ends with the block: SIGTERM, then SIGKILL."""
    out = open(log, "ab") if log else subprocess.DEVNULL
    child = subprocess.Popen([str(c) for c in command], stdin=subprocess.DEVNULL, stdout=out,
                             stderr=subprocess.STDOUT if log else subprocess.DEVNULL, **options)
    try:
        yield child
    finally:
        stop(child)
        if log:
            out.close()


def stop(child, timeout=20):
    if child.poll() is None:
        child.terminate()
        try:
            child.wait(timeout * SLOW)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
    return child.returncode


_databases = 0


def fresh_database():
    """The conninfo of one more empty database with the schema loaded."""
    global _databases
    _databases += 1
    mine = re.search(r"dbname=(\S+)", DB).group(1)
    name = "%s_%d" % (mine, _databases)
    admin = DB.replace("dbname=" + mine, "dbname=postgres")
    psql("CREATE DATABASE %s TEMPLATE template_jobtrend" % name, admin)
    return DB.replace("dbname=" + mine, "dbname=" + name)
