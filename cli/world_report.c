#include "cli/world_report.h"

#include "base/json_out.h"
#include "base/mem.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define FAIR_POINTS 2.0 /* so near must demand be to the truth */

static const char *const method_names[N_METHODS] = {
	[METHOD_NAIVE] = "naive",     [METHOD_FIXED] = "fixed panel",
	[METHOD_SAME] = "same source", [METHOD_CHAINED] = "chained",
	[METHOD_GEKS] = "geks",       [METHOD_OURS] = "jobtrend",
	[METHOD_PERFECT] = "perfect panel",
};

/* ---- numbers of which a part is wanted ---- */

struct sample {
	double *values;
	size_t  n;
};

static void sample_add(struct sample *s, double value)
{
	if (isnan(value))
		return;
	s->values = xrealloc(s->values, (s->n + 1) * sizeof(*s->values));
	s->values[s->n++] = value;
}

static int compare(const void *left, const void *right)
{
	double a = *(const double *)left, b = *(const double *)right;

	return (a > b) - (a < b);
}

static double sample_mean(const struct sample *s)
{
	double sum = 0;

	for (size_t i = 0; i < s->n; i++)
		sum += s->values[i];
	return s->n ? sum / (double)s->n : NAN;
}

/* The smallest value that so large a part of them does not pass. */
static double sample_quantile(struct sample *s, double part)
{
	size_t at = (size_t)ceil(part * (double)s->n);

	if (!s->n)
		return NAN;
	qsort(s->values, s->n, sizeof(*s->values), compare);
	return s->values[at ? at - 1 : 0];
}

static double sample_most(struct sample *s)
{
	return sample_quantile(s, 1);
}

/* ---- how a method did in the first cells of worlds ---- */

struct method_row {
	const char *name;
	size_t      worlds;
	double      bias, median, p95, within; /* points; share */
};

static bool is_kind(const char *kind, const char *wanted)
{
	return !wanted || !strcmp(kind, wanted);
}

static struct method_row score_method(const struct world_scores *s,
				      enum world_method method, const char *kind)
{
	struct sample     errors = { NULL, 0 }, sizes = { NULL, 0 };
	struct method_row row = { .name = method_names[method] };
	double            near = 0;

	for (size_t i = 0; i < s->n_cells; i++) {
		const struct world_cell *c = &s->cells[i];
		double                   off = 100 * (c->by[method] - c->change);

		if (!c->is_first || !is_kind(c->kind, kind) || isnan(off))
			continue;
		sample_add(&errors, off);
		sample_add(&sizes, fabs(off));
		near += fabs(off) <= FAIR_POINTS;
	}
	row.worlds = errors.n;
	row.bias = sample_mean(&errors);
	row.median = sample_quantile(&sizes, 0.5);
	row.p95 = sample_quantile(&sizes, 0.95);
	row.within = errors.n ? near / (double)errors.n : NAN;
	free(errors.values);
	free(sizes.values);
	return row;
}

/* ---- how ours did in all cells of a kind ---- */

struct kind_row {
	const char       *name;
	struct method_row ours, perfect;
	size_t            cells;    /* flows with an interval */
	double            held, held_true; /* shares of intervals */
	double            width;    /* points, mean */
	size_t            alarms, still_cells;
	size_t            warned; /* of still_cells: have such a flag */
	double            bridge_off, absent_off; /* log points, largest */
	size_t            lives;
	double            life_bias, life_p95; /* days */
};

static double share_of(double part, size_t all)
{
	return all ? part / (double)all : NAN;
}

static void score_lives(const struct world_scores *s, const char *kind,
			struct kind_row *row)
{
	struct sample off = { NULL, 0 }, size = { NULL, 0 };

	for (size_t i = 0; i < s->n_lives; i++) {
		const struct world_life *l = &s->lives[i];

		if (!is_kind(l->kind, kind))
			continue;
		sample_add(&off, l->days - l->true_days);
		sample_add(&size, fabs(l->days - l->true_days));
	}
	row->lives = off.n;
	row->life_bias = sample_mean(&off);
	row->life_p95 = sample_quantile(&size, 0.95);
	free(off.values);
	free(size.values);
}

static struct kind_row score_kind(const struct world_scores *s, const char *kind)
{
	struct kind_row row = { .name = kind ? kind : "all" };
	struct sample   width = { NULL, 0 }, bridge = { NULL, 0 },
		      absent = { NULL, 0 };
	size_t expected = 0;
	double held = 0, held_true = 0;

