#include "enrich/pay_amount.h"

#include "base/mem.h"

#include <string.h>
#include <strings.h>

#define DIGITS_MAX 12

static bool is_digit(const char *at, const char *end)
{
	return at < end && *at >= '0' && *at <= '9';
}

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool starts(const char *at, const char *end, const char *what)
{
	size_t len = strlen(what);

	return (size_t)(end - at) >= len && strncasecmp(at, what, len) == 0;
}

/* Bytes of a mark between groups of digits at `at`, 0 when there is none. */
static size_t group_mark(const char *at, const char *end, bool *is_space)
{
	static const char *const marks[] = { ",", ".", "'", "\xE2\x80\x99" };
	static const char *const spaces[] = { " ", "\xC2\xA0", "\xE2\x80\xAF",
					      "\xE2\x80\x89" };

	for (size_t i = 0; i < ARRAY_LEN(marks); i++) {
		*is_space = false;
		if (starts(at, end, marks[i]))
			return strlen(marks[i]);
	}
	for (size_t i = 0; i < ARRAY_LEN(spaces); i++) {
		*is_space = true;
		if (starts(at, end, spaces[i]))
			return strlen(spaces[i]);
	}
	return 0;
}

static int count_digits(const char *at, const char *end)
{
	int n = 0;

	while (is_digit(at + n, end) && n <= DIGITS_MAX)
		n++;
	return n;
}

/* "60.000", "1,20,000", "110'000", "45 000", "12.5", "8.000,50". */
static bool read_number(const char **at, const char *end, double *out)
{
	const char *p = *at;
	int         n = count_digits(p, end);
	int         total = n;
	double      value = 0;

	if (!n || n > DIGITS_MAX)
		return false;
	for (int i = 0; i < n; i++)
		value = value * 10 + (*p++ - '0');
	for (;;) {
		bool   is_space;
		size_t mark = group_mark(p, end, &is_space);
		int    digits = mark ? count_digits(p + mark, end) : 0;
		bool   is_group = digits == 3 ||
				(digits == 2 && *p == ',' &&
				 is_digit(p + 1, end) && p + 3 < end &&
				 p[3] == ',' &&
				 count_digits(p + 4, end) >= 2);

		if (!mark || !digits || (is_space && (digits != 3 || n > 3)))
			break;
		if (!is_group) { /* decimals, and the end */
			double scale = 1;

			if (is_space || digits > 2)
				break;
			p += mark;
			for (int i = 0; i < digits; i++)
				value += (*p++ - '0') / (scale *= 10);
			break;
		}
		p += mark;
		for (int i = 0; i < digits; i++)
			value = value * 10 + (*p++ - '0');
		total += digits;
		if (total > DIGITS_MAX)
			return false;
	}
	*at = p;
	*out = value;
	return true;
}

static const struct factor {
	const char *text;
	double      factor; /* 0: pay is not counted so */
	bool        is_word; /* no letter may follow */
	bool        is_east_asian;
	bool        is_lpa;
} factors[] = { /* the longer before what they begin with */
	{ "lpa", 1e5, true, false, true },
	{ "lakhs", 1e5, true, false, false },
	{ "lakh", 1e5, true, false, false },
	{ "lacs", 1e5, true, false, false },
	{ "lac", 1e5, true, false, false },
	{ "thousand", 1e3, true, false, false },
	{ "tausend", 1e3, true, false, false },
	{ "tsd.", 1e3, false, false, false },
	{ "tsd", 1e3, true, false, false },
	{ "tys.", 1e3, false, false, false },
	{ "tys", 1e3, true, false, false },
	{ "тыс.", 1e3, false, false, false },
	{ "тыс", 1e3, false, false, false },
	{ "тис.", 1e3, false, false, false },
	{ "mil ", 1e3, false, false, false },
	{ "million", 0, false, false, false },
	{ "millones", 0, false, false, false },
	{ "millionen", 0, false, false, false },
	{ "billion", 0, false, false, false },
	{ "mrd", 0, true, false, false },
	{ "mio", 0, true, false, false },
	{ "mm", 0, true, false, false },
	{ "bn", 0, true, false, false },
	{ "млн", 0, false, false, false },
	{ "crore", 0, false, false, false },
	{ "m", 0, true, false, false },
	{ "b", 0, true, false, false },
	{ "k€", 1e3, false, false, false }, /* its € is read as currency */
	{ "k", 1e3, true, false, false },
	{ "К", 1e3, false, false, false },
	{ "к", 1e3, false, false, false },
	{ "万", 1e4, false, true, false },
	{ "萬", 1e4, false, true, false },
	{ "만", 1e4, false, true, false },
	{ "千", 1e3, false, true, false },
	{ "亿", 0, false, true, false },
	{ "億", 0, false, true, false },
	{ "억", 0, false, true, false },
};

