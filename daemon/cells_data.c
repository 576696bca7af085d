#include "daemon/cells_data.h"

#include "base/mem.h"
#include "base/stamp.h"
#include "daemon/cells_read.h"
#include "daemon/copy_row.h"
#include "daemon/database.h"
#include "trends/fact_pack.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define STANDARD_MONTHS 36
#define TRAILING_MONTHS 12 /* periods of twelve months that end in so many */
#define USUAL           "one-skill"
#define NO_DAY          INT32_MAX

/* ---- sources ---- */

struct reading {
	struct cells_data *d;
	size_t             cap, n;
};

static void on_source(struct span data, void *arg)
{
	struct reading    *r = arg;
	struct cells_data *d = r->d;
	struct copy_row    row;
	size_t             n = d->in.n_sources, ids_cap = r->cap;

	if (!copy_row_open(&row, data))
		return;
	d->source_ids = cells_grown(d->source_ids, n, &ids_cap, sizeof(int64_t));
	d->sources = cells_grown(d->sources, n, &r->cap, sizeof(*d->sources));
	d->source_ids[n] = copy_next_int(&row);
	d->sources[n] = (struct source_health){
		.first_day = copy_next_day(&row, INT32_MAX),
		.last_day = copy_next_day(&row, INT32_MIN),
		.is_cut = copy_next_int(&row) != 0,
	};
	d->in.n_sources++;
}

size_t cells_data_source(const struct cells_data *d, int64_t source_id)
{
	size_t low = 0, high = d->in.n_sources;

	while (low < high) {
		size_t mid = (low + high) / 2;

		if (d->source_ids[mid] < source_id)
			low = mid + 1;
		else
			high = mid;
	}
	return low < d->in.n_sources && d->source_ids[low] == source_id
		       ? low
		       : d->in.n_sources;
}

static void on_span(struct span data, void *arg)
{
	struct reading    *r = arg;
	struct cells_data *d = r->d;
	struct copy_row    row;
	size_t             source;

	if (!copy_row_open(&row, data))
		return;
	source = cells_data_source(d, copy_next_int(&row));
	if (source == d->in.n_sources)
		return;
	d->spans = cells_grown(d->spans, r->n, &r->cap, sizeof(*d->spans));
	d->spans[r->n].first = copy_next_day(&row, 0);
	d->spans[r->n++].last = copy_next_day(&row, 0);
	d->sources[source].n_spans++;
}

static void on_visits(struct span data, void *arg)
{
	struct reading    *r = arg;
	struct cells_data *d = r->d;
	struct copy_row    row;
	size_t             source;

	if (!copy_row_open(&row, data))
		return;
	source = cells_data_source(d, copy_next_int(&row));
	if (source == d->in.n_sources)
		return;
	d->visits = cells_grown(d->visits, r->n, &r->cap, sizeof(*d->visits));
	d->visits[r->n].month = copy_next_day(&row, 0);
	d->visits[r->n].visits = (uint32_t)copy_next_int(&row);
	d->visits[r->n++].days = (uint32_t)copy_next_int(&row);
	d->sources[source].n_visits++;
}

static bool read_sources(struct cells_data *d, struct database *db,
			 struct error *err)
{
	struct reading sources = { .d = d }, spans = { .d = d };
	struct reading visits = { .d = d };
	size_t         span = 0, visit = 0;

	if (!cells_copy_out(db,
		      "SELECT source_id, first_run_at::date, last_run_at::date,"
		      " always_cut::integer FROM jobtrend.source_observed ORDER BY source_id",
		      on_source, &sources, err) ||
	    !cells_copy_out(
		    db,
		    "SELECT source_id, first_day, last_day"
		    " FROM jobtrend.health_span ORDER BY source_id, first_day",
		    on_span, &spans, err) ||
	    !cells_copy_out(db, "SELECT source_id, month, visits, days"
			" FROM jobtrend.visit_month ORDER BY source_id, month",
			on_visits, &visits, err))
		return false;
	for (size_t i = 0; i < d->in.n_sources; i++) {
		d->sources[i].spans = d->spans + span;
		d->sources[i].visits = d->visits + visit;
		span += d->sources[i].n_spans;
		visit += d->sources[i].n_visits;
	}
	d->in.sources = d->sources;
	return true;
}

/* ---- names ---- */

static void on_skill(struct span data, void *arg)
{
	struct cells_data *d = ((struct reading *)arg)->d;
	struct copy_row    row;
	int64_t            number;

	if (!copy_row_open(&row, data))
		return;
	number = copy_next_int(&row);
	texts_put(&d->skills, (size_t)number, copy_next(&row));
}

