#include "worlds/market_write.h"

#include "base/json_out.h"
#include "base/mem.h"
#include "base/stamp.h"

#include <string.h>

#define TRACKED_FIRST 5 /* of the questions: PyTorch */
#define LIFE_MOST 2000 /* days; longer ones count as that */

enum measure { FLOW, STOCK, SHARE };

static const char *const measure_names[] = { "flow", "stock", "share" };

static const struct question {
	int          regions; /* how many are asked */
	int          tracked; /* -1: any */
	const char  *period;  /* of the year 2024 */
	int          first_month, last_month;
	enum measure measure;
} questions[] = {
	{ 2, -1, "2024", 1, 12, FLOW },    { 1, -1, "2024Q2", 4, 6, FLOW },
	{ 1, -1, "2024Q4", 10, 12, FLOW }, { 1, -1, "2024", 1, 12, SHARE },
	{ 1, -1, "2024", 1, 12, STOCK },   { 2, 0, "2024", 1, 12, FLOW },
	{ 1, 1, "2024", 1, 12, FLOW },     { 1, 2, "2024", 1, 12, FLOW },
};

/* The vacancies of a window: those meant, and all (for a share). */
struct tally {
	int64_t meant, all;
};

struct window {
	int32_t from, to;
};

static struct window window_of(const struct question *q, int years_back)
{
	int64_t year = MARKET_YEAR - years_back;
	int     next = q->last_month % 12 + 1;

	return (struct window){
		(int32_t)civil_to_days(year, q->first_month, 1),
		(int32_t)civil_to_days(year + (next == 1), next, 1),
	};
}

/* ---- what happened ---- */

/* Watched all along, and no visit failed. */
static bool is_lasting(const struct market *m, const struct market_source *s)
{
	bool is = s->entered <= m->base_from && s->left >= m->to &&
		  s->to == NEVER_DAY && !s->cut_length && !s->is_widened;

	for (size_t i = 0; i < s->n_fails; i++)
		is = is && (s->fails[i].to <= m->base_from ||
			    s->fails[i].from >= m->to);
	return is;
}

static bool is_on_lasting(const struct market *m, const struct market_vacancy *v)
{
	struct market_listing l[2];

	for (size_t i = 0; i < m->n_sources; i++) {
		if (is_lasting(m, &m->sources[i]) &&
		    market_listings(m, &m->sources[i], v, l))
			return true;
	}
	return false;
}

static bool is_within(const struct market_vacancy *v, enum measure measure,
		      struct window w)
{
	if (measure == STOCK)
		return v->opened < w.to && v->closed >= w.to;
	return v->opened >= w.from && v->opened < w.to;
}

static struct tally count(const struct market *m, int region,
			  const struct question *q, struct window w,
			  bool only_lasting)
{
	struct tally t = { 0, 0 };

	for (size_t i = 0; i < m->n_vacancies; i++) {
		const struct market_vacancy *v = &m->vacancies[i];

		if (v->region != region || !is_within(v, q->measure, w))
			continue;
		if (!v->is_ai && q->measure != SHARE)
			continue;
		if (only_lasting && !is_on_lasting(m, v))
			continue;
		t.all++;
		t.meant += v->is_ai && (q->tracked < 0 || v->asks[q->tracked]);
	}
	return t;
}

static double change_of(struct tally cur, struct tally base, enum measure measure)
{
	double change = (double)cur.meant / (double)base.meant;

	if (measure == SHARE)
		change /= (double)cur.all / (double)base.all;
	return change - 1;
}

static void put_counts(struct buf *out, struct tally cur, struct tally base,
		       enum measure measure)
{
	json_put_int(out, "n", cur.meant);
	json_put_int(out, "n_base", base.meant);
	if (base.meant)
		json_put_double(out, "change", change_of(cur, base, measure));
}

/* ---- what was to be expected ---- */

static double mean_over(const struct market *m, int region, int tracked,
			struct window w)
{
	fix sum = 0;

	for (int32_t day = w.from; day < w.to; day++)
		sum += market_mean(m, region, day, tracked);
	return (double)sum / (double)FIX_ONE;
}

/* Only of flows: the other two are ratios of sums of chance. */
static void put_expected(const struct market *m, int region,
			 const struct question *q, struct buf *out)
{
	if (q->measure == FLOW)
		json_put_double(out, "expected",
			mean_over(m, region, q->tracked, window_of(q, 0)) /
			mean_over(m, region, q->tracked, window_of(q, 1)) - 1);
}

/* ---- the line ---- */

