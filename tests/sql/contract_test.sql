-- The contract of the SQL surface: what others rely on must be there, under these
-- names, with these columns, and open to the reader and to nobody's writing.
\set QUIET on
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS pgtap;
SET search_path = jobtrend, public;
BEGIN;
SELECT * FROM no_plan();

-- Functions: the arguments that every caller names.
SELECT ok(
    (SELECT p.proargnames[1 : array_length(w.args, 1)] @> w.args
     FROM pg_proc AS p
     WHERE p.pronamespace = 'jobtrend'::regnamespace AND p.proname = w.name),
    w.name || ' takes ' || array_to_string(w.args, ', '))
FROM (VALUES
    ('yoy', '{region,skill,period,grain,definition,measure,as_of}'::text[]),
    ('trend', '{region,skill,grain,definition,measure,since,until,as_of}'),
    ('explain', '{region,skill,period,definition,measure,as_of}'),
    ('index', '{region,skill,base_period,grain,definition,measure,since,until,as_of}'),
    ('seasonally_adjusted', '{region,skill,grain,definition,measure,as_of}'),
    ('festival_yoy', '{region,skill,period,definition}'),
    ('remote_bounds', '{region,skill,period,definition}'),
    ('cities', '{region,skill,period,definition}'),
    ('employer_momentum', '{region,skill,period,definition,min_postings}'),
    ('trend_firms', '{region,skill,kind,grain,definition,since,until}')
) AS w (name, args);

-- The members of a cell, in any order; more may come.
SELECT ok(
    (SELECT array_agg(a.attname::text) @> w.members
     FROM pg_attribute AS a
     WHERE a.attrelid = ('jobtrend.' || w.type)::regclass AND a.attnum > 0
       AND NOT a.attisdropped),
    w.type || ' has the members of a cell')
FROM (VALUES
    ('demand_cell', '{value,lo,hi,naive,n,n_base,employers,top_employer_share,sources_matched,coverage,estimator,definition,taxonomy_version,as_of,flags,bridge}'::text[]),
    ('trend_cell', '{period,value,lo,hi,naive,n,n_base,employers,top_employer_share,sources_matched,coverage,estimator,definition,taxonomy_version,as_of,flags,bridge}')
) AS w (type, members);

-- Views and their columns; more may come.
SELECT has_view('jobtrend'::name, v.name::name, 'there is a view ' || v.name)
FROM unnest('{ad_posting,time_to_fill,trend_month,trend_quarter,demand_now,region_ranking,skill_ranking,employer_competition,skill_adjacency,pay_trend,coverage,source_health,revision,employer_demand,ad_region}'::text[]) AS v (name);
SELECT has_column('jobtrend'::name, w.view::name, c::name, w.view || '.' || c)
FROM (VALUES
    ('ad_posting', '{source,native_id,posting_id,class}'::text[]),
    ('time_to_fill', '{region,skill,period,n,p50_days,p50_lo,p50_hi,p75_days,p90_days}'),
    ('trend_month', '{region,skill,definition,period,postings,postings_year_before,naive,share,coverage}'),
    ('trend_quarter', '{region,skill,definition,period,postings,postings_year_before,naive,coverage}'),
    ('demand_now', '{region,skill,definition,postings,employers,sources}'),
    ('region_ranking', '{skill,definition,region,postings,postings_year_before,naive,rank}'),
    ('skill_ranking', '{region,definition,skill,postings,postings_year_before,naive,rank}'),
    ('employer_competition', '{region,skill,postings,employers,top_employer,top_employer_share,top4_share,concentration,entrants}'),
    ('employer_demand', '{region,skill,employer_key,postings,postings_year_before,share,rank,is_entrant}'),
    ('skill_adjacency', '{skill,other_skill,postings,skill_postings,other_postings,all_postings,share,lift,lift_lo,lift_hi}'),
    ('pay_trend', '{region,skill,period,currency,per,n,p25,p50,p75}'),
    ('coverage', '{period,source,ok_days,known_days,coverage}'),
    ('source_health', '{source,state,last_run_at,last_ok_at,reason}'),
    ('revision', '{region,skill,period,definition,measure,published_at,reason,value_before,value_after,n_before,n_after}')
) AS w (view, columns), unnest(w.columns) AS c;

