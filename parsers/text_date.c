/*
 * text_date.c - the dates of text.h: each form in its turn, the plainest first.
 */
#include "parsers/date_text.h"
#include "parsers/month_date.h"
#include "parsers/relative_date.h"
#include "parsers/text.h"

#include <stdio.h>
#include <string.h>

#define THAI_ERA 543 /* years: 2569 is 2026 */

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* "May 8, 2026": turned round, it is a date of RFC 822. */
static bool month_first(struct span s, struct stamp *out)
{
	char        turned[64];
	size_t      n = 0;
	const char *blank = memchr(s.ptr, ' ', s.len);
	const char *comma = memchr(s.ptr, ',', s.len);

	if (!blank || !comma || comma < blank || s.len > 40)
		return false;
	memcpy(turned, blank + 1, (size_t)(comma - blank - 1));
	n = (size_t)(comma - blank - 1);
	turned[n++] = ' ';
	memcpy(turned + n, s.ptr, (size_t)(blank - s.ptr));
	n += (size_t)(blank - s.ptr);
	memcpy(turned + n, comma + 1, (size_t)(s.ptr + s.len - comma - 1));
	n += (size_t)(s.ptr + s.len - comma - 1);
	return stamp_parse_rfc822((struct span){ turned, n }, out);
}

static bool unix_date(struct span s, struct stamp *out)
{
	int64_t n = 0;

	if (s.len < 9 || s.len > 13)
		return false;
	for (size_t i = 0; i < s.len; i++) {
		if (s.ptr[i] < '0' || s.ptr[i] > '9')
			return false;
		n = n * 10 + (s.ptr[i] - '0');
	}
	*out = s.len > 10 ? stamp_from_unix_ms(n) : stamp_from_unix(n);
	return true;
}

/* Up to three numbers with one of `marks` between; how many there are. */
static int take_numbers(struct span s, const char *marks, int out[3])
{
	size_t i = 0;
	int    n = 0;
	char   mark = '\0';

	while (i < s.len && n < 3) {
		int digits = 0;

		for (out[n] = 0; i < s.len && is_digit(s.ptr[i]) && digits < 4;
		     i++, digits++)
			out[n] = out[n] * 10 + (s.ptr[i] - '0');
		if (!digits)
			break;
		n++;
		if (i == s.len || !s.ptr[i] || !strchr(marks, s.ptr[i]) ||
		    (mark && mark != s.ptr[i]))
			break;
		mark = s.ptr[i++];
	}
	return n;
}

enum date_order { ORDER_UNKNOWN, DAY_FIRST, MONTH_FIRST };

/*
 * "4.3.2025" has the day first wherever it is written, "2025/3/4" the year;
 * with slashes and the year last only a number beyond 12 tells.
 */
static bool numeric_date(struct span s, enum date_order order,
			 struct stamp *out)
{
	int n[3], year, month, day;

	if (s.len > 30 || take_numbers(s, "./-", n) != 3)
		return false;
	if (n[0] > 999) {
		year = n[0], month = n[1], day = n[2];
	} else {
		bool is_dotted = order == DAY_FIRST ||
				 (memchr(s.ptr, '.', s.len) &&
				  !memchr(s.ptr, '/', s.len));

		bool is_thai = n[2] >= 2400 && n[2] < 2700;

		year = n[2] - (is_thai ? THAI_ERA : 0);
		is_dotted |= is_thai; /* who have the day first */
		if (!is_dotted && order != MONTH_FIRST && n[0] <= 12 &&
		    n[1] <= 12)
			return false;
		month = is_dotted || n[0] > 12 ? n[1] : n[0];
		day = is_dotted || n[0] > 12 ? n[0] : n[1];
	}
	if (year < 1990 || year > 2100 || month < 1 || month > 12 || day < 1 ||
	    day > civil_month_days(year, month))
		return false;
	*out = stamp_from_days(civil_to_days(year, month, day));
	return true;
}

/* The words of `s`; false when they are too many, or too long. */
static bool split_words(struct span s, char words[][12], size_t max, size_t *n)
{
	size_t len = 0;

	*n = 0;
	for (size_t i = 0; i < s.len; i++) {
		bool is_blank = s.ptr[i] == ' ' || s.ptr[i] == '(';

		if (s.ptr[i] == '(') /* "(Central European Summer Time)" */
			break;
		if (is_blank)
			len = 0;
		else if ((!len && ++*n > max) || len == 11)
			return false;
		else
			words[*n - 1][len++] = s.ptr[i];
		if (len)
			words[*n - 1][len] = '\0';
	}
	return true;
}

