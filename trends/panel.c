#include "trends/panel.h"

#include "base/mem.h"
#include "base/stamp.h"
#include "trends/edge.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define FAR_DAYS 8 /* a source that is back within a week was not blind */
#define CLOSE_DAYS 2.0 /* visits up to so many days apart miss hardly anything */
#define CLEARLY 1.5 /* times further apart */
#define MORE_VISITS 3 /* in three months, at least */
#define MONTH_CLOSE 16 /* days with a visit */
#define KEPT_PERCENT 50 /* of the days that both windows could see */
#define LIFE_LEAST 30 /* days that speak for a whole window */
#define LIFE_PERCENT 80 /* of a window; whose life is shorter entered or left */

static int32_t least(int32_t a, int32_t b)
{
	return a < b ? a : b;
}

static int32_t most(int32_t a, int32_t b)
{
	return a > b ? a : b;
}

/* ---- how a source was seen in one window ---- */

struct seen {
	int32_t days, known_days, life_days, ok_days;
};

/* Healthy days within [from, to). */
static int32_t healthy_days(const struct source_health *s, int32_t from,
			    int32_t to)
{
	int32_t days = 0;

	for (size_t i = 0; i < s->n_spans; i++) {
		const struct day_span *h = &s->spans[i];

		if (h->first < to && h->last >= from)
			days += least(h->last + 1, to) - most(h->first, from);
	}
	return days;
}

static struct seen see(const struct source_health *s, int32_t from, int32_t to)
{
	return (struct seen){
		.days = to - from,
		.known_days = most(0, to - most(from, s->first_day)),
		.life_days = most(0, least(to, s->last_day + 1) -
					     most(from, s->first_day)),
		.ok_days = healthy_days(s, from, to),
	};
}

/* ---- days as bits ---- */

static bool bit_of(const uint64_t *bits, int32_t i)
{
	return bits[i / 64] >> (i % 64) & 1;
}

static void set_bits(uint64_t *bits, int32_t from, int32_t to)
{
	for (int32_t i = from; i < to; i++)
		bits[i / 64] |= 1ull << (i % 64);
}

static int32_t count_bits(const uint64_t *bits, int32_t days)
{
	int32_t n = 0;

	for (int32_t i = 0; i < days; i++)
		n += bit_of(bits, i);
	return n;
}

static bool has_bit(const uint64_t *bits, int32_t from, int32_t to)
{
	for (int32_t i = from; i < to; i++) {
		if (bit_of(bits, i))
			return true;
	}
	return false;
}

static uint64_t *new_bits(const struct panel_source *p)
{
	return xcalloc((size_t)p->days / 64 + 1, sizeof(uint64_t));
}

/* NULL when no bit is set. */
static void drop_empty(uint64_t **bits, int32_t days)
{
	if (*bits && has_bit(*bits, 0, days))
		return;
	free(*bits);
	*bits = NULL;
}

/* ---- days that one window could not see ---- */

/*
 * Set the bits of the days of [from, to) whose births could not be seen: before
 * the first visit of a span, that day with what had piled up, and after the
 * last. A gap of a week within the window loses and moves nothing.
 */
static void mark_blind(const struct source_health *s, int32_t from, int32_t to,
		       uint64_t *bits)
{
	int32_t told = from; /* up to here bits are right */

	for (size_t i = 0; i < s->n_spans; i++) {
		const struct day_span *h = &s->spans[i];
		int32_t before = i ? s->spans[i - 1].last : INT32_MIN / 2;
		int32_t since = h->first + 1;

		if (h->last < from)
			continue;
		if (h->first >= to)
			break;
		if (before + 1 >= from && h->first - before <= FAR_DAYS)
			since = before + 1;
		if (since > told)
			set_bits(bits, told - from, least(since, to) - from);
		told = most(told, least(most(since, h->last + 1), to));
	}
	set_bits(bits, told - from, to - from);
}

/* ---- births that visits days apart move across an edge ---- */

static void mark_edges(const struct source_health *s, const struct window *w,
		       struct panel_source *out)
{
	int32_t both = least(w->to - w->from, w->base_to - w->base_from);
	struct kept_days was = { 0, out->days }, kept;

	while (was.begin < out->days && bit_of(out->blind, was.begin))
		was.begin++;
	if (bit_of(out->blind, both - 1)) {
		for (was.end = both - 1; was.end > 0; was.end--) {
			if (!bit_of(out->blind, was.end - 1))
				break;
		}
	}
	if (was.begin >= was.end)
		return;
	kept = edge_trim(s, w, was, out->thin[0] || out->thin[1]);
	if (kept.begin > was.begin)
		set_bits(out->blind, 0, kept.begin);
	if (kept.end < was.end)
		set_bits(out->blind, kept.end, out->days);
}

/* ---- rhythm ---- */

