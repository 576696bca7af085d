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

/* Postings of a month. */
static uint32_t count_month(const struct cell_worker *w,
			    const struct row_list *l, int month, uint64_t mask)
{
	const struct cells   *c = w->c;
	const struct fact    *rows = facts_rows(c->in.facts);
	const struct entries *both[] = { &l->alone, &l->joined };
	uint32_t              n = 0;

	for (size_t k = 0; k < ARRAY_LEN(both); k++) {
		size_t end = entries_from(both[k], c->month_rows[month + 1]);

		for (size_t i = entries_from(both[k], c->month_rows[month]);
		     i < end; i++)
			n += (both[k]->at[i] & ENTRY_ASKED) &&
			     (rows[both[k]->at[i] & ENTRY_ROW].definitions &
			      mask);
	}
	return n;
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

static void plan_definition(struct cell_worker *w, const struct row_list *l,
			    int definition, bool is_usual)
{
	const struct cells *c = w->c;
	uint32_t            before[PLAN_MONTHS + 1] = { 0 }; /* running sum */

	for (int i = 0; i < PLAN_MONTHS; i++)
		before[i + 1] = before[i] +
				count_month(w, l, i, 1ull << definition);
	if (before[PLAN_MONTHS] - before[PLAN_MONTHS - PLAN_RECENT] <
	    PLAN_POSTINGS)
		return;
	for (size_t i = 0; i < c->in.n_windows; i++) {
		const struct window *win = &c->windows[i].w;

		if (!c->in.windows[i].is_standard ||
		    (!is_usual && c->in.windows[i].is_trailing) ||
		    win->base_from < c->months[0])
			continue;
		if (before[month_at(c, win->to)] -
				    before[month_at(c, win->from)] <
			    PLAN_WINDOW ||
		    before[month_at(c, win->base_to)] -
				    before[month_at(c, win->base_from)] <
			    PLAN_WINDOW)
			continue;
		*cell_wanted(w, i, definition, false) = 1;
		if (is_usual && w->skill == 0)
			*cell_wanted(w, i, definition, true) = 1;
	}
}

/* The standard set: each skill by the usual definition, any by all of them,
 * and its share. */
void cell_plan(struct cell_worker *w, const struct row_list *l)
{
	const struct cell_inputs *in = &w->c->in;

	for (size_t i = 0; i < in->n_definitions; i++) {
		bool is_usual = in->definitions[i] == in->usual;

		if (is_usual || w->skill == 0)
			plan_definition(w, l, in->definitions[i], is_usual);
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
