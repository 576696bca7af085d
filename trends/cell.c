/*
 * cell.c - lists of the rows of a skill by region, and what is asked of them.
 *
 *   cells_do -> lists -> (each region) plan -> answer -> on_cell, on_below
 *                                       \----> series -> on_series
 */
#include "trends/cell_worker.h"

#include "base/mem.h"
#include "base/stamp.h"
#include "trends/cell_moved.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define ANY_WORK 8 /* any skill is counted by each definition and for shares */

const char *cell_flag_name(enum cell_flag flag)
{
	static const char *const names[CELL_FLAGS] = {
		[CELL_NO_BASE] = "no_base",
		[CELL_SUPPRESSED] = "suppressed_small",
		[CELL_ONE_EMPLOYER] = "one_employer",
		[CELL_COVERAGE_LOW] = "coverage_low",
		[CELL_COMPARED_LOW] = "compared_low",
		[CELL_EMPLOYERS_MOVED] = "employers_moved",
		[CELL_REPEATED_ADS] = "repeated_ads",
		[CELL_LIST_CUT] = "list_cut",
		[CELL_RULE_CHANGE] = "rule_change",
		[CELL_DEFINITION_CHANGED] = "definition_changed",
		[CELL_SINGLE_SOURCE] = "single_source",
	};

	return names[flag];
}

/* ---- the engine ---- */

static void open_window(const struct cell_inputs *in,
			const struct cell_window *w, struct counted_window *out)
{
	out->w = w->w;
	out->panel = panel_new(in->sources, in->n_sources, &w->w);
	out->quick = xcalloc(in->n_sources + 1, 1);
	for (size_t i = 0; i < in->n_sources; i++) {
		out->quick[i] = out->panel[i].class;
		out->has_cut |= out->panel[i].is_cut;
		if (!panel_is_plain(&out->panel[i]))
			out->quick[i] |= QUICK_LOOK;
	}
	out->rows[0][0] = facts_from_day(in->facts, w->w.from);
	out->rows[0][1] = facts_from_day(in->facts, w->w.to);
	out->rows[1][0] = facts_from_day(in->facts, w->w.base_from);
	out->rows[1][1] = facts_from_day(in->facts, w->w.base_to);
}

static int compare_tasks(const void *left, const void *right)
{
	const struct task *a = left, *b = right;

	if (a->rows != b->rows)
		return a->rows < b->rows ? 1 : -1;
	if (a->skill != b->skill)
		return a->skill < b->skill ? -1 : 1;
	return (a->region > b->region) - (a->region < b->region);
}

static void make_tasks(struct cells *c)
{
	size_t n_regions = facts_regions(c->in.facts), n;

	c->tasks = xcalloc(n_regions + (size_t)c->skills, sizeof(*c->tasks));
	for (size_t r = 0; r < n_regions; r++) {
		(void)facts_of_region(c->in.facts, r, &n);
		c->tasks[c->n_tasks++] = (struct task){
			.region = (uint32_t)r, .rows = ANY_WORK * n
		};
	}
	for (int32_t s = 1; s < c->skills; s++) {
		if (!cell_wants_skill(c, s))
			continue;
		(void)facts_of_skill(c->in.facts, s, &n);
		c->tasks[c->n_tasks++] =
			(struct task){ .skill = s, .rows = n };
	}
	qsort(c->tasks, c->n_tasks, sizeof(*c->tasks), compare_tasks);
}

static void find_skills(struct cells *c)
{
	c->skills = facts_skills(c->in.facts) > 1 ? facts_skills(c->in.facts)
						  : 1;
	for (size_t i = 0; i < c->in.n_questions; i++) {
		int32_t skill = c->in.questions[i].skill;

		c->skills = skill >= c->skills ? skill + 1 : c->skills;
	}
}

