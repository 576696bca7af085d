#!/usr/bin/env python3
"""Headers, bodies and keys reach the host that they are for, and nobody else."""
import base64
import json
import os
import signal
import subprocess

from harness import background, expect, folder, main, program, psql, run, test, wait_until
from board import world

KEY, SECRET = "k3y-of-brink", "s3cret/of+brink"
ENV = dict(os.environ, JOBTREND_KEY_BRINK=KEY, JOBTREND_KEY_BRINK_SECRET=SECRET)


def feed(items):
    """A JSON Feed of ads, which any source may be."""
    return json.dumps({"jobs": [
        {"id": n, "title": "Engineer %s" % n, "absolute_url": url,
         "location": {"name": "Paris, France"}, "updated_at": "2026-10-02T08:00:00Z",
         "content": "&lt;p&gt;You train models with PyTorch.&lt;/p&gt;"} for n, url in items],
        "meta": {"total": len(items)}})


def visit(w, env=ENV):
    """The states of the runs and what the daemon said."""
    done = subprocess.run([str(c) for c in w.command("--once")], env=env, capture_output=True,
                          text=True, timeout=60)
    states = dict(psql("SELECT s.id, r.state FROM jobtrend.run AS r JOIN jobtrend.source AS s"
                       " USING (source_id) ORDER BY r.run_id", w.db))
    return states, done.stdout + done.stderr


def everything(w):
    """All that the database holds, as text."""
    names = [r[0] for r in psql("SELECT relname FROM pg_class WHERE relnamespace ="
                                " 'jobtrend'::regnamespace AND relkind = 'r'", w.db)]
    return "".join(run("psql", "-X", "-At", "-d", w.db, "-c", "SELECT * FROM jobtrend." + n).stdout
                   for n in names)


def expect_no_secret(what, text):
    for secret in (KEY, SECRET, "s3cret%2Fof%2Bbrink", "t0ken"):
        expect("%s holds %s" % (what, secret), secret in text, False)


@test
def a_source_of_ones_own_has_headers_and_a_body():
    with world() as w, world() as other:
        w.site.put("/api/search?key=%s" % KEY, feed([(1, other.base + "/1")]),
                   kind="application/json")
        w.source("house/api", "greenhouse", "/api/search?key={key:brink}",
                 post='{"q": "", "secret": "{key:brink-secret}"}',
                 headers=["X-Key: {key:brink}", "Accept: a/b"])
        w.configure()

        states, said = visit(w)

        expect("state", states, {"house/api": "ok"})
        expect("ads", w.ask("SELECT count(*) FROM jobtrend.ad"), "1")
        (headers, body), = w.site.heard_of("/api/search")
        expect("header", (headers.get("X-Key"), headers.get("Accept")), (KEY, "a/b"))
        expect("body", json.loads(body), {"q": "", "secret": SECRET})
        rules, = w.site.heard_of("/robots.txt")
        expect("key in the request for robots.txt", "X-Key" in rules[0], False)
        expect("address as it is kept", w.ask("SELECT url FROM jobtrend.page"),
               w.base + "/api/search?key={key:brink}")
        expect_no_secret("the database", everything(w))
        expect_no_secret("the log", said)


@test
def a_page_that_calls_itself_a_part_is_a_page():
    with world() as w:
        w.site.put("/api/search", feed([(1, w.base + "/1")]), status=206, kind="application/json",
                   Content_Range="offers 0-0/7")
        w.source("house/api", "greenhouse", "/api/search",
                 headers=["Authorization: Basic {basic:brink}"])
        w.configure()

        expect("state", visit(w)[0], {"house/api": "ok"})

        expect("ads", w.ask("SELECT count(*) FROM jobtrend.ad"), "1")
        (headers, _), = w.site.heard_of("/api/search")
        expect("user", headers.get("Authorization"),
               "Basic " + base64.b64encode((KEY + ":").encode()).decode())


