#include "trends/panel.h"

#include "base/mem.h"
#include "base/stamp.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define FAR_DAYS 8 /* a source that is back within a week was not blind */

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
	int32_t days, known_days, life_days, ok_days, blind_days;
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

/* Days unknown right before the window, when it does not begin healthy. */
static int32_t blind_before(const struct source_health *s, int32_t from,
			    int32_t to)
{
	for (size_t i = 0; i < s->n_spans; i++) {
		const struct day_span *h = &s->spans[i];

		if (h->last < from)
			continue;
		if (h->first >= to || h->first < from || i == 0)
			return 0;
		return from - s->spans[i - 1].last - 1;
	}
	return 0;
}

static struct seen see(const struct source_health *s, int32_t from, int32_t to)
{
	return (struct seen){
		.days = to - from,
		.known_days = most(0, to - most(from, s->first_day)),
		.life_days = most(0, least(to, s->last_day + 1) -
					     most(from, s->first_day)),
		.ok_days = healthy_days(s, from, to),
		.blind_days = blind_before(s, from, to),
	};
}

/* At least 80 % of `days`, in whole numbers. */
static bool is_most(int32_t part, int32_t days)
{
	return 10 * (int64_t)part >= 8 * (int64_t)days;
}

static uint8_t class_of(const struct seen *cur, const struct seen *base)
{
	if (is_most(cur->ok_days, cur->days + cur->blind_days) &&
	    is_most(base->ok_days, base->days + base->blind_days))
		return SOURCE_KEPT;
	if (!is_most(cur->life_days, cur->days) ||
	    !is_most(base->life_days, base->days))
		return SOURCE_MOVED;
	return SOURCE_SICK;
}

/* ---- days that one window could not see ---- */

static bool bit_of(const uint64_t *bits, int32_t i)
{
	return bits[i / 64] >> (i % 64) & 1;
}

/* Set the bits of the days of [from, to) whose births could not be seen. */
static bool mark_blind(const struct source_health *s, int32_t from, int32_t to,
		       uint64_t *bits)
{
	bool    is_near = false, is_any = false;
	int32_t before = 0, told = from;
	bool    has_before = false;

	for (size_t i = 0; i < s->n_spans; i++) {
		const struct day_span *h = &s->spans[i];
		int32_t                since = h->first + 1;

		if (h->first >= to + FAR_DAYS || h->last < from - FAR_DAYS)
			continue;
		is_near = true;
		if (has_before && h->first - before <= FAR_DAYS)
			since = before + 1;
		before = h->last;
		has_before = true;
		if (most(since, from) >= least(h->last + 1, to))
			continue;
		for (int32_t d = told; d < most(since, from); d++) {
			bits[(d - from) / 64] |= 1ull << ((d - from) % 64);
			is_any = true;
		}
		told = most(told, least(h->last + 1, to));
	}
	for (int32_t d = told; is_near && d < to; d++) {
		bits[(d - from) / 64] |= 1ull << ((d - from) % 64);
		is_any = true;
	}
	return is_any;
}

static uint64_t *find_blind(const struct source_health *s,
			    const struct window        *w)
{
	int32_t   days = most(w->to - w->from, w->base_to - w->base_from);
	uint64_t *bits = xcalloc((size_t)days / 64 + 1, sizeof(*bits));
	bool      cur = mark_blind(s, w->from, w->to, bits);
	bool      base = mark_blind(s, w->base_from, w->base_to, bits);

	if (cur || base)
		return bits;
	free(bits);
	return NULL;
}

/* ---- rhythm ---- */

static int32_t month_of(int32_t day, int later)
{
	int64_t year;
	int     month, of_month;

	civil_from_days(day, &year, &month, &of_month);
	month += later;
	return (int32_t)civil_to_days(year + (month - 1) / 12,
				      (month - 1) % 12 + 1, 1);
}

/* Days between healthy visits in [from, to); NAN: there were none. */
static double days_apart(const struct source_health *s, int32_t from,
			 int32_t to)
{
	int32_t first = month_of(from, 0), next = month_of(to - 1, 1);
	int64_t all = 0;
	int32_t days = healthy_days(s, from, to);
	bool    is_healthy = false;
	double  visits;

	for (size_t i = 0; i < s->n_spans && !is_healthy; i++)
		is_healthy = s->spans[i].first < to && s->spans[i].last >= from;
	for (size_t i = 0; i < s->n_visits; i++) {
		if (s->visits[i].month >= first && s->visits[i].month < to)
			all += s->visits[i].visits;
	}
	if (!is_healthy || !all)
		return NAN;
	visits = (double)all / (next - first) * (to - from);
	return days / visits;
}

static void find_rhythm(const struct source_health *s, const struct window *w,
			struct panel_source *out)
{
	double cur = days_apart(s, w->from, w->to);
	double base = days_apart(s, w->base_from, w->base_to);
	double wide = fmax(cur, base), close = fmin(cur, base);

	if (isnan(cur) || isnan(base) || !(wide > 1.5 * close) || !(wide > 2))
		return;
	out->is_denser = true;
	out->is_denser_cur = cur < base;
	out->every = (int32_t)rint(wide);
}

/* ---- all sources ---- */

static void look(const struct source_health *s, const struct window *w,
		 struct panel_source *out)
{
	struct seen cur, base;

	out->class = SOURCE_ABSENT;
	if (s->first_day >= w->to || s->last_day < w->base_from)
		return;
	cur = see(s, w->from, w->to);
	base = see(s, w->base_from, w->base_to);
	out->class = class_of(&cur, &base);
	out->ok_days = cur.ok_days;
	out->known_days = cur.known_days;
	out->base_ok_days = base.ok_days;
	out->base_known_days = base.known_days;
	if (out->class != SOURCE_KEPT)
		return;
	out->blind = find_blind(s, w);
	find_rhythm(s, w, out);
}

struct panel_source *panel_new(const struct source_health *sources, size_t n,
			       const struct window *w)
{
	struct panel_source *panel = xcalloc(n + 1, sizeof(*panel));

	for (size_t i = 0; i < n; i++)
		look(&sources[i], w, &panel[i]);
	return panel;
}

void panel_free(struct panel_source *panel, size_t n)
{
	for (size_t i = 0; panel && i < n; i++)
		free(panel[i].blind);
	free(panel);
}

int panel_class(const struct panel_source *s, bool is_cur, int32_t from,
		int32_t day, int32_t first_day, int32_t last_day)
{
	if (s->class != SOURCE_KEPT)
		return s->class;
	if (s->blind && bit_of(s->blind, day - from))
		return SOURCE_SICK;
	/* Would visits of the other window's rhythm have met it? */
	if (s->is_denser && s->is_denser_cur == is_cur &&
	    (last_day - from) / s->every * s->every < first_day - from)
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
