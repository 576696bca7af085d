#include "base/stamp.h"

#include <stdio.h>
#include <string.h>

#define YEAR_MIN 1900
#define YEAR_MAX 2200

/* Days from civil: Howard Hinnant, "chrono-Compatible Low-Level Date
 * Algorithms", http://howardhinnant.github.io/date_algorithms.html */
int64_t civil_to_days(int64_t year, int month, int day)
{
	int64_t era, yoe, doy, doe;

	year -= month <= 2;
	era = (year >= 0 ? year : year - 399) / 400;
	yoe = year - era * 400;
	doy = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
	doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;
	return era * 146097 + doe - 719468;
}

void civil_from_days(int64_t days, int64_t *year, int *month, int *day)
{
	int64_t era, doe, yoe, doy, mp;

	days += 719468;
	era = (days >= 0 ? days : days - 146096) / 146097;
	doe = days - era * 146097;
	yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
	doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
	mp = (5 * doy + 2) / 153;
	*day = (int)(doy - (153 * mp + 2) / 5 + 1);
	*month = (int)(mp < 10 ? mp + 3 : mp - 9);
	*year = yoe + era * 400 + (*month <= 2);
}

int civil_weekday(int64_t days)
{
	return (int)(((days + 3) % 7 + 7) % 7) + 1;
}

int civil_year(int64_t day)
{
	int64_t year;
	int     month, of_month;

	civil_from_days(day, &year, &month, &of_month);
	return (int)year;
}

int civil_month_days(int64_t year, int month)
{
	static const int days[] = { 31, 28, 31, 30, 31, 30,
				    31, 31, 30, 31, 30, 31 };

	if (month == 2 &&
	    ((year % 4 == 0 && year % 100 != 0) || year % 400 == 0))
		return 29;
	return days[month - 1];
}

struct stamp stamp_from_unix(int64_t seconds)
{
	return (struct stamp){ seconds, 0, STAMP_TIME };
}

struct stamp stamp_from_unix_ms(int64_t milliseconds)
{
	int64_t seconds = milliseconds / 1000;

	if (milliseconds % 1000 < 0)
		seconds--;
	return stamp_from_unix(seconds);
}

struct stamp stamp_from_days(int64_t days)
{
	return (struct stamp){ days * DAY_S, 0, STAMP_DATE };
}

/* A reader over the text; every take_* moves on only when it succeeds. */
struct reader {
	const char *at;
	const char *end;
};

static bool take_digits(struct reader *r, int n, int *out)
{
	int value = 0;

	if (r->end - r->at < n)
		return false;
	for (int i = 0; i < n; i++) {
		if (r->at[i] < '0' || r->at[i] > '9')
			return false;
		value = value * 10 + (r->at[i] - '0');
	}
	r->at += n;
	*out = value;
	return true;
}

static bool take_char(struct reader *r, char c)
{
	if (r->at == r->end || *r->at != c)
		return false;
	r->at++;
	return true;
}

static void skip_spaces(struct reader *r)
{
	while (r->at < r->end && *r->at == ' ')
		r->at++;
}

static bool is_date(int year, int month, int day)
{
	return year >= YEAR_MIN && year <= YEAR_MAX && month >= 1 &&
	       month <= 12 && day >= 1 && day <= civil_month_days(year, month);
}

static bool take_date(struct reader *r, int64_t *days)
{
	struct reader was = *r;
	int           year, month, day;
	bool          dashed;

	if (!take_digits(r, 4, &year))
		goto no;
	dashed = take_char(r, '-');
	if (!take_digits(r, 2, &month) || (dashed && !take_char(r, '-')) ||
	    !take_digits(r, 2, &day) || !is_date(year, month, day))
		goto no;
	*days = civil_to_days(year, month, day);
	return true;
no:
	*r = was;
	return false;
}

/*
 * HH:MM[:SS[.fraction]], or H:MM, which feeds write; 24:00 and a leap second
 * are the next instant.
 */
static bool take_clock(struct reader *r, int *seconds)
{
	int hour, minute, second = 0, digit;

	if ((!take_digits(r, 2, &hour) && !take_digits(r, 1, &hour)) ||
	    !take_char(r, ':') || !take_digits(r, 2, &minute))
		return false;
	if (take_char(r, ':') && !take_digits(r, 2, &second))
		return false;
	if (take_char(r, '.') || take_char(r, ',')) {
		while (take_digits(r, 1, &digit))
			;
	}
	if (hour > 24 || minute > 59 || second > 60)
		return false;
	*seconds = hour * 3600 + minute * 60 + second;
	return true;
}

/* Z, +HH:MM, +HHMM, +HH. */
static bool take_offset(struct reader *r, int *minutes)
{
	int sign, hour, minute = 0;

	if (take_char(r, 'Z') || take_char(r, 'z')) {
		*minutes = 0;
		return true;
	}
	if (r->at == r->end || (*r->at != '+' && *r->at != '-'))
		return false;
	sign = *r->at++ == '-' ? -1 : 1;
	if (!take_digits(r, 2, &hour))
		return false;
	take_char(r, ':');
	take_digits(r, 2, &minute);
	if (hour > 14 || minute > 59)
		return false;
	*minutes = sign * (hour * 60 + minute);
	return true;
}

