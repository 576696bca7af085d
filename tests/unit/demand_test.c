#include "trends/demand.h"
#include "trends/weight.h"

#include "base/mem.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>
#include <math.h>
#include <string.h>

#define ROWS_MAX 1000

/* Rows as they come: so many ads, of seven employers. */
struct batch {
	bool              is_cur;
	enum source_class source;
	int               ads;
	int               copies; /* more ads of each posting, in that source */
	enum source_class copied_to;
	bool              is_plain; /* neither asks nor names */
	bool              is_named_only;
	bool              is_new_word; /* the dictionary before knew nothing of it */
};

static const struct world {
	const char  *name;
	bool         is_share;
	struct batch batches[6];
	double       value, naive;
	double       sources, health, duplicates, context, denominator,
		definition;
} worlds[] = {
	{ "steady sources give the plain ratio", false,
	  { { .is_cur = true, .ads = 50 }, { .ads = 40 } },
	  0.25, 0.25, 0, 0, 0, 0, 0, 0 },
	{ "a source that enters", false,
	  { { .is_cur = true, .ads = 44 }, { .ads = 40 },
	    { .is_cur = true, .source = SOURCE_MOVED, .ads = 100 } },
	  0.1, 2.6, 1.18562366565774, 0, 0, 0, 0, 0 },
	{ "a source that fails", false,
	  { { .is_cur = true, .ads = 40 }, { .ads = 40 },
	    { .source = SOURCE_SICK, .ads = 60 } },
	  0.0, -0.6, 0, -0.916290731874155, 0, 0, 0, 0 },
	{ "copies", false,
	  { { .is_cur = true, .ads = 40, .copies = 1 }, { .ads = 40 } },
	  0.0, 1.0, 0, 0, 0.693147180559945, 0, 0, 0 },
	{ "a notice that names the skill", false,
	  { { .is_cur = true, .ads = 40 }, { .ads = 40 },
	    { .is_cur = true, .ads = 80, .is_named_only = true } },
	  0.0, 2.0, 0, 0, 0, 1.09861228866811, 0, 0 },
	{ "a word that an earlier dictionary did not have", false,
	  { { .is_cur = true, .ads = 60 }, { .ads = 40 },
	    { .ads = 20, .is_new_word = true } },
	  0.0, 0.5, 0, 0, 0, 0, 0, 0.405465108108164 },
	{ "a word that was only named, copied, by two dictionaries", false,
	  { { .is_cur = true, .ads = 40 }, { .ads = 40, .copies = 1 },
	    { .is_cur = true, .ads = 40, .is_named_only = true },
	    { .ads = 40, .copies = 1, .is_named_only = true,
	      .is_new_word = true } },
	  0.0, 0.0, 0, 0, -0.693147180559945, 0.346573590279973, 0,
	  0.346573590279973 },
	{ "a share whose denominator grew elsewhere", true,
	  { { .is_cur = true, .ads = 40 }, { .ads = 40 },
	    { .is_cur = true, .ads = 60, .is_plain = true },
	    { .ads = 60, .is_plain = true },
	    { .is_cur = true, .source = SOURCE_MOVED, .ads = 100,
	      .is_plain = true } },
	  0.0, -0.5, 0, 0, 0, 0, -0.693147180559945, 0 },
};

static size_t make_rows(const struct world *w, struct demand_row *rows)
{
	static const char *const names[] = { "a", "b", "c", "d",
					     "e", "f", "g" };
	size_t  n = 0;
	int64_t posting = 0;

	for (size_t b = 0; b < ARRAY_LEN(w->batches); b++) {
		const struct batch *batch = &w->batches[b];

		for (int i = 0; i < batch->ads; i++) {
			posting++;
			for (int copy = 0; copy <= batch->copies; copy++)
				rows[n++] = (struct demand_row){
					.is_cur = batch->is_cur,
					.source = copy ? batch->copied_to
						       : batch->source,
					.posting = posting,
					.employer = span_of(names[i % 7]),
					.is_asked = !batch->is_plain &&
						    !batch->is_named_only,
					.is_named = !batch->is_plain,
					.was_asked = !batch->is_plain &&
						     !batch->is_named_only &&
						     !batch->is_new_word,
					.was_named = !batch->is_plain &&
						     !batch->is_new_word,
				};
		}
	}
	return n;
}

