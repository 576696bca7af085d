#include "daemon/pace.h"

#include "base/mem.h"
#include "base/stamp.h"
#include "daemon/config.h"

#include <string.h>

#define RESPONSE_WEIGHT 4 /* a new response time counts a quarter */

void pace_init(struct pace *p)
{
	*p = (struct pace){ .response_ms = -1, .crawl_delay_ms = -1 };
}

void pace_policy_from(struct pace_policy *policy, const struct config *c)
{
	*policy = (struct pace_policy){
		.delay_ms = c->delay_ms,
		.delay_max_ms = c->delay_max_ms,
		.delay_factor = c->delay_factor,
		.crawl_delay_max_ms = c->crawl_delay_max_ms,
		.backoff_min_ms = c->backoff_min_ms,
		.backoff_max_ms = c->backoff_max_ms,
		.per_host = (int)c->per_host,
	};
}

static int64_t larger(int64_t a, int64_t b)
{
	return a > b ? a : b;
}

static int64_t smaller(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

int64_t pace_ready_at(const struct pace *p, const struct pace_policy *policy)
{
	return p->running >= policy->per_host ? PACE_NEVER : p->next_at_ms;
}

int64_t pace_delay_ms(const struct pace *p, const struct pace_policy *policy)
{
	int64_t delay_ms = policy->delay_ms;

	if (p->response_ms > 0) {
		double adapted = (double)p->response_ms * policy->delay_factor;

		if (adapted > (double)policy->delay_max_ms)
			adapted = (double)policy->delay_max_ms;
		delay_ms = larger(delay_ms, (int64_t)adapted);
	}
	if (p->crawl_delay_ms > 0)
		delay_ms = larger(delay_ms, smaller(p->crawl_delay_ms,
						    policy->crawl_delay_max_ms));
	return delay_ms;
}

/* Several at a time share the pause: their starts are as far apart. */
void pace_started(struct pace *p, const struct pace_policy *policy,
		  int64_t now_ms)
{
	p->running++;
	p->next_at_ms = larger(p->next_at_ms,
			       now_ms + pace_delay_ms(p, policy));
}

int64_t pace_backoff_ms(const struct pace_policy *policy, int failures,
			uint32_t random)
{
	int64_t pause_ms = policy->backoff_min_ms;

	for (int i = 1; i < failures && pause_ms < policy->backoff_max_ms; i++)
		pause_ms *= 2;
	pause_ms = smaller(pause_ms, policy->backoff_max_ms);
	/* Between a half and the whole, so that daemons do not march in step. */
	return pause_ms / 2 +
	       (int64_t)((double)(pause_ms - pause_ms / 2) *
			 ((double)random / UINT32_MAX));
}

static void remember_response(struct pace *p, int64_t response_ms)
{
	if (response_ms < 0)
		return;
	if (p->response_ms < 0)
		p->response_ms = response_ms;
	else
		p->response_ms += (response_ms - p->response_ms) /
				  RESPONSE_WEIGHT;
}

void pace_answered(struct pace *p, const struct pace_policy *policy,
		   enum pace_answer answer, int64_t now_ms,
		   int64_t response_ms, int64_t retry_after_ms,
		   uint32_t random)
{
	int64_t pause_ms;

	if (p->running > 0)
		p->running--;
	remember_response(p, response_ms);
	if (answer == PACE_GOOD) {
		p->failures = 0;
		pause_ms = pace_delay_ms(p, policy);
	} else {
		if (p->failures < 64) /* more doublings change nothing */
			p->failures++;
		pause_ms = larger(pace_delay_ms(p, policy),
				  pace_backoff_ms(policy, p->failures, random));
	}
	/* A Retry-After is a promise of the host: not before, but soon after. */
	if (retry_after_ms >= 0 && answer != PACE_GOOD)
		pause_ms = larger(pace_delay_ms(p, policy),
				  smaller(retry_after_ms,
					  policy->backoff_max_ms));
	p->next_at_ms = larger(p->next_at_ms, now_ms + pause_ms);
}

void pace_ruled(struct pace *p, const struct pace_policy *policy,
		int64_t now_ms, int64_t crawl_delay_ms)
{
	p->crawl_delay_ms = crawl_delay_ms;
	if (crawl_delay_ms > 0)
		p->next_at_ms = larger(p->next_at_ms,
				       now_ms + pace_delay_ms(p, policy));
}

enum pace_answer pace_answer_of(int http_status)
{
	if (http_status == 429 || http_status == 503)
		return PACE_BUSY;
	return http_status == 0 || http_status >= 500 ? PACE_FAILED : PACE_GOOD;
}

static const char month_names[] = "JanFebMarAprMayJunJulAugSepOctNovDec";

static int month_of(struct span name)
{
	for (int m = 0; name.len == 3 && m < 12; m++) {
		if (memcmp(name.ptr, month_names + m * 3, 3) == 0)
			return m + 1;
	}
	return 0;
}

/* `digits` decimal digits at *at, which moves on; -1 otherwise. */
static int digits_at(const char **at, const char *end, int digits)
{
	int value = 0;

	if (end - *at < digits)
		return -1;
	for (int i = 0; i < digits; i++) {
		char c = (*at)[i];

		if (c < '0' || c > '9')
			return -1;
		value = value * 10 + (c - '0');
	}
	*at += digits;
	return value;
}

static bool skip_char(const char **at, const char *end, char c)
{
	if (*at == end || **at != c)
		return false;
	(*at)++;
	return true;
}

/* "08:49:37" as seconds of the day; -1 otherwise. 60 is a leap second. */
static int clock_at(const char **at, const char *end)
{
	int hour = digits_at(at, end, 2);
	int minute = skip_char(at, end, ':') ? digits_at(at, end, 2) : -1;
	int second = skip_char(at, end, ':') ? digits_at(at, end, 2) : -1;

	if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 ||
	    second > 60)
		return -1;
	return (hour * 60 + minute) * 60 + second;
}

