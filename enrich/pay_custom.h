/*
 * pay_custom.h - the period that an amount alone tells, for pay.c.
 */
#ifndef ENRICH_PAY_CUSTOM_H
#define ENRICH_PAY_CUSTOM_H

#include "parsers/ad.h"

/*
 * The only period in which anybody earns low..high: EUR 2,800 are a month's
 * pay, SEK 600,000 a year's. `currency` is ISO 4217 or "" (then `sign` is what
 * was written, NULL: nothing); `country` ISO 3166-1 of the ad or "".
 */
enum pay_period pay_period_by_custom(const char *currency, const char *sign,
				     const char *country, double low,
				     double high);

/* Is it what a month earns in the currency? */
bool pay_is_month(const char *currency, double low, double high);

#endif
