/*
 * robots_test.c - RFC 9309, and what the parsers of search engines agree on
 * beyond it.
 */
#include "daemon/robots.h"

#include "base/buf.h"
#include "base/mem.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#define ALL "User-agent: *\n"

static const struct robots_case {
	const char *name, *body, *agent, *url;
	bool        is_allowed;
} cases[] = {
	/* Groups and agents: RFC 9309 2.2.1. */
	{ "no rules allow", "", "foobot", "/x", true },
	{ "no agent allows nothing to be said", "Disallow: /\n", "foobot", "/x", true },
	{ "everybody's rules hold", ALL "Disallow: /\n", "foobot", "/x", false },
	{ "own rules outrank everybody's",
	  ALL "Disallow: /\nUser-agent: foobot\nDisallow: /p\n", "foobot", "/x", true },
	{ "own rules are the only ones",
	  ALL "Disallow: /q\nUser-agent: foobot\nDisallow: /p\n", "foobot", "/q", true },
	{ "an empty own group allows all",
	  ALL "Disallow: /\nUser-agent: foobot\n", "foobot", "/x", true },
	{ "an empty own rule allows all",
	  ALL "Disallow: /\nUser-agent: foobot\nDisallow:\n", "foobot", "/x", true },
	{ "groups of one agent are merged, first part",
	  "User-agent: foobot\nDisallow: /a\nUser-agent: bar\nDisallow: /\n"
	  "User-agent: FooBot\nDisallow: /b\n", "foobot", "/a", false },
	{ "groups of one agent are merged, second part",
	  "User-agent: foobot\nDisallow: /a\nUser-agent: bar\nDisallow: /\n"
	  "User-agent: FooBot\nDisallow: /b\n", "foobot", "/b", false },
	{ "groups of one agent are merged, nothing else",
	  "User-agent: foobot\nDisallow: /a\nUser-agent: bar\nDisallow: /\n"
	  "User-agent: FooBot\nDisallow: /b\n", "foobot", "/c", true },
	{ "agents in a row share their rules",
	  "User-agent: a\nUser-agent: foobot\nUser-agent: b\nDisallow: /\n", "foobot", "/", false },
	{ "agents share over blank lines and comments",
	  "User-agent: foobot\n\n# hm\n\nUser-agent: b\nDisallow: /\n", "foobot", "/", false },
	{ "a sitemap ends no group",
	  "User-agent: foobot\nSitemap: https://a/s.xml\nUser-agent: *\nDisallow: /\n", "foobot", "/x", false },
	{ "an unknown line ends no group",
	  "User-agent: foobot\nNoindex: /x\nUser-agent: *\nDisallow: /\n", "foobot", "/x", false },
	{ "a crawl-delay ends a group",
	  ALL "Crawl-delay: 5\n\nUser-agent: bad\nDisallow: /\n", "foobot", "/x", true },
	{ "the token's case is nothing", "USER-AGENT: FOOBOT\nDISALLOW: /\n", "fooBot", "/x", false },
	{ "a longer token is another", "User-agent: foobots\nDisallow: /\n", "foobot", "/x", true },
	{ "a shorter token is another", "User-agent: foo\nDisallow: /\n", "foobot", "/x", true },
	{ "a version after the token", "User-agent: foobot/2.1\nDisallow: /\n", "foobot", "/x", false },
	{ "words after the token", "User-agent: foobot the great\nDisallow: /\n", "foobot", "/x", false },
	{ "a version after the agent asked for", "User-agent: foobot\nDisallow: /\n", "foobot/0.1", "/x", false },
	{ "a token with digits", "User-agent: foo12bot\nDisallow: /\n", "foo12bot", "/x", false },
	{ "a blank after the star", "User-agent: * all\nDisallow: /\n", "foobot", "/x", false },
	{ "a star with letters is nobody", "User-agent: *bot\nDisallow: /\n", "foobot", "/x", true },

	/* Lines. */
	{ "CR LF", "User-agent: *\r\nDisallow: /x\r\n", "foobot", "/x", false },
	{ "CR alone", "User-agent: *\rDisallow: /x\r", "foobot", "/x", false },
	{ "no line end at the end", ALL "Disallow: /x", "foobot", "/x", false },
	{ "byte order mark", "\xef\xbb\xbf" ALL "Disallow: /x\n", "foobot", "/x", false },
	{ "half a byte order mark", "\xef\xbb" ALL "Disallow: /x\n", "foobot", "/x", false },
	{ "a broken byte order mark hides the first line", "\xef\x11\xbf" ALL "Disallow: /x\n", "foobot", "/x", true },
	{ "white space around everything", "  User-agent \t:\t * \n \tDisallow :  /x \t\n", "foobot", "/x", false },
	{ "no white space", "User-agent:*\nDisallow:/x\n", "foobot", "/x", false },
	{ "a comment behind a rule", ALL "Disallow: /x # not this\n", "foobot", "/x", false },
	{ "a comment is no rule", ALL "#Disallow: /x\n", "foobot", "/x", true },
	{ "a colon forgotten", "User-agent *\nDisallow /x\n", "foobot", "/x", false },
	{ "a colon forgotten, too many words", "User-agent *\nDisallow /x /y\n", "foobot", "/x", true },
	{ "frequent misspellings", "useragent: *\ndissallow: /x\n", "foobot", "/x", false },
	{ "NUL bytes pass as part of a line", ALL "Disallow: /x\n", "foobot", "/y", true },
	{ "HTML instead", "<!DOCTYPE html><html><body>Disallow: /</body></html>", "foobot", "/x", true },

	/* Longest match: 2.2.2. */
	{ "a rule is a prefix", ALL "Disallow: /fish\n", "foobot", "/fishing?x", false },
	{ "a prefix of the path from its start", ALL "Disallow: /fish\n", "foobot", "/a/fish", true },
	{ "paths have case", ALL "Disallow: /Fish\n", "foobot", "/fish", true },
	{ "a rule without slash matches nothing", ALL "Disallow: fish\n", "foobot", "/fish", true },
	{ "a folder", ALL "Disallow: /fish/\n", "foobot", "/fish", true },
	{ "the longer allow wins", ALL "Disallow: /a\nAllow: /a/b\n", "foobot", "/a/b/c", true },
	{ "the longer disallow wins", ALL "Allow: /a\nDisallow: /a/b\n", "foobot", "/a/b/c", false },
	{ "their order is nothing", ALL "Allow: /a/b\nDisallow: /a\n", "foobot", "/a/b", true },
	{ "of equals, allow", ALL "Disallow: /a\nAllow: /a\n", "foobot", "/a", true },
	{ "a star makes a rule longer", ALL "Allow: /page\nDisallow: /*.htm\n", "foobot", "/page.htm", false },
	{ "a rule for the root alone", ALL "Disallow: /\nAllow: /$\n", "foobot", "http://a.example/", true },
	{ "a rule for the root alone, below", ALL "Disallow: /\nAllow: /$\n", "foobot", "/page", false },
	{ "robots.txt itself is always allowed", ALL "Disallow: /\n", "foobot", "http://a.example/robots.txt", true },
	{ "the RFC's example", "User-agent: foobot\nDisallow: /\nAllow: /example/page/\n"
	  "Disallow: /example/page/disallowed.gif\n", "foobot", "/example/page/x", true },
	{ "the RFC's example, the longest",
	  "User-agent: foobot\nAllow: /example/page/\nDisallow: /example/page/disallowed.gif\n",
	  "foobot", "/example/page/disallowed.gif", false },

	/* Special characters: 2.2.3. */
	{ "star in the middle", ALL "Disallow: /a*/c\n", "foobot", "/ab/x/c", false },
	{ "star for nothing", ALL "Disallow: /a*c\n", "foobot", "/ac", false },
	{ "star at the end is nothing", ALL "Disallow: /fish*\n", "foobot", "/fish", false },
	{ "star at the start", ALL "Disallow: *.php\n", "foobot", "/x/index.php5", false },
	{ "end anchored", ALL "Disallow: /*.php$\n", "foobot", "/x.php", false },
	{ "end anchored, more follows", ALL "Disallow: /*.php$\n", "foobot", "/x.php?a", true },
	{ "end anchored, later occurrence", ALL "Disallow: /*.php$\n", "foobot", "/x.php/y.php", false },
	{ "end anchored, overlapping", ALL "Disallow: /a*aa$\n", "foobot", "/aa", true },
	{ "end anchored without star", ALL "Disallow: /x$\n", "foobot", "/xy", true },
	{ "dollar inside is itself", ALL "Disallow: /a$b\n", "foobot", "/a$b", false },
	{ "star then dollar", ALL "Disallow: /x*$\n", "foobot", "/xyz", false },
	{ "escaped star is itself", ALL "Disallow: /file-%2A.html\n", "foobot", "/file-*.html", false },
	{ "escaped star is no wildcard", ALL "Disallow: /file-%2A.html\n", "foobot", "/file-x.html", true },
	{ "escaped dollar is itself", ALL "Disallow: /a%24\n", "foobot", "/a$", false },
	{ "many stars", ALL "Disallow: /*a*b*c*d\n", "foobot", "/xaybzcwd", false },
	{ "many stars, wrong order", ALL "Disallow: /*a*b*c*d\n", "foobot", "/xbyazcwd", true },

	/* Percent-encoding: 2.2.2 with its examples. */
	{ "raw query as in the rule", ALL "Disallow: /foo/bar?baz=https://foo.bar\n", "foobot",
	  "/foo/bar?baz=https://foo.bar", false },
	{ "escaped query, raw rule", ALL "Disallow: /foo/bar?baz=https://foo.bar\n", "foobot",
	  "/foo/bar?baz=https%3A%2F%2Ffoo.bar", false },
	{ "raw query, escaped rule", ALL "Disallow: /foo/bar?baz=https%3a%2f%2ffoo.bar\n", "foobot",
	  "/foo/bar?baz=https://foo.bar", false },
	{ "raw UTF-8 rule", ALL "Disallow: /foo/bar/\xe3\x83\x84\n", "foobot", "/foo/bar/%E3%83%84", false },
	{ "raw UTF-8 path", ALL "Disallow: /foo/bar/%e3%83%84\n", "foobot", "/foo/bar/\xe3\x83\x84", false },
	{ "case of escapes", ALL "Disallow: /%e3%83%84\n", "foobot", "/%E3%83%84", false },
	{ "unreserved escapes are opened", ALL "Disallow: /foo/bar/%62%61%7A\n", "foobot", "/foo/bar/baz", false },
	{ "also of the path", ALL "Disallow: /foo/bar/baz\n", "foobot", "/foo/bar/%62%61%7a", false },
	{ "an escaped slash of a path is another", ALL "Disallow: /a/b\n", "foobot", "/a%2Fb", true },
	{ "a broken escape is itself", ALL "Disallow: /a%zz\n", "foobot", "/a%zz", false },
	{ "an escape cut short", ALL "Disallow: /a%4\n", "foobot", "/a%4", false },

	/* Shapes of addresses. */
	{ "no path is the root", ALL "Disallow: /\n", "foobot", "http://a.example", false },
	{ "a query without path", ALL "Disallow: /?x\n", "foobot", "http://a.example?x=1", false },
	{ "no scheme", ALL "Disallow: /b\n", "foobot", "a.example/b", false },
	{ "no scheme, two slashes", ALL "Disallow: /b\n", "foobot", "//a.example/b", false },
	{ "a fragment is not compared", ALL "Disallow: /*frag\n", "foobot", "http://a.example/x#frag", true },
	{ "a colon in the path", ALL "Disallow: /b\n", "foobot", "http://a.example/b://c", false },

	/* As Google reads it. */
	{ "index.html allows its folder", ALL "Disallow: /\nAllow: /jobs/index.html\n", "foobot", "/jobs/", true },
	{ "index.html allows nothing else", ALL "Disallow: /\nAllow: /jobs/index.html\n", "foobot", "/jobs/x", false },
};

