/*
 * claim_time.c - periods, bases and spans of a claim.
 */
#include "trends/claim_read.h"

#include "base/mem.h"
#include "base/stamp.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define TIMES_MAX  6 /* periods of one claim that are looked at */
#define LEVEL_NEAR 6 /* words between a level and its year */
#define YEAR_DAYS  365.25
#define MONTH_DAYS 30.4375

/* Part of a year; part 0 is all of it. */
struct moment {
	enum {
		PART_YEAR,
		PART_HALF,
		PART_QUARTER,
		PART_MONTH,
		PART_WEEK,
	} kind;
	int    part; /* from 1 */
	int    trailing; /* months that end with the part; 0: the part itself */
	int    year; /* 0: not said */
	size_t at, end;
	bool   is_base;
};

struct calendar {
	int year, month; /* of the day that is today */
};

static int months_of(const struct moment *m)
{
	static const int months[] = { 12, 6, 3, 1, 0 };

	return months[m->kind];
}

/* Months since year 0 at its end, the last one included. */
static int last_month(const struct moment *m)
{
	if (m->kind == PART_WEEK)
		return m->year * 12 + (m->part - 1) * 12 / 53;
	return m->year * 12 +
	       (m->kind == PART_YEAR ? 12 : m->part * months_of(m)) - 1;
}

static void write_period(const struct moment *m, char out[PERIOD_SIZE])
{
	int year = m->year % 10000;

	if (m->trailing)
		snprintf(out, PERIOD_SIZE, "%04d-%02d/%d",
			 last_month(m) / 12 % 10000, last_month(m) % 12 + 1,
			 m->trailing);
	else if (m->kind == PART_YEAR)
		snprintf(out, PERIOD_SIZE, "%04d", year);
	else if (m->kind == PART_WEEK)
		snprintf(out, PERIOD_SIZE, "%04d-W%02d", year, m->part % 100);
	else if (m->kind == PART_QUARTER)
		snprintf(out, PERIOD_SIZE, "%04dQ%d", year, m->part % 10);
	else if (m->kind == PART_HALF)
		snprintf(out, PERIOD_SIZE, "%04d-%02d/6", year,
			 m->part * 6 % 100);
	else
		snprintf(out, PERIOD_SIZE, "%04d-%02d", year, m->part % 100);
}

/* `n` months that end with the last complete one. */
static void write_trailing(const struct calendar *today, int n,
			   char out[PERIOD_SIZE])
{
	int last = today->year * 12 + today->month - 2;
	int year = last / 12 % 10000, month = last % 12 + 1;

	if (n == 1)
		snprintf(out, PERIOD_SIZE, "%04d-%02d", year, month);
	else
		snprintf(out, PERIOD_SIZE, "%04d-%02d/%d", year, month,
			 n < 60 ? n : 60);
}

/* ---- one period ---- */

/* A year in digits at `i`; 0: none. */
static int year_at(const struct words *w, size_t i)
{
	int    decimals;
	double value;
	size_t n;

	if (i >= w->n || w->list[i].kind != WORD_NUMBER || w->list[i].sign ||
	    w->list[i].raw.len != 4 || w->list[i].is_used)
		return 0;
	value = words_number(w, i, &decimals);
	if (decimals || value < 1990 || value > 2099)
		return 0;
	/* "2024 postings" are as many postings. */
	if (words_find(w, i + 1, SENSE_PERCENT, &n) ||
	    words_find(w, i + 1, SENSE_MULTIPLY, &n) ||
	    (i + 1 < w->n && w->list[i + 1].kind == WORD_PERCENT))
		return 0;
	return (int)value;
}

/* A small number in digits: "第1四半期", "1. Quartal". */
static int digit_at(const struct words *w, size_t i, int most)
{
	int    decimals;
	double value;

	if (i >= w->n || w->list[i].kind != WORD_NUMBER ||
	    w->list[i].raw.len > 2)
		return 0;
	value = words_number(w, i, &decimals);
	return value >= 1 && value <= most ? (int)value : 0;
}

