/*
 * cells_facts.c - ads and postings out of the database into memory.
 *
 * Most ads are a posting by themselves. Those of AI come from posting_member,
 * whose rows hold all of them; the rest, which only shares need, from posting.
 * Ads of postings of several come with every sighting of the posting before.
 */
#include "daemon/cells_data.h"

#include "base/mem.h"
#include "daemon/ad_map.h"
#include "daemon/copy_row.h"
#include "daemon/database.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* ---- what is known of some ads beside their rows ---- */

/* An ad as an earlier dictionary read it. */
struct earlier {
	uint64_t definitions;
	size_t   skills; /* where they begin */
	size_t   n_asked, n_named;
};

/* Sources whose visits lie closer in one window of any cell. */
static bool find_rhythms(const struct cells_data *d, bool *is_wanted)
{
	bool is_any = false;

	for (size_t w = 0; w < d->in.n_windows; w++) {
		struct panel_source *p = panel_new(d->sources, d->in.n_sources,
						   &d->windows[w].w);

		for (size_t i = 0; i < d->in.n_sources; i++) {
			bool is_thin = p[i].thin[0] || p[i].thin[1];

			is_wanted[i] |= is_thin;
			is_any |= is_thin;
		}
		panel_free(p, d->in.n_sources);
	}
	return is_any;
}

/* ---- rows ---- */

struct reader {
	struct cells_data *d;
	struct ad_map      seen; /* to days: where a rhythm needs them */
	struct day_span   *days; /* of the first and the last sighting */
	size_t             n_days, cap_days;
	struct ad_map      reread; /* to readings */
	struct earlier    *readings;
	size_t             n_readings, cap_readings;
	int32_t           *skills; /* of readings */
	size_t             n_skills, cap_skills;
	struct fact_row    was; /* of the row at hand */
	int32_t           *asked, *named;
	struct span       *regions;
	size_t             caps[3];
	bool               is_patching; /* months that are packed */
	int64_t           *named_only; /* postings without a definition */
	size_t             n_named_only, cap_named_only;
};

static void *room(void *ptr, size_t n, size_t *cap, size_t size)
{
	if (n <= *cap)
		return ptr;
	*cap = 2 * n;
	return xrealloc(ptr, *cap * size);
}

static void on_sighting(struct span data, void *arg)
{
	struct reader  *r = arg;
	struct copy_row row;
	uint32_t        source;
	int64_t         ad_id;

	if (!copy_row_open(&row, data))
		return;
	source = (uint32_t)cells_data_source(r->d, copy_next_int(&row));
	ad_id = copy_next_int(&row);
	r->days = room(r->days, r->n_days + 1, &r->cap_days, sizeof(*r->days));
	r->days[r->n_days].first = copy_next_day(&row, 0);
	r->days[r->n_days].last = copy_next_day(&row, 0);
	ad_map_put(&r->seen, source, ad_id, (uint32_t)r->n_days++);
}

static void keep_skills(struct reader *r, const int32_t *skills, size_t n)
{
	r->skills = room(r->skills, r->n_skills + n, &r->cap_skills,
			 sizeof(*r->skills));
	if (n)
		memcpy(r->skills + r->n_skills, skills, n * sizeof(*skills));
	r->n_skills += n;
}

static void on_earlier(struct span data, void *arg)
{
	struct reader  *r = arg;
	struct copy_row row;
	struct earlier *e;
	size_t          source;
	int64_t         ad_id;

	if (!copy_row_open(&row, data))
		return;
	source = cells_data_source(r->d, copy_next_int(&row));
	ad_id = copy_next_int(&row);
	if (source == r->d->in.n_sources)
		return;
	r->readings = room(r->readings, r->n_readings + 1, &r->cap_readings,
			   sizeof(*r->readings));
	e = &r->readings[r->n_readings];
	e->definitions = (uint64_t)copy_next_int(&row);
	e->skills = r->n_skills;
	e->n_asked = copy_next_numbers(&row, &r->asked, &r->caps[0]);
	keep_skills(r, r->asked, e->n_asked);
	e->n_named = copy_next_numbers(&row, &r->named, &r->caps[1]);
	keep_skills(r, r->named, e->n_named);
	ad_map_put(&r->reread, (uint32_t)source, ad_id, (uint32_t)r->n_readings++);
}

