#include "enrich/pay_amount.h"

#include "base/bytes16.h"
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
	double      value = 0, scale = 1;

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
			if (is_space || digits > 2)
				break;
			p += mark;
			for (int i = 0; i < digits; i++, scale *= 10)
				value = value * 10 + (*p++ - '0');
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
	*out = value / scale;
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
	{ "crores", 1e7, true, FACTOR_PLAIN, "INR", 0 },
	{ "crore", 1e7, true, FACTOR_PLAIN, "INR", 0 },
	{ "tr", 1e6, true, FACTOR_MILLION, "VND", 0 },
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

/*
 * "1万2000円", "1억 2,000만원": the lower places follow the higher. Behind a
 * blank they have a factor of their own.
 */
static void read_lower_places(const char **at, const char *end,
			      struct amount *out)
{
	struct amount low = { .factor = 1 };
	const char   *p = *at;

	if (p < end && *p == ' ')
		p++;
	if (!is_digit(p, end) || !read_number(&p, end, &low.value))
		return;
	read_factor(&p, end, &low);
	if ((low.has_factor ? !low.is_east_asian : **at == ' ') ||
	    low.value * low.factor >= out->factor)
		return;
	out->value = out->value * out->factor + low.value * low.factor;
	out->factor = 1;
	*at = p;
}

bool amount_read(const char **at, const char *end, struct amount *out)
{
	*out = (struct amount){ .factor = 1 };
	if (!read_number(at, end, &out->value))
		return false;
	read_factor(at, end, out);
	if (out->is_east_asian && out->factor > 1)
		read_lower_places(at, end, out);
	return true;
}

/* ---- currencies ------------------------------------------------------------ */

/*
 * Signs and codes of money; the longer before what they begin or end with.
 * Most numbers have none beside them, which is seen by their first and last
 * bytes, sixteen rows at a time.
 */
#define SIGNS(X) \
	X("US$", "USD") X("USD", "USD") X("U$S", "USD") \
	X("CA$", "CAD") X("CAD", "CAD") X("C$", "CAD") \
	X("AU$", "AUD") X("AUD", "AUD") X("A$", "AUD") \
	X("NZ$", "NZD") X("NZD", "NZD") X("SGD", "SGD") \
	X("HK$", "HKD") X("HKD", "HKD") X("NT$", "TWD") \
	X("TWD", "TWD") X("MX$", "MXN") X("MXN", "MXN") \
	X("R$", "BRL") X("BRL", "BRL") X("S$", "SGD") \
	X("EUROS", "EUR") X("EURO", "EUR") X("EUR", "EUR") \
	X("€", "EUR") X("GBP", "GBP") X("£", "GBP") \
	X("SFr.", "CHF") X("CHF", "CHF") X("Fr.", "CHF") \
	X("JPY", "JPY") X("円", "JPY") X("CNY", "CNY") \
	X("RMB", "CNY") X("元", "元") X("人民币", "CNY") \
	X("¥", "¥") X("￥", "¥") X("KRW", "KRW") X("₩", "KRW") \
	X("원", "KRW") X("INR", "INR") X("₹", "INR") \
	X("Rs.", "Rs") X("Rs", "Rs") X("PKR", "PKR") \
	X("BDT", "BDT") X("PLN", "PLN") X("zł", "PLN") \
	X("zl", "PLN") X("CZK", "CZK") X("Kč", "CZK") \
	X("HUF", "HUF") X("Ft", "HUF") X("RON", "RON") \
	X("BGN", "BGN") X("лв.", "BGN") X("лв", "BGN") X("SEK", "SEK") \
	X("NOK", "NOK") X("DKK", "DKK") X("ISK", "ISK") \
	X("kr.", "kr") X("kr", "kr") X("RUB", "RUB") X("₽", "RUB") \
	X("рублей", "RUB") X("рубля", "RUB") X("руб.", "RUB") \
	X("руб", "RUB") X("UAH", "UAH") X("₴", "UAH") \
	X("грн.", "UAH") X("грн", "UAH") X("BYN", "BYN") X("KZT", "KZT") X("₸", "KZT") \
	X("TRY", "TRY") X("₺", "TRY") X("TL", "TRY") \
	X("ILS", "ILS") X("NIS", "ILS") X("₪", "ILS") \
	X("AED", "AED") X("SAR", "SAR") X("QAR", "QAR") \
	X("EGP", "EGP") X("ZAR", "ZAR") X("NGN", "NGN") \
	X("₦", "NGN") X("KES", "KES") X("KSh", "KES") \
	X("THB", "THB") X("฿", "THB") X("บาท", "THB") \
	X("VND", "VND") X("₫", "VND") X("IDR", "IDR") \
	X("Rp", "IDR") X("MYR", "MYR") X("RM", "MYR") \
	X("PHP", "PHP") X("₱", "PHP") X("CLP", "CLP") \
	X("COP", "COP") X("PEN", "PEN") X("ARS", "ARS") \
	X("LKR", "LKR") X("Franken", "CHF") X("pesos", "peso") \
	X("soles", "PEN") X("reais", "BRL") \
	X("GHS", "GHS") X("GH₵", "GHS") X("rupees", "Rs") \
	X("rupiah", "IDR") X("ringgit", "MYR") X("baht", "THB") \
	X("yen", "JPY") X("yuan", "CNY") X("won", "KRW") \
	X("zloty", "PLN") X("złotych", "PLN") X("forint", "HUF") \
	X("korun", "CZK") X("HRK", "HRK") X("MDL", "MDL") \
	X("AMD", "AMD") X("UZS", "UZS") X("GTQ", "GTQ") X("francs", "Fr") \
	X("kronor", "kr") X("kroner", "kr") \
	X("гривень", "UAH") X("гривні", "UAH") X("lei", "RON") \
	X("S/.", "PEN") X("S/", "PEN") X("₡", "CRC") \
	X("ευρώ", "EUR") X("euroa", "EUR") X("евро", "EUR") \
	X("ריאל", "SAR") X("ر.س", "SAR") X("ريال", "rial") \
	X("جنيه", "pound") X("درهم", "dirham") X("دينار", "dinar") \
	X("ש\"ח", "ILS") X("ש״ח", "ILS") X("שקל", "ILS") \
	X("VNĐ", "VND") X("đồng", "VND") X("₫", "VND") \
	X("රු", "LKR") X("৳", "BDT") X("रुपये", "INR") X("रुपए", "INR") X("रूपये", "INR") \
	X("KWD", "KWD") X("OMR", "OMR") X("BHD", "BHD") \
	X("MAD", "MAD") X("GEL", "GEL") X("RSD", "RSD") \
	X("CRC", "CRC") X("UYU", "UYU") X("Gs.", "PYG") \
	X("R", "R") X("dollars", "$") X("$", "$") \
	X("pounds", "GBP") X("港幣", "HKD") X("港币", "HKD") \
	X("港元", "HKD") X("新台幣", "TWD") X("新臺幣", "TWD") X("台幣", "TWD") \
	X("美元", "USD") X("美金", "USD") X("달러", "USD") X("ドル", "USD") \
	X("欧元", "EUR") X("유로", "EUR") X("ユーロ", "EUR") X("日元", "JPY") \
	X("e/kk", "EUR") X("dirhams", "dirham") \
	X("naira", "NGN") X("shillings", "shilling") X("rand", "ZAR") \
	X("BOB", "BOB") X("DOP", "DOP") X("NPR", "NPR") X("JOD", "JOD") \
	X("TND", "TND") X("UGX", "UGX") X("TZS", "TZS") X("MOP", "MOP")

