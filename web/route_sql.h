/*
 * route_sql.h - the statements of route.c; see route.h for how they are read.
 *
 * They ask the functions and views that docs/sql.md describes, tables only
 * where those have no answer. The reader's role runs them, read-only.
 */
#ifndef WEB_ROUTE_SQL_H
#define WEB_ROUTE_SQL_H

#define SQL_STATUS                                                             \
	"SELECT '" JOBTREND_VERSION "'::text AS software, l.seen_at,"          \
	" w.changed_at,"                                                       \
	" (SELECT max(c.published_at) FROM jobtrend.cell AS c) AS "            \
	"published_at,"                                                        \
	" to_char((SELECT min(o.first_run_at) FROM jobtrend.source_observed "  \
	"AS o)"                                                                \
	"  AT TIME ZONE 'UTC', 'YYYY-MM') AS first_month,"                     \
	" to_char(l.month - interval '1 month', 'YYYY-MM') AS latest_month,"   \
	" to_char(date_trunc('quarter', l.month) - interval '1 month',"        \
	"  'YYYY\"Q\"Q') AS latest_quarter,"                                   \
	" to_char(date_trunc('year', l.month) - interval '1 month', 'YYYY')"   \
	"  AS latest_year,"                                                    \
	" to_char(l.month - interval '1 month', 'YYYY-MM\"/12\"')"             \
	"  AS latest_period,"                                                  \
	" (SELECT t.version FROM jobtrend.taxonomy AS t"                       \
	"  ORDER BY t.loaded_at DESC, t.taxonomy_version DESC LIMIT 1)"        \
	"  AS taxonomy_version,"                                               \
	" (SELECT count(*) FROM jobtrend.source_observed) AS sources,"         \
	" (SELECT count(*) FROM jobtrend.place AS p WHERE EXISTS ("            \
	"  SELECT FROM jobtrend.demand_fact AS f"                              \
	"  WHERE f.region = p.code AND f.skill_id = 0 AND (f.definitions"      \
	"   & (SELECT jobtrend.definition_bit('one-skill'))) <> 0))"           \
	"  AS regions,"                                                        \
	" (SELECT count(*) FROM jobtrend.skill) AS skills "                    \
	"FROM jobtrend.latest AS l LEFT JOIN jobtrend.fold_watermark AS w ON " \
	"true"

/* q, within, level, observed */
#define SQL_REGIONS                                                       \
	"WITH seen AS ("                                                  \
	" SELECT r.region, r.postings::bigint AS postings"                \
	" FROM jobtrend.ranked_pair AS r"                                 \
	" WHERE r.skill = 'any' AND r.definition = 'one-skill'"           \
	"), known AS ("                                                   \
	" SELECT 'world' AS region, 'World' AS name, 'world' AS level,"   \
	"  NULL AS country, '' AS place"                                  \
	" UNION ALL"                                                      \
	" SELECT p.code, p.name,"                                         \
	"  CASE WHEN length(p.code) = 2 THEN 'country'"                   \
	"   ELSE 'subdivision' END,"                                      \
	"  left(p.code, 2), p.code FROM jobtrend.place AS p"              \
	") "                                                              \
	"SELECT k.region, k.name, k.level, k.country, s.postings,"        \
	" k.place AS _1 "                                                 \
	"FROM known AS k LEFT JOIN seen AS s ON s.region = k.region "     \
	"WHERE ($1 IS NULL OR strpos(lower(k.region), lower($1)) > 0"     \
	"  OR strpos(lower(k.name), lower($1)) > 0)"                      \
	" AND ($2 IS NULL OR (k.country = $2 AND k.level = "              \
	"'subdivision'))"                                                 \
	" AND ($3 IS NULL OR k.level = $3)"                               \
	" AND (NOT $4::boolean OR s.postings IS NOT NULL)"                \
	" AND ($6 IS NULL OR k.place COLLATE \"C\" > $6) "                \
	"ORDER BY k.place COLLATE \"C\" LIMIT $5::bigint"