static bool is_letter(const struct words *w, size_t i, const char *letter)
{
	return i < w->n && span_is(w->list[i].raw, letter);
}

/* A quarter that is counted in digits; *i moves behind it. */
static bool take_counted_quarter(const struct words *w, size_t *i,
				 struct moment *m)
{
	size_t               at = *i + is_letter(w, *i, "第");
	int                  part = digit_at(w, at, 4);
	const struct phrase *unit;

	if (!part)
		return false;
	at++;
	if (is_letter(w, at, "四") && is_letter(w, at + 1, "半")) {
		*i = at + 3;
	} else if (is_letter(w, at, "季")) {
		*i = at + 1 + is_letter(w, at + 1, "度");
	} else {
		/* "1. Quartal", "1er trimestre", "2º trimestre" */
		if (at < w->n && w->list[at].is_tight)
			at++;
		unit = words_take(w, &at, SENSE_UNIT);
		if (!unit || fabs(unit->value - 3 * MONTH_DAYS) > 1)
			return false;
		*i = at;
	}
	m->kind = PART_QUARTER;
	m->part = part;
	return true;
}

/* "week 10", "KW 10" */
static bool take_week(const struct words *w, size_t *i, struct moment *m)
{
	size_t at = *i;

	if (!words_take(w, &at, SENSE_WEEK) || !digit_at(w, at, 53))
		return false;
	m->kind = PART_WEEK;
	m->part = digit_at(w, at, 53);
	*i = at + 1;
	return true;
}

/* A part of a year without the year; *i moves behind it. */
static bool take_part(const struct words *w, size_t *i, struct moment *m)
{
	const struct phrase *p;

	if ((p = words_take(w, i, SENSE_QUARTER))) {
		m->kind = PART_QUARTER;
	} else if ((p = words_take(w, i, SENSE_HALF))) {
		m->kind = PART_HALF;
	} else if ((p = words_take(w, i, SENSE_MONTH))) {
		m->kind = PART_MONTH;
	} else if (take_week(w, i, m)) {
		return true;
	} else if (digit_at(w, *i, 12) && is_letter(w, *i + 1, "月")) {
		m->kind = PART_MONTH;
		m->part = digit_at(w, *i, 12);
		*i += 2;
		return true;
	} else {
		return take_counted_quarter(w, i, m);
	}
	m->part = (int)p->value;
	return true;
}

/* "2024", "2024年第一季度", "2024 Q1", "2025-03" */
static bool take_year_first(const struct words *w, size_t *i, struct moment *m)
{
	int    year = year_at(w, *i);
	size_t at = *i + 1, n;

	if (!year)
		return false;
	m->year = year;
	m->kind = PART_YEAR;
	if (at + 1 < w->n && w->list[at].kind == WORD_RANGE &&
	    w->list[at + 1].raw.len == 2 && digit_at(w, at + 1, 12)) {
		m->kind = PART_MONTH;
		m->part = digit_at(w, at + 1, 12);
		*i = at + 2;
		return true;
	}
	if (words_take(w, &at, SENSE_YEAR) ||
	    (at < w->n && w->list[at].kind == WORD_LETTERS))
		take_part(w, &at, m);
	if (m->kind == PART_YEAR && words_find(w, *i + 1, SENSE_JOBS, &n) &&
	    !(*i && words_find(w, *i - 1, SENSE_IN, &n)))
		return false;
	*i = at;
	return true;
}

/* "first quarter of 2024", "marzo de 2025", "March" */
static bool take_part_first(const struct words *w, size_t *i, struct moment *m)
{
	size_t at = *i, n;

	if (w->list[at].is_used || !take_part(w, &at, m))
		return false;
	*i = at;
	if (at < w->n && w->list[at].kind == WORD_STOP)
		at++;
	else if (!words_take(w, &at, SENSE_OF))
		words_take(w, &at, SENSE_IN);
	if ((m->year = year_at(w, at)) != 0) {
		*i = at + 1;
		return true;
	}
	/* "may", "1 quarter": too little alone. */
	if (m->kind == PART_MONTH)
		return w->list[m->at].is_upper && w->list[m->at].raw.len > 3 &&
		       words_find(w, m->at, SENSE_MONTH, &n);
	return m->kind == PART_HALF || words_find(w, m->at, SENSE_QUARTER, &n);
}

