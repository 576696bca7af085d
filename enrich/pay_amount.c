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

enum factor_kind {
	FACTOR_PLAIN,
	FACTOR_EAST_ASIAN,
	FACTOR_LPA,
	FACTOR_MILLION,
};

static const struct factor {
	const char      *text;
	double           factor; /* 0: pay is not counted so */
	bool             is_word; /* no letter may follow */
	enum factor_kind kind;
	const char      *currency; /* that it implies */
	size_t           back; /* bytes that are read again, as a currency */
} factors[] = { /* the longer before what they begin with */
	{ "lpa", 1e5, true, FACTOR_LPA, "INR", 0 },
	{ "lakhs", 1e5, true, FACTOR_PLAIN, "INR", 0 },
	{ "lakh", 1e5, true, FACTOR_PLAIN, "INR", 0 },
	{ "lacs", 1e5, true, FACTOR_PLAIN, "INR", 0 },
	{ "lac", 1e5, true, FACTOR_PLAIN, "INR", 0 },
	{ "thousand", 1e3, true, FACTOR_PLAIN, NULL, 0 },
	{ "tausend", 1e3, true, FACTOR_PLAIN, NULL, 0 },
	{ "teur", 1e3, true, FACTOR_PLAIN, NULL, 3 },
	{ "tsd.", 1e3, false, FACTOR_PLAIN, NULL, 0 },
	{ "tsd", 1e3, true, FACTOR_PLAIN, NULL, 0 },
	{ "tkr", 1e3, true, FACTOR_PLAIN, NULL, 2 },
	{ "eft", 1e3, true, FACTOR_PLAIN, NULL, 2 },
	{ "т.р", 1e3, false, FACTOR_PLAIN, "RUB", 0 },
	{ "т. р", 1e3, false, FACTOR_PLAIN, "RUB", 0 },
	{ "लाख", 1e5, false, FACTOR_PLAIN, "INR", 0 },
	{ "हजार", 1e3, false, FACTOR_PLAIN, "INR", 0 },
	{ "हज़ार", 1e3, false, FACTOR_PLAIN, "INR", 0 },
	{ "millió", 1e6, false, FACTOR_MILLION, NULL, 0 },
	{ "천만", 1e7, false, FACTOR_EAST_ASIAN, NULL, 0 },
	{ "백만", 1e6, false, FACTOR_EAST_ASIAN, NULL, 0 },
	{ "tys.", 1e3, false, FACTOR_PLAIN, NULL, 0 },
	{ "tys", 1e3, true, FACTOR_PLAIN, NULL, 0 },
	{ "тыс.", 1e3, false, FACTOR_PLAIN, NULL, 0 },
	{ "тыс", 1e3, false, FACTOR_PLAIN, NULL, 0 },
	{ "тис.", 1e3, false, FACTOR_PLAIN, NULL, 0 },
	{ "тис", 1e3, false, FACTOR_PLAIN, NULL, 0 },
	{ "хил.", 1e3, false, FACTOR_PLAIN, NULL, 0 },
	{ "tis.", 1e3, false, FACTOR_PLAIN, NULL, 0 },
	{ "ezer", 1e3, true, FACTOR_PLAIN, NULL, 0 },
	{ "bin ", 1e3, false, FACTOR_PLAIN, NULL, 0 },
	{ "mil ", 1e3, false, FACTOR_PLAIN, NULL, 0 },
	{ "ألف", 1e3, false, FACTOR_PLAIN, NULL, 0 },
	{ "אלף", 1e3, false, FACTOR_PLAIN, NULL, 0 },
	{ "พัน", 1e3, false, FACTOR_PLAIN, NULL, 0 },
	{ "triệu", 1e6, false, FACTOR_MILLION, "VND", 0 },
	{ "juta", 1e6, true, FACTOR_MILLION, "IDR", 0 },
	{ "jt", 1e6, true, FACTOR_MILLION, "IDR", 0 },
	{ "millones", 1e6, false, FACTOR_MILLION, NULL, 0 },
	{ "millionen", 0, false, FACTOR_PLAIN, NULL, 0 },
	{ "million", 1e6, false, FACTOR_MILLION, NULL, 0 },
	{ "billion", 0, false, FACTOR_PLAIN, NULL, 0 },
	{ "mrd", 0, true, FACTOR_PLAIN, NULL, 0 },
	{ "mio", 0, true, FACTOR_PLAIN, NULL, 0 },
	{ "mm", 0, true, FACTOR_PLAIN, NULL, 0 },
	{ "bn", 0, true, FACTOR_PLAIN, NULL, 0 },
	{ "млн", 0, false, FACTOR_PLAIN, NULL, 0 },
	{ "crore", 0, false, FACTOR_PLAIN, NULL, 0 },
	{ "m", 1e6, true, FACTOR_MILLION, NULL, 0 },
	{ "b", 0, true, FACTOR_PLAIN, NULL, 0 },
	{ "k€", 1e3, false, FACTOR_PLAIN, NULL, 3 },
	{ "k", 1e3, true, FACTOR_PLAIN, NULL, 0 },
	{ "К", 1e3, false, FACTOR_PLAIN, NULL, 0 },
	{ "к", 1e3, false, FACTOR_PLAIN, NULL, 0 },
	{ "万", 1e4, false, FACTOR_EAST_ASIAN, NULL, 0 },
	{ "萬", 1e4, false, FACTOR_EAST_ASIAN, NULL, 0 },
	{ "만", 1e4, false, FACTOR_EAST_ASIAN, NULL, 0 },
	{ "千", 1e3, false, FACTOR_EAST_ASIAN, NULL, 0 },
	{ "亿", 0, false, FACTOR_EAST_ASIAN, NULL, 0 },
	{ "億", 0, false, FACTOR_EAST_ASIAN, NULL, 0 },
	{ "천", 1e3, false, FACTOR_EAST_ASIAN, NULL, 0 },
	{ "억", 1e8, false, FACTOR_EAST_ASIAN, NULL, 0 },
};

