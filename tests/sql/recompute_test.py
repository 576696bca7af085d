#!/usr/bin/env python3
"""jobtrendctl recompute: what has changed, and on how many threads, gives the same numbers."""
import json
import os
import random
import re

from busy import W, busy_world, counted_world, recompute, touch
from harness import DB, ROOT, expect, folder, fresh_database, main, program, psql, run, test
from world import DAY, day, script

# Everything that is published, without the moments of publication.
PUBLISHED = """
    SELECT 'cell' AS what, concat_ws(' ', region, skill, period, definition, measure) AS key,
           md5((to_jsonb(c) - '{published_at,reason}'::text[])::text) AS said
    FROM jobtrend.cell AS c WHERE superseded_at IS NULL
    UNION ALL
    SELECT 'series', concat_ws(' ', region, skill_id, grain, year), md5(to_jsonb(s)::text)
    FROM jobtrend.series AS s
    UNION ALL
    SELECT 'coverage', concat_ws(' ', region, grain, year), md5(to_jsonb(s)::text)
    FROM jobtrend.series_coverage AS s
    UNION ALL
    SELECT 'ranking', concat_ws(' ', region, skill_id), md5(to_jsonb(r)::text)
    FROM jobtrend.ranking AS r"""


AS_IT_WAS = """
    DROP TABLE IF EXISTS public.pack_was, public.patch_was;
    CREATE TABLE public.pack_was AS TABLE jobtrend.fact_pack;
    CREATE TABLE public.patch_was AS TABLE jobtrend.fact_patch;"""
BACK = """
    DELETE FROM jobtrend.fact_pack; DELETE FROM jobtrend.fact_patch;
    INSERT INTO jobtrend.fact_pack TABLE public.pack_was;
    INSERT INTO jobtrend.fact_patch TABLE public.patch_was;
    SELECT count(*) FROM jobtrend.fact_patch"""


def published():
    return {(r["what"], r["key"]): r["said"] for r in W.rows(PUBLISHED)}


@test
def what_is_recomputed_after_random_changes_is_what_all_would_be():
    w, rng, patched = counted_world(), random.Random(11), 0
    for turn in range(10):
        touch(w, rng, turn)
        counted = recompute()["cells"]
        some = published()
        script(AS_IT_WAS + "DELETE FROM jobtrend.fact_pack")  # from the ads themselves
        whole = recompute("--all")
        every = published()
        if turn % 4:  # old packs and ever more ads that have changed since
            patched = max(patched, int(script(BACK)))

        known = {key: said for key, said in every.items() if key[0] != "cell" or key in some}
        expect("turn %d" % turn, sorted(set(some.items()) ^ set(known.items()))[:4], [])
        expect("less in turn %d" % turn, counted < whole["cells"], True)
        expect("only what the standard set gained", whole["published"], len(every) - len(known))
    expect("sound", w.rows("SELECT * FROM jobtrend.verify(60)"), [])
    expect("packs were patched", patched > 20, True)


@test
def cells_of_the_newest_months_come_first():
    w = counted_world()
    script("CREATE TEMP TABLE c AS SELECT source_id, ad_id FROM jobtrend.ad"
           " WHERE first_seen >= '2025-11-01' AND definitions <> 0;"
           "UPDATE jobtrend.ad AS a SET definitions = 0, skills = '{}', mentioned = '{}'"
           " FROM c WHERE (a.source_id, a.ad_id) = (c.source_id, c.ad_id) AND a.ad_id % 3 = 0;"
           "INSERT INTO jobtrend.ad_dirty TABLE c")
    w.fold(5000)
    since = script("SELECT clock_timestamp()").strip()
    done = recompute()
    told = w.rows("SELECT published_at, min(grain) AS first, max(grain) AS last,"
                  " min(period) AS oldest FROM jobtrend.cell WHERE published_at > '%s'"
                  " GROUP BY published_at ORDER BY published_at" % since)

    expect("in two parts", len(told), 2)
    expect("months", (told[0]["first"], told[0]["last"], told[0]["oldest"]),
           ("month", "month", "2025-11"))
    expect("others", told[1]["last"] > "month", True)
    expect("said", 0 < done["newest_s"] < 60, True)
    expect("nothing is left", w.rows("SELECT FROM jobtrend.cell WHERE is_stale"), [])
    expect("sound", w.rows("SELECT * FROM jobtrend.verify(60)"), [])

    since = script("SELECT clock_timestamp(); UPDATE jobtrend.cell SET n = n + 1, is_stale = true"
                   " WHERE superseded_at IS NULL AND measure <> 'stock'").strip()
    every = recompute("--all")
    told = w.rows("SELECT count(DISTINCT published_at) AS times, min(period) FILTER (WHERE published_at ="
                  " (SELECT min(published_at) FROM jobtrend.cell WHERE published_at > '%s')) AS first"
                  " FROM jobtrend.cell WHERE published_at > '%s'" % (since, since))
    expect("also where all are counted", (every["newest_s"] > 0, told),
           (True, [{"times": 2, "first": "2025-11"}]))