static void a_file_decides_about_an_address(void **state)
{
	const struct robots_case *c = *state;
	struct robots            *r = robots_new(span_of(c->body),
						 span_of(c->agent));

	assert_int_equal(robots_allows(r, span_of(c->url)), c->is_allowed);
	robots_free(r);
}

static const struct delay_case {
	const char *body;
	int64_t     want_ms;
} delays[] = {
	{ "", -1 },
	{ ALL "Crawl-delay: 10\n", 10000 },
	{ ALL "crawl-delay: 0.5\n", 500 },
	{ ALL "Crawl-delay: 1,5\n", 1500 },
	{ ALL "Crawl-delay: 10 seconds\n", 10000 },
	{ ALL "Crawl-delay: soon\n", -1 },
	{ ALL "Crawl-delay: -3\n", -1 },
	{ ALL "Crawl-delay: 99999999999999999999\n", 1000000000 },
	{ ALL "Crawl-delay: 10\nUser-agent: foobot\nCrawl-delay: 2\n", 2000 },
	{ ALL "Crawl-delay: 10\nUser-agent: foobot\nDisallow:\n", -1 },
	{ "Crawl-delay: 10\n" ALL "Disallow:\n", -1 },
	{ ALL "Crawl-delay: 3\nUser-agent: x\nDisallow:\n" ALL "Crawl-delay: 7\n", 7000 },
};

