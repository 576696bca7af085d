/*
 * pay.c - which amounts of money in a text are its pay.
 *
 *   a number -> its currency and the other end of the range -> the period
 *   behind or before it -> do the words around call it pay?
 */
#include "enrich/pay.h"

#include "base/mem.h"
#include "enrich/pay_amount.h"
#include "enrich/pay_words.h"

#include <string.h>
#include <strings.h>

#define YEARLY_MIN 20000 /* nobody in a job ad earns that a month, in: */
static const char yearly_currencies[] = "USD EUR GBP CAD AUD CHF NZD SGD";
#define RANGE_MIN 10000 /* a range from here on in a currency is pay */
#define PAY_VALUE_MAX 1e10
#define LEAST_BYTES 48 /* of the words before a least pay */

/* ---- one amount or range -------------------------------------------------- */

struct sum {
	const char   *begin, *end; /* in the text, with currency */
	struct amount low, high;
	bool          is_range;
	const char   *currency; /* sign or code, NULL: none stands there */
};

/*
 * What may stand between the first amount of a range and its mark: "€ 4.332,-
 * tot", "$45.50/hr - $62.75/hr".
 */
static const char *skip_tail(const char *p, const char *end)
{
	static const char *const tails[] = {
		",--", ",-", ".--", ".-", "/hr", "/hour", "/yr", "/year", "/h",
		"/mo", "/month", "/day", "/wk", "/week", "per hour",
		"per year", "per month", "per day", "an hour", "a year",
		"/std", "/jahr", "/monat", "/an", "/mois", "brutto", "netto",
		"gross", "net", "bruts", "brut", "lordi", "(gross)",
	};

	const char *word = pay_skip_blank(p, end);

	for (size_t i = 0; i < ARRAY_LEN(tails); i++) {
		const char *q = *tails[i] == ',' || *tails[i] == '.' ? p : word;
		const char *next;

		if (!pay_starts(q, end, tails[i]))
			continue;
		next = q + strlen(tails[i]);
		if (next == end || !((*next | 32) >= 'a' && (*next | 32) <= 'z'))
			return next;
	}
	return p;
}

/* "-", "–", "to", "bis", "до" between the ends of a range. */
static bool skip_range_mark(const char **at, const char *end)
{
	static const char *const marks[] = {
		"--", "-", "–", "—", "~", "～", "〜", "−", "to ", "bis zu ",
		"bis ", "à ", "a ", "al ", "e ", "y ", "do ", "до ", "til ",
		"till ", "tot ", "至", "到", "から", "and ", "und ", "et ", "..",
		"en ", "och ", "og ", "și ", "si ", "ile ", "i ", "ja ", "έως ",
		"ως ", "και ", "إلى ", "الى ", "עד ", "से ", "đến ", "tới ",
		"hingga ", "sampai ", "s/d ", "ถึง ", "până la ", "la ", "és ",
		"and the maximum is ", "to a maximum of ", "and a maximum of ",
		"up to ", "jusqu'à ", "hasta ", "até ", "fino a ", "tot en met ",
		"/ max. ", "; max ",
	};
	const char *p = pay_skip_blank(skip_tail(*at, end), end);
	size_t      best = 0;

	for (size_t i = 0; i < ARRAY_LEN(marks); i++) {
		if (pay_starts(p, end, marks[i]) && strlen(marks[i]) > best)
			best = strlen(marks[i]);
	}
	if (!best)
		return false;
	*at = pay_skip_blank(p + best, end);
	return true;
}

/* A currency before the second number: "$120k - $150k", "€60 - € 80". */
static const char *leading_currency(const char **at, const char *end)
{
	const char *p = *at;
	const char *found = currency_after(&p, end);

	if (!found && end - p > 1 && *p == 'R' && p[1] >= '0' && p[1] <= '9') {
		found = "R";
		p++;
	}
	if (found)
		p = pay_skip_blank(p, end);
	if (found && p < end && *p >= '0' && *p <= '9')
		*at = p;
	else
		found = NULL;
	return found;
}

static void read_high_end(struct sum *s, const char *end)
{
	const char *at = s->end;
	const char *second;

	if (!skip_range_mark(&at, end))
		return;
	second = leading_currency(&at, end);
	if (!amount_read(&at, end, &s->high))
		return;
	if (!s->currency)
		s->currency = second;
	s->is_range = true;
	s->end = at;
}

/* "120-150K", "€40-65,000": the thousands of the second count for the first
 * as well. */
