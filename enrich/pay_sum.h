/*
 * pay_sum.h - an amount of money or a range of it, for pay.c.
 */
#ifndef ENRICH_PAY_SUM_H
#define ENRICH_PAY_SUM_H

#include "enrich/pay_amount.h"

#define PAY_RANGE_MIN 10000 /* a range from here on in a currency is pay */

struct pay_sum {
	const char   *begin, *end; /* in the text, with currency */
	struct amount low, high;
	bool          is_range;
	const char   *currency; /* sign or code, NULL: none stands there */
};

/* Read the sum whose first digit is at `number` in begin..end; s->end is NULL
 * when there is none. */
void pay_sum_read(const char *begin, const char *number, const char *end,
		  struct pay_sum *s);

/* Behind what may follow an amount at once, "/hr", ",-", " brutto"; else p. */
const char *pay_skip_tail(const char *p, const char *end);

#endif
