#include "trends/lifetime.h"

#include "base/mem.h"
#include "trends/weight.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LEAST_ENDINGS 10
#define STEPS_MOST 400
#define STEPS_AGAIN 60    /* of a replicate, from where all ended */
#define CLOSE_ENOUGH 1e-4 /* largest move of the distribution in a step */
#define REPLICATES 50
#define Z_95 1.959964
#define SLOW_DAYS 7 /* over which the hazard rises at first */

static const double parts[LIFE_QUANTILES] = { 0.5, 0.75, 0.9 };
static const int    marks[3] = { 30, 60, 90 };

/* Rows that differ by cluster alone are one kind. */
struct kind {
	int            age, gap, seen, absent;
	enum life_exit exit;
	double         weight;
};

struct fit {
	struct kind *kinds;
	size_t       n_kinds;
	size_t      *kind_of; /* of each row */
	int          days;    /* t = 1 .. days; later: longer ones */
	/* Weight of all that were met up to so many days after their birth. */
	double       of_gap[LIFE_GAP_MOST + 1], of_age[LIFE_AGE_MOST + 1];
	double       total;
	int          reach; /* days to each side that a step is smoothed over */
	double       p[LIFE_ENDINGS][LIFE_DAYS_MOST + 2];
	double       later;
};

/* What an E-step adds up; sums of the steps between days. */
struct step {
	double of[LIFE_ENDINGS][LIFE_DAYS_MOST + 3]; /* endings */
	double all[LIFE_DAYS_MOST + 3]; /* what may end in any way */
	double upto[LIFE_ENDINGS][LIFE_DAYS_MOST + 2];
	double alive[LIFE_DAYS_MOST + 2]; /* after day t */
};

/* ---- rows to kinds ---- */

static int between(int least, int value, int most)
{
	return value < least ? least : value > most ? most : value;
}

static struct kind kind_of_row(const struct life_row *r)
{
	struct kind k = { 0, between(1, r->gap, LIFE_GAP_MOST), 0,
			  r->absent < 1 ? 1 : r->absent, r->exit, 0 };
	int         room;

	if (k.gap == 1)
		k.age = between(0, r->age, LIFE_AGE_MOST);
	room = LIFE_DAYS_MOST - k.age - k.gap;
	k.seen = between(0, r->seen, room - 1);
	if (k.exit >= LIFE_ENDINGS || k.seen < r->seen ||
	    k.absent > room - k.seen) {
		k.exit = LIFE_OPEN;
		k.absent = 0;
	}
	return k;
}

static int compare_kinds(const struct kind *a, const struct kind *b)
{
	if (a->age != b->age)
		return a->age - b->age;
	if (a->gap != b->gap)
		return a->gap - b->gap;
	if (a->seen != b->seen)
		return a->seen - b->seen;
	if (a->absent != b->absent)
		return a->absent - b->absent;
	return (int)a->exit - (int)b->exit;
}

struct placed {
	struct kind kind;
	size_t      row;
};

static int compare_placed(const void *left, const void *right)
{
	const struct placed *a = left, *b = right;

	return compare_kinds(&a->kind, &b->kind);
}

static void gather(struct fit *f, const struct life_row *rows, size_t n)
{
	struct placed *placed = xcalloc(n + 1, sizeof(*placed));

	for (size_t i = 0; i < n; i++)
		placed[i] = (struct placed){ kind_of_row(&rows[i]), i };
	if (n)
		qsort(placed, n, sizeof(*placed), compare_placed);
	for (size_t i = 0; i < n; i++) {
		const struct kind *k = &placed[i].kind;
		int last = k->age + k->seen + k->gap + k->absent;

		if (!f->n_kinds ||
		    compare_kinds(&f->kinds[f->n_kinds - 1], k) != 0)
			f->kinds[f->n_kinds++] = *k;
		f->kind_of[placed[i].row] = f->n_kinds - 1;
		f->days = last > f->days ? last : f->days;
	}
	free(placed);
}

