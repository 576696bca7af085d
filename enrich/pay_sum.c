#include "enrich/pay_sum.h"

#include "base/mem.h"
#include "enrich/pay_words.h"

#include <string.h>

#define SLASHED_MOST 2 /* times the first number */

/*
 * What may stand between the first amount of a range and its mark: "€ 4.332,-
 * tot", "$45.50/hr - $62.75/hr".
 */
const char *pay_skip_tail(const char *p, const char *end)
{
	static const char *const tails[] = {
		",--", ",-", ".--", ".-", "/hr", "/hour", "/yr", "/year", "/h",
		"/mo", "/month", "/day", "/wk", "/week", "per hour",
		"per year", "per month", "per day", "an hour", "a year",
		"/std", "/jahr", "/monat", "/an", "/mois", "brutto", "netto",
		"gross", "net", "bruts", "brut", "lordi", "(gross)",
		"per annum", "p.a.", "pa", "ph", "annually", "yearly",
		"hourly", "monthly", "/uur", "/heure", "/hora", "/ora",
		"/godz", "/mies", "/kk", "/mnd", "/maand", "/jaar", "neto",
	};

	static const char first[] = ",./(abghlmnpy"; /* of all tails */
	const char       *word = pay_skip_blank(p, end);

	if (word == end || !*word ||
	    (!strchr(first, *word) && !strchr(first, *word | 0x20)))
		return p;
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
		"/ max. ", "; max ", "max ", "max. ", "max: ", "maximum: ",
		"- max ", "- max. ", "- max: ", "- maximum: ", ", max. ",
		", max ", ", max: ", "maximum ", "iki ", "līdz ", "kuni ",
	};
	const char *p = pay_skip_blank(pay_skip_tail(*at, end), end);
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

/*
 * "28.000/32.000 €", "55/65K": a slash at once between two numbers that are
 * near; "$20/24 hours" is none.
 */
static bool read_slashed(struct pay_sum *s, const char *end)
{
	struct amount high;
	const char   *at = s->end;
	const char   *behind;

	if (end - at < 2 || *at++ != '/' || !amount_read(&at, end, &high))
		return false;
	behind = at;
	if (high.value <= s->low.value ||
	    high.value > SLASHED_MOST * s->low.value ||
	    (high.value < PAY_RANGE_MIN && !high.has_factor &&
	     !currency_after(&behind, end)))
		return false;
	s->high = high;
	s->is_range = true;
	s->end = at;
	return true;
}

static void read_high_end(struct pay_sum *s, const char *end)
{
	const char *at = s->end;
	const char *second;

	if (read_slashed(s, end) || !skip_range_mark(&at, end))
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
static void share_factor(struct pay_sum *s)
{
	if (s->is_range && !s->high.has_factor && !s->low.has_factor &&
	    s->low.value >= 10 && s->low.value < 1000 &&
	    s->high.value >= PAY_RANGE_MIN && s->low.value * 1000 <= s->high.value)
		s->low.factor = 1000;
	if (s->is_range && s->high.has_factor && !s->low.has_factor &&
	    (s->low.value < 1000 || s->high.is_east_asian) &&
	    s->low.value <= s->high.value)
		s->low.factor = s->high.factor;
}

void pay_sum_read(const char *begin, const char *number, const char *end,
		     struct pay_sum *s)
{
	const char *trailing;

	*s = (struct pay_sum){ .begin = number, .end = number };
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

