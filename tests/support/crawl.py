"""Crawling boardsim and others with a real daemon: configuration, waiting, and
a picture of the database that two runs must share."""
import contextlib
import os
import re
import signal
import subprocess
import urllib.request

from harness import ROOT, background, free_port, program, psql, run, value, wait_until

# What a crawl or an import leaves, without the moments at which it did.
PICTURE = {
    "sources": "SELECT id, kind, url, employer, is_enabled, open_run_id IS NULL FROM source",
    "runs": """SELECT s.id, r.state, r.origin, r.listed, count(*)
        FROM run r JOIN source s USING (source_id) GROUP BY 1, 2, 3, 4""",
    "pages": """SELECT s.id, p.url, p.role, p.state, p.status, p.etag, p.body_sha256,
        p.ad_digest FROM page p JOIN source s USING (source_id)""",
    "ads": """SELECT s.id, a.native_id, a.url, a.title, a.employer, a.employer_key,
        a.first_absent IS NULL, a.gone_at IS NULL, a.relist_count, a.claimed_posted,
        a.content_hash, a.fingerprint, a.text_version, a.definitions,
        (SELECT array_agg(k.id ORDER BY k.id) FROM skill k WHERE k.skill_id = ANY (a.skills)),
        a.regions, a.remote, a.language, a.pay_min, a.pay_max, a.pay_currency
        FROM ad a JOIN source s USING (source_id)""",
    "texts": """SELECT s.id, t.ad_id, t.text_version, t.title, md5(t.description)
        FROM text_version t JOIN source s USING (source_id)""",
    "mentions": """SELECT s.id, m.ad_id, m.text_version, m.field, m.start_char, m.end_char,
        k.id, m.context FROM mention m JOIN source s USING (source_id)
        JOIN skill k USING (skill_id)""",
    "postings": """SELECT p.fingerprint, p.employer_key, p.closed_at IS NULL, p.ads,
        p.definitions, p.regions,
        (SELECT array_agg(s.id || '/' || a.native_id ORDER BY s.id, a.native_id)
           FROM posting_member m JOIN source s USING (source_id)
           JOIN ad a USING (source_id, ad_id)
          WHERE m.posting_id = p.posting_id AND m.bucket = p.bucket AND m.valid_to IS NULL)
        FROM posting p""",
}
# What an archive says of times is kept to the second.
PICTURE_TIMES = {
    "seen": """SELECT s.id, a.native_id, a.first_seen, a.last_seen, a.gone_at
        FROM ad a JOIN source s USING (source_id)""",
    "visits": """SELECT s.id, r.started_at, r.state, r.listed, r.fetched
        FROM run r JOIN source s USING (source_id)""",
}


def picture(db, times=False):
    parts = dict(PICTURE, **PICTURE_TIMES) if times else PICTURE
    return {name: sorted(map(tuple, psql("SET search_path = jobtrend; " + sql, db)))
            for name, sql in parts.items()}


def expect_same(one, two):
    for name in one:
        if one[name] == two[name]:
            continue
        a, b = set(one[name]), set(two[name])
        raise AssertionError("%s differ: %d rows against %d; only in the first %r; only in the "
                             "second %r" % (name, len(one[name]), len(two[name]),
                                            sorted(a - b)[:3], sorted(b - a)[:3]))


@contextlib.contextmanager
def boardsim(*world):
    """Boards of a world; the port."""
    port = free_port()
    with background(program("tests/boardsim"), "serve", *world, "--port", port):
        wait_until(lambda: _answers(port), what="boardsim")
        yield port


def _answers(port):
    try:
        with urllib.request.urlopen("http://127.0.1.1:%d/robots.txt" % port, timeout=5) as r:
            return r.status == 200
    except OSError:
        return False


def boardsim_sources(port, *world):
    return run(program("tests/boardsim"), "config", *world, "--port", port).stdout


def write_config(where, sources, **keys):
    """A configuration for boards on the loopback; the path."""
    settings = {
        "state_dir": '"%s"' % (where / "state"),
        "taxonomy_dir": '"%s"' % (ROOT / "share/taxonomy"),
        "exempt_hosts": '{ "127.0.1.0/24", "127.0.2.0/24" }',
        "delay": '"0 ms"',
        "delay_factor": "0.0",
        "fold_every": '"500 ms"',
        "drain_timeout": '"10 s"',
    }
    settings.update(keys)
    (where / "state").mkdir(exist_ok=True)
    (where / "sources.d").mkdir(exist_ok=True)
    (where / "sources.d/boards.conf").write_text(sources)
    path = where / "jobtrend.conf"
    path.write_text("".join("%s = %s\n" % s for s in sorted(settings.items())))
    return path


def daemon(config, db, log):
    """Context of a running daemon."""
    env = dict(os.environ, JOBTREND_DB=db)
    return background(program("jobtrendd"), "--config", config, log=log, env=env)


def unfinished(db):
    return int(value("""SELECT count(*) FROM jobtrend.source s
        WHERE s.is_enabled AND s.url IS NOT NULL AND NOT EXISTS (
            SELECT FROM jobtrend.run r WHERE r.source_id = s.source_id
            AND r.origin = 'live' AND r.ended_at IS NOT NULL)""", db))


def configured(sources):
    return len(re.findall(r"^source ", sources, re.M))


def is_done(db, sources):
    """All configured sources are known and visited."""
    known = int(value("SELECT count(*) FROM jobtrend.source", db))
    return known >= configured(sources) and unfinished(db) == 0


def wait_visited(db, sources, child, log, timeout=90):
    def visited():
        if child.poll() is not None:
            raise AssertionError("jobtrendd ended with %s:\n%s" % (
                child.returncode, open(log).read()[-3000:]))
        return is_done(db, sources)
    wait_until(visited, timeout, "all sources visited", pause=0.2)


def fold(db):
    """Join what is left into postings."""
    for _ in range(1000):
        if not sum(int(r[0] or 0) for r in psql("SELECT jobtrend.fold()", db)):
            return
    raise AssertionError("fold does not come to an end")


def crawl(where, db, sources, **keys):
    """One undisturbed crawl of everything."""
    config = write_config(where, sources, **keys)
    log = where / "jobtrendd.log"
    with daemon(config, db, log) as child:
        wait_visited(db, sources, child, log)
        child.send_signal(signal.SIGTERM)
        status = child.wait(30)
        if status:
            raise AssertionError("jobtrendd ended with %d:\n%s" % (
                status, log.read_text()[-3000:]))
    fold(db)


def peak_mb(child):
    """Most memory the process ever had, in MB."""
    with open("/proc/%d/status" % child.pid) as f:
        return int(re.search(r"VmHWM:\s+(\d+)", f.read()).group(1)) / 1024
