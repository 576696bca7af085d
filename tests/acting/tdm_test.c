/* tdm_test.c - reservations of text and data mining rights. */
#include "daemon/tdm.h"

#include "base/mem.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>

static const char tdm_text[] =
	"[{\"location\": \"/open/*\", \"tdm-reservation\": 0},"
	" {\"location\": \"*.pdf$\", \"tdm-reservation\": 1,"
	"  \"tdm-policy\": \"https://a.example/p.json\"},"
	" {\"location\": \"/jobs/\", \"tdm-reservation\": 1},"
	" {\"location\": 7}, {\"tdm-reservation\": 1}, 3]";

static const struct tdm_case {
	const char *url;
	bool        is_reserved;
} tdm_cases[] = {
	{ "https://a.example/", false },
	{ "https://a.example/jobs/1", true },
	{ "https://a.example/x.pdf", true },
	{ "https://a.example/x.pdf?y", false },
	{ "https://a.example/open/x.pdf", false }, /* the first rule decides */
	{ "/jobs/", true },
};

static void a_reservation_is_that_of_the_first_rule(void **state)
{
	struct error err = ERROR_INIT;
	struct tdm  *t = tdm_new(span_of(tdm_text), &err);

	(void)state;
	assert_non_null(t);
	for (size_t i = 0; i < ARRAY_LEN(tdm_cases); i++) {
		if (tdm_is_reserved(t, span_of(tdm_cases[i].url)) !=
		    tdm_cases[i].is_reserved)
			fail_msg("%s", tdm_cases[i].url);
	}
	tdm_free(t);
}

static void what_is_no_reservation_is_refused(void **state)
{
	struct error err = ERROR_INIT;

	(void)state;
	assert_null(tdm_new(SPAN("<html>"), &err));
	assert_string_equal(err.text,
			    "tdmrep.json: expected an array, found no JSON");
	assert_null(tdm_new(SPAN("{\"location\": \"/\"}"), &err));
	assert_string_equal(
		err.text, "tdmrep.json: expected an array, found something else");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_reservation_is_that_of_the_first_rule),
		cmocka_unit_test(what_is_no_reservation_is_refused),
	};

	return cmocka_run_group_tests_name("tdm", tests, NULL, NULL);
}
