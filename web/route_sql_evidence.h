/*
 * route_sql_evidence.h - statements of what stands behind a number: the ads of
 * a part of the bridge, and when sources were seen, all together and those seen
 * least. See route.h for how they are read.
 */
#ifndef WEB_ROUTE_SQL_EVIDENCE_H
#define WEB_ROUTE_SQL_EVIDENCE_H

/* region, skill, period, part, definition, measure, as_of, window */
#define SQL_BRIDGE_ADS                                                      \
	"SELECT $4 AS part,"                                                \
	" CASE WHEN e.in_year_before THEN 'year-before' ELSE 'period' END"  \
	"  AS window, e.source, e.native_id, e.title, e.employer, e.url,"   \
	" e.first_seen, e.last_seen, e.gone_at, e.flow_date, e.sha256,"     \
	" e.posting_id::text AS posting_id, to_json(e.regions) AS regions," \
	" e.class, e.is_asked, e.copy_of_source, e.copy_of_native_id,"      \
	" e.copy_of_url, e.watched_from, e.watched_to, e.n_all,"            \
	" e.cursor AS _1 "                                                  \
	"FROM (SELECT 1) AS one CROSS JOIN LATERAL jobtrend.bridge_ads("    \
	" $1, $2, $3, $4, $5, $6, $7::timestamptz,"                         \
	" CASE $8 WHEN 'year-before' THEN true WHEN 'period' THEN false"    \
	"  END, $9::integer, $10) AS e WHERE $3 IS NOT NULL"

/* sources: rows without a source are all of them together */
#define SQL_COVERAGE_SUMMARY                                               \
	"WITH month AS MATERIALIZED ("                                     \
	" SELECT c.source, c.period, c.ok_days, c.known_days, c.coverage"  \
	" FROM jobtrend.coverage AS c"                                     \
	"), least AS ("                                                    \
	" SELECT m.source, row_number() OVER ("                            \
	"  ORDER BY sum(m.ok_days)::float8 / nullif(sum(m.known_days), 0)" \
	"   NULLS LAST, m.source COLLATE \"C\") AS place"                  \
	" FROM month AS m GROUP BY m.source"                               \
	") "                                                               \
	"SELECT NULL AS source, m.period, count(*) AS sources,"            \
	" sum(m.ok_days)::bigint AS ok_days,"                              \
	" sum(m.known_days)::bigint AS known_days,"                        \
	" sum(m.ok_days)::float8 / nullif(sum(m.known_days), 0)"           \
	"  AS coverage, 0::bigint AS place "                               \
	"FROM month AS m GROUP BY m.period "                               \
	"UNION ALL "                                                       \
	"SELECT m.source, m.period, 1, m.ok_days, m.known_days,"           \
	" m.coverage, l.place "                                            \
	"FROM least AS l JOIN month AS m ON m.source = l.source "          \
	"WHERE l.place <= $1::bigint "                                     \
	"ORDER BY place, period"

#endif
