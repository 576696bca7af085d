/*
 * pay.c - which amounts of money in a text are its pay.
 *
 *   a number -> its currency and the other end of the range -> the period
 *   behind or before it -> do the words around call it pay?
 */
#include "enrich/pay.h"

#include "base/digits.h"
#include "base/mem.h"
#include "enrich/pay_bound.h"
#include "enrich/pay_custom.h"
#include "enrich/pay_sum.h"
#include "enrich/pay_words.h"

#include <string.h>
#include <strings.h>

#define PAY_VALUE_MAX 1e10
#define LEAST_BYTES 48 /* of the words before a least pay */

/* ---- is it pay? ------------------------------------------------------------ */

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

static enum pay_period period_of(const struct pay_words *w, const struct pay_sum *s,
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

static bool has_factor(const struct pay_sum *s)
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
static bool is_range_of_thousands(const struct pay_sum *s)
{
	double low = s->low.value * s->low.factor;

	return s->is_range && s->high.factor == 1000 &&
	       !s->high.is_east_asian && low >= PAY_RANGE_MIN &&
	       s->high.value * s->high.factor <= 3 * low;
}

/* "Gehalt: 80k", "Salary: 85,000 - 100,000": right behind a word for pay. */
static bool is_bare(const struct pay_sum *s)
{
	double low = s->low.value * s->low.factor;
	double high = s->high.value * s->high.factor;

	if (!s->is_range)
		return s->low.factor == 1000 && !s->low.is_east_asian &&
		       low >= PAY_RANGE_MIN && s->low.value < 1000;
	return !has_factor(s) && low >= PAY_RANGE_MIN && high >= low &&
	       high <= 3 * low;
}

/* Money at all? A sign, a factor that only money has, or the country's own
 * way to leave both out (月薪20-30K). */
static bool is_money(const struct pay_sum *s, const char *country)
{
	bool is_million = s->low.is_million || s->high.is_million;

	if (s->low.factor <= 0 || (s->is_range && s->high.factor <= 0))
		return false;
	if (!s->currency) /* is_called_pay() wants a word for it */
		return !is_million &&
		       ((has_factor(s) && *currency_in("", country)) ||
			is_range_of_thousands(s) || is_bare(s));
	if (is_million && !is_of_millions(currency_in(s->currency, country)))
		return false;
	return strcmp(s->currency, "R") || *currency_in("R", country);
}

/*
 * An amount that stands for itself in its line or between bars and commas, as
 * headlines have it: "Berlin | REMOTE, $100k+ | Full time".
 */
static bool is_alone(const struct pay_words *w, const struct pay_sum *s,
		     const char *country)
{
	const char *from = pay_skip_bound(w->begin, s->begin);
	const char *to = pay_skip_blank(s->end, w->end);

	while (from > w->begin && from[-1] == ' ')
		from--;
	if (from > w->begin && !strchr("\n|,", from[-1]))
		return false;
	if (to < w->end && !strchr("\n|,+.;", *to))
		return false;
	if (!s->currency) /* "120K-160K" between bars alone, "6-8千" */
		return (is_range_of_thousands(s) ||
			(s->is_range && s->high.is_east_asian &&
			 *currency_in("", country))) &&
		       (to == w->end || strchr("\n|", *to)) &&
		       (from == w->begin || strchr("\n|", from[-1]));
	return has_factor(s) || s->low.value >= PAY_RANGE_MIN ||
	       (s->is_range && pay_is_month(currency_in(s->currency, country),
					    s->low.value, s->high.value));
}

/* Do the words around call it pay? */
static bool is_called_pay(const struct pay_words *w, const struct pay_sum *s,
			  const char *country, enum pay_period behind)
{
	enum pay_subject subject = pay_subject_before(w, s->begin);
	bool is_east_asian = s->low.is_east_asian || s->high.is_east_asian;

	if (subject == SUBJECT_NO_PAY)
		return false;
	if (pay_is_denied_behind(w, s->end))
		return false;
	if (!s->currency && !is_east_asian)
		return is_times_a_year(s->end, w->end) ||
		       is_alone(w, s, country) ||
		       (subject && ((*currency_in("", country) && !is_bare(s)) ||
				    pay_subject_near(w, s->begin)));
	if (is_times_a_year(s->end, w->end))
		return true;
	if (subject || behind != PAY_PERIOD_UNKNOWN || s->low.is_lpa ||
	    s->high.is_lpa || is_alone(w, s, country) ||
	    pay_is_called_behind(w, s->end) ||
	    pay_period_opens(w, s->begin) != PAY_PERIOD_UNKNOWN)
		return true;
	/* "$120k-150k" says it by itself */
	return s->is_range && s->currency &&
	       (has_factor(s) || s->low.value * s->low.factor >= PAY_RANGE_MIN);
}

/* "Mindestgehalt laut KV EUR 2.850": what the law makes employers name. */
static bool is_least_pay(const struct pay_words *w, const struct pay_sum *s)
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

static void set_amounts(const struct pay_words *w, const struct pay_sum *s,
			struct ad_pay *pay)
{
	pay->min = s->low.value * s->low.factor;
	pay->max = s->is_range ? s->high.value * s->high.factor : pay->min;
	if (s->is_range)
		return;
	if (pay_is_lower_end(w->begin, s->begin) ||
	    pay_is_open_above(s->end, w->end) || is_least_pay(w, s))
		pay->max = 0;
	else if (pay_is_upper_end(w->begin, s->begin) ||
		 pay_is_open_below(s->end, w->end))
		pay->min = 0;
}

static bool judge(const struct pay_words *w, const struct pay_sum *s,
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
	if (pay.period == PAY_PERIOD_UNKNOWN)
		pay.period = pay_period_by_custom(
			currency, s->currency, country,
			pay.min > 0 ? pay.min : pay.max,
			pay.max > 0 ? pay.max : pay.min);
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

static bool find_in(struct span text, const char *country, struct ad_pay *out)
{
	struct pay_words words;
	const char      *end;
	bool             is_ready = false;

	end = text.ptr + text.len;
	for (const char *at = text.ptr; (at = next_digit(at, end)) < end; at++) {
		struct pay_sum s;

		if (!begins_number(text.ptr, at))
			continue;
		pay_sum_read(text.ptr, at, end, &s);
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

bool pay_find(struct span text, const char *country, struct ad_pay *out)
{
	struct buf plain = BUF_INIT;
	bool       is_found;

	if (!text.ptr)
		return false;
	if (text.len > PAY_TEXT_MAX)
		text.len = PAY_TEXT_MAX;
	if (digits_to_ascii(text, &plain))
		text = buf_span(&plain);
	is_found = find_in(text, country, out);
	buf_deinit(&plain);
	return is_found;
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
