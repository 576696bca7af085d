/*
 * pay_text.h - pay as boards print it in one line, in any currency.
 */
#ifndef PARSERS_PAY_TEXT_H
#define PARSERS_PAY_TEXT_H

#include "parsers/ad.h"

/*
 * "$40,000 - $60k per year", "45.000 – 60.000 €", "CHF 90000": amounts, and
 * what the text says of currency and period, into `pay`, whose source becomes
 * "stated". A number counts when the sign or code of a currency stands beside
 * it, or when the text says nothing else; so "100 % bonus" and "401k" are no
 * pay. The sign of several countries' currencies ("$", "kr") names none.
 * False, and `pay` untouched, when no amount is said.
 */
bool pay_text(struct span text, struct ad_pay *pay);

#endif
