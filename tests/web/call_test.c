/* call_test.c - a route and its parameters: what is taken, what is said. */
#include "web/call.h"

#include "base/mem.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#define LONG_ID                                                              \
	"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" \
	"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define TWENTY_ONE "US,US,US,US,US,US,US,US,US,US,US,US,US,US,US,US,US,US,US," \
		   "US,US"

static struct names *some_names(void)
{
	static const struct {
		enum name_kind kind;
		const char    *id, *name;
	} rows[] = {
		{ NAME_REGION, "DE", "Germany" },
		{ NAME_REGION, "US", "United States" },
		{ NAME_REGION, "US-CA", "California" },
		{ NAME_SKILL, "ai-agents", "AI agents" },
		{ NAME_SKILL, "pytorch", "PyTorch" },
		{ NAME_DEFINITION, "one-skill", "one-skill" },
		{ NAME_DEFINITION, "title", "title" },
	};
	struct names *names = names_new();

	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		names_add(names, rows[i].kind, rows[i].id, rows[i].name);
	return names;
}

/* detail: what a refusal says; NULL: taken. near: what may have been meant. */
static const struct call_case {
	const char *name, *target, *detail, *near;
} cases[] = {
	{ "nothing given", "/yoy", NULL, NULL },
	{ "all of it",
	  "/yoy?region=US,DE,world&skill=pytorch,any&period=2025Q1"
	  "&definition=title&measure=share&as_of=2025-03-01T00:00:00Z"
	  "&format=json-stat",
	  NULL, NULL },
	{ "empty values are as if not given", "/yoy?region=&skill=", NULL,
	  NULL },
	{ "lower case", "/yoy?region=us",
	  "region: expected world, an ISO 3166-1 or an ISO 3166-2 code, "
	  "found 'us'",
	  "US" },
	{ "a name for a code", "/yoy?region=Germany",
	  "region: expected world, an ISO 3166-1 or an ISO 3166-2 code, "
	  "found 'Germany'",
	  "DE" },
	{ "no such division", "/yoy?region=US-ZZ",
	  "region: expected world, an ISO 3166-1 or an ISO 3166-2 code, "
	  "found 'US-ZZ'",
	  NULL },
	{ "SQL for a region", "/yoy?region=US'%3Bdrop%20table%20ad--",
	  "region: expected world, an ISO 3166-1 or an ISO 3166-2 code, "
	  "found 'US';drop table ad--'",
	  NULL },
	{ "an empty place in a list", "/yoy?region=US,,DE",
	  "region: expected world, an ISO 3166-1 or an ISO 3166-2 code, "
	  "found nothing",
	  NULL },
	{ "too many regions", "/yoy?region=" TWENTY_ONE,
	  "region: expected at most 20, found 'more'", NULL },
	{ "too many pairs",
	  "/yoy?region=US,US,US,US,US&skill=any,any,any,any,any",
	  "skill: expected at most 20 pairs of region and skill, found 'more'",
	  NULL },
	{ "a letter off", "/yoy?skill=pytroch",
	  "skill: expected any or an id of /skills, found 'pytroch'",
	  "pytorch" },
	{ "a very long id", "/yoy?skill=" LONG_ID LONG_ID LONG_ID,
	  "skill: expected any or an id of /skills, found '", NULL },
	{ "no definition", "/yoy?definition=x",
	  "definition: expected an id of /definitions, found 'x'", NULL },
	{ "no measure", "/yoy?measure=flows",
	  "measure: expected one of flow, stock, share, found 'flows'",
	  "flow" },
	{ "part of a choice", "/yoy?measure=flow%7Cstock",
	  "measure: expected one of flow, stock, share, found 'flow|stock'",
	  NULL },
	{ "a week", "/yoy?period=2025-W10", NULL, NULL },
	{ "a week that is none", "/yoy?period=2025-W54",
	  "period: expected 2025, 2025Q1, 2025-03, 2025-W10 or 2025-03/12, "
	  "found '2025-W54'",
	  NULL },
	{ "a fifth quarter", "/yoy?period=2025Q5",
	  "period: expected 2025, 2025Q1, 2025-03, 2025-W10 or 2025-03/12, "
	  "found '2025Q5'",
	  NULL },
	{ "a word that PostgreSQL would take", "/yoy?as_of=tomorrow",
	  "as_of: expected a time such as 2025-03-01T00:00:00Z, found "
	  "'tomorrow'",
	  NULL },
	{ "a day for a time", "/yoy?as_of=2025-03-01",
	  "as_of: expected a time such as 2025-03-01T00:00:00Z, found "
	  "'2025-03-01'",
	  NULL },
	{ "a day that is none", "/trend?since=2025-02-30",
	  "since: expected a day (2025-03-01) or a period (2025-03), found "
	  "'2025-02-30'",
	  NULL },
	{ "twice", "/yoy?region=US&region=US",
	  "region: expected one value, found 'several'", NULL },
	{ "unknown", "/yoy?regions=US",
	  "regions: expected a parameter of this route, found 'another'",
	  "region" },
	{ "without a name", "/yoy?=US",
	  "(no name): expected a parameter of this route, found 'another'",
	  NULL },
	{ "a format of other routes", "/definitions?format=json-stat",
	  "format: expected one of json, csv, found 'json-stat'", NULL },
	{ "no row", "/explain?limit=0",
	  "limit: expected a number from 1 to 1000, found '0'", NULL },
	{ "too many rows", "/explain?limit=1001",
	  "limit: expected a number from 1 to 1000, found '1001'", NULL },
	{ "beyond all numbers", "/explain?limit=99999999999999999999",
	  "limit: expected a number from 1 to 1000, found "
	  "'99999999999999999999'",
	  NULL },
	{ "less than none", "/explain?limit=-1",
	  "limit: expected a number from 1 to 1000, found '-1'", NULL },
	{ "a blank before it", "/explain?limit=+5",
	  "limit: expected a number from 1 to 1000, found ' 5'", NULL },
	{ "what is needed", "/adjacency",
	  "skill: expected an id of /skills, found nothing", NULL },
	{ "any is no skill here", "/adjacency?skill=any",
	  "skill: expected an id of /skills, found 'any'", NULL },
	{ "a claim that is needed", "/check-claim?claim=",
	  "claim: expected a text, found nothing", NULL },
	{ "neither true nor false", "/regions?observed=1",
	  "observed: expected true or false, found '1'", NULL },
	{ "a currency", "/pay?currency=eur",
	  "currency: expected an ISO 4217 code such as EUR, found 'eur'",
	  NULL },
	{ "no cursor", "/skills?cursor=%2B",
	  "cursor: expected `next` of the page before, with the same "
	  "parameters, found '+'",
	  NULL },
	{ "a cursor of zeros", "/skills?cursor=MDAwMDAwMDAwMDAwMDAwMB94",
	  "cursor: expected `next` of the page before, with the same "
	  "parameters, found 'MDAwMDAwMDAwMDAwMDAwMB94'",
	  NULL },
};

