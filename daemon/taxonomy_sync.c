#include "daemon/taxonomy_sync.h"

#include "base/json_out.h"
#include "base/mem.h"
#include "daemon/database.h"
#include "enrich/enrich.h"

#include <stdlib.h>

void taxonomy_keys_deinit(struct taxonomy_keys *k)
{
	free(k->skill_ids);
	*k = (struct taxonomy_keys){.skill_ids = NULL};
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
		json_put_int(out, "definition_id", (int64_t)i);
		json_put_text(out, "id", all[i].id);
		json_put_int(out, "version", all[i].version);
		json_put_text(out, "rule", all[i].text);
		json_close_object(out);
	}
	json_close_array(out);
}

/* Ordered by id: two that sync at once wait for each other, no more. */
static const char put_skills[] =
	"INSERT INTO jobtrend.skill AS s (id, name, cluster, is_core)"
	" SELECT id, name, coalesce(cluster, ''), is_core"
	" FROM jsonb_to_recordset($1::jsonb)"
	"   AS f(id text, name text, cluster text, is_core boolean)"
	" ORDER BY id"
	" ON CONFLICT (id) DO UPDATE SET name = EXCLUDED.name,"
	"  cluster = EXCLUDED.cluster, is_core = EXCLUDED.is_core"
	" WHERE (s.name, s.cluster, s.is_core)"
	"  <> (EXCLUDED.name, EXCLUDED.cluster, EXCLUDED.is_core)";

static const char put_definitions[] =
	"INSERT INTO jobtrend.definition AS d"
	" (definition_id, id, version, rule)"
	" SELECT definition_id, id, version, rule"
	" FROM jsonb_to_recordset($1::jsonb) AS f(definition_id smallint,"
	"   id text, version integer, rule text)"
	" ORDER BY definition_id"
	" ON CONFLICT (definition_id) DO UPDATE SET id = EXCLUDED.id,"
	"  version = EXCLUDED.version, rule = EXCLUDED.rule"
	" WHERE (d.id, d.version, d.rule)"
	"  <> (EXCLUDED.id, EXCLUDED.version, EXCLUDED.rule)";

static const char put_version[] =
	"INSERT INTO jobtrend.taxonomy (version) VALUES ($1)"
	" ON CONFLICT (version) DO NOTHING";

static const char get_version[] =
	"SELECT taxonomy_version FROM jobtrend.taxonomy WHERE version = $1";

static const char get_skills[] =
	"SELECT f.at, s.skill_id FROM jsonb_to_recordset($1::jsonb)"
	"   AS f(at integer, id text)"
	" JOIN jobtrend.skill AS s USING (id)";

static bool put_all(struct database *db, const char *skills,
		    const char *definitions, const char *version,
		    struct error *err)
{
	return database_run(db, put_skills, &skills, 1, err) &&
	       database_run(db, put_definitions, &definitions, 1, err) &&
	       database_run(db, put_version, &version, 1, err);
}

static bool get_all(struct database *db, const char *skills,
		    const char *version, struct taxonomy_keys *out,
		    struct error *err)
{
	struct rows *keys = database_query(db, get_skills, &skills, 1, err);
	struct rows *own = database_query(db, get_version, &version, 1, err);
	bool         ok = keys && own && rows_count(own) == 1 &&
		  rows_count(keys) == out->n_skills;

	if (keys && own && !ok)
		error_set(err,
			  "taxonomy: expected %zu skills stored, found "
			  "%zu",
			  out->n_skills, rows_count(keys));
	for (size_t i = 0; ok && i < rows_count(keys); i++) {
		size_t at = (size_t)rows_get_int(keys, i, 0);

		out->skill_ids[at] = (int32_t)rows_get_int(keys, i, 1);
	}
	if (ok)
		out->taxonomy_id = (int16_t)rows_get_int(own, 0, 0);
	rows_free(keys);
	rows_free(own);
	return ok;
}

bool taxonomy_sync(struct database *db, const struct taxonomy *t,
		   struct taxonomy_keys *out, struct error *err)
{
	struct buf  skills = BUF_INIT, definitions = BUF_INIT;
	const char *version = taxonomy_version(t);
	bool        ok;

	*out = (struct taxonomy_keys){.skill_ids = NULL};
	taxonomy_skills(t, &out->n_skills);
	out->skill_ids = xcalloc(out->n_skills + 1, sizeof(*out->skill_ids));
	skills_as_json(t, &skills);
	definitions_as_json(t, &definitions);
	ok = database_run(db, "BEGIN", NULL, 0, err) &&
	     put_all(db, skills.ptr, definitions.ptr, version, err) &&
	     get_all(db, skills.ptr, version, out, err);
	if (!database_run(db, ok ? "COMMIT" : "ROLLBACK", NULL, 0,
			  ok ? err : NULL))
		ok = false;
	buf_deinit(&skills);
	buf_deinit(&definitions);
	if (!ok)
		taxonomy_keys_deinit(out);
	return ok;
}
