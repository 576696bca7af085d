"""A throw-away PostgreSQL for tests: own directory, Unix socket only.

    with Cluster() as pg:
        pg.run_file("schema.sql")
        rows = pg.sql("SELECT 1 AS one")     # [{"one": 1}]
        pg.run("INSERT ...")                 # no rows wanted
        subprocess.run([...], env=pg.env())  # JOBTREND_DB is set

As root the server runs as user postgres (or nobody), else as oneself.
"""

import json
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time

TREE = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "shared_buffers": "64MB",
    "max_connections": "30",
    "autovacuum": "on",
    "log_min_messages": "warning",
    "jit": "off",
}


def find_bin():
    """The directory with initdb and postgres; None where there is none."""
    found = shutil.which("initdb")
    if found:
        return os.path.dirname(os.path.realpath(found))
    base = "/usr/lib/postgresql"
    versions = sorted((v for v in os.listdir(base) if v.isdigit()), key=int) \
        if os.path.isdir(base) else []
    for version in reversed(versions):
        if os.access(f"{base}/{version}/bin/initdb", os.X_OK):
            return f"{base}/{version}/bin"
    return None


class SqlError(Exception):
    """psql refused; the text is what the server said."""


class Cluster:
    def __init__(self, database="jobtrend", settings=None):
        self.bin = find_bin()
        if not self.bin:
            raise RuntimeError("expected PostgreSQL 15 or newer, found no initdb")
        self.database = database
        self.settings = {**SETTINGS, **(settings or {})}
        self.dir = None
        self.user = None
        self.server = None

    def __enter__(self):
        return self.start()

    def __exit__(self, *exc):
        self.stop()

    def start(self):
        self.dir = tempfile.mkdtemp(prefix="jt-pg.")
        if os.geteuid() == 0:
            names = {p.pw_name for p in pwd.getpwall()}
            self.user = "postgres" if "postgres" in names else "nobody"
            shutil.chown(self.dir, self.user)
        os.chmod(self.dir, 0o755)
        self._as_user([f"{self.bin}/initdb", "-D", f"{self.dir}/data", "-A", "trust",
                       "-U", "postgres", "-E", "UTF8", "--locale=C.UTF-8", "-N"])
        with open(f"{self.dir}/data/postgresql.conf", "a") as conf:
            for key, value in self.settings.items():
                conf.write(f"{key} = '{value}'\n")
            conf.write(f"unix_socket_directories = '{self.dir}'\n")
        self.launch()
        self.run(f"CREATE DATABASE {self.database}", database="postgres")
        return self

    def launch(self, wait_s=30):
        """Start the server of an existing data directory."""
        log = open(f"{self.dir}/log", "ab")
        self.server = subprocess.Popen(
            self._command([f"{self.bin}/postgres", "-D", f"{self.dir}/data"]),
            stdout=log, stderr=log, cwd="/")
        deadline = time.time() + wait_s
        while time.time() < deadline:
            if self.server.poll() is not None:
                break
            probe = subprocess.run([f"{self.bin}/pg_isready", "-q", "-h", self.dir])
            if probe.returncode == 0:
                return
            time.sleep(0.05)
        raise RuntimeError("server does not start: " + self.log())

    def halt(self, how=signal.SIGINT):
        """Stop the server, keep its data (SIGQUIT: as a crash)."""
        if not self.server:
            return
        pid_file = f"{self.dir}/data/postmaster.pid"
        try:
            with open(pid_file) as f:
                os.kill(int(f.readline()), how)
        except (FileNotFoundError, ProcessLookupError, ValueError):
            self.server.terminate()
        self.server.wait(timeout=30)
        self.server = None

    def stop(self):
        self.halt()
        if self.dir:
            shutil.rmtree(self.dir, ignore_errors=True)
            self.dir = None

    @property
    def conninfo(self):
        return f"host={self.dir} dbname={self.database} user=postgres"

    def env(self, **more):
        return {**os.environ, "JOBTREND_DB": self.conninfo, **more}

    def log(self):
        with open(f"{self.dir}/log", errors="replace") as f:
            return f.read()[-4000:]

    def run(self, text, database=None, user="postgres"):
        """Run statements; their output as text (unaligned, tuples only)."""
        return self._psql(["-f", "-"], text, database, user)

    def run_file(self, path, database=None, variables=()):
        """Run a file of the tree (or an absolute path)."""
        args = [part for name, value in dict(variables).items()
                for part in ("-v", f"{name}={value}")]
        return self._psql(args + ["-f", os.path.join(TREE, path)], None, database, "postgres")

    def sql(self, query, database=None, user="postgres"):
        """The rows of one query, each a dict."""
        query = query.strip().rstrip(";")
        text = self._psql(["-f", "-"],
                          f"SELECT to_jsonb(q) FROM (\n{query}\n) AS q;", database, user)
        return [json.loads(line) for line in text.splitlines() if line]

    def one(self, query, **kw):
        """The only value of a query's only row."""
        rows = self.sql(query, **kw)
        if len(rows) != 1 or len(rows[0]) != 1:
            raise AssertionError(f"expected one value, got {rows!r}")
        return next(iter(rows[0].values()))

    def _psql(self, args, text, database, user):
        command = [f"{self.bin}/psql", "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1",
                   "-h", self.dir, "-U", user, "-d", database or self.database] + args
        done = subprocess.run(command, input=text, capture_output=True, text=True,
                              env={**os.environ, "PGTZ": "UTC", "PGCLIENTENCODING": "UTF8"})
        if done.returncode:
            raise SqlError(done.stderr.strip())
        return done.stdout

    def _command(self, command):
        if self.user:
            return ["setpriv", f"--reuid={self.user}", f"--regid={self.user}",
                    "--clear-groups", "--"] + command
        return command

    def _as_user(self, command):
        done = subprocess.run(self._command(command), capture_output=True, text=True, cwd="/")
        if done.returncode:
            raise RuntimeError(f"{command[0]}: {done.stderr.strip()}")