static void a_delay_is_that_of_the_group(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(delays); i++) {
		struct robots *r = robots_new(span_of(delays[i].body),
					      SPAN("foobot"));

		if (robots_crawl_delay_ms(r) != delays[i].want_ms)
			fail_msg("%s gives %lld ms", delays[i].body,
				 (long long)robots_crawl_delay_ms(r));
		robots_free(r);
	}
}

static void sitemaps_are_of_the_whole_file(void **state)
{
	struct robots *r = robots_new(
		SPAN("Sitemap: https://a.example/1.xml\n" ALL "Disallow: /\n"
		     "SITEMAP:https://a.example/2.xml#x\nSitemap:\n"
		     "User-agent: other\nsitemap: /3.xml\n"),
		SPAN("foobot"));

	(void)state;
	assert_int_equal(robots_sitemaps(r), 3);
	assert_string_equal(robots_sitemap(r, 0).ptr, "https://a.example/1.xml");
	assert_string_equal(robots_sitemap(r, 1).ptr, "https://a.example/2.xml");
	assert_string_equal(robots_sitemap(r, 2).ptr, "/3.xml");
	robots_free(r);
}

/* A rule within the first 500 KiB counts, one that crosses the end does not. */
static void a_long_file_is_cut_at_a_line(void **state)
{
	struct buf     body = BUF_INIT;
	struct robots *r;

	(void)state;
	buf_add_text(&body, ALL "Disallow: /early\n");
	while (body.len < ROBOTS_BODY_MAX - 30)
		buf_add_text(&body, "# filler\n");
	while (body.len < ROBOTS_BODY_MAX - 12)
		buf_add_char(&body, '\n');
	buf_add_text(&body, "Disallow: /x/late\nDisallow: /later\n");
	r = robots_new(buf_span(&body), SPAN("foobot"));

	assert_false(robots_allows(r, SPAN("/early")));
	assert_true(robots_allows(r, SPAN("/x/late")));
	assert_true(robots_allows(r, SPAN("/x"))); /* not "Disallow: /x" */
	assert_true(robots_allows(r, SPAN("/later")));
	robots_free(r);
	buf_deinit(&body);
}

