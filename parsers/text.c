#include "parsers/text.h"

#include "base/hash.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "parsers/html_text.h"

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

struct span text_trim(struct span s)
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
	struct span s = text_trim(raw);

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

	raw = text_trim(raw);
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

	if (!text_trim(html).len)
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
	struct span s = text_trim(plain);

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
	struct span s = text_trim(raw);

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
