/* tally_test.c - how many ads a sitemap names. */
#include "daemon/tally.h"

#include "base/mem.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>
#include <libxml/parser.h>

#define URLSET "<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">"
#define AT(path) "<url><loc>https://acme.example" path "</loc></url>"

static const struct tally_case {
	const char       *name;
	const char       *body;
	const char       *options;
	enum parse_status status;
	int64_t           listed;
	size_t            parts;
} cases[] = {
	{ "every address is an ad without a pattern",
	  URLSET AT("/jobs/1") AT("/about") "</urlset>",
	  "{}", PARSE_OK, 2, 0 },
	{ "a pattern leaves out what is none",
	  URLSET AT("/jobs/1") AT("/jobs/2") AT("/about") "</urlset>",
	  "{\"sitemap_match\":\"/jobs/\"}", PARSE_OK, 2, 0 },
	{ "a pattern may have a star and an end",
	  URLSET AT("/de/jobs/1") AT("/jobs/2/apply") AT("/jobs/3") "</urlset>",
	  "{\"sitemap_match\":\"*/jobs/*$\"}", PARSE_OK, 3, 0 },
	{ "an address that stands twice is one ad",
	  URLSET AT("/jobs/1") AT("/jobs/1") AT("/jobs/2") "</urlset>",
	  "{}", PARSE_OK, 2, 0 },
	{ "an empty sitemap names none",
	  URLSET "</urlset>", "{}", PARSE_OK, 0, 0 },
	{ "an index leads to its parts and names none itself",
	  "<sitemapindex><sitemap><loc>https://acme.example/a.xml</loc></sitemap>"
	  "<sitemap><loc>https://acme.example/b.xml</loc></sitemap></sitemapindex>",
	  "{\"sitemap_match\":\"/jobs/\"}", PARSE_OK, -1, 2 },
	{ "a page is no sitemap",
	  "<html><body>Jobs</body></html>", "{}", PARSE_NOT_MINE, -1, 0 },
	{ "half of a sitemap is broken",
	  URLSET AT("/jobs/1") "<url><loc>https", "{}", PARSE_BROKEN, -1, 0 },
	{ "options that are no JSON have no pattern",
	  URLSET AT("/jobs/1") AT("/about") "</urlset>",
	  "{\"sitemap_match\"", PARSE_OK, 2, 0 },
};

static void a_sitemap_is_counted(void **state)
{
	const struct tally_case *c = *state;
	struct findings          found = FINDINGS_INIT;
	struct error             err = ERROR_INIT;
	struct document          doc = {
			 .body = span_of(c->body),
			 .url = SPAN("https://acme.example/sitemap.xml"),
			 .options = span_of(c->options),
	};

	assert_int_equal(tally_parse(&doc, &found, &err), c->status);

	assert_int_equal(found.n_ads, 0);
	if (c->status == PARSE_OK) {
		assert_int_equal(found.listed, c->listed);
		assert_int_equal(found.n_links, c->parts);
	}
	for (size_t i = 0; c->status == PARSE_OK && i < found.n_links; i++) {
		assert_int_equal(found.links[i].role, LINK_SITEMAP);
		assert_true(span_is(found.links[i].kind, TALLY_KIND));
	}
	findings_deinit(&found);
}

int main(void)
{
	struct CMUnitTest tests[ARRAY_LEN(cases)] = { 0 };

	xmlInitParser();
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		tests[i].name = cases[i].name;
		tests[i].test_func = a_sitemap_is_counted;
		tests[i].initial_state = (void *)(uintptr_t)&cases[i];
	}
	return cmocka_run_group_tests_name("tally", tests, NULL, NULL);
}