/* Lines are read up to 16,663 bytes, as Google's parser does. */
static void a_long_line_is_cut(void **state)
{
	struct buf     body = BUF_INIT, path = BUF_INIT;
	struct robots *r;

	(void)state;
	buf_add_text(&path, "/x/");
	while (path.len < 16652)
		buf_add_char(&path, 'a');
	buf_printf(&body, ALL "Disallow: %s/qux\n", path.ptr);
	r = robots_new(buf_span(&body), SPAN("foobot"));

	assert_true(robots_allows(r, SPAN("http://a.example/fux")));
	buf_add_text(&path, "/fux");
	assert_false(robots_allows(r, buf_span(&path)));
	robots_free(r);
	buf_deinit(&body);
	buf_deinit(&path);
}

/* What would take a backtracking matcher longer than the universe has. */
static void stars_cost_linear_time(void **state)
{
	struct buf     body = BUF_INIT, path = BUF_INIT;
	struct robots *r;

	(void)state;
	buf_add_text(&body, ALL);
	for (int line = 0; line < 30; line++) {
		buf_add_text(&body, "Disallow: /");
		for (int i = 0; i < 8000; i++)
			buf_add_text(&body, "*a");
		buf_add_text(&body, "b\n");
	}
	buf_add_char(&path, '/');
	for (int i = 0; i < 8000; i++)
		buf_add_char(&path, 'a');
	r = robots_new(buf_span(&body), SPAN("foobot"));

	for (int i = 0; i < 100; i++)
		assert_true(robots_allows(r, buf_span(&path)));
	robots_free(r);
	buf_deinit(&body);
	buf_deinit(&path);
}

static void bytes_of_any_kind_are_survived(void **state)
{
	char     body[4096];
	uint32_t seed = 1;

	(void)state;
	for (int round = 0; round < 300; round++) {
		struct robots *r;

		for (size_t i = 0; i < sizeof(body); i++) {
			static const char likely[] =
				"Disallow: /*$%\n\r#Allow User-agent:*sitemap";

			seed = seed * 1664525 + 1013904223;
			body[i] = seed >> 30 ? likely[(seed >> 8) %
						      (sizeof(likely) - 1)]
					     : (char)(seed >> 16);
		}
		r = robots_new((struct span){ body, sizeof(body) },
			       SPAN("foobot"));
		robots_allows(r, (struct span){ body + 100, 200 });
		robots_free(r);
	}
}

int main(void)
{
	enum { FIRST = 6 };
	struct CMUnitTest tests[FIRST + ARRAY_LEN(cases)] = {
		cmocka_unit_test(a_delay_is_that_of_the_group),
		cmocka_unit_test(sitemaps_are_of_the_whole_file),
		cmocka_unit_test(a_long_file_is_cut_at_a_line),
		cmocka_unit_test(a_long_line_is_cut),
		cmocka_unit_test(stars_cost_linear_time),
		cmocka_unit_test(bytes_of_any_kind_are_survived),
	};

	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		tests[FIRST + i].name = cases[i].name;
		tests[FIRST + i].test_func = a_file_decides_about_an_address;
		tests[FIRST + i].initial_state = (void *)&cases[i];
	}
	return cmocka_run_group_tests_name("robots", tests, NULL, NULL);
}
