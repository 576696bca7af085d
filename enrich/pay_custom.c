#include "enrich/pay_custom.h"

#include "base/mem.h"

#include <string.h>

/*
 * What can only be a month's pay: less than anyone may be paid a year there,
 * and more than a day's. From `year` on it can only be a year's; 0 where money
 * loses its worth too fast to say so. Legal minimum wages and wage statistics
 * of 2020-2026, rounded widely.
 */
static const struct custom {
	const char *currency;
	double      low, high; /* of a month */
	double      year;
} customs[] = {
	{ "AED", 2000, 80000, 0 },
	{ "ARS", 300000, 9000000, 0 },
	{ "AUD", 0, 0, 20000 },
	{ "BDT", 10000, 300000, 0 },
	{ "BGN", 900, 15000, 0 },
	{ "BRL", 1300, 30000, 60000 },
	{ "BYN", 500, 15000, 0 },
	{ "CAD", 0, 0, 20000 },
	{ "CHF", 3000, 15000, 20000 },
	{ "CLP", 400000, 5000000, 0 },
	{ "CNY", 2000, 80000, 150000 },
	{ "COP", 1000000, 15000000, 0 },
	{ "CZK", 15000, 160000, 400000 },
	{ "DKK", 15000, 100000, 250000 },
	{ "EGP", 4000, 150000, 0 },
	{ "EUR", 1200, 7500, 20000 },
	{ "GBP", 0, 0, 20000 },
	{ "HKD", 8000, 90000, 180000 },
	{ "HUF", 200000, 2500000, 5000000 },
	{ "IDR", 2000000, 40000000, 0 },
	{ "ILS", 5000, 60000, 150000 },
	{ "INR", 8000, 90000, 200000 },
	{ "ISK", 350000, 2000000, 4000000 },
	{ "JPY", 150000, 950000, 2000000 },
	{ "KES", 15000, 600000, 0 },
	{ "KRW", 1800000, 9000000, 20000000 },
	{ "KZT", 80000, 3000000, 0 },
	{ "LKR", 30000, 600000, 0 },
	{ "MAD", 2500, 50000, 80000 },
	{ "MXN", 6000, 90000, 180000 },
	{ "MYR", 1500, 25000, 40000 },
	{ "NGN", 40000, 3000000, 0 },
	{ "NOK", 20000, 110000, 250000 },
	{ "NZD", 0, 0, 20000 },
	{ "PEN", 1000, 20000, 40000 },
	{ "PHP", 10000, 250000, 350000 },
	{ "PKR", 25000, 700000, 0 },
	{ "PLN", 3000, 45000, 70000 },
	{ "QAR", 1500, 60000, 0 },
	{ "RON", 2500, 40000, 60000 },
	{ "RSD", 50000, 600000, 0 },
	{ "RUB", 20000, 900000, 0 },
	{ "SAR", 3000, 60000, 0 },
	{ "SEK", 15000, 100000, 250000 },
	{ "SGD", 1500, 15000, 20000 },
	{ "THB", 9000, 200000, 300000 },
	{ "TRY", 10000, 500000, 0 },
	{ "TWD", 25000, 200000, 350000 },
	{ "UAH", 8000, 250000, 0 },
	{ "USD", 0, 0, 20000 },
	{ "VND", 4000000, 90000000, 0 },
	{ "ZAR", 5000, 90000, 150000 },
};

/* Dollars where they are not the country's money are a month's: "$2000-3500"
 * in an ad of Ukraine. */
static const struct custom dollars = { "$", 300, 12000, 20000 };

/* Where tens of thousands are a year's, in whichever money: "45-55K". */
static const char yearly_countries[] = "AT AU BE CA CH DE ES FI FR GB IE IT LU "
				       "NL NZ PT SG US";
#define YEARLY_MIN 20000

static const char dollar_countries[] = "US CA AU NZ SG HK TW";

static const struct custom *custom_of(const char *currency)
{
	for (size_t i = 0; i < ARRAY_LEN(customs); i++) {
		if (!strcmp(customs[i].currency, currency))
			return &customs[i];
	}
	return NULL;
}

bool pay_is_month(const char *currency, double low, double high)
{
	const struct custom *c = custom_of(currency);

	return c && low >= c->low && high <= c->high;
}

enum pay_period pay_period_by_custom(const char *currency, const char *sign,
				     const char *country, double low,
				     double high)
{
	const struct custom *c = custom_of(currency);
	bool is_dollar = !strcmp(currency, "USD") ||
			 (!*currency && sign && !strcmp(sign, "$"));

	if (is_dollar && strlen(country) == 2 &&
	    !strstr(dollar_countries, country))
		c = &dollars;
	if (!*currency && !sign && low >= YEARLY_MIN &&
	    strlen(country) == 2 && strstr(yearly_countries, country))
		return PAY_YEAR;
	if (!c)
		return PAY_PERIOD_UNKNOWN;
	if (low >= c->low && high <= c->high)
		return PAY_MONTH;
	return c->year > 0 && low >= c->year ? PAY_YEAR : PAY_PERIOD_UNKNOWN;
}