uint8_t cells_data_taxonomy(struct cells_data *d, int16_t id)
{
	for (size_t i = 0; i < d->n_taxonomy_ids; i++) {
		if (d->taxonomy_ids[i] == id)
			return (uint8_t)i;
	}
	if (d->n_taxonomy_ids + 1 >= ARRAY_LEN(d->taxonomy_ids))
		return FACT_NO_TAXONOMY - 1; /* one of very many */
	d->taxonomy_ids[d->n_taxonomy_ids] = id;
	return (uint8_t)d->n_taxonomy_ids++;
}

static uint8_t taxonomy_of(struct cells_data *d, struct span field)
{
	if (field.len != 2)
		return FACT_NO_TAXONOMY;
	return cells_data_taxonomy(
		d, (int16_t)((unsigned char)field.ptr[0] << 8 |
			     (unsigned char)field.ptr[1]));
}

/* Fields that all queries begin with; false: of no source. */
static bool start_row(struct reader *r, struct copy_row *row,
		      struct fact_row *to)
{
	to->source_id = copy_next_int(row);
	to->source = (uint32_t)cells_data_source(r->d, to->source_id);
	to->ad = copy_next_int(row);
	to->posting = copy_next_int(row);
	to->day = copy_next_day(row, INT32_MIN);
	to->employer = copy_next(row);
	to->n_regions = copy_next_texts(row, &r->regions, &r->caps[2]);
	to->regions = r->regions;
	to->taxonomy = FACT_NO_TAXONOMY;
	return to->source < r->d->in.n_sources;
}

static void read_skills(struct reader *r, struct copy_row *row,
			struct fact_row *to)
{
	to->definitions = (uint64_t)copy_next_int(row);
	to->n_asked = copy_next_numbers(row, &r->asked, &r->caps[0]);
	to->asked = r->asked;
}

static void read_named(struct reader *r, struct copy_row *row,
		       struct fact_row *to)
{
	to->n_named = copy_next_numbers(row, &r->named, &r->caps[1]);
	to->named = r->named;
	to->taxonomy = taxonomy_of(r->d, copy_next(row));
}

/* What else is known of the ad. */
static void complete(struct fact_row *to, void *arg)
{
	struct reader        *r = arg;
	const struct earlier *e;
	uint32_t              at;

	if (ad_map_get(&r->seen, to->source, to->ad, &at)) {
		to->first_day = r->days[at].first;
		to->last_day = r->days[at].last;
	}
	if (!ad_map_get(&r->reread, to->source, to->ad, &at))
		return;
	e = &r->readings[at];
	r->was = (struct fact_row){
		.definitions = e->definitions,
		.asked = r->skills + e->skills,
		.n_asked = e->n_asked,
		.named = r->skills + e->skills + e->n_asked,
		.n_named = e->n_named,
	};
	to->earlier = &r->was;
}

/* Does a row belong to what is being read? */
static bool is_due(const struct reader *r, const struct fact_row *row)
{
	uint32_t value;

	if (row->day == INT32_MIN)
		return false;
	if (!r->is_patching)
		return cells_reads_day(r->d, row->day);
	return cells_patches_day(r->d, row->day) &&
	       ad_map_get(&r->d->patches, row->source, row->ad, &value);
}

static void on_alone(struct span data, void *arg)
{
	struct reader  *r = arg;
	struct copy_row row;
	struct fact_row to = { .kind = FACT_ALONE };

	if (!copy_row_open(&row, data) || !start_row(r, &row, &to))
		return;
	read_skills(r, &row, &to);
	read_named(r, &row, &to);
	if (!is_due(r, &to))
		return;
	complete(&to, r);
	facts_add(r->d->facts, &to);
	r->d->ads++;
	if (to.definitions)
		return;
	if (r->n_named_only == r->cap_named_only) {
		r->cap_named_only = 2 * r->cap_named_only + 64;
		r->named_only = xrealloc(r->named_only,
					 r->cap_named_only * sizeof(int64_t));
	}
	r->named_only[r->n_named_only++] = to.posting;
}

static int compare_numbers(const void *left, const void *right)
{
	int64_t a = *(const int64_t *)left, b = *(const int64_t *)right;

	return (a > b) - (a < b);
}

