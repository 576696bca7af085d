#include "enrich/paragraph.h"

#include "base/buf.h"
#include "tests/support/taxonomy_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

static struct taxonomy *taxonomy;

#define STORY                                                              \
	"You will train machine learning models and bring them into "      \
	"production for our teams."
#define ASKS "You have experience with PyTorch and you will build models of ours."

/*
 * want: the number of weak paragraphs; then "paragraph:context" of each mention
 * once all of them are taken for the employer's story.
 */
static const struct paragraph_case {
	const char *name;
	const char *description;
	const char *want;
} cases[] = {
	{ "under no heading", STORY, "1 1:company" },
	{ "under a heading", "Requirements\n" ASKS, "0 0:requirement" },
	{ "a bullet under a heading", "Requirements\n- Excel\n- " ASKS,
	  "0 0:requirement" },
	{ "prose after the list", "Requirements\n- Excel\n\n" STORY,
	  "1 1:company" },
	{ "too short for a story", "We need PyTorch.", "0 0:requirement" },
	{ "what asks for nothing", "We are a machine learning company that has "
				   "offices in all the cities of the land.",
	  "0 0:company" },
	{ "two of them", STORY "\n\n" ASKS, "2 1:company 2:company" },
	{ "one twice", STORY "\n" STORY, "2 1:company 2:company" },
	{ "the first two and the last of five",
	  STORY "\n" STORY "\n" STORY "\n" STORY "\n" ASKS,
	  "3 1:company 2:company 0:duty 0:duty 3:company" },
	{ "no text", "", "0" },
};

static void read_ad(const char *title, const char *employer,
		    const char *description, struct arena *arena,
		    struct facts *out)
{
	struct ad ad = { .title = span_of(title),
			 .employer = span_of(employer),
			 .description = span_of(description) };

	enrich_ad(taxonomy, &ad, arena, out);
}

static void a_text_has_weak_paragraphs(void **state)
{
	const struct paragraph_case *c = *state;
	struct arena arena = ARENA_INIT;
	struct buf   got = BUF_INIT;
	struct facts f;

	read_ad("Accountant", "Acme", c->description, &arena, &f);
	if (f.n_paragraphs)
		facts_settle(&f, (1u << f.n_paragraphs) - 1);

	buf_printf(&got, "%zu", f.n_paragraphs);
	for (size_t i = 0; i < f.n_mentions; i++)
		buf_printf(&got, " %u:%s", f.mentions[i].paragraph,
			   mention_context_name(f.mentions[i].context));
	assert_string_equal(got.ptr, c->want);
	buf_deinit(&got);
	arena_deinit(&arena);
}

/* Two titles and whether they are of one kind: -1 when the first tells nothing. */
static const struct title_case {
	const char *a, *b;
	int         is_same;
} titles[] = {
	{ "Accountant", "Senior Accountant", 1 },
	{ "Accountant", "ACCOUNTANT II", 1 },
	{ "Accountant - Berlin", "Accountant (m/w/d)", 1 },
	{ "Accountant, EMEA", "Accountant | Remote", 1 },
	{ "Accountant", "Lawyer", 0 },
	{ "Data Entry Clerk", "Data Entry", 0 },
	{ "经理（北京）", "经理", 1 },
	{ "Machine Learning Engineer", "Lawyer", -1 },
	{ "AI Trainer", "Lawyer", -1 },
	{ "(m/w/d)", "Lawyer", 0 },
	{ "-", "Lawyer", -1 },
};

static void a_title_is_of_a_kind(void **state)
{
	const struct title_case *c = *state;
	struct arena arena = ARENA_INIT;
	struct facts a, b;

	read_ad(c->a, "Acme", STORY, &arena, &a);
	read_ad(c->b, "Acme", STORY, &arena, &b);

	if (c->is_same < 0)
		assert_true(a.title_key == 0);
	else
		assert_int_equal(a.title_key == b.title_key, c->is_same);
	arena_deinit(&arena);
}

/* The same words of another employer are another paragraph. */
static void the_employer_is_in_the_hash(void **state)
{
	struct arena arena = ARENA_INIT;
	struct facts a, b, c;

	(void)state;
	read_ad("Accountant", "Acme, Inc.", STORY, &arena, &a);
	read_ad("Lawyer", "ACME", "  \xE2\x80\xA2" STORY "  ", &arena, &b);
	read_ad("Lawyer", "Other", STORY, &arena, &c);
	assert_int_equal(a.n_paragraphs + b.n_paragraphs + c.n_paragraphs, 3);
	assert_true(a.paragraphs[0].hash != c.paragraphs[0].hash);
	assert_true(b.paragraphs[0].hash != c.paragraphs[0].hash);
	arena_deinit(&arena);
}

static void a_story_takes_back_what_it_asked_for(void **state)
{
	struct arena arena = ARENA_INIT;
	struct facts f;

	(void)state;
	read_ad("Accountant", "Acme", STORY "\n" ASKS, &arena, &f);
	assert_int_equal(f.n_skills, 2);
	assert_true(f.definitions != 0);

	facts_settle(&f, 1);
	assert_int_equal(f.n_skills, 1);
	facts_settle(&f, 3);
	assert_int_equal(f.n_skills, 0);
	facts_settle(&f, 0);
	assert_int_equal(f.n_skills, 0);
	arena_deinit(&arena);
}

static int load(void **state)
{
	(void)state;
	taxonomy = fixture_taxonomy();
	return 0;
}

static int unload(void **state)
{
	(void)state;
	taxonomy_free(taxonomy);
	return 0;
}

int main(void)
{
	struct CMUnitTest tests[ARRAY_LEN(cases) + ARRAY_LEN(titles) + 2] = { 0 };
	size_t            n = 0;

	for (size_t i = 0; i < ARRAY_LEN(cases); i++)
		tests[n++] = (struct CMUnitTest){
			.name = cases[i].name,
			.test_func = a_text_has_weak_paragraphs,
			.initial_state = (void *)&cases[i],
		};
	for (size_t i = 0; i < ARRAY_LEN(titles); i++)
		tests[n++] = (struct CMUnitTest){
			.name = titles[i].a,
			.test_func = a_title_is_of_a_kind,
			.initial_state = (void *)&titles[i],
		};
	tests[n++] = (struct CMUnitTest)cmocka_unit_test(
		the_employer_is_in_the_hash);
	tests[n++] = (struct CMUnitTest)cmocka_unit_test(
		a_story_takes_back_what_it_asked_for);
	return cmocka_run_group_tests_name("paragraph", tests, load, unload);
}