	for (size_t i = 0; i < s->n_cells; i++) {
		const struct world_cell *c = &s->cells[i];
		bool is_in = c->change >= c->lo && c->change <= c->hi;

		if (!is_kind(c->kind, kind))
			continue;
		sample_add(&bridge, c->bridge_off);
		sample_add(&absent, c->absent_off);
		if (!c->is_flow || isnan(c->lo) || isnan(c->hi))
			continue;
		row.cells++;
		held_true += is_in;
		expected += !isnan(c->expected);
		held += c->expected >= c->lo && c->expected <= c->hi;
		sample_add(&width, 100 * (c->hi - c->lo));
		row.still_cells += c->is_still;
		row.warned += c->is_still && c->has_flag;
		row.alarms += c->is_still && !is_in && !c->has_flag;
	}
	row.ours = score_method(s, METHOD_OURS, kind);
	row.perfect = score_method(s, METHOD_PERFECT, kind);
	row.held = share_of(held, expected);
	row.held_true = share_of(held_true, row.cells);
	row.width = sample_mean(&width);
	row.bridge_off = sample_most(&bridge);
	row.absent_off = sample_most(&absent);
	score_lives(s, kind, &row);
	free(width.values);
	free(bridge.values);
	free(absent.values);
	return row;
}

/* ---- how much was counted ---- */

static int64_t sum_postings(const struct world_scores *s)
{
	int64_t sum = 0;

	for (size_t i = 0; i < s->n_worlds; i++)
		sum += s->worlds[i].postings;
	return sum;
}

static int64_t sum_ads(const struct world_scores *s)
{
	int64_t sum = 0;

	for (size_t i = 0; i < s->n_worlds; i++)
		sum += s->worlds[i].ads;
	return sum;
}

/* ---- which interval ---- */

enum { BY_EMPLOYERS, BY_SOURCES, BY_WIDER, INTERVALS };

static const char *const interval_names[INTERVALS] = {
	"bootstrap over employers", "jackknife over sources", "the wider",
};

struct interval_row {
	size_t cells;
	double held[INTERVALS], width[INTERVALS]; /* share; points, mean */
};

/* The flows that have both intervals and a mean of their process. */
static struct interval_row score_intervals(const struct world_scores *s)
{
	struct interval_row row = { .cells = 0 };

	for (size_t i = 0; i < s->n_cells; i++) {
		const struct world_cell *c = &s->cells[i];
		double lo[INTERVALS] = { c->lo, c->jack_lo,
					 fmin(c->lo, c->jack_lo) };
		double hi[INTERVALS] = { c->hi, c->jack_hi,
					 fmax(c->hi, c->jack_hi) };

		if (!c->is_flow ||
		    isnan(c->lo + c->hi + c->jack_lo + c->jack_hi + c->expected))
			continue;
		row.cells++;
		for (int k = 0; k < INTERVALS; k++) {
			row.held[k] += c->expected >= lo[k] &&
				       c->expected <= hi[k];
			row.width[k] += 100 * (hi[k] - lo[k]);
		}
	}
	for (int k = 0; k < INTERVALS; k++) {
		row.held[k] = share_of(row.held[k], row.cells);
		row.width[k] = share_of(row.width[k], row.cells);
	}
	return row;
}

/* The kinds in the order in which they come first. */
static size_t list_kinds(const struct world_scores *s, const char ***kinds)
{
	size_t n = 0;

	*kinds = NULL;
	for (size_t i = 0; i < s->n_cells; i++) {
		bool is_new = true;

		for (size_t k = 0; k < n; k++)
			is_new = is_new && strcmp((*kinds)[k], s->cells[i].kind);
		if (!is_new)
			continue;
		*kinds = xrealloc(*kinds, (n + 1) * sizeof(**kinds));
		(*kinds)[n++] = s->cells[i].kind;
	}
	return n;
}

/* ---- as a table ---- */

static void print_method(const struct method_row *r, FILE *out)
{
	fprintf(out, "%-14s %6zu %9.2f %9.2f %9.2f %9.1f\n", r->name, r->worlds,
		r->bias, r->median, r->p95, 100 * r->within);
}

static void print_kind(const struct kind_row *r, FILE *out)
{
	fprintf(out, "%-9s %6zu %6.2f %6.2f %6.1f %6.1f %6.1f %6.1f %6.1f %4zu/%-5zu"
		     " %6.1f %8.1e %7.4f %6.2f %6.2f\n",
		r->name, r->ours.worlds, r->ours.bias, r->ours.p95,
		100 * r->ours.within, 100 * r->perfect.within, 100 * r->held,
		100 * r->held_true, r->width, r->alarms, r->still_cells,
		100 * share_of((double)r->warned, r->still_cells), r->bridge_off,
		r->absent_off, r->life_bias, r->life_p95);
}