static void read_factor(const char **at, const char *end, struct amount *out)
{
	const char *p = *at;

	if (p < end && *p == ' ')
		p++;
	for (size_t i = 0; i < ARRAY_LEN(factors); i++) {
		const struct factor *f = &factors[i];
		size_t               len = strlen(f->text);

		if (!starts(p, end, f->text) ||
		    (f->is_word && p + len < end && is_letter(p[len])))
			continue;
		if (p > *at && len == 1)
			break; /* "5 k" is not money's way, "5 m" is metres */
		out->factor = f->factor;
		out->has_factor = true;
		out->is_east_asian = f->is_east_asian;
		out->is_lpa = f->is_lpa;
		*at = p + len;
		if (!strcmp(f->text, "k€"))
			*at -= strlen("€");
		return;
	}
}

bool amount_read(const char **at, const char *end, struct amount *out)
{
	*out = (struct amount){ .factor = 1 };
	if (!read_number(at, end, &out->value))
		return false;
	read_factor(at, end, out);
	return true;
}

/* ---- currencies ------------------------------------------------------------ */

static const struct sign {
	const char *text;
	const char *currency;
} signs[] = { /* the longer before what they begin or end with */
	{ "US$", "USD" },  { "USD", "USD" },  { "U$S", "USD" },
	{ "CA$", "CAD" },  { "CAD", "CAD" },  { "C$", "CAD" },
	{ "AU$", "AUD" },  { "AUD", "AUD" },  { "A$", "AUD" },
	{ "NZ$", "NZD" },  { "NZD", "NZD" },  { "SGD", "SGD" },
	{ "HK$", "HKD" },  { "HKD", "HKD" },  { "NT$", "TWD" },
	{ "TWD", "TWD" },  { "MX$", "MXN" },  { "MXN", "MXN" },
	{ "R$", "BRL" },   { "BRL", "BRL" },  { "S$", "SGD" },
	{ "EUROS", "EUR" }, { "EURO", "EUR" }, { "EUR", "EUR" },
	{ "€", "EUR" },    { "GBP", "GBP" },  { "£", "GBP" },
	{ "SFr.", "CHF" }, { "CHF", "CHF" },  { "Fr.", "CHF" },
	{ "JPY", "JPY" },  { "円", "JPY" },    { "CNY", "CNY" },
	{ "RMB", "CNY" },  { "元", "CNY" },    { "人民币", "CNY" },
	{ "¥", "¥" },      { "￥", "¥" },      { "KRW", "KRW" },
	{ "₩", "KRW" },    { "원", "KRW" },    { "INR", "INR" },
	{ "₹", "INR" },    { "Rs.", "Rs" },   { "Rs", "Rs" },
	{ "PKR", "PKR" },  { "BDT", "BDT" },  { "PLN", "PLN" },
	{ "zł", "PLN" },   { "zl", "PLN" },   { "CZK", "CZK" },
	{ "Kč", "CZK" },   { "HUF", "HUF" },  { "Ft", "HUF" },
	{ "RON", "RON" },  { "BGN", "BGN" },  { "лв", "BGN" },
	{ "SEK", "SEK" },  { "NOK", "NOK" },  { "DKK", "DKK" },
	{ "ISK", "ISK" },  { "kr", "kr" },    { "RUB", "RUB" },
	{ "₽", "RUB" },    { "руб", "RUB" },  { "UAH", "UAH" },
	{ "₴", "UAH" },    { "грн", "UAH" },  { "KZT", "KZT" },
	{ "₸", "KZT" },    { "TRY", "TRY" },  { "₺", "TRY" },
	{ "TL", "TRY" },   { "ILS", "ILS" },  { "NIS", "ILS" },
	{ "₪", "ILS" },    { "AED", "AED" },  { "SAR", "SAR" },
	{ "QAR", "QAR" },  { "EGP", "EGP" },  { "ZAR", "ZAR" },
	{ "NGN", "NGN" },  { "₦", "NGN" },    { "KES", "KES" },
	{ "KSh", "KES" },  { "THB", "THB" },  { "฿", "THB" },
	{ "บาท", "THB" },  { "VND", "VND" },  { "₫", "VND" },
	{ "IDR", "IDR" },  { "Rp", "IDR" },   { "MYR", "MYR" },
	{ "RM", "MYR" },   { "PHP", "PHP" },  { "₱", "PHP" },
	{ "CLP", "CLP" },  { "COP", "COP" },  { "PEN", "PEN" },
	{ "ARS", "ARS" },  { "LKR", "LKR" },  { "dollars", "$" },
	{ "$", "$" },      { "pounds", "GBP" },
};