static void on_definition(struct span data, void *arg)
{
	struct cells_data *d = ((struct reading *)arg)->d;
	struct copy_row    row;
	int64_t            number;
	struct span        id;

	if (!copy_row_open(&row, data))
		return;
	number = copy_next_int(&row);
	id = copy_next(&row);
	if (number < 0 || number > DEFINITIONS_MAX)
		return;
	texts_put(&d->definitions, (size_t)number, id);
	d->definition_bits[d->in.n_definitions++] = (uint8_t)number;
	if (span_is(id, USUAL))
		d->in.usual = (uint8_t)number;
}

static void on_taxonomy(struct span data, void *arg)
{
	struct cells_data *d = ((struct reading *)arg)->d;
	struct copy_row    row;

	if (!copy_row_open(&row, data) ||
	    d->n_taxonomy_ids == ARRAY_LEN(d->taxonomy_ids))
		return;
	d->taxonomy_ids[d->n_taxonomy_ids] = (int16_t)copy_next_int(&row);
	texts_put(&d->taxonomies, d->n_taxonomy_ids, copy_next(&row));
	d->in.n_taxonomies = ++d->n_taxonomy_ids;
}

static void on_rule(struct span data, void *arg)
{
	struct reading    *r = arg;
	struct cells_data *d = r->d;
	struct copy_row    row;

	if (!copy_row_open(&row, data))
		return;
	d->rules = cells_grown(d->rules, r->n, &r->cap, sizeof(*d->rules));
	texts_put(&d->rule_regions, r->n, copy_next(&row));
	d->rules[r->n++].day = copy_next_day(&row, NO_DAY);
}

static bool read_names(struct cells_data *d, struct database *db,
		       struct error *err)
{
	struct reading one = { .d = d }, rules = { .d = d };

	texts_put(&d->skills, 0, SPAN("any"));
	/* As definition_bit() has it where no dictionary was loaded. */
	d->in.usual = 1;
	if (!cells_copy_out(db, "SELECT skill_id, id FROM jobtrend.skill", on_skill,
		      &one, err) ||
	    !cells_copy_out(db,
		      "SELECT definition_id, id FROM jobtrend.definition"
		      " ORDER BY definition_id",
		      on_definition, &one, err) ||
	    !cells_copy_out(db,
		      "SELECT taxonomy_version, version FROM jobtrend.taxonomy"
		      " ORDER BY loaded_at, taxonomy_version",
		      on_taxonomy, &one, err) ||
	    !cells_copy_out(db,
		      "SELECT region, valid_from FROM jobtrend.rule_event"
		      " WHERE context <> 'pay'",
		      on_rule, &rules, err))
		return false;
	for (size_t i = 0; i < rules.n; i++)
		d->rules[i].region = texts_get(&d->rule_regions, i);
	d->in.rules = d->rules;
	d->in.n_rules = rules.n;
	d->in.definitions = d->definition_bits;
	return true;
}

/* ---- periods ---- */

/* The index of a period, which is added where it is new; -1: it is none. */
static int window_of(struct cells_data *d, struct span period)
{
	struct error  err = ERROR_INIT;
	struct period p;
	size_t        n = d->in.n_windows, caps[2];

	for (size_t i = n; i-- > 0;) {
		if (span_is(period, d->periods[i]))
			return (int)i;
	}
	if (period.len >= PERIOD_SIZE || !period_parse(period, &p, &err))
		return -1;
	caps[0] = caps[1] = d->windows_cap;
	d->windows = cells_grown(d->windows, n, &d->windows_cap, sizeof(*d->windows));
	d->periods = cells_grown(d->periods, n, &caps[0], sizeof(*d->periods));
	d->grains = cells_grown(d->grains, n, &caps[1], sizeof(*d->grains));
	memset(d->periods[n], 0, sizeof(d->periods[n]));
	memcpy(d->periods[n], period.ptr, period.len);
	d->grains[n] = p.grain;
	d->windows[n] = (struct cell_window){
		.w = { (int32_t)p.from_day, (int32_t)p.to_day,
		       (int32_t)p.base_from, (int32_t)p.base_to },
		.is_trailing = p.grain == GRAIN_MONTHS,
	};
	d->in.windows = d->windows;
	return (int)d->in.n_windows++;
}

static void add_standard(struct cells_data *d, const char *period, bool is_latest)
{
	int i = window_of(d, span_of(period));

	if (i >= 0) {
		d->windows[i].is_standard = true;
		d->windows[i].is_latest = is_latest;
	}
}

/* The complete months, quarters and years of the last three years, and the
 * last twelve times twelve months. */