/* q, cluster, core */
#define SQL_SKILLS                                                    \
	"SELECT s.id AS skill, s.name, s.cluster, s.is_core,"         \
	" to_json(s.parents) AS parents, r.postings, s.id AS _1 "     \
	"FROM jobtrend.skill AS s "                                   \
	"LEFT JOIN (SELECT k.skill, k.postings::bigint AS postings"   \
	"  FROM jobtrend.ranked_pair AS k"                            \
	"  WHERE k.region = 'world' AND k.definition = 'one-skill')"  \
	" AS r ON r.skill = s.id "                                    \
	"WHERE ($1 IS NULL OR strpos(lower(s.id), lower($1)) > 0"     \
	"  OR strpos(lower(s.name), lower($1)) > 0)"                  \
	" AND ($2 IS NULL OR s.cluster = $2)"                         \
	" AND ($3 IS NULL OR s.is_core = $3::boolean)"                \
	" AND ($5 IS NULL OR s.id COLLATE \"C\" > $5) "               \
	"ORDER BY s.id COLLATE \"C\" LIMIT $4::bigint"

#define SQL_DEFINITIONS                                 \
	"SELECT d.id AS definition, d.version, d.rule," \
	" d.id = 'one-skill' AS is_default "            \
	"FROM jobtrend.definition AS d ORDER BY d.definition_id"

/* Every pair of a region and a skill, in the order asked for. */
#define SQL_PAIRS                                                              \
	"FROM unnest(string_to_array($1, ',')) WITH ORDINALITY AS r (region, " \
	"i)"                                                                   \
	" CROSS JOIN unnest(string_to_array($2, ','))"                         \
	"  WITH ORDINALITY AS s (skill, k) "

/* region, skill, grain, definition, measure, since, until, as_of */
#define SQL_TREND                                                              \
	"SELECT t.region, t.skill, t.period, t.grain, t.measure, "             \
	"t.definition,"                                                        \
	" t.period_start, t.value, t.lo, t.hi, t.naive, t.n, t.n_base,"        \
	" t.employers, t.top_employer_share, t.sources, t.coverage,"           \
	" t.estimator, t.taxonomy_version, to_json(t.flags) AS "               \
	"flags " SQL_PAIRS                                                     \
	"CROSS JOIN LATERAL jobtrend.trend(r.region, s.skill, $3, $4, $5, $6," \
	" $7, $8::timestamptz) AS t "                                          \
	"ORDER BY r.i, s.k, t.period_start"

/* region, skill, period, definition, measure, as_of; none without data */
#define SQL_YOY                                                                \
	"SELECT c.region, c.skill, c.period, c.grain, c.measure, "             \
	"c.definition,"                                                        \
	" c.value, c.lo, c.hi, c.naive, c.n, c.n_base, c.employers,"           \
	" c.top_employer_share, c.sources_matched, c.coverage, c.estimator,"   \
	" c.taxonomy_version, to_json(c.flags) AS flags,"                      \
	" (c.bridge ->> 'demand')::float8 AS \"bridge.demand\","               \
	" (c.bridge ->> 'sources')::float8 AS \"bridge.sources\","             \
	" (c.bridge ->> 'health')::float8 AS \"bridge.health\","               \
	" (c.bridge ->> 'duplicates')::float8 AS \"bridge.duplicates\","       \
	" (c.bridge ->> 'definition')::float8 AS \"bridge.definition\","       \
	" (c.bridge ->> 'context')::float8 AS \"bridge.context\","             \
	" (c.bridge ->> 'denominator')::float8 AS "                            \
	"\"bridge.denominator\" " SQL_PAIRS                                    \
	"CROSS JOIN LATERAL jobtrend.yoy(r.region, s.skill, $3, NULL, $4, $5," \
	" $6::timestamptz) AS c "                                              \
	"WHERE $3 IS NOT NULL ORDER BY r.i, s.k"

/*
 * The same, one cell. points: the logarithmic mean of 1 + naive and 1 times
 * the part's logarithm, which adds up exactly (Ang 2004, LMDI-I).
 */
