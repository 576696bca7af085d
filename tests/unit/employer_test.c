#include "enrich/employer.h"

#include "base/mem.h"
#include "enrich/industry.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

static const struct name_case {
	const char *name;
	const char *want;
} names[] = {
	{ "ACME, Inc.", "acme" },
	{ "Acme GmbH & Co. KG", "acme" },
	{ "The Acme Company Ltd.", "acme" },
	{ "Acme S.A. de C.V.", "acme" },
	{ "Acme Sp. z o.o.", "acme" },
	{ "Acme s.r.o.", "acme" },
	{ "Acme (UK) Limited", "acme uk" },
	{ "Acme Pty Ltd", "acme" },
	{ "Acme Technologies Pvt. Ltd.", "acme technologies" },
	{ "Société Générale S.A.", "societe generale" },
	{ "Nestlé AG", "nestle" },
	{ "Müller UG (haftungsbeschränkt)", "muller" },
	{ "Johnson & Johnson", "johnson johnson" },
	{ "Johnson and Johnson Corp.", "johnson johnson" },
	{ "Amazon.com, Inc.", "amazon" },
	{ "ООО «Яндекс»", "яндекс" },
	{ "PT Bank Rakyat Tbk", "bank rakyat" },
	{ "株式会社メルカリ", "メルカリ" },
	{ "北京字节跳动科技有限公司", "北京字节跳动" },
	{ "주식회사 카카오", "카카오" },
	{ "Inc.", "inc" },
	{ "AB", "ab" },
	{ "  ", NULL },
	{ "", NULL },
};

static void name_gives_key(void **state)
{
	const struct name_case *c = *state;
	struct arena            arena = ARENA_INIT;
	struct span             key = employer_key(span_of(c->name), &arena);

	if (c->want)
		assert_true(span_is(key, c->want));
	else
		assert_int_equal(key.len, 0);
	arena_deinit(&arena);
}

static void industry_gives_section(void **state)
{
	(void)state;
	assert_int_equal(industry_section(SPAN("Financial Services")), 'K');
	assert_int_equal(industry_section(SPAN("Hospitals and Health Care")),
			 'Q');
	assert_int_equal(industry_section(SPAN("Health Insurance")), 'K');
	assert_int_equal(industry_section(SPAN("Software Development")), 'J');
	assert_int_equal(industry_section(SPAN("Gesundheitswesen")), 'Q');
	assert_int_equal(industry_section(SPAN("62.01")), 'J');
	assert_int_equal(industry_section(SPAN("541511")), 'M');
	assert_int_equal(industry_section(SPAN("互联网")), 'J');
	assert_int_equal(industry_section(SPAN("Blue")), 0);
	assert_int_equal(industry_section(SPAN("")), 0);
}

int main(void)
{
	struct CMUnitTest tests[ARRAY_LEN(names) + 1] = { 0 };

	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		tests[i].name = names[i].name;
		tests[i].test_func = name_gives_key;
		tests[i].initial_state = (void *)&names[i];
	}
	tests[ARRAY_LEN(names)].name = "industry gives section";
	tests[ARRAY_LEN(names)].test_func = industry_gives_section;
	return cmocka_run_group_tests_name("employer", tests, NULL, NULL);
}
