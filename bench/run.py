#!/usr/bin/env python3
"""Measure jobtrend on this machine and print JSON.

    bench/run.py BUILD [PEERS]

A generated site is served by nginx on the loopback and crawled by the real
daemon into a throw-away PostgreSQL; parsers, enrichment and the fetcher are
measured by themselves beside it. Every rate that has a limit to be held
against is measured with that limit in the same run, alternately, and printed
with the ratio. PEERS is a folder that holds programs of others for the same
work (c/limit_job.c, scrapy/); they are built and run where what they need is
installed.

JOBTREND_BENCH_DIR keeps the site between runs; JOBTREND_BENCH_PAGES and
JOBTREND_BENCH_REPEATS (default 20000 and 3) make it shorter;
JOBTREND_BENCH_STEPS names some of the steps: fetch parse enrich duplicates job
again import scale million warc trend cells web. JOBTREND_BENCH_ADS (default 1000000) is
the size of the archive of the step million, and how many postings the step cells has.
"""

import glob
import gzip
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time

TREE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
sys.path.insert(0, os.path.join(TREE, "tests"))

from support.pg import Cluster  # noqa: E402
import cells  # noqa: E402
import processor  # noqa: E402
import warc_file  # noqa: E402
import web  # noqa: E402

PAGES = int(os.environ.get("JOBTREND_BENCH_PAGES", "20000"))
MILLION = int(os.environ.get("JOBTREND_BENCH_ADS", "1000000"))
REPEATS = int(os.environ.get("JOBTREND_BENCH_REPEATS", "3"))
STEPS = os.environ.get("JOBTREND_BENCH_STEPS", "fetch parse enrich duplicates job again "
                       "import scale million warc trend cells web").split()
CONNECTIONS = 64
PORT = 21190
BASE = f"http://127.0.0.1:{PORT}"

NGINX = """
daemon on;
worker_processes 1;
pid {dir}/nginx.pid;
error_log {dir}/nginx.log warn;
{user}
events {{ worker_connections 900; multi_accept on; }}
http {{
  types {{ text/html html; application/xml xml; application/json json; text/plain txt; }}
  access_log off; sendfile on; tcp_nopush on; tcp_nodelay on;
  keepalive_requests 10000000; etag on;
  client_body_temp_path {dir}/tmp1; proxy_temp_path {dir}/tmp2;
  fastcgi_temp_path {dir}/tmp3; uwsgi_temp_path {dir}/tmp4; scgi_temp_path {dir}/tmp5;
  gzip off; gzip_static {gzip};
  server {{ listen 127.0.0.1:{port} backlog=1024; root {dir}/site; }}
}}
"""

# What a server keeps that is meant to live: durable, with room.
POSTGRES = {
    "fsync": "on", "full_page_writes": "on", "synchronous_commit": "on",
    "shared_buffers": "512MB", "max_wal_size": "4GB", "checkpoint_timeout": "15min",
    "wal_compression": "lz4", "default_toast_compression": "lz4",
    "shared_preload_libraries": "pg_stat_statements", "pg_stat_statements.track": "top",
}


def say(text):
    print("bench: " + text, file=sys.stderr, flush=True)


def compiled(source, program):
    """Whether a peer is there and builds; what it needs may be missing here."""
    if not os.path.exists(source):
        return False
    flags = subprocess.run(["pkg-config", "--cflags", "--libs", "libcjson", "libpcre2-8"],
                           capture_output=True, text=True).stdout.split()
    done = subprocess.run(["gcc", "-O2", "-o", program, source, *flags, "-lhs"],
                          capture_output=True, text=True)
    if done.returncode:
        say(f"{source} does not build here: " + done.stderr.splitlines()[0])
    return not done.returncode