#define SQL_BRIDGE                                                             \
	"SELECT c.region, c.skill, c.period, c.measure, c.definition, p.part," \
	" b.log_points,"                                                       \
	" b.log_points * CASE WHEN abs(ln(1 + c.naive)) < 1e-9 THEN 1"         \
	"  ELSE c.naive / ln(1 + c.naive) END AS points,"                      \
	" p.meaning, c.naive, c.value, c.lo, c.hi "                            \
	"FROM (SELECT y.* FROM (SELECT 1) AS one"                              \
	" CROSS JOIN LATERAL jobtrend.yoy($1, $2, $3, NULL, $4, $5,"           \
	"  $6::timestamptz) AS y WHERE $3 IS NOT NULL) AS c "                  \
	"CROSS JOIN (VALUES"                                                   \
	" (1, 'demand', 'more or fewer vacancies'),"                           \
	" (2, 'sources', 'boards that were added or left'),"                   \
	" (3, 'health', 'boards that could not be read in one of the years')," \
	" (4, 'duplicates', 'copies of the same vacancy'),"                    \
	" (5, 'definition', 'another dictionary of skills'),"                  \
	" (6, 'context', 'ads that name AI without asking for it'),"           \
	" (7, 'denominator', 'what the same does to the count of all "         \
	"postings')"                                                           \
	") AS p (i, part, meaning) "                                           \
	"CROSS JOIN LATERAL (SELECT (c.bridge ->> p.part)::float8 AS "         \
	"log_points)"                                                          \
	" AS b "                                                               \
	"WHERE b.log_points IS NOT NULL AND c.naive > -1 ORDER BY p.i"

/* region, skill, period, definition, measure, as_of: for the next two */
#define SQL_OF_CELL(function)                                          \
	"FROM (SELECT 1) AS one CROSS JOIN LATERAL jobtrend." function \
	"($1, $2, $3, $4, $5, $6::timestamptz) AS e WHERE $3 IS NOT NULL"

#define SQL_ESTIMATES                                                       \
	"SELECT $1 AS region, $2 AS skill, $3 AS period, $4 AS definition," \
	" $5 AS measure, e.estimator, e.value, e.lo, e.hi, e.drift, e.n,"   \
	" e.n_base, e.sources, e.note " SQL_OF_CELL("estimates")

#define SQL_ROBUSTNESS                                                      \
	"SELECT $1 AS region, $2 AS skill, $3 AS period, $4 AS definition," \
	" $5 AS measure, e.* " SQL_OF_CELL("robustness")

/*
 * by, order, region, skill, level, period, definition, measure, limit.
 *
 * Cells that are published are joined, however many; of the last twelve months
 * that is every one that has a number (plan_cells). Others are counted live,
 * which costs a look at all ads of the windows each: as many as these, with
 * most postings first, and only for two seconds. The rest says that it was not
 * counted. (is_few: suppressed whatever it came to.)
 */
#define RANKED_LIVE \
	"CASE WHEN $1 = 'region' THEN 20 WHEN $8 = 'share' THEN 4 ELSE 12 END"

#define RANKED_CELL                                                      \
	" c.value, c.lo, c.hi, c.naive, c.n, c.n_base, c.employers,"     \
	" c.coverage, c.flags "

