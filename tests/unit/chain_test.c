#include "trends/chain.h"

#include "base/mem.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>
#include <math.h>
#include <string.h>

#define ROWS_MAX 400

struct panel {
	struct chain_month rows[ROWS_MAX];
	size_t             n;
};

/* A source that is healthy from one month to another with one count. */
static void put(struct panel *p, int source, int from, int to, double asked)
{
	for (int month = from; month <= to; month++)
		p->rows[p->n++] = (struct chain_month){ source, month, asked,
							2 * asked };
}

static void set(struct panel *p, int source, int month, double asked)
{
	for (size_t i = 0; i < p->n; i++) {
		if (p->rows[i].source == source && p->rows[i].month == month)
			p->rows[i].asked = asked;
	}
}

static double value(const struct panel *p, int k, enum chain_estimator e)
{
	struct chain_estimate got[CHAINS];

	chain_compute(p->rows, p->n, k, false, got);
	return got[e].value;
}

static void one_panel_has_one_answer(void **state)
{
	(void)state;
	for (int k = 1; k <= 60; k += 59) {
		struct panel p = { .n = 0 };

		put(&p, 0, 0, k + 11, 10);
		put(&p, 1, 0, k + 11, 30);
		set(&p, 1, k + 11, 70);
		for (int e = 0; e < CHAINS; e++)
			assert_float_equal(value(&p, k, (enum chain_estimator)e),
					   40.0 / (40 * k), 1e-12);
	}
}

/*
 * A source enters in month 6 with ten times what it will have. The chain takes
 * the fall over, 200 / 1100; of the 13 ways from month 0 to 12 one alone goes
 * by month 6, so GEKS has the 13th root of it.
 */
static void a_pile_makes_the_chain_drift(void **state)
{
	struct panel          p = { .n = 0 };
	struct chain_estimate got[CHAINS];

	(void)state;
	put(&p, 0, 0, 12, 100);
	put(&p, 1, 6, 12, 100);
	set(&p, 1, 6, 1000);

	chain_compute(p.rows, p.n, 1, false, got);

	assert_float_equal(got[CHAIN_DIRECT].value, 0, 1e-12);
	assert_float_equal(got[CHAIN_CHAINED].value, 2.0 / 11 - 1, 1e-12);
	assert_float_equal(got[CHAIN_CHAINED].drift, log(2.0 / 11), 1e-12);
	assert_float_equal(got[CHAIN_GEKS].drift, log(2.0 / 11) / 13, 1e-12);
	assert_int_equal(got[CHAIN_DIRECT].sources, 1);
	assert_int_equal(got[CHAIN_CHAINED].sources, 2);
}

/* Two sources that overlap in one month hold the year together. */
static void what_is_not_compared_directly_is_compared_by_ways(void **state)
{
	struct panel p = { .n = 0 };

	(void)state;
	put(&p, 0, 0, 4, 50);
	put(&p, 0, 5, 5, 100);
	put(&p, 1, 5, 11, 400);
	put(&p, 1, 12, 12, 300);

	assert_true(isnan(value(&p, 1, CHAIN_DIRECT)));
	assert_float_equal(value(&p, 1, CHAIN_CHAINED), 0.5, 1e-12);
	assert_float_equal(value(&p, 1, CHAIN_GEKS), 0.5, 1e-12);
}

static void months_that_do_not_hang_together_have_no_answer(void **state)
{
	struct panel p = { .n = 0 };

	(void)state;
	put(&p, 0, 0, 5, 50);
	put(&p, 1, 6, 12, 50);

	for (int e = 0; e < CHAINS; e++)
		assert_true(isnan(value(&p, 1, (enum chain_estimator)e)));
}

/* A month in which nobody was healthy ends the chain, not GEKS. */
static void a_hole_ends_the_chain(void **state)
{
	struct panel p = { .n = 0 };

	(void)state;
	put(&p, 0, 0, 6, 50);
	put(&p, 0, 8, 12, 100);

	assert_true(isnan(value(&p, 1, CHAIN_CHAINED)));
	assert_true(isnan(value(&p, 1, CHAIN_GEKS))); /* nothing of month 7 */
	put(&p, 1, 0, 0, 7);
	put(&p, 1, 7, 7, 7);
	assert_true(isnan(value(&p, 1, CHAIN_CHAINED)));
	assert_float_equal(value(&p, 1, CHAIN_GEKS), 1, 1e-12);
}

/* ---- against the formulas as they are printed ---- */

static double total_log(const struct panel *p, int a, int b)
{
	double from = 0, to = 0;

	for (size_t i = 0; i < p->n; i++) {
		for (size_t j = 0; j < p->n; j++) {
			if (p->rows[i].source != p->rows[j].source ||
			    p->rows[i].month != a || p->rows[j].month != b)
				continue;
			from += p->rows[i].asked;
			to += p->rows[j].asked;
		}
	}
	return log(to / from);
}

