/*
 * pay.c - which amounts of money in a text are its pay.
 *
 *   a number -> its currency and the other end of the range -> the period
 *   behind or before it -> do the words around call it pay?
 */
#include "enrich/pay.h"

#include "base/mem.h"
#include "enrich/pay_amount.h"

#include <string.h>
#include <strings.h>

#define BEFORE_BYTES 72 /* of the words before an amount that count */
#define PERIOD_BYTES 28 /* behind an amount in which the period stands */
#define AFTER_BYTES 16  /* behind an amount: "$5,000 bonus" */
#define YEARLY_MIN 20000 /* nobody in a job ad earns that a month, in: */
static const char yearly_currencies[] =
	"USD EUR GBP CAD AUD CHF NZD SGD ILS PLN";
#define PAY_VALUE_MAX 1e10

struct word {
	const char *text; /* ASCII in any case */
	int         is;   /* enum pay_period, or one of the two below */
};
#define IS_PAY 100
#define IS_NO_PAY 101

/* Behind an amount, or right before it ("Hourly rate: $25"). */
static const struct word period_words[] = {
	{ "per hour", PAY_HOUR }, { "/hour", PAY_HOUR }, { "/ hour", PAY_HOUR },
	{ "/hr", PAY_HOUR }, { "/ hr", PAY_HOUR }, { "/h", PAY_HOUR },
	{ "an hour", PAY_HOUR }, { "hourly", PAY_HOUR }, { "per hr", PAY_HOUR },
	{ "pro stunde", PAY_HOUR }, { "/std", PAY_HOUR },
	{ "/stunde", PAY_HOUR }, { "stundenlohn", PAY_HOUR },
	{ "de l'heure", PAY_HOUR }, { "/heure", PAY_HOUR },
	{ "par heure", PAY_HOUR }, { "por hora", PAY_HOUR },
	{ "/hora", PAY_HOUR }, { "all'ora", PAY_HOUR }, { "per uur", PAY_HOUR },
	{ "/uur", PAY_HOUR }, { "/godz", PAY_HOUR }, { "в час", PAY_HOUR },
	{ "/час", PAY_HOUR }, { "时薪", PAY_HOUR }, { "時薪", PAY_HOUR },
	{ "/小时", PAY_HOUR }, { "時給", PAY_HOUR }, { "시급", PAY_HOUR },
	{ "i timmen", PAY_HOUR }, { "/tim", PAY_HOUR },
	{ "per day", PAY_DAY }, { "/day", PAY_DAY }, { "/ day", PAY_DAY },
	{ "a day", PAY_DAY }, { "daily", PAY_DAY }, { "day rate", PAY_DAY },
	{ "p/d", PAY_DAY }, { "pro tag", PAY_DAY }, { "/tag", PAY_DAY },
	{ "tagessatz", PAY_DAY }, { "par jour", PAY_DAY },
	{ "/jour", PAY_DAY }, { "/j", PAY_DAY }, { "tjm", PAY_DAY },
	{ "al día", PAY_DAY }, { "por dia", PAY_DAY }, { "/dia", PAY_DAY },
	{ "日薪", PAY_DAY }, { "/天", PAY_DAY }, { "日給", PAY_DAY },
	{ "per week", PAY_WEEK }, { "/week", PAY_WEEK }, { "/wk", PAY_WEEK },
	{ "a week", PAY_WEEK }, { "weekly", PAY_WEEK },
	{ "pro woche", PAY_WEEK }, { "per month", PAY_MONTH },
	{ "/month", PAY_MONTH }, { "/ month", PAY_MONTH },
	{ "a month", PAY_MONTH }, { "monthly", PAY_MONTH },
	{ "/mo", PAY_MONTH }, { "pcm", PAY_MONTH }, { "per maand", PAY_MONTH },
	{ "/maand", PAY_MONTH }, { "/monat", PAY_MONTH },
	{ "monatlich", PAY_MONTH }, { "pro monat", PAY_MONTH },
	{ "im monat", PAY_MONTH }, { "par mois", PAY_MONTH },
	{ "/mois", PAY_MONTH }, { "mensuel", PAY_MONTH },
	{ "al mes", PAY_MONTH }, { "/mes", PAY_MONTH },
	{ "mensual", PAY_MONTH }, { "por mês", PAY_MONTH },
	{ "/mês", PAY_MONTH }, { "mensal", PAY_MONTH },
	{ "por mes", PAY_MONTH }, { "al mese", PAY_MONTH },
	{ "mensile", PAY_MONTH }, { "mensili", PAY_MONTH },
	{ "miesięcznie", PAY_MONTH }, { "/mies", PAY_MONTH },
	{ "/m-c", PAY_MONTH }, { "měsíčně", PAY_MONTH },
	{ "/měsíc", PAY_MONTH }, { "i månaden", PAY_MONTH },
	{ "/månad", PAY_MONTH }, { "/mån", PAY_MONTH },
	{ "pr. måned", PAY_MONTH }, { "в месяц", PAY_MONTH },
	{ "/мес", PAY_MONTH }, { "на місяць", PAY_MONTH },
	{ "月薪", PAY_MONTH }, { "月給", PAY_MONTH }, { "月收入", PAY_MONTH },
	{ "/月", PAY_MONTH }, { "月額", PAY_MONTH }, { "每月", PAY_MONTH },
	{ "월급", PAY_MONTH }, { "/월", PAY_MONTH }, { "aylık", PAY_MONTH },
	{ "/ay", PAY_MONTH }, { "per year", PAY_YEAR }, { "/year", PAY_YEAR },
	{ "/ year", PAY_YEAR }, { "a year", PAY_YEAR }, { "/yr", PAY_YEAR },
	{ "per yr", PAY_YEAR }, { "yearly", PAY_YEAR }, { "annual", PAY_YEAR },
	{ "per annum", PAY_YEAR }, { "p.a", PAY_YEAR }, { "pa ", PAY_YEAR },
	{ "pa.", PAY_YEAR }, { "pa,", PAY_YEAR }, { "/annum", PAY_YEAR },
	{ "annually", PAY_YEAR }, { "/jahr", PAY_YEAR },
	{ "pro jahr", PAY_YEAR }, { "im jahr", PAY_YEAR },
	{ "jährlich", PAY_YEAR }, { "jahresgehalt", PAY_YEAR },
	{ "jahresbrutto", PAY_YEAR }, { "par an", PAY_YEAR },
	{ "/an", PAY_YEAR }, { "annuel", PAY_YEAR }, { "al año", PAY_YEAR },
	{ "/año", PAY_YEAR }, { "anual", PAY_YEAR }, { "/ano", PAY_YEAR },
	{ "por ano", PAY_YEAR }, { "annui", PAY_YEAR }, { "annuo", PAY_YEAR },
	{ "annua lorda", PAY_YEAR }, { "per jaar", PAY_YEAR },
	{ "/jaar", PAY_YEAR }, { "rocznie", PAY_YEAR }, { "ročně", PAY_YEAR },
	{ "в год", PAY_YEAR }, { "/год", PAY_YEAR }, { "per år", PAY_YEAR },
	{ "/år", PAY_YEAR }, { "年薪", PAY_YEAR }, { "年収", PAY_YEAR },
	{ "年俸", PAY_YEAR }, { "/年", PAY_YEAR }, { "연봉", PAY_YEAR },
	{ "lpa", PAY_YEAR }, { "yıllık", PAY_YEAR }, { "ctc", PAY_YEAR },
	{ "bruttojahr", PAY_YEAR }, { "brut annuel", PAY_YEAR },
};

