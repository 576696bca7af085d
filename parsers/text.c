#include "parsers/text.h"

#include "base/hash.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "parsers/html_text.h"
#include "parsers/month_date.h"
#include "parsers/relative_date.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define NUMBER_MAX 60 /* digits that are looked at */
#define LIST_GROWTH 4 /* arrays in the arena grow by doubling from here */

static bool is_blank(unsigned char c)
{
	return c <= ' ' || c == 0x7F;
}

static struct span trim(struct span s)
{
	static const char nbsp[] = "\xC2\xA0";

	for (;;) {
		if (s.len && is_blank((unsigned char)s.ptr[0])) {
			s.ptr++;
			s.len--;
		} else if (s.len && is_blank((unsigned char)s.ptr[s.len - 1])) {
			s.len--;
		} else if (s.len > 1 && memcmp(s.ptr, nbsp, 2) == 0) {
			s.ptr += 2;
			s.len -= 2;
		} else if (s.len > 1 &&
			   memcmp(s.ptr + s.len - 2, nbsp, 2) == 0) {
			s.len -= 2;
		} else {
			return s;
		}
	}
}

/* `raw` with U+FFFD for every broken byte. */
static struct span repaired(struct arena *arena, struct span raw)
{
	const char *at = raw.ptr;
	const char *end = raw.ptr + raw.len;
	char       *copy = arena_alloc(arena, raw.len * 3 + 1);
	char       *to = copy;

	while (at < end)
		to += utf8_put(utf8_next(&at, end), to);
	return (struct span){ copy, (size_t)(to - copy) };
}

struct span text_line(struct arena *arena, struct span raw)
{
	struct span s = trim(raw);

	if (!s.len)
		return (struct span){ NULL, 0 };
	if (utf8_valid_prefix(s) == s.len)
		s = arena_span(arena, s);
	else
		s = repaired(arena, s);
	for (char *p = (char *)s.ptr; p < s.ptr + s.len; p++) {
		if (is_blank((unsigned char)*p))
			*p = ' ';
	}
	return s;
}

struct span text_line_of_html(struct arena *arena, struct span raw)
{
	struct span line;

	raw = trim(raw);
	if (!raw.len || (!memchr(raw.ptr, '<', raw.len) &&
			 !memchr(raw.ptr, '&', raw.len) &&
			 !memchr(raw.ptr, '\n', raw.len)))
		return text_line(arena, raw);
	line = html_to_line(arena, raw);
	if (span_find(line, "&amp;") || span_find(line, "&#"))
		line = html_to_line(arena, line); /* escaped twice */
	return line.len ? line : (struct span){ NULL, 0 };
}

void text_names_of_html(struct arena *arena, struct ad *ad)
{
	ad->title = text_line_of_html(arena, ad->title);
	ad->employer = text_line_of_html(arena, ad->employer);
}

/* Does it hold tags only in escaped form? */
static bool is_escaped(struct span html)
{
	const char *at = html.ptr;
	const char *end = html.ptr + html.len;

	while (at < end && (at = memchr(at, '<', (size_t)(end - at)))) {
		at++;
		if (at < end && (*at == '/' || ((*at | 0x20) >= 'a' &&
						(*at | 0x20) <= 'z')))
			return false;
	}
	return span_find(html, "&lt;") || span_find(html, "&amp;lt;");
}

bool text_has_tags(struct span s)
{
	static const char *const tags[] = { "</", "<br", "<p>", "<p ", "<li" };
	const char *end = s.ptr + s.len, *at = s.ptr;

	while (at < end && (at = memchr(at, '<', (size_t)(end - at)))) {
		struct span rest = { at, (size_t)(end - at) };

		for (size_t i = 0; i < ARRAY_LEN(tags); i++) {
			if (span_starts_nocase(rest, tags[i]))
				return true;
		}
		at++;
	}
	return false;
}