static void put_cell(const struct market *m, int region,
		     const struct question *q, struct buf *out)
{
	struct window cur = window_of(q, 0), base = window_of(q, 1);

	json_open_object(out);
	json_put_text(out, "region", m->region[region]);
	json_put_text(out, "skill",
		      q->tracked < 0 ? "any" : market_tracked_id(q->tracked));
	json_put_text(out, "period", q->period);
	json_put_text(out, "measure", measure_names[q->measure]);
	put_counts(out, count(m, region, q, cur, false),
		   count(m, region, q, base, false), q->measure);
	put_expected(m, region, q, out);
	json_key(out, "lasting");
	json_open_object(out);
	put_counts(out, count(m, region, q, cur, true),
		   count(m, region, q, base, true), q->measure);
	json_close_object(out);
	json_close_object(out);
}

/* Days from opening to closing of the AI vacancies of the base year. */
static void put_lifetime(const struct market *m, int region, struct buf *out)
{
	int64_t by_days[LIFE_MOST + 1] = { 0 }, n = 0, upto = 0;
	int     median = 0;

	for (size_t i = 0; i < m->n_vacancies; i++) {
		const struct market_vacancy *v = &m->vacancies[i];
		int32_t days = v->closed - v->opened;

		if (!v->is_ai || v->region != region ||
		    v->opened < m->base_from || v->opened >= m->from)
			continue;
		by_days[days < LIFE_MOST ? days : LIFE_MOST]++;
		n++;
	}
	while (upto * 2 < n)
		upto += by_days[median++];
	json_open_object(out);
	json_put_text(out, "region", m->region[region]);
	json_put_text(out, "skill", "any");
	json_put_text(out, "period", "2023");
	json_put_int(out, "n", n);
	json_put_int(out, "p50_days", median - 1);
	json_close_object(out);
}

/* Parts of the bridge that have nothing to explain in this world. */
static void put_absent(const struct market *m, struct buf *out)
{
	const struct market_plan *p = m->plan;
	/* The last is the longest: then days beside an edge may be unseen. */
	bool is_uneven = p->gap_days[ARRAY_LEN(p->gap_days) - 1] > 7;
	const struct {
		const char *part;
		bool        is_there;
	} parts[] = {
		{ "sources", p->watched_first < 100 || p->leaving ||
				     p->copies_from == 2 || p->moving },
		{ "health", p->failing || p->leaving || p->outage_days ||
				    p->gap_after || p->moving || p->cut ||
				    p->widened || p->intake || is_uneven },
		{ "duplicates", p->copies_from || p->relisted || p->moving },
		{ "context", p->boasting || p->has_law },
		{ "definition", p->unread > 0 },
	};

	json_key(out, "absent");
	json_open_array(out);
	for (size_t i = 0; i < ARRAY_LEN(parts); i++) {
		if (!parts[i].is_there)
			json_string(out, span_of(parts[i].part));
	}
	json_close_array(out);
}

/* From which day the dictionary has which words. */
static void put_learned(const struct market *m, struct buf *out)
{
	char               day[STAMP_SIZE];
	size_t             n;
	const char *const *words = market_learned(&n);

	stamp_format(stamp_from_days(m->learned_from), day);
	json_put_text(out, "learned_from", day);
	json_key(out, "learned");
	json_open_array(out);
	for (size_t i = 0; i < n; i++)
		json_string(out, span_of(words[i]));
	json_close_array(out);
}

/* The first cell is the headline: of a skill whose words are learned, if any. */
static void put_cells(const struct market *m, struct buf *out)
{
	size_t n = ARRAY_LEN(questions), first = m->plan->unread ? TRACKED_FIRST : 0;

	for (int region = 0; region < MARKET_REGIONS; region++) {
		for (size_t k = 0; k < n; k++) {
			const struct question *q = &questions[(first + k) % n];

			if (region < q->regions)
				put_cell(m, region, q, out);
		}
	}
}

void market_write_truth(const struct market *m, struct buf *out)
{
	json_open_object(out);
	json_put_text(out, "type", "truth");
	json_put_int(out, "world", m->number + 1);
	json_put_text(out, "kind", m->plan->name);
	json_put_bool(out, "is_still",
		      !m->plan->growth_lo && !m->plan->growth_hi);
	json_put_int(out, "employers", (int64_t)m->n_employers);
	json_put_int(out, "postings", (int64_t)m->n_vacancies);
	if (m->plan->unread)
		put_learned(m, out);
	put_absent(m, out);
	json_key(out, "cells");
	json_open_array(out);
	put_cells(m, out);
	json_close_array(out);
	json_key(out, "lifetimes");
	json_open_array(out);
	for (int region = 0; region < MARKET_REGIONS; region++)
		put_lifetime(m, region, out);
	json_close_array(out);
	json_close_object(out);
	buf_add_char(out, '\n');
}