@test
def a_key_that_is_missing_is_named():
    with world() as w:
        w.source("house/api", "greenhouse", "/api/search?key={key:lost-one}")
        w.configure()

        states, _ = visit(w)

        expect("state", states, {"house/api": "dead"})
        why = ("expected a credential or JOBTREND_KEY_LOST_ONE for {key:lost-one}, found none")
        expect("error", w.ask("SELECT error FROM jobtrend.page"), why)
        expect("reason", why in w.ask("SELECT reason FROM jobtrend.run"), True)
        expect("asked", w.site.times("/api/search?key={key:lost-one}"), 0)


@test
def a_hostile_page_gets_no_key():
    with world() as w, world() as evil:
        links = "".join("<url><loc>%s</loc></url>" % u for u in (
            evil.base + "/take?{key:brink}", evil.base + "/plain",
            w.base + "/echo?{key:brink-secret}", w.base + "/job"))
        w.site.put("/map.xml", '<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/'
                   'sitemap/0.9">%s</urlset>' % links, kind="application/xml")
        w.site.put("/job", "<html>no ad</html>")
        w.source("house/site", "sitemap", "/map.xml", headers=["X-Key: {key:brink}"])
        w.configure()

        _, said = visit(w)

        expect("errors", dict(psql("SELECT split_part(url, '/', 4), error FROM jobtrend.page"
                                   " WHERE state = 'failed' AND error NOT LIKE 'http%'", w.db)),
               {"take?{key:brink}": "{key:brink} is for the source's own host alone",
                "echo?{key:brink-secret}":
                    "{key:brink-secret} is not named by the source's settings"})
        expect("own host", w.site.heard_of("/job")[0][0].get("X-Key"), KEY)
        expect("the other was asked", len(evil.site.heard_of("/plain")), 1)
        for path, headers, body in evil.site.heard:
            expect_no_secret("what went to the other host", path + str(headers) + body)
        expect_no_secret("the database", everything(w))
        expect_no_secret("the log", said)


@test
def a_request_with_a_key_is_not_redirected():
    with world() as w, world() as evil:
        w.site.put("/api/search", "", status=302, Location=evil.base + "/?k=" + KEY)
        w.source("house/api", "greenhouse", "/api/search", headers=["X-Key: {key:brink}"])
        w.configure()

        states, said = visit(w)

        expect("state", states, {"house/api": "dead"})
        expect("error", w.ask("SELECT error FROM jobtrend.page"),
               "a request with a key is not redirected")
        expect("the other was asked", evil.site.heard, [])
        expect_no_secret("the database", everything(w))
        expect_no_secret("the log", said)


@test
def an_answer_that_repeats_a_key_is_kept_without_it():
    with world() as w:
        w.site.put("/api/search?key=%s" % KEY, feed([(1, "https://b.example/?k=" + KEY)]),
                   kind="application/json", ETag='"%s"' % KEY)
        w.source("house/api", "greenhouse", "/api/search?key={key:brink}")
        w.configure()

        expect("state", visit(w)[0], {"house/api": "ok"})

        expect("address", w.ask("SELECT url FROM jobtrend.ad"), "https://b.example/?k={key:brink}")
        expect_no_secret("the database", everything(w))


def put_token(w, login, expires=3600):
    w.site.put("/api/search", feed([(1, "https://b.example/1")]), kind="application/json")
    login.site.put("/token", json.dumps({"access_token": "t0ken", "expires_in": expires}),
                   kind="application/json")
    for name in ("one", "two"):
        w.source("house/" + name, "greenhouse", "/api/search?" + name,
                 token_url=login.base + "/token",
                 token_post="grant_type=client_credentials&client_id={key:brink}"
                            "&client_secret={key:brink-secret}",
                 headers=["Authorization: Bearer {token:house}"])
        w.site.put("/api/search?" + name, feed([(1, "https://b.example/1")]),
                   kind="application/json")


