#include "parsers/date_format.h"

#include "base/mem.h"

#include <string.h>

#define DIRECTIVES "YymdbHIpMSzas%"
#define CENTURY_TURN 70 /* of two-digit years, as POSIX has it: 69 is 2069 */

/* Where one is in the text, and what it has said. */
struct reading {
	const char *at, *end;
	int64_t     epoch_s;
	int         year, month, day;
	int         hour, minute, second;
	int         offset_min;
	bool        has_hour, is_pm, is_half_day, is_epoch;
};

static bool is_blank(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool take_number(struct reading *r, int max_digits, int64_t *out)
{
	int n = 0;

	*out = 0;
	while (n < max_digits && r->at < r->end && is_digit(*r->at)) {
		*out = *out * 10 + (*r->at++ - '0');
		n++;
	}
	return n > 0;
}

static bool take_int(struct reading *r, int max_digits, int *out)
{
	int64_t n;
	bool    ok = take_number(r, max_digits, &n);

	*out = (int)n;
	return ok;
}

/* One of `names` whole, or its first three letters; its number from 1. */
static int take_name(struct reading *r, const char *const *names, int n)
{
	struct span rest = { r->at, (size_t)(r->end - r->at) };

	for (int i = 0; i < n; i++) {
		size_t      len = strlen(names[i]);
		struct span word = { names[i], 3 };

		if (!span_starts_nocase(rest, names[i])) {
			struct span head = { rest.ptr, 3 };
			char        three[4] = { word.ptr[0], word.ptr[1],
						 word.ptr[2], '\0' };

			len = 3;
			if (rest.len < 3 || !span_is_nocase(head, three))
				continue;
		}
		r->at += len;
		return i + 1;
	}
	return 0;
}

static bool take_month(struct reading *r)
{
	static const char *const names[] = {
		"January", "February", "March",     "April",   "May",      "June",
		"July",    "August",   "September", "October", "November", "December",
	};

	r->month = take_name(r, names, ARRAY_LEN(names));
	return r->month > 0;
}

static bool take_weekday(struct reading *r)
{
	static const char *const names[] = {
		"Monday", "Tuesday",  "Wednesday", "Thursday",
		"Friday", "Saturday", "Sunday",
	};

	return take_name(r, names, ARRAY_LEN(names)) > 0;
}

static bool take_half_day(struct reading *r)
{
	struct span two = { r->at, 2 };

	if (r->end - r->at < 2 ||
	    !(span_is_nocase(two, "am") || span_is_nocase(two, "pm")))
		return false;
	r->is_pm = (*r->at | 0x20) == 'p';
	r->is_half_day = true;
	r->at += 2;
	return true;
}

static bool take_second(struct reading *r)
{
	if (!take_int(r, 2, &r->second))
		return false;
	if (r->end - r->at >= 2 && *r->at == '.' && is_digit(r->at[1])) {
		for (r->at++; r->at < r->end && is_digit(*r->at);)
			r->at++;
	}
	return true;
}

static bool take_zone(struct reading *r)
{
	int sign, hour, minute = 0;

	if (r->at < r->end && (*r->at | 0x20) == 'z') {
		r->at++;
		return true;
	}
	if (r->at == r->end || (*r->at != '+' && *r->at != '-'))
		return false;
	sign = *r->at++ == '-' ? -1 : 1;
	if (!take_int(r, 2, &hour))
		return false;
	if (r->at < r->end && *r->at == ':')
		r->at++;
	take_int(r, 2, &minute);
	r->offset_min = sign * (hour * 60 + minute);
	return hour <= 14 && minute <= 59;
}

static bool take_year(struct reading *r, int digits)
{
	const char *from = r->at;

	if (!take_int(r, digits, &r->year) || r->at - from != digits)
		return false;
	if (digits == 2)
		r->year += r->year < CENTURY_TURN ? 2000 : 1900;
	return true;
}

static bool take_directive(struct reading *r, char directive)
{
	switch (directive) {
	case 'Y': return take_year(r, 4);
	case 'y': return take_year(r, 2);
	case 'm': return take_int(r, 2, &r->month);
	case 'd': return take_int(r, 2, &r->day);
	case 'b': return take_month(r);
	case 'a': return take_weekday(r);
	case 'H':
	case 'I':
		r->has_hour = true;
		return take_int(r, 2, &r->hour);
	case 'M': return take_int(r, 2, &r->minute);
	case 'S': return take_second(r);
	case 'p': return take_half_day(r);
	case 'z': return take_zone(r);
	case 's':
		r->is_epoch = true;
		return take_number(r, 12, &r->epoch_s);
	default:
		return r->at < r->end && *r->at++ == directive;
	}
}

static bool take_all(struct reading *r, struct span format)
{
	for (size_t i = 0; i < format.len; i++) {
		char c = format.ptr[i];

		if (c == '%' && i + 1 < format.len) {
			if (!take_directive(r, format.ptr[++i]))
				return false;
		} else if (is_blank(c)) {
			while (r->at < r->end && is_blank(*r->at))
				r->at++;
		} else if (r->at == r->end || *r->at++ != c) {
			return false;
		}
	}
	return r->at == r->end;
}

/* A clock of twelve hours begins with 12. */
static bool settle_hour(struct reading *r)
{
	if (!r->is_half_day)
		return r->hour <= 23;
	if (r->hour < 1 || r->hour > 12)
		return false;
	r->hour = r->hour % 12 + (r->is_pm ? 12 : 0);
	return true;
}

bool date_format_parse(struct span format, struct span text, struct stamp *out)
{
	struct span    s = span_trim(text);
	struct reading r = { .at = s.ptr, .end = s.ptr + s.len, .day = 1 };

	if (!s.len || !take_all(&r, span_trim(format)))
		return false;
	if (r.is_epoch) {
		*out = stamp_from_unix(r.epoch_s);
		return true;
	}
	if (r.year < 1900 || r.year > 2200 || r.month < 1 || r.month > 12 ||
	    r.day < 1 || r.day > civil_month_days(r.year, r.month) ||
	    !settle_hour(&r) || r.minute > 59 || r.second > 60)
		return false;
	*out = stamp_from_days(civil_to_days(r.year, r.month, r.day));
	if (r.has_hour) {
		out->at += r.hour * 3600 + r.minute * 60 + r.second -
			   r.offset_min * 60;
		out->offset_min = (int16_t)r.offset_min;
		out->precision = STAMP_TIME;
	}
	return true;
}

bool date_format_check(struct span format, struct error *err)
{
	char seen[sizeof(DIRECTIVES)] = "";

	for (size_t i = 0; i < format.len; i++) {
		char        c;
		const char *known;

		if (format.ptr[i] != '%')
			continue;
		c = i + 1 < format.len ? format.ptr[++i] : '\0';
		known = c ? strchr(DIRECTIVES, c) : NULL;
		if (!known) {
			error_set(err,
				  "expected a date's format of %%Y %%m %%d and "
				  "the like, got \"%.*s\"",
				  (int)format.len, format.ptr);
			return false;
		}
		seen[known - DIRECTIVES] = 1;
	}
#define SEEN(c) seen[strchr(DIRECTIVES, c) - DIRECTIVES]
	if (SEEN('s') || ((SEEN('Y') || SEEN('y')) &&
			  (SEEN('m') || SEEN('b')) && SEEN('d')))
		return true;
#undef SEEN
	error_set(err, "expected a date's format with year, month and day, "
		       "got \"%.*s\"",
		  (int)format.len, format.len ? format.ptr : "");
	return false;
}
