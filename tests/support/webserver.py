"""jobtrend-web under test, and a client that keeps what came back."""
import contextlib
import csv
import gzip
import http.client
import io
import json
import re
import urllib.parse

from harness import ROOT, background, folder, program, wait_until

SETTINGS = {
    "taxonomy_dir": '"%s"' % (ROOT / "share/taxonomy"),
    "web_listen": '"127.0.0.1:0"',
}


class Reply:
    def __init__(self, response, body):
        self.status, self.headers = response.status, response.headers
        self.raw = body
        self.is_coded = self.headers.get("Content-Encoding") == "gzip"
        self.body = gzip.decompress(body) if self.is_coded and body else body

    @property
    def text(self):
        return self.body.decode()

    @property
    def json(self):
        return json.loads(self.body)

    @property
    def rows(self):
        """Of a CSV, as dicts of text."""
        return list(csv.DictReader(io.StringIO(self.text, newline="")))


class Web:
    def __init__(self, host, port, child):
        self.host, self.port, self.child = host, port, child

    def ask(self, path, method="GET", body=None, timeout=30, headers=None, **params):
        """One request on a connection of its own. Parameters that are None are left out."""
        pairs = [(k, v) for k, v in params.items() if v is not None]
        if pairs:
            path += "?" + urllib.parse.urlencode(pairs)
        connection = http.client.HTTPConnection(self.host, self.port, timeout=timeout)
        try:
            connection.request(method, path, body, headers or {})
            response = connection.getresponse()
            return Reply(response, response.read())
        finally:
            connection.close()

    def api(self, route, **params):
        return self.ask("/api/v1/" + route, **params)


@contextlib.contextmanager
def web(db, **settings):
    """A running server for this database."""
    with folder() as top:
        config = top / "jobtrend.conf"
        config.write_text("".join("%s = %s\n" % s
                                  for s in sorted({**SETTINGS, **settings}.items())))
        log = top / "log"
        with background(program("jobtrend-web"), "--config", config, "--db", db,
                        log=log) as child:
            def address():
                found = re.search(r"serving http://(.*):(\d+)/", log.read_text())
                if not found and child.poll() is not None:
                    raise AssertionError(log.read_text())
                return found
            found = wait_until(address, what="jobtrend-web")
            yield Web(found.group(1), int(found.group(2)), child)


def ready(server):
    return wait_until(lambda: server.ask("/readyz").status == 200, what="ready")