static void read_factor(const char **at, const char *end, struct amount *out)
{
	const char *p = *at;
	char        first;

	if (p < end && *p == ' ')
		p++;
	if (p >= end)
		return;
	first = lower(*p);
	for (size_t i = 0; i < ARRAY_LEN(factors); i++) {
		const struct factor *f = &factors[i];
		size_t               len;

		/* they are written small; most numbers have none */
		if (f->text[0] != first || !starts(p, end, f->text))
			continue;
		len = strlen(f->text);
		if (f->is_word && p + len < end && is_letter(p[len]))
			continue;
		if (p > *at && len == 1)
			break; /* "5 k" is not money's way, "5 m" is metres */
		out->factor = f->factor;
		out->has_factor = true;
		out->is_east_asian = f->kind == FACTOR_EAST_ASIAN;
		out->is_lpa = f->kind == FACTOR_LPA;
		out->is_million = f->kind == FACTOR_MILLION;
		out->currency = f->currency;
		*at = p + len - f->back;
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
	SIGN("RMB", "CNY"), SIGN("元", "元"), SIGN("人民币", "CNY"),
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
	SIGN("LKR", "LKR"), SIGN("Franken", "CHF"), SIGN("pesos", "peso"),
	SIGN("soles", "PEN"), SIGN("reais", "BRL"), SIGN("рублей", "RUB"),
	SIGN("GHS", "GHS"), SIGN("GH₵", "GHS"), SIGN("rupees", "Rs"),
	SIGN("rupiah", "IDR"), SIGN("ringgit", "MYR"), SIGN("baht", "THB"),
	SIGN("yen", "JPY"), SIGN("yuan", "CNY"), SIGN("won", "KRW"),
	SIGN("zloty", "PLN"), SIGN("złotych", "PLN"), SIGN("forint", "HUF"),
	SIGN("korun", "CZK"), SIGN("HRK", "HRK"), SIGN("MDL", "MDL"),
	SIGN("AMD", "AMD"), SIGN("UZS", "UZS"), SIGN("GTQ", "GTQ"), SIGN("francs", "Fr"),
	SIGN("kronor", "kr"), SIGN("kroner", "kr"),
	SIGN("гривень", "UAH"), SIGN("гривні", "UAH"), SIGN("lei", "RON"),
	SIGN("S/.", "PEN"), SIGN("S/", "PEN"), SIGN("₡", "CRC"),
	SIGN("ευρώ", "EUR"), SIGN("euroa", "EUR"), SIGN("евро", "EUR"),
	SIGN("ריאל", "SAR"), SIGN("ر.س", "SAR"), SIGN("ريال", "rial"),
	SIGN("جنيه", "pound"), SIGN("درهم", "dirham"), SIGN("دينار", "dinar"),
	SIGN("ש\"ח", "ILS"), SIGN("ש״ח", "ILS"), SIGN("שקל", "ILS"),
	SIGN("VNĐ", "VND"), SIGN("đồng", "VND"), SIGN("₫", "VND"),
	SIGN("රු", "LKR"), SIGN("৳", "BDT"), SIGN("रुपये", "INR"),
	SIGN("KWD", "KWD"), SIGN("OMR", "OMR"), SIGN("BHD", "BHD"),
	SIGN("MAD", "MAD"), SIGN("GEL", "GEL"), SIGN("RSD", "RSD"),
	SIGN("CRC", "CRC"), SIGN("UYU", "UYU"), SIGN("Gs.", "PYG"),
	SIGN("R", "R"), SIGN("dollars", "$"), SIGN("$", "$"),
	SIGN("pounds", "GBP"),
};

/* First and last bytes of all signs, in lower case: the quick answer for most
 * numbers. A row whose ends are missing here is never found. */
static const char first_bytes[] =
	"$abcdefghijklmnopqrstuvwyz"
	"\xC2\xC4\xCE\xD0\xD1\xD7\xD8\xE0\xE2\xE4\xE5\xEC\xEF";
static const char last_bytes[] =
	"$./abcdfghiklmnopqrstuwy"
	"\x81\x82\x83\x84\x85\x86\x87\x8C\x8D\x8E\x90\x94\x96\x97"
	"\x9C\xA1\xA3\xA5\xA6\xA9\xAA\xAB\xAC\xB1\xB2\xB3\xB4\xB5"
	"\xB8\xB9\xBA\xBD\xBE\xBF";

/* `byte` and the end of a sign, which is in capitals if it is a letter. */
static bool is_same(char byte, char end)
{
	return byte == end || (is_letter(end) && lower(byte) == lower(end));
}

const char *pay_skip_blank(const char *p, const char *end)
{
	for (;;) {
		if (p < end && *p == ' ')
			p++;
		else if (end - p > 1 && !memcmp(p, "\xC2\xA0", 2))
			p += 2;
		else if (end - p > 2 && (!memcmp(p, "\xE2\x80\xAF", 3) ||
					 !memcmp(p, "\xE2\x80\x89", 3)))
			p += 3;
		else
			return p;
	}
}

static const char *skip_blank_back(const char *p, const char *begin)
{
	for (;;) {
		if (p > begin && (p[-1] == ' ' || p[-1] == ':'))
			p--;
		else if (p - begin > 1 && !memcmp(p - 2, "\xC2\xA0", 2))
			p -= 2;
		else if (p - begin > 2 && (!memcmp(p - 3, "\xE2\x80\xAF", 3) ||
					   !memcmp(p - 3, "\xE2\x80\x89", 3)))
			p -= 3;
		else
			return p;
	}
}

const char *currency_after(const char **at, const char *end)
{
	const char *p = pay_skip_blank(*at, end);

	if (p >= end || !*p || !strchr(first_bytes, lower(*p)))
		return NULL;
	for (size_t i = 0; i < ARRAY_LEN(signs); i++) {
		const struct sign *g = &signs[i];

		if (!is_same(*p, g->first) || (size_t)(end - p) < g->len ||
		    strncasecmp(p, g->text, g->len) != 0)
			continue;
		if (is_letter(g->first) && is_letter(g->last) &&
		    p + g->len < end && is_letter(p[g->len]))
			continue;
		if (g->len == 1 && is_letter(g->first))
			continue; /* "R" stands before its amount */
		*at = p + g->len;
		return g->currency;
	}
	return NULL;
}

const char *currency_before(const char **at, const char *begin)
{
	const char *p = skip_blank_back(*at, begin);

	if (p <= begin || !strchr(last_bytes, lower(p[-1])))
		return NULL;
	for (size_t i = 0; i < ARRAY_LEN(signs); i++) {
		const struct sign *g = &signs[i];
		const char        *from;

		if (!is_same(p[-1], g->last) || (size_t)(p - begin) < g->len)
			continue;
		from = p - g->len;
		if (strncasecmp(from, g->text, g->len) != 0 ||
		    (g->len == 1 && *from != g->first) ||
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
	{ "$", "UY", "UYU" }, { "$", "NZ", "NZD" }, { "$", "SG", "SGD" }, { "$", "HK", "HKD" },
	{ "$", "TW", "TWD" }, { "$", "MX", "MXN" }, { "$", "CL", "CLP" },
	{ "$", "CO", "COP" }, { "$", "AR", "ARS" }, { "kr", "SE", "SEK" },
	{ "kr", "NO", "NOK" }, { "kr", "DK", "DKK" }, { "kr", "IS", "ISK" },
	{ "¥", "JP", "JPY" }, { "¥", "CN", "CNY" }, { "Rs", "IN", "INR" },
	{ "Rs", "PK", "PKR" }, { "Rs", "LK", "LKR" }, { "Rs", "NP", "NPR" },
	{ "Rs", "MU", "MUR" }, { "", "CN", "CNY" }, { "", "JP", "JPY" },
	{ "", "KR", "KRW" }, { "", "TW", "TWD" }, { "R", "ZA", "ZAR" },
	{ "peso", "MX", "MXN" }, { "peso", "CO", "COP" },
	{ "peso", "CL", "CLP" }, { "peso", "AR", "ARS" },
	{ "peso", "PH", "PHP" }, { "peso", "UY", "UYU" },
	{ "peso", "DO", "DOP" }, { "元", "CN", "CNY" }, { "元", "TW", "TWD" }, { "元", "HK", "HKD" },
	{ "元", "MO", "MOP" }, { "Fr", "CH", "CHF" }, { "rial", "SA", "SAR" },
	{ "rial", "QA", "QAR" }, { "rial", "OM", "OMR" },
	{ "rial", "YE", "YER" }, { "rial", "IR", "IRR" },
	{ "pound", "EG", "EGP" }, { "pound", "SD", "SDG" },
	{ "dirham", "AE", "AED" }, { "dirham", "MA", "MAD" },
	{ "dinar", "KW", "KWD" }, { "dinar", "JO", "JOD" },
	{ "dinar", "BH", "BHD" }, { "dinar", "TN", "TND" },
	{ "dinar", "DZ", "DZD" }, { "dinar", "IQ", "IQD" },
};

const char *currency_in(const char *currency, const char *country)
{
	if (strlen(currency) == 3 && is_letter(*currency))
		return currency;
	for (size_t i = 0; i < ARRAY_LEN(locals); i++) {
		if (!strcmp(locals[i].sign, currency) &&
		    !strcmp(locals[i].country, country))
			return locals[i].currency;
	}
	return "";
}
