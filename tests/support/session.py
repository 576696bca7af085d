"""A psql that is kept: what a session of the server has read and planned stays.

    ask(conninfo, "SELECT 1, 2")    # what psql prints: "1|2\\n"

A new session plans every function of the schema anew, which takes most of what
a test's question takes. Each call is a script as of its own psql: it stops at
the first error, and settings, temporary tables, locks and open transactions of
the call before are gone. Sessions belong to a thread. forget() ends those of a
database, which nobody may be in who copies it.
"""
import os
import re
import select
import subprocess
import tempfile
import threading
import time

DONE = "-- said all\n"
# What may leave something behind that the next call would see.
STATEFUL = re.compile(r"\b(SET|BEGIN|START|TEMP|TEMPORARY|PREPARE|LISTEN|DECLARE|set_config"
                      r"|pg_advisory_lock\w*|pg_try_advisory_lock\w*)\b|^\s*\\(?!\.)", re.I | re.M)
CLEAN = """\\o /dev/null
SET client_min_messages = error;
ROLLBACK;
RESET SESSION AUTHORIZATION;
RESET ALL;
CLOSE ALL;
DEALLOCATE ALL;
UNLISTEN *;
SELECT pg_advisory_unlock_all();
DISCARD TEMP;
\\o
"""
LOST = 2 # psql's status when the connection went

_kept = threading.local()


class Failed(AssertionError):
    def __init__(self, status, said, error):
        super().__init__("psql: status %s\n%s%s" % (status, said[-4000:], error[-4000:]))
        self.status = status


class Psql:
    def __init__(self, conninfo):
        self.said = tempfile.TemporaryFile("w+b")
        self.child = subprocess.Popen(
            ["psql", "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-d", conninfo],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self.said)
        self.is_clean = True

    def ask(self, sql, separator, timeout):
        """What the script prints; raises Failed, after which the session is over."""
        self.said.truncate(0)
        with tempfile.NamedTemporaryFile("w") as script:
            if not self.is_clean:
                script.write(CLEAN)
            script.write("\\pset fieldsep '%s'\n%s\n;\n\\qecho\n" % (separator, sql))
            script.flush()
            try:
                self.child.stdin.write(("\\i %s\n\\o\nSELECT '%s';\n" % (script.name, DONE.strip()))
                                       .encode())
                self.child.stdin.flush()
            except BrokenPipeError:
                pass
            said = self.hear(time.monotonic() + timeout)
        self.is_clean = not STATEFUL.search(sql)
        return said

    def hear(self, end):
        said, fd = b"", self.child.stdout.fileno()
        mark = ("\n" + DONE).encode()
        while not said.endswith(mark):
            ready, _, _ = select.select([fd], [], [], max(end - time.monotonic(), 0))
            more = os.read(fd, 1 << 20) if ready else b""
            if not more:
                self.fail(said.decode(), "" if ready else "still at work\n")
            said += more
        return said[:-len(mark)].decode()

    def fail(self, said, why):
        if why:
            self.child.kill()
        status = self.end()
        self.said.seek(0)
        raise Failed(status, said, self.said.read().decode() + why)

    def end(self):
        try:
            self.child.stdin.close()
        except BrokenPipeError:
            pass
        status = self.child.wait()
        self.child.stdout.close()
        return status


def sessions():
    if not hasattr(_kept, "by_conninfo"):
        _kept.by_conninfo = {}
    return _kept.by_conninfo


def ask(conninfo, sql, separator="|", timeout=60):
    """What psql prints for a script; raises Failed."""
    for is_again in (False, True):
        is_kept = conninfo in sessions()
        one = sessions()[conninfo] = sessions().get(conninfo) or Psql(conninfo)
        try:
            return one.ask(sql, separator, timeout)
        except Failed as failed:
            del sessions()[conninfo]
            # The server went while nobody asked it anything: nothing of this was done.
            if is_again or not is_kept or failed.status != LOST:
                raise


def forget(database):
    """End what this thread keeps in a database; all of a server for None."""
    for conninfo in list(sessions()):
        if database is None or re.search(r"dbname=%s(\s|$)" % re.escape(database), conninfo):
            sessions().pop(conninfo).end()
