#include "cli/world_score.h"

#include "base/json_out.h"
#include "base/mem.h"
#include "daemon/lifetimes.h"
#include "trends/chain.h"

#include <cjson/cJSON.h>
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Counted once and kept, as several of the questions that follow ask for it. */
static const char publish_sql[] =
	"SELECT jobtrend.publish(q.region, q.skill, q.period, 'one-skill', q.measure)"
	" FROM jsonb_to_recordset($1::jsonb) AS q(region text, skill text,"
	"  period text, measure text)";

/*
 * Every cell that is asked for, by ours and by the others. Theirs count ads by
 * the days our naive count takes, so that only the choice of sources differs.
 */
static const char cells_sql[] =
	"WITH q AS MATERIALIZED ("
	"  SELECT q.*, b.from_day, b.to_day, b.base_from, b.base_to,"
	"   jobtrend.skill_number(q.skill) AS skill_id"
	"  FROM jsonb_to_recordset($1::jsonb) AS q(ord integer, region text,"
	"   skill text, period text, measure text),"
	"  LATERAL jobtrend.period_bounds(q.period) AS b"
	"), win AS ("
	"  SELECT DISTINCT from_day, to_day, base_from, base_to FROM q"
	"), chosen AS MATERIALIZED ("
	"  SELECT w.*, s.source_id,"
	"   count(*) FILTER (WHERE r.state <> 'ok') = 0"
	"    AND min(r.started_at) < w.base_from + 1"
	"    AND max(r.started_at) >= w.to_day - 31 AS is_fixed,"
	"   count(*) FILTER (WHERE r.state = 'ok' AND r.started_at >= w.from_day) > 0"
	"    AND count(*) FILTER (WHERE r.state = 'ok'"
	"         AND r.started_at < w.base_to) > 0 AS is_same"
	"  FROM win AS w CROSS JOIN jobtrend.source AS s"
	"  JOIN jobtrend.run AS r ON r.source_id = s.source_id"
	"   AND r.started_at >= w.base_from - 31 AND r.started_at < w.to_day"
	"  GROUP BY w.from_day, w.to_day, w.base_from, w.base_to, s.source_id"
	"), core AS MATERIALIZED ("
	"  SELECT array_agg(skill_id) AS ids,"
	"   jobtrend.definition_bit('one-skill') AS bit"
	"  FROM jobtrend.skill WHERE is_core"
	"), told AS MATERIALIZED ("
	"  SELECT m.source_id, m.flow_at, m.skills, m.mentioned, p.region,"
	"   (m.definitions & core.bit) <> 0 OR m.mentioned && core.ids AS is_any"
	"  FROM jobtrend.posting_member AS m CROSS JOIN core,"
	"  LATERAL (SELECT 'world' AS region UNION SELECT unnest(m.regions)"
	"   UNION SELECT left(r, 2) FROM unnest(m.regions) AS r) AS p"
	"  WHERE m.valid_to IS NULL AND m.is_ai AND m.flow_at IS NOT NULL"
	"), counted AS ("
	"  SELECT q.ord,"
	"   count(*) FILTER (WHERE is_fixed AND k.is_cur)::float8 AS fixed,"
	"   count(*) FILTER (WHERE is_fixed AND NOT k.is_cur)::float8 AS fixed_base,"
	"   count(*) FILTER (WHERE is_same AND k.is_cur)::float8 AS same,"
	"   count(*) FILTER (WHERE is_same AND NOT k.is_cur)::float8 AS same_base"
	"  FROM q JOIN told AS t ON t.region = q.region"
	"   AND t.flow_at >= q.base_from AND t.flow_at < q.to_day"
	"  CROSS JOIN LATERAL (SELECT t.flow_at >= q.from_day AS is_cur) AS k"
	"  JOIN chosen AS c ON c.source_id = t.source_id"
	"   AND c.from_day = q.from_day AND c.to_day = q.to_day"
	"  WHERE q.measure = 'flow' AND (k.is_cur OR t.flow_at < q.base_to)"
	"   AND CASE WHEN q.skill_id = 0 THEN t.is_any"
	"       ELSE q.skill_id = ANY (t.mentioned)"
	"            OR q.skill_id = ANY (t.skills) END"
	"  GROUP BY q.ord"
	")"
	" SELECT q.ord, y.naive, k.fixed / nullif(k.fixed_base, 0) - 1,"
	"  k.same / nullif(k.same_base, 0) - 1, y.value, y.lo, y.hi,"
	"  y.flags && '{no_base,coverage_low,compared_low,"
	"employers_moved,list_cut,suppressed_small}', y.bridge,"
	"  ln(1 + y.value) - j.wide, ln(1 + y.value) + j.wide"
	" FROM q LEFT JOIN counted AS k USING (ord),"
	" LATERAL jobtrend.yoy(q.region, q.skill, q.period, NULL, 'one-skill',"
	"  q.measure) AS y,"
	" LATERAL (SELECT CASE WHEN r.sources > 1 THEN r.source_spread"
	"   * jobtrend.student_95(r.sources - 1) END AS wide"
	"  FROM jobtrend.robustness(q.region, q.skill, q.period, 'one-skill',"
	"   q.measure) AS r) AS j ORDER BY q.ord";

