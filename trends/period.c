#include "trends/period.h"

#include "base/stamp.h"

#include <stdio.h>

#define SHAPES "2025, 2025Q1, 2025-03, 2025-W10 or 2025-03/12"
#define MONTHS_MAX 60 /* of a period of several months */

const char *grain_name(enum grain grain)
{
	static const char *const names[] = {
		[GRAIN_YEAR] = "year",     [GRAIN_QUARTER] = "quarter",
		[GRAIN_MONTH] = "month",   [GRAIN_WEEK] = "week",
		[GRAIN_MONTHS] = "months",
	};

	return names[grain];
}

/* `digits` digits at the start of `s`, which moves behind them; -1: others. */
static int take_number(struct span *s, size_t digits)
{
	int n = 0;

	if (s->len < digits)
		return -1;
	for (size_t i = 0; i < digits; i++) {
		if (s->ptr[i] < '0' || s->ptr[i] > '9')
			return -1;
		n = 10 * n + (s->ptr[i] - '0');
	}
	s->ptr += digits;
	s->len -= digits;
	return n;
}

static bool take_char(struct span *s, char c)
{
	if (s->len == 0 || *s->ptr != c)
		return false;
	s->ptr++;
	s->len--;
	return true;
}

/* First day of the month that is `month` months after January of `year`. */
static int64_t month_start(int64_t year, int64_t month)
{
	int64_t all = year * 12 + month;

	return civil_to_days(all / 12, (int)(all % 12) + 1, 1);
}

/* Monday of week 1: the week with 4 January in it. */
static int64_t first_monday(int64_t year)
{
	int64_t fourth = civil_to_days(year, 1, 4);

	return fourth - (civil_weekday(fourth) - 1);
}

static int weeks_of(int64_t year)
{
	return (int)((first_monday(year + 1) - first_monday(year)) / 7);
}

static void set_months(struct period *p, enum grain grain, int64_t year,
		       int64_t month, int64_t months)
{
	p->grain = grain;
	p->from_day = month_start(year, month);
	p->to_day = month_start(year, month + months);
	p->base_from = month_start(year - 1, month);
	p->base_to = month_start(year - 1, month + months);
}

static bool set_week(struct period *p, int64_t year, int week)
{
	int before = weeks_of(year - 1);

	if (week < 1 || week > weeks_of(year))
		return false;
	p->grain = GRAIN_WEEK;
	p->from_day = first_monday(year) + 7 * (week - 1);
	p->to_day = p->from_day + 7;
	p->base_from = first_monday(year - 1) +
		       7 * ((week < before ? week : before) - 1);
	p->base_to = p->base_from + 7;
	return true;
}

/* What stands behind "2025-03/": up to two digits. */
static bool set_trailing(struct period *p, struct span *s, int year, int month)
{
	int months = take_number(s, s->len == 2 ? 2 : 1);

	if (months < 1 || months > MONTHS_MAX)
		return false;
	set_months(p, GRAIN_MONTHS, year, month - months, months);
	return true;
}

static bool parse(struct span s, struct period *p)
{
	int year = take_number(&s, 4), n;

	if (year < 1900 || year > 2199)
		return false;
	if (s.len == 0) {
		set_months(p, GRAIN_YEAR, year, 0, 12);
		return true;
	}
	if (take_char(&s, 'Q')) {
		n = take_number(&s, 1);
		if (n < 1 || n > 4)
			return false;
		set_months(p, GRAIN_QUARTER, year, 3 * (n - 1), 3);
		return s.len == 0;
	}
	if (!take_char(&s, '-'))
		return false;
	if (take_char(&s, 'W'))
		return set_week(p, year, take_number(&s, 2)) && s.len == 0;
	n = take_number(&s, 2);
	if (n < 1 || n > 12)
		return false;
	if (take_char(&s, '/'))
		return set_trailing(p, &s, year, n) && s.len == 0;
	set_months(p, GRAIN_MONTH, year, n - 1, 1);
	return s.len == 0;
}

bool period_parse(struct span text, struct period *out, struct error *err)
{
	struct period found;

	if (text.ptr && parse(text, &found)) {
		*out = found;
		return true;
	}
	if (text.ptr)
		error_set(err, "period: expected " SHAPES ", found '%.*s'",
			  (int)(text.len < 64 ? text.len : 64), text.ptr);
	else
		error_set(err, "period: expected " SHAPES ", found nothing");
	return false;
}

void period_format(enum grain grain, int64_t day, char out[PERIOD_SIZE])
{
	int64_t year;
	int     month, of_month;

	if (grain == GRAIN_WEEK) /* a week belongs to the year of its Thursday */
		civil_from_days(day - civil_weekday(day) + 4, &year, &month,
				&of_month);
	else
		civil_from_days(day, &year, &month, &of_month);
	/* years of four digits: what stamps and periods can hold */
	if (grain == GRAIN_YEAR)
		snprintf(out, PERIOD_SIZE, "%04d", (int)year % 10000);
	else if (grain == GRAIN_QUARTER)
		snprintf(out, PERIOD_SIZE, "%04dQ%d", (int)year % 10000,
			 (month - 1) / 3 + 1);
	else if (grain == GRAIN_WEEK)
		snprintf(out, PERIOD_SIZE, "%04d-W%02d", (int)year % 10000,
			 (int)((day - first_monday(year)) / 7) % 54 + 1);
	else
		snprintf(out, PERIOD_SIZE, "%04d-%02d", (int)year % 10000,
			 month % 13);
}