static void share_factor(struct sum *s)
{
	if (s->is_range && !s->high.has_factor && !s->low.has_factor &&
	    s->low.value >= 10 && s->low.value < 1000 &&
	    s->high.value >= RANGE_MIN && s->low.value * 1000 <= s->high.value)
		s->low.factor = 1000;
	if (s->is_range && s->high.has_factor && !s->low.has_factor &&
	    (s->low.value < 1000 || s->high.is_east_asian) &&
	    s->low.value <= s->high.value)
		s->low.factor = s->high.factor;
}

static void read_sum(const char *begin, const char *number, const char *end,
		     struct sum *s)
{
	const char *trailing;

	*s = (struct sum){ .begin = number, .end = number };
	s->currency = currency_before(&s->begin, begin);
	if (!amount_read(&s->end, end, &s->low)) {
		s->end = NULL;
		return;
	}
	trailing = s->end;
	if (!s->currency) { /* "60.000 € - 80.000 €" */
		s->currency = currency_after(&trailing, end);
		if (s->currency)
			s->end = trailing;
	} else if (currency_after(&trailing, end)) {
		s->end = trailing; /* "$120,000 USD" */
	}
	read_high_end(s, end);
	share_factor(s);
	trailing = s->end;
	if (s->is_range) {
		const char *code = currency_after(&trailing, end);

		if (code)
			s->end = trailing;
		/* "$120k - $150k CAD": a code says more than a sign */
		if (code && (!s->currency || strlen(code) == 3))
			s->currency = code;
	}
	if (!s->currency)
		s->currency = s->low.currency ? s->low.currency
					      : s->high.currency;
}

/* ---- is it pay? ------------------------------------------------------------ */

static bool has_prefix(const char *begin, const char *at,
		       const char *const *words, size_t n)
{
	while (at > begin && at[-1] == ' ')
		at--;
	for (size_t i = 0; at > begin && i < n; i++) {
		size_t len = strlen(words[i]);

		if ((size_t)(at - begin) >= len &&
		    strncasecmp(at - len, words[i], len) == 0 &&
		    ((size_t)(at - begin) == len || at[-(ptrdiff_t)len - 1] == ' ' ||
		     (unsigned char)words[i][0] >= 0xD7 ||
		     strchr("(:|\n-", at[-(ptrdiff_t)len - 1])))
			return true;
	}
	return false;
}

static bool is_lower_end(const char *begin, const char *at)
{
	static const char *const words[] = {
		"from", "ab", "starting at", "from:", "à partir de", "desde",
		"от", "od", "vanaf", "a partir de", "min.", "minimum", "från",
		"fra", "mindestens", "at least", "da", "À partir de", "От",
		"від", "Від", "a partire da", "alkaen", "alk.", "minst",
		"minimum of", "minimum:", "starts at", "starting from",
		"as low as", "mindestgehalt beträgt", "mindestens:",
		"mindestgehalt von", "mindestentgelt von", "mulai dari",
		"mulai", "de la", "από", "من", "يبدأ من", "החל מ-", "החל מ",
		"từ", "เริ่มต้น", "au moins", "minimalnie", "asgari",
		"en az", "legalább", "mínimo", "al menos", "minimo", "min",
		"mind.", "beträgt mindestens", "最低", "不低于", "최소", "more than",
		"upwards of", "over", "gage minimum", "dès", "minimaal",
		"co najmniej", "vähintään",
	};

	return has_prefix(begin, at, words, ARRAY_LEN(words));
}

static bool is_upper_end(const char *begin, const char *at)
{
	static const char *const words[] = {
		"up to", "bis zu", "bis", "jusqu'à", "hasta", "até", "fino a",
		"до", "do", "tot", "max.", "maximum", "upp till", "opp til",
		"最高", "upto", "До", "max", "jusqu’à", "Jusqu'à", "jopa",
		"op til", "tot maximaal", "maximal", "maximaal", "mpaka", "až",
		"akár", "până la", "έως", "Έως", "حتى", "עד", "lên đến",
		"lên tới", "tới", "đến", "hingga", "sampai", "สูงสุด", "最大",
		"최대", "maks.", "až do", "as much as", "massimo", "no more than",
		"kadar", "todo hasta", "enintään", "nawet", "maximalt",
	};

	return has_prefix(begin, at, words, ARRAY_LEN(words));
}