static void add_standard_windows(struct cells_data *d)
{
	int64_t year;
	int     month, day;
	char    text[PERIOD_SIZE];

	civil_from_days(d->in.this_month, &year, &month, &day);
	for (int back = STANDARD_MONTHS; back > 0; back--) {
		int64_t all = year * 12 + month - 1 - back;
		int     y = (int)(all / 12), m = (int)(all % 12) + 1;

		snprintf(text, sizeof(text), "%04d-%02d", y % 10000, m);
		add_standard(d, text, false);
		if (back <= TRAILING_MONTHS) {
			snprintf(text, sizeof(text), "%04d-%02d/12", y % 10000,
				 m);
			add_standard(d, text, back == 1);
		}
		if (m % 3 == 0) {
			snprintf(text, sizeof(text), "%04dQ%d", y % 10000,
				 m / 3);
			add_standard(d, text, false);
		}
		snprintf(text, sizeof(text), "%04d", y % 10000);
		if (m == 12)
			add_standard(d, text, false);
	}
}

/* ---- questions ---- */

static void on_question(struct span data, void *arg)
{
	struct reading      *r = arg;
	struct cells_data   *d = r->d;
	struct copy_row      row;
	struct cell_question q;
	int                  window;

	if (!copy_row_open(&row, data))
		return;
	q.region = facts_add_region(d->facts, copy_next(&row));
	q.skill = (int32_t)copy_next_int(&row);
	window = window_of(d, copy_next(&row));
	q.definition = (uint8_t)copy_next_int(&row);
	q.is_share = copy_next_int(&row) != 0;
	if (window < 0)
		return;
	q.window = (uint32_t)window;
	d->questions = cells_grown(d->questions, d->in.n_questions,
				   &d->questions_cap, sizeof(*d->questions));
	d->questions[d->in.n_questions++] = q;
}

static int compare_questions(const void *left, const void *right)
{
	const struct cell_question *a = left, *b = right;

	if (a->region != b->region)
		return a->region < b->region ? -1 : 1;
	return (a->skill > b->skill) - (a->skill < b->skill);
}

/* Two, because the one before still gains ads when a month begins. */
static const char newest_sql[] =
	" AND c.period = ANY (ARRAY("
	"  SELECT DISTINCT s.period FROM jobtrend.cell AS s"
	"  WHERE s.is_stale AND s.superseded_at IS NULL"
	"   AND s.measure <> 'stock' AND s.grain = 'month'"
	"  ORDER BY s.period DESC LIMIT 2))";

/* Shares that were published anew by themselves: what they are of is stale still. */
static const char denominators_sql[] =
	" UNION"
	" SELECT c.region, 0, c.period, d.definition_id, 1"
	" FROM jobtrend.answer AS a"
	" JOIN jobtrend.cell AS c ON c.region = a.region AND c.skill = a.skill"
	"  AND c.period = a.period AND c.definition = '" USUAL "'"
	"  AND c.measure = 'share' AND c.superseded_at IS NULL"
	" JOIN jobtrend.definition AS d ON d.id = c.definition"
	" WHERE a.question = 'denominator' AND a.is_stale";

/* Cells that are published and to be computed once more. */
static bool read_questions(struct cells_data *d, struct database *db,
			   struct error *err)
{
	struct reading r = { .d = d };
	struct buf     sql = BUF_INIT;
	bool           ok;

	buf_printf(&sql,
		   "SELECT c.region, n.skill_id, c.period, d.definition_id,"
		   " (c.measure = 'share')::integer"
		   " FROM jobtrend.cell AS c"
		   " JOIN jobtrend.skill_name AS n ON n.skill = c.skill"
		   " JOIN jobtrend.definition AS d ON d.id = c.definition"
		   " WHERE c.superseded_at IS NULL AND c.measure <> 'stock'%s%s",
		   d->scope == CELLS_ALL ? "" : " AND c.is_stale",
		   d->scope == CELLS_NEWEST    ? newest_sql
		   : d->scope == CELLS_CHANGED ? denominators_sql
					       : "");
	ok = cells_copy_out(db, sql.ptr, on_question, &r, err);
	buf_deinit(&sql);
	if (d->in.n_questions)
		qsort(d->questions, d->in.n_questions, sizeof(*d->questions),
		      compare_questions);
	d->in.questions = d->questions;
	return ok;
}

/* ---- where sources show something ---- */

struct placed {
	struct cells_data *d;
	struct {
		uint32_t region, source;
	} * pairs;
	size_t n, cap;
};