bool stamp_parse_iso(struct span text, struct stamp *out)
{
	struct span   t = span_trim(text);
	struct reader r = { t.ptr, t.ptr + t.len };
	int64_t       days;
	int           seconds, offset = 0;

	if (!t.len || !take_date(&r, &days))
		return false;
	if (r.at == r.end) {
		*out = stamp_from_days(days);
		return true;
	}
	if (!take_char(&r, 'T') && !take_char(&r, 't') && !take_char(&r, ' '))
		return false;
	if (!take_clock(&r, &seconds))
		return false;
	skip_spaces(&r);
	if (r.at < r.end &&
	    !span_is((struct span){ r.at, (size_t)(r.end - r.at) }, "UTC") &&
	    (!take_offset(&r, &offset) || r.at < r.end))
		return false;
	*out = (struct stamp){ days * DAY_S + seconds - offset * 60,
			       (int16_t)offset, STAMP_TIME };
	return true;
}

static bool take_month_name(struct reader *r, int *month)
{
	static const char names[] = "JanFebMarAprMayJunJulAugSepOctNovDec";

	if (r->end - r->at < 3)
		return false;
	for (int i = 0; i < 12; i++) {
		struct span word = { r->at, 3 };
		char        name[4] = { names[3 * i], names[3 * i + 1],
					names[3 * i + 2], '\0' };

		if (span_is_nocase(word, name)) {
			*month = i + 1;
			while (r->at < r->end && *r->at != ' ' && *r->at != '-')
				r->at++;
			return true;
		}
	}
	return false;
}

/* RFC 822 section 5.1. Military letters but Z mean -0000 (RFC 2822 4.3). */
static bool take_zone(struct reader *r, int *minutes)
{
	static const struct {
		const char *name;
		int         hours;
	} zones[] = {
		{ "GMT", 0 },  { "UTC", 0 },  { "UT", 0 },   { "EST", -5 },
		{ "EDT", -4 }, { "CST", -6 }, { "CDT", -5 }, { "MST", -7 },
		{ "MDT", -6 }, { "PST", -8 }, { "PDT", -7 }, { "Z", 0 },
	};
	struct span rest = { r->at, (size_t)(r->end - r->at) };

	if (take_offset(r, minutes))
		return true;
	for (size_t i = 0; i < sizeof(zones) / sizeof(zones[0]); i++) {
		if (span_is_nocase(rest, zones[i].name)) {
			*minutes = zones[i].hours * 60;
			return true;
		}
	}
	return false;
}

bool stamp_parse_rfc822(struct span text, struct stamp *out)
{
	struct span   t = span_trim(text);
	struct reader r = { t.ptr, t.ptr + t.len };
	int           day, month, year, seconds = 0, offset = 0;
	const char   *comma = t.len ? memchr(t.ptr, ',', t.len) : NULL;
	bool          has_time = false;

	if (!t.len)
		return false;
	if (comma)
		r.at = comma + 1;
	skip_spaces(&r);
	if (!take_digits(&r, 2, &day) && !take_digits(&r, 1, &day))
		return false;
	if (!take_char(&r, ' ') && !take_char(&r, '-'))
		return false;
	if (!take_month_name(&r, &month))
		return false;
	if (!take_char(&r, ' ') && !take_char(&r, '-'))
		return false;
	if (!take_digits(&r, 4, &year)) {
		if (!take_digits(&r, 2, &year))
			return false;
		year += year < 70 ? 2000 : 1900;
	}
	if (!is_date(year, month, day))
		return false;
	skip_spaces(&r);
	if (r.at < r.end) {
		if (!take_clock(&r, &seconds))
			return false;
		has_time = true;
		skip_spaces(&r);
		if (r.at < r.end && !take_zone(&r, &offset))
			return false;
	}
	*out = stamp_from_days(civil_to_days(year, month, day));
	if (has_time) {
		out->at += seconds - offset * 60;
		out->offset_min = (int16_t)offset;
		out->precision = STAMP_TIME;
	}
	return true;
}

void stamp_format(struct stamp s, char out[STAMP_SIZE])
{
	int64_t local = s.at + s.offset_min * 60;
	int64_t days = local / DAY_S - (local % DAY_S < 0);
	int     clock = (int)(local - days * DAY_S);
	int64_t year;
	int     month, day;

	out[0] = '\0';
	if (s.precision == STAMP_NONE)
		return;
	civil_from_days(days, &year, &month, &day);
	if (year < 0 || year > 9999)
		return;
	if (s.precision == STAMP_DATE) {
		snprintf(out, STAMP_SIZE, "%04d-%02d-%02d", (int)year, month,
			 day);
		return;
	}
	if (s.offset_min == 0) {
		snprintf(out, STAMP_SIZE, "%04d-%02d-%02dT%02d:%02d:%02dZ",
			 (int)year, month, day, clock / 3600, clock / 60 % 60,
			 clock % 60);
		return;
	}
	snprintf(out, STAMP_SIZE, "%04d-%02d-%02dT%02d:%02d:%02d%c%02d:%02d",
		 (int)year, month, day, clock / 3600, clock / 60 % 60,
		 clock % 60, s.offset_min < 0 ? '-' : '+',
		 (s.offset_min < 0 ? -s.offset_min : s.offset_min) / 60,
		 (s.offset_min < 0 ? -s.offset_min : s.offset_min) % 60);
}
