/* target_test.c - the target of a request, as anybody may send it. */
#include "web/target.h"

#include "base/mem.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#define CONTROL "expected text, found a control character"
#define DIGITS  "expected two hexadecimal digits after %, found none"
#define NO_UTF8 "expected UTF-8, found something else"
#define DOTS    "expected a path without . and .., found one with"
#define NO_PATH "expected a path, found no / at its start"

/* pairs: "name=value" with '\n' between; NULL: refused with `error`. */
static const struct target_case {
	const char *name, *text, *path, *pairs, *error;
} cases[] = {
	{ "a path", "/api/v1/yoy", "/api/v1/yoy", "", NULL },
	{ "parameters", "/yoy?region=US&skill=any", "/yoy",
	  "region=US\nskill=any\n", NULL },
	{ "a plus is a blank in a query only", "/a+b?q=a+b", "/a+b",
	  "q=a b\n", NULL },
	{ "percent signs, either case", "/%c3%A4?q=%2B%2b", "/\xc3\xa4",
	  "q=++\n", NULL },
	{ "a coded ampersand parts nothing", "/x?q=a%26b%3Dc", "/x",
	  "q=a&b=c\n", NULL },
	{ "the first equals sign parts", "/x?q=a=b=c", "/x", "q=a=b=c\n",
	  NULL },
	{ "no value", "/x?q&r=", "/x", "q=\nr=\n", NULL },
	{ "no name", "/x?=y", "/x", "=y\n", NULL },
	{ "empty pairs", "/x?&&q=1&&", "/x", "q=1\n", NULL },
	{ "only a question mark", "/x?", "/x", "", NULL },
	{ "a second question mark is text", "/x?q=?", "/x", "q=?\n", NULL },
	{ "what is coded is coded once", "/x?q=%2525", "/x", "q=%25\n", NULL },
	{ "a name with dots in it", "/a..b/.c", "/a..b/.c", "", NULL },
	{ "nothing", "", NULL, NULL, NO_PATH },
	{ "no slash", "api", NULL, NULL, NO_PATH },
	{ "absolute form", "http://h/x?q=a", "/x", "q=a\n", NULL },
	{ "absolute form without a path", "HTTPS://h:8080", "/", "", NULL },
	{ "absolute form, a folder up", "http://h/../x", NULL, NULL, DOTS },
	{ "another scheme", "ftp://h/x", NULL, NULL, NO_PATH },
	{ "a scheme alone", "http://", NULL, NULL, NO_PATH },
	{ "asterisk form", "*", NULL, NULL, NO_PATH },
	{ "a folder up", "/a/../b", NULL, NULL, DOTS },
	{ "a folder up at the end", "/a/..", NULL, NULL, DOTS },
	{ "a folder up, coded", "/%2e%2E/etc/passwd", NULL, NULL, DOTS },
	{ "a folder up, its slash coded", "/a%2f..%2fb", NULL, NULL, DOTS },
	{ "the folder itself", "/./x", NULL, NULL, DOTS },
	{ "NUL", "/x%00.json", NULL, NULL, CONTROL },
	{ "NUL in a value", "/x?q=a%00b", NULL, NULL, "q: " CONTROL },
	{ "line end in a value", "/x?q=a%0d%0aSet-Cookie:", NULL, NULL,
	  "q: " CONTROL },
	{ "line end in a name", "/x?a%0Ab=1", NULL, NULL, CONTROL },
	{ "delete", "/x?q=%7F", NULL, NULL, "q: " CONTROL },
	{ "half a percent sign", "/x?q=%", NULL, NULL, "q: " DIGITS },
	{ "two thirds of one", "/x?q=%4", NULL, NULL, "q: " DIGITS },
	{ "no hexadecimal digits", "/%zz", NULL, NULL, DIGITS },
	{ "a percent sign ends at the pair", "/x?q=%&r=41", NULL, NULL,
	  "q: " DIGITS },
	{ "broken UTF-8", "/x?q=%ff", NULL, NULL, "q: " NO_UTF8 },
	{ "overlong UTF-8", "/%c0%af", NULL, NULL, NO_UTF8 },
	{ "a surrogate", "/x?q=%ed%a0%80", NULL, NULL, "q: " NO_UTF8 },
	{ "cut UTF-8", "/x?q=%e2%82", NULL, NULL, "q: " NO_UTF8 },
	{ "beyond Unicode", "/x?q=%f5%80%80%80", NULL, NULL,
	  "q: " NO_UTF8 },
};

static void target_is_read(void **state)
{
	const struct target_case *c = *state;
	/* Its own memory, to the byte: who reads past it is found out. */
	size_t        len = strlen(c->text);
	char         *copy = memcpy(xmalloc(len + 1), c->text, len);
	struct arena  a = ARENA_INIT;
	struct target got;
	struct error  err = ERROR_INIT;
	bool          is_read;

	is_read = target_parse((struct span){ copy, len }, &a, &got, &err);

	assert_int_equal(is_read, c->error == NULL);
	if (is_read) {
		char pairs[256] = "";

		for (size_t i = 0; i < got.n_pairs; i++) {
			strcat(pairs, got.pairs[i].name);
			strcat(pairs, "=");
			strcat(pairs, got.pairs[i].value);
			strcat(pairs, "\n");
		}
		assert_string_equal(got.path, c->path);
		assert_string_equal(pairs, c->pairs);
	} else {
		assert_string_equal(err.text, c->error);
	}
	arena_deinit(&a);
	free(copy);
}

static void as_many_parameters_as_may_be_and_no_more(void **state)
{
	char          text[4 * TARGET_PAIRS_MAX + 16] = "/x?a";
	struct arena  a = ARENA_INIT;
	struct target got;
	struct error  err = ERROR_INIT;

	(void)state;
	for (int i = 1; i < TARGET_PAIRS_MAX; i++)
		strcat(text, "&a=");

	assert_true(target_parse(span_of(text), &a, &got, &err));
	assert_int_equal(got.n_pairs, TARGET_PAIRS_MAX);
	strcat(text, "&a");
	assert_false(target_parse(span_of(text), &a, &got, &err));
	assert_string_equal(err.text,
			    "expected at most 32 parameters, found more");
	arena_deinit(&a);
}

static void a_form_adds_to_the_query(void **state)
{
	struct arena  a = ARENA_INIT;
	struct target got;
	struct error  err = ERROR_INIT;

	(void)state;
	assert_true(target_parse(SPAN("/x?region=US"), &a, &got, &err));
	assert_true(target_parse_form(SPAN("claim=AI+jobs+rose+50%25"), &a,
				      &got, &err));
	assert_int_equal(got.n_pairs, 2);
	assert_string_equal(got.pairs[1].value, "AI jobs rose 50%");
	arena_deinit(&a);
}

int main(void)
{
	struct CMUnitTest tests[ARRAY_LEN(cases) + 2] = {
		cmocka_unit_test(as_many_parameters_as_may_be_and_no_more),
		cmocka_unit_test(a_form_adds_to_the_query),
	};

	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		tests[i + 2].name = cases[i].name;
		tests[i + 2].test_func = target_is_read;
		tests[i + 2].initial_state = (void *)&cases[i];
	}
	return cmocka_run_group_tests_name("target", tests, NULL, NULL);
}
