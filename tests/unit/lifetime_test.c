#include "trends/lifetime.h"

#include "base/mem.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define LIVES 3000

/* A minimal generator, so that the lives are the same everywhere. */
static uint64_t next(uint64_t *state)
{
	*state = *state * 6364136223846793005u + 1442695040888963407u;
	return *state >> 33;
}

static int life(uint64_t *state, int least, double mean)
{
	double u = ((double)next(state) + 0.5) / 2147483648.0;

	return least + (int)(-mean * log(u));
}

static int compare_ints(const void *a, const void *b)
{
	return *(const int *)a - *(const int *)b;
}

/* Lives of a year as visits so far apart would show them. */
struct watching {
	const char *name;
	int         gap;
	double      tolerance; /* days, of the median */
};

static const struct watching watchings[] = {
	{ "daily visits", 1, 0.6 },
	{ "visits every third day", 3, 1.0 },
	{ "visits every week", 7, 1.5 },
	{ "visits every 30 days", 30, 3.0 },
};

static size_t watch(const struct watching *w, struct life_row *rows, int *lives)
{
	uint64_t state = 11;
	size_t   n = 0;

	for (int i = 0; i < LIVES; i++) {
		int born = (int)(next(&state) % 365);
		int dies, first, last;

		lives[i] = life(&state, 5, 30);
		dies = born + lives[i];
		first = (born + w->gap - 1) / w->gap * w->gap;
		if (first >= dies)
			continue;
		last = (dies - 1) / w->gap * w->gap;
		if (last > 420)
			last = 420 / w->gap * w->gap;
		rows[n++] = (struct life_row){
			.gap = w->gap,
			.seen = last - first,
			.absent = w->gap,
			.exit = last + w->gap <= 420 ? LIFE_REMOVED : LIFE_OPEN,
			.cluster = i % LIFE_CLUSTERS,
			.count = 1,
		};
	}
	qsort(lives, LIVES, sizeof(*lives), compare_ints);
	return n;
}

static void medians_are_found(void **state)
{
	const struct watching *w = *state;
	struct life_row       *rows = xcalloc(LIVES, sizeof(*rows));
	int                    lives[LIVES];
	size_t                 n = watch(w, rows, lives);
	struct lifetime        got;

	lifetime_compute(rows, n, &got);

	if (fabs(got.days[0] - lives[LIVES / 2]) > w->tolerance)
		fail_msg("median: expected %d, got %.2f", lives[LIVES / 2],
			 got.days[0]);
	if (fabs(got.days[1] - lives[LIVES * 3 / 4]) > 2 * w->tolerance)
		fail_msg("75 %%: expected %d, got %.2f", lives[LIVES * 3 / 4],
			 got.days[1]);
	for (int q = 0; q < LIFE_QUANTILES; q++)
		assert_true(got.lo[q] < got.days[q] && got.days[q] < got.hi[q] &&
			    got.hi[q] < 1.3 * got.lo[q]);
	free(rows);
}

/*
 * Where every day is seen, without smoothing, it is Kaplan and Meier's: 1958,
 * section 1, eight items with losses: deaths at 0.8, 3.1, 5.4 and 9.2, losses
 * at 1.0, 2.7, 7.0 and 12.1 give 1 - F = 7/8, 7/10, 21/40, 21/80. The same
 * with whole days, each item ten times, for at least ten endings.
 */
static void exact_days_give_the_product_limit(void **state)
{
	static const int deaths[] = { 8, 31, 54, 92 };
	static const int losses[] = { 10, 27, 70, 121 };
	struct life_row  rows[8];
	struct lifetime  got;

	(void)state;
	for (int i = 0; i < 4; i++) {
		rows[i] = (struct life_row){ .gap = 1, .seen = deaths[i] - 1,
					     .absent = 1, .exit = LIFE_REMOVED,
					     .cluster = i, .count = 10 };
		rows[4 + i] = (struct life_row){ .gap = 1, .seen = losses[i],
						 .exit = LIFE_OPEN,
						 .cluster = i, .count = 10 };
	}

	lifetime_compute(rows, 8, &got);

	assert_float_equal(got.removed_within[0], 1.0 / 8, 2e-3);
	assert_float_equal(got.removed_within[1], 19.0 / 40, 2e-3);
	assert_float_equal(got.removed_within[2], 19.0 / 40, 2e-3);
	assert_true(got.days[0] > 91 && got.days[0] < 93);
	assert_true(isnan(got.days[2])); /* 21 of 80 were never seen to end */
	assert_float_equal(got.exits[LIFE_OPEN], 40, 0);
}

