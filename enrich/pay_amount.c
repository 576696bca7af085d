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

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c;
}

/* The first bytes are compared before all else: this is asked often. */
static bool starts(const char *at, const char *end, const char *what)
{
	size_t len;

	if (at >= end || lower(*at) != lower(what[0]))
		return false;
	len = strlen(what);
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

/* With both ends at hand: most numbers have no currency, which is seen by
 * comparing one byte a row. */
#define SIGN(sign, code)                                                       \
	{ sign, code, sizeof(sign) - 1, (sign)[0], (sign)[sizeof(sign) - 2] }

static const struct sign {
	const char *text;
	const char *currency;
	size_t      len;
	char        first, last;
} signs[] = { /* the longer before what they begin or end with */
	SIGN("US$", "USD"), SIGN("USD", "USD"), SIGN("U$S", "USD"),
	SIGN("CA$", "CAD"), SIGN("CAD", "CAD"), SIGN("C$", "CAD"),
	SIGN("AU$", "AUD"), SIGN("AUD", "AUD"), SIGN("A$", "AUD"),
	SIGN("NZ$", "NZD"), SIGN("NZD", "NZD"), SIGN("SGD", "SGD"),
	SIGN("HK$", "HKD"), SIGN("HKD", "HKD"), SIGN("NT$", "TWD"),
	SIGN("TWD", "TWD"), SIGN("MX$", "MXN"), SIGN("MXN", "MXN"),
	SIGN("R$", "BRL"), SIGN("BRL", "BRL"), SIGN("S$", "SGD"),
	SIGN("EUROS", "EUR"), SIGN("EURO", "EUR"), SIGN("EUR", "EUR"),
	SIGN("€", "EUR"), SIGN("GBP", "GBP"), SIGN("£", "GBP"),
	SIGN("SFr.", "CHF"), SIGN("CHF", "CHF"), SIGN("Fr.", "CHF"),
	SIGN("JPY", "JPY"), SIGN("円", "JPY"), SIGN("CNY", "CNY"),
	SIGN("RMB", "CNY"), SIGN("元", "CNY"), SIGN("人民币", "CNY"),
	SIGN("¥", "¥"), SIGN("￥", "¥"), SIGN("KRW", "KRW"), SIGN("₩", "KRW"),
	SIGN("원", "KRW"), SIGN("INR", "INR"), SIGN("₹", "INR"),
	SIGN("Rs.", "Rs"), SIGN("Rs", "Rs"), SIGN("PKR", "PKR"),
	SIGN("BDT", "BDT"), SIGN("PLN", "PLN"), SIGN("zł", "PLN"),
	SIGN("zl", "PLN"), SIGN("CZK", "CZK"), SIGN("Kč", "CZK"),
	SIGN("HUF", "HUF"), SIGN("Ft", "HUF"), SIGN("RON", "RON"),
	SIGN("BGN", "BGN"), SIGN("лв", "BGN"), SIGN("SEK", "SEK"),
	SIGN("NOK", "NOK"), SIGN("DKK", "DKK"), SIGN("ISK", "ISK"),
	SIGN("kr", "kr"), SIGN("RUB", "RUB"), SIGN("₽", "RUB"),
	SIGN("руб", "RUB"), SIGN("UAH", "UAH"), SIGN("₴", "UAH"),
	SIGN("грн", "UAH"), SIGN("KZT", "KZT"), SIGN("₸", "KZT"),
	SIGN("TRY", "TRY"), SIGN("₺", "TRY"), SIGN("TL", "TRY"),
	SIGN("ILS", "ILS"), SIGN("NIS", "ILS"), SIGN("₪", "ILS"),
	SIGN("AED", "AED"), SIGN("SAR", "SAR"), SIGN("QAR", "QAR"),
	SIGN("EGP", "EGP"), SIGN("ZAR", "ZAR"), SIGN("NGN", "NGN"),
	SIGN("₦", "NGN"), SIGN("KES", "KES"), SIGN("KSh", "KES"),
	SIGN("THB", "THB"), SIGN("฿", "THB"), SIGN("บาท", "THB"),
	SIGN("VND", "VND"), SIGN("₫", "VND"), SIGN("IDR", "IDR"),
	SIGN("Rp", "IDR"), SIGN("MYR", "MYR"), SIGN("RM", "MYR"),
	SIGN("PHP", "PHP"), SIGN("₱", "PHP"), SIGN("CLP", "CLP"),
	SIGN("COP", "COP"), SIGN("PEN", "PEN"), SIGN("ARS", "ARS"),
	SIGN("LKR", "LKR"), SIGN("dollars", "$"), SIGN("$", "$"),
	SIGN("pounds", "GBP"),
};

/* First and last bytes of all signs, in lower case: the quick answer for most
 * numbers. A row whose ends are missing here is never found. */
static const char first_bytes[] =
	"$abcdefghijklmnpqrstuvz\xC2\xD0\xD1\xE0\xE2\xE4\xE5\xEC\xEF";
static const char last_bytes[] =
	"$.bdfhklmnoprstwy\x81\x82\x83\x86\x8D\x90\x97"
	"\xA3\xA5\xA6\xA9\xAA\xAB\xAC\xB1\xB2\xB4\xB8\xB9\xBA\xBD\xBF";

/* `byte` and the end of a sign, which is in capitals if it is a letter. */
static bool is_same(char byte, char end)
{
	return byte == end || (is_letter(end) && lower(byte) == lower(end));
}

const char *currency_after(const char **at, const char *end)
{
	const char *p = *at;

	while (p < end && (*p == ' ' || *p == '\xC2' || *p == '\xA0'))
		p++;
	if (p >= end || !strchr(first_bytes, lower(*p)))
		return NULL;
	for (size_t i = 0; i < ARRAY_LEN(signs); i++) {
		const struct sign *g = &signs[i];

		if (!is_same(*p, g->first) || (size_t)(end - p) < g->len ||
		    strncasecmp(p, g->text, g->len) != 0)
			continue;
		if (is_letter(g->first) && is_letter(g->last) &&
		    p + g->len < end && is_letter(p[g->len]))
			continue;
		*at = p + g->len;
		return g->currency;
	}
	return NULL;
}

const char *currency_before(const char **at, const char *begin)
{
	const char *p = *at;

	while (p > begin && (p[-1] == ' ' || p[-1] == '\xA0' ||
			     p[-1] == '\xC2' || p[-1] == ':'))
		p--;
	if (p <= begin || !strchr(last_bytes, lower(p[-1])))
		return NULL;
	for (size_t i = 0; i < ARRAY_LEN(signs); i++) {
		const struct sign *g = &signs[i];
		const char        *from;

		if (!is_same(p[-1], g->last) || (size_t)(p - begin) < g->len)
			continue;
		from = p - g->len;
		if (strncasecmp(from, g->text, g->len) != 0 ||
		    (is_letter(g->first) && from > begin &&
		     is_letter(from[-1])))
			continue;
		*at = from;
		return g->currency;
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
