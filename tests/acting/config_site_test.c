/*
 * config_site_test.c - the rules of a site in its block: what they become for
 * the parser, and how a wrong one is refused, with file and line.
 */
#include "base/buf.h"
#include "base/mem.h"
#include "daemon/config.h"
#include "parsers/parser.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>
#include <libxml/parser.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char path[] = "/tmp/jobtrend-rules-XXXXXX";

static struct config *load(const char *text, struct error *err)
{
	FILE *file = fopen(path, "w");

	assert_non_null(file);
	fputs(text, file);
	fclose(file);
	return config_load(path, err);
}

static const char good[] =
	"source \"site/mill\" {\n"
	"  kind = \"site\"\n"
	"  url = \"https://mill.example/jobs\"\n"
	"  list {\n"
	"    entries = \"//li\"\n"
	"    empty = \"No vacancies\"\n"
	"    title = \"a\"\n"
	"    url = {\".//b/@href\", \"a/@href\"}\n"
	"    field \"posted_at\" { at = \"i\" date = \"%d/%m/%Y\" }\n"
	"    field \"remote\" { at = \"u\" means = {\"lieu = onsite\"} }\n"
	"    total { at = \"//h1\" match = \"(\\\\d+) jobs\" }\n"
	"    paging { by = \"number\" param = \"p\" size = 2 }\n"
	"  }\n"
	"  detail {\n"
	"    title = \"//h1\"\n"
	"    description = \"//main\"\n"
	"  }\n"
	"}\n";

static void rules_reach_the_parser(void **state)
{
	static const char page[] =
		"<h1>5 jobs</h1><ul><li><a href='/1'>Miller</a><i>03/04/2026"
		"</i><u>Sur LIEU</u></li><li><a href='/2'>Baker</a></li></ul>";
	struct error    err = ERROR_INIT;
	struct config  *c = load(good, &err);
	struct buf      options = BUF_INIT;
	struct findings found = FINDINGS_INIT;
	char            posted[STAMP_SIZE];

	(void)state;
	assert_string_equal(err.text, "");
	source_config_options(&c->sources[0], &options);
	struct document doc = { .body = span_of(page),
				.url = SPAN("https://mill.example/jobs"),
				.options = buf_span(&options) };

	assert_int_equal(parser_run(SPAN("site"), &doc, &found, NULL, &err),
			 PARSE_OK);

	assert_int_equal(found.n_ads, 2);
	assert_int_equal(found.listed, 5);
	assert_string_equal(found.ads[0].title.ptr, "Miller");
	assert_string_equal(found.ads[0].url.ptr, "https://mill.example/1");
	stamp_format(found.ads[0].posted_at, posted);
	assert_string_equal(posted, "2026-04-03");
	assert_int_equal(found.ads[0].remote, REMOTE_ONSITE);
	assert_true(found.ads[0].has_detail);
	assert_int_equal(found.n_links, 3);
	assert_string_equal(found.links[2].url.ptr,
			    "https://mill.example/jobs?p=2");
	findings_deinit(&found);
	buf_deinit(&options);
	config_free(c);
}

#define LIST(rules)                                                       \
	"source \"s\" {\n kind = \"site\"\n url = \"http://a.example/\"\n" \
	" list {\n" rules "\n }\n}\n"
#define BASE "  entries = \"//li\"\n  title = \"a\"\n  url = \"a/@href\"\n"