def apply_schema():
    run("psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", DB, "-f", ROOT / "schema.sql")
    return W.rows("SELECT count(*) FILTER (WHERE is_stale) AS stale,"
                  " count(*) FILTER (WHERE NOT is_stale) AS sound,"
                  " coalesce(jobtrend.cells_due(), 'none') AS due"
                  " FROM jobtrend.cell WHERE superseded_at IS NULL")[0]


@test
def the_schema_applied_again_leaves_cells_alone_unless_functions_are_others():
    busy_world()
    n = recompute("--all")["published"]

    expect("the same", apply_schema(), {"stale": 0, "sound": n, "due": "none"})
    script("CREATE FUNCTION jobtrend.of_another_release() RETURNS integer"
           " LANGUAGE sql AS 'SELECT 1'")
    expect("others", apply_schema(), {"stale": n, "sound": 0, "due": "all"})
    recompute("--all")
    script("DROP FUNCTION jobtrend.of_another_release()")
    expect("others again", apply_schema()["due"], "all")
    expect("nothing new", recompute("--all")["published"], 0)


@test
def threads_change_no_number():
    busy_world()
    told = []
    for threads in ("1", "2", "7"):
        script("DELETE FROM jobtrend.cell; DELETE FROM jobtrend.series;"
               "DELETE FROM jobtrend.series_coverage; DELETE FROM jobtrend.ranking")
        recompute("--all", "--threads", threads)
        told.append(published())

    expect("something", len(told[0]) > 500, True)
    for other in told[1:]:
        expect("same", sorted(set(told[0].items()) ^ set(other.items()))[:4], [])


@test
def a_server_that_prints_fewer_digits_changes_no_number():
    counted_world()
    before = published()
    name = re.search(r"dbname=(\S+)", DB).group(1)
    script("DELETE FROM jobtrend.cell; DELETE FROM jobtrend.series;"
           "DELETE FROM jobtrend.series_coverage; DELETE FROM jobtrend.ranking;"
           "ALTER DATABASE %s SET extra_float_digits = 0" % name)
    recompute("--all")
    script("ALTER DATABASE %s RESET extra_float_digits" % name)
    expect("same", sorted(set(before.items()) ^ set(published().items()))[:4], [])


def archive(path, first, ads):
    """So many ads of a source that was visited daily, two days apart from `first` on."""
    lines = [{"type": "run", "source": "a", "at": "%sT06:00:00Z" % (day("2024-01-01") + i * DAY),
              "state": "ok"} for i in range(800)] if first == "2024-02-01" else []
    for i in range(ads):
        at = day(first) + 2 * i * DAY
        lines.append({"type": "ad", "source": "a", "native_id": "%s-%d" % (first, i),
                      "url": "https://a.example/%s/%d" % (first, i),
                      "title": "Machine Learning Engineer", "employer": "E%d" % (i % 40),
                      "description": "Requirements: two years with PyTorch. No %d." % i,
                      "first_seen": "%sT06:00:00Z" % at, "last_seen": "%sT06:00:00Z" % (at + DAY)})
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))


def load(db, path, *more):
    done = run(program("jobtrendctl"), "import", "--format", "archive", "--db", db,
               "--summary", "json", *more, path)
    return json.loads(done.stdout)


@test
def an_import_ends_with_published_cells_where_cells_are_published():
    db = fresh_database()
    n = ("SELECT n, is_stale FROM jobtrend.cell WHERE superseded_at IS NULL AND region = 'world'"
         " AND skill = 'any' AND period = '2025' AND measure = 'flow'"
         " AND definition = 'one-skill'")
    with folder() as d:
        archive(d / "a", "2024-02-01", 330)
        archive(d / "b", "2025-03-02", 25)
        archive(d / "c", "2025-06-03", 15)
        first = load(db, d / "a")
        run(program("jobtrendctl"), "recompute", "--all", "--db", db)
        before = int(psql(n, db)[0][0])

        second = load(db, d / "b")
        after = psql(n, db)
        third = load(db, d / "c", "--no-publish")
        left = psql(n, db)
        psql("INSERT INTO jobtrend.daemon_status VALUES ('d', '1', now(), now(), NULL, '{}')", db)
        fourth = load(db, d / "c")

    expect("nothing was published", "published" in first, False)
    expect("published", second["published"] > 0, True)
    expect("cell", after, [[str(before + 25), "f"]])
    expect("left alone", ("published" in third, left), (False, [[str(before + 25), "t"]]))
    expect("a daemon does so", ("published" in fourth, psql(n, db)), (False, left))


if __name__ == "__main__":
    main()