static int32_t month_of(int32_t day, int later)
{
	int64_t year;
	int     month, of_month;

	civil_from_days(day, &year, &month, &of_month);
	month += later + 11; /* from January of the year before */
	return (int32_t)civil_to_days(year - 1 + month / 12, month % 12 + 1, 1);
}

static int days_in(uint32_t mask)
{
	int n = 0;

	for (; mask; mask &= mask - 1)
		n++;
	return n;
}

/* Days in [from, to) that are healthy or between two visits a week apart. */
static int32_t bridged_days(const struct source_health *s, int32_t from,
			    int32_t to)
{
	int32_t days = healthy_days(s, from, to);

	for (size_t i = 1; i < s->n_spans; i++) {
		int32_t first = s->spans[i - 1].last + 1;
		int32_t end = s->spans[i].first;

		if (end - first < FAR_DAYS && first < to && end > from)
			days += least(end, to) - most(first, from);
	}
	return days;
}

/* Days that were healthy, and days with a visit. */
struct visited {
	double  days;
	int64_t visits;
};

/* In the month of a day and so many beside it. */
static struct visited visited_beside(const struct source_health *s, int32_t day,
				     int beside)
{
	int32_t from = month_of(day, -beside), to = month_of(day, 1 + beside);
	struct visited v = { .days = bridged_days(s, from, to) };

	for (size_t i = 0; i < s->n_visits; i++) {
		if (s->visits[i].month >= from && s->visits[i].month < to)
			v.visits += days_in(s->visits[i].days);
	}
	return v;
}

/* From one day with a visit to the next. */
static double days_apart(struct visited v)
{
	return v.visits ? v.days / (double)v.visits : INFINITY;
}

/* Of visits weeks apart chance puts one more or less into some months. */
static bool is_chance(struct visited a, struct visited b)
{
	return fabs((double)a.visits / a.days - (double)b.visits / b.days) *
		       fmin(a.days, b.days) <
	       MORE_VISITS;
}

/* 1: the visits of the period lie closer at an offset, 0: of the base, or -1. */
static int closer_at(const struct source_health *s, const struct window *w,
		     int32_t offset, int beside)
{
	struct visited c = visited_beside(s, w->from + offset, beside);
	struct visited b = visited_beside(s, w->base_from + offset, beside);
	double         cur = days_apart(c), base = days_apart(b);
	double         wide = fmax(cur, base);

	if (c.days <= 0 || b.days <= 0 || wide <= CLOSE_DAYS ||
	    wide <= CLEARLY * fmin(cur, base) || (beside && is_chance(c, b)))
		return -1;
	return cur < base;
}

/* Not by a visit more in one month, nor while a rhythm is about to change. */
static int denser_at(const struct source_health *s, const struct window *w,
		     int32_t offset)
{
	int alone = closer_at(s, w, offset, 0);

	return alone == closer_at(s, w, offset, 1) ? alone : -1;
}

/* The next offset at which a month begins in one of the windows. */
static int32_t next_month(const struct window *w, int32_t offset)
{
	return least(month_of(w->from + offset, 1) - w->from,
		     month_of(w->base_from + offset, 1) - w->base_from);
}

static void mark_visits(const struct source_health *s, int32_t from, int32_t to,
			uint64_t *bits)
{
	for (size_t i = 0; i < s->n_visits; i++) {
		for (int d = 0; d < 31; d++) {
			int32_t day = s->visits[i].month + d;

			if (s->visits[i].days >> d & 1 && day >= from && day < to)
				set_bits(bits, day - from, day - from + 1);
		}
	}
}

/* On every second day in each month: nothing can lie clearly further apart. */
static bool is_always_close(const struct source_health *s,
			    const struct window        *w)
{
	int32_t next = month_of(w->base_from, 0);

	for (size_t i = 0; i < s->n_visits && next < w->to; i++) {
		if (s->visits[i].month < next)
			continue;
		if (s->visits[i].month > next ||
		    days_in(s->visits[i].days) < MONTH_CLOSE)
			return false;
		next = month_of(next, 1);
	}
	return next >= w->to;
}

static void mark_thin(const struct source_health *s, const struct window *w,
		      struct panel_source *out)
{
	for (int32_t i = 0, next; i < out->days; i = next) {
		int denser = denser_at(s, w, i);

		next = least(next_month(w, i), out->days);
		if (denser >= 0)
			set_bits(out->thin[denser], i, next);
	}
}

static void find_rhythm(const struct source_health *s, const struct window *w,
			struct panel_source *out)
{
	int32_t first = 0;
	int     wider = -1; /* at the start */

