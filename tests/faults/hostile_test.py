#!/usr/bin/env python3
"""Hostile boards: bounded memory and time, clear reasons, others unharmed."""
import re
import signal
import time

import hostile
from crawl import (boardsim, boardsim_sources, crawl, daemon, expect_same, fold, peak_mb, picture,
                   wait_visited, write_config)
from harness import DB, SLOW, expect, folder, free_port, fresh_database, main, psql, test, value

MEMORY_MB = 512
TIME_S = 60
WORLD = ["--seed", "13", "--employers", "20", "--days", "90"]
LIMITS = {
    "request_timeout": '"6 s"', "connect_timeout": '"3 s"', "low_speed_time": '"2 s"',
    "max_body": '"8 MiB"', "max_response": '"4 MiB"', "retries": "0", "backoff_min": '"50 ms"',
    "backoff_max": '"1 s"',
}

# Board, kind, state of the run, what the page's or the run's reason must hold.
BAD = [
    (hostile.endless_body, "greenhouse", "(?i)bytes|large|long|exceed"),
    (hostile.gzip_bomb, "greenhouse", "(?i)bytes|large|long|exceed|inflate"),
    (hostile.nested_gzip_sitemap, "sitemap", "(?i)bytes|large|long|exceed|inflate"),
    (hostile.redirect_loop, "greenhouse", "(?i)redirect"),
    (hostile.redirect_to_private, "greenhouse", "(?i)169.254.169.254|private|link-local|refused"),
    (hostile.redirect_to_file, "greenhouse", "(?i)file|scheme|protocol|no address"),
    (hostile.slow_drip, "greenhouse", "(?i)slow|time|timed|seconds"),
    (hostile.never_answers, "greenhouse", "(?i)slow|time|timed|seconds"),
    (hostile.endless_headers, "greenhouse", "(?i)header|bytes|large"),
    (hostile.entity_bomb, "rss", "(?i)doctype|entit"),
    (hostile.external_entity, "rss", "(?i)doctype|entit"),
    (hostile.deep_json, "greenhouse", "(?i)deep|nest|depth|level"),
    (hostile.cut_json, "greenhouse", "(?i)json|expected|line|byte"),
    (hostile.wrong_length, "greenhouse", "(?i)cut|partial|bytes|short|closed|end"),
    (hostile.nul_bytes, "greenhouse", "(?i)json|expected|byte"),
    (hostile.not_http, "greenhouse", "(?i)http"),
    (hostile.an_error, "greenhouse", "500"),
    (hostile.html_instead, "greenhouse", "(?i)expected"),
]
ODD = [  # strange, yet answers: what they hold is taken as far as it goes
    (hostile.broken_utf8, "greenhouse", 1),
    (hostile.one_huge_line, "greenhouse", 1),
    (hostile.empty_list, "greenhouse", 0),
    (hostile.infinite_sitemap, "sitemap", 0),
]


def config_of(port):
    text = ""
    for number, row in enumerate(BAD + ODD, 1):
        text += 'source "bad/%s" {\n kind = "%s"\n url = "http://127.0.2.%d:%d/board"\n' % (
            row[0].__name__, row[1], number, port)
        if row[0] is hostile.infinite_sitemap:
            text += " max_pages = 30\n"
        text += "}\n"
    return text


def reasons(db, name):
    rows = psql("""SELECT p.error FROM jobtrend.page p JOIN jobtrend.source s USING (source_id)
                   WHERE s.id = 'bad/%s' AND p.error IS NOT NULL""" % name, db)
    return "; ".join(r[0] for r in rows)


def part_of(shown, prefix):
    return {name: [r for r in rows if name == "postings" or not r[0].startswith(prefix)]
            for name, rows in shown.items()}


@test
def hostile_boards_cost_little_and_harm_no_other():
    port = free_port()
    boards = [row[0] for row in BAD + ODD]
    with boardsim(*WORLD) as good_port, folder() as calm, folder() as where:
        good = boardsim_sources(good_port, *WORLD)
        undisturbed = fresh_database()
        crawl(calm, undisturbed, good)
        wanted = picture(undisturbed)
        sources = good + config_of(port)
        config = write_config(where, sources, **LIMITS)
        log = where / "jobtrendd.log"
        with hostile.boards(boards, port), daemon(config, DB, log) as child:
            began = time.monotonic()
            wait_visited(DB, sources, child, log, timeout=TIME_S)
            print("# all visited after %.1f s, %.0f MB" % (time.monotonic() - began,
                                                          peak_mb(child)))
            expect("memory below %d MB" % MEMORY_MB, peak_mb(child) < MEMORY_MB * SLOW, True)
            child.send_signal(signal.SIGTERM)
            expect("end of the daemon", child.wait(30), 0)
        fold(DB)
        got = part_of(picture(DB), "bad/")
        for name in ("postings",):  # boards that are odd have ads too
            got.pop(name), wanted.pop(name)
        expect_same(wanted, got)


@test
def each_hostile_page_says_what_was_wrong_with_it():
    wrong = []
    for board, _, pattern in BAD:
        said = reasons(DB, board.__name__)
        if not re.search(pattern, said):
            wrong.append("%s: %r" % (board.__name__, said))
    expect("unclear reasons", wrong, [])


@test
def no_hostile_run_counts_as_sound():
    rows = psql("""SELECT s.id, r.state FROM jobtrend.run r JOIN jobtrend.source s USING (source_id)
                   WHERE s.id LIKE 'bad/%' AND r.state = 'ok' ORDER BY 1""", DB)
    expect("sound runs", [r[0] for r in rows],
           sorted("bad/" + row[0].__name__ for row in ODD if row[0] is not hostile.infinite_sitemap))


@test
def odd_answers_are_taken_as_far_as_they_go():
    for board, _, ads in ODD:
        expect(board.__name__, value("""SELECT count(*) FROM jobtrend.ad a JOIN jobtrend.source s
            USING (source_id) WHERE s.id = 'bad/%s'""" % board.__name__, DB), str(ads))


if __name__ == "__main__":
    main()