class Bench:
    def __init__(self, build, peers):
        self.build = os.path.abspath(build)
        self.peers = os.path.abspath(peers) if peers else None
        self.dir = os.environ.get("JOBTREND_BENCH_DIR") or tempfile.mkdtemp(prefix="jt-bench.")
        self.is_kept = "JOBTREND_BENCH_DIR" in os.environ
        self.result = {"pages": PAGES, "connections": CONNECTIONS, "cores": os.cpu_count()}

    def program(self, name):
        return f"{self.build}/bench/{name}"

    def make_site(self):
        mark = f"{self.dir}/made-{PAGES}"
        os.makedirs(self.dir, exist_ok=True)
        os.chmod(self.dir, 0o755)
        if not os.path.exists(mark):
            say(f"writing {PAGES} pages")
            subprocess.run([self.program("site"), self.dir, BASE, str(PAGES)], check=True)
            open(mark, "w").close()
        for path in glob.glob(f"{self.dir}/site/jobs/*/*.html"):  # into the page cache
            with open(path, "rb") as f:
                f.read()

    def pack_site(self):
        """Everything compressed beforehand, so that the server's work is not measured."""
        mark = f"{self.dir}/packed-{PAGES}"
        if os.path.exists(mark):
            return
        for path in glob.glob(f"{self.dir}/site/**/*.*ml", recursive=True):
            with open(path, "rb") as plain, open(path + ".gz", "wb") as packed:
                packed.write(gzip.compress(plain.read(), 6, mtime=0))
            shutil.copystat(path, path + ".gz")
        open(mark, "w").close()

    def start_nginx(self, is_packed=False):
        """Serve the site; one that is there already gives way."""
        self.stop_nginx()
        if is_packed:
            self.pack_site()
        user = "user root;" if os.geteuid() == 0 else ""
        with open(f"{self.dir}/nginx.conf", "w") as f:
            f.write(NGINX.format(dir=self.dir, user=user, port=PORT,
                                 gzip="on" if is_packed else "off"))
        subprocess.run(["nginx", "-p", self.dir, "-c", f"{self.dir}/nginx.conf"], check=True)

    def stop_nginx(self):
        subprocess.run(["nginx", "-p", self.dir, "-c", f"{self.dir}/nginx.conf", "-s", "stop"],
                       stderr=subprocess.DEVNULL)
        while os.path.exists(f"{self.dir}/nginx.pid"):
            time.sleep(0.05)

    def json_of(self, command):
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode:
            raise SystemExit(f"bench: {command[0]}: {done.stderr.strip()}")
        return json.loads(done.stdout.strip().splitlines()[-1])

    def median_of(self, command, key, times=REPEATS):
        runs = [self.json_of(command) for _ in range(times)]
        return sorted(runs, key=lambda r: r[key])[len(runs) // 2]

    # ---- parts by themselves ----

    def write_config(self, name, source):
        path = f"{self.dir}/{name}.conf"
        state = f"{self.dir}/state-{name}"
        shutil.rmtree(state, ignore_errors=True)
        os.makedirs(state)
        with open(path, "w") as f:
            f.write(f'state_dir = "{state}"\n'
                    f'taxonomy_dir = "{TREE}/share/taxonomy"\n'
                    'contact = "bench@localhost.invalid"\n'
                    f'exempt_hosts = {{"127.0.0.1:{PORT}"}}\n'
                    f"connections = {CONNECTIONS}\nper_host = {CONNECTIONS}\n"
                    'delay = "0 ms"\ndelay_factor = 0.0\nkeep_text = "all"\n'
                    'log_level = "warning"\n' + source)
        return path

    def fetch(self):
        config = self.write_config("fetch", "")
        args = [f"{self.dir}/urls.txt", str(PAGES), str(CONNECTIONS)]
        for name, is_packed in (("fetch", False), ("fetch_gzip", True)):
            self.start_nginx(is_packed)
            ours, bare = [], []
            for _ in range(REPEATS):
                bare.append(self.json_of([self.program("bare_fetch")] + args))
                ours.append(self.json_of([self.program("fetch"), config] + args))
            rate = "requests_per_s"
            median = lambda runs: sorted(runs, key=lambda r: r[rate])[len(runs) // 2]  # noqa: E731
            ours, bare = median(ours), median(bare)
            self.result[name] = {
                "ours": ours, "bare_libuv_libcurl": bare,
                "ratio": round(ours[rate] / bare[rate], 3)}

    def parse(self):
        pages = sorted(glob.glob(f"{self.dir}/site/jobs/*/*.html"))[::5]
        kinds = {"html": pages, "jsonld": pages,
                 "greenhouse": sorted(glob.glob(f"{self.dir}/site/boards/*.json")),
                 "rss": sorted(glob.glob(f"{self.dir}/site/feeds/*.xml")),
                 "sitemap": sorted(glob.glob(f"{self.dir}/site/sitemaps/*.xml"))}
        self.result["parse"] = {
            kind: self.median_of([self.program("parse"), kind, "1"] + files, "mb_per_s")
            for kind, files in kinds.items()}

    def enrich(self):
        boards = sorted(glob.glob(f"{self.dir}/site/boards/*.json"))[:20]
        self.result["enrich"] = self.median_of(
            [self.program("enrich"), f"{TREE}/share/taxonomy", "greenhouse", "2"] + boards,
            "ads_per_s")
        self.match_limits()

    def match_limits(self):
        """Other matchers over the plain English forms of our skills."""
        program = f"{self.dir}/limit_match"
        if not self.peers or not compiled(f"{self.peers}/c/limit_match.c", program):
            return
        with open(f"{TREE}/share/taxonomy/skills.tsv") as rows:
            forms = [form.lstrip("=?@!") for row in rows if row[0] != "#"
                     for form in row.rstrip("\n").split("\t")[6].split("|")]
        with open(f"{self.dir}/match_terms.txt", "w") as f:
            f.writelines(form + "\n" for form in forms[:3000]
                         if form.isascii() and not set("{}*") & set(form))
        with open(f"{self.dir}/pages.txt", "w") as f:
            f.writelines(page + "\n" for page in
                         sorted(glob.glob(f"{self.dir}/site/jobs/*/*.html"))[::5])
        self.result["match_limits"] = {}
        for mode in ("hs", "ac"):
            done = subprocess.run([program, f"{self.dir}/match_terms.txt", f"{self.dir}/pages.txt",
                                   mode, "3"], capture_output=True, text=True)
            self.result["match_limits"][mode] = done.stdout.strip()

    def duplicates(self):
        """Pairs and postings of 20,000, 80,000 and 320,000 ads, one thread."""
        self.result["duplicates"] = self.json_of([self.program("duplicates"), "20000"])

    # ---- the whole job ----

    def ctl(self, pg, *args):
        done = subprocess.run([f"{self.build}/jobtrendctl", *args], env=pg.env(),
                              capture_output=True, text=True, cwd=TREE)
        if done.returncode:
            raise SystemExit(f"bench: jobtrendctl {' '.join(args)}: {done.stderr.strip()}")
        return done.stdout

    def crawl(self, pg, config):
        start = time.time()
        daemon = subprocess.Popen([f"{self.build}/jobtrendd", "--config", config, "--once"],
                                  env=pg.env(), cwd=TREE, stderr=subprocess.PIPE, text=True)
        log = daemon.stderr.read()
        _, status, use = os.wait4(daemon.pid, 0)
        wall_s = time.time() - start
        daemon.returncode = os.waitstatus_to_exitcode(status)
        if daemon.returncode:
            raise SystemExit(f"bench: jobtrendd: {log.strip()[-2000:]}")
        # The newest run, from the first request to the last row.
        stored_s = pg.one("SELECT extract(epoch FROM ended_at - started_at)::float"
                          " FROM jobtrend.run ORDER BY run_id DESC LIMIT 1")
        return {"wall_s": wall_s, "stored_s": stored_s,
                "cpu_s": use.ru_utime + use.ru_stime, "rss_mb": use.ru_maxrss / 1024.0}

    def check(self, pg, want):
        row = pg.sql("SELECT count(*) AS ads, sum(native_id::bigint) AS sum FROM jobtrend.ad")[0]
        expected = {"ads": want, "sum": want * (want - 1) // 2}
        if row != expected:
            runs = pg.sql("SELECT state, planned, fetched, failed, reason FROM jobtrend.run")
            raise SystemExit(f"bench: expected {expected} in the database, found {row}: {runs}")
        return pg.one("SELECT count(*) FROM jobtrend.mention")

    def one_job(self):
        config = self.write_config("job", 'source "bench/site" { kind = "sitemap" '
                                   f'url = "{BASE}/sitemap_index.xml" }}\n')
        with Cluster(settings=POSTGRES) as pg:
            self.ctl(pg, "schema", "init")
            pg.run("CREATE EXTENSION pg_stat_statements")
            first = self.crawl(pg, config)
            first["store"] = self.store_rates(pg)
            mentions = self.check(pg, PAGES)
            again = None
            if "again" in STEPS:
                pg.run("UPDATE jobtrend.source SET next_visit_at = now()")
                again = self.crawl(pg, config)
                self.check(pg, PAGES)
        for run in (first, again):
            if run:
                # All rows are in the database after stored_s, which, as the
                # clocks of others do, leaves setting up aside; wall_s is of the
                # whole process, joining duplicates and counting facts included.
                run["pages_per_s"] = PAGES / run["stored_s"]
                run["pages_per_s_with_facts"] = PAGES / run["wall_s"]
                run["cpu_s_per_20000_pages"] = run["cpu_s"] * 20000 / PAGES
        first["mentions"] = mentions
        return first, again

    def store_rates(self, pg):
        """New rows per second of merge(), the daemon's one way to write."""
        busy_s = pg.one("SELECT sum(total_exec_time)::float / 1000 FROM pg_stat_statements"
                        " WHERE query LIKE '%jobtrend.merge(%'")
        rows = pg.sql("SELECT (SELECT count(*) FROM jobtrend.ad) AS ads,"
                      " (SELECT count(*) FROM jobtrend.text_version) AS texts,"
                      " (SELECT count(*) FROM jobtrend.mention) AS mentions,"
                      " (SELECT count(*) FROM jobtrend.page) AS pages,"
                      " (SELECT count(*) FROM jobtrend.document) AS documents")[0]
        return {"merge_s": busy_s, "ads_per_s": rows["ads"] / busy_s,
                "rows_per_s": sum(rows.values()) / busy_s}

    def build_peer(self):
        source = f"{self.peers}/c/limit_job.c" if self.peers else ""
        if not os.path.exists(source):
            return None
        flags = subprocess.run(["pkg-config", "--cflags", "--libs", "libuv", "libcurl", "libcjson",
                                "libpq", "libcrypto"], capture_output=True, text=True).stdout.split()
        subprocess.run(["gcc", "-O2", "-o", f"{self.dir}/limit_job", source, *flags, "-lpthread"],
                       check=True, stderr=subprocess.DEVNULL)
        return f"{self.dir}/limit_job"

    def one_peer(self, program):
        terms = f"{self.dir}/terms.txt"
        if not os.path.exists(terms):
            with open(terms, "w") as f:
                f.write("\n".join(self.terms()) + "\n")
        with Cluster(settings=POSTGRES) as pg:
            pg.run_file(f"{self.peers}/sql/baseline.sql")
            done = subprocess.run([program, f"{self.dir}/urls.txt", str(PAGES), str(CONNECTIONS),
                                   terms, pg.conninfo], capture_output=True, text=True)
            stored = pg.one("SELECT count(*) FROM bl_posting")
            if stored != PAGES:
                raise SystemExit(f"bench: limit_job stored {stored} of {PAGES}: {done.stdout}")
            fields = dict(part.split("=", 1) for part in done.stdout.split() if "=" in part)
            return {"pages_per_s": float(fields["pages/s"]), "rss_mb": float(fields["rss_mb"]),
                    "cpu_s_per_20000_pages": float(fields["cpu_s"]) * 20000 / PAGES}

    def terms(self):
        """The first 300 surface forms of our dictionary, for programs that take a list."""
        with open(f"{TREE}/share/taxonomy/skills.tsv") as f:
            names = [line.split("\t")[1] for line in f if "\t" in line and line[0] != "#"]
        return [n for n in names if n.isascii()][:300]

    def job(self):
        self.start_nginx()
        peer = self.build_peer()
        ours, again, limit = [], [], []
        for _ in range(REPEATS):
            first, second = self.one_job()
            ours.append(first)
            again += [second] if second else []
            if peer:
                limit.append(self.one_peer(peer))
        median = lambda runs: sorted(runs, key=lambda r: r["pages_per_s"])[len(runs) // 2]  # noqa: E731
        self.result["job"] = {"ours": median(ours)}
        if limit:
            self.result["job"]["limit_job"] = median(limit)
            for key, rate in (("ratio", "pages_per_s"),
                              ("ratio_with_facts", "pages_per_s_with_facts")):
                self.result["job"][key] = round(
                    median(ours)[rate] / median(limit)["pages_per_s"], 3)
        if again:
            self.result["job_again_unchanged"] = median(again)
        self.start_nginx(True)
        self.result["job_gzip"] = self.one_job()[0]

    # ---- the past ----

    def archive(self, path, ads, years=(2025,)):
        """`ads` ads of the site's own texts, spread over the days of these years."""
        boards = sorted(glob.glob(f"{self.dir}/site/boards/*.json"))
        found = subprocess.run([f"{self.build}/jobtrendctl", "extract", "--kind", "greenhouse",
                                *boards[:20]], capture_output=True, text=True, check=True, cwd=TREE)
        models = [json.loads(line) for line in found.stdout.splitlines()]
        with open(path, "w") as f:
            for i in range(ads):
                ad = dict(models[i % len(models)])
                year = years[i // 7 % len(years)]
                day = f"{year}-{1 + i % 12:02d}-{1 + i // 12 % 28:02d}T06:00:00Z"
                ad.update(type="ad", source=f"greenhouse/bench{i % 50}", native_id=str(i),
                          first_seen=day, last_seen=day, title=f"{ad['title']} {i}")
                f.write(json.dumps(ad) + "\n")

    def one_import(self, ads, write=None):
        path = f"{self.dir}/archive-{ads}{'-world' if write else ''}.jsonl"
        if not os.path.exists(path):
            (write or self.archive)(path, ads)
        with Cluster(settings=POSTGRES) as pg:
            self.ctl(pg, "schema", "init")
            with open(f"{pg.dir}/data/postmaster.pid") as f:
                server = int(f.readline())
            before_s = processor.seconds_of(server)
            start = time.time()
            ctl = subprocess.Popen([f"{self.build}/jobtrendctl", "import", "--format", "archive",
                                    "--summary", "json", path], env=pg.env(), cwd=TREE,
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
            said, log = ctl.stdout.read(), ctl.stderr.read()
            _, status, use = os.wait4(ctl.pid, 0)
            ctl.returncode = os.waitstatus_to_exitcode(status)
            wall = time.time() - start
            server_s = processor.seconds_of(server) - before_s
            found = pg.one("SELECT count(*) FROM jobtrend.ad")
            if status or found != ads:
                raise SystemExit(f"bench: import: expected {ads} ads, found {found}: {log[-2000:]}")
        stored = json.loads(said)
        return {"ads": ads, "wall_s": wall, "ads_per_s": ads / wall,
                "stored_ads_per_s": ads / stored["store_seconds"],
                "counted_ads_per_s": ads / stored["count_seconds"],
                "cpu_us_per_ad": (use.ru_utime + use.ru_stime) * 1e6 / ads,
                "server_cpu_us_per_ad": server_s * 1e6 / ads,
                "rss_mb": use.ru_maxrss / 1024.0}

    def imports(self):
        self.result["import"] = self.one_import(20000)
        if "scale" in STEPS:
            self.result["import_scale"] = [self.one_import(n) for n in (5000, 20000, 80000)]

    @staticmethod
    def world_archive(path, ads):
        with open(path, "w") as f:
            subprocess.run([f"{TREE}/bench/archive.py", str(ads)], stdout=f, check=True)

    def million(self):
        """An archive of many sources and years; how time and memory grow to it."""
        runs = [self.one_import(max(1, MILLION * part // 16), self.world_archive)
                for part in (1, 4, 16)]
        self.result["import_million"] = runs[-1]
        self.result["import_million_scale"] = [
            {key: r[key] for key in ("ads", "ads_per_s", "stored_ads_per_s", "cpu_us_per_ad",
                                     "server_cpu_us_per_ad", "rss_mb")} for r in runs]

    def warc(self, every=20):
        """Documents of a WARC file of which few hold ads, beside gzip's time for it."""
        path = f"{self.dir}/crawl-{PAGES}.warc.gz"
        pages = sorted(glob.glob(f"{self.dir}/site/jobs/*/*.html"))
        whole = warc_file.write(path, pages, PAGES, every)
        start = time.time()
        subprocess.run(["gzip", "-dc", path], stdout=subprocess.DEVNULL, check=True)
        gzip_s = time.time() - start
        with Cluster(settings=POSTGRES) as pg:
            self.ctl(pg, "schema", "init")
            ctl = subprocess.Popen([f"{self.build}/jobtrendctl", "import", "--format", "warc",
                                    "--summary", "json", path], env=pg.env(), cwd=TREE,
                                   stdout=subprocess.PIPE, text=True)
            said = ctl.stdout.read()
            _, status, use = os.wait4(ctl.pid, 0)
            ctl.returncode = os.waitstatus_to_exitcode(status)
            found = pg.one("SELECT count(*) FROM jobtrend.ad")
        wanted = (PAGES + every - 1) // every
        if status or found != wanted:
            raise SystemExit(f"bench: warc: expected {wanted} ads, found {found}: {said}")
        took_s = json.loads(said)["store_seconds"]
        self.result["warc"] = {
            "documents": PAGES, "ads": found, "mb": whole / 1e6,
            "packed_mb": os.path.getsize(path) / 1e6, "documents_per_s": PAGES / took_s,
            "mb_per_s": whole / 1e6 / took_s, "gzip_mb_per_s": whole / 1e6 / gzip_s,
            "cpu_s": use.ru_utime + use.ru_stime, "rss_mb": use.ru_maxrss / 1024.0}
        os.remove(path)

    # ---- trends ----

    YOY = """
        CREATE TEMP TABLE lap (ms float8);
        DO $$
        DECLARE
            c record;
            at timestamptz;
        BEGIN
            PERFORM setseed(0.5);
            FOR c IN SELECT * FROM jobtrend.cell WHERE superseded_at IS NULL
                     ORDER BY random() LIMIT %d LOOP
                at := clock_timestamp();
                PERFORM jobtrend.yoy(c.region, c.skill, c.period, measure => c.measure);
                INSERT INTO lap VALUES (extract(epoch FROM clock_timestamp() - at) * 1000);
            END LOOP;
        END $$;
        SELECT jsonb_build_object(
            'p50_ms', percentile_cont(0.5) WITHIN GROUP (ORDER BY ms),
            'p95_ms', percentile_cont(0.95) WITHIN GROUP (ORDER BY ms)) FROM lap;"""
    MAKE_STALE = "UPDATE jobtrend.cell SET is_stale = %s WHERE superseded_at IS NULL AND %s"

    def publish(self, pg, at_most_s):
        """Publish what is due; how long it took, and how many are left."""
        start = time.time()
        while (left := pg.one("SELECT jobtrend.publish_due(50)")) and \
                time.time() - start < at_most_s:
            pass
        return time.time() - start, left

    def trend(self, ads=60000):
        """yoy() of random cells that are published, and of the same when they
        have to be computed; and publishing those of a month once more."""
        path = f"{self.dir}/archive-{ads}-years.jsonl"
        if not os.path.exists(path):
            self.archive(path, ads, (2023, 2024, 2025))
        with Cluster(settings=POSTGRES) as pg:
            self.ctl(pg, "schema", "init")
            self.ctl(pg, "import", "--format", "archive", path)
            pg.run("ANALYZE")
            publish_s, left = self.publish(pg, 60)
            pg.run("TRUNCATE jobtrend.cell_due")
            cells = pg.one("SELECT count(*) FROM jobtrend.cell")
            published = json.loads(pg.run(self.YOY % 2000))
            pg.run(self.MAKE_STALE % ("true", "true"))
            computed = json.loads(pg.run(self.YOY % 100))
            pg.run(self.MAKE_STALE % ("false", "true"))
            month = "period = (SELECT max(period) FROM jobtrend.cell WHERE period ~ '^....-..$')"
            of_month = pg.one("SELECT count(*) FROM jobtrend.cell WHERE " + month)
            start = time.time()
            pg.run("SELECT count(jobtrend.publish(region, skill, period, definition, measure)) "
                   "FROM jobtrend.cell WHERE superseded_at IS NULL AND " + month)
            self.result["trend"] = {
                "ads": ads, "cells": cells, "cells_left": left, "publish_s": publish_s,
                "cells_per_s": cells / publish_s, "yoy_published": published,
                "yoy_computed": computed, "cells_of_a_month": of_month,
                "month_again_s": time.time() - start}

    def cells(self):
        """All cells and series anew, some of them, and what reading them takes."""
        with Cluster(settings={**POSTGRES, **cells.SETTINGS}) as pg:
            self.ctl(pg, "schema", "init")
            pg.run_file("bench/cells.sql", variables={"n": MILLION})
            with open(f"{pg.dir}/data/postmaster.pid") as f:
                parent = int(f.readline())
            self.result["cells"] = cells.measure(self.build, TREE, pg, parent)

    def web(self, ads=20000):
        """Requests a second of jobtrend-web for published cells."""
        path = f"{self.dir}/archive-{ads}-years.jsonl"
        if not os.path.exists(path):
            self.archive(path, ads, (2023, 2024, 2025))
        with Cluster(settings=POSTGRES) as pg:
            self.ctl(pg, "schema", "init")
            self.ctl(pg, "import", "--format", "archive", path)
            pg.run("ANALYZE")
            self.publish(pg, 20)
            self.result["web"] = web.measure(self.build, pg, self.dir)

    def run(self):
        steps = {"fetch": self.fetch, "parse": self.parse, "enrich": self.enrich,
                 "duplicates": self.duplicates,
                 "job": self.job, "import": self.imports, "million": self.million,
                 "warc": self.warc, "trend": self.trend, "cells": self.cells, "web": self.web}
        if set(STEPS) & set(steps) - {"million", "duplicates", "cells"}:
            self.make_site()
        try:
            for name, step in steps.items():
                if name in STEPS:
                    say(name)
                    step()
        finally:
            self.stop_nginx()
            if not self.is_kept:
                shutil.rmtree(self.dir, ignore_errors=True)
        print(json.dumps(rounded(self.result), indent=2))


def rounded(value):
    if isinstance(value, float):
        return round(value, 3)
    if isinstance(value, dict):
        return {k: rounded(v) for k, v in value.items()}
    if isinstance(value, list):
        return [rounded(v) for v in value]
    return value


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3):
        print("usage: bench/run.py BUILD [PEERS]", file=sys.stderr)
        sys.exit(2)
    Bench(*(sys.argv[1:] + [None])[:2]).run()