static bool parse(const char *text, const char *accept, struct arena *a,
		  struct call *c, struct problem *p)
{
	struct names     *names = some_names();
	struct call_world world = { names, "2025-03/12" };
	struct target     target;
	struct error      err = ERROR_INIT;
	bool              is_taken;

	*p = (struct problem){ .detail = "" };
	assert_true(target_parse(span_of(text), a, &target, &err));
	is_taken = call_parse(route_find(target.path + 1), &target, accept,
			      &world, a, c, p);
	names_unref(names);
	return is_taken;
}

static void call_is_understood(void **state)
{
	const struct call_case *row = *state;
	struct arena            a = ARENA_INIT;
	struct call             c;
	struct problem          p;
	bool is_taken = parse(row->target, NULL, &a, &c, &p);

	assert_int_equal(is_taken, row->detail == NULL);
	if (row->detail) {
		assert_int_equal(p.kind, PROBLEM_PARAMETER);
		if (strlen(p.detail) > 200) /* what was found is cut */
			assert_memory_equal(p.detail, row->detail,
					    strlen(row->detail));
		else
			assert_string_equal(p.detail, row->detail);
		assert_true(strlen(p.found) < sizeof(p.found));
	}
	if (row->near) {
		assert_true(p.n_near > 0);
		assert_string_equal(p.near[0], row->near);
	}
	arena_deinit(&a);
}

static void key_of(const char *text, const char *accept, struct buf *key)
{
	struct arena   a = ARENA_INIT;
	struct call    c;
	struct problem p;

	assert_true(parse(text, accept, &a, &c, &p));
	call_key(&c, key);
	arena_deinit(&a);
}

/* What asks for the same has one answer; what does not, has two. */
static void keys_tell_questions_apart(void **state)
{
	static const struct {
		const char *a, *b;
		bool        is_same;
	} rows[] = {
		{ "/yoy", "/yoy?region=world&skill=any&measure=flow", true },
		{ "/yoy?region=US&skill=pytorch", "/yoy?skill=pytorch&region=US",
		  true },
		{ "/yoy", "/yoy?period=2025-03/12", true },
		{ "/yoy", "/yoy?period=2025", false },
		{ "/yoy", "/yoy?format=csv", false },
		{ "/yoy", "/bridge", false },
		{ "/explain", "/explain?limit=100", true },
		{ "/explain", "/explain?limit=99", false },
		{ "/regions?q=a", "/skills?q=a", false },
		{ "/sources?q=a&kind=b", "/sources?q=a%20b", false },
		{ "/sources?q=ab&kind=c", "/sources?q=a&kind=bc", false },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct buf a = BUF_INIT, b = BUF_INIT;

		key_of(rows[i].a, NULL, &a);
		key_of(rows[i].b, NULL, &b);
		if ((strcmp(a.ptr, b.ptr) == 0) != rows[i].is_same)
			fail_msg("%s and %s", rows[i].a, rows[i].b);
		buf_deinit(&a);
		buf_deinit(&b);
	}
}

