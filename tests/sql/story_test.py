#!/usr/bin/env python3
"""Paragraphs that repeat over an employer's ads are its story, not demand."""
import json
import random

from harness import expect, main, test
from world import ONE_SKILL, World, rows, script

W = World()
STORY, OTHER = 11, 22
SKILL = 2  # machine-learning


def weak(title, *paragraphs):
    """An ad that asks for one skill in each paragraph, and for nothing else."""
    masks = 1 << len(paragraphs)
    asks = [[ONE_SKILL, [SKILL], None]] * (masks - 1) + [[0, [], None]]
    found = {"paragraphs": [[p, 100 * i, 100 * i + 9] for i, p in enumerate(paragraphs)],
             "as": asks}
    return dict(found, title=title) if title else found


def world(*ads, fold=True, size=5000):
    """ads: (id, readings), each with one mention in each paragraph."""
    script("DELETE FROM jobtrend.mention")
    W.clear()
    W.source("board")
    for name, _ in ads:
        W.ad("board", name, "2025-01-03", "2025-02-01", skills=("machine-learning",))
    W.load(fold=False)
    for name, readings in ads:
        ad_id = key(name)
        script("UPDATE jobtrend.ad SET readings = %s WHERE ad_id = %d"
               % ("'%s'" % json.dumps(readings) if readings else "NULL", ad_id))
        for _, start, end in readings["paragraphs"] if readings else []:
            script("INSERT INTO jobtrend.mention VALUES (1, %d, 1, 1, %d, %d, %d, 2, 1)"
                   % (ad_id, start, end, SKILL))
    if fold:
        W.fold(size)


def key(name):
    return rows("SELECT ad_id FROM jobtrend.ad WHERE native_id = '%s'" % name)[0]["ad_id"]


def asked():
    """The ads that ask for the skill: as ads, as postings, in their mentions."""
    by_ad = rows("SELECT native_id FROM jobtrend.ad WHERE skills <> '{}' ORDER BY 1")
    by_posting = rows(
        "SELECT a.native_id FROM jobtrend.posting_member AS m JOIN jobtrend.ad AS a"
        " USING (source_id, ad_id) WHERE m.valid_to IS NULL AND m.skills <> '{}' ORDER BY 1")
    expect("postings as ads", by_posting, by_ad)
    return [r["native_id"] for r in by_ad]


def contexts(name):
    return [r["context"] for r in rows(
        "SELECT context FROM jobtrend.mention JOIN jobtrend.ad USING (source_id, ad_id)"
        " WHERE native_id = '%s' ORDER BY start_char" % name)]


@test
def two_kinds_of_titles_are_not_enough():
    world(("a", weak(1, STORY)), ("b", weak(2, STORY)), ("c", weak(2, STORY)),
          ("d", weak(None, STORY)))
    expect("asked", asked(), ["a", "b", "c", "d"])


@test
def the_third_kind_tells_of_all_and_of_ai_jobs_too():
    world(("a", weak(1, STORY)), ("b", weak(2, STORY)), ("c", weak(3, STORY)),
          ("d", weak(None, STORY)), ("e", weak(4, OTHER)))
    expect("asked", asked(), ["e"])
    expect("story", contexts("d"), [4])
    expect("other", contexts("e"), [2])


@test
def a_paragraph_of_its_own_beside_the_story_counts():
    world(("a", weak(1, STORY)), ("b", weak(2, STORY)), ("c", weak(3, STORY, OTHER)))
    expect("asked", asked(), ["c"])
    expect("contexts", contexts("c"), [4, 2])


@test
def the_order_of_coming_in_changes_nothing():
    ads = [("x%02d" % i, weak(i % 5 + 1, STORY, 100 + i)) for i in range(12)]
    ads += [("y%02d" % i, weak(i % 2 + 1, OTHER)) for i in range(6)]
    want = None
    for seed in range(4):
        random.Random(seed).shuffle(ads)
        world(*ads, size=1 + 3 * seed)
        got = asked(), [contexts(name) for name, _ in sorted(ads)]
        expect("seed %d" % seed, got, want or got)
        want = got


@test
def an_ad_that_changed_its_text_is_read_anew():
    world(("a", weak(1, STORY)), ("b", weak(2, STORY)), ("c", weak(3, STORY)))
    script("UPDATE jobtrend.ad SET readings = NULL, definitions = %d, skills = '{%d}'"
           " WHERE native_id = 'c'" % (ONE_SKILL, SKILL))
    script("INSERT INTO jobtrend.ad_dirty SELECT source_id, ad_id FROM jobtrend.ad")
    W.fold()
    expect("asked", asked(), ["c"])
    expect("noted", rows("SELECT count(*) AS n FROM jobtrend.weak_paragraph")[0]["n"], 2)


@test
def folding_again_changes_nothing():
    world(("a", weak(1, STORY)), ("b", weak(2, STORY)), ("c", weak(3, STORY)))
    before = rows("SELECT * FROM jobtrend.posting_member ORDER BY ad_id, valid_from")
    script("INSERT INTO jobtrend.ad_dirty SELECT source_id, ad_id FROM jobtrend.ad")
    W.fold()
    expect("members", rows("SELECT * FROM jobtrend.posting_member ORDER BY ad_id, valid_from"),
           before)


if __name__ == "__main__":
    main()