#define SQL_RANKING                                                            \
	"WITH listed AS ("                                               \
	" SELECT r.region, r.skill, r.postings, r.postings_year_before"  \
	" FROM jobtrend.ranked_pair AS r"                                \
	" WHERE $1 = 'skill' AND r.definition = $7 AND r.region = $3"    \
	"  AND r.skill <> 'any'"                                         \
	" UNION ALL"                                                     \
	" SELECT r.region, r.skill, r.postings, r.postings_year_before"  \
	" FROM jobtrend.ranked_pair AS r"                                \
	" WHERE $1 <> 'skill' AND r.definition = $7 AND r.skill = $4"    \
	"  AND r.region <> 'world'"                                      \
	"  AND CASE WHEN $3 = 'world'"                                   \
	"   THEN (length(r.region) = 2) = ($5 = 'country')"              \
	"   ELSE starts_with(r.region, $3 || '-') END"                   \
	"), shown AS ("                                                  \
	" SELECT l.region, n.skill, n.name AS skill_name,"               \
	"  l.postings, l.postings_year_before,"                          \
	"  $8 <> 'stock' AND $6 = (SELECT to_char(month"                 \
	"   - interval '1 month', 'YYYY-MM\"/12\"')"                     \
	"   FROM jobtrend.latest) AND least(l.postings,"                 \
	"   coalesce(l.postings_year_before, 0)) < 10 AS is_few"         \
	" FROM listed AS l JOIN jobtrend.skill_name AS n"                \
	"  ON n.skill = l.skill"                                         \
	" WHERE $6 IS NOT NULL"                                          \
	" ORDER BY l.postings DESC, l.region, n.skill COLLATE \"C\""     \
		      " LIMIT CASE WHEN $2 = 'most' THEN $9::bigint END"       \
		      "), known AS MATERIALIZED ("                             \
		      " SELECT s.*, c.period IS NOT NULL AS is_kept,"          \
		      RANKED_CELL                                              \
		      " FROM shown AS s LEFT JOIN jobtrend.cell AS c"          \
		      "  ON c.region = s.region AND c.skill = s.skill"         \
		      "  AND c.period = $6 AND c.definition = $7"              \
		      "  AND c.measure = $8 AND c.superseded_at IS NULL"       \
		      "  AND NOT c.is_stale AND $8 <> 'stock'"                 \
		      "), missing AS MATERIALIZED ("                           \
		      " SELECT k.region, k.skill, row_number() OVER ("         \
		      "  ORDER BY k.postings DESC, k.region,"                  \
		      "  k.skill COLLATE \"C\") AS place"                      \
		      " FROM known AS k"                                       \
		      " WHERE NOT k.is_kept AND NOT k.is_few"                  \
		      "), measured AS ("                                       \
		      " SELECT c.region, c.skill," RANKED_CELL                 \
		      " FROM known AS c WHERE c.is_kept"                       \
		      " UNION ALL"                                             \
		      " SELECT c.region, c.skill," RANKED_CELL                 \
		      " FROM (SELECT array_agg(k.region ORDER BY k.place)"     \
		      "   AS regions, array_agg(k.skill ORDER BY k.place)"     \
		      "   AS skills FROM missing AS k WHERE k.place <= "       \
		      RANKED_LIVE ") AS m"                                     \
		      " CROSS JOIN LATERAL jobtrend.yoy_within("               \
		      "  '2 s', m.regions, m.skills, $6, $7, $8) AS c"         \
		      "), ranked AS ("                                         \
		      " SELECT k.skill_name, k.postings,"                      \
		      "  k.postings_year_before, k.region, k.skill,"           \
		      "  c.value, c.lo, c.hi, c.naive, c.n, c.n_base,"         \
		      "  c.employers, c.coverage,"                             \
		      "  CASE WHEN c.region IS NOT NULL THEN c.flags"          \
		      "   WHEN k.is_few THEN '{suppressed_small}'::text[]"     \
		      "   ELSE '{not_counted}'::text[] END AS flags,"          \
		      "  row_number() OVER (ORDER BY"                          \
		      "  CASE $2 WHEN 'rising' THEN -c.value WHEN 'falling' "  \
		      "THEN c.value"                                           \
		      "   ELSE -k.postings END,"                               \
		      "  k.region COLLATE \"C\", k.skill COLLATE \"C\") AS "   \
		      "rank"                                                   \
		      " FROM known AS k LEFT JOIN measured AS c"               \
		      "  ON c.region = k.region AND c.skill = k.skill"         \
		      " WHERE $2 = 'most' OR c.value IS NOT NULL"              \
		      ") "                                                     \
		      "SELECT r.rank, r.region,"                               \
		      " coalesce(p.name, CASE r.region WHEN 'world' THEN "     \
		      "'World'"                                                \
		      "  ELSE r.region END) AS region_name,"                   \
		      " r.skill, r.skill_name,"                                \
		      " $6 AS period, $8 AS measure,"                          \
		      " $7 AS definition, r.postings::bigint AS postings,"     \
		      " r.postings_year_before::bigint AS "                    \
		      "postings_year_before,"                                  \
		      " r.value, r.lo, r.hi, r.naive, r.n, r.n_base, "         \
		      "r.employers, r.coverage,"                               \
		      " CASE WHEN r.lo > 0 THEN 'rising' WHEN r.hi < 0 THEN "  \
		      "'falling'"                                              \
		      "  WHEN r.value IS NOT NULL THEN 'unclear' END AS "      \
		      "direction,"                                             \
		      " to_json(r.flags) AS flags "                            \
		      "FROM ranked AS r "                                      \
		      "LEFT JOIN jobtrend.place AS p ON p.code = r.region "    \
		      "ORDER BY r.rank LIMIT $9::bigint"