/* Before an amount; the nearest decides. */
static const struct word subject_words[] = {
	{ "salary", IS_PAY }, { "salaries", IS_PAY }, { "compensation", IS_PAY },
	{ "base pay", IS_PAY }, { "pay range", IS_PAY }, { "pay:", IS_PAY },
	{ "pay rate", IS_PAY }, { "pay scale", IS_PAY }, { "the pay", IS_PAY },
	{ "wage", IS_PAY }, { "remuneration", IS_PAY }, { "ote", IS_PAY },
	{ "rate:", IS_PAY }, { "rate of", IS_PAY }, { "earn ", IS_PAY },
	{ "earning", IS_PAY }, { "paying", IS_PAY }, { "ctc", IS_PAY },
	{ "package", IS_PAY }, { "base range", IS_PAY }, { "comp:", IS_PAY },
	{ "gehalt", IS_PAY }, { "vergütung", IS_PAY }, { "lohn", IS_PAY },
	{ "entgelt", IS_PAY }, { "verdienst", IS_PAY }, { "salaire", IS_PAY },
	{ "rémunération", IS_PAY }, { "salario", IS_PAY },
	{ "sueldo", IS_PAY }, { "remuneración", IS_PAY },
	{ "retribución", IS_PAY }, { "salário", IS_PAY },
	{ "remuneração", IS_PAY }, { "stipendio", IS_PAY },
	{ "retribuzione", IS_PAY }, { "ral ", IS_PAY }, { "salaris", IS_PAY },
	{ "loon", IS_PAY }, { "lön", IS_PAY }, { "lønn", IS_PAY },
	{ "palkka", IS_PAY }, { "wynagrodzenie", IS_PAY },
	{ "zarobki", IS_PAY }, { "widełki", IS_PAY }, { "mzda", IS_PAY },
	{ "plat ", IS_PAY }, { "fizetés", IS_PAY }, { "salariu", IS_PAY },
	{ "maaş", IS_PAY }, { "зарплата", IS_PAY }, { "оклад", IS_PAY },
	{ "з/п", IS_PAY }, { "доход", IS_PAY }, { "зп ", IS_PAY },
	{ "薪", IS_PAY }, { "给", IS_PAY }, { "給", IS_PAY }, { "年収", IS_PAY },
	{ "待遇", IS_PAY }, { "연봉", IS_PAY }, { "급여", IS_PAY },
	{ "월급", IS_PAY }, { "시급", IS_PAY }, { "lương", IS_PAY },
	{ "gaji", IS_PAY }, { "เงินเดือน", IS_PAY }, { "راتب", IS_PAY },
	{ "raised", IS_NO_PAY }, { "raising", IS_NO_PAY },
	{ "funding", IS_NO_PAY }, { "funded", IS_NO_PAY },
	{ "series ", IS_NO_PAY }, { "revenue", IS_NO_PAY },
	{ "valu", IS_NO_PAY }, { "bonus", IS_NO_PAY },
	{ "invest", IS_NO_PAY }, { "grant", IS_NO_PAY },
	{ "stipend ", IS_NO_PAY }, { "budget", IS_NO_PAY },
	{ "allowance", IS_NO_PAY }, { "reimburse", IS_NO_PAY },
	{ "401", IS_NO_PAY }, { "fund ", IS_NO_PAY }, { "sales of", IS_NO_PAY },
	{ "assets", IS_NO_PAY }, { "insurance", IS_NO_PAY },
	{ "referral", IS_NO_PAY }, { "relocation", IS_NO_PAY },
	{ "tuition", IS_NO_PAY }, { "saving", IS_NO_PAY },
	{ "worth", IS_NO_PAY }, { "deductible", IS_NO_PAY },
	{ "award", IS_NO_PAY }, { "prize", IS_NO_PAY },
	{ "umsatz", IS_NO_PAY }, { "chiffre d'affaires", IS_NO_PAY },
	{ "portfolio", IS_NO_PAY }, { "contribut", IS_NO_PAY },
	{ "credit", IS_NO_PAY }, { "equity", IS_NO_PAY },
	{ "commission", IS_NO_PAY }, { "fee", IS_NO_PAY },
};