static const struct refusal {
	const char *name;
	const char *text;
	const char *want; /* behind the file's name and a colon */
} refusals[] = {
	{ "an XPath that is none", LIST("  entries = \"//li[\""),
	  "5: s: list: entries: expected an XPath, found \"//li[\"" },
	{ "a function that XPath has not",
	  LIST(BASE "  city = \"document('http://x/')\""),
	  "8: s: list: city: at: expected an XPath, found a function that "
	  "XPath 1.0 has not: \"document('http://x/')\"" },
	{ "a prefix", LIST(BASE "  city = \"x:b\""),
	  "8: s: list: city: at: expected an XPath, found a prefix (use "
	  "local-name()): \"x:b\"" },
	{ "a pointer that is none",
	  LIST("  format = \"json\"\n  entries = \"jobs\""),
	  "6: s: list: entries: expected a JSON Pointer (/a/b), found "
	  "\"jobs\"" },
	{ "no title", LIST("  entries = \"//li\"\n  url = \"a/@href\""),
	  "7: s: list: title: expected a rule, found none" },
	{ "no url", LIST("  entries = \"//li\"\n  title = \"a\""),
	  "7: s: list: url: expected a rule, found none" },
	{ "an unknown key", LIST(BASE "  titel = \"b\""),
	  "8: no such option 'titel'" },
	{ "an unknown field", LIST(BASE "  field \"wage\" { at = \"b\" }"),
	  "9: s: list: expected a field of an ad (title, url, location ...), "
	  "found \"wage\"" },
	{ "an unknown key of a field",
	  LIST(BASE "  field \"city\" { xpath = \"b\" }"),
	  "8: no such option 'xpath'" },
	{ "a field in both ways", LIST(BASE "  field \"title\" { at = \"b\" }"),
	  "1: s: title: expected once, found again" },
	{ "a key twice", LIST(BASE "  entries = \"//p\""),
	  "8: entries: expected once, found again" },
	{ "an expression that is none",
	  LIST(BASE "  field \"city\" {\n at = \"b\"\n match = \"(\" }"),
	  "10: s: list: city: match: expected a regular expression, found "
	  "\"(\": U_REGEX_MISMATCHED_PAREN" },
	{ "a form of a date that is none",
	  LIST(BASE "  field \"posted_at\" { at = \"b\" date = \"dd\" }"),
	  "8: s: list: posted_at: date: " },
	{ "a form of what is no date",
	  LIST(BASE "  field \"city\" { at = \"b\" date = \"%d/%m/%Y\" }"),
	  "8: s: list: city: date: expected it of a date alone" },
	{ "paging by nothing", LIST(BASE "  paging { param = \"p\" }"),
	  "8: s: list: paging: by: expected link, number, offset or token, "
	  "found \"\"" },
	{ "paging by a link from nowhere",
	  LIST(BASE "  paging { by = \"link\" }"),
	  "8: s: list: paging: at: expected where the next page's address "
	  "stands, found nothing" },
	{ "an id of the list alone",
	  LIST(BASE "  native_id = \"@id\"\n }\n detail {\n"
		    "  title = \"//h1\""),
	  "12: s: detail: native_id: expected a rule, as list has one, "
	  "found none" },
	{ "a site without rules",
	  "source \"s\" {\n kind = \"site\"\n url = \"http://a.example/\"\n}\n",
	  "1: s: expected list { ... }, found none" },
	{ "rules of another kind",
	  "source \"s\" {\n kind = \"rss\"\n url = \"http://a.example/\"\n"
	  " list {\n" BASE " }\n}\n",
	  "1: s: expected list of kind site alone, found rss" },
};

static void a_wrong_rule_is_refused_with_its_place(void **state)
{
	const struct refusal *c = *state;
	struct error          err = ERROR_INIT;
	size_t                before = strlen(path) + 1;
	struct config        *got = load(c->text, &err);

	assert_null(got);

	assert_memory_equal(err.text, path, before - 1);
	if (strncmp(err.text + before, c->want, strlen(c->want)))
		assert_string_equal(err.text + before, c->want);
}

int main(void)
{
	struct CMUnitTest tests[1 + ARRAY_LEN(refusals)] = {
		cmocka_unit_test(rules_reach_the_parser),
	};
	int fd = mkstemp(path), rc;

	if (fd < 0)
		return 1;
	close(fd);
	xmlInitParser();
	for (size_t i = 0; i < ARRAY_LEN(refusals); i++) {
		tests[1 + i].name = refusals[i].name;
		tests[1 + i].test_func = a_wrong_rule_is_refused_with_its_place;
		tests[1 + i].initial_state = (void *)&refusals[i];
	}
	rc = cmocka_run_group_tests_name("config_site", tests, NULL, NULL);
	unlink(path);
	return rc;
}
