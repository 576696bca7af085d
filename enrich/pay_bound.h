/*
 * pay_bound.h - "from", "up to", "or more" beside a single amount, for pay.c.
 */
#ifndef ENRICH_PAY_BOUND_H
#define ENRICH_PAY_BOUND_H

#include <stdbool.h>

/* Do the words that end at `at` call what follows the least, or the most? */
bool pay_is_lower_end(const char *begin, const char *at);
bool pay_is_upper_end(const char *begin, const char *at);

/* "年収800万円以上", "$120k+": is no more than the lower end said? */
bool pay_is_open_above(const char *at, const char *end);

/* "80万円まで", "85.000 TL'ye kadar": no more than the upper end? */
bool pay_is_open_below(const char *at, const char *end);

/* Before "from", "up to", "circa", "between" that end at `at`; else `at`. */
const char *pay_skip_bound(const char *begin, const char *at);

#endif
