"""Reading what is published of millions of postings, and recomputing it.

A database is filled by statements (bench/cells.sql) and recomputed in whole,
after a day's worth of new ads of the last month, and after all ads of a month
were read anew. It is asked through prepared statements: random regions, skills
and periods. Times are told as they pass on the wall and as the client's and the
server's processes spend them on processors: only the latter are the same on a
machine that does other things meanwhile. Of new ads `newest` is until the cells
of the newest months are there, once the ads are folded; employers are counted
after the cells.
"""

import json
import os
import random
import subprocess
import time

from prepared import Prepared, quantiles

SETTINGS = {"shared_buffers": "1GB", "work_mem": "32MB", "max_wal_size": "8GB",
            "wal_level": "minimal", "max_wal_senders": "0", "random_page_cost": "1.1"}
NEW = 3000  # ads of a day
TICK_S = 1 / os.sysconf("SC_CLK_TCK")

# What is asked, with what: cells that are published, or any pair and period.
PAIRS = {
    "yoy": ("cell", "SELECT * FROM jobtrend.yoy($1, $2, $3, NULL, $4, $5)"),
    "trend_months": ("pair", "SELECT * FROM jobtrend.trend($1, $2, 'month')"),
    "trend_weeks": ("pair", "SELECT * FROM jobtrend.trend($1, $2, 'week')"),
    "regions_ranked": ("pair", "SELECT * FROM jobtrend.region_ranking WHERE $1 <> '' AND "
                       "skill = $2 AND definition = 'one-skill' ORDER BY rank LIMIT 50"),
    "skills_ranked": ("pair", "SELECT * FROM jobtrend.skill_ranking WHERE region = $1 AND "
                      "$2 <> '' AND definition = 'one-skill' ORDER BY rank LIMIT 50"),
    "explain_page": ("cell", "SELECT * FROM jobtrend.explain_page($1, $2, $3, $4, $5)"),
    "coverage": ("pair", "SELECT * FROM jobtrend.coverage WHERE source = "
                 "'bench/' || 1 + hashtext($1 || $2 || $3) % 500 + 500"),
    "trend_quarters": ("pair", "SELECT * FROM jobtrend.trend($1, $2, 'quarter')"),
    "explain_stock_page": ("cell", "SELECT * FROM jobtrend.explain_page($1, $2, $3, "
                           "measure => 'stock')"),
    "explain_page_source": ("cell", "SELECT * FROM jobtrend.explain_page($1, $2, $3, $4, $5, "
                            "of_source => 'bench/' || 1 + abs(hashtext($1 || $2 || $3) % 1000))"),
    "explain_page_employer": ("cell", "SELECT * FROM jobtrend.explain_page($1, $2, $3, $4, $5, "
                              "of_employer => 'e' || abs(hashtext($1 || $2 || $3) % 100))"),
    "explain_page_beside": ("cell", "SELECT * FROM jobtrend.explain_page($1, $2, $3, $4, $5, "
                            "with_skill => 'skill-' || 1 + abs(hashtext($1 || $2 || $3) % 160))"),
    "explain_stock_source": ("cell", "SELECT * FROM jobtrend.explain_page($1, $2, $3, "
                             "measure => 'stock', "
                             "of_source => 'bench/' || 1 + abs(hashtext($1 || $2 || $3) % 1000))"),
    "explain": ("cell", "SELECT * FROM jobtrend.explain($1, $2, $3, $4, $5) LIMIT 50"),
    "explain_stock": ("cell", "SELECT * FROM jobtrend.explain($1, $2, $3, measure => 'stock') "
                      "LIMIT 50"),
    "time_to_fill": ("pair", "SELECT * FROM jobtrend.time_to_fill WHERE region = $1 "
                     "AND skill = $2"),
    "revision": ("pair", "SELECT * FROM jobtrend.revision WHERE region = $1 AND skill = $2"),
    "index": ("pair", "SELECT * FROM jobtrend.index($1, $2, '2025-01')"),
}
# The same of all AI postings of the world, which is where it takes longest.
WORLD = {
    "momentum_world": "SELECT * FROM jobtrend.employer_momentum('world')",
    "festival_world": "SELECT * FROM jobtrend.festival_yoy('world', 'any', '2026-02')",
    "yoy_stock_world": "SELECT * FROM jobtrend.yoy('world', 'any', '2026Q3', measure => 'stock')",
    "yoy_definition_world": "SELECT * FROM jobtrend.yoy('world', 'any', '2026Q3', "
                            "definition => 'title')",
    "trend_days_world": "SELECT * FROM jobtrend.trend('world', 'any', 'day')",
    "trend_twelve_months_world": "SELECT * FROM jobtrend.trend('world', 'any', 'months')",
    "bridge_ads_world": "SELECT * FROM jobtrend.bridge_ads('world', 'any', '2026Q1', "
                        "'duplicates', page_size => 50)",
}
# Computed from the ads, so fewer of them, and only for so long.
LIVE = {
    "yoy_not_published": ("pair", "SELECT * FROM jobtrend.yoy($1, $2, $3)"),
    "competition": ("pair", "SELECT * FROM jobtrend.employer_competition WHERE region = $1 "
                    "AND skill = $2"),
    "employers": ("pair", "SELECT * FROM jobtrend.employer_demand WHERE region = $1 "
                  "AND skill = $2 ORDER BY rank LIMIT 50"),
    "adjacency": ("pair", "SELECT * FROM jobtrend.skill_adjacency WHERE $1 <> '' AND skill = $2 "
                  "ORDER BY postings DESC LIMIT 50"),
    "regions_ranked_two_skills": ("pair", "SELECT * FROM jobtrend.region_ranking WHERE $1 <> '' AND "
                                "skill = $2 AND definition = 'two-skills' ORDER BY rank LIMIT 50"),
    "trend_month": ("pair", "SELECT * FROM jobtrend.trend_month WHERE region = $1 AND skill = $2 "
                    "AND definition = 'one-skill'"),
    "yoy_share": ("pair", "SELECT * FROM jobtrend.yoy($1, $2, $3, measure => 'share')"),
    "yoy_stock": ("pair", "SELECT * FROM jobtrend.yoy($1, $2, $3, measure => 'stock')"),
    "yoy_share_other_definition": ("pair", "SELECT * FROM jobtrend.yoy($1, $2, $3, "
                                   "definition => 'title', measure => 'share')"),
    "yoy_other_definition": ("pair", "SELECT * FROM jobtrend.yoy($1, $2, $3, "
                             "definition => 'title')"),
    "bridge_ads": ("cell", "SELECT * FROM jobtrend.bridge_ads($1, $2, $3, (ARRAY['demand', "
                   "'sources', 'health', 'duplicates', 'context'])[1 + abs(hashtext($1 || $2 || "
                   "$3) % 5)], page_size => 50)"),
    "bridge_ads_share": ("cell", "SELECT * FROM jobtrend.bridge_ads($1, $2, $3, 'sources', "
                         "measure => 'share', page_size => 50)"),
    "momentum": ("pair", "SELECT * FROM jobtrend.employer_momentum($1, $2)"),
    "festival": ("pair", "SELECT * FROM jobtrend.festival_yoy($1, $2, "
                 "'2026-0' || 1 + abs(hashtext($1 || $2) % 3))"),
    "trend_days": ("pair", "SELECT * FROM jobtrend.trend($1, $2, 'day')"),
    "trend_twelve_months": ("pair", "SELECT * FROM jobtrend.trend($1, $2, 'months')"),
    "trend_other_definition": ("pair", "SELECT * FROM jobtrend.trend($1, $2, 'month', 'title')"),
    "trend_stock": ("pair", "SELECT * FROM jobtrend.trend($1, $2, 'month', measure => 'stock')"),
    "trend_quarter": ("pair", "SELECT * FROM jobtrend.trend_quarter WHERE region = $1 "
                      "AND skill = $2 AND definition = 'one-skill'"),
    "seasonally_adjusted": ("pair", "SELECT * FROM jobtrend.seasonally_adjusted($1, $2)"),
    "estimates": ("pair", "SELECT * FROM jobtrend.estimates($1, $2, $3)"),
    "cities": ("pair", "SELECT * FROM jobtrend.cities($1, $2)"),
    "remote_bounds": ("pair", "SELECT * FROM jobtrend.remote_bounds($1, $2)"),
    "trend_firms": ("pair", "SELECT * FROM jobtrend.trend_firms($1, $2)"),
    "demand_now": ("pair", "SELECT * FROM jobtrend.demand_now WHERE region = $1 AND skill = $2"),
    "pay_trend": ("pair", "SELECT * FROM jobtrend.pay_trend WHERE region = $1 AND skill = $2"),
    # What the three claims come to that are asked for first: a region that nothing is
    # known of, all of the world, and a duration.
    "claim_china": ("pair", "SELECT jobtrend.check_claim('change', 3.217, 3.2165, 3.2175, 'CN', "
                    "period => '2024Q1')"),
    "claim_change": ("pair", "SELECT jobtrend.check_claim('change', 3.217, 3.2165, 3.2175, $1, "
                     "period => '2026Q1')"),
    "claim_world": ("pair", "SELECT jobtrend.check_claim('change', 3.217, 3.2165, 3.2175, 'world', "
                    "period => '2026Q1')"),
    "claim_million": ("pair", "SELECT jobtrend.check_claim('count', 1e6, 9.5e5, 1.05e6)"),
    "claim_share": ("pair", "SELECT jobtrend.check_claim('share', 0.3, 0.25, 0.35)"),
    "claim_million_pair": ("pair", "SELECT jobtrend.check_claim('count', 1e6, 9.5e5, 1.05e6, "
                           "region => $1, skill => $2)"),
    "claim_share_pair": ("pair", "SELECT jobtrend.check_claim('share', 0.3, 0.25, 0.35, "
                         "region => $1, skill => $2)"),
    "claim_six_months": ("pair", "SELECT jobtrend.check_claim('days', 182.6, 167.4, 197.8)"),
}


