#include "daemon/taxonomy_sync.h"

#include "base/json_out.h"
#include "base/mem.h"
#include "daemon/database.h"
#include "enrich/enrich.h"

#include <stdlib.h>

void taxonomy_keys_deinit(struct taxonomy_keys *k)
{
	free(k->skill_ids);
	*k = (struct taxonomy_keys){ .skill_ids = NULL };
}

static void skills_as_json(const struct taxonomy *t, struct buf *out)
{
	size_t                    n;
	const struct skill_entry *skills = taxonomy_skills(t, &n);

	json_open_array(out);
	for (size_t i = 0; i < n; i++) {
		json_open_object(out);
		json_put_int(out, "at", (int64_t)i);
		json_put_text(out, "id", skills[i].id);
		json_put_text(out, "name", skills[i].name);
		json_put_text(out, "cluster", skills[i].cluster);
		json_put_bool(out, "is_core", skills[i].is_core);
		json_put_text(out, "parents", skills[i].parents);
		json_put_text(out, "source", skills[i].source);
		json_close_object(out);
	}
	json_close_array(out);
}

static void definitions_as_json(const struct taxonomy *t, struct buf *out)
{
	size_t                         n;
	const struct definition_entry *all = taxonomy_definitions(t, &n);

	json_open_array(out);
	for (size_t i = 0; i < n; i++) {
		json_open_object(out);
		json_put_int(out, "at", (int64_t)i);
		json_put_text(out, "id", all[i].id);
		json_put_int(out, "version", all[i].version);
		json_put_text(out, "rule", all[i].text);
		json_close_object(out);
	}
	json_close_array(out);
}

static void areas_as_json(const struct taxonomy *t, struct buf *out)
{
	struct area_entry area;
	size_t            at = 0;

	json_open_array(out);
	while (taxonomy_next_area(t, &at, &area)) {
		json_open_object(out);
		json_put_text(out, "code", area.code);
		json_put_text(out, "name", area.name);
		json_close_object(out);
	}
	json_close_array(out);
}

static void rules_as_json(const struct taxonomy *t, struct buf *out)
{
	size_t                         n;
	const struct rule_event_entry *all = taxonomy_rule_events(t, &n);

	json_open_array(out);
	for (size_t i = 0; i < n; i++) {
		json_open_object(out);
		json_put_text(out, "region", all[i].region);
		json_put_text(out, "valid_from", all[i].from);
		if (all[i].to[0])
			json_put_text(out, "valid_to", all[i].to);
		json_put_text(out, "context", all[i].context);
		json_put_text(out, "title", all[i].title);
		json_put_text(out, "reference", all[i].reference);
		json_put_text(out, "url", all[i].url);
		json_close_object(out);
	}
	json_close_array(out);
}

static bool store_rules(struct database *db, const struct taxonomy *t,
			struct error *err)
{
	struct buf   rules = BUF_INIT;
	const char  *params[1];
	struct rows *r;
	size_t       n;

	taxonomy_rule_events(t, &n);
	if (!n) /* a dictionary without a register takes nothing back */
		return true;
	rules_as_json(t, &rules);
	params[0] = rules.ptr;
	r = database_query(db, "SELECT jobtrend.sync_rules($1::jsonb)", params,
			   ARRAY_LEN(params), err);
	rows_free(r);
	buf_deinit(&rules);
	return r != NULL;
}

static const char sync_places[] =
	"INSERT INTO jobtrend.place AS p (code, name, country)"
	" SELECT DISTINCT ON (code) code, name, left(code, 2)"
	" FROM jsonb_to_recordset($1::jsonb) AS f(code text, name text)"
	" ORDER BY code"
	" ON CONFLICT (code) DO UPDATE SET name = EXCLUDED.name"
	" WHERE p.name <> EXCLUDED.name";

static bool store_places(struct database *db, const struct taxonomy *t,
			 struct error *err)
{
	struct buf   areas = BUF_INIT;
	const char  *params[1];
	struct rows *r;

	areas_as_json(t, &areas);
	params[0] = areas.ptr;
	r = database_query(db, sync_places, params, ARRAY_LEN(params), err);
	rows_free(r);
	buf_deinit(&areas);
	return r != NULL;
}

/* One row a skill: the version's key, taxonomy index, skill's key. */
static const char sync[] =
	"WITH s AS (SELECT array_agg(id ORDER BY at) AS ids,"
	"  array_agg(name ORDER BY at) AS names,"
	"  array_agg(coalesce(cluster, '') ORDER BY at) AS clusters,"
	"  array_agg(is_core ORDER BY at) AS cores,"
	"  array_agg(coalesce(parents, '') ORDER BY at) AS parents,"
	"  array_agg(coalesce(source, '') ORDER BY at) AS sources"
	"  FROM jsonb_to_recordset($2::jsonb) AS f(at integer, id text,"
	"   name text, cluster text, is_core boolean, parents text,"
	"   source text)),"
	" d AS (SELECT array_agg(id ORDER BY at) AS ids,"
	"  array_agg(version ORDER BY at) AS versions,"
	"  array_agg(rule ORDER BY at) AS rules"
	"  FROM jsonb_to_recordset($3::jsonb) AS f(at integer, id text,"
	"   version integer, rule text))"
	" SELECT k.taxonomy_id, i.n - 1, i.skill_id FROM s, d,"
	"  jobtrend.sync_taxonomy($1, s.ids, s.names, s.clusters, s.cores,"
	"   s.parents, s.sources, d.ids, d.versions, d.rules) AS k,"
	"  unnest(k.skill_ids) WITH ORDINALITY AS i(skill_id, n)";

static bool take(const struct rows *r, struct taxonomy_keys *out,
		 struct error *err)
{
	size_t n = rows_count(r);

	if (n != out->n_skills || !n) {
		error_set(err,
			  "taxonomy: expected %zu skills stored, found %zu",
			  out->n_skills, n);
		return false;
	}
	for (size_t i = 0; i < n; i++) {
		size_t at = (size_t)rows_get_int(r, i, 1);

		out->skill_ids[at] = (int32_t)rows_get_int(r, i, 2);
	}
	out->taxonomy_id = (int16_t)rows_get_int(r, 0, 0);
	return true;
}

bool taxonomy_sync(struct database *db, const struct taxonomy *t,
		   struct taxonomy_keys *out, struct error *err)
{
	struct buf   skills = BUF_INIT, definitions = BUF_INIT;
	const char  *params[3];
	struct rows *r;
	bool         ok;

	*out = (struct taxonomy_keys){ .skill_ids = NULL };
	taxonomy_skills(t, &out->n_skills);
	out->skill_ids = xcalloc(out->n_skills + 1, sizeof(*out->skill_ids));
	skills_as_json(t, &skills);
	definitions_as_json(t, &definitions);
	params[0] = taxonomy_version(t);
	params[1] = skills.ptr;
	params[2] = definitions.ptr;
	r = database_query(db, sync, params, ARRAY_LEN(params), err);
	ok = r && take(r, out, err) && store_places(db, t, err) &&
	     store_rules(db, t, err);
	rows_free(r);
	buf_deinit(&skills);
	buf_deinit(&definitions);
	if (!ok)
		taxonomy_keys_deinit(out);
	return ok;
}
