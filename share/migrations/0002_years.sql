-- What is counted by month lies in a partition a year. Tables from before are
-- copied: their partitions are made of the years that they hold. Functions and
-- views that name them go, and come again with schema.sql, which is applied after
-- the last migration. Needs room for a second copy of these tables meanwhile.

SET search_path = jobtrend;
SET client_min_messages = warning;

DO $$
DECLARE
    t record;
    y integer;
BEGIN
    FOR t IN
        SELECT k.name, k.keys, k.sorted
        FROM (VALUES
            ('demand_fact',   '{demand_fact_pkey,demand_fact_place}'::text[],
             'source_id, month, region, skill_id, definitions'),
            ('firm_fact',     '{firm_fact_pkey,firm_fact_place}',
             'source_id, month, region, skill_id, definitions, employer_size, industry'),
            ('employer_fact', '{employer_fact_pkey,employer_fact_month}', 'region, skill, month'),
            ('pair_fact',     '{pair_fact_pkey,pair_fact_month}', 'skill, other_skill, month')
        ) AS k (name, keys, sorted)
        JOIN pg_class AS c ON c.oid = to_regclass('jobtrend.' || k.name) AND c.relkind = 'r'
    LOOP
        EXECUTE format('ALTER TABLE %I RENAME TO %I', t.name, t.name || '_whole');
        FOR y IN 1 .. cardinality(t.keys) LOOP
            EXECUTE format('ALTER INDEX %I RENAME TO %I', t.keys[y], t.keys[y] || '_whole');
        END LOOP;
        EXECUTE format('CREATE TABLE %I (LIKE %I INCLUDING COMPRESSION) PARTITION BY RANGE (month)',
                       t.name, t.name || '_whole');
        EXECUTE format('ALTER TABLE %I ADD CONSTRAINT %I PRIMARY KEY (%s)',
                       t.name, t.keys[1], t.sorted);
        EXECUTE CASE t.name
            WHEN 'demand_fact' THEN
                'CREATE INDEX demand_fact_place ON demand_fact (region, skill_id, source_id)'
            WHEN 'firm_fact' THEN
                'CREATE INDEX firm_fact_place ON firm_fact (region, skill_id, month)'
            ELSE format('CREATE INDEX %I ON %I (month)', t.keys[2], t.name) END;
        FOR y IN EXECUTE format('SELECT DISTINCT extract(year FROM month)::integer FROM %I ORDER BY 1',
                                t.name || '_whole') LOOP
            EXECUTE format('CREATE TABLE %I PARTITION OF %I FOR VALUES FROM (%L) TO (%L)',
                           t.name || '_' || y, t.name, make_date(y, 1, 1), make_date(y + 1, 1, 1));
            EXECUTE format('COMMENT ON TABLE %I IS %L', t.name || '_' || y,
                           format('%s of %s', t.name, y));
        END LOOP;
        EXECUTE format('INSERT INTO %I SELECT * FROM %I ORDER BY %s',
                       t.name, t.name || '_whole', t.sorted);
        EXECUTE format('DROP TABLE %I CASCADE', t.name || '_whole');
    END LOOP;
END $$;
