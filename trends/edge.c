#include "trends/edge.h"

#include <stdlib.h>

#define NEAR_DAYS 3 /* fewer days of births more or less move nothing */
#define FAR_DAYS 8
#define BACK_DAYS 77 /* a span has no gap so long */
#define REACH_DAYS 46
#define TRIED 8 /* visits of each window, at each edge */
#define OFF_COST 4 /* days left out that a day of difference is worth */
#define NEVER INT32_MIN

static int32_t least(int32_t a, int32_t b)
{
	return a < b ? a : b;
}

static int32_t most(int32_t a, int32_t b)
{
	return a > b ? a : b;
}

/* ---- visits ---- */

static bool is_visited(const struct visit_month *m, int32_t day)
{
	return day >= m->month && day < m->month + 31 &&
	       m->days >> (day - m->month) & 1;
}

/* The last visit in [from, to), or NEVER. */
static int32_t visit_before(const struct source_health *s, int32_t from,
			    int32_t to)
{
	int32_t found = NEVER;

	for (size_t i = 0; i < s->n_visits; i++) {
		const struct visit_month *m = &s->visits[i];

		if (m->month >= to || m->month + 31 <= from)
			continue;
		for (int32_t day = least(m->month + 30, to - 1);
		     day >= most(m->month, from); day--) {
			if (is_visited(m, day)) {
				found = most(found, day);
				break;
			}
		}
	}
	return found;
}

/* The first visit in [from, to), or `to`. */
static int32_t visit_after(const struct source_health *s, int32_t from,
			   int32_t to)
{
	int32_t found = to;

	for (size_t i = 0; i < s->n_visits; i++) {
		const struct visit_month *m = &s->visits[i];

		for (int32_t day = most(m->month, from);
		     day < least(m->month + 31, found); day++) {
			if (is_visited(m, day))
				found = day;
		}
	}
	return found;
}

/* ---- as many days of births in both windows ---- */

/*
 * By how many days later the last visit before a day is in the period than in
 * the base; days count from the starts of the windows. False: one has none.
 */
static bool later_before(const struct source_health *s, const struct window *w,
			 int32_t back, int32_t at, bool is_end, int32_t *later)
{
	int32_t cur = is_end ? least(at, w->to - w->from) : at;
	int32_t base = is_end ? least(at, w->base_to - w->base_from) : at;

	cur = visit_before(s, w->from + back, w->from + cur);
	base = visit_before(s, w->base_from + back, w->base_from + base);
	if (cur == NEVER || base == NEVER)
		return false;
	*later = (cur - w->from) - (base - w->base_from);
	return true;
}

/* A day at which the births that count might begin, or end. */
struct place {
	int32_t at, later;
};

struct places {
	struct place all[4 * TRIED + 1];
	size_t       n;
};

static void add_place(struct places *p, const struct source_health *s,
		      const struct window *w, int32_t back, int32_t at,
		      bool is_end)
{
	struct place one = { .at = at };

	if (later_before(s, w, back, at, is_end, &one.later))
		p->all[p->n++] = one;
}

/* Behind each of the first visits from `begin` on, and at `begin` itself. */
static void find_begins(const struct source_health *s, const struct window *w,
			int32_t begin, struct places *out)
{
	int32_t start[] = { w->from, w->base_from };

	add_place(out, s, w, begin - BACK_DAYS, begin, false);
	for (int i = 0; i < 2; i++) {
		int32_t at = start[i] + begin, til = at + REACH_DAYS;

		for (int k = 0; k < TRIED; k++, at++) {
			at = visit_after(s, at, til);
			if (at >= til)
				break;
			add_place(out, s, w, begin - BACK_DAYS,
				  at + 1 - start[i], false);
		}
	}
}

/* Before and behind each of the last visits until `end`, and at `end` itself. */
static void find_ends(const struct source_health *s, const struct window *w,
		      int32_t end, struct places *out)
{
	int32_t start[] = { w->from, w->base_from };
	int32_t til[] = { w->to, w->base_to };
	int32_t back = end - REACH_DAYS - BACK_DAYS;

	add_place(out, s, w, back, end, true);
	for (int i = 0; i < 2; i++) {
		int32_t at = least(start[i] + end, til[i]);

		for (int k = 0; k < TRIED; k++) {
			at = visit_before(s, start[i] + end - REACH_DAYS, at);
			if (at == NEVER)
				break;
			add_place(out, s, w, back, at - start[i], true);
			add_place(out, s, w, back, at + 1 - start[i], true);
		}
	}
}