static void find_months(struct cells *c)
{
	int64_t year;
	int     month, day;

	c->months = xcalloc(PLAN_MONTHS + 1, sizeof(*c->months));
	c->month_rows = xcalloc(PLAN_MONTHS + 1, sizeof(*c->month_rows));
	civil_from_days(c->in.this_month, &year, &month, &day);
	for (int i = 0; i <= PLAN_MONTHS; i++) {
		int64_t all = year * 12 + month - 1 - PLAN_MONTHS + i;

		c->months[i] = (int32_t)civil_to_days(all / 12,
						      (int)(all % 12) + 1, 1);
			c->month_rows[i] = facts_from_day(c->in.facts, c->months[i]);
	}
}

static void sum_source(const struct cells *c, size_t window, uint32_t source,
		       int64_t sums[4])
{
	const struct panel_source *s = &c->windows[window].panel[source];

	if (s->class == SOURCE_ABSENT)
		return;
	sums[0] += s->ok_days;
	sums[1] += s->known_days;
	sums[2] += s->base_ok_days;
	sums[3] += s->base_known_days;
}

/* Sources of the region; all where none ever showed something there. */
static const uint32_t *sources_of(const struct cells *c, uint32_t region,
				  size_t *n)
{
	*n = 0;
	if (region == 0 || region >= c->in.n_placed)
		return NULL;
	*n = c->in.placed_from[region + 1] - c->in.placed_from[region];
	return c->in.placed + c->in.placed_from[region];
}

/* Of a region in each window. */
static void find_coverage(struct cells *c, uint32_t region)
{
	size_t          n;
	const uint32_t *mine = sources_of(c, region, &n);

	for (size_t i = 0; i < c->in.n_windows; i++) {
		double *out = c->coverage[region * c->in.n_windows + i];
		int64_t sums[4] = { 0 };

		for (uint32_t s = 0; s < (n ? n : c->in.n_sources); s++)
			sum_source(c, i, n ? mine[s] : s, sums);
		out[0] = sums[1] ? (double)sums[0] / (double)sums[1] : NAN;
		out[1] = sums[3] ? (double)sums[2] / (double)sums[3] : NAN;
	}
}

struct cells *cells_new(const struct cell_inputs *in)
{
	struct cells *c = xcalloc(1, sizeof(*c));

	c->in = *in;
	c->windows = xcalloc(in->n_windows + 1, sizeof(*c->windows));
	for (size_t i = 0; i < in->n_windows; i++)
		open_window(in, &in->windows[i], &c->windows[i]);
	for (int g = 0; g < SERIES_GRAINS; g++) {
		calendar_init(&c->calendars[g], in->facts, (enum grain)g,
			      in->series[g].from, in->series[g].to);
		calendar_init(&c->covers[g], in->facts, (enum grain)g,
			      in->coverage[g].from, in->coverage[g].to);
	}
	c->bootstrap = bootstrap_new();
	find_skills(c);
	find_months(c);
	cell_plan_windows(c);
	c->coverage = xcalloc(facts_regions(in->facts) * in->n_windows + 1,
			      sizeof(*c->coverage));
	for (size_t r = 0; r < facts_regions(in->facts); r++)
		find_coverage(c, (uint32_t)r);
	cell_find_wanted(c);
	make_tasks(c);
	return c;
}

void cells_free(struct cells *c)
{
	if (!c)
		return;
	free(c->tasks);
	free(c->every);
	free(c->pairs);
	free(c->month_rows);
	free(c->months);
	free(c->coverage);
	free(c->plan_windows);
	bootstrap_free(c->bootstrap);
	for (int g = 0; g < SERIES_GRAINS; g++) {
		calendar_deinit(&c->covers[g]);
		calendar_deinit(&c->calendars[g]);
	}
	for (size_t i = 0; i < c->in.n_windows; i++) {
		panel_free(c->windows[i].panel, c->in.n_sources);
		free(c->windows[i].quick);
	}
	free(c->windows);
	free(c);
}

size_t cells_tasks(const struct cells *c)
{
	return c->n_tasks;
}

/* ---- workers ---- */

struct cell_worker *cell_worker_new(const struct cells *c)
{
	struct cell_worker *w = xcalloc(1, sizeof(*w));

