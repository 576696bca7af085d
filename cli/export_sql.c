/* clang-format off: statements are laid out as in schema.sql */
#include "cli/export_sql.h"

/* A moment as RFC 3339 in UTC, with a fraction only where there is one. */
#define MOMENT(t) \
	"(to_char(" t ", 'YYYY-MM-DD\"T\"HH24:MI:SS')" \
	" || CASE WHEN date_trunc('second', " t ") = " t " THEN ''" \
	" ELSE rtrim(to_char(" t ", '.US'), '0') END || 'Z')"

#define PAY \
	"CASE WHEN coalesce(a.pay_min, a.pay_max) IS NOT NULL" \
	" THEN jsonb_build_object('min', a.pay_min, 'max', a.pay_max," \
	" 'currency', a.pay_currency, 'period', a.pay_period," \
	" 'source', a.pay_source) END"

/*
 * An ad as its source stated it: what the columns say, outranked by what
 * `detail` says (a null there: the source did not state what the column has).
 */
#define STATED_BUT_TEXT \
	"jsonb_build_object(" \
	" 'native_id', a.native_id," \
	" 'url', a.url," \
	" 'apply_url', a.apply_url," \
	" 'title', a.title," \
	" 'employer', a.employer," \
	" 'remote', a.remote," \
	" 'posted_at', CASE WHEN a.claimed_posted_is_date" \
	"  THEN to_char(a.claimed_posted, 'YYYY-MM-DD')" \
	"  ELSE " MOMENT("a.claimed_posted") " END," \
	" 'updated_at', " MOMENT("a.claimed_updated") "," \
	" 'valid_through', " MOMENT("a.valid_through") "," \
	" 'employment_type', a.employment_type," \
	" 'openings', a.openings," \
	" 'pay', " PAY "," \
	" 'requisition_id', a.requisition_id," \
	" 'department', a.department," \
	" 'language', a.language)"

#define STATED \
	STATED_BUT_TEXT " || jsonb_build_object(" \
	" 'description', t.description," \
	" 'description_html_sha256', encode(t.description_html_sha256, 'hex'))" \
	" || coalesce(a.detail, '{}')"

#define FROM_ADS \
	" FROM jobtrend.ad AS a" \
	" JOIN jobtrend.source AS s USING (source_id)" \
	" LEFT JOIN jobtrend.text_version AS t ON t.source_id = a.source_id" \
	"  AND t.ad_id = a.ad_id AND t.text_version = a.text_version" \
	" WHERE ($1::text IS NULL OR s.id = $1)" \
	" ORDER BY s.id COLLATE \"C\", a.native_id COLLATE \"C\", a.first_seen"

const char export_sources_sql[] =
	"SELECT id, kind, employer, first_evidence"
	" FROM jobtrend.source"
	" WHERE ($1::text IS NULL OR id = $1) AND NOT options ? 'implied'"
	" ORDER BY id COLLATE \"C\"";

const char export_runs_sql[] =
	"SELECT s.id, " MOMENT("r.started_at") ","
	" CASE WHEN r.ended_at <> r.started_at THEN " MOMENT("r.ended_at") " END,"
	" r.state, r.listed,"
	" CASE WHEN r.listed IS NOT NULL OR r.fetched > 0 THEN r.fetched END"
	" FROM jobtrend.run AS r"
	" JOIN jobtrend.source AS s USING (source_id)"
	" WHERE ($1::text IS NULL OR s.id = $1)"
	"  AND r.origin <> 'inferred' AND r.state <> 'open'"
	" ORDER BY s.id COLLATE \"C\", r.started_at, r.origin";

const char export_ads_sql[] =
	"SELECT s.id, " MOMENT("a.first_seen") ", " MOMENT("a.last_seen") ","
	" CASE WHEN a.gone_reason IS DISTINCT FROM 'succeeded' THEN"
	" " MOMENT("a.gone_at") " END, encode(t.raw_sha256, 'hex'), " STATED
	FROM_ADS;

/* One row an ad; `moment` writes a time, `day` a date. */
#define TABLE(moment, day) \
	"SELECT s.id AS source, a.native_id, a.title, a.employer, a.url," \
	" " moment("a.first_seen") " AS first_seen," \
	" " moment("a.last_seen") " AS last_seen," \
	" " moment("a.gone_at") " AS gone_at," \
	" " day("a.claimed_posted::date") " AS posted," \
	" array_to_string(a.regions, ' ') AS regions," \
	" a.remote," \
	" (SELECT string_agg(k.id, ' ' ORDER BY k.id) FROM jobtrend.skill AS k" \
	"  WHERE k.skill_id = ANY (a.skills)) AS skills," \
	" (SELECT string_agg(d.id, ' ' ORDER BY d.definition_id)" \
	"  FROM jobtrend.definition AS d" \
	"  WHERE a.definitions >> d.definition_id & 1 = 1) AS definitions," \
	" a.language, a.role_family, a.seniority," \
	" a.pay_min, a.pay_max, a.pay_currency, a.pay_period" \
	FROM_ADS

#define AS_IT_IS(t) t
#define USEC(t) "(extract(epoch FROM " t ") * 1000000)::bigint"
#define DAYS(t) "(" t " - DATE '1970-01-01')"

const char export_csv_sql[] = TABLE(MOMENT, AS_IT_IS);
const char export_parquet_sql[] = TABLE(USEC, DAYS);

/* What a text that is not stored had said stands in the columns alone. */
const char reread_ads_sql[] =
	"SELECT (" STATED_BUT_TEXT " || coalesce(a.detail, '{}'))::text,"
	" t.description, a.content_hash, a.is_stub, a.fingerprint,"
	" CASE WHEN t.description IS NULL THEN jsonb_build_object("
	"  'pay', " PAY ", 'language', a.language)::text END,"
	" CASE WHEN t.description IS NULL THEN"
	"  ARRAY(SELECT unnest(ARRAY[m.skill_id, m.start_char, m.end_char,"
	"    m.context::integer])"
	"   FROM (SELECT * FROM jobtrend.mention AS m"
	"    WHERE m.source_id = a.source_id AND m.ad_id = a.ad_id"
	"     AND m.text_version = a.text_version AND m.field = 1"
	"    ORDER BY m.start_char, m.skill_id) AS m) END,"
	" CASE WHEN t.description IS NULL"
	"  THEN (a.readings -> 'paragraphs')::text END,"
	" CASE WHEN t.description IS NULL AND a.readings IS NOT NULL THEN"
	"  (SELECT sum(1 << w.place)::integer"
	"   FROM jobtrend.weak_paragraph AS w"
	"   JOIN jobtrend.employer_story AS s USING (source_id, paragraph)"
	"   WHERE w.source_id = a.source_id AND w.ad_id = a.ad_id) END,"
	" a.ad_id"
	" FROM jobtrend.ad AS a"
	" LEFT JOIN jobtrend.text_version AS t ON t.source_id = a.source_id"
	"  AND t.ad_id = a.ad_id AND t.text_version = a.text_version"
	" WHERE a.source_id = $1 AND a.ad_id BETWEEN $2 AND $3"
	"  AND a.taxonomy_version < $4"
	"  AND ($5::smallint IS NULL OR a.taxonomy_version = $5)";