/* What the estimators of trends/chain.h compare; a stock has no months. */
static const char months_sql[] =
	"SELECT q.ord, k.months - 12, m.source, m.month, m.asked, m.all_ads,"
	"  q.measure = 'share'"
	" FROM jsonb_to_recordset($1::jsonb) AS q(ord integer, region text,"
	"  skill text, period text, measure text),"
	" LATERAL jobtrend.period_bounds(q.period) AS b,"
	" LATERAL (SELECT (extract(year FROM age(b.to_day, b.base_from)) * 12"
	"  + extract(month FROM age(b.to_day, b.base_from)))::integer AS months)"
	"  AS k,"
	" LATERAL jobtrend.chain_months(q.region, jobtrend.skill_number(q.skill),"
	"  jobtrend.definition_bit('one-skill'), b.base_from, k.months) AS m"
	" WHERE q.measure <> 'stock' AND b.grain <> 'week' AND k.months <= 72"
	" ORDER BY q.ord";

static const char lives_sql[] =
	"SELECT q.ord, t.p50_days, t.p50_lo, t.p50_hi"
	" FROM jsonb_to_recordset($1::jsonb) AS q(ord integer, region text,"
	"  skill text, period text)"
	" LEFT JOIN jobtrend.time_to_fill AS t USING (region, skill, period)"
	" ORDER BY q.ord";

const char *const world_bridge_names[BRIDGE_NAMES] = {
	"demand",     "sources", "health",      "duplicates",
	"definition", "context", "denominator",
};

void world_scores_deinit(struct world_scores *s)
{
	free(s->cells);
	free(s->lives);
	free(s->worlds);
	*s = (struct world_scores){ 0 };
}

/* ---- what is true ---- */

/* Bits of world_bridge_names that have nothing to explain. */
static unsigned absent_parts(const cJSON *world)
{
	const cJSON *name;
	unsigned     bits = 0;

	cJSON_ArrayForEach(name, cJSON_GetObjectItem(world, "absent")) {
		for (unsigned i = 0; i < BRIDGE_NAMES; i++) {
			if (cJSON_IsString(name) &&
			    !strcmp(name->valuestring, world_bridge_names[i]))
				bits |= 1u << i;
		}
	}
	return bits;
}

static double number(const cJSON *object, const char *name)
{
	const cJSON *value = cJSON_GetObjectItem(object, name);

	return cJSON_IsNumber(value) ? value->valuedouble : NAN;
}

static const char *text(const cJSON *object, const char *name)
{
	const cJSON *value = cJSON_GetObjectItem(object, name);

	return cJSON_IsString(value) ? value->valuestring : NULL;
}

static void put_question(struct buf *questions, size_t ord, const cJSON *item)
{
	static const char *const names[] = { "region", "skill", "period",
					     "measure" };

	json_open_object(questions);
	json_put_int(questions, "ord", (int64_t)ord);
	for (size_t i = 0; i < ARRAY_LEN(names); i++)
		json_put_text(questions, names[i], text(item, names[i]));
	json_close_object(questions);
}

/* A truth file while it is scored. */
struct asking {
	struct world_scores *s;
	struct buf           cells, lives; /* questions */
	unsigned            *absent;       /* of each cell of this file */
	size_t               first_cell, first_life, first_world;
};