/* Right behind an amount. */
static const char *const not_pay_after[] = {
	"bonus", "sign", "in fund", "of fund", "raised", "arr", "revenue",
	"stipend", "budget", "allowance", "in rev", "grant", "credit",
	"million", "billion", "users", "employee", "customer", "in assets",
	"aum", "fund", "series", "seed", "relocation", "referral", "deposit",
};

/* `what` is in lower case. Its first byte is looked at before the rest. */
static inline bool starts(const char *at, const char *end, const char *what)
{
	char   first = *at >= 'A' && *at <= 'Z' ? (char)(*at | 0x20) : *at;
	size_t len;

	if (first != what[0])
		return false;
	len = strlen(what);
	return (size_t)(end - at) >= len && strncasecmp(at, what, len) == 0;
}

/* The word of the list that stands last before `at`, or NULL. */
static const struct word *nearest_before(const char *begin, const char *at,
					 const struct word *words, size_t n)
{
	const char *first = at - begin > BEFORE_BYTES ? at - BEFORE_BYTES :
							begin;

	for (const char *p = at - 1; p >= first; p--) {
		if (*p == '\n' && p > begin && p[-1] == '\n')
			break; /* another paragraph */
		for (size_t i = 0; i < n; i++) {
			if (starts(p, at, words[i].text))
				return &words[i];
		}
	}
	return NULL;
}

