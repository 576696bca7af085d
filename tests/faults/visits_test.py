#!/usr/bin/env python3
"""Boards that fail in all the ways boards fail: each visit is called what it
was, no ad ends wrongly, and no number moves.

boardsim has a table of faults and a board for each. They are visited sound,
twice while the faults are played, and sound again. The same visits without
the faults are made into another database: what is known in the end must be
the same."""
import contextlib
import re

from crawl import boardsim, fold, write_config
from harness import expect, folder, fresh_database, main, program, psql, run, test

WORLD = ("--employers", "600", "--days", "200", "--today", "2026-10-15")

# What is known of ads and postings, without when it was learnt: which of the ads of
# a posting was seen first is a matter of seconds, and with it whose it is.
KNOWN = {
    "ads": """SELECT s.id, a.native_id, a.gone_at IS NULL, a.first_absent IS NULL,
        a.relist_count, a.definitions, a.skills, a.regions, a.title, a.claimed_posted
        FROM ad a JOIN source s USING (source_id)
        WHERE a.gone_reason IS DISTINCT FROM 'doubted'""",
    "texts": """SELECT s.id, a.native_id, md5(t.description)
        FROM ad a JOIN source s USING (source_id)
        JOIN text_version t USING (source_id, ad_id, text_version)
        WHERE a.gone_reason IS DISTINCT FROM 'doubted'""",
    "postings": """SELECT p.fingerprint, p.flow_at IS NULL, p.closed_at IS NULL, p.ads,
        p.definitions, p.skills, p.regions FROM posting p
        JOIN ad a USING (source_id, ad_id)
        WHERE a.gone_reason IS DISTINCT FROM 'doubted'""",
    "facts": """SELECT s.id, f.month, f.region, f.skill_id, f.definitions, f.ads
        FROM demand_fact f JOIN source s USING (source_id)""",
}
FACTS = """SELECT s.id, f.month, f.region, f.skill_id, f.definitions, f.ads, f.postings
    FROM demand_fact f JOIN source s USING (source_id)"""


def known(db):
    return {name: sorted(map(tuple, psql("SET search_path = jobtrend; " + sql, db)))
            for name, sql in KNOWN.items()}


def facts(db):
    return set(map(tuple, psql("SET search_path = jobtrend; " + FACTS, db)))


class Lab:
    def __init__(self, path, sources):
        self.db = fresh_database()
        self.config = write_config(path, sources, robots_max_age='"1 min"', retries="0",
                                   request_timeout='"5 s"', keep_text="all",
                                   backoff_min='"50 ms"', backoff_max='"1 s"')

    def visit(self):
        """The state and reason of each source's visit."""
        psql("UPDATE jobtrend.source SET next_visit_at = now();"
             "UPDATE jobtrend.host SET next_at = now(), failures = 0,"
             " robots_fetched_at = robots_fetched_at - INTERVAL '1 h'", self.db)
        run(program("jobtrendd"), "--config", self.config, "--db", self.db, "--once", timeout=120)
        fold(self.db)
        return {source: (state, reason or "") for source, state, reason in psql(
            "SELECT DISTINCT ON (s.id) s.id, r.state, r.reason FROM jobtrend.run AS r"
            " JOIN jobtrend.source AS s USING (source_id) ORDER BY s.id, r.run_id DESC", self.db)}


@contextlib.contextmanager
def laboratory():
    """The faults by source, a lab where they are played and one where not."""
    with folder() as path:
        switch = path / "faults"
        with boardsim(*WORLD, "--faults", str(switch)) as port:
            options = (*WORLD, "--faults", str(switch), "--port", port)
            sources = run(program("tests/boardsim"), "config", *options).stdout
            table = run(program("tests/boardsim"), "faults", *options).stdout
            faults = {line.split("\t")[0]: line.split("\t")[1:]
                      for line in table.splitlines()}
            for name in ("sick", "sound"):
                (path / name).mkdir()
            yield faults, switch, Lab(path / "sick", sources), Lab(path / "sound", sources)


def is_named(visit, states, words):
    return visit[0] in states.split("|") and re.search(words, visit[1]) is not None


@test
def a_board_that_fails_is_named_and_loses_nothing():
    with laboratory() as (faults, switch, sick, sound):
        expect("faults", sum(states != "ok" for _, states, _ in faults.values()) >= 40, True)
        first = sick.visit()
        expect("sound at first", {s: v for s, v in first.items() if v[0] != "ok"}, {})

        switch.touch()
        before = facts(sick.db)
        second, third = sick.visit(), sick.visit()
        during = facts(sick.db)
        switch.unlink()

        taken_for_sound = {(faults[s][0], v) for s in faults for v in (second[s], third[s])
                           if faults[s][1] != "ok" and v[0] == "ok"}
        expect("taken for sound", taken_for_sound, set())
        missed = {(faults[s][0], second[s], third[s]) for s in faults
                  if not is_named(second[s], *faults[s][1:])
                  and not is_named(third[s], *faults[s][1:])}
        named = len(faults) - len(missed)
        print("%d of %d faults named" % (named, len(faults)))
        if named < 0.95 * len(faults):
            raise AssertionError("expected 95 %% of the faults to be named, missed:\n%s"
                                 % "\n".join(map(str, sorted(missed))))

        expect("no number moves", (during - before, before - during), (set(), set()))

        sick.visit()
        fifth = sick.visit()
        expect("sound again", {s: v for s, v in fifth.items() if v[0] != "ok"}, {})
        for _ in range(5):
            sound.visit()
        want, got = known(sound.db), known(sick.db)
        for part in want:
            more, less = set(got[part]) - set(want[part]), set(want[part]) - set(got[part])
            if more or less:
                raise AssertionError("%s: %d rows only with faults, %d only without:\n%s\n%s" % (
                    part, len(more), len(less), "\n".join(map(str, sorted(more, key=str)[:6])),
                    "\n".join(map(str, sorted(less, key=str)[:6]))))


if __name__ == "__main__":
    main()
