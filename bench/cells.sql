-- A database as large as asked for, filled by statements instead of visits:
-- :n postings, half of them of AI with six skills asked for and six named, of
-- 1,000 sources and 36 months in 60 regions; one ad in twelve has a copy.
-- Sources come late, leave and fail. psql -v n=5000000 -f bench/cells.sql
SET search_path = jobtrend;
SET timezone = 'UTC';
SET synchronous_commit = off;
SET work_mem = '256MB';
SET maintenance_work_mem = '512MB';
SELECT setseed(0.5);

INSERT INTO taxonomy (taxonomy_version, version) VALUES (1, 'bench');
INSERT INTO definition (definition_id, id, version, rule)
SELECT i, (ARRAY['title', 'one-skill', 'two-skills', 'core-role', 'generative', 'builder', 'user',
                 'no-gig', 'hiringlab', 'lightcast'])[i + 1], 1, 'bench'
FROM generate_series(0, 9) AS i;
INSERT INTO skill (skill_id, id, name, cluster, is_core)
SELECT i, 'skill-' || i, 'Skill ' || i, 'bench', i <= 500 FROM generate_series(1, 1000) AS i;

INSERT INTO source (source_id, id, kind, next_visit_at)
SELECT i, 'bench/' || i, 'jsonld', 'infinity' FROM generate_series(1, 1000) AS i;
CREATE TEMP TABLE life AS
SELECT source_id,
       CASE WHEN source_id % 9 = 0 THEN date '2025-04-01' ELSE date '2023-11-01' END AS first_day,
       CASE WHEN source_id % 17 = 0 THEN date '2025-11-01' ELSE date '2026-11-02' END AS last_day,
       CASE WHEN source_id % 11 = 0 THEN daterange('2026-05-03', '2026-06-20') END AS dead
FROM source;
INSERT INTO source_observed (source_id, first_ok_end, first_run_at, last_run_at, last_ok_at)
SELECT source_id, first_day, first_day, last_day, last_day FROM life;
INSERT INTO health_span
SELECT source_id, lower(d), upper(d) - 1
FROM life, unnest(datemultirange(daterange(first_day, last_day + 1))
                  - coalesce(datemultirange(dead), '{}')) AS d;
INSERT INTO visit_month
SELECT source_id, date_trunc('month', d)::date, count(*),
       bit_or(1 << (extract(day FROM d)::integer - 1))
FROM life, generate_series(first_day, last_day, interval '1 day') AS d
WHERE NOT coalesce(d::date <@ dead, false)
GROUP BY 1, 2;
-- For stocks, once a week.
INSERT INTO run (source_id, started_at, ended_at, state)
SELECT source_id, d, d, CASE WHEN dead @> d::date THEN 'dead' ELSE 'ok' END
FROM life, generate_series(first_day, last_day, interval '7 days') AS d;
TRUNCATE source_dirty;

-- As many dated rules as are registered, of regions that may be asked for or not.
INSERT INTO rule_event (region, valid_from, context, title, reference)
SELECT (ARRAY['US', 'US-AA', 'US-CC', 'DE', 'GB', 'IN-BB', 'EU', 'CN', 'JP', 'KR'])[1 + i % 10],
       date '2019-06-01' + i * 67, CASE WHEN i % 3 = 0 THEN 'hiring' ELSE 'pay' END,
       'Rule ' || i, 'bench'
FROM generate_series(1, 40) AS i;

CREATE UNLOGGED TABLE drawn AS
SELECT i, least(1 + floor(1000 * power(random(), 1.5)), 1000)::integer AS source_id,
       timestamptz '2023-11-02 06:00+00' + floor(random() * 1095) * interval '1 day' AS at,
       floor(100000 * power(random(), 2.5))::integer AS employer,
       floor(60 * power(random(), 2))::integer AS place, i % 2 = 0 AS is_ai,
       i % 12 = 0 AS is_joined, 1 + floor(random() * 60)::integer AS days
FROM generate_series(1, :n) AS i;
-- An ad that has a copy is the one before it, elsewhere and two days later.
UPDATE drawn AS d
SET at = o.at + interval '2 days', employer = o.employer, place = o.place, is_joined = true,
    is_ai = true
FROM drawn AS o WHERE d.i % 12 = 1 AND o.i = d.i - 1;