struct sign {
	const char *text;
	const char *currency;
	size_t      len;
};

#define SIGN(sign, code) { sign, code, sizeof(sign) - 1 },
#define FIRST(sign, code) (sign)[0],
#define LAST(sign, code) (sign)[sizeof(sign) - 2],
#define ROWS 16 /* that are compared together */

static const struct sign signs[] = { SIGNS(SIGN) };
static const char        firsts[] = { SIGNS(FIRST) };
static const char        lasts[] = { SIGNS(LAST) };

/*
 * The next row at or after `row` whose byte is `byte`, in capitals or not if it
 * is a letter; ARRAY_LEN(signs) when there is none.
 */
static size_t next_sign(const char *bytes, size_t row, char byte)
{
	signed char small = is_letter(byte) ? 0x20 : 0;
	bytes16     wanted = (bytes16){ 0 } + (signed char)(byte | small);

	for (; row + ROWS <= ARRAY_LEN(signs); row += ROWS) {
		bytes16 v = bytes16_load(bytes + row) | small;

		v = v == wanted;
		if (bytes16_any(v))
			return row + bytes16_first(v);
	}
	while (row < ARRAY_LEN(signs) && (bytes[row] | small) != (byte | small))
		row++;
	return row;
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

	if (p >= end)
		return NULL;
	for (size_t i = 0; (i = next_sign(firsts, i, *p)) < ARRAY_LEN(signs);
	     i++) {
		const struct sign *g = &signs[i];

		if ((size_t)(end - p) < g->len ||
		    strncasecmp(p, g->text, g->len) != 0)
			continue;
		if (is_letter(firsts[i]) && is_letter(lasts[i]) &&
		    p + g->len < end && is_letter(p[g->len]))
			continue;
		if (g->len == 1 && is_letter(firsts[i]))
			continue; /* "R" stands before its amount */
		*at = p + g->len;
		return g->currency;
	}
	return NULL;
}

const char *currency_before(const char **at, const char *begin)
{
	const char *p = skip_blank_back(*at, begin);

	if (p <= begin)
		return NULL;
	for (size_t i = 0; (i = next_sign(lasts, i, p[-1])) < ARRAY_LEN(signs);
	     i++) {
		const struct sign *g = &signs[i];
		const char        *from;

		if ((size_t)(p - begin) < g->len)
			continue;
		from = p - g->len;
		if (strncasecmp(from, g->text, g->len) != 0 ||
		    (g->len == 1 && *from != firsts[i]) ||
		    (is_letter(firsts[i]) && from > begin &&
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
	{ "shilling", "KE", "KES" }, { "shilling", "UG", "UGX" },
	{ "shilling", "TZ", "TZS" },
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
