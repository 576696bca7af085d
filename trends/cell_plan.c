#include "trends/cell_worker.h"

#include "base/mem.h"

#define PLAN_RECENT   24  /* months in which a pair needs ... */
#define PLAN_POSTINGS 100 /* ... so many postings */
#define PLAN_WINDOW   10  /* postings of both windows of a cell */

uint8_t *cell_wanted(struct cell_worker *w, size_t window, int definition,
		     bool is_share)
{
	return &w->wanted[window * WANTED_SIZE +
			  (size_t)definition * WANTED_MEASURES + is_share];
}

/* The number of the month that starts on a day; the first that does not end
 * before it. */
static int month_at(const struct cells *c, int32_t day)
{
	int i = 0;

	while (i < PLAN_MONTHS && c->months[i] < day)
		i++;
	return i;
}

void cell_plan_windows(struct cells *c)
{
	c->plan_windows = xcalloc(c->in.n_windows + 1, sizeof(*c->plan_windows));
	for (size_t i = 0; i < c->in.n_windows; i++) {
		const struct window *w = &c->windows[i].w;

		c->plan_windows[i] = (struct plan_window){
			{ { month_at(c, w->from), month_at(c, w->to) },
			  { month_at(c, w->base_from),
			    month_at(c, w->base_to) } }
		};
	}
}

/* Postings by month that ask. */
static void count_months(const struct cells *c, const struct entries *e,
			 uint32_t n[PLAN_MONTHS])
{
	int month = 0;

	for (size_t i = entries_from(e, c->month_rows[0]); i < e->n; i++) {
		while (month < PLAN_MONTHS &&
		       e->at[i].row >= c->month_rows[month + 1])
			month++;
		if (month == PLAN_MONTHS)
			return;
		n[month] += e->at[i].hits >> ASKED & 1;
	}
}

static uint32_t between(const uint32_t *before, const int months[2])
{
	return before[months[1]] - before[months[0]];
}

static bool is_planned(const struct cell_window *w, bool is_large,
		       bool is_usual)
{
	return w->is_latest || (w->is_standard && is_large &&
				(is_usual || !w->is_trailing));
}

/* Where any skill has a cell its share has one, and every other definition, also
 * one by which hardly anything asks: a claim is held against all of them. */
static void plan_any(struct cell_worker *w, size_t window)
{
	const struct cell_inputs *in = &w->c->in;
	const struct cell_window *k = &in->windows[window];

	*cell_wanted(w, window, in->usual, true) = 1;
	if (k->is_trailing && !k->is_latest)
		return;
	for (size_t i = 0; i < in->n_definitions; i++)
		*cell_wanted(w, window, in->definitions[i], false) = 1;
}

static void plan_definition(struct cell_worker *w, const struct row_list *l,
			    int definition, bool is_usual)
{
	const struct cells *c = w->c;
	uint32_t            n[PLAN_MONTHS] = { 0 };
	uint32_t            before[PLAN_MONTHS + 1] = { 0 }; /* running sum */
	uint32_t            recent;

	count_months(c, &l->alone, n);
	count_months(c, &l->joined, n);
	for (int i = 0; i < PLAN_MONTHS; i++)
		before[i + 1] = before[i] + n[i];
	recent = before[PLAN_MONTHS] - before[PLAN_MONTHS - PLAN_RECENT];
	if (recent < 2 * PLAN_WINDOW)
		return;
	for (size_t i = 0; i < c->in.n_windows; i++) {
		const struct plan_window *p = &c->plan_windows[i];

		if (!is_planned(&c->in.windows[i], recent >= PLAN_POSTINGS,
				is_usual) ||
		    c->windows[i].w.base_from < c->months[0] ||
		    between(before, p->months[0]) < PLAN_WINDOW ||
		    between(before, p->months[1]) < PLAN_WINDOW)
			continue;
		*cell_wanted(w, i, definition, false) = 1;
		if (is_usual && w->skill == 0)
			plan_any(w, i);
	}
}

static void judge_and_plan(struct cell_worker *w, struct row_list *l,
			   int definition, bool is_usual)
{
	row_list_judge(l, w->c->in.facts, 1ull << definition);
	plan_definition(w, l, definition, is_usual);
}

/* The standard set: each skill by the usual definition, any by all of them,
 * and its share. */
void cell_plan(struct cell_worker *w, struct row_list *l)
{
	const struct cell_inputs *in = &w->c->in;

	judge_and_plan(w, l, in->usual, true);
	for (size_t i = 0; w->skill == 0 && i < in->n_definitions; i++) {
		if (in->definitions[i] != in->usual)
			judge_and_plan(w, l, in->definitions[i], false);
	}
}

static int compare_pair(const struct cell_question *q, uint32_t region,
			int32_t skill)
{
	if (q->region != region)
		return q->region < region ? -1 : 1;
	return (q->skill > skill) - (q->skill < skill);
}

/* The first question of a pair or behind it. */
static size_t first_question(const struct cell_inputs *in, uint32_t region,
			     int32_t skill)
{
	size_t low = 0, high = in->n_questions;

	while (low < high) {
		size_t mid = (low + high) / 2;

		if (compare_pair(&in->questions[mid], region, skill) < 0)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

bool cell_take_questions(struct cell_worker *w)
{
	const struct cell_inputs *in = &w->c->in;
	size_t                    i = first_question(in, w->region, w->skill);
	bool                      is_any = false;

	for (; i < in->n_questions; i++) {
		const struct cell_question *q = &in->questions[i];

		if (compare_pair(q, w->region, w->skill) != 0)
			break;
		*cell_wanted(w, q->window, q->definition, q->is_share) = 1;
		is_any = true;
	}
	return is_any;
}