	w->c = c;
	w->counter = counter_new(c->in.facts, c->in.n_sources);
	w->series = series_counter_new();
	w->lister = lister_new(c->in.facts);
	w->lists = xcalloc(facts_regions(c->in.facts), sizeof(*w->lists));
	w->wanted = xcalloc(c->in.n_windows + 1, WANTED_SIZE);
	w->is_listed = xcalloc(facts_regions(c->in.facts) + 1,
			       sizeof(*w->is_listed));
	return w;
}

void cell_worker_free(struct cell_worker *w)
{
	if (!w)
		return;
	row_list_deinit(&w->whole);
	for (size_t r = 0; r < facts_regions(w->c->in.facts); r++)
		row_list_deinit(&w->lists[r]);
	free(w->is_listed);
	free(w->wanted);
	free(w->lists);
	lister_free(w->lister);
	series_counter_free(w->series);
	counter_free(w->counter);
	free(w);
}

/* ---- answers ---- */

static bool is_in(struct span country, struct span region)
{
	return region.len > country.len + 1 && region.ptr[country.len] == '-' &&
	       memcmp(region.ptr, country.ptr, country.len) == 0;
}

/* Does a dated rule begin in these days, in the region or in part of it? */
static bool has_rule_change(const struct cell_inputs *in, struct span region,
			    int32_t from, int32_t to)
{
	struct span country = { region.ptr, region.len < 2 ? region.len : 2 };

	for (size_t i = 0; i < in->n_rules; i++) {
		const struct cell_rule *r = &in->rules[i];

		if (r->day < from || r->day >= to)
			continue;
		if (span_is(r->region, "world") ||
		    span_same(r->region, region) ||
		    span_same(r->region, country) || is_in(region, r->region))
			return true;
	}
	return false;
}

static int newest_taxonomy(const struct cells *c, const struct counted *got,
			   int *n)
{
	int newest = -1;

	*n = 0;
	for (int i = 0; i < 64 * TAXONOMY_WORDS; i++) {
		if (!(got->taxonomies[i / 64] >> (i % 64) & 1))
			continue;
		++*n;
		newest = (size_t)i < c->in.n_taxonomies ? i : newest;
	}
	return *n ? newest : (int)c->in.n_taxonomies - 1;
}

static bool is_complete(const struct demand_cell *c)
{
	for (int i = 0; i < BRIDGE_PARTS; i++) {
		if (isnan(c->bridge[i]))
			return false;
	}
	return !isnan(c->naive);
}

static bool is_much(uint64_t part, int64_t of)
{
	return part >= MOVED_LEAST && MOVED_PART * part > (uint64_t)of;
}

/* Would the change be another by a twentieth if repeated ads were postings? */
static bool hangs_on_repeats(const struct demand_cell *c,
			     const uint64_t            repeats[2])
{
	uint64_t base = (uint64_t)c->n_base, cur = (uint64_t)c->n;
	uint64_t with = (cur + repeats[1]) * base;
	uint64_t without = (base + repeats[0]) * cur;

	return repeats[0] + repeats[1] >= 10 &&
	       (20 * with > 21 * without || 21 * with < 20 * without);
}

/* Flags that say what the panel of sources does to a change. */
static unsigned judge_sources(const struct demand_cell *c,
			      const struct counted     *got)
{
	unsigned flags = 0;

	if (1000 * (uint64_t)c->n < got->elsewhere[1] ||
	    1000 * (uint64_t)c->n_base < got->elsewhere[0])
		flags |= 1u << CELL_COMPARED_LOW;
	if (is_much(got->went, c->n_base) || is_much(got->came, c->n))
		flags |= 1u << CELL_EMPLOYERS_MOVED;
	if (hangs_on_repeats(c, got->repeats))
		flags |= 1u << CELL_REPEATED_ADS;
	if (is_much(got->cut[0], c->n_base) || is_much(got->cut[1], c->n))
		flags |= 1u << CELL_LIST_CUT;
	return flags;
}

/* What may be said of a cell, and what is to be said with it. */
static void judge(struct cell_worker *w, const struct counted *got,
		  struct cell_answer *a)
{
	const struct window *win = &w->c->windows[a->question.window].w;
	const double        *seen =
		w->c->coverage[w->region * w->c->in.n_windows +
			       a->question.window];
	struct demand_cell  *cell = &a->cell;
	bool                 has_base = seen[1] > 0; /* not NAN either */
	int                  n;