struct trimmed {
	struct kept_days days;
	int32_t          off, cost; /* days; INT32_MAX: there is none */
};

static bool is_better(const struct trimmed *a, const struct trimmed *b)
{
	if (a->cost != b->cost)
		return a->cost < b->cost;
	if (a->days.begin != b->days.begin)
		return a->days.begin < b->days.begin;
	return a->days.end > b->days.end;
}

static struct trimmed find_best(const struct source_health *s,
				const struct window *w, struct kept_days kept,
				int32_t days)
{
	struct trimmed best = { kept, INT32_MAX, INT32_MAX };
	struct places  begins = { .n = 0 }, ends = { .n = 0 };

	find_begins(s, w, kept.begin, &begins);
	find_ends(s, w, kept.end, &ends);
	for (size_t i = 0; i < begins.n; i++) {
		for (size_t k = 0; k < ends.n; k++) {
			struct kept_days d = { begins.all[i].at, ends.all[k].at };
			struct trimmed   one = {
				  .days = d,
				  .off = abs(ends.all[k].later - begins.all[i].later),
			};

			one.cost = OFF_COST * one.off + d.begin - kept.begin +
				   kept.end - d.end;
			if (2 * (d.end - d.begin) >= days &&
			    is_better(&one, &best))
				best = one;
		}
	}
	return best;
}

/* ---- where that cannot be: edges whose gaps differ ---- */

/* Nothing is moved across an edge that no span passes over. */
struct edge {
	int32_t gap;    /* days since the visit before it; 1: nothing is moved */
	int32_t before; /* that visit and the one after, from the window's start */
	int32_t behind;
};

static bool is_passed(const struct source_health *s, int32_t at)
{
	for (size_t i = 0; i < s->n_spans; i++) {
		if (s->spans[i].first < at && s->spans[i].last >= at)
			return true;
	}
	return false;
}

/* The beginning of a day of the window that starts `from`. */
static struct edge edge_at(const struct source_health *s, int32_t at,
			   int32_t from)
{
	int32_t before, behind;

	if (!is_passed(s, at))
		return (struct edge){ 1, INT32_MAX - 1, -1 };
	before = visit_before(s, at - BACK_DAYS, at);
	behind = visit_after(s, at, at + BACK_DAYS);
	return (struct edge){ at - before, before - from, behind - from };
}

static bool is_uneven(const struct edge *a, const struct edge *b)
{
	return a->gap - b->gap >= FAR_DAYS || b->gap - a->gap >= FAR_DAYS;
}

static struct kept_days without_uneven(const struct source_health *s,
				       const struct window        *w,
				       struct kept_days kept, int32_t days)
{
	struct edge cur = edge_at(s, w->from, w->from);
	struct edge base = edge_at(s, w->base_from, w->base_from);

	if (is_uneven(&cur, &base))
		kept.begin = most(kept.begin,
				  least(most(cur.behind, base.behind) + 1, days));
	cur = edge_at(s, w->to, w->from);
	base = edge_at(s, w->base_to, w->base_from);
	if (is_uneven(&cur, &base))
		kept.end = least(kept.end,
				 most(least(cur.before, base.before) + 1, 0));
	return kept;
}

struct kept_days edge_trim(const struct source_health *s, const struct window *w,
			   struct kept_days kept, bool is_thin)
{
	int32_t days = most(w->to - w->from, w->base_to - w->base_from);
	int32_t begin, end;

	if (!is_thin &&
	    later_before(s, w, kept.begin - BACK_DAYS, kept.begin, false, &begin) &&
	    later_before(s, w, kept.end - BACK_DAYS, kept.end, true, &end)) {
		struct trimmed best;

		if (abs(end - begin) <= NEAR_DAYS)
			return kept;
		best = find_best(s, w, kept, days);
		if (best.off < FAR_DAYS)
			return best.days;
	}
	return without_uneven(s, w, kept, days);
}
