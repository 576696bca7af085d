#!/usr/bin/env python3
"""make demo, run and stop, as far as they can be had without internet."""
import json
import os
import pathlib
import re
import urllib.request

from crawl import boardsim, boardsim_sources
from harness import BUILD, DB, ROOT, expect, folder, free_port, main, run, test, value

WORLD = "--employers 60 --days 800"


def run_sh(verb, var, **env):
    full = dict(os.environ, BUILD=str(BUILD), VAR=str(var), DEMO_WORLD=WORLD,
                WEB_LISTEN="127.0.0.1:0", **env)
    full.pop("JOBTREND_DB", None)
    return run("sh", ROOT / "tools/run.sh", verb, timeout=200, env=full)


def is_alive(file):
    try:
        os.kill(int(file.read_text()), 0)
        return True
    except (OSError, ValueError):
        return False


@test
def the_demo_shows_changes_twice_and_leaves_nothing_but_its_database():
    with folder() as top:
        var = top / "var"
        try:
            for _ in range(2):
                said = run_sh("demo", var).stdout
                rows = re.findall(r"^ world +\| any +\|(.*)$", said, re.M)
                expect("rows of the world", len(rows), 1)
                expect("an estimate", bool(re.match(r"\s*[+-]\d+\.\d %", rows[0])), True)
                expect("boardsim runs", is_alive(var / "boardsim.pid"), False)
                expect("jobtrendd runs", is_alive(var / "jobtrendd.pid"), False)
                page = re.search(r"The page is (http://\S+/)$", said, re.M).group(1)
                told = json.load(urllib.request.urlopen(page + "api/v1/yoy", timeout=30))
                expect("what the page shows", round(100 * told["data"][0]["value"], 1),
                       float(re.match(r"\s*([+-]\d+\.\d) %", rows[0]).group(1)))
            db = (var / "conninfo").read_text().strip()
            expect("sources that were not visited whole",
                   # A small board that has lost most of its ads is doubted for a while.
                   value("SELECT count(*) FROM jobtrend.run WHERE origin = 'live' "
                         "AND state <> 'ok' AND finding IS NULL", db), "0")
        finally:
            run_sh("stop", var)
        expect("jobtrend-web runs", is_alive(var / "jobtrend-web.pid"), False)
        expect("cluster runs", pathlib.Path(var / "pg/postmaster.pid").exists(), False)


@test
def a_run_says_what_failed_and_goes_on_until_it_is_stopped():
    world = ["--employers", "3", "--days", "60"]
    with folder() as top, boardsim(*world) as port:
        var = top / "var"
        (var / "sources.d").mkdir(parents=True)
        sources = boardsim_sources(port, *world)
        (var / "sources.d/boards.conf").write_text(
            sources + 'source "greenhouse/nobody" {\n\tkind = "greenhouse"\n'
            '\turl = "http://127.0.1.250:%d/v1/boards/nobody/jobs"\n}\n' % free_port())
        (var / "jobtrend.conf").write_text(
            'state_dir = "%s/state"\nsources_dir = "%s/sources.d"\ntaxonomy_dir = '
            '"%s/share/taxonomy"\nexempt_hosts = { "127.0.1.0/24" }\ndelay = "0 ms"\n'
            'delay_factor = 0.0\nretries = 0\nbackoff_min = "50 ms"\n' % (var, var, ROOT))
        try:
            said = run_sh("live", var, RUN_WAIT="60").stdout
            failed = re.search(r"greenhouse/nobody *\|([^|]*)\|([^|]*)\|(.*)", said)
            expect("nobody's board is shown", bool(failed), True)
            expect("and why it failed", bool(re.search("connect|refused", failed.group(3))), True)
            expect("jobtrendd runs", is_alive(var / "jobtrendd.pid"), True)
            run_sh("live", var, RUN_WAIT="5")
        finally:
            run_sh("stop", var)
        expect("jobtrendd runs", is_alive(var / "jobtrendd.pid"), False)


@test
def a_run_uses_the_database_that_its_configuration_names():
    with folder() as top:
        var = top / "var"
        (var / "sources.d").mkdir(parents=True)
        (var / "jobtrend.conf").write_text(
            'database = "%s"\nstate_dir = "%s/state"\nsources_dir = "%s/sources.d"\n'
            'taxonomy_dir = "%s/share/taxonomy"\n' % (DB, var, var, ROOT))
        try:
            run_sh("live", var, RUN_WAIT="5")
            expect("private cluster", (var / "pg").exists(), False)
            expect("dictionary is loaded",
                   value("SELECT count(*) > 0 FROM jobtrend.skill", DB), "t")
        finally:
            run_sh("stop", var)


@test
def make_clean_leaves_the_database_alone():
    env = {name: text for name, text in os.environ.items() if name != "BUILD"}
    done = run("make", "--no-print-directory", "-n", "clean", env=env)
    gone = done.stdout.split()
    expect("make clean", gone[:2], ["rm", "-rf"])
    expect("beyond build", [f for f in gone[2:] if not f.startswith("build")], [])


if __name__ == "__main__":
    main()