static enum pay_period period_behind(const char *at, const char *end)
{
	const char *last = end - at > PERIOD_BYTES ? at + PERIOD_BYTES : end;

	for (const char *p = at; p < last && *p != '\n' && *p != ';'; p++) {
		if (p > at && *p == '$')
			break; /* the next amount's period is not ours */
		for (size_t i = 0; i < ARRAY_LEN(period_words); i++) {
			size_t len = strlen(period_words[i].text);
			char   next = p + len < end ? p[len] : ' ';

			if (starts(p, end, period_words[i].text) &&
			    (len > 3 || !((next | 0x20) >= 'a' &&
					  (next | 0x20) <= 'z')))
				return (enum pay_period)period_words[i].is;
		}
	}
	return PAY_PERIOD_UNKNOWN;
}

/* ---- one amount or range -------------------------------------------------- */

struct sum {
	const char   *begin, *end; /* in the text, with currency */
	struct amount low, high;
	bool          is_range;
	const char   *currency; /* sign or code, NULL: none stands there */
};

/* "-", "–", "to", "bis", "до" between the ends of a range. */
static bool skip_range_mark(const char **at, const char *end)
{
	static const char *const marks[] = {
		"-", "–", "—", "~", "～", "〜", "−", "to ", "bis ", "à ", "a ",
		"al ", "e ", "y ", "do ", "до ", "til ", "till ", "tot ", "至",
		"到", "and ", "und ", "et ", "..",
	};
	const char *p = *at;

	while (p < end && (*p == ' ' || *p == '\xC2' || *p == '\xA0'))
		p++;
	for (size_t i = 0; i < ARRAY_LEN(marks); i++) {
		if (p == end || !starts(p, end, marks[i]))
			continue;
		p += strlen(marks[i]);
		while (p < end && (*p == ' ' || *p == '\xC2' || *p == '\xA0'))
			p++;
		*at = p;
		return true;
	}
	return false;
}