	a->sources = got->sources;
	a->coverage = seen[0];
	a->taxonomy = newest_taxonomy(w->c, got, &n);
	if (!has_base)
		cell->naive = NAN;
	a->has_bridge = is_complete(cell);
	if (cell->n_base == 0 || !has_base)
		a->flags |= 1u << CELL_NO_BASE;
	if (cell->is_small)
		a->flags |= 1u << CELL_SUPPRESSED;
	if (cell->is_small || !has_base)
		cell->value = cell->lo = cell->hi = NAN;
	if (fmax(cell->top_employer_share, cell->top_base_share) > 0.5)
		a->flags |= 1u << CELL_ONE_EMPLOYER;
	if (!(fmin(seen[0], seen[1]) >= 0.8))
		a->flags |= 1u << CELL_COVERAGE_LOW;
	a->flags |= judge_sources(cell, got);
	if (has_rule_change(&w->c->in, facts_region(w->c->in.facts, w->region),
			    win->base_from, win->to))
		a->flags |= 1u << CELL_RULE_CHANGE;
	if (n > 1)
		a->flags |= 1u << CELL_DEFINITION_CHANGED;
	if (a->sources == 1)
		a->flags |= 1u << CELL_SINGLE_SOURCE;
}

static void answer(struct cell_worker *w, const struct row_list *l,
		   size_t window, int definition, bool is_share)
{
	struct cell_answer a = { .question = { .region = w->region,
					       .skill = w->skill,
					       .window = (uint32_t)window,
					       .definition =
						       (uint8_t)definition,
					       .is_share = is_share } };
	struct counted     got;

	count_list(w->counter, l, &w->c->windows[window], is_share, &got);
	demand_estimate(&got.sums, got.employers, got.n_employers,
			w->c->bootstrap, is_share, &a.cell);
	judge(w, &got, &a);
	w->sink->on_cell(&a, w->sink->arg);
	if (is_share && w->skill == 0 && definition == w->c->in.usual)
		cell_tell_below(w, window, &got);
}

static bool is_wanted(struct cell_worker *w, int definition, bool is_share)
{
	for (size_t i = 0; i < w->c->in.n_windows; i++) {
		if (*cell_wanted(w, i, definition, is_share))
			return true;
	}
	return false;
}

static void answer_wanted(struct cell_worker *w, struct row_list *l,
			  int definition, bool is_share)
{
	row_list_judge(l, w->c->in.facts, 1ull << definition);
	for (size_t i = 0; i < w->c->in.n_windows; i++) {
		if (*cell_wanted(w, i, definition, is_share))
			answer(w, l, i, definition, is_share);
	}
}

/* By each definition: the cells of the list, then shares of the region. */
static void answer_all(struct cell_worker *w, struct row_list *l)
{
	const struct cell_inputs *in = &w->c->in;
	bool                      is_listed = false;

	if (in->is_planned)
		cell_plan(w, l);
	for (size_t i = 0; i < in->n_definitions; i++) {
		int d = in->definitions[i];

		if (is_wanted(w, d, false))
			answer_wanted(w, l, d, false);
		if (!is_wanted(w, d, true))
			continue;
		if (!is_listed)
			cell_list_whole(w);
		is_listed = true;
		answer_wanted(w, &w->whole, d, true);
	}
}

/* ---- series ---- */

static void on_slot(const struct series_slot *slot, void *arg)
{
	struct cell_worker  *w = arg;
	struct series_answer a = { .region = w->region,
				   .skill = w->skill,
				   .slot = *slot };

	if (cell_wants_year(w, slot->from))
		w->sink->on_series(&a, w->sink->arg);
}

static bool wants_coverage(const struct cell_worker *w)
{
	const struct cell_inputs *in = &w->c->in;

	return in->is_planned ||
	       (w->region < in->n_covered && in->covered[w->region]);
}

static void do_series(struct cell_worker *w, struct row_list *l)
{
	row_list_judge(l, w->c->in.facts, 1ull << w->c->in.usual);
	series_take(w->series, l);
	for (int g = 0; g < SERIES_GRAINS; g++)
		series_count(w->series, &w->c->calendars[g], on_slot, w);
}

