#include "enrich/fingerprint.h"

#include "base/mem.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>
#include <stdlib.h>

#define TEXT                                                                   \
	"We build a search engine for scientific papers and look for a person " \
	"who trains ranking models, measures them with care and brings them to " \
	"production. You know Python well, have shipped models before and "     \
	"like to explain what you do to people who do not."

static const struct region berlin = { .code = "DE-BE", .city_id = 2950159 };
static const struct region munich = { .code = "DE-BY", .city_id = 2867714 };

static struct ad some_ad(void)
{
	return (struct ad){ .title = SPAN("Machine Learning Engineer"),
			    .description = SPAN(TEXT) };
}

static uint64_t print_of(const struct ad *ad, struct region first,
			 struct region second)
{
	struct region regions[] = { first, second };
	struct facts  facts = { .regions = regions,
				.n_regions = 2,
				.employer_key = SPAN("acme") };

	return fingerprint_of(ad, &facts);
}

static void case_and_spaces_do_not_count(void **state)
{
	struct ad a = some_ad();
	struct ad b = some_ad();

	(void)state;
	b.title = SPAN("Machine  learning engineer (m/w/d)");
	b.description = SPAN("  " TEXT " \n\n");

	assert_true(print_of(&a, berlin, munich) != 0);
	assert_true(print_of(&a, berlin, munich) ==
		    print_of(&b, berlin, munich));
}

static void places_are_a_set(void **state)
{
	struct ad a = some_ad();

	(void)state;
	assert_true(print_of(&a, berlin, munich) ==
		    print_of(&a, munich, berlin));
	assert_true(print_of(&a, berlin, berlin) !=
		    print_of(&a, berlin, munich));
}

static void requisitions_are_kept_apart(void **state)
{
	struct ad a = some_ad();
	struct ad b = some_ad();

	(void)state;
	a.requisition_id = SPAN("R-1");
	b.requisition_id = SPAN("R-2");

	assert_true(print_of(&a, berlin, munich) !=
		    print_of(&b, berlin, munich));
}

static void employers_are_kept_apart(void **state)
{
	struct ad    a = some_ad();
	struct facts one = { .employer_key = SPAN("acme") };
	struct facts two = { .employer_key = SPAN("bcme") };

	(void)state;
	assert_true(fingerprint_of(&a, &one) != fingerprint_of(&a, &two));
}

static void unknown_places_count_as_written(void **state)
{
	struct ad_location here = { .text = SPAN("Moon base") };
	struct ad_location there = { .text = SPAN("Mars base") };
	struct ad          a = some_ad();
	struct ad          b = some_ad();
	struct facts       facts = { .employer_key = SPAN("acme") };

	(void)state;
	a.locations = &here;
	b.locations = &there;
	a.n_locations = b.n_locations = 1;

	assert_true(fingerprint_of(&a, &facts) != fingerprint_of(&b, &facts));
}

static void too_little_text_has_none(void **state)
{
	struct ad    a = some_ad();
	struct facts nobody = { .employer_key = { NULL, 0 } };

	(void)state;
	assert_true(fingerprint_of(&a, &nobody) == 0);
	a.description = SPAN("Apply now!");
	assert_true(print_of(&a, berlin, munich) == 0);
	a.description = (struct span){ NULL, 0 };
	assert_true(print_of(&a, berlin, munich) == 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(case_and_spaces_do_not_count),
		cmocka_unit_test(places_are_a_set),
		cmocka_unit_test(requisitions_are_kept_apart),
		cmocka_unit_test(employers_are_kept_apart),
		cmocka_unit_test(unknown_places_count_as_written),
		cmocka_unit_test(too_little_text_has_none),
	};

	return cmocka_run_group_tests_name("fingerprint", tests, NULL, NULL);
}