/*
 * Two ways to end, each with a constant hazard: of all that end, the removed
 * have their share at any time (Aalen 1978).
 */
static void exits_compete(void **state)
{
	struct life_row rows[2 * 60];
	struct lifetime got;
	double          left = 1200;

	(void)state;
	for (int t = 0; t < 60; t++) {
		double ended = left * 0.04;

		rows[2 * t] = (struct life_row){ .gap = 1, .seen = t,
						 .absent = 1, .cluster = t,
						 .exit = LIFE_REMOVED,
						 .count = ended * 0.75 };
		rows[2 * t + 1] = (struct life_row){ .gap = 1, .seen = t,
						     .absent = 1,
						     .exit = LIFE_EXPIRED,
						     .cluster = t,
						     .count = ended * 0.25 };
		left -= ended;
	}

	lifetime_compute(rows, 120, &got);

	assert_float_equal(got.removed_within[0] / got.ended_within[0], 0.75,
			   1e-3);
	assert_true(got.ended_within[0] > 0.7);
	assert_float_equal(got.ended_within[1], 1, 1e-3);
}

/*
 * Everybody is met at the age of 40 days, so nothing shorter was met at all: the
 * curve says nothing of the time before but that who was met lives on for long.
 */
static void who_was_met_late_lived_until_then(void **state)
{
	struct life_row rows[40];
	struct lifetime got;

	(void)state;
	for (int i = 0; i < 40; i++)
		rows[i] = (struct life_row){ .age = i % 2 ? 40 : 0, .gap = 1,
					     .seen = i % 2 ? i : i * 2,
					     .absent = 1, .cluster = i,
					     .exit = LIFE_REMOVED, .count = 1 };

	lifetime_compute(rows, 40, &got);

	/* Of those met when born, 15 of 20 are over by day 60. */
	assert_true(got.days[0] > 20 && got.days[0] < 60);
}

static void hostile_rows_are_survived(void **state)
{
	static const struct life_row rows[] = {
		{ -5, -5, -5, -5, LIFE_REMOVED, -1, 20 },
		{ 1 << 30, 1, 1 << 30, 1 << 30, LIFE_REMOVED, 1 << 30, 20 },
		{ 0, 1 << 30, 0, 1 << 30, LIFE_EXPIRED, 3, 20 },
		{ 0, 45, 999, 1, LIFE_DEAD, 3, 20 },
		{ 400, 1, 600, 5, LIFE_UNKNOWN, 3, 0 },
	};
	struct lifetime got;

	(void)state;
	lifetime_compute(NULL, 0, &got);
	assert_true(isnan(got.days[0]) && got.n == 0);
	lifetime_compute(rows, ARRAY_LEN(rows), &got);
	assert_float_equal(got.n, 80, 0);
	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		lifetime_compute(&rows[i], 1, &got);
}

static void all_censored_has_no_answer(void **state)
{
	struct life_row rows[30];
	struct lifetime got;

	(void)state;
	for (int i = 0; i < 30; i++)
		rows[i] = (struct life_row){ .gap = 3, .seen = i,
					     .exit = i % 2 ? LIFE_OPEN
							   : LIFE_DEAD,
					     .cluster = i, .count = 1 };
	lifetime_compute(rows, 30, &got);

	assert_true(isnan(got.days[0]) && isnan(got.ended_within[0]));
	assert_float_equal(got.exits[LIFE_DEAD], 15, 0);
}

int main(void)
{
	struct CMUnitTest tests[ARRAY_LEN(watchings) + 5] = { 0 };
	size_t            n = 0;

	for (; n < ARRAY_LEN(watchings); n++) {
		tests[n].name = watchings[n].name;
		tests[n].test_func = medians_are_found;
		tests[n].initial_state = (void *)&watchings[n];
	}
	tests[n++] = (struct CMUnitTest)cmocka_unit_test(
		exact_days_give_the_product_limit);
	tests[n++] = (struct CMUnitTest)cmocka_unit_test(exits_compete);
	tests[n++] = (struct CMUnitTest)cmocka_unit_test(
		who_was_met_late_lived_until_then);
	tests[n++] = (struct CMUnitTest)cmocka_unit_test(
		hostile_rows_are_survived);
	tests[n++] = (struct CMUnitTest)cmocka_unit_test(
		all_censored_has_no_answer);
	return cmocka_run_group_tests_name("lifetime", tests, NULL, NULL);
}