def process_cpu_s(pid):
    with open(f"/proc/{pid}/stat") as f:
        return sum(map(int, f.read().rsplit(")", 1)[1].split()[11:13])) * TICK_S


def server_cpu_s(parent, seen):
    """Processor seconds of a server's processes, as far as they have lived: not
    every kernel adds those of the dead to their parent's."""
    for name in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{name}/stat") as f:
                fields = f.read().rsplit(")", 1)[1].split()
        except OSError:
            continue
        if int(fields[1]) == parent:
            seen[name] = sum(map(int, fields[11:13])) * TICK_S
    return sum(seen.values())


def recompute(build, tree, pg, parent, *more):
    seen, samples = {}, []
    before, start = server_cpu_s(parent, seen), time.time()
    ctl = subprocess.Popen([f"{build}/jobtrendctl", "recompute", "--format", "json", *more],
                           env=pg.env(), cwd=tree, stdout=subprocess.PIPE, text=True)
    while True:
        ended, status, use = os.wait4(ctl.pid, os.WNOHANG)
        if ended:
            break
        samples.append((time.time() - start, process_cpu_s(ctl.pid),
                        server_cpu_s(parent, seen) - before))
        time.sleep(0.05)
    ctl.returncode = os.waitstatus_to_exitcode(status)
    said = ctl.stdout.read()
    if status:
        raise SystemExit("bench: recompute failed")
    told = json.loads(said)[0]
    newest = [k for k in samples if k[0] <= told["newest_s"]][-1:]
    return {**told, "wall_s": time.time() - start,
            "newest": [dict(zip(("wall_s", "cpu_s", "server_cpu_s"), k)) for k in newest],
            "cpu_s": use.ru_utime + use.ru_stime,
            "server_cpu_s": server_cpu_s(parent, seen) - before,
            "rss_mb": use.ru_maxrss / 1024.0}


