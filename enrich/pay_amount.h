/*
 * pay_amount.h - amounts of money as people write them, for pay.c.
 */
#ifndef ENRICH_PAY_AMOUNT_H
#define ENRICH_PAY_AMOUNT_H

#include "base/span.h"

struct amount {
	double value;      /* without the factor */
	double factor;     /* 1, 1e3 for k, 1e4 for 万, 1e5 for lakh; 0: none
			      that pay has (billion) */
	bool   has_factor;
	bool   is_east_asian; /* 万, 千, 만: the factor names no Western pay */
	bool   is_lpa;        /* "LPA": Indian rupees a year */
	bool   is_million;    /* pay of a few currencies only */
	const char *currency; /* that the factor implies, or NULL */
};

/* Read digits and a factor at *at, which moves behind them. False, and *at
 * untouched, when there is no number of money's shape. */
bool amount_read(const char **at, const char *end, struct amount *out);

/*
 * The currency written right behind `at` or right before it (spaces between
 * are passed over); *at moves to its other side. Returns an ISO 4217 code, or
 * "$", "kr", "元", "rial" where the country decides; NULL when there is none.
 * Static.
 */
const char *currency_after(const char **at, const char *end);
const char *currency_before(const char **at, const char *begin);

/* Behind blanks of all widths at p. */
const char *pay_skip_blank(const char *p, const char *end);

/* What "$", "kr", "元" or "Rs" is in a country, "" where that is open; any
 * other code is itself. Static. */
const char *currency_in(const char *currency, const char *country);

#endif
