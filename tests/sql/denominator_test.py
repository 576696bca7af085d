#!/usr/bin/env python3
"""All AI postings below a share, and panels: kept with cells, and read by what is counted live."""
import random

from busy import counted_world, recompute, touch
from harness import expect, main, test
from world import script


def said(sql):
    return script(sql).strip()


# Of any region, skill, period and definition: with what is kept, and as if nothing were.
CELLS = """SET search_path = jobtrend; %s
    SELECT r, k, p, d, m, to_jsonb(y) - '{as_of,lo,hi}'::text[] AS said, round(y.lo::numeric, 9) AS lo,
           round(y.hi::numeric, 9) AS hi
    FROM (SELECT * FROM unnest('{world,US,US-CA,DE}'::text[]) AS r,
              unnest('{any,pytorch,machine-learning}'::text[]) AS k,
              unnest('{2025,2025Q2,2025-06,2025-12/12,2025-12,2025-W20}'::text[]) AS p,
              unnest('{one-skill,two-skills}'::text[]) AS d,
              unnest('{share,flow,stock}'::text[]) AS m
          ORDER BY hashtextextended(r || k || p || d || m, %d) LIMIT 40) AS q,
         yoy(r, k, p, definition => d, measure => m) AS y
    ORDER BY r, k, p, d, m"""
STALE = """BEGIN; UPDATE answer SET is_stale = true WHERE question = 'denominator';
    UPDATE cell SET is_stale = true; DELETE FROM window_panel;"""
MONTHS = """%s SELECT jsonb_agg(to_jsonb(t) ORDER BY region, skill, definition, month)
    FROM jobtrend.trend_month AS t"""
NO_SERIES = """BEGIN; DELETE FROM jobtrend.known_series;
    INSERT INTO jobtrend.month_due SELECT DISTINCT month FROM jobtrend.demand_fact;"""
DENOMINATORS = "SELECT count(*) FROM jobtrend.answer WHERE question = 'denominator' AND %s"


@test
def a_cell_that_is_not_published_is_counted_by_what_is_kept_with_the_others():
    w, rng = counted_world(), random.Random(8)
    kept = int(said(DENOMINATORS % "NOT is_stale"))
    expect("one a cell of any", said("SELECT count(*) FROM jobtrend.cell WHERE superseded_at IS NULL"
                                     " AND measure = 'share'"), str(kept))
    script("SELECT jobtrend.keep_panels()")
    for turn in range(3):
        touch(w, rng, turn)
        left = int(said(DENOMINATORS % "NOT is_stale"))
        expect("as counted, turn %d" % turn, w.rows("SELECT * FROM jobtrend.verify_answers(1000)"), [])
        expect("panels", w.rows("SELECT * FROM jobtrend.verify_panels(1000)"), [])
        expect("months, some stale", said(MONTHS % ""), said(MONTHS % NO_SERIES))
        script("SELECT jobtrend.keep_panels()")
        recompute()

        expect("all again, turn %d" % turn, (kept > 50, left < kept, said(DENOMINATORS % "is_stale")),
               (True, True, "0"))
        expect("and sound", w.rows("SELECT * FROM jobtrend.verify_answers(1000)"), [])
        expect("panels of turn %d" % turn, w.rows("SELECT * FROM jobtrend.verify_panels(1000)"), [])
        expect("months of turn %d" % turn, said(MONTHS % ""), said(MONTHS % NO_SERIES))
        expect("cells of turn %d" % turn, script(CELLS % ("", turn)), script(CELLS % (STALE, turn)))
    script("UPDATE jobtrend.answer SET said = said || '{\"cur_all\": 900000}' WHERE question = 'denominator'")
    expect("it is read", script(CELLS % ("", 3)) == script(CELLS % (STALE, 3)), False)
    expect("and verified", len(w.rows("SELECT * FROM jobtrend.verify_answers(1000)")), kept)
    script("UPDATE jobtrend.window_panel SET class = 'sick' WHERE class = 'kept'")
    expect("so are panels", len(w.rows("SELECT * FROM jobtrend.verify_panels(1000)")) > 50, True)


@test
def a_denominator_that_the_cells_overtook_is_counted_with_the_next():
    w = counted_world()
    ask = "SELECT (jobtrend.kept_denominator('US', '2025Q4')).counted_at IS NULL"
    script("UPDATE jobtrend.answer SET is_stale = true WHERE question = 'denominator'"
           " AND region = 'US' AND period = '2025Q4'")  # publish() has brought the cell up to date
    expect("not read", said(ask), "t")
    recompute()
    expect("kept again", said(ask), "f")
    script("INSERT INTO jobtrend.fact_dirty (source_id, month, is_bulk) VALUES (1, '2024-11-01', true)")
    expect("nor while months of it are to be counted", said(ask), "t")
    script("UPDATE jobtrend.fact_dirty SET is_bulk = false")  # these a fold has told of
    expect("others are known", said(ask), "f")


if __name__ == "__main__":
    main()