/* "年収800万円以上", "$120k+", "月薪3万起": no more than the lower end is said. */
static bool is_open_above(const char *at, const char *end)
{
	static const char *const words[] = {
		"+", "以上", "起", "이상", "～", "〜", "~", "and up", "and above",
		"or more", "upwards", "plus", "y más", "ou mais", "e oltre",
		"oder mehr", "of meer", "minimum", "-tól", "-től", "से शुरू",
		"'den başlayan", "'dan başlayan", "’den başlayan",
		"'ten başlayan", "ve üzeri", "から", "부터", "en meer",
		"i więcej", "et plus", "eller mer", "ขึ้นไป", "trở lên",
		"ke atas", "và hơn",
	};
	const char *p = pay_skip_blank(skip_tail(at, end), end);

	for (size_t i = 0; i < ARRAY_LEN(words); i++) {
		const char *next = p + strlen(words[i]);

		if (p >= end || !pay_starts(p, end, words[i]))
			continue;
		/* "~ 400" goes on, "+ bonus" and "plus benefits" add to it */
		if (*p == '+' && p == at)
			return true; /* "$100k+ and equity" */
		next = pay_skip_blank(next, end);
		if (strchr("+~p", *words[i]) || !memcmp(words[i], "～", 3) ||
		    !memcmp(words[i], "〜", 3))
			return next == end || (strchr("\n.,;/)(", *next) &&
					       words[i][0] != 'p') ||
			       pay_starts(next, end, "per ") ||
			       pay_starts(next, end, "a year");
		return true;
	}
	return false;
}

static bool is_yearly_currency(const char *currency)
{
	return strlen(currency) == 3 && strstr(yearly_currencies, currency);
}

/* Can a person earn that in the period? Guards against misread numbers. */
static bool is_possible(const struct ad_pay *p)
{
	double low = p->min > 0 ? p->min : p->max;

	if (low <= 0 || (p->max > 0 && p->max < p->min) ||
	    low > PAY_VALUE_MAX || (p->max > 0 && p->max > low * 20))
		return false;
	switch (p->period) {
	case PAY_YEAR: return low >= 1000;
	case PAY_MONTH: return low >= 100;
	case PAY_WEEK: return low >= 50;
	case PAY_DAY: return low >= 20;
	case PAY_HOUR: return low >= 2;
	default: return low >= 1000;
	}
}

/* "·14薪", "*13": so many months are paid a year, and the sum is of one. */
static bool is_times_a_year(const char *at, const char *end)
{
	static const char *const marks[] = { "·", "•", "×", "*", "x", "X", "/",
					     "，", ",", "・" };
	const char *p = pay_skip_blank(at, end);

	for (size_t i = 0; i < ARRAY_LEN(marks); i++) {
		size_t len = strlen(marks[i]);

		if ((size_t)(end - p) >= len && !memcmp(p, marks[i], len)) {
			p = pay_skip_blank(p + len, end);
			break;
		}
	}
	return end - p >= 5 && *p == '1' && p[1] >= '2' && p[1] <= '9' &&
	       !memcmp(p + 2, "薪", 3);
}

static enum pay_period period_of(const struct pay_words *w, const struct sum *s,
				 enum pay_period behind)
{
	if (behind != PAY_PERIOD_UNKNOWN)
		return behind;
	if (s->low.is_lpa || s->high.is_lpa)
		return PAY_YEAR;
	if (is_times_a_year(s->end, w->end))
		return PAY_MONTH;
	return pay_period_before(w, s->begin);
}

static bool has_factor(const struct sum *s)
{
	return s->low.has_factor || s->high.has_factor;
}

/* Pay is counted in millions in few currencies. */
static bool is_of_millions(const char *currency)
{
	static const char millions[] = "JPY KRW VND IDR COP CLP PYG UGX TZS "
				       "IRR LBP HUF MMK NGN KZT UZS";

	return strlen(currency) == 3 && strstr(millions, currency);
}

/* "120-150k": little else is counted so, where a word says that it is pay. */
static bool is_range_of_thousands(const struct sum *s)
{
	double low = s->low.value * s->low.factor;

	return s->is_range && s->high.factor == 1000 &&
	       !s->high.is_east_asian && low >= RANGE_MIN &&
	       s->high.value * s->high.factor <= 3 * low;
}

/* Money at all? A sign, a factor that only money has, or the country's own
 * way to leave both out (月薪20-30K). */
static bool is_money(const struct sum *s, const char *country)
{
	bool is_million = s->low.is_million || s->high.is_million;

	if (s->low.factor <= 0 || (s->is_range && s->high.factor <= 0))
		return false;
	if (!s->currency) /* is_called_pay() wants a word for it */
		return !is_million &&
		       ((has_factor(s) && *currency_in("", country)) ||
			is_range_of_thousands(s));
	if (is_million && !is_of_millions(currency_in(s->currency, country)))
		return false;
	return strcmp(s->currency, "R") || *currency_in("R", country);
}

