#include "parsers/date_text.h"

#include "base/mem.h"
#include "base/utf8.h"

#include <stdio.h>
#include <string.h>

#define NUMERALS_MAX 6 /* of "二〇二六" or "三十一" */
#define BEHIND_DAYS 731
#define AHEAD_DAYS 366
#define REIWA 2018 /* years before the first of the era */
#define HEISEI 1988

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* ---- digits ---- */

/* Zeros of the scripts that have digits of their own; nine follow each. */
static const uint32_t zeros[] = {
	0x0660, 0x06F0, 0x0966, 0x09E6, 0x0A66, 0x0AE6, 0x0B66, 0x0BE6, 0x0C66,
	0x0CE6, 0x0D66, 0x0E50, 0x0ED0, 0x0F20, 0x1040, 0x17E0, 0xFF10,
};

static int digit_of(uint32_t c)
{
	for (size_t i = 0; i < ARRAY_LEN(zeros); i++) {
		if (c >= zeros[i] && c <= zeros[i] + 9)
			return (int)(c - zeros[i]);
	}
	return -1;
}

/* 0 to 10 for a Chinese numeral, otherwise -1. */
static int numeral_of(uint32_t c)
{
	static const uint32_t numerals[] = {
		0x3007, 0x4E00, 0x4E8C, 0x4E09, 0x56DB, 0x4E94,
		0x516D, 0x4E03, 0x516B, 0x4E5D, 0x5341,
	};

	for (size_t i = 0; i < ARRAY_LEN(numerals); i++) {
		if (c == numerals[i])
			return (int)i;
	}
	if (c == 0x96F6) /* 零 */
		return 0;
	return c == 0x4E24 || c == 0x5169 ? 2 : -1; /* 两, 兩 */
}

/* 年月日号號天周週个個箇か カ ヵ ヶ ケ 小時时分星 */
static bool is_unit(uint32_t c)
{
	static const uint32_t units[] = {
		0x5E74, 0x6708, 0x65E5, 0x53F7, 0x865F, 0x5929, 0x5468, 0x9031,
		0x4E2A, 0x500B, 0x7B87, 0x304B, 0x30AB, 0x30F5, 0x30F6, 0x30B1,
		0x5C0F, 0x6642, 0x65F6, 0x5206, 0x661F,
	};

	for (size_t i = 0; i < ARRAY_LEN(units); i++) {
		if (c == units[i])
			return true;
	}
	return false;
}

/*
 * The number that begins at `at`, and where it ends; -1 when there is none or
 * no unit follows. "二〇二六" is written by digits, "二十六" by tens.
 */
static int numerals_at(const char **at, const char *end)
{
	const char *p = *at;
	int         value = 0, n = 0;
	bool        has_ten = false;

	while (p < end && n <= NUMERALS_MAX) {
		const char *next = p;
		uint32_t    c = utf8_next(&next, end);
		int         digit = numeral_of(c);

		if (digit < 0 && n == 0 && c == 0x5143) /* 元, the first year */
			digit = 1;
		if (digit < 0) {
			if (!n || !is_unit(c))
				return -1;
			*at = p;
			return value;
		}
		if (digit == 10)
			value = (value ? value : 1) * 10;
		else
			value = has_ten ? value + digit : value * 10 + digit;
		has_ten |= digit == 10;
		p = next;
		n++;
	}
	return -1;
}

struct span date_text_plain(struct span raw, char out[DATE_TEXT_SIZE])
{
	const char *at = raw.ptr, *end = span_end(raw);
	size_t      len = 0;

	out[0] = '\0';
	if (!raw.ptr || raw.len >= DATE_TEXT_SIZE)
		return (struct span){ out, 0 };
	while (at < end && len + 12 < DATE_TEXT_SIZE) {
		int      number = (unsigned char)*at >= 0xE3 ? numerals_at(&at, end)
							     : -1;
		uint32_t c;
		int      digit;

		if (number >= 0) {
			len += (size_t)snprintf(out + len, DATE_TEXT_SIZE - len,
						"%d", number);
			continue;
		}
		c = utf8_next(&at, end);
		digit = digit_of(c);
		if (digit >= 0)
			out[len++] = (char)('0' + digit);
		else
			len += (size_t)utf8_put(c, out + len);
	}
	out[len] = '\0';
	return (struct span){ out, at < end ? 0 : len };
}

/* ---- times of day ---- */