static void on_placed(struct span data, void *arg)
{
	struct placed  *p = arg;
	struct copy_row row;
	size_t          source;
	uint32_t        region;

	if (!copy_row_open(&row, data))
		return;
	region = facts_add_region(p->d->facts, copy_next(&row));
	source = cells_data_source(p->d, copy_next_int(&row));
	if (source == p->d->in.n_sources)
		return;
	p->pairs = cells_grown(p->pairs, p->n, &p->cap, sizeof(*p->pairs));
	p->pairs[p->n].region = region;
	p->pairs[p->n++].source = (uint32_t)source;
}

static bool read_placed(struct cells_data *d, struct database *db,
			struct error *err)
{
	struct placed p = { .d = d };
	bool          ok = cells_copy_out(db,
				     "SELECT region, source_id"
				     " FROM jobtrend.source_place",
				     on_placed, &p, err);
	size_t        n = 1;
	size_t       *at;

	for (size_t i = 0; i < p.n; i++)
		n = p.pairs[i].region >= n ? p.pairs[i].region + 1 : n;
	d->placed_from = xcalloc(n + 1, sizeof(*d->placed_from));
	d->placed = xcalloc(p.n + 1, sizeof(*d->placed));
	at = xcalloc(n + 1, sizeof(*at));
	for (size_t i = 0; i < p.n; i++)
		d->placed_from[p.pairs[i].region + 1]++;
	for (size_t i = 0; i < n; i++)
		d->placed_from[i + 1] += d->placed_from[i];
	memcpy(at, d->placed_from, n * sizeof(*at));
	for (size_t i = 0; i < p.n; i++)
		d->placed[at[p.pairs[i].region]++] = p.pairs[i].source;
	d->in.placed = d->placed;
	d->in.placed_from = d->placed_from;
	d->in.n_placed = n;
	free(at);
	free(p.pairs);
	return ok;
}

/* ---- the whole ---- */

struct numbers {
	int32_t *at;
	size_t   n, cap;
};

static void on_core(struct span data, void *arg)
{
	struct numbers *core = arg;
	struct copy_row row;

	if (!copy_row_open(&row, data))
		return;
	core->at = cells_grown(core->at, core->n, &core->cap, sizeof(*core->at));
	core->at[core->n++] = (int32_t)copy_next_int(&row);
}

static bool start_facts(struct cells_data *d, struct database *db,
			struct error *err)
{
	struct numbers core = { .n = 0 };
	bool           ok = cells_copy_out(db,
				     "SELECT skill_id FROM jobtrend.skill"
					       " WHERE is_core ORDER BY skill_id",
				     on_core, &core, err);

	d->facts = facts_new(core.at, core.n);
	d->pack_form = fact_pack_form(core.at, core.n);
	free(core.at);
	return ok;
}

static bool read_month(struct cells_data *d, struct database *db,
		       struct error *err)
{
	struct rows *r = database_query(
		db,
		"SELECT date_trunc('month', max(last_ok_at))::date"
		" - date '1970-01-01' FROM jobtrend.source_observed",
		NULL, 0, err);

	if (!r)
		return false;
	d->is_empty = !rows_get(r, 0, 0);
	d->in.this_month = (int32_t)rows_get_int(r, 0, 0);
	rows_free(r);
	return true;
}

bool cells_data_read(struct cells_data *d, struct database *db,
		     enum cells_scope scope, struct error *err)
{
	d->scope = scope;
	d->in.is_planned = scope == CELLS_ALL;
	if (!read_month(d, db, err) || !start_facts(d, db, err))
		return false;
	if (d->is_empty)
		return true;
	if (scope == CELLS_ALL)
		add_standard_windows(d);
	if (!read_sources(d, db, err) || !read_names(d, db, err) ||
	    !read_questions(d, db, err) || !cells_read_due(d, db, err) ||
	    !read_placed(d, db, err) || !cells_read_facts(d, db, err))
		return false;
	facts_seal(d->facts, true);
	d->in.facts = d->facts;
	return true;
}

void cells_data_deinit(struct cells_data *d)
{
	facts_free(d->facts);
	texts_deinit(&d->rule_regions);
	texts_deinit(&d->taxonomies);
	texts_deinit(&d->definitions);
	texts_deinit(&d->skills);
	ad_map_deinit(&d->patches);
	free(d->months);
	free(d->covered);
	free(d->wanted);
	free(d->placed_from);
	free(d->placed);
	free(d->rules);
	free(d->questions);
	free(d->grains);
	free(d->periods);
	free(d->windows);
	free(d->visits);
	free(d->spans);
	free(d->sources);
	free(d->source_ids);
	*d = (struct cells_data){ .is_empty = true };
}
