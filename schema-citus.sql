-- Spread the large tables over the workers of a Citus cluster (Citus 12 or newer).
--
--   psql -v ON_ERROR_STOP=1 -d DATABASE -f schema.sql
--   psql -v ON_ERROR_STOP=1 -d DATABASE -f schema-citus.sql
--
-- As the owner of the database, on the coordinator, after schema.sql, best while the
-- tables are empty; it may be applied again. docs/operations.md says what has been
-- tried of it and what has not.
--
-- Two groups of tables, each co-located: what a source shows, by source_id, and what
-- ads have in common, by bucket. Every unique key of a table contains the column that
-- it is spread by. What is small and joined everywhere is copied to every worker. Queues
-- and the frontier stay on the coordinator: they are small, and what locks or skips
-- single rows (FOR UPDATE SKIP LOCKED, ctid) wants one machine.

CREATE EXTENSION IF NOT EXISTS citus;
SET search_path = jobtrend, public;

-- A trigger notes what an ad was read as before. It touches rows of the same source
-- only, which lie on the same worker. That of run writes a queue of the coordinator,
-- which no worker has: so visits stay there as well.
SET citus.enable_unsafe_triggers = on;
DO $$
BEGIN
    EXECUTE format('ALTER DATABASE %I SET citus.enable_unsafe_triggers = on', current_database());
    -- Postings meet the ads that they are made of: two groups, so rows are sent.
    EXECUTE format('ALTER DATABASE %I SET citus.enable_repartition_joins = on', current_database());
END $$;

-- Workers give no numbers of a sequence narrower than bigint, so these come from
-- sequences of the coordinator instead of identity columns.
DO $$
DECLARE
    r record;
BEGIN
    FOR r IN
        SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod) AS type
        FROM pg_attribute AS a
        JOIN pg_class AS c ON c.oid = a.attrelid
        WHERE c.relnamespace = 'jobtrend'::regnamespace AND a.attidentity <> ''
          AND a.atttypid <> 'bigint'::regtype
        ORDER BY c.relname
    LOOP
        EXECUTE format('ALTER TABLE %I ALTER %I DROP IDENTITY', r.relname, r.attname);
        EXECUTE format('CREATE SEQUENCE %I AS %s OWNED BY %I.%I',
            r.relname || '_number', r.type, r.relname, r.attname);
        EXECUTE format('SELECT setval(%L, coalesce(max(%I), 0) + 1, false) FROM %I',
            r.relname || '_number', r.attname, r.relname);
        EXECUTE format('ALTER TABLE %I ALTER %I SET DEFAULT nextval(%L)',
            r.relname, r.attname, r.relname || '_number');
    END LOOP;
END $$;

DO $$
DECLARE
    r record;
BEGIN
    FOR r IN
        SELECT * FROM (VALUES
            -- copied to every worker
            (1, 'source',          NULL,        NULL),
            (1, 'skill',           NULL,        NULL),
            (1, 'definition',      NULL,        NULL),
            (1, 'taxonomy',        NULL,        NULL),
            (1, 'place',           NULL,        NULL),
            (1, 'rule_event',      NULL,        NULL),
            (1, 'spring_festival', NULL,        NULL),
            -- what a source shows, and what is counted of it
            (2, 'ad',              'source_id', 'none'),
            (3, 'text_version',    'source_id', 'ad'),
            (3, 'mention',         'source_id', 'ad'),
            (3, 'earlier_reading', 'source_id', 'ad'),
            (3, 'weak_paragraph',  'source_id', 'ad'),
            (3, 'employer_story',  'source_id', 'ad'),
            (3, 'near_node',       'source_id', 'ad'),
            (3, 'posting_member',  'source_id', 'ad'),
            (3, 'document',        'source_id', 'ad'),
            (3, 'source_observed', 'source_id', 'ad'),
            (3, 'source_sample',   'source_id', 'ad'),
            (3, 'source_fixed',    'source_id', 'ad'),
            (3, 'health_span',     'source_id', 'ad'),
            (3, 'visit_month',     'source_id', 'ad'),
            (3, 'window_panel',    'source_id', 'ad'),
            (3, 'instant_seen',    'source_id', 'ad'),
            (3, 'long_stay',       'source_id', 'ad'),
            (3, 'demand_fact',     'source_id', 'ad'),
            (3, 'source_place',    'source_id', 'ad'),
            (3, 'firm_fact',       'source_id', 'ad'),
            (3, 'fact_change',     'source_id', 'ad'),
            -- what ads have in common
            (2, 'posting',         'bucket',    'none'),
            (3, 'near_pair',       'bucket',    'posting'),
            (3, 'near_group',      'bucket',    'posting'),
            (3, 'near_parted',     'bucket',    'posting')
        ) AS t (turn, name, by_column, beside)
        ORDER BY turn
    LOOP
        CONTINUE WHEN EXISTS (SELECT FROM pg_dist_partition AS p
                              WHERE p.logicalrelid = r.name::regclass);
        IF r.by_column IS NULL THEN
            PERFORM create_reference_table(r.name::regclass);
        ELSE
            PERFORM create_distributed_table(r.name::regclass, r.by_column,
                colocate_with => r.beside);
        END IF;
    END LOOP;
END $$;

-- On the coordinator alone: run, page, host, source_dirty, ad_dirty, fact_dirty,
-- employer_dirty, cell_due (the frontier and queues); cell, employer_fact, pair_fact, definition_fact,
-- series, series_coverage, pair_stale, coverage_stale, published_period, cell_count, cell_touched,
-- known_series, month_sum, month_due, fact_month, fact_pack, fact_patch, ranking, lifetime, answer, change_kind
-- (looked up by region and skill, not by source); counting, daemon_status,
-- fold_watermark, long_stay_known, import_journal, schema_version.
