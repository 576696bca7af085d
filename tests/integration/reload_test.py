#!/usr/bin/env python3
"""SIGHUP: a good configuration is taken over, a bad one changes nothing."""
import contextlib
import http.server
import signal
import threading

from harness import (background, expect, folder, free_port, fresh_database, main, program, run,
                     test, value, wait_until)

FEED = b"""<?xml version="1.0"?><rss version="2.0"><channel><title>Jobs</title>
<link>https://boards.example/</link><description>x</description>
<item><title>Data Scientist</title><link>https://boards.example/1</link><guid>1</guid></item>
</channel></rss>"""


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        body = FEED if self.path.endswith(".xml") else b""
        self.send_response(200 if body else 404)
        self.send_header("Content-Type", "application/rss+xml")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


class Daemon:
    def __init__(self, top, port, db, child):
        self.top, self.port, self.db, self.child = top, port, db, child

    def log(self):
        return (self.top / "log").read_text()

    def reload(self, says):
        before = self.log().count(says)
        self.child.send_signal(signal.SIGHUP)
        wait_until(lambda: self.log().count(says) > before, what="the log says " + says)

    def enabled(self):
        return value("SELECT string_agg(id, ' ' ORDER BY id) FROM jobtrend.source"
                     " WHERE is_enabled", self.db)

    def sources(self):
        return value("SELECT string_agg(id, ' ' ORDER BY id) FROM jobtrend.source", self.db)


def configure(top, port, *sources, **more):
    lines = ['state_dir = "%s"' % (top / "state"), 'exempt_hosts = {"127.0.0.1"}',
             'delay = "0 ms"', 'contact = "mailto:test@example.org"']
    lines += ["%s = %s" % pair for pair in more.items()]
    lines += ['source "%s" {\n kind = "rss"\n url = "http://127.0.0.1:%d/%s.xml"\n}' %
              (name, port, name) for name in sources]
    (top / "jobtrend.conf").write_text("\n".join(lines) + "\n")


@contextlib.contextmanager
def daemon():
    port, db = free_port(), fresh_database()
    server = http.server.ThreadingHTTPServer(("127.0.0.1", port), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        with folder() as top:
            configure(top, port, "one")
            with background(program("jobtrendd"), "--config", top / "jobtrend.conf", "--db", db,
                            log=top / "log") as child:
                d = Daemon(top, port, db, child)
                wait_until(lambda: "run one: ended" in d.log(), what="the first visit")
                yield d
    finally:
        server.shutdown()
        server.server_close()


@test
def a_new_source_is_visited_after_a_reload():
    with daemon() as d:
        configure(d.top, d.port, "one", "two")
        d.reload("engine: reloaded")
        wait_until(lambda: "run two: ended state=ok" in d.log(), what="the visit of two")
        expect("sources", d.sources(), "one two")


def counted_at(d):
    return value("SELECT coalesce(max(counted_at)::text, '') FROM jobtrend.known_series", d.db)


@test
def what_is_folded_is_published_when_nothing_more_comes():
    """Not by the clock: that would be a minute after the start, then every five."""
    with daemon() as d:
        wait_until(lambda: counted_at(d), timeout=45, what="the first count")
        first = counted_at(d)
        configure(d.top, d.port, "one", "two")
        d.reload("engine: reloaded")
        wait_until(lambda: "run two: ended state=ok" in d.log(), what="the visit of two")
        wait_until(lambda: counted_at(d) > first, timeout=60, what="what two changed")


@test
def a_source_that_is_configured_no_more_is_visited_no_more():
    with daemon() as d:
        value("INSERT INTO jobtrend.source (id, kind, url) VALUES"
              " ('by hand', 'rss', 'http://127.0.0.1:%d/hand.xml')" % d.port, d.db)
        configure(d.top, d.port, "one", "two")
        d.reload("schedule sources: configured")
        configure(d.top, d.port, "two")
        d.reload("source one: not configured any more")
        expect("enabled", d.enabled(), "by hand two")
        configure(d.top, d.port, "one", "two")
        d.reload("schedule sources: configured")
        expect("named again", d.enabled(), "by hand one two")
        expect("said once", d.log().count("not configured any more"), 1)


@test
def a_source_stays_while_another_daemons_configuration_names_it():
    with daemon() as d:
        value("INSERT INTO jobtrend.daemon_status (owner, version, started_at, heartbeat, counters)"
              " VALUES ('elsewhere', '1', now(), now(), '{}')", d.db)
        value("SELECT jobtrend.sync_sources((SELECT jsonb_agg(jsonb_build_object('id', id, 'kind',"
              " kind, 'url', url, 'every_s', 86400, 'is_enabled', true, 'options', options))"
              " FROM jobtrend.source), 'elsewhere')", d.db)
        configure(d.top, d.port, "two")
        d.reload("schedule sources: configured")
        expect("enabled", d.enabled(), "one two")
        value("SELECT count(*) FROM jobtrend.sync_sources('[]', 'elsewhere')", d.db)
        expect("named by none", d.enabled(), "two")


@test
def a_mistake_keeps_the_old_configuration():
    with daemon() as d:
        configure(d.top, d.port, "one", "two", delay_factor='"fast"')
        d.reload("the old configuration holds")
        expect("the place is told", "jobtrend.conf:5: delay_factor: expected factor, 0 to 100, "
               'found "fast"' in d.log(), True)
        expect("sources", d.sources(), "one")
        expect("it runs", d.child.poll(), None)
        configure(d.top, d.port, "one", "two")
        for _ in range(3):
            d.reload("engine: reloaded")
        wait_until(lambda: d.sources() == "one two", what="the second source")


@test
def keys_that_need_a_restart_are_named():
    with daemon() as d:
        configure(d.top, d.port, "one", parse_threads=3)
        d.reload('restart needed keys="parse_threads"')


@test
def check_config_says_whether_it_is_sound():
    with folder() as top:
        configure(top, 80, "one")
        good = run(program("jobtrendd"), "--config", top / "jobtrend.conf", "--check-config")
        expect("good", good.stdout, "%s: sound, 1 sources\n" % (top / "jobtrend.conf"))
        configure(top, 80, "one", "one")
        bad = run(program("jobtrendd"), "--config", top / "jobtrend.conf", "--check-config",
                  check=False)
        expect("status", bad.returncode, 1)
        conf = top / "jobtrend.conf"
        expect("why", bad.stderr,
               "jobtrendd: %s:9: source one is already in %s:5\n" % (conf, conf))


if __name__ == "__main__":
    main()