/* "09:30", "14h05" at i: an hour, a mark and two digits. */
static bool is_clock_at(struct span s, size_t i)
{
	size_t n = 0;

	if (i && is_digit(s.ptr[i - 1]))
		return false;
	while (i + n < s.len && n < 3 && is_digit(s.ptr[i + n]))
		n++;
	return n && n < 3 && i + n + 2 < s.len &&
	       (s.ptr[i + n] == ':' || s.ptr[i + n] == 'h') &&
	       is_digit(s.ptr[i + n + 1]) && is_digit(s.ptr[i + n + 2]);
}

struct span date_text_without_clock(struct span text)
{
	size_t digits = 0;

	for (size_t i = 0; i < text.len; i++) {
		struct span rest = { text.ptr + i, text.len - i };

		/* a year and a day are there already */
		if (digits >= 5 && (is_clock_at(text, i) ||
				    span_starts_nocase(rest, " kl. ") ||
				    span_starts_nocase(rest, " kl ") ||
				    span_starts_nocase(rest, " klo ")))
			return span_trim((struct span){ text.ptr, i });
		digits += is_digit(text.ptr[i]);
	}
	return text;
}

/* ---- years of two digits ---- */

struct near {
	int64_t seen_day, found;
	int     n; /* different days */
};

static void try_day(struct near *near, int year, int month, int day)
{
	int64_t days;

	if (month < 1 || month > 12 || day < 1 ||
	    day > civil_month_days(year, month))
		return;
	days = civil_to_days(year, month, day);
	if (days < near->seen_day - BEHIND_DAYS ||
	    days > near->seen_day + AHEAD_DAYS || (near->n && days == near->found))
		return;
	near->found = days;
	near->n++;
}

static bool era_date(const char *text, struct stamp *out)
{
	int  year, month, day, n = 0;
	char era, mark;

	if (sscanf(text, "%c%2d%c%2d%*c%2d%n", &era, &year, &mark, &month, &day,
		   &n) != 5 || !n || text[n] || (era != 'R' && era != 'H') ||
	    !strchr("./-", mark))
		return false;
	year += era == 'R' ? REIWA : HEISEI;
	if (month < 1 || month > 12 || day < 1 ||
	    day > civil_month_days(year, month))
		return false;
	*out = stamp_from_days(civil_to_days(year, month, day));
	return true;
}

bool date_text_short_year(struct span text, struct stamp seen_at,
			  struct stamp *out)
{
	struct near near = { .seen_day = seen_at.at / DAY_S };
	char        line[24], first, second;
	int         a, b, c, n = 0;

	if (text.len < 6 || text.len >= sizeof(line))
		return false;
	memcpy(line, text.ptr, text.len);
	line[text.len] = '\0';
	if (era_date(line, out))
		return true;
	if (seen_at.precision == STAMP_NONE || !is_digit(line[0]) ||
	    sscanf(line, "%2d%c%2d%c%2d%n", &a, &first, &b, &second, &c, &n) != 5 ||
	    first != second || !strchr("./-", first) || is_digit(line[n]) ||
	    (line[n] && !strchr(" .(,", line[n])))
		return false;
	try_day(&near, 2000 + c, b, a);
	try_day(&near, 2000 + a, b, c);
	if (first != '.')
		try_day(&near, 2000 + c, a, b);
	if (near.n == 1)
		*out = stamp_from_days(near.found);
	return near.n == 1;
}

/* ---- languages ---- */

bool date_language_is_day_first(struct span language)
{
	static const char plain[] =
		" ar az be bg bn bs ca cs cy da de el es et eu fa fi fr ga gl gu "
		"he hi hr hy id is it ka kk kn lv mk ml mr ms nb nl nn no pa pl pt "
		"ro ru sk sl sq sr sv ta te th tr uk ur uz vi ";
	static const char regional[] =
		" en-gb en-ie en-au en-nz en-in en-za en-sg ";
	static const char open[] = " fr-ca es-us es-pr es-pa ";
	char              tag[10] = " ";
	size_t            n = language.len < 5 ? language.len : 5;

	for (size_t i = 0; i < n; i++) {
		char c = language.ptr[i] == '_' ? '-' : language.ptr[i];

		tag[i + 1] = c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c;
	}
	tag[n + 1] = ' ';
	tag[n + 2] = '\0';
	if (strchr(tag, '%') || n < 2 || strstr(open, tag))
		return false;
	if (strstr(regional, tag))
		return true;
	if (n > 2 && tag[3] != '-')
		return false;
	tag[3] = ' ';
	tag[4] = '\0';
	return strstr(plain, tag) != NULL;
}