/* The geometric mean over all ways by a third month of a window. */
static double way(const struct panel *p, int window, int a, int b)
{
	double sum = 0;

	for (int l = window; l < window + 13; l++)
		sum += total_log(p, a, l) + total_log(p, l, b);
	return sum / 13;
}

static void the_mean_splice_is_as_printed(void **state)
{
	struct panel p = { .n = 0 };
	double       level[15] = { 0 };
	double       cur = 0, base = 0;

	(void)state;
	put(&p, 0, 0, 14, 100);
	put(&p, 1, 3, 14, 40);
	put(&p, 2, 0, 9, 70);
	for (int i = 0; i < 15; i++)
		set(&p, i % 3, i, 30 + 17 * (i * i % 11));
	for (int t = 1; t < 13; t++)
		level[t] = way(&p, 0, 0, t);
	for (int t = 13; t < 15; t++) {
		for (int l = t - 12; l < t; l++)
			level[t] += (level[l] + way(&p, t - 12, l, t)) / 12;
	}
	for (int t = 0; t < 3; t++) {
		base += exp(level[t]);
		cur += exp(level[t + 12]);
	}

	assert_true(fabs(value(&p, 3, CHAIN_GEKS) - (cur / base - 1)) < 1e-12);
}

/* Without one: 0, without the other: ln 2. Their spread is ln 2 / 2. */
static void the_interval_is_a_jackknife(void **state)
{
	struct panel          p = { .n = 0 };
	struct chain_estimate got[CHAINS];

	(void)state;
	put(&p, 0, 0, 12, 100);
	put(&p, 1, 0, 12, 100);
	set(&p, 0, 12, 200);

	chain_compute(p.rows, p.n, 1, false, got);

	for (int e = 0; e < CHAINS; e++) {
		assert_float_equal(got[e].value, 0.5, 1e-12);
		assert_float_equal(log(1 + got[e].hi),
				   log(1.5) + 12.7062 * log(2) / 2, 1e-9);
		assert_float_equal(log(1 + got[e].lo),
				   log(1.5) - 12.7062 * log(2) / 2, 1e-9);
	}
}

static void a_share_is_over_all_ads_of_the_same_sources(void **state)
{
	struct panel          p = { .n = 0 };
	struct chain_estimate got[CHAINS];

	(void)state;
	put(&p, 0, 0, 11, 100);
	put(&p, 0, 12, 12, 300); /* so all ads triple, too */

	chain_compute(p.rows, p.n, 1, true, got);

	for (int e = 0; e < CHAINS; e++)
		assert_float_equal(got[e].value, 0, 1e-12);
}

static void nothing_and_one_source_have_no_interval(void **state)
{
	struct panel          p = { .n = 0 };
	struct chain_estimate got[CHAINS];

	(void)state;
	chain_compute(NULL, 0, 1, false, got);
	for (int e = 0; e < CHAINS; e++)
		assert_true(isnan(got[e].value) && got[e].sources == 0);

	put(&p, 0, 0, 12, 5);
	chain_compute(p.rows, p.n, 1, false, got);
	for (int e = 0; e < CHAINS; e++) {
		assert_float_equal(got[e].value, 0, 1e-12);
		assert_true(isnan(got[e].lo) && isnan(got[e].hi));
	}

	set(&p, 0, 0, 0); /* a base of nothing has no change */
	chain_compute(p.rows, p.n, 1, false, got);
	for (int e = 0; e < CHAINS; e++)
		assert_true(isnan(got[e].value));
}

static void students_quantiles(void **state)
{
	static const struct {
		double degrees, want;
	} rows[] = { { 1, 12.706 }, { 2, 4.303 },  { 3, 3.182 },
		     { 5, 2.571 },  { 19, 2.093 }, { 1000, 1.962 } };

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		assert_float_equal(student_95(rows[i].degrees), rows[i].want,
				   0.005 * rows[i].want);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(one_panel_has_one_answer),
		cmocka_unit_test(a_pile_makes_the_chain_drift),
		cmocka_unit_test(
			what_is_not_compared_directly_is_compared_by_ways),
		cmocka_unit_test(
			months_that_do_not_hang_together_have_no_answer),
		cmocka_unit_test(a_hole_ends_the_chain),
		cmocka_unit_test(the_mean_splice_is_as_printed),
		cmocka_unit_test(the_interval_is_a_jackknife),
		cmocka_unit_test(a_share_is_over_all_ads_of_the_same_sources),
		cmocka_unit_test(nothing_and_one_source_have_no_interval),
		cmocka_unit_test(students_quantiles),
	};

	return cmocka_run_group_tests_name("chain", tests, NULL, NULL);
}