static void on_plain(struct span data, void *arg)
{
	struct reader  *r = arg;
	struct copy_row row;
	struct fact_row to = { .kind = FACT_ALONE };

	if (!copy_row_open(&row, data) || !start_row(r, &row, &to) ||
	    (r->n_named_only &&
	     bsearch(&to.posting, r->named_only, r->n_named_only,
		     sizeof(*r->named_only), compare_numbers)) ||
	    !is_due(r, &to))
		return;
	complete(&to, r);
	facts_add(r->d->facts, &to);
	r->d->ads++;
}

static void on_member(struct span data, void *arg)
{
	struct reader  *r = arg;
	struct copy_row row;
	struct fact_row to = { .kind = FACT_MEMBER };

	if (!copy_row_open(&row, data) || !start_row(r, &row, &to))
		return;
	read_skills(r, &row, &to);
	read_named(r, &row, &to);
	facts_add_member(r->d->facts, to.posting, to.source,
			 copy_next_day(&row, INT32_MAX));
	if (!is_due(r, &to))
		return;
	complete(&to, r);
	facts_add(r->d->facts, &to);
	r->d->ads++;
}

static void on_joined(struct span data, void *arg)
{
	struct reader  *r = arg;
	struct copy_row row;
	struct fact_row to = { .kind = FACT_JOINED };

	if (!copy_row_open(&row, data) || !start_row(r, &row, &to))
		return;
	read_skills(r, &row, &to);
	if (is_due(r, &to))
		facts_add(r->d->facts, &to);
}

/* ---- which days ---- */

/* " AND (column in one of the months)" that are not packed. */
static void put_days(const struct cells_data *d, const char *column,
		     struct buf *sql)
{
	bool was_read = false;

	buf_add_text(sql, " AND (false");
	for (size_t m = 0; m <= d->n_months; m++) {
		int32_t day = cells_month_day(d, m);
		bool    is_read = m < d->n_months && cells_reads_day(d, day);

		if (is_read && !was_read)
			buf_printf(sql, " OR %s >= date '1970-01-01' + %d",
				   column, (int)day);
		if (was_read && !is_read)
			buf_printf(sql, " AND %s < date '1970-01-01' + %d",
				   column, (int)day);
		was_read = is_read;
	}
	buf_add_char(sql, ')');
}

/* ---- the queries ---- */

static bool read_sightings(struct reader *r, struct database *db,
			   struct error *err)
{
	struct cells_data *d = r->d;
	struct buf         sql = BUF_INIT;
	bool *is_wanted = xcalloc(d->in.n_sources + 1, sizeof(bool));
	bool  ok = true;

	if (find_rhythms(d, is_wanted)) {
		buf_add_text(&sql,
			     "COPY (SELECT source_id, ad_id,"
			     " first_seen::date, last_seen::date"
			     " FROM jobtrend.ad WHERE source_id = ANY ('{");
		for (size_t i = 0, n = 0; i < d->in.n_sources; i++) {
			if (is_wanted[i])
				buf_printf(&sql, "%s%" PRId64, n++ ? "," : "",
					   d->source_ids[i]);
		}
		buf_add_text(&sql, "}')) TO STDOUT (FORMAT binary)");
		ok = database_copy_out(db, sql.ptr, on_sighting, r, err);
	}
	free(is_wanted);
	buf_deinit(&sql);
	return ok;
}

/* The first reading of each text that a later dictionary reads otherwise. */
static bool read_earlier(struct reader *r, struct database *db,
			 struct error *err)
{
	return database_copy_out(
		db,
		"COPY (SELECT DISTINCT ON (r.source_id, r.ad_id)"
		" r.source_id, r.ad_id, r.definitions, r.skills, r.mentioned"
		" FROM jobtrend.earlier_reading AS r"
		" JOIN jobtrend.ad AS a ON a.source_id = r.source_id"
		"  AND a.ad_id = r.ad_id AND a.content_hash = r.content_hash"
		" ORDER BY r.source_id, r.ad_id, r.taxonomy_version)"
		" TO STDOUT (FORMAT binary)",
		on_earlier, r, err);
}

#define PATCHED(which) \
	" AND (source_id, ad_id) IN" \
	" (SELECT source_id, ad_id FROM patch_due WHERE " which ")"
#define PATCHED_POSTINGS(which) \
	" AND (bucket, posting_id) IN" \
	" (SELECT bucket, posting_id FROM patch_due WHERE " which ")"