/* Does a phrase of `sense` end right before `at`? */
static bool is_behind(const struct words *w, size_t at, enum sense sense)
{
	size_t from;

	return claim_ends_before(w, at, sense, &from);
}

/* "the year to March", "the 12 months ending March": how many months end there,
 * and their first word; 0: it says no such thing. */
static int trailing_before(const struct words *w, size_t at, size_t *from)
{
	const struct phrase *p;
	size_t               n, number;
	struct amount        amount;

	if (!claim_ends_before(w, at, SENSE_TRAILING, from))
		return 0;
	p = words_find(w, *from, SENSE_TRAILING, &n);
	if (p->value > 0)
		return (int)p->value;
	number = *from - 1;
	if (!*from || !claim_amount(w, &number, &amount) ||
	    number != *from || amount.unit > 1 || amount.value < 2 ||
	    amount.value > 60)
		return 0;
	(*from)--;
	return (int)amount.value;
}

static bool is_level_behind(const struct words *w, size_t i, size_t most)
{
	size_t n;

	for (size_t k = 0; k < most && i + k < w->n; k++) {
		if (words_find(w, i + k, SENSE_UNTIL, &n))
			return w->list[i + k + n].kind == WORD_NUMBER;
	}
	return false;
}

/* "from 1,200 in 2024 to 4,000": the year [i, end) of the level before. */
static bool is_of_first_level(const struct words *w, size_t i, size_t end)
{
	size_t n;

	for (size_t k = 1; k <= LEVEL_NEAR && k < i; k++) {
		if (words_find(w, i - k, SENSE_UNTIL, &n))
			return false;
		if (w->list[i - k].kind == WORD_NUMBER)
			return words_find(w, i - k - 1, SENSE_FROM, &n) &&
			       is_level_behind(w, end, LEVEL_NEAR);
	}
	return false;
}

static size_t find_moments(struct words *w, struct moment *list)
{
	size_t n = 0;

	for (size_t i = 0; i < w->n && n < TIMES_MAX;) {
		struct moment m = { .at = i };
		size_t        from;

		m.end = i;
		if (w->list[i].is_used ||
		    (!take_year_first(w, &m.end, &m) &&
		     (m.end = i, !take_part_first(w, &m.end, &m)))) {
			i++;
			continue;
		}
		m.is_base = is_behind(w, i, SENSE_SINCE) ||
			    is_behind(w, i, SENSE_FROM) ||
			    is_of_first_level(w, i, m.end) ||
			    (is_letter(w, m.end, "比"));
		if ((m.trailing = trailing_before(w, i, &from)) != 0)
			claim_use(w, from, i);
		claim_use(w, i, m.end);
		list[n++] = m;
		i = m.end;
	}
	return n;
}

/* ---- spans ---- */

/* "this year", "last quarter", "the past twelve months", "in 23 days" */
static bool take_span(struct words *w, size_t i, const struct calendar *today,
		      struct claim *c, struct moment *named)
{
	size_t at = i;
	bool   is_this = words_take(w, &at, SENSE_THIS) != NULL;
	bool   is_past = !is_this && words_take(w, &at, SENSE_PAST) != NULL;
	size_t n;
	bool   is_part = words_find(w, at, SENSE_FRACTION, &n) != NULL;
	struct amount        amount;
	bool                 is_counted = claim_amount(w, &at, &amount);
	const struct phrase *unit;
	double               days;

