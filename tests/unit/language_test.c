#include "enrich/language.h"

#include "base/mem.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>
#include <string.h>

static const struct language_case {
	const char *text;
	const char *want;
} cases[] = {
	{ "", "" },
	{ "AI", "" },
	{ "ICT systems integration tester", "" },
	{ "We are looking for an engineer who will build our services", "en" },
	{ "Wir suchen eine Person, die unsere Plattform weiterentwickelt", "de" },
	{ "Nous recherchons une personne pour rejoindre notre équipe", "fr" },
	{ "Buscamos a una persona para trabajar en nuestro equipo", "es" },
	{ "Procuramos uma pessoa para trabalhar na nossa equipa", "pt" },
	{ "Cerchiamo una persona per lavorare nella nostra squadra", "it" },
	{ "Wij zoeken iemand die ons team wil komen versterken", "nl" },
	{ "Vi söker en person som vill arbeta i vårt team", "sv" },
	{ "Etsimme henkilöä työskentelemään tiimissämme Helsingissä", "fi" },
	{ "Szukamy osoby, która będzie pracować w naszym zespole", "pl" },
	{ "Мы ищем человека, который будет работать в нашей команде", "ru" },
	{ "负责大模型微调与推理优化", "zh" },
	{ "機械学習モデルの開発を担当します", "ja" },
	{ "머신러닝 모델을 개발합니다", "ko" },
	{ "Αναζητούμε μηχανικό για την ομάδα μας", "el" },
	{ "אנחנו מחפשים מהנדס לצוות שלנו", "he" },
	{ "熟悉PyTorch、TensorFlow和LangChain", "zh" },
	{ "\xFF\xFE\xFD broken", "" },
};

static void text_gives_language(void **state)
{
	const struct language_case *c = *state;
	char                        got[LANGUAGE_SIZE];

	language_of(span_of(c->text), got);

	assert_string_equal(got, c->want);
}

static const struct language_case stated[] = {
	{ "en", "en" },	    { "EN", "en" },	{ "en-US", "en-US" },
	{ "de_DE", "de-DE" }, { "German", "de" }, { "", "" },
	{ "x", "" },	    { "1234", "" },	{ "klingon spoken", "" },
};

static void a_stated_language_becomes_a_tag(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(stated); i++) {
		char got[LANGUAGE_SIZE];

		language_stated(span_of(stated[i].text), got);
		assert_string_equal(got, stated[i].want);
	}
}

int main(void)
{
	struct CMUnitTest tests[ARRAY_LEN(cases) + 1] = { 0 };
	size_t            n = ARRAY_LEN(cases);

	for (size_t i = 0; i < n; i++) {
		tests[i].name = cases[i].text;
		tests[i].test_func = text_gives_language;
		tests[i].initial_state = (void *)&cases[i];
	}
	tests[n++] = (struct CMUnitTest)cmocka_unit_test(
		a_stated_language_becomes_a_tag);
	return cmocka_run_group_tests_name("language", tests, NULL, NULL);
}