/*
 * An amount that stands for itself in its line or between bars and commas, as
 * headlines have it: "Berlin | REMOTE, $100k+ | Full time".
 */
static bool is_alone(const struct pay_words *w, const struct sum *s)
{
	static const char *const words[] = { "circa", "ca.", "c.", "up to",
					     "from", "bis zu", "ab", "~" };
	const char *from = s->begin, *to = pay_skip_blank(s->end, w->end);

	while (from > w->begin && from[-1] == ' ')
		from--;
	for (size_t i = 0; i < ARRAY_LEN(words); i++) {
		size_t len = strlen(words[i]);

		if ((size_t)(from - w->begin) >= len &&
		    !strncasecmp(from - len, words[i], len)) {
			from -= len;
			break;
		}
	}
	while (from > w->begin && from[-1] == ' ')
		from--;
	if (from > w->begin && !strchr("\n|,", from[-1]))
		return false;
	if (to < w->end && !strchr("\n|,+.;", *to))
		return false;
	if (!s->currency) /* "120K-160K" between bars alone */
		return is_range_of_thousands(s) &&
		       (to == w->end || strchr("\n|", *to)) &&
		       (from == w->begin || strchr("\n|", from[-1]));
	return has_factor(s) || s->low.value >= RANGE_MIN;
}

/* Do the words around call it pay? */
static bool is_called_pay(const struct pay_words *w, const struct sum *s,
			  const char *country, enum pay_period behind)
{
	enum pay_subject subject = pay_subject_before(w, s->begin);
	bool is_east_asian = s->low.is_east_asian || s->high.is_east_asian;

	if (subject == SUBJECT_NO_PAY)
		return false;
	if (pay_is_denied_behind(w, s->end))
		return false;
	if (!s->currency && !is_east_asian)
		return is_times_a_year(s->end, w->end) || is_alone(w, s) ||
		       (subject && (*currency_in("", country) ||
				    pay_subject_near(w, s->begin)));
	if (is_times_a_year(s->end, w->end))
		return true;
	if (subject || behind != PAY_PERIOD_UNKNOWN || s->low.is_lpa ||
	    s->high.is_lpa || is_alone(w, s))
		return true;
	/* "$120k-150k" says it by itself */
	return s->is_range && s->currency &&
	       (has_factor(s) || s->low.value * s->low.factor >= RANGE_MIN);
}

/* "Mindestgehalt laut KV EUR 2.850": what the law makes employers name. */
static bool is_least_pay(const struct pay_words *w, const struct sum *s)
{
	size_t      most = (size_t)(s->begin - w->begin);
	struct span before;

	if (most > LEAST_BYTES)
		most = LEAST_BYTES;
	before = (struct span){ s->begin - most, most };
	return span_find(before, "indestgehalt") ||
	       span_find(before, "indestentgelt") ||
	       span_find(before, "indestlohn") ||
	       span_find(before, "indestgrundgehalt");
}

static void set_amounts(const struct pay_words *w, const struct sum *s,
			struct ad_pay *pay)
{
	pay->min = s->low.value * s->low.factor;
	pay->max = s->is_range ? s->high.value * s->high.factor : pay->min;
	if (s->is_range)
		return;
	if (is_lower_end(w->begin, s->begin) ||
	    is_open_above(s->end, w->end) || is_least_pay(w, s))
		pay->max = 0;
	else if (is_upper_end(w->begin, s->begin))
		pay->min = 0;
}

/*
 * What can only be a month's pay: less than anyone may be paid a year there, and
 * more than a day's. So thousands are in China ("20-35K").
 */
static const struct custom {
	const char *currency;
	double      low, high; /* of a month */
} customs[] = {
	{ "CNY", 2000, 80000 },	   { "TRY", 10000, 500000 },
	{ "EUR", 1200, 7500 },	   { "CHF", 3000, 15000 },
	{ "SEK", 15000, 100000 },  { "NOK", 20000, 110000 },
	{ "DKK", 15000, 100000 },  { "PLN", 3000, 45000 },
	{ "CZK", 15000, 160000 },  { "HUF", 200000, 2500000 },
	{ "RON", 2500, 40000 },	   { "RUB", 20000, 250000 },
	{ "UAH", 8000, 250000 },   { "BRL", 1300, 15000 },
	{ "MXN", 6000, 80000 },	   { "INR", 8000, 90000 },
	{ "JPY", 150000, 900000 }, { "KRW", 1800000, 9000000 },
	{ "TWD", 25000, 200000 },  { "PHP", 10000, 120000 },
	{ "THB", 10000, 100000 },  { "IDR", 2000000, 30000000 },
	{ "VND", 4000000, 60000000 }, { "MYR", 1500, 15000 },
	{ "HKD", 12000, 90000 },   { "ILS", 5000, 60000 },
	{ "ZAR", 5000, 50000 },	   { "COP", 1000000, 12000000 },
	{ "CLP", 400000, 5000000 },
};