void text_describe(struct arena *arena, struct ad *ad, struct span html)
{
	struct span source = html;
	struct buf  once = BUF_INIT, twice = BUF_INIT, text = BUF_INIT;

	if (!trim(html).len)
		return;
	sha256_hex(html, ad->description_html_sha256);
	if (is_escaped(source)) {
		html_unescape_into(source, &once);
		source = buf_span(&once);
	}
	if (once.len && is_escaped(source)) {
		html_unescape_into(source, &twice);
		source = buf_span(&twice);
	}
	html_to_text(source, &text);
	if (text.len)
		ad->description = arena_span(arena, buf_span(&text));
	buf_deinit(&text);
	buf_deinit(&twice);
	buf_deinit(&once);
}

void text_describe_plain(struct arena *arena, struct ad *ad, struct span plain)
{
	struct span s = trim(plain);

	if (!s.len)
		return;
	sha256_hex(plain, ad->description_html_sha256);
	if (utf8_valid_prefix(s) == s.len)
		s = arena_span(arena, s);
	else
		s = repaired(arena, s);
	for (char *p = (char *)s.ptr; p < s.ptr + s.len; p++) {
		if (is_blank((unsigned char)*p) && *p != '\n')
			*p = ' ';
	}
	ad->description = s;
}

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

		if (!is_dotted && order != MONTH_FIRST && n[0] <= 12 &&
		    n[1] <= 12)
			return false;
		year = n[2];
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

bool text_date(struct span raw, struct stamp *out)
{
	struct span s = trim(raw);

	if (!s.len)
		return false;
	if (stamp_parse_iso(s, out) || stamp_parse_rfc822(s, out) ||
	    unix_date(s, out) || month_first(s, out) ||
	    month_date_parse(s, out) || clock_date(s, out) ||
	    spoken_date(s, out))
		return true;
	/* also of "2025-03-04T00:00:00[America/New_York]" and the like */
	if (numeric_date(s, ORDER_UNKNOWN, out))
		return true;
	s = month_date_unlabelled(s);
	return s.len && (stamp_parse_iso(s, out) ||
			 numeric_date(s, ORDER_UNKNOWN, out));
}

bool text_date_day_first(struct span raw, struct stamp *out)
{
	struct span s = trim(raw);

	return s.len &&
	       (stamp_parse_iso(s, out) || numeric_date(s, DAY_FIRST, out));
}

bool text_date_month_first(struct span raw, struct stamp *out)
{
	struct span s = trim(raw);

	return s.len &&
	       (stamp_parse_iso(s, out) || numeric_date(s, MONTH_FIRST, out));
}

bool text_date_seen(struct span raw, struct stamp seen_at, struct stamp *out)
{
	return text_date(raw, out) ||
	       (seen_at.precision != STAMP_NONE &&
		relative_date_parse(trim(raw), seen_at, out));
}

/*
 * Is the separator at `at` one of thousands: three digits, then no digit? In
 * India two digits may stand before it: "5,00,000".
 */
static bool parts_thousands(const char *at, const char *end)
{
	for (int i = 0; i < 3 && end - at >= 7 && *at == ',' &&
			at[3] == ',' && is_digit(at[1]) && is_digit(at[2]);
	     i++)
		at += 3;
	return end - at >= 4 && is_digit(at[1]) && is_digit(at[2]) &&
	       is_digit(at[3]) && (end - at == 4 || !is_digit(at[4]));
}

bool text_number(struct span raw, double *out, const char **stop)
{
	const char *at = raw.len ? raw.ptr : "";
	const char *end = at + raw.len;
	char        digits[NUMBER_MAX + 1];
	size_t      n = 0, group = 0; /* where the last of its groups begins */

	while (at < end && !is_digit(*at))
		at++;
	if (at == end)
		return false;
	for (; at < end && n < NUMBER_MAX / 2; at++) {
		if (is_digit(*at))
			digits[n++] = *at;
		else if (!((*at == ',' || *at == '.' || *at == ' ' ||
			    *at == '\'') &&
			   n - group <= 3 && parts_thousands(at, end)))
			break;
		else /* "33000.000" has no thousands to part */
			group = n;
	}
	if (end - at >= 2 && (*at == '.' || *at == ',') && is_digit(at[1])) {
		digits[n++] = '.';
		for (at++; at < end && is_digit(*at); at++) {
			if (n < NUMBER_MAX)
				digits[n++] = *at;
		}
	}
	digits[n] = '\0';
	*out = strtod(digits, NULL);
	/* "40k", "40 k€", but not "40 km" */
	if (end - at >= 2 && *at == ' ' && (at[1] | 0x20) == 'k' &&
	    (end - at == 2 || ((at[2] | 0x20) < 'a' || (at[2] | 0x20) > 'z')))
		at++;
	if (at < end && (*at == 'k' || *at == 'K')) {
		*out *= 1000;
		at++;
	}
	if (stop)
		*stop = at;
	return true;
}