static void next_page(const char *question, const char *const *fields,
		      char *out, size_t size)
{
	struct arena   a = ARENA_INIT;
	struct call    c;
	struct problem p;
	struct buf     cursor = BUF_INIT;

	assert_true(parse(question, NULL, &a, &c, &p));
	call_next(&c, fields, &cursor);
	snprintf(out, size, "%s", cursor.ptr);
	buf_deinit(&cursor);
	arena_deinit(&a);
}

static void a_cursor_goes_on_where_the_page_ended(void **state)
{
	static const char *const fields[] = { "2025-03-01", "a b/\xc3\xbc",
					      "", "d" };
	char           cursor[256], text[512];
	struct arena   a = ARENA_INIT;
	struct call    c;
	struct problem p;

	(void)state;
	next_page("/events?region=US", fields, cursor, sizeof(cursor));
	snprintf(text, sizeof(text), "/events?region=US&limit=7&cursor=%s",
		 cursor);

	assert_true(parse(text, NULL, &a, &c, &p));
	for (int i = 0; i < 4; i++)
		assert_string_equal(c.cursor[i], fields[i]);
	arena_deinit(&a);
}

static void a_cursor_belongs_to_its_question(void **state)
{
	static const char *const fields[] = { "2025-03-01", "b", "c" };
	static const char *const others[] = {
		"/explain?region=DE", "/explain", "/explain?region=US&measure=stock",
		"/events?region=US", "/skills",
	};
	char cursor[256], text[512];

	(void)state;
	next_page("/explain?region=US", fields, cursor, sizeof(cursor));
	for (size_t i = 0; i < ARRAY_LEN(others); i++) {
		struct arena   a = ARENA_INIT;
		struct call    c;
		struct problem p;

		snprintf(text, sizeof(text), "%s%ccursor=%s", others[i],
			 strchr(others[i], '?') ? '&' : '?', cursor);
		assert_false(parse(text, NULL, &a, &c, &p));
		assert_string_equal(p.parameter, "cursor");
		arena_deinit(&a);
	}
}

/* Each byte of a cursor changed, left out, doubled: refused or understood. */
static void a_broken_cursor_breaks_nothing(void **state)
{
	static const char *const fields[] = { "pytorch" };
	char   cursor[128], text[300];
	size_t len;

	(void)state;
	next_page("/skills", fields, cursor, sizeof(cursor));
	len = strlen(cursor);
	for (size_t i = 0; i < len; i++) {
		for (int kind = 0; kind < 3; kind++) {
			struct arena   a = ARENA_INIT;
			struct call    c;
			struct problem p;
			int            n = (int)i;

			snprintf(text, sizeof(text), "/skills?cursor=%.*s%s%s",
				 n, cursor,
				 kind == 0   ? cursor[i] == 'A' ? "B" : "A"
				 : kind == 1 ? ""
					     : "AA",
				 cursor + i + (kind < 2));
			if (parse(text, NULL, &a, &c, &p))
				assert_true(c.cursor[0] != NULL);
			else
				assert_string_equal(p.parameter, "cursor");
			arena_deinit(&a);
		}
	}
}

static void the_format_follows_accept_and_is_overruled(void **state)
{
	static const struct {
		const char      *text, *accept;
		enum call_format want;
	} rows[] = {
		{ "/yoy", NULL, FORMAT_JSON },
		{ "/yoy", "text/csv", FORMAT_CSV },
		{ "/yoy?format=json", "text/csv", FORMAT_JSON },
		{ "/yoy?format=json-stat", "text/html", FORMAT_JSON_STAT },
		{ "/yoy", "text/html,application/xml", FORMAT_JSON },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct arena   a = ARENA_INIT;
		struct call    c;
		struct problem p;

		assert_true(parse(rows[i].text, rows[i].accept, &a, &c, &p));
		assert_int_equal(c.format, rows[i].want);
		arena_deinit(&a);
	}
}

#define OTHERS 5

int main(void)
{
	struct CMUnitTest tests[ARRAY_LEN(cases) + OTHERS] = {
		cmocka_unit_test(keys_tell_questions_apart),
		cmocka_unit_test(a_cursor_goes_on_where_the_page_ended),
		cmocka_unit_test(a_cursor_belongs_to_its_question),
		cmocka_unit_test(a_broken_cursor_breaks_nothing),
		cmocka_unit_test(the_format_follows_accept_and_is_overruled),
	};

	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		tests[i + OTHERS].name = cases[i].name;
		tests[i + OTHERS].test_func = call_is_understood;
		tests[i + OTHERS].initial_state = (void *)&cases[i];
	}
	return cmocka_run_group_tests_name("call", tests, NULL, NULL);
}
