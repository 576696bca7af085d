#include "enrich/rule.h"

#include "base/mem.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>
#include <string.h>

static const char *const ids[] = { "first", "second" };
static const char *const sets[] = { "acme", "acme-other" };
static const struct rule_names names = { ids, 2, sets, 2 };

/* A posting with two core skills asked for, one of them in the title. */
static const struct rule_input input = {
	.count = { [SCOPE_TITLE] = { 1, [TRAIT_ANY] = 1 },
		   [SCOPE_DEMAND] = { 2, [TRAIT_ANY] = 3 },
		   [SCOPE_ANY] = { 2, [2] = 1, [TRAIT_ANY] = 4,
				   [TRAIT_ANY + 2] = 2 } },
	.roles = ROLE_CORE,
};

static const struct rule_case {
	const char *rule;
	bool        want;
} cases[] = {
	{ "title.core", true },
	{ "duty.core", false },
	{ "demand.core >= 2", true },
	{ "demand.core >= 3", false },
	{ "demand.core>=2&demand.skill>=3", true },
	{ "duty.core | title.core", true },
	{ "duty.core | title.core & demand.core >= 3", false },
	{ "(duty.core | title.core) & any.generative", true },
	{ "!duty.core", true },
	{ "!!duty.core", false },
	{ "role.core", true },
	{ "role.gig", false },
	{ "role.plain | role.builder", false },
	{ "any.acme", false },
	{ "any.acme-other", true },
	{ "any.acme | any.acme-other >= 2", true },
	{ "any.acme-other >= 3", false },
	{ "first", true },
	{ "second", false },
	{ "first & !second", true },
};

static void rule_holds_or_not(void **state)
{
	const struct rule_case *c = *state;
	struct arena            arena = ARENA_INIT;
	struct error            err = ERROR_INIT;
	struct rule             rule;

	assert_true(rule_parse(span_of(c->rule), &names, &arena, &rule, &err));

	assert_int_equal(rule_holds(&rule, &input, 1), c->want);
	arena_deinit(&arena);
}

static const struct {
	const char *rule;
	const char *want;
} refused[] = {
	{ "", "rule: expected a definition stated above, found \"\"" },
	{ "third", "rule: expected a definition stated above, found \"\"" },
	{ "title.cores", "rule: expected a scope and a trait or list, found \"\"" },
	{ "role.boss", "rule: expected ai, core, gig, builder or plain, "
		       "found \"\"" },
	{ "(title.core", "rule: expected ), found \"\"" },
	{ "title.core >= x", "rule: expected a number, found \"x\"" },
	{ "title.core title.core", "rule: expected the end, found "
				   "\"title.core\"" },
	{ "!!!!!!!!!!!!!!!!!!!!!!title.core",
	  "rule: expected less nesting, found \"!!!!!title.core\"" },
};

static void a_wrong_rule_is_refused_with_its_reason(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(refused); i++) {
		struct arena arena = ARENA_INIT;
		struct error err = ERROR_INIT;
		struct rule  rule;

		assert_false(rule_parse(span_of(refused[i].rule), &names,
					&arena, &rule, &err));
		assert_string_equal(err.text, refused[i].want);
		arena_deinit(&arena);
	}
}

int main(void)
{
	struct CMUnitTest tests[ARRAY_LEN(cases) + 1] = { 0 };
	size_t            n = ARRAY_LEN(cases);

	for (size_t i = 0; i < n; i++) {
		tests[i].name = cases[i].rule;
		tests[i].test_func = rule_holds_or_not;
		tests[i].initial_state = (void *)&cases[i];
	}
	tests[n++] = (struct CMUnitTest)cmocka_unit_test(
		a_wrong_rule_is_refused_with_its_reason);
	return cmocka_run_group_tests_name("definition", tests, NULL, NULL);
}