static bool add_cell(struct asking *a, const cJSON *world, const cJSON *item,
		     bool is_first, struct error *err)
{
	struct world_scores *s = a->s;
	const char          *measure = text(item, "measure");
	struct world_cell   *c;

	if (!text(item, "region") || !text(item, "skill") ||
	    !text(item, "period") || !measure) {
		error_set(err, "cell: expected region, skill, period and measure");
		return false;
	}
	s->cells = xrealloc(s->cells, (s->n_cells + 1) * sizeof(*s->cells));
	a->absent = xrealloc(a->absent, (s->n_cells - a->first_cell + 1) *
						sizeof(*a->absent));
	a->absent[s->n_cells - a->first_cell] = absent_parts(world);
	c = &s->cells[s->n_cells];
	*c = (struct world_cell){
		.world = s->n_worlds,
		.is_still = cJSON_IsTrue(cJSON_GetObjectItem(world, "is_still")),
		.is_first = is_first,
		.is_flow = !strcmp(measure, "flow"),
		.n = number(item, "n"),
		.n_base = number(item, "n_base"),
		.change = number(item, "change"),
		.expected = number(item, "expected"),
		.lo = NAN, .hi = NAN, .jack_lo = NAN, .jack_hi = NAN,
		.bridge_off = NAN, .absent_off = NAN,
	};
	snprintf(c->kind, sizeof(c->kind), "%s", s->worlds[s->n_worlds].kind);
	snprintf(c->name, sizeof(c->name), "%s %s %s %s", text(item, "region"),
		 text(item, "skill"), text(item, "period"), measure);
	for (int i = 0; i < N_METHODS; i++)
		c->by[i] = NAN;
	for (int i = 0; i < BRIDGE_NAMES; i++)
		c->bridge[i] = NAN;
	c->by[METHOD_PERFECT] =
		number(cJSON_GetObjectItem(item, "lasting"), "change");
	put_question(&a->cells, s->n_cells++, item);
	return true;
}

static bool add_life(struct asking *a, const cJSON *item, struct error *err)
{
	struct world_scores *s = a->s;
	struct world_life   *l;

	if (!text(item, "region") || !text(item, "skill") ||
	    !text(item, "period")) {
		error_set(err, "lifetime: expected region, skill and period");
		return false;
	}
	s->lives = xrealloc(s->lives, (s->n_lives + 1) * sizeof(*s->lives));
	l = &s->lives[s->n_lives];
	*l = (struct world_life){ .world = s->n_worlds,
				  .true_days = number(item, "p50_days"),
				  .days = NAN, .lo = NAN, .hi = NAN };
	snprintf(l->kind, sizeof(l->kind), "%s", s->worlds[s->n_worlds].kind);
	put_question(&a->lives, s->n_lives++, item);
	return true;
}

/* The next of the worlds; it counts once all of it was read. */
static void start_world(struct world_scores *s, const char *kind,
			int64_t postings)
{
	struct world_run *w;

	s->worlds = xrealloc(s->worlds, (s->n_worlds + 1) * sizeof(*s->worlds));
	w = &s->worlds[s->n_worlds];
	*w = (struct world_run){ .seed = -1, .postings = postings };
	snprintf(w->kind, sizeof(w->kind), "%s", kind ? kind : "-");
}

static bool add_world(struct asking *a, const cJSON *world, struct error *err)
{
	const cJSON *cells = cJSON_GetObjectItem(world, "cells"), *item;
	double       postings = number(world, "postings");

	if (!cJSON_IsObject(world) || !cJSON_IsArray(cells)) {
		error_set(err, "expected an object with cells");
		return false;
	}
	start_world(a->s, text(world, "kind"),
		    postings > 0 ? (int64_t)postings : 0);
	cJSON_ArrayForEach(item, cells) {
		if (!add_cell(a, world, item, item == cells->child, err))
			return false;
	}
	cJSON_ArrayForEach(item, cJSON_GetObjectItem(world, "lifetimes")) {
		if (!add_life(a, item, err))
			return false;
	}
	a->s->n_worlds++;
	return true;
}

static bool read_truth(struct asking *a, const char *path, struct error *err)
{
	FILE   *f = fopen(path, "r");
	char   *line = NULL;
	size_t  room = 0, place = 0;
	ssize_t len;
	bool    ok = f != NULL;

	if (!f)
		error_set(err, "%s: %s", path, strerror(errno));
	while (ok && (len = getline(&line, &room, f)) > 0) {
		cJSON *world = cJSON_ParseWithLength(line, (size_t)len);

		place++;
		ok = add_world(a, world, err);
		if (!ok)
			error_prefix(err, "%s: line %zu", path, place);
		cJSON_Delete(world);
	}
	free(line);
	if (f)
		fclose(f);
	if (ok && place == 0) {
		error_set(err, "%s: expected a world a line, found none", path);
		ok = false;
	}
	return ok;
}

/* ---- what is counted ---- */

static double answer(const struct rows *r, size_t row, size_t column)
{
	return rows_get(r, row, column) ? rows_get_double(r, row, column) : NAN;
}

