/*
 * Where a list goes on: by offset, by number, in a query and in a posted body.
 */
#include "base/mem.h"
#include "parsers/paging.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>
#include <string.h>

static const struct paging_case {
	const char   *name;
	struct paging paging;
	const char   *url, *post;
	size_t        shown;
	int64_t       total;
	/* NULL: the list ends, "capped" says that it does too early */
	const char   *want_url, *want_post;
} cases[] = {
	{ "offset is added", { PAGING_OFFSET, "offset", 0, 100, 0 },
	  "https://a.example/p", NULL, 100, 250,
	  "https://a.example/p?offset=100", "" },
	{ "offset is replaced", { PAGING_OFFSET, "offset", 0, 100, 0 },
	  "https://a.example/p?limit=100&offset=100&x=1", NULL, 100, 250,
	  "https://a.example/p?limit=100&offset=200&x=1", "" },
	{ "the total ends the list", { PAGING_OFFSET, "offset", 0, 100, 0 },
	  "https://a.example/p?offset=200", NULL, 50, 250, NULL, NULL },
	{ "a short page ends a list without total",
	  { PAGING_OFFSET, "offset", 0, 100, 0 },
	  "https://a.example/p?offset=200", NULL, 99, -1, NULL, NULL },
	{ "a short page within the total goes on",
	  { PAGING_OFFSET, "offset", 0, 100, 0 },
	  "https://a.example/p", NULL, 40, 250,
	  "https://a.example/p?offset=40", "" },
	{ "an empty page ends a list", { PAGING_OFFSET, "offset", 0, 0, 0 },
	  "https://a.example/p?offset=40", NULL, 0, 250, NULL, NULL },
	{ "a name that another begins with is not it",
	  { PAGING_NUMBER, "page", 1, 10, 0 },
	  "https://a.example/?page_size=10&page=2", NULL, 10, 100,
	  "https://a.example/?page_size=10&page=3", "" },
	{ "pages are counted from 0", { PAGING_NUMBER, "page", 0, 10, 0 },
	  "https://a.example/", NULL, 10, 11, "https://a.example/?page=1",
	  "" },
	{ "the last of numbered pages", { PAGING_NUMBER, "page", 1, 10, 0 },
	  "https://a.example/?page=2", NULL, 1, 11, NULL, NULL },
	{ "a posted body", { PAGING_OFFSET, "offset", 0, 20, 0 },
	  "https://a.example/jobs", "{\"limit\":20,\"offset\":20,\"q\":\"\"}",
	  20, 100, "https://a.example/jobs",
	  "{\"limit\":20,\"offset\":40,\"q\":\"\"}" },
	{ "a member below another", { PAGING_NUMBER, "filter.page", 1, 20, 0 },
	  "https://a.example/jobs", "{\"filter\":{\"x\":[1]},\"n\":20}", 20,
	  100, "https://a.example/jobs",
	  "{\"filter\":{\"x\":[1],\"page\":2},\"n\":20}" },
	{ "no such parent", { PAGING_NUMBER, "filter.page", 1, 20, 0 },
	  "https://a.example/jobs", "{\"n\":20}", 20, 100, NULL, NULL },
	{ "a hostile offset counts as none",
	  { PAGING_OFFSET, "offset", 0, 10, 0 },
	  "https://a.example/?offset=1e300", NULL, 10, 100,
	  "https://a.example/?offset=10", "" },
	{ "a page in the path", { PAGING_SEGMENT, "search", 1, 50, 0 },
	  "https://a.example/jobs/gb/search/2?what=x", NULL, 50, 200,
	  "https://a.example/jobs/gb/search/3?what=x", "" },
	{ "a path without the segment", { PAGING_SEGMENT, "search", 1, 50, 0 },
	  "https://a.example/jobs", NULL, 50, 200, NULL, NULL },
	{ "a range of ads", { PAGING_RANGE, "range", 0, 150, 0 },
	  "https://a.example/s?range=150-299&q=x", NULL, 150, -1,
	  "https://a.example/s?range=300-449&q=x", "" },
	{ "a range that no address names", { PAGING_RANGE, "range", 0, 150, 0 },
	  "https://a.example/s", NULL, 150, -1,
	  "https://a.example/s?range=150-299", "" },
	{ "no more can be reached", { PAGING_OFFSET, "offset", 0, 100, 2100 },
	  "https://a.example/s?offset=2000", NULL, 100, 5000, NULL,
	  "capped" },
	{ "all could be reached", { PAGING_OFFSET, "offset", 0, 100, 2100 },
	  "https://a.example/s?offset=2000", NULL, 100, 2100, NULL, NULL },
	{ "a body that is no JSON", { PAGING_OFFSET, "offset", 0, 10, 0 },
	  "https://a.example/", "offset=3", 10, 100, NULL, NULL },
};

static void list_goes_on(void **state)
{
	const struct paging_case *c = *state;
	struct findings           found = FINDINGS_INIT;
	struct document           doc = { .url = span_of(c->url),
					  .post = span_of(c->post) };

	paging_next(&c->paging, &doc, c->shown, c->total, &found);

	assert_int_equal(found.n_links, c->want_url ? 1 : 0);
	assert_int_equal(found.is_capped, !c->want_url && c->want_post);
	if (c->want_url) {
		const struct found_link *link = found.links;

		assert_true(link->is_next);
		assert_int_equal(link->role, LINK_LIST);
		assert_true(span_is(link->url, c->want_url));
		assert_true(span_is(link->post.ptr ? link->post : SPAN(""),
				    c->want_post));
	}
	findings_deinit(&found);
}

static void token_is_put_in(void **state)
{
	struct findings found = FINDINGS_INIT;
	struct document get = { .url = SPAN("https://a.example/?after=x") };
	struct document post = { .url = SPAN("https://a.example/"),
				 .post = SPAN("{\"token\":null}") };

	(void)state;
	paging_next_token("after", &get, SPAN("y%3D"), &found);
	paging_next_token("token", &post, SPAN("a\"b"), &found);
	paging_next_token("token", &post, (struct span){ NULL, 0 }, &found);

	assert_int_equal(found.n_links, 2);
	assert_true(span_is(found.links[0].url, "https://a.example/?after=y%3D"));
	assert_true(span_is(found.links[1].post, "{\"token\":\"a\\\"b\"}"));
	findings_deinit(&found);
}

static void part_begins_at_its_first_page(void **state)
{
	static const struct paging offset = { PAGING_OFFSET, "offset", 0, 100, 0 };
	struct findings            found = FINDINGS_INIT;
	struct document            doc = {
			       .url = SPAN("https://a.example/s?offset=300&q=x"),
	};

	(void)state;
	paging_part(&offset, &doc, "region", SPAN("n%20w"), &found);

	assert_int_equal(found.n_links, 1);
	assert_false(found.links[0].is_next);
	assert_true(span_is(found.links[0].url,
			    "https://a.example/s?offset=0&q=x&region=n%20w"));
	findings_deinit(&found);
}

int main(void)
{
	struct CMUnitTest tests[ARRAY_LEN(cases) + 2] = { 0 };

	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		tests[i].name = cases[i].name;
		tests[i].test_func = list_goes_on;
		tests[i].initial_state = (void *)&cases[i];
	}
	tests[ARRAY_LEN(cases)] = (struct CMUnitTest){
		.name = "a token is put in", .test_func = token_is_put_in
	};
	tests[ARRAY_LEN(cases) + 1] = (struct CMUnitTest){
		.name = "a part begins at its first page",
		.test_func = part_begins_at_its_first_page
	};
	return cmocka_run_group_tests_name("paging", tests, NULL, NULL);
}
