#!/usr/bin/env python3
"""The catalogue that comes with jobtrend: the daemon takes it whole."""
import collections
import re

from crawl import write_config
from harness import ROOT, expect, folder, main, program, run, test

BLOCK = re.compile(r'^source "([^"]+)" \{\n(.*?)^\}', re.M | re.S)
KEY = re.compile(r'^\s*(\w+) = "?([^"\n]*)"?$', re.M)


def catalogue():
    """The sources by name, each a dict of its keys."""
    found = []
    for path in sorted((ROOT / "share/sources").glob("*.conf")):
        found += [(name, dict(KEY.findall(body))) for name, body in BLOCK.findall(path.read_text())]
    return found


@test
def the_daemon_takes_the_whole_catalogue():
    with folder() as path:
        config = write_config(path, "", sources_dir='"%s"' % (ROOT / "share/sources"))
        said = run(program("jobtrendd"), "--check-config", "--config", config).stdout
        expect("sources", int(re.search(r"(\d+) sources", said).group(1)), len(catalogue()))


@test
def it_has_a_thousand_boards_of_thirty_kinds():
    sources = catalogue()
    kinds = collections.Counter(keys["kind"] for _, keys in sources)
    expect("boards", len(sources) >= 1000, True)
    expect("kinds", len(kinds) >= 30, True)
    expect("of China, Brazil, Korea and Japan", {k for k in ("mokahr", "beisen", "gupy", "hrmos",
           "recruiter_co_kr") if not kinds[k]}, set())


@test
def no_board_is_in_it_twice():
    names = collections.Counter(name for name, _ in catalogue())
    boards = collections.Counter((keys["kind"], keys.get("board", keys.get("url")).rstrip("/"))
                                 for _, keys in catalogue())
    expect("names", [n for n in names if names[n] > 1], [])
    expect("boards", [b for b in boards if boards[b] > 1], [])


@test
def a_board_of_one_employer_names_it():
    of_many = {"adzuna", "arbeitnow", "arbeitsagentur", "eleduck", "eures", "francetravail", "hn",
               "himalayas", "jobicy", "jobtech", "mycareersfuture", "nav", "reed", "remoteok",
               "remotive", "themuse", "torre", "usajobs", "v2ex", "weworkremotely"}
    feeds = {"python/jobs", "himalayas/jobs"}
    expect("without an employer", [name for name, keys in catalogue()
                                   if "employer" not in keys and keys["kind"] not in of_many
                                   and name not in feeds], [])


if __name__ == "__main__":
    main()