/* Each kind's rows, with a weight for each cluster. */
static void weigh(struct fit *f, const struct life_row *rows, size_t n,
		  const double weights[LIFE_CLUSTERS])
{
	for (size_t i = 0; i < f->n_kinds; i++)
		f->kinds[i].weight = 0;
	for (size_t i = 0; i < n; i++)
		f->kinds[f->kind_of[i]].weight +=
			rows[i].count * weights[rows[i].cluster &
						(LIFE_CLUSTERS - 1)];
	memset(f->of_gap, 0, sizeof(f->of_gap));
	memset(f->of_age, 0, sizeof(f->of_age));
	f->total = 0;
	for (size_t i = 0; i < f->n_kinds; i++) {
		const struct kind *k = &f->kinds[i];

		if (k->gap > 1)
			f->of_gap[k->gap] += k->weight;
		else
			f->of_age[k->age] += k->weight;
		f->total += k->weight;
	}
}

/* ---- one step ---- */

static double slow(int day)
{
	return fmin(1, (day - 0.5) / SLOW_DAYS);
}

/* A hazard that rises for some days and is then constant. */
static void begin(struct fit *f)
{
	double endings[LIFE_ENDINGS] = { 0 }, all = 0, lived = 0, gaps = 0;

	for (size_t i = 0; i < f->n_kinds; i++) {
		const struct kind *k = &f->kinds[i];

		lived += k->weight * (k->age + k->seen + k->absent / 2.0 + 0.5);
		gaps += k->weight * (k->gap + k->absent);
		if (k->exit < LIFE_ENDINGS) {
			endings[k->exit] += k->weight;
			all += k->weight;
		}
	}
	f->later = 1;
	for (int t = 1; t <= f->days; t++) {
		double hazard = all / lived * slow(t);
		double here = f->later * (1 - exp(-hazard));

		for (int e = 0; e < LIFE_ENDINGS; e++)
			f->p[e][t] = here * endings[e] / all;
		f->later -= here;
	}
	f->reach = (int)(gaps / f->total / 8);
}

static void add_up(const struct fit *f, struct step *s)
{
	double alive = f->later;

	memset(s->of, 0, sizeof(s->of));
	memset(s->all, 0, sizeof(s->all));
	for (int e = 0; e < LIFE_ENDINGS; e++) {
		s->upto[e][0] = 0;
		for (int t = 1; t <= f->days; t++)
			s->upto[e][t] = s->upto[e][t - 1] + f->p[e][t];
	}
	for (int t = f->days; t >= 0; t--) {
		s->alive[t] = alive;
		for (int e = 0; e < LIFE_ENDINGS; e++)
			alive += t ? f->p[e][t] : 0;
	}
}

/* Spread a kind over the days that it may have lived. */
static void spread(const struct kind *k, struct step *s)
{
	int    e = (int)k->exit, first = k->age, end = k->age + k->gap;
	double whole = 0, each;

	for (int u = first; u < end; u++)
		whole += k->absent ? s->upto[e][u + k->seen + k->absent] -
					     s->upto[e][u + k->seen]
				   : s->alive[u + k->seen];
	if (whole <= 0)
		return;
	each = k->weight / whole;
	for (int u = first; u < end; u++) {
		double *to = k->absent ? s->of[e] : s->all;

		to[u + k->seen + 1] += each;
		if (k->absent)
			to[u + k->seen + k->absent + 1] -= each;
	}
}

/* Those born up to `first` .. end - 1 days before, who ended before anybody came. */
static void spread_unmet(int first, int end, double weight, struct step *s)
{
	double met = 0;

	for (int u = first; u < end; u++)
		met += s->alive[u];
	if (weight <= 0 || met <= 0)
		return;
	for (int u = first > 0 ? first : 1; u < end; u++) {
		s->all[1] += weight / met;
		s->all[u + 1] -= weight / met;
	}
}

/*
 * The hazard of each day over `reach` days to each side, with weights that fall
 * to nothing: who died then of who was alive before. A hazard of the shape that
 * the EM begins with stays as it is.
 */
