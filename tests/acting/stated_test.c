/*
 * What ads said before and say no more is noticed; what they never said is not.
 */
#include "base/mem.h"
#include "daemon/stated.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

static const struct stated_case {
	const char *name;
	int32_t     was[STATED_VALUES], is_now[STATED_VALUES];
	const char *want; /* NULL: nothing is lost */
} cases[] = {
	{ "places are lost", { 5, 5, 5, 5 }, { 6, 1, 6, 6 },
	  "the place is said by 1 of 6 ads, before by 5 of 5" },
	{ "texts are lost", { 10, 0, 8, 0 }, { 10, 0, 0, 0 },
	  "the text is said by 0 of 10 ads, before by 8 of 10" },
	{ "dates are lost on a page of one ad", { 1, 1, 1, 1 }, { 1, 1, 1, 0 },
	  "the date is said by 0 of 1 ads, before by 1 of 1" },
	{ "half of the places are no loss", { 4, 4, 4, 4 }, { 4, 2, 4, 4 },
	  NULL },
	{ "what few said is no loss", { 10, 7, 10, 10 }, { 10, 0, 10, 10 },
	  NULL },
	{ "no ads are no loss", { 5, 5, 5, 5 }, { 0, 0, 0, 0 }, NULL },
	{ "the first time is no loss", { 0, 0, 0, 0 }, { 5, 0, 0, 0 }, NULL },
	{ "more is no loss", { 5, 0, 5, 0 }, { 5, 5, 5, 5 }, NULL },
	{ "large numbers", { 2000000000, 2000000000, 0, 0 },
	  { 2000000000, 0, 0, 0 },
	  "the place is said by 0 of 2000000000 ads, before by 2000000000 of "
	  "2000000000" },
};

static void loss_is_noticed(void **state)
{
	const struct stated_case *c = *state;
	char                      note[STATED_NOTE_SIZE] = "";

	bool is_lost = stated_lost(c->was, c->is_now, note);

	assert_int_equal(is_lost, c->want != NULL);
	if (c->want)
		assert_string_equal(note, c->want);
}

static void ads_are_counted(void **state)
{
	struct findings    found = FINDINGS_INIT;
	struct ad_location place = { .text = SPAN("Turku") };
	int32_t            got[STATED_VALUES];

	(void)state;
	findings_add_ad(&found)->description = SPAN("You weave.");
	findings_add_ad(&found)->locations = &place;
	found.ads[1].n_locations = 1;
	found.ads[1].posted_at = (struct stamp){
		.at = 1, .precision = STAMP_DATE
	};

	stated_count(&found, got);

	assert_int_equal(got[0], 2);
	assert_int_equal(got[1], 1);
	assert_int_equal(got[2], 1);
	assert_int_equal(got[3], 1);
	findings_deinit(&found);
}

int main(void)
{
	struct CMUnitTest tests[ARRAY_LEN(cases) + 1] = { 0 };

	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		tests[i].name = cases[i].name;
		tests[i].test_func = loss_is_noticed;
		tests[i].initial_state = (void *)&cases[i];
	}
	tests[ARRAY_LEN(cases)] = (struct CMUnitTest){
		.name = "ads are counted", .test_func = ads_are_counted
	};
	return cmocka_run_group_tests_name("stated", tests, NULL, NULL);
}
