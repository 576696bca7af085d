#include "trends/claim.h"

#include "base/buf.h"
#include "base/stamp.h"
#include "enrich/place.h"
#include "tests/support/taxonomy_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>
#include <math.h>

/* Sunday, 22 November 2026. */
#define TODAY 20779

static struct taxonomy *dictionary;

/*
 * want: kind, figure (percent, postings, days) with its bound (= exact, ~
 * about, < nearly or at most, > at least), region, skill, period, years "y" or
 * span "d", measure; "-" for what is not said. Or the error.
 */
static const struct claim_case {
	const char *name;
	const char *text;
	const char *want;
} cases[] = {
#include "tests/unit/claim_cases.h"
};

static void describe(const struct claim *c, char *out, size_t size)
{
	static const char          bounds[] = "=~<><";
	const struct claim_figure *f = &c->figures[0];
	bool is_part = f->kind == CLAIM_CHANGE || f->kind == CLAIM_SHARE;
	char when[16] = "-";

	if (c->span_days)
		snprintf(when, sizeof(when), "%dd", c->span_days);
	else if (c->years)
		snprintf(when, sizeof(when), "%dy", c->years);
	snprintf(out, size, "%s %c%.6g %s %s %s %s %s",
		 claim_kind_name(f->kind), bounds[f->bound],
		 is_part ? f->value * 100 : f->value,
		 c->region[0] ? c->region : "-", c->skill[0] ? c->skill : "-",
		 c->period[0] ? c->period : "-", when,
		 c->measure ? c->measure : "-");
}

static void text_gives_claim(void **state)
{
	const struct claim_case *c = *state;
	struct error             err = ERROR_INIT;
	struct claim             claim;
	char                     got[ERROR_SIZE];

	if (claim_parse(span_of(c->text), dictionary, TODAY, &claim, &err) &&
	    claim_settle(&claim, &err))
		describe(&claim, got, sizeof(got));
	else
		snprintf(got, sizeof(got), "%s", err.text);

	assert_string_equal(got, c->want);
}