static int month_at(const char **at, const char *end)
{
	int month;

	if (end - *at < 3)
		return 0;
	month = month_of((struct span){ *at, 3 });
	*at += 3;
	return month;
}

static bool date_in_range(int year, int month, int day)
{
	return year >= 1900 && month >= 1 && day >= 1 &&
	       day <= civil_month_days(year, month);
}

/* asctime(): "Nov  6 08:49:37 1994" after the day name. */
static bool asctime_parse(const char *at, const char *end, int64_t *out)
{
	int month = month_at(&at, end), day, clock, year;

	if (!month || !skip_char(&at, end, ' '))
		return false;
	day = skip_char(&at, end, ' ') ? digits_at(&at, end, 1)
				       : digits_at(&at, end, 2);
	if (!skip_char(&at, end, ' ') || (clock = clock_at(&at, end)) < 0 ||
	    !skip_char(&at, end, ' ') || (year = digits_at(&at, end, 4)) < 0)
		return false;
	if (at != end || !date_in_range(year, month, day))
		return false;
	*out = civil_to_days(year, month, day) * DAY_S + clock;
	return true;
}

/* "06 Nov 1994 08:49:37 GMT" and RFC 850's "06-Nov-94 08:49:37 GMT". */
static bool imf_date_parse(const char *at, const char *end, int64_t now,
			   int64_t *out)
{
	int     day = digits_at(&at, end, 2), month, year, clock;
	int64_t this_year;
	char    mark = at < end && *at == '-' ? '-' : ' ';

	if (day < 0 || !skip_char(&at, end, mark) ||
	    !(month = month_at(&at, end)) || !skip_char(&at, end, mark))
		return false;
	year = digits_at(&at, end, mark == '-' ? 2 : 4);
	if (year < 0 || !skip_char(&at, end, ' ') ||
	    (clock = clock_at(&at, end)) < 0)
		return false;
	if (end - at != 4 || memcmp(at, " GMT", 4) != 0)
		return false;
	if (mark == '-') {
		/* More than 50 years ahead is the past (RFC 9110 5.6.7). */
		int m, d;

		civil_from_days(now / DAY_S, &this_year, &m, &d);
		year += (int)(this_year / 100 * 100);
		if (year > this_year + 50)
			year -= 100;
	}
	if (!date_in_range(year, month, day))
		return false;
	*out = civil_to_days(year, month, day) * DAY_S + clock;
	return true;
}

static bool http_date_parse(struct span text, int64_t now, int64_t *out)
{
	const char *end = text.ptr + text.len;
	const char *comma = memchr(text.ptr, ',', text.len);

	if (comma) {
		const char *at = comma + 1;

		return skip_char(&at, end, ' ') &&
		       imf_date_parse(at, end, now, out);
	}
	if (text.len < 4 || text.ptr[3] != ' ')
		return false;
	return asctime_parse(text.ptr + 4, end, out);
}

#define RETRY_DIGITS_MAX 9 /* 31 years; longer numbers are cut to it */

bool retry_after_parse(struct span value, int64_t now, int64_t *seconds)
{
	struct span text = span_trim(value);
	int64_t     at = 0;
	size_t      n = 0;

	if (!text.len)
		return false;
	while (n < text.len && text.ptr[n] >= '0' && text.ptr[n] <= '9') {
		if (n < RETRY_DIGITS_MAX)
			at = at * 10 + (text.ptr[n] - '0');
		n++;
	}
	if (n == text.len) {
		*seconds = n > RETRY_DIGITS_MAX ? 999999999 : at;
		return true;
	}
	if (!http_date_parse(text, now, &at))
		return false;
	*seconds = at > now ? at - now : 0;
	return true;
}