/* region, skill, definition; as employer_competition counts */
#define SQL_EMPLOYERS                                                       \
	"WITH asked AS MATERIALIZED ("                                      \
	" SELECT jobtrend.skill_number($2) AS skill_id,"                    \
	"  jobtrend.definition_bit($3) AS mask, l.month"                    \
	" FROM jobtrend.latest AS l"                                        \
	"), counted AS ("                                                   \
	" SELECT p.employer_key AS employer, count(*) AS postings"          \
	" FROM asked AS a JOIN jobtrend.posting AS p"                       \
	"  ON p.flow_at >= a.month - interval '12 months' AND p.flow_at < " \
	"a.month"                                                           \
	" WHERE p.definitions <> 0 AND (p.definitions & a.mask) <> 0"       \
	"  AND p.employer_key <> '' AND jobtrend.lies_in(p.regions, $1)"    \
	"  AND (a.skill_id = 0 OR a.skill_id = ANY (p.skills))"             \
	" GROUP BY p.employer_key"                                          \
	"), ranked AS ("                                                    \
	" SELECT c.employer, c.postings,"                                   \
	"  rank() OVER (ORDER BY c.postings DESC) AS rank,"                 \
	"  c.postings / sum(c.postings) OVER ()::float8 AS share"           \
	" FROM counted AS c"                                                \
	") "                                                                \
	"SELECT $1 AS region, $2 AS skill, $3 AS definition, r.rank, "      \
	"r.employer,"                                                       \
	" r.postings, r.share, r.postings AS _1, r.employer AS _2 "         \
	"FROM ranked AS r "                                                 \
	"WHERE $5 IS NULL OR r.postings < $5::bigint OR"                    \
	" (r.postings = $5::bigint AND r.employer COLLATE \"C\" > $6) "     \
	"ORDER BY r.postings DESC, r.employer COLLATE \"C\" LIMIT $4::bigint"

/* region, skill */
#define SQL_COMPETITION                                                       \
	"SELECT c.region, c.skill, n.name AS skill_name, c.postings,"         \
	" c.postings_unknown_employer, c.employers, c.employers_year_before," \
	" c.entrants, c.top_employer, c.top_employer_share, c.top4_share,"    \
	" c.concentration,"                                                   \
	" c.postings AS _1, c.skill AS _2 "                                   \
	"FROM jobtrend.employer_competition AS c"                             \
	" JOIN jobtrend.skill_name AS n ON n.skill = c.skill "                \
	"WHERE c.region = $1 AND ($2 IS NULL OR c.skill = $2)"                \
	" AND ($4 IS NULL OR c.postings < $4::bigint OR"                      \
	"  (c.postings = $4::bigint AND c.skill COLLATE \"C\" > $5)) "        \
	"ORDER BY c.postings DESC, c.skill COLLATE \"C\" LIMIT $3::bigint"

/* skill, order, min_postings, limit */
#define SQL_ADJACENCY                                                      \
	"SELECT a.skill, a.other_skill, n.name AS other_name, a.postings," \
	" a.skill_postings, a.other_postings, a.share, a.lift, a.lift_lo," \
	" a.lift_hi "                                                      \
	"FROM jobtrend.skill_adjacency AS a"                               \
	" JOIN jobtrend.skill_name AS n ON n.skill = a.other_skill "       \
	"WHERE a.skill = $1 AND a.postings >= $3::bigint "                 \
	"ORDER BY CASE $2 WHEN 'lift' THEN a.lift ELSE a.postings END"     \
	" DESC NULLS LAST,"                                                \
	" a.other_skill COLLATE \"C\" LIMIT $4::bigint"

/* region, skill, grain */
#define SQL_LIFETIMES                                                     \
	"SELECT t.region, t.skill, t.period, t.n, t.p50_days, t.p50_lo,"  \
	" t.p50_hi, t.p75_days, t.p90_days "                              \
	"FROM jobtrend.time_to_fill AS t "                                \
	"WHERE t.region = $1 AND t.skill = $2"                            \
	" AND ($3 IS NULL OR (length(t.period) = 6) = ($3 = 'quarter')) " \
	"ORDER BY length(t.period), t.period"

/* region, skill, currency, per */
#define SQL_PAY                                                                \
	"SELECT p.region, p.skill, p.period, p.currency, p.per, p.n, p.p25,"   \
	" p.p50, p.p75, p.p50_year "                                           \
	"FROM jobtrend.pay_trend AS p "                                        \
	"WHERE p.region = $1 AND p.skill = $2"                                 \
	" AND ($3 IS NULL OR p.currency = $3) AND ($4 IS NULL OR p.per = $4) " \
	"ORDER BY p.period, p.currency, p.per"

