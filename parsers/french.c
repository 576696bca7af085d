#include "parsers/french.h"

#include "base/mem.h"
#include "parsers/text.h"

#include <string.h>

#define THOUSANDS_BELOW 1000 /* "35 k€" is 35,000; "35000 k€" is a slip */

static enum pay_period period_of(struct span text)
{
	static const struct {
		const char     *word;
		enum pay_period period;
	} words[] = {
		{ "annuel", PAY_YEAR },   { "par an", PAY_YEAR },
		{ "/an", PAY_YEAR },      { "mensuel", PAY_MONTH },
		{ "par mois", PAY_MONTH }, { "/mois", PAY_MONTH },
		{ "horaire", PAY_HOUR },  { "heure", PAY_HOUR },
		{ "par jour", PAY_DAY },  { "journalier", PAY_DAY },
	};

	for (size_t i = 0; i < ARRAY_LEN(words); i++) {
		if (span_find_nocase(text, words[i].word))
			return words[i].period;
	}
	return PAY_PERIOD_UNKNOWN;
}

static bool is_currency(struct span after)
{
	after = span_trim(after);
	if (after.len && (after.ptr[0] == 'k' || after.ptr[0] == 'K'))
		after = span_trim((struct span){ after.ptr + 1, after.len - 1 });
	return span_starts(after, "€") || span_starts_nocase(after, "eur");
}

/* The next number of *rest, which then begins behind it. */
static bool take_amount(struct span *rest, double *amount)
{
	const char *stop;

	if (!text_number(*rest, amount, &stop))
		return false;
	*rest = (struct span){ stop, (size_t)(rest->ptr + rest->len - stop) };
	return true;
}

/* Is a "k" written before the currency: "18 - 22 k€"? */
static bool is_in_thousands(struct span text)
{
	return span_find_nocase(text, "k€") || span_find_nocase(text, "k €") ||
	       span_find_nocase(text, "keur");
}

bool french_pay(struct span text, struct ad_pay *pay)
{
	struct span rest = text;
	double      min, max = 0;
	double      unit = is_in_thousands(text) ? 1000 : 1;
	bool        is_most = span_starts_nocase(span_trim(text), "jusqu");

	if (!span_find_nocase(text, "€") && !span_find_nocase(text, "eur"))
		return false;
	if (!take_amount(&rest, &min) || min <= 0)
		return false;
	/* what counts months ("sur 12 mois") or hours is no amount */
	if (!take_amount(&rest, &max) || !is_currency(rest) || max < min)
		max = 0;
	if (min < THOUSANDS_BELOW)
		min *= unit;
	if (max < THOUSANDS_BELOW)
		max *= unit;
	pay->min = is_most ? 0 : min;
	pay->max = is_most ? min : max;
	if (!pay->max && !span_find_nocase(text, "partir"))
		pay->max = min;
	pay->period = period_of(text);
	strcpy(pay->currency, "EUR");
	pay->source = SPAN("stated");
	return true;
}

struct span french_country(struct span commune)
{
	if (commune.len != 5 || span_starts(commune, "99"))
		return (struct span){ NULL, 0 };
	return SPAN("FR");
}