void world_report_table(const struct world_scores *s, FILE *out)
{
	const char    **kinds;
	size_t          n = list_kinds(s, &kinds);
	struct kind_row all = score_kind(s, NULL);
	struct interval_row intervals = score_intervals(s);

	fprintf(out, "%zu worlds, %lld vacancies, %lld ads, %zu cells\n\n",
		s->n_worlds, (long long)sum_postings(s), (long long)sum_ads(s),
		s->n_cells);
	fprintf(out, "change of the first cell of each world, points off what happened\n"
		     "%-14s %6s %9s %9s %9s %9s\n", "method", "worlds", "bias",
		"median", "95 %", "in 2 (%)");
	for (int i = 0; i < N_METHODS; i++) {
		struct method_row r = score_method(s, (enum world_method)i, NULL);

		print_method(&r, out);
	}
	fprintf(out, "\njobtrend by kind of world (perf: share within 2 points of a perfect panel;\n"
		     "exp, true: intervals that hold the mean of the process, what happened;\n"
		     "alarms of cells where nothing grows; flags: those that warn, %%)\n"
		     "%-9s %6s %6s %6s %6s %6s %6s %6s %6s %10s %6s %8s %7s %6s %6s\n",
		"kind", "worlds", "bias", "95 %", "in 2", "perf", "exp", "true",
		"width", "alarms", "flags", "bridge", "absent", "life", "95 %");
	for (size_t i = 0; i < n; i++) {
		struct kind_row r = score_kind(s, kinds[i]);

		print_kind(&r, out);
	}
	print_kind(&all, out);
	free(kinds);
	fprintf(out, "\nintervals of %zu flows: how many hold the mean of the "
		     "process (%%), mean width (points)\n", intervals.cells);
	for (int i = 0; i < INTERVALS; i++)
		fprintf(out, "%-25s %6.1f %6.1f\n", interval_names[i],
			100 * intervals.held[i], intervals.width[i]);
}

/* ---- as JSON ---- */

static void json_method(struct buf *out, const struct method_row *r)
{
	json_open_object(out);
	json_put_text(out, "method", r->name);
	json_put_int(out, "worlds", (int64_t)r->worlds);
	json_put_double(out, "bias_points", r->bias);
	json_put_double(out, "median_error_points", r->median);
	json_put_double(out, "p95_error_points", r->p95);
	json_put_double(out, "share_within_2_points", r->within);
	json_close_object(out);
}

static void json_kind(struct buf *out, const struct kind_row *r)
{
	json_open_object(out);
	json_put_text(out, "kind", r->name);
	json_key(out, "demand");
	json_method(out, &r->ours);
	json_key(out, "limit");
	json_method(out, &r->perfect);
	json_put_int(out, "intervals", (int64_t)r->cells);
	json_put_double(out, "hold_expected_share", r->held);
	json_put_double(out, "hold_true_share", r->held_true);
	json_put_double(out, "width_points", r->width);
	json_put_int(out, "false_alarms", (int64_t)r->alarms);
	json_put_int(out, "still_cells", (int64_t)r->still_cells);
	json_put_int(out, "warned_cells", (int64_t)r->warned);
	json_put_double(out, "bridge_off", r->bridge_off);
	json_put_double(out, "absent_part_off", r->absent_off);
	json_put_int(out, "lifetimes", (int64_t)r->lives);
	json_put_double(out, "lifetime_bias_days", r->life_bias);
	json_put_double(out, "lifetime_p95_error_days", r->life_p95);
	json_close_object(out);
}

static void json_intervals(struct buf *out, const struct world_scores *s)
{
	struct interval_row row = score_intervals(s);

	json_key(out, "intervals");
	json_open_array(out);
	for (int i = 0; i < INTERVALS; i++) {
		json_open_object(out);
		json_put_text(out, "interval", interval_names[i]);
		json_put_int(out, "cells", (int64_t)row.cells);
		json_put_double(out, "hold_expected_share", row.held[i]);
		json_put_double(out, "width_points", row.width[i]);
		json_close_object(out);
	}
	json_close_array(out);
}

void world_report_json(const struct world_scores *s, FILE *out)
{
	const char    **kinds;
	size_t          n = list_kinds(s, &kinds);
	struct buf      text = BUF_INIT;
	struct kind_row row;

	json_open_object(&text);
	json_put_int(&text, "worlds", (int64_t)s->n_worlds);
	json_put_int(&text, "vacancies", sum_postings(s));
	json_put_int(&text, "ads", sum_ads(s));
	json_key(&text, "methods");
	json_open_array(&text);
	for (int i = 0; i < N_METHODS; i++) {
		struct method_row r = score_method(s, (enum world_method)i, NULL);

		json_method(&text, &r);
	}
	json_close_array(&text);
	json_key(&text, "kinds");
	json_open_array(&text);
	for (size_t i = 0; i < n; i++) {
		row = score_kind(s, kinds[i]);
		json_kind(&text, &row);
	}
	row = score_kind(s, NULL);
	json_kind(&text, &row);
	json_close_array(&text);
	json_intervals(&text, s);
	json_close_object(&text);
	fprintf(out, "%s\n", text.ptr);
	buf_deinit(&text);
	free(kinds);
}