static void smooth(struct fit *f)
{
	double p[LIFE_ENDINGS][LIFE_DAYS_MOST + 2];
	double alive[LIFE_DAYS_MOST + 2]; /* before day t */
	double left;

	memcpy(p, f->p, sizeof(p));
	alive[f->days + 1] = f->later;
	for (int t = f->days; t >= 1; t--) {
		alive[t] = alive[t + 1];
		for (int e = 0; e < LIFE_ENDINGS; e++)
			alive[t] += p[e][t];
	}
	left = alive[1];
	for (int t = 1; t <= f->days; t++) {
		double risk = 0, sum[LIFE_ENDINGS] = { 0 };

		for (int d = -f->reach; d <= f->reach; d++) {
			double w = f->reach + 1 - abs(d);

			if (t + d < 1 || t + d > f->days)
				continue;
			risk += w * alive[t + d] * slow(t + d);
			for (int e = 0; e < LIFE_ENDINGS; e++)
				sum[e] += w * p[e][t + d];
		}
		for (int e = 0; e < LIFE_ENDINGS; e++)
			f->p[e][t] = risk > 0 ? left * slow(t) * sum[e] / risk
					      : 0;
		for (int e = 0; e < LIFE_ENDINGS; e++)
			left -= f->p[e][t];
		left = fmax(left, 0);
	}
	f->later = left;
}

static double total_of(const struct fit *f)
{
	double total = f->later;

	for (int e = 0; e < LIFE_ENDINGS; e++) {
		for (int t = 1; t <= f->days; t++)
			total += f->p[e][t];
	}
	return total;
}

/* The M-step; the largest move of the distribution. */
static double move(struct fit *f, const struct step *s)
{
	double all = 0, ending[LIFE_ENDINGS] = { 0 };
	double before[LIFE_DAYS_MOST + 2];
	double total, moved = 0, upto = 0, was = 0;

	for (int t = 1; t <= f->days; t++) {
		all += s->all[t];
		before[t] = 0;
		for (int e = 0; e < LIFE_ENDINGS; e++) {
			before[t] += f->p[e][t];
			ending[e] += s->of[e][t];
			/* what was added and taken again leaves dust */
			f->p[e][t] *= fmax(ending[e] + all, 0);
		}
	}
	f->later *= all;
	if (f->reach)
		smooth(f);
	total = total_of(f);
	f->later /= total;
	for (int t = 1; t <= f->days; t++) {
		was += before[t];
		for (int e = 0; e < LIFE_ENDINGS; e++) {
			f->p[e][t] /= total;
			upto += f->p[e][t];
		}
		moved = fmax(moved, fabs(upto - was));
	}
	return moved;
}

static void run(struct fit *f, struct step *s, int steps)
{
	for (int i = 0; i < steps; i++) {
		add_up(f, s);
		for (size_t k = 0; k < f->n_kinds; k++) {
			if (f->kinds[k].weight > 0)
				spread(&f->kinds[k], s);
		}
		for (int gap = 2; gap <= between(2, LIFE_GAP_MOST, f->days); gap++)
			spread_unmet(0, gap, f->of_gap[gap], s);
		for (int age = 1; age <= between(0, LIFE_AGE_MOST, f->days - 1); age++)
			spread_unmet(age, age + 1, f->of_age[age], s);
		if (move(f, s) < CLOSE_ENOUGH)
			break;
	}
}

/* ---- what is asked of it ---- */

/* A life of t whole days lasts t on average: the curve has F(t) at t + 1/2. */
static double quantile(const struct fit *f, double part)
{
	double upto = 0;

	for (int t = 1; t <= f->days; t++) {
		double here = 0;

		for (int e = 0; e < LIFE_ENDINGS; e++)
			here += f->p[e][t];
		if (upto + here >= part && here > 0)
			return t - 0.5 + (part - upto) / here;
		upto += here;
	}
	return NAN;
}