# As many ads as asked for, copies of others under new numbers, first seen in the last 31 days.
NEW_ADS = """
    CREATE TEMP TABLE fresh AS
    SELECT source_id, ad_id + 1000000000000 AS new_id, ad_id FROM jobtrend.ad
    ORDER BY hashint8(ad_id), ad_id LIMIT %d;
    INSERT INTO jobtrend.ad (source_id, ad_id, native_id, url, title, employer, employer_key,
        first_seen, last_seen, content_hash, fingerprint, definitions, skills, mentioned, regions,
        taxonomy_version)
    SELECT source_id, f.new_id, f.new_id::text, a.url, a.title, a.employer, a.employer_key, t.at,
           t.at + interval '1 day', f.new_id, 0, a.definitions, a.skills, a.mentioned, a.regions, 1
    FROM fresh AS f JOIN jobtrend.ad AS a USING (source_id, ad_id)
    JOIN jobtrend.source_observed AS o USING (source_id)
    CROSS JOIN LATERAL (SELECT (SELECT max(first_seen) FROM jobtrend.ad WHERE source_id = 1)
                               - f.ad_id %% 31 * interval '1 day' AS at) AS t
    WHERE o.last_ok_at > t.at;
    INSERT INTO jobtrend.ad_dirty SELECT source_id, new_id FROM fresh"""
# All ads that were first seen in the latest complete month.
SAME_ADS = """
    INSERT INTO jobtrend.ad_dirty
    SELECT a.source_id, a.ad_id FROM jobtrend.ad AS a, jobtrend.latest AS l
    WHERE a.first_seen >= l.month - interval '1 month' AND a.first_seen < l.month"""
FOLD = """SET client_min_messages = warning; DO $$ BEGIN
    WHILE jobtrend.fold(5000) > 0 LOOP END LOOP;
END $$"""


def spent(pg, parent, sql):
    """What statements take."""
    seen = {}
    before, start = server_cpu_s(parent, seen), time.time()
    psql = subprocess.Popen(["psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", pg.conninfo, "-c", sql],
                            stdout=subprocess.DEVNULL)
    while psql.poll() is None:
        server_cpu_s(parent, seen)
        time.sleep(0.05)
    if psql.returncode:
        raise SystemExit("bench: failed: " + sql)
    return {"wall_s": time.time() - start, "server_cpu_s": server_cpu_s(parent, seen) - before}