bool text_pay_range(struct span raw, struct ad_pay *pay)
{
	const char *stop;

	if (!text_number(raw, &pay->min, &stop))
		return false;
	raw = (struct span){ stop, (size_t)(raw.ptr + raw.len - stop) };
	if (!text_number(raw, &pay->max, NULL) || pay->max < pay->min)
		pay->max = pay->min;
	return true;
}

bool text_point(struct span raw, struct ad_location *l)
{
	char   text[64];
	char  *at = text, *stop;
	double point[2];

	if (raw.len >= sizeof(text))
		return false;
	memcpy(text, raw.ptr ? raw.ptr : "", raw.len);
	text[raw.len] = '\0';
	for (int i = 0; i < 2; i++) {
		at += strspn(at, " ,;\t\r\n");
		point[i] = strtod(at, &stop);
		if (stop == at || !isfinite(point[i]))
			return false;
		at = stop;
	}
	if (fabs(point[0]) > 90 || fabs(point[1]) > 180 ||
	    (point[0] == 0 && point[1] == 0))
		return false;
	l->lat = point[0];
	l->lon = point[1];
	l->has_point = true;
	return true;
}

bool text_lat_lon(struct span lat, struct span lon, struct ad_location *l)
{
	char both[64];

	if (!lat.len || !lon.len || lat.len + lon.len + 2 > sizeof(both))
		return false;
	snprintf(both, sizeof(both), "%.*s %.*s", (int)lat.len, lat.ptr,
		 (int)lon.len, lon.ptr);
	return text_point(span_of(both), l);
}

void text_append(struct arena *arena, struct span **list, size_t *n,
		 struct span item)
{
	if (!item.len)
		return;
	/* full when n is 0 or a power of two from LIST_GROWTH on */
	if (*n == 0 || (*n >= LIST_GROWTH && (*n & (*n - 1)) == 0)) {
		size_t       cap = *n ? *n * 2 : LIST_GROWTH;
		struct span *grown = arena_alloc(arena, cap * sizeof(*grown));

		if (*n)
			memcpy(grown, *list, *n * sizeof(*grown));
		*list = grown;
	}
	(*list)[(*n)++] = item;
}

void text_currency(struct ad_pay *pay, struct span raw)
{
	struct span s = trim(raw);

	if (s.len != 3)
		return;
	for (size_t i = 0; i < 3; i++) {
		char c = (char)(s.ptr[i] & ~0x20);

		if (c < 'A' || c > 'Z') {
			pay->currency[0] = '\0';
			return;
		}
		pay->currency[i] = c;
	}
	pay->currency[3] = '\0';
}

struct ad_location *text_add_location(struct arena *arena, struct ad *ad)
{
	size_t n = ad->n_locations;

	if (n == 0 || (n >= LIST_GROWTH && (n & (n - 1)) == 0)) {
		size_t              cap = n ? n * 2 : LIST_GROWTH;
		struct ad_location *grown =
			arena_alloc(arena, cap * sizeof(*grown));

		if (n)
			memcpy(grown, ad->locations, n * sizeof(*grown));
		ad->locations = grown;
	}
	return &ad->locations[ad->n_locations++];
}

void text_compose_location(struct arena *arena, struct ad_location *l)
{
	struct span parts[] = { l->city, l->region, l->country };
	struct buf  text = BUF_INIT;

	if (l->text.len)
		return;
	for (size_t i = 0; i < ARRAY_LEN(parts); i++) {
		if (!parts[i].len)
			continue;
		if (text.len)
			buf_add_text(&text, ", ");
		buf_add_span(&text, parts[i]);
	}
	if (!text.len && l->postal.len)
		buf_add_span(&text, l->postal);
	if (text.len)
		l->text = arena_span(arena, buf_span(&text));
	buf_deinit(&text);
}