/* Over within so many days in this way; NAN where nobody was seen so long. */
static double within(const struct fit *f, enum life_exit way, int days)
{
	double sum = 0;

	if (days > f->days)
		return NAN;
	for (int t = 1; t <= days; t++)
		sum += f->p[way][t];
	return sum;
}

/* ---- how sure ---- */

static void draw_weights(int replicate, double weights[LIFE_CLUSTERS])
{
	char name[12];

	for (int i = 0; i < LIFE_CLUSTERS; i++) {
		snprintf(name, sizeof(name), "%d", i);
		weights[i] = bootstrap_weight(span_of(name), replicate);
	}
}

/* Standard deviation of the logarithm of each quantile, over replicates. */
static void bootstrap(struct fit *f, struct step *s, const struct life_row *rows,
		      size_t n, double out[LIFE_QUANTILES])
{
	struct fit *again = xcalloc(1, sizeof(*again));
	double      mean[LIFE_QUANTILES] = { 0 }, squares[LIFE_QUANTILES] = { 0 };
	int         drawn = 0;

	for (int r = 1; r <= REPLICATES; r++) {
		double weights[LIFE_CLUSTERS];

		draw_weights(r, weights);
		*again = *f; /* shares kinds and kind_of */
		weigh(again, rows, n, weights);
		if (again->total <= 0)
			continue;
		run(again, s, STEPS_AGAIN);
		drawn++;
		for (int q = 0; q < LIFE_QUANTILES; q++) {
			double v = log(quantile(again, parts[q]));
			double off = v - mean[q]; /* Welford 1962 */

			mean[q] += off / drawn;
			squares[q] += off * (v - mean[q]);
		}
	}
	for (int q = 0; q < LIFE_QUANTILES; q++)
		out[q] = drawn > 1 ? sqrt(squares[q] / (drawn - 1)) : NAN;
	free(again);
}

static void describe(struct fit *f, const struct life_row *rows, size_t n,
		     struct lifetime *out)
{
	struct step *s = xcalloc(1, sizeof(*s));
	double       spread_of[LIFE_QUANTILES];

	begin(f);
	run(f, s, STEPS_MOST);
	for (int i = 0; i < 3; i++) {
		out->removed_within[i] = within(f, LIFE_REMOVED, marks[i]);
		out->ended_within[i] = out->removed_within[i] +
				       within(f, LIFE_EXPIRED, marks[i]);
	}
	for (int q = 0; q < LIFE_QUANTILES; q++)
		out->days[q] = quantile(f, parts[q]);
	bootstrap(f, s, rows, n, spread_of);
	for (int q = 0; q < LIFE_QUANTILES; q++) {
		out->lo[q] = out->days[q] * exp(-Z_95 * spread_of[q]);
		out->hi[q] = out->days[q] * exp(Z_95 * spread_of[q]);
	}
	free(s);
}

static void count_exits(const struct life_row *rows, size_t n,
			struct lifetime *out)
{
	for (size_t i = 0; i < n; i++) {
		out->n += rows[i].count;
		out->exits[rows[i].exit] += rows[i].count;
	}
}

void lifetime_compute(const struct life_row *rows, size_t n,
		      struct lifetime *out)
{
	struct fit *f = xcalloc(1, sizeof(*f));
	double      ones[LIFE_CLUSTERS];

	*out = (struct lifetime){ .n = 0 };
	for (int i = 0; i < 3; i++) {
		out->days[i] = out->lo[i] = out->hi[i] = NAN;
		out->removed_within[i] = out->ended_within[i] = NAN;
	}
	for (int i = 0; i < LIFE_CLUSTERS; i++)
		ones[i] = 1;
	count_exits(rows, n, out);
	if (out->exits[LIFE_REMOVED] + out->exits[LIFE_EXPIRED] >= LEAST_ENDINGS) {
		f->kinds = xcalloc(n, sizeof(*f->kinds));
		f->kind_of = xcalloc(n, sizeof(*f->kind_of));
		gather(f, rows, n);
		weigh(f, rows, n, ones);
		describe(f, rows, n, out);
		free(f->kind_of);
		free(f->kinds);
	}
	free(f);
}
