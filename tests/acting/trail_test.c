/* trail_test.c - a list that goes in circles is known by what it shows. */
#include "daemon/trail.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>

/* Ads by the letters of `ads`, details by those of `details`. */
static int64_t hash_of(const char *ads, const char *details,
		       enum link_role role)
{
	struct findings f = FINDINGS_INIT;
	int64_t         hash;

	for (const char *c = ads; *c; c++)
		findings_add_ad(&f)->native_id = (struct span){ c, 1 };
	for (const char *c = details; *c; c++) {
		struct found_link *l = findings_add_link(&f);

		l->url = (struct span){ c, 1 };
		l->role = LINK_DETAIL;
	}
	hash = trail_hash(&f, role);
	findings_deinit(&f);
	return hash;
}

static void the_same_ads_have_one_hash_in_any_order(void **state)
{
	int64_t hash = hash_of("abc", "", LINK_LIST);

	(void)state;
	assert_int_equal(hash_of("cab", "", LINK_LIST), hash);
	assert_int_equal(hash_of("cab", "xy", LINK_LIST), hash);
	assert_int_not_equal(hash_of("ab", "", LINK_LIST), hash);
	assert_int_not_equal(hash_of("abd", "", LINK_LIST), hash);
}

static void a_list_without_ads_is_known_by_its_details(void **state)
{
	(void)state;
	assert_int_equal(hash_of("", "yx", LINK_LIST),
			 hash_of("", "xy", LINK_LIST));
	assert_int_not_equal(hash_of("", "xz", LINK_LIST),
			     hash_of("", "xy", LINK_LIST));
	assert_int_equal(hash_of("", "xy", LINK_SITEMAP), 0);
	assert_int_equal(hash_of("", "", LINK_LIST), 0);
}

static void a_page_repeats_the_first_or_the_one_before(void **state)
{
	struct trail t = { .is_there = false };

	(void)state;
	assert_null(trail_repeats(&t, 7)); /* the first page repeats nothing */
	t = trail_after(&t, 7, 20, 50);
	assert_string_equal(trail_repeats(&t, 7),
			    "page repeats the one before it");
	assert_null(trail_repeats(&t, 8));
	assert_null(trail_repeats(&t, 0));
	t = trail_after(&t, 8, 20, 49);
	assert_string_equal(trail_repeats(&t, 7),
			    "page repeats the first of its list");
	assert_string_equal(trail_repeats(&t, 8),
			    "page repeats the one before it");
	assert_int_equal(t.listed, 50);
	assert_int_equal(t.n_ads, 40);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_same_ads_have_one_hash_in_any_order),
		cmocka_unit_test(a_list_without_ads_is_known_by_its_details),
		cmocka_unit_test(a_page_repeats_the_first_or_the_one_before),
	};

	return cmocka_run_group_tests_name("trail", tests, NULL, NULL);
}