static void world_is_taken_apart(void **state)
{
	const struct world *w = *state;
	struct demand_row   rows[ROWS_MAX];
	struct demand_cell  got;
	double              sum = 0;

	demand_compute(rows, make_rows(w, rows), w->is_share, &got);

	assert_float_equal(got.value, w->value, 1e-9);
	assert_float_equal(got.naive, w->naive, 1e-9);
	assert_float_equal(got.bridge[BRIDGE_SOURCES], w->sources, 1e-9);
	assert_float_equal(got.bridge[BRIDGE_HEALTH], w->health, 1e-9);
	assert_float_equal(got.bridge[BRIDGE_DUPLICATES], w->duplicates, 1e-9);
	assert_float_equal(got.bridge[BRIDGE_CONTEXT], w->context, 1e-9);
	assert_float_equal(got.bridge[BRIDGE_DENOMINATOR], w->denominator,
			   1e-9);
	assert_float_equal(got.bridge[BRIDGE_DEFINITION], w->definition,
			   1e-9);
	for (int i = 0; i < BRIDGE_PARTS; i++)
		sum += got.bridge[i];
	assert_float_equal(sum, log(1 + got.naive), 1e-9);
	assert_true(got.lo < got.value && got.value < got.hi);
	assert_false(got.is_small);
}

static void nothing_is_not_zero(void **state)
{
	struct demand_cell got;

	(void)state;
	demand_compute(NULL, 0, false, &got);

	assert_true(isnan(got.value) && isnan(got.lo) && isnan(got.naive));
	assert_true(isnan(got.top_employer_share));
	assert_int_equal(got.n, 0);
	assert_true(got.is_small);
}

static void a_base_of_nothing_has_no_change(void **state)
{
	const struct world w = { .batches = { { .is_cur = true, .ads = 20 } } };
	struct demand_row  rows[ROWS_MAX];
	struct demand_cell got;

	(void)state;
	demand_compute(rows, make_rows(&w, rows), false, &got);

	assert_true(isnan(got.value) && isnan(got.naive));
	assert_int_equal(got.n, 20);
}

/* Also names that are not read as words at once. */
static void weights_of_all_replicates_are_those_of_each(void **state)
{
	const struct span name = SPAN("gesellschaft fuer angewandte forschung "
				      "\xc3\xa4 und entwicklung mbh, muenchen");

	(void)state;
	for (size_t len = 0; len <= name.len; len++) {
		struct span part = { name.ptr, len };
		uint8_t     got[200];

		bootstrap_weights(part, ARRAY_LEN(got), got);

		for (int r = 1; r <= (int)ARRAY_LEN(got); r++)
			assert_int_equal(got[r - 1], bootstrap_weight(part, r));
	}
}

static void weights_are_poisson_with_mean_one(void **state)
{
	double sum = 0, squares = 0;
	int    n = 20000;

	(void)state;
	for (int r = 1; r <= n; r++) {
		int w = bootstrap_weight(SPAN("acme"), r);

		sum += w;
		squares += (double)w * w;
	}

	assert_float_equal(sum / n, 1, 0.03);
	assert_float_equal(squares / n - sum / n * sum / n, 1, 0.05);
}

int main(void)
{
	struct CMUnitTest tests[ARRAY_LEN(worlds) + 4] = { 0 };
	size_t            n = 0;

	for (; n < ARRAY_LEN(worlds); n++) {
		tests[n].name = worlds[n].name;
		tests[n].test_func = world_is_taken_apart;
		tests[n].initial_state = (void *)&worlds[n];
	}
	tests[n++] = (struct CMUnitTest)cmocka_unit_test(nothing_is_not_zero);
	tests[n++] = (struct CMUnitTest)cmocka_unit_test(
		a_base_of_nothing_has_no_change);
	tests[n++] = (struct CMUnitTest)cmocka_unit_test(
		weights_are_poisson_with_mean_one);
	tests[n++] = (struct CMUnitTest)cmocka_unit_test(
		weights_of_all_replicates_are_those_of_each);
	return cmocka_run_group_tests_name("demand", tests, NULL, NULL);
}