def touched(build, tree, pg, parent, changes):
    """What it takes to publish again what changed ads touch, in the order of the daemon."""
    pg.run(changes)
    return {"fold": spent(pg, parent, FOLD),
            "recompute": recompute(build, tree, pg, parent),
            "employers": spent(pg, parent, "SELECT jobtrend.refresh_employers()")}


def pairs(pg, count, rng):
    """Any region with any skill, one in five with `any`, in any period."""
    regions = [r["region"] for r in
               pg.sql("SELECT DISTINCT region FROM jobtrend.series_coverage ORDER BY 1")]
    skills = [r["id"] for r in pg.sql("SELECT id FROM jobtrend.skill ORDER BY 1")]
    periods = [r["period"] for r in pg.sql("SELECT DISTINCT period FROM jobtrend.cell ORDER BY 1")]
    return [(rng.choice(regions), "any" if rng.random() < 0.2 else rng.choice(skills),
             rng.choice(periods)) for _ in range(count)]


def cells(pg, count):
    rows = pg.sql("SELECT region, skill, period, definition, measure FROM jobtrend.cell"
                  " WHERE superseded_at IS NULL"
                  f" ORDER BY hashtextextended(concat(region, skill, period), 7) LIMIT {count}")
    return [tuple(r[key] for key in ("region", "skill", "period", "definition", "measure"))
            for r in rows]


def ask(conninfo, kind, sql, asked, budget_s=10):
    """As many of those calls as there is time for, three in any case. again: the
    same twice more, the lesser of the two, so that what is read lies in memory
    and what others do on the processors counts less."""
    wanted = max((n for n in range(1, 6) if f"${n}" in sql), default=0)
    with Prepared(conninfo) as db:
        db.prepare(kind, sql)
        start = time.time()
        for values in asked[:8]:  # what a session has to read once
            db.timed(kind, values[:wanted])
            if time.time() - start > budget_s / 2:
                break
        turns = []
        start = time.time()
        for turn in range(3):
            laps = []
            for values in asked[:len(turns[0])] if turns else asked:
                if len(laps) >= 3 and time.time() - start > (turn + 1) * budget_s:
                    break
                laps.append(db.timed(kind, values[:wanted]))
            turns.append(laps)
        told = quantiles(turns[0])
        told["again"] = quantiles([min(both, key=lambda lap: lap.wall_ms)
                                   for both in zip(*turns[1:])])
        return told


# As many rows as there would be, all alike: only reading them is measured, and counting
# them takes far longer than the rest.
LIFETIMES = """INSERT INTO jobtrend.lifetime (region, skill, period, n, removed, expired,
        still_open, source_dead, unknown, evergreen, p50_days, p50_lo, p50_hi, p75_days, p90_days)
    SELECT DISTINCT s.region, n.skill, p.period, 100, 100, 0, 0, 0, 0, 0, 30.0, 28.0, 32.0, 45.0, 60.0
    FROM jobtrend.series AS s JOIN jobtrend.skill_name AS n USING (skill_id)
    CROSS JOIN unnest('{2024,2025,2025Q4,2026Q1,2026Q2,2026Q3}'::text[]) AS p (period)
    WHERE s.grain = 'year'
    ON CONFLICT DO NOTHING"""


def lifetimes(pg):
    pg.run(LIFETIMES)
    pg.run("ANALYZE jobtrend.lifetime")


def measure(build, tree, pg, parent, count=1000, live=20):
    whole = recompute(build, tree, pg, parent, "--all")
    day = touched(build, tree, pg, parent, NEW_ADS % NEW)
    month = touched(build, tree, pg, parent, SAME_ADS)
    pg.run("SELECT jobtrend.keep_panels(), jobtrend.keep_months()")  # as the daemon does between visits
    start = time.time()
    subprocess.run([f"{build}/jobtrendctl", "recompute", "--answers", "--format", "json"],
                   env=pg.env(), cwd=tree, check=True, stdout=subprocess.DEVNULL)
    answers_s = time.time() - start
    lifetimes(pg)
    pg.run("ANALYZE jobtrend.cell, jobtrend.series, jobtrend.ranking, jobtrend.window_panel")
    rng = random.Random(5)
    asked = {"pair": pairs(pg, count, rng), "cell": cells(pg, count)}
    told = {name: ask(pg.conninfo, name, sql, asked[kind])
            for name, (kind, sql) in PAIRS.items()}
    told.update({name: ask(pg.conninfo, name, sql, asked[kind][:live])
                 for name, (kind, sql) in LIVE.items()})
    told.update({name: ask(pg.conninfo, name, sql, asked["pair"][:live])
                 for name, sql in WORLD.items()})
    return {"postings": pg.one("SELECT count(*) FROM jobtrend.posting"),
            "recompute_all": whole, "new_ads": day, "whole_month": month, "answers_s": answers_s,
            "reads": told}