/* source, since, until */
#define SQL_COVERAGE                                                      \
	"SELECT c.source, c.period, c.ok_days, c.known_days, c.coverage," \
	" c.source AS _1, c.period AS _2 "                                \
	"FROM jobtrend.coverage AS c "                                    \
	"WHERE ($1 IS NULL OR c.source = $1)"                             \
	" AND ($2 IS NULL OR c.period >="                                 \
	"  to_char(jobtrend.start_day('since', $2), 'YYYY-MM'))"          \
	" AND ($3 IS NULL OR c.period <="                                 \
	"  to_char(jobtrend.start_day('until', $3), 'YYYY-MM'))"          \
	" AND ($5 IS NULL OR c.source > $5 OR"                            \
	"  (c.source = $5 AND c.period > $6)) "                           \
	"ORDER BY c.source, c.period LIMIT $4::bigint"

/* q, kind, state */
#define SQL_SOURCES                                                          \
	"SELECT h.source, h.kind, h.employer, s.url, s.is_enabled, h.state," \
	" h.reason, h.last_run_at, h.last_ok_at, s.next_visit_at, h.listed," \
	" h.ads_seen, h.runs_30_days, h.ok_runs_30_days, h.source AS _1 "    \
	"FROM jobtrend.source_health AS h"                                   \
	" JOIN jobtrend.source AS s ON s.id = h.source "                     \
	"WHERE ($1 IS NULL OR strpos(lower(h.source), lower($1)) > 0"        \
	"  OR strpos(lower(h.employer), lower($1)) > 0)"                     \
	" AND ($2 IS NULL OR h.kind = $2) AND ($3 IS NULL OR h.state = $3)"  \
	" AND ($5 IS NULL OR h.source > $5) "                                \
	"ORDER BY h.source LIMIT $4::bigint"

/* region, skill, period, definition, measure, as_of, with, source, employer
 * (as SQL_EMPLOYERS names it) */
#define SQL_EXPLAIN                                                        \
	"SELECT e.source, e.native_id, e.title, e.employer, e.url,"        \
	" e.first_seen, e.last_seen, e.gone_at, e.flow_date, e.basis,"     \
	" e.sha256, e.posting_id::text AS posting_id,"                     \
	" to_json(e.regions) AS regions, to_json(e.skills) AS skills,"     \
	" e.is_matched, e.cursor AS _1 "                                   \
	"FROM (SELECT 1) AS one"                                           \
	" CROSS JOIN LATERAL jobtrend.explain_page($1, $2, $3, $4, $5,"    \
	"  $6::timestamptz, $10::integer, $11, $7, $8, $9) AS e "          \
	"WHERE $3 IS NOT NULL"

/* region, skill */
#define SQL_REVISIONS                                                          \
	"SELECT r.region, r.skill, r.period, r.definition, r.measure,"         \
	" r.published_at, r.reason, r.value_before, r.value_after, "           \
	"r.n_before,"                                                          \
	" r.n_after, r.published_at::text AS _1, r.region AS _2, r.skill AS "  \
	"_3,"                                                                  \
	" r.period AS _4, r.definition AS _5, r.measure AS _6 "                \
	"FROM jobtrend.revision AS r "                                         \
	"WHERE ($1 IS NULL OR r.region = $1) AND ($2 IS NULL OR r.skill = $2)" \
	" AND ($4 IS NULL OR r.published_at < $4::timestamptz OR"              \
	"  (r.published_at = $4::timestamptz AND"                              \
	"   (r.region, r.skill, r.period, r.definition, r.measure) >"          \
	"   ($5, $6, $7, $8, $9))) "                                           \
	"ORDER BY r.published_at DESC, r.region, r.skill, r.period,"           \
	" r.definition, r.measure LIMIT $3::bigint"