static void take_bridge(struct world_cell *c, const char *json, unsigned absent)
{
	cJSON *bridge = json ? cJSON_Parse(json) : NULL;
	double sum = 0;

	if (!bridge)
		return;
	c->absent_off = absent ? 0 : NAN;
	for (unsigned i = 0; i < BRIDGE_NAMES; i++) {
		double part = number(bridge, world_bridge_names[i]);

		c->bridge[i] = part;
		sum += part;
		if (absent >> i & 1 && fabs(part) > c->absent_off)
			c->absent_off = fabs(part);
	}
	c->bridge_off = fabs(sum - log(1 + c->by[METHOD_NAIVE]));
	cJSON_Delete(bridge);
}

static void take_cells(struct asking *a, const struct rows *r)
{
	for (size_t i = 0; i < rows_count(r); i++) {
		size_t             ord = (size_t)rows_get_int(r, i, 0);
		struct world_cell *c = &a->s->cells[ord];
		const char        *flag = rows_get(r, i, 7);

		c->by[METHOD_NAIVE] = answer(r, i, 1);
		c->by[METHOD_FIXED] = answer(r, i, 2);
		c->by[METHOD_SAME] = answer(r, i, 3);
		c->by[METHOD_OURS] = answer(r, i, 4);
		c->lo = answer(r, i, 5);
		c->hi = answer(r, i, 6);
		c->has_flag = flag && flag[0] == 't';
		c->jack_lo = exp(answer(r, i, 9)) - 1;
		c->jack_hi = exp(answer(r, i, 10)) - 1;
		take_bridge(c, rows_get(r, i, 8), a->absent[ord - a->first_cell]);
	}
}

/* Rows [first, end) are the months of one cell. */
static void take_chains(struct asking *a, const struct rows *r, size_t first,
			size_t end)
{
	struct world_cell    *c = &a->s->cells[rows_get_int(r, first, 0)];
	struct chain_month   *months = xcalloc(end - first, sizeof(*months));
	struct chain_estimate got[CHAINS];

	for (size_t i = first; i < end; i++)
		months[i - first] = (struct chain_month){
			(int32_t)rows_get_int(r, i, 2),
			(int)rows_get_int(r, i, 3),
			rows_get_double(r, i, 4),
			rows_get_double(r, i, 5),
		};
	chain_compute(months, end - first, (int)rows_get_int(r, first, 1),
		      rows_get(r, first, 6)[0] == 't', got);
	c->by[METHOD_CHAINED] = got[CHAIN_CHAINED].value;
	c->by[METHOD_GEKS] = got[CHAIN_GEKS].value;
	free(months);
}

static void take_months(struct asking *a, const struct rows *r)
{
	size_t n = rows_count(r);

	for (size_t i = 0, end; i < n; i = end) {
		for (end = i + 1; end < n && rows_get_int(r, end, 0) ==
					     rows_get_int(r, i, 0); end++)
			;
		take_chains(a, r, i, end);
	}
}

static void take_lives(struct asking *a, const struct rows *r)
{
	for (size_t i = 0; i < rows_count(r); i++) {
		struct world_life *l = &a->s->lives[rows_get_int(r, i, 0)];

		l->days = answer(r, i, 1);
		l->lo = answer(r, i, 2);
		l->hi = answer(r, i, 3);
	}
}

static bool ask(struct asking *a, struct database *db, struct error *err)
{
	const char  *cells = a->cells.ptr, *lives = a->lives.ptr;
	int64_t      ignored;
	struct rows *r;

	if (!database_run(db, publish_sql, &cells, 1, err))
		return false;
	r = database_query(db, cells_sql, &cells, 1, err);
	if (!r)
		return false;
	take_cells(a, r);
	rows_free(r);
	r = database_query(db, months_sql, &cells, 1, err);
	if (!r)
		return false;
	take_months(a, r);
	rows_free(r);
	if (!lifetimes_recompute(db, lives, &ignored, err))
		return false;
	r = database_query(db, lives_sql, &lives, 1, err);
	if (!r)
		return false;
	take_lives(a, r);
	rows_free(r);
	r = database_query(db, "SELECT count(*) FROM jobtrend.ad", NULL, 0, err);
	if (!r)
		return false;
	a->s->worlds[a->first_world].ads = rows_get_int(r, 0, 0);
	rows_free(r);
	return true;
}

bool world_score(struct database *db, const char *truth_path,
		 struct world_scores *s, struct error *err)
{
	struct asking a = { .s = s, .first_cell = s->n_cells,
			    .first_life = s->n_lives,
			    .first_world = s->n_worlds };
	bool          ok;

	json_open_array(&a.cells);
	json_open_array(&a.lives);
	ok = read_truth(&a, truth_path, err);
	json_close_array(&a.cells);
	json_close_array(&a.lives);
	ok = ok && ask(&a, db, err);
	buf_deinit(&a.cells);
	buf_deinit(&a.lives);
	free(a.absent);
	return ok;
}
