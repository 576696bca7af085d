#define _GNU_SOURCE
#include "parsers/pay_text.h"

#include "base/mem.h"
#include "parsers/text.h"

#include <string.h>

#define TEXT_MAX 300 /* bytes; longer is a paragraph */

/* Longer signs before those that they hold. */
static const struct {
	const char *sign;
	const char *currency; /* "": of several countries */
} signs[] = {
	{ "US$", "USD" }, { "CA$", "CAD" }, { "AU$", "AUD" }, { "NZ$", "NZD" },
	{ "HK$", "HKD" }, { "MX$", "MXN" }, { "R$", "BRL" },  { "A$", "AUD" },
	{ "C$", "CAD" },  { "S$", "SGD" },  { "$", "" },      { "€", "EUR" },
	{ "£", "GBP" },   { "₹", "INR" },   { "zł", "PLN" },  { "Kč", "CZK" },
	{ "₩", "KRW" },   { "₪", "ILS" },   { "₺", "TRY" },   { "₴", "UAH" },
	{ "฿", "THB" },   { "₫", "VND" },   { "₱", "PHP" },   { "₽", "RUB" },
	{ "円", "JPY" },  { "元", "CNY" },  { "¥", "" },      { "kr", "" },
	{ "USD", "USD" }, { "EUR", "EUR" }, { "GBP", "GBP" }, { "CAD", "CAD" },
	{ "AUD", "AUD" }, { "NZD", "NZD" }, { "CHF", "CHF" }, { "SEK", "SEK" },
	{ "NOK", "NOK" }, { "DKK", "DKK" }, { "PLN", "PLN" }, { "CZK", "CZK" },
	{ "HUF", "HUF" }, { "RON", "RON" }, { "INR", "INR" }, { "SGD", "SGD" },
	{ "HKD", "HKD" }, { "JPY", "JPY" }, { "CNY", "CNY" }, { "RMB", "CNY" },
	{ "KRW", "KRW" }, { "BRL", "BRL" }, { "MXN", "MXN" }, { "ZAR", "ZAR" },
	{ "ILS", "ILS" }, { "TRY", "TRY" }, { "AED", "AED" }, { "SAR", "SAR" },
	{ "Euro", "EUR" },
};

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Does a number begin at `at`, or end just before it, but for a blank? */
static bool has_number_beside(struct span text, const char *at, size_t len)
{
	const char *behind = at + len;
	const char *end = text.ptr + text.len;
	const char *before = at - 1;

	while (behind < end && *behind == ' ')
		behind++;
	while (before >= text.ptr &&
	       (*before == ' ' || *before == 'k' || *before == 'K'))
		before--;
	return (behind < end && is_digit(*behind)) ||
	       (before >= text.ptr && is_digit(*before));
}

static bool is_letter(char c)
{
	return (unsigned char)c >= 0x80 || (c >= 'a' && c <= 'z') ||
	       (c >= 'A' && c <= 'Z');
}

/* "EUR" within "NEUROLOGY" is no currency, nor is "kr" in "krona". */
static bool is_word(struct span text, const char *at, size_t len)
{
	bool begins = is_letter(*at), ends = is_letter(at[len - 1]);

	if ((unsigned char)*at >= 0x80)
		return true;
	return !(begins && at > text.ptr && is_letter(at[-1])) &&
	       !(ends && at + len < text.ptr + text.len &&
		 is_letter(at[len]));
}

/* The currency whose sign stands beside a number; NULL for none. */
static const char *find_currency(struct span text)
{
	for (size_t i = 0; i < ARRAY_LEN(signs); i++) {
		size_t      len = strlen(signs[i].sign);
		struct span rest = text;
		const char *at;

		while ((at = span_find(rest, signs[i].sign))) {
			if (is_word(text, at, len) &&
			    has_number_beside(text, at, len))
				return signs[i].currency;
			rest.len -= (size_t)(at + len - rest.ptr);
			rest.ptr = at + len;
		}
	}
	return NULL;
}

/* Nothing but numbers, and words that belong to them? */
static bool is_bare(struct span text)
{
	static const char *const known[] = {
		"k",	"to",	 "from",   "up",     "and",	"between", "per",
		"an",	"a",	 "hour",   "hourly", "hr",	"day",	   "daily",
		"week", "weekly", "month", "monthly", "year",	"yearly",  "annum",
		"pa",	"p",	 "annual", "annually", "gross", "yr",
	};
	size_t i = 0;

	while (i < text.len) {
		size_t from = i, k = 0;

		while (i < text.len && is_letter(text.ptr[i]))
			i++;
		if (i == from) {
			if (text.ptr[i] == '%')
				return false;
			i++;
			continue;
		}
		while (k < ARRAY_LEN(known) &&
		       !span_is_nocase((struct span){ text.ptr + from, i - from },
				       known[k]))
			k++;
		/* a dash between the amounts is no word */
		if (k == ARRAY_LEN(known) &&
		    memcmp(text.ptr + from, "\xE2\x80", 2) != 0)
			return false;
	}
	return true;
}

bool pay_text(struct span text, struct ad_pay *pay)
{
	struct span   s = span_trim(text);
	struct ad_pay found = { 0 };
	const char   *currency, *slash;

	if (!s.len || s.len > TEXT_MAX)
		return false;
	currency = find_currency(s);
	if (!currency && !is_bare(s))
		return false;
	if (!text_pay_range(s, &found) || (found.min <= 0 && found.max <= 0))
		return false;
	if (currency)
		text_currency(&found, span_of(currency));
	found.period = text_pay_period(s);
	slash = memrchr(s.ptr, '/', s.len); /* "USD 120,000/yr" */
	if (found.period == PAY_PERIOD_UNKNOWN && slash)
		found.period = text_pay_period((struct span){
			slash + 1, (size_t)(s.ptr + s.len - slash - 1) });
	found.source = SPAN("stated");
	*pay = found;
	return true;
}
