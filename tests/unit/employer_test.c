#include "enrich/employer.h"

#include "base/mem.h"
#include "enrich/agency.h"
#include "enrich/industry.h"
#include "enrich/openings.h"

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
	{ "카카오(주)", "카카오" },
	{ "深圳市腾讯计算机系统有限公司", "深圳市腾讯计算机系统" },
	{ "トヨタ自動車(株)", "トヨタ自動車" },
	{ "国立大学法人東京大学", "東京大学" },
	{ "Acme OÜ", "acme" },
	{ "Acme Oy Ab", "acme" },
	{ "Acme AB (publ)", "acme" },
	{ "Acme Kft.", "acme" },
	{ "Acme Ltda.", "acme" },
	{ "Acme spółka z ograniczoną odpowiedzialnością", "acme" },
	{ "Acme A.Ş.", "acme" },
	{ "Acme Teknoloji Ltd. Şti.", "acme teknoloji" },
	{ "Acme d.o.o.", "acme" },
	{ "Acme S.L.U.", "acme" },
	{ "Acme B.V.", "acme" },
	{ "Acme Sdn. Bhd.", "acme" },
	{ "CÔNG TY TNHH ACME", "acme" },
	{ "Acme Α.Ε.", "acme" },
	{ "אקמי בע\"מ", "אקמי" },
	{ "บริษัท เอซีเอ็มอี จำกัด", "เอซีเอ็มอี" },
	{ "AS Roma", "roma" },
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

static const struct name_case sizes[] = {
	{ "51-200", "51-200" },
	{ "51-200 employees", "51-200" },
	{ "10,001+ employees", "10001+" },
	{ "10.000+", "10001+" },
	{ "10000", "5001-10000" },
	{ "1.000 Mitarbeiter", "501-1000" },
	{ "1 000-5 000", "1001-5000" },
	{ "about 300", "201-500" },
	{ "10k+", "10001+" },
	{ "1", "1-10" },
	{ "0-10", "1-10" },
	{ "0", NULL },
	{ "small", NULL },
	{ "", NULL },
	{ "99999999999999999999", "10001+" },
};

static void size_gives_band(void **state)
{
	const struct name_case *c = *state;
	const char             *band = employer_size_band(span_of(c->name));

	if (c->want)
		assert_string_equal(band, c->want);
	else
		assert_null(band);
}

static const struct agency_case {
	const char       *employer, *industry, *text;
	enum agency_basis want;
} agencies[] = {
	{ "Randstad Digital", NULL, NULL, AGENCY_NAME },
	{ "Hays plc", NULL, NULL, AGENCY_NAME },
	{ "Muster Personaldienstleistungen GmbH", NULL, NULL, AGENCY_NAME },
	{ "株式会社スタッフサービス", NULL, NULL, AGENCY_NAME },
	{ "Haystack", NULL, NULL, AGENCY_NONE },
	{ "Acme", "Staffing and Recruiting", NULL, AGENCY_INDUSTRY },
	{ "Acme", "Software", NULL, AGENCY_NONE },
	{ "Acme", NULL, "Our client is a bank.", AGENCY_TEXT },
	{ "Acme", NULL, "On behalf of our client we seek", AGENCY_TEXT },
	{ "Acme", NULL, "Für unseren Kunden suchen wir", AGENCY_TEXT },
	{ "Acme", NULL, "im Rahmen der Arbeitnehmerüberlassung", AGENCY_TEXT },
	{ "Acme", NULL, "Pour notre client, une banque", AGENCY_TEXT },
	{ "Acme", NULL, "Para nuestro cliente buscamos", AGENCY_TEXT },
	{ "Acme", NULL, "雇用形態：派遣社員", AGENCY_TEXT },
	{ "Acme", NULL, "You support our clients.", AGENCY_NONE },
	{ "Acme", NULL, "Freude am Umgang mit Kunden", AGENCY_NONE },
	{ "", "", "", AGENCY_NONE },
};

static void an_agency_is_known(void **state)
{
	const struct agency_case *c = *state;
	struct ad ad = { .employer = span_of(c->employer),
			 .industry = span_of(c->industry),
			 .description = span_of(c->text) };

	assert_int_equal(agency_of(&ad), c->want);
}

static void an_agency_between_is_no_employer(void **state)
{
	(void)state;
	assert_true(span_is(agency_client(SPAN("Acme via Hays")), "Acme"));
	assert_true(span_is(agency_client(SPAN("Acme (via LinkedIn)")), "Acme"));
	assert_true(span_is(agency_client(SPAN("Via Rail")), "Via Rail"));
	assert_null(agency_client((struct span){ NULL, 0 }).ptr);
}

static const struct openings_case {
	const char *title, *text;
	int         want;
} openings[] = {
	{ "Nurse (x3)", NULL, 3 },
	{ "Nurse x 3", NULL, 0 },
	{ "2x Data Engineer", NULL, 2 },
	{ "ML Engineer (2 positions)", NULL, 2 },
	{ "Pflegekraft, 5 Stellen", NULL, 5 },
	{ "算法工程师 3人", NULL, 3 },
	{ "C++ Engineer x86", NULL, 0 },
	{ "H100 Engineer", NULL, 0 },
	{ "Level 3 Support", NULL, 0 },
	{ "4x4 Driver", NULL, 0 },
	{ "Job 2024-11", NULL, 0 },
	{ "Nurse", "Pay\nNumber of openings: 3\nMore", 3 },
	{ "Nurse", "- Vacancies: 2", 2 },
	{ "Nurse", "招聘人数：5人", 5 },
	{ "Nurse", "募集人数：\n3名", 3 },
	{ "Nurse", "Openings: 10:00 to 18:00", 0 },
	{ "Nurse", "Openings: 2026", 0 },
	{ "Nurse", "We filled 3 positions", 0 },
	{ "Nurse", "Openings:", 0 },
	{ "", "", 0 },
};

static void openings_are_counted(void **state)
{
	const struct openings_case *c = *state;
	int n = openings_of_title(span_of(c->title));

	if (!n) /* nothing is found in no text */
		n = openings_of_text(span_of(c->text));
	assert_int_equal(n, c->want);
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

#define ADD_ROWS(rows, column, function)                        \
	for (size_t i = 0; i < ARRAY_LEN(rows); i++)            \
		tests[n++] = (struct CMUnitTest){               \
			.name = (rows)[i].column ? (rows)[i].column : "", \
			.test_func = (function),                \
			.initial_state = (void *)&(rows)[i],    \
		}

int main(void)
{
	struct CMUnitTest tests[ARRAY_LEN(names) + ARRAY_LEN(sizes) +
				ARRAY_LEN(agencies) + ARRAY_LEN(openings) +
				2] = { 0 };
	size_t            n = 0;

	ADD_ROWS(names, name, name_gives_key);
	ADD_ROWS(sizes, name, size_gives_band);
	ADD_ROWS(agencies, text, an_agency_is_known);
	ADD_ROWS(openings, title, openings_are_counted);
	tests[n++] = (struct CMUnitTest)cmocka_unit_test(
		an_agency_between_is_no_employer);
	tests[n++] =
		(struct CMUnitTest)cmocka_unit_test(industry_gives_section);
	return cmocka_run_group_tests_name("employer", tests, NULL, NULL);
}