static enum pay_period period_by_custom(const struct sum *s,
					const struct ad_pay *pay)
{
	double high = pay->max > 0 ? pay->max : pay->min;
	double low = pay->min > 0 ? pay->min : pay->max;

	if (s->low.is_east_asian || s->high.is_east_asian)
		return PAY_PERIOD_UNKNOWN;
	for (size_t i = 0; i < ARRAY_LEN(customs); i++) {
		if (!strcmp(customs[i].currency, pay->currency))
			return low >= customs[i].low && high <= customs[i].high
				       ? PAY_MONTH
				       : PAY_PERIOD_UNKNOWN;
	}
	return PAY_PERIOD_UNKNOWN;
}

static bool judge(const struct pay_words *w, const struct sum *s,
		  const char *country, struct ad_pay *out)
{
	enum pay_period behind;
	struct ad_pay   pay = { .source = SPAN("text") };
	const char     *currency;

	behind = pay_period_behind(w, s->end);
	if (!is_called_pay(w, s, country, behind))
		return false;
	currency = currency_in(s->currency ? s->currency : "", country);
	memcpy(pay.currency, currency, strlen(currency));
	set_amounts(w, s, &pay);
	pay.period = period_of(w, s, behind);
	if (pay.period == PAY_PERIOD_UNKNOWN && is_yearly_currency(currency) &&
	    (pay.min > 0 ? pay.min : pay.max) >= YEARLY_MIN)
		pay.period = PAY_YEAR;
	if (pay.period == PAY_PERIOD_UNKNOWN)
		pay.period = period_by_custom(s, &pay);
	else if (pay.period == PAY_YEAR && !strcmp(pay.currency, "UAH") &&
		 pay.min < 5000 && pay.max < 5000)
		pay.period = PAY_HOUR; /* "год" is Ukrainian for hour */
	if (!is_possible(&pay))
		return false;
	*out = pay;
	return true;
}

/* A digit that begins a number: none and no letter of a word before it. */
static bool begins_number(const char *begin, const char *at)
{
	if (*at < '0' || *at > '9')
		return false;
	if (at == begin)
		return true;
	if (at[-1] >= '0' && at[-1] <= '9')
		return false;
	return !((at[-1] == '.' || at[-1] == ',') && at - 1 > begin &&
		 at[-2] >= '0' && at[-2] <= '9');
}

/* The next digit from `at` on, eight bytes at a time; `end` when none is left. */
static const char *next_digit(const char *at, const char *end)
{
	for (; end - at >= 8; at += 8) {
		uint64_t bytes;

		memcpy(&bytes, at, sizeof(bytes));
		bytes ^= 0x3030303030303030u; /* digits become 0..9 */
		/* some byte below 10, none of those before it above 0x7F */
		if ((bytes - 0x0A0A0A0A0A0A0A0Au) & ~bytes & 0x8080808080808080u)
			break;
	}
	while (at < end && (*at < '0' || *at > '9'))
		at++;
	return at;
}

bool pay_find(struct span text, const char *country, struct ad_pay *out)
{
	struct pay_words words;
	const char      *end;
	bool             is_ready = false;

	if (!text.ptr)
		return false;
	end = text.ptr + (text.len > PAY_TEXT_MAX ? PAY_TEXT_MAX : text.len);
	for (const char *at = text.ptr; (at = next_digit(at, end)) < end; at++) {
		struct sum s;

		if (!begins_number(text.ptr, at))
			continue;
		read_sum(text.ptr, at, end, &s);
		if (!s.end)
			continue;
		at = s.end - 1;
		if (!is_money(&s, country))
			continue;
		if (!is_ready)
			pay_words_init(&words, text.ptr, end);
		is_ready = true;
		if (judge(&words, &s, country, out))
			return true;
	}
	return false;
}

struct ad_pay pay_of_ad(const struct ad *ad, const char *country)
{
	struct ad_pay pay = ad->pay;

	if (pay.min > 0 || pay.max > 0) {
		if (!pay.source.ptr)
			pay.source = SPAN("stated");
		return pay;
	}
	if (!pay_find(ad->title, country, &pay))
		pay_find(ad->description, country, &pay);
	return pay;
}
