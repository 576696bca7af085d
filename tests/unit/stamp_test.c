#include "base/stamp.h"

#include "base/mem.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>
#include <string.h>

typedef bool stamp_parse_fn(struct span text, struct stamp *out);

static const struct stamp_case {
	const char     *name;
	stamp_parse_fn *parse;
	const char     *text;
	const char     *want; /* as written again; NULL: refused */
} cases[] = {
	{ "a day stays a day", stamp_parse_iso, "2025-01-03", "2025-01-03" },
	{ "a day without dashes", stamp_parse_iso, "20250103", "2025-01-03" },
	{ "an instant in UTC", stamp_parse_iso, "2025-01-03T06:00:00Z",
	  "2025-01-03T06:00:00Z" },
	{ "the source's offset is kept", stamp_parse_iso,
	  "2026-07-16T23:55:32-04:00", "2026-07-16T23:55:32-04:00" },
	{ "offset without colon", stamp_parse_iso, "2025-01-03 06:00:00.5+0530",
	  "2025-01-03T06:00:00+05:30" },
	{ "fractions are cut", stamp_parse_iso, "2026-04-20T22:43:56.531+00:00",
	  "2026-04-20T22:43:56Z" },
	{ "no seconds, no offset", stamp_parse_iso, "2026-12-31T23:59",
	  "2026-12-31T23:59:00Z" },
	{ "a leap day", stamp_parse_iso, "2024-02-29", "2024-02-29" },
	{ "no leap day", stamp_parse_iso, "2025-02-29", NULL },
	{ "1900 had no leap day", stamp_parse_iso, "1900-02-29", NULL },
	{ "month 13", stamp_parse_iso, "2025-13-01", NULL },
	{ "hour 25", stamp_parse_iso, "2025-01-03T25:00:00Z", NULL },
	{ "words", stamp_parse_iso, "yesterday", NULL },
	{ "empty", stamp_parse_iso, "", NULL },
	{ "text behind the time", stamp_parse_iso, "2025-01-03T06:00:00Zulu!",
	  NULL },
	{ "feed date", stamp_parse_rfc822, "Tue, 11 Aug 2026 07:30:41 +0000",
	  "2026-08-11T07:30:41Z" },
	{ "feed date with a short hour", stamp_parse_rfc822,
	  "Sun, 24 May 2026 7:00:00 GMT", "2026-05-24T07:00:00Z" },
	{ "feed date in a named zone", stamp_parse_rfc822,
	  "Fri, 3 Jan 2025 06:00:00 EST", "2025-01-03T06:00:00-05:00" },
	{ "feed date with a short year", stamp_parse_rfc822,
	  "03 Jan 25 06:00 GMT", "2025-01-03T06:00:00Z" },
	{ "feed date without a time", stamp_parse_rfc822, "03 Jan 2025",
	  "2025-01-03" },
	{ "feed date on no day", stamp_parse_rfc822,
	  "Mon, 31 Feb 2025 06:00:00 GMT", NULL },
};

static void text_gives_stamp(void **state)
{
	const struct stamp_case *c = *state;
	struct stamp             got = { 0 };
	char                     text[STAMP_SIZE];

	if (!c->want) {
		assert_false(c->parse(span_of(c->text), &got));
		return;
	}
	assert_true(c->parse(span_of(c->text), &got));
	stamp_format(got, text);
	assert_string_equal(text, c->want);
}

static void days_and_dates_are_inverse(void **state)
{
	(void)state;
	for (int64_t days = -800000; days < 800000; days += 97) {
		int64_t year;
		int     month, day;

		civil_from_days(days, &year, &month, &day);
		assert_int_equal(civil_to_days(year, month, day), days);
	}
	assert_int_equal(civil_to_days(1970, 1, 1), 0);
	assert_int_equal(civil_to_days(2000, 3, 1), 11017);
}

static void weekdays_are_iso(void **state)
{
	(void)state;
	assert_int_equal(civil_weekday(civil_to_days(1970, 1, 1)), 4);
	assert_int_equal(civil_weekday(civil_to_days(2026, 11, 22)), 7);
	assert_int_equal(civil_weekday(civil_to_days(1969, 12, 29)), 1);
}

static void milliseconds_before_1970_round_down(void **state)
{
	(void)state;
	assert_int_equal(stamp_from_unix_ms(-1).at, -1);
	assert_int_equal(stamp_from_unix_ms(1764205361939).at, 1764205361);
}

int main(void)
{
	struct CMUnitTest tests[ARRAY_LEN(cases) + 3] = {
		[ARRAY_LEN(cases)] = cmocka_unit_test(days_and_dates_are_inverse),
		cmocka_unit_test(weekdays_are_iso),
		cmocka_unit_test(milliseconds_before_1970_round_down),
	};

	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		tests[i].name = cases[i].name;
		tests[i].test_func = text_gives_stamp;
		tests[i].initial_state = (void *)&cases[i];
	}
	return cmocka_run_group_tests_name("stamp", tests, NULL, NULL);
}