CREATE UNLOGGED TABLE told AS
SELECT d.*, key & 9223372036854775807 AS posting_id,
       CASE WHEN is_joined THEN key & 9223372036854775807 ELSE 0 END AS fingerprint,
       CASE WHEN is_ai THEN 2 + (random() < 0.6)::integer * 4 + (random() < 0.3)::integer * 8
                            + (random() < 0.4)::integer * 16 + 128 ELSE 0 END::bigint AS definitions,
       CASE WHEN is_ai THEN ARRAY[1 + floor(160 * power(random(), 3)), 161 + floor(160 * power(random(), 3)),
            321 + floor(160 * power(random(), 3)), 481 + floor(160 * power(random(), 3)),
            641 + floor(160 * power(random(), 3)), 801 + floor(200 * power(random(), 3))]
            ELSE '{}' END::integer[] AS skills,
       CASE WHEN is_ai THEN ARRAY[1 + floor(160 * random()), 161 + floor(160 * random()),
            321 + floor(160 * random()), 481 + floor(160 * random()), 641 + floor(160 * random()),
            801 + floor(200 * random())] ELSE '{}' END::integer[] AS mentioned,
       ARRAY[(ARRAY['US', 'DE', 'GB', 'IN', 'FR', 'CA', 'JP', 'BR', 'NL', 'SE', 'ES', 'AU'])[1 + place / 5]
             || CASE WHEN place % 5 > 0 THEN '-' || (ARRAY['AA', 'BB', 'CC', 'DD'])[place % 5]
                     ELSE '' END] AS regions
FROM drawn AS d, LATERAL (SELECT hashtextextended((CASE WHEN i % 12 = 1 AND is_joined
    THEN i - 1 ELSE i END)::text, 0) AS key) AS k;
DROP TABLE drawn;

INSERT INTO ad (source_id, ad_id, native_id, url, title, employer, employer_key, first_seen, last_seen,
    gone_at, content_hash, fingerprint, definitions, skills, mentioned, regions, taxonomy_version)
SELECT source_id, i, i::text, 'https://bench.example/' || i, 'Engineer ' || i, 'e' || employer,
       'e' || employer, at, at + days * interval '1 day',
       CASE WHEN at + days * interval '1 day' < '2026-10-28' THEN at + (days + 1) * interval '1 day' END,
       i, fingerprint, definitions, skills,
       mentioned, regions, 1
FROM told ORDER BY source_id, told.i;
INSERT INTO posting (bucket, posting_id, fingerprint, employer_key, first_seen, last_seen, flow_at,
    flow_basis, source_id, ad_id, ads, definitions, skills, regions)
SELECT (posting_id & 1023)::smallint, posting_id, fingerprint, 'e' || employer, at,
       at + days * interval '1 day', at, 'seen', source_id, i, 1 + is_joined::integer, definitions,
       skills, regions
FROM told WHERE NOT (is_joined AND i % 12 = 1) ORDER BY 1, 2;
INSERT INTO posting_member (bucket, posting_id, source_id, ad_id, rule, rule_version, flow_at,
    flow_basis, is_ai, is_joined, definitions, skills, mentioned, regions, employer_key,
    taxonomy_version, recorded_at)
SELECT (posting_id & 1023)::smallint, posting_id, source_id, i, 'exact', 1, at, 'seen', is_ai, is_joined,
       CASE WHEN is_ai THEN definitions END, CASE WHEN is_ai THEN skills END,
       CASE WHEN is_ai THEN mentioned END, CASE WHEN is_ai THEN regions END,
       CASE WHEN is_ai THEN 'e' || employer END, CASE WHEN is_ai THEN 1 END, now()
FROM told ORDER BY 1, 2;
-- What is counted by skill is asked for where ads will come; before, only where sources
-- show what.
SELECT make_years('{demand_fact}', ARRAY(SELECT DISTINCT date_trunc('month', at)::date FROM told));
INSERT INTO demand_fact (source_id, month, region, skill_id, definitions, ads, postings)
SELECT source_id, date_trunc('month', at)::date, r, 0, definitions, count(*), count(*)
FROM told, LATERAL (SELECT 'world' AS r UNION SELECT regions[1] UNION SELECT left(regions[1], 2)) AS p
WHERE at < '2026-09-01'
GROUP BY 1, 2, 3, 5;
INSERT INTO demand_fact
SELECT f.*
FROM (SELECT array_agg(source_id) AS sources, array_agg(month::date) AS months
      FROM source, generate_series(date '2026-09-01', '2026-11-01', interval '1 month') AS month) AS w
CROSS JOIN LATERAL count_facts(w.sources, w.months) AS f
ORDER BY source_id, region, skill_id;
INSERT INTO month_due SELECT DISTINCT date_trunc('month', at)::date FROM told;
SELECT keep_months();
INSERT INTO source_place
SELECT DISTINCT source_id, region FROM demand_fact WHERE region <> 'world';
DROP TABLE told;
INSERT INTO employer_dirty
SELECT m FROM generate_series(date '2024-11-01', '2026-10-01', interval '1 month') AS m;
SELECT refresh_employers();
SELECT tend_stays(NULL);
INSERT INTO fold_watermark (changed_at) VALUES (clock_timestamp());
VACUUM ANALYZE;