/* "September 15, 2026 at 8:14:58 AM UTC": with a clock of twelve hours. */
static bool spoken_date(struct span s, struct stamp *out)
{
	const char  *at = span_find(s, " at ");
	struct stamp day;
	char         clock[40], half, line[80], date[STAMP_SIZE];
	int          hour, minute, second = 0, n = 0;

	if (!at || s.len > 64 ||
	    !month_first((struct span){ s.ptr, (size_t)(at - s.ptr) }, &day))
		return false;
	snprintf(clock, sizeof(clock), "%.*s",
		 (int)(s.ptr + s.len - (at + 4)), at + 4);
	if (sscanf(clock, "%2d:%2d%n", &hour, &minute, &n) != 2)
		return false;
	if (clock[n] == ':' && sscanf(clock + n, ":%2d%n", &second, &n) == 1)
		n = (int)strcspn(clock, " ");
	half = clock[n + (clock[n] == ' ')];
	if (hour < 1 || hour > 12 || (half != 'A' && half != 'P') ||
	    !strstr(clock, "UTC")) {
		*out = day;
		return true;
	}
	stamp_format(day, date);
	snprintf(line, sizeof(line), "%.10sT%02d:%02d:%02dZ", date,
		 hour % 12 + (half == 'P' ? 12 : 0), minute, second);
	return stamp_parse_iso(span_of(line), out);
}

/*
 * As programs print their clocks: "Wed Aug 05 02:00:00 UTC 2026" (C, Java),
 * "Wed Aug 05 2026 02:00:00 GMT+0200" (JavaScript).
 */
static bool clock_date(struct span s, struct stamp *out)
{
	char        words[6][12] = { { 0 } }, line[80];
	const char *time, *zone = "", *year;
	size_t      n;
	int         len;

	if (!split_words(s, words, 6, &n) || n < 5)
		return false;
	if (words[3][2] == ':') {
		time = words[3];
		zone = n == 6 ? words[4] : "";
		year = words[n - 1];
	} else {
		year = words[3];
		time = words[4];
		zone = n == 6 ? words[5] : "";
	}
	if (strlen(zone) > 3 &&
	    (strncmp(zone, "GMT", 3) == 0 || strncmp(zone, "UTC", 3) == 0))
		zone += 3;
	len = snprintf(line, sizeof(line), "%s, %s %s %s %s %s", words[0],
		       words[2], words[1], year, time, zone);
	while (len > 0 && line[len - 1] == ' ')
		len--;
	return stamp_parse_rfc822((struct span){ line, (size_t)len }, out);
}

/* Three numbers, also behind the words of a board. */
static bool short_date(struct span s, enum date_order order, struct stamp *out)
{
	bool        is_english;
	struct span rest = month_date_unlabelled(s, &is_english);

	/* also of "2025-03-04T00:00:00[America/New_York]" and the like */
	if (numeric_date(s, order, out))
		return true;
	if (order == ORDER_UNKNOWN && !is_english)
		order = DAY_FIRST;
	return rest.len && (stamp_parse_iso(rest, out) ||
			    numeric_date(rest, order, out));
}

static bool date_of(struct span s, enum date_order order, struct stamp *out)
{
	return stamp_parse_iso(s, out) || stamp_parse_rfc822(s, out) ||
	       unix_date(s, out) || month_first(s, out) ||
	       clock_date(s, out) || spoken_date(s, out) ||
	       month_date_parse(s, out) || /* which drops a time of day */
	       short_date(s, order, out);
}

bool text_date(struct span raw, struct stamp *out)
{
	struct span s = text_trim(raw);
	char        plain[DATE_TEXT_SIZE];

	if (!s.len)
		return false;
	if (date_of(s, ORDER_UNKNOWN, out))
		return true;
	s = date_text_plain(s, plain);
	return s.len && date_of(s, ORDER_UNKNOWN, out);
}

bool text_date_day_first(struct span raw, struct stamp *out)
{
	struct span s = text_trim(raw);

	return s.len &&
	       (stamp_parse_iso(s, out) || numeric_date(s, DAY_FIRST, out));
}

bool text_date_month_first(struct span raw, struct stamp *out)
{
	struct span s = text_trim(raw);

	return s.len &&
	       (stamp_parse_iso(s, out) || numeric_date(s, MONTH_FIRST, out));
}

bool text_date_seen(struct span raw, struct stamp seen_at, struct stamp *out)
{
	return text_date_in(raw, (struct span){ NULL, 0 }, seen_at, out);
}

bool text_date_in(struct span raw, struct span language, struct stamp seen_at,
		  struct stamp *out)
{
	struct span s = text_trim(raw), rest;
	char        plain[DATE_TEXT_SIZE];
	bool        is_english;

	if (text_date(s, out))
		return true;
	if (date_language_is_day_first(language) &&
	    short_date(s, DAY_FIRST, out))
		return true;
	s = date_text_plain(s, plain);
	rest = month_date_unlabelled(s, &is_english);
	return date_text_short_year(s, seen_at, out) ||
	       (rest.len && date_text_short_year(rest, seen_at, out)) ||
	       (seen_at.precision != STAMP_NONE &&
		relative_date_parse(s, seen_at, out));
}
