#include "parsers/text.h"

#include "base/hash.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "parsers/html_text.h"

#include <math.h>
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

	if (!raw.len || (!memchr(raw.ptr, '<', raw.len) &&
			 !memchr(raw.ptr, '&', raw.len)))
		return text_line(arena, raw);
	line = html_to_line(arena, raw);
	if (span_find(line, "&amp;") || span_find(line, "&#"))
		line = html_to_line(arena, line); /* escaped twice */
	return line.len ? line : (struct span){ NULL, 0 };
}

/* Does it hold tags only in escaped form? */
static bool is_escaped(struct span html)
{
	const char *at = html.ptr;
	const char *end = html.ptr + html.len;

	if (!span_find(html, "&lt;"))
		return false;
	while (at < end && (at = memchr(at, '<', (size_t)(end - at)))) {
		at++;
		if (at < end && (*at == '/' || ((*at | 0x20) >= 'a' &&
						(*at | 0x20) <= 'z')))
			return false;
	}
	return true;
}

void text_describe(struct arena *arena, struct ad *ad, struct span html)
{
	struct span source = html;
	struct buf  text = BUF_INIT;

	if (!trim(html).len)
		return;
	sha256_hex(html, ad->description_html_sha256);
	if (is_escaped(source))
		source = html_unescape(arena, source);
	if (is_escaped(source))
		source = html_unescape(arena, source);
	html_to_text(source, &text);
	if (text.len)
		ad->description = arena_span(arena, buf_span(&text));
	buf_deinit(&text);
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

bool text_date(struct span raw, struct stamp *out)
{
	struct span s = trim(raw);

	if (!s.len)
		return false;
	if (stamp_parse_iso(s, out) || stamp_parse_rfc822(s, out) ||
	    unix_date(s, out) || month_first(s, out))
		return true;
	/* "2025-03-04T00:00:00.0000000-05:00[America/...]" and the like: the
	 * day is still certain */
	return s.len > 10 && s.ptr[4] == '-' &&
	       (s.ptr[10] == 'T' || s.ptr[10] == ' ') &&
	       stamp_parse_iso((struct span){ s.ptr, 10 }, out);
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Is the separator at `at` one of thousands: three digits, then no digit? */
static bool parts_thousands(const char *at, const char *end)
{
	return end - at >= 4 && is_digit(at[1]) && is_digit(at[2]) &&
	       is_digit(at[3]) && (end - at == 4 || !is_digit(at[4]));
}

bool text_number(struct span raw, double *out, const char **stop)
{
	const char *at = raw.ptr;
	const char *end = raw.ptr + raw.len;
	char        digits[NUMBER_MAX + 1];
	size_t      n = 0;

	while (at < end && !is_digit(*at))
		at++;
	if (at == end)
		return false;
	for (; at < end && n < NUMBER_MAX / 2; at++) {
		if (is_digit(*at))
			digits[n++] = *at;
		else if (!((*at == ',' || *at == '.' || *at == ' ' ||
			    *at == '\'') &&
			   parts_thousands(at, end)))
			break;
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

/* Letters and bytes beyond ASCII, in lower case: "Full-time " is "fulltime". */
static size_t squeeze(struct span raw, char *out, size_t size)
{
	size_t n = 0;

	for (size_t i = 0; i < raw.len && n + 1 < size; i++) {
		unsigned char c = (unsigned char)raw.ptr[i];

		if (c >= 'A' && c <= 'Z')
			c |= 0x20;
		if ((c >= 'a' && c <= 'z') || c >= 0x80)
			out[n++] = (char)c;
	}
	out[n] = '\0';
	return n;
}

/* What boards write, squeezed, for schema.org's values of employmentType. */
static const struct {
	const char *word;
	const char *value;
} employment_words[] = {
	{ "fulltime", "FULL_TIME" },
	{ "vollzeit", "FULL_TIME" },
	{ "tempsplein", "FULL_TIME" },
	{ "tiempocompleto", "FULL_TIME" },
	{ "jornadacompleta", "FULL_TIME" },
	{ "tempointegral", "FULL_TIME" },
	{ "tempopieno", "FULL_TIME" },
	{ "voltijd", "FULL_TIME" },
	{ "fuldtid", "FULL_TIME" },
	{ "heltid", "FULL_TIME" },
	{ "pełnyetat", "FULL_TIME" },
	{ "全职", "FULL_TIME" },
	{ "全職", "FULL_TIME" },
	{ "正社員", "FULL_TIME" },
	{ "parttime", "PART_TIME" },
	{ "teilzeit", "PART_TIME" },
	{ "tempspartiel", "PART_TIME" },
	{ "tiempoparcial", "PART_TIME" },
	{ "mediajornada", "PART_TIME" },
	{ "tempoparziale", "PART_TIME" },
	{ "meioperíodo", "PART_TIME" },
	{ "deeltijd", "PART_TIME" },
	{ "deltid", "PART_TIME" },
	{ "兼职", "PART_TIME" },
	{ "兼職", "PART_TIME" },
	{ "パート", "PART_TIME" },
	{ "アルバイト", "PART_TIME" },
	{ "contract", "CONTRACTOR" },
	{ "freelance", "CONTRACTOR" },
	{ "contratista", "CONTRACTOR" },
	{ "freiberuflich", "CONTRACTOR" },
	{ "業務委託", "CONTRACTOR" },
	{ "temporary", "TEMPORARY" },
	{ "seasonal", "TEMPORARY" },
	{ "befristet", "TEMPORARY" },
	{ "intérim", "TEMPORARY" },
	{ "fixedterm", "TEMPORARY" },
	{ "派遣", "TEMPORARY" },
	{ "intern", "INTERN" },
	{ "praktik", "INTERN" },
	{ "apprenti", "INTERN" },
	{ "trainee", "INTERN" },
	{ "stage", "INTERN" },
	{ "alternance", "INTERN" },
	{ "実習", "INTERN" },
	{ "实习", "INTERN" },
	{ "實習", "INTERN" },
	{ "volunteer", "VOLUNTEER" },
	{ "ehrenamt", "VOLUNTEER" },
	{ "bénévol", "VOLUNTEER" },
	{ "perdiem", "PER_DIEM" },
	{ "casual", "PER_DIEM" },
};

static bool has_employment(const struct ad *ad, const char *value)
{
	for (size_t i = 0; i < ad->n_employment_types; i++) {
		if (span_is(ad->employment_types[i], value))
			return true;
	}
	return false;
}

static void add_employment(struct arena *arena, struct ad *ad,
			   const char *value)
{
	if (!has_employment(ad, value))
		text_append(arena, &ad->employment_types,
			    &ad->n_employment_types, span_of(value));
}

void text_employment(struct arena *arena, struct ad *ad, struct span raw)
{
	char squeezed[256];
	bool is_known = false;

	if (!squeeze(raw, squeezed, sizeof(squeezed)))
		return;
	for (size_t i = 0; i < ARRAY_LEN(employment_words); i++) {
		const char *word = employment_words[i].word;
		const char *found = strstr(squeezed, word);

		/* "unbefristet" is not "befristet", "international" no
		 * internship */
		if (!found ||
		    (found - squeezed >= 2 && word[0] == 'b' &&
		     memcmp(found - 2, "un", 2) == 0) ||
		    strncmp(found, "internat", 8) == 0 ||
		    strncmp(found, "internal", 8) == 0)
			continue;
		add_employment(arena, ad, employment_words[i].value);
		is_known = true;
	}
	if (!is_known)
		add_employment(arena, ad, "OTHER");
}

enum pay_period text_pay_period(struct span raw)
{
	static const struct {
		const char     *word;
		enum pay_period period;
	} words[] = {
		{ "hour", PAY_HOUR },    { "hur", PAY_HOUR },
		{ "stunde", PAY_HOUR },  { "heure", PAY_HOUR },
		{ "pth", PAY_HOUR },     { "day", PAY_DAY },
		{ "daily", PAY_DAY },    { "pd", PAY_DAY },
		{ "jour", PAY_DAY },     { "wee", PAY_WEEK },
		{ "pw", PAY_WEEK },      { "mon", PAY_MONTH },
		{ "mois", PAY_MONTH },   { "pm", PAY_MONTH },
		{ "year", PAY_YEAR },    { "ann", PAY_YEAR },
		{ "jahr", PAY_YEAR },    { "pa", PAY_YEAR },
		{ "py", PAY_YEAR },      { "onetime", PAY_ONCE },
		{ "once", PAY_ONCE },    { "fixed", PAY_ONCE },
		{ "yr", PAY_YEAR },      { "hr", PAY_HOUR },
	};
	char squeezed[64];

	if (!squeeze(raw, squeezed, sizeof(squeezed)))
		return PAY_PERIOD_UNKNOWN;
	for (size_t i = 0; i < ARRAY_LEN(words); i++) {
		const char *word = words[i].word;

		if (strlen(word) > 2 ? strstr(squeezed, word) != NULL
				     : strcmp(squeezed, word) == 0)
			return words[i].period;
	}
	return PAY_PERIOD_UNKNOWN;
}

enum remote_kind text_remote(struct span raw)
{
	char squeezed[64];

	squeeze(raw, squeezed, sizeof(squeezed));
	if (strstr(squeezed, "hybrid"))
		return REMOTE_HYBRID;
	if (strstr(squeezed, "onsite") || strstr(squeezed, "inoffice") ||
	    strstr(squeezed, "inperson"))
		return REMOTE_ONSITE;
	if (strstr(squeezed, "remote") || strstr(squeezed, "telecommute") ||
	    strstr(squeezed, "telework") || strstr(squeezed, "workfromhome"))
		return REMOTE_REMOTE;
	return REMOTE_UNKNOWN;
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
