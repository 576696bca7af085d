#include "trends/period.h"

#include "base/mem.h"
#include "base/stamp.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>
#include <stdio.h>

static const struct period_case {
	const char *name;
	const char *text;
	const char *want; /* grain, from, to, base from, base to; or error */
} cases[] = {
	{ "a year", "2025",
	  "year 2025-01-01 2026-01-01 2024-01-01 2025-01-01" },
	{ "a quarter", "2025Q1",
	  "quarter 2025-01-01 2025-04-01 2024-01-01 2024-04-01" },
	{ "the last quarter", "2025Q4",
	  "quarter 2025-10-01 2026-01-01 2024-10-01 2025-01-01" },
	{ "a month of a leap year", "2024-02",
	  "month 2024-02-01 2024-03-01 2023-02-01 2023-03-01" },
	{ "a week", "2025-W10",
	  "week 2025-03-03 2025-03-10 2024-03-04 2024-03-11" },
	{ "a week 53 against week 52", "2020-W53",
	  "week 2020-12-28 2021-01-04 2019-12-23 2019-12-30" },
	{ "twelve months", "2025-03/12",
	  "months 2024-04-01 2025-04-01 2023-04-01 2024-04-01" },
	{ "three months over a new year", "2025-01/3",
	  "months 2024-11-01 2025-02-01 2023-11-01 2024-02-01" },
	{ "no fifth quarter", "2025Q5",
	  "period: expected 2025, 2025Q1, 2025-03, 2025-W10 or 2025-03/12,"
	  " found '2025Q5'" },
	{ "no week 53 in 2021", "2021-W53",
	  "period: expected 2025, 2025Q1, 2025-03, 2025-W10 or 2025-03/12,"
	  " found '2021-W53'" },
	{ "no month 0", "2025-00",
	  "period: expected 2025, 2025Q1, 2025-03, 2025-W10 or 2025-03/12,"
	  " found '2025-00'" },
	{ "nothing behind it", "2025-03-01",
	  "period: expected 2025, 2025Q1, 2025-03, 2025-W10 or 2025-03/12,"
	  " found '2025-03-01'" },
	{ "no words", "spring",
	  "period: expected 2025, 2025Q1, 2025-03, 2025-W10 or 2025-03/12,"
	  " found 'spring'" },
	{ "not empty", "",
	  "period: expected 2025, 2025Q1, 2025-03, 2025-W10 or 2025-03/12,"
	  " found ''" },
	{ "not absent", NULL,
	  "period: expected 2025, 2025Q1, 2025-03, 2025-W10 or 2025-03/12,"
	  " found nothing" },
};

static void print_period(const struct period *p, char *out, size_t size)
{
	const int64_t days[] = { p->from_day, p->to_day, p->base_from,
				 p->base_to };
	int           n = snprintf(out, size, "%s", grain_name(p->grain));

	for (size_t i = 0; i < ARRAY_LEN(days); i++) {
		char day[STAMP_SIZE];

		stamp_format(stamp_from_days(days[i]), day);
		n += snprintf(out + n, size - (size_t)n, " %s", day);
	}
}

static void period_is_read(void **state)
{
	const struct period_case *c = *state;
	struct period             p;
	struct error              err = ERROR_INIT;
	char                      got[ERROR_SIZE];

	if (period_parse(span_of(c->text), &p, &err))
		print_period(&p, got, sizeof(got));
	else
		snprintf(got, sizeof(got), "%s", err.text);

	assert_string_equal(got, c->want);
}

static void a_label_is_read_as_the_period_it_was_made_of(void **state)
{
	static const enum grain grains[] = { GRAIN_YEAR, GRAIN_QUARTER,
					     GRAIN_MONTH, GRAIN_WEEK };

	(void)state;
	for (size_t g = 0; g < ARRAY_LEN(grains); g++) {
		for (int64_t day = 10000; day < 30000; day++) {
			char          label[PERIOD_SIZE];
			struct period p;

			period_format(grains[g], day, label);

			assert_true(period_parse(span_of(label), &p, NULL));
			assert_int_equal(p.grain, grains[g]);
			assert_true(p.from_day <= day && day < p.to_day);
		}
	}
}

int main(void)
{
	struct CMUnitTest tests[ARRAY_LEN(cases) + 1] = { 0 };

	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		tests[i].name = cases[i].name;
		tests[i].test_func = period_is_read;
		tests[i].initial_state = (void *)&cases[i];
	}
	tests[ARRAY_LEN(cases)] = (struct CMUnitTest)cmocka_unit_test(
		a_label_is_read_as_the_period_it_was_made_of);
	return cmocka_run_group_tests_name("period", tests, NULL, NULL);
}
