/*
 * pay.h - what an ad pays, from its text where no field says it.
 */
#ifndef ENRICH_PAY_H
#define ENRICH_PAY_H

#include "parsers/ad.h"

#define PAY_TEXT_MAX (64 * 1024) /* bytes of a text that are read */

/*
 * The first amount of money in `text` that is said to be pay: "$120k-150k",
 * "€60.000 – 80.000", "CHF 110'000 p.a.", "₹12-18 LPA", "年薪30万-50万". Funds
 * raised, bonuses, budgets and the like are none.
 *
 *   country  ISO 3166-1 alpha-2 of the job, "" unknown: decides what "$", "kr"
 *            and "¥" are; undecided, the currency stays ""
 *   out      min 0 for "up to", max 0 for "from"; a single amount is both;
 *            the period is unknown unless said or beyond doubt (a five-digit
 *            figure in a currency in which nobody earns that a month)
 *
 * False, and *out untouched, when there is none.
 */
bool pay_find(struct span text, const char *country, struct ad_pay *out);

/* The pay that the ad's fields state, else what its title or text says. */
struct ad_pay pay_of_ad(const struct ad *ad, const char *country);

#endif