-- The reader reads everything and writes nothing.
SELECT has_role('jobtrend_reader');
SELECT schema_privs_are('jobtrend', 'jobtrend_reader', ARRAY['USAGE']);
SELECT table_privs_are('jobtrend', c.relname, 'jobtrend_reader', ARRAY['SELECT'],
                       'the reader only reads ' || c.relname)
FROM pg_class AS c
WHERE c.relnamespace = 'jobtrend'::regnamespace AND c.relkind IN ('r', 'p', 'v')
ORDER BY c.relname;
SELECT ok(has_function_privilege('jobtrend_reader', p.oid, 'EXECUTE'),
          'the reader may ask ' || p.oid::regprocedure)
FROM pg_proc AS p
WHERE p.pronamespace = 'jobtrend'::regnamespace
  AND p.proname IN ('yoy', 'trend', 'explain', 'index', 'seasonally_adjusted', 'festival_yoy',
                    'remote_bounds', 'cities', 'employer_momentum', 'trend_firms', 'verify',
                    'check_claim');
SELECT is(
    (SELECT string_agg(concat_ws(' ', p.proname::text, r.rolname::text, p.proconfig[1]), E'\n'
                       ORDER BY p.proname)
     FROM pg_proc AS p
     JOIN pg_roles AS r ON r.rolname IN ('jobtrend_reader', 'jobtrend_writer')
         AND has_function_privilege(r.oid, p.oid, 'EXECUTE')
     WHERE p.pronamespace = 'jobtrend'::regnamespace AND p.prosecdef),
    E'make_years jobtrend_writer search_path=jobtrend, pg_temp\n'
    'tend_pairs jobtrend_writer search_path=jobtrend, pg_temp\n'
    'tend_statistics jobtrend_writer search_path=jobtrend, pg_temp\n'
    'tend_years jobtrend_writer search_path=jobtrend, pg_temp',
    'four functions lend the writer alone the rights of their owner: years, indexes and statistics are tended');
SELECT is_empty(
    $$SELECT p.oid::regprocedure FROM pg_proc AS p, aclexplode(p.proacl) AS x
      WHERE p.pronamespace = 'jobtrend'::regnamespace AND x.grantee = 0$$,
    'no function is open to everybody');

-- Comments say something: of views and of the functions to ask, with their unit.
SELECT is_empty(
    $$SELECT c.relname, a.attname
      FROM pg_class AS c
      JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
      WHERE c.relnamespace = 'jobtrend'::regnamespace AND c.relkind = 'v'
        AND lower(translate(col_description(c.oid, a.attnum), ' .', '_'))
            IN (a.attname, 'the_' || a.attname)$$,
    'no comment of a column only repeats its name');
SELECT is_empty(
    $$SELECT c.relname, a.attname, col_description(c.oid, a.attnum)
      FROM pg_class AS c
      JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
      WHERE c.relnamespace = 'jobtrend'::regnamespace AND c.relkind = 'v'
        AND a.atttypid = 'float8'::regtype
        AND col_description(c.oid, a.attnum)
            !~* 'ratio|share|0\.\.1|days|count|per |times|index|range|log points|number|postings'$$,
    'every number with a fraction says its unit');
SELECT is_empty(
    $$SELECT proname FROM pg_proc
      WHERE pronamespace = 'jobtrend'::regnamespace
        AND proname IN ('seasonally_adjusted', 'festival_yoy', 'remote_bounds', 'cities',
                        'employer_momentum', 'trend_firms', 'index')
        AND obj_description(oid, 'pg_proc') !~* 'count|ratio|share|postings'$$,
    'functions that give numbers say their unit');

SELECT * FROM finish();
ROLLBACK;