/* A currency before the second number: "$120k - $150k", "€60 - € 80". */
static const char *leading_currency(const char **at, const char *end)
{
	const char *p = *at;
	const char *found = currency_after(&p, end);

	while (found && p < end && (*p == ' ' || *p == '\xC2' || *p == '\xA0'))
		p++;
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

/* "120-150K": the factor of the second counts for the first as well. */
static void share_factor(struct sum *s)
{
	if (s->is_range && s->high.has_factor && !s->low.has_factor &&
	    s->low.value < 1000)
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
	if (!s->currency && (s->low.is_lpa || s->high.is_lpa))
		s->currency = "INR";
}

/* ---- is it pay? ------------------------------------------------------------ */

static bool is_denied_behind(const char *at, const char *end)
{
	const char *last = end - at > AFTER_BYTES ? at + AFTER_BYTES : end;

	for (const char *p = at; p < last && !strchr("+,.(;/", *p); p++) {
		if (starts(p, end, "plus ") || starts(p, end, "and "))
			break; /* what follows comes beside the pay */
		for (size_t i = 0; i < ARRAY_LEN(not_pay_after); i++) {
			if (starts(p, end, not_pay_after[i]) &&
			    (p == at || p[-1] == ' ' || p[-1] == '-'))
				return true;
		}
	}
	return false;
}

static bool has_prefix(const char *begin, const char *at,
		       const char *const *words, size_t n)
{
	while (at > begin && at[-1] == ' ')
		at--;
	for (size_t i = 0; i < n; i++) {
		size_t len = strlen(words[i]);

		if ((size_t)(at - begin) >= len &&
		    strncasecmp(at - len, words[i], len) == 0 &&
		    ((size_t)(at - begin) == len || at[-(ptrdiff_t)len - 1] == ' ' ||
		     (unsigned char)words[i][0] >= 0x80 ||
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
		"fra", "mindestens", "at least", "da",
	};

	return has_prefix(begin, at, words, ARRAY_LEN(words));
}

static bool is_upper_end(const char *begin, const char *at)
{
	static const char *const words[] = {
		"up to", "bis zu", "bis", "jusqu'à", "hasta", "até", "fino a",
		"до", "do", "tot", "max.", "maximum", "upp till", "opp til",
		"最高", "upto",
	};

	return has_prefix(begin, at, words, ARRAY_LEN(words));
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

static enum pay_period period_of(const char *begin, const struct sum *s,
				 const char *end)
{
	enum pay_period    period = period_behind(s->end, end);
	const struct word *before;

	if (period != PAY_PERIOD_UNKNOWN)
		return period;
	if (s->low.is_lpa || s->high.is_lpa)
		return PAY_YEAR;
	before = nearest_before(begin, s->begin, period_words,
				ARRAY_LEN(period_words));
	/* "/h" before an amount belongs to another one */
	return before && before->text[0] != '/' ?
		       (enum pay_period)before->is :
		       PAY_PERIOD_UNKNOWN;
}

static bool judge(const char *begin, const char *end, const struct sum *s,
		  const char *country, struct ad_pay *out)
{
	const struct word *subject = nearest_before(begin, s->begin,
						    subject_words,
						    ARRAY_LEN(subject_words));
	enum pay_period    behind = period_behind(s->end, end);
	struct ad_pay      pay = { .period = period_of(begin, s, end) };
	const char        *currency = s->currency ? s->currency : "";
	bool is_said = subject && subject->is == IS_PAY;
	bool is_amount = s->currency || s->low.is_east_asian ||
			 s->high.is_east_asian;

	if (subject && subject->is == IS_NO_PAY)
		return false;
	if (is_denied_behind(s->end, end))
		return false;
	if (!is_said && behind == PAY_PERIOD_UNKNOWN &&
	    !(s->is_range && s->currency &&
	      (s->low.has_factor || s->high.has_factor ||
	       s->low.value >= 10000)))
		return false;
	currency = currency_in(currency, country);
	if (!is_amount) { /* 月薪20-30K: the country's own money */
		if (!is_said || !*currency || pay.period == PAY_PERIOD_UNKNOWN ||
		    !(s->low.has_factor || s->high.has_factor))
			return false;
	} else if (!s->currency && !*currency) {
		return false;
	}
	pay.min = s->low.value * s->low.factor;
	pay.max = s->is_range ? s->high.value * s->high.factor : pay.min;
	if (!s->is_range && is_lower_end(begin, s->begin))
		pay.max = 0;
	else if (!s->is_range && is_upper_end(begin, s->begin))
		pay.min = 0;
	memcpy(pay.currency, currency, strlen(currency));
	if (pay.period == PAY_PERIOD_UNKNOWN && is_yearly_currency(currency) &&
	    (pay.min > 0 ? pay.min : pay.max) >= YEARLY_MIN &&
	    strcmp(currency, "PLN") && strcmp(currency, "ILS"))
		pay.period = PAY_YEAR;
	pay.source = SPAN("text");
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

bool pay_find(struct span text, const char *country, struct ad_pay *out)
{
	const char *begin = text.ptr;
	const char *end;

	if (!text.ptr)
		return false;
	end = begin + (text.len > PAY_TEXT_MAX ? PAY_TEXT_MAX : text.len);
	for (const char *at = begin; at < end; at++) {
		struct sum s;

		if (!begins_number(begin, at))
			continue;
		read_sum(begin, at, end, &s);
		if (!s.end)
			continue;
		if (s.low.factor > 0 && (!s.is_range || s.high.factor > 0) &&
		    (s.currency || s.low.has_factor || s.high.has_factor ||
		     s.high.is_east_asian) &&
		    judge(begin, end, &s, country, out))
			return true;
		at = s.end > at ? s.end - 1 : at;
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