/* region, kind, since, until */
#define SQL_EVENTS                                                            \
	"WITH event AS ("                                                     \
	" SELECT e.valid_from AS day, e.valid_to AS until, 'rule' AS kind,"   \
	"  e.region, e.title, e.context, e.reference, e.url,"                 \
	"  NULL::bigint AS sources"                                           \
	" FROM jobtrend.rule_event AS e"                                      \
	" WHERE $1 = 'world' OR e.region IN ('world', $1, left($1, 2))"       \
	"  OR starts_with(e.region, $1 || '-')"                               \
	" UNION ALL"                                                          \
	" SELECT (o.first_run_at AT TIME ZONE 'UTC')::date, NULL, 'source', " \
	"NULL,"                                                               \
	"  CASE WHEN count(*) = 1 THEN min(s.id)"                             \
	"   ELSE count(*) || ' sources' END, NULL, NULL, NULL, count(*)"      \
	" FROM jobtrend.source_observed AS o"                                 \
	" JOIN jobtrend.source AS s ON s.source_id = o.source_id"             \
	" WHERE o.first_run_at IS NOT NULL"                                   \
	" GROUP BY 1"                                                         \
	") "                                                                  \
	"SELECT e.day, e.until, e.kind, e.region,"                            \
	" (SELECT p.name FROM jobtrend.place AS p WHERE p.code = e.region)"   \
	"  AS region_name, e.title, e.context,"                               \
	" e.reference, e.url, e.sources, e.day::text AS _1, e.kind AS _2,"    \
	" coalesce(e.region, '') AS _3, e.title AS _4 "                       \
	"FROM event AS e "                                                    \
	"WHERE ($2 IS NULL OR e.kind = $2)"                                   \
	" AND ($3 IS NULL OR e.day >= jobtrend.start_day('since', $3))"       \
	" AND ($4 IS NULL OR e.day <= jobtrend.start_day('until', $4))"       \
	" AND ($6 IS NULL OR"                                                 \
	"  (e.day, e.kind COLLATE \"C\", coalesce(e.region, '') COLLATE "     \
	"\"C\","                                                              \
	"   e.title COLLATE \"C\") > ($6::date, $7, $8, $9)) "                \
	"ORDER BY e.day, e.kind COLLATE \"C\", coalesce(e.region, '')"        \
	" COLLATE \"C\", e.title COLLATE \"C\" LIMIT $5::bigint"

/* What state the data is in; see state.h. */
#define SQL_STATE                                                              \
	"SELECT left(md5(concat_ws('/', w.changed_at, p.at, d.at, d.n, e.id,"  \
	"  e.n, o.n, (now() AT TIME ZONE 'UTC')::date)), 16),"                 \
	" greatest(w.changed_at, p.at, d.at) AS updated,"                      \
	" to_char(l.month - interval '1 month', 'YYYY-MM\"/12\"'),"            \
	" concat_ws('/', d.at, d.n) "                                          \
	"FROM jobtrend.latest AS l"                                            \
	" LEFT JOIN jobtrend.fold_watermark AS w ON true"                      \
	" CROSS JOIN (SELECT max(published_at) AS at FROM jobtrend.cell) AS p" \
	" CROSS JOIN (SELECT max(loaded_at) AS at, count(*) AS n"              \
	"  FROM jobtrend.taxonomy) AS d"                                       \
	" CROSS JOIN (SELECT max(rule_event_id) AS id, count(*) AS n"          \
	"  FROM jobtrend.rule_event) AS e"                                     \
	" CROSS JOIN (SELECT count(*) AS n FROM jobtrend.source_observed) AS " \
	"o"

#define SQL_NAMES                                                       \
	"SELECT n.kind, n.id, n.name FROM ("                            \
	" SELECT 0, p.code, p.name FROM jobtrend.place AS p"            \
	" UNION ALL SELECT 1, s.id, s.name FROM jobtrend.skill AS s"    \
	" UNION ALL SELECT 2, d.id, d.id FROM jobtrend.definition AS d" \
	") AS n (kind, id, name) ORDER BY n.kind, n.id COLLATE \"C\""

#define SQL_DAEMONS                                                           \
	"SELECT d.owner, extract(epoch FROM d.heartbeat)::float8, d.counters" \
	" FROM jobtrend.daemon_status AS d"                                   \
	" WHERE d.heartbeat > now() - interval '7 days'"                      \
	" AND d.stopped_at IS NULL ORDER BY d.owner"

#define SQL_CLAIM                                                             \
	"SELECT jobtrend.check_claim($1, $2::float8, $3::float8, $4::float8," \
	" coalesce($5, 'world'), coalesce($6, 'any'), $7, $8, $9,"            \
	" $10::integer, $11::integer, $12)"

#endif
