#include "enrich/fingerprint.h"

#include "base/buf.h"
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

static bool is_plain(char c)
{
	return (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z');
}

#define WORDS                                                               \
	"Für \xE2\x80\x9EKI\xE2\x80\x9C zählt 2026: SQL, PyTorch2 & " \
	"internationalization\xE2\x80\xA6 机器学习 \xFF\xE2 Ende "

/* Stored for years: another value would make every stored ad a new one. */
static void a_fingerprint_never_changes(void **state)
{
	struct ad a = some_ad();

	(void)state;
	a.description = SPAN(WORDS TEXT WORDS WORDS);

	assert_true(print_of(&a, berlin, munich) == UINT64_C(0x91c9556daced5713));
}

/* Wherever the words stand in what is read at a time. */
static void what_is_no_letter_counts_nowhere(void **state)
{
	struct ad a = some_ad(), b = a;

	(void)state;
	a.description = SPAN(WORDS TEXT WORDS);
	for (size_t i = 1; i < a.description.len; i++) {
		struct buf text = BUF_INIT;
		bool       is_inside = (a.description.ptr[i] & 0xC0) == 0x80;

		buf_add(&text, a.description.ptr, i);
		buf_add_text(&text, is_inside ? "" : ", \xE2\x80\x9E\n");
		buf_add(&text, a.description.ptr + i, a.description.len - i);
		b.description = buf_span(&text);
		assert_true(print_of(&a, berlin, munich) ==
			    print_of(&b, berlin, munich));
		text.ptr[i / 2] = '#';
		assert_true(!is_plain(a.description.ptr[i / 2]) ||
			    print_of(&a, berlin, munich) !=
				    print_of(&b, berlin, munich));
		buf_deinit(&text);
	}
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
		cmocka_unit_test(a_fingerprint_never_changes),
		cmocka_unit_test(what_is_no_letter_counts_nowhere),
	};

	return cmocka_run_group_tests_name("fingerprint", tests, NULL, NULL);
}