/* ---- a task ---- */

/* Where no source ever showed anything it is the world's, and not told. */
static void do_coverage(struct cell_worker *w)
{
	const struct cell_inputs *in = &w->c->in;
	size_t                    n;
	const uint32_t           *mine = sources_of(w->c, w->region, &n);

	if (!n && w->region)
		return;
	for (int g = 0; g < SERIES_GRAINS; g++) {
		const struct calendar *k = &w->c->covers[g];

		for (size_t i = 0; i < k->n; i++) {
			struct coverage_answer a = { .region = w->region,
						     .grain = k->grain,
						     .from = k->days[i] };
			struct covered         all = { 0 };

			for (uint32_t s = 0; s < (n ? n : in->n_sources); s++) {
				struct covered c = panel_cover(
					&in->sources[n ? mine[s] : s],
					k->days[i], k->days[i + 1]);

				all.ok_days += c.ok_days;
				all.known_days += c.known_days;
				a.sources += c.is_seen;
			}
			a.coverage = all.known_days
					     ? (double)all.ok_days /
						       (double)all.known_days
					     : NAN;
			w->sink->on_coverage(&a, w->sink->arg);
		}
	}
}

/* Rows [from, to) of the facts that are postings, as a region has them. */
static uint32_t count_postings(const struct facts *f, const uint32_t *rows,
			       size_t n, size_t to, size_t *at)
{
	uint32_t postings = 0;

	for (; *at < n && rows[*at] < to; ++*at)
		postings += facts_rows(f)[rows[*at]].kind != FACT_MEMBER;
	return postings;
}

/* All postings of each period, under the name of skill 0 with no postings of
 * its own. */
static void do_below(struct cell_worker *w)
{
	const struct facts *f = w->c->in.facts;
	size_t              n;
	const uint32_t     *rows = facts_of_region(f, w->region, &n);

	for (int g = 0; g < SERIES_GRAINS; g++) {
		const struct calendar *k = &w->c->calendars[g];
		struct series_answer   a = { .region = w->region,
					     .slot.grain = k->grain };
		size_t                 at = 0;

		(void)count_postings(f, rows, n, k->rows[0], &at);
		for (size_t i = 0; i < k->n; i++) {
			a.slot.from = k->days[i];
			a.below = count_postings(f, rows, n, k->rows[i + 1],
						 &at);
			if (a.below && cell_wants_year(w, a.slot.from))
				w->sink->on_series(&a, w->sink->arg);
		}
	}
}

static void do_pair(struct cell_worker *w, uint32_t region, int32_t skill)
{
	struct row_list *l = &w->lists[region];
	bool             is_asked;

	w->region = region;
	w->skill = skill;
	memset(w->wanted, 0, w->c->in.n_windows * WANTED_SIZE);
	is_asked = cell_take_questions(w);
	if (row_list_is_empty(l) && !is_asked)
		return;
	row_list_number(l, w->lister);
	answer_all(w, l);
	if (cell_take_series(w, skill))
		do_series(w, l);
}

/* Any skill, with what a region has of all. */
static void do_region(struct cell_worker *w, uint32_t region)
{
	w->region = region;
	if (wants_coverage(w))
		do_coverage(w);
	if (cell_take_series(w, SERIES_ALL))
		do_below(w);
	if (!cell_list_wanted(w, 0) || !w->is_listed[region])
		return;
	cell_list_any(w, region);
	do_pair(w, region, 0);
	row_list_clear(&w->lists[region]);
}

void cells_do(struct cell_worker *w, size_t task, const struct cell_sink *sink)
{
	const struct task *t = &w->c->tasks[task];

	w->sink = sink;
	if (t->skill == 0) {
		do_region(w, t->region);
		return;
	}
	if (!cell_list_wanted(w, t->skill))
		return;
	cell_list_skill(w, t->skill);
	for (size_t r = 0; r < facts_regions(w->c->in.facts); r++) {
		if (w->is_listed[r])
			do_pair(w, (uint32_t)r, t->skill);
	}
}