	if (is_always_close(s, w))
		return;
	for (int i = 0; i < 2; i++) {
		out->thin[i] = new_bits(out);
		out->visited[i] = new_bits(out);
	}
	mark_visits(s, w->base_from, w->base_to, out->visited[0]);
	mark_visits(s, w->from, w->to, out->visited[1]);
	mark_thin(s, w, out);
	for (int i = 0; i < 2; i++) {
		if (bit_of(out->thin[i], 0))
			wider = !i;
		drop_empty(&out->thin[i], out->days);
	}
	if (wider < 0)
		return;
	/* Its first visit found what had opened before the window. */
	while (first < out->days && !bit_of(out->visited[wider], first))
		first++;
	set_bits(out->blind, 0, least(first + 1, out->days));
}

/* ---- all sources ---- */

static void free_bits(struct panel_source *p)
{
	free(p->blind);
	p->blind = NULL;
	for (int i = 0; i < 2; i++) {
		free(p->thin[i]);
		free(p->visited[i]);
		p->thin[i] = NULL;
		p->visited[i] = NULL;
	}
}

/* At least `percent` of `days`, in whole numbers. */
static bool is_part(int32_t part, int32_t percent, int32_t days)
{
	return 100 * (int64_t)part >= percent * (int64_t)days;
}

static uint8_t class_of(const struct panel_source *p, const struct seen *cur,
			const struct seen *base)
{
	if (is_part(p->days - count_bits(p->blind, p->days), KEPT_PERCENT,
		    p->days))
		return SOURCE_KEPT;
	if (!is_part(cur->life_days, LIFE_PERCENT, cur->days) ||
	    !is_part(base->life_days, LIFE_PERCENT, base->days))
		return SOURCE_MOVED;
	return SOURCE_SICK;
}

static void look(const struct source_health *s, const struct window *w,
		 struct panel_source *out)
{
	struct seen cur, base;

	out->class = SOURCE_ABSENT;
	if (s->first_day >= w->to || s->last_day < w->base_from)
		return;
	cur = see(s, w->from, w->to);
	base = see(s, w->base_from, w->base_to);
	out->days = most(cur.days, base.days);
	out->alive_from = s->first_day - w->base_from + 1;
	out->alive_to = s->last_day + 1 - w->from;
	out->first_day = s->first_day;
	out->weight[0] = base.life_days; /* until all are known */
	out->weight[1] = cur.life_days;
	out->ok_days = cur.ok_days;
	out->known_days = cur.known_days;
	out->base_ok_days = base.ok_days;
	out->base_known_days = base.known_days;
	out->blind = new_bits(out);
	mark_blind(s, w->from, w->to, out->blind);
	mark_blind(s, w->base_from, w->base_to, out->blind);
	find_rhythm(s, w, out);
	mark_edges(s, w, out);
	out->class = class_of(out, &cur, &base);
	drop_empty(&out->blind, out->days);
	if (out->class != SOURCE_KEPT)
		free_bits(out);
}

/* From lives to weights, in whole numbers, as in SQL. */
static void weigh(struct panel_source *panel, size_t n)
{
	for (int i = 0; i < 2; i++) {
		int32_t longest = 1;

		for (size_t k = 0; k < n; k++)
			longest = most(longest, panel[k].weight[i]);
		for (size_t k = 0; k < n; k++)
			panel[k].weight[i] =
				1000 * longest / most(panel[k].weight[i],
						      least(LIFE_LEAST, longest));
	}
}

struct panel_source *panel_new(const struct source_health *sources, size_t n,
			       const struct window *w)
{
	struct panel_source *panel = xcalloc(n + 1, sizeof(*panel));

	for (size_t i = 0; i < n; i++)
		look(&sources[i], w, &panel[i]);
	for (size_t i = 0; i < n; i++)
		panel[i].is_cut = sources[i].is_cut;
	weigh(panel, n);
	return panel;
}

void panel_free(struct panel_source *panel, size_t n)
{
	for (size_t i = 0; panel && i < n; i++)
		free_bits(&panel[i]);
	free(panel);
}

int panel_class(const struct panel_source *s, bool is_cur, int32_t from,
		int32_t day, int32_t first_day, int32_t last_day)
{
	int32_t at = day - from;

	if (s->class != SOURCE_KEPT)
		return s->class;
	if (panel_is_blind(s, at))
		return at < s->alive_from || at >= s->alive_to ? SOURCE_MOVED
							      : SOURCE_SICK;
	/* Would the visits of the other window have met it? */
	if (s->thin[is_cur] && bit_of(s->thin[is_cur], at) &&
	    !has_bit(s->visited[!is_cur], most(first_day - from, 0),
		     least(last_day - from + 1, s->days)))
		return SOURCE_SICK;
	return SOURCE_KEPT;
}

struct covered panel_cover(const struct source_health *s, int32_t from,
			   int32_t to)
{
	struct covered c = { 0 };

	if (s->first_day < to && s->last_day >= from)
		c.known_days = to - most(from, s->first_day);
	c.ok_days = healthy_days(s, from, to);
	c.is_seen = c.ok_days > 0;
	return c;
}