	if (is_part || (!is_this && !is_past && !is_counted))
		return false; /* "a quarter" is no span of time */
	if (i && w->list[i - 1].kind == WORD_PERCENT &&
	    words_find(w, i, SENSE_PER_YEAR, &n))
		return false; /* "20% a year" */
	if (!is_counted)
		amount = (struct amount){ .value = 1, .unit = 1 };
	unit = words_take(w, &at, SENSE_UNIT);
	if (!unit || (!is_this && !is_past && words_have_duration(w)))
		return false; /* how long it takes is the figure */
	days = amount.value * amount.unit * unit->value;
	if (days < 1 || days > 100 * YEAR_DAYS)
		return false;
	claim_use(w, i, at);
	if (is_this ||
	    (is_past && !is_counted && unit->value > 27 && at - i == 2)) {
		int last = today->year * 12 + today->month - 1;
		int months = (int)lround(unit->value / MONTH_DAYS);

		last = last / months - (is_past ? 1 : 0);
		named->kind = months == 12  ? PART_YEAR
			      : months == 3 ? PART_QUARTER
					    : PART_MONTH;
		named->year = last * months / 12;
		named->part = last * months % 12 / months + 1;
		return true;
	}
	if (!c->window_days) {
		c->window_days = (int)lround(days);
		if (days >= 28)
			write_trailing(today, (int)lround(days / MONTH_DAYS),
				       c->window);
	}
	return true;
}

/* The latest such part of a year that is over. */
static int latest_year(const struct moment *m, const struct calendar *today)
{
	struct moment this_year = *m;

	this_year.year = today->year;
	return last_month(&this_year) < today->year * 12 + today->month - 1
		       ? today->year
		       : today->year - 1;
}

static void settle_base(const struct moment *base, struct moment *period,
			bool *has_period, const struct calendar *today,
			struct claim *c)
{
	int months;

	if (!*has_period) {
		*period = *base;
		period->year = latest_year(base, today);
		*has_period = true;
		c->lacks |= CLAIM_LACKS_YEAR;
	}
	months = last_month(period) - last_month(base);
	if (months <= 0) {
		*has_period = false;
		return;
	}
	if (base->kind == period->kind && base->trailing == period->trailing &&
	    (months % 12 == 0 || (base->kind == PART_WEEK &&
				  base->part == period->part)))
		c->years = period->year - base->year;
	else
		c->span_days = (int)lround(months * MONTH_DAYS);
	c->said |= CLAIM_LACKS_BASE;
}

static void settle_moments(const struct moment *list, size_t n,
			   const struct calendar *today, struct claim *c)
{
	struct moment        period = { 0 };
	const struct moment *base = NULL;
	bool                 has_period = false;

	for (size_t i = 0; i < n; i++) {
		if (list[i].is_base && list[i].year && !base) {
			base = &list[i];
		} else if (!has_period) {
			period = list[i];
			has_period = true;
		}
	}
	if (has_period && !period.year) {
		period.year = base ? base->year : latest_year(&period, today);
		c->lacks |= CLAIM_LACKS_YEAR;
	}
	if (base)
		settle_base(base, &period, &has_period, today, c);
	if (has_period)
		write_period(&period, c->period);
}

void claim_read_times(struct words *w, int64_t today, struct claim *out)
{
	struct moment   list[TIMES_MAX + 1];
	struct calendar now;
	int64_t         year;
	size_t          n_list, n;
	int             day;

	civil_from_days(today, &year, &now.month, &day);
	now.year = (int)year;
	for (size_t i = 0; i < w->n; i++) {
		const struct phrase *p;

		if (words_find(w, i, SENSE_YEAR_ON_YEAR, &n)) {
			out->is_year_on_year = true;
			claim_use(w, i, i + n);
		} else if ((p = words_find(w, i, SENSE_SHORT_SPAN, &n)) &&
			   !w->list[i].is_used) {
			out->span_days = (int)p->value;
			claim_use(w, i, i + n);
		}
	}
	n_list = find_moments(w, list);
	for (size_t i = 0; i < w->n; i++) {
		struct moment named = { 0 };

		if (!w->list[i].is_used && take_span(w, i, &now, out, &named) &&
		    named.year && n_list < ARRAY_LEN(list))
			list[n_list++] = named;
	}
	settle_moments(list, n_list, &now, out);
	if (out->is_year_on_year)
		out->said |= CLAIM_LACKS_BASE;
}