/* What rows are read by: all of some days, or those of patched ads. */
static const struct row_query {
	const char *sql;
	const char *column; /* whose days are asked for */
	const char *patched;
	const char *end;
	copy_fn    *on_row;
} row_queries[] = {
	{ "SELECT source_id, ad_id, posting_id, flow_at::date, employer_key,"
	  " regions, definitions, skills, mentioned, taxonomy_version"
	  " FROM jobtrend.posting_member"
	  " WHERE valid_to IS NULL AND is_ai AND NOT is_joined"
	  " AND flow_at IS NOT NULL",
	  "flow_at", PATCHED("is_ai AND NOT is_joined"), "", on_alone },
	{ "SELECT source_id, ad_id, posting_id, flow_at::date, employer_key,"
	  " regions FROM jobtrend.posting"
	  " WHERE ads = 1 AND definitions = 0 AND flow_at IS NOT NULL",
	  "flow_at", PATCHED_POSTINGS("NOT is_ai AND NOT is_joined"), "",
	  on_plain },
	{ "SELECT m.source_id, m.ad_id, m.posting_id, m.flow_at::date,"
	  " a.employer_key, a.regions, m.definitions, m.skills, m.mentioned,"
	  " m.taxonomy_version, coalesce(m.flow_at, ("
	  "  SELECT jobtrend.there_since(a.first_seen, p.flow_at)"
	  "  FROM jobtrend.posting AS p WHERE p.bucket = m.bucket"
	  "   AND p.posting_id = m.posting_id))::date"
	  " FROM jobtrend.posting_member AS m"
	  " JOIN jobtrend.ad AS a ON a.source_id = m.source_id"
	  "  AND a.ad_id = m.ad_id"
	  " WHERE m.valid_to IS NULL AND m.is_joined"
	  "  AND (m.bucket, m.posting_id) IN ("
	  "   SELECT bucket, posting_id FROM jobtrend.posting_member"
	  "   WHERE valid_to IS NULL AND is_joined",
	  "flow_at", PATCHED("is_joined"), ")", on_member },
	{ "SELECT source_id, ad_id, posting_id, flow_at::date, employer_key,"
	  " regions, definitions, skills FROM jobtrend.posting"
	  " WHERE ads > 1 AND flow_at IS NOT NULL",
	  "flow_at", PATCHED_POSTINGS("is_joined") PATCHED("is_joined"), "",
	  on_joined },
};

static bool read_rows(struct reader *r, struct database *db, struct error *err)
{
	struct buf sql = BUF_INIT;
	bool       ok = true;

	r->n_named_only = 0;
	for (size_t i = 0; i < ARRAY_LEN(row_queries) && ok; i++) {
		const struct row_query *q = &row_queries[i];

		if (i == 1 && r->n_named_only)
			qsort(r->named_only, r->n_named_only,
			      sizeof(*r->named_only), compare_numbers);
		buf_clear(&sql);
		buf_printf(&sql, "COPY (%s", q->sql);
		if (r->is_patching)
			buf_add_text(&sql, q->patched);
		else
			put_days(r->d, q->column, &sql);
		buf_printf(&sql, "%s) TO STDOUT (FORMAT binary)", q->end);
		ok = database_copy_out(db, sql.ptr, q->on_row, r, err);
	}
	buf_deinit(&sql);
	return ok;
}

static bool read_patched(struct reader *r, struct database *db,
			 struct error *err)
{
	r->is_patching = true;
	return read_rows(r, db, err);
}

static bool read_all(struct reader *r, struct database *db, struct error *err)
{
	return read_sightings(r, db, err) && read_earlier(r, db, err) &&
	       cells_find_patches(r->d, db, err) &&
	       cells_unpack(r->d, db, complete, r, err) &&
	       (!r->d->n_read || read_rows(r, db, err)) &&
	       (!r->d->patches.n || read_patched(r, db, err)) &&
	       cells_pack(r->d, db, err);
}

bool cells_read_facts(struct cells_data *d, struct database *db,
		      struct error *err)
{
	struct reader r = { .d = d };
	bool          ok;

	cells_find_months(d);
	ok = !d->n_months || read_all(&r, db, err);

	free(r.named_only);
	free(r.regions);
	free(r.named);
	free(r.asked);
	free(r.skills);
	free(r.readings);
	ad_map_deinit(&r.reread);
	free(r.days);
	ad_map_deinit(&r.seen);
	return ok;
}