static bool is_word_sign(const char *text)
{
	return is_letter(text[0]) && is_letter(text[strlen(text) - 1]);
}

const char *currency_after(const char **at, const char *end)
{
	const char *p = *at;

	while (p < end && (*p == ' ' || *p == '\xC2' || *p == '\xA0'))
		p++;
	for (size_t i = 0; i < ARRAY_LEN(signs); i++) {
		size_t len = strlen(signs[i].text);

		if (!starts(p, end, signs[i].text))
			continue;
		if (is_word_sign(signs[i].text) && p + len < end &&
		    is_letter(p[len]))
			continue;
		*at = p + len;
		return signs[i].currency;
	}
	return NULL;
}

const char *currency_before(const char **at, const char *begin)
{
	const char *p = *at;

	while (p > begin && (p[-1] == ' ' || p[-1] == '\xA0' ||
			     p[-1] == '\xC2' || p[-1] == ':'))
		p--;
	for (size_t i = 0; i < ARRAY_LEN(signs); i++) {
		size_t len = strlen(signs[i].text);

		if ((size_t)(p - begin) < len ||
		    strncasecmp(p - len, signs[i].text, len) != 0)
			continue;
		if (is_letter(signs[i].text[0]) && p - len > begin &&
		    is_letter(p[-(ptrdiff_t)len - 1]))
			continue;
		*at = p - len;
		return signs[i].currency;
	}
	return NULL;
}

static const struct local {
	const char *sign;
	const char *country;
	const char *currency;
} locals[] = {
	{ "$", "US", "USD" }, { "$", "PR", "USD" }, { "$", "EC", "USD" },
	{ "$", "SV", "USD" }, { "$", "CA", "CAD" }, { "$", "AU", "AUD" },
	{ "$", "NZ", "NZD" }, { "$", "SG", "SGD" }, { "$", "HK", "HKD" },
	{ "$", "TW", "TWD" }, { "$", "MX", "MXN" }, { "$", "CL", "CLP" },
	{ "$", "CO", "COP" }, { "$", "AR", "ARS" }, { "kr", "SE", "SEK" },
	{ "kr", "NO", "NOK" }, { "kr", "DK", "DKK" }, { "kr", "IS", "ISK" },
	{ "¥", "JP", "JPY" }, { "¥", "CN", "CNY" }, { "Rs", "IN", "INR" },
	{ "Rs", "PK", "PKR" }, { "Rs", "LK", "LKR" }, { "Rs", "NP", "NPR" },
	{ "Rs", "MU", "MUR" }, { "", "CN", "CNY" }, { "", "JP", "JPY" },
	{ "", "KR", "KRW" }, { "", "TW", "TWD" },
};

const char *currency_in(const char *currency, const char *country)
{
	if (strlen(currency) == 3)
		return currency;
	for (size_t i = 0; i < ARRAY_LEN(locals); i++) {
		if (!strcmp(locals[i].sign, currency) &&
		    !strcmp(locals[i].country, country))
			return locals[i].currency;
	}
	return "";
}