@test
def a_token_is_asked_for_once_for_all():
    with world() as w, world() as login:
        put_token(w, login)
        w.configure(per_host=2)

        states, said = visit(w)

        expect("states", states, {"house/one": "ok", "house/two": "ok"})
        (headers, body), = login.site.heard_of("/token")
        expect("form", (headers["Content-Type"], body), (
            "application/x-www-form-urlencoded", "grant_type=client_credentials&client_id="
            "k3y-of-brink&client_secret=s3cret%2Fof%2Bbrink"))
        expect("with the token", [h["Authorization"] for h, _ in w.site.heard_of("/api/search")],
               ["Bearer t0ken"] * 2)
        expect_no_secret("the database", everything(w))
        expect_no_secret("the log", said)


@test
def a_token_that_is_not_given_fails_its_pages():
    with world() as w, world() as login:
        put_token(w, login)
        login.site.put("/token", "no", status=401)
        w.configure()

        states, said = visit(w)

        expect("states", states, {"house/one": "dead", "house/two": "dead"})
        expect("errors", psql("SELECT DISTINCT error FROM jobtrend.page", w.db),
               [["token of 127.0.0.1:%d: expected status 200, found 401" % login.port]])
        expect("asked without", w.site.heard_of("/api/search"), [])
        expect_no_secret("the log", said)


@test
def a_token_that_is_refused_is_asked_for_again():
    with world() as w, world() as login:
        put_token(w, login)
        w.site.first["/api/search?one"] = (401, "text/plain", b"expired", {})
        w.configure()

        states, _ = visit(w)

        expect("states", states, {"house/one": "ok", "house/two": "ok"})
        expect("tokens", len(login.site.heard_of("/token")), 2)


@test
def a_credential_file_outranks_the_environment_and_is_read_again_at_a_reload():
    def keys_sent():
        return {h["X-Key"] for h, _ in w.site.heard_of("/api/search")}

    with world() as w, folder() as keys:
        (keys / "brink").write_text("from-file\n")
        w.site.put("/api/search", feed([(1, "https://b.example/1")]), kind="application/json")
        w.source("house/api", "greenhouse", "/api/search", headers=["X-Key: {key:brink}"],
                 visit_every="1 s")
        w.configure()
        with background(*w.command(), log=str(w.path / "log"),
                        env=dict(ENV, CREDENTIALS_DIRECTORY=str(keys))) as daemon:
            wait_until(keys_sent, what="a visit")
            expect("key", keys_sent(), {"from-file"})
            (keys / "brink").write_text("new\n")
            daemon.send_signal(signal.SIGHUP)
            wait_until(lambda: "new" in keys_sent(), what="a visit with the new key")


def try_out(w, name, env=ENV):
    done = subprocess.run([str(program("jobtrendctl")), "source", "test", "--config", str(w.file),
                           name], env=env, capture_output=True, text=True, timeout=60)
    return done.returncode, done.stdout + done.stderr


@test
def a_source_is_tried_with_its_headers_and_keys():
    with world() as w, world() as login:
        put_token(w, login)
        w.source("house/api", "greenhouse", "/api/search?key={key:brink}", post="{}",
                 headers=["X-Key: {key:brink}"])
        w.site.put("/api/search?key=%s" % KEY, feed([(1, "https://b.example/1")]),
                   kind="application/json")
        w.configure()

        status, said = try_out(w, "house/api")
        expect("status", (status, said[:2]), (0, "ok"))
        expect("sent", [(h["X-Key"], b) for h, b in w.site.heard_of("/api/search")], [(KEY, "{}")])
        expect_no_secret("what is said", said)
        expect("with a token", try_out(w, "house/one")[0], 0)
        expect("sent", w.site.heard_of("/api/search")[-1][0]["Authorization"], "Bearer t0ken")
        status, said = try_out(w, "house/api", dict(os.environ))
        expect("without a key", (status, "expected a credential or JOBTREND_KEY_BRINK for"
                                 " {key:brink}, found none" in said), (1, True))


if __name__ == "__main__":
    main()