static void a_figure_leaves_open_what_its_wording_does(void **state)
{
	static const struct {
		const char *text;
		double      low, high;
	} rows[] = {
		{ "AI jobs rose 321.7%", 3.2165, 3.2175 },
		{ "AI jobs rose 20%", 0.195, 0.205 },
		{ "AI jobs rose about 20%", 0.18, 0.22 },
		{ "AI jobs rose almost 20%", 0.18, 0.20 },
		{ "AI jobs rose more than 20%", 0.20, INFINITY },
		{ "AI jobs fell by more than 20%", -1, -0.20 },
		{ "AI jobs fell 20%", -0.205, -0.195 },
		{ "AI jobs doubled", 0.9, 1.1 },
		{ "AI jobs more than tripled", 2, INFINITY },
		{ "a million AI postings", 950000, 1050000 },
		{ "1.30 million AI postings", 1295000, 1305000 },
		{ "over a million AI postings", 1000000, INFINITY },
		{ "AI jobs rose by 20 to 30%", 0.2, 0.3 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct claim c;

		assert_true(claim_parse(span_of(rows[i].text), dictionary,
					TODAY, &c, NULL));
		assert_true(claim_settle(&c, NULL));

		assert_float_equal(c.figures[0].low, rows[i].low,
				   1e-9 + 1e-9 * rows[i].low);
		if (isinf(rows[i].high))
			assert_true(isinf(c.figures[0].high));
		else
			assert_float_equal(c.figures[0].high, rows[i].high,
					   1e-9 + 1e-9 * rows[i].high);
	}
}

static void what_is_not_said_is_named(void **state)
{
	static const struct {
		const char *text, *lacks;
	} rows[] = {
		{ "AI jobs in China soared 321.7% year on year in Q1 2024",
		  "definition measure sources duplicates denominator "
		  "interval " },
		{ "demand doubled",
		  "region skill period base definition measure sources "
		  "duplicates denominator interval " },
		{ "a million AI postings in twelve months worldwide",
		  "definition measure sources duplicates coverage interval " },
		{ "AI roles take six months to hire",
		  "region period definition sources interval " },
		{ "According to Acme, newly posted unique AI ads in Germany "
		  "rose 5% year on year in March, with a margin of error",
		  "year definition denominator " },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct claim c;
		struct buf   got = BUF_INIT;

		assert_true(claim_parse(span_of(rows[i].text), dictionary,
					TODAY, &c, NULL));
		assert_true(claim_settle(&c, NULL));
		for (int bit = 0; bit < CLAIM_LACKS; bit++) {
			if (c.lacks >> bit & 1)
				buf_printf(&got, "%s ", claim_lack_name(bit));
		}

		assert_string_equal(got.ptr, rows[i].lacks);
		buf_deinit(&got);
	}
}

static void a_figure_is_read_by_itself(void **state)
{
	static const struct {
		enum claim_kind kind;
		const char     *text;
		double          value; /* NAN: refused */
	} rows[] = {
		{ CLAIM_CHANGE, "321.7%", 3.217 },
		{ CLAIM_CHANGE, "+20 %", 0.2 },
		{ CLAIM_CHANGE, "-5", -0.05 },
		{ CLAIM_CHANGE, "-500%", NAN },
		{ CLAIM_CHANGE, "", NAN },
		{ CLAIM_CHANGE, "much", NAN },
		{ CLAIM_CHANGE, "5% or so", NAN },
		{ CLAIM_COUNT, "1,300,000", 1300000 },
		{ CLAIM_COUNT, "1.3 million", 1300000 },
		{ CLAIM_COUNT, "-3", NAN },
		{ CLAIM_SHARE, "3.5%", 0.035 },
		{ CLAIM_SHARE, "135%", NAN },
		{ CLAIM_DAYS, "180", 180 },
		{ CLAIM_DAYS, "6 months", 182.625 },
		{ CLAIM_DAYS, "0", NAN },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct claim_figure f;
		struct error        err = ERROR_INIT;
		bool                is_read = claim_figure_parse(
				       "--x", rows[i].kind, span_of(rows[i].text), &f, &err);

		if (isnan(rows[i].value)) {
			assert_false(is_read);
			assert_int_equal(
				strncmp(err.text, "--x: expected a ", 16), 0);
		} else {
			assert_true(is_read);
			assert_float_equal(f.value, rows[i].value, 1e-9);
		}
	}
}

static void long_and_broken_texts_end(void **state)
{
	size_t       size = 1 << 20;
	char        *text = xmalloc(size);
	struct error err = ERROR_INIT;
	struct claim c;

	(void)state;
	memset(text, '9', size);

	assert_false(claim_parse((struct span){ text, size }, dictionary, TODAY,
				 &c, &err));
	assert_string_equal(err.text,
			    "claim: expected at most 2000 bytes, found more");
	claim_parse((struct span){ text, CLAIM_TEXT_MAX }, dictionary, TODAY,
		    &c, &err);
	memset(text, 0xff, CLAIM_TEXT_MAX);
	claim_parse((struct span){ text, CLAIM_TEXT_MAX }, dictionary, TODAY,
		    &c, &err);
	for (size_t i = 0; i < CLAIM_TEXT_MAX; i++)
		text[i] = "a1%-. "[i % 6];
	claim_parse((struct span){ text, CLAIM_TEXT_MAX }, dictionary, TODAY,
		    &c, &err);
	free(text);
}

static void durations_are_as_exact_as_they_are_told(void **state)
{
	static const struct {
		const char *text;
		double      low, high; /* days */
	} rows[] = {
		{ "AI roles take six months to hire", 167.40625, 197.84375 },
		{ "AI roles take a year to hire", 182.625, 547.875 },
		{ "AI roles take half a year to hire", 91.3125, 273.9375 },
		{ "AI roles take 0.5 years to hire", 164.3625, 200.8875 },
		{ "Hiring an AI engineer takes half a year", 91.3125, 273.9375 },
		{ "filling an AI job takes 26 weeks", 178.5, 185.5 },
		{ "AI vacancies are filled in 45 days", 44.5, 45.5 },
		{ "Die Besetzung einer KI-Stelle dauert 90 Tage", 89.5, 90.5 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct error err = ERROR_INIT;
		struct claim c;

		assert_true(claim_parse(span_of(rows[i].text), dictionary, TODAY,
					&c, &err));
		assert_true(fabs(c.figures[0].low - rows[i].low) < 1e-6);
		assert_true(fabs(c.figures[0].high - rows[i].high) < 1e-6);
	}
}

int main(void)
{
	struct CMUnitTest tests[ARRAY_LEN(cases) + 5] = { 0 };
	struct error      err = ERROR_INIT;
	struct span       text = fixture_read("places.tsv");
	int               failed;

	dictionary = fixture_taxonomy();
	dictionary->places = place_table_new(text, &err);
	free((char *)text.ptr);
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		tests[i].name = cases[i].name;
		tests[i].test_func = text_gives_claim;
		tests[i].initial_state = (void *)&cases[i];
	}
	tests[ARRAY_LEN(cases)] = (struct CMUnitTest)cmocka_unit_test(
		a_figure_leaves_open_what_its_wording_does);
	tests[ARRAY_LEN(cases) + 1] =
		(struct CMUnitTest)cmocka_unit_test(what_is_not_said_is_named);
	tests[ARRAY_LEN(cases) + 2] =
		(struct CMUnitTest)cmocka_unit_test(a_figure_is_read_by_itself);
	tests[ARRAY_LEN(cases) + 3] =
		(struct CMUnitTest)cmocka_unit_test(long_and_broken_texts_end);
	tests[ARRAY_LEN(cases) + 4] = (struct CMUnitTest)cmocka_unit_test(
		durations_are_as_exact_as_they_are_told);
	failed = cmocka_run_group_tests_name("claim", tests, NULL, NULL);
	taxonomy_free(dictionary);
	return failed;
}
